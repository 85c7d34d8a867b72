/// Why a token was not issued.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The subject is an empty string, which identifies no one.
    #[error("the subject of a token must not be empty")]
    Subject,
    /// A scope is not a scope-token ([RFC 6749 section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error(
        "a scope is printable ASCII without spaces, quotes and backslashes (RFC 6749 section 3.3)"
    )]
    Scope,
    /// The expiry is later than the latest time that can be represented.
    #[error("the lifetime of the token is too long")]
    Lifetime,
    /// The token would be longer than 16 KiB, and no [`Verifier`](crate::Verifier) would accept it.
    #[error("the token would be longer than 16 KiB")]
    TooLarge,
    /// The claims could not be serialized as JSON.
    #[error("the claims could not be written")]
    Encoding(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The custom claims are not an object, or contain a reserved claim, such as `exp`.
    #[error(
        "claims of one's own are an object, whose members are no registered claims, scopes or `cnf`"
    )]
    Claims,
    /// The operating system provides no random numbers.
    #[error("there are no random numbers")]
    Randomness,
}
