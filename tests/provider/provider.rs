//! The provider as a child process, which ends with its owner.

use std::io::{Read, Seek};
use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/provider");

pub(crate) struct Provider {
    url: String,
    commands: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

/// How many requests for each came since the start.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) discovery: u32,
    pub(crate) jwks: u32,
    pub(crate) introspection: u32,
}

#[derive(Deserialize)]
struct Started {
    url: String,
}

#[derive(Deserialize)]
struct Published {
    kids: Vec<String>,
}

#[derive(Deserialize)]
struct Done {}

impl Provider {
    pub(crate) async fn start() -> Self {
        Self::start_with(json!({})).await
    }

    /// One that issues tokens in the name of another issuer.
    pub(crate) async fn start_as(issuer: &str) -> Self {
        Self::start_with(json!({ "issuer": issuer })).await
    }

    /// One whose RSA keys do not say which algorithm they are for.
    pub(crate) async fn start_with_unnamed_algorithms() -> Self {
        Self::start_with(json!({ "namedAlgorithms": false })).await
    }

    async fn start_with(options: Value) -> Self {
        scopegate_tests::watch_the_log();
        assert!(
            Path::new(HERE).join("node_modules/oidc-provider").is_dir(),
            "the provider is not installed: call `tests/provider/run`, or `npm ci --prefix tests/provider`"
        );
        let mut complaints = tempfile::tempfile().unwrap();
        let child = Command::new("node")
            .arg("server.mjs")
            .arg(options.to_string())
            .current_dir(HERE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(complaints.try_clone().unwrap())
            .kill_on_drop(true)
            .spawn();
        let mut child = child.unwrap_or_else(|error| panic!("`node` does not start: {error}"));
        let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(line) = answers.next_line().await.unwrap() else {
            let mut text = String::new();
            complaints.rewind().unwrap();
            complaints.read_to_string(&mut text).unwrap();
            panic!("the provider does not start:\n{text}");
        };
        Self {
            url: parsed::<Started>(&line).url,
            commands: child.stdin.take().unwrap(),
            answers,
            _child: child,
        }
    }

    /// Where it is, which is also its name unless it lies.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Signs with new keys from now on, and still publishes the old ones.
    pub(crate) async fn rotate(&mut self) -> Vec<String> {
        self.tell::<Published>("rotate").await.kids
    }

    /// Publishes the newest keys only.
    pub(crate) async fn drop_old_keys(&mut self) -> Vec<String> {
        self.tell::<Published>("drop").await.kids
    }

    /// Refuses connections.
    pub(crate) async fn go_down(&mut self) {
        self.tell::<Done>("down").await;
    }

    /// Accepts requests and never answers them.
    pub(crate) async fn hang(&mut self) {
        self.tell::<Done>("hang").await;
    }

    pub(crate) async fn come_back(&mut self) {
        self.tell::<Done>("up").await;
    }

    pub(crate) async fn requests(&mut self) -> Requests {
        self.tell("requests").await
    }

    async fn tell<A: DeserializeOwned>(&mut self, command: &str) -> A {
        let line = format!("{{\"do\":\"{command}\"}}\n");
        self.commands.write_all(line.as_bytes()).await.unwrap();
        let answer = self.answers.next_line().await.unwrap();
        parsed(&answer.unwrap_or_else(|| panic!("the provider ended at `{command}`")))
    }
}

fn parsed<A: DeserializeOwned>(line: &str) -> A {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"))
}
