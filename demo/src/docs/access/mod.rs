//! The page at `/access`: log in, pick scopes, and see which operations they open, as the audit says.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse};
use scopegate::audit::Security;
use scopegate::routing::get;
use scopegate::{Audit, SecureRouter, SecurityScheme, security};
use serde::Serialize;

use crate::auth::OAuth2PasswordBearer;
use crate::error::ApiError;

/// What the page shows.
#[derive(Debug, Serialize)]
pub struct Access {
    scopes: Vec<Scope>,
    operations: Vec<Operation>,
}

#[derive(Debug, Serialize)]
struct Scope {
    name: &'static str,
    description: &'static str,
    implies: &'static [&'static str],
}

/// An operation that needs a token, and the scopes that the token needs: all of one alternative.
#[derive(Debug, Serialize)]
struct Operation {
    method: &'static str,
    path: String,
    alternatives: Vec<Vec<&'static str>>,
}

impl Access {
    /// What the routes enforce.
    #[must_use]
    pub fn of(audit: &Audit) -> Self {
        let scopes = OAuth2PasswordBearer::SCHEME.scopes.iter();
        let operations = audit.routes.iter().filter_map(|route| {
            let Security::Required { alternatives, .. } = &route.security else {
                return None;
            };
            let alternatives = alternatives.iter().map(|credentials| {
                let scopes = credentials.iter().flat_map(|credential| &credential.scopes);
                scopes.copied().collect()
            });
            Some(Operation {
                method: route.method,
                path: route.path.clone(),
                alternatives: alternatives.collect(),
            })
        });
        Self {
            scopes: scopes
                .map(|scope| Scope {
                    name: scope.name,
                    description: scope.description,
                    implies: scope.implies,
                })
                .collect(),
            operations: operations.collect(),
        }
    }
}

/// The routes of the page.
pub fn access_page<S: Clone + Send + Sync + 'static>(access: Access) -> SecureRouter<S> {
    SecureRouter::new()
        .route("/access", get(page))
        .route("/access.json", get(access_json))
        .route("/access/{file}", get(file))
        .with_state(Arc::new(access))
}

/// The page.
#[security(public)]
async fn page() -> Html<&'static str> {
    Html(include_str!("page.html"))
}

/// What the page shows.
#[security(public)]
async fn access_json(State(access): State<Arc<Access>>) -> Json<Arc<Access>> {
    Json(access)
}

/// The script and the style of the page.
#[security(public)]
async fn file(Path(name): Path<String>) -> Result<impl IntoResponse, ApiError> {
    let (content_type, text) = match name.as_str() {
        "page.js" => ("text/javascript", include_str!("page.js")),
        "page.css" => ("text/css", include_str!("page.css")),
        _ => return Err(ApiError::NotFound),
    };
    Ok(([(CONTENT_TYPE, content_type)], text))
}
