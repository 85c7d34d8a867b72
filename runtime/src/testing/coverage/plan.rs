use std::fmt;

use crate::audit::{Credential, Route, Security};

/// What to call a route by and with.
pub(super) struct Plan {
    pub(super) methods: Vec<&'static str>,
    pub(super) attempts: Vec<Planned>,
    /// Whether some way to get in is not tried, for lack of credentials of another kind.
    pub(super) is_partial: bool,
}

impl Plan {
    /// `None` for one of `routes` that refuses nobody, or that cannot be called. `has_others` says whether there are
    /// credentials of other kinds than tokens.
    pub(super) fn new(route: &Route, routes: &[Route], has_others: bool) -> Option<Self> {
        let alternatives = match &route.security {
            Security::Required { alternatives } if !route.security.is_open() => alternatives,
            _ => return None,
        };
        Some(Self {
            methods: methods(route, routes)?,
            attempts: attempts(alternatives, has_others),
            is_partial: !has_others && !alternatives.iter().all(|way| is_by_token(way)),
        })
    }
}

/// What a route is called with, and the scheme whose token that is. None is needed without a token.
pub(super) struct Planned {
    pub(super) attempt: Attempt,
    pub(super) scheme: &'static str,
}

/// What a route is called with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attempt {
    /// No `Authorization`.
    NoCredentials,
    /// A token without scopes.
    NoScopes,
    /// A token with all scopes but one.
    Without {
        /// The scope that is left out.
        missing: &'static str,
        /// The scopes of the token.
        scopes: Vec<&'static str>,
    },
    /// A token with all scopes, without the credentials that are needed as well.
    TokenOnly {
        /// The scopes of the token.
        scopes: Vec<&'static str>,
    },
    /// A token that has to be good enough.
    Control {
        /// The scopes of the token.
        scopes: Vec<&'static str>,
    },
}

impl Attempt {
    /// The scopes of the token, if there is one.
    pub(super) fn scopes(&self) -> Option<&[&'static str]> {
        match self {
            Self::NoCredentials => None,
            Self::NoScopes => Some(&[]),
            Self::Without { scopes, .. }
            | Self::TokenOnly { scopes }
            | Self::Control { scopes } => Some(scopes),
        }
    }

    /// Whether credentials of other kinds come along.
    pub(super) fn has_others(&self) -> bool {
        !matches!(self, Self::NoCredentials | Self::TokenOnly { .. })
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredentials => f.write_str("without credentials"),
            Self::NoScopes => f.write_str("with a token without scopes"),
            Self::Without { missing, scopes } if scopes.is_empty() => {
                write!(f, "with a token without `{missing}`")
            }
            Self::Without { missing, scopes } => {
                write!(
                    f,
                    "with a token for `{}`, without `{missing}`",
                    scopes.join(" ")
                )
            }
            Self::TokenOnly { scopes } => {
                write!(f, "with nothing but a token for `{}`", scopes.join(" "))
            }
            Self::Control { scopes } if scopes.is_empty() => {
                f.write_str("with a token, which is enough")
            }
            Self::Control { scopes } => {
                write!(
                    f,
                    "with a token for `{}`, which is enough",
                    scopes.join(" ")
                )
            }
        }
    }
}

/// The methods to call a route by.
fn methods(route: &Route, routes: &[Route]) -> Option<Vec<&'static str>> {
    match route.method {
        "ANY" => {
            // `any(a).get(b)`: GET has a handler of its own.
            let is_left_over = |method: &&str| {
                let mut others = routes.iter();
                !others.any(|other| other.path == route.path && other.method == *method)
            };
            let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter();
            Some(methods.filter(is_left_over).take(2).collect())
        }
        // There is no telling which method a path has no handler for.
        "OTHER" => None,
        method => Some(vec![method]),
    }
}

