//! What the compiler says, and what it accepts.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages anew: read the difference.

use trybuild::TestCases;

/// Only checked, not built: the errors appear where editors ask for them.
#[test]
fn fail() {
    TestCases::new().compile_fail("ui/*/fail/*.rs");
}

#[test]
fn pass() {
    TestCases::new().pass("ui/*/pass/*.rs");
}
