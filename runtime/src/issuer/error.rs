/// Why a token was not issued.
///
/// ```
/// use scopegate::TokenIssuer;
/// use scopegate::token::IssueError;
///
/// let issuer = TokenIssuer::hs256([7; 32])?;
/// assert!(matches!(issuer.issue("", ["me"]), Err(IssueError::Subject)));
/// assert!(matches!(issuer.issue("johndoe", ["me items"]), Err(IssueError::Scope)));
/// # Ok::<(), scopegate::VerifierError>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The subject is an empty string, which identifies no one.
    #[error("the subject of a token must not be empty")]
    Subject,
    /// A scope is not a scope-token ([RFC 6749 section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error(
        "a scope must be printable ASCII without spaces, quotes and backslashes (RFC 6749 section 3.3)"
    )]
    Scope,
    /// The expiry is later than the latest time that can be represented.
    #[error("the lifetime of the token is too long")]
    Lifetime,
    /// The token would be longer than 16 KiB, and no [`Verifier`](crate::Verifier) would accept it.
    #[error("the token would be longer than 16 KiB")]
    TooLarge,
    /// The claims could not be serialized as JSON.
    #[error("the claims could not be serialized")]
    Encoding(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The custom claims are not an object, or contain a reserved claim, such as `exp`.
    #[error("custom claims must be an object without registered claims, scopes and `cnf`")]
    Claims,
    /// The operating system provides no random numbers.
    #[error("the random number generator failed")]
    Randomness,
}
