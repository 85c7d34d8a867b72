use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use scopegate::token::{TokenError, Verification, VerifyToken};
use scopegate::{Algorithm, TokenIssuer, Verifier, VerifierError};
use sqlx::AnyConnection;
use thiserror::Error;
use tokio::sync::Mutex;

use super::schedule;
use super::sealed::Seal;
use crate::clock::now;
use crate::database::{Database, reason};
use crate::sessions::Revoked;

/// How often replicas look for keys that another one has made.
const FRESH: Duration = Duration::from_mins(1);

/// How often a token of an unknown key makes them look sooner.
const SOONER: Duration = Duration::from_secs(1);

/// What this service is to others.
#[derive(Debug, Clone)]
pub struct Provider {
    /// The `iss` of its tokens: its own URL.
    pub issuer: String,
    /// The `aud` of its tokens.
    pub audience: String,
    /// How long a token is valid.
    pub token_lifetime: Duration,
    /// How long a key signs.
    pub key_period: Duration,
}

/// The key pairs in the database.
pub struct RotatingKeys {
    database: Database,
    provider: Provider,
    seal: Seal,
    current: RwLock<Arc<Current>>,
    looked: Mutex<Looked>,
}

/// The last look into the database.
struct Looked {
    at: Instant,
    failed: bool,
}

/// The keys of a moment.
struct Current {
    issuer: TokenIssuer,
    /// Accepts the tokens of all keys that are published.
    verifier: Verifier,
}

