use std::collections::BTreeSet;

use ::async_graphql::{BatchRequest, EmptySubscription, Schema};

use super::{executed, note};

struct Object;
struct Query;
struct Mutation;

#[::async_graphql::Object]
impl Object {
    async fn a(&self) -> bool {
        true
    }

    async fn object(&self) -> Object {
        Object
    }
}

#[::async_graphql::Object]
impl Query {
    async fn a(&self) -> bool {
        note("query a")
    }

    async fn b(&self, text: Option<String>, list: Option<Vec<String>>) -> bool {
        let _ = (text, list);
        note("query b")
    }

    async fn object(&self) -> Object {
        note("query object");
        Object
    }
}

#[::async_graphql::Object]
impl Mutation {
    async fn a(&self) -> bool {
        note("mutation a")
    }

    async fn c(&self, text: Option<String>) -> bool {
        let _ = text;
        note("mutation c")
    }
}

/// What async-graphql executes, and whether it has no errors.
pub(crate) fn by_async_graphql(body: &[u8]) -> (BTreeSet<String>, bool) {
    executed();
    let Ok(request) = serde_json::from_slice::<BatchRequest>(body) else {
        return (executed(), false);
    };
    let schema = Schema::new(Query, Mutation, EmptySubscription);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let response = runtime.block_on(schema.execute_batch(request));
    (executed(), response.is_ok())
}
