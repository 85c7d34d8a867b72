//! Users in a database: which ones there are, what they may be granted, and processes that share it.

use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use demo::database::{Connection, Database, reason};
use demo::users::{User, UserInDb, Users, fake_users_db};
use sqlx::Executor;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::api::Api;
use crate::client::{post_token_to, scopes_of};
use crate::forge::{SECRET, encode};
use crate::server::{KEY, PATIENCE, Server, demo, exchange, log_in, post_token, read_users_me};
use crate::sessions::{invalid_grant, refresh, revoke};
use crate::support::{Distant, new_database, new_database_url, on_postgres, service};

/// A database for several processes, which lasts as long as the value.
pub(crate) struct Shared {
    pub(crate) url: String,
    _folder: TempDir,
}

impl Shared {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = if on_postgres() {
            new_database_url().await
        } else {
            format!("sqlite://{}/users.db", folder.path().display())
        };
        Self {
            url,
            _folder: folder,
        }
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = demo();
        command
            .env("SECRET_KEY", KEY)
            .env("DATABASE_URL", &self.url);
        command
    }
}

#[tokio::test]
async fn a_user_is_granted_what_the_database_says() {
    let database = new_database().await;
    let [johndoe, _] = fake_users_db();
    let carol = UserInDb {
        user: User {
            username: "carol".into(),
            ..johndoe.user
        },
        hashed_password: johndoe.hashed_password,
        scopes: vec!["me".into()],
    };
    let users = Users::new(database.clone());
    assert!(users.add(&carol).await.unwrap());
    let service = service(database, SECRET);

    let form = "username=carol&password=secret&scope=items+me";
    let answer = post_token_to(service, form).await;
    assert_eq!(scopes_of(&answer), ["me"]);
}

#[tokio::test]
async fn a_user_who_exists_is_not_replaced() {
    let users = Users::new(new_database().await);
    let [mut johndoe, alice] = fake_users_db();
    johndoe.hashed_password = alice.hashed_password;
    johndoe.scopes.push("admin".into());
    assert!(!users.add(&johndoe).await.unwrap());
    let stored = users.get_user("johndoe").await.unwrap().unwrap();
    assert_eq!(stored.scopes, ["me", "items", "items:write"]);
    assert_eq!(stored.hashed_password, fake_users_db()[0].hashed_password);
}

#[tokio::test]
async fn a_database_that_is_gone_is_unavailable_and_not_an_error() {
    let database = new_database().await;
    let service: Router = service(database.clone(), SECRET);
    database.pool().close().await;
    let answer = post_token_to(service, "username=johndoe&password=secret").await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.headers["retry-after"], "5");
    assert_eq!(answer.body, r#"{"detail":"Service Unavailable"}"#);
}

pub(crate) const ADD: &str = "INSERT INTO revoked_tokens (jti, expires_at) VALUES ($1, 0)";

pub(crate) async fn all_connections(database: &Database) -> Vec<Connection> {
    let mut connections = Vec::new();
    while connections.len() < database.pool().options().get_max_connections() as usize {
        connections.push(database.connection().await.unwrap());
    }
    connections
}

#[tokio::test]
async fn a_database_that_only_reads_is_unavailable_for_what_writes() {
    let database = new_database().await;
    let service: Router = service(database.clone(), SECRET);
    let only_read = if on_postgres() {
        "SET default_transaction_read_only = on"
    } else {
        "PRAGMA query_only = on"
    };
    for mut connection in all_connections(&database).await {
        connection.execute(only_read).await.unwrap();
    }
    let log_in = "username=johndoe&password=secret";
    for (form, status) in [
        (log_in.to_owned(), 200),
        (format!("{log_in}&scope=offline_access"), 503),
    ] {
        let answer = post_token_to(service.clone(), &form).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(
            answer.headers.contains_key("retry-after"),
            status == 503,
            "{answer:?}"
        );
    }
}

/// And not at which line of its own source the database has found out.
#[tokio::test]
async fn an_error_of_the_database_says_what_is_wrong() {
    let database = new_database().await;
    let error = database.pool().execute("SELECT * FROM absent").await;
    let expected = if on_postgres() {
        r#"relation "absent" does not exist (code 42P01)"#
    } else {
        "no such table: absent (code 1)"
    };
    assert_eq!(reason(&error.unwrap_err()), expected);
}

