//! What runs once for a request refuses it once, too, however many alternatives ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::header::WWW_AUTHENTICATE;
use axum::response::{IntoResponse, Response};
use axum::routing::get as route;
use scopegate::metrics::{Event, Metrics};
use scopegate::{
    AccessToken, BasicCredentials, Denial, SecurityScheme, SecurityScopes, Verifier, dependency,
    security,
};
use scopegate_tests::client::{Answer, get_by, get_with};
use scopegate_tests::{App, Journal};

use crate::graph::OAuth2;

#[derive(SecurityScheme)]
#[oauth2(client_credentials(token_url = "token"), scopes("m" = "M."), realm = "machines")]
struct Machines;

#[derive(SecurityScheme)]
#[http_basic(realm = "operators")]
struct Operators;

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct User;

#[dependency]
fn db(State(journal): State<Journal>) -> Db {
    journal.note("db");
    Db
}

/// Refuses everybody.
#[dependency]
fn user(
    #[security(depends = OAuth2)] token: AccessToken,
    #[security(depends = db)] _db: Db,
    State(journal): State<Journal>,
) -> Result<User, Denial> {
    journal.note("user");
    Err(token.deny())
}

#[dependency(depends = Operators)]
fn operator(credentials: BasicCredentials, State(journal): State<Journal>) -> Result<User, Denial> {
    journal.note("operator");
    if credentials.password() == "right" {
        Ok(User)
    } else {
        Err(credentials.deny())
    }
}

/// With a body of its own, and the denial that it was made of.
struct Problem(Denial);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (mut parts, _) = self.0.into_response().into_parts();
        parts.headers.remove(WWW_AUTHENTICATE);
        parts
            .headers
            .insert(WWW_AUTHENTICATE, "Bearer realm=\"own\"".parse().unwrap());
        (parts, "a body of its own").into_response()
    }
}

#[dependency(depends = OAuth2)]
fn with_a_problem(token: AccessToken, State(journal): State<Journal>) -> Result<User, Problem> {
    journal.note("with_a_problem");
    Err(Problem(token.deny()))
}

macro_rules! roles {
    ($($name:ident of $of:ident),*) => {$(
        #[dependency(depends = $of)]
        fn $name(user: User) -> User {
            user
        }
    )*};
}

roles! {
    reader of user, writer of user, operating of operator, watching of operator, first of with_a_problem,
    second of with_a_problem
}

#[security(depends = any(reader, writer))]
async fn people(_user: User) {}

#[security(depends = any(operating, watching))]
async fn operators(_user: User) {}

#[security(depends = any(first, second))]
async fn problems(_user: User) {}

/// The first parameter gets by another alternative, and the second insists.
#[security]
async fn insists(
    #[security(depends = any(with_a_problem, person))] _either: User,
    #[security(depends = with_a_problem)] _insists: User,
) {
}

#[dependency(depends = OAuth2)]
fn person(_token: AccessToken, State(journal): State<Journal>) -> User {
    journal.note("person");
    User
}

#[dependency(scopes = ["a"], depends = OAuth2)]
fn by_person(_token: AccessToken) -> User {
    User
}

#[dependency(scopes = ["m"], depends = Machines)]
fn by_machine(_token: AccessToken) -> User {
    User
}

#[security(depends = any(by_person, by_machine))]
async fn either(_user: User) {}

#[security]
async fn anew(
    #[security(depends = any(person, by_machine), cache = false)] _one: User,
    #[security(depends = any(person, by_machine), cache = false)] _two: User,
) {
}

#[dependency(depends = OAuth2)]
fn seen(_token: AccessToken, scopes: SecurityScopes, State(journal): State<Journal>) -> User {
    journal.note(format!("seen[{}]", scopes.scope_str()));
    User
}

#[dependency(scopes = any("a", "b"), depends = seen)]
fn absorbed(user: User) -> User {
    user
}

#[security]
async fn equal_sets(
    #[security(scopes = ["a"], depends = absorbed)] _one: User,
    #[security(scopes = ["a"], depends = seen)] _two: User,
) {
}

