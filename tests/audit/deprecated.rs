//! Handlers that clients should stop calling.

use std::path::Path;

use scopegate::routing::get;
use scopegate::testing::check_snapshot;
use scopegate::{Audit, SecureRouter, security};

use super::app::health;

#[security(public, deprecated)]
async fn ping() {}

fn audit() -> Audit {
    let router = SecureRouter::<()>::new()
        .route("/health", get(health))
        .route("/ping", get(ping));
    router.audit()
}

#[test]
fn the_table_marks_a_deprecated_handler() {
    let table = audit().table(usize::MAX);
    let marked: Vec<_> = table
        .lines()
        .filter(|line| line.contains("deprecated"))
        .collect();
    let [line] = marked.as_slice() else {
        panic!("{table}");
    };
    assert!(
        line.ends_with("audit::deprecated::ping, deprecated"),
        "{line}"
    );
}

#[test]
fn the_json_has_a_member_where_a_handler_is_deprecated() {
    let json: serde_json::Value = serde_json::from_str(&audit().to_json()).unwrap();
    let handlers =
        ["/routes/0/handler", "/routes/1/handler"].map(|path| json.pointer(path).unwrap());
    assert_eq!(handlers[0].get("deprecated"), None);
    assert_eq!(handlers[1]["deprecated"], true);
}

#[test]
fn a_snapshot_fails_where_a_handler_becomes_deprecated() {
    let accepted = "\
GET     /health                         public                                  audit::app::health
GET     /ping                           public                                  audit::deprecated::ping
";
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("security.snap"), accepted).unwrap();
    let directory = directory.path().to_str().unwrap();
    let difference = check_snapshot(&audit(), directory, Path::new("security.snap"), false);
    let difference = difference.unwrap_err();
    assert!(
        difference.contains("audit::deprecated::ping, deprecated"),
        "{difference}"
    );
}
