use axum_core::response::Response;

#[cfg(feature = "openapi")]
use super::KeyLocation;
use super::scope_info::have_implications;
use super::{Flow, Meant, SchemeKind, ScopeInfo, TokenPlace};
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
    /// Where a request carries the token, if the credentials are one.
    pub place: TokenPlace,
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
            place,
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
            place,
            flows,
            scopes,
            location,
            has_implications: have_implications(scopes),
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

    /// Whether its tokens may say how a user was authenticated: they are verified, and some flow has a user.
    pub(crate) const fn authenticates_users(&self) -> bool {
        let mut i = 0;
        while i < self.flows.len() {
            if !matches!(self.flows[i], Flow::ClientCredentials { .. }) {
                return true;
            }
            i += 1;
        }
        self.verifies() && self.flows.is_empty()
    }

    /// Whether its credentials are in a cookie that counts for the service's own pages only.
    #[cfg(feature = "openapi")]
    pub(crate) const fn refuses_other_sites(&self) -> bool {
        match self.kind {
            SchemeKind::HttpBasic => false,
            SchemeKind::ApiKey {
                location,
                cross_site,
                ..
            } => matches!(location, KeyLocation::Cookie) && !cross_site,
            _ => matches!(
                self.place,
                TokenPlace::Cookie {
                    cross_site: false,
                    ..
                }
            ),
        }
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

/// The contents of `#[oauth2(...)]`.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    pub name: &'static str,
    pub module: &'static str,
    pub description: &'static str,
    pub realm: &'static str,
    pub kind: SchemeKind,
    pub place: TokenPlace,
    pub flows: &'static [Flow],
    pub scopes: &'static [ScopeInfo],
    pub location: Location,
    pub meant: Meant,
    pub configured: Option<fn() -> Configured>,
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

#[cfg(test)]
mod for_tests {
    use super::{Declared, Location, Meant, Scheme, SchemeKind, ScopeInfo, TokenPlace};
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
                place: TokenPlace::BEARER,
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
