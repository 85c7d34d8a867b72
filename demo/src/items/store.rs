use std::time::SystemTime;

use super::{Item, NewItem};
use crate::database::Database;
use crate::error::ApiError;
use crate::input::Page;
use crate::still_valid::if_still_valid;
use crate::users::User;

/// The items of all users.
#[derive(Debug, Clone)]
pub struct Items {
    database: Database,
}

/// A row of the table, in the order of its columns.
type Row = (String, String, String, String);

impl Items {
    /// Those in a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// The items of a user, in the order in which they were created.
    ///
    /// # Errors
    /// 422 for a page that cannot be, 503 if the database cannot be asked.
    pub async fn list(&self, owner: &str, page: &Page) -> Result<Vec<Item>, ApiError> {
        let found = sqlx::query_as::<_, Row>(
            "SELECT item_id, owner, title, description FROM items
             WHERE owner = $1 AND item_id > $2 ORDER BY item_id LIMIT $3",
        );
        let found = found.bind(owner).bind(page.after()).bind(page.rows()?);
        let found = found
            .fetch_all(&mut *self.database.connection().await?)
            .await?;
        Ok(found.into_iter().map(Item::from).collect())
    }

    /// An item, if it belongs to this user.
    ///
    /// # Errors
    /// If the database cannot be asked.
    pub async fn get(&self, owner: &str, item_id: &str) -> Result<Option<Item>, sqlx::Error> {
        // PostgreSQL has no such text, so there is no such item.
        if item_id.contains('\0') {
            return Ok(None);
        }
        let found = sqlx::query_as::<_, Row>(
            "SELECT item_id, owner, title, description FROM items WHERE item_id = $1 AND owner = $2",
        );
        let found = found.bind(item_id).bind(owner);
        let found = found
            .fetch_optional(&mut *self.database.connection().await?)
            .await?;
        Ok(found.map(Item::from))
    }

    /// Creates an item of a user, whose token may have been revoked meanwhile: then there is none.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn create(&self, by: &User, new: NewItem) -> Result<Option<Item>, ApiError> {
        let item = Item {
            item_id: new_id()?,
            owner: by.username.clone(),
            title: new.title,
            description: new.description,
        };
        let created = if_still_valid!(
            sqlx::query,
            by,
            "INSERT INTO items (item_id, owner, title, description) SELECT $4, $1, $5, $6 WHERE"
        )
        .bind(&item.item_id)
        .bind(&item.title)
        .bind(&item.description)
        .execute(&mut *self.database.connection().await?)
        .await?;
        Ok((created.rows_affected() == 1).then_some(item))
    }

    /// Adds an item, unless there is one with its name.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn insert(&self, item: &Item) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO items (item_id, owner, title, description) VALUES ($1, $2, $3, $4)
             ON CONFLICT (item_id) DO NOTHING",
        )
        .bind(&item.item_id)
        .bind(&item.owner)
        .bind(&item.title)
        .bind(&item.description)
        .execute(&mut *self.database.connection().await?)
        .await?;
        Ok(())
    }

    /// Changes an item of a user. Tells whether it is still there, and the user's token was not revoked meanwhile.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn update(&self, by: &User, item: &Item) -> Result<bool, sqlx::Error> {
        let changed = if_still_valid!(
            sqlx::query,
            by,
            "UPDATE items SET title = $4, description = $5 WHERE item_id = $6 AND owner = $1 AND"
        )
        .bind(&item.title)
        .bind(&item.description)
        .bind(&item.item_id)
        .execute(&mut *self.database.connection().await?)
        .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// Deletes an item. Tells whether it was still there.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn delete(&self, item: &Item) -> Result<bool, sqlx::Error> {
        let deleted = sqlx::query("DELETE FROM items WHERE item_id = $1 AND owner = $2");
        let deleted = deleted.bind(&item.item_id).bind(&item.owner);
        let deleted = deleted
            .execute(&mut *self.database.connection().await?)
            .await?;
        Ok(deleted.rows_affected() == 1)
    }
}

/// An identifier that nobody can guess. Those of later items are greater.
fn new_id() -> Result<String, ApiError> {
    let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let milliseconds = time.unwrap_or_default().as_millis();
    let random = getrandom::u64().map_err(|error| {
        tracing::error!("there are no random bytes: {error}");
        ApiError::Internal
    })?;
    Ok(format!("{milliseconds:012x}{random:016x}"))
}

impl From<Row> for Item {
    fn from((item_id, owner, title, description): Row) -> Self {
        Self {
            item_id,
            owner,
            title,
            description,
        }
    }
}
