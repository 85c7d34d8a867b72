use crate::scheme::Scheme;

/// A handler, a dependency or a security scheme, as its attribute declares it.
#[derive(Debug)]
pub struct Node {
    /// The name of the function or of the scheme's type.
    pub name: &'static str,
    /// What the node is.
    pub kind: Kind,
    /// Where it is declared.
    pub location: Location,
    /// What it depends on, in the order of its parameters.
    pub edges: &'static [Edge],
}

/// What a [`Node`] is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A function with `#[security]`.
    Handler,
    /// A function with `#[dependency]`.
    Dependency,
    /// A type with `#[derive(SecurityScheme)]`.
    Scheme(&'static Scheme),
    /// Something that is no dependency, or whose attribute is wrong. The compiler says so once: no
    /// check says more.
    Broken,
}

impl Node {
    /// What stands for a handler whose attribute is wrong.
    pub const BROKEN: Self = Self::placeholder(Kind::Broken);

    pub(crate) const fn placeholder(kind: Kind) -> Self {
        Self {
            name: "",
            kind,
            location: Location {
                module: "",
                file: "",
                line: 0,
            },
            edges: &[],
        }
    }
}

/// One `depends = ...`, with the scopes that it adds.
#[derive(Debug)]
pub struct Edge {
    /// The scopes as written, in the order of the source.
    pub scopes: &'static [ScopeUse],
    /// What the parameter is resolved by.
    pub to: &'static Node,
}

/// A scope in a `scopes = [...]` list.
#[derive(Debug)]
pub struct ScopeUse {
    /// The scope-token (RFC 6749, section 3.3).
    pub name: &'static str,
    /// The line of the literal, in the file of the node that writes it.
    pub line: u32,
}

/// A place in the source.
#[derive(Debug, Clone, Copy)]
pub struct Location {
    /// The module's path.
    pub module: &'static str,
    /// The file, as `file!()` names it.
    pub file: &'static str,
    /// The line, from 1.
    pub line: u32,
}
