//! Sessions: refresh tokens, and what ends them at every replica.

use axum::http::Method;
use demo::sessions::Sessions;
use demo::signing::Signing;
use demo::users::Users;
use scopegate::TokenIssuer;
use serde_json::{Value, json};

use crate::api::Api;
use crate::forge::{SECRET, encode, now, with_claims, with_payload};
use crate::support::{config, new_database, service};

const LOGIN: &str = "username=johndoe&password=secret";

pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

#[track_caller]
pub(crate) fn tokens((status, body): (u16, Value)) -> Tokens {
    assert_eq!(status, 200, "{body}");
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    Tokens {
        access: text("access_token"),
        refresh: text("refresh_token"),
    }
}

pub(crate) async fn begin(api: &Api, scopes: &str) -> Tokens {
    let form = format!("{LOGIN}&scope=offline_access+{scopes}");
    tokens(api.post_form("/token", &form).await)
}

pub(crate) async fn refresh(api: &Api, token: &str) -> (u16, Value) {
    let form = format!("grant_type=refresh_token&refresh_token={token}");
    api.post_form("/token", &form).await
}

pub(crate) async fn revoke(api: &Api, token: &str) -> (u16, Value) {
    api.post_form("/revoke", &format!("token={token}")).await
}

pub(crate) async fn is_valid(api: &Api, token: &str) -> bool {
    match api.get("/status/", token).await.0 {
        200 => true,
        401 => false,
        status => panic!("{status}"),
    }
}

pub(crate) fn invalid_grant() -> (u16, Value) {
    (400, json!({"error": "invalid_grant"}))
}

#[tokio::test]
async fn a_refresh_token_is_given_to_whom_asks_for_it_and_gives_the_next_one() {
    let api = Api::new().await;
    let (_, plain) = api.post_form("/token", &format!("{LOGIN}&scope=me")).await;
    assert_eq!(
        plain.as_object().unwrap().len(),
        2,
        "as the tutorial: {plain}"
    );

    let form = format!("{LOGIN}&scope=me+offline_access+admin");
    let (_, body) = api.post_form("/token", &form).await;
    assert_eq!(
        (&body["expires_in"], &body["scope"]),
        (&json!(1800), &json!("me"))
    );
    let mut session = tokens((200, body));
    for _ in 0..3 {
        let next = tokens(refresh(&api, &session.refresh).await);
        assert_ne!(next.refresh, session.refresh);
        assert_eq!(api.get("/users/me/", &next.access).await.0, 200);
        // The one before may still be in use.
        assert!(is_valid(&api, &session.access).await);
        session = next;
    }
}

#[tokio::test]
async fn a_refresh_token_that_is_used_twice_ends_its_session_at_every_replica() {
    let [one, two] = Api::replicas().await;
    let first = begin(&one, "me").await;
    let second = tokens(refresh(&two, &first.refresh).await);
    let other = begin(&one, "me").await;

    assert_eq!(refresh(&one, &first.refresh).await, invalid_grant());
    assert_eq!(refresh(&two, &second.refresh).await, invalid_grant());
    for api in [&one, &two] {
        assert!(!is_valid(api, &first.access).await);
        assert!(!is_valid(api, &second.access).await);
        assert!(is_valid(api, &other.access).await);
    }
    tokens(refresh(&two, &other.refresh).await);
}

#[tokio::test]
async fn of_many_who_use_a_refresh_token_at_once_one_gets_tokens_at_most_and_they_end() {
    let api = Api::new().await;
    let session = begin(&api, "me").await;
    let token = session.refresh.as_str();
    let (a, b, c, d) = tokio::join!(
        refresh(&api, token),
        refresh(&api, token),
        refresh(&api, token),
        refresh(&api, token),
    );
    let given: Vec<_> = [a, b, c, d]
        .into_iter()
        .filter(|answer| answer.0 == 200)
        .collect();
    assert!(given.len() <= 1, "{}", given.len());
    for answer in given {
        let given = tokens(answer);
        assert!(!is_valid(&api, &given.access).await);
        assert_eq!(refresh(&api, &given.refresh).await, invalid_grant());
    }
    assert!(!is_valid(&api, &session.access).await);
}

#[tokio::test]
async fn what_is_no_refresh_token_continues_nothing() {
    let api = Api::new().await;
    let session = begin(&api, "me").await;
    let (name, secret) = session.refresh.split_once('.').unwrap();
    let unknown = encode([7; 16]);
    for token in [
        "x".to_owned(),
        ".".to_owned(),
        name.to_owned(),
        secret.to_owned(),
        format!("{name}."),
        format!(".{secret}"),
        format!("{unknown}.{secret}"),
        format!("{name}%00.{secret}"),
        format!("{name}.{secret}x"),
        format!("{name}'+OR+'1'%3D'1.{secret}"),
        session.access.clone(),
    ] {
        assert_eq!(refresh(&api, &token).await, invalid_grant(), "{token}");
    }
    tokens(refresh(&api, &session.refresh).await);
    let (status, body) = api.post_form("/token", "grant_type=refresh_token").await;
    assert_eq!(
        (status, &body["detail"][0]["loc"]),
        (422, &json!(["body", "refresh_token"]))
    );
}

