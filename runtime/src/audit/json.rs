use super::Audit;

impl Audit {
    /// The audit as a JSON object, indented, for tools such as jq.
    ///
    /// ```json
    /// {
    ///   "routes": [
    ///     {
    ///       "method": "GET",
    ///       "path": "/users/me/items/",
    ///       "security": {
    ///         "access": "required",
    ///         "alternatives": [[{ "scheme": "OAuth2PasswordBearer", "scopes": ["items", "me"] }]]
    ///       },
    ///       "checks": [
    ///         { "function": "auth::get_current_user" }, { "function": "auth::get_current_active_user" }
    ///       ],
    ///       "handler": {
    ///         "name": "read_own_items", "module": "demo::endpoints", "file": "src/endpoints.rs", "line": 54
    ///       },
    ///       "levels": [],
    ///       "dependencies": [
    ///         {
    ///           "name": "get_current_active_user", "kind": "dependency", "module": "demo::auth",
    ///           "file": "src/auth.rs", "line": 40, "scopes": ["items"], "can_refuse": true,
    ///           "dependencies": []
    ///         }
    ///       ],
    ///       "scopes": [
    ///         { "scope": "items", "function": "read_own_items", "file": "src/items.rs", "line": 18 }
    ///       ]
    ///     }
    ///   ],
    ///   "schemes": [
    ///     {
    ///       "name": "OAuth2PasswordBearer", "module": "demo::auth", "file": "src/auth.rs", "line": 19,
    ///       "scopes": [{ "name": "items", "description": "Read items.", "required": true }]
    ///     }
    ///   ],
    ///   "unused_scopes": [{ "scheme": "OAuth2PasswordBearer", "scope": "admin" }]
    /// }
    /// ```
    ///
    /// * `security.access` is `public`, `unprotected` or `required`; only the last has `alternatives`, of which one is
    ///   enough, while all credentials in it are required.
    /// * `checks` are the functions that may refuse a caller who has the credentials; `{ "any_of": [[...], [...]] }`
    ///   and `{ "optional": [...] }` contain such lists.
    /// * `handler` is `null` if `security.access` is `unprotected`.
    /// * `kind` is `dependency` or `scheme`; `scopes` next to it are those that the path to it adds.
    /// * A shared dependency is listed with its own dependencies once; later it is `repeated`.
    ///
    /// `may_require`, `acr`, `max_age`, `expression`, `optional`, `can_refuse`, `repeated` and all but the `function`
    /// of a check are omitted if they are empty or false. All other members are always present, in the order of the fields
    /// of [`Audit`]. `jq -r '.routes[] | select(.security.access != "required") | "\(.method) \(.path)"'` lists the routes that anyone may call.
    #[must_use]
    pub fn to_json(&self) -> String {
        match serde_json::to_string_pretty(self) {
            Ok(json) => json,
            Err(error) => unreachable!("text, numbers and lists are JSON: {error}"),
        }
    }
}
