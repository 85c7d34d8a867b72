//! Profiles: how a refusal becomes a response.
//!
//! A security scheme responds as RFC 6750 requires ([`Rfc6750`], the default), like FastAPI's tutorial ([`FastApi`],
//! `profile = fastapi`), or as a custom type defines (`rejection = MyRejection`).

mod fastapi;
mod rfc6750;

use axum_core::response::Response;
use http::HeaderValue;

pub use self::fastapi::FastApi;
pub use self::rfc6750::Rfc6750;
use crate::refuse::Denial;

/// Turns a [`Denial`] into a response: the type named by `rejection = ...` of a security scheme.
///
/// ```
/// use axum::response::{IntoResponse, Response};
/// use scopegate::{Denial, Reject, SecurityScheme};
///
/// struct Problem;
///
/// impl Reject for Problem {
///     fn reject(denial: &Denial) -> Response {
///         (denial.status(), format!("problem: {}\n", denial.reason().as_str())).into_response()
///     }
/// }
///
/// #[derive(SecurityScheme)]
/// #[oauth2(client_credentials(token_url = "token"), rejection = Problem)]
/// struct Machine;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how a request is refused",
    label = "implement `scopegate::Reject` for this type",
    note = "or choose a ready-made answer: `profile = rfc6750` or `profile = fastapi`"
)]
pub trait Reject {
    /// The style of the `WWW-Authenticate` headers, which are built at compile time.
    const CHALLENGE: ChallengeStyle = ChallengeStyle::Rfc6750;

    /// How refusals are documented in OpenAPI; by default a 401, a 403 and a 503 with bodies that are not described.
    ///
    /// If a scheme verifies tokens, its provider may be unavailable: without a status from 500 among these, a 503 is
    /// documented as well.
    const REFUSALS: &'static [RefusalDoc] = &[
        RefusalDoc {
            body: &[],
            ..RefusalDoc::UNAUTHORIZED
        },
        RefusalDoc {
            body: &[],
            ..RefusalDoc::FORBIDDEN
        },
        RefusalDoc {
            body: &[],
            ..RefusalDoc::UNAVAILABLE
        },
    ];

    /// The response to a refused request.
    ///
    /// Its status must be an error: a success or a redirect is replaced by 500, and logged. A 401 or 403 without
    /// `WWW-Authenticate` gets [`Denial::challenges`], and a 503 without `Retry-After` gets [`Denial::retry_after`].
    fn reject(denial: &Denial) -> Response;

    /// All of these, for generated code to name once.
    #[doc(hidden)]
    const ANSWERS: Answers = Answers {
        challenge: Self::CHALLENGE,
        refusals: Self::REFUSALS,
        reject: Self::reject,
    };
}

/// The items of a [`Reject`].
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Answers {
    pub(crate) challenge: ChallengeStyle,
    pub(crate) refusals: &'static [RefusalDoc],
    pub(crate) reject: fn(&Denial) -> Response,
}

/// A kind of refusal, as OpenAPI documents it. See [`new`](Self::new) for an example.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RefusalDoc {
    /// The response's status.
    pub status: u16,
    /// The description of the response.
    pub description: &'static str,
    /// The members of its JSON body, all of them strings. Empty if the body is not described.
    pub body: &'static [&'static str],
    /// Whether it applies only to requests that lack a scope.
    pub for_missing_scopes: bool,
}

impl RefusalDoc {
    /// A refusal with this status, whose body is not described.
    ///
    /// ```
    /// use scopegate::profile::RefusalDoc;
    ///
    /// const TEAPOT: RefusalDoc = RefusalDoc::new(418, "The token is for another pot.")
    ///     .body(&["error"])
    ///     .for_missing_scopes();
    /// ```
    #[must_use]
    pub const fn new(status: u16, description: &'static str) -> Self {
        Self {
            status,
            description,
            body: &[],
            for_missing_scopes: false,
        }
    }

    /// Sets another status.
    #[must_use]
    pub const fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Describes a JSON body that has these members, all of them strings.
    #[must_use]
    pub const fn body(self, members: &'static [&'static str]) -> Self {
        Self {
            body: members,
            ..self
        }
    }

    /// Limits it to requests that lack a scope.
    #[must_use]
    pub const fn for_missing_scopes(self) -> Self {
        Self {
            for_missing_scopes: true,
            ..self
        }
    }

    /// 401 with the body of the RFC 6750 profile.
    pub const UNAUTHORIZED: Self = Self {
        status: 401,
        description: "The access token is missing or not valid.",
        body: &["error", "error_description"],
        for_missing_scopes: false,
    };
    /// 403 with the body of the RFC 6750 profile, for a token that lacks a scope.
    pub const FORBIDDEN: Self = Self {
        status: 403,
        description: "The access token lacks a required scope.",
        body: &["error", "error_description"],
        for_missing_scopes: true,
    };
    /// 503 with the body of the RFC 6750 profile, if a token could not be verified. Only schemes that verify tokens use
    /// it.
    pub const UNAVAILABLE: Self = Self {
        status: 503,
        description: "Access tokens cannot be verified at the moment.",
        body: &["error", "error_description"],
        for_missing_scopes: false,
    };
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The style of `WWW-Authenticate`.
///
/// ```
/// use axum::response::{IntoResponse, Response};
/// use scopegate::profile::ChallengeStyle;
/// use scopegate::{Denial, Reject};
///
/// /// A body of its own, with the challenges of FastAPI's tutorial.
/// enum PlainText {}
///
/// impl Reject for PlainText {
///     const CHALLENGE: ChallengeStyle = ChallengeStyle::FastApi;
///
///     fn reject(denial: &Denial) -> Response {
///         (denial.status(), denial.reason().as_str()).into_response()
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChallengeStyle {
    /// `Bearer realm="...", error="...", scope="..."` (RFC 6750 section 3).
    Rfc6750,
    /// `Bearer scope="..."`, as in FastAPI's tutorial.
    FastApi,
}

/// The kinds of challenges of a scheme in a handler's graph.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ChallengeKind {
    MissingCredentials,
    InvalidToken,
    InsufficientScope,
    /// It is not prepared: only a scheme whose challenges are written at run time has it.
    InsufficientUserAuthentication,
}

impl ChallengeKind {
    /// Those that are prepared, by their value as an index.
    pub(crate) const ALL: [Self; 3] = [
        Self::MissingCredentials,
        Self::InvalidToken,
        Self::InsufficientScope,
    ];
}
