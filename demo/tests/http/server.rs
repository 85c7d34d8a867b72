//! The binary as a child process, and requests over TCP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) const KEY: &str = "a key of the test, at least 32 bytes";

/// A long time, for a machine that is busy with other tests.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn demo() -> Command {
    demo_at("127.0.0.1:0")
}

pub(crate) fn demo_at(address: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command
        .args(["--listen", address])
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// A process that does not outlive its test.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) log: Receiver<String>,
}

impl Server {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, log) = channel();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, log }
    }

    /// One whose log is somebody else's business.
    pub(crate) fn of(child: Child) -> Self {
        Self {
            child,
            log: channel().1,
        }
    }

    /// The log up to a line that contains `text`, and that line.
    pub(crate) fn wait_for(&self, text: &str) -> (Vec<String>, String) {
        let mut before = Vec::new();
        loop {
            let line = self.log.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no `{text}` after {before:#?}"));
            if line.contains(text) {
                return (before, line);
            }
            before.push(line);
        }
    }

    /// Its address, and what it logged before.
    pub(crate) fn address(&self) -> (Vec<String>, String) {
        const LISTENING: &str = "listening on http://";
        let (before, line) = self.wait_for(LISTENING);
        let (_, address) = line.split_once(LISTENING).unwrap();
        // A log of JSON goes on after it.
        let address = address.split('"').next().unwrap();
        (before, address.to_owned())
    }

    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    pub(crate) fn exit(&mut self, patience: Duration) -> ExitStatus {
        let start = Instant::now();
        while start.elapsed() < patience {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("still running after {patience:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes a request to a connection and reads the answer with its `Content-Length`.
pub(crate) fn exchange(connection: &mut TcpStream, request: &str) -> (String, String) {
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    connection.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::new(connection);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "cut off: {head}");
    }
    let head = head.to_ascii_lowercase();
    let (_, length) = head.split_once("content-length: ").unwrap();
    let mut body = vec![0; length.lines().next().unwrap().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

pub(crate) fn log_in(connection: &mut TcpStream) -> String {
    let form = "username=johndoe&password=secret&scope=me";
    let (head, body) = exchange(
        connection,
        &format!(
            "POST /token HTTP/1.1\r\nHost: demo\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
            form.len()
        ),
    );
    assert!(head.starts_with("http/1.1 200 ok\r\n"), "{head}{body}");
    body.split('"').nth(3).unwrap().to_owned()
}

pub(crate) fn read_users_me(connection: &mut TcpStream, token: &str) -> (String, String) {
    let request =
        format!("GET /users/me/ HTTP/1.1\r\nHost: demo\r\nAuthorization: Bearer {token}\r\n\r\n");
    exchange(connection, &request)
}

/// A login whose form claims to have this length.
pub(crate) fn post_token(length: usize, form: &str) -> String {
    format!(
        "POST /token HTTP/1.1\r\nHost: demo\r\nContent-Length: {length}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}"
    )
}
