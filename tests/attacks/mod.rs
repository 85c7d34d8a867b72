//! Published attacks on JWTs and on the libraries that read them: each is refused for its reason, by the verifier
//! and over HTTP, and the honest token beside it is accepted by the same verifier.
//!
//! A row names where the attack was published: a CVE, an RFC, a paper. `service::verify` is the only place that
//! asks a verifier.

mod attack;
mod claims;
mod compact;
mod configuration;
mod confusion;
mod dates;
pub(crate) mod ecdsa;
mod ed25519;
mod extensions;
pub(crate) mod forge;
mod header;
mod injection;
pub(crate) mod issuer;
mod json;
mod malleable;
mod relaxed;
mod rsa;
mod rsa_blocks;
mod scopes;
mod service;
mod signatures;
mod unsigned;

use std::sync::LazyLock;

use scopegate::DenialReason;

use attack::Attack;

/// Made once: some rows need keys or signatures that take a while.
static ALL: LazyLock<Vec<Attack>> = LazyLock::new(|| {
    [
        confusion::attacks(),
        unsigned::attacks(),
        injection::attacks(),
        signatures::attacks(),
        ecdsa::attacks(),
        ed25519::attacks(),
        rsa::attacks(),
        compact::attacks(),
        header::attacks(),
        json::attacks(),
        claims::attacks(),
        dates::attacks(),
        extensions::attacks(),
        relaxed::attacks(),
    ]
    .concat()
});

/// Fails with everything that is wrong, not only with the first.
#[track_caller]
fn assert_none(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_attack_is_refused_for_its_reason() {
    let mut failures = Vec::new();
    for attack in ALL.iter() {
        let verdict = service::verify(&attack.verifier, &attack.token).err();
        if verdict != Some(attack.error) {
            failures.push(format!("{attack}: {verdict:?}, not {:?}", attack.error));
        }
    }
    assert_none(&failures);
}

#[test]
fn the_honest_token_beside_every_attack_is_accepted() {
    let mut failures = Vec::new();
    for attack in ALL.iter() {
        if let Err(error) = service::verify(&attack.verifier, &attack.control) {
            failures.push(format!("{attack}: the control is refused: {error:?}"));
        }
        if attack.token == attack.control {
            failures.push(format!("{attack}: the attack is its own control"));
        }
    }
    assert_none(&failures);
}

#[tokio::test]
async fn every_attack_is_an_invalid_token_over_http_and_its_control_passes() {
    let mut failures = Vec::new();
    for attack in ALL.iter() {
        let control = service::call(&attack.verifier, &attack.control).await;
        if control.map(|answer| answer.status) != Some(200) {
            failures.push(format!("{attack}: the control does not pass"));
        }
        let Some(answer) = service::call(&attack.verifier, &attack.token).await else {
            // A header cannot carry it, so it never gets further than the HTTP server.
            if !attack.token.bytes().any(|byte| byte.is_ascii_control()) {
                failures.push(format!("{attack}: was not sent"));
            }
            continue;
        };
        let refused = answer.status == 401
            && answer.reason() == Some(DenialReason::InvalidToken(attack.error))
            && answer
                .joined_challenges()
                .contains(r#"error="invalid_token""#);
        if !refused {
            failures.push(format!("{attack}: {answer:?}"));
        }
    }
    assert_none(&failures);
}

#[test]
fn every_attack_has_a_name_of_its_own_and_a_source() {
    let attacks = &*ALL;
    let mut names: Vec<_> = attacks.iter().map(|attack| &attack.name).collect();
    names.sort_unstable();
    for pair in names.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
    assert!(attacks.iter().all(|attack| !attack.source.is_empty()));
    // A table that came out empty would prove nothing.
    assert!(attacks.len() > 2500, "only {} attacks", attacks.len());
}
