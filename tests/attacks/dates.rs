//! Dates that are none, past or to come, truly signed.

use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::claims::honest;
use crate::attacks::forge::{claims, now};
use crate::attacks::issuer::Issuer;

pub(crate) fn attacks() -> Vec<Attack> {
    let issuer = Issuer::of(Algorithm::ES256);
    [dates(&issuer), times(&issuer)].concat()
}

/// A payload with only these members.
fn payload(members: &str) -> String {
    format!(r#"{{"sub":"johndoe","scope":"me",{members}}}"#)
}

/// What is no `NumericDate`.
const NO_DATE: [&str; 24] = [
    "true",
    "false",
    r#""""#,
    r#""9999999999""#,
    r#""never""#,
    r#""NaN""#,
    "[]",
    "[9999999999]",
    "{}",
    r#"{"$gt":0}"#,
    "-1",
    "-0.5",
    "-9999999999",
    "1e400",
    "-1e400",
    "1e308",
    "1.7976931348623157e308",
    "1e20",
    "18446744073709551616",
    "99999999999999999999999999999999",
    "NaN",
    "Infinity",
    "-Infinity",
    "+9999999999",
];

fn dates(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "CVE-2026-25537, RFC 7519 section 2";
    let later = now() + 3600;
    let mut attacks = Vec::new();
    for value in NO_DATE {
        for (claim, with, control) in [
            (
                "exp",
                format!(r#""exp":{value}"#),
                format!(r#""exp":{later}"#),
            ),
            (
                "nbf",
                format!(r#""exp":{later},"nbf":{value}"#),
                format!(r#""exp":{later},"nbf":0"#),
            ),
            (
                "iat",
                format!(r#""exp":{later},"iat":{value}"#),
                format!(r#""exp":{later},"iat":0"#),
            ),
        ] {
            let token = honest(issuer, payload(&with));
            let name = format!("{claim} as {value}");
            let attack = issuer.attack(&name, SOURCE, token, TokenError::InvalidClaim(claim));
            attacks.push(attack.beside(honest(issuer, payload(&control))));
        }
    }
    attacks
}

fn times(issuer: &Issuer) -> Vec<Attack> {
    const EXP: &str = "RFC 7519 section 4.1.4";
    const NBF: &str = "RFC 7519 section 4.1.5";
    let later = now() + 3600;
    let nbf = |nbf: &str| claims(&format!(r#","nbf":{nbf}"#));
    let (expired, early) = (TokenError::Expired, TokenError::NotYetValid);
    [
        (
            "no exp",
            EXP,
            r#"{"sub":"johndoe","scope":"me"}"#.to_owned(),
            TokenError::MissingExpiry,
        ),
        (
            "Exp",
            EXP,
            payload(&format!(r#""Exp":{later}"#)),
            TokenError::MissingExpiry,
        ),
        (
            "exp in another object",
            EXP,
            payload(&format!(r#""x":{{"exp":{later}}}"#)),
            TokenError::MissingExpiry,
        ),
        ("no claims", EXP, "{}".to_owned(), TokenError::MissingExpiry),
        (
            "expired an hour ago",
            EXP,
            payload(&format!(r#""exp":{}"#, now() - 3600)),
            expired,
        ),
        (
            "expires now",
            EXP,
            payload(&format!(r#""exp":{}"#, now())),
            expired,
        ),
        ("exp of zero", EXP, payload(r#""exp":0"#), expired),
        ("exp of minus zero", EXP, payload(r#""exp":-0"#), expired),
        (
            "exp of minus zero, as a float",
            EXP,
            payload(r#""exp":-0.0"#),
            expired,
        ),
        (
            "exp smaller than any float",
            EXP,
            payload(r#""exp":1e-400"#),
            expired,
        ),
        (
            "exp of the smallest float",
            EXP,
            payload(r#""exp":5e-324"#),
            expired,
        ),
        (
            "exp with five thousand digits",
            EXP,
            payload(&format!(r#""exp":0.{}1"#, "0".repeat(5000))),
            expired,
        ),
        ("valid in an hour", NBF, nbf(&later.to_string()), early),
        (
            "valid in an hour, as a float",
            NBF,
            nbf(&format!("{later}.5")),
            early,
        ),
        (
            "valid in an hour, with an exponent",
            NBF,
            nbf("1e11"),
            early,
        ),
        (
            "valid at the end of time",
            NBF,
            nbf("9223372036854775807"),
            early,
        ),
        (
            "valid when no clock can show it",
            NBF,
            nbf("18446744073709551615"),
            TokenError::InvalidClaim("nbf"),
        ),
        (
            "expired and not yet valid",
            EXP,
            payload(&format!(r#""exp":1,"nbf":{later}"#)),
            expired,
        ),
    ]
    .map(|(name, source, payload, error)| {
        issuer.attack(name, source, honest(issuer, payload), error)
    })
    .to_vec()
}
