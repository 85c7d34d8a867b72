use crate::refuse::profile::Answers;
use crate::scheme::Scheme;

/// A handler, a dependency or a security scheme, as its attribute declares it.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Node {
    /// The name of the function or of the scheme's type.
    pub name: &'static str,
    /// What the node is.
    pub kind: Kind,
    /// Where it is declared.
    pub location: Location,
    /// What it depends on, in the order of its parameters.
    pub edges: &'static [Edge],
    /// Whether it takes [`SecurityScopes`](crate::SecurityScopes).
    pub takes_scopes: bool,
    /// Whether it says that it checks them itself, for credentials that carry none.
    pub checks_scopes: bool,
    /// Whether its value can be cloned, and so be given to several dependants.
    pub is_clone: bool,
    /// Whether its function may return an error, and so keep a caller out.
    pub can_refuse: bool,
    /// Whether it is a handler that clients should stop calling.
    pub deprecated: bool,
    /// How a handler refuses requests, if not as the scheme says that refuses.
    pub answers: Option<Answers>,
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
    /// `depends = any(...)`: the first of its edges that lets a request through gives the value.
    AnyOf,
    /// Something that is no dependency, or whose attribute is wrong. The compiler says so once: no
    /// check says more.
    Broken,
}

impl Node {
    /// What stands for a handler whose attribute is wrong.
    pub const BROKEN: Self = Self::new(Kind::Broken);

    /// A node of this kind with nothing else: generated code names only the fields that differ.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self {
            name: "",
            kind,
            location: Location::NOWHERE,
            edges: &[],
            takes_scopes: false,
            checks_scopes: false,
            is_clone: true,
            can_refuse: false,
            deprecated: false,
            answers: None,
        }
    }

    /// Whether both are one. Constants cannot compare addresses.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        self.location.is(&other.location) && self.name.len() == other.name.len()
    }

    /// What stands for the alternatives of `depends = any(...)`.
    #[must_use]
    pub const fn any_of(name: &'static str, location: Location, edges: &'static [Edge]) -> Self {
        Self {
            name,
            location,
            edges,
            ..Self::new(Kind::AnyOf)
        }
    }
}

/// One `depends = ...`, with the scopes that it adds.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// Every scope that is written, in the order of the source.
    pub scopes: &'static [ScopeUse],
    /// Where `any(...)` is among them: the sets of scopes of which one is enough. Else nothing, and
    /// all scopes are required.
    pub any: &'static [&'static [&'static str]],
    /// Where `any(...)` is among them: the scopes as written.
    pub expression: &'static str,
    /// Whether a request without any credentials gets through.
    pub optional: bool,
    /// Whether the value may be one that another parameter received as well.
    pub cache: bool,
    /// What the parameter is resolved by.
    pub to: &'static Node,
}

impl Edge {
    /// `depends = ...` and nothing else.
    #[must_use]
    pub const fn to(node: &'static Node) -> Self {
        Self {
            scopes: &[],
            any: &[],
            expression: "",
            optional: false,
            cache: true,
            to: node,
        }
    }
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
    /// The line, from 1: that of the outermost macro call.
    pub line: u32,
    /// Where the name itself starts, by line and column. It tells apart what one macro call writes.
    pub start: [u32; 2],
    /// A hash of the file, the module and the name, and of how many items stood here before: to compare texts costs
    /// the compiler a thousand times more.
    id: u64,
}

impl Location {
    pub(crate) const NOWHERE: Self = Self {
        module: "",
        file: "",
        line: 0,
        start: [0, 0],
        id: 0,
    };

    /// A place, with a hash of all but the module that tells it from others.
    #[must_use]
    pub const fn new(
        module: &'static str,
        file: &'static str,
        line: u32,
        start: [u32; 2],
        seed: u64,
    ) -> Self {
        Self {
            module,
            file,
            line,
            start,
            id: hash(seed, module),
        }
    }

    /// Whether both are one.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        self.id == other.id
            && self.line == other.line
            && self.start[0] == other.start[0]
            && self.start[1] == other.start[1]
    }

    /// The same place for another node: one of several that a program makes of one declaration.
    pub(super) const fn of_copy(self, number: u64) -> Self {
        Self {
            id: self.id.rotate_left(1) ^ number,
            ..self
        }
    }

    pub(super) const fn id(&self) -> u64 {
        self.id
    }
}

/// FNV-1a, which takes few steps for each byte.
const fn hash(seed: u64, text: &str) -> u64 {
    const PRIME: u128 = 0x0100_0000_01b3;
    let text = text.as_bytes();
    let mut hash = seed ^ 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < text.len() {
        #[allow(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
        let next = ((hash ^ text[i] as u64) as u128 * PRIME) as u64;
        hash = next;
        i += 1;
    }
    hash
}
