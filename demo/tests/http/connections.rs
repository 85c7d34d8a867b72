//! Clients that hold connections: they are cut off, and keep nobody else out.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::OwnedFd;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use rustix::net::{AddressFamily, SocketType, bind, connect, socket};

use crate::server::{KEY, PATIENCE, Server, demo, exchange, post_token};

fn start(options: &[&str]) -> (Server, SocketAddr) {
    let mut command = demo();
    command.env("SECRET_KEY", KEY).args(options);
    let server = Server::start(command);
    let (_, address) = server.address();
    (server, address.parse().unwrap())
}

/// A connection from another address of this machine.
fn connect_from(client: [u8; 4], server: SocketAddr) -> TcpStream {
    let socket: OwnedFd = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&socket, &SocketAddr::from((client, 0))).unwrap();
    connect(&socket, &server).unwrap();
    socket.into()
}

/// Whether a request is answered, and the connection not closed without an answer.
fn is_served(connection: &mut TcpStream) -> bool {
    let request = b"GET /status/ HTTP/1.1\r\nHost: demo\r\n\r\n";
    let mut said = [0; 13];
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    connection.write_all(request).is_ok()
        && connection.read_exact(&mut said).is_ok()
        && said == *b"HTTP/1.1 401 "
}

/// How long it takes until the server closes a connection, and what it says before.
fn closed_after(connection: &mut TcpStream) -> (Duration, String) {
    let start = Instant::now();
    connection
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    let mut said = Vec::new();
    match connection.read_to_end(&mut said) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error}"),
    }
    (start.elapsed(), String::from_utf8(said).unwrap())
}

#[test]
fn half_a_head_and_silence_are_not_waited_for() {
    let (_server, address) = start(&[]);
    let heads: Vec<_> = [
        "",
        "GET /status/ HTTP/1.1\r\nHost: de",
        "GET /status/ HTTP/1.1\r\nHost: demo\r\n\r\n",
    ]
    .into_iter()
    .map(|head| {
        let mut connection = TcpStream::connect(address).unwrap();
        connection.write_all(head.as_bytes()).unwrap();
        thread::spawn(move || closed_after(&mut connection).0)
    })
    .collect();
    for head in heads {
        assert!(head.join().unwrap() < Duration::from_secs(20));
    }
}

#[test]
fn a_head_that_comes_byte_by_byte_is_not_waited_for() {
    let (_server, address) = start(&[]);
    let mut connection = TcpStream::connect(address).unwrap();
    let start = Instant::now();
    // No byte fails for a while after the other side has closed.
    while connection.write_all(b"X").is_ok() {
        assert!(start.elapsed() < Duration::from_secs(25), "still open");
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_form_that_does_not_come_is_not_waited_for() {
    let (_server, address) = start(&[]);
    let mut connection = TcpStream::connect(address).unwrap();
    let request = post_token(100, "username=johndoe");
    connection.write_all(request.as_bytes()).unwrap();
    let (waited, said) = closed_after(&mut connection);
    assert!(said.starts_with("HTTP/1.1 503 "), "{said}");
    assert!(waited < Duration::from_secs(30), "{waited:?}");
}

/// Whoever comes gets the place of whom has been waited for the longest.
#[test]
fn clients_that_hold_all_connections_keep_nobody_out() {
    let (_server, address) = start(&["--connections=20"]);
    let form = "username=johndoe&password=secret";
    for held in [
        "",
        "GET /status/ HTTP/1.1\r\nHost: d",
        "POST /revoke HTTP/1.1\r\nHost: d\r\nContent-Length: 100\r\n\r\ntoken",
        "GET /status/ HTTP/1.1\r\nHost: demo\r\n\r\n",
    ] {
        let start = Instant::now();
        let _held: Vec<_> = (0..40)
            .map(|client| {
                let mut connection = connect_from([127, 0, 0, 100 + client], address);
                let _ = connection.write_all(held.as_bytes());
                connection
            })
            .collect();
        for _ in 0..2 {
            let mut connection = connect_from([127, 0, 0, 1], address);
            assert!(is_served(&mut connection), "{held}");
            // Its work is not broken off.
            let request = post_token(form.len(), form);
            let (head, _) = exchange(&mut connect_from([127, 0, 0, 1], address), &request);
            assert!(head.starts_with("http/1.1 200 "), "{head}");
        }
        assert!(start.elapsed() < Duration::from_secs(8), "{held}");
    }
}

#[test]
fn a_client_that_holds_connections_keeps_nobody_else_out() {
    // As few files as a process may have on some systems.
    let mut command = Command::new("sh");
    let demo = demo();
    command.args(["-c", "ulimit -n 256; exec \"$0\" \"$@\""]);
    command.arg(demo.get_program()).args(demo.get_args());
    command
        .env_clear()
        .env("SECRET_KEY", KEY)
        .stderr(std::process::Stdio::piped());
    let server = Server::start(command);
    let address = server.address().1.parse().unwrap();

    let held: Vec<_> = (0..300)
        .map(|_| {
            let mut connection = connect_from([127, 0, 0, 66], address);
            let _ = connection.write_all(b"GET /status/ HTTP/1.1\r\nHost: d");
            connection
        })
        .collect();
    let start = Instant::now();
    assert!(is_served(&mut connect_from([127, 0, 0, 1], address)));
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    drop(held);
    // Its connections are given back, once the server has noticed.
    let start = Instant::now();
    while !is_served(&mut connect_from([127, 0, 0, 66], address)) {
        assert!(start.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_long_head_is_refused() {
    let (_server, address) = start(&[]);
    let mut connection = TcpStream::connect(address).unwrap();
    let head = format!(
        "GET /status/ HTTP/1.1\r\nHost: demo\r\nX: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    let _ = connection.write_all(head.as_bytes());
    let (_, said) = closed_after(&mut connection);
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 431 "),
        "{said}"
    );
    assert!(is_served(&mut TcpStream::connect(address).unwrap()));
}

#[test]
fn a_request_that_is_under_way_is_finished_when_the_service_stops() {
    let (mut server, address) = start(&[]);
    let mut connection = TcpStream::connect(address).unwrap();
    let form = "username=johndoe&password=secret";
    let request = post_token(form.len(), "").replacen("\r\n", "\r\nExpect: 100-continue\r\n", 1);
    connection.write_all(request.as_bytes()).unwrap();
    // It waits for the body.
    let mut said = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    connection.read_exact(&mut said).unwrap();
    server.terminate();
    server.wait_for("stopping");
    connection.write_all(form.as_bytes()).unwrap();
    let (head, body) = exchange(&mut connection, "");
    assert!(head.starts_with("http/1.1 200 "), "{head}{body}");
    assert_eq!(server.exit(Duration::from_secs(8)).code(), Some(0));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn who_is_refused_before_the_body_is_sent_gets_the_answer() {
    let (_server, address) = start(&["--logins-per-client=1"]);
    let form = "username=nobody&password=wrong";
    let request = post_token(form.len(), form);
    exchange(&mut TcpStream::connect(address).unwrap(), &request);
    for _ in 0..5 {
        let mut connection = TcpStream::connect(address).unwrap();
        let (head, body) = request.split_at(request.len() - form.len());
        connection.write_all(head.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(50));
        // A client that sends the whole request before it reads.
        for byte in body.as_bytes() {
            connection.write_all(&[*byte]).unwrap();
            thread::sleep(Duration::from_millis(2));
        }
        let (_, said) = closed_after(&mut connection);
        assert!(said.starts_with("HTTP/1.1 429 "), "{said}");
        assert!(said.contains("connection: close\r\n"), "{said}");
    }
}
