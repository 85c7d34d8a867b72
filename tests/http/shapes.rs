//! The shapes that dependencies and handlers may have.

use std::convert::Infallible;
use std::marker::PhantomData;

use axum::Router;
use axum::extract::{FromRef, FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use scopegate::{AccessToken, DenialReason, TokenError, Verifier, dependency, security};
use scopegate_tests::{App, Journal, SECRET};
use serde::Deserialize;

use crate::http::app::{OAuth2, User, active_user, current_user};
use crate::http::client::{get as request, get_with, send};
use crate::http::token::{token, with_claims};

#[dependency(depends = OAuth2)]
fn nothing(_: AccessToken) {}

#[security(scopes = ["items"], depends = nothing)]
async fn from_nothing((): ()) -> &'static str {
    "from nothing"
}

#[dependency(depends = OAuth2)]
async fn number(token: AccessToken) -> usize {
    token.scopes().len()
}

#[dependency(scopes = ["items"], depends = number)]
fn fallible(number: usize) -> Result<usize, StatusCode> {
    number.checked_sub(2).ok_or(StatusCode::CONFLICT)
}

#[security(depends = fallible)]
fn not_async(number: usize) -> String {
    number.to_string()
}

/// The caller is passed on as the token itself.
#[dependency(scopes = ["items"], depends = OAuth2)]
fn passed_on(token: AccessToken) -> AccessToken {
    token
}

#[security(scopes = ["me"], depends = passed_on)]
async fn from_passed_on(token: AccessToken) -> String {
    token.into_claims().sub.unwrap_or_default()
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

/// It depends on nothing, and on no one.
#[dependency]
fn page(Query(page): Query<Page>) -> Result<u32, StatusCode> {
    if page.page == 0 {
        return Err(StatusCode::NOT_ACCEPTABLE);
    }
    Ok(page.page)
}

#[security(public, depends = page)]
async fn of_page(page: u32, Path(name): Path<String>, body: String) -> impl IntoResponse {
    format!("{name} {page} {body}")
}

#[derive(Deserialize)]
struct Staff {
    sub: String,
    department: String,
}

#[dependency(scopes = ["me"], depends = OAuth2)]
async fn staff(token: AccessToken<Staff>) -> String {
    let Staff { sub, department } = token.into_claims();
    format!("{sub} of {department}")
}

#[security(depends = staff)]
async fn read_staff(staff: String) -> String {
    staff
}

#[security(depends = current_user)]
async fn with_current_user(user: User) -> String {
    user.name
}

#[security(scopes = ["admin"], depends = active_user)]
async fn with_admin(user: User) -> String {
    user.name
}

type Named = String;

/// An extractor with the name of one that reads the body.
struct Json<T>(PhantomData<T>);

impl<S: Sync, T> FromRequestParts<S> for Json<T> {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(PhantomData))
    }
}

/// By the names of the types, the value is that of the last parameter.
#[security(depends = staff)]
async fn of_a_type<T: Send + 'static>(staff: Named, _: Json<T>, body: String) -> String {
    format!("{staff}: {body}")
}

#[security(depends = staff)]
async fn of_a_size<const N: usize>(staff: Named, _: Json<[u8; N]>, body: String) -> String {
    format!("{staff}: {body}")
}

/// The routes for any state that has what their dependencies extract.
fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Verifier: FromRef<S>,
    Journal: FromRef<S>,
{
    Router::new()
        .route("/nothing", get(from_nothing))
        .route("/not-async", get(not_async))
        .route("/passed-on", get(from_passed_on))
        .route("/page/{name}", post(of_page))
        .route(
            "/staff",
            get(read_staff).post(of_a_type::<u8>).put(of_a_size::<2>),
        )
        .route("/user", get(with_current_user))
        .route("/admin", get(with_admin))
}

/// Another state than that of the other tests.
#[derive(Clone)]
struct Other(App);

impl FromRef<Other> for Verifier {
    fn from_ref(Other(app): &Other) -> Self {
        app.verifier.clone()
    }
}

impl FromRef<Other> for Journal {
    fn from_ref(Other(app): &Other) -> Self {
        app.journal.clone()
    }
}

fn service() -> Router {
    routes().with_state(App::default())
}

