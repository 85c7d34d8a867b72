//! Whether a scheme accepts a token of this issuer. Runs on every request.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock::now;
use crate::resolve::Seen;
use crate::scheme::{Scheme, SchemeKind, described_at};
use crate::token::VerifiedToken;
use crate::token::issuer_template::matches_issuer;
use crate::verify::Verifier;

/// The issuers whose tokens a scheme accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AcceptedIssuers {
    /// Those that it names.
    Named,
    /// The provider whose metadata is at this address.
    Provider(&'static str),
    /// All that its verifier accepts.
    AllOfVerifier,
    /// Unknown: the verifier accepts several, and the scheme names none of them.
    Ambiguous,
}

impl AcceptedIssuers {
    pub(super) fn of(scheme: &Scheme, verifier: &Verifier, seen: Option<Seen>) -> Self {
        if !scheme.meant.issuers.is_empty() {
            return Self::Named;
        }
        let shares = !scheme.meant.has_own_verifier;
        let is_one_of_several = shares && matches!(seen, Some(Seen::Several));
        // The address may be one for documentation only, which tokens do not contain.
        let provider =
            provider(scheme).filter(|provider| is_one_of_several || is_known(provider, verifier));
        if let Some(provider) = provider {
            return Self::Provider(provider);
        }
        let is_only = matches!(seen, Some(Seen::Only(only)) if only.is(scheme));
        let is_of_one = match seen {
            // Other schemes are unknown here; one authority's tokens are the same under all of its names.
            None => verifier.inner().is_one_authority(),
            Some(_) => verifier.is_of_one(),
        };
        if !shares || is_only || is_of_one {
            Self::AllOfVerifier
        } else {
            Self::Ambiguous
        }
    }

    pub(super) fn includes(self, issuer: &str, scheme: &Scheme) -> bool {
        match self {
            Self::Named => scheme.issuers().any(|named| matches_issuer(named, issuer)),
            Self::Provider(provider) => is_of(issuer, provider),
            Self::AllOfVerifier => true,
            Self::Ambiguous => false,
        }
    }
}

/// Whether the scheme accepts tokens of this issuer.
pub(crate) fn accepts_issuer(
    scheme: &Scheme,
    token: &VerifiedToken,
    verifier: &Verifier,
    seen: impl FnOnce() -> Option<Seen>,
) -> bool {
    let seen = if depends_on_others(scheme, verifier) {
        seen()
    } else {
        None
    };
    let accepted = AcceptedIssuers::of(scheme, verifier, seen);
    match (accepted, token.issuer()) {
        (AcceptedIssuers::AllOfVerifier, _) => true,
        (AcceptedIssuers::Ambiguous, _) => {
            log_ambiguous(scheme);
            false
        }
        (_, Some(issuer)) => accepted.includes(issuer, scheme) && verifier.speaks_for(issuer),
        // The token names no issuer: the verifier accepts tokens of these issuers only.
        (_, None) => {
            let mut all = verifier.issuers().iter();
            let is_listed = all.len() > 0 && verifier.issuer_templates().is_empty();
            is_listed && all.all(|issuer| accepted.includes(issuer, scheme))
        }
    }
}

/// Whether the result may depend on which other schemes there are.
fn depends_on_others(scheme: &Scheme, verifier: &Verifier) -> bool {
    let may_name_a_provider = matches!(scheme.kind, SchemeKind::OpenIdConnect { .. });
    scheme.meant.issuers.is_empty()
        && scheme.shares_its_verifier()
        && (may_name_a_provider || !verifier.is_of_one())
}

/// Whether nothing is clear without information about other schemes. Routers do not tell parts that need none.
pub(crate) fn needs_others(scheme: &Scheme, verifier: &Verifier) -> bool {
    provider(scheme).is_some() || !verifier.inner().is_one_authority()
}

/// Whether the token names an issuer that the scheme does not accept, whichever verifier verified it.
#[cfg(feature = "testing")]
pub(crate) fn contradicts(scheme: &Scheme, token: &VerifiedToken) -> bool {
    let issuer = token.issuer();
    let is_named = !scheme.meant.issuers.is_empty();
    is_named && issuer.is_some_and(|issuer| !AcceptedIssuers::Named.includes(issuer, scheme))
}

/// The issuer of the scheme's provider, without a trailing slash: it is derived from the address of the metadata, which
/// does not show whether the issuer has the slash.
pub(super) fn provider(scheme: &Scheme) -> Option<&'static str> {
    if !matches!(scheme.kind, SchemeKind::OpenIdConnect { .. }) {
        return None;
    }
    let SchemeKind::OpenIdConnect { url } = scheme.configured_kind() else {
        return None;
    };
    described_at(url).filter(|provider| provider.contains("://"))
}

/// Whether the verifier accepts tokens of the provider.
pub(super) fn is_known(provider: &str, verifier: &Verifier) -> bool {
    let mut issuers = verifier.issuers().iter();
    issuers.any(|issuer| is_of(issuer, provider))
}

pub(super) fn is_of(issuer: &str, provider: &str) -> bool {
    issuer.strip_suffix('/').unwrap_or(issuer) == provider
}

/// Logs it at most once a minute: anyone can send tokens.
fn log_ambiguous(scheme: &Scheme) {
    static SAID: AtomicU64 = AtomicU64::new(0);

    let minute = now().as_secs() / 60;
    if SAID.swap(minute, Ordering::Relaxed) != minute {
        let scheme = scheme.name;
        tracing::error!(
            scheme,
            "tokens are refused: the security scheme does not name the issuers that it accepts among those of the \
             verifier"
        );
    }
}
