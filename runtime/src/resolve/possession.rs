//! Whether the sender of a token is the one that it is bound to.

#[cfg(feature = "dpop")]
pub(crate) use self::by_dpop::{challenge, check, is_by_dpop, proofs, token};
#[cfg(not(feature = "dpop"))]
pub(crate) use self::unchecked::{challenge, check, is_by_dpop, proofs, token};

/// For proofs with DPoP (RFC 9449).
#[cfg(feature = "dpop")]
mod by_dpop {
    use http::HeaderMap;
    use http::request::Parts;

    use crate::credentials::{Credentials, dpop};
    use crate::dpop::{DpopError, ProofRequest, proof_in, renew};
    use crate::refuse::{DenialReason, Refusal};
    use crate::token::Confirmation;
    use crate::token::{Proofs, TokenError, VerifiedToken};
    use crate::verify::Verifier;

    /// A proof that was checked: several schemes of one request may need it, and it is accepted once.
    #[derive(Clone, PartialEq, Eq)]
    struct Proven {
        token: Box<str>,
        proof: Box<str>,
    }

    /// The proofs that the verifier accepts, if any.
    pub(crate) fn proofs(verifier: &Verifier) -> Option<Proofs> {
        verifier.dpop().map(crate::dpop::Dpop::algorithms)
    }

    /// Whether the request's token was sent with a proof, to a service that accepts one.
    pub(crate) fn is_by_dpop(parts: &Parts, verifier: &Verifier) -> bool {
        verifier.dpop().is_some()
            && matches!(
                dpop(&parts.headers),
                Credentials::Token(_) | Credentials::Malformed
            )
    }

    pub(crate) fn token(headers: &HeaderMap) -> Credentials<'_> {
        dpop(headers)
    }

    /// Checks the proof of a token that is bound to a key. Such a token must have one, and no other token may (RFC 9449
    /// section 7.1).
    pub(crate) async fn check(
        token: &VerifiedToken,
        parts: &mut Parts,
        verifier: &Verifier,
        is_by_dpop: bool,
    ) -> Result<(), DenialReason> {
        let by_dpop = verifier.dpop().filter(|_| is_by_dpop);
        let (dpop, jkt) = match (by_dpop, token.is_bound()) {
            (None, false) => return Ok(()),
            (None, true) => return Err(TokenError::SenderConstrained.into()),
            (Some(_), false) => return Err(DenialReason::InvalidProof(DpopError::OtherKey)),
            (Some(dpop), true) => match Confirmation::of_claims(token.payload()) {
                Confirmation::Dpop(jkt) => (dpop, jkt),
                Confirmation::Mtls(_) | Confirmation::Unknown => {
                    return Err(TokenError::SenderConstrained.into());
                }
            },
        };
        let proof = proof_in(&parts.headers).map_err(DenialReason::InvalidProof)?;
        let proven = Proven {
            token: token.as_str().into(),
            proof: proof.into(),
        };
        if parts.extensions.get() == Some(&proven) {
            return Ok(());
        }
        let request = ProofRequest::of(parts, token.as_str(), &jkt);
        dpop.check(proof, request)
            .await
            .map_err(|error| match error {
                DpopError::Unavailable => DenialReason::Unavailable,
                error => DenialReason::InvalidProof(error),
            })?;
        parts.extensions.insert(proven);
        renew(parts, || dpop.nonce());
        Ok(())
    }

    /// Tells a client how to prove possession, or which nonce to use.
    pub(crate) fn challenge(
        mut refusal: Refusal,
        reason: DenialReason,
        verifier: &Verifier,
    ) -> Refusal {
        let Some(dpop) = verifier.dpop() else {
            return refusal;
        };
        match reason {
            DenialReason::MissingCredentials
            | DenialReason::InvalidToken(TokenError::SenderConstrained) => {
                refusal.add_challenge(dpop.challenge().to_header_value());
            }
            DenialReason::InvalidProof(DpopError::Nonce) => {
                if let Some(nonce) = dpop.nonce() {
                    refusal.add_nonce(nonce);
                }
            }
            _ => {}
        }
        refusal
    }
}

/// Without the feature `dpop`, no proof is possible.
#[cfg(not(feature = "dpop"))]
mod unchecked {
    use http::HeaderMap;
    use http::request::Parts;

    use crate::credentials::Credentials;
    use crate::refuse::{DenialReason, Refusal};
    use crate::token::{Proofs, TokenError, VerifiedToken};
    use crate::verify::Verifier;

    pub(crate) fn proofs(_: &Verifier) -> Option<Proofs> {
        None
    }

    pub(crate) fn is_by_dpop(_: &Parts, _: &Verifier) -> bool {
        false
    }

    pub(crate) fn token(_: &HeaderMap) -> Credentials<'_> {
        Credentials::Missing
    }

    pub(crate) async fn check(
        token: &VerifiedToken,
        _: &mut Parts,
        _: &Verifier,
        _: bool,
    ) -> Result<(), DenialReason> {
        if token.is_bound() {
            return Err(TokenError::SenderConstrained.into());
        }
        Ok(())
    }

    pub(crate) fn challenge(refusal: Refusal, _: DenialReason, _: &Verifier) -> Refusal {
        refusal
    }
}
