"""Mistakes in handlers and dependencies: what they take, return, and are."""

from mutant import AUTH, ITEMS, LEGACY, MAIN, STATE, USERS, wrong

ADD = "pub async fn add_item(\n    user: User,\n    State(items): State<Items>,\n    Json(new): Json<NewItem>,\n)"
ME = "#[security(depends = get_active_user)]\npub async fn read_me(user: User) -> Json<String> {\n    Json(user.name)\n}"
COUNT = "#[security(public)]\npub async fn count(State(items): State<Items>) -> String {"
STATUS = '#[security(public)]\nasync fn status() -> &\'static str {\n    "ok"\n}'
CHANGE = "async fn change_item(\n    user: User,\n    Path(id): Path<u32>,\n    State(items): State<Items>,\n    Json(item): Json<Item>,\n)"
TITLE = "async fn read_title(_user: User, Path(id): Path<u32>) -> String {"
OWN = "pub async fn own_item(\n    user: User,\n    Path(id): Path<u32>,\n    State(items): State<Items>,\n) -> Result<Item, NotPermitted> {"
CURRENT = "pub async fn get_current_user(\n    token: AccessToken,\n    State(users): State<Users>,\n) -> Result<User, Denial> {"
ACTIVE = "pub async fn get_active_user(user: User) -> Result<User, (StatusCode, &'static str)> {"

USES = {
    ITEMS: [
        ("user: ", "owner: user.name,\n        })", "owner: String::new(),\n        })"),
        ("Json(new)", "let title = new.title;", "let title = String::new();"),
        ("State(items)", "items\n        .add(Item", "Items\n        .add(Item"),
    ],
    LEGACY: [
        ("Json(item)", "items.add(item).await;", "drop(items);"),
    ],
}
OWN_USES = [
    ("user: ", "item.owner != user.name", 'item.owner != ""'),
    ("State(items)", "items.get(id).await", "Items.get(id).await"),
]


def without_uses(file, parameters, uses=None):
    """Edits of the body of a function, for names that it has no more: the compiler would report these as well."""
    return [(file, old, new) for name, old, new in uses or USES[file] if name not in parameters]


# A handler of a `SecureRouter`
for name, parameters, remedy in [
    ("body before another", "user: User, Json(new): Json<NewItem>, State(items): State<Items>", "last"),
    ("two bodies", "user: User, State(items): State<Items>, _body: String, Json(new): Json<NewItem>", "last"),
    ("body first", "Json(new): Json<NewItem>, State(items): State<Items>, user: User", "first|depends"),
    ("value last", "State(items): State<Items>, Json(new): Json<NewItem>, user: User", "first|depends"),
    ("no value", "State(items): State<Items>, Json(new): Json<NewItem>", "first|parameter"),
    ("no parameters", "", "parameter"),
    ("another type", "user: String, State(items): State<Items>, Json(new): Json<NewItem>", "User"),
    ("an Option", "user: Option<User>, State(items): State<Items>, Json(new): Json<NewItem>", "optional|User"),
    ("a Result", "user: Result<User, StatusCode>, State(items): State<Items>, Json(new): Json<NewItem>", "User"),
    ("a reference", "user: &User, State(items): State<Items>, Json(new): Json<NewItem>", "borrowed"),
    ("impl Trait", "user: impl Clone, State(items): State<Items>, Json(new): Json<NewItem>", "concrete"),
    ("an Extension", "user: axum::Extension<User>, State(items): State<Items>, Json(new): Json<NewItem>", "User"),
    ("a State", "user: State<User>, State(items): State<Items>, Json(new): Json<NewItem>", "User"),
    ("a token", "user: AccessToken, State(items): State<Items>, Json(new): Json<NewItem>", "User"),
    ("an unknown type", "user: Usr, State(items): State<Items>, Json(new): Json<NewItem>", "User"),
    ("an unknown state", "user: User, State(items): State<Itemz>, Json(new): Json<NewItem>", "Items"),
    ("a state that is missing", "user: User, State(_db): State<Db>, Json(new): Json<NewItem>", "field of the type"),
    ("the state without State", "user: User, items: Items, Json(new): Json<NewItem>", r"State<|extractor"),
    ("the state in an Arc", "user: User, State(items): State<std::sync::Arc<Items>>, Json(new): Json<NewItem>", "field of the type"),
    ("a struct", "user: User, State(items): State<Items>, new: NewItem", "Json|extractor"),
    ("SecurityScopes", "user: User, _s: scopegate::SecurityScopes, State(items): State<Items>, Json(new): Json<NewItem>", "dependency"),
    ("a token as an extractor", "user: User, _t: AccessToken, State(items): State<Items>, Json(new): Json<NewItem>", "depends"),
    ("a plain number", "user: User, id: u32, State(items): State<Items>, Json(new): Json<NewItem>", "Path"),
    ("an Option of a number", "user: User, id: Option<u32>, State(items): State<Items>, Json(new): Json<NewItem>", "Path"),
    ("a str", "user: User, name: &str, State(items): State<Items>, Json(new): Json<NewItem>", "Path|String"),
    ("a HashMap", "user: User, q: std::collections::HashMap<String, String>, State(items): State<Items>, Json(new): Json<NewItem>", "Query|extractor"),
    ("Query of no Deserialize", "user: User, _q: Query<Db>, State(items): State<Items>, Json(new): Json<NewItem>", "Deserialize"),
    ("Json of no Deserialize", "user: User, State(items): State<Items>, _n: Json<Db>", "Deserialize"),
    ("the value of another", "user: Db, State(items): State<Items>, Json(new): Json<NewItem>", "User"),
    ("self", "&self, user: User, State(items): State<Items>, Json(new): Json<NewItem>", "method|free|self"),
    ("generic", "user: User, State(items): State<Items>, Json(new): Json<T>", "T|generic"),
    ("without types", "user, State(items): State<Items>, Json(new): Json<NewItem>", "type|:"),
]:
    wrong(f"handler: {name}", ITEMS, ADD, f"pub async fn add_item({parameters})", remedy, more=without_uses(ITEMS, parameters))
