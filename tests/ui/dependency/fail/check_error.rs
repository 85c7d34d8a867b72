//! Errors that would be answered with a success.

use std::borrow::Cow;
use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{AppendHeaders, Html, NoContent, Redirect, Response};
use axum::{Extension, Form, Json};
use scopegate::{AccessToken, Denial, SecurityScheme, TokenResponse, dependency, security};
use serde::Serialize;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("me" = "Read your profile."))]
struct OAuth2PasswordBearer;

#[derive(Clone)]
struct User;

#[derive(Serialize)]
struct Problem;

type Answer<T> = Result<T, String>;
type Text = &'static str;
type HeaderAnd<T> = (HeaderMap, T);

#[dependency(depends = OAuth2PasswordBearer)]
async fn get_current_user(_: AccessToken) -> Result<User, Denial> {
    Ok(User)
}

#[dependency(scopes = ["me"], depends = get_current_user)]
async fn get_current_active_user(_: User) -> Result<User, &'static str> {
    Err("Inactive user")
}

#[security(depends = get_current_active_user)]
async fn read_users_me(_: User) -> &'static str {
    "me"
}

#[dependency]
fn alias() -> Answer<User> {
    Ok(User)
}

#[dependency]
fn alias_of_the_error() -> Result<User, Text> {
    Ok(User)
}

#[dependency]
fn tuple() -> Result<User, (HeaderMap, &'static str)> {
    Ok(User)
}

#[dependency]
fn alias_of_a_tuple() -> std::result::Result<User, HeaderAnd<(Extension<User>, Json<Problem>)>> {
    Ok(User)
}

#[dependency]
fn headers() -> Result<User, ([(HeaderName, &'static str); 1], Html<String>)> {
    Ok(User)
}

#[dependency]
fn redirect() -> Result<User, Redirect> {
    Ok(User)
}

#[dependency]
fn redirect_with_a_cookie() -> Result<User, (AppendHeaders<Vec<(HeaderName, String)>>, Redirect)> {
    Ok(User)
}

#[dependency]
fn no_content() -> Result<User, NoContent> {
    Ok(User)
}

#[dependency]
fn result() -> Result<User, Result<Json<Problem>, StatusCode>> {
    Ok(User)
}

#[dependency]
fn error_of_a_result() -> Result<User, Result<StatusCode, Cow<'static, str>>> {
    Ok(User)
}

macro_rules! refused {
    ($($name:ident: $error:ty;)*) => {$(
        #[dependency]
        fn $name() -> Result<User, $error> {
            Ok(User)
        }
    )*};
}

refused! {
    unit: ();
    string: String;
    boxed: Box<str>;
    bytes: Bytes;
    vector: Vec<u8>;
    array: [u8; 2];
    slice: &'static [u8];
    body: Body;
    json: Json<Problem>;
    form: Form<Problem>;
    token: TokenResponse;
}

// These say a status, or may.
#[dependency]
fn status() -> Result<User, StatusCode> {
    Err(StatusCode::FORBIDDEN)
}

#[dependency]
fn text_with_a_status() -> Result<User, (StatusCode, &'static str)> {
    Err((StatusCode::BAD_REQUEST, "Inactive user"))
}

#[dependency]
fn more_with_a_status() -> Result<User, (StatusCode, HeaderMap, Json<Problem>)> {
    Ok(User)
}

#[dependency]
fn inner_status() -> Result<User, (HeaderMap, (StatusCode, &'static str))> {
    Ok(User)
}

#[dependency]
fn response() -> Result<User, Response> {
    Ok(User)
}

#[dependency]
fn never() -> Result<User, Infallible> {
    Ok(User)
}

#[dependency]
fn a_result_as_the_value() -> Result<Result<u8, String>, StatusCode> {
    Ok(Err(String::new()))
}

#[dependency]
fn text_as_the_value() -> String {
    String::new()
}

fn main() {}
