//! Random schemes, issuers and tokens.

use proptest::prelude::*;
use proptest::sample::select;
use scopegate::routing::get;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, security};

use super::{status, token, verifier};

const ISSUERS: [&str; 4] = [
    "https://a.example",
    "https://b.example",
    "https://c.example",
    "https://d.example",
];

macro_rules! schemes {
    ($($scheme:ident $handler:ident #[$attribute:meta])*) => {$(
        #[derive(SecurityScheme)]
        #[$attribute]
        struct $scheme;

        #[security(scopes = ["x"], depends = $scheme)]
        async fn $handler(_: AccessToken) {}
    )*};
}

schemes! {
    A a #[openid_connect(url = "https://a.example/.well-known/openid-configuration", scopes("x" = "X."))]
    B b #[oauth2(client_credentials(token_url = "token"), scopes("x" = "X."), issuer = "https://b.example")]
    Ab ab #[oauth2(
        client_credentials(token_url = "token"),
        scopes("x" = "X.", "y" = "Y.", implies("x")),
        issuers = ["https://a.example", "https://b.example"]
    )]
    Cd cd #[openid_connect(
        url = "https://docs.example/.well-known/openid-configuration",
        scopes("x" = "X."),
        issuers = [ISSUERS[2], ISSUERS[3]]
    )]
}

/// The path of a scheme, and whom it means.
const MEANT: [(&str, &[&str]); 4] = [
    ("/a", &[ISSUERS[0]]),
    ("/b", &[ISSUERS[1]]),
    ("/ab", &[ISSUERS[0], ISSUERS[1]]),
    ("/cd", &[ISSUERS[2], ISSUERS[3]]),
];

fn router(parts: &[usize]) -> SecureRouter<Verifier> {
    parts
        .iter()
        .fold(SecureRouter::new(), |router, part| match part {
            0 => router.route("/a", get(a)),
            1 => router.route("/b", get(b)),
            2 => router.route("/ab", get(ab)),
            _ => router.route("/cd", get(cd)),
        })
}

proptest! {
    #[test]
    fn a_token_passes_where_its_issuer_is_meant_and_its_scopes_are_enough(
        parts in proptest::sample::subsequence(vec![0_usize, 1, 2, 3], 1..=4),
        nested in proptest::collection::vec(any::<bool>(), 3),
        issuer in select(&ISSUERS[..]),
        claimed in select(&ISSUERS[..]),
        scopes in select(vec![vec![], vec!["x"], vec!["y"], vec!["x", "y"]]),
        with_state_first in any::<bool>(),
    ) {
        // Some issuers are known through a verifier inside of another.
        let split = nested.iter().filter(|is_inner| **is_inner).count();
        let inner = verifier(&ISSUERS[..=split]);
        let rest = ISSUERS[split + 1..].iter().map(|issuer| verifier(&[issuer]));
        let verifier = Verifier::by_issuer([inner].into_iter().chain(rest)).unwrap();
        let app = if with_state_first {
            router(&parts).with_state(verifier).into_router()
        } else {
            router(&parts).into_router().with_state(verifier)
        };
        // Signed by one, and said to be of another.
        let forged = super::tokens(issuer).token().issuer(claimed).scopes(&scopes).issue();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for part in parts {
            let (path, meant) = MEANT[part];
            let is_enough = scopes.contains(&"x") || (path == "/ab" && scopes.contains(&"y"));
            let expected = match (meant.contains(&issuer), is_enough) {
                (false, _) => 401,
                (true, false) => 403,
                (true, true) => 200,
            };
            let genuine = token(issuer, &scopes);
            prop_assert_eq!(runtime.block_on(status(&app, path, &genuine)), expected);
            let expected = if issuer == claimed { expected } else { 401 };
            prop_assert_eq!(runtime.block_on(status(&app, path, &forged)), expected);
        }
    }
}