wrong("handler: 17 parameters", ITEMS, ADD, "pub async fn add_item(user: User, " + "_: HeaderMap, " * 16 + "State(items): State<Items>, Json(new): Json<NewItem>)", "tuple")
for name, returned, body, remedy in [
    ("a struct", "User", "user", "IntoResponse|response"),
    ("a struct without Serialize", "Json<User>", "Json(user)", "Serialize|response"),
    ("a Vec", "Vec<String>", "vec![user.name]", "Json"),
    ("a number", "u32", "user.name.len() as u32", "response"),
    ("an Option", "Option<String>", "Some(user.name)", "response"),
    ("a bool", "bool", "user.is_disabled", "response"),
    ("an error that is no response", "Result<String, std::io::Error>", "Ok(user.name)", "IntoResponse"),
    ("a value that is no response", "Result<u32, axum::http::StatusCode>", "Ok(1)", "IntoResponse"),
    ("Result without error", "Result<String>", "Ok(user.name)", "generic argument"),
    ("an unknown type", "Jsn<String>", "Json(user.name)", "Json"),
    ("NotPermitted", "Result<String, scopegate::NotPermitted>", "Ok(user.name)", "permission|response|dependency"),
    ("another type than it says", "Json<String>", "user.name", "String"),
    ("no type", "", "Json(user.name)", "return"),
    ("impl IntoResponse of two", "impl axum::response::IntoResponse", 'if user.is_disabled { "a" } else { 1 }', "expected"),
]:
    arrow = f" -> {returned}" if returned else ""
    wrong(f"returns: {name}", USERS, ME, f"#[security(depends = get_active_user)]\npub async fn read_me(user: User){arrow} {{\n    {body}\n}}", remedy)
