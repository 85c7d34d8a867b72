use std::collections::HashMap;

use super::headers::Header;
use super::{TestAuthentication, headers, path};
use crate::audit::{Credential, Route, Security};
use crate::graph::is_same_place;
use crate::scheme::TokenPlace;
use crate::testing::Attempt;

/// The methods and credentials to call a route with.
pub(super) struct Plan<'h> {
    pub(super) methods: Vec<&'static str>,
    pub(super) attempts: Vec<Planned<'h>>,
    /// Whether an alternative is not tried, for lack of its credentials.
    pub(super) is_partial: bool,
}

impl<'h> Plan<'h> {
    /// `None` for a route that refuses no caller, or that cannot be called. The headers contain the credentials of
    /// other kinds than tokens.
    pub(super) fn new(
        route: &Route,
        routes: &[Route],
        given: &'h [Header],
        parameters: &HashMap<String, String>,
    ) -> Option<Self> {
        let alternatives = match &route.security {
            Security::Required { alternatives } if !route.security.is_open() => alternatives,
            _ => return None,
        };
        let alternatives: Vec<_> = alternatives
            .iter()
            .map(|credentials| Alternative::new(credentials, given, parameters))
            .collect();
        Some(Self {
            methods: methods(route, routes)?,
            attempts: attempts(&alternatives),
            is_partial: alternatives.iter().any(|it| it.headers.is_none()),
        })
    }
}

/// The credentials of one call.
#[derive(Clone)]
pub(super) struct Planned<'h> {
    pub(super) attempt: Attempt,
    /// The scheme of the token. Empty without a token.
    pub(super) scheme: &'static str,
    /// How the token's user was authenticated, if the token says so.
    pub(super) user: Option<TestAuthentication>,
    /// Where the request carries the token.
    pub(super) places: Vec<TokenPlace>,
    pub(super) headers: Vec<&'h Header>,
}

impl Planned<'_> {
    /// The same call for an object of somebody else, if it has a token that must be sufficient.
    pub(super) fn for_foreign_object(&self) -> Option<Self> {
        let Attempt::Control { scopes } = &self.attempt else {
            return None;
        };
        let attempt = Attempt::ForeignObject {
            scopes: scopes.clone(),
        };
        Some(Self {
            attempt,
            ..self.clone()
        })
    }

    /// Whether both are the same call. The time of the authentication is that at which it was planned.
    fn is_same_call(&self, other: &Self) -> bool {
        let user = |planned: &Self| planned.user.as_ref().map(|user| user.acr);
        self.attempt == other.attempt
            && self.scheme == other.scheme
            && user(self) == user(other)
            && self.places == other.places
            && self.headers == other.headers
    }

    /// Whether its token says of its user what a scheme requires.
    fn is_authenticated_for(&self, credential: &Credential) -> bool {
        match &self.user {
            Some(user) => user.is_enough_for(credential),
            None => !credential.steps_up(),
        }
    }

    /// Whether it has all that an alternative requires.
    fn gets_in_by(&self, alternative: &Alternative<'_, '_>) -> bool {
        alternative.credentials.iter().all(|credential| {
            if credential.kind.is_verified() {
                let scopes = self.attempt.scopes();
                let mut places = self.places.iter();
                places.any(|place| is_same_place(*place, credential.place))
                    && scopes.is_some_and(|scopes| are_enough(scopes, credential))
                    && self.is_authenticated_for(credential)
            } else {
                let mut headers = self.headers.iter();
                headers.any(|header| headers::is_for(header, credential))
            }
        })
    }
}

/// An alternative.
struct Alternative<'a, 'h> {
    credentials: &'a [Credential],
    /// The scheme of the token, if one is required. Schemes that are required together share one.
    scheme: Option<&'static str>,
    /// What they require of the authentication of its user.
    user: Option<TestAuthentication>,
    /// Where these schemes find it.
    places: Vec<TokenPlace>,
    /// The scopes that the token needs for all of them.
    scopes: Vec<String>,
    /// The scopes that functions may require as well.
    of_some_requests: Vec<String>,
    /// The headers required in addition to the token, unless some of them were not set, or no token is enough for all of
    /// these schemes: then the alternative is not tried.
    headers: Option<Vec<&'h Header>>,
}

