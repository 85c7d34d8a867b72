use scopegate::testing::TestProvider;

use crate::get;

mod service {
    example!("provider_main");

    pub(super) mod testing {
        use super::app;

        example!("provider_items_require_a_token_with_the_scope");
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

/// Examples that build a verifier.
macro_rules! builds {
    ($($module:ident: $name:literal;)*) => {$(
        mod $module {
            use scopegate::Verifier;

            example!($name);

            #[tokio::test]
            async fn it_is_built() -> Result<(), Box<dyn std::error::Error>> {
                statements!($name);
                Ok(())
            }
        }
    )*};
}

builds! {
    keycloak: "provider_no_function";
    auth0: "provider_no_function_2";
    entra: "provider_no_function_3";
    okta: "provider_no_function_4";
    your_own: "provider_no_function_5";
    several_issuers: "provider_no_function_6";
    several_tenants: "provider_no_function_7";
    revoked: "provider_no_function_9";
    plain_http: "provider_no_function_10";
    own_client: "provider_fetch";
}

mod opaque {
    use scopegate::Verifier;

    example!("provider_no_function_8");

    #[tokio::test]
    async fn it_is_built() -> Result<(), scopegate::VerifierError> {
        let secret = "the client secret of this API";
        statements!("provider_no_function_8");
        Ok(())
    }
}
