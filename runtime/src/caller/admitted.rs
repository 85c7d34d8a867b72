use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::Extensions;

/// What the dependencies of [levels](crate::level!) returned when they admitted a request to a service: in the extensions
/// of the request, for [`protected`](crate::SecureRouter::protected), [`into_layer`](crate::Level::into_layer) and
/// `operations`.
///
/// ```
/// # use axum::body::{Body, to_bytes};
/// # use axum::http::{Request, header};
/// use axum::Router;
/// use axum::extract::Extension;
/// use axum::routing::get;
/// use scopegate::caller::Admitted;
/// use scopegate::{AccessToken, Denial, SecureRouter, SecurityScheme, dependency, level};
/// # use scopegate::{TokenIssuer, Verifier};
/// # use tower::ServiceExt;
///
/// #[derive(SecurityScheme)]
/// #[oauth2(password(token_url = "token"), scopes("reports" = "Read reports."))]
/// struct OAuth2;
///
/// #[derive(Clone)]
/// struct User(String);
///
/// #[dependency(depends = OAuth2)]
/// fn current_user(token: AccessToken) -> Result<User, Denial> {
///     token.claims().sub.clone().map(User).ok_or_else(|| token.deny())
/// }
///
/// /// A handler of axum.
/// async fn greet(Extension(admitted): Extension<Admitted>) -> String {
///     admitted.get::<User>().map_or_else(String::new, |user| format!("Hello, {}!", user.0))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let service = Router::new().route("/", get(greet));
/// let router = SecureRouter::new()
///     .protected("/reports", level!(scopes = ["reports"], depends = current_user), service);
/// # let app = router.with_state(Verifier::hs256([7; 32])?).into_router();
/// # let token = TokenIssuer::hs256([7; 32])?.issue("johndoe", ["reports"])?;
/// # let request = Request::get("/reports").header(header::AUTHORIZATION, format!("Bearer {token}"));
/// # let response = app.oneshot(request.body(Body::empty())?).await?;
/// # assert_eq!(to_bytes(response.into_body(), 100).await?, "Hello, johndoe!");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Admitted(Option<Arc<Level>>);

/// The value of the innermost level, which never changes: requests that are made from one share it, and so do all requests
/// of an application that adds a default.
struct Level {
    value: Mutex<Box<dyn Any + Send>>,
    outer: Admitted,
}

impl Admitted {
    /// A copy of the value of this type, if a dependency returned one. If several did, it is that of the innermost level.
    #[must_use]
    pub fn get<T: Clone + 'static>(&self) -> Option<T> {
        let mut levels = std::iter::successors(self.0.as_deref(), |level| level.outer.0.as_deref());
        levels.find_map(|level| {
            let value = level.value.lock().unwrap_or_else(PoisonError::into_inner);
            value.downcast_ref().cloned()
        })
    }
}

/// Keeps the value of a dependency for the service that gets the request.
pub(crate) fn admit(extensions: &mut Extensions, value: Option<Box<dyn Any + Send>>) {
    let Some(value) = value else {
        return;
    };
    let level = Level {
        value: Mutex::new(value),
        outer: extensions.remove().unwrap_or_default(),
    };
    extensions.insert(Admitted(Some(Arc::new(level))));
}

/// Shows nothing of the values.
impl fmt::Debug for Admitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admitted").finish_non_exhaustive()
    }
}