wrong("handler: not Send", USERS, "Json(user.name)", "let rc = std::rc::Rc::new(1); std::future::ready(()).await; drop(rc); Json(user.name)", "Send|send", at="fn read_me|read_me")
wrong("handler: a guard across await", USERS, "Json(user.name)", "let m = std::sync::Mutex::new(1); let g = m.lock().unwrap(); std::future::ready(()).await; drop(g); Json(user.name)", "Send|send", at="fn read_me|read_me")
wrong("handler: forgotten await", USERS, "users.find(&name).await", "users.find(&name)", "await", at="map")
wrong("handler: a moved value", USERS, "Json(user.name)", "drop(user); Json(user.name)", "moved")
wrong("handler: a field that is missing", USERS, "Json(user.name)", "Json(user.nam)", "name")
wrong("handler: an unsafe function", USERS, "pub async fn read_me", "pub async unsafe fn read_me", "unsafe")
wrong("handler: extern C", USERS, "pub async fn read_me", 'pub extern "C" fn read_me', 'extern|"C"|Rust|response', at="read_me")
wrong("handler: const", USERS, "pub async fn read_me", "pub const fn read_me", "const", at="read_me|const")
wrong("handler: no attribute", USERS, ME, ME.split("\n", 1)[1], r"#\[security", at="read_me")
wrong("handler: attribute not imported", ITEMS, "NotPermitted, dependency, security}", "NotPermitted, dependency}", "security", at="security")
wrong("handler: attribute not imported, of two", USERS, "level, routes, security}", "level, routes}", "security", at="security")
wrong("handler: attribute misspelt", USERS, "#[security(depends = get_active_user)]\npub async fn read_me", "#[securty(depends = get_active_user)]\npub async fn read_me", "security")
wrong("handler: of another macro", USERS, "#[security(depends = get_active_user)]\npub async fn read_me", "#[dependency(depends = get_active_user)]\npub async fn read_me", "security", at="read_me")
wrong("handler: two attributes", USERS, ME, "#[security(depends = get_current_user)]\n" + ME, "one|remove|once|merge")
wrong("handler: security and dependency", USERS, ME, "#[scopegate::dependency(depends = get_current_user)]\n" + ME, "one|remove|both|not")
wrong("handler: dependency and security", USERS, ME, ME.replace("\npub", "\n#[scopegate::dependency(depends = get_current_user)]\npub"), "one|remove|both|not")
wrong("handler: in an impl", USERS, ME, f"pub struct Me;\n\nimpl Me {{\n    {ME}\n}}\n\nuse Me as _;", "free function", more=[(USERS, 'get(read_me)', 'get(Me::read_me)')])
wrong("handler: in an indented impl", USERS, ME, f"pub struct Me;\n\nimpl Me {{\n    {ME.replace(chr(10), chr(10) + '    ')}\n}}\n\nuse Me as _;", "free function", more=[(USERS, 'get(read_me)', 'get(Me::read_me)')])
wrong("handler: a trait method", USERS, ME, f"{ME}\n\npub trait Reads {{\n    #[security(depends = get_active_user)]\n    async fn read(user: User);\n}}", "free function")
wrong("handler: a closure", USERS, "get(read_me)", "get(#[security(public)] || async { 1 })", "function|attribute")
wrong("handler: a closure without an attribute", USERS, "get(read_me)", "get(|| async { 1 })", r"#\[security")
wrong("handler: a call", USERS, "get(read_me)", "get(read_me())", r"argument|#\[security")
wrong("handler: misspelt at the route", USERS, "get(read_me)", "get(read_mee)", "read_me")
wrong("handler: not imported", MAIN, "add_item, count, front_page", "add_item, front_page", "count", at="count")
wrong("handler: private", ITEMS, "pub async fn count", "async fn count", "private", at="count")
wrong("handler: on a struct", ITEMS, "#[derive(Deserialize)]\npub struct NewItem", "#[security(public)]\n#[derive(Deserialize)]\npub struct NewItem", "function")
wrong("handler: on a module", MAIN, "mod users;", "#[scopegate::security(public)]\nmod users;", "function")
wrong("handler: on a use", MAIN, "use axum::Router;", "#[scopegate::security(public)]\nuse axum::Router;", "function")
wrong("handler: an inner attribute", ITEMS, COUNT, "pub async fn count(State(items): State<Items>) -> String {\n    #![security(public)]", "security|inner|custom")
wrong("handler: a body of a trait", ITEMS, COUNT, COUNT + "\n    }", "delimiter|unexpected", at="")
wrong("handler: cfg'd out", ITEMS, COUNT, "#[cfg(feature = \"count\")]\n" + COUNT, "count", at="count")
wrong("handler: named like another", ITEMS, "pub async fn count(", "pub async fn front_page(", "front_page|defined")
wrong("handler: named like a type", ITEMS, "pub async fn count(", "pub async fn Page(", "Page|defined")
wrong("handler: generic over a value", ITEMS, "pub async fn list_items(user: User,", "pub async fn list_items<T: Send + 'static>(user: T,", "concrete|type parameter")
wrong("handler: with a lifetime", ITEMS, "pub async fn list_items(user: User,", "pub async fn list_items<'a>(user: &'a User,", "borrowed")
wrong("handler: handwritten security", USERS, ME, ME.replace("\npub", '\n#[utoipa::path(get, path = "/me", security(("A" = [])))]\npub'), "remove")
wrong("dependency: named like a module", STATE, "pub fn get_db()", "pub mod db {}\n\n#[dependency]\npub fn db() -> u8 {\n    1\n}\n\n#[dependency]\npub fn get_db()", "defined multiple times")
wrong("handler: debug_handler above", USERS, ME, "#[axum::debug_handler(state = App)]\n" + ME, "below", at="debug_handler|read_me")
wrong("handler: a mutable pattern", USERS, "user: User) -> Json<String> {\n    Json(user.name)", "user: User) -> Json<String> {\n    user.name.push('a');\n    Json(user.name)", "mut")

