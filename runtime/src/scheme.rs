//! Security schemes, as the derive macro describes them.

use axum_core::response::Response;

use crate::const_str::same;
use crate::graph::Location;
use crate::refuse::Denial;
use crate::refuse::profile::{Answers, ChallengeStyle, RefusalDoc};

/// A security scheme with its scopes. Derive it with [`SecurityScheme`](derive@crate::SecurityScheme), which has
/// examples; do not implement it by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a security scheme",
    label = "not a security scheme",
    note = "write `#[derive(SecurityScheme)]` and `#[oauth2(...)]` above it"
)]
pub trait SecurityScheme {
    /// The scheme as its attribute declares it.
    const SCHEME: &'static Scheme;
}

/// A security scheme as its `#[oauth2(...)]` declares it.
///
/// See [`SecurityScheme`](derive@crate::SecurityScheme) for examples.
#[derive(Debug)]
#[non_exhaustive]
pub struct Scheme {
    /// The name of the type.
    pub name: &'static str,
    /// The module of the type.
    pub module: &'static str,
    /// The type's doc comment.
    pub description: &'static str,
    /// The `realm` of the scheme's challenges (RFC 9110 section 11.5).
    pub realm: &'static str,
    /// The kind of credentials that it requires.
    pub kind: SchemeKind,
    /// The OAuth2 flows by which a client obtains a token. A URL that comes from configuration is empty here: see
    /// [`configured_flows`](Self::configured_flows).
    pub flows: &'static [Flow],
    /// The scheme's scopes, in source order.
    pub scopes: &'static [ScopeInfo],
    /// Where it is declared.
    pub(crate) location: Location,
    /// Whether some of its scopes imply others.
    pub(crate) has_implications: bool,
    /// The issuers whose tokens it accepts.
    pub(crate) meant: Meant,
    configured: Option<fn() -> Configured>,
    pub(crate) challenge_style: ChallengeStyle,
    #[cfg_attr(not(feature = "openapi"), expect(dead_code, reason = "only documents"))]
    pub(crate) refusals: &'static [RefusalDoc],
    // It ties five files into a circle: a scheme says how a `Denial` is answered, a `Denial` knows its place in a plan, a
    // plan consists of nodes, and a node may be a scheme.
    pub(crate) reject: fn(&Denial) -> Response,
}

impl Scheme {
    /// A scheme that refuses requests with the given [`Reject`](crate::Reject).
    #[doc(hidden)]
    #[must_use]
    pub const fn answering(declared: Declared, answers: Answers) -> Self {
        let Declared {
            name,
            module,
            description,
            realm,
            kind,
            flows,
            scopes,
            location,
            meant,
            configured,
        } = declared;
        Self {
            name,
            module,
            description,
            realm,
            kind,
            flows,
            scopes,
            location,
            has_implications: implies(scopes),
            meant,
            configured,
            challenge_style: answers.challenge,
            refusals: answers.refusals,
            reject: answers.reject,
        }
    }

    /// The flows, with the current values of URLs that come from configuration.
    #[must_use]
    pub fn configured_flows(&self) -> Vec<Flow> {
        self.configured
            .map_or_else(|| self.flows.to_vec(), |read| read().flows)
    }

    /// The kind, with the current value of a URL that comes from configuration.
    #[must_use]
    pub fn configured_kind(&self) -> SchemeKind {
        self.configured.map_or(self.kind, |read| read().kind)
    }

