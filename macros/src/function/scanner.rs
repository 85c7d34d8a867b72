//! Tells code from comments and texts in a source.

/// A line and a column, both from one.
pub(super) type Position = (usize, usize);

/// Reads the bytes of code, without comments and what is in quotation marks. By bytes, since macros are not optimized.
pub(super) struct Scanner<'s> {
    source: &'s [u8],
    /// How many of its bytes were read.
    read: usize,
    line: usize,
    column: usize,
    before: u8,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source: source.as_bytes(),
            read: 0,
            line: 1,
            column: 0,
            before: b' ',
        }
    }

    fn next(&mut self) -> Option<u8> {
        let next = self.peek(0)?;
        self.read += 1;
        if next == b'\n' {
            self.line += 1;
            self.column = 0;
        } else if width(next) > 0 {
            self.column += 1;
        }
        Some(next)
    }

    /// The byte after this many others.
    fn peek(&self, others: usize) -> Option<u8> {
        self.source.get(self.read + others).copied()
    }

    pub(super) fn next_of_code(&mut self) -> Option<(Position, u8)> {
        loop {
            let byte = self.next()?;
            let before = self.before;
            self.before = byte;
            match byte {
                b'/' if self.peek(0) == Some(b'/') => while self.next()? != b'\n' {},
                b'/' if self.peek(0) == Some(b'*') => self.skip_comment()?,
                b'"' => self.skip_string()?,
                b'r' if matches!(self.peek(0), Some(b'"' | b'#'))
                    && (!is_of_word(before) || before == b'b' || before == b'c') =>
                {
                    self.skip_raw()?;
                }
                b'\'' if self.peek(0).is_some() => self.skip_character()?,
                _ => return Some(((self.line, self.column), byte)),
            }
        }
    }

    fn skip_comment(&mut self) -> Option<()> {
        self.next()?;
        let (mut depth, mut before) = (1, b' ');
        while depth > 0 {
            let next = self.next()?;
            match (before, next) {
                (b'/', b'*') => (depth, before) = (depth + 1, b' '),
                (b'*', b'/') => (depth, before) = (depth - 1, b' '),
                _ => before = next,
            }
        }
        Some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                b'\\' => drop(self.next()?),
                b'"' => return Some(()),
                _ => {}
            }
        }
    }

    /// `r"..."`, `r#"..."#`, or a raw name such as `r#type`.
    fn skip_raw(&mut self) -> Option<()> {
        let mut hashes = 0;
        while self.peek(0) == Some(b'#') {
            self.next()?;
            hashes += 1;
        }
        if self.peek(0) != Some(b'"') {
            return Some(());
        }
        self.next()?;
        loop {
            while self.next()? != b'"' {}
            let mut found = 0;
            while found < hashes && self.peek(0) == Some(b'#') {
                self.next()?;
                found += 1;
            }
            if found == hashes {
                return Some(());
            }
        }
    }

    /// A character, unless it is a lifetime.
    fn skip_character(&mut self) -> Option<()> {
        let width = match self.peek(0)? {
            b'\\' => {
                self.next()?;
                self.next()?;
                while self.next()? != b'\'' {}
                return Some(());
            }
            first => width(first),
        };
        if self.peek(width) == Some(b'\'') {
            for _ in 0..=width {
                self.next()?;
            }
        }
        Some(())
    }
}

/// How many bytes of UTF-8 a character has that starts with this one: 0 if none does.
const fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xc0 => 0,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
    }
}

pub(super) const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}