#[tokio::test]
async fn a_refresh_token_gives_no_more_than_was_granted_and_the_user_still_may_have() {
    let api = Api::new().await;
    let session = begin(&api, "me").await;
    let form = format!("grant_type=refresh_token&refresh_token={}", session.refresh);
    let more = api
        .post_form("/token", &format!("{form}&scope=me+items"))
        .await;
    assert_eq!(more, (400, json!({"error": "invalid_scope"})));
    // It was not used up.
    let less = tokens(api.post_form("/token", &format!("{form}&scope=me")).await);

    let administrator = api.administrator().await;
    let target = "/admin/users/johndoe";
    let disabled = Some(json!({"disabled": true}));
    let (status, _) = api
        .call(Method::PATCH, target, Some(&administrator), disabled)
        .await;
    assert_eq!(status, 200);
    assert_eq!(refresh(&api, &less.refresh).await, invalid_grant());
}

/// Also with the scopes of the login, and with those that they imply.
#[tokio::test]
async fn a_refresh_token_gives_what_was_granted() {
    let api = Api::new().await;
    let mut session = begin(&api, "me+items:write").await;
    for (requested, scope) in [
        ("me+items:write+offline_access", "me items:write"),
        ("items", "items"),
        ("me", "me"),
        ("offline_access", ""),
    ] {
        let form = format!("grant_type=refresh_token&refresh_token={}", session.refresh);
        let form = format!("{form}&scope={requested}");
        let (status, body) = api.post_form("/token", &form).await;
        assert_eq!(body["scope"], scope, "{requested}: {body}");
        session = tokens((status, body));
    }
    let (_, body) = refresh(&api, &session.refresh).await;
    assert_eq!(body["scope"], "me items:write");
}

#[tokio::test]
async fn a_revoked_access_token_is_refused_by_every_replica_and_no_other_is() {
    let [one, two] = Api::replicas().await;
    let token = one.log_in("johndoe", "secret", "me").await;
    let other = one.log_in("johndoe", "secret", "me").await;
    assert!(is_valid(&two, &token).await);
    assert_eq!(revoke(&one, &token).await.0, 200);
    for api in [&one, &two] {
        assert!(!is_valid(api, &token).await);
        assert!(is_valid(api, &other).await);
    }
    assert_eq!(revoke(&two, &token).await.0, 200, "again");
}

#[tokio::test]
async fn a_revoked_refresh_token_ends_its_session() {
    let api = Api::new().await;
    let first = begin(&api, "me").await;
    let second = tokens(refresh(&api, &first.refresh).await);
    assert_eq!(revoke(&api, &second.refresh).await.0, 200);
    assert_eq!(refresh(&api, &second.refresh).await, invalid_grant());
    assert!(!is_valid(&api, &first.access).await);
    assert!(!is_valid(&api, &second.access).await);
}

