//! Turns a route's path into one that can be called.

use std::collections::HashMap;

/// In place of `{name}`.
const SEGMENT: &str = "1";

/// In place of `{*name}`.
const REST: &str = "x";

/// In place of the `*` at the end of a fallback's path: a name that no route has.
const ELSEWHERE: &str = "scopegate-coverage-of-the-fallback";

/// `path` with values for its parameters.
pub(super) fn fill(path: &str, values: &HashMap<String, String>) -> String {
    let mut filled = String::with_capacity(path.len());
    let mut rest = path.strip_suffix("/*").unwrap_or(path);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        filled.push_str(before);
        // `{{` and `}}` are escapes for a single brace.
        if let Some(after) = brace.strip_prefix("{{").or(brace.strip_prefix("}}")) {
            filled.push_str(&brace[..1]);
            rest = after;
        } else if let Some((name, after)) = brace[1..].split_once('}') {
            filled.push_str(value(name, values));
            rest = after;
        } else {
            break;
        }
    }
    filled.push_str(rest);
    if path.ends_with("/*") {
        filled.push('/');
        filled.push_str(ELSEWHERE);
    }
    filled
}

fn value<'a>(name: &str, values: &'a HashMap<String, String>) -> &'a str {
    let (name, default) = match name.strip_prefix('*') {
        Some(name) => (name, REST),
        None => (name, SEGMENT),
    };
    values.get(name).map_or(default, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(path: &str) -> String {
        let values = HashMap::from([("user".to_owned(), "johndoe".to_owned())]);
        fill(path, &values)
    }

    #[test]
    fn parameters_have_values() {
        assert_eq!(filled("/"), "/");
        assert_eq!(filled("/items/{id}/"), "/items/1/");
        assert_eq!(filled("/u/{user}/items/{*rest}"), "/u/johndoe/items/x");
        assert_eq!(filled("/a/{{b}}/{c}"), "/a/{b}/1");
        assert_eq!(filled("/api/*"), format!("/api/{ELSEWHERE}"));
    }
}
