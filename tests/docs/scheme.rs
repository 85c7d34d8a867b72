use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::assert_statuses;

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
