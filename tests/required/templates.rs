//! Scopes with the values of a request.

use proptest::prelude::*;
use scopegate_tests::client::{get_as, get_with};
use scopegate_tests::{App, token};

use super::service::routes;

#[tokio::test]
async fn a_value_opens_what_it_names() {
    let app = routes().with_state(App::default()).into_router();
    for (path, scopes, status) in [
        ("/tenants/7", &["tenant:7"][..], 200),
        ("/tenants/7", &["tenant:8", "tenant:7"], 200),
        (
            "/tenants/7",
            &["tenant:77", "tenant:", "tenant:{id}", "tenant"],
            403,
        ),
        ("/tenants/%7Bid%7D", &["tenant:{id}"], 403),
        ("/tenants/*", &["tenant:*"], 403),
        ("/tenants/7:admin", &["tenant:7:admin"], 403),
        ("/tenants/7%20tenant", &["tenant:7", "tenant"], 403),
        ("/tenants/A", &["tenant:a"], 403),
        ("/repositories/a/b", &["a/b:write"], 200),
        ("/repositories/a/b", &["b/a:write", "a/b", "a/b:read"], 403),
        ("/repositories/a%2Fb/c", &["a/b/c:write"], 403),
        ("/repositories/a/..", &["a/..:write"], 200), // No path: a name like any other.
    ] {
        let answer = get_with(&app, path, scopes).await;
        assert_eq!(answer.status, status, "{path} {scopes:?}");
    }
}

proptest! {
    /// A value cannot make the scope another one, whatever the value and the token.
    #[test]
    fn nobody_acts_for_a_tenant_whom_the_token_does_not_name(
        id in prop_oneof!["[a-c:/{}. %*-]{1,4}", "\\PC{1,6}"],
        granted in prop::collection::vec("(tenant:)?[a-c:/{}.*-]{0,4}", 0..3),
        names_it in any::<bool>(),
    ) {
        let mut granted: Vec<&str> = granted.iter().map(String::as_str).filter(|scope| !scope.is_empty()).collect();
        let own = format!("tenant:{id}");
        let is_scope = own.bytes().all(|byte| matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~'));
        if names_it && is_scope {
            granted.push(&own);
        }
        let is_segment = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        let expected = is_segment && granted.contains(&own.as_str());
        let encoded: Vec<_> = id.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let path = format!("/tenants/{}", encoded.concat());
        let app = routes().with_state(App::default());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(get_as(app, &path, Some(&token(&granted))));
        prop_assert_eq!(answer.status, if expected { 200 } else { 403 }, "{} {:?}", id, granted);
    }
}
