use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use scopegate::TokenIssuer;

use crate::{assert_statuses, bearer, send};

mod login {
    example!("security_scheme_operator");

    #[scopegate::security(depends = operator)]
    pub(super) async fn metrics((): ()) -> &'static str {
        "metrics"
    }
}

#[tokio::test]
async fn an_operator_logs_in() {
    let router = axum::Router::new().route("/", axum::routing::get(login::metrics));
    let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    let calls = [
        ("", 401),
        (&basic("operator:wrong"), 401),
        (&basic("operator:a long password"), 200),
    ];
    assert_statuses(&router, "/", &calls).await;
}

mod places {
    example!("security_scheme_read_items");

    pub(super) fn router() -> axum::Router {
        axum::Router::new()
            .route("/", axum::routing::get(read_items).post(read_items))
            .with_state(scopegate_tests::verifier())
    }
}

#[tokio::test]
async fn a_browser_has_a_cookie_and_a_program_a_header() {
    let (items, none) = (bearer("johndoe", &["items"]), bearer("johndoe", &[]));
    let calls = [("", 401), (&*none, 403), (&*items, 200)];
    assert_statuses(&places::router(), "/", &calls).await;
    let cookie = items.replace("Bearer ", "__Host-token=");
    for (site, status) in [("same-origin", 200), ("cross-site", 403)] {
        let headers = [("cookie", &*cookie), ("sec-fetch-site", site)];
        let answer = send(&places::router(), Method::POST, "/", &headers).await;
        assert_eq!(answer.status, status, "{site}");
    }
}

mod state {
    example!("security_scheme_me");

    /// The router that the statements make.
    pub(super) fn router() -> axum::Router {
        let state = AppState {
            verifier: scopegate_tests::verifier(),
        };
        let router = SecureRouter::new().route("/me", get(me));
        router.with_state(Arc::new(state)).into_router()
    }

    #[test]
    fn the_statements_hold() -> Result<(), scopegate::VerifierError> {
        statements!("security_scheme_me");
        Ok(())
    }
}

#[tokio::test]
async fn a_state_in_an_arc_has_its_verifier() {
    let (me, nothing) = (bearer("johndoe", &["me"]), bearer("johndoe", &[]));
    let calls = [("", 401), (&*nothing, 403), (&*me, 200)];
    assert_statuses(&state::router(), "/me", &calls).await;
}

mod issuers {
    example!("security_scheme_internal");

    /// The router that the statements make.
    pub(super) fn router() -> axum::Router {
        let of = |issuer: &str, secret| {
            let verifier = Verifier::builder().hs256(secret).issuer(issuer);
            verifier.build().unwrap()
        };
        let verifiers = [
            of("https://api.example", [1; 32]),
            of("https://staff.example", [2; 32]),
        ];
        SecureRouter::new()
            .route("/account", get(account))
            .route("/internal", get(internal))
            .with_state(Verifier::by_issuer(verifiers).unwrap())
            .into_router()
    }

    #[test]
    fn the_statements_hold() -> Result<(), scopegate::VerifierError> {
        statements!("security_scheme_internal");
        Ok(())
    }
}

#[tokio::test]
async fn a_scheme_means_its_issuer_only() {
    let bearer = |issuer: &str, secret: [u8; 32]| {
        let token = TokenIssuer::hs256(secret).unwrap().issuer(issuer);
        format!("Bearer {}", token.issue("a", ["admin"]).unwrap())
    };
    let customer = bearer("https://api.example", [1; 32]);
    let staff = bearer("https://staff.example", [2; 32]);
    let router = issuers::router();
    let account = [("", 401), (&customer, 200), (&staff, 401)];
    assert_statuses(&router, "/account", &account).await;
    let internal = [("", 401), (&customer, 401), (&staff, 200)];
    assert_statuses(&router, "/internal", &internal).await;
}
