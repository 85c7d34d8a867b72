//! The header `X-Forwarded-Client-Cert` of Envoy: elements of `name=value` pairs, each added by one proxy.

use crate::url::hex_byte;

/// The SHA-256 hash in the only element. `None` if there are several: those before the last are what the peer of the
/// trusted proxy claims.
pub(super) fn hash(value: &str) -> Option<[u8; 32]> {
    let (mut rest, mut hash) = (value, None);
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = value_in(after)?;
        if name.eq_ignore_ascii_case("hash") {
            let only = hash.is_none();
            hash = Some(hex(value).filter(|_| only)?);
        }
        match after.strip_prefix(';') {
            Some(more) => rest = more,
            None if after.is_empty() => return hash,
            None => return None,
        }
    }
}

/// A value, and what follows it. A quoted one is returned with its quotes: a hash has none.
fn value_in(text: &str) -> Option<(&str, &str)> {
    let end = if text.starts_with('"') {
        let mut is_escaped = false;
        let quote = text.bytes().skip(1).position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        });
        // After both quotes.
        quote? + 2
    } else {
        text.find([';', ',', '"']).unwrap_or(text.len())
    };
    text.split_at_checked(end)
}

fn hex(text: &str) -> Option<[u8; 32]> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let mut bytes = [0; 32];
    if pairs.len() != bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = hex_byte(*pair)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::hash;

    const ONE: &str = "Hash=0101010101010101010101010101010101010101010101010101010101010101";
    const OTHER: &str = "Hash=0202020202020202020202020202020202020202020202020202020202020202";

    #[test]
    fn the_hash_of_the_only_element_is_read() {
        for value in [
            ONE.to_owned(),
            ONE.to_lowercase(),
            format!("By=http://frontend.example;{ONE};Subject=\"CN=a,O=b\";URI=http://a.example"),
            format!("By=;{ONE};Cert=\"-----BEGIN%20CERTIFICATE-----\""),
            // Names of the client's choice, which Envoy quotes and escapes.
            format!(r#"{ONE};Subject="CN=\"{OTHER}\",O=\\""#),
            format!(r#"Subject="CN=a,{OTHER};{OTHER}";{ONE}"#),
            format!(r#"Subject="\\\"";{ONE}"#),
        ] {
            assert_eq!(hash(&value), Some([1; 32]), "{value}");
        }
        let upper = format!("Hash={}", "Ab".repeat(32));
        assert_eq!(hash(&upper), Some([0xAB; 32]));
    }

    #[test]
    fn everything_else_names_no_certificate() {
        for value in [
            String::new(),
            "Hash".to_owned(),
            "Hash=".to_owned(),
            format!("{ONE}00"),
            ONE.replace('1', "g"),
            ONE.replacen("01", "+1", 1),
            ONE.replacen("01", "é", 1),
            ONE[..ONE.len() - 1].to_owned(),
            format!("{ONE};"),
            format!(";{ONE}"),
            format!("{ONE},{ONE}"),
            format!("{OTHER},{ONE}"),
            format!("{ONE};{ONE}"),
            format!("{ONE};hash={}", "02".repeat(32)),
            format!("{ONE} "),
            format!(" {ONE}"),
            format!(r#"Subject="CN=a;{ONE}"#),
            format!(r#"Subject="CN=a\";{ONE}"#),
            format!(r#"Subject=a"b;{ONE}"#),
            format!(r#"Subject="a"b;{ONE}"#),
            ONE.replace('=', "=\"") + "\"",
            "By=http://frontend.example".to_owned(),
        ] {
            assert_eq!(hash(&value), None, "{value}");
        }
    }
}
