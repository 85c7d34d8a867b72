//! Shared by all tests: a client, the state of services, and a check of everything that is logged.

mod app;
pub mod client;

use std::io::{self, Write};
use std::process::abort;
use std::sync::Once;

use tracing::Level;
use tracing::subscriber::set_global_default;

pub use self::app::{App, Journal, SECRET, bearer, token, token_of, verifier};

/// Reads everything that is logged in this process, at the finest level, and aborts the process if it contains a token or
/// a key. Tests of log lines record them separately.
///
/// # Panics
/// If another subscriber is set already: nothing would be checked.
pub fn watch_the_log() {
    static ONCE: Once = Once::new();

    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_ansi(false)
            .with_writer(|| Watch)
            .finish();
        assert!(
            set_global_default(subscriber).is_ok(),
            "another subscriber is set"
        );
    });
}

struct Watch;

impl Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        if has_a_secret(&line) {
            // Not a panic, which the code that logs may catch.
            let _ = writeln!(io::stderr(), "a token or a key is in the log: {line}");
            abort();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether there is a part of a JWT (a JSON object in base64url), a PEM, or a member of a private or shared JWK.
fn has_a_secret(line: &str) -> bool {
    let is_base64url = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut after = line.match_indices("eyJ").map(|(at, _)| &line[at..]);
    let has_jwt = after.any(|rest| rest.chars().take_while(|c| is_base64url(*c)).count() >= 12);
    has_jwt
        || ["-----BEGIN", r#""d":""#, r#""k":""#]
            .iter()
            .any(|sign| line.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::has_a_secret;

    #[test]
    fn tokens_and_keys_are_noticed_and_other_text_is_not() {
        for line in [
            r#"authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.e30.""#,
            "eyJhbGciOiJIUzI1NiJ9",
            "-----BEGIN PRIVATE KEY-----",
            r#"{"kty":"oct","k":"c2VjcmV0"}"#,
        ] {
            assert!(has_a_secret(line), "{line}");
        }
        for line in [
            "",
            "request refused reason=\"expired\"",
            "fetched the provider's keys keys=1",
            "eyJ is how they begin",
        ] {
            assert!(!has_a_secret(line), "{line}");
        }
    }
}
