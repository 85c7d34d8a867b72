//! The challenges of a refusal (RFC 9110 section 11.6.1, RFC 6750 section 3).

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};

use super::profile::{ChallengeKind, ChallengeStyle};
#[cfg(feature = "dpop")]
use super::token_parameters;
use super::{Denial, DenialReason};
#[cfg(feature = "dpop")]
use crate::challenge::DPOP;
use crate::challenge::{BEARER, Challenge, Parameter};
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
    /// scopes.
    pub fn challenges(&self) -> impl Iterator<Item = HeaderValue> {
        let denial = *self;
        // A challenge for a key or a password names no scopes.
        let is_first = move |(number, prepared): &(usize, Prepared)| {
            let mut earlier = denial.at().challenges().take(*number);
            !earlier.any(|earlier| earlier.texts == prepared.texts)
        };
        let prepared = self.at().challenges().enumerate().filter(is_first);
        prepared.map(move |(_, prepared)| {
            let by_proof = denial.challenge_for_proof(prepared);
            by_proof.unwrap_or_else(|| denial.challenge_without_proof(prepared))
        })
    }

    fn challenge_without_proof(&self, prepared: Prepared) -> HeaderValue {
        if self.is_strictly_an_invalid_request() {
            let challenge = Challenge {
                scheme: BEARER,
                parameters: &[INVALID_REQUEST],
            };
            return challenge.to_header_value();
        }
        let kind = ChallengeKind::of(self.reason());
        HeaderValue::from_static(prepared.texts[kind as usize])
    }

    /// Whether the request has several tokens, and the style has a code for that.
    fn is_strictly_an_invalid_request(&self) -> bool {
        self.reason() == DenialReason::InvalidRequest
            && self.is_about_a_token()
            && self.at().challenge_style() == ChallengeStyle::Rfc6750
    }

    /// The challenge for a token that was sent with a proof (RFC 9449 section 7.1).
    #[cfg(feature = "dpop")]
    fn challenge_for_proof(&self, prepared: Prepared) -> Option<HeaderValue> {
        let algorithms = self.proofs().filter(|_| self.is_about_a_token())?.names();
        let [realm, mut error, scope] = if self.is_strictly_an_invalid_request() {
            [Parameter::Absent, INVALID_REQUEST, Parameter::Absent]
        } else {
            token_parameters(
                self.at().challenge_style(),
                ChallengeKind::of(self.reason()),
                self.scheme().realm,
                Parameter::plain_if_any("scope", prepared.scope),
            )
        };
        if let DenialReason::InvalidProof(problem) = self.reason() {
            // In any style: without the code, a client does not know that it should retry.
            error = Parameter::plain("error", problem.code());
        }
        let algorithms = Parameter::plain("algs", &algorithms);
        let challenge = Challenge {
            scheme: DPOP,
            parameters: &[realm, error, scope, algorithms],
        };
        Some(challenge.to_header_value())
    }

    #[cfg(not(feature = "dpop"))]
    fn challenge_for_proof(&self, _: Prepared) -> Option<HeaderValue> {
        self.proofs().map(|none| match none {})
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
