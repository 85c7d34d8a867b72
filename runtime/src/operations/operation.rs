use std::borrow::Cow;
use std::fmt;

/// What a request asks a service to do: a method, and for some methods a name, such as that of a tool.
///
/// ```
/// use scopegate::operations::Operation;
///
/// assert_eq!(Operation::call("tools/list").to_string(), "tools/list");
/// assert_eq!(Operation::named("tools/call", "read_note").to_string(), "tools/call read_note");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operation<'r>(Kind<'r>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind<'r> {
    Call {
        method: Cow<'r, str>,
        name: Option<Cow<'r, str>>,
    },
    Response,
}

impl<'r> Operation<'r> {
    /// A response of the client to a request of the server, which names no method.
    pub const RESPONSE: Self = Self(Kind::Response);

    /// A call of a method.
    #[must_use]
    pub fn call(method: impl Into<Cow<'r, str>>) -> Self {
        Self(Kind::Call {
            method: method.into(),
            name: None,
        })
    }

    /// A call of a method for what has this name.
    #[must_use]
    pub fn named(method: impl Into<Cow<'r, str>>, name: impl Into<Cow<'r, str>>) -> Self {
        Self(Kind::Call {
            method: method.into(),
            name: Some(name.into()),
        })
    }

    /// The method, unless it is a response.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        match &self.0 {
            Kind::Call { method, .. } => Some(method),
            Kind::Response => None,
        }
    }

    /// The name of what the method is called for.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.0 {
            Kind::Call { name, .. } => name.as_deref(),
            Kind::Response => None,
        }
    }

    /// The same method for what has this name.
    pub(super) fn with_name(self, name: Cow<'r, str>) -> Self {
        match self.0 {
            Kind::Call { method, .. } => Self::named(method, name),
            Kind::Response => self,
        }
    }

    /// The method as a whole, if this is a call for one name.
    pub(super) fn whole(&self) -> Option<Operation<'_>> {
        self.name()?;
        self.method().map(Operation::call)
    }

    /// Whether a rule for this operation is one for `other`.
    pub(super) fn covers(&self, other: &Operation<'_>) -> bool {
        self == other || other.whole().is_some_and(|whole| *self == whole)
    }
}

/// A call of a method.
impl<'r> From<&'r str> for Operation<'r> {
    fn from(method: &'r str) -> Self {
        Self::call(method)
    }
}

/// As in an audit.
impl fmt::Display for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Call { method, name: None } => f.write_str(method),
            Kind::Call {
                method,
                name: Some(name),
            } => write!(f, "{method} {name}"),
            Kind::Response => f.write_str("(response)"),
        }
    }
}
