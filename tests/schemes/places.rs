//! Tokens in cookies, other headers, after other names and in WebSocket subprotocols.

use axum::http::Method;
use scopegate::routing::{any, get, post};
use scopegate::testing::{Coverage, TestTokens};
use scopegate::{
    AccessToken, ApiKey, BearerToken, Denial, DenialReason, ProtectedResource, SecureRouter,
    SecurityScheme, dependency, routes, security,
};
use scopegate_tests::client::{Answer, request, send};
use scopegate_tests::{App, SECRET, token};
use serde_json::json;

macro_rules! scheme {
    ($name:ident $handler:ident { $($option:tt)* }) => {
        #[derive(SecurityScheme)]
        #[oauth2(password(token_url = "token"), scopes("me" = "You.") $($option)*)]
        struct $name;

        #[security(scopes = ["me"], depends = $name)]
        async fn $handler(_: AccessToken) {}
    };
}

scheme!(InHeader by_header { , header = "X-Token" });
scheme!(AfterName by_name { , prefix = "Token" });
scheme!(InCookie by_cookie { , cookie = "__Host-token" });
scheme!(InAnyCookie by_any_cookie { , cookie = "token", cross_site });
scheme!(InSubprotocol by_subprotocol { , subprotocol = "access_token" });
scheme!(InAuthorization by_authorization {});

#[derive(SecurityScheme)]
#[http_bearer(cookie = "opaque")]
struct Opaque;

#[dependency(depends = Opaque)]
fn opaque(token: BearerToken) -> Result<(), Denial> {
    let is_known = token.matches("known");
    is_known.then_some(()).ok_or_else(|| token.deny())
}

#[security(depends = opaque)]
async fn by_opaque_cookie((): ()) {}

#[derive(SecurityScheme)]
#[api_key(cookie = "key")]
struct Key;

#[dependency(depends = Key)]
fn key(key: ApiKey) -> Result<(), Denial> {
    let is_known = key.matches("known");
    is_known.then_some(()).ok_or_else(|| key.deny())
}

#[security(depends = key)]
async fn by_key_cookie((): ()) {}

/// Browsers have a cookie, programs a header.
#[security(scopes = ["me"], depends = any(InAuthorization, InCookie))]
async fn either(_: AccessToken) {}

/// Two tokens at two places.
#[security]
async fn both(
    #[security(depends = InAuthorization)] _one: AccessToken,
    #[security(scopes = ["me"], depends = InCookie)] _other: AccessToken,
) {
}

fn routes() -> SecureRouter<App> {
    SecureRouter::new()
        .route("/header", get(by_header))
        .route("/name", get(by_name))
        .route("/cookie", any(by_cookie))
        .route("/any-cookie", post(by_any_cookie))
        .route("/subprotocol", get(by_subprotocol))
        .route("/authorization", get(by_authorization))
        .route("/opaque", any(by_opaque_cookie))
        .route("/key", any(by_key_cookie))
        .route("/either", any(either))
        .route("/both", get(both))
}

async fn call(method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let app = routes().with_state(App::default());
    send(app, request(method, path, headers)).await
}

/// The headers that carry a token, by the route that finds it.
fn carried(token: &str) -> [(&'static str, &'static str, String); 5] {
    [
        ("/header", "x-token", token.to_owned()),
        ("/name", "authorization", format!("token {token}")),
        ("/cookie", "cookie", format!("a=b; __Host-token={token}")),
        (
            "/subprotocol",
            "sec-websocket-protocol",
            format!("access_token, {token}"),
        ),
        ("/authorization", "authorization", format!("Bearer {token}")),
    ]
}

#[tokio::test]
async fn a_token_counts_at_its_place_and_nowhere_else() {
    for (path, name, value) in carried(&token(&["me"])) {
        for (route, ..) in carried("") {
            let answer = call(Method::GET, route, &[(name, &value)]).await;
            let expected = if route == path { 200 } else { 401 };
            assert_eq!(answer.status, expected, "{name}: {value} at {route}");
        }
    }
}

#[tokio::test]
async fn a_missing_scope_is_403_at_every_place_and_the_challenge_names_it() {
    for (path, name, value) in carried(&token(&[])) {
        let answer = call(Method::GET, path, &[(name, &value)]).await;
        let scheme = if path == "/name" { "Token" } else { "Bearer" };
        let challenge = answer.joined_challenges();
        assert_eq!(answer.status, 403, "{path}");
        assert!(
            challenge.starts_with(&format!("{scheme} realm=")),
            "{challenge}"
        );
        assert!(
            challenge.ends_with(r#"error="insufficient_scope", scope="me""#),
            "{challenge}"
        );
    }
}

#[tokio::test]
async fn an_invalid_token_is_401_and_two_are_400() {
    for (path, name, value) in carried("x.y.z") {
        let answer = call(Method::GET, path, &[(name, &value)]).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(
            matches!(answer.reason(), Some(DenialReason::InvalidToken(_))),
            "{path}"
        );
    }
    for (path, name, value) in carried(&token(&["me"])) {
        let answer = call(Method::GET, path, &[(name, &value), (name, &value)]).await;
        assert_eq!(
            (answer.status, answer.reason()),
            (400, Some(DenialReason::InvalidRequest)),
            "{path}"
        );
    }
}

/// Headers of a request that a page of another site makes.
const FORGED: [&[(&str, &str)]; 3] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("origin", "https://evil.example"), ("host", "a.example")],
];