#[tokio::test]
async fn what_is_not_known_is_as_good_as_revoked() {
    let api = Api::new().await;
    for token in ["x", "a.b.c", "%00", &"x".repeat(4000)] {
        assert_eq!(revoke(&api, token).await.0, 200, "{token}");
    }
    for form in [
        "",
        "token=",
        "token_type_hint=access_token",
        "token=a&token=b",
    ] {
        let answer = api.post_form("/revoke", form).await;
        assert_eq!(answer, (400, json!({"error": "invalid_request"})), "{form}");
    }
    // Genuine, and without a name by which it could be revoked.
    let nameless = with_claims(r#""sub":"johndoe","scopes":[]"#);
    let unsupported = json!({"error": "unsupported_token_type"});
    assert_eq!(revoke(&api, &nameless).await, (400, unsupported));
}

/// The clocks of others may be behind.
#[tokio::test]
async fn a_token_that_has_just_expired_is_revoked_and_remembered() {
    let database = new_database().await;
    let api = Api {
        service: service(database.clone(), SECRET),
    };
    for (name, ago, revoked) in [("a", 10, 1), ("b", 3000, 2), ("c", 4000, 2)] {
        let expiry = now() - ago;
        let claims = format!(r#"{{"sub":"johndoe","scopes":[],"jti":"{name}","exp":{expiry}}}"#);
        assert_eq!(revoke(&api, &with_payload(claims)).await.0, 200);
        let sessions = Sessions::new(database.clone(), &config(&[]));
        sessions.forget_expired().await.unwrap();
        let there = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM revoked_tokens");
        let there = there.fetch_one(database.pool()).await.unwrap();
        assert_eq!(there, revoked, "{name}");
    }
}

#[tokio::test]
async fn who_logs_out_everywhere_is_logged_out_everywhere_and_logs_in_again() {
    let [one, two] = Api::replicas().await;
    let (session, plain) = (
        begin(&one, "me").await,
        two.log_in("johndoe", "secret", "me").await,
    );
    let admin = one.administrator().await;
    let target = "/users/me/sessions/";
    let (status, _) = one.call(Method::DELETE, target, Some(&plain), None).await;
    assert_eq!(status, 204);
    for api in [&one, &two] {
        assert!(!is_valid(api, &session.access).await);
        assert!(!is_valid(api, &plain).await);
        assert!(is_valid(api, &admin).await, "somebody else");
    }
    assert_eq!(refresh(&two, &session.refresh).await, invalid_grant());
    // Also in the same second.
    let again = begin(&one, "me").await;
    assert!(is_valid(&two, &again.access).await);
    tokens(refresh(&two, &again.refresh).await);
}

/// Whoever stole them would be back otherwise. Those of a login while the user was disabled end as well.
#[tokio::test]
async fn tokens_from_before_a_user_was_disabled_stay_dead_after_the_user_is_enabled_again() {
    let [one, two] = Api::replicas().await;
    let (session, plain) = (
        begin(&one, "me").await,
        two.log_in("johndoe", "secret", "me").await,
    );
    let administrator = one.administrator().await;
    let mut meanwhile = None;
    for disabled in [true, false] {
        let change = Some(json!({ "disabled": disabled }));
        let target = "/admin/users/johndoe";
        let (status, _) = one
            .call(Method::PATCH, target, Some(&administrator), change)
            .await;
        assert_eq!(status, 200);
        if disabled {
            meanwhile = Some(begin(&two, "me").await);
        }
        for api in [&one, &two] {
            assert!(!is_valid(api, &session.access).await, "{disabled}");
            assert!(!is_valid(api, &plain).await, "{disabled}");
        }
        assert_eq!(refresh(&one, &session.refresh).await, invalid_grant());
    }
    let meanwhile = meanwhile.unwrap();
    assert!(!is_valid(&two, &meanwhile.access).await);
    assert_eq!(refresh(&two, &meanwhile.refresh).await, invalid_grant());

    let again = begin(&two, "me").await;
    assert_eq!(one.get("/users/me/", &again.access).await.0, 200);
    tokens(refresh(&one, &again.refresh).await);
}

#[tokio::test]
async fn scopes_that_are_taken_away_are_gone_at_once() {
    let api = Api::new().await;
    let session = begin(&api, "me+items").await;
    let administrator = api.administrator().await;
    let less = Some(json!({"scopes": ["me"]}));
    let target = "/admin/users/johndoe";
    let (status, _) = api
        .call(Method::PATCH, target, Some(&administrator), less)
        .await;
    assert_eq!(status, 200);
    assert_eq!(api.get("/users/me/items/", &session.access).await.0, 401);
    assert_eq!(refresh(&api, &session.refresh).await, invalid_grant());
}

/// The login has read what the user had, and hashes for some time: what it gives must not have it.
#[tokio::test]
async fn scopes_that_are_taken_away_during_a_login_are_not_in_its_tokens() {
    let api = Api::new().await;
    let administrator = api.administrator().await;
    let take = async {
        let scopes = Some(json!({"scopes": ["me"]}));
        let target = "/admin/users/johndoe";
        api.call(Method::PATCH, target, Some(&administrator), scopes)
            .await
    };
    let (session, taken) = tokio::join!(begin(&api, "me+items"), take);
    assert_eq!(taken.0, 200);
    assert_eq!(api.get("/users/me/items/", &session.access).await.0, 401);
    let form = format!("grant_type=refresh_token&refresh_token={}", session.refresh);
    let (status, body) = api.post_form("/token", &form).await;
    assert!(status == 400 || body["scope"] == "me", "{body}");
}

/// The login has read the user, and hashes for some time.
#[tokio::test]
async fn a_login_does_not_outlive_a_logout_everywhere_that_comes_before_its_end() {
    let database = new_database().await;
    let api = Api {
        service: service(database.clone(), SECRET),
    };
    let before = api.log_in("johndoe", "secret", "me").await;
    let user = Users::new(database.clone()).get_user("johndoe").await;
    let log_out = api.call(Method::DELETE, "/users/me/sessions/", Some(&before), None);
    assert_eq!(log_out.await.0, 204);

    let signing = Signing::Secret(TokenIssuer::hs256(SECRET).unwrap());
    let sessions = Sessions::new(database, &config(&[]));
    let session = sessions.begin(&signing, &user.unwrap().unwrap(), &[]).await;
    let session = tokens((200, json!(session.unwrap())));
    assert!(!is_valid(&api, &session.access).await);
    assert_eq!(refresh(&api, &session.refresh).await, invalid_grant());
}
