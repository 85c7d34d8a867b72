//! Passwords and their hashes: argon2id for new ones, and bcrypt for those of the tutorial.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::turns::{Busy, Turns};

/// bcrypt reads no more bytes of a password: with more, the end would not count.
pub const MAX_BYTES: usize = 72;

/// How the hashes of today begin: the default of `argon2`, which is the least that OWASP recommends.
const CURRENT: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// The bcrypt hash of a random password. Its cost is that of the tutorial's hashes.
const DUMMY_BCRYPT: &str = "$2b$12$CmhG.mVrjfut3MFFBIhH2OxQajGey88hyqEDbakDmSpEiDo/OGLP.";

/// A hash keeps a core busy for a quarter of a second: more at a time than there are cores would only wait for each
/// other.
static HASHING: LazyLock<Turns> = LazyLock::new(Turns::for_hashes);

/// What a password is for a hash.
#[derive(Clone, PartialEq, Eq)]
#[allow(
    missing_debug_implementations,
    reason = "a hash has no business in a log"
)]
pub enum Verdict {
    /// It has another hash.
    Wrong,
    /// It has this hash.
    Right {
        /// A hash of today's kind to keep instead, if the other is of an older one.
        better_hash: Option<String>,
    },
}

/// Whether too many passwords are being looked at for another.
#[must_use]
pub fn too_many() -> bool {
    HASHING.are_taken()
}

/// How many passwords are being hashed, and how many wait for it.
#[must_use]
pub fn queue() -> (usize, usize) {
    HASHING.counts()
}

/// Whether anybody may have this password. bcrypt also ends a password with a NUL and repeats it: to it, `secret` and
/// `secret\0secret` are the same.
#[must_use]
pub fn is_acceptable(password: &str) -> bool {
    password.len() <= MAX_BYTES && !password.contains('\0')
}

/// Whether `password` has this hash; never for an unknown user, who has none.
///
/// The work is done on threads for blocking tasks. A password that is wrong costs the work of both kinds of hashes, so
/// its time tells neither whether the user exists nor how the right one is kept.
///
/// # Errors
/// If too many passwords are being looked at already.
pub async fn verify_password(password: String, hash: Option<String>) -> Result<Verdict, Busy> {
    if !is_acceptable(&password) {
        return Ok(Verdict::Wrong);
    }
    HASHING
        .run(move || verify(&password, hash.as_deref()))
        .await
}

/// The hash to keep of a new password.
///
/// # Errors
/// If too many passwords are being looked at already.
pub async fn get_password_hash(password: String) -> Result<String, Busy> {
    let hash = HASHING.run(move || hash(&password)).await?;
    hash.ok_or(Busy)
}

fn verify(password: &str, hashed: Option<&str>) -> Verdict {
    let hashed = hashed.unwrap_or_default();
    let is_argon2 = hashed.starts_with("$argon2");
    let right = if is_argon2 {
        let verified = Argon2::default().verify_password(password.as_bytes(), hashed);
        verified.is_ok()
    } else {
        let hash = if hashed.is_empty() {
            DUMMY_BCRYPT
        } else {
            hashed
        };
        matches!(bcrypt::verify(password, hash), Ok(true)) && !hashed.is_empty()
    };
    if right {
        let is_current = hashed.starts_with(CURRENT);
        let better_hash = if is_current { None } else { hash(password) };
        return Verdict::Right { better_hash };
    }
    // The work of the other kind.
    if is_argon2 {
        let _ = bcrypt::verify(password, DUMMY_BCRYPT);
    } else {
        let _ = hash(password);
    }
    Verdict::Wrong
}

/// None if the operating system has no random bytes.
fn hash(password: &str) -> Option<String> {
    match Argon2::default().hash_password(password.as_bytes()) {
        Ok(hash) => Some(hash.to_string()),
        Err(error) => {
            tracing::error!("cannot hash a password: {error}");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BCRYPT: &str = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";

    #[test]
    fn a_hash_of_an_older_kind_is_replaced_and_one_of_today_is_kept() {
        let Verdict::Right { better_hash } = verify("secret", Some(BCRYPT)) else {
            panic!("the tutorial's hash");
        };
        let hash = better_hash.unwrap();
        assert!(hash.starts_with(CURRENT), "{hash}");
        let kept = Verdict::Right { better_hash: None };
        assert!(verify("secret", Some(&hash)) == kept);
        assert!(verify("Secret", Some(&hash)) == Verdict::Wrong);

        let weak = Argon2::from(argon2::Params::new(64, 1, 1, None).unwrap());
        let weak = weak.hash_password(b"secret").unwrap().to_string();
        let Verdict::Right { better_hash } = verify("secret", Some(&weak)) else {
            panic!("a hash that cost less");
        };
        assert!(better_hash.unwrap().starts_with(CURRENT));
    }

    #[test]
    fn what_is_no_hash_is_nobodys_password() {
        for hash in [
            "",
            "secret",
            "$argon2id$",
            "$2b$12$",
            "$argon2id$v=19$m=1,t=1,p=1$AA$AA",
        ] {
            for password in ["", "secret", hash] {
                assert!(verify(password, Some(hash)) == Verdict::Wrong, "{hash}");
            }
        }
        assert!(verify("secret", None) == Verdict::Wrong);
    }

    #[tokio::test]
    async fn passwords_that_bcrypt_would_cut_are_refused() {
        for password in [
            "a".repeat(73),
            "ä".repeat(37),
            "secret\0secret".into(),
            "secret\0".into(),
        ] {
            let verdict = verify_password(password, Some(BCRYPT.into())).await;
            assert!(verdict.unwrap() == Verdict::Wrong);
        }
        assert!(is_acceptable(&"a".repeat(72)));
    }
}
