//! Payloads that two readers read differently, or that cost more than they weigh; all are truly signed.

use scopegate::{Algorithm, TokenError};

use crate::attacks::attack::Attack;
use crate::attacks::forge::{claims, signed};
use crate::attacks::issuer::Issuer;

pub(crate) fn attacks() -> Vec<Attack> {
    [Algorithm::HS256, Algorithm::EdDSA]
        .map(Issuer::of)
        .iter()
        .flat_map(|issuer| [payloads(issuer), documents(issuer), nested(issuer)].concat())
        .collect()
}

pub(crate) const TWICE: &str =
    "RFC 8725 section 2.4, Bishop Fox, An exploration of JSON interoperability";
pub(crate) const DEEP: &str = "CVE-2025-53864, CVE-2022-45688";

fn payloads(issuer: &Issuer) -> Vec<Attack> {
    let deep = |open: &str, shut: &str| {
        claims(&format!(
            r#","x":{}0{}"#,
            open.repeat(1000),
            shut.repeat(1000)
        ))
    };
    [
        ("exp twice", TWICE, claims(r#","exp":9999999999"#)),
        (
            "exp and its escape",
            TWICE,
            claims(r#","\u0065xp":9999999999"#),
        ),
        ("sub twice", TWICE, claims(r#","sub":"admin""#)),
        (
            "sub and its escape",
            TWICE,
            claims(r#","s\u0075b":"admin""#),
        ),
        ("scope twice", TWICE, claims(r#","scope":"admin""#)),
        (
            "scope and its escape",
            TWICE,
            claims(r#","\u0073\u0063\u006f\u0070\u0065":"admin""#),
        ),
        ("scope the same twice", TWICE, claims(r#","scope":"me""#)),
        (
            "scopes twice",
            TWICE,
            claims(r#","scopes":["me"],"scopes":["admin"]"#),
        ),
        ("aud twice", TWICE, claims(r#","aud":"a","aud":"b""#)),
        ("iss twice", TWICE, claims(r#","iss":"a","iss":"b""#)),
        (
            "an own claim twice",
            TWICE,
            claims(r#","role":"user","role":"admin""#),
        ),
        (
            "an own claim far down twice",
            TWICE,
            claims(r#","a":[{"b":[{"c":1,"c":2}]}]"#),
        ),
        (
            "an own claim far down, escaped",
            TWICE,
            claims(r#","a":{"b":1,"\u0062":2}"#),
        ),
        ("deep arrays", DEEP, deep("[", "]")),
        ("deep objects", DEEP, deep(r#"{"a":"#, "}")),
        (
            "arrays that never end",
            DEEP,
            format!(r#"{{"x":{}"#, "[".repeat(8000)),
        ),
        (
            "a lone surrogate",
            "RFC 8259 section 8.2",
            claims(r#","x":"\ud800""#),
        ),
        (
            "a pair of surrogates in the wrong order",
            "RFC 8259 section 8.2",
            claims(r#","x":"\udc00\ud800""#),
        ),
        (
            "a control character in a string",
            "RFC 8259 section 7",
            claims(",\"x\":\"\u{1}\""),
        ),
        (
            "an unknown escape",
            "RFC 8259 section 7",
            claims(r#","x":"\x41""#),
        ),
        (
            "a comment",
            "RFC 8259 section 2",
            claims("/*,\"scope\":\"admin\"*/"),
        ),
        ("a comma at the end", "RFC 8259 section 4", claims(",")),
        ("single quotes", "RFC 8259 section 7", claims(",'x':1")),
        ("a bare name", "RFC 8259 section 4", claims(",x:1")),
        (
            "a number with a plus",
            "RFC 8259 section 6",
            claims(r#","x":+1"#),
        ),
        (
            "a hexadecimal number",
            "RFC 8259 section 6",
            claims(r#","x":0x10"#),
        ),
        ("not a number", "RFC 8259 section 6", claims(r#","x":NaN"#)),
    ]
    .map(|(name, source, payload)| malformed(issuer, name, source, payload.as_bytes()))
    .to_vec()
}

/// Payloads that are no JSON object in UTF-8 (RFC 7519 section 7.2, RFC 8725 section 3.7).
fn documents(issuer: &Issuer) -> Vec<Attack> {
    const UTF_8: &str = "RFC 8725 section 3.7";
    const OBJECT: &str = "RFC 7519 section 7.2";
    let good = claims("");
    let utf_16 =
        |bytes: fn(u16) -> [u8; 2]| good.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    let utf_32: Vec<u8> = good
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    let after = |text: &str| [good.as_bytes(), text.as_bytes()].concat();
    let with = |bytes: &[u8]| {
        let head = good.strip_suffix('}').unwrap();
        [head.as_bytes(), b",\"x\":\"", bytes, b"\"}"].concat()
    };
    [
        ("UTF-16, big-endian", UTF_8, utf_16(u16::to_be_bytes)),
        ("UTF-16, little-endian", UTF_8, utf_16(u16::to_le_bytes)),
        (
            "UTF-16 with its mark",
            UTF_8,
            [vec![0xFE, 0xFF], utf_16(u16::to_be_bytes)].concat(),
        ),
        ("UTF-32", UTF_8, utf_32),
        (
            "UTF-8 with a byte order mark",
            UTF_8,
            ["\u{FEFF}".as_bytes(), good.as_bytes()].concat(),
        ),
        ("Latin-1", UTF_8, with(b"\xE9")),
        ("an overlong slash", UTF_8, with(b"\xC0\xAF")),
        ("a surrogate in UTF-8", UTF_8, with(b"\xED\xA0\x80")),
        ("above U+10FFFF", UTF_8, with(b"\xF4\x90\x80\x80")),
        ("a cut character", UTF_8, with(b"\xC3")),
        ("a NUL in a string", "RFC 8259 section 7", with(b"\0")),
        ("a NUL after", OBJECT, after("\0")),
        ("two objects", OBJECT, after("{}")),
        ("text after", OBJECT, after("x")),
        ("an array", OBJECT, format!("[{good}]").into()),
        ("a string", OBJECT, format!("{good:?}").into()),
        ("null", OBJECT, b"null".to_vec()),
        ("a number", OBJECT, b"1".to_vec()),
        ("nothing", OBJECT, Vec::new()),
        ("blanks", OBJECT, b"  ".to_vec()),
        (
            "an object that does not end",
            OBJECT,
            good.strip_suffix('}').unwrap().into(),
        ),
        ("XML", OBJECT, b"<exp>9999999999</exp>".to_vec()),
        (
            "a nested JWT",
            "RFC 7519 section 5.2",
            issuer.token().into(),
        ),
        (
            "deflate without zip",
            "CVE-2024-28176",
            deflated(good.as_bytes()),
        ),
    ]
    .map(|(name, source, payload)| malformed(issuer, name, source, &payload))
    .to_vec()
}

/// A token in a token, as its header says: whoever unwraps it has another token to check.
fn nested(issuer: &Issuer) -> Vec<Attack> {
    let unsigned = signed(r#"{"alg":"none"}"#, claims(""));
    [
        ("another token", issuer.token()),
        ("one without a signature", format!("{unsigned}.")),
        ("itself in quotes", format!("{:?}", issuer.token())),
    ]
    .map(|(name, payload)| {
        let token = issuer.key.token(issuer.header(r#","cty":"JWT""#), payload);
        let name = format!("nested: {name}");
        issuer.attack(
            &name,
            "RFC 7519 section 5.2, CVE-2026-29000",
            token,
            TokenError::Malformed,
        )
    })
    .to_vec()
}

/// One stored block of RFC 1951.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut block = vec![1];
    block.extend(length.to_le_bytes());
    block.extend((!length).to_le_bytes());
    block.extend(bytes);
    block
}

fn malformed(issuer: &Issuer, name: &str, source: &'static str, payload: &[u8]) -> Attack {
    let token = issuer.key.token(issuer.header(""), payload);
    issuer.attack(
        &format!("payload: {name}"),
        source,
        token,
        TokenError::Malformed,
    )
}
