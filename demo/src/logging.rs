//! The log, on the standard error.

use std::error::Error;
use std::io::{IsTerminal, stderr};

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::config::LogFormat;

/// Starts to log what `RUST_LOG` selects: `info` if it is not set.
///
/// # Errors
/// If it selects nothing that there is.
pub fn init(format: LogFormat) -> Result<(), Box<dyn Error>> {
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
    tracing_subscriber::registry()
        .with(layer.with_filter(filter))
        .try_init()?;
    Ok(())
}
