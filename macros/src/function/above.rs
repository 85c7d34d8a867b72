//! The attributes above ours, which a macro is not told: from the source file.

use proc_macro2::{Span, TokenStream};
use syn::Attribute;
use syn::parse::{ParseStream, Parser};

use super::scanner::{Position, Scanner};
use super::source::{Found, place};

/// What is known of the attributes of a function.
#[derive(Default)]
pub(crate) struct Above {
    /// Those in the source, above ours and below it.
    pub(crate) attributes: Vec<Attribute>,
    /// Whether there are no others: a macro that writes the function may add some, and some sources cannot be read.
    pub(crate) is_complete: bool,
}

/// The code before the braces of the items in a file, from their first attribute.
#[derive(Default)]
struct Headers {
    lines: Vec<String>,
    found: Vec<Header>,
}

struct Header {
    start: Position,
    end: Position,
    /// Whether it is in the braces of a macro call.
    is_in_call: bool,
}

/// The attributes of the function whose name is at `span`.
pub(crate) fn attributes_above(span: Span) -> Above {
    static HEADERS: Found<Headers> = Found::new();

    match place(span) {
        Some((file, name)) => HEADERS.of(file, Headers::of_interest).attributes(name),
        None => Above {
            attributes: Vec::new(),
            // A unit test has no others.
            is_complete: !proc_macro::is_available(),
        },
    }
}

impl Headers {
    /// Without the feature, only `utoipa::path` matters: whoever does not use it does not wait for a search.
    fn of_interest(source: &str) -> Self {
        if cfg!(feature = "openapi") || source.contains("utoipa::path") {
            Self::of(source)
        } else {
            Self::default()
        }
    }

    fn of(source: &str) -> Self {
        let mut headers = Self {
            lines: source.lines().map(str::to_owned).collect(),
            found: Vec::new(),
        };
        let mut start = (1, 1);
        // Of parentheses and brackets: an attribute may contain all that ends a header elsewhere.
        let mut depth = 0_usize;
        // Of braces that are open, whether they are those of a macro call.
        let mut calls: Vec<bool> = Vec::new();
        let mut before = b' ';
        let mut scanner = Scanner::new(source);
        while let Some((position, byte)) = scanner.next_of_code() {
            let after = (position.0, position.1 + 1);
            match byte {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                b'{' if depth == 0 => {
                    headers.found.push(Header {
                        start,
                        end: position,
                        is_in_call: calls.contains(&true),
                    });
                    calls.push(before == b'!');
                    start = after;
                }
                b'}' if depth == 0 => {
                    calls.pop();
                    start = after;
                }
                b';' if depth == 0 => start = after,
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                before = byte;
            }
        }
        headers
    }

    /// The attributes of the function whose name is at this position.
    fn attributes(&self, name: Position) -> Above {
        // They are in the order of the source, and not inside of each other.
        let next = self.found.partition_point(|header| header.end <= name);
        let header = self.found.get(next).filter(|header| header.start <= name);
        let Some(header) = header else {
            return Above::default();
        };
        let text = self.text(header.start, name);
        let attributes = |input: ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            input.parse::<TokenStream>()?;
            Ok(attributes)
        };
        let attributes = attributes.parse_str(&text);
        // The name of a function that a macro writes is in its call. `$` stands for what the call has there.
        let is_of_function = text.trim_end().ends_with("fn") && !text.contains('$');
        Above {
            is_complete: attributes.is_ok() && is_of_function && !header.is_in_call,
            attributes: attributes.unwrap_or_default(),
        }
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

    /// What is above the function with this name.
    fn above(source: &str, name: &str) -> Above {
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
        headers.attributes((line + 1, column))
    }

    fn paths(attributes: &[Attribute]) -> String {
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
            let above = above(source, name);
            assert_eq!(paths(&above.attributes), expected, "{name}");
            assert!(above.is_complete, "{name}");
        }
    }

    #[test]
    fn a_function_that_a_macro_may_have_written_can_have_other_attributes() {
        let source = r"
            get! { #[one] fn in_call() { fn in_body() {} } mod m { fn in_module() {} } }
            post! (#[two] fn in_parentheses() {});
            macro_rules! with { ($(#[$a:meta])*) => { $(#[$a])* #[three] fn with_more() {} } }
            macro_rules! plain { () => { #[four] fn plain() {} } }
            fn after() {}
        ";
        for (name, is_complete) in [
            ("in_call", false),
            ("in_body", false),
            ("in_module", false),
            ("in_parentheses", false),
            ("with_more", false),
            ("plain", true),
            ("after", true),
        ] {
            assert_eq!(above(source, name).is_complete, is_complete, "{name}");
        }
        let headers = Headers::of("mod m { name, { 1 } }");
        assert!(!headers.attributes((1, 8)).is_complete);
    }
}
