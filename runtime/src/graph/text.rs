/// Text that is written while the compiler evaluates a constant.
///
/// It counts what does not fit instead of failing, so that a first run with `N = 0` measures what a
/// second run writes.
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

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) const fn push(&mut self, text: &str) {
        let end = self.len + text.len();
        if end <= N {
            let (_, rest) = self.bytes.split_at_mut(self.len);
            let (place, _) = rest.split_at_mut(text.len());
            place.copy_from_slice(text.as_bytes());
        }
        self.len = end;
    }

    /// Writes what was written from `start` to `end` once more.
    pub(crate) const fn repeat(&mut self, start: usize, end: usize) {
        let mut from = start;
        while from < end {
            if self.len < N {
                self.bytes[self.len] = self.bytes[from];
            }
            self.len += 1;
            from += 1;
        }
    }

    /// The text, without what did not fit.
    pub(crate) const fn as_str(&self) -> &str {
        let len = if self.len < N { self.len } else { N };
        // `push` writes a string whole or not at all, so only a `Text` that overflowed has a gap,
        // and a gap is zero bytes: still UTF-8.
        match str::from_utf8(self.bytes.split_at(len).0) {
            Ok(text) => text,
            Err(_) => panic!("only whole strings are written"),
        }
    }
}
