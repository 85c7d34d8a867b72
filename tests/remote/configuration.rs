//! Set-ups that would be weak.

use std::time::Duration;

use scopegate::provider::Introspection;
use scopegate::{Algorithm, Verifier, VerifierBuilder};

use crate::remote::{API, ISSUER, issuer};

fn problems(builder: VerifierBuilder) -> Vec<String> {
    let problems = builder.build().err();
    problems.map_or_else(Vec::new, |error| error.problems().collect())
}

#[tokio::test]
async fn every_problem_is_named_at_once() {
    let builder = Verifier::builder()
        .jwks("http://issuer.example/keys")
        .hs256([7; 32])
        .leeway(Duration::from_secs(3600))
        .rsa_algorithm(Algorithm::ES256)
        .scopes_at("")
        .audience_stand_in("client_id", "")
        .require("act", serde_json::Value::Null);
    let problems = problems(builder);
    for part in [
        "there is no issuer",
        "`http://issuer.example/keys` is not `https`",
        "the keys come from the provider",
        "the leeway is over 300 seconds",
        "ES256 is not an algorithm for RSA keys",
        "named by an empty string",
        "`audience_stand_in` has an empty value",
        "`require` expects `null`",
    ] {
        let found = problems.iter().filter(|problem| problem.contains(part));
        assert_eq!(found.count(), 1, "{part} in {problems:#?}");
    }
    assert_eq!(problems.len(), 8);
}

#[tokio::test]
async fn somebody_is_the_audience() {
    let one = || issuer().verifier_builder();
    let nobody = problems(one());
    assert!(nobody.len() == 1 && nobody[0].contains("there is no audience"));
    assert_eq!(problems(one().audience_stand_in("client_id", "a")), [""; 0]);
    for nothing in [
        serde_json::json!(null),
        serde_json::json!(""),
        serde_json::json!(true),
    ] {
        let builder = one().audience_stand_in("client_id", nothing);
        assert!(problems(builder)[0].contains("empty value"));
    }
}

#[tokio::test]
async fn a_provider_is_one_place_with_one_type_of_tokens() {
    let one = || issuer().verifier_builder().audience(API);
    assert_eq!(problems(one()), [""; 0]);
    let two = one().jwks("https://issuer.example/keys");
    assert!(problems(two)[0].contains("several places"));
    for never in [Duration::ZERO, Duration::from_secs(86_401)] {
        assert!(problems(one().refresh_keys_every(never))[0].contains("from 1s to 86400s"));
    }
    let both = one().any_token_type().token_type("at+jwt");
    assert!(problems(both)[0].contains("`any_token_type` contradicts"));
    let insecure = Verifier::builder()
        .discover("http://issuer.example")
        .audience(API);
    assert!(problems(insecure)[0].contains("the issuer `http://issuer.example` is not `https`"));
}

#[tokio::test]
async fn plain_http_is_for_the_hosts_that_are_named() {
    let of = |issuer: &str| Verifier::builder().discover(issuer).audience(API);
    let inside = || of("http://keycloak:8080/realms/acme");
    assert!(problems(inside())[0].contains("`allow_insecure_http_to`"));
    for host in ["keycloak", "keycloak:8080", "KEYCLOAK"] {
        assert_eq!(problems(inside().allow_insecure_http_to(host)), [""; 0]);
    }
    for other in ["keycloak:80", "cloak", "localhost"] {
        let builder = inside().allow_insecure_http_to(other);
        assert!(problems(builder)[0].contains("is not `https`"), "{other}");
    }
    for wrong in ["", "*", "http://keycloak:8080", "*.localhost"] {
        let builder = inside().allow_insecure_http_to(wrong);
        assert!(problems(builder)[0].contains("takes a host"), "{wrong}");
    }
    let endpoint = "http://keycloak:8080/introspect";
    let asking = Introspection::bearer("a-token").endpoint(endpoint);
    let asking = Verifier::builder()
        .issuer(ISSUER)
        .audience(API)
        .introspect(asking);
    assert_eq!(problems(asking.allow_insecure_http_to("keycloak")), [""; 0]);
    let keys = Verifier::builder().issuer(ISSUER).audience(API);
    let keys = keys.jwks("http://keycloak:8080/keys");
    assert_eq!(problems(keys.allow_insecure_http_to("keycloak")), [""; 0]);
}

