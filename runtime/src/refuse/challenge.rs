//! The challenges of a refusal (RFC 9110 section 11.6.1, RFC 6750 section 3).

use std::borrow::Cow;

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};

use super::profile::{ChallengeKind, ChallengeStyle};
use super::{Denial, DenialReason, token_parameters};
use crate::challenge::{BEARER, Challenge, DPOP, Parameter};
use crate::graph::Prepared;

/// Fallback; every scheme has a challenge.
const UNSPECIFIC: HeaderValue = HeaderValue::from_static(BEARER);

/// The parameter for a request that has several tokens, which is the only one: it is not known which token is meant.
const INVALID_REQUEST: Parameter<'_> = Parameter::plain("error", "invalid_request");

impl Denial {
    /// The value of `WWW-Authenticate` in the style of the scheme's profile.
    ///
    /// If several sets of scopes would be enough, it names the first: see [`challenges`](Self::challenges).
    #[must_use]
    pub fn challenge(&self) -> HeaderValue {
        self.challenges().next().unwrap_or(UNSPECIFIC)
    }

    /// The values of `WWW-Authenticate`: one for each set of scopes that would be enough, if the challenge names
    /// scopes. There is none if no credentials would be enough: [`DenialReason::Forbidden`].
    pub fn challenges(&self) -> impl Iterator<Item = HeaderValue> {
        // A challenge for a key or a password names no scopes.
        let is_first = |(number, prepared): &(usize, Prepared)| {
            let mut earlier = self.at().challenges().take(*number);
            !earlier.any(|earlier| earlier.texts == prepared.texts)
        };
        let kind = ChallengeKind::of(self.reason());
        let prepared = self.at().challenges().enumerate().filter(is_first);
        prepared.filter_map(move |(_, prepared)| Some(self.challenge_of(kind?, prepared)))
    }

    /// Whether there are challenges for its reason.
    pub(crate) fn has_challenges(&self) -> bool {
        ChallengeKind::of(self.reason()).is_some()
    }

    fn challenge_of(&self, kind: ChallengeKind, prepared: Prepared) -> HeaderValue {
        let algorithms = self.algorithms_of_proofs();
        let is_invalid = self.is_strictly_an_invalid_request();
        let scope = self
            .required_by_function()
            .filter(|_| self.is_about_a_token());
        let step_up = self.required_authentication(kind);
        let is_prepared = algorithms.is_none() && scope.is_none() && step_up.is_none();
        if is_prepared
            && !is_invalid
            && let Some(text) = prepared.texts.get(kind as usize)
        {
            return HeaderValue::from_static(text);
        }
        let (acr_values, max_age) = step_up.filter(|_| !is_invalid).unwrap_or_default();
        let scope = with_scope(prepared.scope, scope.unwrap_or_default());
        let [realm, error, scope] = if is_invalid {
            [Parameter::Absent, INVALID_REQUEST, Parameter::Absent]
        } else {
            token_parameters(
                self.at().challenge_style(),
                kind,
                self.scheme().realm,
                Parameter::plain_if_any("scope", &scope),
            )
        };
        let error = self.error_of_proof().unwrap_or(error);
        let scheme = match &algorithms {
            Some(_) => DPOP,
            None => self.scheme().place.challenge_scheme(),
        };
        let algorithms = Parameter::plain_if_any("algs", algorithms.as_deref().unwrap_or_default());
        let challenge = Challenge {
            scheme,
            parameters: &[
                realm,
                error,
                scope,
                Parameter::plain_if_any("acr_values", &acr_values),
                Parameter::plain_if_any("max_age", &max_age),
                algorithms,
            ],
        };
        challenge.to_header_value()
    }

    /// The parameters that say how the user of a token has to be authenticated, if anything is required (RFC 9470
    /// section 3). Like the scopes, they are in every challenge: the next token has to satisfy all of it.
    fn required_authentication(&self, kind: ChallengeKind) -> Option<(String, String)> {
        let is_for_it = matches!(kind, ChallengeKind::InsufficientUserAuthentication);
        if !is_for_it && self.at().challenge_style() == ChallengeStyle::FastApi {
            return None; // Its other challenges are those of the tutorial.
        }
        let required = self.at().step_up_of_token()?;
        let max_age = required.max_age.map(|max_age| max_age.to_string());
        let acr_values = required.acr.map(|acr| acr.join(" "));
        Some((acr_values.unwrap_or_default(), max_age.unwrap_or_default()))
    }

    /// Whether the request has several tokens, and the style has a code for that.
    fn is_strictly_an_invalid_request(&self) -> bool {
        self.reason() == DenialReason::InvalidRequest
            && self.is_about_a_token()
            && self.at().challenge_style() == ChallengeStyle::Rfc6750
    }

    /// The accepted algorithms, for a token that was sent with a proof (RFC 9449 section 7.1).
    #[cfg(feature = "dpop")]
    fn algorithms_of_proofs(&self) -> Option<String> {
        let proofs = self.proofs().filter(|_| self.is_about_a_token());
        proofs.map(|proofs| proofs.names())
    }

    #[cfg(not(feature = "dpop"))]
    fn algorithms_of_proofs(&self) -> Option<String> {
        self.proofs().map(|none| match none {})
    }

    /// The error of an invalid proof. In any style: without the code, a client does not know that it should retry.
    #[cfg(feature = "dpop")]
    fn error_of_proof(&self) -> Option<Parameter<'static>> {
        match self.reason() {
            DenialReason::InvalidProof(problem) => Some(Parameter::plain("error", problem.code())),
            _ => None,
        }
    }

    #[cfg(not(feature = "dpop"))]
    #[allow(clippy::unused_self, reason = "as with the feature")]
    fn error_of_proof(&self) -> Option<Parameter<'static>> {
        None
    }

    /// Adds the challenges that a custom response lacks.
    pub(super) fn complete_challenges(&self, headers: &mut HeaderMap) {
        let own = headers.get(WWW_AUTHENTICATE);
        if own.is_some_and(|own| *own != self.challenge()) {
            return; // Deliberately different.
        }
        let are_there = headers.get_all(WWW_AUTHENTICATE).iter().count();
        for challenge in self.challenges().skip(are_there) {
            headers.append(WWW_AUTHENTICATE, challenge);
        }
    }
}

/// Space-delimited scopes with one more.
fn with_scope<'s>(scopes: &'s str, more: &'s str) -> Cow<'s, str> {
    if more.is_empty() || scopes.split(' ').any(|scope| scope == more) {
        scopes.into()
    } else if scopes.is_empty() {
        more.into()
    } else {
        format!("{scopes} {more}").into()
    }
}
