use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};

use crate::database::{Database, reason};

/// Which access tokens were revoked, one by one: all those of a user are revoked by their
/// [generation](crate::auth::TokenData). The database is asked about each, so all replicas know at once, and none accepts a
/// token while it cannot be asked.
#[derive(Debug, Clone)]
pub struct Revoked(Database);

impl Revoked {
    /// Those in a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }

    async fn count(&self, jti: &str) -> Result<i64, sqlx::Error> {
        let count = "SELECT COUNT(*) FROM revoked_tokens WHERE jti = $1";
        let count = sqlx::query_scalar(count).bind(jti);
        count.fetch_one(&mut *self.0.connection().await?).await
    }
}

impl Revocation for Revoked {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        let jti = token.jti.unwrap_or_default();
        // No name of ours, and PostgreSQL has no such text.
        if jti.contains('\0') {
            return Ok(false);
        }
        self.count(jti)
            .await
            .map_err(|error| RevocationUnknown::new(reason(&error)))
            .map(|count| count > 0)
    }
}
