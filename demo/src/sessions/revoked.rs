use std::time::SystemTime;

use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};

use crate::clock::seconds;
use crate::database::Database;

/// Which access tokens were revoked. The database is asked about each, so all replicas know at once, and none accepts a
/// token while it cannot be asked.
#[derive(Debug, Clone)]
pub struct Revoked(Database);

impl Revoked {
    /// Those in a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }
}

impl Revocation for Revoked {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        let jti = token.jti.unwrap_or_default();
        let sub = token.sub.unwrap_or_default();
        // No name of ours, and PostgreSQL has no such text.
        if jti.contains('\0') || sub.contains('\0') {
            return Ok(false);
        }
        // One that does not say when is as old as can be.
        let issued = seconds(token.iat.unwrap_or(SystemTime::UNIX_EPOCH));
        let revoked = sqlx::query_scalar::<_, i64>(
            "SELECT (SELECT COUNT(*) FROM revoked_tokens WHERE jti = $1)
                  + (SELECT COUNT(*) FROM users
                     WHERE username = $2 AND tokens_revoked_until > 0 AND tokens_revoked_until >= $3)",
        );
        let revoked = revoked.bind(jti).bind(sub).bind(issued);
        let revoked = revoked.fetch_one(self.0.pool()).await;
        Ok(revoked.map_err(RevocationUnknown::new)? > 0)
    }
}
