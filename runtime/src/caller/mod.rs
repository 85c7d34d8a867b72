//! Who is calling, for middleware: access logs, rate limits, tracing spans.
//!
//! Middleware runs before the token is verified. With [`IdentifyCallers`] around a router, its responses carry the
//! [`Callers`] of their requests in the extensions, without the tokens. Together with the [`Denial`](crate::Denial) of a
//! refused request, that is all that an access log needs.
//!
//! ```
//! # use axum::body::Body;
//! # use axum::http::{Request, header};
//! use scopegate::caller::{Callers, IdentifyCallers};
//! use scopegate::routing::get;
//! use scopegate::{AccessToken, SecureRouter, SecurityScheme, TokenIssuer, Verifier, security};
//! # use tower::ServiceExt;
//!
//! #[derive(SecurityScheme)]
//! #[oauth2(password(token_url = "token"), scopes("me" = "You."))]
//! struct OAuth2;
//!
//! #[security(scopes = ["me"], depends = OAuth2)]
//! async fn me(_token: AccessToken) {}
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let secret = b"at least 32 bytes that nobody knows";
//! let app = SecureRouter::new()
//!     .route("/me", get(me))
//!     .with_state(Verifier::hs256(secret)?)
//!     .into_router()
//!     .layer(IdentifyCallers);
//!
//! # let token = TokenIssuer::hs256(secret)?.issue("johndoe", ["me"])?;
//! # let request = Request::get("/me").header(header::AUTHORIZATION, format!("Bearer {token}"));
//! # let response = app.oneshot(request.body(Body::empty())?).await?;
//! let callers = response.extensions().get::<Callers>();
//! let caller = callers.and_then(|callers| callers.iter().next());
//! assert_eq!(caller.and_then(|caller| caller.subject()), Some("johndoe"));
//! # Ok(())
//! # }
//! ```

mod admitted;
mod layer;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::Extensions;
use serde::Deserialize;

pub use self::admitted::Admitted;
pub(crate) use self::admitted::admit;
pub use self::layer::{IdentifyCallers, IdentifyCallersService};
use crate::token::VerifiedToken;

/// Whose token a request carries, as far as it was verified.
///
/// See the [module](self) for an example.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    scheme: &'static str,
    subject: Option<Box<str>>,
    client: Option<Box<str>>,
    issuer: Option<Box<str>>,
}

impl Caller {
    /// The name of the security scheme that accepted the token.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// The subject (`sub`): the user, or the client if it acts for itself (RFC 9068 section 2.2).
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The client: `client_id` (RFC 8693 section 4.3) or, without it, `azp` (OpenID Connect Core 1.0 section 2).
    #[must_use]
    pub fn client(&self) -> Option<&str> {
        self.client.as_deref()
    }

    /// The issuer of the token: its `iss`, or the only issuer of its verifier.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    fn of(token: &VerifiedToken, scheme: &'static str) -> Self {
        let claims: Named = token.claims().unwrap_or_default();
        Self {
            scheme,
            subject: claims.sub,
            client: claims.client_id.or(claims.azp),
            issuer: token.issuer().map(Box::from),
        }
    }
}

/// The claims that name somebody. They are not trusted to be text: another type names nobody.
#[derive(Default, Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "text")]
    sub: Option<Box<str>>,
    #[serde(default, deserialize_with = "text")]
    client_id: Option<Box<str>>,
    #[serde(default, deserialize_with = "text")]
    azp: Option<Box<str>>,
}

fn text<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Box<str>>, D::Error> {
    let value = serde_json::Value::deserialize(value)?;
    Ok(value.as_str().map(Box::from))
}

/// The callers of a request, one for each security scheme that accepted a token of it: in the extensions of its response,
/// and of the request that a service inside of a [level](crate::level!) gets.
///
/// There are none for a request without a valid token. A token that lacks a scope is valid: whether the request was
/// refused, and why, is in the [`Denial`](crate::Denial). API keys, passwords and opaque tokens that the application
/// checks are not among them.
///
/// See the [module](self) for an example.
#[derive(Clone, Debug)]
pub struct Callers(Arc<[Caller]>);

impl Callers {
    /// In the order in which the tokens were verified.
    pub fn iter(&self) -> std::slice::Iter<'_, Caller> {
        self.0.iter()
    }
}

impl<'c> IntoIterator for &'c Callers {
    type Item = &'c Caller;
    type IntoIter = std::slice::Iter<'c, Caller>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A place in a request for its callers.
#[derive(Clone, Default)]
struct Noted {
    callers: Arc<Mutex<Vec<Caller>>>,
    /// That of the request from which this one was made: others may be made from it, which have callers of their own.
    outer: Option<Arc<Self>>,
}

impl Noted {
    /// The callers so far, if there are any.
    fn callers(&self) -> Option<Callers> {
        let callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        (!callers.is_empty()).then(|| Callers(callers.as_slice().into()))
    }

    fn add(&self, caller: &Caller) {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if !callers.contains(caller) {
            callers.push(caller.clone());
        }
    }
}

/// Lets the callers of a request be noted, after those that outer levels have published.
pub(crate) fn observe(extensions: &mut Extensions) {
    let outer = extensions.remove::<Noted>().map(Arc::new);
    let known = extensions.get::<Callers>().map(|known| known.0.to_vec());
    extensions.insert(Noted {
        callers: Arc::new(Mutex::new(known.unwrap_or_default())),
        outer,
    });
}

/// Puts the callers that were noted so far into the extensions of their request.
pub(crate) fn publish(extensions: &mut Extensions) {
    let callers = extensions.get::<Noted>().and_then(Noted::callers);
    if let Some(callers) = callers {
        extensions.insert(callers);
    }
}

/// Notes whose token a scheme has accepted, if something asks for that.
pub(crate) fn note(extensions: &Extensions, token: &VerifiedToken, scheme: &'static str) {
    let Some(noted) = extensions.get::<Noted>() else {
        return;
    };
    let caller = Caller::of(token, scheme);
    let all = std::iter::successors(Some(noted), |noted| noted.outer.as_deref());
    all.for_each(|noted| noted.add(&caller));
}

/// Shows only the scheme: names are personal data, and belong in no log by accident.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}
