//! Security schemes: what the derive macro knows of one.

use axum_core::response::Response;

use crate::const_str::same;
use crate::graph::Location;
use crate::refuse::Denial;
use crate::refuse::profile::{Answers, ChallengeStyle, RefusalDoc};

/// A way to authenticate, with the scopes that exist for it. Derive it; do not write it by hand.
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
#[derive(Debug)]
#[non_exhaustive]
pub struct Scheme {
    /// The name of the type.
    pub name: &'static str,
    /// The module of the type.
    pub module: &'static str,
    /// Its doc comment.
    pub description: &'static str,
    /// The `realm` of its challenges (RFC 9110, section 11.5).
    pub realm: &'static str,
    /// What credentials it asks for.
    pub kind: SchemeKind,
    /// How a client gets a token from OAuth2. A URL that comes from configuration is empty here: see
    /// [`configured_flows`](Self::configured_flows).
    pub flows: &'static [Flow],
    /// The scopes that exist, in the order of the source.
    pub scopes: &'static [ScopeInfo],
    /// Where it is declared.
    pub(crate) location: Location,
    /// Whether some of its scopes imply others.
    pub(crate) has_implications: bool,
    /// Whose tokens it means.
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
    /// A scheme that refuses requests as a [`Reject`](crate::Reject) says.
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

    /// The flows with the URLs that come from configuration, as they are at the moment.
    #[must_use]
    pub fn configured_flows(&self) -> Vec<Flow> {
        self.configured
            .map_or_else(|| self.flows.to_vec(), |read| read().flows)
    }

    /// The same of its kind.
    #[must_use]
    pub fn configured_kind(&self) -> SchemeKind {
        self.configured.map_or(self.kind, |read| read().kind)
    }

    /// The issuers whose tokens it means, as its attribute or the configuration names them. None where it names
    /// nobody: then it means whomever the verifier does.
    pub fn issuers(&self) -> impl Iterator<Item = &'static str> {
        self.meant.issuers.iter().map(|issuer| issuer.get())
    }

    /// Whether both are the same declaration.
    pub(crate) fn is(&self, other: &Self) -> bool {
        // A constant has no address of its own.
        self.name == other.name && self.module == other.module && self.location.is(&other.location)
    }

    /// Whether scopegate verifies its credentials, with their scopes. Else the function that takes
    /// them has to.
    pub(crate) const fn verifies(&self) -> bool {
        self.kind.is_verified()
    }

    /// Whether its tokens go to the verifier that other schemes use, too.
    pub(crate) const fn shares_its_verifier(&self) -> bool {
        self.verifies() && !self.meant.has_own_verifier
    }

    /// Its scopes, each with those that it implies.
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

/// What the description of a provider is called (OpenID Connect Discovery 1.0, section 4).
pub(crate) const DESCRIPTION: &str = "/.well-known/openid-configuration";

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

/// What `#[oauth2(...)]` says.
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

/// Whose tokens a scheme means.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Meant {
    /// Who issues them, if it says so.
    pub issuers: &'static [Issuer],
    /// Whether a verifier of its own checks them.
    pub has_own_verifier: bool,
}

impl Meant {
    /// Whomever the verifier of the router's state means.
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

/// What a scheme's attribute says, with what it takes from configuration.
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

/// What credentials a [`Scheme`] asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// An access token of OAuth2 (RFC 6749), which is verified.
    OAuth2,
    /// An access token of a provider of OpenID Connect, which is verified.
    OpenIdConnect {
        /// Where the provider describes itself (OpenID Connect Discovery 1.0, section 4). Empty if it comes from
        /// configuration: see [`Scheme::configured_kind`].
        url: &'static str,
    },
    /// A bearer token (RFC 6750) that the application looks at.
    HttpBearer {
        /// What the token is, for readers of the documentation. It may be empty.
        bearer_format: &'static str,
    },
    /// A username and a password (RFC 7617) that the application looks at.
    HttpBasic,
    /// A key that the application looks at.
    ApiKey {
        /// Where the key is.
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

/// Where an API key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyLocation {
    /// A header.
    Header,
    /// A parameter of the query. It ends up in logs of servers and proxies.
    Query,
    /// A cookie (RFC 6265).
    Cookie,
}

impl KeyLocation {
    /// The name in OpenAPI.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}

/// A scope with what it allows.
#[derive(Debug, Clone, Copy)]
pub struct ScopeInfo {
    /// The scope-token (RFC 6749, section 3.3).
    pub name: &'static str,
    /// What it allows, in words for the person who grants it.
    pub description: &'static str,
    /// The scopes that whoever has it has as well, and those that they imply in turn.
    pub implies: &'static [&'static str],
}

/// An OAuth2 flow, as OpenAPI 3.1 names them. URLs may be relative to the service.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Flow {
    /// RFC 6749, section 4.3. RFC 9700 forbids it to new services of third parties.
    Password {
        /// The token endpoint.
        token_url: &'static str,
        /// Where a refresh token is exchanged.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749, section 4.1.
    AuthorizationCode {
        /// The authorization endpoint.
        authorization_url: &'static str,
        /// The token endpoint.
        token_url: &'static str,
        /// Where a refresh token is exchanged.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749, section 4.4.
    ClientCredentials {
        /// The token endpoint.
        token_url: &'static str,
        /// Where a refresh token is exchanged.
        refresh_url: Option<&'static str>,
    },
    /// RFC 6749, section 4.2. RFC 9700 advises against it.
    Implicit {
        /// The authorization endpoint.
        authorization_url: &'static str,
        /// Where a refresh token is exchanged.
        refresh_url: Option<&'static str>,
    },
}

#[cfg(test)]
mod for_tests {
    use super::{Declared, Location, Meant, Scheme, SchemeKind, ScopeInfo};
    use crate::refuse::profile::{Reject, Rfc6750};

    impl Scheme {
        /// A scheme without flows, for unit tests of what reads schemes.
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
