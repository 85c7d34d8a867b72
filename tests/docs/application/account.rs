//! What the recipes of the guide share with its first example.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use scopegate::{AccessToken, Denial, SecurityScheme, dependency};

/// A company account.
#[derive(SecurityScheme)]
#[openid_connect(
    url = "https://issuer.example/.well-known/openid-configuration",
    scopes(
        "notes:read" = "Read notes.",
        "notes:write" = "Change notes.", implies("notes:read"),
        "admin" = "Look after the service.",
    ),
)]
pub struct Account;

#[derive(Debug, Clone, PartialEq)]
pub struct User {
    pub name: String,
}

#[dependency(depends = Account)]
pub fn current_user(token: AccessToken) -> Result<User, Denial> {
    let name = token.claims().sub.clone().ok_or_else(|| token.deny())?;
    Ok(User { name })
}

#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub id: u32,
    pub owner: String,
    pub text: String,
}

/// Stands for a database.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<BTreeMap<u32, Note>>>);

impl Notes {
    pub async fn of(&self, owner: &str) -> Vec<String> {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = notes.values().filter(|note| note.owner == owner);
        own.map(|note| note.text.clone()).collect()
    }

    pub async fn find(&self, id: u32) -> Option<Note> {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.get(&id).cloned()
    }

    pub async fn remove(&self, id: u32) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.remove(&id);
    }

    pub async fn remove_all_of(&self, owner: &str) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.retain(|_, note| note.owner != owner);
    }

    pub fn add(&self, note: Note) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.insert(note.id, note);
    }
}
