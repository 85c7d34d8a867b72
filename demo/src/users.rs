//! Users: where they are kept, and whether a password is right.

use scopegate::SecurityScheme;
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::{Change, REGISTERED_SCOPES};
use crate::auth::OAuth2PasswordBearer;
use crate::database::{Database, reason};
use crate::error::ApiError;
use crate::input::Page;
use crate::passwords::{Verdict, verify_password};
use crate::still_valid::if_still_valid;

/// A user, as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// The name to log in with.
    pub username: String,
    /// The e-mail address.
    pub email: String,
    /// The name to show.
    pub full_name: String,
    /// Whether the user may no longer use the API.
    pub disabled: bool,
    /// How often all tokens of the user were revoked. Those that have another number are not valid.
    #[serde(skip)]
    pub generation: i64,
    /// The name of the token that the user has sent, which may be revoked alone.
    #[serde(skip)]
    pub token: String,
}

/// A user, as it is stored.
#[derive(Clone)]
#[allow(
    missing_debug_implementations,
    reason = "a hash has no business in a log"
)]
pub struct UserInDb {
    /// What the API shows.
    pub user: User,
    /// The hash of the password, by argon2id or bcrypt.
    pub hashed_password: String,
    /// The scopes that were given to the user.
    pub scopes: Vec<String>,
}

impl UserInDb {
    /// Whether a token of the user may have this scope: one that was given to the user, or that is implied by one.
    #[must_use]
    pub fn may_be_granted(&self, scope: &str) -> bool {
        includes(&self.scopes, scope)
    }
}

/// Whether a scope is one of some, or is implied by one.
#[must_use]
pub fn includes(scopes: &[String], scope: &str) -> bool {
    let declared = OAuth2PasswordBearer::SCHEME.scopes.iter();
    let mut given = declared.filter(|declared| scopes.iter().any(|s| s == declared.name));
    given.any(|given| given.name == scope || given.implies.contains(&scope))
}

impl From<UserInDb> for User {
    fn from(stored: UserInDb) -> Self {
        stored.user
    }
}

/// The users of the tutorial.
#[must_use]
pub fn fake_users_db() -> [UserInDb; 2] {
    let johndoe = UserInDb {
        user: User {
            username: "johndoe".into(),
            email: "johndoe@example.com".into(),
            full_name: "John Doe".into(),
            disabled: false,
            generation: 0,
            token: String::new(),
        },
        hashed_password: "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW".into(),
        scopes: REGISTERED_SCOPES.map(str::to_owned).to_vec(),
    };
    let alice = UserInDb {
        user: User {
            username: "alice".into(),
            email: "alicechains@example.com".into(),
            full_name: "Alice Chains".into(),
            disabled: true,
            generation: 0,
            token: String::new(),
        },
        hashed_password: "$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm".into(),
        scopes: REGISTERED_SCOPES.map(str::to_owned).to_vec(),
    };
    [johndoe, alice]
}

/// The users of the service.
#[derive(Debug, Clone)]
pub struct Users {
    database: Database,
}

/// A row of the table, in the order of its columns.
type Row = (String, String, String, i64, String, String, i64);

impl Users {
    /// Those in a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// The user with this name.
    ///
    /// # Errors
    /// If the database cannot be asked.
    pub async fn get_user(&self, username: &str) -> Result<Option<UserInDb>, sqlx::Error> {
        // PostgreSQL has no such text, so there is no such user.
        if username.contains('\0') {
            return Ok(None);
        }
        let found = sqlx::query_as::<_, Row>(
            "SELECT username, email, full_name, disabled, hashed_password, scopes,
             generation FROM users WHERE username = $1",
        );
        let found = found.bind(username);
        let found = found
            .fetch_optional(&mut *self.database.connection().await?)
            .await?;
        Ok(found.map(UserInDb::from))
    }

    /// The user with this name, if the password is right. An unknown name takes as long as a
    /// wrong password.
    ///
    /// # Errors
    /// If too many log in at the moment, or the database cannot be asked.
    pub async fn authenticate_user(
        &self,
        username: &str,
        password: String,
    ) -> Result<Option<UserInDb>, ApiError> {
        let user = self.get_user(username).await?;
        let hash = user.as_ref().map(|user| user.hashed_password.clone());
        match (user, verify_password(password, hash).await?) {
            (Some(user), Verdict::Right { better_hash }) => {
                if let Some(better_hash) = better_hash {
                    self.keep_better_hash(&user, &better_hash).await;
                }
                Ok(Some(user))
            }
            _ => Ok(None),
        }
    }

    /// Who has logged in is logged in, even if this fails.
    async fn keep_better_hash(&self, user: &UserInDb, better_hash: &str) {
        if let Err(error) = self.replace_hash(user, better_hash).await {
            let reason = reason(&error);
            tracing::warn!("cannot keep a better hash of a password: {reason}");
        }
    }

