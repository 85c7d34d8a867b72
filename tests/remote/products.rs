//! The recipes of the guide's second page, with tokens as each product documents them or as its source makes them. Names
//! and identifiers are made up.

use axum::body::Bytes;
use axum::http::{Method, Request, Response};
use scopegate::provider::{Fetch, FetchError, Introspection};
use scopegate::testing::{TestProvider, TestToken};
use scopegate::{TokenError, Verifier, VerifierBuilder};
use serde_json::{Value, json};

use crate::remote::recipes::{scopes as granted, token, words};

const GUIDE: &str = include_str!("../../runtime/docs/guide/recipes.md");

/// Where the keys really are.
const KEYS: &str = "https://provider.example";

/// A provider whose metadata, keys and endpoint of introspection are wherever the recipe says.
struct Anywhere {
    keys: TestProvider,
    issuer: String,
}

impl Fetch for Anywhere {
    async fn fetch(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let path = request.uri().path();
        if path.ends_with("/.well-known/openid-configuration") {
            let json = json!({
                "issuer": self.issuer,
                "jwks_uri": format!("{KEYS}/keys"),
                "introspection_endpoint": format!("{KEYS}/introspect"),
            });
            return Ok(Response::new(json.to_string().into()));
        }
        let place = match *request.method() {
            Method::POST => "introspect",
            _ => "keys",
        };
        *request.uri_mut() = format!("{KEYS}/{place}").parse().unwrap();
        self.keys.fetch(request).await
    }
}

/// A verifier of the recipe, and what makes tokens of `issuer` for it.
fn of(recipe: VerifierBuilder, issuer: &str) -> (Verifier, Maker) {
    let (keys, issuer) = (TestProvider::new(KEYS), issuer.to_owned());
    let verifier = recipe.http_client(Anywhere {
        keys: keys.clone(),
        issuer: issuer.clone(),
    });
    (verifier.build().unwrap(), Maker { keys, issuer })
}

struct Maker {
    keys: TestProvider,
    issuer: String,
}

impl Maker {
    fn token(&self, typ: Option<&str>, claims: Value) -> TestToken {
        token(&self.keys, typ, claims).issuer(&self.issuer)
    }
}

/// What an opaque token grants about which the provider gives this answer, or why it is refused.
async fn asked(verifier: &Verifier, maker: &Maker, answer: Value) -> Result<String, TokenError> {
    let token = maker.keys.token().without("exp");
    let token = ["iss", "sub", "client_id", "iat", "jti"]
        .iter()
        .fold(token, |token, claim| token.without(claim));
    let Value::Object(claims) = answer else {
        panic!("an answer is an object")
    };
    let claims = claims.into_iter();
    let token = claims.fold(token, |token, (name, value)| token.claim(&name, value));
    let accepted = verifier.verify(&maker.keys.opaque(&token)).await?;
    Ok(accepted.scopes().iter().collect::<Vec<_>>().join(" "))
}

fn in_an_hour() -> u64 {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    now.as_secs() + 3600
}

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html>
#[tokio::test(start_paused = true)]
async fn cognito() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE")
            .audience_stand_in("client_id", "1example23456789")
            .any_token_type()
            .require("token_use", "access")
            .scopes_at("cognito:groups")
    }

    let pool = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE";
    let (verifier, maker) = of(recipe(), pool);
    let access = || {
        let claims = json!({
            "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
            "cognito:groups": ["editors"],
            "version": 2,
            "client_id": "1example23456789",
            "origin_jti": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
            "event_id": "64f513be-32db-42b0-b78e-b02127b4f463",
            "token_use": "access",
            "scope": "openid https://api.example/items.read",
            "auth_time": 1_790_000_000,
            "iat": 1_790_000_000,
            "jti": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
            "username": "johndoe",
        });
        maker.token(None, claims)
    };
    let expected = "openid https://api.example/items.read editors";
    assert_eq!(granted(&verifier, &access()).await.as_deref(), Ok(expected));
    let of_another_client = access().claim("client_id", "another");
    let refused = granted(&verifier, &of_another_client).await;
    assert_eq!(refused, Err(TokenError::Audience));
    let id = json!({
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "cognito:groups": ["editors"],
        "email_verified": true,
        "cognito:username": "johndoe",
        "origin_jti": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "aud": "1example23456789",
        "event_id": "64f513be-32db-42b0-b78e-b02127b4f463",
        "token_use": "id",
        "auth_time": 1_790_000_000,
        "iat": 1_790_000_000,
        "jti": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "email": "johndoe@mail.example",
    });
    let id = maker.token(None, id);
    assert_eq!(granted(&verifier, &id).await, Err(TokenError::Audience));
    let disguised = id.without("aud").claim("client_id", "1example23456789");
    let refused = granted(&verifier, &disguised).await;
    assert_eq!(refused, Err(TokenError::Claims));
}

