//! The challenges that the merge prepares.

use super::plan::IndexRange;
use crate::challenge::{Challenge, Parameter, Value};
use crate::const_str::Writer;
use crate::refuse::profile::{ChallengeKind, ChallengeStyle};
use crate::refuse::token_parameters;
use crate::scheme::{Scheme, SchemeKind};

/// The length of the longest challenge, without its realm, its name and its scopes.
const LONGEST: usize = r#"Bearer realm="", error="insufficient_scope", scope="""#.len();

/// An upper bound of the length of a challenge for `scheme`, without its scopes.
pub(super) const fn longest(scheme: &Scheme) -> usize {
    let name = match scheme.kind {
        SchemeKind::ApiKey { name, .. } => name.len(),
        _ => scheme.place.challenge_scheme().len(),
    };
    LONGEST + scheme.realm.len() + name
}

/// Writes the challenge for `scheme` with the scopes at `scope_str` in the text.
pub(super) const fn push_challenge(
    text: &mut Writer<'_>,
    scheme: &Scheme,
    style: ChallengeStyle,
    kind: ChallengeKind,
    scope_str: IndexRange,
) {
    let like_fastapi = matches!(style, ChallengeStyle::FastApi);
    let realm = Parameter::plain("realm", scheme.realm); // RFC 9110 section 11.5
    let (name, parameters) = match scheme.kind {
        SchemeKind::HttpBasic if like_fastapi => {
            ("Basic", [realm, Parameter::Absent, Parameter::Absent])
        }
        SchemeKind::HttpBasic => {
            let charset = Parameter::plain("charset", "UTF-8"); // RFC 7617 section 2.1
            ("Basic", [realm, charset, Parameter::Absent])
        }
        SchemeKind::ApiKey { .. } if like_fastapi => ("APIKey", [Parameter::Absent; 3]),
        // No RFC defines an authentication scheme for keys, but a 401 must have a challenge (RFC 9110 section 15.5.2).
        SchemeKind::ApiKey { location, name, .. } => {
            let location = Parameter::plain("in", location.as_str());
            ("ApiKey", [realm, location, Parameter::plain("name", name)])
        }
        _ => (
            scheme.place.challenge_scheme(),
            token_parameters(style, kind, scheme.realm, scope(scope_str)),
        ),
    };
    let challenge = Challenge {
        scheme: name,
        parameters: &parameters,
    };
    challenge.render(text);
}

const fn scope(scope_str: IndexRange) -> Parameter<'static> {
    if scope_str.is_empty() {
        return Parameter::Absent;
    }
    Parameter::Named("scope", Value::Written(scope_str.start, scope_str.end))
}
