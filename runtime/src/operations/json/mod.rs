//! A strict reader for JSON-RPC messages, and for other objects in JSON: what another parser might read in another way is an error.
//!
//! The operation is in `method`, and in one member of `params`. So that no parser finds another one there:
//!
//! * the text is UTF-8 without a byte order mark, and nothing follows it;
//! * none of these members is repeated, in whatever way its name is escaped;
//! * no other member has such a name in another case (Go's `encoding/json` ignores case), or up to a NUL (parsers in C);
//! * no member is one with which `serde_json` marks its own types: it would replace the object with what is in it.

mod http;
mod values;

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

pub(super) use self::http::{NOT_JSON, is_plain_json, json_request, json_response};
use self::values::{Id, MaybeText};
pub(super) use self::values::{Skipped, Text};

/// The maximum of messages in a batch: small ones would need much more memory than the body.
const MOST_MESSAGES: usize = 1000;

/// A message.
#[derive(Debug, Default)]
pub(super) struct Message<'a> {
    /// A string or a number, otherwise `null`.
    pub(super) id: Value,
    pub(super) method: Option<Cow<'a, str>>,
    /// The members of `params` with these names that are strings, in the order of the names.
    pub(super) named: Vec<Option<Cow<'a, str>>>,
    /// Whether it has a `result` or an `error`.
    pub(super) is_response: bool,
}

/// The messages of a body: one, or those of a batch. `names` are the members of `params` to read.
///
/// # Errors
/// If another parser might read other ones.
pub(super) fn messages<'a>(
    body: &'a [u8],
    names: &[&'static str],
) -> Result<Vec<Message<'a>>, serde_json::Error> {
    one_or_many(body, One(names))
}

/// What a visitor of objects makes of a body: of one, or of those of a batch.
///
/// # Errors
/// If the body is not JSON in UTF-8, or has more than [`MOST_MESSAGES`].
pub(super) fn one_or_many<'a, V: Visitor<'a> + Copy>(
    body: &'a [u8],
    one: V,
) -> Result<Vec<V::Value>, serde_json::Error> {
    let text = std::str::from_utf8(body).map_err(Error::custom)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let all = OneOrMany(one).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(all)
}

struct OneOrMany<V>(V);

impl<'de, V: Visitor<'de> + Copy> DeserializeSeed<'de> for OneOrMany<V> {
    type Value = Vec<V::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, V: Visitor<'de> + Copy> Visitor<'de> for OneOrMany<V> {
    type Value = Vec<V::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message or a batch of messages")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(vec![self.0.visit_map(map)?])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut messages = Vec::new();
        while let Some(message) = seq.next_element_seed(Object(self.0))? {
            if messages.len() == MOST_MESSAGES {
                return Err(A::Error::custom("too many messages"));
            }
            messages.push(message);
        }
        Ok(messages)
    }
}

/// One of a batch.
struct Object<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Object<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self.0)
    }
}

/// The visitor of a message.
#[derive(Clone, Copy)]
struct One<'n>(&'n [&'static str]);

impl<'de> Visitor<'de> for One<'_> {
    type Value = Message<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const METHOD: usize = 0;
        const PARAMS: usize = 1;
        const ID: usize = 2;
        let mut known = Known::new(&["method", "params", "id", "result", "error"]);
        let mut message = Message::default();
        while let Some(Text(name)) = map.next_key()? {
            match known.find(&name)? {
                Some(METHOD) => message.method = Some(map.next_value::<Text<'de>>()?.0),
                Some(PARAMS) => message.named = map.next_value_seed(Params(self.0))?,
                Some(ID) => message.id = map.next_value::<Id>()?.0,
                Some(_) => {
                    message.is_response = true;
                    map.next_value::<Skipped>()?;
                }
                None => {
                    map.next_value::<Skipped>()?;
                }
            }
        }
        message.named.resize(self.0.len(), None);
        Ok(message)
    }
}

/// The strings in `params` with these names. Without names, `params` can be anything.
struct Params<'n>(&'n [&'static str]);

impl<'de> DeserializeSeed<'de> for Params<'_> {
    type Value = Vec<Option<Cow<'de, str>>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.0.is_empty() {
            Skipped::deserialize(deserializer)?;
            return Ok(Vec::new());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Params<'_> {
    type Value = Vec<Option<Cow<'de, str>>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with parameters")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<Skipped>()?.is_some() {}
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut known = Known::new(self.0);
        let mut found = vec![None; self.0.len()];
        while let Some(Text(name)) = map.next_key()? {
            match known.find(&name)? {
                Some(index) => found[index] = map.next_value::<MaybeText<'de>>()?.0,
                None => {
                    map.next_value::<Skipped>()?;
                }
            }
        }
        Ok(found)
    }
}

/// Members that an object may have once.
pub(super) struct Known<'n> {
    names: &'n [&'static str],
    seen: Vec<bool>,
}