/// Its host has lost its power, and another takes its place: nobody closed the connections.
#[tokio::test]
async fn a_database_that_vanishes_during_queries_is_used_again_when_it_is_back() {
    if !on_postgres() {
        return; // There is no network in between.
    }
    let distant = Distant::new(&new_database_url().await).await;
    let database = Database::open(&distant.url.parse().unwrap()).await.unwrap();
    let mut queries = Vec::new();
    for mut connection in all_connections(&database).await {
        queries.push(tokio::spawn(async move {
            connection.execute("SELECT pg_sleep(1)").await
        }));
    }
    sleep(Duration::from_millis(100)).await;
    distant.lose_all_connections();
    // The time limit of their requests.
    for query in queries {
        query.abort();
    }
    let start = Instant::now();
    while database.pool().execute("SELECT 1").await.is_err() {
        assert!(start.elapsed() < PATIENCE, "it does not come back");
    }
}

/// SQLite rolls back by itself if its disk is full, for example. A rollback fails then.
#[tokio::test]
async fn a_connection_whose_transaction_ended_by_itself_is_not_used_again() {
    let shared = Shared::new().await;
    let url = shared.url.parse().unwrap();
    let database = Database::open(&url).await.unwrap();
    let others = Database::open(&url).await.unwrap();
    for name in ["a", "b", "c"] {
        let mut transaction = database.begin().await.unwrap();
        transaction.execute("ROLLBACK").await.unwrap();
        drop(transaction);
        let mut transaction = database.begin().await.unwrap();
        let adding = sqlx::query(ADD).bind("given up");
        adding.execute(&mut *transaction).await.unwrap();
        drop(transaction);
        let adding = sqlx::query(ADD).bind(name);
        adding.execute(database.pool()).await.unwrap();
        let there = sqlx::query_scalar::<_, String>("SELECT jti FROM revoked_tokens");
        let there = there.fetch_all(others.pool()).await.unwrap();
        assert_eq!(there.last().map(String::as_str), Some(name), "{there:?}");
        assert!(!there.contains(&"given up".to_owned()), "{there:?}");
    }
}

/// Everybody may send what looks like one.
#[tokio::test]
async fn refresh_tokens_that_were_invented_do_not_wait_for_whoever_writes() {
    let shared = Shared::new().await;
    let database = Database::open(&shared.url.parse().unwrap()).await.unwrap();
    let api = Api {
        service: service(database.clone(), SECRET),
    };
    let mut writer = database.pool().acquire().await.unwrap();
    let lock = if on_postgres() {
        "BEGIN; LOCK TABLE sessions, session_tokens, revoked_tokens IN SHARE ROW EXCLUSIVE MODE"
    } else {
        "BEGIN IMMEDIATE"
    };
    writer.execute(lock).await.unwrap();
    let invented = format!("{}.{}", encode([7; 16]), encode([7; 32]));
    assert_eq!(revoke(&api, &invented).await.0, 200);
    assert_eq!(refresh(&api, &invented).await, invalid_grant());
    writer.execute("ROLLBACK").await.unwrap();
}

#[tokio::test]
async fn tables_of_a_later_release_are_not_touched() {
    let shared = Shared::new().await;
    let url = shared.url.parse().unwrap();
    let database = Database::open(&url).await.unwrap();
    sqlx::query("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1")
        .execute(database.pool())
        .await
        .unwrap();
    let error = Database::open(&url).await.unwrap_err().to_string();
    assert!(error.contains("9999"), "{error}");
}

#[tokio::test]
async fn replicas_that_start_at_once_share_the_users() {
    let shared = Shared::new().await;
    let servers: Vec<_> = (0..6)
        .map(|_| {
            let mut command = shared.command();
            command.env("DEMO_USERS", "true");
            Server::start(command)
        })
        .collect();
    let addresses: Vec<_> = servers.iter().map(|server| server.address().1).collect();
    let token = log_in(&mut TcpStream::connect(&addresses[0]).unwrap());
    for address in &addresses {
        let mut connection = TcpStream::connect(address).unwrap();
        let (head, body) = read_users_me(&mut connection, &token);
        assert!(head.starts_with("http/1.1 200 "), "{head}{body}");
    }
}

#[test]
fn a_new_file_is_for_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = demo();
    let url = format!("sqlite://{}/users.db", folder.path().display());
    command
        .args(["--demo-users", "--database-url", &url])
        .env("SECRET_KEY", KEY);
    let server = Server::start(command);
    let (_, address) = server.address();
    log_in(&mut TcpStream::connect(address).unwrap());
    let files: Vec<_> = folder.path().read_dir().unwrap().flatten().collect();
    assert!(!files.is_empty());
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file:?}: {mode:o}");
    }
}