/// There are no keys to sign with.
#[derive(Debug, Error)]
pub enum SigningError {
    /// The database cannot be asked.
    #[error("cannot read the signing keys: {}", reason(.0))]
    Database(#[from] sqlx::Error),
    /// A key, or what the tokens are to say, is not usable.
    #[error("cannot use the signing keys: {0}")]
    Unusable(#[from] VerifierError),
    /// Keys cannot be encrypted.
    #[error("cannot make a signing key")]
    Crypto(#[from] aws_lc_rs::error::Unspecified),
    /// A key was not stored, or cannot be read.
    #[error("there is no signing key that SECRET_KEY opens")]
    None,
}

/// A key as it is stored: its name, sealed, and when it was created.
type Stored = (String, String, i64);

/// A key that is opened, with its PEM.
type Opened = (Stored, String);

/// All keys, from the oldest to the newest.
struct Keys {
    opened: Vec<Opened>,
    /// Those of another secret key.
    closed: Vec<Stored>,
}

impl RotatingKeys {
    /// Those in a database. The first one is made if there is none.
    ///
    /// # Errors
    /// If there is none to sign with.
    pub async fn open(
        database: Database,
        provider: Provider,
        secret_key: &[u8],
    ) -> Result<Self, SigningError> {
        let seal = Seal::new(secret_key)?;
        let keys = read(&mut *database.connection().await?, &seal).await?;
        for (kid, ..) in keys.closed {
            tracing::warn!(kid, "SECRET_KEY does not open a signing key");
        }
        let current = load(&database, &provider, &seal).await?;
        Ok(Self {
            database,
            provider,
            seal,
            current: RwLock::new(Arc::new(current)),
            looked: Mutex::new(Looked {
                at: Instant::now(),
                failed: false,
            }),
        })
    }

    /// Looks into the database again and again, and replaces keys that have signed for long enough.
    pub async fn keep_fresh(self: Arc<Self>) {
        loop {
            tokio::time::sleep(FRESH).await;
            if let Err(error) = self.refresh().await {
                tracing::error!("{error}");
            }
        }
    }

    /// Looks into the database.
    ///
    /// # Errors
    /// If there is no key to sign with: those that are known go on.
    pub async fn refresh(&self) -> Result<(), SigningError> {
        let current = load(&self.database, &self.provider, &self.seal).await?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(current);
        Ok(())
    }

    /// The issuer with the key that signs now.
    #[must_use]
    pub fn issuer(&self) -> TokenIssuer {
        self.current().issuer.clone()
    }

    /// What this service is to others.
    #[must_use]
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks sooner, for a token of a key that another replica may have made. Who invents keys does not make it look more
    /// often, and does not wait for more than one look.
    async fn refresh_soon(&self) -> Result<(), TokenError> {
        let mut looked = self.looked.lock().await;
        if looked.at.elapsed() >= SOONER {
            let refreshed = self.refresh().await;
            if let Err(error) = &refreshed {
                tracing::error!("{error}");
            }
            *looked = Looked {
                at: Instant::now(),
                failed: refreshed.is_err(),
            };
        }
        // There may be such a key.
        if looked.failed {
            return Err(TokenError::Unavailable);
        }
        Ok(())
    }
}

/// Reads the keys, after making one that is due and removing those that are not needed.
async fn load(
    database: &Database,
    provider: &Provider,
    seal: &Seal,
) -> Result<Current, SigningError> {
    let mut keys = read(&mut *database.connection().await?, seal).await?;
    if is_due(&keys.opened, provider) {
        keys = add_once(database, provider, seal).await?;
    }
    let Keys {
        opened: mut keys,
        closed,
    } = keys;
    let (period, token_lifetime) = (provider.key_period, provider.token_lifetime);
    let retired = schedule::retired(&created(&keys), token_lifetime, now());
    let retired = keys.drain(..retired).map(|(stored, _)| stored);
    // Nobody else would remove them: there is one for each start without SECRET_KEY.
    let newest = closed.last().map_or(0, |(_, _, created)| *created);
    let forgotten = closed.into_iter().filter(|(_, _, created)| {
        schedule::is_over(*created, newest, period, token_lifetime, now())
    });
    for (kid, ..) in retired.chain(forgotten) {
        let deleted = sqlx::query("DELETE FROM signing_keys WHERE kid = $1").bind(&kid);
        deleted.execute(&mut *database.connection().await?).await?;
        tracing::info!(kid, "a signing key was removed");
    }
    let signing = schedule::signing(&created(&keys), now()).ok_or(SigningError::None)?;
    let issuers = keys
        .iter()
        .map(|((kid, ..), pem)| TokenIssuer::key_pair(Algorithm::ES256, kid, pem));
    let issuers = issuers.collect::<Result<Vec<_>, _>>()?;
    let mut issuer = issuers[signing].clone();
    let mut verifier = Verifier::builder()
        .issuer(&provider.issuer)
        .audience(&provider.audience)
        .token_type("at+jwt")
        .revocation(Revoked::new(database.clone()));
    for (((kid, ..), _), other) in keys.iter().zip(&issuers) {
        for jwk in other.jwks().keys() {
            verifier = verifier.jwk(&jwk);
            if *kid != keys[signing].0.0 {
                issuer = issuer.also_publish(kid, &jwk)?;
            }
        }
    }
    Ok(Current {
        issuer: issuer
            .issuer(&provider.issuer)
            .audience(&provider.audience)
            .lifetime(provider.token_lifetime),
        verifier: verifier.build()?,
    })
}

fn created(keys: &[Opened]) -> Vec<i64> {
    keys.iter().map(|((_, _, at), _)| *at).collect()
}

fn is_due(keys: &[Opened], provider: &Provider) -> bool {
    schedule::is_due(&created(keys), provider.key_period, now())
}

/// Adds a key, unless a replica that has seen that one is due was quicker. Returns all of them.
async fn add_once(
    database: &Database,
    provider: &Provider,
    seal: &Seal,
) -> Result<Keys, SigningError> {
    let mut transaction = database.begin_alone("signing_keys").await?;
    let keys = read(&mut transaction, seal).await?;
    if !is_due(&keys.opened, provider) {
        return Ok(keys);
    }
    let kid = add(&mut transaction, seal).await?;
    let keys = read(&mut transaction, seal).await?;
    transaction.commit().await?;
    tracing::info!(kid, "there is a new signing key");
    Ok(keys)
}

async fn read(connection: &mut AnyConnection, seal: &Seal) -> Result<Keys, sqlx::Error> {
    let stored = sqlx::query_as::<_, Stored>(
        "SELECT kid, private_key, created_at FROM signing_keys ORDER BY created_at, kid",
    );
    let stored = stored.fetch_all(connection).await?;
    let (mut opened, mut closed) = (Vec::new(), Vec::new());
    for stored in stored {
        match seal.open(&stored.0, &stored.1) {
            Some(pem) => opened.push((stored, pem)),
            None => closed.push(stored),
        }
    }
    Ok(Keys { opened, closed })
}

/// Adds a key. Returns its name.
async fn add(connection: &mut AnyConnection, seal: &Seal) -> Result<String, SigningError> {
    let random = getrandom::u64().map_err(|_| SigningError::None)?;
    let kid = format!("{random:016x}");
    let key = seal.new_key(&kid)?;
    let added =
        sqlx::query("INSERT INTO signing_keys (kid, private_key, created_at) VALUES ($1, $2, $3)");
    let added = added.bind(&kid).bind(key).bind(now());
    added.execute(connection).await?;
    Ok(kid)
}

/// Verifies tokens of the keys in the database.
pub(super) struct RotatingVerifier {
    keys: Arc<RotatingKeys>,
    issuers: [String; 1],
}

impl RotatingVerifier {
    pub(super) fn new(keys: Arc<RotatingKeys>) -> Self {
        let issuers = [keys.provider.issuer.clone()];
        Self { keys, issuers }
    }
}

impl VerifyToken for RotatingVerifier {
    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        Verification::pending(async move {
            let current = self.keys.current();
            match VerifyToken::verify(&current.verifier, token, at).await {
                Err(TokenError::UnknownKey) => {
                    self.keys.refresh_soon().await?;
                    let current = self.keys.current();
                    VerifyToken::verify(&current.verifier, token, at).await
                }
                verified => verified,
            }
        })
    }

    fn issuers(&self) -> &[String] {
        &self.issuers
    }
}

impl fmt::Debug for RotatingVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RotatingVerifier").finish_non_exhaustive()
    }
}

impl fmt::Debug for RotatingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RotatingKeys").finish_non_exhaustive()
    }
}
