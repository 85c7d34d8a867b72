//! Registration, and what administrators see and change.

use axum::http::Method;
use serde_json::{Value, json};

use crate::api::{Api, PASSWORD};

fn carol() -> Value {
    json!({
        "username": "carol",
        "email": "carol@example.com",
        "full_name": "Carol Doe",
        "password": PASSWORD,
    })
}

async fn register(api: &Api, user: Value) -> (u16, Value) {
    api.call(Method::POST, "/register", None, Some(user)).await
}

async fn change(api: &Api, token: &str, user: &str, change: Value) -> (u16, Value) {
    let target = format!("/admin/users/{user}");
    api.call(Method::PATCH, &target, Some(token), Some(change))
        .await
}

#[tokio::test]
async fn whoever_registers_logs_in_and_is_nobodys_administrator() {
    let api = Api::new().await;
    let (status, user) = register(&api, carol()).await;
    let shown = json!({
        "username": "carol",
        "email": "carol@example.com",
        "full_name": "Carol Doe",
        "disabled": false,
    });
    assert_eq!((status, user), (201, shown.clone()));
    let password = PASSWORD.replace(' ', "+");
    let token = api
        .log_in("carol", &password, "me users:write users:read admin")
        .await;
    assert_eq!(api.get("/users/me/", &token).await, (200, shown));
    assert_eq!(api.get("/admin/users/", &token).await.0, 401);
}

#[tokio::test]
async fn a_name_is_given_once_also_to_many_who_ask_at_once() {
    let api = Api::new().await;
    let taken = json!({"detail": "Username already registered"});
    let mut johndoe = carol();
    johndoe["username"] = "johndoe".into();
    assert_eq!(register(&api, johndoe).await, (409, taken.clone()));

    let (a, b, c, d) = tokio::join!(
        register(&api, carol()),
        register(&api, carol()),
        register(&api, carol()),
        register(&api, carol()),
    );
    let mut statuses = [a.0, b.0, c.0, d.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409]);
    api.log_in("carol", &PASSWORD.replace(' ', "+"), "").await;
}

#[tokio::test]
async fn what_breaks_the_rules_is_listed_and_not_repeated() {
    let api = Api::new().await;
    for (member, value) in [
        ("username", "me"),
        ("username", "Carol"),
        ("username", "carol doe"),
        ("username", "cárol"),
        ("username", "carol\0"),
        ("username", "1carol"),
        ("email", "carol"),
        ("email", "carol@"),
        ("email", "carol@example.com\r\nBcc: x"),
        ("full_name", "\u{1b}[31mCarol"),
        ("full_name", &"x".repeat(101)),
        ("password", "short"),
        ("password", &"x".repeat(73)),
        ("password", "twelve chars\0 with a NUL"),
        ("password", "my name is Carol"),
    ] {
        let mut user = carol();
        user[member] = value.into();
        let (status, body) = register(&api, user).await;
        assert_eq!(status, 422, "{member}: {value:?}");
        let entries = body["detail"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "{body}");
        assert_eq!(entries[0]["loc"], json!(["body", member]));
        assert!(
            !body
                .to_string()
                .contains(&value.escape_default().to_string())
                || value.len() < 6
        );
    }
    let (status, body) = register(
        &api,
        json!({"username": "", "email": "", "full_name": "", "password": ""}),
    )
    .await;
    assert_eq!(status, 422);
    assert_eq!(body["detail"].as_array().unwrap().len(), 3, "{body}");
    for body in [
        json!({}),
        json!([]),
        json!(["carol", "carol@example.com", "Carol Doe", PASSWORD]),
        json!({"username": 1}),
        json!({"admin": true}),
    ] {
        assert_eq!(register(&api, body).await.0, 422);
    }
}