/// <https://clerk.com/docs/guides/sessions/session-tokens>, versions 2 and 1
#[tokio::test(start_paused = true)]
async fn clerk() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .issuer("https://clerk.acme.example")
            .jwks("https://clerk.acme.example/.well-known/jwks.json")
            .audience_stand_in("azp", "https://app.acme.example")
            .any_token_type()
            .scopes_at("permissions")
    }

    let (verifier, maker) = of(recipe(), "https://clerk.acme.example");
    let session = || {
        let claims = json!({
            "azp": "https://app.acme.example",
            "fva": [7, -1],
            "iat": 1_790_000_000,
            "jti": "bfd0a2ae0b3bd4bd6b66",
            "nbf": 1_790_000_000,
            "o": { "id": "org_123", "slg": "acme", "rol": "admin", "per": "manage,read", "fpm": "3,2" },
            "fea": "o:dashboard,o:teams",
            "sid": "sess_123",
            "sub": "user_123",
            "v": 2,
            "permissions": ["items:read"],
        });
        maker.token(Some("JWT"), claims)
    };
    let read = granted(&verifier, &session()).await;
    assert_eq!(read.as_deref(), Ok("items:read"));
    for foreign in [
        session().claim("azp", "https://other.example"),
        session().without("azp"),
        session().claim("azp", Value::Null),
    ] {
        let refused = granted(&verifier, &foreign).await;
        assert_eq!(refused, Err(TokenError::Audience));
    }
    let version_1 = recipe().scopes_at("org_permissions");
    let (verifier, maker) = of(version_1, "https://clerk.acme.example");
    let claims = json!({
        "azp": "https://app.acme.example",
        "iat": 1_790_000_000,
        "sub": "user_123",
        "sid": "sess_123",
        "org_id": "org_123",
        "org_permissions": ["org:items:read", "org:items:manage"],
    });
    let read = granted(&verifier, &maker.token(Some("JWT"), claims)).await;
    assert_eq!(read.as_deref(), Ok("org:items:read org:items:manage"));
}

/// <https://workos.com/docs/reference/authkit/session-tokens>
#[tokio::test(start_paused = true)]
async fn workos() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .issuer("https://api.workos.com")
            .jwks("https://api.workos.com/sso/jwks/client_123456789")
            .audience_stand_in("org_id", "org_01HRDMC6CM357W30QMHMQ96Q0S")
            .any_token_type()
            .scopes_at("permissions")
    }

    let (verifier, maker) = of(recipe(), "https://api.workos.com");
    let access = || {
        let claims = json!({
            "sub": "user_01HBEQKA6K4QJAS93VPE39W1JT",
            "act": { "sub": "admin@acme.example" },
            "org_id": "org_01HRDMC6CM357W30QMHMQ96Q0S",
            "role": "member",
            "roles": ["member"],
            "permissions": ["posts:read", "posts:write"],
            "entitlements": ["audit-logs"],
            "sid": "session_01HQSXZGF8FHF7A9ZZFCW4387R",
            "jti": "01HQSXZXPPFPKMDD32RKTFY6PV",
            "iat": 1_790_000_000,
        });
        maker.token(None, claims)
    };
    let read = granted(&verifier, &access()).await;
    assert_eq!(read.as_deref(), Ok("posts:read posts:write"));
    for foreign in [
        access().claim("org_id", "org_another"),
        access().without("org_id"),
        access().audience("https://api.example"),
    ] {
        let refused = granted(&verifier, &foreign).await;
        assert_eq!(refused, Err(TokenError::Audience));
    }
}

