//! Merged scopes as functions, challenges and denials see them.

use axum::routing::get;
use axum::{Json, Router};
use scopegate::{AccessToken, SecurityScheme, SecurityScopes, dependency, security};
use scopegate_tests::App;

use crate::http::client::{get as request, get_with};
use crate::http::token::with_claims;

/// A scheme with more scopes than it takes to see an order.
#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("v" = "V.", "w" = "W.", "x" = "X.", "y" = "Y.", "z" = "Z.")
)]
struct Letters;

/// What each function saw, innermost first.
type Seen = Vec<(&'static str, Vec<&'static str>, &'static str)>;

fn see(mut seen: Seen, name: &'static str, scopes: SecurityScopes) -> Seen {
    seen.push((name, scopes.scopes().to_vec(), scopes.scope_str()));
    seen
}

#[dependency(scopes = ["v", "y"], depends = Letters)]
fn c(_: AccessToken, scopes: SecurityScopes) -> Seen {
    see(Seen::new(), "c", scopes)
}

#[dependency(scopes = ["x", "z"], depends = c)]
async fn b(seen: Seen, scopes: SecurityScopes) -> Seen {
    see(seen, "b", scopes)
}

#[dependency(scopes = ["y", "w"], depends = b)]
fn a(seen: Seen, scopes: SecurityScopes) -> Seen {
    see(seen, "a", scopes)
}

#[security(scopes = ["w", "x"], depends = a)]
async fn deep(seen: Seen) -> Json<Seen> {
    Json(seen)
}

#[security(depends = a)]
async fn no_scopes_of_its_own(seen: Seen) -> Json<Seen> {
    Json(seen)
}

#[security(scopes = ["z", "v"], depends = b)]
async fn same_dependency_other_scopes(seen: Seen) -> Json<Seen> {
    Json(seen)
}

#[dependency(depends = Letters)]
fn plain(_: AccessToken, scopes: SecurityScopes) -> Seen {
    see(Seen::new(), "plain", scopes)
}

#[security(depends = plain)]
async fn no_scopes_at_all(seen: Seen) -> Json<Seen> {
    Json(seen)
}

fn service() -> Router {
    Router::new()
        .route("/deep", get(deep))
        .route("/none", get(no_scopes_of_its_own))
        .route("/other", get(same_dependency_other_scopes))
        .route("/no", get(no_scopes_at_all))
        .with_state(App::default())
}

/// What each route's chain sees, innermost first, and what its scheme requires.
const ROUTES: [(&str, &str, &str); 4] = [
    (
        "/deep",
        r#"[["c",["w","x","y","z"],"w x y z"],["b",["w","x","y"],"w x y"],["a",["w","x"],"w x"]]"#,
        "w x y z v",
    ),
    (
        "/none",
        r#"[["c",["y","w","x","z"],"y w x z"],["b",["y","w"],"y w"],["a",[],""]]"#,
        "y w x z v",
    ),
    (
        "/other",
        r#"[["c",["z","v","x"],"z v x"],["b",["z","v"],"z v"]]"#,
        "z v x y",
    ),
    ("/no", r#"[["plain",[],""]]"#, ""),
];

fn token(scope: &str) -> String {
    with_claims(&format!(r#""sub":"x","scope":"{scope}""#))
}

#[tokio::test]
async fn each_function_sees_what_was_merged_on_the_way_to_it() {
    for (path, seen, _) in ROUTES {
        let answer = get_with(service(), path, &token("v w x y z")).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, seen), "{path}");
    }
}

#[tokio::test]
async fn the_challenge_and_the_denial_have_all_that_was_merged() {
    for (path, _, required) in ROUTES {
        let answers = [
            request(service(), path, &[]).await,
            get_with(service(), path, "x").await,
            get_with(service(), path, &token("")).await,
        ];
        for answer in answers {
            let Some(denial) = &answer.denial else {
                assert_eq!((path, answer.status), ("/no", 200));
                continue;
            };
            assert_eq!(answer.param("scope").unwrap_or_default(), required);
            assert_eq!(denial.required().scope_str(), required);
            let scopes: Vec<_> = required.split_terminator(' ').collect();
            assert_eq!(denial.required().scopes(), scopes);
        }
    }
}

#[tokio::test]
async fn each_of_the_merged_scopes_is_needed() {
    for (path, _, required) in ROUTES {
        let required: Vec<_> = required.split_terminator(' ').collect();
        assert_eq!(
            get_with(service(), path, &token(&required.join(" ")))
                .await
                .status,
            200
        );
        for missing in &required {
            let rest: Vec<_> = required
                .iter()
                .filter(|scope| *scope != missing)
                .copied()
                .collect();
            let answer = get_with(service(), path, &token(&rest.join(" "))).await;
            assert_eq!(answer.status, 403, "{path} without {missing}");
        }
    }
}

#[tokio::test]
async fn the_realm_is_the_name_of_the_scheme_unless_it_has_another() {
    let answer = request(service(), "/deep", &[]).await;
    assert_eq!(answer.param("realm"), Some("Letters"));
    let denial = answer.denial.unwrap();
    assert_eq!(
        (denial.scheme().name, denial.handler()),
        ("Letters", "deep")
    );
}
