//! Who the caller is, is known before the body of a request is there. Whoever stole a token may wait with it until the token
//! ends.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::body::{Body as HttpBody, Frame};
use serde_json::{Value, json};
use tokio::sync::oneshot::error::RecvError;
use tokio::sync::oneshot::{Receiver, channel};
use tokio::time::sleep;

use crate::api::{Api, PASSWORD};
use crate::client::{request, send_to};
use crate::passwords::{NEW, opens};
use crate::sessions::{begin, revoke, tokens};

#[tokio::test]
async fn a_body_that_comes_after_the_token_has_ended_changes_nothing() {
    let api = Api::new().await;
    let admin = api.administrator().await;
    let own = api.log_in("johndoe", "secret", "me").await;
    let password = json!({"new_password": "password of the thief"});
    let changed = json!({"old_password": "secret", "new_password": NEW});
    let held = [
        held(
            &api,
            Method::PUT,
            "/admin/users/admin/password",
            &admin,
            password.clone(),
        )
        .await,
        held(
            &api,
            Method::PUT,
            "/admin/users/johndoe/password",
            &admin,
            password,
        )
        .await,
        held(
            &api,
            Method::PATCH,
            "/admin/users/admin",
            &admin,
            json!({"disabled": false}),
        )
        .await,
        held(&api, Method::PUT, "/users/me/password", &own, changed).await,
    ];
    for token in [&admin, &own] {
        let ended = api.call(Method::DELETE, "/users/me/sessions/", Some(token), None);
        assert_eq!(ended.await.0, 204);
    }
    for rest in held {
        assert_eq!(rest().await, 409);
    }
    assert!(opens(&api, "secret").await);
    api.administrator().await;
}

/// A token ends alone, or with its session: that is not seen in the row of its user.
#[tokio::test]
async fn a_body_that_comes_after_only_that_token_was_revoked_changes_nothing() {
    let api = Api::new().await;
    let form = "username=admin&password=secretadmin&scope=me+users:write+offline_access";
    let session = tokens(api.post_form("/token", form).await);
    let own = begin(&api, "me").await;
    let alone = (
        api.administrator().await,
        api.log_in("johndoe", "secret", "me").await,
    );
    let password = json!({"new_password": "password of the thief"});
    let changed = json!({"old_password": "secret", "new_password": NEW});
    let mut all = Vec::new();
    for (admin, user) in [(&session.access, &own.access), (&alone.0, &alone.1)] {
        let target = "/admin/users/johndoe/password";
        all.push(held(&api, Method::PUT, target, admin, password.clone()).await);
        let body = json!({"scopes": ["me", "users:write"]});
        all.push(held(&api, Method::PATCH, "/admin/users/johndoe", admin, body).await);
        all.push(
            held(
                &api,
                Method::PUT,
                "/users/me/password",
                user,
                changed.clone(),
            )
            .await,
        );
    }
    for token in [&session.refresh, &own.refresh, &alone.0, &alone.1] {
        assert_eq!(revoke(&api, token).await.0, 200);
    }
    for rest in all {
        assert_eq!(rest().await, 409);
    }
    assert!(opens(&api, "secret").await);
    let (_, users) = api.get("/admin/users/", &api.administrator().await).await;
    let mut users = users["entries"].as_array().unwrap().iter();
    let johndoe = users.find(|user| user["username"] == "johndoe").unwrap();
    assert_eq!(johndoe["scopes"], json!(["me", "items", "items:write"]));
}

#[tokio::test]
async fn an_item_is_neither_created_nor_changed_after_the_token_was_revoked() {
    let api = Api::new().await;
    let token = api.new_user("carol", "me items items:write").await;
    let again = api.log_in("carol", PASSWORD, "me items").await;
    let first = json!({"title": "A chair"});
    let created = api.call(Method::POST, "/items/", Some(&token), Some(first));
    let (status, item) = created.await;
    assert_eq!(status, 201);
    let path = format!("/items/{}", item["item_id"].as_str().unwrap());
    let other = json!({"title": "That of the thief"});
    let all = [
        held(&api, Method::POST, "/items/", &token, other.clone()).await,
        held(&api, Method::PUT, &path, &token, other).await,
    ];
    assert_eq!(revoke(&api, &token).await.0, 200);
    for rest in all {
        assert_eq!(rest().await, 409);
    }
    assert_eq!(api.get(&path, &again).await, (200, item));
    let (_, items) = api.get("/items/", &again).await;
    assert_eq!(items["entries"].as_array().unwrap().len(), 1);
}

/// A body that comes later.
struct Late(Option<Receiver<Bytes>>);

impl HttpBody for Late {
    type Data = Bytes;
    type Error = RecvError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RecvError>>> {
        let Some(receiver) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let rest = ready!(Pin::new(receiver).poll(context));
        self.0 = None;
        Poll::Ready(Some(rest.map(Frame::data)))
    }
}

/// Sends a request but for its body. What it returns sends that, and gets the status.
async fn held(
    api: &Api,
    method: Method,
    target: &str,
    token: &str,
    body: Value,
) -> impl AsyncFnOnce() -> u16 {
    let (send, receiver) = channel();
    let request = request(method, target)
        .header(CONTENT_TYPE, "application/json")
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::new(Late(Some(receiver))))
        .unwrap();
    let answer = tokio::spawn(send_to(api.service.clone(), request));
    sleep(Duration::from_millis(100)).await; // The token is verified, and the body awaited.
    async move || {
        send.send(Bytes::from(body.to_string())).unwrap();
        answer.await.unwrap().status
    }
}
