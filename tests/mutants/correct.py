"""Correct variants of the service, which must compile."""

from mutant import AUTH, ITEMS, LEGACY, MAIN, STATE, USERS, right

ADD = "pub async fn add_item(\n    user: User,\n    State(items): State<Items>,\n    Json(new): Json<NewItem>,\n)"
SECURE_ADD = '#[security(scopes = ["items:write"], depends = get_active_user)]'
COUNT = "#[security(public)]\npub async fn count(State(items): State<Items>) -> String {\n    items.len().to_string()\n}"
ME = "#[security(depends = get_active_user)]\npub async fn read_me(user: User) -> Json<String> {\n    Json(user.name)\n}"
ACTIVE = "pub async fn get_active_user(user: User)"
ANY = '#[security(scopes = any("items:read", "admin"), depends = get_current_user)]'
APP = "#[derive(Clone, FromRef)]\npub struct App {"

for name, new in [
    ("a path", 'scopes = ["items:write"], depends = crate::auth::get_active_user'),
    ("self path", 'scopes = ["items:write"], depends = self::get_active_user'),
    ("another order", 'depends = get_active_user, scopes = ["items:write"]'),
    ("a trailing comma", 'scopes = ["items:write",], depends = get_active_user,'),
    ("no scopes", "depends = get_active_user"),
    ("any", "depends = any(get_active_user, get_current_user)"),
    ("any and all", 'scopes = any("admin", all("me", "items:write")), depends = get_active_user'),
    ("an empty list", "scopes = [], depends = get_active_user"),
    ("no cache", "cache = false, depends = get_active_user"),
    ("max_age", 'max_age = 15min, acr = ["phr", "phrh"], depends = get_active_user'),
    ("deprecated", "deprecated, depends = get_active_user"),
    ("crate", "depends = get_active_user, crate = scopegate"),
    ("crate with colons", "depends = get_active_user, crate = ::scopegate"),
    ("three scopes", 'scopes = ["items:write", "items:read", "archive"], depends = get_active_user'),
]:
    right(f"attribute: {name}", ITEMS, SECURE_ADD, f"#[security({new})]")
