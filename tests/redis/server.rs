//! Redis as a child process, which ends with its owner and keeps nothing.

use std::net::TcpListener;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub(crate) struct Redis {
    port: u16,
    directory: TempDir,
    server: Child,
}

impl Redis {
    /// One on a free port.
    pub(crate) async fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for _ in 0..10 {
            let port = free_port();
            // Somebody else may have taken the port by now.
            if let Some(server) = serve(port, &directory).await {
                return Self {
                    port,
                    directory,
                    server,
                };
            }
        }
        panic!("`redis-server` does not start: call `tests/redis/run`, which installs it")
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Refuses connections, and has forgotten everything.
    pub(crate) async fn go_down(&mut self) {
        self.server.kill().await.unwrap();
    }

    pub(crate) async fn come_back(&mut self) {
        let server = serve(self.port, &self.directory).await;
        self.server = server.expect("Redis starts again on its port");
    }

    /// Accepts connections and answers nothing.
    pub(crate) async fn hang(&self) {
        self.signal("-STOP").await;
    }

    pub(crate) async fn go_on(&self) {
        self.signal("-CONT").await;
    }

    async fn signal(&self, signal: &str) {
        let process = self.server.id().unwrap().to_string();
        let mut kill = Command::new("kill");
        let sent = kill.args([signal, &process]).status().await.unwrap();
        assert!(sent.success());
    }
}

/// None if the port is taken.
async fn serve(port: u16, directory: &TempDir) -> Option<Child> {
    let server = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
        .args(["--save", "", "--appendonly", "no"])
        .current_dir(directory.path())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut server = server.unwrap_or_else(|error| {
        panic!("`redis-server` does not start ({error}): call `tests/redis/run`, which installs it")
    });
    let mut log = BufReader::new(server.stdout.take().unwrap()).lines();
    while let Some(line) = log.next_line().await.unwrap() {
        if line.contains("Ready to accept connections") {
            // What else it says must not fill the pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
            return Some(server);
        }
    }
    None
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
