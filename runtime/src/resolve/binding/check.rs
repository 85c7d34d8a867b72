//! Checks that the issuer of each scheme of a router is unambiguous, once its verifiers are known.

use super::issuers::{AcceptedIssuers, is_known, provider};
use crate::resolve::{Bound, Seen, Sighting};
use crate::scheme::Scheme;
use crate::token::issuer_template::may_meet;
use crate::verify::Verifier;

/// Checks the security schemes of a router, and returns what its requests must know.
///
/// # Panics
/// If a scheme does not name its issuer and there are several candidates, or if it names an issuer whose tokens its
/// verifier never accepts.
#[track_caller]
pub(crate) fn check(bound: &[Bound]) -> Vec<Sighting> {
    let mut told = Vec::new();
    for (place, first) in bound.iter().enumerate() {
        check_named(first);
        let is_with_first =
            |other: &&Bound| other.uses_that_of_the_state() && other.verifier.is(&first.verifier);
        if !is_with_first(&first) || bound[..place].iter().any(|other| is_with_first(&other)) {
            continue;
        }
        let group = bound.iter().filter(is_with_first);
        let schemes: Vec<_> = group.map(|bound| bound.scheme).collect();
        let seen = check_group(&schemes, &first.verifier);
        told.extend(seen.map(|seen| Sighting {
            verifier: Some(first.verifier.clone()),
            seen,
        }));
    }
    told
}

/// Checks the schemes that share a verifier.
#[track_caller]
fn check_group(schemes: &[&'static Scheme], verifier: &Verifier) -> Option<Seen> {
    let seen = Seen::among(schemes.iter().copied());
    let accepted = |scheme: &Scheme, seen| AcceptedIssuers::of(scheme, verifier, seen);
    let is_ambiguous =
        |scheme: &&&Scheme| matches!(accepted(scheme, seen), AcceptedIssuers::Ambiguous);
    let ambiguous: Vec<_> = schemes.iter().filter(is_ambiguous).copied().collect();
    assert!(
        ambiguous.is_empty(),
        "{}",
        ambiguous_message(&ambiguous, verifier)
    );
    for scheme in schemes {
        if let AcceptedIssuers::Provider(provider) = accepted(scheme, seen)
            && !is_known(provider, verifier)
        {
            check_accepts(scheme, provider, verifier);
        }
    }
    // Requests need no information that they can derive themselves.
    let differs = |scheme: &&Scheme| accepted(scheme, seen) != accepted(scheme, None);
    seen.filter(|_| schemes.iter().any(differs))
}

/// Checks a scheme that names its issuers.
#[track_caller]
fn check_named(bound: &Bound) {
    let (scheme, verifier) = (bound.scheme, &bound.verifier);
    let Some(first) = scheme.issuers().next() else {
        return;
    };
    let name = scheme.name;
    assert!(
        scheme.issuers().all(|issuer| !issuer.is_empty()),
        "an issuer of the security scheme `{name}` is an empty string",
    );
    let is_accepted = |issuer: &str| {
        let mut own = verifier.issuers_and_templates();
        own.any(|own| may_meet(own, issuer))
    };
    if !scheme.issuers().any(is_accepted) {
        check_accepts(scheme, first, verifier);
    }
}

#[track_caller]
fn check_accepts(scheme: &Scheme, issuer: &str, verifier: &Verifier) {
    assert!(
        verifier.issuers_and_templates().next().is_none(),
        "the security scheme `{}` expects tokens of `{issuer}`, but its verifier only accepts those of {}\n\nhelp: \
         write the issuer exactly as in the `iss` of tokens, in the scheme's attribute as `issuer = \"...\"` and in \
         the verifier",
        scheme.name,
        names(verifier),
    );
}

fn ambiguous_message(ambiguous: &[&Scheme], verifier: &Verifier) -> String {
    let named = ambiguous.iter().map(|scheme| match provider(scheme) {
        None => format!("`{}` (in `{}`)", scheme.name, scheme.module),
        Some(provider) => format!(
            "`{}` (in `{}`, of `{provider}`)",
            scheme.name, scheme.module
        ),
    });
    let named: Vec<_> = named.collect();
    let example = verifier.issuers_and_templates().next().unwrap_or_default();
    format!(
        "several security schemes share a verifier that accepts tokens of several issuers ({}), and no issuer is \
         named by {}\n\nhelp: write `issuer = \"{example}\"` or `issuers = [...]` in the attribute of each, or give a \
         scheme its own verifier: `verifier = {}`",
        names(verifier),
        named.join(" and "),
        ambiguous.first().map_or("", |scheme| scheme.name),
    )
}

fn names(verifier: &Verifier) -> String {
    let all = verifier.issuers_and_templates();
    let names = all.map(|issuer| format!("`{issuer}`"));
    names.collect::<Vec<_>>().join(", ")
}
