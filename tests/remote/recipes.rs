//! The recipes of the guide, with tokens as large providers issue them. Names and identifiers are made up.

use scopegate::testing::{TestProvider, TestToken};
use scopegate::{TokenError, Verifier, VerifierBuilder};
use serde_json::{Value, json};

const GUIDE: &str = include_str!("../../runtime/docs/guide/provider.md");

/// What a token of the provider is made of.
pub(crate) fn token(issuer: &TestProvider, typ: Option<&str>, claims: Value) -> TestToken {
    let mut token = issuer.token();
    for claim in ["sub", "client_id", "iat", "jti"] {
        token = token.without(claim);
    }
    token = match typ {
        Some(typ) => token.token_type(typ),
        None => token.without_header("typ"),
    };
    let Value::Object(claims) = claims else {
        panic!("claims are an object")
    };
    let claims = claims.into_iter();
    claims.fold(token, |token, (name, value)| token.claim(&name, value))
}

pub(crate) async fn scopes(verifier: &Verifier, token: &TestToken) -> Result<String, TokenError> {
    let token = verifier.verify(&token.issue()).await?;
    Ok(token.scopes().iter().collect::<Vec<_>>().join(" "))
}

fn asking(recipe: VerifierBuilder, issuer: &TestProvider) -> Verifier {
    recipe.http_client(issuer.clone()).build().unwrap()
}

mod keycloak {
    use super::*;

    const REALM: &str = "https://keycloak.example/realms/acme";

    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://keycloak.example/realms/acme")
            .audience("https://api.example")
            .any_token_type()
            .require("/typ", "Bearer")
            .scopes_at("/realm_access/roles")
    }

    fn access(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "iat": 1_790_000_000,
            "jti": "onrtac:5b1f8c1e-0d7c-4f0e-9a51-3f5d3b2f7c11",
            "aud": ["https://api.example", "account"],
            "sub": "0f9f2c6e-6f0b-4f35-8a2e-9f4f4f1c2d10",
            "typ": "Bearer",
            "azp": "shop",
            "sid": "a3b7c1de-94d5-4f7e-bb0c-2a1f6f6f8f77",
            "acr": "1",
            "allowed-origins": ["https://shop.example"],
            "realm_access": { "roles": ["default-roles-acme", "offline_access", "items:write"] },
            "resource_access": { "account": { "roles": ["manage-account", "view-profile"] } },
            "scope": "openid email profile items:read",
            "email_verified": true,
            "preferred_username": "johndoe",
        });
        token(issuer, Some("JWT"), claims)
    }

    fn id(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "iat": 1_790_000_000,
            "auth_time": 1_790_000_000,
            "jti": "22cd2a5e-1f8a-4c3d-8e83-1a2b3c4d5e6f",
            "aud": "shop",
            "sub": "0f9f2c6e-6f0b-4f35-8a2e-9f4f4f1c2d10",
            "typ": "ID",
            "azp": "shop",
            "nonce": "6f1f2d",
            "sid": "a3b7c1de-94d5-4f7e-bb0c-2a1f6f6f8f77",
            "at_hash": "Wk8tUJ8r5Jp0YwQq1m3s1A",
            "acr": "1",
            "email_verified": true,
            "preferred_username": "johndoe",
        });
        token(issuer, Some("JWT"), claims)
    }

    #[tokio::test(start_paused = true)]
    async fn roles_and_client_scopes_of_an_access_token_count() {
        let issuer = TestProvider::new(REALM);
        let granted = scopes(&asking(recipe(), &issuer), &access(&issuer)).await;
        let expected =
            "openid email profile items:read default-roles-acme offline_access items:write";
        assert_eq!(granted.as_deref(), Ok(expected));
    }

    #[tokio::test(start_paused = true)]
    async fn id_tokens_are_refused_even_if_they_are_for_this_service() {
        let issuer = TestProvider::new(REALM);
        let verifier = asking(recipe(), &issuer);
        let refused = scopes(&verifier, &id(&issuer)).await;
        assert_eq!(refused, Err(TokenError::Audience));
        let for_us = id(&issuer).audience("https://api.example");
        assert_eq!(scopes(&verifier, &for_us).await, Err(TokenError::Type));
        // Of the code flow, without what a client may leave out.
        let plain = for_us.without("nonce").without("at_hash");
        assert_eq!(scopes(&verifier, &plain).await, Err(TokenError::Claims));
    }

    #[tokio::test(start_paused = true)]
    async fn without_the_audience_mapper_a_token_is_for_somebody_else() {
        let issuer = TestProvider::new(REALM);
        let unmapped = access(&issuer).audience("account");
        let refused = scopes(&asking(recipe(), &issuer), &unmapped).await;
        assert_eq!(refused, Err(TokenError::Audience));
    }

    #[tokio::test(start_paused = true)]
    async fn where_all_clients_use_at_jwt_their_type_is_enough_and_has_to_be_said() {
        let issuer = TestProvider::new(REALM);
        let builder = || issuer.verifier_builder().audience("https://api.example");
        let by_type = builder().token_type("at+jwt").build().unwrap();
        let typed = access(&issuer).token_type("at+jwt");
        let granted = scopes(&by_type, &typed).await;
        assert_eq!(granted.as_deref(), Ok("openid email profile items:read"));
        for other in [access(&issuer), id(&issuer)] {
            assert_eq!(scopes(&by_type, &other).await, Err(TokenError::Type));
        }
        let strict = builder().build().unwrap();
        assert_eq!(
            scopes(&strict, &typed).await,
            Err(TokenError::MissingClaim("client_id"))
        );
    }
}