# Handlers of a router of axum
for name, parameters, remedy in [
    ("body before another", "user: User, Json(item): Json<Item>, Path(id): Path<u32>, State(items): State<Items>", "last"),
    ("two bodies", "user: User, Path(id): Path<u32>, State(items): State<Items>, _body: String, Json(item): Json<Item>", "last"),
    ("value last", "Path(id): Path<u32>, State(items): State<Items>, Json(item): Json<Item>, user: User", "first|depends"),
    ("another type", "user: String, Path(id): Path<u32>, State(items): State<Items>, Json(item): Json<Item>", "User"),
    ("a state that is missing", "user: User, Path(id): Path<u32>, State(items): State<Items>, State(_db): State<crate::state::Db>, Json(item): Json<Item>", "field|FromRef"),
    ("the state without State", "user: User, Path(id): Path<u32>, items: Items, Json(item): Json<Item>", "State<|extractor"),
    ("a plain number", "user: User, id: u32, State(items): State<Items>, Json(item): Json<Item>", "Path"),
    ("a token as an extractor", "user: User, Path(id): Path<u32>, _t: scopegate::AccessToken, State(items): State<Items>, Json(item): Json<Item>", "depends"),
    ("a struct", "user: User, Path(id): Path<u32>, State(items): State<Items>, item: Item", "Json|extractor"),
    ("forgotten attribute of a second", "user: User, Path(id): Path<u32>, db: crate::state::Db, State(items): State<Items>, Json(item): Json<Item>", "depends|extractor"),
    ("Json of no Deserialize", "user: User, Path(id): Path<u32>, State(items): State<Items>, _item: Json<crate::state::Db>", "Deserialize"),
]:
    wrong(f"on axum's router: {name}", LEGACY, CHANGE, f"async fn change_item({parameters})", remedy, more=without_uses(LEGACY, parameters))
wrong("on axum's router: returns a number", LEGACY, TITLE + "\n    id.to_string()", TITLE.replace("String", "u32") + "\n    id", "IntoResponse|response", at="read_title")
wrong("on axum's router: no attribute", LEGACY, '#[security(scopes = ["items:read"], depends = get_reader)]\n', "", "security|FromRequest|Handler", at="read_title")
wrong("on axum's router: not Send", LEGACY, "items.add(item).await;", "let rc = std::rc::Rc::new(1); items.add(item).await; drop(rc);", "Send|send", at="change_item")
wrong("on axum's router: 17 parameters", LEGACY, CHANGE, "async fn change_item(user: User, " + "_: axum::http::HeaderMap, " * 15 + "Path(id): Path<u32>, State(items): State<Items>, Json(item): Json<Item>)", "tuple")
wrong("on axum's router: public with a state that is missing", LEGACY, STATUS, STATUS.replace("status()", "status(_: State<crate::state::Db>)"), "field|FromRef", at="status")
wrong("on axum's router: get of ours", LEGACY, "use axum::routing::{get, post};", "use scopegate::routing::{get, post};", "SecureRouter", at=r"\.route")
wrong("on axum's router: get of ours, one route", LEGACY, "get(status)", "scopegate::routing::get(status)", "SecureRouter|axum::routing", at=r"\.route")

