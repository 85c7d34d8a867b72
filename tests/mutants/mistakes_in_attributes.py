"""Mistakes in `#[security(...)]`, `#[dependency(...)]` and `level!(...)`."""

from mutant import AUTH, ITEMS, LEGACY, MAIN, STATE, USERS, wrong

LIST = '#[security(scopes = any("items:read", "admin"), depends = get_current_user)]'
ADD = '#[security(scopes = ["items:write"], depends = get_active_user)]\npub async fn add_item'
ACTIVE = '#[dependency(scopes = ["me"], depends = get_current_user)]'
ME = "#[security(depends = get_active_user)]\npub async fn read_me"
OLD = '#[security(scopes = ["items:read"], depends = OAuth2PasswordBearer, may_require = ["archive"])]'
FRONT = "#[security(optional, depends = get_current_user)]"
COUNT = "#[security(public)]\npub async fn count"
OWN = '#[dependency(depends = get_active_user, permission = "item:owner", not_found)]'
MACHINE = "#[dependency(depends = MachineKey, checks_scopes)]"
LEVEL = 'level!(scopes = ["admin"], depends = get_current_user)'
READER = "#[dependency(depends = any(get_current_user, get_machine))]"


def attribute(name, file, old, new, remedy, **more):
    """Replaces an attribute, and keeps the function after it."""
    after = old[old.index("\npub") :] if "\npub" in old else ""
    wrong(name, file, old, new + after, remedy, **more)


# Scopes
for name, new, remedy in [
    ("misspelt", 'scopes = ["item:write"]', "`items:write`"),
    ("undeclared", 'scopes = ["pictures"]', "declare"),
    ("in capitals", 'scopes = ["ITEMS:WRITE"]', "`items:write`"),
    ("a string", 'scopes = "items:write"', r'scopes = \["items:write"\]'),
    ("a string of two", 'scopes = "items:read items:write"', r'\["items:read", "items:write"\]'),
    ("one with a space", 'scopes = ["items:read items:write"]', r'"items:read", "items:write"'),
    ("a slice", 'scopes = &["items:write"]', r'scopes = \["items:write"\]'),
    ("a vec", 'scopes = vec!["items:write"]', r'scopes = \["items:write"\]'),
    ("with to_string", 'scopes = ["items:write".to_string()]', r'"items:write"'),
    ("an ident", "scopes = [items]", '"items"'),
    ("a tuple", 'scopes = ("items:read", "items:write")', r'\["items:read", "items:write"\]'),
    ("braces", 'scopes = {"items:write"}', r'\["items:write"\]'),
    ("without equals", 'scopes["items:write"]', r'scopes = \["items:write"\]'),
    ("with parentheses", 'scopes("items:write")', r'scopes = \["items:write"\]'),
    ("with a colon", 'scopes: ["items:write"]', r'scopes = \["items:write"\]'),
    ("twice", 'scopes = ["items:write", "items:write"]', "twice"),
    ("option twice", 'scopes = ["items:write"], scopes = ["me"]', "once|twice|one"),
    ("an empty scope", 'scopes = [""]', "empty"),
    ("chars", "scopes = ['w']", '"w"'),
    ("any in brackets", 'scopes = any["items:read", "admin"]', r'any\("items:read", "admin"\)'),
    ("one_of", 'scopes = one_of("items:read", "admin")', r'any\("items:read", "admin"\)'),
    ("or", 'scopes = "items:read" || "admin"', r'any\("items:read", "admin"\)'),
    ("any of a list", 'scopes = any(["items:read", "admin"])', r'any\("items:read", "admin"\)'),
    ("any with one", 'scopes = any("items:write")', r'"items:write"'),
    ("any misspelt", 'scopes = any("items:raed", "admin")', "`items:read`"),
    ("a constant", "scopes = [WRITE]", "literal"),
    ("singular", 'scope = ["items:write"]', "`scopes`"),
    ("misspelt option", 'scopse = ["items:write"]', "`scopes`"),
    ("a comma too few", 'scopes = ["items:read" "items:write"]', r'"items:read", "items:write"|comma|`,`'),
]:
    attribute(f"scopes: {name}", ITEMS, ADD, f"#[security({new}, depends = get_active_user)]", remedy)
