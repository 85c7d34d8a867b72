//! The tokens of a GraphQL document (October 2021, section 2.1), where all lexers agree.

/// A token. Of values, only where they end matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'d> {
    Punctuator(char),
    /// `...`
    Spread,
    Name(&'d str),
    /// A number or a string.
    Value,
}

/// There is no token here that all lexers read in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclear;

/// Reads the tokens of a document.
///
/// These are unclear, because some servers read them in another way:
///
/// * a carriage return alone, and other control characters: a comment ends there, or goes on;
/// * characters outside of ASCII, except in strings and comments;
/// * a quotation mark in a block string: a server that does not know block strings ends a string there.
pub(super) struct Lexer<'d> {
    rest: &'d str,
}

impl<'d> Lexer<'d> {
    pub(super) fn new(document: &'d str) -> Self {
        Self { rest: document }
    }

    /// The next token, or none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'d>>, Unclear> {
        self.skip_ignored()?;
        let start = self.rest;
        let Some(letter) = self.take() else {
            return Ok(None);
        };
        let token = match letter {
            '!' | '$' | '&' | '(' | ')' | ':' | '=' | '@' | '[' | ']' | '{' | '|' | '}' => {
                Token::Punctuator(letter)
            }
            '.' if self.skip("..") => Token::Spread,
            '_' | 'a'..='z' | 'A'..='Z' => {
                self.skip_while(is_in_name);
                Token::Name(&start[..start.len() - self.rest.len()])
            }
            '-' | '0'..='9' => {
                self.rest = start;
                self.number()?;
                Token::Value
            }
            '"' => {
                if self.skip("\"\"") {
                    self.block_string()?;
                } else {
                    self.string()?;
                }
                Token::Value
            }
            _ => return Err(Unclear),
        };
        Ok(Some(token))
    }

    fn take(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next();
        self.rest = letters.as_str();
        letter
    }

    /// Skips this text, if it is next.
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Whether there is anything to skip.
    fn skip_while(&mut self, is_part: fn(char) -> bool) -> bool {
        let rest = self.rest.trim_start_matches(is_part);
        let is_shorter = rest.len() < self.rest.len();
        self.rest = rest;
        is_shorter
    }

    fn skip_ignored(&mut self) -> Result<(), Unclear> {
        loop {
            if self.skip("#") {
                self.skip_while(|letter| letter == '\t' || !is_break(letter));
                if !(self.rest.is_empty() || self.skip("\n") || self.skip("\r\n")) {
                    return Err(Unclear);
                }
            } else if !(self.skip_while(|letter| matches!(letter, ' ' | '\t' | '\n' | ','))
                || self.skip("\r\n"))
            {
                return Ok(());
            }
        }
    }

    fn number(&mut self) -> Result<(), Unclear> {
        let is_digit = |letter: char| letter.is_ascii_digit();
        let _ = self.skip("-");
        // Another digit after a zero is found below.
        let mut is_clear = self.skip("0") || self.skip_while(is_digit);
        if self.skip(".") {
            is_clear &= self.skip_while(is_digit);
        }
        if self.skip("e") || self.skip("E") {
            let _ = self.skip("+") || self.skip("-");
            is_clear &= self.skip_while(is_digit);
        }
        let goes_on = self
            .rest
            .starts_with(|next| next == '.' || is_in_name(next));
        clear(is_clear && !goes_on)
    }

    /// Skips what follows the quotation mark of a string.
    fn string(&mut self) -> Result<(), Unclear> {
        loop {
            match self.take().ok_or(Unclear)? {
                '"' => return Ok(()),
                '\\' => match self.take() {
                    Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') => {}
                    _ => return Err(Unclear),
                },
                '\t' => {}
                letter if is_break(letter) => return Err(Unclear),
                _ => {}
            }
        }
    }

    /// Skips what follows the quotation marks of a block string.
    fn block_string(&mut self) -> Result<(), Unclear> {
        let (content, _) = self.rest.split_once('"').ok_or(Unclear)?;
        self.rest = &self.rest[content.len()..];
        let is_in_content = |letter| matches!(letter, '\t' | '\n') || !is_break(letter);
        let lines = content.replace("\r\n", "\n");
        clear(
            self.skip("\"\"\"")
                && !self.rest.starts_with('"')
                && !content.ends_with('\\')
                && lines.chars().all(is_in_content),
        )
    }
}

fn clear(is_clear: bool) -> Result<(), Unclear> {
    if is_clear { Ok(()) } else { Err(Unclear) }
}

fn is_in_name(letter: char) -> bool {
    letter == '_' || letter.is_ascii_alphanumeric()
}

/// Whether a line might end here, or text.
fn is_break(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(document: &str) -> Result<Vec<Token<'_>>, Unclear> {
        let mut lexer = Lexer::new(document);
        std::iter::from_fn(|| lexer.next().transpose()).collect()
    }

    #[test]
    fn tokens_are_those_of_the_specification() {
        use Token::{Name, Punctuator, Spread, Value};

        for (document, expected) in [
            ("", &[][..]),
            (" \t\r\n\n,,, # a \t comment: ü { \"\r\n#", &[]),
            ("_a1 B", &[Name("_a1"), Name("B")]),
            ("...on", &[Spread, Name("on")]),
            (
                "{!$&()",
                &[
                    Punctuator('{'),
                    Punctuator('!'),
                    Punctuator('$'),
                    Punctuator('&'),
                    Punctuator('('),
                    Punctuator(')'),
                ],
            ),
            ("0 -1 12.50 1e9 -0.1E-2", &[Value; 5]),
            (r#" "" "a" "ü { # \" \\ \u00e9" "#, &[Value; 3]),
            ("\"\"\"\"\"\" \"\"\" { \r\n # ü \\ a\"\"\"", &[Value; 2]),
            ("\"a\"b\"c\"", &[Value, Name("b"), Value]),
        ] {
            assert_eq!(tokens(document).as_deref(), Ok(expected), "{document}");
        }
    }

    #[test]
    fn what_lexers_read_differently_is_unclear() {
        for document in [
            "a\rb",
            "# a \r b",
            "# a \u{2028} b",
            "# a \u{85} b",
            "\u{feff}a",
            "a\u{a0}b",
            "a\u{b}b",
            "é",
            "..",
            "....",
            "01",
            "-",
            "-a",
            "1a",
            "0x1",
            "1.",
            "1.e1",
            "1.2.3",
            "1e",
            ".5",
            "'a'",
            "\"a",
            "\"a\nb\"",
            "\"\\q\"",
            "\"\\",
            "\"\"\"",
            "\"\"\" \"\"",
            "\"\"\" \" \"\"\"",
            "\"\"\" \\\"\"\" \"\"\"",
            "\"\"\" \"\"\"\"",
            "\"\"\" \r \"\"\"",
            "\"\"\" \0 \"\"\"",
            "%",
            "a;b",
            "`a`",
            "\\",
        ] {
            assert_eq!(tokens(document), Err(Unclear), "{document:?}");
        }
    }
}