# Dependencies
for name, parameters, remedy in [
    ("a body", "user: User, Path(id): Path<u32>, State(items): State<Items>, _new: Json<NewItem>", "body"),
    ("a String", "user: User, Path(id): Path<u32>, State(items): State<Items>, _new: String", "body"),
    ("a token", "user: User, Path(id): Path<u32>, State(items): State<Items>, _t: AccessToken", "depends"),
    ("a plain number", "user: User, id: u32, State(items): State<Items>", "Path"),
    ("value last", "Path(id): Path<u32>, State(items): State<Items>, user: User", "first|depends"),
    ("no value", "Path(id): Path<u32>, State(items): State<Items>", "first|depends"),
    ("another type", "user: String, Path(id): Path<u32>, State(items): State<Items>", "User"),
    ("an Option", "user: Option<User>, Path(id): Path<u32>, State(items): State<Items>", "optional"),
    ("a reference", "user: &User, Path(id): Path<u32>, State(items): State<Items>", "borrowed"),
    ("a state that is missing", "user: User, Path(id): Path<u32>, State(_db): State<Db>", "field of the type"),
    ("the state without State", "user: User, Path(id): Path<u32>, items: Items", "State<|extractor"),
    ("the router's state without State", "user: User, Path(id): Path<u32>, _app: &crate::state::App", "State<|reference|&"),
    ("an unknown state", "user: User, Path(id): Path<u32>, State(items): State<Itemz>", "Items"),
    ("a struct", "user: User, Path(id): Path<u32>, State(items): State<Items>, _n: NewItem", "extractor"),
    ("a forgotten attribute", "user: User, Path(id): Path<u32>, State(items): State<Items>, _n: Db", "depends"),
    ("Query of no Deserialize", "user: User, Path(id): Path<u32>, State(items): State<Items>, _q: Query<Db>", "Deserialize"),
    ("generic", "user: User, Path(id): Path<T>, State(items): State<Items>", "T"),
    ("self", "self, user: User, Path(id): Path<u32>, State(items): State<Items>", "method|free|self"),
]:
    wrong(f"dependency: {name}", ITEMS, OWN, f"pub async fn own_item({parameters}) -> Result<Item, NotPermitted> {{", remedy, more=without_uses(ITEMS, parameters, OWN_USES))
for name, returned, body, remedy in [
    ("a text error", "Result<User, &'static str>", 'Err("no")', "StatusCode|status"),
    ("a String error", "Result<User, String>", 'Err("no".to_owned())', "StatusCode|status"),
    ("a Json error", "Result<User, axum::Json<String>>", "Ok(user)", "StatusCode|status"),
    ("an error that is no response", "Result<User, std::io::Error>", "Ok(user)", "IntoResponse"),
    ("an Option", "Option<User>", "Some(user)", "User"),
    ("a reference", "&'static User", "todo!()", "User"),
    ("nothing", "", "drop(user)", "User"),
    ("another type", "String", "user.name", "User"),
    ("impl Trait", "impl Clone", "user", "concrete|impl"),
    ("an unknown type", "Usr", "user", "User"),
    ("a token", "scopegate::AccessToken", "todo!()", "User"),
    ("a Result of a Result", "Result<Result<User, Denial>, Denial>", "Ok(Ok(user))", "User"),
    ("what is not Send", "std::rc::Rc<User>", "std::rc::Rc::new(user)", "Send|send|User"),
    ("a Box dyn Error", "Result<User, Box<dyn std::error::Error>>", "Ok(user)", "IntoResponse"),
    ("NotPermitted", "Result<User, scopegate::NotPermitted>", "Ok(user)", "permission"),
    ("another value than it says", "Result<User, Denial>", "user", "Ok"),
]:
    arrow = f" -> {returned}" if returned else ""
    old = ACTIVE + '\n    if user.is_disabled {\n        return Err((StatusCode::BAD_REQUEST, "Inactive user"));\n    }\n    Ok(user)'
    wrong(f"dependency returns: {name}", AUTH, old, f"pub async fn get_active_user(user: User){arrow} {{\n    {body}", remedy, at="user: User|get_active_user")
