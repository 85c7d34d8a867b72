//! FastAPI's tutorial "OAuth2 scopes" as a service on axum and scopegate.

use std::io::{IsTerminal, stderr};
use std::process::ExitCode;

use clap::Parser;
use demo::config::Config;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .init();
    match demo::server::run(Config::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
