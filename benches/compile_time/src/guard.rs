//! What a change must not exceed.

use crate::Result;
use crate::generate::Style;
use crate::measure::Action;
use crate::project::Project;

pub(crate) const HANDLERS: usize = 40;

pub(crate) const STYLES: [Style; 3] = [Style::Plain, LIMITS[0].0, LIMITS[1].0];

/// The instructions of `cargo check`, as a ratio to plain handlers: 1.94 and 2.08 were measured, and a twentieth more is
/// allowed.
const LIMITS: [(Style, f64); 2] = [(Style::Router, 2.03), (Style::Secure, 2.17)];

pub(crate) fn run(project: &Project) -> Result<()> {
    project.prepare(Action::Check)?;
    let plain = project.count(Style::Plain, HANDLERS)?;
    let mut exceeded = Vec::new();
    println!("instructions of `cargo check` for {HANDLERS} handlers\n");
    println!("plain: {} M", plain / 1_000_000);
    for (style, limit) in LIMITS {
        let count = project.count(style, HANDLERS)?;
        let ratio = crate::report::ratio(count, plain);
        println!(
            "{style}: {} M, {ratio:.2} of plain, at most {limit:.2}",
            count / 1_000_000
        );
        if ratio > limit {
            exceeded.push(style.name());
        }
    }
    if exceeded.is_empty() {
        return Ok(());
    }
    Err(format!("more instructions than recorded: {}", exceeded.join(", ")).into())
}
