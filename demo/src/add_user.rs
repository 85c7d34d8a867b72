//! The command `demo add-user`: how a database gets its first administrator.

use std::error::Error;
use std::io::{BufRead, stdin};

use scopegate::SecurityScheme;

use crate::accounts::rules;
use crate::auth::OAuth2PasswordBearer;
use crate::config::{Config, NewAccount};
use crate::database::reason;
use crate::passwords::get_password_hash;
use crate::server::open_database;
use crate::users::{User, UserInDb, Users};

/// Adds a user, whose password is a line of the standard input.
///
/// # Errors
/// If the name, the password or a scope breaks a rule, the name is taken, or the database cannot be used.
pub async fn run(config: &Config, account: NewAccount) -> Result<(), Box<dyn Error>> {
    if config.database_url.is_none() {
        return Err(
            "DATABASE_URL is not set: what is added in memory ends with this command".into(),
        );
    }
    let NewAccount { username, scopes } = account;
    let password = stdin()
        .lock()
        .lines()
        .next()
        .transpose()?
        .unwrap_or_default();
    let scopes = if scopes.is_empty() {
        every_scope()
    } else {
        scopes
    };
    rules::username(&username).map_err(|problem| format!("the username {problem}"))?;
    rules::password(&password, &username).map_err(|problem| format!("the password {problem}"))?;
    rules::scopes(&scopes).map_err(|problem| format!("the scopes {problem}"))?;

    let hash = get_password_hash(password).await;
    let user = UserInDb {
        user: User {
            email: String::new(),
            full_name: username.clone(),
            username,
            disabled: false,
            generation: 0,
            token: String::new(),
        },
        hashed_password: hash.map_err(|_| "cannot hash the password")?,
        scopes,
    };
    let users = Users::new(open_database(config).await?);
    let added = users.add(&user).await;
    if !added.map_err(|error| format!("DATABASE_URL: cannot add the user: {}", reason(&error)))? {
        return Err(format!("there is a user `{}`", user.user.username).into());
    }
    tracing::info!(
        "added the user `{}` with the scopes {}",
        user.user.username,
        user.scopes.join(" ")
    );
    Ok(())
}

fn every_scope() -> Vec<String> {
    let scopes = OAuth2PasswordBearer::SCHEME.scopes.iter();
    scopes.map(|scope| scope.name.to_owned()).collect()
}
