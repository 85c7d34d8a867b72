//! Whether the token of whoever changes something is still valid. The body of a request may come long after its token was
//! verified, so the statement that changes something asks again.

/// A statement that does this only for a caller whose token is still valid: neither that one nor all of the user were revoked.
/// `$1` is the caller's name; values that are bound later start at `$4`.
macro_rules! if_still_valid {
    ($query:expr, $caller:expr, $statement:literal $(, $rest:literal)?) => {
        ($query)(concat!(
            $statement,
            " EXISTS (SELECT 1 FROM users AS callers WHERE callers.username = $1 AND callers.generation = $2)
             AND NOT EXISTS (SELECT 1 FROM revoked_tokens WHERE jti = $3)",
            $($rest)?
        ))
        .bind(&$caller.username)
        .bind($caller.generation)
        .bind(&$caller.token)
    };
}
pub(crate) use if_still_valid;
