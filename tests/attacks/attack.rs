//! A row of the table.

use std::fmt;

use scopegate::{TokenError, Verifier};

/// One attack: a token, the verifier that it is shown to, and what that has to say.
#[derive(Clone)]
pub(crate) struct Attack {
    pub(crate) name: String,
    /// Where it was published.
    pub(crate) source: &'static str,
    pub(crate) verifier: Verifier,
    pub(crate) token: String,
    pub(crate) error: TokenError,
    /// The same token, made honestly.
    pub(crate) control: String,
}

impl Attack {
    /// With a control that is closer to the attack.
    pub(crate) fn beside(mut self, control: String) -> Self {
        self.control = control;
        self
    }

    /// Shown to another verifier.
    pub(crate) fn against(mut self, verifier: &Verifier) -> Self {
        self.verifier = verifier.clone();
        self
    }
}

impl fmt::Display for Attack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.source)
    }
}
