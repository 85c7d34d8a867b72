use axum::Router;
use scopegate::testing::TestProvider;

use crate::{assert_statuses, get};

#[path = "../../../runtime/examples/several_issuers.rs"]
mod example;

const API: &str = "https://api.example";

fn providers() -> [TestProvider; 2] {
    ["https://staff.example", "https://customers.example"].map(TestProvider::new)
}

fn app([staff, customers]: &[TestProvider; 2]) -> Router {
    let of = |provider: &TestProvider| provider.verifier_builder().audience(API).build().unwrap();
    example::app(of(staff), of(customers)).unwrap()
}

#[tokio::test]
async fn neither_providers_tokens_are_good_for_the_other() {
    let providers = providers();
    let app = app(&providers);
    let [staff, customer] = providers.each_ref().map(|provider| {
        let token = provider.token().audience(API).subject("johndoe");
        let with = format!("Bearer {}", token.clone().scopes(["orders"]).issue());
        (with, format!("Bearer {}", token.issue()))
    });
    for (path, own, other) in [
        ("/orders", &staff, &customer),
        ("/me/orders", &customer, &staff),
    ] {
        let calls = [
            ("", 401),
            (&*other.0, 401),
            (&*other.1, 401),
            (&*own.1, 403),
            (&*own.0, 200),
        ];
        assert_statuses(&app, path, &calls).await;
    }
    assert_eq!(
        get(&app, "/orders", &staff.0).await.2,
        "all orders, for johndoe"
    );
}

#[test]
#[should_panic(expected = "Customers")]
fn a_provider_that_no_scheme_names_stops_the_router() {
    let [staff, _] = providers();
    let _ = app(&[staff, TestProvider::new("https://another.example")]);
}
