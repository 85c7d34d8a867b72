//! The kinds of targets of the path in `depends = ...`: the values of `__SCOPEGATE`. Constants select types only by
//! primitive values.

/// A type without `#[derive(SecurityScheme)]`.
pub const TYPE: u8 = 0;
/// A function without an attribute.
pub const FUNCTION: u8 = 1;
/// A function with `#[security]`.
pub const HANDLER: u8 = 2;
/// A function with `#[dependency]`, or a security scheme.
pub const DEPENDENCY: u8 = 3;
/// A target whose attribute is invalid. The compiler has reported that: no check reports more.
pub const BROKEN: u8 = 4;
/// [`SecurityScopes`](crate::SecurityScopes).
pub const SECURITY_SCOPES: u8 = 5;
