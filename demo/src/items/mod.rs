//! Items, each of which belongs to a user. Others do not even learn that it exists.

mod endpoints;
mod store;

pub use self::endpoints::{Item, NewItem, OwnItem, get_own_item, routes};
pub use self::store::Items;
