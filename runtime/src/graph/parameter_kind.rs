//! The kinds of parameters of dependencies. Constants select types only by primitive values.

/// An extractor, or what only its bounds tell from one.
pub(crate) const EXTRACTOR: u8 = 0;
/// A type that reads the body.
pub(crate) const BODY: u8 = 1;
/// The credentials that a security scheme provides.
pub(crate) const CREDENTIALS: u8 = 2;