mod auth0 {
    use super::*;

    const TENANT: &str = "https://acme.eu.auth0.com/";

    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://acme.eu.auth0.com/")
            .audience("https://api.example")
    }

    fn access(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "sub": "auth0|64f0c1d2e3b4a59687706152",
            "aud": ["https://api.example", "https://acme.eu.auth0.com/userinfo"],
            "iat": 1_790_000_000,
            "jti": "kU2sT9vYw1QeX4zB7nM5cA",
            "client_id": "hG7kD2sPq9LmN4vX8cB1zT6yR3wE5uJ0",
            "scope": "openid profile items:read",
            "permissions": ["items:read", "items:write"],
        });
        token(issuer, Some("at+jwt"), claims)
    }

    fn id(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "nickname": "johndoe",
            "name": "johndoe@shop.example",
            "updated_at": "2026-09-01T08:00:00.000Z",
            "email": "johndoe@shop.example",
            "aud": "hG7kD2sPq9LmN4vX8cB1zT6yR3wE5uJ0",
            "sub": "auth0|64f0c1d2e3b4a59687706152",
            "iat": 1_790_000_000,
            "sid": "Qm3vT8xZ1cL6nB4k",
        });
        token(issuer, Some("JWT"), claims)
    }

    #[tokio::test(start_paused = true)]
    async fn an_access_token_grants_its_scope_and_permissions_if_asked_for() {
        let issuer = TestProvider::new(TENANT);
        let granted = scopes(&asking(recipe(), &issuer), &access(&issuer)).await;
        assert_eq!(granted.as_deref(), Ok("openid profile items:read"));
        let verifier = asking(recipe().scopes_at("/permissions"), &issuer);
        let granted = scopes(&verifier, &access(&issuer)).await;
        let expected = "openid profile items:read items:write";
        assert_eq!(granted.as_deref(), Ok(expected));
    }

    #[tokio::test(start_paused = true)]
    async fn id_tokens_are_refused_by_their_type() {
        let issuer = TestProvider::new(TENANT);
        let verifier = asking(recipe(), &issuer);
        for id in [
            id(&issuer),
            id(&issuer).audience("https://api.example"),
            id(&issuer).claim("nonce", "n"),
        ] {
            assert_eq!(scopes(&verifier, &id).await, Err(TokenError::Type));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_profile_of_auth0_needs_any_type_and_its_id_tokens_are_for_somebody_else() {
        let issuer = TestProvider::new(TENANT);
        let own_profile = access(&issuer).without("jti").without("client_id");
        let own_profile = own_profile.claim("azp", "hG7kD2sPq9LmN4vX8cB1zT6yR3wE5uJ0");
        let own_profile = own_profile.token_type("JWT");
        let refused = scopes(&asking(recipe(), &issuer), &own_profile).await;
        assert_eq!(refused, Err(TokenError::Type));
        let verifier = asking(recipe().any_token_type(), &issuer);
        let granted = scopes(&verifier, &own_profile).await;
        assert_eq!(granted.as_deref(), Ok("openid profile items:read"));
        let refused = scopes(&verifier, &id(&issuer)).await;
        assert_eq!(refused, Err(TokenError::Audience));
    }
}

mod entra {
    use super::*;

    const TENANT: &str = "11111111-2222-3333-4444-555555555555";
    const API: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    const CLIENT: &str = "99999999-8888-7777-6666-555555555555";

    fn recipe() -> VerifierBuilder {
        let tenant = "11111111-2222-3333-4444-555555555555";
        Verifier::builder()
            .discover(format!("https://login.microsoftonline.com/{tenant}/v2.0"))
            .audience("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
            .any_token_type()
            .require("/tid", tenant)
            .scopes_at("/roles")
    }

    fn issuer() -> TestProvider {
        TestProvider::new(&format!("https://login.microsoftonline.com/{TENANT}/v2.0"))
    }

    fn access(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "aud": API,
            "iat": 1_790_000_000,
            "nbf": 1_790_000_000,
            "azp": CLIENT,
            "azpacr": "0",
            "name": "John Doe",
            "oid": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
            "preferred_username": "johndoe@acme.example",
            "rh": "0.AAAA.",
            "scp": "Items.Read Items.Add",
            "sub": "hR2vX9kQ4mT7wZ1c",
            "tid": TENANT,
            "uti": "p8Y3kV6nQ0aB",
            "ver": "2.0",
        });
        token(issuer, Some("JWT"), claims)
    }

    /// Of a program on its own behalf.
    fn app_only(issuer: &TestProvider) -> TestToken {
        let token = access(issuer).without("scp").without("name");
        let token = token.without("preferred_username").claim("azpacr", "1");
        token.claim("roles", json!(["Items.ReadAll"]))
    }

    fn id(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "aud": CLIENT,
            "iat": 1_790_000_000,
            "nbf": 1_790_000_000,
            "name": "John Doe",
            "nonce": "678910",
            "oid": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
            "preferred_username": "johndoe@acme.example",
            "rh": "0.AAAA.",
            "roles": ["Items.Manage"],
            "sub": "kT5wN8yB2pL0sD3f",
            "tid": TENANT,
            "uti": "z1X4cV7bN0mQ",
            "ver": "2.0",
        });
        token(issuer, Some("JWT"), claims)
    }

    #[tokio::test(start_paused = true)]
    async fn delegated_and_application_permissions_count() {
        let issuer = issuer();
        let verifier = asking(recipe(), &issuer);
        let of_user = scopes(&verifier, &access(&issuer)).await;
        assert_eq!(of_user.as_deref(), Ok("Items.Read Items.Add"));
        let of_app = scopes(&verifier, &app_only(&issuer)).await;
        assert_eq!(of_app.as_deref(), Ok("Items.ReadAll"));
    }

    #[tokio::test(start_paused = true)]
    async fn tokens_of_another_tenant_or_of_version_1_are_refused() {
        let issuer = issuer();
        let verifier = asking(recipe(), &issuer);
        let other = access(&issuer).claim("tid", "another");
        assert_eq!(scopes(&verifier, &other).await, Err(TokenError::Claims));
        let old = access(&issuer).issuer(&format!("https://sts.windows.net/{TENANT}/"));
        let old = old.claim("ver", "1.0");
        assert_eq!(scopes(&verifier, &old).await, Err(TokenError::Issuer));
    }

    #[tokio::test(start_paused = true)]
    async fn id_tokens_are_refused_by_audience_or_nonce_or_where_both_are_missing_by_idtyp() {
        let issuer = issuer();
        let verifier = asking(recipe(), &issuer);
        let refused = scopes(&verifier, &id(&issuer)).await;
        assert_eq!(refused, Err(TokenError::Audience));
        let of_shared_registration = id(&issuer).audience(API);
        let refused = scopes(&verifier, &of_shared_registration).await;
        assert_eq!(refused, Err(TokenError::Type));
        let without_nonce = of_shared_registration.without("nonce");
        let shared = asking(recipe().require("/idtyp", "user"), &issuer);
        let refused = scopes(&shared, &without_nonce).await;
        assert_eq!(refused, Err(TokenError::Claims));
        let access = access(&issuer).claim("idtyp", "user");
        let granted = scopes(&shared, &access).await;
        assert_eq!(granted.as_deref(), Ok("Items.Read Items.Add"));
    }
}

