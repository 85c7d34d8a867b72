//! Points in time: a `SystemTime` in the public API, and within the crate the `Duration` since 1970, because its
//! arithmetic can saturate.

use std::time::{Duration, SystemTime};

/// The current time, as [`since_1970`].
pub(crate) fn now() -> Duration {
    since_1970(SystemTime::now())
}

/// `Duration::MAX` if the time is before 1970: it is from a clock that is broken, so everything has expired.
pub(crate) fn since_1970(time: SystemTime) -> Duration {
    let since_1970 = time.duration_since(SystemTime::UNIX_EPOCH);
    since_1970.unwrap_or(Duration::MAX)
}

/// `None` if the platform cannot represent the time.
pub(crate) fn system_time(since_1970: Duration) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(since_1970)
}

#[cfg(test)]
mod tests {
    use super::{Duration, SystemTime, since_1970, system_time};

    #[test]
    fn no_time_panics_and_one_before_1970_is_after_all_others() {
        let second = Duration::from_secs(1);
        for (time, expected) in [
            (SystemTime::UNIX_EPOCH, Duration::ZERO),
            (SystemTime::UNIX_EPOCH + second, second),
            (SystemTime::UNIX_EPOCH - second, Duration::MAX),
        ] {
            assert_eq!(since_1970(time), expected);
        }
        assert_eq!(system_time(second).map(since_1970), Some(second));
        assert_eq!(system_time(Duration::MAX), None);
    }
}
