//! Times as the database and tokens have them.

use std::time::SystemTime;

/// Whole seconds since 1970.
#[must_use]
pub fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
}

/// The current second.
#[must_use]
pub fn now() -> i64 {
    seconds(SystemTime::now())
}
