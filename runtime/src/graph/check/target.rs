//! Checks the target of `depends = ...` and the types of parameters.

use super::message::report;
use crate::const_str::Message;
use crate::graph::{parameter_kind, target_kind};

/// Asserts that `depends` names something with `#[dependency]` or `#[derive(SecurityScheme)]`.
///
/// # Panics
/// If it does not, at compile time.
#[track_caller]
pub const fn check_depends(found: u8, path: &str) {
    report(not_a_dependency(found, path));
}

/// Why `depends` does not name a dependency.
pub(in crate::graph) const fn not_a_dependency(found: u8, path: &str) -> Option<Message> {
    let [before, after, help] = match found {
        target_kind::DEPENDENCY | target_kind::BROKEN => return None,
        target_kind::HANDLER => HANDLER,
        target_kind::FUNCTION => FUNCTION,
        _ => TYPE,
    };
    let mut message = Message::new();
    message.push("`");
    message.push(path);
    message.push(before);
    message.push("\n\nhelp: ");
    message.push(after);
    message.push(last_name(path));
    message.push(help);
    Some(message)
}

/// The last segment of a path, without `r#`.
const fn last_name(path: &str) -> &str {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b':' && bytes[start - 1] != b'#' {
        start -= 1;
    }
    path.split_at(start).1
}

/// The texts around the path and its last segment.
const FUNCTION: [&str; 3] = [
    "` is a function without `#[dependency]`",
    "write `#[dependency]` above `fn ",
    "`",
];

const HANDLER: [&str; 3] = [
    "` is a handler; only `#[dependency]` functions can be depended on",
    "write `#[dependency(...)]` instead of `#[security(...)]` above `fn ",
    "`, or move the shared part into a dependency",
];

const TYPE: [&str; 3] = [
    "` is a type, not a security scheme",
    "name the function that returns it, or make it a scheme: `#[derive(SecurityScheme)]` above `",
    "`",
];

/// Asserts that a parameter's type is not a type of this crate under another name.
///
/// # Panics
/// If it is, or if it is a dependency, at compile time.
#[track_caller]
pub const fn check_parameter(found: u8, ty: &str) {
    let mut message = Message::new();
    message.push("`");
    message.push(ty);
    match found {
        target_kind::SECURITY_SCOPES => message.push(
            "` is `SecurityScopes`, which is recognized by its name\n\nhelp: write `SecurityScopes`",
        ),
        target_kind::DEPENDENCY | target_kind::HANDLER => {
            message.push("` is not an extractor: dependencies are named in an attribute");
            message.push("\n\nhelp: write `depends = ");
            message.push(ty);
            message.push("`, and take the value that it returns as the first parameter");
        }
        _ => return,
    }
    panic!("{}", message.as_str());
}

/// Asserts that a dependency can extract a parameter, as far as its type alone says.
///
/// # Panics
/// If it cannot, at compile time.
#[track_caller]
pub const fn check_extractor(kind: u8, ty: &str) {
    let mut message = Message::new();
    match kind {
        parameter_kind::BODY => {
            message.push("a dependency cannot read the body, as `");
            message.push(ty);
            message.push(
                "` does\n\nhelp: the body is read only after the caller is authorized: extract it in the handler",
            );
        }
        parameter_kind::CREDENTIALS => {
            message.push("`");
            message.push(ty);
            message.push(
                "` is not an extractor: a security scheme provides it\n\nhelp: write `#[security(depends = ...)]` at the \
                 parameter, with the name of the scheme",
            );
        }
        _ => return,
    }
    panic!("{}", message.as_str());
}

/// Asserts that the type of a parameter is right, where its name says that it is not.
///
/// # Panics
/// If it is not, at compile time.
#[track_caller]
#[must_use]
pub const fn check_type(is_right: bool, message: &str) -> bool {
    assert!(is_right, "{}", message);
    true
}
