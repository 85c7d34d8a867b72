//! The log, on the standard error, and traces.

use std::error::Error;
use std::io::{IsTerminal, stderr};

use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::config::LogFormat;
use crate::traces::{self, Exporter};

/// Starts to log what `RUST_LOG` selects (`info` if it is not set), and to export traces.
///
/// # Errors
/// If `RUST_LOG` selects nothing that there is, or if a variable for traces is invalid.
pub fn init(format: LogFormat) -> Result<Option<Exporter>, Box<dyn Error>> {
    let filter = match std::env::var("RUST_LOG") {
        Ok(filter) if !filter.is_empty() => filter
            .parse()
            .map_err(|error| format!("RUST_LOG: {error}"))?,
        _ => Targets::new().with_default(Level::INFO),
    };
    let layer = fmt::layer().with_writer(stderr);
    let layer = match format {
        LogFormat::Text => layer.with_ansi(stderr().is_terminal()).boxed(),
        LogFormat::Json => layer.json().boxed(),
    };
    let exporter = Exporter::from_environment()?;
    tracing_subscriber::registry()
        .with(layer.with_filter(filter.with_target(traces::TARGET, LevelFilter::OFF)))
        .with(exporter.as_ref().map(Exporter::layer))
        .try_init()?;
    Ok(exporter)
}
