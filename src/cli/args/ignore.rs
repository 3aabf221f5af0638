//! Arguments that suppress findings.

use crate::cli::args::Source;
use crate::cli::ignores::{Argument, Until};

/// The findings that this run suppresses.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Suppressing {
    /// Suppress findings of a code, or those about one subject (name, id or pattern of names); they do not affect the
    /// exit status; may be repeated
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

    /// Last day of the suppression (`2026-12-31`), or an instant (RFC 3339) [default: no end]
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) until: Option<Until>,

    /// Suppress it only while it is no worse than now
    #[arg(long)]
    pub(in crate::cli) pin: bool,

    /// The server or capture to read.
    #[command(flatten)]
    pub(in crate::cli) source: Source,
}