for name, new in [
    ("a pattern", "pub async fn add_item(User { name, .. }: User, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("no other order", "pub async fn add_item(user: User, headers: HeaderMap, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("a result of an extractor", "pub async fn add_item(user: User, page: Result<Query<Page>, axum::extract::rejection::QueryRejection>, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("an optional extractor", "pub async fn add_item(user: User, page: Option<Path<u32>>, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("the whole state", "pub async fn add_item(user: User, State(_): State<crate::state::App>, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("an Extension too", "pub async fn add_item(user: User, _e: axum::Extension<u8>, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("tuples", "pub async fn add_item(user: User, (_h, State(items)): (HeaderMap, State<Items>), Json(new): Json<NewItem>)"),
    ("an attribute of the parameter", "pub async fn add_item(#[security(depends = get_active_user)] user: User, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("15 parameters", "pub async fn add_item(user: User, " + "_: HeaderMap, " * 13 + "State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("a conditional parameter", "pub async fn add_item(user: User, #[cfg(debug_assertions)] _h: HeaderMap, State(items): State<Items>, Json(new): Json<NewItem>)"),
    ("mut", "pub async fn add_item(mut user: User, State(items): State<Items>, Json(new): Json<NewItem>)"),
]:
    more = []
    if "an attribute" in name:
        more = [(ITEMS, SECURE_ADD, "#[security]")]
    if name == "a pattern":
        more = [(ITEMS, "owner: user.name,\n        })", "owner: name,\n        })")]
    if name == "mut":
        more = [(ITEMS, "let title = new.title;", "let title = new.title; user.name.push('a');")]
    right(f"handler: {name}", ITEMS, ADD, new, more=more)
for name, returned, body in [
    ("impl IntoResponse", "impl axum::response::IntoResponse", "Json(user.name)"),
    ("a Response", "axum::response::Response", "axum::response::IntoResponse::into_response(Json(user.name))"),
    ("Result", "Result<Json<String>, axum::http::StatusCode>", "Ok(Json(user.name))"),
    ("axum's Result", "axum::response::Result<Json<String>>", "Ok(Json(user.name))"),
    ("Result of a Denial", "Result<String, scopegate::Denial>", "Ok(user.name)"),
    ("never", "std::convert::Infallible", "drop(user); panic!()"),
    ("nothing", "()", "drop(user)"),
    ("Html", "axum::response::Html<String>", "axum::response::Html(user.name)"),
    ("a tuple", "(axum::http::StatusCode, [(&'static str, &'static str); 1], String)", '(axum::http::StatusCode::OK, [("a", "b")], user.name)'),
]:
    right(f"returns: {name}", USERS, ME, f"#[security(depends = get_active_user)]\npub async fn read_me(user: User) -> {returned} {{\n    {body}\n}}")
right("handler: a plain fn", USERS, "pub async fn read_me", "pub fn read_me")
right("handler: await in a plain fn", USERS, "pub async fn read_user", "pub fn read_user")
right("handler: a boxed future", USERS, "pub async fn read_me(user: User) -> Json<String> {\n    Json(user.name)", "pub fn read_me(user: User) -> std::pin::Pin<Box<dyn Future<Output = Json<String>> + Send>> {\n    Box::pin(async move { Json(user.name) })")
right("handler: impl Future", USERS, "pub async fn read_me(user: User) -> Json<String> {\n    Json(user.name)", "pub fn read_me(user: User) -> impl Future<Output = Json<String>> {\n    async move { Json(user.name) }")
right("handler: docs and lints", USERS, ME, "/// Read me.\n#[allow(clippy::unused_async)]\n#[must_use]\n" + ME)
right("handler: debug_handler", USERS, ME, ME.replace("\npub", "\n#[axum::debug_handler(state = App)]\npub"))
right("handler: from a macro", USERS, ME, f"macro_rules! me {{ ($user:ty) => {{ {ME.replace('user: User', 'user: $user')} }} }}\nme!(User);")
right("handler: raw name", USERS, "pub async fn read_me", "pub async fn r#type", more=[(USERS, "get(read_me)", "get(r#type)")])
right("handler: generic extractor", ITEMS, "pub async fn count(State(items): State<Items>) -> String {", "pub async fn count<T: Clone + Send + Sync + 'static>(State(items): State<Items>, _e: Option<axum::Extension<T>>) -> String {", more=[(MAIN, "get(count)", "get(count::<u8>)")])
right("handler: security by path", USERS, ME, ME.replace("#[security(", "#[scopegate::security("))
right("handler: cfg", ITEMS, COUNT, "#[cfg(all())]\n" + COUNT)
right("handler: a nested function", ITEMS, COUNT, COUNT.replace("items.len()", "fn len(items: &Items) -> usize { items.len() }\n    len(&items)"))
right("handler: in a function", MAIN, 'let verifier = Verifier::hs256', '#[scopegate::security(public)]\n    async fn inner() {}\n    let _: SecureRouter<App> = SecureRouter::new().route("/inner", get(inner));\n    let verifier = Verifier::hs256')
right("dependency: a plain fn", AUTH, ACTIVE, "pub fn get_active_user(user: User)")
right("dependency: an alias of the result", AUTH, "-> Result<User, (StatusCode, &'static str)>", "-> Answer<User>", more=[(AUTH, None, "type Answer<T> = Result<T, (StatusCode, &'static str)>;")])
right("dependency: a Response", AUTH, "-> Result<User, (StatusCode, &'static str)>", "-> Result<User, axum::response::Response>", more=[(AUTH, 'Err((StatusCode::BAD_REQUEST, "Inactive user"))', 'Err(axum::response::IntoResponse::into_response((StatusCode::BAD_REQUEST, "Inactive user")))')])
right("dependency: a StatusCode", AUTH, "-> Result<User, (StatusCode, &'static str)>", "-> Result<User, StatusCode>", more=[(AUTH, 'Err((StatusCode::BAD_REQUEST, "Inactive user"))', "Err(StatusCode::BAD_REQUEST)")])
right("dependency: an own extractor named Json", ITEMS, "pub fn page(Query(page): Query<Page>)", "pub fn page(_j: own::Json<u8>, Query(page): Query<Page>)", more=[(ITEMS, None, "mod own {\n    use axum::extract::FromRequestParts;\n    use axum::http::request::Parts;\n    pub struct Json<T>(pub std::marker::PhantomData<T>);\n    impl<S: Sync, T> FromRequestParts<S> for Json<T> {\n        type Rejection = std::convert::Infallible;\n        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {\n            Ok(Self(std::marker::PhantomData))\n        }\n    }\n}")])
right("dependency: headers", ITEMS, "pub fn page(Query(page): Query<Page>)", "pub fn page(_h: HeaderMap, Query(page): Query<Page>)")
right("dependency: own claims", AUTH, "token: AccessToken,\n", "token: AccessToken<Claims>,\n", more=[(AUTH, None, "#[derive(serde::Deserialize)]\nstruct Claims {\n    sub: Option<String>,\n}")])
right("dependency: defined after its use", AUTH, "#[dependency(depends = any(get_current_user, get_machine))]\npub fn get_reader(user: User) -> User {\n    user\n}", "#[dependency(depends = get_later)]\npub fn get_reader(user: User) -> User {\n    user\n}\n\n#[dependency(depends = any(get_current_user, get_machine))]\npub fn get_later(user: User) -> User {\n    user\n}")
right("dependency: unit", ITEMS, "pub fn page(Query(page): Query<Page>) -> u32 {\n    page.number.unwrap_or(1)", "pub fn page(Query(page): Query<Page>) {\n    drop(page.number)", more=[(ITEMS, "#[security(depends = page)] page: u32", "#[security(depends = page)] _page: ()"), (ITEMS, '{} {} {page} {}', '{} {} {}')])
right("dependency: imported under another name", ITEMS, "get_active_user, get_current_user, get_reader}", "get_active_user as active, get_current_user, get_reader}", more=[(ITEMS, "depends = get_active_user, permission", "depends = active, permission"), (ITEMS, '"items:write"], depends = get_active_user', '"items:write"], depends = active')])
right("router: axum's with get of axum", MAIN, '.nest("/admin", users::admin())', '.nest("/admin", users::admin())\n        .unprotected("/old", legacy::router())')
right("router: level with any", USERS, 'level!(scopes = ["admin"], depends', 'level!(scopes = any("admin", "me"), depends')
right("router: level without scopes", USERS, 'level!(scopes = ["admin"], depends', "level!(depends")
right("router: layer", USERS, "get(read_me)", "get(read_me).layer(axum::Extension(1_u8))")
right("router: on axum", LEGACY, "get(status)", "get(status).layer(axum::Extension(1_u8))")
right("state: FromRef by hand", STATE, APP, "#[derive(Clone)]\npub struct App {", more=[(STATE, None, "impl FromRef<App> for Verifier {\n    fn from_ref(app: &App) -> Self {\n        app.verifier.clone()\n    }\n}\nimpl FromRef<App> for Users {\n    fn from_ref(app: &App) -> Self {\n        app.users.clone()\n    }\n}\nimpl FromRef<App> for Items {\n    fn from_ref(app: &App) -> Self {\n        app.items.clone()\n    }\n}")])
right("scheme: docs", AUTH, "/// A key of a machine.\n", "")
right("scheme: two flows", AUTH, 'password(token_url = "token"),', 'password(token_url = "token"), client_credentials(token_url = "token"), realm = "api", profile = fastapi,')
right("scheme: cookie", AUTH, 'header = "X-API-Key"', 'cookie = "key"')
right("scheme: by path", AUTH, "#[derive(SecurityScheme)]\n#[api_key", "#[derive(scopegate::SecurityScheme)]\n#[api_key")
