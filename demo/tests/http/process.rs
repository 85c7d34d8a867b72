//! The binary: it starts, serves over TCP, logs what matters and stops when told to.

use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};
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
fn the_demo_users_are_not_offered_to_other_machines_in_silence() {
    for (listen, warns) in [("127.0.0.1:0", false), ("0.0.0.0:0", true)] {
        let mut command = demo_at(listen);
        command.env("SECRET_KEY", KEY).arg("--demo-users");
        let server = Server::start(command);
        let (before, _) = server.wait_for("listening");
        assert_eq!(before.concat().contains("everybody knows"), warns);
    }
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
fn a_secret_key_that_everybody_knows_is_refused() {
    let tutorial = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";
    for key in [tutorial, &"0".repeat(32)] {
        let output = demo().env("SECRET_KEY", key).output().unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{log}");
        assert!(log.contains("SECRET_KEY") && !log.contains(key), "{log}");
    }
}

/// A container whose `DATABASE_URL` was forgotten would have them.
#[test]
fn users_whose_passwords_everybody_knows_are_not_for_others_unless_told_so() {
    for options in [
        &["--listen=0.0.0.0:0"][..],
        &["--listen=[::]:0"],
        &["--listen=192.0.2.1:0"],
        &["--listen=127.0.0.1:0", "--trusted-proxy=127.0.0.1"],
    ] {
        let command = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
            command.env_clear().env("SECRET_KEY", KEY).args(options);
            command
        };
        let output = command().output().unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{options:?}: {log}");
        assert!(log.contains("--demo-users"), "{log}");
        assert!(!log.contains("listening"), "{log}");
        // Not every machine has the others.
        if !options[0].contains(".0.0.") {
            continue;
        }
        for (name, value) in [("DEMO_USERS", "true"), ("DATABASE_URL", "sqlite::memory:")] {
            let mut command = command();
            command.env(name, value).stderr(Stdio::piped());
            Server::start(command).address();
        }
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

/// Connections whose logins were sent and not answered.
fn crowd_that_logs_in(address: &str, size: usize) -> Vec<TcpStream> {
    let log_in = |_| {
        let mut connection = TcpStream::connect(address).unwrap();
        let request = post_token(LOGIN.len(), LOGIN);
        connection.write_all(request.as_bytes()).unwrap();
        connection
    };
    (0..size).map(log_in).collect()
}

/// Their logins are looked at in turn, and what is too much is told so at once.
#[test]
fn a_crowd_that_logs_in_gets_answers() {
    let server = Server::start(without_limits());
    let (_, address) = server.address();
    let cores = thread::available_parallelism().unwrap().get();
    // More would be more open files than a process may have.
    let size = (80 * cores).min(400);
    let mut crowd = crowd_that_logs_in(&address, size);
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

/// Whether it was answered with 503. It does not wait for an answer.
fn is_refused(connection: &TcpStream) -> bool {
    let mut start = [0; b"HTTP/1.1 503 ".len()];
    connection.set_nonblocking(true).unwrap();
    connection.peek(&mut start).is_ok() && start == *b"HTTP/1.1 503 "
}

/// They have no password that would need a place in it.
#[test]
fn while_the_queue_is_full_refresh_tokens_are_used() {
    let server = Server::start(without_limits());
    let (_, address) = server.address();
    let cores = thread::available_parallelism().unwrap().get();
    let post = |form: &str| {
        let request = post_token(form.len(), form);
        exchange(&mut TcpStream::connect(&address).unwrap(), &request)
    };
    let (_, mut body) = post("username=johndoe&password=secret&scope=offline_access");
    for _ in 0..3 {
        let crowd = crowd_that_logs_in(&address, 20 * cores);
        let start = Instant::now();
        while !crowd.iter().any(is_refused) {
            assert!(start.elapsed() < PATIENCE, "nobody of {}", crowd.len());
            thread::sleep(Duration::from_millis(1));
        }
        let (_, token) = body.split_once(r#""refresh_token":""#).unwrap();
        let token = token.split('"').next().unwrap();
        let form = format!("grant_type=refresh_token&refresh_token={token}");
        let answer = post(&form);
        assert!(answer.0.starts_with("http/1.1 200 "), "{answer:?}");
        body = answer.1;
        drop(crowd);
    }
}
