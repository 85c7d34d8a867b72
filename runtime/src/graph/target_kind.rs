//! What the path in `depends = ...` leads to: the values of `__SCOPEGATE`. Constants choose types only by primitive
//! values.

/// A type without `#[derive(SecurityScheme)]`.
pub const TYPE: u8 = 0;
/// A function without an attribute.
pub const FUNCTION: u8 = 1;
/// A function with `#[security]`.
pub const HANDLER: u8 = 2;
/// A function with `#[dependency]`, or a security scheme.
pub const DEPENDENCY: u8 = 3;
/// Something whose attribute is wrong. The compiler has said so: no check says more.
pub const BROKEN: u8 = 4;
/// [`SecurityScopes`](crate::SecurityScopes).
pub const SECURITY_SCOPES: u8 = 5;
