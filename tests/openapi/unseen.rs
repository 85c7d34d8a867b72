//! Handlers whose `#[utoipa::path]` the macro cannot see, or that have another attribute of that name.

#![allow(
    dead_code,
    clippy::unused_async,
    reason = "handlers that are only documented"
)]

use scopegate::{AccessToken, SecurityScheme, security};
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::path as api_doc;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), scopes("a" = "A."))]
struct Users;

#[api_doc(get, path = "/alias/above")]
#[security(scopes = ["a"], depends = Users)]
async fn alias_above(_: AccessToken) {}

#[security(scopes = ["a"], depends = Users)]
#[api_doc(get, path = "/alias/below")]
async fn alias_below(_: AccessToken) {}

#[cfg_attr(all(), api_doc(get, path = "/alias/conditional"))]
#[cfg_attr(any(), api_doc(get, path = "/never"))]
#[security(scopes = ["a"], depends = Users)]
async fn alias_conditional(_: AccessToken) {}

#[cfg_attr(any(), utoipa::path(get, path = "/never"))]
#[cfg_attr(all(), utoipa::path(get, path = "/second/condition"))]
#[security(scopes = ["a"], depends = Users)]
async fn second_condition(_: AccessToken) {}

/// Writes the whole handler.
macro_rules! handler {
    ($name:ident, $path:literal, {$($body:tt)*}) => {
        #[utoipa::path(get, path = $path)]
        #[security(scopes = ["a"], depends = Users)]
        async fn $name(_: AccessToken) { $($body)* }
    };
}

handler! { written, "/written", {} }
handler!(written_in_parentheses, "/written/in/parentheses", {});

/// Adds the attribute to a handler that the caller writes.
macro_rules! get {
    ($path:literal $($item:tt)*) => {
        #[utoipa::path(get, path = $path)]
        $($item)*
    };
}

get! {
    "/added"

    #[security(scopes = ["a"], depends = Users)]
    async fn added(_: AccessToken) {}
}

get!("/added/in/parentheses"
    #[security(scopes = ["a"], depends = Users)]
    async fn added_in_parentheses(_: AccessToken) {}
);

/// Passes attributes on.
macro_rules! fixed {
    ($(#[$attribute:meta])*) => {
        $(#[$attribute])*
        #[security(scopes = ["a"], depends = Users)]
        async fn passed(_: AccessToken) {}
    };
}

fixed! { #[utoipa::path(get, path = "/passed")] }

#[test]
fn a_handler_is_documented_however_its_path_is_written() {
    #[utoipa::path(get, path = "/inside")]
    #[security(scopes = ["a"], depends = Users)]
    async fn inside(_: AccessToken) {}

    #[api_doc(get, path = "/inside/alias")]
    #[security(scopes = ["a"], depends = Users)]
    async fn inside_alias(_: AccessToken) {}

    #[derive(OpenApi)]
    #[openapi(paths(
        alias_above,
        alias_below,
        alias_conditional,
        second_condition,
        written,
        written_in_parentheses,
        added,
        added_in_parentheses,
        passed,
        inside,
        inside_alias
    ))]
    struct Document;

    let document = serde_json::to_value(Document::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 11);
    let undocumented: Vec<_> = paths
        .iter()
        .filter(|(_, item)| item["get"]["security"] != json!([{ "Users": ["a"] }]))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(undocumented, Vec::<&str>::new());
}

/// `routes!` of utoipa-axum needs the type beside the handler, which users import by its name.
mod imported {
    use scopegate::{AccessToken, security};

    use super::{Users, api_doc};

    #[api_doc(get, path = "/imported")]
    #[security(scopes = ["a"], depends = Users)]
    pub(super) async fn imported(_: AccessToken) {}
}

#[test]
fn the_type_of_the_path_can_be_imported() {
    use self::imported::{__path_imported, imported};

    mod all {
        #[allow(clippy::wildcard_imports, reason = "this is the test")]
        use super::imported::*;

        #[derive(utoipa::OpenApi)]
        #[openapi(paths(imported))]
        pub(super) struct Document;
    }

    let router = utoipa_axum::router::OpenApiRouter::<scopegate_tests::App>::new()
        .routes(utoipa_axum::routes!(imported));
    for document in [router.get_openapi(), &all::Document::openapi()] {
        let document = serde_json::to_value(document).unwrap();
        let operation: &Value = &document["paths"]["/imported"]["get"];
        assert_eq!(operation["security"], json!([{ "Users": ["a"] }]));
    }
}

/// The attribute is for another type.
mod elsewhere {
    use scopegate::security;

    pub(super) struct Elsewhere;

    #[security(public)]
    #[utoipa::path(get, path = "/elsewhere", impl_for = Elsewhere)]
    pub(super) async fn below() {}
}

#[test]
fn a_handler_whose_path_is_for_another_type_compiles() {
    let operation = <elsewhere::Elsewhere as utoipa::Path>::operation();
    assert!(operation.security.is_none());
}
