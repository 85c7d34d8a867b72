//! The root fields of the operation that a document asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::lexer::{Lexer, Token, Unclear};

/// Fragments inside of each other at the root, which are flattened.
const DEEPEST: usize = 32;

/// A document's operations and fragments.
#[derive(Debug, Default)]
struct Document<'d> {
    operations: Vec<Definition<'d>>,
    fragments: BTreeMap<&'d str, Root<'d>>,
}

#[derive(Debug)]
struct Definition<'d> {
    kind: &'static str,
    name: Option<&'d str>,
    root: Root<'d>,
}

/// What is selected at the root, where it is a field or in another fragment.
#[derive(Debug, Default)]
struct Root<'d> {
    fields: BTreeSet<&'d str>,
    spreads: Vec<&'d str>,
}

/// The kind of the operation that `name` selects, `query`, `mutation` or `subscription`, and its root fields, each once, by
/// their own names and not their aliases. A field counts whether its directives skip it or not.
///
/// # Errors
/// If servers might execute another operation, or other fields.
pub(super) fn root_fields<'d>(
    text: &'d str,
    name: Option<&str>,
) -> Result<(&'static str, BTreeSet<&'d str>), Unclear> {
    let document = Parser::new(text)?.document()?;
    let executed = document.executed(name)?;
    let mut fields = executed.root.fields.clone();
    let mut spreads = executed.root.spreads.clone();
    let mut known = BTreeSet::new();
    while let Some(spread) = spreads.pop() {
        if known.insert(spread) {
            let root = document.fragments.get(spread).ok_or(Unclear)?;
            fields.extend(&root.fields);
            spreads.extend(&root.spreads);
        }
    }
    Ok((executed.kind, fields))
}

impl<'d> Document<'d> {
    /// The only operation, or the one of several that has the name (October 2021, section 6.1).
    fn executed(&self, name: Option<&str>) -> Result<&Definition<'d>, Unclear> {
        if let [only] = &*self.operations {
            return Ok(only);
        }
        let mut names = BTreeSet::new();
        for operation in &self.operations {
            if !names.insert(operation.name.ok_or(Unclear)?) {
                return Err(Unclear);
            }
        }
        let mut operations = self.operations.iter();
        let selected = operations.find(|operation| name.is_some() && operation.name == name);
        selected.ok_or(Unclear)
    }
}

struct Parser<'d> {
    lexer: Lexer<'d>,
    next: Option<Token<'d>>,
}

impl<'d> Parser<'d> {
    fn new(text: &'d str) -> Result<Self, Unclear> {
        let mut lexer = Lexer::new(text);
        let next = lexer.next()?;
        Ok(Self { lexer, next })
    }

