use axum::Router;

use super::{assert_calls, calls};
use crate::verifier;

mod recipe {
    use crate::application::account::*;

    example!("axum_routes");

    pub(super) fn listed(rest: Router<Verifier>) -> SecureRouter<Verifier> {
        routes(rest)
    }
}

fn rest() -> Router<scopegate::Verifier> {
    Router::new().route("/old", axum::routing::get(async || "as ever"))
}

#[tokio::test]
async fn what_has_moved_is_protected_and_the_rest_is_as_it_was() {
    let router = recipe::listed(rest()).with_state(verifier()).into_router();
    assert_calls(&router, "/me", &calls("notes:read", 200)).await;
    for path in ["/health", "/old"] {
        assert_calls(&router, path, &[(String::new(), 200)]).await;
    }
}

#[test]
fn the_table_shows_how_far_it_is() {
    let table = recipe::listed(rest()).audit().table(usize::MAX);
    let table = table.replace("docs::application::migration::recipe::", "app::");
    let table = table.replace("application::account::", "auth::");
    let guide = include_str!("../../../runtime/docs/guide/axum.md");
    // Names of another length take another width.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(guide).contains(&words(&table)), "{table}");
}
