//! Arguments of `capture` about handing a capture on.

use std::path::PathBuf;

/// How a capture is handed on.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Anonymous {
    /// Replace names, descriptions, tags, addresses, ids and texts by keyed pseudonyms; sizes, times and structure stay
    #[arg(long, conflicts_with = "everything")]
    pub(in crate::cli) anonymize: bool,

    /// Read this capture instead of a server
    #[arg(long, value_name = "FILE", requires = "anonymize", conflicts_with_all = ["url", "demo", "at"])]
    pub(in crate::cli) from: Option<PathBuf>,

    /// Key of the pseudonyms, so that several captures agree; created, readable by its owner only, if it does not exist [default: a
    /// key that is kept nowhere]
    #[arg(long, value_name = "FILE", requires = "anonymize")]
    pub(in crate::cli) key_file: Option<PathBuf>,

    /// Show what the capture would contain: which kinds of values are kept or replaced, and how many; writes no file
    #[arg(long, requires = "anonymize")]
    pub(in crate::cli) review: bool,
}
