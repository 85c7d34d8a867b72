//! The results of one action, as a table.

use std::collections::HashMap;
use std::fmt;

use crate::generate::Style;
use crate::measure::{Action, Measure};

pub(crate) struct Report {
    pub(crate) action: Action,
    pub(crate) handlers: Vec<usize>,
    pub(crate) styles: Vec<Style>,
    measures: HashMap<(usize, Style), Measure>,
}

impl Report {
    pub(crate) fn new(action: Action, handlers: &[usize], styles: &[Style]) -> Self {
        Self {
            action,
            handlers: handlers.to_vec(),
            styles: styles.to_vec(),
            measures: HashMap::new(),
        }
    }

    pub(crate) fn add(&mut self, handlers: usize, style: Style, measure: Measure) {
        let known = self.measures.entry((handlers, style)).or_insert(measure);
        *known = known.least(measure);
    }

    /// A measure, and the same one of plain handlers.
    pub(crate) fn beside_plain(&self, handlers: usize, style: Style) -> (Measure, Measure) {
        let of = |style| {
            self.measures
                .get(&(handlers, style))
                .copied()
                .unwrap_or_default()
        };
        (of(style), of(Style::Plain))
    }
}

/// Everything that is measured, in the order in which it takes turns.
pub(crate) fn pairs<'a>(
    handlers: &'a [usize],
    styles: &'a [Style],
) -> impl Iterator<Item = (&'a usize, &'a Style)> {
    handlers
        .iter()
        .flat_map(move |handlers| styles.iter().map(move |style| (handlers, style)))
}

#[allow(clippy::cast_precision_loss, reason = "a ratio for people")]
pub(crate) fn ratio(ours: u64, plain: u64) -> f64 {
    ours as f64 / plain.max(1) as f64
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## {}\n", self.action)?;
        writeln!(
            f,
            "| handlers | style | CPU ms | ratio | memory MB | ratio | program MB | ratio |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|")?;
        for (&handlers, &style) in pairs(&self.handlers, &self.styles) {
            let (ours, plain) = self.beside_plain(handlers, style);
            writeln!(
                f,
                "| {handlers} | {style} | {} | {:.2} | {} | {:.2} | {} | {:.2} |",
                ours.cpu,
                ratio(ours.cpu, plain.cpu),
                ours.memory / 1024,
                ratio(ours.memory, plain.memory),
                ours.size / 1_000_000,
                ratio(ours.size, plain.size),
            )?;
        }
        Ok(())
    }
}
