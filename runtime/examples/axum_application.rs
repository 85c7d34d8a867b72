//! An application that was there before scopegate: its state is in an `Arc`, it logs requests, notes belong to somebody,
//! and routes that have not moved yet are as they were. The guide `axum` goes through it, recipe by recipe.
//!
//! ```sh
//! SECRET_KEY=$(openssl rand -hex 32) cargo run -p scopegate --example axum_application
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRef, Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::{Json, Router};
use scopegate::routing::get;
use scopegate::{
    AccessToken, Denial, SecureRouter, SecurityScheme, Verifier, dependency, security,
};

#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes("notes:read" = "Read notes.", "notes:write" = "Change notes.", implies("notes:read")),
)]
struct Account;

/// `FromRef` for the verifier; the rest is used through the `Arc`.
#[derive(FromRef)]
pub(crate) struct AppState {
    verifier: Verifier,
    #[from_ref(skip)]
    notes: Mutex<BTreeMap<u32, Note>>,
}

#[derive(Clone)]
pub(crate) struct Note {
    pub(crate) owner: String,
    pub(crate) text: String,
}

impl AppState {
    pub(crate) fn new(verifier: Verifier, notes: BTreeMap<u32, Note>) -> Self {
        let notes = Mutex::new(notes);
        Self { verifier, notes }
    }

    fn with_notes<T>(&self, work: impl FnOnce(&mut BTreeMap<u32, Note>) -> T) -> T {
        work(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct User(String);

#[dependency(depends = Account)]
fn current_user(token: AccessToken) -> Result<User, Denial> {
    let subject = token.claims().sub.clone();
    subject.map(User).ok_or_else(|| token.deny())
}

/// 404 for the notes of others, too: strangers do not learn which exist.
#[dependency(depends = current_user)]
async fn own_note(
    User(name): User,
    Path(id): Path<u32>,
    State(app): State<Arc<AppState>>,
) -> Result<(u32, Note), StatusCode> {
    let note = app.with_notes(|notes| notes.get(&id).cloned());
    let own = note.filter(|note| note.owner == name);
    own.map(|note| (id, note)).ok_or(StatusCode::NOT_FOUND)
}

#[security(scopes = ["notes:read"], depends = current_user)]
async fn list_notes(User(name): User, State(app): State<Arc<AppState>>) -> Json<Vec<u32>> {
    let is_own = |(_, note): &(&u32, &Note)| note.owner == name;
    Json(app.with_notes(|notes| notes.iter().filter(is_own).map(|(id, _)| *id).collect()))
}

#[security(scopes = ["notes:read"], depends = own_note)]
async fn read_note((_, note): (u32, Note)) -> String {
    note.text
}

#[security(scopes = ["notes:write"], depends = own_note)]
async fn delete_note((id, _): (u32, Note), State(app): State<Arc<AppState>>) {
    app.with_notes(|notes| notes.remove(&id));
}

/// Why a request was refused is in the response.
async fn log_refusals(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if let Some(denial) = response.extensions().get::<Denial>() {
        let (handler, reason) = (denial.handler(), denial.reason().as_str());
        tracing::info!(handler, reason, "refused");
    }
    response
}

pub(crate) fn app(state: AppState) -> Router {
    // Routes that have not moved yet.
    let rest = Router::new().route("/health", axum::routing::get(async || "ok"));
    let routes = SecureRouter::new()
        .route("/notes", get(list_notes))
        .route("/notes/{id}", get(read_note).delete(delete_note))
        .unprotected("/", rest)
        .layer(from_fn(log_refusals));
    routes.with_state(Arc::new(state)).into_router()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().init();
    let secret = std::env::var("SECRET_KEY").map_err(|_| "set SECRET_KEY: 32 bytes or more")?;
    let state = AppState::new(Verifier::hs256(secret)?, BTreeMap::new());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    Ok(axum::serve(listener, app(state)).await?)
}
