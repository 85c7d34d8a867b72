//! The example `resource_server`, with a provider that is no other program.

use axum::Router;
use axum::body::Body;
use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use scopegate::ProtectedResource;
use scopegate::provider::Introspection;
use scopegate::testing::{TestProvider, TestToken};
use scopegate_tests::client::{self, Answer};

use self::resource_server::api;
use self::resource_server::options::Options;
use crate::remote::{API, ISSUER, issuer, verifier};

#[path = "../../runtime/examples/resource_server.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "`main` is for whoever runs the example"
)]
mod resource_server;

fn service(issuer: &TestProvider) -> Router {
    api(verifier(issuer), ProtectedResource::new(API).unwrap())
}

async fn send(api: &Router, method: Method, path: &str, token: Option<TestToken>) -> Answer {
    let authorization = token.map(|token| (AUTHORIZATION, format!("Bearer {}", token.issue())));
    let request = client::request(method, path, authorization.as_slice());
    client::send(api, request.map(|_| Body::from("tea"))).await
}

#[tokio::test(start_paused = true)]
async fn whoever_may_write_may_read_and_not_the_other_way_round() {
    let issuer = issuer();
    let api = service(&issuer);
    let token = |scope| Some(issuer.token().audience(API).scopes([scope]));
    let added = send(&api, Method::POST, "/items", token("items:write")).await;
    assert_eq!(added.status, 201);
    for scope in ["items:read", "items:write"] {
        let read = send(&api, Method::GET, "/items", token(scope)).await;
        assert_eq!(
            (read.status, read.body.as_str()),
            (200, r#"[{"text":"tea","owner":"johndoe"}]"#)
        );
    }
    let refused = send(&api, Method::POST, "/items", token("items:read")).await;
    assert_eq!(refused.status, 403);
    assert!(
        refused
            .joined_challenges()
            .contains(r#"scope="items:write""#)
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_without_a_token_learns_where_to_get_one() {
    let api = service(&issuer());
    let health = send(&api, Method::GET, "/health", None).await;
    assert_eq!(health.status, 200);
    let refused = send(&api, Method::GET, "/items", None).await;
    assert_eq!(refused.status, 401);
    let path = "/.well-known/oauth-protected-resource";
    assert!(
        refused
            .joined_challenges()
            .contains(&format!("{API}{path}"))
    );
    let metadata = send(&api, Method::GET, path, None).await;
    let json = metadata.json();
    assert_eq!(json["authorization_servers"][0], ISSUER);
    assert_eq!(json["scopes_supported"][1], "items:write");
}

#[tokio::test(start_paused = true)]
async fn a_caller_is_known_by_its_subject_and_one_without_is_refused() {
    let issuer = issuer();
    let api = service(&issuer);
    let program = || {
        let token = issuer.token().audience(API).subject("importer");
        token.scopes(["items:write"])
    };
    let added = send(&api, Method::POST, "/items", Some(program())).await;
    assert_eq!(added.status, 201);
    let read = send(&api, Method::GET, "/items", Some(program())).await;
    assert!(read.body.contains(r#""owner":"importer""#), "{}", read.body);
    let nameless = program().without("sub");
    let refused = send(&api, Method::GET, "/items", Some(nameless)).await;
    assert_eq!(refused.status, 401);
}

fn options(words: &[&str]) -> Result<Options, String> {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Options::read(words).map_err(|error| error.to_string())
}

/// What the recipes of the guide say, as options.
#[tokio::test(start_paused = true)]
async fn tokens_of_every_shape_are_served_by_options() {
    let issuer = issuer();
    let plain = || issuer.token().token_type("JWT").without("client_id");
    let named = || plain().audience("a-client");
    for (words, token) in [
        (
            &["--any-token-type"][..],
            named().claim("scope", "items:read"),
        ),
        (
            &["--token-type", "JWT"],
            named().claim("scp", serde_json::json!(["items:read"])),
        ),
        (
            &[
                "--any-token-type",
                "--require",
                "typ=Bearer",
                "--scopes-at",
                "/realm_access/roles",
            ],
            named().claim("typ", "Bearer").claim("nonce", "n").claim(
                "realm_access",
                serde_json::json!({ "roles": ["items:read"] }),
            ),
        ),
        (
            &[
                "--any-token-type",
                "--only-access-tokens-have",
                "uid",
                "--scopes-at-commas",
                "https://acme.example/groups",
            ],
            named()
                .claim("uid", "u")
                .claim("at_hash", "h")
                .claim("https://acme.example/groups", "staff,items:read"),
        ),
        (
            &[
                "--any-token-type",
                "--audience-stand-in",
                "client_id=shop",
                "--scopes-at-keys",
                "urn:zitadel:iam:org:project:roles",
            ],
            plain().claim("client_id", "shop").claim(
                "urn:zitadel:iam:org:project:roles",
                serde_json::json!({ "items:read": { "1": "acme.example" } }),
            ),
        ),
        // A program's token of oauth2-mock-server, which names nobody.
        (
            &[
                "--any-token-type",
                "--audience-stand-in",
                "iss=https://issuer.example",
                "--only-access-tokens-have",
                "scope",
            ],
            named().without("sub").claim("scope", "items:read"),
        ),
        (
            &["--any-token-type", "--jwks", "https://issuer.example/keys"],
            named().claim("scope", "items:read"),
        ),
    ] {
        let words = [&[ISSUER, "a-client"], words].concat();
        let options = options(&words).unwrap();
        assert_eq!(
            (options.address.as_str(), options.resource.as_deref()),
            ("127.0.0.1:8080", None)
        );
        let builder = scopegate::Verifier::builder().http_client(issuer.clone());
        let verifier = options.verifier(builder).unwrap();
        let api = api(verifier, ProtectedResource::new(API).unwrap());
        let read = send(&api, Method::GET, "/items", Some(token)).await;
        assert_eq!(read.status, 200, "{words:?}: {}", read.body);
    }
}

/// The shape of a program's token at django-oauth-toolkit: the answer has neither `sub` nor `username`.
#[tokio::test(start_paused = true)]
async fn a_program_is_known_by_its_client_where_nothing_else_names_it() {
    let issuer = issuer();
    let token = issuer.token().without("sub").claim("client_id", "importer");
    let asking = Introspection::bearer("a-token").allow_missing_audience();
    let builder = issuer.verifier_builder().introspect(asking).audience(API);
    let api = api(
        builder.build().unwrap(),
        ProtectedResource::new(API).unwrap(),
    );
    let opaque = issuer.opaque(&token);
    let answer = client::get_as(api, "/me", Some(&opaque)).await;
    assert_eq!(answer.body, "importer");
}

#[tokio::test]
async fn options_that_cannot_be_understood_are_explained() {
    for (words, part) in [
        (&[][..], "usage: resource_server"),
        (&[ISSUER], "usage: resource_server"),
        (
            &[ISSUER, API, "127.0.0.1:1", "more"],
            "usage: resource_server",
        ),
        (
            &[ISSUER, API, "--any-type"],
            "`--any-type` is not an option",
        ),
        (
            &[ISSUER, API, "--scopes-at"],
            "`--scopes-at` lacks its value",
        ),
        (&[ISSUER, API, "--tenants", "a"], "`a` lacks a `=`"),
        (
            &[ISSUER, API, "--endpoint", "a"],
            "comes after `--introspect`",
        ),
    ] {
        let error = options(words).unwrap_err();
        assert!(error.contains(part), "{part} in {error}");
    }
    let own = options(&[
        ISSUER,
        API,
        "127.0.0.1:1",
        "--resource",
        "https://own.example",
    ])
    .unwrap();
    assert_eq!(own.address, "127.0.0.1:1");
    assert_eq!(own.resource.as_deref(), Some("https://own.example"));
    let tenants = options(&[
        "https://issuer.example/{tenantid}",
        API,
        "--tenants",
        "https://issuer.example/common=one,two",
    ]);
    let verifier = tenants.unwrap().verifier(scopegate::Verifier::builder());
    let issuers = ["https://issuer.example/one", "https://issuer.example/two"];
    assert_eq!(verifier.unwrap().issuers(), issuers);
}

/// A newcomer whose provider sends `typ: JWT` reads what to change.
#[tokio::test(start_paused = true)]
async fn a_refusal_names_the_claim_or_header_and_what_was_expected() {
    let issuer = issuer();
    let api = service(&issuer);
    let good = || issuer.token().audience(API).scopes(["items:read"]);
    for (token, parts) in [
        (good().token_type("JWT"), &["header typ", "at+jwt"][..]),
        (good().without("aud"), &["claim aud", "name this service"]),
        (
            good().issuer("https://other.example"),
            &["claim iss", "exactly"],
        ),
        (
            good().without("client_id"),
            &["claim client_id", "RFC 9068"],
        ),
        (
            good().claim("exp", "soon"),
            &["claim exp", "number of seconds"],
        ),
        (good().expired(), &["claim exp", "future"]),
    ] {
        let refused = send(&api, Method::GET, "/items", Some(token)).await;
        assert_eq!(refused.status, 401);
        for part in parts {
            assert!(refused.body.contains(part), "{part} in {}", refused.body);
        }
        assert!(!refused.body.contains("other.example"));
    }
}
