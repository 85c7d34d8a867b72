"""Mistakes in the state, the routers and the crate."""

from mutant import AUTH, ITEMS, LEGACY, MAIN, STATE, USERS, wrong

APP = "#[derive(Clone, FromRef)]\npub struct App {\n    pub verifier: Verifier,\n    pub users: Users,\n    pub items: Items,\n}"
SET = "let state = App {\n        verifier,\n        users: Users,\n        items: Items,\n    };"

for name, new, remedy in [
    ("no FromRef", APP.replace(", FromRef", ""), "FromRef"),
    ("no Clone", APP.replace("Clone, ", ""), "Clone"),
    ("no derive", APP.split("\n", 1)[1], "FromRef"),
    ("no field of a State", APP.replace("    pub users: Users,\n", ""), "Users"),
    ("no field of a handler's State", APP.replace("    pub items: Items,\n", ""), "Items"),
    ("no verifier", APP.replace("    pub verifier: Verifier,\n", ""), "Verifier"),
    ("a verifier in an Option", APP.replace("Verifier,", "Option<Verifier>,"), "Verifier"),
    ("a verifier in an Arc", APP.replace("Verifier,", "std::sync::Arc<Verifier>,"), "Verifier"),
    ("an issuer for a verifier", APP.replace("Verifier,", "scopegate::TokenIssuer,"), "Verifier"),
    ("skipped verifier", APP.replace("    pub verifier", "    #[from_ref(skip)]\n    pub verifier"), "Verifier"),
    ("users in an Arc", APP.replace("users: Users", "users: std::sync::Arc<Users>"), "Users"),
    ("two fields of a type", APP.replace("}", "    pub more: Items,\n}"), "FromRef|conflicting"),
]:
    values = SET
    if "users: Users" not in new:
        values = values.replace("users: Users,", "users: std::sync::Arc::new(Users)," if "users:" in new else "")
    if "items: Items" not in new:
        values = values.replace("items: Items,", "")
    if name == "two fields of a type":
        values = values.replace("items: Items,", "items: Items, more: Items,")
    if "verifier:" not in new:
        values = values.replace("verifier,", "")
    elif "verifier: Verifier" not in new:
        values = values.replace("verifier,", "verifier: todo!(),")
    wrong(f"state: {name}", STATE, APP, new, remedy, more=[(MAIN, SET, values)], at=r"SecureRouter|Router|get\(|post\(|routes!|level!|depends|with_state|App")
wrong("state: Items not Clone", STATE, "#[derive(Clone)]\npub struct Items;", "pub struct Items;", "Clone", at="Items|FromRef")
wrong("state: another", USERS, "SecureRouter<App>", "SecureRouter<Users>", "Users|App", at="depends|level|get|nest|routes")
wrong("state: the verifier only", MAIN, "-> SecureRouter<App>", "-> SecureRouter<Verifier>", "App|Items", at="get|nest|with_state")
wrong("state: none", MAIN, "fn routes() -> SecureRouter<App> {", "fn routes() -> SecureRouter {", "Verifier|App", at="get|nest|with_state")
wrong("state: not given", MAIN, "routes().with_state::<()>(state.clone()).into_router()", "routes().into_router()", "with_state|mismatched|App", at="into_router|merge")
wrong("state: of another type", MAIN, "with_state::<()>(state.clone())", "with_state::<()>(Users)", "App")
wrong("state: the Arc of it", MAIN, "-> SecureRouter<App>", "-> SecureRouter<std::sync::Arc<App>>", "Verifier|FromRef|App", at="get|nest|with_state")
wrong("state: a missing field", MAIN, "items: Items,\n    };", "};", "items", at="App")
wrong("state: verifier unknown", STATE, "use scopegate::{Verifier, dependency};", "use scopegate::dependency;", "Verifier", at="Verifier")

