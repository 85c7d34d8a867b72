//! Scopes with placeholders: `tenant:{id}`.

use proc_macro2::Ident;

/// The names of the placeholders of a scope, in their order.
///
/// A placeholder is a whole segment: the characters beside it cannot be in its value. So the text of a scope that was
/// made from a template says which values it was made from.
///
/// # Errors
/// What is wrong with the braces.
pub(crate) fn placeholders(scope: &str) -> Result<Vec<String>, &'static str> {
    let (mut names, mut rest) = (Vec::new(), scope);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        let (name, after) = brace
            .strip_prefix('{')
            .and_then(|brace| brace.split_once('}'))
            .ok_or("a `{` or a `}` without the other")?;
        let is_plain = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_plain || syn::parse_str::<Ident>(name).is_err() {
            return Err("a placeholder whose name is not that of a variable");
        }
        let is_apart = |c: Option<char>| c.is_none_or(|c| !is_in_values(c) && c != '{' && c != '}');
        if !is_apart(before.chars().last()) || !is_apart(after.chars().next()) {
            return Err("a placeholder that is only a part of a segment");
        }
        names.push(name.to_owned());
        rest = after;
    }
    Ok(names)
}

/// Whether the character can be in a value: the unreserved ones (RFC 3986 section 2.3), as the runtime has them.
fn is_in_values(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~".contains(c)
}

/// Whether a request could require the same text by both scopes, one of which has placeholders.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    let (one, other) = (segments(one), segments(other));
    let is_placeholder = |segment: &str| segment.starts_with('{');
    let meets = |a: &str, b: &str| a == b || is_placeholder(a) || is_placeholder(b);
    one.len() == other.len()
        && one.iter().zip(&other).all(|((a, end), (b, other_end))| {
            end == other_end && meets(a, b) && a.is_empty() == b.is_empty()
        })
}

/// The segments, each with the character after it.
fn segments(scope: &str) -> Vec<(String, Option<char>)> {
    let mut segments = vec![(String::new(), None)];
    let mut is_name = false;
    for c in scope.chars() {
        let (segment, end) = segments.last_mut().expect("starts with one");
        is_name = (is_name || c == '{') && c != '}';
        if is_name || is_in_values(c) || c == '}' {
            segment.push(c);
        } else {
            *end = Some(c);
            segments.push((String::new(), None));
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_whole_segments() {
        for (scope, names) in [
            ("items:read", &[][..]),
            ("tenant:{id}", &["id"]),
            ("{org}/{repo}:write", &["org", "repo"]),
            ("{id}", &["id"]),
        ] {
            assert_eq!(placeholders(scope).unwrap(), names, "{scope}");
        }
        for scope in [
            "a{id}",
            "{id}b",
            "{a}{b}",
            "{",
            "}",
            "a:{}",
            "a:{1}",
            "a:{b c}",
            "{{id}}",
            "a:{fn}",
            "a:{r#type}",
            "a:{id/**/}",
            "a:{ id}",
        ] {
            assert!(placeholders(scope).is_err(), "{scope}");
        }
    }

    #[test]
    fn scopes_overlap_if_values_can_make_them_the_same() {
        for (one, other, expected) in [
            ("tenant:{id}", "tenant:all", true),
            ("tenant:{id}", "tenant:{name}", true),
            ("tenant:{id}", "tenant:", false),
            ("tenant:{id}", "tenant:all:read", false),
            ("tenant:{id}:read", "tenant:all:write", false),
            ("{a}:x", "y:{b}", true),
            ("a/{b}", "a:{b}", false),
            ("a:b", "a:c", false),
        ] {
            assert_eq!(overlap(one, other), expected, "{one} {other}");
            assert_eq!(overlap(other, one), expected, "{other} {one}");
        }
    }
}
