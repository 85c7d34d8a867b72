//! What all routes do: those of FastAPI's tutorial.

use axum::Json;
use serde::Serialize;

#[derive(Clone, Serialize)]
pub(crate) struct User {
    pub(crate) username: &'static str,
    pub(crate) email: &'static str,
    pub(crate) disabled: bool,
}

#[derive(Serialize)]
pub(crate) struct Item {
    item_id: &'static str,
    owner: &'static str,
}

static USERS: [User; 2] = [
    User {
        username: "johndoe",
        email: "johndoe@example.com",
        disabled: false,
    },
    User {
        username: "5ba552d67",
        email: "jane@example.com",
        disabled: false,
    },
];

pub(crate) fn find(username: &str) -> Option<User> {
    let mut users = USERS.iter();
    users.find(|user| user.username == username).cloned()
}

pub(crate) fn items_of(user: &User) -> Json<[Item; 1]> {
    Json([Item {
        item_id: "Foo",
        owner: user.username,
    }])
}

/// The user of a route that asks for none.
pub(crate) fn nobody() -> &'static User {
    &USERS[0]
}
