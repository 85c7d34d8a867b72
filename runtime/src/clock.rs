//! The time, measured from 1970.

use std::time::{Duration, SystemTime};

/// The current time. `Duration::MAX` if the clock is before 1970 and therefore broken, so that everything has expired.
pub(crate) fn now() -> Duration {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since_1970.unwrap_or(Duration::MAX)
}
