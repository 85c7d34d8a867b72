//! The database: SQLite or PostgreSQL, as its URL says. Both read the same SQL.

use std::fmt;
use std::io;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::Query;
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Executor, SqlSafeStr};
use thiserror::Error;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tracing::Instrument;

/// What changed in the tables, in order. A file that was released never changes.
const MIGRATIONS: [(i64, &str, &str); 5] = [
    (1, "users", include_str!("../migrations/0001_users.sql")),
    (2, "items", include_str!("../migrations/0002_items.sql")),
    (
        3,
        "sessions",
        include_str!("../migrations/0003_sessions.sql"),
    ),
    (
        4,
        "signing_keys",
        include_str!("../migrations/0004_signing_keys.sql"),
    ),
    (
        5,
        "generations",
        include_str!("../migrations/0005_generations.sql"),
    ),
];

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many connections there are at most. A replica takes as many from PostgreSQL.
const CONNECTIONS: u32 = 16;

/// The name that sqlx gives the other one than PostgreSQL.
const SQLITE: &str = "SQLite";

/// Where the database is. It may contain a password, so it is not shown.
#[derive(Clone)]
pub struct DatabaseUrl(String);

/// The connections to the database.
#[derive(Debug, Clone)]
pub struct Database {
    pool: AnyPool,
    /// What is in memory is gone with its last connection, and the pool may lose all of its own.
    _anchor: Option<Arc<Mutex<AnyConnection>>>,
}

/// The database cannot be used.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// The URL is not of a database that we know.
    #[error("the database URL starts neither with `sqlite:` nor with `postgres:`")]
    UnknownScheme,
    /// SQLite would give each connection an empty database of its own.
    #[error("the database URL names no file: it should be like `sqlite://users.db`")]
    NoFile,
    /// A file that the URL names, or a variable that PostgreSQL's own programs read as well.
    #[error("{setting}={path}: {error}")]
    File {
        /// Which setting names it.
        setting: &'static str,
        /// Its path.
        path: String,
        /// Why it cannot be read.
        error: io::Error,
    },
    /// There is no connection.
    #[error("cannot open the database: {}", reason(.0))]
    Connect(#[from] sqlx::Error),
    /// The tables are not those of this release, and cannot be changed.
    #[error("cannot bring the tables of the database up to date: {0}")]
    Migrate(#[from] MigrateError),
}

impl Database {
    /// Opens the database and brings its tables up to date. Other replicas may do so at the same time.
    ///
    /// # Errors
    /// If the database cannot be reached, or has tables that a later release has changed.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, DatabaseError> {
        let kind = url.kind()?;
        install_default_drivers();
        let options = AnyPoolOptions::new().acquire_timeout(PATIENCE);
        let (pool, anchor) = match kind {
            Kind::Memory => {
                let url = memory_url();
                let anchor = AnyConnection::connect(&url).await?;
                // In memory, connections of SQLite get into each other's way.
                let pool = options.max_connections(1).connect(&url).await?;
                (pool, Some(Arc::new(Mutex::new(anchor))))
            }
            Kind::File => {
                let options = options.max_connections(CONNECTIONS);
                (options.connect(&create_if_missing(&url.0)).await?, None)
            }
            Kind::Postgres => {
                check_files(&url.0)?;
                let options =
                    options
                        .max_connections(CONNECTIONS)
                        .after_connect(|connection, _| {
                            Box::pin(async move {
                                let limits =
                                    "SET statement_timeout = '5s'; SET lock_timeout = '3s'";
                                connection.execute(limits).await.map(drop)
                            })
                        });
                match options.connect(&url.0).await {
                    Err(sqlx::Error::PoolTimedOut) => return Err(why_no_connection(&url.0).await),
                    pool => (pool?, None),
                }
            }
        };
        let database = Self {
            pool,
            _anchor: anchor,
        };
        database.migrate(kind).await?;
        Ok(database)
    }

    async fn migrate(&self, kind: Kind) -> Result<(), DatabaseError> {
        let pool = self.pool.clone();
        // On a thread of its own: the compiler does not see that sqlx's future may move between threads.
        let runtime = Handle::current();
        let done = spawn_blocking(move || runtime.block_on(migrate(&pool, kind)));
        done.await
            .unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
    }

    /// A connection for some queries.
    ///
    /// # Errors
    /// If there is none in time.
    pub async fn connection(&self) -> Result<Connection, sqlx::Error> {
        let pool = self.pool.clone();
        let acquiring = async move {
            Ok(Connection {
                connection: Some(pool.acquire().await?),
                is_in_transaction: false,
            })
        };
        // Also for a client that hangs up, and gives it back: sqlx closes a connection, and opens another, if nobody waits
        // until it was tested. A crowd that hangs up would have PostgreSQL open thousands.
        let acquiring = tokio::spawn(acquiring.in_current_span());
        acquiring.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// If there is no connection in time.
    pub async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        let mut connection = self.connection().await?;
        connection.is_in_transaction = true;
        connection.execute("BEGIN").await?;
        Ok(Transaction(connection))
    }

    /// Begins a transaction in which nobody else writes to this table. Another one that begins so waits, and sees what this
    /// one has written.
    ///
    /// # Errors
    /// If there is no connection in time, or the other does not end in time.
    pub async fn begin_alone(&self, table: &'static str) -> Result<Transaction, sqlx::Error> {
        let mut connection = self.connection().await?;
        connection.is_in_transaction = true;
        // SQLite allows one writer, if it says from the start that it will write.
        if connection.backend_name() == SQLITE {
            connection.execute("BEGIN IMMEDIATE").await?;
        } else {
            let lock = format!("BEGIN; LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE");
            let lock = sqlx::raw_sql(AssertSqlSafe(lock));
            lock.execute(&mut *connection).await?;
        }
        Ok(Transaction(connection))
    }

    /// All connections. Queries of requests run on a [`Connection`].
    #[must_use]
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }
}