/// <https://zitadel.com/docs/apis/openidoauth/claims>
#[tokio::test(start_paused = true)]
async fn zitadel() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://acme.zitadel.cloud")
            .audience("69234237810729019")
            .any_token_type()
            .only_access_tokens_have("jti")
            .scopes_at_keys("urn:zitadel:iam:org:project:roles")
    }

    let (verifier, maker) = of(recipe(), "https://acme.zitadel.cloud");
    let roles = json!({
        "reader": { "178204173316174381": "acme.zitadel.cloud" },
        "admin": { "178204173316174381": "acme.zitadel.cloud" },
    });
    let access = json!({
        "aud": ["165463847299180417@acme", "69234237810729019"],
        "client_id": "165463847299180417@acme",
        "iat": 1_790_000_000,
        "jti": "165463847299180418",
        "nbf": 1_790_000_000,
        "sub": "165460784409546753",
        "urn:zitadel:iam:org:project:roles": roles,
    });
    let access = maker.token(Some("JWT"), access);
    let read = granted(&verifier, &access).await.unwrap();
    let mut read: Vec<_> = read.split(' ').collect();
    read.sort_unstable();
    assert_eq!(read, ["admin", "reader"]);
    let id = json!({
        "aud": ["165463847299180417@acme", "69234237810729019"],
        "azp": "165463847299180417@acme",
        "amr": ["pwd"],
        "at_hash": "Wk8tUJ8r5Jp0YwQq1m3s1A",
        "auth_time": 1_790_000_000,
        "iat": 1_790_000_000,
        "sub": "165460784409546753",
        "urn:zitadel:iam:org:project:roles": roles,
    });
    let id = maker.token(Some("JWT"), id);
    assert_eq!(granted(&verifier, &id).await, Err(TokenError::Type));
    let plain = granted(&verifier, &id.without("at_hash")).await;
    assert_eq!(plain, Err(TokenError::Claims));
    // The answer of its introspection.
    let asking = Introspection::client_secret_basic("api", "secret");
    let asking = recipe_of_introspection(asking);
    let (verifier, maker) = of(asking, "https://acme.zitadel.cloud");
    let answer = json!({
        "active": true,
        "aud": ["165463847299180417@acme", "69234237810729019"],
        "client_id": "165463847299180417@acme",
        "exp": in_an_hour(),
        "iss": "https://acme.zitadel.cloud",
        "jti": "165463847299180418",
        "scope": "openid items:read",
        "sub": "165460784409546753",
        "token_type": "Bearer",
        "username": "johndoe@acme",
    });
    let read = asked(&verifier, &maker, answer).await;
    assert_eq!(read.as_deref(), Ok("openid items:read"));
}

fn recipe_of_introspection(asking: Introspection) -> VerifierBuilder {
    Verifier::builder()
        .discover("https://acme.zitadel.cloud")
        .introspect(asking)
        .audience("69234237810729019")
}

/// authentik's `authentik/providers/oauth2/id_token.py`: an access token is an ID token with `azp` and `uid`.
#[tokio::test(start_paused = true)]
async fn authentik() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://authentik.acme.example/application/o/api/")
            .audience("Jk4vT7yQm2Xc9LsN8wRb")
            .any_token_type()
            .only_access_tokens_have("uid")
            .scopes_at("groups")
    }

    let issuer = "https://authentik.acme.example/application/o/api/";
    let (verifier, maker) = of(recipe(), issuer);
    let id = || {
        let claims = json!({
            "sub": "8d1f0c9e7b6a5d4c3b2a1908f7e6d5c4b3a29180f7e6d5c4b3a29180f7e6d5c4",
            "aud": "Jk4vT7yQm2Xc9LsN8wRb",
            "iat": 1_790_000_000,
            "auth_time": 1_790_000_000,
            "acr": "goauthentik.io/providers/oauth2/default",
            "amr": ["pwd"],
            "c_hash": "bN3mK8jH1gF6dS0aP5oI2u",
            "nonce": "6f1f2d",
            "at_hash": "Wk8tUJ8r5Jp0YwQq1m3s1A",
            "sid": "a3b7c1de",
            "email": "johndoe@mail.example",
            "preferred_username": "johndoe",
            "groups": ["editors"],
        });
        maker.token(Some("JWT"), claims)
    };
    let access = id().without("at_hash").claim("azp", "Jk4vT7yQm2Xc9LsN8wRb");
    let access = access.claim("uid", "Zx8Cv5Bn2Mq1");
    let read = granted(&verifier, &access).await;
    assert_eq!(read.as_deref(), Ok("editors"));
    assert_eq!(granted(&verifier, &id()).await, Err(TokenError::Type));
    let plain = id().without("nonce").without("at_hash").without("c_hash");
    assert_eq!(granted(&verifier, &plain).await, Err(TokenError::Claims));
}

