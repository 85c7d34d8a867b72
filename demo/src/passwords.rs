//! Passwords and their hashes.

use std::sync::LazyLock;

use crate::turns::{Busy, Turns};

/// The hash of a random password, compared in place of that of an unknown user, so that the time
/// of an answer does not tell who exists. Its cost is that of the tutorial's hashes.
const DUMMY_HASH: &str = "$2b$12$CmhG.mVrjfut3MFFBIhH2OxQajGey88hyqEDbakDmSpEiDo/OGLP.";

/// A hash takes a core for a quarter of a second: more at a time than there are cores would only
/// wait for each other.
static HASHING: LazyLock<Turns> = LazyLock::new(Turns::for_each_core);

/// Whether `password` has this hash; never for an unknown user, who has none.
///
/// The work is done on threads for blocking tasks, and takes as long either way.
///
/// # Errors
/// If too many passwords are being looked at already.
pub async fn verify_password(password: String, hash: Option<String>) -> Result<bool, Busy> {
    // bcrypt ends a password with a NUL and repeats it: with one inside, `secret` and `secret\0secret` are the same.
    let may_match = hash.is_some() && !password.contains('\0');
    let hash = hash.unwrap_or_else(|| DUMMY_HASH.to_owned());
    let verified = HASHING.run(move || bcrypt::verify(password, &hash));
    Ok(matches!(verified.await?, Ok(true)) && may_match)
}
