//! Guides: one task each, from the beginning to the end.

#[cfg(feature = "provider")]
#[doc = include_str!("../docs/guide/provider.md")]
pub mod provider {}
