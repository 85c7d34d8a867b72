//! Listening, and stopping cleanly.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::middleware::{from_fn, from_fn_with_state};
use tokio::net::TcpListener;

mod connections;
mod cors;
mod places;
mod requests;

pub use self::connections::{ConnectionLimits, serve};
use crate::app::{App, router};
use crate::config::{Config, secret_key};
use crate::database::{Database, DatabaseUrl, reason};
use crate::seed::seed;
use crate::sessions::Sessions;
use crate::signing::{RotatingKeys, Signing};

/// How often expired sessions and tokens are forgotten.
const FORGET_EVERY: Duration = Duration::from_mins(10);

/// A container whose `DATABASE_URL` was forgotten has an administrator all the same.
const KNOWN_TO_EVERYBODY: &str = "DATABASE_URL is not set, and everybody knows the passwords of the tutorial's users and \
     administrator: set it, or `--demo-users` if all who reach this service may log in as these";

/// Serves until SIGTERM or Ctrl-C.
///
/// # Errors
/// If others could log in as users whose passwords everybody knows, the database cannot be used, the secret key is too
/// short, or the address cannot be listened on.
pub async fn run(config: Config) -> Result<(), Box<dyn Error>> {
    if config.serves_others() && config.database_url.is_none() && !config.demo_users {
        return Err(KNOWN_TO_EVERYBODY.into());
    }
    let key = secret_key()?;
    let database = open_database(&config).await?;
    if config.demo_users && config.serves_others() {
        tracing::warn!(
            "users with passwords that everybody knows can log in from other machines, also the administrator `admin`"
        );
    }
    let app = match config.provider() {
        None => App::new(database, &key, &config),
        Some(provider) => {
            let keys = RotatingKeys::open(database.clone(), provider, &key).await?;
            let keys = Arc::new(keys);
            tokio::spawn(Arc::clone(&keys).keep_fresh());
            App::with_signing(database, &key, Signing::KeyPairs(keys), &config)
        }
    };
    let app = app.map_err(|error| format!("SECRET_KEY: {error}"))?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    tracing::info!("listening on http://{}", listener.local_addr()?);

    tokio::spawn(forget_expired(app.sessions()));
    let observe = from_fn_with_state(app.metrics(), requests::observe);
    let service = router(app)
        .layer(from_fn(requests::limit_time))
        .layer(observe);
    let service = match cors::allow(&config.allow_origins) {
        Some(cors) => service.layer(cors),
        None => service,
    };
    let stop = async {
        told_to_stop().await;
        tracing::info!("stopping");
    };
    if !serve(listener, service, config.connection_limits(), stop).await {
        tracing::warn!("stopped with requests under way");
    }
    Ok(())
}

/// Keeps the tables of sessions small.
async fn forget_expired(sessions: Sessions) {
    let mut ticks = tokio::time::interval(FORGET_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = sessions.forget_expired().await {
            tracing::warn!("cannot forget expired sessions: {}", reason(&error));
        }
    }
}

/// The database of the configuration.
///
/// # Errors
/// If it cannot be used.
pub async fn open_database(config: &Config) -> Result<Database, Box<dyn Error>> {
    let in_memory = DatabaseUrl::in_memory();
    let url = config.database_url.as_ref();
    let database = Database::open(url.unwrap_or(&in_memory)).await;
    let database = database.map_err(|error| format!("DATABASE_URL: {error}"))?;
    if config.demo_users || url.is_none() {
        let seeded = seed(&database).await;
        seeded.map_err(|error| {
            let reason = reason(&error);
            format!("DATABASE_URL: cannot add the users of the tutorial: {reason}")
        })?;
    }
    Ok(database)
}

async fn told_to_stop() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminate => {}
    }
}
