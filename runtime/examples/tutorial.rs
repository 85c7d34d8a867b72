//! FastAPI's tutorial "OAuth2 scopes" in one file: its names, its order, its answers.
//!
//! ```sh
//! cargo run -p scopegate --example tutorial
//! curl -d 'username=johndoe&password=secret&scope=me items' http://127.0.0.1:8000/token
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/users/me/items/
//! ```
//!
//! The demo of the repository adds what FastAPI does around it: the OpenAPI document, its pages, redirects.

use std::error::Error;
use std::time::Duration;

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use scopegate::{
    AccessToken, Denial, FastApi, OAuth2PasswordRequestForm, SecurityScheme, TokenIssuer,
    TokenResponse, Verifier, VerifierError, dependency, security,
};
use serde::Serialize;
use serde_json::{Value, json};

/// Of the tutorial, and so known to everyone: make another one by `openssl rand -hex 32`.
const SECRET_KEY: &str = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";
const ACCESS_TOKEN_EXPIRE_MINUTES: u64 = 30;

static FAKE_USERS_DB: [UserInDb; 2] = [
    UserInDb {
        user: User {
            username: "johndoe",
            email: "johndoe@example.com",
            full_name: "John Doe",
            disabled: false,
        },
        hashed_password: "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
    },
    UserInDb {
        user: User {
            username: "alice",
            email: "alicechains@example.com",
            full_name: "Alice Chains",
            disabled: true,
        },
        hashed_password: "$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm",
    },
];

#[derive(Clone, Serialize)]
struct User {
    username: &'static str,
    email: &'static str,
    full_name: &'static str,
    disabled: bool,
}

struct UserInDb {
    user: User,
    hashed_password: &'static str,
}

/// Compared in place of the hash of an unknown user, so that the time of an answer does not tell who exists.
const DUMMY_HASH: &str = "$2b$12$CmhG.mVrjfut3MFFBIhH2OxQajGey88hyqEDbakDmSpEiDo/OGLP.";

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("me" = "Read information about the current user.", "items" = "Read items."),
    profile = fastapi,
)]
struct OAuth2PasswordBearer;

type HttpException = (StatusCode, Json<Value>);

fn http_exception(status: StatusCode, detail: &str) -> HttpException {
    (status, Json(json!({ "detail": detail })))
}

/// bcrypt repeats a password after a NUL: with one inside, two passwords would be the same.
fn verify_password(plain_password: &str, hashed_password: &str) -> bool {
    !plain_password.contains('\0')
        && bcrypt::verify(plain_password, hashed_password).unwrap_or(false)
}

fn get_user(username: &str) -> Option<&'static UserInDb> {
    FAKE_USERS_DB
        .iter()
        .find(|stored| stored.user.username == username)
}

fn authenticate_user(username: &str, password: &str) -> Option<&'static UserInDb> {
    let user = get_user(username);
    let hashed_password = user.map_or(DUMMY_HASH, |user| user.hashed_password);
    let is_right = verify_password(password, hashed_password);
    user.filter(|_| is_right)
}

/// The library has decoded the token, and compares the scopes when this has returned.
#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(token: AccessToken) -> Result<User, Denial> {
    let username = token.claims().sub.as_deref().unwrap_or_default();
    let stored = get_user(username).ok_or_else(|| token.deny())?;
    Ok(stored.user.clone())
}

#[dependency(scopes = ["me"], depends = get_current_user)]
async fn get_current_active_user(current_user: User) -> Result<User, HttpException> {
    if current_user.disabled {
        return Err(http_exception(StatusCode::BAD_REQUEST, "Inactive user"));
    }
    Ok(current_user)
}

/// Grants those of the requested scopes that exist: the tutorial grants any, and warns of that.
#[security(public)]
async fn login_for_access_token(
    State(issuer): State<TokenIssuer>,
    form_data: OAuth2PasswordRequestForm<FastApi>,
) -> Result<TokenResponse, HttpException> {
    let internal = || http_exception(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    let (username, password) = (form_data.username.clone(), form_data.password.clone());
    // It takes a quarter of a second, in which other requests have to be answered.
    let user = tokio::task::spawn_blocking(move || authenticate_user(&username, &password));
    let incorrect = || http_exception(StatusCode::BAD_REQUEST, "Incorrect username or password");
    let user = user.await.map_err(|_| internal())?.ok_or_else(incorrect)?;
    let known = OAuth2PasswordBearer::SCHEME.scopes;
    let is_known = |scope: &&String| known.iter().any(|known| known.name == **scope);
    let granted = form_data.scopes.iter().filter(is_known);
    let access_token = issuer.issue(user.user.username, granted);
    Ok(TokenResponse::bearer(access_token.map_err(|_| internal())?))
}

#[security(depends = get_current_active_user)]
async fn read_users_me(current_user: User) -> Json<User> {
    Json(current_user)
}

#[security(scopes = ["items"], depends = get_current_active_user)]
async fn read_own_items(current_user: User) -> Json<Value> {
    Json(json!([{ "item_id": "Foo", "owner": current_user.username }]))
}

#[security(depends = get_current_user)]
async fn read_system_status(_current_user: User) -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

#[derive(Clone, FromRef)]
struct App {
    issuer: TokenIssuer,
    verifier: Verifier,
}

pub(crate) fn app() -> Result<Router, VerifierError> {
    let lifetime = Duration::from_secs(ACCESS_TOKEN_EXPIRE_MINUTES * 60);
    let state = App {
        issuer: TokenIssuer::hs256(SECRET_KEY)?.lifetime(lifetime),
        verifier: Verifier::hs256(SECRET_KEY)?,
    };
    Ok(Router::new()
        .route("/token", post(login_for_access_token))
        .route("/users/me/", get(read_users_me))
        .route("/users/me/items/", get(read_own_items))
        .route("/status/", get(read_system_status))
        .with_state(state))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    Ok(axum::serve(listener, app()?).await?)
}