/// Every call that has to be refused, and at the end those that must not be.
fn attempts(alternatives: &[Vec<Credential>], has_others: bool) -> Vec<Planned> {
    let by_token: Vec<_> = alternatives.iter().filter(|way| is_by_token(way)).collect();
    // A token alone never gets in where other credentials are needed as well.
    let ways: Vec<_> = if has_others {
        alternatives.iter().collect()
    } else {
        by_token.clone()
    };
    let is_refused = |scopes: &[&str]| !ways.iter().any(|way| are_enough(scopes, way));
    let plan = |attempt, scheme| Planned { attempt, scheme };
    let mut attempts = vec![plan(Attempt::NoCredentials, "")];
    if is_refused(&[]) {
        let mut schemes = Vec::new();
        for scheme in alternatives.iter().map(|way| scheme(way)) {
            if !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        attempts.extend(schemes.into_iter().map(|it| plan(Attempt::NoScopes, it)));
    }
    for way in &ways {
        let (all, scheme) = (scopes(way), scheme(way));
        for missing in &all {
            let scopes: Vec<_> = all
                .iter()
                .filter(|scope| *scope != missing)
                .copied()
                .collect();
            // Without scopes it has been tried, and another alternative may be content.
            if !scopes.is_empty() && is_refused(&scopes) {
                attempts.push(plan(Attempt::Without { missing, scopes }, scheme));
            }
        }
        let is_enough_alone = by_token.iter().any(|way| are_enough(&all, way));
        if !is_by_token(way) && !is_enough_alone {
            attempts.push(plan(Attempt::TokenOnly { scopes: all }, scheme));
        }
    }
    attempts.extend(ways.iter().map(|way| {
        let scopes = scopes(way);
        plan(Attempt::Control { scopes }, scheme(way))
    }));
    attempts
}

/// Whether a token is all that is needed.
fn is_by_token(way: &[Credential]) -> bool {
    way.iter().all(|credential| credential.is_verified)
}

/// Whose token is needed. Schemes that are needed together share one.
fn scheme(way: &[Credential]) -> &'static str {
    let mut tokens = way.iter().filter(|credential| credential.is_verified);
    tokens.next().map_or("", |credential| credential.scheme)
}

/// Whether a token with these scopes, and those that they imply, is enough.
fn are_enough(scopes: &[&str], way: &[Credential]) -> bool {
    let mut tokens = way.iter().filter(|credential| credential.is_verified);
    tokens.all(|credential| {
        let implied = credential
            .implications
            .iter()
            .filter(|(scope, _)| scopes.contains(scope))
            .flat_map(|(_, implied)| *implied);
        let granted: Vec<_> = scopes.iter().chain(implied).collect();
        credential
            .scopes
            .iter()
            .all(|scope| granted.contains(&scope))
    })
}

/// What one token needs for all schemes of an alternative: a request carries one token.
fn scopes(way: &[Credential]) -> Vec<&'static str> {
    let mut all = Vec::new();
    let tokens = way.iter().filter(|credential| credential.is_verified);
    for scope in tokens.flat_map(|credential| &credential.scopes) {
        if !all.contains(scope) {
            all.push(*scope);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(alternatives: &[Vec<Credential>]) -> Vec<String> {
        shown_with(alternatives, false)
    }

    fn shown_with(alternatives: &[Vec<Credential>], has_others: bool) -> Vec<String> {
        attempts(alternatives, has_others)
            .iter()
            .map(|planned| planned.attempt.to_string())
            .collect()
    }

    fn way(scopes: &[&'static str]) -> Vec<Credential> {
        let scopes = scopes.to_vec();
        vec![Credential {
            scheme: "A",
            scopes,
            is_verified: true,
            implications: Vec::new(),
        }]
    }

    #[test]
    fn each_scope_is_left_out_in_turn() {
        let expected = [
            "without credentials",
            "with a token without scopes",
            "with a token for `me`, without `items`",
            "with a token for `items`, without `me`",
            "with a token for `items me`, which is enough",
        ];
        assert_eq!(shown(&[way(&["items", "me"])]), expected);
    }

    #[test]
    fn a_token_without_scopes_is_enough_where_none_is_required() {
        let expected = ["without credentials", "with a token, which is enough"];
        assert_eq!(shown(&[way(&[])]), expected);
    }

    #[test]
    fn what_another_alternative_accepts_is_not_tried() {
        let expected = [
            "without credentials",
            "with a token without scopes",
            "with a token for `a`, without `b`",
            "with a token for `a b`, which is enough",
            "with a token for `b`, which is enough",
        ];
        assert_eq!(shown(&[way(&["a", "b"]), way(&["b"])]), expected);
    }

    #[test]
    fn credentials_of_another_kind_come_along_if_there_are_some() {
        let mut both = way(&["a", "b"]);
        both.push(Credential {
            is_verified: false,
            scheme: "Key",
            ..way(&[]).remove(0)
        });
        let alone = ["without credentials", "with a token without scopes"];
        assert_eq!(shown(&[both.clone()]), alone);
        let expected = [
            "without credentials",
            "with a token without scopes",
            "with a token for `b`, without `a`",
            "with a token for `a`, without `b`",
            "with nothing but a token for `a b`",
            "with a token for `a b`, which is enough",
        ];
        assert_eq!(shown_with(&[both], true), expected);
    }
}