#[tokio::test]
async fn a_cookie_is_no_credential_for_pages_of_other_sites() {
    let token = token(&["me"]);
    let own = format!("__Host-token={token}");
    for (path, cookie) in [
        ("/cookie", &*own),
        ("/opaque", "opaque=known"),
        ("/key", "key=known"),
        ("/either", &own),
    ] {
        for forged in FORGED {
            let headers = [&[("cookie", cookie)], forged].concat();
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                let answer = call(method, path, &headers).await;
                assert_eq!(
                    (answer.status, answer.reason()),
                    (403, Some(DenialReason::CrossSite)),
                    "{path} {headers:?}"
                );
            }
            assert_eq!(
                call(Method::GET, path, &headers).await.status,
                200,
                "{path}"
            );
            let handshake = [headers, vec![("upgrade", "websocket")]].concat();
            assert_eq!(
                call(Method::GET, path, &handshake).await.status,
                403,
                "{path}"
            );
        }
        for own in [&[][..], &[("sec-fetch-site", "same-origin")]] {
            let headers = [&[("cookie", cookie)], own].concat();
            assert_eq!(
                call(Method::POST, path, &headers).await.status,
                200,
                "{path}"
            );
        }
    }
    let cookie = format!("token={token}");
    for forged in FORGED {
        let headers = [&[("cookie", &*cookie)], forged].concat();
        assert_eq!(
            call(Method::POST, "/any-cookie", &headers).await.status,
            200
        );
    }
}

#[tokio::test]
async fn who_has_a_header_needs_no_cookie() {
    let bearer = format!("Bearer {}", token(&["me"]));
    for forged in FORGED {
        // No page of another site can set the header, unless CORS allows it.
        let headers = [
            &[("authorization", &*bearer), ("cookie", "__Host-token=x")],
            forged,
        ]
        .concat();
        assert_eq!(call(Method::POST, "/either", &headers).await.status, 200);
    }
}

#[tokio::test]
async fn tokens_at_two_places_can_be_required_together() {
    let [plain, me] = [token(&[]), token(&["me"])];
    for (bearer, cookie, status) in [(&plain, &me, 200), (&me, &plain, 403), (&me, &me, 200)] {
        let headers = [
            ("authorization", format!("Bearer {bearer}")),
            ("cookie", format!("__Host-token={cookie}")),
        ];
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        assert_eq!(call(Method::GET, "/both", &headers).await.status, status);
    }
}

#[tokio::test]
async fn the_metadata_is_linked_in_the_challenge_of_another_name() {
    let resource = ProtectedResource::new("https://api.example").unwrap();
    let app = routes()
        .with_state(App::default())
        .protected_resource(resource);
    let answer = send(app, request::<&str, &str>(Method::GET, "/name", &[])).await;
    let challenge = answer.joined_challenges();
    assert!(
        challenge.starts_with("Token ") && challenge.contains("resource_metadata="),
        "{challenge}"
    );
}

#[tokio::test]
async fn coverage_sends_tokens_where_they_belong() {
    let tokens = TestTokens::with_secret(SECRET);
    let report = Coverage::new(|scopes| tokens.token().scopes(scopes).issue())
        .header("cookie", "opaque=known; key=known")
        .check(routes().with_state(App::default()))
        .await
        .unwrap();
    assert_eq!(report.protected.len(), 10);
    assert_eq!(report.partial, [""; 0]);
}

#[tokio::test]
async fn what_a_cookie_does_is_in_audit_document_and_metadata() {
    let rules: Vec<_> = routes()
        .audit()
        .routes
        .iter()
        .map(scopegate::audit::Route::rule)
        .collect();
    assert!(
        rules.contains(&"InAnyCookie(cross_site)[me]".to_owned()),
        "{rules:?}"
    );
    assert!(rules.contains(&"InCookie[me]".to_owned()), "{rules:?}");

    let documented = SecureRouter::<App>::new()
        .routes(routes!(documented_cookie))
        .openapi();
    let documented = serde_json::to_value(documented).unwrap();
    let refusal = &documented["paths"]["/documented"]["post"]["responses"]["403"]["description"];
    assert_eq!(refusal, "Pages of other sites may not do this.");

    let resource = || ProtectedResource::new("https://api.example").unwrap();
    let metadata = "/.well-known/oauth-protected-resource";
    let only_cookies = SecureRouter::new().route("/cookie", get(by_cookie));
    for (routes, methods) in [(routes(), json!(["header"])), (only_cookies, json!([]))] {
        let app = routes
            .with_state(App::default())
            .protected_resource(resource());
        let answer = send(app, request::<&str, &str>(Method::GET, metadata, &[])).await;
        assert_eq!(answer.json()["bearer_methods_supported"], methods);
    }
}

#[utoipa::path(post, path = "/documented")]
#[security(depends = InCookie)]
async fn documented_cookie(_: AccessToken) {}

#[test]
fn another_place_is_documented_as_a_key_with_the_scopes() {
    let document = routes()
        .with_security_scheme::<InCookie>()
        .with_security_scheme::<AfterName>()
        .with_security_scheme::<InSubprotocol>()
        .openapi();
    let document = serde_json::to_value(document).unwrap();
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(
        *schemes,
        json!({
            "InCookie": {
                "type": "apiKey", "in": "cookie", "name": "__Host-token",
                "description": "An access token, as the whole value.",
            },
            "AfterName": {
                "type": "apiKey", "in": "header", "name": "Authorization",
                "description": "An access token, after `Token `.",
            },
            "InSubprotocol": {
                "type": "apiKey", "in": "header", "name": "Sec-WebSocket-Protocol",
                "description": "An access token, as the subprotocol after `access_token`.",
            },
        })
    );
}
