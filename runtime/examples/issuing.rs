//! Logs users in, with tokens that other services verify by public keys.
//!
//! ```sh
//! openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out 2026-11.pem
//! cargo run -p scopegate --example issuing -- 2026-11.pem
//! curl http://127.0.0.1:8000/jwks.json
//! curl -d 'grant_type=password&username=johndoe&password=secret&scope=items:read' http://127.0.0.1:8000/token
//! ```
//!
//! The first key signs, and all are published. To replace it, deploy `2026-11.pem 2027-05.pem`, and after five minutes
//! `2027-05.pem 2026-11.pem`; after half an hour, when the last token of the old key has expired, `2027-05.pem` alone.

use std::error::Error;
use std::path::Path;

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::{Json, Router};
use scopegate::routing::{get, post};
use scopegate::token::Jwks;
use scopegate::{
    Algorithm, OAuth2PasswordRequestForm, SecureRouter, TokenIssuer, TokenResponse, VerifierError,
    security,
};
use serde_json::{Value, json};

const ISSUER: &str = "https://issuer.example";
/// The services that verify the tokens.
const AUDIENCE: &str = "https://api.example";

/// The client whose users log in here. With it, the tokens follow RFC 9068, as verifiers expect.
const CLIENT: &str = "our-app";
/// What a user may do at the other services.
const SCOPES: [&str; 2] = ["items:read", "items:write"];

/// `secret`
const HASHED_PASSWORD: &str = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";

/// A key pair: its name, and the private key as PEM (PKCS #8).
pub(crate) type KeyPair = (String, String);

#[derive(Clone, FromRef)]
struct App {
    issuer: TokenIssuer,
    jwks: Jwks,
}

/// A real service has a table of users, and takes as long for unknown ones: see the example `tutorial`.
fn authenticate(username: &str, password: &str) -> bool {
    let is_right = bcrypt::verify(password, HASHED_PASSWORD).unwrap_or(false);
    is_right && username == "johndoe"
}

type OAuth2Error = (StatusCode, Json<Value>);

#[security(public)]
async fn token(
    State(issuer): State<TokenIssuer>,
    form: OAuth2PasswordRequestForm,
) -> Result<TokenResponse, OAuth2Error> {
    let (username, password) = (form.username.clone(), form.password.clone());
    let right = tokio::task::spawn_blocking(move || authenticate(&username, &password));
    if !right.await.unwrap_or(false) {
        return Err((
            StatusCode::BAD_REQUEST,
            Json(json!({ "error": "invalid_grant" })),
        ));
    }
    let is_allowed = |scope: &&String| SCOPES.contains(&scope.as_str());
    let granted: Vec<_> = form.scopes.iter().filter(is_allowed).collect();
    let token = issuer.issue_with(&form.username, &granted, &json!({ "client_id": CLIENT }));
    let internal = (
        StatusCode::INTERNAL_SERVER_ERROR,
        Json(json!({ "error": "server_error" })),
    );
    let token = token.map_err(|_| internal)?;
    Ok(TokenResponse::bearer(token).scope(granted))
}

#[security(public)]
async fn jwks(State(jwks): State<Jwks>) -> Jwks {
    jwks
}

fn key_pair((kid, pem): &KeyPair) -> Result<TokenIssuer, VerifierError> {
    TokenIssuer::key_pair(Algorithm::ES256, kid, pem)
}

pub(crate) fn app(signs: &KeyPair, others: &[KeyPair]) -> Result<Router, VerifierError> {
    let mut issuer = key_pair(signs)?.issuer(ISSUER).audience(AUDIENCE);
    for other in others {
        let public = key_pair(other)?.jwks().keys().next().unwrap_or_default();
        issuer = issuer.also_publish(&other.0, &public)?;
    }
    let routes = SecureRouter::new()
        .route("/token", post(token))
        .route("/jwks.json", get(jwks));
    let state = App {
        jwks: issuer.jwks(),
        issuer,
    };
    Ok(routes.with_state(state).into_router())
}

/// A key is named after its file.
fn read(path: String) -> Result<KeyPair, Box<dyn Error>> {
    let kid = Path::new(&path).file_stem().unwrap_or_default();
    let kid = kid.to_string_lossy().into_owned();
    Ok((kid, std::fs::read_to_string(path)?))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let keys = std::env::args().skip(1).map(read);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let (signs, others) = keys.split_first().ok_or("usage: issuing KEY.pem...")?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    Ok(axum::serve(listener, app(signs, others)?).await?)
}