#[tokio::test]
async fn administrators_list_users_page_by_page() {
    let api = Api::new().await;
    for name in ["carol", "dave"] {
        register(
            &api,
            Value::Object({
                let mut user = carol();
                user["username"] = name.into();
                user["password"] = "a long enough secret".into();
                user.as_object().unwrap().clone()
            }),
        )
        .await;
    }
    let token = api.administrator().await;
    let (mut names, mut target) = (Vec::new(), "/admin/users/?limit=2".to_owned());
    loop {
        let (status, page) = api.get(&target, &token).await;
        assert_eq!(status, 200, "{page}");
        let entries = page["entries"].as_array().unwrap();
        assert!(entries.len() <= 2);
        names.extend(
            entries
                .iter()
                .map(|user| user["username"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        target = format!("/admin/users/?limit=2&after={next}");
    }
    assert_eq!(names, ["admin", "alice", "carol", "dave", "johndoe"]);

    let (_, all) = api.get("/admin/users/", &token).await;
    assert_eq!(all["next"], Value::Null);
    let johndoe = &all["entries"][4];
    assert_eq!(johndoe["scopes"], json!(["me", "items", "items:write"]));
    assert_eq!(johndoe.as_object().unwrap().len(), 5, "no hash: {johndoe}");
    for query in ["limit=0", "limit=101", "limit=x", "limit=-1"] {
        let (status, _) = api.get(&format!("/admin/users/?{query}"), &token).await;
        assert_eq!(status, 422, "{query}");
    }
}

#[tokio::test]
async fn scopes_that_are_given_are_granted_at_the_next_login() {
    let api = Api::new().await;
    let administrator = api.administrator().await;
    let before = api.log_in("johndoe", "secret", "me users:read").await;
    assert_eq!(api.get("/admin/users/", &before).await.0, 401);

    let scopes = json!({"scopes": ["me", "items", "users:write"]});
    let (status, user) = change(&api, &administrator, "johndoe", scopes).await;
    assert_eq!((status, &user["disabled"]), (200, &json!(false)));
    assert_eq!(user["scopes"], json!(["me", "items", "users:write"]));
    // `users:write` implies it.
    let after = api.log_in("johndoe", "secret", "me users:read").await;
    assert_eq!(api.get("/admin/users/", &after).await.0, 200);
    let (status, _) = change(&api, &after, "alice", json!({"disabled": false})).await;
    assert_eq!(status, 401, "the token only reads");
}

#[tokio::test]
async fn a_user_who_is_disabled_is_logged_out_and_told_so_after_the_next_login() {
    let api = Api::new().await;
    let administrator = api.administrator().await;
    let token = api.log_in("johndoe", "secret", "me").await;
    let (status, user) = change(&api, &administrator, "johndoe", json!({"disabled": true})).await;
    assert_eq!((status, &user["disabled"]), (200, &json!(true)));
    assert_eq!(
        user["scopes"],
        json!(["me", "items", "items:write"]),
        "they stay"
    );
    for target in ["/users/me/", "/status/"] {
        assert_eq!(api.get(target, &token).await.0, 401, "{target}");
    }
    let token = api.log_in("johndoe", "secret", "me").await;
    let (status, body) = api.get("/users/me/", &token).await;
    assert_eq!((status, body), (400, json!({"detail": "Inactive user"})));
}

#[tokio::test]
async fn a_change_that_changes_nothing_ends_nothing() {
    let api = Api::new().await;
    let administrator = api.administrator().await;
    let token = api.log_in("johndoe", "secret", "me").await;
    let nothing = json!({"scopes": null, "disabled": null});
    for change_nothing in [json!({}), nothing] {
        let (status, _) = change(&api, &administrator, "johndoe", change_nothing).await;
        assert_eq!(status, 200);
        assert_eq!(api.get("/users/me/", &token).await.0, 200);
    }
}

#[tokio::test]
async fn only_known_scopes_are_given_to_known_users() {
    let api = Api::new().await;
    let token = api.administrator().await;
    for scopes in [
        json!(["root"]),
        json!(["me", "me"]),
        json!(["me items"]),
        json!("me"),
        json!([""]),
    ] {
        let (status, _) = change(&api, &token, "johndoe", json!({"scopes": scopes})).await;
        assert_eq!(status, 422, "{scopes}");
    }
    for user in ["nobody", "%00", "johndoe%00", "%ff", "JohnDoe"] {
        let (status, body) = change(&api, &token, user, json!({"disabled": true})).await;
        assert_eq!(
            (status, body),
            (404, json!({"detail": "Not Found"})),
            "{user}"
        );
    }
}

#[tokio::test]
async fn without_users_write_nothing_is_changed() {
    let api = Api::new().await;
    let reads = api.log_in("admin", "secretadmin", "me users:read").await;
    assert_eq!(api.get("/admin/users/", &reads).await.0, 200);
    let (status, _) = change(&api, &reads, "johndoe", json!({"disabled": true})).await;
    assert_eq!(status, 401);
    let token = api.log_in("johndoe", "secret", "me").await;
    assert_eq!(api.get("/users/me/", &token).await.0, 200);
}
