//! A service with a database of its own, and its users.

use axum::Router;
use axum::body::Body;
use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use crate::client::{post_token_to, request, send_to};
use crate::forge::SECRET;
use crate::support::{new_database, service};

pub(crate) struct Api {
    pub(crate) service: Router,
}

/// The password of users that a test registers.
pub(crate) const PASSWORD: &str = "correct horse battery";

impl Api {
    pub(crate) async fn new() -> Self {
        let [api] = Self::replicas().await;
        api
    }

    /// Several of one database.
    pub(crate) async fn replicas<const COUNT: usize>() -> [Self; COUNT] {
        let database = new_database().await;
        [(); COUNT].map(|()| Self {
            service: service(database.clone(), SECRET),
        })
    }

    /// The status of an answer, and its JSON; null for none.
    pub(crate) async fn call(
        &self,
        method: Method,
        target: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = request(method, target).header(CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        let answer = send_to(self.service.clone(), request.body(body).unwrap()).await;
        let json = serde_json::from_str(&answer.body).unwrap_or_default();
        (answer.status, json)
    }

    /// The status of an answer to a form, and its JSON; null for none.
    pub(crate) async fn post_form(&self, target: &str, form: &str) -> (u16, Value) {
        let request = request(Method::POST, target)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        let answer = send_to(self.service.clone(), request.unwrap()).await;
        let json = serde_json::from_str(&answer.body).unwrap_or_default();
        (answer.status, json)
    }

    pub(crate) async fn get(&self, target: &str, token: &str) -> (u16, Value) {
        self.call(Method::GET, target, Some(token), None).await
    }

    pub(crate) async fn log_in(&self, username: &str, password: &str, scopes: &str) -> String {
        let scopes = scopes.replace(' ', "+");
        let form = format!("username={username}&password={password}&scope={scopes}");
        let answer = post_token_to(self.service.clone(), &form).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// A token of a new user for these scopes.
    pub(crate) async fn new_user(&self, username: &str, scopes: &str) -> String {
        let user = serde_json::json!({
            "username": username,
            "email": "new@example.com",
            "full_name": "New User",
            "password": PASSWORD,
        });
        let (status, body) = self.call(Method::POST, "/register", None, Some(user)).await;
        assert_eq!(status, 201, "{body}");
        self.log_in(username, &PASSWORD.replace(' ', "+"), scopes)
            .await
    }

    pub(crate) async fn administrator(&self) -> String {
        self.log_in("admin", "secretadmin", "me users:write").await
    }
}
