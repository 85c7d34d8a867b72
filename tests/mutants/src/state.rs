//! What handlers share.

use axum::extract::FromRef;
use scopegate::{Verifier, dependency};
use serde::{Deserialize, Serialize};

use crate::auth::User;

#[derive(Clone, FromRef)]
pub struct App {
    pub verifier: Verifier,
    pub users: Users,
    pub items: Items,
}

#[derive(Clone)]
pub struct Users;

impl Users {
    pub async fn find(&self, name: &str) -> Option<User> {
        (name == "alice").then(|| User {
            name: name.to_owned(),
            is_disabled: false,
        })
    }
}

#[derive(Clone)]
pub struct Items;

#[derive(Serialize, Deserialize, utoipa::ToSchema)]
pub struct Item {
    pub id: u32,
    pub title: String,
    pub owner: String,
}

impl Items {
    pub async fn all(&self) -> Vec<Item> {
        Vec::new()
    }

    pub async fn get(&self, id: u32) -> Option<Item> {
        self.all().await.into_iter().find(|item| item.id == id)
    }

    pub async fn add(&self, _item: Item) {}

    pub fn len(&self) -> usize {
        0
    }
}

/// A connection to the database, one for each request.
#[derive(Clone)]
pub struct Db {
    pub url: String,
}

#[dependency]
pub fn get_db() -> Db {
    Db {
        url: "sqlite::memory:".to_owned(),
    }
}