/// A connection of the pool, until it is dropped.
#[derive(Debug)]
pub struct Connection {
    /// Until it is given back.
    connection: Option<PoolConnection<Any>>,
    is_in_transaction: bool,
}

/// A transaction, which is rolled back unless it is committed.
///
/// That of sqlx is not always: it forgets one whose BEGIN was sent and not answered when the client hung up, and counts one
/// too many if SQLite has rolled back by itself, because its disk is full. The pool would give out a connection that is inside
/// of a transaction, and what is written there would be lost.
#[derive(Debug)]
pub struct Transaction(Connection);

impl Transaction {
    /// Commits what was written.
    ///
    /// # Errors
    /// If it may not have been committed.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.execute("COMMIT").await?;
        self.0.is_in_transaction = false;
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let connection = self.connection.take();
        let (Some(connection), Ok(runtime)) = (connection, Handle::try_current()) else {
            return;
        };
        let returning = give_back(connection, self.is_in_transaction);
        // A connection that does not answer is lost: sqlx would wait for it for ever, also to close it, and have none left
        // after the host of the database has vanished.
        runtime.spawn(async move { timeout(PATIENCE, returning).await });
    }
}

async fn give_back(mut connection: PoolConnection<Any>, is_in_transaction: bool) {
    if is_in_transaction && connection.execute("ROLLBACK").await.is_err() {
        connection.close_on_drop();
        return;
    }
    connection.return_to_pool().await;
}

impl Connection {
    const TAKEN: &str = "only a connection that is dropped was given back";
}

impl Deref for Connection {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        self.connection.as_ref().expect(Self::TAKEN)
    }
}

impl DerefMut for Connection {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        self.connection.as_mut().expect(Self::TAKEN)
    }
}

impl Deref for Transaction {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.0
    }
}

/// What the database says about an error, for the log. sqlx would add a line of PostgreSQL's source instead of the code.
#[must_use]
pub fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            format!("{} (code {code})", error.message())
        }
        error => error.to_string(),
    }
}

/// Reads the files of certificates and keys that a URL of PostgreSQL names, or the environment instead of it: sqlx tries
/// until its time is up, and does not say which it cannot read.
fn check_files(url: &str) -> Result<(), DatabaseError> {
    const FILES: [(&str, [&str; 3]); 3] = [
        ("PGSSLROOTCERT", ["sslrootcert", "ssl-root-cert", "ssl-ca"]),
        ("PGSSLCERT", ["sslcert", "ssl-cert", ""]),
        ("PGSSLKEY", ["sslkey", "ssl-key", ""]),
    ];

    let (_, query) = url.split_once('?').unwrap_or_default();
    let query = format!("/?{query}").parse().ok();
    let query = query.and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    let Query(parameters) = query.unwrap_or_default();
    for (variable, names) in FILES {
        // The last one counts.
        let parameter = parameters.iter().rev().find_map(|(name, value)| {
            let name = names.into_iter().find(|known| known == name)?;
            Some((name, value.clone()))
        });
        let named = parameter.or_else(|| Some((variable, std::env::var(variable).ok()?)));
        // sqlx takes a certificate itself for what it is.
        let Some((setting, path)) = named.filter(|(_, value)| !value.contains("-----BEGIN")) else {
            continue;
        };
        if let Err(error) = std::fs::read(&path) {
            return Err(DatabaseError::File {
                setting,
                path,
                error,
            });
        }
    }
    Ok(())
}

