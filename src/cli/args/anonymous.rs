//! Arguments of `capture` for handing a capture on.

use std::path::PathBuf;

/// How a capture is handed on.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Anonymous {
    /// Replace names, descriptions, tags, addresses, ids and texts with keyed pseudonyms; sizes, times and structure
    /// stay
    #[arg(long, conflicts_with = "everything")]
    pub(in crate::cli) anonymize: bool,

    /// Read this capture instead of a server
    #[arg(long, value_name = "FILE", requires = "anonymize", conflicts_with_all = ["url", "demo", "at"])]
    pub(in crate::cli) from: Option<PathBuf>,

    /// File with the key of the pseudonyms, so that several captures agree; created if missing, readable by its owner
    /// only [default: a key that is not kept]
    #[arg(long, value_name = "FILE", requires = "anonymize")]
    pub(in crate::cli) key_file: Option<PathBuf>,

    /// Show what the capture would contain: which kinds of values are kept or replaced, and how many; writes no file
    #[arg(long, requires = "anonymize")]
    pub(in crate::cli) review: bool,
}
