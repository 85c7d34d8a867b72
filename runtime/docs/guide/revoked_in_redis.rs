use std::time::{Duration, SystemTime};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{AsyncCommands, Client, RedisResult, SetExpiry, SetOptions};
use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};
use tokio::time::timeout;

/// How long a request waits for Redis. Without an answer its token is not accepted (503).
pub const PATIENCE: Duration = Duration::from_millis(500);

/// Revoked tokens in Redis, for all instances of a service. Clones share one connection.
#[derive(Clone)]
pub struct RevokedInRedis(ConnectionManager);

impl RevokedInRedis {
    /// Connects when the first token comes in, and again when the connection broke. Call it in a runtime of tokio.
    ///
    /// # Errors
    /// If the address cannot be read.
    pub fn new(url: &str) -> RedisResult<Self> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_max_delay(Duration::from_secs(1));
        ConnectionManager::new_lazy_with_config(Client::open(url)?, config).map(Self)
    }

    /// Revokes a token, and forgets it when it would have expired, leeway included.
    ///
    /// # Errors
    /// If Redis did not take it: try again, for the token is still good.
    pub async fn revoke(&self, iss: &str, jti: &str, until: SystemTime) -> RedisResult<()> {
        let until = until.duration_since(SystemTime::UNIX_EPOCH);
        let seconds = until.unwrap_or_default().as_secs() + 1; // A fraction is cut off.
        let expiry = SetOptions::default().with_expiration(SetExpiry::EXAT(seconds));
        self.0.clone().set_options(key(iss, jti), 1, expiry).await
    }
}

impl Revocation for RevokedInRedis {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        let Some(jti) = token.jti else {
            return Ok(true); // It could never be revoked.
        };
        let mut redis = self.0.clone();
        let asked = redis.exists(key(token.iss.unwrap_or_default(), jti));
        let answer = timeout(PATIENCE, asked).await;
        let answer = answer.map_err(RevocationUnknown::new)?;
        answer.map_err(RevocationUnknown::new)
    }
}

/// The name of a token is unique for one issuer only, whose own has no space.
fn key(iss: &str, jti: &str) -> String {
    format!("revoked:{iss} {jti}")
}
