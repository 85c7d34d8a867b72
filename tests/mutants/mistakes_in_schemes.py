"""Mistakes in security schemes."""

from mutant import AUTH, wrong

SCHEME = '''#[derive(SecurityScheme)]
#[oauth2(
    password(token_url = "token"),
    scopes(
        "me" = "Read your profile.",
        "items:read" = "Read items.",
        "items:write" = "Change items.", implies("items:read"),
        "archive" = "Read old items.",
        "admin" = "Everything.",
    ),
)]
pub struct OAuth2PasswordBearer;'''
KEY = '#[derive(SecurityScheme)]\n#[api_key(header = "X-API-Key", scopes("items:read" = "Read items."))]\npub struct MachineKey;'

for name, old, new, remedy in [
    ("no derive", "#[derive(SecurityScheme)]\n", "", "derive"),
    ("another derive", "derive(SecurityScheme)", "derive(Clone)", "SecurityScheme"),
    ("misspelt attribute", "#[oauth2(", "#[oauth(", "oauth2"),
    ("fields", "Bearer;", "Bearer { url: String }", "Bearer;|unit struct|without fields"),
    ("a tuple", "Bearer;", "Bearer(String);", "Bearer;|unit struct|without fields"),
    ("an enum", "struct OAuth2PasswordBearer;", "enum OAuth2PasswordBearer {}", "struct"),
    ("generic", "Bearer;", "Bearer<T>;", "generic|type parameter|struct|T"),
    ("misspelt flow", "password(", "pasword(", "`password`"),
    ("flow without url", 'password(token_url = "token")', "password()", "token_url"),
    ("flow with another url", "token_url", "authorization_url", "token_url"),
    ("misspelt url", "token_url", "tokenUrl", "token_url"),
    ("url a name", '"token"', "token", '"'),
    ("flow is a string", 'password(token_url = "token")', 'flow = "password"', r"password\("),
    ("no flow", 'password(token_url = "token"),', "", r"password\("),
    ("no authorization url", 'password(token_url = "token")', 'authorization_code(token_url = "token")', "authorization_url"),
    ("scopes a list", '''scopes(
        "me" = "Read your profile.",
        "items:read" = "Read items.",
        "items:write" = "Change items.", implies("items:read"),
        "archive" = "Read old items.",
        "admin" = "Everything.",
    )''', 'scopes = ["me", "items:read", "items:write", "archive", "admin"]', r"scopes\("),
    ("scopes a map", '"me" = "Read', '"me": "Read', '"me" = '),
    ("a scope without a text", '"me" = "Read your profile."', '"me"', '"me" = '),
    ("a scope that is a name", '"me" = "Read your profile."', 'me = "Read your profile."', '"me"'),
    ("a scope with a space", '"me" =', '"me too" =', "space"),
    ("a scope twice", '"archive" =', '"me" =', "twice"),
    ("implies itself", 'implies("items:read")', 'implies("items:write")', "itself|imply|implies"),
    ("implies an unknown one", 'implies("items:read")', 'implies("items:raed")', "`items:read`"),
    ("implies = ", 'implies("items:read")', 'implies = "items:read"', r'implies\("items:read"\)'),
    ("implies misspelt", 'implies("items:read")', 'implys("items:read")', "implies"),
    ("implies nothing", 'implies("items:read")', "implies()", "implies"),
    ("implies a name", 'implies("items:read")', "implies(items)", '"'),
    ("misspelt scopes", "    scopes(", "    scope(", "`scopes`"),
    ("misspelt profile", 'password(token_url = "token"),', 'password(token_url = "token"), profile = fastpai,', "`fastapi`"),
    ("profile a string", 'password(token_url = "token"),', 'password(token_url = "token"), profile = "fastapi",', "profile = fastapi"),
    ("unknown option", 'password(token_url = "token"),', 'password(token_url = "token"), foo = 1,', "foo"),
    ("realm a name", 'password(token_url = "token"),', 'password(token_url = "token"), realm = api,', '"api"'),
    ("no commas", '"Read your profile.",', '"Read your profile."', "comma|`,`"),
    ("no attribute", '#[oauth2(\n    password(token_url = "token"),\n    scopes(\n        "me" = "Read your profile.",\n        "items:read" = "Read items.",\n        "items:write" = "Change items.", implies("items:read"),\n        "archive" = "Read old items.",\n        "admin" = "Everything.",\n    ),\n)]\n', "", "oauth2"),
    ("two attributes", "pub struct OAuth2", '#[api_key(header = "A")]\npub struct OAuth2', "one|remove"),
    ("password and a key", 'password(token_url = "token")', 'header = "X-Key"', "api_key|flow"),
    ("not imported", "pub struct OAuth2PasswordBearer", "pub(self) struct OAuth2PasswordBearer", "private"),
]:
    wrong(f"scheme: {name}", AUTH, SCHEME, SCHEME.replace(old, new), remedy, at="OAuth2PasswordBearer")
for name, old, new, remedy in [
    ("no header", 'header = "X-API-Key", ', "", "header"),
    ("misspelt header", "header =", "heder =", "`header`"),
    ("header a name", '"X-API-Key"', "XApiKey", '"'),
    ("name of FastAPI", "header =", "name =", "header"),
    ("two places", 'header = "X-API-Key"', 'header = "X-API-Key", cookie = "key"', "one|remove"),
    ("an invalid header", '"X-API-Key"', '"X API Key"', "header"),
    ("a flow", 'header = "X-API-Key"', 'password(token_url = "token")', "header|oauth2"),
    ("other attribute", "api_key(", "apikey(", "api_key"),
    ("with equals", 'api_key(header = "X-API-Key", scopes("items:read" = "Read items."))', 'api_key = "X-API-Key"', r"api_key\("),
]:
    wrong(f"key: {name}", AUTH, KEY, KEY.replace(old, new), remedy, at="MachineKey")
wrong("scheme: the derive is not imported", AUTH, "SecurityScheme, SecurityScopes,", "SecurityScopes,", "SecurityScheme", at="SecurityScheme|oauth2|api_key|MachineKey|OAuth2")
