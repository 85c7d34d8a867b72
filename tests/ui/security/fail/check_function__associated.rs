//! Handlers and dependencies are free functions: what is generated cannot stand in an `impl`. That is said once.

use scopegate::routing::get;
use scopegate::{SecureRouter, dependency, security};

struct Items;

impl Items {
    #[security(public)]
    async fn list() -> &'static str {
        "items"
    }

    #[dependency]
    fn page() -> u32 {
        1
    }

    fn routes() -> SecureRouter {
        // A function in a method is free.
        #[security(public)]
        async fn health() {}

        SecureRouter::new().route("/items", get(Self::list)).route("/health", get(health))
    }
}

fn main() {
    let _ = (Items::routes(), Items::page());
}
