//! Tells code from comments and texts in a source.

/// A line and a column, both from one.
pub(super) type Position = (usize, usize);

/// Reads the characters of code, without comments and what is in quotation marks.
pub(super) struct Scanner<'s> {
    rest: std::iter::Peekable<std::str::Chars<'s>>,
    line: usize,
    column: usize,
    before: char,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            rest: source.chars().peekable(),
            line: 1,
            column: 0,
            before: ' ',
        }
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        if next == '\n' {
            (self.line, self.column) = (self.line + 1, 0);
        } else {
            self.column += 1;
        }
        Some(next)
    }

    pub(super) fn next_of_code(&mut self) -> Option<(Position, char)> {
        loop {
            let character = self.next()?;
            let position = (self.line, self.column);
            let before = std::mem::replace(&mut self.before, character);
            match (character, self.rest.peek().copied()) {
                ('/', Some('/')) => while self.next()? != '\n' {},
                ('/', Some('*')) => self.skip_comment()?,
                ('"', _) => self.skip_string()?,
                ('r', Some('"' | '#')) if !is_of_word(before) || before == 'b' || before == 'c' => {
                    self.skip_raw()?;
                }
                ('\'', Some(next)) => self.skip_character(next)?,
                _ => return Some((position, character)),
            }
        }
    }

    fn skip_comment(&mut self) -> Option<()> {
        self.next()?;
        let (mut depth, mut before) = (1, ' ');
        while depth > 0 {
            let next = self.next()?;
            match (before, next) {
                ('/', '*') => (depth, before) = (depth + 1, ' '),
                ('*', '/') => (depth, before) = (depth - 1, ' '),
                _ => before = next,
            }
        }
        Some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                '\\' => drop(self.next()?),
                '"' => return Some(()),
                _ => {}
            }
        }
    }

    /// `r"..."`, `r#"..."#`, or a raw name such as `r#type`.
    fn skip_raw(&mut self) -> Option<()> {
        let mut hashes = 0;
        while self.rest.peek() == Some(&'#') {
            self.next()?;
            hashes += 1;
        }
        if self.rest.peek() != Some(&'"') {
            return Some(());
        }
        self.next()?;
        loop {
            while self.next()? != '"' {}
            let mut found = 0;
            while found < hashes && self.rest.peek() == Some(&'#') {
                self.next()?;
                found += 1;
            }
            if found == hashes {
                return Some(());
            }
        }
    }

    /// A character, unless it is a lifetime.
    fn skip_character(&mut self, next: char) -> Option<()> {
        if next == '\\' {
            self.next()?;
            self.next()?;
            while self.next()? != '\'' {}
            return Some(());
        }
        let mut ahead = self.rest.clone();
        ahead.next();
        if ahead.next() == Some('\'') {
            self.next()?;
            self.next()?;
        }
        Some(())
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
