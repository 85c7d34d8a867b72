//! The source of a crate with many handlers, which differ only in how they are protected.

use std::fmt::Write as _;

use clap::ValueEnum;

/// How handlers are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub(crate) enum Style {
    /// Not at all: plain axum.
    Plain,
    /// By an extractor that was written by hand.
    Extractor,
    /// Not at all, and documented by `#[utoipa::path]`.
    Utoipa,
    /// By scopegate, on axum's own router.
    Router,
    /// By scopegate, on a `SecureRouter`.
    Secure,
}

impl Style {
    pub(crate) const ALL: [Self; 5] = [
        Self::Plain,
        Self::Extractor,
        Self::Utoipa,
        Self::Router,
        Self::Secure,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Extractor => "extractor",
            Self::Utoipa => "utoipa",
            Self::Router => "router",
            Self::Secure => "secure",
        }
    }

    const fn is_ours(self) -> bool {
        matches!(self, Self::Router | Self::Secure)
    }
}

impl std::fmt::Display for Style {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// How many handlers are in a module.
const IN_A_MODULE: usize = 25;

/// The rules of handlers repeat, as those of services do.
const SCOPES: [&str; 8] = [
    r#""items:read""#,
    r#""items:write""#,
    r#""users:read""#,
    r#""users:write""#,
    r#""orders:read""#,
    r#""orders:write""#,
    r#""items:read", "users:read""#,
    r#""admin""#,
];

pub(crate) fn source(style: Style, handlers: usize) -> String {
    let mut source = String::from(COMMON);
    source.push_str(match style {
        Style::Plain | Style::Utoipa => "",
        Style::Extractor => EXTRACTOR,
        Style::Router | Style::Secure => DEPENDENCIES,
    });
    let modules: Vec<_> = (0..handlers).collect();
    let modules: Vec<_> = modules.chunks(IN_A_MODULE).collect();
    for (number, handlers) in modules.iter().enumerate() {
        module(&mut source, style, number, handlers);
    }
    let (router, finish) = match style {
        Style::Secure => ("scopegate::SecureRouter", ".into_router()"),
        _ => ("axum::Router", ""),
    };
    let _ = write!(
        source,
        "\nfn main() {{\n    let router = {router}::<App>::new()"
    );
    for number in 0..modules.len() {
        let _ = write!(source, "\n        .merge(part{number}::router())");
    }
    let _ = write!(
        source,
        "{finish};\n    let _: axum::Router = router.with_state(App::new());\n}}\n"
    );
    source
}

fn module(source: &mut String, style: Style, number: usize, handlers: &[usize]) {
    let (router, routing) = match style {
        Style::Secure => ("scopegate::SecureRouter", "scopegate::routing"),
        _ => ("axum::Router", "axum::routing"),
    };
    let _ = write!(
        source,
        "\nmod part{number} {{\n    use super::*;\n    use {routing}::{{get, post, put}};\n\n    \
         pub fn router() -> {router}<App> {{\n        {router}::new()"
    );
    for handler in handlers {
        let method = ["get", "post", "put", "get"][handler % 4];
        let _ = write!(
            source,
            "\n            .route(\"/r{handler}/{{id}}\", {method}(handler_{handler}))"
        );
    }
    source.push_str("\n    }\n");
    for &handler in handlers {
        function(source, style, handler);
    }
    source.push_str("}\n");
}

fn function(source: &mut String, style: Style, number: usize) {
    let scopes = SCOPES[number % SCOPES.len()];
    let (attribute, user) = match style {
        Style::Plain => (String::new(), ""),
        Style::Utoipa => (
            format!(
                "    #[utoipa::path({}, path = \"/r{number}/{{id}}\", responses((status = 200, body = Item)))]\n",
                ["get", "post", "put", "get"][number % 4]
            ),
            "",
        ),
        Style::Extractor => (String::new(), "user: User, "),
        Style::Router | Style::Secure => (
            format!("    #[security(scopes = [{scopes}], depends = get_current_active_user)]\n"),
            "user: User, ",
        ),
    };
    let name = if user.is_empty() {
        "String::new()"
    } else {
        "user.name"
    };
    let ours = if style.is_ours() || style == Style::Extractor {
        user
    } else {
        ""
    };
    let (parameters, body) = match number % 4 {
        0 => (
            "State(app): State<App>, Path(id): Path<u64>",
            format!(
                "let item = app.item(id, {number}, {name}).ok_or(StatusCode::NOT_FOUND)?;\n        \
                     if item.name.len() > {number} {{\n            return Err(StatusCode::GONE);\n        }}\n        \
                     let own = item.id;\n        \
                     let related = app.related(&item).into_iter().filter(move |other| other.id != own);\n        \
                     Ok(Json(app.merged(item, related.map(|other| other.name).collect::<Vec<_>>())))"
            ),
        ),
        1 => (
            "State(app): State<App>, Path(id): Path<u64>, Json(new): Json<Item>",
            format!(
                "if new.name.trim().is_empty() {{\n            return Err(StatusCode::UNPROCESSABLE_ENTITY);\n        }}\n        \
                     let mut item = app.item(id, {number}, {name}).ok_or(StatusCode::NOT_FOUND)?;\n        \
                     item.name = format!(\"{{}}: {{}}\", new.name, new.id);\n        \
                     app.save(&item).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;\n        Ok(Json(item))"
            ),
        ),
        2 => (
            "Path(id): Path<u64>, State(app): State<App>, Json(new): Json<Item>",
            format!(
                "let item = match app.item(id, {number}, {name}) {{\n            Some(known) if known.name == new.name => known,\n            \
                     Some(known) => Item {{ id: known.id, ..new }},\n            None => return Err(StatusCode::NOT_FOUND),\n        }};\n        \
                     app.save(&item).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;\n        Ok(Json(item))"
            ),
        ),
        _ => (
            "State(app): State<App>, Path(id): Path<u64>, Query(page): Query<Page>",
            format!(
                "let item = app.item(id, {number}, {name}).ok_or(StatusCode::NOT_FOUND)?;\n        \
                     let first = page.number.saturating_mul(page.size);\n        \
                     let found = app.related(&item).into_iter().skip(usize::try_from(first).unwrap_or(0)).take(10);\n        \
                     let names: Vec<_> = found.map(|other| other.name).collect();\n        \
                     Ok(Json(app.merged(item, names)))"
            ),
        ),
    };
    let _ = write!(
        source,
        "\n{attribute}    pub async fn handler_{number}({ours}{parameters}) -> Result<Json<Item>, StatusCode> {{\n        {body}\n    }}\n"
    );
}

const COMMON: &str = r#"#![allow(unused_imports, dead_code)]

use axum::Json;
use axum::extract::{FromRef, FromRequestParts, Path, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use scopegate::{AccessToken, SecurityScheme, Verifier, dependency, security};
use serde::{Deserialize, Serialize};

#[derive(Clone, FromRef)]
pub struct App {
    verifier: Verifier,
    users: Users,
}

#[derive(Clone)]
pub struct Users;

#[derive(Serialize, Deserialize, utoipa::ToSchema)]
pub struct Item {
    id: u64,
    name: String,
}

#[derive(Deserialize)]
pub struct Page {
    number: u64,
    size: u64,
}

pub struct User {
    name: String,
}

impl App {
    fn new() -> Self {
        let verifier = Verifier::hs256("a secret of at least thirty-two bytes").unwrap();
        Self { verifier, users: Users }
    }

    fn item(&self, id: u64, number: u64, name: String) -> Option<Item> {
        Some(Item { id: id + number, name })
    }

    fn related(&self, item: &Item) -> Vec<Item> {
        vec![Item { id: item.id + 1, name: item.name.clone() }]
    }

    fn merged(&self, item: Item, names: Vec<String>) -> Item {
        Item { name: names.join(", "), ..item }
    }

    fn save(&self, item: &Item) -> Result<(), String> {
        if item.id == 0 { Err(item.name.clone()) } else { Ok(()) }
    }
}

impl Users {
    fn find(&self, name: &str) -> Option<User> {
        Some(User { name: name.to_owned() })
    }
}
"#;

const EXTRACTOR: &str = r#"
impl FromRequestParts<App> for User {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, StatusCode> {
        let header = parts.headers.get("authorization");
        let name = header.and_then(|value| value.to_str().ok()).ok_or(StatusCode::UNAUTHORIZED)?;
        app.users.find(name).ok_or(StatusCode::UNAUTHORIZED)
    }
}
"#;

const DEPENDENCIES: &str = r#"
#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes(
        "items:read" = "Read items.",
        "items:write" = "Change items.",
        "users:read" = "Read users.",
        "users:write" = "Change users.",
        "orders:read" = "Read orders.",
        "orders:write" = "Change orders.",
        "admin" = "Everything.",
    ),
)]
pub struct OAuth2;

#[dependency(depends = OAuth2)]
async fn get_current_user(token: AccessToken, State(users): State<Users>) -> Result<User, StatusCode> {
    users.find(token.claims().sub.as_deref().unwrap_or_default()).ok_or(StatusCode::UNAUTHORIZED)
}

#[dependency(depends = get_current_user)]
async fn get_current_active_user(user: User) -> Result<User, StatusCode> {
    if user.name.is_empty() { Err(StatusCode::BAD_REQUEST) } else { Ok(user) }
}
"#;
