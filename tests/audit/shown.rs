//! The audit's data, and the ways to show it.

use scopegate::audit::{DependencyKind, Security};
use scopegate::routing::{get, post};
use scopegate::{Audit, SecureRouter};
use serde_json::Value;

use crate::audit::app::{create_item, health, list_items, routes};

fn audit() -> Audit {
    routes().audit()
}

#[test]
fn a_table_of_80_columns_has_handlers_on_lines_of_their_own() {
    insta::assert_snapshot!(audit().table(80));
    assert_eq!(audit().to_string(), audit().table(80).trim_end());
}

#[test]
fn a_wide_table_has_one_line_for_each_route() {
    insta::assert_snapshot!(audit().table(200));
    assert_eq!(audit().table(usize::MAX), audit().table(200));
}

#[test]
fn a_narrow_table_cuts_nothing() {
    for width in 0..200 {
        let table = audit().table(width);
        for route in audit().routes {
            let words: Vec<_> = table.split_whitespace().collect();
            assert!(words.contains(&route.path.as_str()), "{width}\n{table}");
            for word in route.security.to_string().split(' ') {
                assert!(words.contains(&word), "{width}\n{table}");
            }
        }
    }
}

#[test]
fn a_table_is_as_wide_as_it_may_be_where_no_word_is_too_long() {
    for width in 80..200 {
        let table = audit().table(width);
        let longest = table.lines().map(|line| line.chars().count()).max();
        assert!(longest.unwrap() <= width, "{width}\n{table}");
    }
}

#[test]
fn nothing_but_text_ends_a_line() {
    for width in [0, 80, 200] {
        let table = audit().table(width);
        assert!(table.lines().all(|line| line == line.trim_end()), "{table}");
    }
}

#[test]
fn a_router_without_routes_has_a_table() {
    let table = SecureRouter::<()>::new().audit().table(80);
    assert!(
        table.ends_with("0 routes: 0 protected, 0 public\n"),
        "{table}"
    );
}

#[test]
fn json_is_for_jq() {
    let json: Value = serde_json::from_str(&audit().to_json()).unwrap();
    let routes = json["routes"].as_array().unwrap();
    let open: Vec<_> = routes
        .iter()
        .filter(|route| route["security"]["access"] != "required")
        .map(|route| format!("{} {}", route["method"], route["path"]).replace('"', ""))
        .collect();
    assert_eq!(open, ["ANY /*", "GET /health", "ANY /static/*"]);
}

#[test]
fn json_members_have_one_order() {
    let router = SecureRouter::<scopegate::Verifier>::new().route("/items", post(create_item));
    insta::assert_snapshot!(router.audit().to_json());
}

#[test]
fn mermaid_has_shared_nodes_once() {
    insta::assert_snapshot!(audit().to_mermaid());
}

#[test]
fn a_scope_is_declared_where_it_is_written() {
    let audit = audit();
    let route = audit.routes.iter().find(|route| route.method == "POST");
    let source = include_str!("app.rs");
    for scope in &route.unwrap().scopes {
        let line = source.lines().nth(scope.line as usize - 1).unwrap();
        assert!(line.contains(&format!("[\"{}\"]", scope.scope)), "{line}");
        assert!(scope.file.ends_with("audit/app.rs"));
    }
    let scopes = route.unwrap().scopes.iter().map(|scope| scope.scope);
    assert_eq!(scopes.collect::<Vec<_>>(), ["items:write", "items", "me"]);
}

#[test]
fn the_chain_ends_at_the_scheme() {
    let audit = audit();
    let route = audit.routes.iter().find(|route| route.path == "/items");
    let reader = &route.unwrap().dependencies[0];
    let user = &reader.dependencies[0];
    let scheme = &user.dependencies[0];
    assert_eq!(
        [reader.name, user.name, scheme.name],
        ["reader", "current_user", "People"]
    );
    assert_eq!(
        [&reader.scopes[..], &user.scopes, &scheme.scopes],
        [&[][..], &["items"], &["me"]]
    );
    assert_eq!(scheme.kind, DependencyKind::Scheme);
}

#[test]
fn a_route_is_listed_where_it_is_served() {
    let inner = SecureRouter::<scopegate::Verifier>::new()
        .route("/", get(health))
        .route("/{id}", get(list_items));
    let audit = SecureRouter::new()
        .nest("/a", inner.clone())
        .nest("/b/", inner.clone().fallback(health))
        .nest("/{tenant}", SecureRouter::new().nest("/c", inner))
        .audit();
    let paths: Vec<_> = audit.routes.iter().map(|route| &route.path[..]).collect();
    let expected = [
        "/a",
        "/a/{id}",
        "/b/",
        "/b/*",
        "/b/{id}",
        "/{tenant}/c",
        "/{tenant}/c/{id}",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn only_the_last_fallback_counts() {
    let audit = SecureRouter::<scopegate::Verifier>::new()
        .fallback(list_items)
        .fallback(health)
        .audit();
    assert_eq!(audit.routes.len(), 1);
    assert_eq!(audit.routes[0].security, Security::Public);
}

/// axum keeps it if the router has a fallback itself, which may be that of an axum router.
#[test]
fn a_nested_fallback_beside_an_unprotected_root_is_listed() {
    let inner = SecureRouter::<scopegate::Verifier>::new()
        .nest("/a", SecureRouter::new().fallback(health))
        .unprotected("/", axum::Router::new().fallback(async || "open"));
    let audit = SecureRouter::new().nest("/api", inner).audit();
    let paths: Vec<_> = audit.routes.iter().map(|route| &route.path[..]).collect();
    assert_eq!(paths, ["/api/*", "/api/a/*"]);
}

#[test]
fn other_methods_at_the_path_of_metadata_are_listed() {
    let resource = scopegate::ProtectedResource::new("https://h/api").unwrap();
    let path = "/.well-known/oauth-protected-resource/api";
    let part = SecureRouter::<scopegate::Verifier>::new()
        .protected_resource(resource)
        .route(path, post(health));
    let rows = |router: SecureRouter<scopegate::Verifier>| {
        let routes = router.audit().routes.into_iter();
        let rows = routes.map(|route| format!("{} {}", route.method, route.path));
        rows.collect::<Vec<_>>()
    };
    let merged = SecureRouter::new().merge(part.clone());
    assert_eq!(
        rows(merged),
        [format!("GET {path}"), format!("POST {path}")]
    );
    let nested = SecureRouter::new().nest("/a", part);
    assert_eq!(
        rows(nested),
        [format!("GET {path}"), format!("POST /a{path}")]
    );
}

#[test]
fn methods_without_handlers_and_unprotected_roots_are_listed() {
    let audit = SecureRouter::<scopegate::Verifier>::new()
        .route("/", get(health))
        .method_not_allowed_fallback(list_items)
        .unprotected("/", axum::Router::new())
        .audit();
    let rows: Vec<_> = audit
        .routes
        .iter()
        .map(|route| format!("{} {} {}", route.method, route.path, route.security))
        .collect();
    assert_eq!(
        rows,
        [
            "GET / public",
            "ANY /* UNPROTECTED",
            "OTHER /* People[items me]"
        ]
    );
}
