use super::parameter_kind;
use crate::refuse::profile::Answers;
use crate::scheme::Scheme;

/// A handler, a dependency or a security scheme, as its attribute declares it.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Node {
    /// The name of the function or of the scheme's type.
    pub name: &'static str,
    /// The kind of the node.
    pub kind: Kind,
    /// Where it is declared.
    pub location: Location,
    /// Its dependencies, in the order of its parameters.
    pub edges: &'static [Edge],
    /// The lines of the scopes in its edges, in their order, in the file of its location.
    pub scope_lines: &'static [u32],
    /// Whether it takes [`SecurityScopes`](crate::SecurityScopes).
    pub takes_scopes: bool,
    /// Whether it declares that it checks scopes itself, for credentials without scopes.
    pub checks_scopes: bool,
    /// Whether its value can be cloned, and therefore shared by several dependants.
    pub is_clone: bool,
    /// Whether its function may return an error, and thereby refuse a request.
    pub can_refuse: bool,
    /// The name of what the function decides about an object.
    pub permission: Option<&'static str>,
    /// Whether a caller without that permission gets a 404.
    pub not_found: bool,
    /// The scopes that the function requires only of some requests.
    pub may_require: &'static [&'static str],
    /// Whether it is a handler that is declared as deprecated.
    pub deprecated: bool,
    /// How a handler refuses requests, if it overrides the scheme.
    pub answers: Option<Answers>,
}

/// The kind of a [`Node`].
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A function with `#[security]`.
    Handler,
    /// A function with `#[dependency]`.
    Dependency,
    /// A type with `#[derive(SecurityScheme)]`.
    Scheme(&'static Scheme),
    /// `depends = any(...)`: its value is that of the first of its edges that admits a request.
    AnyOf,
    /// A target that is not a dependency, or whose attribute is invalid. The compiler reports that once: no check
    /// reports more.
    Broken,
}

impl Kind {
    /// The kind of a dependency with these parameters, which are [`parameter_kind`]s.
    #[must_use]
    pub const fn with_parameters(kinds: &[u8]) -> Self {
        let mut i = 0;
        while i < kinds.len() {
            if kinds[i] != parameter_kind::EXTRACTOR {
                return Self::Broken;
            }
            i += 1;
        }
        Self::Dependency
    }
}

impl Node {
    /// Stands for a handler whose attribute is invalid.
    pub const BROKEN: Self = Self::new(Kind::Broken);

    /// A node of this kind with defaults for everything else: generated code names only the fields that differ.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self {
            name: "",
            kind,
            location: Location::NOWHERE,
            edges: &[],
            scope_lines: &[],
            takes_scopes: false,
            checks_scopes: false,
            permission: None,
            not_found: false,
            may_require: &[],
            is_clone: true,
            can_refuse: false,
            deprecated: false,
            answers: None,
        }
    }

    /// The edges, each with the line of the scope at an index.
    pub(crate) fn edges_with_lines(
        &self,
    ) -> impl Iterator<Item = (&'static Edge, impl Fn(usize) -> u32)> {
        let lines = self.scope_lines;
        let mut end = 0;
        self.edges.iter().map(move |edge| {
            let start = end;
            end += edge.scopes.len();
            let line = move |scope: usize| lines.get(start + scope).copied().unwrap_or_default();
            (edge, line)
        })
    }

    /// Whether both are the same node. Constants cannot compare addresses.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        self.location.is(&other.location) && self.name.len() == other.name.len()
    }

    /// The node for the alternatives of `depends = any(...)`.
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
    /// All scopes (scope-tokens of RFC 6749 section 3.3), in source order.
    pub scopes: &'static [&'static str],
    /// If they contain `any(...)`: the sets of scopes of which one is enough. Otherwise empty, and all scopes are
    /// required.
    pub any: &'static [&'static [&'static str]],
    /// If they contain `any(...)`: the scopes as written.
    pub expression: &'static str,
    /// The values of the claim `acr` of which a token must have one (RFC 9470). Empty if any is enough, or none.
    pub acr: &'static [&'static str],
    /// How many seconds ago the user of a token must have been authenticated at most.
    pub max_age: Option<u32>,
    /// Whether a request without any credentials is admitted.
    pub optional: bool,
    /// Whether the value may be shared with other parameters.
    pub cache: bool,
    /// The dependency of the parameter.
    pub to: &'static Node,
}

impl Edge {
    /// `depends = ...` without other options.
    #[must_use]
    pub const fn to(node: &'static Node) -> Self {
        Self {
            scopes: &[],
            any: &[],
            expression: "",
            acr: &[],
            max_age: None,
            optional: false,
            cache: true,
            to: node,
        }
    }
}

/// A place in the source.
#[derive(Debug, Clone, Copy)]
pub struct Location {
    /// The module's path.
    pub module: &'static str,
    /// The file, as `file!()` names it.
    pub file: &'static str,
    /// The line, counted from 1: that of the outermost macro call.
    pub line: u32,
    /// Where the name itself starts, as line and column. It distinguishes items from the same macro call.
    pub start: [u32; 2],
    /// A hash of the file, the module and the name, and of how many items were declared here before: comparing texts
    /// would cost a thousand times more compile time.
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

    /// A location, with a hash of everything that distinguishes it except the module.
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

    /// Whether both are the same location.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        self.id == other.id
            && self.line == other.line
            && self.start[0] == other.start[0]
            && self.start[1] == other.start[1]
    }

    /// The same location for another node: one of several that a program creates from one declaration.
    pub(super) const fn of_copy(self, number: u64) -> Self {
        Self {
            id: self.id.rotate_left(1) ^ number,
            ..self
        }
    }

    pub(super) const fn id(&self) -> u64 {
        self.id
    }

    /// What tells it from other locations.
    pub(crate) fn key(&self) -> (u64, u32, [u32; 2]) {
        (self.id, self.line, self.start)
    }
}

/// FNV-1a, which needs few steps per byte.
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
