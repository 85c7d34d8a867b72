//! `none`, in every spelling, with and without a signature.

use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{claims, join, signed, split};
use crate::attacks::issuer::Issuer;

const SOURCE: &str = "CVE-2015-2951, CVE-2018-1000531, CVE-2020-15957, CVE-2022-23540";

pub(crate) fn attacks() -> Vec<Attack> {
    let mut attacks = Vec::new();
    for algorithm in [
        Algorithm::HS256,
        Algorithm::RS256,
        Algorithm::ES256,
        Algorithm::EdDSA,
    ] {
        let issuer = Issuer::of(algorithm);
        for alg in values() {
            let header = format!(r#"{{{alg}"typ":"at+jwt"}}"#);
            let signature = issuer.key.sign(signed(&header, claims("")).as_bytes());
            let honest = issuer.token();
            let foreign = crate::attacks::forge::decode(split(&honest)[2]);
            for (with, signature) in [
                ("without a signature", Vec::new()),
                ("with its key's signature", signature),
                ("with another token's signature", foreign),
            ] {
                let token = join(&signed(&header, claims("")), signature);
                let name = format!("{alg:?} {with}");
                attacks.push(issuer.attack(&name, SOURCE, token, TokenError::Algorithm));
            }
        }
        let bare = signed(r#"{"alg":"none"}"#, claims(""));
        attacks.push(issuer.attack(
            "none without the last dot",
            SOURCE,
            bare,
            TokenError::Malformed,
        ));
    }
    attacks
}

/// `alg` members, with a comma after each: the empty one is a header without.
fn values() -> Vec<String> {
    let cases = (0..16).map(|upper| {
        let letter = |(at, letter): (usize, char)| match upper >> at & 1 {
            0 => letter,
            _ => letter.to_ascii_uppercase(),
        };
        let name: String = "none".chars().enumerate().map(letter).collect();
        format!(r#""{name}""#)
    });
    let others = [
        r#""""#,
        r#"" ""#,
        r#""null""#,
        r#"" none""#,
        r#""none ""#,
        r#""none\u0000""#,
        r#""none\n""#,
        r#""\u006eone""#,
        r#""n\u00f6ne""#,
        r#""nоne""#,
        "null",
        "0",
        "false",
        "true",
        "[]",
        "{}",
        r#"["none"]"#,
        r#"["HS256"]"#,
        r#"["none","HS256"]"#,
        r#"{"alg":"HS256"}"#,
    ];
    cases
        .chain(others.map(str::to_owned))
        .map(|value| format!(r#""alg":{value},"#))
        .chain([
            String::new(),
            r#""ALG":"HS256","#.to_owned(),
            r#""Alg":"none","#.to_owned(),
            r#""alg ":"HS256","#.to_owned(),
        ])
        .collect()
}
