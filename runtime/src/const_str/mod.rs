//! Strings in constants, which the standard library does not support yet.

mod suggest;
mod text;

pub(crate) use self::suggest::misspelling;
pub(crate) use self::text::{Text, Writer, text_of};

/// Longer messages are truncated: a compile error of this length is not read to its end.
pub(crate) type Message = Text<2048>;

/// `a == b`, which is not yet const.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
