//! A verifier that remembers tokens decides as one that does not, whatever it has seen before.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime};

use num_bigint::BigUint;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use scopegate::revocation::{Revocation, RevocationClaims, RevocationUnknown};
use scopegate::token::VerifyToken;
use scopegate::{Algorithm, TokenError, Verifier, VerifierBuilder};

use super::CACHE;
use crate::attacks::ecdsa::{P256, number, padded};
use crate::attacks::forge::{decode, join};
use crate::attacks::issuer::{Issuer, SECRET};

const NOW: u64 = 1_000_000;
const LEEWAY: u64 = 30;

/// Names of tokens.
#[derive(Clone, Default)]
struct Revoked(Arc<Mutex<HashSet<String>>>);

impl Revocation for Revoked {
    async fn is_revoked(&self, token: RevocationClaims<'_>) -> Result<bool, RevocationUnknown> {
        let names = self.0.lock().unwrap();
        Ok(token.jti.is_some_and(|name| names.contains(name)))
    }
}

const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::HS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
    Algorithm::RS256,
];

static ISSUERS: LazyLock<Vec<Issuer>> = LazyLock::new(|| ALGORITHMS.map(Issuer::of).into());

/// Honest tokens: of each issuer, for one of two services, of one of two names.
static TOKENS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut tokens = Vec::new();
    for issuer in ISSUERS.iter() {
        let algorithm = issuer.algorithm;
        for (audience, iss) in [("one", "a"), ("two", "a"), ("one", "b")] {
            for (jti, scope, start) in [("x", "me", NOW - 100), ("y", "me items", NOW)] {
                let header = format!(r#"{{"alg":"{algorithm}"}}"#);
                let exp = NOW + 100;
                let payload = format!(
                    r#"{{"iss":"{iss}","aud":"{audience}","jti":"{jti}","scope":"{scope}","sub":"s","nbf":{start},"exp":{exp}}}"#
                );
                tokens.push(issuer.key.token(header, payload));
            }
        }
    }
    tokens
});

/// A token that differs in what should, and in what should not matter.
#[derive(Debug, Clone)]
enum Change {
    None,
    /// The other signature of ECDSA.
    Malleable,
    /// Bits after the last byte of a part.
    TrailingBits(usize, u8),
    /// The part of another token.
    Part(usize, usize),
    Character(prop::sample::Index, char),
    Around(&'static str, &'static str),
    /// The other alphabet.
    Alphabet,
    Shorter(usize),
    Uppercase,
}

fn change() -> impl Strategy<Value = Change> {
    let text = || select(vec!["", " ", "=", ".", "A", "\n", "\0", "%3D"]);
    let character = select(vec!['A', 'B', '-', '_', '+', '/', '.', '=', ' ']);
    prop_oneof![
        10 => Just(Change::None),
        4 => Just(Change::Malleable),
        4 => (0..3_usize, 1..4_u8).prop_map(|(part, bits)| Change::TrailingBits(part, bits)),
        3 => (0..3_usize, any::<usize>()).prop_map(|(part, of)| Change::Part(part, of)),
        3 => (any::<prop::sample::Index>(), character).prop_map(|(at, to)| Change::Character(at, to)),
        2 => (text(), text()).prop_map(|(before, after)| Change::Around(before, after)),
        1 => Just(Change::Alphabet),
        1 => (1..4_usize).prop_map(Change::Shorter),
        1 => Just(Change::Uppercase),
    ]
}

impl Change {
    fn of(&self, token: &str) -> String {
        let parts = || token.split('.').map(str::to_owned).collect::<Vec<_>>();
        match self {
            Self::None => token.to_owned(),
            Self::Malleable => malleable(token),
            Self::TrailingBits(part, bits) => {
                let mut parts = parts();
                parts[*part] = with_trailing_bits(&parts[*part], *bits);
                parts.join(".")
            }
            Self::Part(part, of) => {
                let mut parts = parts();
                let other = &TOKENS[of % TOKENS.len()];
                let part_of_other = other.split('.').nth(*part).unwrap();
                part_of_other.clone_into(&mut parts[*part]);
                parts.join(".")
            }
            Self::Character(at, to) => {
                let mut letters: Vec<char> = token.chars().collect();
                let at = at.index(letters.len());
                letters[at] = *to;
                letters.into_iter().collect()
            }
            Self::Around(before, after) => format!("{before}{token}{after}"),
            Self::Alphabet => token.replace('-', "+").replace('_', "/"),
            Self::Shorter(by) => token[..token.len() - by].to_owned(),
            Self::Uppercase => token.to_uppercase(),
        }
    }
}

/// The same for everything that is not of P-256.
fn malleable(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = decode(signature);
    let (r, s) = signature.split_at(signature.len() / 2);
    let s = BigUint::from_bytes_be(s);
    if signature.len() != 64 || s > number(P256[0]) {
        return token.to_owned();
    }
    join(signed, [r, &padded(&(number(P256[0]) - s), 32)].concat())
}

