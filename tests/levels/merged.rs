use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use scopegate::routing::get;
use scopegate::testing::Coverage;
use scopegate::{SecureRouter, dependency, level, routes, security};
use scopegate_tests::{App, bearer, client, token};
use tower::ServiceExt;

use crate::levels::service::{OAuth2, User, by_machine, either, items, send, user, visitor};

fn lacking(scopes: &str) -> (u16, String) {
    let challenge = format!(r#"Bearer realm="r", error="insufficient_scope", scope="{scopes}""#);
    (403, challenge)
}

fn admin(routes: SecureRouter<App>) -> SecureRouter<App> {
    routes.requires(level!(scopes = ["admin"], depends = user))
}

fn serve(router: SecureRouter<App>) -> (Router, App) {
    let app = App::default();
    (router.with_state(app.clone()).into(), app)
}

#[tokio::test]
async fn scopes_of_a_level_come_before_those_of_its_handlers() {
    let (router, app) = serve(admin(SecureRouter::new().route("/items", get(items))));
    assert_eq!(
        send(&router, "/items", &["me", "items"], None).await,
        lacking("admin items me")
    );
    assert_eq!(
        send(&router, "/items", &["admin"], None).await,
        lacking("admin items me")
    );
    let _ = app.journal.take();
    let all = ["me", "items", "admin"];
    assert_eq!(send(&router, "/items", &all, None).await.0, 200);
    assert_eq!(app.journal.take(), ["user[admin items me]"]);
    let (status, challenge) = send(&router, "/items", &[], None).await;
    assert_eq!(
        (status, challenge.as_str()),
        (401, r#"Bearer realm="r", scope="admin items me""#)
    );
}

#[tokio::test]
async fn levels_hold_for_routes_that_come_later_and_for_fallbacks() {
    let later = admin(SecureRouter::new())
        .route("/items", get(items))
        .fallback(items);
    let (router, _) = serve(later);
    for path in ["/items", "/elsewhere"] {
        assert_eq!(
            send(&router, path, &["me", "items"], None).await,
            lacking("admin items me")
        );
    }
}

#[tokio::test]
async fn nests_add_up_from_the_outside_in() {
    let inner = SecureRouter::new()
        .route("/items", get(items))
        .requires(level!(scopes = ["staff"], depends = OAuth2));
    let nested = admin(SecureRouter::new().nest("/inner", inner.clone()));
    let router = nested
        .merge(admin(SecureRouter::new().route("/merged", get(items))))
        .nest("/open", inner);
    let audit = router.audit();
    let shown: Vec<_> = audit
        .routes
        .iter()
        .map(|route| format!("{} {}", route.path, route.security))
        .collect();
    let expected = [
        "/inner/items OAuth2[admin staff items me]",
        "/merged OAuth2[admin items me]",
        "/open/items OAuth2[admin staff items me]",
    ];
    assert_eq!(shown, expected);
    let (router, _) = serve(router);
    let all = ["admin", "staff", "items", "me"];
    assert_eq!(send(&router, "/inner/items", &all, None).await.0, 200);
    let answer = send(&router, "/inner/items", &all[..3], None).await;
    assert_eq!(answer, lacking("admin staff items me"));
    assert_eq!(
        send(&router, "/merged", &["admin"], None).await,
        lacking("admin items me")
    );
}

#[tokio::test]
async fn one_handler_may_stand_below_a_level_and_outside_of_it() {
    let part = || SecureRouter::new().route("/items", get(items));
    let both = SecureRouter::new()
        .nest("/admin", admin(part()))
        .merge(part());
    let (router, _) = serve(both);
    let scopes = ["me", "items"];
    assert_eq!(send(&router, "/items", &scopes, None).await.0, 200);
    assert_eq!(
        send(&router, "/admin/items", &scopes, None).await,
        lacking("admin items me")
    );
    let clone = part();
    let _ = admin(clone.clone());
    let (router, _) = serve(clone);
    assert_eq!(send(&router, "/items", &scopes, None).await.0, 200);
}

#[tokio::test]
async fn what_a_handler_does_not_depend_on_is_required_beside_it() {
    let (router, app) = serve(admin(
        SecureRouter::new().route("/machine", get(by_machine)),
    ));
    assert_eq!(send(&router, "/machine", &[], Some("k")).await.0, 401);
    assert_eq!(
        send(&router, "/machine", &["me"], Some("k")).await,
        lacking("admin")
    );
    assert_eq!(send(&router, "/machine", &["admin"], None).await.0, 401);
    let _ = app.journal.take();
    assert_eq!(
        send(&router, "/machine", &["admin"], Some("k")).await.0,
        200
    );
    assert_eq!(app.journal.take(), ["user[admin]", "machine"]);
    let audit = admin(SecureRouter::new().route("/machine", get(by_machine))).audit();
    assert_eq!(
        audit.routes[0].security.to_string(),
        "OAuth2[admin] and Key"
    );
}

#[tokio::test]
async fn alternatives_of_a_handler_stay_alternatives() {
    let (router, _) = serve(admin(SecureRouter::new().route("/either", get(either))));
    assert_eq!(
        send(&router, "/either", &["admin", "me"], None).await.0,
        200
    );
    let (status, challenges) = send(&router, "/either", &["me"], None).await;
    let expected = [lacking("admin items").1, lacking("admin me").1].join(" | ");
    assert_eq!((status, challenges), (403, expected));
}

#[test]
fn openapi_names_the_scopes_of_levels() {
    #[security(scopes = ["items"], depends = user)]
    #[utoipa::path(get, path = "/documented", responses((status = 200)))]
    async fn documented(_user: User) {}

    let part = SecureRouter::new().routes(routes!(documented));
    let router = SecureRouter::new()
        .nest("/admin", admin(part.clone()))
        .merge(part);
    let document = serde_json::to_value(router.openapi()).unwrap();
    let scopes = |path: &str| document["paths"][path]["get"]["security"][0]["OAuth2"].clone();
    assert_eq!(
        scopes("/admin/documented"),
        serde_json::json!(["admin", "items"])
    );
    assert_eq!(scopes("/documented"), serde_json::json!(["items"]));
    let (_, whole) = admin(router).split_for_parts();
    let document = serde_json::to_value(whole).unwrap();
    let scopes = &document["paths"]["/documented"]["get"]["security"][0]["OAuth2"];
    assert_eq!(*scopes, serde_json::json!(["admin", "items"]));
}

/// A middleware that makes a request of its own, without the extensions of the one that came in.
async fn forward_anew(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut anew = Request::new(body);
    *anew.method_mut() = parts.method;
    *anew.uri_mut() = parts.uri;
    *anew.headers_mut() = parts.headers;
    next.run(anew).await
}

#[tokio::test]
async fn no_middleware_takes_a_level_away() {
    let layered = || {
        SecureRouter::new()
            .route("/layered", get(items).layer(from_fn(forward_anew)))
            .route("/route-layered", get(items))
            .route_layer(from_fn(forward_anew))
            .route("/items", get(items))
            .fallback(items)
            .method_not_allowed_fallback(items)
            .layer(from_fn(forward_anew))
    };
    let nested = admin(
        SecureRouter::new()
            .nest("/nested", layered())
            .merge(layered()),
    );
    for router in [
        nested,
        SecureRouter::new().nest("/nested", admin(layered())),
    ] {
        let (router, _) = serve(router.layer(from_fn(forward_anew)));
        for path in ["/layered", "/route-layered", "/items", "/elsewhere"] {
            let path = format!("/nested{path}");
            let answer = send(&router, &path, &["me", "items"], None).await;
            assert_eq!(answer, lacking("admin items me"), "{path}");
        }
        let headers = [(AUTHORIZATION, bearer(&["me", "items"]))];
        let post = client::request(Method::POST, "/nested/items", &headers);
        assert_eq!(client::send(router, post).await.status, 403);
    }
}

#[tokio::test]
async fn a_level_is_not_that_of_what_a_handler_forwards_to() {
    #[security(scopes = ["items"], depends = user)]
    async fn forward(_user: User, State(app): State<App>, request: Request) -> Response {
        let inner: Router = SecureRouter::new()
            .route("/forward", get(items))
            .with_state(app)
            .into();
        inner.oneshot(request).await.unwrap()
    }

    let (router, app) = serve(admin(SecureRouter::new().route("/forward", get(forward))));
    let all = ["admin", "items", "me"];
    assert_eq!(send(&router, "/forward", &all, None).await.0, 200);
    assert_eq!(app.journal.take(), ["user[admin items]", "user[items me]"]);
}

#[tokio::test]
async fn nested_levels_on_one_dependency_run_it_once() {
    let inner = SecureRouter::new()
        .route("/machine", get(by_machine))
        .requires(level!(scopes = ["staff"], depends = user));
    let (router, app) = serve(admin(SecureRouter::new().merge(inner)));
    let answer = send(&router, "/machine", &["admin"], Some("k")).await;
    assert_eq!(answer, lacking("admin staff"));
    let _ = app.journal.take();
    let answer = send(&router, "/machine", &["admin", "staff"], Some("k")).await;
    assert_eq!(answer.0, 200);
    assert_eq!(app.journal.take(), ["user[admin staff]", "machine"]);
}

#[test]
fn the_graph_and_the_list_of_routes_show_what_levels_require() {
    let router = admin(SecureRouter::new().route("/machine", get(by_machine)));
    let audit = router.audit();
    let level = &audit.routes[0].levels[0];
    assert_eq!(
        (level.name, level.scopes.as_slice()),
        ("user", &["admin"][..])
    );
    let graph = audit.to_mermaid();
    let lines: Vec<_> = graph.lines().map(str::trim).collect();
    let node = |name: &str| {
        let end = format!("::{name}\"");
        let line = lines.iter().find(|line| line.contains(&end)).unwrap();
        line.split(['(', '[', '{']).next().unwrap().to_owned()
    };
    let (user, handler) = (node("user"), node("by_machine"));
    assert!(
        lines.contains(&format!("r0 --> {handler}").as_str()),
        "{graph}"
    );
    assert!(
        lines.contains(&format!("r0 -->|\"admin\"| {user}").as_str()),
        "{graph}"
    );
    assert!(
        lines.contains(&format!("{user} --> {}", node("OAuth2")).as_str()),
        "{graph}"
    );
}

#[test]
fn a_route_for_anybody_is_not_counted_as_protected() {
    let routes = SecureRouter::<App>::new()
        .route("/visitor", get(visitor))
        .route("/items", get(items));
    let table = routes.audit().table(200);
    assert!(
        table.contains("2 routes: 1 protected, 0 public, 1 optional\n"),
        "{table}"
    );
    let table = SecureRouter::<App>::new()
        .route("/items", get(items))
        .audit()
        .table(200);
    assert!(
        table.contains("1 route: 1 protected, 0 public\n"),
        "{table}"
    );
}

/// Two functions of one name, at one line for all that the compiler says of a macro call.
#[tokio::test]
async fn functions_of_one_name_that_one_macro_writes_are_two() {
    macro_rules! both {
        () => {{
            let level: scopegate::Level<App> = {
                #[dependency(depends = user)]
                fn role(_user: User) -> Result<(), StatusCode> {
                    Err(StatusCode::IM_A_TEAPOT)
                }
                level!(depends = role)
            };
            let routes = {
                #[dependency(depends = user)]
                fn role(_user: User) -> Result<(), StatusCode> {
                    Ok(())
                }
                #[security(depends = role)]
                async fn handler((): ()) {}
                SecureRouter::new().route("/", get(handler))
            };
            routes.requires(level)
        }};
    }

    let (router, _) = serve(both!());
    assert_eq!(send(&router, "/", &["me"], None).await.0, 418);
}

#[tokio::test]
async fn coverage_tries_scopes_beside_an_api_key_if_it_is_given_one() {
    let coverage = || Coverage::new(token);
    let router =
        || admin(SecureRouter::new().route("/machine", get(by_machine))).with_state(App::default());
    let report = coverage().check(router()).await.unwrap();
    assert_eq!(
        (report.partial.as_slice(), report.calls),
        (&["GET /machine".to_owned()][..], 2)
    );
    let report = coverage()
        .header("x-api-key", "k")
        .check(router())
        .await
        .unwrap();
    assert_eq!((report.partial.len(), report.calls), (0, 4));
    let error = coverage()
        .header("x-api-key", "another")
        .check(router())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("which is enough"), "{error}");
}
