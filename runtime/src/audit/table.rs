use std::fmt::{self, Write as _};

use super::{Audit, Route, Security};

/// The gap between two columns.
const GAP: usize = 2;

/// Precedes a handler that has its own line.
const ARROW: &str = "-> ";

struct Row {
    method: &'static str,
    path: String,
    security: String,
    handler: String,
}

/// Where columns start.
struct Layout {
    width: usize,
    path: usize,
    security: usize,
    /// `None`: handlers have their own lines.
    handler: Option<usize>,
}

impl Audit {
    /// The routes as a table for a terminal that is `width` characters wide, followed by the scopes that no route
    /// requires.
    ///
    /// A route that does not fit on one line takes several. Paths and scopes are never cut, so a very long one may
    /// exceed the width. [`usize::MAX`] yields one line for each route.
    #[must_use]
    pub fn table(&self, width: usize) -> String {
        let rows: Vec<_> = self.routes.iter().map(Row::new).collect();
        let layout = Layout::new(&rows, width);
        let mut table = String::new();
        layout.write(&Row::header(), &mut table);
        for row in &rows {
            layout.write(row, &mut table);
        }
        table.push('\n');
        table.push_str(&self.summary());
        self.write_unused_scopes(&mut table);
        table
    }

    /// The number of routes of each kind.
    fn summary(&self) -> String {
        let count = |wanted: fn(&Security) -> bool| {
            let found = self.routes.iter().filter(|route| wanted(&route.security));
            found.count()
        };
        let protected = count(|security| !security.is_open());
        let optional =
            count(|security| security.is_open() && matches!(security, Security::Required { .. }));
        let public = count(|security| matches!(security, Security::Public));
        let unprotected = count(|security| matches!(security, Security::Unprotected));
        let routes = match self.routes.len() {
            1 => "1 route".to_owned(),
            number => format!("{number} routes"),
        };
        let mut summary = format!("{routes}: {protected} protected, {public} public");
        if optional > 0 {
            let _ = write!(summary, ", {optional} optional");
        }
        if unprotected > 0 {
            let _ = write!(summary, ", {unprotected} UNPROTECTED");
        }
        summary.push('\n');
        summary
    }

    fn write_unused_scopes(&self, table: &mut String) {
        if self.unused_scopes.is_empty() {
            return;
        }
        table.push_str("\nScopes that no route requires:\n");
        for unused in &self.unused_scopes {
            let _ = writeln!(table, "  {} ({})", unused.scope, unused.scheme);
        }
    }
}

/// With 80 columns.
impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.table(80).trim_end())
    }
}

impl Row {
    fn new(route: &Route) -> Self {
        let handler = route.handler.as_ref();
        Self {
            method: route.method,
            path: route.target(),
            security: route.rule(),
            handler: handler.map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn header() -> Self {
        Self {
            method: "METHOD",
            path: "PATH".to_owned(),
            security: "SECURITY".to_owned(),
            handler: "HANDLER".to_owned(),
        }
    }
}

impl Layout {
    fn new(rows: &[Row], width: usize) -> Self {
        let longest = |title: &str, cell: fn(&Row) -> &str| {
            let cells = rows.iter().map(|row| chars(cell(row)));
            cells.max().unwrap_or(0).max(chars(title))
        };
        let path = longest("METHOD", |row| row.method) + GAP;
        let security = path + longest("PATH", |row| &row.path) + GAP;
        let handler = security + longest("SECURITY", |row| &row.security) + GAP;
        if handler + longest("HANDLER", |row| &row.handler) <= width {
            return Self {
                width,
                path,
                security,
                handler: Some(handler),
            };
        }
        // A few very long paths must not push out everything else.
        let most = path + width.saturating_sub(path) / 2;
        let fitting = rows.iter().map(|row| path + chars(&row.path) + GAP);
        let security = fitting.filter(|end| *end <= most).max();
        Self {
            width,
            path,
            security: security.unwrap_or(path + chars("PATH") + GAP),
            handler: None,
        }
    }

    fn write(&self, row: &Row, table: &mut String) {
        let mut line = Line::new(table);
        line.put(0, row.method);
        line.put(self.path, &row.path);
        if let Some(column) = self.handler {
            line.put(self.security, &row.security);
            line.put(column, &row.handler);
        } else {
            for part in wrapped(&row.security, self.width.saturating_sub(self.security)) {
                line.put(self.security, &part);
            }
            if !row.handler.is_empty() {
                line.end();
                line.put(self.path, &format!("{ARROW}{}", row.handler));
            }
        }
        line.end();
    }
}

/// The current line.
struct Line<'a> {
    table: &'a mut String,
    used: usize,
}

impl<'a> Line<'a> {
    fn new(table: &'a mut String) -> Self {
        Self { table, used: 0 }
    }

    /// Writes `text` starting at `column`: on the next line, if this one is already longer.
    fn put(&mut self, column: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.used > 0 && self.used + GAP > column {
            self.end();
        }
        self.pad(column);
        self.push(text);
    }

    fn pad(&mut self, column: usize) {
        let missing = column.saturating_sub(self.used);
        self.push(&" ".repeat(missing));
    }

    fn push(&mut self, text: &str) {
        self.table.push_str(text);
        self.used += chars(text);
    }

    fn end(&mut self) {
        self.table.push('\n');
        self.used = 0;
    }
}

/// The words of `text` in lines of at most `width` characters, unless a word is longer.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if chars(line) + 1 + chars(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn chars(text: &str) -> usize {
    text.chars().count()
}
