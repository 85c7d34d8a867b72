//! Thirty dependencies in six layers, each reached on many ways.

use axum::Router;
use axum::extract::State;
use axum::routing::get as route;
use scopegate::{AccessToken, dependency, security};
use scopegate_tests::client::{get_by, get_with};
use scopegate_tests::{App, Journal};

use crate::graph::OAuth2;

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
    let app = App::default();
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

#[derive(Clone)]
struct Passed(usize);

#[dependency(depends = OAuth2)]
fn top(_token: AccessToken) -> Passed {
    Passed(1)
}

/// Functions each of which depends on the one before.
macro_rules! chain {
    ($last:ident) => {
        #[security(depends = $last)]
        async fn below_a_chain(passed: Passed) -> String {
            passed.0.to_string()
        }
    };
    ($above:ident $name:ident $($rest:ident)*) => {
        #[dependency(depends = $above)]
        fn $name(passed: Passed) -> Passed {
            Passed(passed.0 + 1)
        }
        chain! { $name $($rest)* }
    };
}

chain! {
    top
    n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23 n24 n25 n26 n27 n28 n29
    n30 n31 n32 n33 n34 n35 n36 n37 n38 n39 n40 n41 n42 n43 n44 n45 n46 n47 n48 n49 n50 n51 n52 n53 n54 n55 n56 n57
    n58 n59 n60 n61 n62 n63 n64 n65 n66 n67 n68 n69 n70 n71 n72 n73 n74 n75 n76 n77 n78 n79 n80 n81 n82 n83 n84 n85
    n86 n87 n88 n89 n90 n91 n92 n93 n94 n95 n96 n97 n98 n99
}

/// Layers of two functions each of which depends on both of the layer before, one of them with an alternative.
macro_rules! diamonds {
    ($left:ident $right:ident) => {
        #[security]
        async fn below_diamonds(
            #[security(depends = $left)] left: Passed,
            #[security(depends = $right)] _right: Passed,
        ) -> String {
            left.0.to_string()
        }
    };
    ($left:ident $right:ident, $l:ident $r:ident $(, $rest:ident $other:ident)*) => {
        #[dependency]
        fn $l(
            #[security(depends = $left)] left: Passed,
            #[security(depends = $right)] _right: Passed,
        ) -> Passed {
            Passed(left.0 + 1)
        }

        #[dependency]
        fn $r(#[security(depends = any($left, $right))] either: Passed) -> Passed {
            either
        }
        diamonds! { $l $r $(, $rest $other)* }
    };
}

diamonds! {
    n02 n03, l01 r01, l02 r02, l03 r03, l04 r04, l05 r05, l06 r06, l07 r07, l08 r08, l09 r09, l10 r10, l11 r11,
    l12 r12, l13 r13, l14 r14, l15 r15, l16 r16, l17 r17, l18 r18, l19 r19, l20 r20, l21 r21, l22 r22, l23 r23,
    l24 r24, l25 r25, l26 r26, l27 r27, l28 r28, l29 r29, l30 r30, l31 r31, l32 r32, l33 r33, l34 r34, l35 r35,
    l36 r36, l37 r37, l38 r38, l39 r39, l40 r40
}

#[tokio::test]
async fn deep_graphs_are_built_without_a_higher_recursion_limit() {
    let router = Router::new()
        .route("/chain", route(below_a_chain))
        .route("/diamonds", route(below_diamonds))
        .with_state(App::default());
    for (path, expected) in [("/chain", "99"), ("/diamonds", "42")] {
        assert_eq!(get_with(&router, path, &[]).await.body, expected);
        assert_eq!(get_by(&router, path, &[]).await.status, 401);
    }
}