    /// The issuers whose tokens the scheme accepts, as its attribute or the configuration names them. Empty if it names
    /// none: then it accepts tokens of every issuer that the verifier accepts.
    pub fn issuers(&self) -> impl Iterator<Item = &'static str> {
        self.meant.issuers.iter().map(|issuer| issuer.get())
    }

    /// Whether both are the same declaration.
    pub(crate) fn is(&self, other: &Self) -> bool {
        // A constant has no unique address to compare.
        self.name == other.name && self.module == other.module && self.location.is(&other.location)
    }

    /// Whether scopegate verifies the credentials and their scopes. If not, the function that takes them must do that.
    pub(crate) const fn verifies(&self) -> bool {
        self.kind.is_verified()
    }

    /// Whether its tokens are verified by the verifier that other schemes use, too.
    pub(crate) const fn shares_its_verifier(&self) -> bool {
        self.verifies() && !self.meant.has_own_verifier
    }

    /// Its scopes, each with the scopes that it implies.
    pub(crate) fn implications(
        &self,
    ) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        self.scopes.iter().map(|scope| (scope.name, scope.implies))
    }

    pub(crate) const fn declares(&self, scope: &str) -> bool {
        let mut i = 0;
        while i < self.scopes.len() {
            if same(self.scopes[i].name, scope) {
                return true;
            }
            i += 1;
        }
        false
    }
}

/// The path of a provider's metadata (OpenID Connect Discovery 1.0 section 4).
const DESCRIPTION: &str = "/.well-known/openid-configuration";

/// The issuer whose metadata is at `url` (OpenID Connect Discovery 1.0 section 4). The URL does not tell whether the
/// issuer ends with a slash.
pub(crate) const fn described_at(url: &'static str) -> Option<&'static str> {
    let Some(length) = url.len().checked_sub(DESCRIPTION.len()) else {
        return None;
    };
    match url.split_at_checked(length) {
        Some((issuer, path)) if !issuer.is_empty() && same(path, DESCRIPTION) => Some(issuer),
        _ => None,
    }
}

/// Whether some of the scopes imply others.
const fn implies(scopes: &[ScopeInfo]) -> bool {
    let mut i = 0;
    while i < scopes.len() {
        if !scopes[i].implies.is_empty() {
            return true;
        }
        i += 1;
    }
    false
}

/// The contents of `#[oauth2(...)]`.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    pub name: &'static str,
    pub module: &'static str,
    pub description: &'static str,
    pub realm: &'static str,
    pub kind: SchemeKind,
    pub flows: &'static [Flow],
    pub scopes: &'static [ScopeInfo],
    pub location: Location,
    pub meant: Meant,
    pub configured: Option<fn() -> Configured>,
}

/// The issuers that a scheme means, as its attribute names them.
///
/// It is not called after the issuers that are accepted, because it does not decide that: without a name here, a scheme
/// may accept those of its provider, or all of its verifier. See `AcceptedIssuers` in `resolve/binding/issuers.rs`, which
/// does.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Meant {
    /// The issuers, if the attribute names any.
    pub issuers: &'static [Issuer],
    /// Whether the scheme has its own verifier.
    pub has_own_verifier: bool,
}

impl Meant {
    /// Any issuer that the verifier in the router's state accepts.
    pub const ANY: Self = Self {
        issuers: &[],
        has_own_verifier: false,
    };
}

/// An issuer, from the attribute or from configuration.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Issuer {
    Is(&'static str),
    Configured(fn() -> &'static str),
}

impl Issuer {
    fn get(self) -> &'static str {
        match self {
            Self::Is(issuer) => issuer,
            Self::Configured(read) => read(),
        }
    }
}

/// The contents of a scheme's attribute, with the values that come from configuration.
#[doc(hidden)]
#[derive(Debug)]
pub struct Configured {
    kind: SchemeKind,
    flows: Vec<Flow>,
}

impl Configured {
    #[must_use]
    pub fn new(kind: SchemeKind, flows: &[Flow]) -> Self {
        Self {
            kind,
            flows: flows.to_vec(),
        }
    }
}