attribute("scopes: no depends", ITEMS, ADD, '#[security(scopes = ["items:write"])]', "depends = ")
attribute("scopes: positional", ITEMS, ADD, '#[security("items:write", depends = get_active_user)]', r'scopes = \["items:write"\]')
attribute("scopes: in a list of attribute", ITEMS, ADD, '#[security(["items:write"], depends = get_active_user)]', r'scopes = \["items:write"\]')
attribute("scopes: of a dependency misspelt", AUTH, ACTIVE, '#[dependency(scopes = ["mee"], depends = get_current_user)]', "`me`")
attribute("scopes: of another scheme", AUTH, MACHINE, '#[dependency(scopes = ["items:write"], depends = MachineKey, checks_scopes)]', "declare|items:read")
attribute("scopes: not checked by a key", AUTH, MACHINE, "#[dependency(depends = MachineKey)]", "checks_scopes")
attribute("scopes: of the level misspelt", USERS, LEVEL, 'level!(scopes = ["admn"], depends = get_current_user)', "`admin`")
attribute("scopes: of the level a string", USERS, LEVEL, 'level!(scopes = "admin", depends = get_current_user)', r'\["admin"\]')

# Depends
for name, new, remedy in [
    ("misspelt", "depends = get_activ_user", "get_active_user"),
    ("unknown", "depends = current_account", "current_account|dependency"),
    ("misspelt option", "dependes = get_active_user", "`depends`"),
    ("singular", "depend = get_active_user", "`depends`"),
    ("a string", 'depends = "get_active_user"', "depends = get_active_user"),
    ("a call", "depends = get_active_user()", "depends = get_active_user"),
    ("a reference", "depends = &get_active_user", "depends = get_active_user"),
    ("a list", "depends = [get_active_user]", "depends = get_active_user"),
    ("a list of two", "depends = [get_active_user, get_reader]", "any"),
    ("with parentheses", "depends(get_active_user)", "depends = get_active_user"),
    ("with a colon", "depends: get_active_user", "depends = get_active_user"),
    ("without equals", "depends get_active_user", "depends = get_active_user"),
    ("Depends of FastAPI", "depends = Depends(get_active_user)", "depends = get_active_user"),
    ("a closure", "depends = |user| get_active_user(user)", "depends = get_active_user"),
    ("generic", "depends = get_active_user::<User>", "type arguments"),
    ("twice", "depends = get_active_user, depends = get_reader", "once|each|parameter"),
    ("no value", "depends", "depends = "),
    ("empty", "depends = ", "depends = |path"),
    ("a type", "depends = User", "name the function"),
    ("a handler", "depends = count", "handler"),
    ("a module", "depends = crate::auth", "module|dependency|function"),
    ("a wrong path", "depends = crate::auht::get_active_user", "auth|auht"),
    ("not imported", "depends = get_machine", "get_machine"),
    ("a function of std", "depends = std::mem::drop", "dependency"),
    ("itself", "depends = add_item", "handler|itself"),
    ("any of one", "depends = any(get_active_user)", "depends = get_active_user"),
    ("any twice", "depends = any(get_active_user, get_active_user)", "twice"),
    ("any of a misspelt one", "depends = any(get_active_user, get_machin)", "get_machin"),
    ("any of another type", "depends = any(get_active_user, crate::state::get_db)", "User|Db"),
    ("another type", "depends = crate::state::get_db", "Db"),
    ("a scheme for a user", "depends = OAuth2PasswordBearer", "AccessToken"),
]:
    scopes = "" if name in ("any of another type", "another type") else 'scopes = ["items:write"], '
    attribute(f"depends: {name}", ITEMS, ADD, f"#[security({scopes}{new})]", remedy)
for name, new, remedy in [
    ("misspelt", "depends = get_curent_user", "get_current_user"),
    ("itself", "depends = get_active_user", "itself|cycle"),
    ("unknown", "depends = account", "account"),
    ("misspelt scheme", "depends = OAuth2PaswordBearer", "OAuth2PasswordBearer"),
]:
    attribute(f"depends of a dependency: {name}", AUTH, ACTIVE, f'#[dependency(scopes = ["me"], {new})]', remedy)
attribute("depends: a cycle", AUTH, "#[dependency(depends = OAuth2PasswordBearer)]", "#[dependency(depends = get_active_user)]", "get_active_user")
attribute("depends: a misspelt scheme", ITEMS, OLD, OLD.replace("PasswordBearer", "PaswordBearer"), "OAuth2PasswordBearer")
for name, new, remedy in [
    ("misspelt", "depends = get_curent_user", "get_current_user"),
    ("not imported", "depends = get_machine", "get_machine"),
    ("unknown", "depends = account", "account|dependency"),
    ("a string", 'depends = "get_current_user"', "depends = get_current_user"),
    ("a call", "depends = get_current_user()", "depends = get_current_user"),
    ("any", "depends = any(get_current_user, get_active_user)", "any"),
    ("a handler", "depends = read_me", "handler"),
    ("a type", "depends = User", "name the function"),
    ("a list too", "depends = [get_current_user]", "depends = get_current_user"),
    ("optional", "depends = get_current_user, optional", "optional"),
    ("public", "public", "public|depends"),
]:
    scopes = "" if name == "public" else 'scopes = ["admin"], '
    wrong(f"level: {name}", USERS, LEVEL, f"level!({scopes}{new})", remedy)
