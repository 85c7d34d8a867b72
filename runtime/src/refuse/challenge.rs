//! The challenges of a refusal (RFC 9110 section 11.6.1, RFC 6750 section 3).

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};

use super::profile::ChallengeStyle;
#[cfg(feature = "dpop")]
use super::token_challenge::TokenChallenge;
use super::{Denial, DenialReason};

/// Fallback; every scheme has a challenge.
const UNSPECIFIC: HeaderValue = HeaderValue::from_static("Bearer");

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
        let is_first = move |(number, ready): &(usize, [&'static str; 3])| {
            let mut earlier = denial.at().challenges().take(*number);
            !earlier.any(|earlier| earlier == *ready)
        };
        // A challenge for a key or a password names no scopes.
        let ready = self.at().challenges().enumerate().filter(is_first);
        ready.map(move |(_, ready)| {
            let by_proof = denial.challenge_for_proof(ready);
            by_proof.unwrap_or_else(|| HeaderValue::from_static(denial.ready_challenge(ready)))
        })
    }

    /// The challenge for this reason, of those for bearer tokens or for other credentials.
    fn ready_challenge(&self, [missing, invalid, insufficient]: [&'static str; 3]) -> &'static str {
        let strict =
            self.is_about_a_token() && self.at().challenge_style() == ChallengeStyle::Rfc6750;
        match self.reason() {
            DenialReason::MissingCredentials | DenialReason::Unavailable => missing,
            DenialReason::InvalidRequest if strict => r#"Bearer error="invalid_request""#,
            // FastAPI's tutorial has no error code other than that for the token.
            DenialReason::InvalidRequest
            | DenialReason::InvalidToken(_)
            | DenialReason::InvalidCredentials
            | DenialReason::Refused => invalid,
            #[cfg(feature = "dpop")]
            DenialReason::InvalidProof(_) => invalid,
            DenialReason::InsufficientScope => insufficient,
        }
    }

    /// The same for a token that was sent with a proof (RFC 9449 section 7.1).
    #[cfg(feature = "dpop")]
    fn challenge_for_proof(&self, [.., insufficient]: [&'static str; 3]) -> Option<HeaderValue> {
        let proofs = self.proofs().filter(|_| self.is_about_a_token())?;
        let style = self.at().challenge_style();
        let parts = TokenChallenge::new(self.scheme(), style, self.reason(), insufficient);
        Some(parts.for_proof_by(proofs).to_header_value())
    }

    #[cfg(not(feature = "dpop"))]
    fn challenge_for_proof(&self, _: [&'static str; 3]) -> Option<HeaderValue> {
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
