//! An issuer with a name for each of its tenants.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Bytes;
use axum::http::{Request, Response};
use scopegate::provider::{Fetch, FetchError, Introspection, Tenants};
use scopegate::testing::{TestProvider, TestToken};
use scopegate::{TokenError, Verifier, VerifierBuilder};
use serde_json::{Value, json};

use crate::remote::{API, refusal};

pub(crate) const COMMON: &str = "https://login.example/common/v2.0";
pub(crate) const TEMPLATE: &str = "https://login.example/{tenantid}/v2.0";

/// Metadata and keys for all tenants, as Entra publishes them.
#[derive(Clone)]
pub(crate) struct AllTenants {
    keys: TestProvider,
    /// What the metadata says, and what each key says.
    issuer: &'static str,
    of_keys: Option<&'static str>,
    pub(crate) fetches: Arc<AtomicUsize>,
}

impl AllTenants {
    pub(crate) fn new() -> Self {
        Self {
            keys: TestProvider::new(COMMON),
            issuer: TEMPLATE,
            of_keys: Some(TEMPLATE),
            fetches: Arc::default(),
        }
    }

    pub(crate) fn verifier(&self, tenants: Tenants) -> Verifier {
        let builder = Verifier::builder().discover_tenants(COMMON, TEMPLATE, tenants);
        let builder = builder.audience(API).any_token_type();
        builder.http_client(self.clone()).build().unwrap()
    }

    pub(crate) fn token(&self, tenant: &str) -> TestToken {
        let issuer = TEMPLATE.replace("{tenantid}", tenant);
        let token = self.keys.token().token_type("JWT").audience(API);
        token.issuer(&issuer).claim("tid", tenant)
    }
}