fn with_trailing_bits(part: &str, bits: u8) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let unused = match part.len() % 4 {
        2 => 4,
        3 => 2,
        _ => return part.to_owned(),
    };
    let (start, last) = part.split_at(part.len() - 1);
    let value = ALPHABET
        .iter()
        .position(|letter| *letter == last.as_bytes()[0])
        .unwrap();
    let value = value | (usize::from(bits) % (1 << unused));
    format!("{start}{}", char::from(ALPHABET[value]))
}

/// Two verifiers of the same rules, the second without a memory.
type Pair = [Verifier; 2];

fn pair(rules: impl Fn(VerifierBuilder) -> VerifierBuilder) -> Pair {
    [CACHE, 0].map(|bytes| {
        let builder = Verifier::builder().leeway(Duration::from_secs(LEEWAY));
        rules(builder).cache_tokens(bytes).build().unwrap()
    })
}

fn pairs(revoked: &Revoked) -> Vec<Pair> {
    let [_, ec, ed, rsa] = &ISSUERS[..] else {
        unreachable!()
    };
    let all = |builder: VerifierBuilder| {
        let keys = [
            (Algorithm::ES256, ec),
            (Algorithm::EdDSA, ed),
            (Algorithm::RS256, rsa),
        ];
        let add = |builder: VerifierBuilder, (algorithm, issuer): (_, &Issuer)| {
            builder.public_key_pem(algorithm, issuer.pem)
        };
        keys.into_iter().fold(builder, add)
    };
    let of_a = pair(|it| all(it).issuer("a").audience("one"));
    let of_b = pair(|it| {
        let builder = it.hs256(SECRET).issuer("b").audience("one");
        builder.revocation(revoked.clone())
    });
    let by_issuer =
        [0, 1].map(|i| Verifier::by_issuer([of_a[i].clone(), of_b[i].clone()]).unwrap());
    vec![
        pair(|it| all(it).audience("one")),
        pair(|it| all(it).audience("two").revocation(revoked.clone())),
        pair(|it| {
            it.hs256(SECRET)
                .audience("one")
                .audience("two")
                .issuer("a")
                .scopes_at("jti")
        }),
        pair(|it| {
            it.public_key_pem(Algorithm::EdDSA, ed.pem)
                .audience("one")
                .leeway(Duration::ZERO)
        }),
        of_a,
        of_b,
        by_issuer,
    ]
}

const PAIRS: usize = 7;

#[derive(Debug, Clone)]
enum Step {
    /// By a verifier, at a second after the start.
    Verify {
        token: usize,
        change: Change,
        by: usize,
        at: u64,
    },
    Revoke(&'static str, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let at = prop_oneof![4 => Just(50_u64), 1 => 0..400_u64];
    prop_oneof![
        12 => (any::<usize>(), change(), 0..PAIRS, at)
            .prop_map(|(token, change, by, at)| Step::Verify { token, change, by, at }),
        1 => (select(vec!["x", "y"]), any::<bool>()).prop_map(|(name, is_revoked)| Step::Revoke(name, is_revoked)),
    ]
}

/// What a verifier makes of a token.
fn verdict(verifier: &Verifier, token: &str, at: u64) -> Result<String, TokenError> {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW - 150 + at);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let token = runtime.block_on(VerifyToken::verify(verifier, token, at))?;
    let claims: serde_json::Value = token.claims()?;
    let scopes: Vec<_> = ["me", "items", "x"]
        .into_iter()
        .filter(|it| token.scopes().contains(it))
        .collect();
    Ok(format!("{} {scopes:?} {claims}", token.as_str()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn what_was_seen_before_changes_no_verdict(of in vec(any::<usize>(), 1..4), steps in vec(step(), 1..40)) {
        let revoked = Revoked::default();
        let pairs = pairs(&revoked);
        for step in steps {
            match step {
                Step::Revoke(name, true) => drop(revoked.0.lock().unwrap().insert(name.to_owned())),
                Step::Revoke(name, false) => drop(revoked.0.lock().unwrap().remove(name)),
                Step::Verify { token, change, by, at } => {
                    // A few, so that they come again.
                    let token = &TOKENS[of[token % of.len()] % TOKENS.len()];
                    let sent = change.of(token);
                    // A clone remembers the same.
                    let [remembers, forgets] = pairs[by].clone();
                    let expected = verdict(&forgets, &sent, at);
                    prop_assert_eq!(verdict(&remembers, &sent, at), expected, "{}", sent);
                }
            }
        }
    }
}

/// The property would hold for verifiers that refuse everything.
#[test]
fn tokens_of_each_issuer_are_accepted_and_those_of_ecdsa_in_both_forms() {
    let pairs = pairs(&Revoked::default());
    let is_accepted = |token: &str| {
        let mut verdicts = pairs.iter().flatten().map(|it| verdict(it, token, 160));
        verdicts.any(|verdict| verdict.is_ok())
    };
    assert!(TOKENS.iter().all(|token| is_accepted(token)));
    let others = TOKENS.iter().map(|token| (token, malleable(token)));
    let others = others.filter(|(token, other)| *token != other && is_accepted(other));
    assert_eq!(others.count(), 6);
}
