//! Two servers with the same schema, which note the fields at the root that they execute.

mod async_graphql;
mod juniper;

use std::cell::RefCell;
use std::collections::BTreeSet;

pub(crate) use self::async_graphql::by_async_graphql;
pub(crate) use self::juniper::by_juniper;

thread_local! {
    static EXECUTED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

fn note(field: &str) -> bool {
    EXECUTED.with_borrow_mut(|executed| executed.insert(field.to_owned()));
    true
}

/// The fields that were executed, as scopegate names them.
fn executed() -> BTreeSet<String> {
    EXECUTED.take()
}
