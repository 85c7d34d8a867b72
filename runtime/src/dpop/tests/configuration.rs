//! Settings that are not safe.

use super::*;
use crate::crypto::Algorithm;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn problems(builder: DpopBuilder) -> Vec<String> {
    let error = builder.build().expect_err("is refused");
    error.problems().collect()
}

#[test]
fn the_limits_are_accepted() {
    let builder = builder()
        .max_age(seconds(300))
        .leeway(seconds(60))
        .replay_capacity(1)
        .nonces([7; 32]);
    assert!(builder.build().is_ok());
    let builder = self::builder().max_age(seconds(1)).leeway(Duration::ZERO);
    assert!(builder.build().is_ok());
    assert!(Dpop::new("http://localhost:8080/api").is_ok());
}

#[test]
fn each_problem_is_named() {
    for (builder, expected) in [
        (Dpop::builder(), "no public URL"),
        (
            Dpop::builder().public_url("api.example.com"),
            "public URL 1",
        ),
        (builder().public_url("ftp://example.com"), "public URL 2"),
        (builder().public_url("https://h/?a"), "public URL 2"),
        (builder().public_url("https://h/#a"), "public URL 2"),
        (builder().public_url("https://a:b@h"), "public URL 2"),
        (builder().algorithms([]), "no algorithm"),
        (
            builder().algorithms([Algorithm::ES256, Algorithm::HS256]),
            "HS256",
        ),
        (builder().max_age(Duration::ZERO), "maximum age"),
        (builder().max_age(seconds(301)), "300 seconds"),
        (builder().leeway(seconds(61)), "60 seconds"),
        (builder().replay_capacity(0), "no room"),
        (builder().nonces("short"), "5 bytes"),
    ] {
        let problems = problems(builder);
        assert!(
            problems.len() == 1 && problems[0].contains(expected),
            "{problems:?}"
        );
    }
}

#[test]
fn all_problems_are_reported_together() {
    let builder = Dpop::builder()
        .public_url("a")
        .algorithms([])
        .max_age(Duration::ZERO)
        .leeway(Duration::MAX)
        .replay_capacity(0)
        .nonces("s3cret");
    assert!(!format!("{builder:?}").contains("s3cret"));
    let error = builder.build().unwrap_err();
    assert_eq!(error.problems().len(), 6);
    assert!(!error.to_string().contains("s3cret"));
}

#[test]
fn debug_shows_no_secret() {
    let secret = "a secret that nobody may ever see";
    let dpop = builder().nonces(secret).build().unwrap();
    assert!(!format!("{dpop:?}").contains("secret"));
    let request = ProofRequest {
        method: &Method::GET,
        uri: &Uri::from_static("/items?access_token=s3cret"),
        token: "s3cret",
        jkt: "",
    };
    assert!(!format!("{request:?}").contains("s3cret"));
}

/// In a nested router, the URI lacks the part that is already matched.
#[tokio::test]
async fn the_original_uri_counts() {
    use axum::body::Body;
    use axum::routing::get;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    let path = |parts: http::request::Parts| async move {
        let seen = ProofRequest::of(&parts, "", "").uri.path().to_owned();
        format!("{seen} {}", parts.uri.path())
    };
    let app = axum::Router::new().nest("/api", axum::Router::new().route("/items", get(path)));
    let request = http::Request::get("/api/items?page=2").body(Body::empty());
    let response = app.oneshot(request.unwrap()).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, "/api/items /items");

    let (parts, ()) = http::Request::get("/items").body(()).unwrap().into_parts();
    assert_eq!(ProofRequest::of(&parts, "", "").uri.path(), "/items");
}
