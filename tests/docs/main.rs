//! The examples of the README and of the guides, as readers see them: each with a router is called by callers with and
//! without access.
//!
//! `build.rs` writes them to files, without the lines that rustdoc hides. A module here adds the setup that they lack.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    dead_code,
    unreachable_pub,
    unused_variables,
    clippy::pedantic,
    clippy::print_stdout,
    reason = "examples show what they are about"
)]

use axum::Router;
use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use scopegate_tests::client::{self, Answer};
use scopegate_tests::{token_of, verifier};

/// The items of an example.
macro_rules! example {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/examples/", $name, ".rs"));
    };
}

/// What follows the items of an example, as a block.
macro_rules! statements {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/examples/", $name, ".main.rs"))
    };
}

mod application;
mod dependency;
mod examples;
mod fastapi;
mod issuing;
mod level;
mod pages;
mod provider;
mod readme;
#[path = "../recorder.rs"]
mod recorder;
mod scheme;
mod security;
mod tls;

fn bearer(subject: &str, scopes: &[&str]) -> String {
    format!("Bearer {}", token_of(subject, scopes))
}

/// The status, the challenge and the body of a response to a GET.
async fn get(router: &Router, path: &str, authorization: &str) -> (u16, String, String) {
    get_with(router, path, &[(AUTHORIZATION.as_str(), authorization)]).await
}

/// The same with any headers. Empty ones are left out.
async fn get_with(router: &Router, path: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
    send(router, Method::GET, path, headers).await.summary()
}

/// The response to a request of any method. Empty headers are left out.
async fn send(router: &Router, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let headers = headers.iter().filter(|(_, value)| !value.is_empty());
    let headers: Vec<_> = headers.copied().collect();
    client::send(router, client::request(method, path, &headers)).await
}

/// Calls a path in several ways, each with the status that it must get.
async fn assert_statuses(router: &Router, path: &str, calls: &[(&str, u16)]) {
    for (authorization, status) in calls {
        let answer = get(router, path, authorization).await;
        assert_eq!(
            answer.0, *status,
            "{path} with `{authorization}`: {answer:?}"
        );
    }
}

/// Examples of pages without hidden lines are no doctests: what nobody includes here is not compiled anywhere.
const NO_DOCTESTS: [&str; 6] = [
    "readme_",
    "axum_",
    "fastapi_",
    "issuing_",
    "mcp_server_",
    "provider_",
];

#[test]
fn every_example_is_compiled_and_every_route_called() {
    let mut sources = String::new();
    for folder in ["docs", "docs/application", "docs/tls", "mcp"] {
        let files = std::fs::read_dir(folder).unwrap();
        let paths = files.map(|file| file.unwrap().path());
        for path in paths.filter(|path| path.is_file()) {
            sources += &std::fs::read_to_string(path).unwrap();
        }
    }
    let folder = concat!(env!("OUT_DIR"), "/examples");
    let mut found = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let example = std::fs::read_to_string(&path).unwrap();
        // The one that shows a renamed crate, which is a crate of its own: see `renamed`.
        if name == "security_health_2" {
            continue;
        }
        let has_routes = ["#[security", "#[dependency"]
            .iter()
            .any(|text| example.contains(text));
        let is_doctest = !NO_DOCTESTS.iter().any(|page| name.starts_with(page));
        if example.trim().is_empty() || (is_doctest && !has_routes) {
            continue;
        }
        found += 1;
        let name = name.trim_end_matches(".main");
        assert!(
            sources.contains(&format!("\"{name}\"")),
            "nobody includes {name}:\n{example}"
        );
    }
    assert!(found > 20, "found only {found} examples");
}
