//! FastAPI's tutorial "OAuth2 scopes" as a service on axum and scopegate.

use std::io::{Write, stderr};
use std::process::ExitCode;

use demo::config::Command;

#[tokio::main]
async fn main() -> ExitCode {
    // A new database has hashes of passwords: its file is for nobody else.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let cli = match demo::settings::read() {
        Ok(cli) => cli,
        // Also `--help` and `--version`.
        Err(error) => error.exit(),
    };
    let logging = match demo::logging::init(cli.config.log_format) {
        Ok(logging) => logging,
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
    logging.end().await;
    code
}
