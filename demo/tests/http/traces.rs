//! What a collector of OpenTelemetry receives from the binary: OTLP over HTTP, in which all texts are plain.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::server::{KEY, PATIENCE, Server, demo, exchange, log_in, read_users_me};

/// A trace that a client began: its version, ID, span and flags.
const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const TRACE_ID: [u8; 16] = [
    0x0a, 0xf7, 0x65, 0x19, 0x16, 0xcd, 0x43, 0xdd, 0x84, 0x48, 0xeb, 0x21, 0x1c, 0x80, 0x31, 0x9c,
];

/// The address of a collector, and the requests to it: their head and their body.
fn collector() -> (String, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, received) = channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let sender = sender.clone();
            thread::spawn(move || {
                let mut connection = BufReader::new(connection.unwrap());
                while let Some(request) = receive(&mut connection) {
                    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    connection.get_mut().write_all(answer.as_bytes()).unwrap();
                    if sender.send(request).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (address, received)
}

fn receive(connection: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_ascii_lowercase();
    let (_, length) = head.split_once("content-length: ")?;
    let mut body = vec![0; length.lines().next()?.parse().ok()?];
    connection.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn traced(endpoint: &str) -> Command {
    let mut command = demo();
    command
        .env("SECRET_KEY", KEY)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    command
}

fn has(body: &[u8], text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    body.windows(text.len()).any(|window| window == text)
}

#[test]
fn a_collector_receives_a_span_of_each_request_and_no_secret() {
    let (endpoint, received) = collector();
    let mut command = traced(&endpoint);
    // Its log names requests as it does without traces.
    command.env("RUST_LOG", "trace");
    let mut server = Server::start(command);
    let (_, address) = server.address();
    let mut connection = TcpStream::connect(address).unwrap();
    let token = log_in(&mut connection);
    let (head, _) = read_users_me(&mut connection, &token);
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    let request = format!(
        "GET /users/me/items/?secret=hunter2 HTTP/1.1\r\nHost: demo\r\ntraceparent: {TRACE}\r\n\
         Authorization: Bearer {token}\r\n\r\n"
    );
    let (head, _) = exchange(&mut connection, &request);
    assert!(head.starts_with("http/1.1 401 "), "{head}");

    let invented = format!(
        "INVENTED /healthz/{} HTTP/1.1\r\nHost: demo\r\n\r\n",
        "x".repeat(5000)
    );
    exchange(&mut connection, &invented);

    // What is left is sent before the process exits.
    server.terminate();
    assert_eq!(server.exit(Duration::from_secs(15)).code(), Some(0));
    let (head, body) = received.recv_timeout(PATIENCE).unwrap();
    assert!(head.starts_with("post /v1/traces http/1.1\r\n"), "{head}");
    assert!(
        head.contains("content-type: application/x-protobuf"),
        "{head}"
    );
    for text in [
        "service.name",
        "demo",
        "POST /token",
        "GET /users/me/",
        "GET /users/me/items/",
        "http.response.status_code",
        "scopegate.denial",
        "insufficient_scope",
        "_OTHER",
    ] {
        assert!(
            has(&body, text),
            "{text}: {}",
            String::from_utf8_lossy(&body)
        );
    }
    assert!(has(&body, TRACE_ID), "it is part of the client's trace");
    let many = "x".repeat(600);
    for text in [token.as_str(), KEY, "hunter2", "johndoe", "INVENTED", &many] {
        assert!(!has(&body, text), "{text}");
    }
    let log: Vec<_> = server.log.iter().collect();
    let of_demo = |line: &&String| line.contains("demo::server::requests");
    let lines: Vec<_> = log.iter().filter(of_demo).collect();
    assert_eq!(lines.len(), 4, "{log:#?}");
    for line in lines {
        assert_eq!(line.matches("request").count(), 2, "{line}");
        assert!(!line.contains("otel"), "{line}");
        assert!(line.len() < 1000, "{line}");
    }
}

#[test]
fn a_collector_that_is_away_holds_up_no_request_and_no_exit() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let mut server = Server::start(traced(&endpoint));
    let (_, address) = server.address();
    let mut connection = TcpStream::connect(address).unwrap();
    let token = log_in(&mut connection);
    let (head, _) = read_users_me(&mut connection, &token);
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    server.terminate();
    assert_eq!(server.exit(Duration::from_secs(30)).code(), Some(0));
}

#[test]
fn an_endpoint_that_is_no_url_stops_the_start_and_is_named() {
    let output = traced("not a url").output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{log}");
    assert!(log.contains("OTEL_EXPORTER_OTLP_ENDPOINT"), "{log}");
}