mod okta {
    use super::*;

    const SERVER: &str = "https://acme.okta.com/oauth2/default";

    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://acme.okta.com/oauth2/default")
            .audience("api://default")
            .any_token_type()
    }

    fn access(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "ver": 1,
            "jti": "AT.mC4xN8vB1zL6kJ3hG0fD",
            "aud": "api://default",
            "iat": 1_790_000_000,
            "cid": "0oa1b2c3d4e5f6g7h8i9",
            "uid": "00u9i8h7g6f5e4d3c2b1",
            "scp": ["openid", "items:read"],
            "auth_time": 1_790_000_000,
            "sub": "johndoe@acme.example",
        });
        token(issuer, None, claims)
    }

    fn id(issuer: &TestProvider) -> TestToken {
        let claims = json!({
            "ver": 1,
            "jti": "ID.pQ7wE2rT9yU4iO1aS6dF",
            "aud": "0oa1b2c3d4e5f6g7h8i9",
            "iat": 1_790_000_000,
            "amr": ["pwd"],
            "idp": "00o5f4e3d2c1b0a9z8y7",
            "auth_time": 1_790_000_000,
            "at_hash": "bN3mK8jH1gF6dS0aP5oI2u",
            "preferred_username": "johndoe@acme.example",
            "sub": "00u9i8h7g6f5e4d3c2b1",
        });
        token(issuer, None, claims)
    }

    #[tokio::test(start_paused = true)]
    async fn the_scopes_of_an_access_token_are_a_list() {
        let issuer = TestProvider::new(SERVER);
        let granted = scopes(&asking(recipe(), &issuer), &access(&issuer)).await;
        assert_eq!(granted.as_deref(), Ok("openid items:read"));
    }

    #[tokio::test(start_paused = true)]
    async fn id_tokens_and_tokens_of_the_organization_are_refused() {
        let issuer = TestProvider::new(SERVER);
        let verifier = asking(recipe(), &issuer);
        let refused = scopes(&verifier, &id(&issuer)).await;
        assert_eq!(refused, Err(TokenError::Audience));
        let for_us = id(&issuer).audience("api://default");
        assert_eq!(scopes(&verifier, &for_us).await, Err(TokenError::Type));
        let of_organization = access(&issuer)
            .issuer("https://acme.okta.com")
            .audience("https://acme.okta.com");
        let refused = scopes(&verifier, &of_organization).await;
        assert_eq!(refused, Err(TokenError::Issuer));
    }
}

