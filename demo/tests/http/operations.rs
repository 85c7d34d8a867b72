//! What those who run the service see: health, counters, the log, and headers of every answer.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{CONTENT_SECURITY_POLICY, LOCATION, X_CONTENT_TYPE_OPTIONS};
use serde_json::{Value, json};

use crate::client::{get, request, send_to};
use crate::forge::SECRET;
use crate::server::{KEY, Server, demo, exchange, log_in, post_token, read_users_me};
use crate::support::{new_database, service};

#[tokio::test]
async fn it_is_alive_without_its_database_and_not_ready() {
    let database = new_database().await;
    let service = service(database.clone(), SECRET);
    let get = |path| {
        let request = request(Method::GET, path).body(Body::empty()).unwrap();
        send_to(service.clone(), request)
    };
    assert_eq!(get("/healthz").await.status, 200);
    assert_eq!(get("/readyz").await.status, 200);
    database.pool().close().await;
    assert_eq!(get("/healthz").await.status, 200);
    assert_eq!(get("/readyz").await.status, 503);
}

#[tokio::test]
async fn the_root_leads_to_the_documentation() {
    let answer = get("/", &[]).await;
    assert_eq!(
        (answer.status, answer.header(LOCATION)),
        (307, Some("/docs"))
    );
}

#[tokio::test]
async fn every_answer_tells_the_browser_to_trust_it_with_nothing() {
    for path in [
        "/users/me/",
        "/status",
        "/nothing",
        "/healthz",
        "/docs",
        "/",
    ] {
        let answer = get(path, &[]).await;
        let policy = answer.header(CONTENT_SECURITY_POLICY).unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert_eq!(
            answer.header(X_CONTENT_TYPE_OPTIONS),
            Some("nosniff"),
            "{path}"
        );
    }
}

/// The pipe is full after some hundred lines.
#[test]
fn a_log_that_nobody_reads_stops_nothing() {
    let mut command = demo();
    command.env("SECRET_KEY", KEY);
    let mut child = command.spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    let mut server = Server::of(child);
    let (_, address) = line.trim_end().split_once("http://").unwrap();
    let mut connection = TcpStream::connect(address).unwrap();
    for _ in 0..3000 {
        let (head, _) = exchange(
            &mut connection,
            "GET /healthz HTTP/1.1\r\nHost: demo\r\n\r\n",
        );
        assert!(head.starts_with("http/1.1 200 "), "{head}");
    }
    server.terminate();
    assert_eq!(server.exit(Duration::from_secs(8)).code(), Some(0));
}

/// The lines of `/metrics`.
fn metrics(connection: &mut TcpStream) -> Vec<String> {
    let (head, body) = exchange(connection, "GET /metrics HTTP/1.1\r\nHost: demo\r\n\r\n");
    assert!(
        head.contains("content-type: application/openmetrics-text"),
        "{head}"
    );
    body.lines().map(str::to_owned).collect()
}

#[test]
fn requests_denials_and_logins_are_counted_under_few_names() {
    let mut command = demo();
    command.env("SECRET_KEY", KEY);
    let server = Server::start(command);
    let mut connection = TcpStream::connect(server.address().1).unwrap();
    let token = log_in(&mut connection);
    let form = "username=johndoe&password=wrong";
    exchange(&mut connection, &post_token(form.len(), form));
    read_users_me(&mut connection, &token);
    read_users_me(&mut connection, "x");
    read_users_me(&mut connection, "y");
    for line in ["BREW /status/", "GET /invented/1", "GET /invented/2"] {
        exchange(
            &mut connection,
            &format!("{line} HTTP/1.1\r\nHost: demo\r\n\r\n"),
        );
    }
    let lines = metrics(&mut connection);
    for expected in [
        r#"http_requests_total{method="GET",route="/users/me/",status="200"} 1"#,
        r#"http_requests_total{method="GET",route="/users/me/",status="401"} 2"#,
        r#"http_requests_total{method="other",route="/status/",status="405"} 1"#,
        r#"http_requests_total{method="GET",route="none",status="404"} 2"#,
        r#"denials_total{reason="malformed",scope="me"} 2"#,
        r#"logins_total{outcome="granted"} 1"#,
        r#"logins_total{outcome="wrong"} 1"#,
        r#"http_request_seconds_count{route="/token"} 2"#,
        "passwords_waiting 0",
    ] {
        assert!(
            lines.iter().any(|line| line == expected),
            "{expected}: {lines:#?}"
        );
    }
    let text = lines.join("\n");
    assert!(!text.contains("johndoe") && !text.contains(&token));
}

