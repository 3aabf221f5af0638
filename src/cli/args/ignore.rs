//! What is suppressed, and how that is written down.

use crate::cli::args::Source;
use crate::cli::ignores::{Argument, Until};

/// What is suppressed in this run.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Suppressing {
    /// Suppress findings of a code, or those about one subject (name, id or pattern of names); they do not affect the exit
    /// status; may be given several times
    #[arg(long, value_name = "CODE[:SUBJECT]=REASON")]
    pub(in crate::cli) ignore: Vec<Argument>,
}

/// Arguments of `ignore`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Ignore {
    /// The finding: its fingerprint or the beginning of it, `CODE`, or `CODE:SUBJECT`
    #[arg(value_name = "FINDING")]
    pub(in crate::cli) finding: String,

    /// Why it is suppressed
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(in crate::cli) reason: String,

    /// The last day on which it is suppressed (`2026-12-31`), or an instant (RFC 3339) [default: no end]
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) until: Option<Until>,

    /// Only as bad as it is now: something worse counts again
    #[arg(long)]
    pub(in crate::cli) pin: bool,

    /// What to look at.
    #[command(flatten)]
    pub(in crate::cli) source: Source,
}
