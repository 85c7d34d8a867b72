//! Whether the sender of a token is the one that it is bound to.

use http::request::Parts;

use crate::mtls::Mtls;
use crate::refuse::DenialReason;
use crate::token::{Confirmation, TokenError, VerifiedToken};
use crate::verify::Verifier;

#[cfg(feature = "dpop")]
use self::by_dpop as by_key;
#[cfg(not(feature = "dpop"))]
use self::unchecked as by_key;

pub(crate) use self::by_key::{challenge, is_by_dpop, proofs, token};

/// Checks a token that is not bound to its sender.
pub(crate) fn check_unbound(verifier: &Verifier, is_by_dpop: bool) -> Result<(), DenialReason> {
    check_without_certificate(verifier)?;
    by_key::check_unbound(is_by_dpop)
}

/// Checks that the sender of a token that is bound has what it is bound to.
pub(crate) async fn check(
    token: &VerifiedToken,
    parts: &mut Parts,
    verifier: &Verifier,
    is_by_dpop: bool,
) -> Result<(), DenialReason> {
    let bound_to = Confirmation::of_claims(token.payload());
    let bound_to = bound_to.ok_or(TokenError::SenderConstrained)?;
    // First, since a proof is accepted once only.
    check_certificate(bound_to.certificate.as_deref(), parts, verifier)?;
    by_key::check(bound_to.key.as_deref(), token, parts, verifier, is_by_dpop).await
}

/// Checks the client certificate of the request (RFC 8705 section 3).
fn check_certificate(
    bound_to: Option<&str>,
    parts: &Parts,
    verifier: &Verifier,
) -> Result<(), TokenError> {
    match (verifier.mtls(), bound_to) {
        (_, None) => check_without_certificate(verifier),
        (None, Some(_)) => Err(TokenError::SenderConstrained),
        (Some(mtls), Some(thumbprint)) => mtls.check(parts, thumbprint),
    }
}

/// Checks that a token which is not bound to a certificate may be used.
fn check_without_certificate(verifier: &Verifier) -> Result<(), TokenError> {
    if verifier.mtls().is_some_and(Mtls::is_required) {
        return Err(TokenError::Unbound);
    }
    Ok(())
}

/// For proofs with DPoP (RFC 9449).
#[cfg(feature = "dpop")]
mod by_dpop {
    use http::HeaderMap;
    use http::request::Parts;

    use crate::credentials::{Credentials, dpop};
    use crate::dpop::{Dpop, DpopError, ProofRequest, proof_in, renew};
    use crate::refuse::{DenialReason, Refusal};
    use crate::token::{Proofs, TokenError, VerifiedToken};
    use crate::verify::Verifier;

    /// A proof that was checked: several schemes of one request may need it, and it is accepted once.
    #[derive(Clone)]
    struct Proven {
        token: Box<str>,
        proof: Box<str>,
        /// Another one may have other rules, and its own memory of used proofs.
        by: Dpop,
    }

    /// Of one request.
    #[derive(Clone, Default)]
    struct AllProven(Vec<Proven>);

    /// The proofs that the verifier accepts, if any.
    pub(crate) fn proofs(verifier: &Verifier) -> Option<Proofs> {
        verifier.dpop().map(Dpop::algorithms)
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

    /// A token that is not bound to a key may have no proof (RFC 9449 section 7.1).
    pub(super) fn check_unbound(is_by_dpop: bool) -> Result<(), DenialReason> {
        if is_by_dpop {
            return Err(DenialReason::InvalidProof(DpopError::OtherKey));
        }
        Ok(())
    }

    /// Checks the proof of a token that is bound to the key with the thumbprint `jkt`, if to any.
    pub(super) async fn check(
        jkt: Option<&str>,
        token: &VerifiedToken,
        parts: &mut Parts,
        verifier: &Verifier,
        is_by_dpop: bool,
    ) -> Result<(), DenialReason> {
        let Some(jkt) = jkt else {
            return check_unbound(is_by_dpop);
        };
        let Some(dpop) = verifier.dpop().filter(|_| is_by_dpop) else {
            return Err(TokenError::SenderConstrained.into());
        };
        let proof = proof_in(&parts.headers).map_err(DenialReason::InvalidProof)?;
        let is_known = |known: &Proven| {
            known.by.is(dpop) && *known.token == *token.as_str() && *known.proof == *proof
        };
        if let Some(AllProven(all)) = parts.extensions.get()
            && all.iter().any(is_known)
        {
            return Ok(());
        }
        let proven = Proven {
            token: token.as_str().into(),
            proof: proof.into(),
            by: dpop.clone(),
        };
        let request = ProofRequest::of(parts, token.as_str(), jkt);
        dpop.check(proof, request)
            .await
            .map_err(|error| match error {
                DpopError::Unavailable => DenialReason::Unavailable,
                error => DenialReason::InvalidProof(error),
            })?;
        let AllProven(all) = parts.extensions.get_or_insert_default();
        all.push(proven);
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

    #[expect(clippy::unnecessary_wraps, reason = "as with the feature")]
    pub(super) fn check_unbound(_: bool) -> Result<(), DenialReason> {
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "as with the feature")]
    pub(super) async fn check(
        jkt: Option<&str>,
        _: &VerifiedToken,
        _: &mut Parts,
        _: &Verifier,
        _: bool,
    ) -> Result<(), DenialReason> {
        match jkt {
            None => Ok(()),
            Some(_) => Err(TokenError::SenderConstrained.into()),
        }
    }

    pub(crate) fn challenge(refusal: Refusal, _: DenialReason, _: &Verifier) -> Refusal {
        refusal
    }
}
