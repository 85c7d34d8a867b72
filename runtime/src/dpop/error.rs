//! Why a proof was refused.

use crate::token::TokenError;

/// Why a proof of possession was refused.
///
/// No variant contains data of the proof, so an error can be logged and counted as it is.
///
/// See [`dpop`](crate::dpop) for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.description())]
#[non_exhaustive]
pub enum DpopError {
    /// The request has no `DPoP` header (RFC 9449 section 7.1).
    Missing,
    /// The request has several `DPoP` headers (RFC 9449 section 4.3, check 1).
    Repeated,
    /// Not three parts of base64url that hold JSON objects without repeated members (check 2).
    Malformed,
    /// Longer than 8 KiB.
    TooLarge,
    /// `typ` is not `dpop+jwt` (check 4).
    Type,
    /// `alg` is missing, unknown, symmetric, or not one of the accepted algorithms (check 5).
    Algorithm,
    /// `crit`, `b64`, `zip` or `enc` requires an extension that is not supported (RFC 7515 section 4.1.11).
    Critical,
    /// `jwk` is missing, not a public key, has private members, or does not match `alg` (checks 6 and 7).
    Key,
    /// `jwk` is not the key that the token is bound to (check 12).
    OtherKey,
    /// The signature is invalid (check 6).
    Signature,
    /// The named claim is missing (check 3).
    MissingClaim(&'static str),
    /// The named claim has the wrong type or length (check 3).
    InvalidClaim(&'static str),
    /// `htm` is not the request's method (check 8).
    Method,
    /// `htu` is not the request's address (check 9).
    Address,
    /// `iat` is too old, or `exp` has been reached (check 11).
    Expired,
    /// `iat` or `nbf` is in the future (check 11).
    NotYetValid,
    /// `nonce` is missing, or not a recent one of this service (check 10). The client should retry with the one in the
    /// response's `DPoP-Nonce` header (RFC 9449 section 9).
    Nonce,
    /// `ath` is not the hash of the request's access token (check 12).
    OtherToken,
    /// The proof has been used before (RFC 9449 section 11.1).
    Replayed,
    /// Whether the proof has been used before is unknown: the memory is full, or the store is unavailable. This is not
    /// a fault of the proof.
    Unavailable,
}

impl DpopError {
    /// A stable `snake_case` name, for metrics and logs.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Type => "type",
            Self::Algorithm => "algorithm",
            Self::Critical => "critical",
            Self::Key => "key",
            Self::OtherKey => "other_key",
            Self::Signature => "signature",
            Self::MissingClaim(_) => "missing_claim",
            Self::InvalidClaim(_) => "invalid_claim",
            Self::Method => "method",
            Self::Address => "address",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Nonce => "nonce",
            Self::OtherToken => "other_token",
            Self::Replayed => "replayed",
            Self::Unavailable => "unavailable",
        }
    }

    /// A description for the client, limited to the characters that `error_description` may have ([RFC 6750 section
    /// 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)): it can be quoted as it is.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        match self {
            Self::Missing => "The access token needs a DPoP proof",
            Self::Repeated => "Send exactly one DPoP proof, in one DPoP header",
            Self::Malformed => "The DPoP proof is malformed",
            Self::TooLarge => "The DPoP proof is too large",
            Self::Type => "The DPoP header holds no DPoP proof",
            Self::Algorithm => "The DPoP proof is signed with an algorithm that is not accepted",
            Self::Critical => "The DPoP proof uses an extension that is not supported",
            Self::Key => "The DPoP proof holds no usable public key",
            Self::OtherKey => {
                "The access token is bound to another key than that of the DPoP proof"
            }
            Self::Signature => "The signature of the DPoP proof is not valid",
            Self::MissingClaim(_) => "The DPoP proof lacks a claim",
            Self::InvalidClaim(_) => "A claim of the DPoP proof has the wrong type or length",
            Self::Method => "The DPoP proof is for another method",
            Self::Address => "The DPoP proof is for another address",
            Self::Expired => "The DPoP proof expired",
            Self::NotYetValid => "The DPoP proof is not valid yet",
            Self::Nonce => "The DPoP proof needs the nonce of the DPoP-Nonce header",
            Self::OtherToken => "The DPoP proof is for another access token",
            Self::Replayed => "The DPoP proof was used before",
            Self::Unavailable => "DPoP proofs cannot be checked at the moment",
        }
    }

    /// The `error` of the challenge ([RFC 9449 section 7.1](https://www.rfc-editor.org/rfc/rfc9449#section-7.1) and
    /// [section 9](https://www.rfc-editor.org/rfc/rfc9449#section-9)).
    ///
    /// ```
    /// use scopegate::dpop::DpopError;
    ///
    /// assert_eq!(DpopError::Nonce.code(), "use_dpop_nonce");
    /// assert_eq!(DpopError::Replayed.code(), "invalid_dpop_proof");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherKey => "invalid_token",
            Self::Nonce => "use_dpop_nonce",
            _ => "invalid_dpop_proof",
        }
    }

    /// Converts an error of the token parsers, which parse proofs, too.
    pub(super) const fn of_part(error: TokenError) -> Self {
        match error {
            TokenError::TooLarge => Self::TooLarge,
            TokenError::Algorithm => Self::Algorithm,
            TokenError::Critical => Self::Critical,
            TokenError::Type => Self::Type,
            TokenError::UnknownKey => Self::Key,
            TokenError::InvalidClaim(name) => Self::InvalidClaim(name),
            _ => Self::Malformed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DpopError;

    const ALL: [DpopError; 20] = [
        DpopError::Missing,
        DpopError::Repeated,
        DpopError::Malformed,
        DpopError::TooLarge,
        DpopError::Type,
        DpopError::Algorithm,
        DpopError::Critical,
        DpopError::Key,
        DpopError::OtherKey,
        DpopError::Signature,
        DpopError::MissingClaim("ath"),
        DpopError::InvalidClaim("ath"),
        DpopError::Method,
        DpopError::Address,
        DpopError::Expired,
        DpopError::NotYetValid,
        DpopError::Nonce,
        DpopError::OtherToken,
        DpopError::Replayed,
        DpopError::Unavailable,
    ];

    #[test]
    fn descriptions_have_only_characters_that_rfc_6750_allows() {
        for error in ALL {
            let allowed = |c| matches!(c, '\x20'..='\x21' | '\x23'..='\x5B' | '\x5D'..='\x7E');
            assert!(error.description().chars().all(allowed), "{error:?}");
        }
    }

    #[test]
    fn names_are_snake_case_and_differ() {
        let mut names = ALL.map(|error| error.as_str());
        for name in names {
            assert!(
                name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "{name}"
            );
        }
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
