use crate::const_str::{Message, same};

/// Describes a type whose response is always a redirect.
pub(crate) const REDIRECT: &str = "a redirect";

/// Asserts that the response to an error is not a success, and that a permission that is refused is declared.
///
/// `error` is the error as written, or else the return type of the function.
///
/// # Panics
/// If it is, at compile time.
#[track_caller]
pub const fn check_error(
    success: [Option<&str>; 2],
    error: &str,
    is_all: bool,
    is_undeclared_permission: bool,
) {
    assert!(
        !is_undeclared_permission,
        "`NotPermitted` refuses a permission, and the function declares none\n\nhelp: write \
         `#[dependency(permission = \"item:owner\", ...)]`, with `not_found` for 404 instead of 403"
    );
    let ([Some(status), _] | [None, Some(status)]) = success else {
        return;
    };
    let mut message = Message::new();
    message.push(if is_all {
        "the error of `"
    } else {
        "the error `"
    });
    message.push(error);
    message.push("` would be sent as ");
    message.push(status);
    message.push(", as if the request had been accepted\n\nhelp: ");
    message.push(if same(status, REDIRECT) {
        "return an error status, such as `StatusCode::UNAUTHORIZED`; a middleware around the router can redirect \
         browsers"
    } else {
        "return the status as well: `(StatusCode::BAD_REQUEST, \"Inactive user\")`; or return a `Denial`, or your \
         own type with `IntoResponse`"
    });
    panic!("{}", message.as_str());
}
