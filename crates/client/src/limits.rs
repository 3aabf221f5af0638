//! The limits of everything that is read from outside, in one place. Pure, except for [`open`].
//!
//! A server, what is in front of it, and a file are hostile until parsed: each may send without end. Anything beyond a
//! limit ends the reading with an error that names the limit, or is a gap. The largest known server, with 190,000 VDIs,
//! sends 268 MB in 370,000 objects (facts/xo-observed.md, "Size"). `--max-memory` also bounds what is within all of
//! them.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use serde_json::Value;

/// A limit, by what it bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of one WebSocket message: V8 cannot build a longer text, so XO cannot send one (facts/rust-stack.md §0.4).
    Message,
    /// Bytes of one line, that is of one object or log: an XO object has a few kilobytes, an SR of 200,000 VDIs some 8
    /// MB.
    Line,
    /// Bytes of a REST document, of a list over REST, or of a small answer in a capture.
    Document,
    /// Entries of a list over REST. XO keeps 20,000 logs; jobs and schedules number in the hundreds.
    Entries,
    /// Objects or logs of one part: 13 times the largest known server.
    Items,
    /// Bytes of one part in all: 15 times the largest known server.
    Part,
    /// Values in one JSON text that is kept as a tree: each takes at least 32 bytes, however short its text. Enough for
    /// 20,000 jobs with 100 values each.
    Values,
    /// Bytes of a file of certificates: the authorities of Debian take 220 kB.
    Certificates,
}

impl Limit {
    /// All limits.
    #[cfg(test)]
    const ALL: [Self; 8] = [
        Self::Message,
        Self::Line,
        Self::Document,
        Self::Entries,
        Self::Items,
        Self::Part,
        Self::Values,
        Self::Certificates,
    ];

    /// Returns the most that is accepted.
    pub const fn most(self) -> u64 {
        match self {
            Self::Message => 512 << 20,
            Self::Line | Self::Document => 64 << 20,
            Self::Entries => 200_000,
            Self::Items => 5_000_000,
            Self::Part => 4 << 30,
            Self::Values => 2_000_000,
            Self::Certificates => 16 << 20,
        }
    }

    /// Returns the most that is accepted, as a size in memory.
    pub(crate) const fn size(self) -> usize {
        self.most() as usize
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Line => "line",
            Self::Document => "document",
            Self::Entries => "entries",
            Self::Items => "items",
            Self::Part => "part",
            Self::Values => "values",
            Self::Certificates => "certificates",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = self.most();
        match self {
            Self::Entries => write!(f, "{most} entries"),
            Self::Items => write!(f, "{most} items"),
            Self::Values => write!(f, "{most} values"),
            _ => write!(f, "{} MiB", most >> 20),
        }?;
        write!(f, " (limit `{}`)", self.name())
    }
}

/// Something exceeded a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it has more than {0}: no XO sends that much; check what is in between")]
pub struct Exceeded(pub Limit);

/// Longest id that is accepted, in bytes: XO's are UUIDs, some with a prefix. A longer text is not an id.
pub(crate) const LONGEST_ID: usize = 256;
/// Most bytes that wait to be written to a WebSocket: requests have a few hundred, an answer to a ping a few.
pub(crate) const WRITE_BUFFER: usize = 1 << 20;

/// Accepts what is within a limit.
pub(crate) fn within(count: u64, limit: Limit) -> Result<(), Exceeded> {
    if count > limit.most() { Err(Exceeded(limit)) } else { Ok(()) }
}

/// Counts the values of a JSON text, or slightly more: its separators outside of strings. Cheap: no tree is built.
pub(crate) fn values(json: &[u8]) -> u64 {
    let (mut count, mut in_text, mut escaped) = (1, false, false);
    for &byte in json {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_text = !in_text,
            (false, b',' | b':' | b'[' | b'{') => count += 1,
            _ => {}
        }
    }
    count
}

/// Bytes from which the values of an object or a log are counted before it is parsed; smaller ones have few enough.
const LARGE: usize = 1 << 20;

/// Accepts an object or a log whose lists take no more memory than a multiple of its text.
pub(crate) fn within_large(json: &[u8]) -> Result<(), Exceeded> {
    if json.len() < LARGE { Ok(()) } else { within(values(json), Limit::Values) }
}

/// Why a JSON text was not parsed into a tree.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoTree {
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// Parses a JSON text into a tree, unless it has too many values.
pub(crate) fn tree(json: &[u8]) -> Result<Value, NoTree> {
    within(values(json), Limit::Values)?;
    Ok(serde_json::from_slice(json)?)
}

/// Opens a file for reading: a regular file, not a pipe or a device.
///
/// # Errors
/// Those of the system, or that it is not a regular file.
pub fn open(path: &Path) -> io::Result<File> {
    let kind = std::fs::metadata(path)?;
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // opening a pipe would wait for its writer
    if !kind.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is a pipe or a device, not a regular file",
        ));
    }
    File::open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_texts() {
        let cases = [
            ("5", 1),
            ("\"a,b:[{\\\",\"", 1),
            ("[1,2,3]", 4),
            (r#"{"a":1,"b":[{"":0}]}"#, 8),
            ("[", 2),
            ("\"[", 1),
        ];
        for (json, expected) in cases {
            assert_eq!(values(json.as_bytes()), expected, "{json}");
        }
    }

    #[test]
    fn a_small_text_of_too_many_values_is_refused_before_it_is_read() {
        let many = format!("[{}0]", "0,".repeat(2_100_000));
        let error = tree(many.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("2000000 values (limit `values`)"), "{error}");
        assert!(tree(b"[1,{\"a\":2}]").is_ok());
    }

    #[test]
    fn a_device_is_no_file() {
        for path in ["/dev/zero", "/dev/null"] {
            assert!(open(Path::new(path)).is_err(), "{path}");
        }
    }

    #[test]
    fn each_limit_has_its_name() {
        let mut names: Vec<_> = Limit::ALL.iter().map(|limit| limit.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Limit::ALL.len());
    }
}
