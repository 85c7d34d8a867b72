//! Passwords and their hashes.

use std::sync::LazyLock;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// The hash of a random password, compared in place of that of an unknown user, so that the time
/// of an answer does not tell who exists. Its cost is that of the tutorial's hashes.
const DUMMY_HASH: &str = "$2b$12$CmhG.mVrjfut3MFFBIhH2OxQajGey88hyqEDbakDmSpEiDo/OGLP.";

/// A hash takes a core for a quarter of a second: more at a time than there are cores would only
/// wait for each other.
static SLOTS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, usize::from)));

/// Whether `password` has this hash; never for an unknown user, who has none.
///
/// The work is done on threads for blocking tasks, and takes as long either way.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let Ok(_slot) = SLOTS.acquire().await else {
        return false;
    };
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| DUMMY_HASH.to_owned());
    let verified = spawn_blocking(move || bcrypt::verify(password, &hash)).await;
    known && matches!(verified, Ok(Ok(true)))
}