#[tokio::test]
async fn a_dependency_may_return_nothing_and_still_guards() {
    let answer = get_with(service(), "/nothing", &token("x", "items")).await;
    assert_eq!(answer.body, "from nothing");
    let answer = get_with(service(), "/nothing", &token("x", "me")).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn functions_need_not_be_async_and_errors_become_responses() {
    let answer = get_with(service(), "/not-async", &token("x", "items a b")).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "1"));
    let answer = get_with(service(), "/not-async", &token("x", "items")).await;
    assert_eq!(answer.status, 409);
    let answer = get_with(service(), "/not-async", &token("x", "a b c")).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn a_token_that_is_passed_on_is_judged_all_the_same() {
    for (scope, status) in [("me items", 200), ("me", 403), ("items", 403)] {
        let answer = get_with(service(), "/passed-on", &token("x", scope)).await;
        assert_eq!(answer.status, status, "{scope}");
    }
}

#[tokio::test]
async fn a_plain_dependency_asks_for_no_token() {
    for (target, status, body) in [
        ("/page/a?page=3", 200, "a 3 body"),
        ("/page/a?page=0", 406, ""),
    ] {
        let post = http::Request::post(target).body("body".into());
        let answer = send(service(), post.unwrap()).await;
        assert_eq!((answer.status, answer.body.as_str()), (status, body));
    }
    let post = http::Request::post("/page/a").body("body".into());
    assert_eq!(send(service(), post.unwrap()).await.status, 400);
}

#[tokio::test]
async fn claims_that_do_not_fit_are_an_invalid_token() {
    let claims = r#""sub":"x","scope":"me","department":"tests""#;
    let answer = get_with(service(), "/staff", &with_claims(claims)).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "x of tests"));
    for claims in [
        r#""sub":"x","scope":"me""#,
        r#""scope":"me","department":"tests""#,
        r#""sub":"x","scope":"me","department":7"#,
        r#""sub":"x","scope":"me","department":null"#,
        r#""sub":"x","scope":"""#,
    ] {
        let answer = get_with(service(), "/staff", &with_claims(claims)).await;
        assert_eq!(
            (answer.status, answer.param("error")),
            (401, Some("invalid_token"))
        );
        let claims = DenialReason::InvalidToken(TokenError::Claims);
        assert_eq!(answer.reason(), Some(claims));
        assert_eq!(answer.param("scope"), Some("me"));
    }
}

#[tokio::test]
async fn a_generic_handler_takes_a_value_under_another_name() {
    let token = with_claims(r#""sub":"x","scope":"me","department":"tests""#);
    for method in ["POST", "PUT"] {
        let request = http::Request::builder()
            .method(method)
            .uri("/staff")
            .header("authorization", format!("Bearer {token}"));
        let answer = send(service(), request.body("body".into()).unwrap()).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (200, "x of tests: body")
        );
    }
}

#[tokio::test]
async fn a_dependency_of_two_handlers_has_the_scopes_of_neither() {
    for (path, required) in [("/user", ""), ("/admin", "admin me")] {
        let answer = request(service(), path, &[]).await;
        assert_eq!(answer.param("scope").unwrap_or_default(), required);
        let answer = get_with(service(), path, &token("johndoe", required)).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "johndoe"));
    }
    let answer = get_with(service(), "/admin", &token("johndoe", "me")).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn routes_that_are_generic_over_the_state_serve_any() {
    let other = || routes().with_state(Other(App::default()));
    let answer = get_with(other(), "/admin", &token("johndoe", "admin me")).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "johndoe"));
    assert_eq!(get_with(other(), "/admin", "x").await.status, 401);
}

#[tokio::test]
async fn nested_and_merged_routers_guard_as_before() {
    let router = Router::new()
        .nest("/v1", routes())
        .merge(Router::new().route("/direct", get(with_admin)))
        .with_state(App::with(Verifier::hs256(SECRET).unwrap()));
    for path in ["/v1/admin", "/direct"] {
        let answer = get_with(router.clone(), path, &token("johndoe", "me")).await;
        assert_eq!(
            (answer.status, answer.param("scope")),
            (403, Some("admin me"))
        );
        assert_eq!(request(router.clone(), path, &[]).await.status, 401);
    }
}