impl<'n> Known<'n> {
    pub(super) fn new(names: &'n [&'static str]) -> Self {
        let seen = vec![false; names.len()];
        Self { names, seen }
    }

    /// The number of a member, if it is a known one.
    pub(super) fn find<E: Error>(&mut self, name: &str) -> Result<Option<usize>, E> {
        if name.starts_with("$serde_json") {
            return Err(E::custom("a member with a meaning of its own"));
        }
        let Some(index) = self.names.iter().position(|known| is_like(name, known)) else {
            return Ok(None);
        };
        if self.names[index] != name || self.seen[index] {
            return Err(E::custom(
                "a member that is repeated or written in another way",
            ));
        }
        self.seen[index] = true;
        Ok(Some(index))
    }
}

/// Whether a parser that ignores case might take `name` for `known`, which is ASCII.
fn is_like(name: &str, known: &str) -> bool {
    // A string of C ends there.
    let name = name.split('\0').next().unwrap_or_default();
    // One more character in lowercase, as of `İ`, is no letter of a known name.
    let folded = name.chars().flat_map(char::to_lowercase);
    // The other letters that are equal to one of ASCII (Unicode's CaseFolding.txt) have a lowercase form in ASCII.
    folded
        .map(|letter| if letter == 'ſ' { 's' } else { letter })
        .eq(known.chars().map(|letter| letter.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<Vec<String>> {
        let messages = messages(body.as_bytes(), &["name", "uri"]).ok()?;
        let shown = messages.into_iter().map(|message| {
            let names = message.named.into_iter().flatten().collect::<Vec<_>>();
            format!("{} {}", message.method.unwrap_or_default(), names.join(","))
        });
        Some(shown.collect())
    }

    #[test]
    fn messages_are_read() {
        for (body, expected) in [
            (r#"{"method":"a"}"#, &["a "][..]),
            (r#" {"method":"a","params":{"name":"n"}} "#, &["a n"]),
            (
                r#"{"params":{"uri":"u","name":"n"},"method":"a"}"#,
                &["a n,u"],
            ),
            (r#"{"\u006dethod":"\u0061"}"#, &["a "]),
            (
                r#"{"method":"a","params":{"name":{"name":"x"},"arguments":{"name":1,"name":2}}}"#,
                &["a "],
            ),
            (r#"{"method":"a","params":["n"]}"#, &["a "]),
            (r#"{"method":"a","params":null,"id":1.5,"x":[{}]}"#, &["a "]),
            (
                r#"[{"method":"a"},{"method":"b","params":{"name":"n"}}]"#,
                &["a ", "b n"],
            ),
            ("[]", &[]),
        ] {
            assert_eq!(
                read(body).as_deref(),
                Some(expected.iter().map(ToString::to_string).collect::<Vec<_>>()).as_deref(),
                "{body}"
            );
        }
    }

    #[test]
    fn what_another_parser_might_read_differently_is_an_error() {
        let deep = format!(
            r#"{{"method":"a","params":{{"x":{}{}}}}}"#,
            "[".repeat(1000),
            "]".repeat(1000)
        );
        for body in [
            "",
            "null",
            r#""a""#,
            r#"["2.0",1,"a"]"#,
            r#"[[{"method":"a"}]]"#,
            r#"{"method":"a","method":"b"}"#,
            r#"{"method":"a","\u006dethod":"b"}"#,
            r#"{"method":"a","Method":"b"}"#,
            r#"{"method":"a","paramſ":{}}"#,
            r#"{"method":"a","method\u0000":"b"}"#,
            r#"{"Method\u0000x":"b"}"#,
            r#"{"method":"a","params":{"name":"n","name\u0000x":"m"}}"#,
            r#"{"method":"a","params":{"name":"n","name":"m"}}"#,
            r#"{"method":"a","params":{"name":"n","NAME":"m"}}"#,
            r#"{"method":"a","params":{"name":"n"},"params":{"name":"m"}}"#,
            r#"{"method":"a","params":{"$serde_json::private::RawValue":"{}"}}"#,
            r#"{"$serde_json::private::RawValue":"{}","method":"a"}"#,
            r#"{"method":null}"#,
            r#"{"method":{"a":null}}"#,
            r#"{"method":["a"]}"#,
            r#"{"method":"a"}{"method":"b"}"#,
            r#"{"method":"a"} x"#,
            "\u{feff}{\"method\":\"a\"}",
            "{\"method\":\"a\0\",}",
            r#"{"method":"\ud800"}"#,
            r#"{method:"a"}"#,
            r#"{"method":"a",/**/"x":1}"#,
            r#"{"method":"a","x":NaN}"#,
            &deep,
            &format!("[{}{{}}]", "{},".repeat(1000)),
        ] {
            assert_eq!(read(body), None, "{body}");
        }
        let utf16: Vec<u8> =
            r#"{"method":"a"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(messages(&utf16, &[]).is_err());
        assert!(messages(b"{\"method\":\"\xff\"}", &[]).is_err());
    }
}
