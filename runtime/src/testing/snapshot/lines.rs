//! The lines of a snapshot.

use crate::audit::{Audit, Route, Scheme, Scope};

const HEADER: &str = "\
# Who may call what. A test compares this file with the routes of the service.
# To accept a change: SCOPEGATE_UPDATE=1 cargo test
";

// Fixed, so that a line depends on its own route only: a longer method exceeds the column instead of moving others.
const METHOD: usize = 8;
const PATH: usize = 32;
const SECURITY: usize = 40;

/// One line for each route, and for each scope that implies others: whoever has it may do what these allow.
pub(super) fn of(audit: &Audit) -> Vec<String> {
    let mut lines: Vec<_> = audit.routes.iter().map(line).collect();
    for scheme in &audit.schemes {
        let implying = scheme.scopes.iter().filter(|it| !it.implies.is_empty());
        lines.extend(implying.map(|scope| implication(scheme, scope)));
    }
    lines
}

/// The text of the file.
pub(super) fn file(lines: &[String]) -> String {
    let mut text = String::from(HEADER);
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn line(route: &Route) -> String {
    let mut line = cell(route.method, METHOD);
    line.push_str(&cell(&route.target(), PATH));
    match &route.handler {
        Some(handler) => {
            line.push_str(&cell(&route.rule(), SECURITY));
            line.push_str(&handler.to_string());
        }
        None => line.push_str(&route.rule()),
    }
    line
}

fn implication(scheme: &Scheme, scope: &Scope) -> String {
    let mut line = cell("SCOPE", METHOD);
    line.push_str(&cell(scope.name, PATH));
    line.push_str(scheme.name);
    line.push_str(": implies ");
    line.push_str(&scope.implies.join(" "));
    line
}

/// `text` padded with spaces to `width`, at least two.
fn cell(text: &str, width: usize) -> String {
    let width = width.max(text.chars().count() + 2);
    format!("{text:width$}")
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_longer_cell_stands_out() {
        assert_eq!(cell("GET", 6), "GET   ");
        assert_eq!(cell("OPTIONS", 6), "OPTIONS  ");
        assert_eq!(cell("größe", 8), "größe   ");
    }
}
