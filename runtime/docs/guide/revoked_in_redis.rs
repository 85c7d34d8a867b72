use std::time::{Duration, SystemTime};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{AsyncCommands, Client, RedisResult, SetExpiry, SetOptions};
use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};
use tokio::time::timeout;

/// How long a request waits for Redis. Without a response, its token is not accepted (503).
pub const PATIENCE: Duration = Duration::from_millis(500);

/// At least the leeway of the verifier: 5 minutes is the maximum.
pub const LEEWAY: Duration = Duration::from_secs(300);

/// Revoked tokens in Redis, for all instances of a service. Clones share one connection.
#[derive(Clone)]
pub struct RevokedInRedis(ConnectionManager);

impl RevokedInRedis {
    /// Connects when the first token arrives, and again after the connection was lost. Call it in a tokio runtime.
    ///
    /// # Errors
    /// If the URL is invalid.
    pub fn new(url: &str) -> RedisResult<Self> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_max_delay(Duration::from_secs(1));
        ConnectionManager::new_lazy_with_config(Client::open(url)?, config).map(Self)
    }

    /// Revokes a token. The entry is removed when no verifier accepts the token any more: after its expiry and the
    /// leeway.
    ///
    /// # Errors
    /// If Redis did not store it: try again, because the token is still valid.
    pub async fn revoke(&self, iss: &str, jti: &str, expires_at: SystemTime) -> RedisResult<()> {
        let end = (expires_at + LEEWAY).duration_since(SystemTime::UNIX_EPOCH);
        let seconds = end.unwrap_or_default().as_secs() + 1; // A fraction is cut off.
        let expiry = SetOptions::default().with_expiration(SetExpiry::EXAT(seconds));
        self.0.clone().set_options(key(iss, jti), 1, expiry).await
    }
}

impl Revocation for RevokedInRedis {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        let Some(jti) = token.jti else {
            return Ok(true); // It can never be revoked.
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
