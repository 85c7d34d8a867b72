/// Text that is written at compile time.
///
/// It counts what does not fit instead of failing, so that a first run without space measures what a second run writes.
#[derive(Debug)]
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Text<N> {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; N],
            len: 0,
        }
    }

    pub(crate) const fn push(&mut self, text: &str) {
        let mut writer = Writer {
            bytes: &mut self.bytes,
            len: self.len,
        };
        writer.push(text);
        self.len = writer.len;
    }

    /// The text, without what did not fit.
    pub(crate) const fn as_str(&self) -> &str {
        text_of(&self.bytes, self.len)
    }
}

/// The same in borrowed memory.
#[derive(Debug)]
pub(crate) struct Writer<'t> {
    bytes: &'t mut [u8],
    len: usize,
}

impl<'t> Writer<'t> {
    pub(crate) const fn new(bytes: &'t mut [u8]) -> Self {
        Self { bytes, len: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) const fn push(&mut self, text: &str) {
        let end = self.len + text.len();
        if end <= self.bytes.len() {
            let (_, rest) = self.bytes.split_at_mut(self.len);
            let (place, _) = rest.split_at_mut(text.len());
            place.copy_from_slice(text.as_bytes());
        }
        self.len = end;
    }

    /// Writes one character.
    pub(crate) const fn push_ascii(&mut self, byte: u8) {
        debug_assert!(byte.is_ascii());
        if self.len < self.bytes.len() {
            self.bytes[self.len] = byte;
        }
        self.len += 1;
    }

    /// Writes the text from `start` to `end` again.
    pub(crate) const fn repeat(&mut self, start: usize, end: usize) {
        let len = end - start;
        if self.len + len <= self.bytes.len() {
            let (before, after) = self.bytes.split_at_mut(self.len);
            let (_, text) = before.split_at(start);
            let (text, _) = text.split_at(len);
            let (place, _) = after.split_at_mut(len);
            place.copy_from_slice(text);
        }
        self.len += len;
    }
}

/// The first `len` bytes, or all where something did not fit.
pub(crate) const fn text_of(bytes: &[u8], len: usize) -> &str {
    let len = if len < bytes.len() { len } else { bytes.len() };
    // A string is written completely or not at all, so only a text that overflowed has a gap, and a gap consists of
    // zero bytes: still UTF-8.
    match str::from_utf8(bytes.split_at(len).0) {
        Ok(text) => text,
        Err(_) => panic!("only whole strings are written"),
    }
}
