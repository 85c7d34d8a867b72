//! The challenges that the merge makes ready.

use super::step::Span;
use super::text::Text;
use crate::profile::{Challenge, ChallengeStyle};
use crate::scheme::Scheme;

/// The length of the longest challenge, without its realm and scopes.
pub(super) const LONGEST: usize = r#"Bearer realm="", error="insufficient_scope", scope="""#.len();

/// Writes the challenge of `scheme` with the scopes that stand at `scope_str` in the text.
pub(super) const fn push_challenge<const N: usize>(
    text: &mut Text<N>,
    scheme: &Scheme,
    challenge: Challenge,
    scope_str: Span,
) {
    match scheme.challenge_style {
        ChallengeStyle::Rfc6750 => push_rfc6750(text, challenge, scheme.realm, scope_str),
        ChallengeStyle::FastApi => push_fastapi(text, challenge, scope_str),
    }
}

/// RFC 6750, section 3.
const fn push_rfc6750<const N: usize>(
    text: &mut Text<N>,
    challenge: Challenge,
    realm: &str,
    scope_str: Span,
) {
    text.push("Bearer realm=\"");
    text.push(realm);
    text.push("\"");
    match challenge {
        Challenge::MissingCredentials => {}
        Challenge::InvalidToken => text.push(", error=\"invalid_token\""),
        Challenge::InsufficientScope => text.push(", error=\"insufficient_scope\""),
    }
    if scope_str.len() > 0 {
        text.push(", scope=\"");
        text.repeat(scope_str.start, scope_str.end);
        text.push("\"");
    }
}

/// What the tutorial "OAuth2 scopes" of FastAPI sends.
const fn push_fastapi<const N: usize>(text: &mut Text<N>, challenge: Challenge, scope_str: Span) {
    text.push("Bearer");
    let named = !matches!(challenge, Challenge::MissingCredentials);
    if named && scope_str.len() > 0 {
        text.push(" scope=\"");
        text.repeat(scope_str.start, scope_str.end);
        text.push("\"");
    }
}
