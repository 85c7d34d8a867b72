//! Guides: one task each, from the beginning to the end.

#[doc = include_str!("../docs/guide/axum.md")]
pub mod axum {}

#[doc = include_str!("../docs/guide/fastapi.md")]
pub mod fastapi {}

#[cfg(feature = "provider")]
#[doc = include_str!("../docs/guide/provider.md")]
pub mod provider {}

#[cfg(feature = "provider")]
#[doc = include_str!("../docs/guide/recipes.md")]
pub mod recipes {}

#[doc = include_str!("../docs/guide/revocation.md")]
///
/// ```ignore
#[doc = include_str!("../docs/guide/revoked_in_redis.rs")]
/// ```
pub mod revocation {}