#[tokio::test]
async fn a_database_has_the_users_of_the_tutorial_only_if_told_so() {
    const WRONG: &str = "http/1.1 400 ";
    let shared = Shared::new().await;
    let try_to_log_in = |server: &Server| {
        let (_, address) = server.address();
        let form = "username=johndoe&password=secret";
        let request = post_token(form.len(), form);
        exchange(&mut TcpStream::connect(address).unwrap(), &request).0
    };
    let head = try_to_log_in(&Server::start(shared.command()));
    assert!(head.starts_with(WRONG), "{head}");
    let mut command = shared.command();
    command.arg("--demo-users");
    let head = try_to_log_in(&Server::start(command));
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    // They are kept.
    let head = try_to_log_in(&Server::start(shared.command()));
    assert!(head.starts_with("http/1.1 200 "), "{head}");
}

#[test]
fn a_database_that_cannot_be_used_is_said_so_without_its_password() {
    for url in [
        "sqlite://",
        "mysql://me:hunter2@127.0.0.1/users",
        "postgres://me:hunter2@127.0.0.1:1/users",
        "postgres://me:hunter2@[/users",
        "sqlite:///no/such/folder/hunter2.db",
    ] {
        let output = demo()
            .env("SECRET_KEY", KEY)
            .env("DATABASE_URL", url)
            .output()
            .unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{log}");
        assert!(log.contains("DATABASE_URL"), "{log}");
        assert!(!log.contains("hunter2"), "{log}");
    }
}

#[test]
fn a_file_that_the_database_url_names_and_is_not_there_is_named() {
    const FILE: &str = "/no/such/hunter%32.pem";
    let url = "postgres://me:hunter3@127.0.0.1:1/users?sslmode=verify-full";
    for (setting, url, variable) in [
        ("sslrootcert", format!("{url}&sslrootcert={FILE}"), ""),
        ("ssl-ca", format!("{url}&sslrootcert=/&ssl-ca={FILE}"), ""),
        ("sslkey", format!("{url}&sslkey={FILE}"), ""),
        ("PGSSLCERT", url.to_owned(), "PGSSLCERT"),
    ] {
        let mut command = demo();
        command.env("SECRET_KEY", KEY).env("DATABASE_URL", url);
        if !variable.is_empty() {
            command.env(variable, "/no/such/hunter2.pem");
        }
        let output = command.output().unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{log}");
        let named = format!("DATABASE_URL: {setting}=/no/such/hunter2.pem: No such file");
        assert!(log.contains(&named), "{setting}: {log}");
        assert!(!log.contains("hunter3"), "{log}");
    }
}

/// What `demo add-user` logs, and whether it succeeds, with a password at its standard input.
fn add_user(shared: &Shared, arguments: &[&str], password: &str) -> (bool, String) {
    let mut child = shared
        .command()
        .arg("add-user")
        .args(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{password}").unwrap();
    let output = child.wait_with_output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(!log.contains(password), "{log}");
    (output.status.success(), log)
}

#[tokio::test]
async fn the_first_administrator_is_added_by_a_command() {
    let shared = Shared::new().await;
    for (arguments, password, problem) in [
        (
            &["root"][..],
            "too short",
            "the password should have at least 12",
        ),
        (&["Root"], "a long enough secret", "the username should be"),
        (
            &["root", "--scope=root"],
            "a long enough secret",
            "the scopes should be",
        ),
    ] {
        let (added, log) = add_user(&shared, arguments, password);
        assert!(!added && log.contains(problem), "{log}");
    }
    let arguments = ["root", "--scope=me", "--scope=users:write"];
    let (added, log) = add_user(&shared, &arguments, "a long enough secret");
    assert!(added, "{log}");
    let (again, log) = add_user(&shared, &["root"], "another long secret");
    assert!(!again && log.contains("there is a user `root`"), "{log}");

    let database = Database::open(&shared.url.parse().unwrap()).await.unwrap();
    let form = "username=root&password=a+long+enough+secret&scope=me+users:read+items";
    let answer = post_token_to(service(database, SECRET), form).await;
    assert_eq!(scopes_of(&answer), ["me", "users:read"]);
}
