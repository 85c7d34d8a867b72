//! Scopes that imply others.

use scopegate_tests::bearer;

use crate::schemes::service::send;

async fn status(target: &str, scopes: &[&str]) -> u16 {
    send(target, &[("authorization", &bearer(scopes))]).await.0
}

#[tokio::test]
async fn a_scope_grants_what_it_implies_also_through_others() {
    for (scopes, read, write) in [
        (&["items:read"][..], 200, 403),
        (&["items:write"], 200, 200),
        (&["admin"], 200, 200),
        (&["users"], 403, 403),
        (&[], 403, 403),
    ] {
        assert_eq!(status("/read", scopes).await, read, "{scopes:?}");
        assert_eq!(status("/write", scopes).await, write, "{scopes:?}");
    }
}

#[tokio::test]
async fn functions_see_all_that_is_granted() {
    let (_, _, body) = send("/read", &[("authorization", &bearer(&["other", "admin"]))]).await;
    let mut scopes: Vec<_> = body.split(' ').collect();
    scopes.sort_unstable();
    assert_eq!(
        scopes,
        ["admin", "items:read", "items:write", "other", "users"]
    );
}

#[tokio::test]
async fn the_challenge_names_what_is_required_and_not_what_implies_it() {
    let (_, challenge, _) = send("/read", &[("authorization", &bearer(&[]))]).await;
    assert!(challenge.ends_with(r#"scope="items:read""#), "{challenge}");
}
