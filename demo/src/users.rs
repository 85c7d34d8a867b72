//! Users: where they are kept, and whether a password is right.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use crate::passwords::verify_password;
use crate::turns::Busy;

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
    /// The bcrypt hash of the password.
    pub hashed_password: String,
    /// The scopes that the user may grant.
    pub scopes: Vec<String>,
}

impl From<UserInDb> for User {
    fn from(stored: UserInDb) -> Self {
        stored.user
    }
}

/// The users of the service. They are in memory: a database would have the same methods.
#[derive(Clone)]
pub struct Users(Arc<HashMap<&'static str, UserInDb>>);

impl Users {
    /// The users of the tutorial.
    #[must_use]
    pub fn fake_users_db() -> Self {
        let johndoe = UserInDb {
            user: User {
                username: "johndoe".into(),
                email: "johndoe@example.com".into(),
                full_name: "John Doe".into(),
                disabled: false,
            },
            hashed_password: "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW".into(),
            scopes: vec!["me".into(), "items".into()],
        };
        let alice = UserInDb {
            user: User {
                username: "alice".into(),
                email: "alicechains@example.com".into(),
                full_name: "Alice Chains".into(),
                disabled: true,
            },
            hashed_password: "$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm".into(),
            scopes: vec!["me".into(), "items".into()],
        };
        Self(Arc::new(HashMap::from([
            ("johndoe", johndoe),
            ("alice", alice),
        ])))
    }

    /// The user with this name.
    #[allow(clippy::unused_async, reason = "a database is asked in its place")]
    pub async fn get_user(&self, username: &str) -> Option<UserInDb> {
        self.0.get(username).cloned()
    }

    /// The user with this name, if the password is right. An unknown name takes as long as a
    /// wrong password.
    ///
    /// # Errors
    /// If too many log in at the moment.
    pub async fn authenticate_user(
        &self,
        username: &str,
        password: String,
    ) -> Result<Option<UserInDb>, Busy> {
        let user = self.get_user(username).await;
        let hash = user.as_ref().map(|user| user.hashed_password.clone());
        let right = verify_password(password, hash).await?;
        Ok(user.filter(|_| right))
    }
}

impl fmt::Debug for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Users").finish_non_exhaustive()
    }
}
