//! Cuts a body that arrives in pieces into lines, without copying lines that are whole within a piece.

use crate::limits::Limit;

/// Longest line that is accepted, in bytes.
const LONGEST: usize = Limit::Line.size();

/// A line was longer than [`LONGEST`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Collects the pieces of one line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    partial: Vec<u8>,
}

impl Lines {
    /// Passes on every line that ends in this piece: without its line break, never empty. Stops at the first
    /// error of `on_line`.
    pub(super) fn push<E: From<TooLong>>(
        &mut self,
        mut piece: &[u8],
        mut on_line: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(end) = piece.iter().position(|&byte| byte == b'\n') {
            let (line, rest) = piece.split_at(end);
            piece = &rest[1..];
            if self.partial.is_empty() {
                check(line.len())?;
                give(line, &mut on_line)?;
            } else {
                check(self.partial.len() + line.len())?;
                self.partial.extend_from_slice(line);
                give(&self.partial, &mut on_line)?;
                self.partial.clear();
            }
        }
        check(self.partial.len() + piece.len())?;
        self.partial.extend_from_slice(piece);
        Ok(())
    }

    /// Returns what followed the last line break: the last line, if the server does not end it.
    pub(super) fn rest(&self) -> &[u8] {
        self.partial.trim_ascii()
    }
}

fn check(length: usize) -> Result<(), TooLong> {
    if length > LONGEST { Err(TooLong) } else { Ok(()) }
}

fn give<E>(line: &[u8], on_line: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let line = line.trim_ascii();
    if line.is_empty() { Ok(()) } else { on_line(line) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Vec<u8>>, Vec<u8>) {
        let mut cut = Lines::default();
        let mut got = Vec::new();
        for piece in pieces {
            cut.push::<TooLong>(piece, |line| {
                got.push(line.to_vec());
                Ok(())
            })
            .unwrap();
        }
        (got, cut.rest().to_vec())
    }

    #[test]
    fn lines_of_every_ending() {
        type Pieces<'a> = &'a [&'a [u8]];
        let cases: [(Pieces<'_>, Pieces<'_>, &[u8]); 6] = [
            (&[b"a\nb\n"], &[b"a", b"b"], b""),
            (&[b"a\r\n\n  \nb"], &[b"a"], b"b"),
            (&[b"a", b"b\nc"], &[b"ab"], b"c"),
            (&[b"a\n", b"", b"\n"], &[b"a"], b""),
            (&[], &[], b""),
            (&[b"no end "], &[], b"no end"),
        ];
        for (pieces, want, rest) in cases {
            let (got, left) = lines(pieces.iter().copied());
            assert_eq!(
                (got.iter().map(Vec::as_slice).collect::<Vec<_>>().as_slice(), left.as_slice()),
                (want, rest)
            );
        }
    }

    #[test]
    fn a_line_without_end_is_given_up() {
        let mut cut = Lines::default();
        let piece = vec![b'x'; LONGEST / 2 + 1];
        assert_eq!(cut.push::<TooLong>(&piece, |_| Ok(())), Ok(()));
        assert_eq!(cut.push::<TooLong>(&piece, |_| Ok(())), Err(TooLong));
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(text in "[a\n\r ]{0,60}", cuts in prop::collection::vec(0usize..60, 0..8)) {
            let bytes = text.as_bytes();
            let mut ends: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            ends.extend([0, bytes.len()]);
            ends.sort_unstable();
            let pieces = ends.windows(2).map(|pair| &bytes[pair[0]..pair[1]]);
            prop_assert_eq!(lines(pieces), lines([bytes]));
        }
    }
}
