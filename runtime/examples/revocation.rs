//! Log in, log out, and log out everywhere: tokens that end before they expire.
//!
//! ```sh
//! cargo run -p scopegate --example revocation
//! TOKEN=$(curl -X POST http://127.0.0.1:8000/log-in/johndoe)
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/me
//! curl -X POST -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/log-out
//! ```
//!
//! The list is in memory, for one instance. The guide `revocation` has one in Redis, for several.

use std::error::Error;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::StatusCode;
use scopegate::revocation::RevokedTokens;
use scopegate::routing::{get, post};
use scopegate::{
    AccessToken, Denial, SecureRouter, SecurityScheme, TokenIssuer, Verifier, VerifierError,
    dependency, security,
};

/// How long a token is valid.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How much longer the verifier accepts it, for clocks that differ.
const LEEWAY: Duration = Duration::from_secs(10);

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "log-in"), scopes("me" = "Read your profile."))]
struct Session;

#[derive(Clone, FromRef)]
struct App {
    issuer: TokenIssuer,
    verifier: Verifier,
    revoked: RevokedTokens,
}

/// A real service asks for a password here: see the example `tutorial`.
#[security(public)]
async fn log_in(
    Path(name): Path<String>,
    State(issuer): State<TokenIssuer>,
) -> Result<String, StatusCode> {
    let token = issuer.issue(&name, ["me"]);
    token.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

struct CurrentSession {
    user: String,
    token: String,
    expires_at: SystemTime,
}

#[dependency(depends = Session)]
fn current_session(token: AccessToken) -> Result<CurrentSession, Denial> {
    let claims = token.claims().clone();
    let (Some(user), Some(jti), Some(expires_at)) = (claims.sub, claims.jti, claims.exp) else {
        return Err(token.deny());
    };
    Ok(CurrentSession {
        user,
        token: jti,
        expires_at,
    })
}

#[security(scopes = ["me"], depends = current_session)]
async fn me(session: CurrentSession) -> String {
    session.user
}

/// 503 if the list is full: the token is still valid, and the client has to know.
#[security(depends = current_session)]
async fn log_out(
    session: CurrentSession,
    State(revoked): State<RevokedTokens>,
) -> Result<(), StatusCode> {
    let done = revoked.revoke(&session.token, session.expires_at);
    done.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

/// Also for a password that was changed, or a device that was lost.
#[security(depends = current_session)]
async fn log_out_everywhere(
    session: CurrentSession,
    State(revoked): State<RevokedTokens>,
) -> Result<(), StatusCode> {
    let last_expiry = SystemTime::now() + LIFETIME;
    let done = revoked.revoke_all_of(&session.user, last_expiry);
    done.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

pub(crate) fn app(secret: &[u8]) -> Result<Router, VerifierError> {
    let revoked = RevokedTokens::new();
    let verifier = Verifier::builder().hs256(secret).leeway(LEEWAY);
    let state = App {
        issuer: TokenIssuer::hs256(secret)?.lifetime(LIFETIME),
        verifier: verifier.revocation(revoked.clone()).build()?,
        revoked,
    };
    let routes = SecureRouter::new()
        .route("/log-in/{name}", post(log_in))
        .route("/me", get(me))
        .route("/log-out", post(log_out))
        .route("/log-out-everywhere", post(log_out_everywhere));
    Ok(routes.with_state(state).into_router())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = std::env::var("SECRET_KEY").map_err(|_| "set SECRET_KEY: 32 bytes or more")?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    Ok(axum::serve(listener, app(secret.as_bytes())?).await?)
}
