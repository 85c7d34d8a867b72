//! The guide "Bring scopegate into an axum application". Each recipe has a module here.

mod counted;
mod files;
mod logs;
mod migration;
mod objects;
mod refusals;
mod roles;
mod routers;
mod state;
mod step_up;
mod testing;
mod websocket;

mod account;

use self::account::{Note, Notes};
use crate::bearer;

/// Two notes of `johndoe`, one of `alice`.
fn notes() -> Notes {
    let notes = Notes::default();
    for (id, owner, text) in [
        (1, "johndoe", "tea"),
        (2, "alice", "milk"),
        (3, "johndoe", "cake"),
    ] {
        let (owner, text) = (owner.to_owned(), text.to_owned());
        notes.add(Note { id, owner, text });
    }
    notes
}

/// The statuses of a route that asks for `scope`, up to whoever may call it.
fn calls(scope: &'static str, status: u16) -> [(String, u16); 4] {
    [
        (String::new(), 401),
        ("Bearer x".to_owned(), 401),
        (bearer("johndoe", &["another"]), 403),
        (bearer("johndoe", &[scope]), status),
    ]
}

async fn assert_calls(router: &axum::Router, path: &str, calls: &[(String, u16)]) {
    let calls: Vec<_> = calls
        .iter()
        .map(|(value, status)| (value.as_str(), *status))
        .collect();
    crate::assert_statuses(router, path, &calls).await;
}
