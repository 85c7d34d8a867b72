//! What is no compact serialization: other numbers of parts, other spellings of base64url, other formats.

use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{claims, encode, encode_standard, split};
use crate::attacks::issuer::Issuer;

pub(crate) fn attacks() -> Vec<Attack> {
    [Algorithm::HS256, Algorithm::RS256, Algorithm::ES256]
        .map(Issuer::of)
        .iter()
        .flat_map(|issuer| {
            [
                parts(issuer),
                alphabets(issuer),
                formats(issuer),
                sizes(issuer),
            ]
            .concat()
        })
        .collect()
}

fn parts(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 7515 section 7.1";
    let token = issuer.token();
    let [header, payload, signature] = split(&token);
    let jwe = encode(r#"{"alg":"RSA-OAEP","enc":"A128GCM","cty":"JWT"}"#);
    [
        ("nothing", SOURCE, String::new()),
        ("one part", SOURCE, header.to_owned()),
        ("two parts", SOURCE, format!("{header}.{payload}")),
        ("four parts", SOURCE, format!("{token}.{signature}")),
        (
            "a dot after",
            "Wycheproof, rejectsExtraEmptyComponent",
            format!("{token}."),
        ),
        ("a dot before", SOURCE, format!(".{token}")),
        (
            "an empty part between",
            SOURCE,
            format!("{header}..{payload}.{signature}"),
        ),
        ("two dots", SOURCE, "..".to_owned()),
        (
            "no header",
            "Wycheproof, rejectsMissingHeader",
            format!(".{payload}.{signature}"),
        ),
        ("many dots", "CVE-2025-30204", ".".repeat(16_000)),
        ("the token twice", SOURCE, format!("{token}.{token}")),
        (
            "a JWE",
            "RFC 7516 section 7.1",
            format!("{jwe}.{header}.{payload}.{signature}.AA"),
        ),
        (
            "a JWE around no signature",
            "CVE-2026-29000",
            format!("{jwe}.AA.AA.{}.AA", encode(&token)),
        ),
        (
            "a JWE of direct encryption",
            "CVE-2023-51774",
            format!(
                "{}..{header}.{payload}.AA",
                encode(r#"{"alg":"dir","enc":"A128GCM"}"#)
            ),
        ),
    ]
    .map(|(name, source, token)| issuer.attack(name, source, token, TokenError::Malformed))
    .to_vec()
}

/// One token has one text (RFC 7515 section 2).
fn alphabets(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "RFC 7515 section 2, RFC 4648 section 3";
    let good = issuer.token();
    let [header, payload, signature] = split(&good);
    // Signed as they are written, so that only the spelling is wrong.
    let spelt = |header: &str, payload: &str| {
        let signed = format!("{header}.{payload}");
        format!("{signed}.{}", encode(issuer.key.sign(signed.as_bytes())))
    };
    // The last character carries bits that mean nothing: here they are set.
    let claims = (0..3).map(|more| claims(&format!(r#","x":"{}""#, "a".repeat(more))));
    let loose = claims.map(encode).find(|part| part.len() % 4 == 2).unwrap();
    let last = char::from(loose.as_bytes()[loose.len() - 1] + 1);
    let loose = format!("{}{last}", &loose[..loose.len() - 1]);
    let high = encode_standard([0xFB; 3].repeat(20));
    let insert = |at: usize, text: &str| format!("{}{text}{}", &header[..at], &header[at..]);
    [
        ("padding after", format!("{good}=")),
        ("padding twice after", format!("{good}==")),
        ("padded header", spelt(&format!("{header}="), payload)),
        ("padded payload", spelt(header, &format!("{payload}=="))),
        ("trailing bits in the payload", spelt(header, &loose)),
        (
            "one character too many",
            spelt(header, &format!("{payload}A")),
        ),
        (
            "standard alphabet in the signature",
            format!("{header}.{payload}.{high}"),
        ),
        (
            "percent encoding",
            spelt(header, payload).replace('.', "%2E"),
        ),
        ("newline in the header", spelt(&insert(4, "\n"), payload)),
        ("CRLF in the header", spelt(&insert(4, "\r\n"), payload)),
        ("newline after", format!("{good}\n")),
        ("space in the header", spelt(&insert(4, " "), payload)),
        ("tab in the header", spelt(&insert(4, "\t"), payload)),
        (
            "space before the signature",
            format!("{header}.{payload}. {signature}"),
        ),
        ("NUL in the header", spelt(&insert(4, "\0"), payload)),
        ("NUL after", format!("{good}\0")),
        ("NUL and more after", format!("{good}\0AAAA")),
        ("a letter beyond ASCII", spelt(&insert(4, "é"), payload)),
        ("a full-width dot", good.replacen('.', "\u{FF0E}", 1)),
        ("a soft hyphen", spelt(&insert(4, "\u{AD}"), payload)),
        ("comma for dot", good.replace('.', ",")),
        (
            "a header that is not encoded",
            spelt(&issuer.header(""), payload),
        ),
        ("quotes around it", format!("\"{good}\"")),
        ("two tokens", format!("{good},{good}")),
    ]
    .map(|(name, token)| issuer.attack(name, SOURCE, token, TokenError::Malformed))
    .to_vec()
}

fn formats(issuer: &Issuer) -> Vec<Attack> {
    let token = issuer.token();
    let [header, payload, signature] = split(&token);
    let flat =
        format!(r#"{{"payload":"{payload}","protected":"{header}","signature":"{signature}"}}"#);
    let general = format!(
        r#"{{"payload":"{payload}","signatures":[{{"protected":"{header}","signature":"{signature}"}}]}}"#
    );
    let forged = encode(claims(r#","admin":true"#));
    let polyglot = format!(
        r#"{{"{header}.{forged}.":"","protected":"{header}","payload":"{payload}","signature":"{signature}"}}"#
    );
    let json = "RFC 7515 section 7.2, Wycheproof rejectsValidJsonSerialization";
    [
        ("flattened JSON", json, flat.clone()),
        ("general JSON", json, general),
        ("JSON in base64url", json, encode(&flat)),
        ("JSON that is compact as well", "CVE-2022-39227", polyglot),
        (
            "a detached payload",
            "RFC 7515 appendix F",
            format!("{header}..{signature}"),
        ),
        (
            "a PASETO",
            "RFC 7515 section 7.1",
            format!("v4.public.{payload}"),
        ),
        ("an SD-JWT", "RFC 9901", format!("{token}~WyJhIl0~")),
        (
            "the scheme again",
            "RFC 6750 section 2.1",
            format!("Bearer {token}"),
        ),
    ]
    .map(|(name, source, token)| {
        let error = if name == "a detached payload" {
            TokenError::Signature
        } else {
            TokenError::Malformed
        };
        issuer.attack(name, source, token, error)
    })
    .to_vec()
}

fn sizes(issuer: &Issuer) -> Vec<Attack> {
    const SOURCE: &str = "CWE-400, CVE-2024-33664";
    let padded = |length: usize| {
        let claims = claims(&format!(r#","x":"{}""#, "a".repeat(length)));
        issuer.key.token(issuer.header(""), claims)
    };
    let fits = padded(11_000);
    assert!(fits.len() < 16 * 1024);
    [
        ("a signed token over 16 KiB", padded(13_000)),
        ("16 KiB and a byte", "a".repeat(16 * 1024 + 1)),
        ("dots over 16 KiB", ".".repeat(16 * 1024 + 1)),
        ("a megabyte", "a".repeat(1 << 20)),
    ]
    .map(|(name, token)| {
        issuer
            .attack(name, SOURCE, token, TokenError::TooLarge)
            .beside(fits.clone())
    })
    .to_vec()
}
