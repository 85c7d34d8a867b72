//! FastAPI's tutorial "OAuth2 scopes" as a service on axum and scopegate.

use std::io::{Write, stderr};
use std::process::ExitCode;

use demo::config::Command;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match demo::settings::read() {
        Ok(cli) => cli,
        // Also `--help` and `--version`.
        Err(error) => error.exit(),
    };
    let exporter = match demo::logging::init(cli.config.log_format) {
        Ok(exporter) => exporter,
        Err(error) => {
            // There is no log yet.
            let _ = writeln!(stderr(), "{error}");
            return ExitCode::FAILURE;
        }
    };
    let done = match cli.command {
        Some(Command::Routes { format }) => demo::audit::print(format).map_err(Into::into),
        Some(Command::AddUser(account)) => demo::add_user::run(&cli.config, account).await,
        None => demo::server::run(cli.config).await,
    };
    let code = match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    };
    if let Some(exporter) = exporter {
        // It blocks, and the log still works.
        let _ = tokio::task::spawn_blocking(|| exporter.shut_down()).await;
    }
    code
}