async fn call(path: &str, authorization: &str) -> (Answer, Vec<String>) {
    let app = App::default();
    let router = Router::new()
        .route("/people", route(people))
        .route("/operators", route(operators))
        .route("/problems", route(problems))
        .route("/insists", route(insists))
        .route("/either", route(either))
        .route("/anew", route(anew))
        .route("/equal-sets", route(equal_sets))
        .with_state(app.clone());
    let answer = match authorization {
        "" => get_with(&router, path, &["a"]).await,
        authorization => get_by(&router, path, &[authorization]).await,
    };
    (answer, app.journal.take())
}

#[tokio::test]
async fn a_user_is_refused_once_and_what_ran_below_does_not_run_again() {
    let (answer, runs) = call("/people", "").await;
    assert_eq!(
        (answer.status, runs),
        (401, vec!["db".to_owned(), "user".to_owned()])
    );
    let challenges = [r#"Bearer realm="r", error="invalid_token""#];
    assert_eq!(answer.challenges(), challenges);
}

#[derive(Clone, Default)]
struct Counted(Arc<AtomicUsize>);

impl Metrics for Counted {
    fn record(&self, _: Event) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[dependency(depends = OAuth2)]
fn bearer(_token: AccessToken) -> User {
    User
}

roles! { reading of bearer, writing of bearer }

#[security(depends = any(reading, writing))]
async fn bearers(_user: User) {}

#[tokio::test]
async fn a_bad_token_is_verified_and_counted_once() {
    let counted = Counted::default();
    let verifier = Verifier::builder()
        .hs256([7; 32])
        .metrics(Arc::new(counted.clone()));
    let router = Router::new()
        .route("/", route(bearers))
        .with_state(verifier.build().unwrap());
    assert_eq!(get_by(&router, "/", &["Bearer x.y.z"]).await.status, 401);
    assert_eq!(counted.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_password_is_checked_once() {
    // operator:wrong
    let (answer, runs) = call("/operators", "Basic b3BlcmF0b3I6d3Jvbmc=").await;
    assert_eq!((answer.status, runs), (401, vec!["operator".to_owned()]));
    // operator:right
    let (answer, runs) = call("/operators", "Basic b3BlcmF0b3I6cmlnaHQ=").await;
    assert_eq!((answer.status, runs), (200, vec!["operator".to_owned()]));
}

#[tokio::test]
async fn a_refusal_with_a_body_of_its_own_is_answered_with_it_however_often_it_is_asked_for() {
    let (answer, runs) = call("/problems", "").await;
    assert_eq!(
        (answer.status, runs),
        (401, vec!["with_a_problem".to_owned()])
    );
    assert_eq!(answer.body, "a body of its own");
    assert_eq!(answer.challenges(), [r#"Bearer realm="own""#]);
    let (answer, runs) = call("/insists", "").await;
    let expected = ["with_a_problem", "person"].map(str::to_owned);
    assert_eq!((answer.status, runs), (401, expected.to_vec()));
    assert_eq!(answer.body, "a body of its own");
}

#[tokio::test]
async fn who_lacks_the_scopes_of_one_scheme_learns_what_the_other_asks_for() {
    let app = App::default();
    let router = Router::new()
        .route("/either", route(either))
        .with_state(app);
    let answer = get_with(&router, "/either", &[]).await;
    assert_eq!(answer.status, 403);
    let expected = [
        r#"Bearer realm="r", error="insufficient_scope", scope="a""#,
        r#"Bearer realm="machines", error="insufficient_scope", scope="m""#,
    ];
    assert_eq!(answer.challenges(), expected);
}

#[tokio::test]
async fn a_function_that_is_to_run_anew_does_so_as_an_alternative_too() {
    let (answer, runs) = call("/anew", "").await;
    assert_eq!((answer.status, runs), (200, vec!["person".to_owned(); 2]));
}

#[tokio::test]
async fn alternatives_that_make_no_difference_do_not_tell_sets_apart() {
    let (answer, runs) = call("/equal-sets", "").await;
    assert_eq!((answer.status, runs), (200, vec!["seen[a]".to_owned()]));
}
