//! The table of GET requests: its columns, its cells, and how they look on the wire.

use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};

use crate::client::{Answer, get};

/// An answer in the table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell {
    /// Not authenticated.
    N,
    /// Could not validate credentials.
    V,
    /// Not enough permissions.
    P,
    /// Inactive user.
    I,
    /// 200.
    Ok,
}
pub(crate) use Cell::{I, N, Ok, P, V};

pub(crate) struct Route {
    pub(crate) path: &'static str,
    challenge: &'static str,
    body: &'static str,
}

pub(crate) const ROUTES: [Route; 3] = [
    Route {
        path: "/users/me/",
        challenge: r#"Bearer scope="me""#,
        body: r#"{"username":"johndoe","email":"johndoe@example.com","full_name":"John Doe","disabled":false}"#,
    },
    Route {
        path: "/users/me/items/",
        challenge: r#"Bearer scope="items me""#,
        body: r#"[{"item_id":"Foo","owner":"johndoe"}]"#,
    },
    Route {
        path: "/status/",
        challenge: "Bearer",
        body: r#"{"status":"ok"}"#,
    },
];

impl Route {
    #[track_caller]
    pub(crate) fn check(&self, cell: Cell, answer: &Answer, case: &str) {
        let (status, body, challenge) = match cell {
            N => (401, r#"{"detail":"Not authenticated"}"#, Some("Bearer")),
            V => {
                let body = r#"{"detail":"Could not validate credentials"}"#;
                (401, body, Some(self.challenge))
            }
            P => {
                let body = r#"{"detail":"Not enough permissions"}"#;
                (401, body, Some(self.challenge))
            }
            I => (400, r#"{"detail":"Inactive user"}"#, None),
            Ok => (200, self.body, None),
        };
        let expected = (status, body, challenge, Some("application/json"));
        let found = (
            answer.status,
            answer.body.as_str(),
            answer.header(WWW_AUTHENTICATE),
            answer.header(CONTENT_TYPE),
        );
        assert_eq!(found, expected, "GET {} with {case}", self.path);
    }
}

/// Sends one `Authorization` header to every route.
pub(crate) async fn assert_header(value: impl AsRef<[u8]>, row: [Cell; 3]) {
    let value = value.as_ref();
    for (route, cell) in ROUTES.iter().zip(row) {
        let answer = get(route.path, &[value]).await;
        route.check(cell, &answer, &value.escape_ascii().to_string());
    }
}

/// Sends a token to every route.
pub(crate) async fn assert_token(token: &str, row: [Cell; 3]) {
    assert_header(format!("Bearer {token}"), row).await;
}