/// The kind of credentials that a [`Scheme`] requires.
///
/// See [`SecurityScheme`](derive@crate::SecurityScheme) for examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// An OAuth2 access token (RFC 6749). scopegate verifies it.
    OAuth2,
    /// An access token of an OpenID Connect provider. scopegate verifies it.
    OpenIdConnect {
        /// The URL of the provider's metadata (OpenID Connect Discovery 1.0 section 4). Empty if it comes from
        /// configuration: see [`Scheme::configured_kind`].
        url: &'static str,
    },
    /// A bearer token (RFC 6750) that the application checks.
    HttpBearer {
        /// The format of the token, for the documentation only. May be empty.
        bearer_format: &'static str,
    },
    /// A username and a password (RFC 7617) that the application checks.
    HttpBasic,
    /// A key that the application checks.
    ApiKey {
        /// Where the request carries the key.
        location: KeyLocation,
        /// The name of the header, the query parameter or the cookie.
        name: &'static str,
    },
}

impl SchemeKind {
    /// Whether scopegate verifies such credentials: see [`Scheme::verifies`].
    pub(crate) const fn is_verified(self) -> bool {
        matches!(self, Self::OAuth2 | Self::OpenIdConnect { .. })
    }
}

/// Where a request carries an API key.
///
/// ```
/// use scopegate::{KeyLocation, SchemeKind, SecurityScheme};
///
/// /// The key of a machine.
/// #[derive(SecurityScheme)]
/// #[api_key(header = "X-API-Key")]
/// struct MachineKey;
///
/// let SchemeKind::ApiKey { location, name } = MachineKey::SCHEME.kind else {
///     unreachable!("it is declared with `#[api_key]`");
/// };
/// assert_eq!((location, name), (KeyLocation::Header, "X-API-Key"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyLocation {
    /// A header.
    Header,
    /// A query parameter. It ends up in the logs of servers and proxies.
    Query,
    /// A cookie (RFC 6265).
    Cookie,
}

impl KeyLocation {
    /// The name that OpenAPI uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}

/// A scope and its description.
///
/// See [`SecurityScheme`](derive@crate::SecurityScheme) for examples.
#[derive(Debug, Clone, Copy)]
pub struct ScopeInfo {
    /// The scope-token (RFC 6749 section 3.3).
    pub name: &'static str,
    /// What the scope allows, for the person who grants it.
    pub description: &'static str,
    /// The scopes that this one implies, directly or through others.
    pub implies: &'static [&'static str],
}

/// An OAuth2 flow, named as in OpenAPI 3.1. URLs may be relative to the service.
///
/// See [`SecurityScheme`](derive@crate::SecurityScheme) for examples.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Flow {
    /// RFC 6749 section 4.3. RFC 9700 forbids it for new third-party services.
    Password {
        /// The token endpoint.
        token_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749 section 4.1.
    AuthorizationCode {
        /// The authorization endpoint.
        authorization_url: &'static str,
        /// The token endpoint.
        token_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749 section 4.4.
    ClientCredentials {
        /// The token endpoint.
        token_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749 section 4.2. RFC 9700 advises against it.
    Implicit {
        /// The authorization endpoint.
        authorization_url: &'static str,
        /// The endpoint that exchanges refresh tokens.
        refresh_url: Option<&'static str>,
    },
}

#[cfg(test)]
mod for_tests {
    use super::{Declared, Location, Meant, Scheme, SchemeKind, ScopeInfo};
    use crate::refuse::profile::{Reject, Rfc6750};

    impl Scheme {
        /// A scheme without flows, for the unit tests of code that reads schemes.
        pub(crate) const fn named(name: &'static str, scopes: &'static [ScopeInfo]) -> Self {
            Self::of_kind(name, SchemeKind::OAuth2, scopes)
        }

        /// The same for other credentials.
        pub(crate) const fn of_kind(
            name: &'static str,
            kind: SchemeKind,
            scopes: &'static [ScopeInfo],
        ) -> Self {
            let declared = Declared {
                name,
                module: "app::auth",
                description: "",
                realm: "",
                kind,
                flows: &[],
                scopes,
                location: Location::NOWHERE,
                meant: Meant::ANY,
                configured: None,
            };
            Self::answering(declared, <Rfc6750 as Reject>::ANSWERS)
        }
    }
}
