use std::sync::Arc;

use crate::token::VerifiedToken;
use crate::token::keys::Key;

/// Without the feature `token_cache`, nothing is kept.
#[derive(Debug, Default)]
pub(crate) struct TokenCache;

impl TokenCache {
    #[expect(clippy::unused_self, reason = "as with the feature")]
    pub(crate) fn get(&self, _: &[u8], _: &[Arc<Key>]) -> Option<VerifiedToken> {
        None
    }

    #[expect(clippy::unused_self, reason = "as with the feature")]
    pub(crate) fn insert(&self, _: &mut VerifiedToken, _: &Arc<Key>) {}
}
