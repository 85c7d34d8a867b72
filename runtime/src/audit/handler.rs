use std::fmt;

use serde::Serialize;

use crate::graph::Node;

/// A function with `#[security]`.
///
/// See [`audit`](crate::audit) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Handler {
    /// The name of the function.
    pub name: &'static str,
    /// The path of its module.
    pub module: &'static str,
    /// Its source file.
    pub file: &'static str,
    /// The line of its name.
    pub line: u32,
    /// Whether it is declared as deprecated.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
}

impl Handler {
    pub(super) fn of(node: &Node) -> Self {
        Self {
            name: node.name,
            module: node.location.module,
            file: node.location.file,
            line: node.location.line,
            deprecated: node.deprecated,
        }
    }
}

/// With its module: `demo::users::read_users_me`, or `demo::users::read_users_me, deprecated`.
impl fmt::Display for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module, self.name)?;
        if self.deprecated {
            f.write_str(", deprecated")?;
        }
        Ok(())
    }
}
