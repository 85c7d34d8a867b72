//! Several requirements, of one token and of several credentials.

use axum::Router;
use axum::routing::get as axum_get;
use scopegate::{DenialReason, level};
use scopegate_tests::client::{get, get_as};

use super::refused::{app, call, minutes, token};
use super::service::user;

#[tokio::test]
async fn lists_are_intersected_and_ages_are_the_smallest_along_the_path() {
    for (acr, ago, status) in [
        ("phr", 59, 200),
        ("aal3", 59, 200),
        ("phr", 61, 401),
        ("mfa", 0, 401),
        ("phrh", 0, 401),
    ] {
        let token = token(&["pay"]).acr(acr).authenticated(minutes(ago));
        assert_eq!(call("/merged", &token).await.status, status, "{acr} {ago}");
    }
}

#[tokio::test]
async fn several_parameters_require_all_of_one_token() {
    for (acr, ago, status) in [
        ("phr", 4, 200),
        ("phr", 6, 401),
        ("mfa", 4, 401),
        ("phrh", 4, 401),
    ] {
        let token = token(&[]).acr(acr).authenticated(minutes(ago));
        assert_eq!(call("/both", &token).await.status, status, "{acr} {ago}");
    }
}

/// A client that is told one list after the other could alternate for ever.
#[tokio::test]
async fn the_challenge_has_what_all_require_of_one_token() {
    for token in [token(&[]), token(&[]).acr("mfa"), token(&[]).acr("phrh")] {
        let answer = call("/both", &token).await;
        assert_eq!(
            answer.joined_challenges(),
            r#"Bearer realm="People", error="insufficient_user_authentication", acr_values="phr", max_age="300""#
        );
        let denial = answer.denial().unwrap();
        assert_eq!(denial.acr_values(), ["phr"]);
        assert_eq!(denial.max_age(), Some(minutes(5)));
    }
}

#[tokio::test]
async fn a_request_without_optional_credentials_passes_and_one_with_poor_ones_does_not() {
    let nobody = get_as(app(), "/optional", None).await;
    assert_eq!((nobody.status, &*nobody.body), (200, "anybody"));
    let poor = call("/optional", &token(&[])).await;
    let expected = Some(DenialReason::InsufficientUserAuthentication);
    assert_eq!((poor.status, poor.reason()), (401, expected));
    let rich = call("/optional", &token(&[]).acr("phr")).await;
    assert_eq!((rich.status, &*rich.body), (200, "johndoe"));
}

#[tokio::test]
async fn one_of_several_alternatives_is_enough_and_all_are_offered() {
    let recent = token(&[]).authenticated(minutes(1));
    assert_eq!(call("/either", &recent).await.body, "johndoe, recently");
    let payer = token(&["pay"]).authenticated(minutes(9));
    assert_eq!(call("/either", &payer).await.body, "johndoe, who pays");
    let neither = call("/either", &token(&[])).await;
    assert_eq!(neither.status, 401);
    assert_eq!(
        neither.joined_challenges(),
        r#"Bearer realm="People", error="insufficient_user_authentication", max_age="300" | Bearer realm="People", error="insufficient_scope", scope="pay""#
    );
}

#[tokio::test]
async fn only_tokens_with_a_user_are_asked() {
    let (poor, rich) = (token(&[]).issue(), token(&[]).acr("phr").issue());
    for (token, status) in [(&poor, 401), (&rich, 200)] {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", &*bearer),
            ("x-key", "key"),
            ("x-opaque", "opaque"),
            ("x-machine", &*poor),
        ];
        for path in ["/key", "/machine"] {
            assert_eq!(get(app(), path, &headers).await.status, status, "{path}");
        }
    }
}

#[tokio::test]
async fn what_a_level_requires_is_required_of_every_route_inside() {
    for (path, acr, ago, status) in [
        ("/admin/inherited", "phr", 9, 200),
        ("/admin/inherited", "phr", 11, 401),
        ("/admin/inherited", "mfa", 9, 401),
        ("/admin/own", "phrh", 9, 200),
        ("/admin/own", "phr", 9, 401),
        ("/admin/own", "phrh", 11, 401),
    ] {
        let token = token(&["read"]).acr(acr).authenticated(minutes(ago));
        assert_eq!(
            call(path, &token).await.status,
            status,
            "{path} {acr} {ago}"
        );
    }
    let challenge = call("/admin/own", &token(&[])).await.joined_challenges();
    assert_eq!(
        challenge,
        r#"Bearer realm="People", error="insufficient_user_authentication", acr_values="phrh", max_age="600""#
    );
}

#[tokio::test]
async fn functions_see_the_scopes_only() {
    let token = token(&["read"]).authenticated(minutes(1));
    assert_eq!(call("/scopes", &token).await.body, "johndoe read");
}

#[tokio::test]
async fn a_level_around_any_service_requires_it() {
    let level = level!(acr = "phr", max_age = 10min, depends = user);
    let service = || async { "served" };
    let app = Router::new()
        .route("/", axum_get(service))
        .layer(level.into_layer(scopegate_tests::App::default()));
    for (token, status) in [
        (token(&[]), 401),
        (token(&[]).acr("phr").authenticated(minutes(11)), 401),
        (token(&[]).acr("phr").authenticated(minutes(9)), 200),
    ] {
        let answer = get_as(&app, "/", Some(&token.issue())).await;
        assert_eq!(answer.status, status);
    }
}