mod your_own {
    use super::*;

    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://issuer.example")
            .audience("https://api.example")
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_of_rfc_9068_is_accepted_and_an_id_token_refused() {
        let issuer = TestProvider::new("https://issuer.example");
        let verifier = asking(recipe(), &issuer);
        let claims = json!({
            "aud": "https://api.example",
            "sub": "5ba552d67",
            "client_id": "s6BhdRkqt3",
            "iat": 1_790_000_000,
            "jti": "dbe39bf3a3ba4238a513f51d6e1691c4",
            "scope": "openid profile items:read",
        });
        let access = token(&issuer, Some("at+jwt"), claims.clone());
        let granted = scopes(&verifier, &access).await;
        assert_eq!(granted.as_deref(), Ok("openid profile items:read"));
        let id = token(&issuer, Some("JWT"), claims);
        assert_eq!(scopes(&verifier, &id).await, Err(TokenError::Type));
    }
}

/// What is tested here is what readers copy: the lines between `Verifier::builder()` and `.build()?`.
#[test]
fn recipes_are_those_of_the_guide() {
    let tested = words(include_str!("recipes.rs"));
    let (_, recipes) = GUIDE.split_once("\n## Recipes\n").unwrap();
    let (recipes, _) = recipes.split_once("\n## Several issuers\n").unwrap();
    let shown = recipes.split("Verifier::builder()").skip(1).map(|rest| {
        let (shown, _) = rest.split_once(".build()?").unwrap();
        words(shown)
    });
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown.len(), 5);
    for recipe in shown {
        let function = format!("Verifier::builder() {recipe} }}");
        assert!(tested.contains(&function), "not tested: {recipe}");
    }
}

pub(crate) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
