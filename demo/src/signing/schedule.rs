use std::time::Duration;

/// How long a key is published before it signs: longer than others keep the keys (5 minutes), and than a replica goes
/// without a look into the database.
pub(super) const AHEAD: Duration = Duration::from_mins(10);

/// Clocks differ, and requests take time.
const MARGIN: Duration = Duration::from_mins(10);

/// When a key was created, in seconds since 1970.
type Created = i64;

/// Which of some keys signs, by the times at which they were created, in their order: the newest that is known everywhere.
pub(super) fn signing(created: &[Created], now: i64) -> Option<usize> {
    let known = created
        .iter()
        .rposition(|&created| after(created, AHEAD) <= now);
    known.or(if created.is_empty() { None } else { Some(0) })
}

/// How many of the oldest keys have signed no token that is still valid.
pub(super) fn retired(created: &[Created], token_lifetime: Duration, now: i64) -> usize {
    let ends = |next: &&Created| after(**next, AHEAD + token_lifetime + MARGIN) <= now;
    created.iter().skip(1).take_while(ends).count()
}

/// Whether a key of another secret has signed no token that is still valid: its owner has replaced it after the period, or
/// later, if it did not run then, with the newest of those.
pub(super) fn is_over(
    created: Created,
    newest: Created,
    period: Duration,
    token_lifetime: Duration,
    now: i64,
) -> bool {
    let ends = AHEAD + token_lifetime + MARGIN;
    after(created, period + ends) <= now && (created == newest || after(newest, ends) <= now)
}

/// Whether it is time for another key.
pub(super) fn is_due(created: &[Created], period: Duration, now: i64) -> bool {
    created
        .last()
        .is_none_or(|&newest| after(newest, period) <= now)
}

fn after(time: Created, wait: Duration) -> i64 {
    time.saturating_add_unsigned(wait.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFETIME: Duration = Duration::from_mins(30);
    const PERIOD: Duration = Duration::from_hours(24);
    const DAY: i64 = 24 * 60 * 60;
    const MINUTE: i64 = 60;

    #[test]
    fn the_first_key_signs_at_once_and_others_when_they_are_known() {
        assert_eq!(signing(&[], 0), None);
        assert_eq!(signing(&[0], 0), Some(0));
        // Two replicas that started at once agree.
        assert_eq!(signing(&[0, 0], 0), Some(0));
        let keys = [0, DAY];
        assert_eq!(signing(&keys, DAY), Some(0));
        assert_eq!(signing(&keys, DAY + 10 * MINUTE - 1), Some(0));
        assert_eq!(signing(&keys, DAY + 10 * MINUTE), Some(1));
    }

    #[test]
    fn a_key_is_published_until_its_last_token_has_expired() {
        let keys = [0, DAY, 2 * DAY];
        let end = DAY + 10 * MINUTE + 30 * MINUTE;
        assert_eq!(retired(&keys, LIFETIME, end), 0);
        assert_eq!(retired(&keys, LIFETIME, end + 10 * MINUTE), 1);
        assert_eq!(retired(&keys, LIFETIME, 3 * DAY), 2);
        assert_eq!(retired(&[0], LIFETIME, 100 * DAY), 0, "it still signs");
    }

    #[test]
    fn another_key_is_due_after_the_period() {
        assert!(is_due(&[], PERIOD, 0));
        assert!(!is_due(&[0], PERIOD, DAY - 1));
        assert!(is_due(&[0], PERIOD, DAY));
        assert!(!is_due(&[0, DAY], PERIOD, DAY));
    }

    #[test]
    fn a_key_of_another_secret_is_over_when_its_owner_has_retired_it() {
        for now in DAY..2 * DAY {
            let keys = [0, DAY];
            let is_retired = retired(&keys, LIFETIME, now) == 1;
            assert_eq!(is_over(0, DAY, PERIOD, LIFETIME, now), is_retired);
        }
    }

    #[test]
    fn no_key_is_retired_that_signs() {
        for now in 0..400 {
            let keys = [0, 50 * MINUTE, 100 * MINUTE];
            let (signs, retired) = (
                signing(&keys, now * MINUTE),
                retired(&keys, LIFETIME, now * MINUTE),
            );
            assert!(signs.unwrap() >= retired);
        }
    }
}
