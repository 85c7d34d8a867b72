//! Why a token was refused.

/// Why a token was refused.
///
/// No variant contains data of the token, so an error can be logged and counted as it is. Clients see `invalid_token`
/// for all of them ([RFC 6750 section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
///
/// See [`VerifyToken`](super::VerifyToken) for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.description())]
#[non_exhaustive]
pub enum TokenError {
    /// Not three parts of base64url that hold JSON objects without repeated members (RFC 7515 section 5.2).
    Malformed,
    /// Longer than 16 KiB.
    TooLarge,
    /// `alg` is missing, unknown, or not the algorithm of any key (RFC 8725 section 3.1).
    Algorithm,
    /// No key of the verifier has this `kid`.
    UnknownKey,
    /// The signature is invalid.
    Signature,
    /// `crit`, `b64`, `zip` or `enc` requires an extension that is not supported (RFC 7515 section 4.1.11).
    Critical,
    /// It is not an access token: the header `typ` is not the required one (RFC 9068 section 4, RFC 8725 section 3.11),
    /// a claim names another kind of token, or it has a claim that only ID tokens have.
    Type,
    /// `exp` is missing; tokens without an expiry are not accepted.
    MissingExpiry,
    /// The time `exp` has been reached (RFC 7519 section 4.1.4).
    Expired,
    /// The time `nbf` has not been reached (RFC 7519 section 4.1.5).
    NotYetValid,
    /// `iss` is missing or not one of the configured issuers (RFC 7519 section 4.1.1).
    Issuer,
    /// `aud` is missing or names another service (RFC 7519 section 4.1.3).
    Audience,
    /// The named claim has a type that its specification does not allow; `scope` stands for every claim that scopes are
    /// taken from.
    InvalidClaim(&'static str),
    /// The named claim is missing, but access tokens must have it (RFC 9068 section 2.2).
    MissingClaim(&'static str),
    /// The claims cannot be deserialized as the requested type, or one does not have the value that this service
    /// requires.
    Claims,
    /// The provider reports that the token is not active: it is expired, revoked, or unknown (RFC 7662 section 2.2).
    Inactive,
    /// The token was revoked.
    Revoked,
    /// The token could not be checked, for example because the provider is down. This is not a fault of the token.
    Unavailable,
    /// `cnf` binds the token to its sender (RFC 7800), and the request does not prove possession in a way that this
    /// service checks: see [`mtls`](crate::mtls) and the feature `dpop`.
    SenderConstrained,
    /// `cnf` binds the token to a client certificate, and the request comes without one (RFC 8705 section 3).
    NoCertificate,
    /// `cnf` binds the token to another client certificate than that of the request (RFC 8705 section 3).
    OtherCertificate,
    /// The token is not bound to a client certificate, which this service requires: see
    /// [`Mtls::require_bound_tokens`](crate::mtls::Mtls::require_bound_tokens).
    Unbound,
}

impl TokenError {
    /// A stable `snake_case` name, for metrics and logs.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Algorithm => "algorithm",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
            Self::Critical => "critical",
            Self::Type => "type",
            Self::MissingExpiry => "missing_expiry",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::InvalidClaim(_) => "invalid_claim",
            Self::MissingClaim(_) => "missing_claim",
            Self::Claims => "claims",
            Self::Inactive => "inactive",
            Self::Revoked => "revoked",
            Self::Unavailable => "unavailable",
            Self::SenderConstrained => "sender_constrained",
            Self::NoCertificate => "no_certificate",
            Self::OtherCertificate => "other_certificate",
            Self::Unbound => "unbound",
        }
    }

