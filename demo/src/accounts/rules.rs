//! What names, texts and passwords have to be.

use crate::auth::OAuth2PasswordBearer;
use crate::docs::ValidationError;
use crate::error::ApiError;
use crate::passwords::{MAX_BYTES, is_acceptable};

use scopegate::SecurityScheme;

/// The fewest characters of a password. Without a second factor, length is what withstands guessing.
pub const MIN_PASSWORD: usize = 12;

/// What is wrong with the members of a body: all of it at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<ValidationError>);

impl Problems {
    /// Adds what a check found.
    pub fn add(&mut self, member: &str, checked: Result<(), String>) {
        if let Err(problem) = checked {
            let error = ValidationError::new(&["body", member], "value_error", problem);
            self.0.push(error);
        }
    }

    /// Whether there are none.
    ///
    /// # Errors
    /// 422 if there are.
    pub fn into_result(self) -> Result<(), ApiError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(ApiError::Invalid(self.0))
        }
    }
}

/// A text of this many characters, in one line or several.
///
/// # Errors
/// If it is shorter or longer, or has characters that control a terminal.
pub fn text(value: &str, least: usize, most: usize, multiline: bool) -> Result<(), String> {
    let length = value.chars().count();
    if !(least..=most).contains(&length) {
        return Err(format!("should have {least} to {most} characters"));
    }
    let is_control = |c: char| c.is_control() && !(multiline && c == '\n');
    if value.contains(is_control) {
        return Err("should have no control characters".to_owned());
    }
    Ok(())
}

/// A name to log in with, which no other name looks like.
///
/// # Errors
/// If it has other characters.
pub fn username(value: &str) -> Result<(), String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    let starts = value.starts_with(|c: char| c.is_ascii_lowercase());
    if (3..=32).contains(&value.len()) && starts && value.chars().all(allowed) {
        return Ok(());
    }
    Err("should be 3 to 32 of `a-z`, `0-9`, `.`, `-` and `_`, and start with a letter".to_owned())
}

/// An address to which something may be sent: whether it arrives, only sending tells.
///
/// # Errors
/// If it cannot be one.
pub fn email(value: &str) -> Result<(), String> {
    let blank = |c: char| c.is_control() || c.is_whitespace();
    match value.rsplit_once('@') {
        Some((local, domain))
            if !local.is_empty()
                && !domain.is_empty()
                && value.len() <= 254
                && !value.contains(blank) =>
        {
            Ok(())
        }
        _ => Err("should be an e-mail address".to_owned()),
    }
}

/// A password that is not found by guessing.
///
/// # Errors
/// If it is too short, too long, or has the name of its user in it.
pub fn password(value: &str, username: &str) -> Result<(), String> {
    if value.chars().count() < MIN_PASSWORD {
        return Err(format!("should have at least {MIN_PASSWORD} characters"));
    }
    if !is_acceptable(value) {
        return Err(format!("should have at most {MAX_BYTES} bytes, and no NUL"));
    }
    if !username.is_empty() && value.to_lowercase().contains(&username.to_lowercase()) {
        return Err("should not contain the username".to_owned());
    }
    Ok(())
}

/// Scopes that the service knows, each once.
///
/// # Errors
/// If it does not know one.
pub fn scopes(values: &[String]) -> Result<(), String> {
    let known = OAuth2PasswordBearer::SCHEME.scopes;
    for (i, value) in values.iter().enumerate() {
        if !known.iter().any(|scope| scope.name == value) {
            let names: Vec<_> = known.iter().map(|scope| scope.name).collect();
            return Err(format!("should be some of {}", names.join(", ")));
        }
        if values[..i].contains(value) {
            return Err("should name each scope once".to_owned());
        }
    }
    Ok(())
}
