use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use scopegate::TokenResponse;
use scopegate::password::RefreshTokenForm;
use serde::Deserialize;

use super::{OFFLINE_ACCESS, RefreshToken};
use crate::clock::now;
use crate::config::Config;
use crate::database::{Database, Transaction};
use crate::error::ApiError;
use crate::signing::Signing;
use crate::users::{UserInDb, Users, includes};

/// How long what has expired is remembered, in seconds: clocks of replicas may differ, and one that is ahead must not make the
/// others forget which tokens were revoked.
const MARGIN: u64 = 60 * 60;

/// The sessions of all users.
#[derive(Debug, Clone)]
pub struct Sessions {
    database: Database,
    lifetime: Duration,
    token_lifetime: Duration,
}

/// A session, in the order of its columns: whose, the scopes, the hash, when it expires, and of which generation it is.
type Row = (String, String, String, i64, i64);

/// The claims of an access token by which it is revoked.
#[derive(Deserialize)]
struct Issued {
    jti: String,
    exp: i64,
}

impl Sessions {
    /// Those in a database.
    #[must_use]
    pub fn new(database: Database, config: &Config) -> Self {
        Self {
            database,
            lifetime: config.session_lifetime(),
            token_lifetime: config.access_token_lifetime(),
        }
    }

    /// Begins a session of a user who has logged in.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn begin(
        &self,
        signing: &Signing,
        user: &UserInDb,
        scopes: &[String],
    ) -> Result<TokenResponse, ApiError> {
        let access_token = create_access_token(signing, user, scopes)?;
        let refresh_token = RefreshToken::new()?;
        let expires_at = now().saturating_add_unsigned(self.lifetime.as_secs());
        let mut transaction = self.database.begin().await?;
        sqlx::query(
            "INSERT INTO sessions (session_id, username, scopes, refresh_hash, expires_at, generation)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(refresh_token.session())
        .bind(&user.user.username)
        .bind(scopes.join(" "))
        .bind(refresh_token.hash())
        .bind(expires_at)
        .bind(user.user.generation)
        .execute(&mut *transaction)
        .await?;
        remember(&mut transaction, refresh_token.session(), &access_token).await?;
        transaction.commit().await?;
        Ok(self.response(access_token, &refresh_token, scopes))
    }

    /// Continues the session of a refresh token, which is replaced by another. Requested scopes must have been granted;
    /// without any, all of them are requested.
    ///
    /// One that was replaced before is in two hands: the session ends (RFC 9700 section 4.14.2).
    ///
    /// # Errors
    /// 400 if the token is not valid, or a scope was not granted.
    pub async fn refresh(
        &self,
        signing: &Signing,
        users: &Users,
        form: RefreshTokenForm,
    ) -> Result<TokenResponse, ApiError> {
        let requested = form.scopes;
        let token = RefreshToken::parse(&form.refresh_token).ok_or(ApiError::InvalidGrant)?;
        let session = self.find(&token).await?;
        let (username, granted, current, expires_at, generation) = session;
        if current != token.hash() {
            tracing::warn!(username, "a refresh token was used twice: its session ends");
            self.end_in_any_case(token.session()).await?;
            return Err(ApiError::InvalidGrant);
        }
        let user = users.get_user(&username).await?;
        let user = user.filter(|user| !user.user.disabled && user.user.generation == generation);
        let user = user.ok_or(ApiError::InvalidGrant)?;
        if expires_at <= now() {
            return Err(ApiError::InvalidGrant);
        }
        let granted: Vec<_> = granted.split_whitespace().map(str::to_owned).collect();
        // Clients repeat the scopes of the login.
        let was_granted = |scope: &String| scope == OFFLINE_ACCESS || includes(&granted, scope);
        if !requested.iter().all(was_granted) {
            return Err(ApiError::InvalidScope);
        }
        // The user may have lost some since.
        let scopes = if requested.is_empty() {
            &granted
        } else {
            &requested
        };
        let scopes = scopes.iter().filter(|scope| user.may_be_granted(scope));
        let scopes: Vec<_> = scopes.cloned().collect();
        let access_token = create_access_token(signing, &user, &scopes)?;

        let next = token.next()?;
        let mut transaction = self.database.begin().await?;
        let replaced = sqlx::query(
            "UPDATE sessions SET refresh_hash = $1 WHERE session_id = $2 AND refresh_hash = $3",
        )
        .bind(next.hash())
        .bind(token.session())
        .bind(token.hash())
        .execute(&mut *transaction)
        .await?;
        if replaced.rows_affected() != 1 {
            // Somebody else was quicker with the same token, or has ended the session.
            drop(transaction);
            self.end_in_any_case(token.session()).await?;
            return Err(ApiError::InvalidGrant);
        }
        remember(&mut transaction, token.session(), &access_token).await?;
        transaction.commit().await?;
        Ok(self.response(access_token, &next, &scopes))
    }

    fn response(&self, access: String, refresh: &RefreshToken, scopes: &[String]) -> TokenResponse {
        TokenResponse::bearer(access)
            .expires_in(self.token_lifetime)
            .refresh_token(refresh.reveal())
            .scope(scopes)
    }

    async fn find(&self, token: &RefreshToken) -> Result<Row, ApiError> {
        let found = sqlx::query_as(
            "SELECT username, scopes, refresh_hash, expires_at, generation FROM sessions
             WHERE session_id = $1",
        );
        let found = found.bind(token.session());
        let found = found
            .fetch_optional(&mut *self.database.connection().await?)
            .await?;
        found.ok_or(ApiError::InvalidGrant)
    }

    /// Ends a session whose refresh token is in two hands, also if this one hangs up before: the other may be the thief.
    async fn end_in_any_case(&self, session: &str) -> Result<(), sqlx::Error> {
        let (sessions, session) = (self.clone(), session.to_owned());
        let ending = tokio::spawn(async move { sessions.end(&session).await });
        ending.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    /// Ends a session, with its access tokens.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn end(&self, session: &str) -> Result<(), sqlx::Error> {
        // Everybody may invent names, and nobody who writes has to wait for that.
        if !self.has_left_anything(session).await? {
            return Ok(());
        }
        let mut transaction = self.database.begin().await?;
        for statement in [
            // First, so that nobody continues it meanwhile.
            "DELETE FROM sessions WHERE session_id = $1",
            "INSERT INTO revoked_tokens (jti, expires_at)
             SELECT jti, expires_at FROM session_tokens WHERE session_id = $1 ON CONFLICT (jti) DO NOTHING",
            "DELETE FROM session_tokens WHERE session_id = $1",
        ] {
            let statement = sqlx::query(statement).bind(session);
            statement.execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    async fn has_left_anything(&self, session: &str) -> Result<bool, sqlx::Error> {
        let count = "SELECT (SELECT COUNT(*) FROM sessions WHERE session_id = $1)
             + (SELECT COUNT(*) FROM session_tokens WHERE session_id = $1)";
        let count = sqlx::query_scalar::<_, i64>(count).bind(session);
        let count = count
            .fetch_one(&mut *self.database.connection().await?)
            .await?;
        Ok(count > 0)
    }

    /// Revokes an access token, which is known to be genuine.
    ///
    /// # Errors
    /// 400 if it has no name, 503 if the database cannot be written.
    pub async fn revoke(&self, access_token: &str) -> Result<(), ApiError> {
        let named = issued(access_token).ok_or(ApiError::UnsupportedTokenType);
        let Issued { jti, exp } = named?;
        sqlx::query(
            "INSERT INTO revoked_tokens (jti, expires_at) VALUES ($1, $2) ON CONFLICT (jti) DO NOTHING",
        )
        .bind(jti)
        .bind(exp)
        .execute(&mut *self.database.connection().await?)
        .await?;
        Ok(())
    }

    /// Forgets what has expired, and sessions that ended with all others of their user.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn forget_expired(&self) -> Result<(), sqlx::Error> {
        let ended = "DELETE FROM sessions WHERE generation <>
             (SELECT generation FROM users WHERE users.username = sessions.username)";
        sqlx::query(ended)
            .execute(&mut *self.database.connection().await?)
            .await?;
        for statement in [
            "DELETE FROM sessions WHERE expires_at < $1",
            "DELETE FROM session_tokens WHERE expires_at < $1",
            "DELETE FROM revoked_tokens WHERE expires_at < $1",
        ] {
            let statement = sqlx::query(statement).bind(now().saturating_sub_unsigned(MARGIN));
            statement
                .execute(&mut *self.database.connection().await?)
                .await?;
        }
        Ok(())
    }
}

/// The tutorial's `create_access_token`, for a user who may have these scopes.
///
/// # Errors
/// If it cannot be issued. 400 for a disabled user if other services accept it: only ours ask whether its user was disabled.
pub fn create_access_token(
    signing: &Signing,
    user: &UserInDb,
    scopes: &[String],
) -> Result<String, ApiError> {
    if user.user.disabled && signing.is_for_others() {
        return Err(ApiError::InactiveUser);
    }
    signing.issue(user, scopes).map_err(|error| {
        tracing::error!("cannot issue a token: {error}");
        ApiError::Internal
    })
}

/// Lets an access token end with its session.
async fn remember(
    transaction: &mut Transaction,
    session: &str,
    access_token: &str,
) -> Result<(), ApiError> {
    let Issued { jti, exp } = issued(access_token).ok_or(ApiError::Internal)?;
    sqlx::query("INSERT INTO session_tokens (jti, session_id, expires_at) VALUES ($1, $2, $3)")
        .bind(jti)
        .bind(session)
        .bind(exp)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// The claims of a token of ours.
fn issued(access_token: &str) -> Option<Issued> {
    let payload = access_token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}