impl Fetch for AllTenants {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        self.fetches.fetch_add(1, Ordering::Relaxed);
        let response = self.keys.fetch(request).await?;
        let mut json: Value = serde_json::from_slice(response.body()).unwrap();
        if let Some(issuer) = json.get_mut("issuer") {
            *issuer = self.issuer.into();
        }
        for key in json["keys"].as_array_mut().into_iter().flatten() {
            if let Some(issuer) = self.of_keys {
                key["issuer"] = issuer.into();
            }
        }
        Ok(Response::new(json.to_string().into()))
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_of_the_tenants_that_are_allowed_are_accepted() {
    let provider = AllTenants::new();
    for tenants in [
        Tenants::only(["one", "two"]),
        Tenants::that(|tenant| ["one", "two"].contains(&tenant)),
    ] {
        let verifier = provider.verifier(tenants);
        for (token, expected) in [
            (provider.token("one"), None),
            (provider.token("two"), None),
            (provider.token("one").without("tid"), None),
            (provider.token("three"), Some(TokenError::Issuer)),
            (
                provider.token("three").claim("tid", "one"),
                Some(TokenError::Issuer),
            ),
            (
                provider.token("one").claim("tid", "two"),
                Some(TokenError::Issuer),
            ),
            (
                provider.token("one").claim("tid", json!(["one"])),
                Some(TokenError::Issuer),
            ),
            (
                provider.token("one").without("iss"),
                Some(TokenError::Issuer),
            ),
            (
                provider.token("one").issuer(TEMPLATE),
                Some(TokenError::Issuer),
            ),
            (
                provider.token("one").issuer(COMMON),
                Some(TokenError::Issuer),
            ),
            (
                provider
                    .token("one")
                    .issuer("https://evil.example/one/v2.0"),
                Some(TokenError::Issuer),
            ),
            (
                provider.token("one").audience("https://other.example"),
                Some(TokenError::Audience),
            ),
            (
                provider.token("one").claim("nonce", "n"),
                Some(TokenError::Type),
            ),
            (
                provider.token("one").foreign_key().without_header("kid"),
                Some(TokenError::Signature),
            ),
        ] {
            assert_eq!(refusal(&verifier, &token).await, expected);
        }
    }
}

/// Microsoft's rule for keys of many tenants: the issuer of the key has to be that of the token.
#[tokio::test(start_paused = true)]
async fn a_key_of_one_tenant_signs_for_no_other_one() {
    let mut provider = AllTenants::new();
    provider.of_keys = Some("https://login.example/one/v2.0");
    let verifier = provider.verifier(Tenants::only(["one", "two"]));
    assert_eq!(refusal(&verifier, &provider.token("one")).await, None);
    let refused = refusal(&verifier, &provider.token("two")).await;
    assert_eq!(refused, Some(TokenError::Issuer));
    provider.of_keys = None;
    let verifier = provider.verifier(Tenants::only(["one", "two"]));
    assert_eq!(refusal(&verifier, &provider.token("two")).await, None);
}

#[tokio::test(start_paused = true)]
async fn tenants_that_strangers_make_up_cause_no_fetch() {
    let provider = AllTenants::new();
    let verifier = provider.verifier(Tenants::that(|tenant| tenant == "one"));
    assert_eq!(refusal(&verifier, &provider.token("one")).await, None);
    let before = provider.fetches.load(Ordering::Relaxed);
    for number in 0..1000 {
        let stranger = provider.token(&format!("stranger-{number}"));
        let refused = refusal(&verifier, &stranger).await;
        assert_eq!(refused, Some(TokenError::Issuer));
    }
    assert_eq!(provider.fetches.load(Ordering::Relaxed), before);
}

#[tokio::test(start_paused = true)]
async fn metadata_has_to_have_the_very_template() {
    for issuer in [
        COMMON,
        "https://login.example/{tenant}/v2.0",
        "https://login.example/one/v2.0",
    ] {
        let provider = AllTenants {
            issuer,
            ..AllTenants::new()
        };
        let verifier = provider.verifier(Tenants::only(["one"]));
        let refused = refusal(&verifier, &provider.token("one")).await;
        assert_eq!(refused, Some(TokenError::Unavailable), "{issuer}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_of_tenants_is_a_list_of_issuers() {
    let provider = AllTenants::new();
    let listed = provider.verifier(Tenants::only(["one", "two"]));
    let issuers = ["one", "two"].map(|tenant| TEMPLATE.replace("{tenantid}", tenant));
    assert_eq!(listed.issuers(), issuers);
    let other = TestProvider::new("https://other.example");
    let builder = other.verifier_builder().audience(API);
    let both = Verifier::by_issuer([listed, builder.build().unwrap()]).unwrap();
    assert_eq!(refusal(&both, &provider.token("two")).await, None);
    assert_eq!(refusal(&both, &other.token().audience(API)).await, None);
    let refused = refusal(&both, &provider.token("three")).await;
    assert_eq!(refused, Some(TokenError::Issuer));
}

#[tokio::test]
async fn a_set_up_that_allows_nobody_or_anybody_is_a_problem() {
    let problems = |builder: VerifierBuilder| {
        let error = builder.audience(API).build().err();
        error.map_or_else(Vec::new, |error| error.problems().collect::<Vec<_>>())
    };
    let of =
        |template: &str, tenants| Verifier::builder().discover_tenants(COMMON, template, tenants);
    let one = || Tenants::only(["one"]);
    assert_eq!(problems(of(TEMPLATE, one())), [""; 0]);
    for wrong in [
        of(COMMON, one()),
        of(TEMPLATE, Tenants::only([""; 0])),
        of(TEMPLATE, Tenants::only(["a/b"])),
    ] {
        let problems = problems(wrong);
        assert!(
            problems.len() == 1 && problems[0].contains("{tenantid}"),
            "{problems:?}"
        );
    }
    let client = Introspection::client_secret_basic("api", "secret");
    let asking = of(TEMPLATE, one()).introspect(client);
    assert!(problems(asking)[0].contains("either verified with keys or introspected"));
    let insecure = Verifier::builder().discover_tenants("http://login.example", TEMPLATE, one());
    assert!(problems(insecure)[0].contains("is not `https`"));
    let shown = format!("{:?}", Tenants::only(["customer"]));
    assert!(!shown.contains("customer"), "{shown}");
}
