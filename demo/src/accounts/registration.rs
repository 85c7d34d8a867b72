use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use scopegate::{SecureRouter, routes, security};
use serde::Deserialize;
use utoipa::ToSchema;

use super::rules::{self, Problems};
use crate::app::App;
use crate::attempts::LoginAttempt;
use crate::docs::{FailedHash, FailedRegistration, InvalidInput};
use crate::error::ApiError;
use crate::input::JsonBody;
use crate::passwords::get_password_hash;
use crate::users::{User, UserInDb, Users};

/// What whoever registers may be granted.
pub const REGISTERED_SCOPES: [&str; 3] = ["me", "items", "items:write"];

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_debug_implementations,
    reason = "a password has no business in a log"
)]
pub struct NewUser {
    /// The name to log in with.
    #[schema(pattern = "^[a-z][a-z0-9._-]{2,31}$")]
    pub username: String,
    /// The e-mail address.
    #[schema(format = "email", max_length = 254)]
    pub email: String,
    /// The name to show.
    #[schema(max_length = 100)]
    pub full_name: String,
    /// At most 72 bytes, without the username in it.
    #[schema(format = "password", min_length = 12, max_length = 72)]
    pub password: String,
}

/// The route by which users get an account.
pub fn routes() -> SecureRouter<App> {
    SecureRouter::new().routes(routes!(register))
}

/// Register.
#[utoipa::path(
    post, path = "/register", request_body = NewUser,
    responses((status = 201, description = "The new user.", body = User), FailedRegistration, InvalidInput, FailedHash),
)]
#[security(public)]
pub(super) async fn register(
    _attempt: LoginAttempt, // a hash costs the same as that of a login
    State(users): State<Users>,
    JsonBody(new): JsonBody<NewUser>,
) -> Result<(StatusCode, Json<User>), ApiError> {
    new.check()?;
    if users.get_user(&new.username).await?.is_some() {
        return Err(ApiError::Taken);
    }
    let user = UserInDb {
        user: User {
            username: new.username,
            email: new.email,
            full_name: new.full_name,
            disabled: false,
            generation: 0,
            token: String::new(),
        },
        hashed_password: get_password_hash(new.password).await?,
        scopes: REGISTERED_SCOPES.map(str::to_owned).to_vec(),
    };
    // Somebody else may have been quicker.
    if !users.add(&user).await? {
        return Err(ApiError::Taken);
    }
    Ok((StatusCode::CREATED, Json(user.into())))
}

impl NewUser {
    fn check(&self) -> Result<(), ApiError> {
        let mut problems = Problems::default();
        problems.add("username", rules::username(&self.username));
        problems.add("email", rules::email(&self.email));
        problems.add("full_name", rules::text(&self.full_name, 0, 100, false));
        problems.add("password", rules::password(&self.password, &self.username));
        problems.into_result()
    }
}