impl<'a, 'h> Alternative<'a, 'h> {
    fn new(
        credentials: &'a [Credential],
        given: &'h [Header],
        parameters: &HashMap<String, String>,
    ) -> Self {
        let tokens = || credentials.iter().filter(|it| it.kind.is_verified());
        let (mut scopes, mut of_some_requests) = (Vec::<String>::new(), Vec::new());
        for scope in tokens().flat_map(|credential| &credential.scopes) {
            if !scopes.iter().any(|known| known == scope) {
                scopes.push((*scope).to_owned());
            }
        }
        for scope in tokens().flat_map(|credential| &credential.of_some_requests) {
            let scope = path::fill(scope, parameters);
            if !scopes.contains(&scope) && !of_some_requests.contains(&scope) {
                of_some_requests.push(scope);
            }
        }
        let headers = if TestAuthentication::is_possible_for(credentials) {
            headers::needed(credentials, given)
        } else {
            None
        };
        Self {
            credentials,
            scheme: tokens().next().map(|credential| credential.scheme),
            user: TestAuthentication::enough_for(credentials),
            places: places(tokens().map(|credential| credential.place)),
            scopes,
            of_some_requests,
            headers,
        }
    }

    fn plan(&self, attempt: Attempt) -> Planned<'h> {
        let headers = match attempt {
            Attempt::TokenOnly { .. } => None,
            _ => self.headers.clone(),
        };
        Planned {
            attempt,
            scheme: self.scheme.unwrap_or_default(),
            user: self.user.clone(),
            places: self.places.clone(),
            headers: headers.unwrap_or_default(),
        }
    }

    /// The scopes of a token that must be sufficient, without one of them.
    fn without(&self, missing: &str) -> Vec<String> {
        let all = self.scopes.iter().chain(&self.of_some_requests);
        let implies = |scope: &str| {
            let mut implications = self.credentials.iter().flat_map(|it| &it.implications);
            implications.any(|(name, implied)| *name == scope && implied.contains(&missing))
        };
        all.filter(|scope| *scope != missing && !implies(scope))
            .cloned()
            .collect()
    }

    /// With each scope left out, and with the token only.
    fn refused(&self) -> Vec<Planned<'h>> {
        let without = |missing: &String| Attempt::Without {
            missing: missing.clone(),
            scopes: self.without(missing),
        };
        let mut attempts = Vec::new();
        // Without the only one, it would have no scopes at all.
        if self.scopes.len() + self.of_some_requests.len() > 1 {
            attempts.extend(self.scopes.iter().map(without));
        }
        if self.headers.iter().any(|headers| !headers.is_empty()) {
            let scopes = self.without("");
            attempts.push(Attempt::TokenOnly { scopes });
        }
        let attempts = attempts.into_iter().map(|it| self.plan(it));
        attempts.chain(self.not_authenticated()).collect()
    }

    /// With all scopes, and a user who was authenticated in another way, or too long ago.
    fn not_authenticated(&self) -> Vec<Planned<'h>> {
        let Some(user) = &self.user else {
            return Vec::new();
        };
        let scopes = || self.without("");
        let with = |user, attempt| Planned {
            user,
            ..self.plan(attempt)
        };
        let mut attempts = vec![with(None, Attempt::NotAuthenticated { scopes: scopes() })];
        if let Some(user) = user.with_wrong_acr(self.credentials)
            && let Some(acr) = user.acr
        {
            let scopes = scopes();
            attempts.push(with(Some(user), Attempt::WrongAcr { acr, scopes }));
        }
        if let Some(user) = user.too_old(self.credentials) {
            attempts.push(with(Some(user), Attempt::TooOld { scopes: scopes() }));
        }
        attempts
    }

    /// With each scope left out that functions may require.
    fn undecided(&self) -> Vec<Planned<'h>> {
        let without = |missing: &String| {
            self.plan(Attempt::WithoutOfSomeRequests {
                missing: missing.clone(),
                scopes: self.without(missing),
            })
        };
        self.of_some_requests.iter().map(without).collect()
    }

    fn control(&self) -> Planned<'h> {
        self.plan(match self.scheme {
            Some(_) => Attempt::Control {
                scopes: self.without(""),
            },
            None => Attempt::HeadersOnly,
        })
    }
}

/// Each place once.
fn places(all: impl Iterator<Item = TokenPlace>) -> Vec<TokenPlace> {
    let mut places = Vec::new();
    for place in all {
        if !places.iter().any(|known| is_same_place(*known, place)) {
            places.push(place);
        }
    }
    places
}

