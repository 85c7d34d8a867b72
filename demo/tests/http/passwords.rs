//! Passwords that are changed: by their users, who know the old one, and by administrators.

use axum::http::Method;
use demo::users::Users;
use serde_json::{Value, json};

use crate::api::{Api, PASSWORD};
use crate::forge::SECRET;
use crate::sessions::{begin, invalid_grant, is_valid, refresh};
use crate::support::{config, new_database, service_with};

pub(crate) const NEW: &str = "another long secret";

async fn put(api: &Api, target: &str, token: &str, body: Value) -> (u16, Value) {
    api.call(Method::PUT, target, Some(token), Some(body)).await
}

async fn change(api: &Api, token: &str, old: &str, new: &str) -> (u16, Value) {
    let body = json!({"old_password": old, "new_password": new});
    put(api, "/users/me/password", token, body).await
}

async fn set(api: &Api, token: &str, user: &str, new: &str) -> (u16, Value) {
    let target = format!("/admin/users/{user}/password");
    put(api, &target, token, json!({"new_password": new})).await
}

/// Whether `johndoe` logs in with it.
pub(crate) async fn opens(api: &Api, password: &str) -> bool {
    let password = password.replace(' ', "+");
    let form = format!("username=johndoe&password={password}");
    match api.post_form("/token", &form).await.0 {
        200 => true,
        400 => false,
        status => panic!("{status}"),
    }
}

#[tokio::test]
async fn whoever_knows_the_password_changes_it_and_all_tokens_end_at_every_replica() {
    let [one, two] = Api::replicas().await;
    let session = begin(&one, "me").await;
    let token = two.log_in("johndoe", "secret", "me").await;
    let other = two.administrator().await;

    let (status, answer) = change(&one, &token, "secret", NEW).await;
    let said = "The password was changed, and all tokens have ended: log in again";
    assert_eq!((status, answer), (200, json!({"detail": said})));
    for api in [&one, &two] {
        assert!(!is_valid(api, &token).await);
        assert!(!is_valid(api, &session.access).await);
        assert!(is_valid(api, &other).await, "somebody else");
    }
    assert_eq!(refresh(&two, &session.refresh).await, invalid_grant());
    assert!(opens(&two, NEW).await);
    assert!(!opens(&two, "secret").await);
    assert_eq!(change(&one, &token, NEW, PASSWORD).await.0, 401);
}

#[tokio::test]
async fn whoever_does_not_know_the_password_changes_nothing() {
    let api = Api::new().await;
    let session = begin(&api, "me").await;
    let wrong = (400, json!({"detail": "Incorrect password"}));
    for old in [
        "",
        "Secret",
        "secret\0",
        "secret\0secret",
        &"x".repeat(5000),
    ] {
        let changed = change(&api, &session.access, old, NEW).await;
        assert_eq!(changed, wrong, "{old:?}");
    }
    assert_eq!(change(&api, "x", "secret", NEW).await.0, 401);
    let disabled = api.log_in("alice", "secretalice", "me").await;
    let answer = change(&api, &disabled, "secretalice", NEW).await;
    assert_eq!(answer, (400, json!({"detail": "Inactive user"})));
    let weak = api.log_in("johndoe", "secret", "items").await;
    assert_eq!(change(&api, &weak, "secret", NEW).await.0, 401, "no `me`");
    assert!(is_valid(&api, &session.access).await);
    assert!(opens(&api, "secret").await);
}

