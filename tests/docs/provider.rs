use scopegate::testing::TestProvider;

use crate::get;

mod service {
    example!("provider_app");

    pub(super) mod testing {
        use axum::Router;

        use super::app;

        example!("provider_who_may_read_items");
    }

    #[tokio::test]
    async fn it_is_built_while_the_provider_is_away() {
        assert!(verifier().is_ok());
    }

    pub(super) fn router(verifier: Verifier) -> Router {
        app(verifier)
    }
}

#[tokio::test]
async fn the_service_of_the_guide_reads_items_for_accounts_of_the_provider() {
    let issuer = TestProvider::new("https://issuer.example");
    let verifier = issuer.verifier_builder().audience("https://api.example");
    let router = service::router(verifier.build().unwrap());
    let token = || {
        issuer
            .token()
            .audience("https://api.example")
            .subject("alice")
    };
    for (token, status) in [
        (token().scopes(["items:read"]), 200),
        (token().scopes(["items:write"]), 200),
        (token(), 403),
        (token().scopes(["items:read"]).without("sub"), 401),
    ] {
        let bearer = format!("Bearer {}", token.issue());
        assert_eq!(get(&router, "/items", &bearer).await.0, status);
    }
    assert_eq!(get(&router, "/items", "").await.0, 401);
}
