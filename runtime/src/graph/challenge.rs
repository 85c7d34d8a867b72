//! The challenges that the merge prepares.

use super::plan::IndexRange;
use crate::const_str::Writer;
use crate::refuse::profile::{Challenge, ChallengeStyle};
use crate::scheme::{Scheme, SchemeKind};

/// The length of the longest challenge, without its realm, its name and its scopes.
const LONGEST: usize = r#"Bearer realm="", error="insufficient_scope", scope="""#.len();

/// An upper bound of the length of a challenge for `scheme`, without its scopes.
pub(super) const fn longest(scheme: &Scheme) -> usize {
    let name = match scheme.kind {
        SchemeKind::ApiKey { name, .. } => name.len(),
        _ => 0,
    };
    LONGEST + scheme.realm.len() + name
}

/// Writes the challenge for `scheme` with the scopes at `scope_str` in the text.
pub(super) const fn push_challenge(
    text: &mut Writer<'_>,
    scheme: &Scheme,
    style: ChallengeStyle,
    challenge: Challenge,
    scope_str: IndexRange,
) {
    let like_fastapi = matches!(style, ChallengeStyle::FastApi);
    match scheme.kind {
        SchemeKind::HttpBasic => {
            push_realm(text, "Basic", scheme.realm);
            if !like_fastapi {
                text.push(", charset=\"UTF-8\""); // RFC 7617 section 2.1
            }
        }
        SchemeKind::ApiKey { .. } if like_fastapi => text.push("APIKey"),
        // No RFC defines an authentication scheme for keys, but a 401 must have a challenge (RFC 9110 section 15.5.2).
        SchemeKind::ApiKey { location, name } => {
            push_realm(text, "ApiKey", scheme.realm);
            text.push(", in=\"");
            text.push(location.as_str());
            text.push("\", name=\"");
            text.push(name);
            text.push("\"");
        }
        _ if like_fastapi => push_fastapi(text, challenge, scope_str),
        _ => push_rfc6750(text, challenge, scheme.realm, scope_str),
    }
}

/// RFC 9110 section 11.5.
const fn push_realm(text: &mut Writer<'_>, name: &str, realm: &str) {
    text.push(name);
    text.push(" realm=\"");
    text.push(realm);
    text.push("\"");
}

/// RFC 6750 section 3.
const fn push_rfc6750(
    text: &mut Writer<'_>,
    challenge: Challenge,
    realm: &str,
    scope_str: IndexRange,
) {
    push_realm(text, "Bearer", realm);
    match challenge {
        Challenge::MissingCredentials => {}
        Challenge::InvalidToken => text.push(", error=\"invalid_token\""),
        Challenge::InsufficientScope => text.push(", error=\"insufficient_scope\""),
    }
    if !scope_str.is_empty() {
        text.push(", scope=\"");
        text.repeat(scope_str.start, scope_str.end);
        text.push("\"");
    }
}

/// The challenge of FastAPI's tutorial "OAuth2 scopes".
const fn push_fastapi(text: &mut Writer<'_>, challenge: Challenge, scope_str: IndexRange) {
    text.push("Bearer");
    let named = !matches!(challenge, Challenge::MissingCredentials);
    if named && !scope_str.is_empty() {
        text.push(" scope=\"");
        text.repeat(scope_str.start, scope_str.end);
        text.push("\"");
    }
}