wrong("router: axum's get", USERS, "use scopegate::routing::get;", "use axum::routing::get;", "scopegate::routing", at="get|route")
wrong("router: axum's get and post", MAIN, "use scopegate::routing::{get, post};", "use axum::routing::{get, post};", "scopegate::routing", at="get|post|route")
wrong("router: axum's Router", USERS, "    SecureRouter::new()", "    axum::Router::new()", "SecureRouter", at="Router|requires|routes")
wrong("router: axum's Router, no level", MAIN, "    SecureRouter::new()\n", "    Router::new()\n", "SecureRouter", at="Router|route")
wrong("router: axum's Router, both", MAIN, "fn routes() -> SecureRouter<App> {\n    SecureRouter::new()\n", "fn routes() -> Router<App> {\n    Router::new()\n", "SecureRouter|axum::routing", at="Router|route")
wrong("router: no method", USERS, "get(read_me)", "read_me", r"get\(handler\)")
wrong("router: no imports of get", USERS, "use scopegate::routing::get;\n", "", "get", at="get")
wrong("router: misspelt method", USERS, ".route(", ".rout(", "route")
wrong("router: a path that is no string", USERS, '"/users/me"', "'/'", 'expected|"')
wrong("router: no path", USERS, '"/users/me", ', "", "argument")
wrong("router: a handler twice", USERS, "get(read_me)", "get(read_me, read_me)", "argument")
wrong("router: nest of axum", MAIN, "users::admin()", "axum::Router::new()", "unprotected")
wrong("router: merge of axum", MAIN, '.nest("/admin", users::admin())', ".merge(legacy::router())", "unprotected")
wrong("router: unprotected of ours", MAIN, '.nest("/admin"', '.unprotected("/admin"', "nest")
wrong("router: unprotected of a method", MAIN, '.nest("/admin", users::admin())', '.unprotected("/admin", get(count))', "Router")
wrong("router: into axum forgotten", MAIN, "routes().with_state::<()>(state.clone()).into_router()", "routes().with_state::<()>(state.clone())", "into_router|SecureRouter|Router", at="merge|secure")
wrong("router: nested into axum", MAIN, "secure.merge(legacy::router().with_state(state))", 'secure.nest("/a", routes())', "SecureRouter|into_router|Router", at="nest|routes")
wrong("router: a layer of a handler", USERS, "get(read_me)", "get(axum::handler::Handler::layer(read_me, axum::Extension(1)))", r"get\(handler\)\.layer")
wrong("router: a service", USERS, "get(read_me)", "axum::routing::get_service(axum::routing::any(read_me))", "scopegate::routing")
wrong("router: serve without into", MAIN, "drop(app(verifier));", "drop(axum::serve(todo!() as std::net::TcpListener, routes()));", "Router|Listener|Service|trait", at="serve|routes")
wrong("router: requires of a scope", USERS, 'requires(level!(scopes = ["admin"], depends = get_current_user))', 'requires("admin")', "level!")
wrong("router: requires without a level", USERS, 'requires(level!(scopes = ["admin"], depends = get_current_user))', "requires()", "argument")
wrong("router: utoipa's routes", USERS, "level, routes, security}", "level, security}", "routes", at="routes")
wrong("routes: of no path", USERS, "routes!(list_users)", "routes!(read_me)", "utoipa::path")
wrong("routes: misspelt", USERS, "routes!(list_users)", "routes!(list_user)", "list_users")
wrong("routes: a string", USERS, "routes!(list_users)", 'routes!("/users", list_users)', "path|handler")
wrong("routes: a call", USERS, "routes!(list_users)", "routes!(list_users())", "list_users|path|handler|expected")
wrong("routes: empty", USERS, "routes!(list_users)", "routes!()", "handler|routes!")
wrong("routes: without the attribute", USERS, '#[security(scopes = ["admin"], depends = get_current_user)]\n', "", r"#\[security", at="list_users")
wrong("routes: without utoipa's attribute", USERS, '#[utoipa::path(get, path = "/users", responses((status = 200, body = Vec<String>)))]\n', "", "utoipa::path", at="list_users")
wrong("routes: in route", USERS, '.routes(routes!(list_users))', '.route("/users", routes!(list_users))', "routes", at="routes")
wrong("routes: get in routes", USERS, '.routes(routes!(list_users))', ".routes(get(list_users))", "routes!")
wrong("routes: a misspelt method of utoipa", USERS, 'path(get, path = "/users",', 'path(gett, path = "/users",', "get")
wrong("routes: a misspelt scope", USERS, '#[security(scopes = ["admin"], depends = get_current_user)]', '#[security(scopes = ["admn"], depends = get_current_user)]', "`admin`")
wrong("routes: a body that is not last", USERS, "_admin: User,\n    Path(name): Path<String>,", "_admin: User,\n    _b: Json<String>,\n    Path(name): Path<String>,", "last", at="read_user")
wrong("routes: another type", USERS, "_admin: User,\n", "_admin: String,\n", "User")

OTHER = {"scopegate": "gate"}
wrong("crate: renamed, and imports with the old name", MAIN, "use axum::Router;", "use axum::Router;", "gate|scopegate", names=OTHER, at="scopegate")
wrong("crate: not a dependency", MAIN, "use axum::Router;", "use axum::Router;", "scopegate", names={"scopegate": "unused"}, at="scopegate")
wrong("crate: serde is missing", MAIN, "use axum::Router;", "use axum::Router;", "serde", names={"serde": "unused"}, at="serde")
wrong("crate: utoipa is missing", MAIN, "use axum::Router;", "use axum::Router;", "utoipa", names={"utoipa": "unused"}, at="utoipa")
wrong("crate: a module is missing", MAIN, "mod auth;\n", "", "auth", at="auth")
