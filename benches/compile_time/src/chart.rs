//! The ratios of one action, as bars.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Result;
use crate::report::{Report, pairs, ratio};

const ROW: usize = 22;
const LEFT: usize = 150;
const UNIT: f64 = 160.0;

pub(crate) fn write(report: &Report, path: &Path) -> Result<()> {
    let rows: Vec<_> = pairs(&report.handlers, &report.styles).collect();
    let height = ROW * (rows.len() + 2);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"720\" height=\"{height}\" font-family=\"sans-serif\" \
         font-size=\"13\"><rect width=\"100%\" height=\"100%\" fill=\"white\"/>\
         <text x=\"8\" y=\"16\">CPU time of `{}`, beside plain handlers</text>",
        report.action
    );
    for (row, (&handlers, &style)) in rows.into_iter().enumerate() {
        let (ours, plain) = report.beside_plain(handlers, style);
        let ratio = ratio(ours.cpu, plain.cpu);
        let (y, width) = (ROW * (row + 1) + 6, ratio * UNIT);
        let _ = write!(
            svg,
            "<text x=\"8\" y=\"{text}\">{handlers} {style}</text>\
             <rect x=\"{LEFT}\" y=\"{y}\" width=\"{width:.0}\" height=\"16\" fill=\"#4a7ebb\"/>\
             <text x=\"{end:.0}\" y=\"{text}\">{ratio:.2}</text>",
            text = y + 13,
            end = f64::from(u16::try_from(LEFT)?) + width + 6.0,
        );
    }
    svg.push_str("</svg>\n");
    fs::write(path, svg)?;
    Ok(())
}