/// Why there is no connection. The pool tries again until its time is up, and then says only that it is.
async fn why_no_connection(url: &str) -> DatabaseError {
    match timeout(PATIENCE, AnyConnection::connect(url)).await {
        Ok(Err(error)) => error.into(),
        Ok(Ok(_)) | Err(_) => sqlx::Error::PoolTimedOut.into(),
    }
}

#[allow(clippy::disallowed_methods, reason = "nobody hangs up while it starts")]
async fn migrate(pool: &AnyPool, kind: Kind) -> Result<(), DatabaseError> {
    let migrations = MIGRATIONS.map(|(version, name, sql)| {
        let sql = sql.into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    });
    let migrator = Migrator::with_migrations(migrations.to_vec());
    match kind {
        // sqlx locks PostgreSQL.
        Kind::Postgres => {
            let mut connection = pool.acquire().await?;
            // Another replica may take longer than a query may.
            connection
                .execute("SET statement_timeout = '60s'; SET lock_timeout = '60s'")
                .await?;
            migrator.run(&mut *connection).await?;
            // Its limits are not those of the others.
            connection.close().await?;
        }
        // SQLite allows one writer, if it says from the start that it will write.
        Kind::File | Kind::Memory => {
            if kind == Kind::File {
                // Readers do not wait for the writer.
                pool.execute("PRAGMA journal_mode = WAL").await?;
            }
            let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
            migrator.run(&mut *transaction).await?;
            transaction.commit().await?;
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Memory,
    File,
    Postgres,
}

impl DatabaseUrl {
    /// A database that ends with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self("sqlite::memory:".to_owned())
    }

    fn kind(&self) -> Result<Kind, DatabaseError> {
        let (scheme, rest) = self.0.split_once(':').unwrap_or_default();
        match scheme {
            "sqlite" if rest.contains(":memory:") || rest.contains("mode=memory") => {
                Ok(Kind::Memory)
            }
            "sqlite" if file(rest).is_empty() => Err(DatabaseError::NoFile),
            "sqlite" => Ok(Kind::File),
            "postgres" | "postgresql" => Ok(Kind::Postgres),
            _ => Err(DatabaseError::UnknownScheme),
        }
    }
}

/// The path in a URL of SQLite, after its scheme.
fn file(rest: &str) -> &str {
    let path = rest.split('?').next().unwrap_or_default();
    path.strip_prefix("//").unwrap_or(path)
}

/// The URL of another database in memory at each call. For `:memory:`, each connection would have its own.
fn memory_url() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);

    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("sqlite:file:memory-{count}?mode=memory&cache=shared")
}

/// A URL of a SQLite file that need not exist.
fn create_if_missing(url: &str) -> String {
    match url.split_once('?') {
        Some((_, query)) if query.contains("mode=") => url.to_owned(),
        Some(_) => format!("{url}&mode=rwc"),
        None => format!("{url}?mode=rwc"),
    }
}

impl FromStr for DatabaseUrl {
    type Err = std::convert::Infallible;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        Ok(Self(url.to_owned()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DatabaseUrl").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_is_embedded() {
        let folder = std::fs::read_dir("migrations").unwrap();
        let mut files: Vec<_> = folder
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let embedded = MIGRATIONS.map(|(version, name, _)| format!("{version:04}_{name}.sql"));
        assert_eq!(files, embedded);
    }

    #[tokio::test]
    async fn what_is_in_memory_outlives_the_connections_of_the_pool() {
        let database = Database::open(&DatabaseUrl::in_memory()).await.unwrap();
        for _ in 0..3 {
            let connection = database.pool().acquire().await.unwrap();
            connection.close().await.unwrap();
            let count = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM users");
            assert_eq!(count.fetch_one(database.pool()).await.unwrap(), 0);
        }
    }

    #[tokio::test]
    async fn a_url_of_another_database_is_refused_and_not_shown() {
        for url in ["mysql://root:hunter2@localhost/", "users.db", ""] {
            let error = Database::open(&url.parse().unwrap()).await.unwrap_err();
            assert!(matches!(error, DatabaseError::UnknownScheme), "{error}");
        }
        let url: DatabaseUrl = "postgres://me:hunter2@127.0.0.1:1/".parse().unwrap();
        assert!(!format!("{url:?}").contains("hunter2"));
        let error = Database::open(&url).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        assert!(error.to_string().contains("refused"), "{error}");
    }

    #[tokio::test]
    async fn a_url_that_names_no_file_is_refused() {
        for url in ["sqlite:", "sqlite://", "sqlite://?mode=rwc", "sqlite:?"] {
            let error = Database::open(&url.parse().unwrap()).await.unwrap_err();
            assert!(matches!(error, DatabaseError::NoFile), "{url}: {error}");
        }
    }
}
