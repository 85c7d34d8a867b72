//! The database of a test: SQLite in memory, or a schema of its own in the PostgreSQL that `TEST_POSTGRES` names (see
//! `tests/postgres/run`).

#![allow(dead_code, reason = "not every test needs all of it")]

use std::env;
use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use clap::Parser;
use demo::app::{App, router};
use demo::config::{Cli, Config};
use demo::database::{Database, DatabaseUrl};
use demo::seed::seed;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{OnceCell, watch};
use tokio::time::sleep;

/// An empty database: its URL, for a process of its own.
pub async fn new_database_url() -> String {
    match env::var("TEST_POSTGRES") {
        Ok(url) => new_schema(&url).await,
        Err(_) => "sqlite::memory:".to_owned(),
    }
}

/// Whether the tests run on PostgreSQL.
pub fn on_postgres() -> bool {
    env::var_os("TEST_POSTGRES").is_some()
}

async fn new_schema(url: &str) -> String {
    let name = format!("test_{}", getrandom::u64().unwrap());
    let mut connection = PgConnection::connect(url).await.unwrap();
    let create = format!("CREATE SCHEMA {name}");
    sqlx::raw_sql(AssertSqlSafe(create))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}options=-c%20search_path%3D{name}")
}

/// A PostgreSQL, as over a network: its answers take some time, and it may vanish.
pub struct Distant {
    pub url: String,
    generation: watch::Sender<()>,
}

impl Distant {
    /// The one that this URL names.
    pub async fn new(url: &str) -> Self {
        let (head, tail) = url.split_once('@').unwrap();
        let (address, tail) = tail.split_once('/').unwrap();
        let server = if address.contains(':') {
            address.to_owned()
        } else {
            format!("{address}:5432")
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{head}@{}/{tail}", listener.local_addr().unwrap());
        let (generation, _) = watch::channel(());
        let generations = generation.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(carry(from_client, to_server, generations.subscribe()));
                tokio::spawn(carry(from_server, to_client, generations.subscribe()));
            }
        });
        Self { url, generation }
    }

    /// Nothing comes through the connections that there are, and nobody is told so.
    pub fn lose_all_connections(&self) {
        self.generation.send_replace(());
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut generation: watch::Receiver<()>,
) {
    const DISTANCE: Duration = Duration::from_millis(4);

    let mut buffer = [0; 4096];
    let carrying = async {
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            sleep(DISTANCE).await;
            if to.write_all(&buffer[..length]).await.is_err() {
                break;
            }
        }
    };
    let lost = tokio::select! {
        () = carrying => false,
        changed = generation.changed() => changed.is_ok(),
    };
    if lost {
        // Without closing anything.
        std::future::pending::<()>().await;
    }
}

/// A database that no other test uses, with the tutorial's users.
pub async fn new_database() -> Database {
    let url: DatabaseUrl = new_database_url().await.parse().unwrap();
    let database = Database::open(&url).await.unwrap();
    seed(&database).await.unwrap();
    database
}

/// The service with a database of its own.
pub async fn new_service(secret: &[u8]) -> Router {
    service(new_database().await, secret)
}

/// The service with a database.
pub fn service(database: Database, secret: &[u8]) -> Router {
    service_with(database, secret, &config(&[]))
}

/// The service with a configuration.
pub fn service_with(database: Database, secret: &[u8], config: &Config) -> Router {
    router(App::new(database, secret, config).unwrap())
}

/// The configuration that these options make.
pub fn config(options: &[&str]) -> Config {
    Cli::parse_from(["demo"].iter().chain(options)).config
}

/// Runs `work` with a service of its own on a database that all tests of the process share: one for each would take
/// long on PostgreSQL. Connections live as long as the runtime that opened them, so that has to be shared as well.
pub async fn with_shared_database<T, F>(
    secret: &'static [u8],
    work: impl FnOnce(Router) -> F + Send + 'static,
) -> T
where
    F: Future<Output = T> + Send,
    T: Send + 'static,
{
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    static DATABASE: OnceCell<Database> = OnceCell::const_new();

    let working = RUNTIME.spawn(async move {
        let database = DATABASE.get_or_init(new_database).await;
        work(service(database.clone(), secret)).await
    });
    working.await.unwrap()
}
