use std::collections::BTreeSet;

use ::juniper::http::GraphQLBatchRequest;
use ::juniper::{DefaultScalarValue, EmptySubscription, RootNode};

use super::{executed, note};

struct Object;
struct Query;
struct Mutation;

#[::juniper::graphql_object]
impl Object {
    fn a(&self) -> bool {
        true
    }

    fn object(&self) -> Object {
        Object
    }
}

#[::juniper::graphql_object]
impl Query {
    fn a(&self) -> bool {
        note("query a")
    }

    fn b(&self, text: Option<String>, list: Option<Vec<String>>) -> bool {
        let _ = (text, list);
        note("query b")
    }

    fn object(&self) -> Object {
        note("query object");
        Object
    }
}

#[::juniper::graphql_object]
impl Mutation {
    fn a(&self) -> bool {
        note("mutation a")
    }

    fn c(&self, text: Option<String>) -> bool {
        let _ = text;
        note("mutation c")
    }
}

/// What juniper executes, and whether it has no errors.
pub(crate) fn by_juniper(body: &[u8]) -> (BTreeSet<String>, bool) {
    executed();
    let request = serde_json::from_slice::<GraphQLBatchRequest<DefaultScalarValue>>(body);
    let Ok(request) = request else {
        return (executed(), false);
    };
    let root = RootNode::new(Query, Mutation, EmptySubscription::<()>::new());
    let response = request.execute_sync(&root, &());
    (executed(), response.is_ok())
}
