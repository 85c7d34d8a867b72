//! GraphQL over HTTP.

mod document;
mod lexer;
mod request;
mod unreadable;

use std::borrow::Cow;

use bytes::Bytes;
use http::{Request, Uri};
use serde_json::json;

use self::document::root_fields;
use self::request::requests;
pub use self::unreadable::UnreadableQuery;
use super::json::{is_plain_json, json_request};
use super::{Operation, Operations, ReadOperations, Rule};

/// Reads GraphQL over HTTP: the fields at the root of the operation that a POST asks for, or each request of a batch.
///
/// A field is `query notes`, `mutation addNote` or `subscription noteAdded`, whatever the types at the root of the schema are
/// called and whatever aliases a document uses. `.operation("mutation", ...)` is for all mutations. A request needs the rules
/// of all its fields, including those in fragments and those that `@skip` and `@include` leave out. `__schema` and
/// `__typename` are fields like any other.
///
/// ```
/// # use scopegate::{AccessToken, SecurityScheme, Verifier, dependency};
/// use scopegate::level;
/// use scopegate::operations::{GraphQl, Operations};
///
/// # #[derive(SecurityScheme)]
/// # #[oauth2(client_credentials(token_url = "token"), scopes("read" = "Read.", "write" = "Write.", "admin" = "All."))]
/// # struct OAuth2;
/// # #[dependency(depends = OAuth2)]
/// # fn caller(_token: AccessToken) {}
/// let operations: Operations<Verifier, _> =
///     Operations::new(GraphQl, level!(scopes = ["admin"], depends = caller))
///         .query("notes", level!(scopes = ["read"], depends = caller))
///         .mutation("addNote", level!(scopes = ["write"], depends = caller));
/// ```
///
/// # What is below the root
///
/// Which fields an object has, only the schema says: a resolver decides about them. It finds the caller in the extensions of
/// the request, as [every service](super#what-the-service-gets) does, which the service has to pass on to it.
///
/// So an object with a field of the query type opens that type's other fields, without their rules: `query` of a payload, or
/// `viewer`, as some servers for Relay have it. Give such a field the rules of all, or leave it out.
///
/// # What is unreadable
///
/// Besides what is no plain [JSON](super#what-decides), and what is no valid document:
///
/// * a document that is not in the request: persisted documents (`documentId`, `persistedQuery`), and members other than
///   `query`, `operationName`, `variables` and `extensions`;
/// * a parameter of the URL with such a name, which some servers prefer to the body;
/// * several operations of which `operationName` does not select one;
/// * a document that lexers read in different ways: a carriage return alone, other control characters, characters outside of
///   ASCII except in strings and comments, and quotation marks in block strings.
///
/// # Other HTTP methods
///
/// A request with another HTTP method needs the rule [of that](Operations::http), such as for a page with an editor, or the one
/// for everything else. If such a member is in its URL, it always needs the one for everything else, because some servers
/// also execute mutations that a GET asks for.
///
/// Messages on a WebSocket are not read: the rule of GET admits to all fields if the service accepts one at this path.
#[derive(Debug, Clone, Copy, Default)]
pub struct GraphQl;

const QUERY: &str = "query";
const MUTATION: &str = "mutation";
const SUBSCRIPTION: &str = "subscription";

/// The maximum of fields in a request, as of messages in a batch.
const MOST_FIELDS: usize = 1000;

impl ReadOperations for GraphQl {
    type Unreadable = UnreadableQuery;

    fn asks_in_url(&self, uri: &Uri) -> bool {
        uri.query().is_some_and(has_request)
    }

    fn read<'r>(&self, request: &'r Request<Bytes>) -> Result<Vec<Operation<'r>>, UnreadableQuery> {
        if !is_plain_json(request.headers()) {
            return Err(UnreadableQuery::NOT_JSON);
        }
        if self.asks_in_url(request.uri()) {
            return Err(UnreadableQuery::IN_URL);
        }
        let requests = requests(request.body()).map_err(|_| UnreadableQuery::NO_REQUEST)?;
        let mut operations = Vec::new();
        for asked in requests {
            let name = asked.operation.as_deref();
            let (kind, fields) =
                root_fields(&asked.query, name).map_err(|_| UnreadableQuery::NO_DOCUMENT)?;
            for field in fields {
                if operations.len() == MOST_FIELDS {
                    return Err(UnreadableQuery::TOO_MANY);
                }
                operations.push(Operation::named(kind, field.to_owned()));
            }
        }
        if operations.is_empty() {
            return Err(UnreadableQuery::NO_REQUEST);
        }
        Ok(operations)
    }

    fn request(&self, operation: &Operation<'_>) -> Request<Bytes> {
        let kind = operation.method().unwrap_or_default();
        let field = operation.name().unwrap_or("__typename");
        let body = json!({ "query": format!("{kind} {{ {field} }}") });
        json_request(&body)
    }
}

/// Whether a query string has a parameter that is a part of a request, in any percent-encoding and case.
fn has_request(query: &str) -> bool {
    const PARTS: [&str; 5] = [
        "query",
        "operationname",
        "variables",
        "extensions",
        "documentid",
    ];
    // Some servers separate parameters by semicolons, too.
    let parameters = query.split(['&', ';']);
    let mut names = parameters.flat_map(|parameter| form_urlencoded::parse(parameter.as_bytes()));
    // PHP ignores spaces before a name, and a string of C ends at a NUL.
    let plain = |name: &str| {
        name.split('\0')
            .next()
            .map(|name| name.trim().to_ascii_lowercase())
    };
    names.any(|(name, _)| plain(&name).is_some_and(|name| PARTS.contains(&&*name)))
}

impl<S> Operations<S, GraphQl> {
    /// Sets the rule of a field of the query type.
    ///
    /// # Panics
    /// If it has a rule already, or is not the name of a field.
    #[track_caller]
    pub fn query(self, field: impl Into<Cow<'static, str>>, rule: impl Rule<S>) -> Self {
        self.operation(Operation::named(QUERY, field), rule)
    }

    /// Sets the rule of a field of the mutation type.
    ///
    /// # Panics
    /// If it has a rule already, or is not the name of a field.
    #[track_caller]
    pub fn mutation(self, field: impl Into<Cow<'static, str>>, rule: impl Rule<S>) -> Self {
        self.operation(Operation::named(MUTATION, field), rule)
    }

    /// Sets the rule of a field of the subscription type, for subscriptions whose events are in the response to a POST.
    ///
    /// # Panics
    /// If it has a rule already, or is not the name of a field.
    #[track_caller]
    pub fn subscription(self, field: impl Into<Cow<'static, str>>, rule: impl Rule<S>) -> Self {
        self.operation(Operation::named(SUBSCRIPTION, field), rule)
    }
}

#[cfg(test)]
mod tests {
    use super::has_request;

    #[test]
    fn a_part_of_a_request_in_a_url_is_found_however_it_is_written() {
        for query in [
            "query={a}",
            "query",
            "a=b&%51uery=x",
            "a;operationName=x",
            "VARIABLES=",
            "+query=x",
            "%20query=x",
            "query%00x=y",
            "documentId=1",
        ] {
            assert!(has_request(query), "{query}");
        }
        for query in ["", "a=query", "queries=x", "q=query%3D1", "op=notes&page=1"] {
            assert!(!has_request(query), "{query}");
        }
    }
}
