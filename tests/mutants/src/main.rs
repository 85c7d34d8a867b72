//! A service as its author wrote it: `check.py` makes one mistake after another in it.

mod auth;
mod items;
mod legacy;
mod state;
mod users;

use axum::Router;
use scopegate::routing::{get, post};
use scopegate::{SecureRouter, Verifier};

use crate::items::{
    add_item, count, front_page, list_items, read_item, read_old_item, search_items,
};
use crate::state::{App, Items, Users};

fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/", get(front_page))
        .route("/items", get(list_items).post(add_item))
        .route("/items/{id}", get(read_item))
        .route("/items/old/{id}", get(read_old_item))
        .route("/items/count", get(count))
        .route("/items/search", post(search_items))
        .nest("/admin", users::admin())
}

fn app(verifier: Verifier) -> Router {
    let state = App {
        verifier,
        users: Users,
        items: Items,
    };
    let secure = routes().with_state::<()>(state.clone()).into_router();
    secure.merge(legacy::router().with_state(state))
}

fn main() {
    let verifier = Verifier::hs256([7; 32]).expect("the key is long enough");
    drop(app(verifier));
}
