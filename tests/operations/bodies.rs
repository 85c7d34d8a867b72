//! Random bodies: messages that look alike, and what parsers could disagree about.

use proptest::collection::vec;
use proptest::prelude::*;

/// Names of members, many of which a careless parser takes for others.
fn name() -> impl Strategy<Value = String> {
    let known = prop_oneof![
        Just("method"),
        Just("params"),
        Just("name"),
        Just("uri"),
        Just("id"),
        Just("jsonrpc"),
        Just("result"),
        Just("error"),
        Just("_meta"),
    ];
    let alike = |name: &str| {
        let upper = name.to_uppercase();
        let capital = format!("{}{}", &upper[..1], &name[1..]);
        let escaped = format!("\\u00{:02x}{}", name.as_bytes()[0], &name[1..]);
        let long = name.replace('s', "\u{17f}");
        let ended = format!("{name}\\u0000x");
        [name.to_owned(), upper, capital, escaped, long, ended]
    };
    prop_oneof![
        6 => known.clone().prop_map(str::to_owned),
        2 => (known, 0..6_usize).prop_map(move |(name, form)| alike(name)[form].clone()),
        1 => Just("$serde_json::private::RawValue".to_owned()),
        1 => Just("$serde_json::private::Number".to_owned()),
        1 => "[a-z]{0,3}",
    ]
}

/// Texts of values.
fn leaf() -> impl Strategy<Value = String> {
    let texts = [
        r#""tools/call""#,
        r#""tools\/call""#,
        r#""prompts/get""#,
        r#""resources/read""#,
        r#""tools/list""#,
        r#""ping""#,
        r#""read_note""#,
        r#""write_note""#,
        r#""write_not\u0065""#,
        r#""write_note\u0000x""#,
        r#""note:///1""#,
        r#""2.0""#,
        r#""""#,
        r#""\ud800""#,
        r#""{\"name\":\"write_note\"}""#,
        r#""\"write_note\"""#,
        "1",
        "1.5e3",
        "null",
        "true",
        "{}",
        "[]",
    ];
    prop::sample::select(texts.to_vec()).prop_map(str::to_owned)
}

fn object(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    vec((name(), inner), 0..5).prop_map(|members| {
        let members = members
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    })
}

fn value() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            3 => object(inner.clone()),
            1 => vec(inner, 0..4).prop_map(|values| format!("[{}]", values.join(","))),
        ]
    })
}

/// A message that is nearly right.
fn message() -> impl Strategy<Value = String> {
    let methods = [
        r#""method":"tools/call""#,
        r#""method":"prompts/get""#,
        r#""method":"resources/read""#,
        r#""method":"tools/list""#,
        r#""method":"ping""#,
        r#""m\u0065thod":"tools/call""#,
    ];
    let params = prop_oneof![
        Just(r#""params":{"name":"read_note","arguments":{}}"#.to_owned()),
        Just(r#""params":{"name":"write_note"}"#.to_owned()),
        Just(r#""params":{"uri":"note:///1"}"#.to_owned()),
        object(value()).prop_map(|params| format!("\"params\":{params}")),
    ];
    let extra = vec((name(), value()), 0..2);
    let parts = (
        prop::sample::select(methods.to_vec()),
        params,
        extra,
        any::<[bool; 3]>(),
    );
    parts.prop_map(
        |(method, params, extra, [has_id, params_first, extra_first])| {
            let mut members = vec![r#""jsonrpc":"2.0""#.to_owned()];
            if has_id {
                members.push(r#""id":1"#.to_owned());
            }
            let mut own = vec![method.to_owned(), params];
            if params_first {
                own.reverse();
            }
            let extra = extra
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"));
            let extra: Vec<_> = extra.collect();
            if extra_first {
                members.splice(0..0, extra);
                members.extend(own);
            } else {
                members.extend(own);
                members.extend(extra);
            }
            format!("{{{}}}", members.join(","))
        },
    )
}

/// A body of a request.
pub(crate) fn body() -> impl Strategy<Value = Vec<u8>> {
    let texts = prop_oneof![
        8 => message(),
        2 => object(value()),
        1 => vec(message(), 0..3).prop_map(|messages| format!("[{}]", messages.join(","))),
        1 => value(),
    ];
    let texts = texts.prop_map(String::into_bytes);
    prop_oneof![
        6 => texts.clone(),
        // One byte is another one.
        1 => (texts.clone(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut text, at, byte)| {
            if !text.is_empty() {
                let at = at.index(text.len());
                text[at] = byte;
            }
            text
        }),
        // Something is around it.
        1 => (texts, prop::sample::select(vec!["", "\u{feff}", " ", "\0", "{}", ","])).prop_map(|(text, more)| {
            [more.as_bytes(), &text, more.as_bytes()].concat()
        }),
    ]
}
