//! The log, on the standard error, and traces.

mod lines;

use std::error::Error;
use std::io::{IsTerminal, stderr};

use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use self::lines::Lines;
use crate::config::LogFormat;
use crate::traces::{self, Exporter};

/// What is to be ended when the process ends.
#[derive(Debug)]
pub struct Logging {
    exporter: Option<Exporter>,
    lines: Lines,
}

/// Starts to log what `RUST_LOG` selects (`info` if it is not set), and to export traces.
///
/// # Errors
/// If `RUST_LOG` selects nothing that there is, or if a variable for traces is invalid.
pub fn init(format: LogFormat) -> Result<Logging, Box<dyn Error>> {
    let filter = match std::env::var("RUST_LOG") {
        Ok(filter) if !filter.is_empty() => filter
            .parse()
            .map_err(|error| format!("RUST_LOG: {error}"))?,
        // PostgreSQL notices at each start that a table is there already.
        _ => Targets::new()
            .with_default(Level::INFO)
            .with_target("sqlx::postgres::notice", Level::WARN),
    };
    let lines = Lines::to(stderr(), format)?;
    let layer = fmt::layer().with_writer(lines.clone());
    let layer = match format {
        LogFormat::Text => layer.with_ansi(stderr().is_terminal()).boxed(),
        LogFormat::Json => layer.json().boxed(),
    };
    let exporter = Exporter::from_environment()?;
    tracing_subscriber::registry()
        .with(layer.with_filter(filter.with_target(traces::TARGET, LevelFilter::OFF)))
        .with(exporter.as_ref().map(Exporter::layer))
        .try_init()?;
    Ok(Logging { exporter, lines })
}

impl Logging {
    /// Sends the last traces, for at most 5 seconds, and writes the last lines, for at most one.
    pub async fn end(self) {
        let Self { exporter, lines } = self;
        // It blocks, and the log still works.
        let ending = tokio::task::spawn_blocking(move || {
            if let Some(exporter) = exporter {
                exporter.shut_down();
            }
            lines.finish();
        });
        let _ = ending.await;
    }
}