#[tokio::test]
async fn somebody_asks_somewhere_and_does_not_remember_for_long() {
    let client = || Introspection::client_secret_basic("api", "secret");
    let one = |introspection| {
        Verifier::builder()
            .issuer(ISSUER)
            .audience(API)
            .introspect(introspection)
    };
    let endpoint = "https://issuer.example/introspect";
    assert_eq!(problems(one(client().endpoint(endpoint))), [""; 0]);
    for (builder, part) in [
        (one(client()), "introspection needs an `endpoint`"),
        (
            one(client().endpoint("http://issuer.example")),
            "`http://issuer.example` is not `https`",
        ),
        (
            one(client()
                .endpoint(endpoint)
                .cache_for(Duration::from_secs(301))),
            "more than 300 seconds",
        ),
        (
            one(Introspection::bearer("").endpoint(endpoint)),
            "needs credentials",
        ),
        (
            one(client().endpoint(endpoint)).jwks("https://issuer.example/keys"),
            "either verified with keys or introspected",
        ),
    ] {
        let problems = problems(builder);
        assert!(
            problems.len() == 1 && problems[0].contains(part),
            "{part} in {problems:?}"
        );
    }
}

#[tokio::test]
async fn a_verifier_shows_no_key_and_knows_its_issuers() {
    let verifier = issuer().verifier_builder().audience(API).build().unwrap();
    assert_eq!(verifier.issuers(), [ISSUER]);
    assert!(format!("{verifier:?}").contains(ISSUER));
}

#[tokio::test]
async fn neither_a_verifier_nor_an_error_shows_what_may_be_secret_in_an_address() {
    let one = || Verifier::builder().issuer(ISSUER).audience(API);
    let asking = |url: &str| Introspection::bearer("a-token").endpoint(url);
    let secret = "https://issuer.example/a?key=hunter2";
    for verifier in [one().jwks(secret), one().introspect(asking(secret))] {
        let shown = format!("{:?}", verifier.build().unwrap());
        assert!(shown.contains("https://issuer.example/a"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    let shown = format!("{:?}", asking(secret));
    assert!(!shown.contains("hunter2"), "{shown}");
    for wrong in [
        "https://api:hunter2@issuer.example/a",
        "http://issuer.example/a?key=hunter2",
        "issuer.example/a?key=hunter2",
    ] {
        for builder in [
            one().jwks(wrong),
            one().introspect(asking(wrong)),
            one().discover(wrong),
        ] {
            let problems = problems(builder);
            assert!(problems[0].contains("issuer.example/a`"), "{problems:?}");
            assert!(!problems[0].contains("hunter2"), "{problems:?}");
        }
    }
}

#[tokio::test]
async fn a_rule_that_nobody_would_enforce_is_a_problem() {
    let client = Introspection::client_secret_basic("api", "secret");
    let asking = issuer().verifier_builder().introspect(client).audience(API);
    assert!(problems(asking.token_type("at+jwt"))[0].contains("do not contain it"));
    let own = || Verifier::builder().hs256([7; 32]);
    for alone in [
        own().any_token_type(),
        own().refresh_keys_every(Duration::from_secs(60)),
        own().rsa_algorithm(Algorithm::PS256),
        own().allow_insecure_http_to("keycloak"),
    ] {
        assert!(problems(alone)[0].contains("has no effect without a provider"));
    }
}

/// Introspection has no keys, and a memory of its own: a size of the other cache would be a promise about nothing, even 0.
#[tokio::test]
async fn a_setting_of_keys_is_a_problem_with_introspection() {
    let asking = || {
        let client = Introspection::client_secret_basic("api", "secret");
        issuer().verifier_builder().introspect(client).audience(API)
    };
    assert_eq!(problems(asking()), [""; 0]);
    for (builder, setting) in [
        (asking().cache_tokens(1 << 20), "`cache_tokens`"),
        (asking().cache_tokens(0), "`cache_tokens`"),
        (
            asking().refresh_keys_every(Duration::from_secs(60)),
            "`refresh_keys_every`",
        ),
        (asking().rsa_algorithm(Algorithm::PS256), "`rsa_algorithm`"),
    ] {
        let problems = problems(builder);
        assert!(
            problems.len() == 1
                && problems[0].starts_with(setting)
                && problems[0].contains("has no effect with introspection"),
            "{setting} in {problems:?}"
        );
    }
}
