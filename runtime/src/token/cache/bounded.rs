use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::{Arc, Weak};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{Equivalent, OptionsBuilder, Weighter};

use crate::token::VerifiedToken;
use crate::token::compact::MAX_LENGTH;
use crate::token::keys::Key;

/// Verified tokens, up to a number of bytes. A token is found by a keyed hash, and compared as a whole.
///
/// Tokens that are sent often stay: a new one replaces those that were sent once (Clock-PRO, similar to S3-FIFO).
#[derive(Default)]
pub(crate) struct TokenCache(Option<Entries>);

struct Entries {
    /// Has random keys: no sender can choose tokens with equal hashes.
    hashes: RandomState,
    cache: Cache<Name, Entry, Bytes, Hashed>,
}

/// What a token is found by.
struct Name {
    hash: u64,
    token: VerifiedToken,
    /// The key that verified the signature. No other has its address while the entry is there, also if it is gone.
    _key: Weak<Key>,
}

#[derive(Clone)]
struct Entry {
    token: VerifiedToken,
    /// The address of the key.
    key: usize,
}

/// How much of the end of a token is hashed: 144 bits of the signature, in base64url.
const SIGNATURE: usize = 24;

/// The size that one shard should have.
const SHARD: usize = 512 * 1024;

/// What most tokens take. Only the number of tokens that are remembered after their removal follows from it.
const USUAL: usize = 1536;

/// What an entry takes beside its token: names, links, its part of a table and of the allocator.
const OVERHEAD: usize = 200;

impl TokenCache {
    /// For this many bytes. With 0, nothing is kept.
    pub(crate) fn new(bytes: usize) -> Self {
        let options = OptionsBuilder::new()
            .shards((bytes / SHARD).clamp(1, 64))
            .estimated_items_capacity(bytes / USUAL)
            .weight_capacity(bytes as u64)
            .build();
        let options = options.ok().filter(|_| bytes > 0);
        Self(options.map(|options| Entries {
            hashes: RandomState::new(),
            cache: Cache::with_options(options, Bytes, Hashed, DefaultLifecycle::default()),
        }))
    }

    /// The token, if one of these keys verified its signature. Whether it is valid now is not checked.
    ///
    /// It need not be text: only one that is the same as a verified token is found.
    pub(crate) fn get(&self, token: &[u8], keys: &[Arc<Key>]) -> Option<VerifiedToken> {
        let entries = self.0.as_ref()?;
        if token.len() > MAX_LENGTH {
            return None;
        }
        let hash = entries.hash(token);
        let Entry { mut token, key } = entries.cache.get(&Sent { hash, token })?;
        // The same key, and not one that is equal. These keys were there when the entry was found, so one that has the
        // address is that of the entry, even if that was removed since.
        let is_known = |own: &Arc<Key>| Arc::as_ptr(own).addr() == key;
        token.found_in_cache(true);
        keys.iter().any(is_known).then_some(token)
    }

    /// Keeps a token whose signature this key has verified.
    pub(crate) fn insert(&self, token: &mut VerifiedToken, key: &Arc<Key>) {
        let Some(entries) = &self.0 else { return };
        let name = Name {
            hash: entries.hash(token.as_str().as_bytes()),
            token: token.clone(),
            _key: Arc::downgrade(key),
        };
        let entry = Entry {
            token: token.clone(),
            key: Arc::as_ptr(key).addr(),
        };
        entries.cache.insert(name, entry);
        token.found_in_cache(false);
    }

    /// The size of all entries.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> u64 {
        self.0.as_ref().map_or(0, |entries| entries.cache.weight())
    }

    /// The number of entries.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |entries| entries.cache.len())
    }
}

impl Entries {
    /// Of the end of the signature: that alone makes tokens differ, and whoever does not have it cannot make an equal hash.
    fn hash(&self, token: &[u8]) -> u64 {
        let start = token.len().saturating_sub(SIGNATURE);
        let mut hasher = self.hashes.build_hasher();
        hasher.write(&token[start..]);
        hasher.finish()
    }
}

/// A token of a request.
struct Sent<'t> {
    hash: u64,
    token: &'t [u8],
}

impl Hash for Sent<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// Tokens are compared only if their hashes are equal, which are secret: so the time that this takes tells a sender
/// nothing of another token.
impl Equivalent<Name> for Sent<'_> {
    fn equivalent(&self, name: &Name) -> bool {
        self.hash == name.hash && self.token == name.token.as_str().as_bytes()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.token.as_str() == other.token.as_str()
    }
}

impl Eq for Name {}

/// Passes hashes on.
#[derive(Clone)]
struct Hashed;

struct Passed(u64);

impl BuildHasher for Hashed {
    type Hasher = Passed;

    fn build_hasher(&self) -> Passed {
        Passed(0)
    }
}

impl Hasher for Passed {
    fn write(&mut self, _: &[u8]) {
        unreachable!("names are hashed before");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The size of an entry.
#[derive(Clone)]
struct Bytes;

impl Weighter<Name, Entry> for Bytes {
    fn weight(&self, _: &Name, entry: &Entry) -> u64 {
        (entry.token.size() + OVERHEAD) as u64
    }
}

/// Shows no token.
impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.as_ref().map(|entries| entries.cache.capacity());
        f.debug_struct("TokenCache")
            .field("bytes", &bytes.unwrap_or_default())
            .finish_non_exhaustive()
    }
}