/// <https://cloud.google.com/docs/authentication/token-types>
#[tokio::test(start_paused = true)]
async fn google() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://accounts.google.com")
            .audience("https://api.example")
            .any_token_type()
            .require("email_verified", true)
    }

    let (verifier, maker) = of(recipe(), "https://accounts.google.com");
    let of_service_account = json!({
        "aud": "https://api.example",
        "azp": "112010400000000710080",
        "email": "importer@acme-1234.iam.gserviceaccount.com",
        "email_verified": true,
        "iat": 1_790_000_000,
        "sub": "112010400000000710080",
    });
    let token = maker.token(Some("JWT"), of_service_account);
    assert_eq!(granted(&verifier, &token).await.as_deref(), Ok(""));
    let of_user = token.claim("at_hash", "X_B3Z3Fi4udZ2mf75RWo3w");
    assert_eq!(granted(&verifier, &of_user).await, Err(TokenError::Type));
    let of_client = of_user.audience("1008719970978.apps.googleusercontent.com");
    let refused = granted(&verifier, &of_client).await;
    assert_eq!(refused, Err(TokenError::Audience));
}

/// <https://firebase.google.com/docs/auth/admin/verify-id-tokens>, with custom claims
#[tokio::test(start_paused = true)]
async fn firebase() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .issuer("https://securetoken.google.com/acme-1234")
            .jwks("https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com")
            .audience("acme-1234")
            .any_token_type()
            .scopes_at_keys("roles")
    }

    let (verifier, maker) = of(recipe(), "https://securetoken.google.com/acme-1234");
    let claims = json!({
        "aud": "acme-1234",
        "auth_time": 1_790_000_000,
        "user_id": "Qm3vT8xZ1cL6nB4k",
        "sub": "Qm3vT8xZ1cL6nB4k",
        "iat": 1_790_000_000,
        "email": "johndoe@mail.example",
        "email_verified": false,
        "firebase": {
            "identities": { "email": ["johndoe@mail.example"] },
            "sign_in_provider": "password",
        },
        "roles": { "reader": true, "admin": false },
    });
    let token = maker.token(Some("JWT"), claims);
    assert_eq!(granted(&verifier, &token).await.as_deref(), Ok("reader"));
    let of_another_project = token.audience("other-1234");
    let refused = granted(&verifier, &of_another_project).await;
    assert_eq!(refused, Err(TokenError::Audience));
}

/// fosite's `token/jwt/claims_jwt.go`, <https://www.ory.sh/docs/oauth2-oidc/jwt-access-token>
#[tokio::test(start_paused = true)]
async fn hydra() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://hydra.acme.example/")
            .audience("https://api.example")
            .any_token_type()
    }

    let (verifier, maker) = of(recipe(), "https://hydra.acme.example/");
    let access = || {
        let claims = json!({
            "aud": ["https://api.example"],
            "client_id": "2c5f1a0e-8a8d-4d3b-9a53-5d1f9a1c7e11",
            "ext": {},
            "iat": 1_790_000_000,
            "jti": "f0a1b2c3-d4e5-4f60-8192-a3b4c5d6e7f8",
            "nbf": 1_790_000_000,
            "scp": ["openid", "items:read"],
            "sub": "johndoe",
        });
        maker.token(Some("JWT"), claims)
    };
    for token in [
        access(),
        access().without("scp").claim("scope", "openid items:read"),
        access().claim("scope", "openid items:read"),
    ] {
        let read = granted(&verifier, &token).await;
        assert_eq!(read.as_deref(), Ok("openid items:read"));
    }
    let for_nobody = access().claim("aud", json!([]));
    let refused = granted(&verifier, &for_nobody).await;
    assert_eq!(refused, Err(TokenError::Audience));
    // Opaque tokens are the default, and the endpoint for questions is on another port.
    let asking = Introspection::bearer("an-admin-token");
    let asking = asking.endpoint("https://hydra.acme.example:4445/admin/oauth2/introspect");
    let asking = Verifier::builder()
        .issuer("https://hydra.acme.example/")
        .introspect(asking)
        .audience("https://api.example");
    let (verifier, maker) = of(asking, "https://hydra.acme.example/");
    let answer = |kind: &str| {
        json!({
            "active": true,
            "aud": ["https://api.example"],
            "client_id": "2c5f1a0e-8a8d-4d3b-9a53-5d1f9a1c7e11",
            "exp": in_an_hour(),
            "iss": "https://hydra.acme.example/",
            "scope": "openid items:read",
            "sub": "johndoe",
            "token_type": "Bearer",
            "token_use": kind,
        })
    };
    let read = asked(&verifier, &maker, answer("access_token")).await;
    assert_eq!(read.as_deref(), Ok("openid items:read"));
    let refused = asked(&verifier, &maker, answer("refresh_token")).await;
    assert_eq!(refused, Err(TokenError::Type));
}

