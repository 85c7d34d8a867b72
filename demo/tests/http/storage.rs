//! Users in a database: which ones there are, what they may be granted, and processes that share it.

use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};

use axum::Router;
use demo::database::Database;
use demo::users::{User, UserInDb, Users, fake_users_db};
use tempfile::TempDir;

use crate::client::{post_token_to, scopes_of};
use crate::forge::SECRET;
use crate::server::{KEY, Server, demo, exchange, log_in, post_token, read_users_me};
use crate::support::{new_database, new_database_url, on_postgres, service};

/// A database for several processes, which lasts as long as the value.
struct Shared {
    url: String,
    _folder: TempDir,
}

impl Shared {
    async fn new() -> Self {
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

    fn command(&self) -> Command {
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
        tokens_revoked_until: 0,
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
