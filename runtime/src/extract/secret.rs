use std::fmt;

use crate::crypto::hmac;

/// Text that must not appear in a log.
#[derive(Clone)]
pub(super) struct Secret(Box<str>);

impl Secret {
    pub(super) fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares in a time that does not reveal where the texts differ.
    pub(super) fn matches(&self, expected: &str) -> bool {
        // Comparing hashes hides the length as well. The key of the hashes need not be secret for that.
        hmac::verify(
            b"scopegate",
            expected.as_bytes(),
            hmac::sign(b"scopegate", self.0.as_bytes()).as_ref(),
        )
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
