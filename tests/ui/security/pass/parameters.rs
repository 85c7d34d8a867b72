//! Attributes on parameters, beside everything else that functions have.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use scopegate::routing::get as secure_get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, SecurityScopes, Verifier, dependency, level, security};

mod auth {
    use super::*;

    #[derive(SecurityScheme)]
    #[oauth2(client_credentials(token_url = "token"), scopes("a" = "A.", "b" = "B."))]
    pub struct OAuth2;

    #[derive(SecurityScheme)]
    #[api_key(cookie = "session")]
    pub(crate) struct Session;

    #[derive(Clone)]
    pub struct User {
        pub name: String,
        pub id: u32,
    }

    #[dependency]
    pub async fn user(
        _verifier: State<Verifier>,
        scopes: SecurityScopes,
        #[security(depends = OAuth2)] mut token: AccessToken,
        #[security(optional, depends = self::Session)] _session: Option<scopegate::ApiKey>,
    ) -> User {
        let _ = &mut token;
        User { name: scopes.scope_str().to_owned(), id: 1 }
    }
}

pub use auth::user as r#type;

/// Documented.
#[tracing::instrument(skip_all)]
#[security(scopes = any("a", "b"), depends = auth::user)]
async fn no_difference(_user: auth::User) {}

#[utoipa::path(get, path = "/above", responses((status = 200)))]
#[security]
#[tracing::instrument(skip_all)]
async fn above(
    Path(id): Path<u32>,
    #[allow(unused_mut)]
    #[scopegate::security(scopes = ["a"], depends = r#type)]
    auth::User { mut name, id: _ }: auth::User,
    #[security(scopes = any("a", "b"), depends = crate::auth::user)] second: auth::User,
    body: String,
) -> String {
    name.push_str(&second.name);
    format!("{id} {name} {body}")
}

#[security(depends = auth::user)]
#[utoipa::path(get, path = "/below", responses((status = 200)))]
fn below<T: Send + Sync + Clone + 'static>(_first: auth::User, _state: State<T>, #[cfg(all())] _id: Path<u32>) -> impl Send
where
    State<T>: Send,
{
    async {}
}

fn main() {
    let _: Router<Verifier> = Router::new().route("/above/{id}", get(above));
    let _: SecureRouter<Verifier> = SecureRouter::new()
        .route("/above/{id}", secure_get(above))
        .requires(level!(scopes = ["b"], depends = r#type))
        .requires(level!(depends = auth::OAuth2));
}