wrong("dependency: no attribute", STATE, "#[dependency]\n", "", r"#\[dependency", at="get_db")
wrong("dependency: security in its place", STATE, "#[dependency]\n", "#[scopegate::security(public)]\n", r"#\[dependency", at="get_db")
wrong("dependency: attribute not imported", AUTH, "SecurityScopes, dependency}", "SecurityScopes}", "dependency", at="dependency")
wrong("dependency: attribute misspelt", STATE, "#[dependency]\n", "#[dependancy]\n", "dependency", at="depend")
wrong("dependency: another function without", AUTH, '#[dependency(scopes = ["me"], depends = get_current_user)]\n', "", r"#\[dependency", at="get_active_user")
wrong("dependency: not Send", AUTH, "users.find(name).await", "{ let rc = std::rc::Rc::new(1); let found = users.find(name).await; drop(rc); found }", "Send|send", at="get_current_user")
wrong("dependency: not async", AUTH, "pub async fn get_current_user", "pub fn get_current_user", "async", at="await")
wrong("dependency: generic", STATE, "pub fn get_db()", "pub fn get_db<T>()", "generic")
wrong("dependency: in an impl", STATE, "#[dependency]\npub fn get_db() -> Db {\n    Db {\n        url: \"sqlite::memory:\".to_owned(),\n    }\n}", "impl Db {\n    #[dependency]\n    pub fn get_db() -> Db {\n        todo!()\n    }\n}", "free function", more=[(ITEMS, "Items, get_db}", "Items}"), (ITEMS, "depends = get_db", "depends = Db::get_db")])
wrong("dependency: private", STATE, "pub fn get_db", "fn get_db", "private", at="get_db")
wrong("dependency: on a struct", STATE, "#[derive(Clone)]\npub struct Db", "#[dependency]\n#[derive(Clone)]\npub struct Db", "function")
wrong("dependency: value not Clone", AUTH, "#[derive(Clone)]\npub struct User", "pub struct User", "Clone", at="user: User|get_", more=[(STATE, "(name == \"alice\").then(|| User", "(name == \"alice\").then(|| User"), (ITEMS, "#[security(depends = page)] page: u32,", "#[security(depends = page)] page: u32,\n    #[security(scopes = [\"items:read\"], depends = get_reader)] _other: User,")])
wrong("dependency: claims of no Deserialize", AUTH, "token: AccessToken,\n", "token: AccessToken<User>,\n", "Deserialize")
wrong("dependency: a key from a token scheme", AUTH, "token: AccessToken,\n", "token: ApiKey,\n", "AccessToken")
wrong("dependency: a token from a key scheme", AUTH, "key: ApiKey, scopes: SecurityScopes", "key: AccessToken, scopes: SecurityScopes", "ApiKey")
wrong("dependency: a user from a scheme", AUTH, "token: AccessToken,\n", "token: User,\n", "AccessToken")
wrong("dependency: a String from a scheme", AUTH, "token: AccessToken,\n", "token: String,\n", "AccessToken")
wrong("dependency: checks_scopes without scopes", AUTH, "key: ApiKey, scopes: SecurityScopes", "key: ApiKey", "SecurityScopes")
wrong("dependency: a field of the token", AUTH, "token.claims().sub.as_deref()", "token.sub.as_deref()", "claims|sub")
wrong("dependency: named like a type", STATE, "pub fn get_db()", "pub fn Db()", "Db", more=[(ITEMS, "use crate::state::{Db, Item, Items, get_db};", "use crate::state::{Db, Item, Items};"), (ITEMS, "depends = get_db", "depends = Db")])
wrong("dependency: a use of FastAPI's Depends", ITEMS, "pub fn page(Query(page): Query<Page>) -> u32 {", "pub fn page(Query(page): Query<Page>, user: User = Depends(get_current_user)) -> u32 {", "depends|,|type", at="page")
