//! The attributes above ours, which a macro is not told: from the source file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use proc_macro2::{Span, TokenStream};
use syn::Attribute;
use syn::parse::{ParseStream, Parser};

use super::scanner::{Position, Scanner};

/// The code before the braces of the items in a file, from their first attribute.
#[derive(Default)]
struct Headers {
    lines: Vec<String>,
    found: Vec<[Position; 2]>,
}

/// All attributes of the function whose name is at `span`. None where the source cannot be read, as of a macro that writes
/// the function.
pub(crate) fn attributes_above(span: Span) -> Vec<Attribute> {
    static READ: LazyLock<Mutex<HashMap<PathBuf, Arc<Headers>>>> = LazyLock::new(Mutex::default);

    if !proc_macro::is_available() {
        return Vec::new(); // A unit test.
    }
    let span = span.unwrap();
    let Some(file) = span.local_file() else {
        return Vec::new();
    };
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let headers = read
        .entry(file)
        .or_insert_with_key(|file| Arc::new(Headers::of_file(file)));
    headers.attributes((span.start().line(), span.start().column()))
}

impl Headers {
    fn of_file(file: &Path) -> Self {
        Self::of(&std::fs::read_to_string(file).unwrap_or_default())
    }

    fn of(source: &str) -> Self {
        let mut headers = Self {
            lines: source.lines().map(str::to_owned).collect(),
            found: Vec::new(),
        };
        let mut start = (1, 1);
        // Of parentheses and brackets: an attribute may contain all that ends a header elsewhere.
        let mut depth = 0_usize;
        let mut scanner = Scanner::new(source);
        while let Some((position, character)) = scanner.next_of_code() {
            let after = (position.0, position.1 + 1);
            match character {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                '{' if depth == 0 => {
                    headers.found.push([start, position]);
                    start = after;
                }
                '}' | ';' if depth == 0 => start = after,
                _ => {}
            }
        }
        headers
    }

    /// The attributes of the item whose header has this position in it.
    fn attributes(&self, name: Position) -> Vec<Attribute> {
        let is_around = |[start, end]: &&[Position; 2]| *start <= name && name < *end;
        let header = self.found.iter().find(is_around);
        let text = header.map(|[start, _]| self.text(*start, name));
        let attributes = |input: ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            input.parse::<TokenStream>()?;
            Ok(attributes)
        };
        text.and_then(|text| attributes.parse_str(&text).ok())
            .unwrap_or_default()
    }

    /// What is from one position to another.
    fn text(&self, start: Position, end: Position) -> String {
        let mut text = String::new();
        for number in start.0..=end.0 {
            let line = self.lines.get(number - 1).map_or("", String::as_str);
            let first = if number == start.0 { start.1 - 1 } else { 0 };
            let last = if number == end.0 {
                end.1 - 1
            } else {
                usize::MAX
            };
            text.extend(line.chars().take(last).skip(first));
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of the attributes of each function whose name is in `names`.
    fn above(source: &str, name: &str) -> String {
        let headers = Headers::of(source);
        let (line, text) = source
            .lines()
            .enumerate()
            .find(|(_, text)| text.contains(&format!("fn {name}(")))
            .unwrap();
        let column = text[..text.find(&format!("fn {name}(")).unwrap()]
            .chars()
            .count()
            + 4;
        let attributes = headers.attributes((line + 1, column));
        let paths = attributes.iter().map(|attribute| {
            let names = attribute.path().segments.iter();
            names
                .map(|name| name.ident.to_string())
                .collect::<Vec<_>>()
                .join("::")
        });
        paths.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn attributes_are_found_wherever_a_function_is() {
        let source = r##"
            use a::{b, c};
            /// Text { with } braces; and "quotes.
            #[utoipa::path(get, example = json!({"a": [1, {"b": "}"}]}), path = "/")]
            #[security(public)]
            pub(crate) async fn first(a: [u8; 2]) -> String { fn inner() {} }
            fn second() {}
            mod m { #[one] fn third() {} } #[two] fn fourth() where A: B {}
            const A: &str = "#[three]"; /* #[three] */ const B: [u8; 1] = [1];
            fn fifth() {}
            #[cfg_attr(feature = "docs", utoipa::path(get))] #[ü("ü")] fn sixth() {}
        "##;
        for (name, expected) in [
            ("first", "doc utoipa::path security"),
            ("inner", ""),
            ("second", ""),
            ("third", "one"),
            ("fourth", "two"),
            ("fifth", ""),
            ("sixth", "cfg_attr ü"),
        ] {
            assert_eq!(above(source, name), expected, "{name}");
        }
    }
}
