//! Guides: each is one task from beginning to end.

// The code host shows these pages as plain Markdown, so they have no hidden lines and are not doctests: `tests/docs`
// and `tests/remote` test the examples, with the setup that the pages leave out.

#[cfg(not(doctest))]
#[doc = include_str!("../docs/guide/axum.md")]
pub mod axum {}

#[cfg(not(doctest))]
#[doc = include_str!("../docs/guide/fastapi.md")]
pub mod fastapi {}

#[cfg(not(doctest))]
#[doc = include_str!("../docs/guide/issuing.md")]
pub mod issuing {}

#[cfg(all(feature = "operations", not(doctest)))]
#[doc = include_str!("../docs/guide/mcp_server.md")]
pub mod mcp_server {}
#[cfg(not(doctest))]
#[doc = include_str!("../docs/guide/performance.md")]
pub mod performance {}

#[cfg(all(feature = "provider", not(doctest)))]
#[doc = include_str!("../docs/guide/provider.md")]
pub mod provider {}

#[cfg(all(feature = "provider", not(doctest)))]
#[doc = include_str!("../docs/guide/recipes.md")]
pub mod recipes {}

#[cfg(not(doctest))]
#[doc = include_str!("../docs/guide/revocation.md")]
///
/// # The source
///
/// ```rust
#[doc = include_str!("../docs/guide/revoked_in_redis.rs")]
/// ```
pub mod revocation {}
