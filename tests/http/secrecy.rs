//! No token, key or claim reaches an answer or a log line.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing::Level;
use tracing::subscriber::{DefaultGuard, set_default};
use tracing_subscriber::fmt::format::FmtSpan;

use crate::http::app::{PROTECTED, service};
use crate::http::client::{Answer, get};
use crate::http::token::{claims, forge, token, with_claims};
use scopegate_tests::SECRET;

/// All that was logged.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

const CLAIMS: &str =
    r#""sub":"subject-of-secrecy","jti":"jti-of-secrecy","email":"of-secrecy@mail.example""#;

/// Tokens that are refused for different reasons, and one that is not.
fn tokens() -> Vec<String> {
    let genuine = with_claims(&format!(r#"{CLAIMS},"scope":"scope-of-secrecy""#));
    let (signed, signature) = genuine.rsplit_once('.').unwrap();
    let other = token("johndoe", "me");
    let (_, other) = other.rsplit_once('.').unwrap();
    let header = r#"{"alg":"HS256","kid":"kid-of-secrecy","crit":["extension-of-secrecy"]}"#;
    vec![
        format!("{signed}.{other}"),
        format!("{signed}!{signature}"),
        format!("{genuine}.{signature}"),
        forge(header, claims(CLAIMS)),
        forge(r#"{"alg":"algorithm-of-secrecy"}"#, claims(CLAIMS)),
        forge(r#"{"alg":"HS256"}"#, format!(r#"{{{CLAIMS},"exp":1}}"#)),
        with_claims(&format!(r#"{CLAIMS},"scopes":{{"wrong-of-secrecy":1}}"#)),
        with_claims(&format!(r#"{CLAIMS},"aud":"audience-of-secrecy""#)),
        token("johndoe", "scope-of-secrecy"),
        token("johndoe", "me items admin scope-of-secrecy"),
        genuine,
    ]
}

/// What is secret of a token: itself, its parts, and what they say.
fn secrets(token: &str) -> Vec<&str> {
    let parts = token.split(['.', '!']).filter(|part| part.len() > 20);
    parts.chain([token, SECRET, "of-secrecy"]).collect()
}

/// Records what this thread logs, until the guard is dropped.
pub(crate) fn record_this_thread() -> (Log, DefaultGuard) {
    // Else what another thread is the first to log, for nobody, would be off for this one too.
    scopegate_tests::watch_the_log();
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .without_time()
        .with_ansi(false)
        .with_max_level(Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .finish();
    (log, set_default(subscriber))
}

fn text_of(answer: &Answer) -> String {
    format!("{:?} {} {:?}", answer.headers, answer.body, answer.denial)
}

#[tokio::test]
async fn no_token_key_or_claim_is_in_an_answer_or_a_log_line() {
    let (log, _recording) = record_this_thread();
    let tokens = tokens();
    let mut answers = String::new();
    for token in &tokens {
        let header = format!("Bearer {token}");
        let header = header.as_bytes();
        for (path, _) in PROTECTED {
            answers += &text_of(&get(service(), path, &[header]).await);
            answers += &text_of(&get(service(), path, &[header, header]).await);
            let both = format!("{path}?access_token={token}");
            answers += &text_of(&get(service(), &both, &[header]).await);
            answers += &text_of(&get(service(), &both, &[]).await);
            let basic = format!("Basic {token}");
            answers += &text_of(&get(service(), path, &[basic.as_bytes()]).await);
        }
    }

    let log = log.text();
    for reason in [
        "signature",
        "expired",
        "invalid_claim",
        "refused",
        "insufficient_scope",
    ] {
        assert!(
            log.contains(&format!("reason=\"{reason}\"")),
            "{reason} is not logged"
        );
    }
    for secret in tokens.iter().flat_map(|token| secrets(token)) {
        assert!(!log.contains(secret), "{secret} in {log}");
        assert!(!answers.contains(secret), "{secret} in {answers}");
    }
}

#[test]
fn the_key_is_not_in_what_the_state_shows() {
    let verifier = scopegate::Verifier::hs256(SECRET).unwrap();
    let issuer = scopegate::TokenIssuer::hs256(SECRET).unwrap();
    let shown = format!("{verifier:?} {verifier:#?} {issuer:?}");
    assert!(
        shown.contains("HS256") && !shown.contains(SECRET),
        "{shown}"
    );
}
