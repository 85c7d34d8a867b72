//! Settings: which of several counts, and how mistakes are told.

use std::process::Command;

use tempfile::TempDir;

use crate::server::{KEY, Server, demo};

/// The demo with a file of settings, which lasts as long as the folder.
fn with_file(text: &str) -> (Command, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.toml");
    std::fs::write(&path, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command
        .env_clear()
        .env("SECRET_KEY", KEY)
        .arg("--config")
        .arg(path);
    command.stderr(std::process::Stdio::piped());
    (command, folder)
}

/// Where the demo listens.
fn host(command: Command) -> String {
    let address = Server::start(command).address().1;
    address.split(':').next().unwrap().to_owned()
}

#[test]
fn the_command_line_comes_before_the_environment_and_that_before_the_file() {
    let file = "listen = \"127.0.0.3:0\"\naccess_token_minutes = 5\n";
    let (command, _folder) = with_file(file);
    assert_eq!(host(command), "127.0.0.3");
    let (mut command, _folder) = with_file(file);
    command.env("LISTEN", "127.0.0.2:0");
    assert_eq!(host(command), "127.0.0.2");
    let (mut command, _folder) = with_file(file);
    command
        .env("LISTEN", "127.0.0.2:0")
        .args(["--listen", "127.0.0.1:0"]);
    assert_eq!(host(command), "127.0.0.1");
}

#[test]
fn the_environment_names_the_file_as_well() {
    let (with_option, folder) =
        with_file("listen = \"127.0.0.3:0\"\nlog_format = \"json\"\ndemo_users = true");
    drop(with_option);
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command
        .env_clear()
        .env("SECRET_KEY", KEY)
        .stderr(std::process::Stdio::piped());
    command.env("CONFIG", folder.path().join("demo.toml"));
    assert_eq!(host(command), "127.0.0.3");
}

#[test]
fn a_mistake_is_told_with_the_name_of_the_setting_and_without_secrets() {
    for (file, told) in [
        ("listne = \"127.0.0.1:0\"", "there is no setting `listne`"),
        (
            "secret_key = \"hunter2\"",
            "there is no setting `secret_key`",
        ),
        (
            "trusted_proxy = \"10.0.0.1\"",
            ", connections_per_client, trusted_proxies\n",
        ),
        ("listen = \"nowhere\"", "--listen <ADDRESS:PORT>"),
        ("session_days = 0", "--session-days <DAYS>"),
        ("session_days = -1", "--session-days <DAYS>"),
        ("demo_users = \"perhaps\"", "--demo-users"),
        ("listen = { port = 1 }", "`listen`"),
        (
            "listen = [\"127.0.0.1:1\", \"127.0.0.1:2\"]",
            "`listen` should be",
        ),
        ("config = \"other.toml\"", "there is no setting `config`"),
        (
            "database_url = \"postgres://me:hunter2@",
            "no TOML near line 1",
        ),
        (
            "trusted_proxies = [\"10.0.0.1\", \"proxy\"]",
            "--trusted-proxy <ADDRESS>",
        ),
    ] {
        let (mut command, _folder) = with_file(file);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        assert!(said.contains(told), "{file}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    let output = demo().env("CONFIG", "/no/such/file").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("/no/such/file"), "{said}");
    for (name, value, told) in [
        ("ACCESS_TOKEN_MINUTES", "0", "--access-token-minutes"),
        ("LOGINS_PER_CLIENT", "x", "--logins-per-client"),
    ] {
        let output = demo().env(name, value).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn help_shows_no_setting_of_the_file() {
    let (mut command, _folder) = with_file("database_url = \"postgres://me:hunter2@localhost/\"");
    let output = command.arg("--help").output().unwrap();
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(
        help.contains("--database-url") && !help.contains("hunter2"),
        "{help}"
    );
}

#[test]
fn the_example_file_has_valid_settings() {
    let (mut command, _folder) = with_file(include_str!("../../deploy/demo.toml"));
    let output = command.arg("routes").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    // Those that are commented out as well.
    let all = include_str!("../../deploy/demo.toml").replace("\n# issuer", "\nissuer");
    let all = all
        .replace("\n# audience", "\naudience")
        .replace("\n# key_days", "\nkey_days");
    let (mut command, _folder) = with_file(&all);
    let output = command.arg("routes").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
}