    async fn replace_hash(&self, user: &UserInDb, better_hash: &str) -> Result<(), sqlx::Error> {
        // The password may have been changed by now.
        let kept = sqlx::query(
            "UPDATE users SET hashed_password = $1 WHERE username = $2 AND hashed_password = $3",
        )
        .bind(better_hash)
        .bind(&user.user.username)
        .bind(&user.hashed_password);
        kept.execute(&mut *self.database.connection().await?)
            .await?;
        Ok(())
    }

    /// Users in the order of their names.
    ///
    /// # Errors
    /// 422 for a page that cannot be, 503 if the database cannot be asked.
    pub async fn list(&self, page: &Page) -> Result<Vec<UserInDb>, ApiError> {
        let found = sqlx::query_as::<_, Row>(
            "SELECT username, email, full_name, disabled, hashed_password, scopes,
             generation FROM users WHERE username > $1 ORDER BY username LIMIT $2",
        );
        let found = found.bind(page.after()).bind(page.rows()?);
        let found = found
            .fetch_all(&mut *self.database.connection().await?)
            .await?;
        Ok(found.into_iter().map(UserInDb::from).collect())
    }

    /// Changes the user with this name, if there is one. That revokes all tokens at the same moment: also those of a login
    /// that is under way, which has read what the user had, and those of before the user was disabled, for good. None also if the
    /// token of whoever changes it was revoked since the request began, alone or with all others.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn change(
        &self,
        by: &User,
        username: &str,
        change: &Change,
    ) -> Result<Option<UserInDb>, sqlx::Error> {
        if username.contains('\0') {
            return Ok(None);
        }
        let changed = if_still_valid!(
            sqlx::query_as::<_, Row>,
            by,
            "UPDATE users SET scopes = COALESCE($4, scopes), disabled = COALESCE($5, disabled),
             generation = generation + $6 WHERE username = $7 AND",
            " RETURNING username, email, full_name, disabled, hashed_password, scopes, generation"
        )
        .bind(change.scopes.as_ref().map(|scopes| scopes.join(" ")))
        .bind(change.disabled.map(i64::from))
        .bind(i64::from(
            change.scopes.is_some() || change.disabled.is_some(),
        ))
        .bind(username);
        // PostgreSQL, after it has waited for a row, looks at that one again only: nobody else writes meanwhile.
        let mut transaction = self.database.begin_alone("users").await?;
        let changed = changed.fetch_optional(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(changed.map(UserInDb::from))
    }

    /// Sets the password of the user with this name, if there is one, and the token of whoever sets it was not revoked since
    /// the request began, alone or with all others: its body may come later, and the hash takes some time. That revokes all
    /// tokens at the same moment. Tells whether it was set.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn set_password(
        &self,
        username: &str,
        hash: &str,
        by: &User,
    ) -> Result<bool, sqlx::Error> {
        if username.contains('\0') {
            return Ok(false);
        }
        let set = if_still_valid!(
            sqlx::query,
            by,
            "UPDATE users SET hashed_password = $4, generation = generation + 1 WHERE username = $5 AND"
        )
        .bind(hash)
        .bind(username);
        let mut transaction = self.database.begin_alone("users").await?; // as in `change`
        let set = set.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(set.rows_affected() == 1)
    }

    /// Revokes all access tokens and ends all sessions of the user with this name.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn revoke_all_tokens(&self, username: &str) -> Result<(), sqlx::Error> {
        let revoked =
            sqlx::query("UPDATE users SET generation = generation + 1 WHERE username = $1");
        let revoked = revoked.bind(username);
        revoked
            .execute(&mut *self.database.connection().await?)
            .await
            .map(drop)
    }

    /// Adds a user, unless there is one with this name: that one stays as it is. Tells whether it was added.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn add(&self, user: &UserInDb) -> Result<bool, sqlx::Error> {
        let UserInDb {
            user: shown,
            hashed_password,
            scopes,
            ..
        } = user;
        let added = sqlx::query(
            "INSERT INTO users (username, email, full_name, disabled, hashed_password, scopes)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (username) DO NOTHING",
        )
        .bind(&shown.username)
        .bind(&shown.email)
        .bind(&shown.full_name)
        .bind(i64::from(shown.disabled))
        .bind(hashed_password)
        .bind(scopes.join(" "))
        .execute(&mut *self.database.connection().await?)
        .await?;
        Ok(added.rows_affected() == 1)
    }
}

impl From<Row> for UserInDb {
    fn from(row: Row) -> Self {
        let (username, email, full_name, disabled, hashed_password, scopes, generation) = row;
        Self {
            user: User {
                username,
                email,
                full_name,
                disabled: disabled != 0,
                generation,
                token: String::new(),
            },
            hashed_password,
            scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        }
    }
}
