//! The functions that may refuse are part of a rule: a check that is lost is seen.

use std::convert::Infallible;

use http::StatusCode;
use scopegate::routing::get;
use scopegate::testing::check_snapshot;
use scopegate::{
    AccessToken, ApiKey, Denial, SecureRouter, SecurityScheme, SecurityScopes, Verifier,
    dependency, level, routes, security,
};
use serde_json::json;

use crate::audit::app::{People, current_user};

#[derive(SecurityScheme)]
#[api_key(header = "x-api-key")]
struct Key;

type Checked<T> = Result<T, StatusCode>;

#[dependency(depends = current_user)]
fn owner(user: String) -> Checked<String> {
    Ok(user)
}

#[dependency(depends = owner)]
fn owner_of_much(user: String) -> Result<String, Denial> {
    Ok(user)
}

/// It has no error to return.
#[dependency(depends = owner)]
fn renamed(user: String) -> Result<String, Infallible> {
    Ok(user)
}

#[dependency(depends = Key, checks_scopes)]
fn by_key(_: ApiKey, _: SecurityScopes) -> Checked<String> {
    Ok(String::new())
}

#[dependency]
fn not_too_often() -> Checked<()> {
    Ok(())
}

mod elsewhere {
    use super::*;

    #[dependency(depends = current_user)]
    pub(super) fn owner(user: String) -> Checked<String> {
        Ok(user)
    }
}

macro_rules! handlers {
    ($($name:ident $attribute:tt)*) => {$(
        #[security $attribute]
        async fn $name(_: String) {}
    )*};
}

handlers! {
    by_user(depends = current_user)
    by_owner(depends = owner)
    by_other_owner(depends = elsewhere::owner)
    by_owner_of_much(depends = owner_of_much)
    by_renamed(depends = renamed)
    by_either(scopes = ["items"], depends = any(owner, by_key))
}

#[security(optional, depends = owner)]
async fn perhaps(_: Option<String>) {}

#[security(public, depends = not_too_often)]
async fn seldom((): ()) {}

#[security]
async fn twice(
    #[security(depends = owner_of_much)] _: String,
    #[security(depends = owner)] _: String,
    #[security(depends = not_too_often)] (): (),
) {
}

/// Documented by hand.
///
/// In two paragraphs.
#[utoipa::path(get, path = "/documented")]
#[security(depends = owner_of_much)]
async fn documented(_: String) {}

#[utoipa::path(get, path = "/free")]
#[security(depends = People)]
async fn free(_: AccessToken) {}

type Router = SecureRouter<Verifier>;

fn rule(router: &Router) -> String {
    router.audit().routes[0].rule()
}

#[test]
fn a_rule_names_who_may_refuse_in_the_order_in_which_they_run() {
    let rules = [
        (Router::new().route("/", get(by_user)), "People[me]"),
        (
            Router::new().route("/", get(by_owner)),
            "People[me] via audit::checks::owner",
        ),
        (
            Router::new().route("/", get(by_other_owner)),
            "People[me] via audit::checks::elsewhere::owner",
        ),
        (
            Router::new().route("/", get(by_owner_of_much)),
            "People[me] via audit::checks::owner, audit::checks::owner_of_much",
        ),
        (
            Router::new().route("/", get(by_renamed)),
            "People[me] via audit::checks::owner",
        ),
        (
            Router::new().route("/", get(by_either)),
            "(People[items me] or Key[items]) via any(audit::checks::owner, audit::checks::by_key)",
        ),
        (
            Router::new().route("/", get(perhaps)),
            "(People[me] or anyone) via optional(audit::checks::owner)",
        ),
        (
            Router::new().route("/", get(seldom)),
            "public via audit::checks::not_too_often",
        ),
        (
            Router::new().route("/", get(twice)),
            "People[me] via audit::checks::owner, audit::checks::owner_of_much, audit::checks::not_too_often",
        ),
    ];
    for (router, expected) in rules {
        assert_eq!(rule(&router), expected);
    }
}

#[test]
fn a_level_is_asked_first() {
    let below = |router: Router| router.requires(level!(depends = not_too_often_for_users));
    let router = below(Router::new()).route("/", get(by_owner));
    let expected = "People[me] via audit::checks::not_too_often_for_users, audit::checks::owner";
    assert_eq!(rule(&router), expected);
    let router = Router::new()
        .requires(level!(depends = owner))
        .route("/", get(by_user));
    assert_eq!(rule(&router), "People[me] via audit::checks::owner");
}

#[dependency(depends = current_user)]
fn not_too_often_for_users(user: String) -> Checked<String> {
    Ok(user)
}

#[test]
fn a_check_that_is_lost_fails_the_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("security.snap");
    let directory = folder.path().to_str().unwrap();
    let check = |router: Router, update| {
        check_snapshot(&router.audit(), directory, "security.snap".as_ref(), update)
    };
    let with_owner = || Router::new().route("/", get(by_owner));
    check(with_owner(), true).unwrap();
    check(with_owner(), false).unwrap();
    let accepted = std::fs::read_to_string(&file).unwrap();
    assert!(
        accepted.contains("People[me] via audit::checks::owner"),
        "{accepted}"
    );
    for router in [
        Router::new().route("/", get(by_user)),
        Router::new().route("/", get(by_other_owner)),
        Router::new().route("/", get(by_owner_of_much)),
    ] {
        let failure = check(router, false).unwrap_err();
        assert!(failure.contains("- GET     /  "), "{failure}");
    }
}

#[test]
fn json_and_the_drawing_have_them_too() {
    let audit = Router::new().route("/", get(by_either)).audit();
    let json: serde_json::Value = serde_json::from_str(&audit.to_json()).unwrap();
    let expected = json!([{ "any_of": [
        [{ "function": "audit::checks::owner" }],
        [{ "function": "audit::checks::by_key" }],
    ] }]);
    assert_eq!(json["routes"][0]["checks"], expected);
    let owner = &json["routes"][0]["dependencies"][0]["dependencies"][0];
    assert_eq!(
        (&owner["name"], &owner["can_refuse"]),
        (&json!("owner"), &json!(true))
    );
    assert!(owner["dependencies"][0].get("can_refuse").is_none());
    let drawing = audit.to_mermaid();
    assert!(drawing.contains("::owner<br/>may refuse"), "{drawing}");
    assert_eq!(drawing.matches("may refuse").count(), 2, "{drawing}");
}

#[test]
fn the_document_names_them_if_it_is_asked_to() {
    let router = || Router::new().routes(routes!(documented, free));
    let description = |router: Router, path: &str| {
        let document = serde_json::to_value(router.openapi()).unwrap();
        document["paths"][path]["get"]["description"].clone()
    };
    let own = "In two paragraphs.";
    assert_eq!(description(router(), "/documented"), own);
    let asked = || router().with_checks_in_openapi();
    let expected =
        format!("{own}\n\nAlso checked by: `audit::checks::owner, audit::checks::owner_of_much`");
    assert_eq!(description(asked(), "/documented"), expected);
    assert_eq!(
        description(asked(), "/free"),
        description(router(), "/free")
    );
    let nested = Router::new().nest("/api", asked());
    assert_eq!(description(nested, "/api/documented"), expected);
}
