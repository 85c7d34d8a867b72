//! Macros and runtime have one rule for "did you mean". Neither crate may depend on the other for it, and what is
//! published has only its own files: so there are two implementations, which agree.

use proptest::prelude::*;

#[path = "../../macros/src/suggest.rs"]
#[allow(dead_code, reason = "the test needs only the rule")]
mod macros;

#[path = "../../runtime/src/const_str/suggest.rs"]
mod runtime;

/// Words that are near enough to each other for the rule to matter.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[abAB:_]{0,9}",
        2 => "(items|item|users|user|me)(:(read|write|raed|wriet))?",
        1 => "[aé]{0,5}",
        1 => "a{60,68}",
    ]
}

/// A word, and what became of it when somebody typed it.
fn typed() -> impl Strategy<Value = (String, String)> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8), 0..4);
    ("[a-zA-Z:]{1,12}", edits).prop_map(|(word, edits)| {
        let mut typed: Vec<_> = word.bytes().collect();
        for (place, edit) in edits {
            if typed.len() < 2 {
                break;
            }
            let place = place.index(typed.len() - 1);
            match edit {
                0 => typed.swap(place, place + 1),
                1 => drop(typed.remove(place)),
                2 => typed.insert(place, b'x'),
                _ => typed[place] = typed[place].to_ascii_uppercase(),
            }
        }
        (word, typed.iter().copied().map(char::from).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn macros_and_runtime_agree_on_any_words(wanted in word(), candidate in word()) {
        prop_assert_eq!(
            macros::misspelling(&wanted, &candidate),
            runtime::misspelling(&wanted, &candidate)
        );
    }

    #[test]
    fn macros_and_runtime_agree_on_misspellings((candidate, wanted) in typed()) {
        prop_assert_eq!(
            macros::misspelling(&wanted, &candidate),
            runtime::misspelling(&wanted, &candidate)
        );
    }
}