    /// A description for the client, limited to the characters that `error_description` may have ([RFC 6750 section
    /// 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)): it can be quoted as it is.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        match self {
            Self::Malformed => "The access token is malformed",
            Self::TooLarge => "The access token is too large",
            Self::Algorithm => "The access token is signed with an algorithm that is not accepted",
            Self::UnknownKey => "The access token is signed with a key that is not known",
            Self::Signature => "The signature of the access token is not valid",
            Self::Critical => "The access token uses an extension that is not supported",
            Self::Type => {
                "The token is not an access token: its header typ must be at+jwt or the type that this service \
                 requires, and its claims must not be those of an ID token or a refresh token"
            }
            Self::MissingExpiry => "The access token has no expiry: the claim exp is required",
            Self::Expired => "The access token expired: its claim exp must be in the future",
            Self::NotYetValid => {
                "The access token is not valid yet: its claim nbf must not be in the future"
            }
            Self::Issuer => {
                "The access token was issued by someone else: its claim iss must be exactly an issuer that this \
                 service trusts"
            }
            Self::Audience => {
                "The access token is meant for another service: its claim aud must name this service, and must be \
                 absent if this service has no name"
            }
            Self::InvalidClaim(name) => wrong_type(name),
            Self::MissingClaim(name) => missing(name),
            Self::Claims => {
                "The access token lacks a claim that this service requires, or the claim has another value"
            }
            Self::Inactive => "The access token is not active",
            Self::Revoked => "The access token was revoked",
            Self::Unavailable => "Access tokens cannot be verified at the moment",
            Self::SenderConstrained => {
                "The access token is bound to its sender, and comes without a proof that is accepted here"
            }
            Self::NoCertificate => {
                "The access token is bound to a client certificate, and the request comes without one"
            }
            Self::OtherCertificate => {
                "The access token is bound to another client certificate than that of the request"
            }
            Self::Unbound => {
                "The access token is not bound to a client certificate, which this service requires"
            }
        }
    }
}

/// The description of a claim with the wrong type.
const fn wrong_type(name: &str) -> &'static str {
    match name.as_bytes() {
        b"exp" => "The claim exp of the access token must be a number of seconds",
        b"nbf" => "The claim nbf of the access token must be a number of seconds",
        b"iat" => "The claim iat of the access token must be a number of seconds",
        b"iss" => "The claim iss of the access token must be a string",
        b"sub" => "The claim sub of the access token must be a string",
        b"jti" => "The claim jti of the access token must be a string",
        b"acr" => "The claim acr of the access token must be a string",
        b"auth_time" => "The claim auth_time of the access token must be a number of seconds",
        b"client_id" => "The claim client_id of the access token must be a string",
        b"aud" => "The claim aud of the access token must be a string or a list of strings",
        b"scope" => {
            "The claim scope of the access token, or another that scopes are taken from, must be a string or a list \
             of strings, or of the form that this service expects"
        }
        b"scopes" => "The claim scopes of the access token must be a string or a list of strings",
        b"scp" => "The claim scp of the access token must be a string or a list of strings",
        _ => "A claim of the access token has the wrong type",
    }
}

/// The description of a missing claim that RFC 9068 section 2.2 requires.
const fn missing(name: &str) -> &'static str {
    match name.as_bytes() {
        b"sub" => {
            "The access token lacks the claim sub (RFC 9068 requires sub, client_id, iat and jti)"
        }
        b"client_id" => {
            "The access token lacks the claim client_id (RFC 9068 requires sub, client_id, iat and jti)"
        }
        b"iat" => {
            "The access token lacks the claim iat (RFC 9068 requires sub, client_id, iat and jti)"
        }
        b"jti" => {
            "The access token lacks the claim jti (RFC 9068 requires sub, client_id, iat and jti)"
        }
        _ => "The access token lacks a claim that access tokens must have",
    }
}

#[cfg(test)]
mod tests {
    use super::TokenError;

    const ALL: [TokenError; 22] = [
        TokenError::Malformed,
        TokenError::TooLarge,
        TokenError::Algorithm,
        TokenError::UnknownKey,
        TokenError::Signature,
        TokenError::Critical,
        TokenError::Type,
        TokenError::MissingExpiry,
        TokenError::Expired,
        TokenError::NotYetValid,
        TokenError::Issuer,
        TokenError::Audience,
        TokenError::InvalidClaim("exp"),
        TokenError::MissingClaim("sub"),
        TokenError::Claims,
        TokenError::Inactive,
        TokenError::Revoked,
        TokenError::Unavailable,
        TokenError::SenderConstrained,
        TokenError::NoCertificate,
        TokenError::OtherCertificate,
        TokenError::Unbound,
    ];

    #[test]
    fn a_description_names_the_claim_that_is_wrong_or_missing() {
        for claim in [
            "exp",
            "nbf",
            "iat",
            "iss",
            "sub",
            "jti",
            "client_id",
            "acr",
            "auth_time",
            "aud",
            "scope",
            "scopes",
            "scp",
        ] {
            let description = TokenError::InvalidClaim(claim).description();
            assert!(
                description.contains(&format!("claim {claim} ")),
                "{description}"
            );
        }
        for claim in ["sub", "client_id", "iat", "jti"] {
            let description = TokenError::MissingClaim(claim).description();
            assert!(
                description.contains(&format!("claim {claim} ")),
                "{description}"
            );
        }
    }

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
