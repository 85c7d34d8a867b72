//! The command `demo routes`: who may call what, for people and for programs.

use std::io::{self, Write};

use scopegate::Audit;

use crate::app;
use crate::config::Format;

/// Prints every route.
///
/// # Errors
/// If nothing can be written.
pub fn print(format: Format) -> io::Result<()> {
    let audit = app::routes().audit();
    let text = match format {
        Format::Table => table(&audit),
        Format::Json => audit.to_json(),
        Format::Mermaid => audit.to_mermaid(),
    };
    let written = writeln!(io::stdout(), "{}", text.trim_end());
    match written {
        // `demo routes | head` has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// For grep and the like, there is one line for each route.
fn table(audit: &Audit) -> String {
    let columns = std::env::var("COLUMNS").ok();
    let width = columns
        .and_then(|columns| columns.parse().ok())
        .or_else(|| {
            terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
        });
    audit.table(width.unwrap_or(usize::MAX))
}
