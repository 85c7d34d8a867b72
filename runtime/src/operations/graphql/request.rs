//! The members of a request: GraphQL over HTTP, section 5.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::operations::json::{Known, Skipped, Text, one_or_many};

/// A request.
#[derive(Debug, Default)]
pub(super) struct Asked<'a> {
    /// The document. An empty one would be found by other members.
    pub(super) query: Cow<'a, str>,
    pub(super) operation: Option<Cow<'a, str>>,
}

/// The requests of a body: one, or those of a batch.
///
/// # Errors
/// If a server might find another document: a member is repeated or unknown, or `persistedQuery` names a stored one.
pub(super) fn requests(body: &[u8]) -> Result<Vec<Asked<'_>>, serde_json::Error> {
    one_or_many(body, One)
}

/// The visitor of a request.
#[derive(Clone, Copy)]
struct One;

impl<'de> Visitor<'de> for One {
    type Value = Asked<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GraphQL request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const QUERY: usize = 0;
        const OPERATION_NAME: usize = 1;
        const VARIABLES: usize = 2;
        const EXTENSIONS: usize = 3;
        let mut known = Known::new(&["query", "operationName", "variables", "extensions"]);
        let mut asked = Asked::default();
        while let Some(Text(name)) = map.next_key()? {
            match known.find(&name)? {
                Some(QUERY) => asked.query = map.next_value::<Text<'de>>()?.0,
                Some(OPERATION_NAME) => asked.operation = map.next_value()?,
                Some(VARIABLES) => {
                    map.next_value::<Skipped>()?;
                }
                Some(EXTENSIONS) => {
                    map.next_value::<Option<Extensions>>()?;
                }
                _ => return Err(A::Error::custom("a member that a server might know")),
            }
        }
        Ok(asked)
    }
}

/// Extensions that do not name a document.
struct Extensions;

impl<'de> Deserialize<'de> for Extensions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self)
    }
}

impl<'de> Visitor<'de> for Extensions {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("extensions of a request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        let mut known = Known::new(&["persistedQuery"]);
        while let Some(Text(name)) = map.next_key()? {
            if known.find::<A::Error>(&name)?.is_some() {
                return Err(A::Error::custom("a stored document"));
            }
            map.next_value::<Skipped>()?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<Vec<String>> {
        let requests = requests(body.as_bytes()).ok()?;
        let shown = requests.into_iter();
        let shown = shown.map(|asked| format!("{} {:?}", asked.query, asked.operation));
        Some(shown.collect())
    }

    #[test]
    fn requests_are_read() {
        for (body, expected) in [
            (r#"{"query":"{a}"}"#, &["{a} None"][..]),
            (
                r#"{"operationName":"N","variables":{"query":1,"query":2},"extensions":{"x":{"persistedQuery":1}},"query":"a\nb"}"#,
                &["a\nb Some(\"N\")"],
            ),
            (
                r#"{"query":"{a}","operationName":null,"variables":null,"extensions":null}"#,
                &["{a} None"],
            ),
            (r#"[{"query":"a"},{"query":"b"}]"#, &["a None", "b None"]),
        ] {
            let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
            assert_eq!(read(body), Some(expected), "{body}");
        }
    }

    #[test]
    fn what_a_server_might_read_differently_is_an_error() {
        for body in [
            r#"{"query":"{a}","query":"{b}"}"#,
            r#"{"query":"{a}","Query":"{b}"}"#,
            r#"{"query":"{a}","operationname":"N"}"#,
            r#"{"query":null}"#,
            r#"{"query":["{a}"]}"#,
            r#"{"query":"{a}","operationName":1}"#,
            r#"{"query":"{a}","documentId":"1"}"#,
            r#"{"query":"{a}","id":"1"}"#,
            r#"{"query":"{a}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}"#,
            r#"{"extensions":{"persistedQuery":null}}"#,
            r#"{"query":"{a}","extensions":{"PersistedQuery":{}}}"#,
            r#"{"query":"{a}","extensions":"{\"persistedQuery\":{}}"}"#,
            r#"{"query":"{a}"}{"query":"{b}"}"#,
            r#"[[{"query":"{a}"}]]"#,
            r#""{a}""#,
            "{a}",
            "",
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }
}
