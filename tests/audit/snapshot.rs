//! The security snapshot: what fails it, and what its failure says.

use std::path::Path;
use std::process::Command;

use scopegate::SecureRouter;
use scopegate::routing::{delete, get};
use scopegate::testing::{assert_security_snapshot, assert_snapshot, check_snapshot};

use crate::audit::app::{health, item, list_items, routes};

const ACCEPTED: &str = "\
# Who may call what. A test compares this file with the routes of the service.
# To accept a change: SCOPEGATE_UPDATE=1 cargo test
GET     /health                         public                                  plans::audit::app::health
GET     /items                          People[items me]                        plans::audit::app::list_items
GET     /items/{id}                     People[items me]                        plans::audit::app::item
";

type Router = SecureRouter<scopegate::Verifier>;

fn router() -> Router {
    SecureRouter::new()
        .route("/health", get(health))
        .route("/items", get(list_items))
        .route("/items/{id}", get(item))
}

/// What the assertion says of `router`, if it fails, where the file has this text.
fn failure(router: &Router, accepted: Option<&str>) -> Option<String> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("security.snap");
    if let Some(accepted) = accepted {
        std::fs::write(&file, accepted).unwrap();
    }
    let directory = directory.path().to_str().unwrap();
    let path = Path::new("security.snap");
    check_snapshot(&router.audit(), directory, path, false).err()
}

#[test]
fn the_router_of_the_other_tests() {
    assert_security_snapshot!(routes(), "audit/security.snap");
    assert_security_snapshot!(&routes(), String::from("audit/security.snap"));
}

#[test]
fn what_was_accepted_passes() {
    assert_eq!(failure(&router(), Some(ACCEPTED)), None);
    assert_eq!(
        failure(&router(), Some(&ACCEPTED.replace('\n', "\r\n"))),
        None
    );
}

#[test]
fn a_changed_rule_fails() {
    let accepted = ACCEPTED.replace("People[items me]   ", "People[items admin]");
    insta::assert_snapshot!(failure(&router(), Some(&accepted)).unwrap());
}

#[test]
fn a_new_route_fails() {
    let router = router().route("/items/{id}/all", delete(item));
    insta::assert_snapshot!(failure(&router, Some(ACCEPTED)).unwrap());
}

#[test]
fn a_removed_route_fails() {
    let router = SecureRouter::new().route("/health", get(health));
    insta::assert_snapshot!(failure(&router, Some(ACCEPTED)).unwrap());
}

#[test]
fn an_unprotected_mount_fails() {
    let router = router().unprotected("/files", axum::Router::new());
    let failure = failure(&router, Some(ACCEPTED)).unwrap();
    assert!(
        failure.contains("\n+ ANY     /files/*                        UNPROTECTED\n"),
        "{failure}"
    );
}

/// Schemes of the same name, as before and after a change.
mod implying {
    macro_rules! service {
        ($name:ident, $($scopes:tt)*) => {
            pub(super) mod $name {
                use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, security};

                #[derive(SecurityScheme)]
                #[oauth2(client_credentials(token_url = "token"), scopes($($scopes)*))]
                struct Machine;

                #[security(scopes = ["purge"], depends = Machine)]
                async fn purge(_token: AccessToken) {}

                pub(in crate::audit::snapshot) fn routes() -> SecureRouter<Verifier> {
                    SecureRouter::new().route("/notes", scopegate::routing::delete(purge))
                }
            }
        };
    }

    service!(
        before,
        "read" = "Read.",
        "purge" = "Purge.",
        implies("read")
    );
    service!(
        after,
        "read" = "Read.",
        implies("purge"),
        "purge" = "Purge."
    );
}

/// A scope that implies one that it did not is a way to what that one allows.
#[test]
fn a_changed_implication_fails() {
    let accepted = "\
DELETE  /notes                          Machine[purge]                          plans::audit::snapshot::implying::before::purge
SCOPE   purge                           Machine: implies read
";
    assert_eq!(failure(&implying::before::routes(), Some(accepted)), None);
    let accepted = accepted.replace("before", "after");
    let failure = failure(&implying::after::routes(), Some(&accepted)).unwrap();
    let differences = "\
new:
+ SCOPE   read                            Machine: implies purge

gone:
- SCOPE   purge                           Machine: implies read
";
    assert!(failure.contains(differences), "{failure}");
}

#[test]
fn a_missing_file_fails() {
    insta::assert_snapshot!(failure(&router(), None).unwrap());
}

/// Run by `update_writes_the_file` in a process of its own, for its environment.
#[test]
#[ignore = "the other half of a test"]
fn asserts_in_a_directory() {
    let directory = std::env::var("SNAPSHOT_DIRECTORY").unwrap();
    assert_snapshot(&router().audit(), &directory, Path::new("security.snap"));
}

#[test]
fn update_writes_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("security.snap");
    let run = |update: &str| {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "--ignored",
                "--exact",
                "audit::snapshot::asserts_in_a_directory",
            ])
            .args(["--nocapture"])
            .env("SNAPSHOT_DIRECTORY", directory.path())
            .env("SCOPEGATE_UPDATE", update)
            .output()
            .unwrap();
        let panic = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), panic)
    };
    let passes = |update| run(update).0;
    let (accepted, panic) = run("");
    assert!(!accepted);
    let message = check_snapshot(
        &router().audit(),
        directory.path().to_str().unwrap(),
        Path::new("security.snap"),
        false,
    );
    assert!(panic.contains(&message.unwrap_err()), "{panic}");
    assert!(
        panic.contains("audit/snapshot.rs"),
        "it names the test: {panic}"
    );
    assert!(!file.exists());
    assert!(passes("1"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), ACCEPTED);
    assert!(passes("0"));
    std::fs::write(&file, ACCEPTED.replace("public", "People")).unwrap();
    assert!(!passes("0"));
    assert!(passes("1"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), ACCEPTED);
    let files = std::fs::read_dir(directory.path()).unwrap();
    assert_eq!(files.count(), 1, "nothing else is left");
}