#[test]
fn an_answer_has_the_name_under_which_its_request_was_logged() {
    let mut command = demo();
    command.env("SECRET_KEY", KEY).env("LOG_FORMAT", "json");
    let server = Server::start(command);
    let mut connection = TcpStream::connect(server.address().1).unwrap();
    let request = "GET /users/me/?token=hunter2 HTTP/1.1\r\nHost: demo\r\nAuthorization: Bearer hunter2\r\n\r\n";
    let mut ids = Vec::new();
    for _ in 0..2 {
        let (head, _) = exchange(&mut connection, request);
        let (_, id) = head.split_once("x-request-id: ").unwrap();
        ids.push(id.lines().next().unwrap().to_owned());
    }
    assert_ne!(ids[0], ids[1]);
    for id in ids {
        let (before, line) = server.wait_for(&id);
        assert!(
            !before.concat().contains("hunter2") && !line.contains("hunter2"),
            "{line}"
        );
        let entry: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(entry["span"]["id"], id);
        assert_eq!(entry["span"]["method"], "GET");
        assert_eq!(entry["span"]["route"], "/users/me/");
        assert_eq!(entry["fields"]["path"], "/users/me/");
        assert_eq!(entry["fields"]["status"], 401);
        assert_eq!(entry["fields"]["reason"], "malformed");
        assert!(entry["fields"]["milliseconds"].is_u64(), "{line}");
    }
}

#[test]
fn what_administrators_change_is_logged_in_plain_fields() {
    let mut command = demo();
    command.env("SECRET_KEY", KEY).env("LOG_FORMAT", "json");
    let server = Server::start(command);
    let mut connection = TcpStream::connect(server.address().1).unwrap();
    let form = "username=admin&password=secretadmin&scope=me+users:write";
    let (_, body) = exchange(&mut connection, &post_token(form.len(), form));
    let token = body.split('"').nth(3).unwrap();
    for (change, scopes, disabled) in [
        (r#"{"disabled":true}"#, Value::Null, json!(true)),
        (
            r#"{"scopes":["me","items"]}"#,
            json!("me items"),
            Value::Null,
        ),
    ] {
        let request = format!(
            "PATCH /admin/users/johndoe HTTP/1.1\r\nHost: demo\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{change}",
            change.len()
        );
        let (head, _) = exchange(&mut connection, &request);
        assert!(head.starts_with("http/1.1 200 "), "{head}");
        let (_, line) = server.wait_for("changes a user");
        let entry: Value = serde_json::from_str(&line).unwrap();
        let fields = &entry["fields"];
        assert_eq!(
            (&fields["by"], &fields["username"]),
            (&json!("admin"), &json!("johndoe"))
        );
        assert_eq!(
            (&fields["scopes"], &fields["disabled"]),
            (&scopes, &disabled)
        );
        assert_eq!(entry["span"]["route"], "/admin/users/{username}");
    }
}

#[test]
fn rust_log_selects_what_is_logged_and_is_named_if_it_selects_nothing() {
    let mut command = demo();
    command
        .env("SECRET_KEY", KEY)
        .env("RUST_LOG", "demo=loud,=");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("RUST_LOG"), "{said}");

    let mut command = demo();
    command.env("SECRET_KEY", KEY).env(
        "RUST_LOG",
        "warn,demo::server=info,demo::server::requests=warn",
    );
    let server = Server::start(command);
    let mut connection = TcpStream::connect(server.address().1).unwrap();
    log_in(&mut connection);
    server.terminate();
    let (before, _) = server.wait_for("stopping");
    assert_eq!(before, [""; 0], "no request");
}

#[test]
fn scripts_of_other_origins_may_call_only_if_configured() {
    const PREFLIGHT: &str = "OPTIONS /items/ HTTP/1.1\r\nHost: demo\r\nOrigin: https://app.example\r\n\
        Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n\r\n";
    const ALLOWED: &str = "access-control-allow-origin: https://app.example\r\n";
    let answers = |options: &[&str]| {
        let mut command = demo();
        command.env("SECRET_KEY", KEY).args(options);
        let server = Server::start(command);
        let mut connection = TcpStream::connect(server.address().1).unwrap();
        let call = PREFLIGHT.replace("OPTIONS", "GET");
        [PREFLIGHT, &call].map(|request| exchange(&mut connection, request).0)
    };
    for options in [&[][..], &["--allow-origin", "https://other.example"]] {
        for head in answers(options) {
            assert!(!head.contains(ALLOWED), "{head}");
        }
    }
    let [preflight, call] = answers(&[
        "--allow-origin",
        "https://other.example,https://app.example",
    ]);
    assert!(
        preflight.starts_with("http/1.1 200 ") && preflight.contains(ALLOWED),
        "{preflight}"
    );
    assert!(
        preflight.contains("access-control-allow-headers: authorization"),
        "{preflight}"
    );
    // It is still refused, and the script sees why.
    assert!(
        call.starts_with("http/1.1 401 ") && call.contains(ALLOWED),
        "{call}"
    );
    assert!(!call.contains("access-control-allow-credentials"), "{call}");

    let output = demo().args(["--allow-origin", "*"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
