use scopegate::testing::{
    TestTokens, api_key, basic_credentials, bearer_token, given, security_scopes,
};

use crate::testing::service::{Db, User, me, two_ways, user, visitor};

#[tokio::test]
async fn handlers_are_called_with_what_dependencies_would_give() {
    let johndoe = || User("johndoe".to_owned());
    assert_eq!(me(given(johndoe())).await, "johndoe");
    assert_eq!(visitor(given(None)).await, "None");
    let values = (johndoe(), johndoe(), johndoe(), Db("fake".to_owned()));
    assert_eq!(
        two_ways(given(values)).await,
        "johndoe johndoe johndoe fake"
    );
}

#[test]
fn dependencies_are_called_with_tokens_that_can_be_denied() {
    let token = TestTokens::new().token().scopes(["a"]);
    let given: scopegate::AccessToken = token.access_token();
    assert!(given.scopes().contains("a"));
    assert_eq!(given.deny().status(), 401);
    assert_eq!(bearer_token("t").deny().status(), 401);
    assert!(api_key("k").matches("k"));
    assert!(basic_credentials("u", "p").matches("u", "p"));
    let scopes = security_scopes(&["b", "a"]);
    assert_eq!(
        (scopes.scope_str(), scopes.alternatives().len()),
        ("b a", 1)
    );
    let found = user(token.access_token(), scopes, Db("fake".to_owned())).unwrap();
    assert_eq!(found, User("johndoe".to_owned()));
}
