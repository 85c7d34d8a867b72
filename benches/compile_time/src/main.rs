//! What scopegate costs the compiler.
//!
//! ```sh
//! cargo run --release --manifest-path benches/compile_time/Cargo.toml
//! cargo run --release --manifest-path benches/compile_time/Cargo.toml -- guard
//! ```
//!
//! The first compiles crates with 100, 500 and 1000 handlers, and prints each measure as a ratio to the same handlers
//! in plain axum. The second counts instructions and tokens for 40 handlers, and fails if they grew.

mod chart;
mod generate;
mod guard;
mod measure;
mod project;
mod report;

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::generate::Style;
use crate::measure::Action;
use crate::project::Project;
use crate::report::Report;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// What scopegate costs the compiler.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// How many handlers a crate has.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 500, 1000])]
    handlers: Vec<usize>,
    /// How the handlers are protected. `plain` is always measured, for comparison.
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = Style::ALL)]
    styles: Vec<Style>,
    /// What is done with a crate.
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = Action::ALL)]
    actions: Vec<Action>,
    /// How often each is repeated, in turns: the least time counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Where crates are generated and built, and where the charts go.
    #[arg(long, default_value = "target/compile-time")]
    folder: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Compares instructions and tokens of 40 handlers with recorded limits.
    Guard,
}

fn main() -> Result<()> {
    if let Some(arguments) = measure::as_compiler() {
        return measure::compile(&arguments);
    }
    let args = Args::parse();
    if let Some(Command::Guard) = args.command {
        let project = Project::new(&args.folder, &guard::STYLES, &[guard::HANDLERS])?;
        return guard::run(&project);
    }
    let mut styles = args.styles;
    if !styles.contains(&Style::Plain) {
        styles.insert(0, Style::Plain);
    }
    let project = Project::new(&args.folder, &styles, &args.handlers)?;
    for &action in &args.actions {
        let mut report = Report::new(action, &args.handlers, &styles);
        project.prepare(action)?;
        for _ in 0..args.runs {
            for (&handlers, &style) in report::pairs(&args.handlers, &styles) {
                report.add(handlers, style, project.measure(style, handlers, action)?);
            }
        }
        print!("{report}");
        let path = args.folder.join(format!("{action}.svg"));
        chart::write(&report, &path)?;
        println!("\nchart: {}\n", path.display());
    }
    Ok(())
}
