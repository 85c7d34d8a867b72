//! The differences between two snapshots.
//!
//! Their lines are sorted and each describes one route, or one scope, so they are compared one by one: a changed route is
//! its old line followed by its new one, which a text diff would separate.

use std::fmt;

use crate::audit::position;

/// The lines that differ, in the order of routes.
pub(super) struct Difference<'a> {
    changes: Vec<Change<'a>>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Change<'a> {
    /// The path, and the position of the method.
    route: (&'a str, usize),
    sign: Sign,
    line: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Removed,
    Added,
}

impl<'a> Difference<'a> {
    /// `accepted` is the text of a file: its line endings and the order of its lines are ignored.
    pub(super) fn new(accepted: &'a str, current: &'a [String]) -> Self {
        let mut removed: Vec<_> = accepted
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        let mut changes = Vec::new();
        for line in current {
            match removed.iter().position(|known| known == line) {
                Some(known) => {
                    removed.remove(known);
                }
                None => changes.push(Change::new(Sign::Added, line)),
            }
        }
        let removed = removed.into_iter();
        changes.extend(removed.map(|line| Change::new(Sign::Removed, line)));
        changes.sort();
        Self { changes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl<'a> Change<'a> {
    fn new(sign: Sign, line: &'a str) -> Self {
        let mut words = line.split_whitespace();
        let method = words.next().unwrap_or_default();
        Self {
            route: position(words.next().unwrap_or_default(), method),
            sign,
            line,
        }
    }
}

impl Difference<'_> {
    /// The changes of routes that are in only one of the two, or in both.
    fn of_routes(&self, in_file: bool, in_router: bool) -> impl Iterator<Item = &Change<'_>> {
        self.changes.iter().filter(move |change| {
            let has = |sign| {
                let mut others = self.changes.iter();
                others.any(|other| other.route == change.route && other.sign == sign)
            };
            has(Sign::Removed) == in_file && has(Sign::Added) == in_router
        })
    }
}

/// `-` is a line of the file, `+` a line of the router.
impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sections = [
            ("changed (- before, + now)", true, true),
            ("new", false, true),
            ("gone", true, false),
        ];
        for (title, in_file, in_router) in sections {
            let mut changes = self.of_routes(in_file, in_router).peekable();
            if changes.peek().is_none() {
                continue;
            }
            writeln!(f, "{title}:")?;
            for change in changes {
                writeln!(f, "{} {}", change.sign.as_char(), change.line)?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

impl Sign {
    fn as_char(self) -> char {
        match self {
            Self::Removed => '-',
            Self::Added => '+',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(accepted: &str, current: &[&str]) -> String {
        let current: Vec<_> = current.iter().map(ToString::to_string).collect();
        Difference::new(accepted, &current).to_string()
    }

    #[test]
    fn the_ends_of_lines_comments_and_order_do_not_matter() {
        let accepted = "# header\r\n\r\nGET  /b  public\r\nGET  /a  public\r\n";
        assert_eq!(shown(accepted, &["GET  /a  public", "GET  /b  public"]), "");
    }

    #[test]
    fn a_changed_route_is_its_old_line_with_its_new_one_below() {
        let accepted = "GET  /a  A[x]\nGET  /b  A[x]\n";
        let expected = "changed (- before, + now):\n\
            - GET  /a  A[x]\n+ GET  /a  public\n- GET  /b  A[x]\n+ GET  /b  public\n\n";
        let current = ["GET  /a  public", "GET  /b  public"];
        assert_eq!(shown(accepted, &current), expected);
    }

    #[test]
    fn a_route_that_is_listed_twice_is_there_twice() {
        let expected = "gone:\n- GET  /a  public\n\n";
        let accepted = "GET  /a  public\nGET  /a  public\n";
        assert_eq!(shown(accepted, &["GET  /a  public"]), expected);
    }
}
