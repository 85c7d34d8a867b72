//! The binary: it starts, serves over TCP, logs what matters and stops when told to.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::server::{
    KEY, PATIENCE, Server, demo, demo_at, exchange, log_in, post_token, read_users_me,
};

#[test]
fn it_serves_a_login_and_exits_cleanly_on_sigterm() {
    let mut command = demo();
    command.env("SECRET_KEY", KEY);
    let mut server = Server::start(command);
    let (before, address) = server.address();
    assert_eq!(before, [""; 0], "a quiet start");

    let mut connection = TcpStream::connect(address).unwrap();
    let token = log_in(&mut connection);
    let (head, body) = read_users_me(&mut connection, &token);
    assert!(head.starts_with("http/1.1 200 ok\r\n"), "{head}");
    assert!(body.starts_with(r#"{"username":"johndoe","#), "{body}");
    let (head, body) = read_users_me(&mut connection, "x");
    assert!(head.starts_with("http/1.1 401 unauthorized\r\n"), "{head}");
    assert!(
        head.contains("www-authenticate: bearer scope=\"me\"\r\n"),
        "{head}"
    );
    assert_eq!(body, r#"{"detail":"Could not validate credentials"}"#);

    // The connection stays open: an idle client must not hold the process up.
    server.terminate();
    assert_eq!(server.exit(Duration::from_secs(8)).code(), Some(0));
    let log: Vec<_> = server.log.iter().collect();
    assert!(log.iter().any(|line| line.contains("stopping")), "{log:?}");
    for secret in [KEY, token.as_str(), "secret&"] {
        assert!(!log.iter().any(|line| line.contains(secret)), "{log:?}");
    }
}

#[test]
fn without_a_secret_key_it_says_so_and_signs_with_a_random_one() {
    let servers = [Server::start(demo()), Server::start(demo())];
    let [first, second] = servers.each_ref().map(|server| {
        let (before, address) = server.address();
        assert_eq!(before.len(), 1, "{before:?}");
        assert!(before[0].contains("WARN") && before[0].contains("SECRET_KEY is not set"));
        TcpStream::connect(address).unwrap()
    });
    let (mut first, mut second) = (first, second);
    let token = log_in(&mut first);
    assert!(
        read_users_me(&mut first, &token)
            .0
            .starts_with("http/1.1 200 ")
    );
    assert!(
        read_users_me(&mut second, &token)
            .0
            .starts_with("http/1.1 401 ")
    );
}

#[test]
fn a_short_secret_key_is_refused_and_not_shown() {
    for key in ["", "hunter2", &KEY[..31]] {
        let output = demo().env("SECRET_KEY", key).output().unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{log}");
        assert!(
            log.contains("SECRET_KEY") && log.contains("fewer than the 32 it needs"),
            "{log}"
        );
        assert!(key.is_empty() || !log.contains(key), "{log}");
        assert!(!log.contains("listening"), "{log}");
    }
}

#[test]
fn an_address_that_is_taken_is_named() {
    let mut command = demo();
    command.env("SECRET_KEY", KEY);
    let server = Server::start(command);
    let (_, address) = server.address();
    let output = demo_at(&address).env("SECRET_KEY", KEY).output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{log}");
    assert!(
        log.contains(&format!("cannot listen on {address}")),
        "{log}"
    );
}

/// One whose queue is what is tested.
fn without_limits() -> Command {
    let mut command = demo();
    command.env("SECRET_KEY", KEY);
    command.args([
        "--logins-per-account=100000",
        "--logins-per-client=100000",
        "--connections-per-client=100000",
    ]);
    command
}

const LOGIN: &str = "username=johndoe&password=wrong";

/// How many threads the process has.
#[cfg(target_os = "linux")]
fn threads(server: &Server) -> usize {
    let folder = format!("/proc/{}/task", server.child.id());
    std::fs::read_dir(folder).unwrap().count()
}

#[cfg(target_os = "linux")]
#[test]
fn clients_that_hang_up_leave_no_more_hashing_than_there_are_cores() {
    let server = Server::start(without_limits());
    let (_, address) = server.address();
    let cores = thread::available_parallelism().unwrap().get();
    let before = threads(&server);

    let mut most = 0;
    for _ in 0..150 {
        let mut connection = TcpStream::connect(&address).unwrap();
        connection
            .write_all(post_token(LOGIN.len(), LOGIN).as_bytes())
            .unwrap();
        // Time to begin, and not to end.
        thread::sleep(Duration::from_millis(5));
        drop(connection);
        most = most.max(threads(&server));
    }
    // A thread whose hash is done may not be idle yet when the next one starts.
    let few = before + 4 * cores;
    assert!(
        most <= few,
        "{most} threads, {before} before, {cores} cores"
    );

    let start = Instant::now();
    log_in(&mut TcpStream::connect(&address).unwrap());
    assert!(
        start.elapsed() < PATIENCE / 2,
        "nobody who hung up is in the way"
    );
}

/// Their logins are looked at in turn, and what is too much is told so at once.
#[test]
fn a_crowd_that_logs_in_gets_answers() {
    let server = Server::start(without_limits());
    let (_, address) = server.address();
    let cores = thread::available_parallelism().unwrap().get();
    // More would be more open files than a process may have.
    let size = (80 * cores).min(400);
    let mut crowd: Vec<_> = (0..size)
        .map(|_| {
            let mut connection = TcpStream::connect(&address).unwrap();
            let request = post_token(LOGIN.len(), LOGIN);
            connection.write_all(request.as_bytes()).unwrap();
            connection
        })
        .collect();
    let answers = crowd
        .iter_mut()
        .map(|connection| exchange(connection, "").0);
    let answers: Vec<_> = answers.collect();
    let (wrong, busy): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|head| head.starts_with("http/1.1 400 bad request\r\n"));
    assert!(wrong.len() >= cores, "{wrong:?}");
    assert!(!busy.is_empty() || size < 80 * cores, "all of {size}");
    for head in busy {
        assert!(
            head.starts_with("http/1.1 503 service unavailable\r\n"),
            "{head}"
        );
        assert!(head.contains("retry-after: 5\r\n"), "{head}");
    }
}

#[test]
fn a_long_form_is_refused_before_it_is_there() {
    let mut command = demo();
    command.env("SECRET_KEY", KEY);
    let server = Server::start(command);
    let (_, address) = server.address();
    let mut connection = TcpStream::connect(&address).unwrap();
    // The rest never comes.
    let request = post_token(1 << 30, &"x".repeat(9 * 1024));
    let (head, _) = exchange(&mut connection, &request);
    assert!(
        head.starts_with("http/1.1 413 payload too large\r\n"),
        "{head}"
    );
}

/// Others hold all places of the queue: the answer does not wait for the form, which never comes.
#[test]
fn while_the_queue_is_full_a_login_is_refused_before_its_form_is_there() {
    let server = Server::start(without_limits());
    let (_, address) = server.address();
    let cores = thread::available_parallelism().unwrap().get();
    let crowd: Vec<_> = (0..20 * cores)
        .map(|_| {
            let mut connection = TcpStream::connect(&address).unwrap();
            let request = post_token(LOGIN.len(), LOGIN);
            connection.write_all(request.as_bytes()).unwrap();
            connection
        })
        .collect();
    let start = Instant::now();
    let refused = (0..100).find_map(|_| {
        let mut connection = TcpStream::connect(&address).unwrap();
        let request = post_token(LOGIN.len(), "");
        connection.write_all(request.as_bytes()).unwrap();
        let wait = Some(Duration::from_millis(100));
        connection.set_read_timeout(wait).unwrap();
        let mut answer = [0; 64];
        let length = connection.read(&mut answer).ok()?;
        Some(String::from_utf8_lossy(&answer[..length]).into_owned())
    });
    let refused = refused.expect("refused at once");
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(start.elapsed() < Duration::from_secs(10));
    drop(crowd);
}
