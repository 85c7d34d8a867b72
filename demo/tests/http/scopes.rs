//! The rows of the table about what a genuine token allows.

use crate::forge::{token, with_claims};
use crate::table::{I, Ok, P, V, assert_token};

#[tokio::test]
async fn an_unknown_user_is_reported_before_missing_scopes() {
    assert_token(&token("nobody", "[]"), [V, V, V]).await;
    assert_token(&with_claims(r#""scopes":[]"#), [V, V, V]).await;
}

#[tokio::test]
async fn a_scope_claim_of_the_wrong_type_cannot_be_validated() {
    let wrong: [(&str, &[&str]); 3] = [
        (
            "scopes",
            &["1", "true", "{}", r#"["me",1]"#, r#"[["me"]]"#, "[null]"],
        ),
        ("scope", &["1", "true", "{}", r#"["me","items",1]"#]),
        ("scp", &["1", "true", "{}", r#"["me",1]"#, r#"[["me"]]"#]),
    ];
    for (name, values) in wrong {
        for value in values {
            let token = with_claims(&format!(r#""sub":"johndoe","{name}":{value}"#));
            assert_token(&token, [V, V, V]).await;
        }
    }
}

#[tokio::test]
async fn without_the_scopes_there_are_not_enough_permissions() {
    let user = r#""sub":"johndoe""#;
    assert_token(&with_claims(user), [P, P, Ok]).await;
    for claim in [
        r#""scopes":[]"#,
        r#""scopes":[""]"#,
        r#""scope":"""#,
        r#""scope":null"#,
        r#""scopes":null"#,
        r#""scp":[]"#,
        r#""scopes":["ME"]"#,
        r#""scopes":["Me","Items"]"#,
        r#""scopes":["meitems"]"#,
        r#""scopes":["me items"]"#,
        r#""scopes":["me\u0000"]"#,
        r#""scope":"me\titems""#,
        r#""scopes":["*"]"#,
    ] {
        assert_token(&with_claims(&format!("{user},{claim}")), [P, P, Ok]).await;
    }
}

#[tokio::test]
async fn the_scopes_decide_in_any_order_and_with_more_than_needed() {
    for (scopes, row) in [
        (r#"["me"]"#, [Ok, P, Ok]),
        (r#"["items"]"#, [P, P, Ok]),
        (r#"["me","items"]"#, [Ok, Ok, Ok]),
        (r#"["items","me"]"#, [Ok, Ok, Ok]),
        (r#"["items","items"]"#, [P, P, Ok]),
        (r#"["admin","items","me","me"]"#, [Ok, Ok, Ok]),
        (r#"["admin","me"]"#, [Ok, P, Ok]),
    ] {
        assert_token(&token("johndoe", scopes), row).await;
        let text = scopes.trim_matches(['[', ']']).replace(r#"",""#, " ");
        for claim in [format!(r#""scope":{text}"#), format!(r#""scp":{scopes}"#)] {
            let token = with_claims(&format!(r#""sub":"johndoe",{claim}"#));
            assert_token(&token, row).await;
        }
    }
}

#[tokio::test]
async fn a_disabled_user_is_told_so_after_the_scopes_were_checked() {
    assert_token(&token("alice", r#"["me","items"]"#), [I, I, Ok]).await;
    assert_token(&token("alice", "[]"), [P, P, Ok]).await;
    assert_token(&token("alice", r#"["me"]"#), [I, P, Ok]).await;
}