    fn take(&mut self) -> Result<Token<'d>, Unclear> {
        let next = self.lexer.next()?;
        std::mem::replace(&mut self.next, next).ok_or(Unclear)
    }

    /// Whether a punctuator is next, which is then taken.
    fn takes(&mut self, punctuator: char) -> Result<bool, Unclear> {
        let is_next = self.next == Some(Token::Punctuator(punctuator));
        if is_next {
            self.take()?;
        }
        Ok(is_next)
    }

    fn expect(&mut self, punctuator: char) -> Result<(), Unclear> {
        if self.takes(punctuator)? {
            Ok(())
        } else {
            Err(Unclear)
        }
    }

    fn name(&mut self) -> Result<&'d str, Unclear> {
        match self.take()? {
            Token::Name(name) => Ok(name),
            _ => Err(Unclear),
        }
    }

    fn is_name(&self) -> bool {
        matches!(self.next, Some(Token::Name(_)))
    }

    /// An executable document. Definitions of types are not requests.
    fn document(mut self) -> Result<Document<'d>, Unclear> {
        let mut document = Document::default();
        while let Some(token) = self.next {
            let kind = match token {
                Token::Punctuator('{') => "query",
                Token::Name(keyword) => {
                    self.take()?;
                    match keyword {
                        "query" => "query",
                        "mutation" => "mutation",
                        "subscription" => "subscription",
                        "fragment" => {
                            let (name, root) = self.fragment()?;
                            if document.fragments.insert(name, root).is_some() {
                                return Err(Unclear);
                            }
                            continue;
                        }
                        _ => return Err(Unclear),
                    }
                }
                _ => return Err(Unclear),
            };
            let definition = self.operation(kind)?;
            document.operations.push(definition);
        }
        Ok(document)
    }

    /// What follows the keyword, if there is one.
    fn operation(&mut self, kind: &'static str) -> Result<Definition<'d>, Unclear> {
        let name = if self.is_name() {
            Some(self.name()?)
        } else {
            None
        };
        if self.next == Some(Token::Punctuator('(')) {
            self.skip_group()?;
        }
        self.skip_directives()?;
        let mut root = Root::default();
        self.root(&mut root, 0)?;
        Ok(Definition { kind, name, root })
    }

    fn fragment(&mut self) -> Result<(&'d str, Root<'d>), Unclear> {
        let name = self.name()?;
        if name == "on" || self.name()? != "on" {
            return Err(Unclear);
        }
        self.name()?;
        self.skip_directives()?;
        let mut root = Root::default();
        self.root(&mut root, 0)?;
        Ok((name, root))
    }

    /// The selections in braces, of which there is at least one.
    fn root(&mut self, root: &mut Root<'d>, depth: usize) -> Result<(), Unclear> {
        if depth > DEEPEST {
            return Err(Unclear);
        }
        self.expect('{')?;
        loop {
            self.selection(root, depth)?;
            if self.takes('}')? {
                return Ok(());
            }
        }
    }

    fn selection(&mut self, root: &mut Root<'d>, depth: usize) -> Result<(), Unclear> {
        if self.next != Some(Token::Spread) {
            return self.field(root);
        }
        self.take()?;
        if self.is_name() {
            let name = self.name()?;
            if name != "on" {
                root.spreads.push(name);
                return self.skip_directives();
            }
            self.name()?;
        }
        self.skip_directives()?;
        self.root(root, depth + 1)
    }

    fn field(&mut self, root: &mut Root<'d>) -> Result<(), Unclear> {
        let mut name = self.name()?;
        if self.takes(':')? {
            name = self.name()?;
        }
        root.fields.insert(name);
        if self.next == Some(Token::Punctuator('(')) {
            self.skip_group()?;
        }
        self.skip_directives()?;
        if self.next == Some(Token::Punctuator('{')) {
            self.skip_group()?;
        }
        Ok(())
    }

    fn skip_directives(&mut self) -> Result<(), Unclear> {
        while self.takes('@')? {
            self.name()?;
            if self.next == Some(Token::Punctuator('(')) {
                self.skip_group()?;
            }
        }
        Ok(())
    }

    /// Skips what is between two brackets, and all brackets in it. What it says does not change what is at the root.
    fn skip_group(&mut self) -> Result<(), Unclear> {
        let mut open = Vec::new();
        loop {
            match self.take()? {
                Token::Punctuator('(') => open.push(')'),
                Token::Punctuator('[') => open.push(']'),
                Token::Punctuator('{') => open.push('}'),
                Token::Punctuator(close @ (')' | ']' | '}')) if open.pop() != Some(close) => {
                    return Err(Unclear);
                }
                _ => {}
            }
            if open.is_empty() {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: Option<&str>) -> Option<String> {
        let (kind, fields) = root_fields(text, name).ok()?;
        let fields: Vec<_> = fields.into_iter().collect();
        Some(format!("{kind} {}", fields.join(" ")))
    }

    #[test]
    fn the_fields_at_the_root_are_read() {
        for (text, expected) in [
            ("{a}", "query a"),
            ("query{a b}", "query a b"),
            ("query N{a}", "query a"),
            (
                "mutation N($x: [I!]! = [{y: \"}\"}] @d) @d(a: {}) {a}",
                "mutation a",
            ),
            ("subscription {a}", "subscription a"),
            ("{x: a, y: a, b: c}", "query a c"),
            (
                "{a(x: \"{b}\", y: {z: [1]}) @skip(if: true) {b {c}} d}",
                "query a d",
            ),
            (
                "{... {a} ... on Q {b ... @d {c}} ...F}  fragment F on Q @d {d ...G} fragment G on Q {e ...F}",
                "query a b c d e",
            ),
            ("fragment F on Q {b} {a}", "query a"),
            ("{on query fragment}", "query fragment on query"),
            (
                "{a ...F@d} fragment F on on {query: mutation}",
                "query a mutation",
            ),
        ] {
            assert_eq!(read(text, None).as_deref(), Some(expected), "{text}");
            assert_eq!(read(text, Some("N")).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn of_several_operations_one_is_executed() {
        let text = "query A {a ...F} mutation B {b ...F} fragment F on Q {f}";
        assert_eq!(read(text, Some("A")).as_deref(), Some("query a f"));
        assert_eq!(read(text, Some("B")).as_deref(), Some("mutation b f"));
        for name in [None, Some(""), Some("C"), Some("F"), Some("a")] {
            assert_eq!(read(text, name), None, "{name:?}");
        }
        assert_eq!(read("query A {a} query A {b}", Some("A")), None);
        assert_eq!(read("{a} query A {b}", Some("A")), None);
        assert_eq!(read("{a} {b}", None), None);
    }

    #[test]
    fn what_is_no_request_is_unclear() {
        let deep = format!("{}{{a}}{}", "{...".repeat(40), "}".repeat(40));
        for text in [
            "",
            "a",
            "{}",
            "{a",
            "{a}}",
            "{a} b",
            "{a{}",
            "{a(}",
            "{a(b: [})}",
            "{a: }",
            "{1}",
            "{$a}",
            "{...}",
            "{...F}",
            "{...on {a}}",
            "query",
            "query N",
            "query N N {a}",
            "query (a) (b) {a}",
            "fragment F on Q {a}",
            "fragment on on Q {a} {a}",
            "fragment F Q {a} {a}",
            "fragment F on Q {a} fragment F on Q {b} {...F}",
            "type Query {a: Int}",
            "schema {query: Q} {a}",
            "extend type Q {a: Int} {a}",
            "\"\"\"a\"\"\" query {a}",
            &deep,
        ] {
            assert_eq!(read(text, None), None, "{text}");
        }
    }
}
