//! Whatever the body is, no parser finds an operation in it that was not judged.

use axum::body::Bytes;
use axum::http::{Method, Request};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use scopegate::operations::{JsonRpc, Mcp, Operation, ReadOperations};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::bodies::body;

fn request(body: &[u8]) -> Request<Bytes> {
    let request = Request::builder().method(Method::POST);
    let request = request.header("content-type", "application/json");
    request.body(Bytes::copy_from_slice(body)).unwrap()
}

/// What a reader finds, as text.
fn judged(reader: &impl ReadOperations, body: &[u8]) -> Option<Vec<String>> {
    let request = request(body);
    let operations = reader.read(&request).ok()?;
    Some(operations.iter().map(ToString::to_string).collect())
}

/// A value with all its members, as they are written.
#[derive(Clone)]
enum Raw {
    Text(String),
    Members(Vec<(String, Self)>),
    List(Vec<Self>),
    Other,
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Raw;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a value")
            }

            fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
                Ok(Raw::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Other)
            }

            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Other)
            }

            fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Raw::List(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Raw::Members(members))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// How a parser finds a member.
#[derive(Debug, Clone, Copy)]
struct Parser {
    takes_first: bool,
    ignores_case: bool,
    /// Its strings are those of C.
    ends_at_nul: bool,
}

impl Parser {
    fn all() -> impl Iterator<Item = Self> {
        (0..8).map(|bits| Self {
            takes_first: bits & 1 != 0,
            ignores_case: bits & 2 != 0,
            ends_at_nul: bits & 4 != 0,
        })
    }

    fn member<'v>(self, value: &'v Raw, name: &str) -> Option<&'v Raw> {
        let Raw::Members(members) = value else {
            return None;
        };
        let fold = |name: &str| name.to_lowercase().replace('\u{17f}', "s");
        let is_it = |(key, _): &&(String, Raw)| {
            let key = self.string(key);
            key == name || (self.ignores_case && fold(key) == fold(name))
        };
        let mut found = members.iter().filter(is_it);
        let member = if self.takes_first {
            found.next()
        } else {
            found.next_back()
        };
        member.map(|(_, value)| value)
    }

    fn text<'v>(self, value: &'v Raw, name: &str) -> Option<&'v str> {
        match self.member(value, name)? {
            Raw::Text(text) => Some(self.string(text)),
            _ => None,
        }
    }

    fn string(self, text: &str) -> &str {
        let end = text.find('\0').filter(|_| self.ends_at_nul);
        &text[..end.unwrap_or(text.len())]
    }

    /// The operation that a service with this parser dispatches.
    fn dispatched(self, message: &Raw) -> Option<String> {
        let method = self.text(message, "method")?;
        let member = match method {
            "tools/call" | "prompts/get" => "name",
            "resources/read" => "uri",
            _ => return Some(method.to_owned()),
        };
        let name = self.text(self.member(message, "params")?, member)?;
        Some(Operation::named(method, name).to_string())
    }
}

/// The same for a service that reads into a [`Value`], with all features of `serde_json`.
fn dispatched_by_value(message: &Value) -> Option<String> {
    let method = message.get("method")?.as_str()?;
    let name = match method {
        "tools/call" | "prompts/get" => message.get("params")?.get("name")?,
        "resources/read" => message.get("params")?.get("uri")?,
        _ => return Some(method.to_owned()),
    };
    Some(Operation::named(method, name.as_str()?).to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_parser_finds_an_operation_that_was_not_judged(body in body()) {
        let judged = judged(&Mcp, &body);
        if let Ok(value) = serde_json::from_slice::<Raw>(&body) {
            let messages = match value {
                Raw::List(messages) => messages,
                message => vec![message],
            };
            for parser in Parser::all() {
                for dispatched in messages.iter().filter_map(|message| parser.dispatched(message)) {
                    let is_judged = judged.as_ref().is_none_or(|judged| judged.contains(&dispatched));
                    prop_assert!(is_judged, "{parser:?} finds {dispatched}, judged {judged:?}");
                }
            }
        }
        if let Ok(value) = serde_json::from_slice::<Value>(&body) {
            let messages = value.as_array().cloned().unwrap_or_else(|| vec![value]);
            for dispatched in messages.iter().filter_map(dispatched_by_value) {
                let is_judged = judged.as_ref().is_none_or(|judged| judged.contains(&dispatched));
                prop_assert!(is_judged, "`Value` has {dispatched}, judged {judged:?}");
            }
        }
    }

    /// What a method is called for changes nothing for a reader of methods only.
    #[test]
    fn readers_agree_about_methods(body in body()) {
        let named = judged(&Mcp, &body);
        let methods = judged(&JsonRpc, &body);
        if let Some(named) = named {
            let of_named: Vec<_> = named.iter().map(|named| named.split(' ').next()).collect();
            let methods = methods.expect("readable");
            prop_assert_eq!(of_named, methods.iter().map(|method| Some(&**method)).collect::<Vec<_>>());
        }
    }
}

/// The properties would hold for a reader that refuses everything.
#[test]
fn many_bodies_are_readable() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut readable, mut named) = (0, 0);
    for _ in 0..1000 {
        let body = body().new_tree(&mut runner).unwrap().current();
        if let Some(operations) = judged(&Mcp, &body) {
            readable += 1;
            named += usize::from(operations.iter().any(|operation| operation.contains(' ')));
        }
    }
    assert!(
        readable > 100 && named > 50,
        "{readable} readable, {named} with names"
    );
}
