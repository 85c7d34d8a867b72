//! What is known of an option: a row of the [table](super::table).

use super::place::Place;

/// An option.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    /// Where it may stand, and how it is written there.
    pub(crate) forms: &'static [(&'static [Place], &'static str)],
    /// What was meant by a value without its name, if it looks like this option's.
    pub(crate) positional: Positional,
    /// Whether nothing can do without it where it may stand.
    pub(crate) is_required: bool,
    /// Whether it is a flag for which the runtime's `Node` has a field of the same name.
    pub(crate) is_fact: bool,
    /// Why it cannot stand somewhere, where that says more than where it belongs.
    pub(crate) reasons: &'static [(&'static [Place], &'static str)],
}

/// Values that tell their option, as in `Security(get_current_user, scopes=["items"])`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Positional {
    No,
    Path,
    Scopes,
    Url,
}

impl Spec {
    /// A row without anything, from which the others are written.
    pub(super) const EMPTY: Self = Self {
        name: "",
        forms: &[],
        positional: Positional::No,
        is_required: false,
        is_fact: false,
        reasons: &[],
    };

    /// How it is written at `place`, if it may stand there.
    pub(crate) fn example(&self, place: Place) -> Option<&'static str> {
        at(self.forms, place)
    }

    /// Whether it may stand at `place`.
    pub(super) fn is_at(&self, place: Place) -> bool {
        self.example(place).is_some()
    }

    /// Why it cannot stand at `place`.
    pub(crate) fn reason(&self, place: Place) -> Option<&'static str> {
        at(self.reasons, place)
    }
}

fn at(texts: &[(&[Place], &'static str)], place: Place) -> Option<&'static str> {
    let mut texts = texts.iter();
    let found = texts.find(|(places, _)| places.contains(&place));
    found.map(|(_, text)| *text)
}
