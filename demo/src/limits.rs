//! How often passwords may be tried, and that nobody locks a user out with it.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, RandomState};
use std::mem::take;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// How often passwords may be tried, per minute. As many may be tried at once after a quiet minute.
#[derive(Debug, Clone, Copy)]
pub struct LoginQuotas {
    /// By a client, for all accounts together.
    pub per_client: NonZeroU32,
    /// By a client, for one account.
    pub per_account: NonZeroU32,
}

/// For how many clients an account may be tried as often as for one, together.
const CLIENTS_OF_ACCOUNT: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// The attempts to log in, of this process.
///
/// An account that many clients try is closed to clients that never logged in to it, for as long as they try, and stays
/// open to those that did.
#[derive(Debug, Clone)]
pub struct LoginLimits(Arc<Limits>);

#[derive(Debug)]
struct Limits {
    client: Limit,
    client_and_account: Limit,
    account: Limit,
    known: Known,
}

/// Too many attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// How long to wait for the next.
    pub retry_after: Duration,
}

impl LoginLimits {
    /// With these quotas.
    #[must_use]
    pub fn new(quotas: LoginQuotas) -> Self {
        let account = quotas.per_account.saturating_mul(CLIENTS_OF_ACCOUNT);
        Self(Arc::new(Limits {
            client: Limit::new(quotas.per_client),
            client_and_account: Limit::new(quotas.per_account),
            account: Limit::new(account),
            known: Known::default(),
        }))
    }

    /// Counts an attempt of a client.
    ///
    /// # Errors
    /// If it is one too many.
    pub fn check_client(&self, client: IpAddr) -> Result<(), TooMany> {
        self.0.client.check(&client)
    }

    /// Counts an attempt of a client to log in to an account.
    ///
    /// # Errors
    /// If it is one too many.
    pub fn check_account(&self, client: IpAddr, account: &str) -> Result<(), TooMany> {
        self.0.client_and_account.check(&(client, account))?;
        if self.0.known.contains(&(client, account)) {
            return Ok(());
        }
        self.0.account.check(&account)
    }

    /// The attempt succeeded.
    pub fn succeeded(&self, client: IpAddr, account: &str) {
        self.0.known.insert(&(client, account));
    }
}

/// A limit for each of many keys, in a bounded memory: keys share 2^16 slots. Which of them share one depends on a random
/// number, so nobody can choose to share that of another.
#[derive(Debug)]
struct Limit {
    slots: DefaultKeyedRateLimiter<u16>,
    hasher: RandomState,
}

impl Limit {
    fn new(per_minute: NonZeroU32) -> Self {
        Self {
            slots: RateLimiter::keyed(Quota::per_minute(per_minute)),
            hasher: RandomState::new(),
        }
    }

    fn check(&self, key: &impl Hash) -> Result<(), TooMany> {
        let [a, b, ..] = self.hasher.hash_one(key).to_le_bytes();
        let checked = self.slots.check_key(&u16::from_le_bytes([a, b]));
        checked.map_err(|too_early| TooMany {
            retry_after: too_early.wait_time_from(self.slots.clock().now()),
        })
    }
}

/// Which clients have logged in to which accounts: the last ones.
#[derive(Debug, Default)]
struct Known {
    hasher: RandomState,
    generations: Mutex<[HashSet<u64>; 2]>,
}

/// How many are remembered at least; at most twice as many.
const GENERATION: usize = 1 << 15;

impl Known {
    fn contains(&self, pair: &(IpAddr, &str)) -> bool {
        let pair = self.hasher.hash_one(pair);
        let generations = self.generations.lock();
        let generations = generations.unwrap_or_else(PoisonError::into_inner);
        generations.iter().any(|pairs| pairs.contains(&pair))
    }

    fn insert(&self, pair: &(IpAddr, &str)) {
        let pair = self.hasher.hash_one(pair);
        let generations = self.generations.lock();
        let [current, previous] = &mut *generations.unwrap_or_else(PoisonError::into_inner);
        if current.len() >= GENERATION {
            *previous = take(current);
        }
        current.insert(pair);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTAS: LoginQuotas = LoginQuotas {
        per_client: NonZeroU32::new(40).unwrap(),
        per_account: NonZeroU32::new(3).unwrap(),
    };

    fn client(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn a_client_tries_one_account_a_few_times_and_others_as_well() {
        let limits = LoginLimits::new(QUOTAS);
        for _ in 0..3 {
            assert_eq!(limits.check_account(client(1), "johndoe"), Ok(()));
        }
        let TooMany { retry_after } = limits.check_account(client(1), "johndoe").unwrap_err();
        assert!(retry_after <= Duration::from_secs(20), "{retry_after:?}");
        assert_eq!(limits.check_account(client(1), "alice"), Ok(()));
        assert_eq!(limits.check_account(client(2), "johndoe"), Ok(()));
    }

    #[test]
    fn a_client_tries_all_accounts_only_so_often() {
        let limits = LoginLimits::new(QUOTAS);
        let tried = (0..100).filter(|_| limits.check_client(client(1)).is_ok());
        assert_eq!(tried.count(), 40);
        assert_eq!(limits.check_client(client(2)), Ok(()));
    }

    #[test]
    fn many_clients_close_an_account_to_strangers_and_not_to_its_user() {
        let limits = LoginLimits::new(QUOTAS);
        let home = client(1);
        limits.check_account(home, "johndoe").unwrap();
        limits.succeeded(home, "johndoe");
        let tried = (2..=250).filter(|&last| limits.check_account(client(last), "johndoe").is_ok());
        assert_eq!(tried.count(), 14);
        assert_eq!(limits.check_account(home, "johndoe"), Ok(()));
        assert!(limits.check_account(client(251), "johndoe").is_err());
        assert_eq!(limits.check_account(client(251), "alice"), Ok(()));
    }

    #[test]
    fn invented_names_take_no_more_memory() {
        let limits = LoginLimits::new(QUOTAS);
        for name in 0..200_000 {
            let _ = limits.check_account(client(1), &name.to_string());
            limits.succeeded(client(1), &name.to_string());
        }
        assert!(limits.0.client_and_account.slots.len() <= 1 << 16);
        let remembered = limits.0.known.generations.lock().unwrap();
        assert!(remembered.iter().map(HashSet::len).sum::<usize>() <= 2 * GENERATION);
    }
}
