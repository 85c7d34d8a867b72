//! Entries expire, and expire in time.

use std::collections::HashMap;

use proptest::prelude::*;

use super::{Duration, ExpiringMap, Full, NonZeroUsize};

fn map(capacity: usize) -> ExpiringMap<u8, u32> {
    ExpiringMap::new(NonZeroUsize::new(capacity).unwrap())
}

const fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_value_is_there_until_it_expires() {
    let map = map(3);
    map.insert(1, 10, at(5), at(0)).unwrap();
    for now in [0, 1, 4] {
        assert_eq!(map.get(&1, at(now)), Some(10));
        assert!(map.contains(&1, at(now)));
    }
    for now in [5, 6, u64::MAX] {
        assert_eq!(map.get(&1, at(now)), None);
        assert!(!map.contains(&1, at(now)));
        assert_eq!(map.len(at(now)), 0);
    }
}

#[test]
fn a_full_map_takes_nothing_new_until_something_expires() {
    let map = map(2);
    map.insert(1, 10, at(5), at(0)).unwrap();
    map.insert(2, 20, at(9), at(0)).unwrap();
    assert_eq!(map.insert(3, 30, at(9), at(4)), Err(Full));
    assert_eq!(
        (map.get(&1, at(4)), map.get(&2, at(4)), map.get(&3, at(4))),
        (Some(10), Some(20), None)
    );

    assert_eq!(map.insert(2, 22, at(8), at(4)), Ok(()));
    assert_eq!(map.insert(3, 30, at(9), at(5)), Ok(()));
    assert_eq!(map.len(at(5)), 2);
}

#[test]
fn a_replaced_value_stays_as_long_as_either_would() {
    for (first, second) in [(9, 2), (2, 9), (9, 0)] {
        let map = map(2);
        map.insert(1, 10, at(first), at(0)).unwrap();
        map.insert(1, 11, at(second), at(0)).unwrap();
        assert_eq!(map.len(at(8)), 1);
        assert_eq!(map.get(&1, at(8)), Some(11));
        assert_eq!(map.len(at(9)), 0);
    }
}

#[test]
fn eviction_takes_the_value_that_expires_first() {
    let map = map(2);
    map.insert_or_evict(1, 10, at(9), at(0));
    map.insert_or_evict(2, 20, at(5), at(0));
    map.insert_or_evict(3, 30, at(7), at(0));
    assert_eq!(
        (map.get(&1, at(0)), map.get(&2, at(0)), map.get(&3, at(0))),
        (Some(10), None, Some(30))
    );
    map.insert_or_evict(4, 40, at(1), at(0));
    assert_eq!(map.get(&4, at(0)), None);
    map.insert_or_evict(3, 31, at(8), at(0));
    assert_eq!(
        (map.get(&1, at(0)), map.get(&3, at(0))),
        (Some(10), Some(31))
    );
}

#[test]
fn what_has_expired_already_is_not_kept() {
    let map = map(1);
    assert_eq!(map.insert(1, 10, at(5), at(5)), Ok(()));
    map.insert_or_evict(2, 20, at(4), at(5));
    assert_eq!(map.len(at(5)), 0);
}

#[test]
fn it_knows_until_when_it_remembers_nothing_that_expired() {
    let map = map(3);
    map.insert(1, 10, at(5), at(0)).unwrap();
    map.insert(2, 20, at(7), at(0)).unwrap();
    assert_eq!(map.forgotten(), at(0));
    assert_eq!(map.len(at(9)), 0);
    assert_eq!(map.forgotten(), at(7));
}

#[test]
fn debug_shows_no_content() {
    let map = ExpiringMap::new(NonZeroUsize::MIN);
    map.insert("key", "value", at(5), at(0)).unwrap();
    assert_eq!(format!("{map:?}"), "ExpiringMap { capacity: 1, .. }");
}

proptest! {
    /// Compared with a map that uses a linear search.
    #[test]
    fn it_does_as_a_plain_map_would(
        steps in prop::collection::vec((0..6_u8, 0..8_u64, 0..3_u64), 0..60),
    ) {
        let (map, mut model) = (map(3), HashMap::<u8, (u32, u64)>::new());
        let mut now = 0;
        for (value, (key, lasts, passed)) in (0..).zip(steps) {
            now += passed;
            model.retain(|_, (_, until)| now < *until);
            let until = now + lasts;
            let (is_new, has_room) = (!model.contains_key(&key), model.len() < 3);
            let expected = if is_new && !has_room { Err(Full) } else { Ok(()) };
            prop_assert_eq!(map.insert(key, value, at(until), at(now)), expected);
            if !is_new || has_room {
                let known = model.get(&key).map_or(until, |(_, known)| *known);
                model.insert(key, (value, until.max(known)));
            }
            model.retain(|_, (_, until)| now < *until);
            prop_assert_eq!(map.len(at(now)), model.len());
            for key in 0..6 {
                let expected = model.get(&key).map(|(value, _)| *value);
                prop_assert_eq!(map.get(&key, at(now)), expected);
            }
        }
    }
}
