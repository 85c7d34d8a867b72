//! `scopes = any(...)`, against truth tables.

use axum::Router;
use axum::routing::get as route;
use scopegate::{
    AccessToken, ApiKey, Denial, SecurityScheme, SecurityScopes, dependency, security,
};
use scopegate_tests::App;
use scopegate_tests::client::{Answer, get_by, get_with};

use crate::graph::OAuth2;

#[security(scopes = any("a", "b"), depends = OAuth2)]
async fn one(_token: AccessToken) {}

#[security(scopes = any("a", all("b", "c")), depends = OAuth2)]
async fn all_in_any(_token: AccessToken) {}

#[security(scopes = all("a", any("b", "c")), depends = OAuth2)]
async fn any_in_all(_token: AccessToken) {}

#[security(scopes = ["a", any("b", all("c", "d"))], depends = OAuth2)]
async fn list(_token: AccessToken) {}

#[security(scopes = any(all("a", "b"), all("c", "d")), depends = OAuth2)]
async fn pairs(_token: AccessToken) {}

#[security(scopes = all(any("a", "b"), any("c", "d")), depends = OAuth2)]
async fn both(_token: AccessToken) {}

#[dependency(scopes = any("c", "d"), depends = OAuth2)]
fn checked(token: AccessToken, scopes: SecurityScopes) -> String {
    let ways: Vec<_> = scopes.alternatives().map(|way| way.join(" ")).collect();
    format!(
        "{}: {} {}",
        scopes.scope_str(),
        ways.join(" | "),
        token.scopes().len()
    )
}

#[security(scopes = any("a", "b"), depends = checked)]
async fn on_the_way(checked: String) -> String {
    checked
}

fn router() -> Router {
    Router::new()
        .route("/one", route(one))
        .route("/all-in-any", route(all_in_any))
        .route("/any-in-all", route(any_in_all))
        .route("/list", route(list))
        .route("/pairs", route(pairs))
        .route("/both", route(both))
        .route("/on-the-way", route(on_the_way))
        .with_state(App::default())
}

/// A path with the rule that it states, for each of the 16 sets of scopes.
type Rule = (&'static str, fn(bool, bool, bool, bool) -> bool);

const RULES: [Rule; 7] = [
    ("/one", |a, b, _, _| a || b),
    ("/all-in-any", |a, b, c, _| a || (b && c)),
    ("/any-in-all", |a, b, c, _| a && (b || c)),
    ("/list", |a, b, c, d| a && (b || (c && d))),
    ("/pairs", |a, b, c, d| (a && b) || (c && d)),
    ("/both", |a, b, c, d| (a || b) && (c || d)),
    ("/on-the-way", |a, b, c, d| (a || b) && (c || d)),
];

#[tokio::test]
async fn scopes_are_grouped_as_written() {
    let router = router();
    for (path, rule) in RULES {
        for bits in 0..16 {
            let [a, b, c, d] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
            let named = [(a, "a"), (b, "b"), (c, "c"), (d, "d")];
            let granted: Vec<_> = named
                .iter()
                .filter(|(has, _)| *has)
                .map(|(_, name)| *name)
                .collect();
            let expected = if rule(a, b, c, d) { 200 } else { 403 };
            let answer = get_with(&router, path, &granted).await;
            assert_eq!(answer.status, expected, "{path} with {granted:?}");
        }
    }
}

#[tokio::test]
async fn each_alternative_has_a_challenge() {
    let router = router();
    let scopes = |answer: &Answer| -> Vec<String> {
        let challenges = answer.challenges().into_iter();
        let scopes = challenges.map(|c| c.split("scope=").last().unwrap().to_owned());
        scopes.collect()
    };
    let answer = get_with(&router, "/pairs", &["a", "c"]).await;
    assert_eq!(scopes(&answer), [r#""a b""#, r#""c d""#]);
    let answer = get_by(&router, "/pairs", &[]).await;
    assert_eq!(scopes(&answer), [r#""a b""#, r#""c d""#]);
    let answer = get_with(&router, "/both", &[]).await;
    assert_eq!(
        scopes(&answer),
        [r#""a c""#, r#""a d""#, r#""b c""#, r#""b d""#]
    );
}

#[tokio::test]
async fn functions_see_the_alternatives() {
    let answer = get_with(&router(), "/on-the-way", &["a", "d", "me"]).await;
    assert_eq!(answer.body, "a b: a | b 3");
}

#[derive(SecurityScheme)]
#[api_key(header = "x-key", realm = "r", scopes("a" = "A.", "b" = "B."))]
struct Key;

#[dependency(depends = Key, checks_scopes)]
fn machine(key: ApiKey, _scopes: SecurityScopes) -> Result<(), Denial> {
    Err(key.deny())
}

#[security(scopes = any("a", "b"), depends = machine)]
async fn by_machine((): ()) {}

#[tokio::test]
async fn a_challenge_that_names_no_scopes_is_sent_once_for_all_sets() {
    let router = Router::new()
        .route("/", route(by_machine))
        .with_state(App::default());
    let answer = get_by(&router, "/", &[]).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.challenges(),
        [r#"ApiKey realm="r", in="header", name="x-key""#]
    );
}
