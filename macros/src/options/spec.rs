//! The description of an option: a row of the [table](super::table).

use super::place::Place;

/// An option.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    /// Where it is allowed, with an example for each place.
    pub(crate) forms: &'static [(&'static [Place], &'static str)],
    /// Whether a value without a name looks like a value of this option.
    pub(crate) positional: Positional,
    /// Whether it is required wherever it is allowed.
    pub(crate) is_required: bool,
    /// Whether it is a flag for which the runtime's `Node` has a field of the same name.
    pub(crate) is_fact: bool,
    /// Why it is not allowed somewhere, if that explains more than where it belongs.
    pub(crate) reasons: &'static [(&'static [Place], &'static str)],
}

/// Values that show which option they belong to, as in `Security(get_current_user, scopes=["items"])`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Positional {
    No,
    Path,
    Scopes,
    Url,
}

impl Spec {
    /// The default values of a row.
    pub(super) const EMPTY: Self = Self {
        name: "",
        forms: &[],
        positional: Positional::No,
        is_required: false,
        is_fact: false,
        reasons: &[],
    };

    /// Its example for `place`, if it is allowed there.
    pub(crate) fn example(&self, place: Place) -> Option<&'static str> {
        at(self.forms, place)
    }

    /// Whether it is allowed at `place`.
    pub(super) fn is_at(&self, place: Place) -> bool {
        self.example(place).is_some()
    }

    /// Why it is not allowed at `place`.
    pub(crate) fn reason(&self, place: Place) -> Option<&'static str> {
        at(self.reasons, place)
    }
}

fn at(texts: &[(&[Place], &'static str)], place: Place) -> Option<&'static str> {
    let mut texts = texts.iter();
    let found = texts.find(|(places, _)| places.contains(&place));
    found.map(|(_, text)| *text)
}