/// glewlwyd's `docs/OIDC.md`, and `src/plugin/protocol_oidc.c`
#[tokio::test(start_paused = true)]
async fn glewlwyd() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .issuer("https://glewlwyd.acme.example/")
            .jwks("https://glewlwyd.acme.example/api/oidc/jwks")
            .audience("https://api.example")
            .scopes_at_commas("groups")
    }

    let (verifier, maker) = of(recipe(), "https://glewlwyd.acme.example/");
    let access = || {
        let claims = json!({
            "aud": "https://api.example",
            "client_id": "client1",
            "sub": "4321zyxdcba",
            "jti": "abcdxyz1234",
            "type": "access_token",
            "iat": 1_790_000_000,
            "nbf": 1_790_000_000,
            "scope": "items:read g_profile",
            "groups": "editors,staff",
            "claims": {},
        });
        maker.token(Some("at+jwt"), claims)
    };
    let read = granted(&verifier, &access()).await;
    assert_eq!(read.as_deref(), Ok("items:read g_profile editors staff"));
    let without_resource = access().audience("items:read g_profile");
    let refused = granted(&verifier, &without_resource).await;
    assert_eq!(refused, Err(TokenError::Audience));
    // Its introspection tells tokens apart, and `aud` is null unless there was a resource.
    let asking = Introspection::client_secret_basic("api", "secret");
    let asking = asking.endpoint("https://glewlwyd.acme.example/api/oidc/introspect");
    let asking = Verifier::builder()
        .issuer("https://glewlwyd.acme.example/")
        .introspect(asking.allow_missing_audience())
        .audience("https://api.example");
    let (verifier, maker) = of(asking, "https://glewlwyd.acme.example/");
    for (kind, expected) in [
        ("bearer", Ok("items:read")),
        ("DPoP", Ok("items:read")),
        ("refresh_token", Err(TokenError::Type)),
        ("id_token", Err(TokenError::Type)),
    ] {
        let answer = json!({
            "active": true,
            "username": "johndoe",
            "client_id": "client1",
            "aud": null,
            "iat": 1_790_000_000,
            "nbf": 1_790_000_000,
            "exp": in_an_hour(),
            "jti": "abcdxyz1234",
            "scope": "items:read",
            "sub": "4321zyxdcba",
            "token_type": kind,
        });
        let read = asked(&verifier, &maker, answer).await;
        assert_eq!(read, expected.map(str::to_owned), "{kind}");
    }
}

/// `LemonLDAP::NG`: `Lib/OpenIDConnect.pm` (`makeJWT`) and `Issuer/OpenIDConnect.pm` (`introspection`)
#[tokio::test(start_paused = true)]
async fn lemonldap() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("https://auth.acme.example")
            .audience("https://api.example")
            .any_token_type()
            .only_access_tokens_have("client_id")
    }

    let (verifier, maker) = of(recipe(), "https://auth.acme.example");
    let access = json!({
        "aud": ["shop", "https://api.example"],
        "client_id": "shop",
        "iat": 1_790_000_000,
        "jti": "9b1c2d3e4f5061728394a5b6c7d8e9f0",
        "scope": "openid items:read",
        "sub": "johndoe",
    });
    let access = maker.token(Some("JWT"), access);
    let read = granted(&verifier, &access).await;
    assert_eq!(read.as_deref(), Ok("openid items:read"));
    let read = granted(&verifier, &access.token_type("at+JWT")).await;
    assert_eq!(read.as_deref(), Ok("openid items:read"));
    let id = json!({
        "aud": ["shop", "https://api.example"],
        "azp": "shop",
        "acr": "loa-1",
        "at_hash": "Wk8tUJ8r5Jp0YwQq1m3s1A",
        "auth_time": 1_790_000_000,
        "iat": 1_790_000_000,
        "sub": "johndoe",
    });
    let id = maker.token(Some("JWT"), id);
    assert_eq!(granted(&verifier, &id).await, Err(TokenError::Type));
    let plain = granted(&verifier, &id.without("at_hash")).await;
    assert_eq!(plain, Err(TokenError::Claims));
    let asking = Introspection::client_secret_basic("api", "secret");
    let asking = Verifier::builder()
        .discover("https://auth.acme.example")
        .introspect(asking.allow_missing_audience())
        .audience("https://api.example");
    let (verifier, maker) = of(asking, "https://auth.acme.example");
    let answer = json!({
        "active": true,
        "sub": "johndoe",
        "scope": "openid items:read",
        "client_id": "shop",
        "iss": "https://auth.acme.example",
        "exp": in_an_hour(),
    });
    let read = asked(&verifier, &maker, answer).await;
    assert_eq!(read.as_deref(), Ok("openid items:read"));
}

