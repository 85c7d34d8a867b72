use crate::const_str::{Message, same};

/// Describes a type whose response is always a redirect.
pub(crate) const REDIRECT: &str = "a redirect";

/// Asserts that the response to an error is not a success.
///
/// `error` is the error as written, or else the return type of the function.
///
/// # Panics
/// If it is, at compile time.
#[track_caller]
pub const fn check_error(success: [Option<&str>; 2], error: &str, is_all: bool) {
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
    message.push("` would be answered with ");
    message.push(status);
    message.push(", as if the caller were let through\n\nhelp: ");
    message.push(if same(status, REDIRECT) {
        "refuse with an error status, as `StatusCode::UNAUTHORIZED`; a middleware around the router may send browsers to a page for it"
    } else {
        "say the status as well: `(StatusCode::BAD_REQUEST, \"Inactive user\")`; or return a `Denial`, or a type with `IntoResponse` of your own"
    });
    panic!("{}", message.as_str());
}
