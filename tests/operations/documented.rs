//! What a requirement object of OpenAPI cannot say of an operation is in its description and extensions.

use axum::extract::Query;
use scopegate::operations::{JsonRpc, Operations};
use scopegate::{
    AccessToken, Denial, NotPermitted, SecureRouter, SecurityScheme, dependency, level,
};
use scopegate_tests::App;
use serde_json::{Value, json};

use super::app::service;

#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://issuer.example/.well-known/openid-configuration",
    scopes("pay" = "Pay.", "archive" = "Read archived bills.")
)]
struct Account;

#[dependency(depends = Account, may_require = ["archive"])]
fn customer(token: AccessToken) -> Result<u32, Denial> {
    token.require("archive")?;
    Ok(1)
}

#[dependency(depends = customer, permission = "bill:owner", not_found)]
fn own_bill(customer: u32, Query(id): Query<u32>) -> Result<u32, NotPermitted> {
    if id == customer {
        Ok(id)
    } else {
        Err(NotPermitted)
    }
}

fn documented(router: &SecureRouter<App>) -> Value {
    let document = serde_json::to_value(router.openapi()).unwrap();
    document["paths"]["/rpc"]["post"].clone()
}

fn router() -> SecureRouter<App> {
    let table = Operations::new(JsonRpc, level!(depends = Account))
        .operation(
            "pay",
            level!(
                scopes = ["pay"],
                acr = ["phr", "phrh"],
                max_age = 5min,
                depends = Account
            ),
        )
        .operation("list", level!(depends = customer))
        .operation("show", level!(depends = own_bill));
    SecureRouter::new().operations("/rpc", table, service(App::default().journal))
}

#[test]
fn an_operation_says_all_that_its_rule_requires() {
    let operation = documented(&router());
    let archive = "May also require, depending on the request: `archive`";
    let expected = json!({
        "pay": {
            "security": [{ "Account": ["pay"] }],
            "description": "With `Account`, requires a user who was authenticated at most 5min ago, with `acr` `phr` or \
                            `phrh` (RFC 9470)",
            "x-step-up": [{ "scheme": "Account", "acr_values": ["phr", "phrh"], "max_age": 300 }],
        },
        "list": { "security": [{ "Account": [] }], "description": archive },
        "show": {
            "security": [{ "Account": [] }],
            "description": format!("{archive}\n\nRequires the permission `bill:owner`"),
        },
        "*": { "security": [{ "Account": [] }] },
    });
    assert_eq!(operation["x-operations"], expected);
    // The refusals of all operations are those of the service.
    for status in ["401", "403", "404", "503"] {
        assert!(operation["responses"][status].is_object(), "{status}");
    }
    assert!(operation["x-step-up"].is_null(), "{operation}");
}

/// A rule of one operation is enough for the 401 to be that of step-up, too.
#[test]
fn a_refusal_says_all_that_it_may_be_for() {
    let responses = documented(&router())["responses"].clone();
    let description = |status: &str| responses[status]["description"].as_str().unwrap_or("");
    assert!(description("400").contains("cannot be read"), "{responses}");
    assert!(
        responses["400"]["content"].is_null(),
        "of the reader, or of the scheme"
    );
    assert!(description("401").contains("RFC 9470"), "{responses}");
    for status in ["408", "413", "415"] {
        assert!(responses[status].is_object(), "{status}");
    }
}

#[test]
fn the_checks_of_an_operation_are_listed_on_request() {
    let operation = documented(&router().with_checks_in_openapi());
    let description = &operation["x-operations"]["show"]["description"];
    let description = description.as_str().unwrap();
    let checks =
        "Also checked by: `operations::documented::customer, operations::documented::own_bill";
    assert!(description.contains(checks), "{description}");
    let others = operation["x-operations"]["*"]["description"].clone();
    assert!(others.is_null(), "{others}");
}
