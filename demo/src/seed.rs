//! What the service has to show without a database of its own: the tutorial's users, one of their items, and an
//! administrator. Everybody knows their passwords.

use sqlx::Error;

use crate::database::Database;
use crate::items::{Item, Items};
use crate::users::{User, UserInDb, Users, fake_users_db};

/// Adds what is not there yet.
///
/// # Errors
/// If the database cannot be written.
pub async fn seed(database: &Database) -> Result<(), Error> {
    let users = Users::new(database.clone());
    for user in fake_users_db().iter().chain([&administrator()]) {
        users.add(user).await?;
    }
    let item = Item {
        item_id: "Foo".into(),
        owner: "johndoe".into(),
        title: "Foo".into(),
        description: String::new(),
    };
    Items::new(database.clone()).insert(&item).await
}

/// The user `admin` with the password `secretadmin`.
fn administrator() -> UserInDb {
    UserInDb {
        user: User {
            username: "admin".into(),
            email: "admin@example.com".into(),
            full_name: "Administrator".into(),
            disabled: false,
            generation: 0,
            token: String::new(),
        },
        hashed_password: "$argon2id$v=19$m=19456,t=2,p=1$hiQ6DSwjLOOFbaHv9Eqnqg$XviGGv43uUqUriKYu4gIM0+o1OkS+/VIqATc9Dl9VKE".into(),
        scopes: vec!["me".into(), "users:write".into()],
    }
}
