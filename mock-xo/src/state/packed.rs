//! Texts in little memory: many together in a block that is compressed once it is full, and expanded alone when it is read.
//!
//! In: texts. Out: handles that give them back. Whoever reads them in the order they came in expands each block once.

use std::cell::RefCell;
use std::ops::{Deref, Range};
use std::sync::{Arc, PoisonError, RwLock};

/// Bytes of a block: what one reader holds expanded. A guess: larger ones compress little better.
const BLOCK: usize = 256 << 10;
/// The fastest level of zstd that still finds what objects repeat: a tenth is left of them (measured on generated worlds).
const LEVEL: i32 = 1;

/// Takes texts in.
#[derive(Debug, Clone, Default)]
pub(super) struct Packer {
    open: Arc<Block>,
}

/// A text that was taken in.
#[derive(Debug, Clone)]
pub struct Text {
    block: Arc<Block>,
    place: Range<u32>,
}

/// A text to be read.
#[derive(Debug, Clone)]
pub struct Unpacked {
    block: Arc<str>,
    place: Range<usize>,
}

#[derive(Debug, Default)]
struct Block(RwLock<Content>);

#[derive(Debug)]
enum Content {
    /// More may come.
    Open(String),
    /// Full: the compressed text, and the length of the text.
    Full(Box<[u8]>, usize),
}

impl Default for Content {
    fn default() -> Self {
        Self::Open(String::new())
    }
}

impl Packer {
    /// Takes a text in.
    pub(super) fn pack(&mut self, text: &str) -> Text {
        loop {
            if let Some(place) = self.open.push(text) {
                return Text { block: Arc::clone(&self.open), place };
            }
            // full, by what a copy of this state took in too
            self.open = Arc::default();
        }
    }
}

impl Block {
    /// Adds a text; none where the block is full, or the text goes beyond what its places can name.
    fn push(&self, text: &str) -> Option<Range<u32>> {
        let mut content = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Content::Open(all) = &mut *content else { return None };
        let start = u32::try_from(all.len()).ok()?;
        let end = u32::try_from(all.len() + text.len()).ok()?;
        all.push_str(text);
        if all.len() >= BLOCK
            && let Ok(packed) = zstd::bulk::compress(all.as_bytes(), LEVEL)
        {
            *content = Content::Full(packed.into(), all.len());
        }
        Some(start..end)
    }
}

thread_local! {
    /// The block that this thread expanded last.
    static LAST: RefCell<Option<(Arc<Block>, Arc<str>)>> = const { RefCell::new(None) };
}

impl Text {
    /// Returns the text.
    #[must_use]
    pub fn get(&self) -> Unpacked {
        let place = self.place.start as usize..self.place.end as usize;
        let block = LAST.with_borrow_mut(|last| {
            if let Some((block, text)) = last
                && Arc::ptr_eq(block, &self.block)
            {
                return Some(Arc::clone(text));
            }
            let text = self.block.expanded()?;
            *last = Some((Arc::clone(&self.block), Arc::clone(&text)));
            Some(text)
        });
        match block {
            Some(block) => Unpacked { block, place },
            None => self.block.open(place),
        }
    }
}

impl Block {
    /// Expands a full block.
    fn expanded(&self) -> Option<Arc<str>> {
        let content = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let Content::Full(packed, length) = &*content else { return None };
        let text = zstd::bulk::decompress(packed, *length).ok()?;
        // it was a text when it was packed
        Some(String::from_utf8(text).ok()?.into())
    }

    /// Copies from a block that is not full.
    fn open(&self, place: Range<usize>) -> Unpacked {
        let content = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let text = match &*content {
            Content::Open(all) => all.get(place).unwrap_or_default(),
            Content::Full(..) => "",
        };
        Unpacked { block: text.into(), place: 0..text.len() }
    }
}

impl Deref for Unpacked {
    type Target = str;

    fn deref(&self) -> &str {
        self.block.get(self.place.clone()).unwrap_or_default()
    }
}

impl AsRef<str> for Unpacked {
    fn as_ref(&self) -> &str {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        let mut packer = Packer::default();
        let texts: Vec<String> = (0..5_000).map(|n| format!("{n} あ {}", "x".repeat(n % 300))).collect();
        let long = "y".repeat(3 * BLOCK);
        let texts: Vec<&str> = texts.iter().map(String::as_str).chain([long.as_str(), "", "last"]).collect();
        let packed: Vec<Text> = texts.iter().map(|text| packer.pack(text)).collect();
        for (text, packed) in texts.iter().zip(&packed) {
            assert!(&*packed.get() == *text, "{text:.20}");
        }
        for at in [4_000, 3, 4_001, 2] {
            assert_eq!(&*packed[at].get(), texts[at]);
        }
    }

    #[test]
    fn a_full_block_is_small_and_a_copy_of_the_packer_goes_on() {
        let mut packer = Packer::default();
        let first = packer.pack(&"same words again ".repeat(BLOCK / 17));
        let mut copy = packer.clone();
        let (one, other) = (packer.pack(&"z".repeat(BLOCK)), copy.pack("other"));
        let Content::Full(bytes, _) = &*first.block.0.read().unwrap() else { panic!("still open") };
        assert!(bytes.len() < BLOCK / 20, "{}", bytes.len());
        assert_eq!((one.get().len(), &*other.get()), (BLOCK, "other"));
    }
}
