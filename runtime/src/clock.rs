//! The time, counted from 1970.

use std::time::{Duration, SystemTime};

/// Now. A clock before 1970 is broken: by this one, everything has expired.
pub(crate) fn now() -> Duration {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since_1970.unwrap_or(Duration::MAX)
}
