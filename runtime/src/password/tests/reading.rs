//! What a form passes to a handler, and what is ignored.

use super::*;

#[tokio::test]
async fn every_parameter_is_read() {
    let form = rfc("grant_type=password&username=j%C3%B6+e&password=p%26w&scope=me+items&client_id=web&client_secret=s")
        .await
        .unwrap();
    assert_eq!(form.grant_type.as_deref(), Some("password"));
    assert_eq!(form.username, "jö e");
    assert_eq!(form.password, "p&w");
    assert_eq!(form.scopes, ["me", "items"]);
    assert_eq!(form.client_id.as_deref(), Some("web"));
    assert_eq!(form.client_secret.as_deref(), Some("s"));
}

#[tokio::test]
async fn parameters_without_a_value_count_as_omitted() {
    let body = "grant_type=password&username=u&password=p&scope=&client_id=&client_secret";
    let form = rfc(body).await.unwrap();
    assert!(form.scopes.is_empty());
    assert_eq!((form.client_id, form.client_secret), (None, None));
}

#[tokio::test]
async fn unknown_parameters_are_ignored_even_repeated() {
    let body = "resource=a&grant_type=password&username=u&password=p&resource=b&Username=x&=&&foo";
    assert_eq!(rfc(body).await.unwrap().username, "u");
}

#[tokio::test]
async fn scopes_keep_their_order_and_come_once() {
    let scope = "+items++me%09items%0Aadmin+me+ME+";
    let form = fastapi(&format!("username=u&password=p&scope={scope}")).await;
    assert_eq!(form.unwrap().scopes, ["items", "me", "admin", "ME"]);
}

#[tokio::test]
async fn content_type_is_case_insensitive_and_may_have_parameters() {
    for content_type in [
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded;charset=latin1",
        "APPLICATION/X-WWW-Form-Urlencoded ; x",
    ] {
        let request = request(content_type, "username=u&password=p");
        assert!(extract::<FastApi>(request).await.is_ok(), "{content_type}");
    }
}

#[tokio::test]
async fn the_query_is_not_read() {
    let mut request = request(FORM, "");
    *request.uri_mut() = "/token?grant_type=password&username=u&password=p"
        .parse()
        .unwrap();
    let answer = extract::<FastApi>(request).await.unwrap_err();
    assert_fastapi_error(&answer, 422, BOTH_MISSING);
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let body = "grant_type=password&username=u&password=hunter2&client_secret=hunter3";
    let debug = format!("{:?}", rfc(body).await.unwrap());
    assert!(
        debug.contains("[redacted]") && !debug.contains("hunter"),
        "{debug}"
    );
}

#[test]
fn a_form_is_send_and_sync_whatever_its_profile() {
    fn assert_send_sync<T: Send + Sync>() {}
    assert_send_sync::<OAuth2PasswordRequestForm<*const u8>>();
}
