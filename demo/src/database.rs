//! The database: SQLite or PostgreSQL, as its URL says. Both read the same SQL.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection, Executor, SqlSafeStr};
use thiserror::Error;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

/// What changed in the tables, in order. A file that was released never changes.
const MIGRATIONS: [(i64, &str, &str); 4] = [
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
];

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many connections there are at most. A replica takes as many from PostgreSQL.
const CONNECTIONS: u32 = 16;

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
    /// There is no connection.
    #[error("cannot open the database: {0}")]
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
                (options.connect(&url.0).await?, None)
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

    /// What runs queries.
    #[must_use]
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }
}

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
            "sqlite" => Ok(Kind::File),
            "postgres" | "postgresql" => Ok(Kind::Postgres),
            _ => Err(DatabaseError::UnknownScheme),
        }
    }
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
    }
}