#[tokio::test]
async fn a_new_password_keeps_the_rules_and_is_not_repeated_in_the_answer() {
    let api = Api::new().await;
    let token = api.log_in("johndoe", "secret", "me").await;
    let administrator = api.administrator().await;
    for new in [
        "too short",
        "this is JohnDoe himself",
        "twelve chars\0 with a NUL",
        &"x".repeat(73),
        &"ä".repeat(37),
        "",
    ] {
        for answer in [
            change(&api, &token, "secret", new).await,
            set(&api, &administrator, "johndoe", new).await,
        ] {
            let (status, body) = answer;
            assert_eq!(status, 422, "{new:?}: {body}");
            assert_eq!(body["detail"][0]["loc"], json!(["body", "new_password"]));
            assert!(new.is_empty() || !body.to_string().contains(new), "{body}");
        }
    }
    let (status, body) = change(&api, &token, NEW, NEW).await;
    assert_eq!(status, 422);
    assert_eq!(body["detail"][0]["msg"], "should not be the old password");
    for body in [
        json!({}),
        json!({"new_password": NEW}),
        json!({"old_password": "secret"}),
        json!({"old_password": "secret", "new_password": null}),
        json!({"old_password": "secret", "new_password": NEW, "username": "admin"}),
        json!(["secret", NEW]),
    ] {
        let (status, _) = put(&api, "/users/me/password", &token, body).await;
        assert_eq!(status, 422);
    }
    assert!(is_valid(&api, &token).await);
    assert!(opens(&api, "secret").await);
}

/// Whoever stole a token guesses as often as at a login, together.
#[tokio::test]
async fn the_old_password_is_guessed_no_more_often_than_at_a_login() {
    let limits = config(&["--logins-per-account=2"]);
    let api = Api {
        service: service_with(new_database().await, SECRET, &limits),
    };
    let token = api.log_in("johndoe", "secret", "me").await;
    assert_eq!(change(&api, &token, "guess", NEW).await.0, 400);
    for old in ["guess", "secret"] {
        let (status, body) = change(&api, &token, old, NEW).await;
        assert_eq!(
            (status, &body["detail"]),
            (429, &json!("Too many attempts"))
        );
    }
    let form = "username=johndoe&password=secret";
    assert_eq!(api.post_form("/token", form).await.0, 429);
    assert!(is_valid(&api, &token).await);
}

#[tokio::test]
async fn an_administrator_sets_a_password_and_all_tokens_of_the_user_end() {
    let [one, two] = Api::replicas().await;
    let administrator = one.administrator().await;
    let session = begin(&one, "me").await;
    assert_eq!(
        set(&two, &administrator, "johndoe", NEW).await,
        (204, Value::Null)
    );
    for api in [&one, &two] {
        assert!(!is_valid(api, &session.access).await);
        assert!(is_valid(api, &administrator).await);
    }
    assert_eq!(refresh(&one, &session.refresh).await, invalid_grant());
    assert!(opens(&one, NEW).await);
    assert!(!opens(&one, "secret").await);
    for user in ["nobody", "%00", "johndoe%00", "%ff", "JohnDoe"] {
        let answer = set(&one, &administrator, user, PASSWORD).await;
        assert_eq!(answer, (404, json!({"detail": "Not Found"})), "{user}");
    }
}

#[tokio::test]
async fn without_users_write_no_password_is_set() {
    let api = Api::new().await;
    let reads = api.log_in("admin", "secretadmin", "me users:read").await;
    let own = api.log_in("johndoe", "secret", "me items:write").await;
    for token in [&reads, &own] {
        assert_eq!(set(&api, token, "johndoe", NEW).await.0, 401);
    }
    assert!(opens(&api, "secret").await);
}

/// The old password was verified before, and the hash of the new one takes some time.
#[tokio::test]
async fn a_change_that_is_under_way_does_not_replace_what_an_administrator_sets() {
    let users = Users::new(new_database().await);
    let before = users.get_user("johndoe").await.unwrap().unwrap().user;
    let admin = users.get_user("admin").await.unwrap().unwrap().user;
    let set = async |hash, by| users.set_password("johndoe", hash, by).await.unwrap();
    assert!(set("administrator's", &admin).await);
    assert!(!set("thief's", &before).await);
    let after = users.get_user("johndoe").await.unwrap().unwrap();
    assert_eq!(after.hashed_password, "administrator's");
    assert_eq!(after.user.generation, before.generation + 1);
    assert!(set("user's", &after.user).await);
    assert!(!users.set_password("nobody", "x", &admin).await.unwrap());
}