wrong("level: no depends", USERS, LEVEL, 'level!(scopes = ["admin"])', "depends = ")
wrong("level: empty", USERS, LEVEL, "level!()", r"level!\(scopes")
wrong("level: without credentials", USERS, LEVEL, "level!(depends = crate::state::get_db)", "credentials|scheme|public")
wrong("level: no macro", USERS, LEVEL, 'scopes = ["admin"]', "level!|struct|requires", at="requires")
wrong("level: a list", USERS, LEVEL, '["admin"]', "level!")
wrong("level: a dependency", USERS, LEVEL, "get_current_user", "level!")
wrong("level: braces of an attribute", USERS, LEVEL, 'security!(scopes = ["admin"], depends = get_current_user)', "security")
wrong("level: not imported", USERS, "SecureRouter, level, routes", "SecureRouter, routes", "level", at="level!")

# Other options
attribute("options: none", ITEMS, ADD, "#[security]", r"#\[security\(public\)\]")
attribute("options: empty", ITEMS, ADD, "#[security()]", r"#\[security\(public\)\]")
attribute("options: = ", ITEMS, ADD, '#[security = "items"]', r"#\[security|security\(")
attribute("options: public with scopes", ITEMS, COUNT, '#[security(public, scopes = ["me"])]', "remove")
attribute("options: public = true", ITEMS, COUNT, "#[security(public = true)]", "public")
attribute("options: public misspelt", ITEMS, COUNT, "#[security(publik)]", "`public`")
wrong("options: public with a scheme", ITEMS, '#[security(scopes = any("items:read", "admin"), depends = get_current_user)]', "#[security(public, depends = get_current_user)]", "public")
attribute("options: private", ITEMS, COUNT, "#[security(private)]", "depends|public")
attribute("options: roles", ITEMS, ADD, '#[security(roles = ["admin"], depends = get_active_user)]', "scopes|option")
attribute("options: required", ITEMS, ADD, "#[security(required, depends = get_active_user)]", "option")
attribute("options: unknown", ITEMS, ADD, "#[security(foo = 1, depends = get_active_user)]", "foo")
attribute("options: optional = true", ITEMS, FRONT, "#[security(optional = true, depends = get_current_user)]", "optional")
attribute("options: optional misspelt", ITEMS, FRONT, "#[security(optinal, depends = get_current_user)]", "`optional`")
attribute("options: optional is missing", ITEMS, FRONT, "#[security(depends = get_current_user)]", "optional")
attribute("options: optional without Option", ITEMS, "visitor: Option<User>", "visitor: User", "Option<User>")
attribute("options: optional without depends", ITEMS, FRONT, "#[security(optional)]", "depends")
attribute("options: cache = no", ITEMS, ADD, "#[security(cache = no, depends = get_active_user)]", "cache = false")
attribute("options: nocache", ITEMS, ADD, "#[security(no_cache, depends = get_active_user)]", "cache")
attribute("options: use_cache", ITEMS, ADD, "#[security(use_cache = false, depends = get_active_user)]", "cache")
attribute("options: max_age a string", ITEMS, ADD, '#[security(max_age = "15min", depends = get_active_user)]', "max_age = 15min")
attribute("options: max_age without unit", ITEMS, ADD, "#[security(max_age = 900, depends = get_active_user)]", "900s|15min")
attribute("options: max_age in months", ITEMS, ADD, "#[security(max_age = 1month, depends = get_active_user)]", "`d`|`h`|days|h")
attribute("options: acr an ident", ITEMS, ADD, "#[security(acr = phr, depends = get_active_user)]", '"phr"')
attribute("options: acr of a key", LEGACY, '#[security(scopes = ["items:read"], depends = get_reader)]', '#[security(acr = "phr", depends = get_reader)]', "acr|token")
attribute("options: may_require not used", ITEMS, 'token.require("archive")?;', "", "require|remove", at="may_require")
attribute("options: may_require not declared", ITEMS, OLD, OLD.replace(', may_require = ["archive"]', ""), r'may_require = \["', at='require\\("archive')
attribute("options: may_require misspelt", ITEMS, OLD, OLD.replace('"archive"', '"archiv"'), "archive")
attribute("options: require misspelt", ITEMS, 'token.require("archive")?;', 'token.require("archiv")?;', "archive")
attribute("options: require of a variable", ITEMS, 'token.require("archive")?;', 'let scope = "archive"; token.require(scope)?;', "literal|RequiredScope|may_require")
attribute("options: rejection unknown", ITEMS, ADD, "#[security(rejection = Nothing, depends = get_active_user)]", "Nothing")
attribute("options: rejection of another type", ITEMS, ADD, "#[security(rejection = Item, depends = get_active_user)]", "Reject")
attribute("options: rejection a string", ITEMS, ADD, '#[security(rejection = "Item", depends = get_active_user)]', "rejection = Item")
attribute("options: deprecated = true", ITEMS, ADD, "#[security(deprecated = true, depends = get_active_user)]", "deprecated")
attribute("options: permission on a handler", ITEMS, ADD, '#[security(permission = "a:b", depends = get_active_user)]', "dependency")
attribute("options: permission an ident", ITEMS, OWN, "#[dependency(depends = get_active_user, permission = owner)]", '"owner"|string')
attribute("options: not_found alone", ITEMS, OWN, "#[dependency(depends = get_active_user, not_found)]", "permission")
attribute("options: permission is missing", ITEMS, OWN, "#[dependency(depends = get_active_user)]", "permission = ")
attribute("options: permission of a scheme", ITEMS, OWN, '#[dependency(depends = OAuth2PasswordBearer, permission = "item:owner")]', "depend|AccessToken")
attribute("options: checks_scopes on a handler", ITEMS, ADD, "#[security(checks_scopes, depends = get_active_user)]", "dependency")
attribute("options: checks_scopes = true", AUTH, MACHINE, "#[dependency(depends = MachineKey, checks_scopes = true)]", "checks_scopes")
attribute("options: checks_scopes misspelt", AUTH, MACHINE, "#[dependency(depends = MachineKey, check_scopes)]", "`checks_scopes`")
attribute("options: public on a dependency", STATE, "#[dependency]", "#[dependency(public)]", "handler|public")
attribute("options: a missing comma", ITEMS, ADD, '#[security(scopes = ["items:write"] depends = get_active_user)]', "comma|`,`")
attribute("options: two commas", ITEMS, ADD, '#[security(scopes = ["items:write"],, depends = get_active_user)]', ",|comma")
attribute("options: a semicolon", ITEMS, ADD, '#[security(scopes = ["items:write"]; depends = get_active_user)]', "`,`|comma")
attribute("options: == ", ITEMS, ADD, '#[security(scopes == ["items:write"], depends = get_active_user)]', r"scopes = ")
attribute("options: crate a string", ITEMS, COUNT, '#[security(public, crate = "scopegate")]', "crate = scopegate")
attribute("options: crate unknown", ITEMS, COUNT, "#[security(public, crate = gate)]", "gate")

