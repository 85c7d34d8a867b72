use std::io;
use std::sync::{Arc, Mutex};

use axum::middleware::from_fn;
use tracing::Level;

use crate::{bearer, get, verifier};

mod recipe {
    use crate::application::account::{Account, User};

    example!("axum_read_notes");

    pub(super) fn router(verifier: scopegate::Verifier) -> axum::Router {
        let router = axum::Router::new().route("/", axum::routing::get(read_notes));
        let router = router
            .layer(scopegate::caller::IdentifyCallers)
            .layer(super::from_fn(log_requests));
        router.with_state(verifier)
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged while `authorization` is sent.
async fn logged(path: &str, authorization: &str) -> (u16, String) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::INFO)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let answer = get(&recipe::router(verifier()), path, authorization).await;
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    (answer.0, log)
}

#[tokio::test]
async fn the_log_says_who_was_answered_and_why_others_were_refused() {
    let (status, log) = logged("/", &bearer("johndoe", &["notes:read"])).await;
    assert_eq!(status, 200);
    for line in [
        r#"user="johndoe"}"#,
        "reading notes",
        r#"by="johndoe" refused="-""#,
    ] {
        assert!(log.contains(line), "{log}");
    }
    // Who calls is known even if a scope is missing.
    let (status, log) = logged("/", &bearer("johndoe", &[])).await;
    assert_eq!(status, 403);
    assert!(
        log.contains(r#"by="johndoe" refused="insufficient_scope""#),
        "{log}"
    );
    let (status, log) = logged("/", "").await;
    assert_eq!(status, 401);
    assert!(
        log.contains(r#"by="-" refused="missing_credentials""#),
        "{log}"
    );
}
