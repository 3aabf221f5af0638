//! `xo-health schema`: prints the JSON Schema of a document.

use std::io::Read as _;

use clap::ValueEnum;
use flate2::read::GzDecoder;

use crate::cli::failure::Failure;
use crate::cli::output;

/// A document, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Document {
    /// Of `check` and `forecast`.
    Report,
    /// Of `jobs`.
    Jobs,
    /// Of `sr` with a name.
    Sr,
    /// Of `sr` without one.
    Srs,
    /// Of `explain`.
    Explanation,
    /// Of `backtest`.
    Backtest,
    /// Of `history`.
    History,
    /// Of `history score`.
    HistoryScore,
    /// Of `diff`.
    Diff,
    /// Of `whoami`.
    Whoami,
    /// Of the configuration file.
    Config,
    /// Of `check` and `forecast` with several servers.
    Servers,
}

/// Returns a schema as `build.rs` packed it.
macro_rules! packed {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")).as_slice()
    };
}

/// Prints the schema, which is generated and checked in; a test fails when it is stale.
pub(in crate::cli) fn run(document: Document) -> Result<u8, Failure> {
    let mut schema = String::new();
    GzDecoder::new(document.packed()).read_to_string(&mut schema).map_err(Failure::Output)?;
    output::print(&schema).map_err(Failure::Output)?;
    Ok(0)
}

impl Document {
    fn packed(self) -> &'static [u8] {
        match self {
            Self::Report => packed!("report-1.json"),
            Self::Jobs => packed!("jobs-1.json"),
            Self::Sr => packed!("sr-1.json"),
            Self::Srs => packed!("srs-1.json"),
            Self::Explanation => packed!("explanation-1.json"),
            Self::Servers => packed!("servers-1.json"),
            Self::Config => packed!("config-1.json"),
            Self::Backtest => packed!("backtest-1.json"),
            Self::History => packed!("history-1.json"),
            Self::HistoryScore => packed!("history-score-1.json"),
            Self::Diff => packed!("diff-1.json"),
            Self::Whoami => packed!("whoami-1.json"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_what_is_checked_in() {
        for document in Document::value_variants() {
            let mut schema = String::new();
            GzDecoder::new(document.packed()).read_to_string(&mut schema).unwrap();
            let name = document.to_possible_value().unwrap().get_name().to_owned();
            let file = format!("{}/schemas/{name}-1.json", env!("CARGO_MANIFEST_DIR"));
            assert_eq!(schema, std::fs::read_to_string(file).unwrap(), "{name}");
        }
    }
}
