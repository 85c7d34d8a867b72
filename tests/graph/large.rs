//! Thirty dependencies in six layers, each reached on many ways.

use axum::Router;
use axum::extract::State;
use axum::routing::get as route;
use scopegate::{AccessToken, dependency, security};

use crate::graph::service::{App, Journal, OAuth2, get_with};

#[derive(Clone)]
struct Value;

macro_rules! layer {
    ($($name:ident depends on $left:ident, $right:ident;)*) => {$(
        #[dependency]
        fn $name(
            State(journal): State<Journal>,
            #[security(depends = $left)] _left: Value,
            #[security(depends = $right)] _right: Value,
        ) -> Value {
            journal.note(stringify!($name));
            Value
        }
    )*};
}

macro_rules! ground {
    ($($name:ident)*) => {$(
        #[dependency(depends = OAuth2)]
        fn $name(_token: AccessToken, State(journal): State<Journal>) -> Value {
            journal.note(stringify!($name));
            Value
        }
    )*};
}

ground! { a1 a2 a3 a4 a5 }
layer! {
    b1 depends on a1, a2; b2 depends on a2, a3; b3 depends on a3, a4; b4 depends on a4, a5; b5 depends on a5, a1;
    c1 depends on b1, b2; c2 depends on b2, b3; c3 depends on b3, b4; c4 depends on b4, b5; c5 depends on b5, b1;
    d1 depends on c1, c2; d2 depends on c2, c3; d3 depends on c3, c4; d4 depends on c4, c5; d5 depends on c5, c1;
    e1 depends on d1, d2; e2 depends on d2, d3; e3 depends on d3, d4; e4 depends on d4, d5; e5 depends on d5, d1;
    f1 depends on e1, e2; f2 depends on e2, e3; f3 depends on e3, e4; f4 depends on e4, e5; f5 depends on e5, e1;
}

#[security]
async fn all(
    #[security(depends = f1)] _f1: Value,
    #[security(depends = f2)] _f2: Value,
    #[security(depends = f3)] _f3: Value,
    #[security(depends = f4)] _f4: Value,
    #[security(depends = f5)] _f5: Value,
) {
}

#[security]
async fn two_sets(
    #[security(scopes = ["a"], depends = f1)] _f1: Value,
    #[security(scopes = ["b"], depends = f1)] _again: Value,
    #[security(scopes = ["a"], depends = f2)] _f2: Value,
) {
}

async fn runs(path: &str) -> Vec<String> {
    let app = App::new();
    let router = Router::new()
        .route("/all", route(all))
        .route("/two-sets", route(two_sets))
        .with_state(app.clone());
    let answer = get_with(&router, path, &["a", "b"]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    app.journal.take()
}

#[tokio::test]
async fn each_of_thirty_functions_runs_once() {
    let mut names = runs("/all").await;
    assert_eq!(names.len(), 30, "{names:?}");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 30, "{names:?}");
}

#[tokio::test]
async fn each_runs_once_for_each_set_of_scopes() {
    let names = runs("/two-sets").await;
    let count = |name: &str| names.iter().filter(|known| *known == name).count();
    assert_eq!(
        [count("f1"), count("c2"), count("a3")],
        [2, 2, 2],
        "{names:?}"
    );
    assert_eq!([count("f2"), count("e3")], [1, 1], "{names:?}");
}