# On parameters
PARAMETER = '#[security(scopes = ["items:read"], depends = get_reader)] user'
for name, new, remedy in [
    ("no depends", '#[security(scopes = ["items:read"])] user', "depends"),
    ("public", "#[security(public)] user", "public"),
    ("empty", "#[security] user", "depends"),
    ("depends of FastAPI", "#[depends(get_reader)] user", r"security\(depends"),
    ("dependency", "#[dependency(depends = get_reader)] user", r"#\[security\(depends"),
    ("misspelt", '#[security(scopes = ["items:raed"], depends = get_reader)] user', "items:read"),
    ("twice", '#[security(depends = get_reader)] #[security(depends = get_reader)] user', "once|one|twice"),
    ("FromRef", "#[from_ref] user", "from_ref|attribute"),
]:
    wrong(f"parameter: {name}", ITEMS, PARAMETER, new, remedy)
wrong("parameter: also above", ITEMS, "#[security]", "#[security(depends = get_reader)]", "parameter")
wrong("parameter: forgotten attribute", ITEMS, "#[security(depends = get_db)] db", "db", "depends", at="search_items|Db")
wrong("parameter: forgotten attribute of a plain type", ITEMS, "#[security(depends = page)] page", "page", "extractor|depends")
wrong("parameter: path without an extractor", ITEMS, "token: AccessToken, Path(id): Path<u32>", "token: AccessToken, id: u32", r"Path\(value\): Path<u32>")
