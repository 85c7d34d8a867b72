//! Clients that hang up: what they asked for ends in the middle, which a time limit does as well.

use std::future::poll_fn;
use std::io::{self, Write};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use axum::http::Method;
use demo::database::Database;
use demo::seed::seed;
use demo::users::Users;
use serde_json::{Value, json};
use sqlx::Executor;
use tokio::time::{sleep, timeout};

use crate::api::Api;
use crate::forge::SECRET;
use crate::server::PATIENCE;
use crate::sessions::{begin, invalid_grant, is_valid, refresh, tokens};
use crate::storage::{ADD, Shared};
use crate::support::{Distant, config, new_database, on_postgres, service, service_with};

/// Drops `work` where it waits for the `steps`th time. What it returns, if it ends before.
async fn interrupted<F: Future>(work: F, steps: usize) -> Option<F::Output> {
    let mut work = pin!(work);
    for _ in 0..steps {
        let polled = poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await;
        if let Poll::Ready(result) = polled {
            return Some(result);
        }
        // What it waits for is a query.
        sleep(Duration::from_millis(2)).await;
    }
    None
}

/// Until the pool has those again that were dropped: what they were doing is over.
async fn has_all_connections(database: &Database) {
    let has_all = async {
        while database.pool().num_idle() < database.pool().size() as usize {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(PATIENCE, has_all).await.unwrap();
}

/// After how many steps work is interrupted: each of the first, and, because a busy machine needs more, some of the others up to
/// its end.
fn moments() -> impl Iterator<Item = usize> {
    (0..24).chain((5..12).map(|power| 1 << power))
}

/// What is written next, on whatever connection, is there for others.
#[tokio::test]
async fn a_transaction_that_is_given_up_at_any_moment_is_over() {
    let shared = Shared::new().await;
    let others = Database::open(&shared.url.parse().unwrap()).await.unwrap();
    let mut url = shared.url.clone();
    let mut distant = None;
    if on_postgres() {
        url = distant.insert(Distant::new(&url).await).url.clone();
    }
    let database = Database::open(&url.parse().unwrap()).await.unwrap();
    let (mark, marked) = if on_postgres() {
        ("SET application_name = 'marked'", "SHOW application_name")
    } else {
        let mark = "CREATE TEMPORARY TABLE marked (a TEXT)";
        (
            mark,
            "SELECT COALESCE(MAX(name), '') FROM sqlite_temp_schema",
        )
    };
    let mut connection = database.connection().await.unwrap();
    connection.execute(mark).await.unwrap();
    drop(connection);
    let mut written = 0;
    let mut done = false;
    for steps in moments() {
        let given_up = async {
            let mut transaction = database.begin().await.unwrap();
            let adding = sqlx::query(ADD).bind("given up");
            adding.execute(&mut *transaction).await.unwrap();
        };
        done = interrupted(given_up, steps).await.is_some();
        has_all_connections(&database).await;
        for _ in 0..database.pool().size() {
            let adding = sqlx::query(ADD).bind(written.to_string());
            adding.execute(database.pool()).await.unwrap();
            written += 1;
            let there = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM revoked_tokens");
            let there = there.fetch_one(others.pool()).await.unwrap();
            assert_eq!(there, written, "after {steps} steps");
        }
        if done {
            break;
        }
    }
    assert!(done, "it never ends");
    // It is still there: to open one for each client that hangs up would be too many.
    let mut names = Vec::new();
    let mut connections = Vec::new();
    for _ in 0..database.pool().size() {
        let mut connection = database.connection().await.unwrap();
        let name = sqlx::query_scalar::<_, String>(marked);
        names.push(name.fetch_one(&mut *connection).await.unwrap());
        connections.push(connection);
    }
    assert!(names.contains(&"marked".to_owned()), "{names:?}");
}

#[tokio::test]
async fn scopes_are_not_taken_away_without_the_tokens_that_have_them() {
    let database = new_database().await;
    // It logs in before each of the moments.
    let config = config(&["--logins-per-account=1000", "--logins-per-client=1000"]);
    let api = Api {
        service: service_with(database.clone(), SECRET, &config),
    };
    let administrator = api.administrator().await;
    let target = "/admin/users/johndoe";
    let change = |scopes: Value| {
        let scopes = Some(json!({ "scopes": scopes }));
        api.call(Method::PATCH, target, Some(&administrator), scopes)
    };
    let mut done = false;
    for steps in moments() {
        change(json!(["me", "items"])).await;
        let token = api.log_in("johndoe", "secret", "me items").await;
        done = interrupted(change(json!(["me"])), steps).await.is_some();
        has_all_connections(&database).await;
        let (_, users) = api.get("/admin/users/?after=bob", &administrator).await;
        let still = users["entries"][0]["scopes"] == json!(["me", "items"]);
        let status = api.get("/users/me/items/", &token).await.0;
        assert_eq!(status, if still { 200 } else { 401 }, "after {steps} steps");
        if done {
            break;
        }
    }
    assert!(done, "it never ends");
}

/// The thief may be quicker than the client, whose network then fails.
#[tokio::test]
async fn who_uses_a_refresh_token_twice_and_hangs_up_ends_its_session() {
    let shared = Shared::new().await;
    let database = Database::open(&shared.url.parse().unwrap()).await.unwrap();
    seed(&database).await.unwrap();
    let api = Api {
        service: service(database.clone(), SECRET),
    };
    let first = begin(&api, "me").await;
    let second = tokens(refresh(&api, &first.refresh).await);

    // Others read, and write later.
    let mut writer = database.pool().acquire().await.unwrap();
    let lock = if on_postgres() {
        "BEGIN; LOCK TABLE sessions IN SHARE ROW EXCLUSIVE MODE"
    } else {
        "BEGIN IMMEDIATE"
    };
    writer.execute(lock).await.unwrap();
    let answer = interrupted(refresh(&api, &first.refresh), 500).await;
    assert_eq!(answer, None, "it waits");
    writer.execute("ROLLBACK").await.unwrap();
    for _ in 0..1000 {
        if !is_valid(&api, &second.access).await {
            assert_eq!(refresh(&api, &second.refresh).await, invalid_grant());
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("it goes on");
}

/// Who hangs up leaves a line in the log as well.
#[tokio::test]
async fn nobody_is_changed_in_silence() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_writer(move || writer.clone());
    let _log = tracing::subscriber::set_default(log.finish());
    // With only one, a thread of another test, which has none, decides for all whether an event is of interest.
    let _second = tracing::Dispatch::new(tracing_subscriber::fmt().finish());
    let database = new_database().await;
    let api = Api {
        service: service(database.clone(), SECRET),
    };
    let users = Users::new(database.clone());
    let administrator = api.administrator().await;
    let change = |(method, target, body): (Method, &'static str, Value)| {
        api.call(method, target, Some(&administrator), Some(body))
    };
    let requests = || {
        let change = json!({"scopes": ["me"]});
        let password = json!({"new_password": "another long secret"});
        [
            (Method::PATCH, "/admin/users/johndoe", change),
            (Method::PUT, "/admin/users/johndoe/password", password),
        ]
    };
    for (steps, request) in moments().flat_map(|steps| requests().map(|request| (steps, request))) {
        interrupted(change(request), steps).await;
        // Counts the changes.
        let changes = users.get_user("johndoe").await.unwrap().unwrap();
        let said = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let said = ["changes a user", "sets a password"].map(|what| said.matches(what).count());
        let said: usize = said.iter().sum();
        assert!(
            usize::try_from(changes.user.generation).unwrap() <= said,
            "after {steps} steps"
        );
    }
    let changed = users.get_user("johndoe").await.unwrap().unwrap();
    assert!(changed.user.generation > 0);
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
