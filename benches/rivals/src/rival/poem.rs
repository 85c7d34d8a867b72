//! `poem-openapi`, with jsonwebtoken: it documents scopes, and leaves checking them to the application.

use std::sync::LazyLock;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use poem::http::StatusCode;
use poem::{Request, Route};
use poem_openapi::auth::Bearer;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi, OpenApiService, SecurityScheme};
use serde::Deserialize;

use crate::application::{User, nobody};
use crate::tokens::SECRET;

pub(crate) const BARE: &str = "/bare/items";
pub(crate) const GUARDED: &str = "/guarded/items";

static KEY: LazyLock<DecodingKey> = LazyLock::new(|| DecodingKey::from_secret(SECRET));
static RULES: LazyLock<Validation> = LazyLock::new(|| Validation::new(Algorithm::HS256));

#[derive(Deserialize)]
struct Claims {
    sub: String,
    scope: String,
}

#[derive(Object)]
#[oai(read_only_all)]
struct Item {
    item_id: &'static str,
    owner: &'static str,
}

#[derive(SecurityScheme)]
#[oai(ty = "bearer", checker = "check")]
struct Authenticated(User);

async fn check(_: &Request, token: Bearer) -> poem::Result<User> {
    let refuse = |status: StatusCode| poem::Error::from_status(status);
    let token = jsonwebtoken::decode::<Claims>(&token.token, &KEY, &RULES);
    let claims = token.map_err(|_| refuse(StatusCode::UNAUTHORIZED))?.claims;
    if !super::has_scopes(&claims.scope) {
        return Err(refuse(StatusCode::FORBIDDEN));
    }
    super::user(&claims.sub).map_err(refuse)
}

struct Api;

fn items_of(user: &User) -> Json<Vec<Item>> {
    Json(vec![Item {
        item_id: "Foo",
        owner: user.username,
    }])
}

#[OpenApi]
impl Api {
    #[oai(path = "/bare/items", method = "get")]
    async fn bare(&self) -> Json<Vec<Item>> {
        items_of(nobody())
    }

    #[oai(path = "/guarded/items", method = "get")]
    async fn guarded(&self, user: Authenticated) -> Json<Vec<Item>> {
        items_of(&user.0)
    }
}

pub(crate) fn app() -> Route {
    Route::new().nest("/", OpenApiService::new(Api, "Items", "1"))
}