/// Authlib's `authlib/oauth2/rfc9068/token.py`
#[tokio::test(start_paused = true)]
async fn authlib() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .issuer("https://auth.acme.example")
            .jwks("https://auth.acme.example/jwks.json")
            .audience("https://api.example")
    }

    let (verifier, maker) = of(recipe(), "https://auth.acme.example");
    let access = || {
        let claims = json!({
            "client_id": "shop",
            "iat": 1_790_000_000,
            "jti": "q8Zt2wK5vN1xR7yB",
            "scope": "profile items:read",
            "sub": "johndoe",
            "aud": ["shop", "https://api.example"],
            "auth_time": 1_790_000_000,
        });
        maker.token(Some("at+jwt"), claims)
    };
    let read = granted(&verifier, &access()).await;
    assert_eq!(read.as_deref(), Ok("profile items:read"));
    // A client that asks for no scope.
    let read = granted(&verifier, &access().claim("scope", Value::Null)).await;
    assert_eq!(read.as_deref(), Ok(""));
    // `get_audiences` as it is.
    let refused = granted(&verifier, &access().audience("shop")).await;
    assert_eq!(refused, Err(TokenError::Audience));
}

/// django-oauth-toolkit's `oauth2_provider/views/introspect.py`
#[tokio::test(start_paused = true)]
async fn django_oauth_toolkit() {
    fn recipe() -> VerifierBuilder {
        let secret = "an access token with the scope `introspection`";
        Verifier::builder()
            .issuer("https://django.acme.example/o")
            .introspect(
                Introspection::bearer(secret)
                    .endpoint("https://django.acme.example/o/introspect/")
                    .allow_missing_audience(),
            )
            .audience("https://api.example")
    }

    let (verifier, maker) = of(recipe(), "https://django.acme.example/o");
    let answer = json!({
        "active": true,
        "scope": "read items:read",
        "exp": in_an_hour(),
        "client_id": "shop",
        "username": "johndoe",
    });
    let read = asked(&verifier, &maker, answer).await;
    assert_eq!(read.as_deref(), Ok("read items:read"));
    let unknown = verifier.verify("unknown").await.err();
    assert_eq!(unknown, Some(TokenError::Inactive));
}

/// oauth2-mock-server's `src/lib/oauth2-service.ts`
#[tokio::test(start_paused = true)]
async fn oauth2_mock_server() {
    fn recipe() -> VerifierBuilder {
        Verifier::builder()
            .discover("http://localhost:8080")
            .audience("https://api.example")
            .audience_stand_in("iss", "http://localhost:8080")
            .any_token_type()
            .only_access_tokens_have("scope")
    }

    let (verifier, maker) = of(recipe(), "http://localhost:8080");
    let of_client = json!({
        "iat": 1_790_000_000,
        "nbf": 1_789_999_990,
        "scope": "items:read",
        "aud": "https://api.example",
    });
    let of_user = json!({
        "iat": 1_790_000_000,
        "nbf": 1_789_999_990,
        "sub": "johndoe",
        "amr": ["pwd"],
        "scope": "items:read",
    });
    for access in [of_client, of_user] {
        let read = granted(&verifier, &maker.token(None, access)).await;
        assert_eq!(read.as_deref(), Ok("items:read"));
    }
    let id = json!({ "iat": 1_790_000_000, "sub": "johndoe", "aud": "shop" });
    let id = maker.token(Some("JWT"), id);
    assert_eq!(granted(&verifier, &id).await, Err(TokenError::Audience));
    let of_nobody = granted(&verifier, &id.without("aud")).await;
    assert_eq!(of_nobody, Err(TokenError::Claims));
}

/// What is tested here is what readers copy: the lines between `Verifier::builder()` and `.build()?`.
#[test]
fn recipes_are_those_of_the_second_page() {
    let tested = words(include_str!("products.rs"));
    let shown = GUIDE.split("Verifier::builder()").skip(1).map(|rest| {
        let (shown, _) = rest.split_once(".build()?").unwrap();
        words(shown)
    });
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown.len(), 13);
    for recipe in shown {
        let function = format!("Verifier::builder() {recipe} }}");
        assert!(tested.contains(&function), "not tested: {recipe}");
    }
}
