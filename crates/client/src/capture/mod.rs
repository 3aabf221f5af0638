//! Raw answers to a file and back: `xo-health.capture/1`.
//!
//! A JSON document `{format, captured_at (ms), server {version, address}, reader {permission,
//! privileges}, calls {method: result},
//! via_rest [method], errors {method: {code, message}}, entered [{id, type}]}`; plain, gzip or zstd. A method in
//! neither `calls` nor `errors` is unknown, never empty. Secrets are removed before anything is written, and unless
//! everything is wanted, only what this program reads is kept, and a little more that helps to judge it.

mod read;
mod unfinished;
mod write;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use read::{captured_at, decompressed, replay};
pub use unfinished::{Held, Unfinished};
pub use write::{Ahead, CaptureWriter, Keep};

/// The version of the format.
pub const FORMAT: &str = "xo-health.capture/1";

/// The suffixes of a capture's name: plain, gzip, zstd.
pub const ENDINGS: [&str; 3] = [".json", ".json.gz", ".json.zst"];

/// Returns which of [`ENDINGS`] a name has; a name with a trailing slash has none.
pub fn ending(path: &Path) -> Option<&'static str> {
    let name = path.to_string_lossy();
    ENDINGS.into_iter().find(|ending| name.ends_with(ending))
}

/// A failure to write or to read a capture.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// The file cannot be opened or read.
    #[error("cannot read the capture `{}`: {source}; check the path and its permissions", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system reports.
        source: io::Error,
    },
    /// The file is not a capture, or is truncated.
    #[error(
        "`{}` is not a readable capture: {reason}; make one with `xo-health capture -o FILE`", path.display()
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
    /// The file cannot be written.
    #[error("cannot write the capture `{}`: {source}; nothing was left there", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system reports.
        source: io::Error,
    },
    /// The suffix of the file does not show its format.
    #[error("cannot tell the format of `{}`: name it .json, .json.gz or .json.zst", .0.display())]
    Ending(PathBuf),
}
