//! A parameter of a wrong type is the only error, whatever the body does with it and where the handler is served.

use axum::extract::{FromRef, Path, State};
use axum::{Json, Router};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, routing, security};

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct User {
    name: String,
}

#[dependency(depends = OAuth2PasswordBearer)]
fn get_user(token: AccessToken) -> User {
    User { name: format!("{:?}", token.claims().sub) }
}

#[dependency(depends = OAuth2PasswordBearer)]
fn user_of_a_scheme(token: User) -> String {
    token.name
}

#[dependency(depends = get_user)]
fn value_last(Path(id): Path<u32>, user: User) -> String {
    format!("{id} {}", user.name)
}

#[security(depends = get_user)]
async fn another_type(user: String) -> String {
    user.name
}

#[security(depends = get_user)]
async fn not_optional(user: Option<User>) -> String {
    user.unwrap().name
}

#[security(optional, depends = get_user)]
async fn optional(user: User) -> String {
    user.map_or(String::new(), |user| user.name)
}

#[security(optional, depends = get_user)]
async fn an_option_of_another_type(user: Option<String>) -> String {
    user.map_or(String::new(), |user| user.name)
}

#[security(depends = get_user)]
async fn body_first(Json(new): Json<String>, user: User) -> String {
    user.name + &new
}

#[security(depends = get_user)]
async fn value_after_a_body(Path(id): Path<u32>, Json(new): Json<String>, user: User) -> String {
    format!("{id} {} {new}", user.name)
}

#[security(depends = get_user)]
async fn body_in_the_middle(user: User, Json(new): Json<String>, Path(id): Path<u32>) -> String {
    format!("{id} {} {new}", user.name)
}

#[security(depends = get_user)]
async fn two_bodies(user: User, text: String, Json(new): Json<String>) -> String {
    user.name + &text + &new
}

#[security(depends = get_user)]
async fn a_token(user: User, token: AccessToken) -> String {
    format!("{} {:?}", user.name, token.claims().sub)
}

#[security(public)]
async fn public(Json(new): Json<String>, State(app): State<App>) -> String {
    drop(app);
    new
}

#[security(depends = value_last)]
async fn above(_value: String) {}

#[derive(Clone, FromRef)]
struct App {
    verifier: Verifier,
}

fn main() {
    let _: SecureRouter<App> = SecureRouter::new()
        .route("/1", routing::get(another_type).put(not_optional))
        .route("/2", routing::get(optional).put(an_option_of_another_type))
        .route("/3", routing::get(body_first).put(body_in_the_middle))
        .route("/4", routing::get(two_bodies).put(a_token))
        .route("/5", routing::get(public).put(above))
        .route("/6", routing::get(value_after_a_body));
    let _: Router<App> = Router::new()
        .route("/1", axum::routing::get(another_type).put(not_optional))
        .route("/2", axum::routing::get(optional).put(an_option_of_another_type))
        .route("/3", axum::routing::get(body_first).put(body_in_the_middle))
        .route("/4", axum::routing::get(two_bodies).put(a_token))
        .route("/5", axum::routing::get(public))
        .route("/6", axum::routing::post(value_after_a_body))
        .route("/7", axum::routing::post(body_in_the_middle))
        .route("/8", axum::routing::post(a_token));
}
