//! `xo-health schema`: prints the JSON Schema of a document.

use clap::ValueEnum;

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

/// Prints the schema; it is generated and checked in, and a test says when it is stale.
pub(in crate::cli) fn run(document: Document) -> Result<u8, Failure> {
    let schema = match document {
        Document::Report => include_str!("../../../schemas/report-1.json"),
        Document::Jobs => include_str!("../../../schemas/jobs-1.json"),
        Document::Sr => include_str!("../../../schemas/sr-1.json"),
        Document::Srs => include_str!("../../../schemas/srs-1.json"),
        Document::Explanation => include_str!("../../../schemas/explanation-1.json"),
        Document::Servers => include_str!("../../../schemas/servers-1.json"),
        Document::Config => include_str!("../../../schemas/config-1.json"),
        Document::Backtest => include_str!("../../../schemas/backtest-1.json"),
        Document::History => include_str!("../../../schemas/history-1.json"),
        Document::HistoryScore => include_str!("../../../schemas/history-score-1.json"),
        Document::Diff => include_str!("../../../schemas/diff-1.json"),
        Document::Whoami => include_str!("../../../schemas/whoami-1.json"),
    };
    output::print(schema).map_err(Failure::Output)?;
    Ok(0)
}