/// The methods to call a route with.
fn methods(route: &Route, routes: &[Route]) -> Option<Vec<&'static str>> {
    match route.method {
        "ANY" => {
            // `any(a).get(b)`: GET has its own handler. A request that has to have an operation would be unreadable.
            let is_left_over = |method: &&str| {
                let mut others = routes.iter();
                let has_own =
                    others.any(|other| other.path == route.path && other.method == *method);
                !has_own && !route.reads.contains(method)
            };
            let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].into_iter();
            let methods: Vec<_> = methods.filter(is_left_over).take(2).collect();
            (!methods.is_empty()).then_some(methods)
        }
        // The methods for which a path has no handler are unknown.
        "OTHER" => None,
        method => Some(vec![method]),
    }
}

/// Every call that must be refused, followed by those that must not be.
fn attempts<'h>(alternatives: &[Alternative<'_, 'h>]) -> Vec<Planned<'h>> {
    let by_token = || alternatives.iter().filter(|it| it.scheme.is_some());
    let tried = || alternatives.iter().filter(|it| it.headers.is_some());
    let nothing = Planned {
        attempt: Attempt::NoCredentials,
        scheme: "",
        user: None,
        places: Vec::new(),
        headers: Vec::new(),
    };
    let mut refused = vec![nothing];
    refused.extend(by_token().map(|it| it.plan(Attempt::NoScopes)));
    let left_out = tried().filter(|it| it.scheme.is_some());
    refused.extend(left_out.flat_map(Alternative::refused));
    // Another alternative may be satisfied.
    refused.retain(|planned| !alternatives.iter().any(|it| planned.gets_in_by(it)));
    let mut attempts = Vec::new();
    let undecided = tried().flat_map(Alternative::undecided);
    let controls = tried().map(Alternative::control);
    for planned in refused.into_iter().chain(undecided).chain(controls) {
        let is_known = |known: &Planned<'_>| known.is_same_call(&planned);
        if !attempts.iter().any(is_known) {
            attempts.push(planned);
        }
    }
    attempts
}

/// Whether a token with these scopes, and those that they imply, is enough for a scheme.
fn are_enough(scopes: &[String], credential: &Credential) -> bool {
    let implied = credential
        .implications
        .iter()
        .filter(|(scope, _)| scopes.iter().any(|granted| granted == scope))
        .flat_map(|(_, implied)| *implied);
    let granted = scopes.iter().map(String::as_str);
    let granted: Vec<_> = granted.chain(implied.copied()).collect();
    let mut needed = credential.scopes.iter();
    needed.all(|scope| granted.contains(scope))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;
    use crate::scheme::{KeyLocation, SchemeKind};

    const KEY: SchemeKind = SchemeKind::ApiKey {
        location: KeyLocation::Header,
        name: "X-Key",
        cross_site: false,
    };

    fn shown(alternatives: &[Vec<Credential>]) -> Vec<String> {
        shown_with(alternatives, &[])
    }

    fn shown_with(alternatives: &[Vec<Credential>], given: &[Header]) -> Vec<String> {
        let alternatives = alternatives
            .iter()
            .map(|it| Alternative::new(it, given, &HashMap::new()));
        attempts(&alternatives.collect::<Vec<_>>())
            .iter()
            .map(|planned| planned.attempt.to_string())
            .collect()
    }

    fn alternative(scopes: &[&'static str]) -> Vec<Credential> {
        let scopes = scopes.to_vec();
        vec![Credential {
            scheme: "A",
            scopes,
            acr: Vec::new(),
            max_age: None,
            kind: SchemeKind::OAuth2,
            place: TokenPlace::BEARER,
            implications: Vec::new(),
            of_some_requests: Vec::new(),
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
        assert_eq!(shown(&[alternative(&["items", "me"])]), expected);
    }

    #[test]
    fn a_token_without_scopes_is_enough_where_none_is_required() {
        let expected = ["without credentials", "with a token, which is enough"];
        assert_eq!(shown(&[alternative(&[])]), expected);
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
        assert_eq!(
            shown(&[alternative(&["a", "b"]), alternative(&["b"])]),
            expected
        );
    }

    #[test]
    fn credentials_of_another_kind_come_along_if_there_are_some() {
        let mut both = alternative(&["a", "b"]);
        both.push(Credential {
            kind: KEY,
            scheme: "Key",
            ..alternative(&[]).remove(0)
        });
        let key = (
            HeaderName::from_static("x-key"),
            HeaderValue::from_static("k"),
        );
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
        assert_eq!(shown_with(&[both], &[key]), expected);
    }
}
