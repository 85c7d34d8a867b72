use crate::const_str::{Message, same};

/// What is said of a type that is always answered with one.
pub(crate) const REDIRECT: &str = "a redirect";

/// Asserts that an error is not answered with a success.
///
/// `error` is the error as written, or else what the function returns.
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
