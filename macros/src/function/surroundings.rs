//! Whether a function is in an `impl` or a trait, which a macro is not told: from the source file.
//!
//! What is generated for a free function cannot stand in an `impl`, and the compiler would say so several times, in words
//! about items that the user did not write.

use proc_macro2::Span;

use super::scanner::{Position, Scanner};
use super::source::{Found, place};

/// The blocks of an `impl` or a trait in a file: where each starts and ends.
type Blocks = Vec<[Position; 2]>;

/// Whether the innermost braces around what starts at `span` are those of an `impl` or a trait. None where the source cannot
/// be read.
pub(crate) fn is_in_impl(span: Span) -> Option<bool> {
    static BLOCKS: Found<Blocks> = Found::new();

    let (file, position) = place(span)?;
    // What starts a line is in no braces, and neither is its attribute.
    let is_outside = |position: Position| position.1 == 1;
    let attribute = || place(Span::call_site()).map(|(_, position)| position);
    if is_outside(position) && attribute().is_none_or(is_outside) {
        return Some(false);
    }
    let blocks = BLOCKS.of(file, blocks);
    let mut blocks = blocks.iter();
    Some(blocks.any(|[start, end]| *start < position && position < *end))
}

/// The blocks in a source, without blocks inside of them: functions in the body of a method are free.
fn blocks(source: &str) -> Blocks {
    let mut found = Blocks::new();
    let mut open: Vec<Open> = Vec::new();
    let mut header = Vec::new();
    // Of parentheses and brackets.
    let mut depth = 0_usize;
    let mut scanner = Scanner::new(source);
    while let Some((position, byte)) = scanner.next_of_code() {
        match byte {
            b'{' => {
                let is_impl = is_impl(&String::from_utf8_lossy(&header));
                if let Some(outer) = open.last_mut().filter(|outer| outer.is_impl) {
                    found.push([outer.start, position]);
                }
                open.push(Open {
                    is_impl,
                    start: position,
                });
                header.clear();
                depth = 0;
            }
            b'}' => {
                if let Some(closed) = open.pop().filter(|closed| closed.is_impl) {
                    found.push([closed.start, position]);
                }
                if let Some(outer) = open.last_mut() {
                    outer.start = position;
                }
                header.clear();
                depth = 0;
            }
            // Not that of `[u8; 2]`.
            b';' if depth == 0 => header.clear(),
            other => {
                match other {
                    b'(' | b'[' => depth += 1,
                    b')' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                header.push(other);
            }
        }
    }
    found
}

/// Braces that are open.
struct Open {
    is_impl: bool,
    /// Where they, or what is in them after the last inner braces, start.
    start: Position,
}

/// Whether the code before braces is that of an `impl` or a trait.
fn is_impl(header: &str) -> bool {
    let mut rest = header.trim_start();
    while let Some(attribute) = rest.strip_prefix('#') {
        let end = end_of_brackets(attribute);
        rest = attribute[end..].trim_start();
    }
    let mut words = rest.split(|c: char| !c.is_alphanumeric() && c != '_');
    let word =
        words.find(|word| !["", "pub", "crate", "super", "unsafe", "default"].contains(word));
    matches!(word, Some("impl" | "trait"))
}

/// The index after the brackets at the start.
fn end_of_brackets(text: &str) -> usize {
    let mut depth = 0;
    for (index, character) in text.char_indices() {
        match character {
            '[' => depth += 1,
            ']' if depth == 1 => return index + 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether each `@` is directly in an `impl` or a trait.
    fn marks(source: &str) -> Vec<bool> {
        let blocks = blocks(source);
        let lines = source.lines().enumerate();
        let marks = lines.flat_map(|(line, text)| {
            let columns = text.chars().enumerate().filter(|(_, c)| *c == '@');
            columns.map(move |(column, _)| (line + 1, column + 1))
        });
        marks
            .map(|mark| {
                blocks
                    .iter()
                    .any(|[start, end]| *start < mark && mark < *end)
            })
            .collect()
    }

    #[test]
    fn methods_are_told_from_free_functions() {
        let source = r"
            @
            mod auth { @ fn f() -> impl Future { @ } @ }
            impl<T: Trait> Items<T> { @ fn a() { @ } @ fn b() { { @ } } @ }
            @;
            #[cfg(all())] unsafe impl Trait for [u8; 2] { @ }
            pub(crate) trait Named { @ fn name() {} }
            const _: () = { @ impl Other { @ const A: u8 = { @ 1 }; @ } @ };
            macro_rules! made { ($n:ident) => { @ fn $n() {} } }
        ";
        let expected = [
            false, // at the top
            false, false, false, // mod
            true, false, true, false, true,  // impl
            false, // between
            true,  // unsafe impl
            true,  // trait
            false, true, false, true, false, // const
            false, // macro
        ];
        assert_eq!(marks(source), expected);
    }

    #[test]
    fn what_is_no_code_is_skipped() {
        let source = r##"
            // impl Comment {
            /* impl /* Nested { */ { */
            const A: &str = "impl \" {"; const B: &str = r#"impl " {"#; const C: char = '{'; const D: char = '\'';
            fn f<'a>(r#type: &'a str) { @ }
            impl Last { @ const E: u8 = b'{'; const F: &[u8] = br"{"; @ }
            @
        "##;
        assert_eq!(marks(source), [false, true, true, false]);
    }
}
