//! Arguments of `diff`.

use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;

use super::{ForecastOptions, OnlyVms, Reporting, Scope};
use crate::cli::choices::MinimumSeverity;
use crate::cli::values::{memory, span, time};
use xo_health_core::units::Bytes;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Diff {
    /// Two captures or JSON reports, the earlier first, or a folder: its two latest by time of observation
    #[arg(required_unless_present = "history", num_args = 1..=2, value_name = "FILE|FOLDER")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Compare the last two readings that `check --history` or `forecast --history` kept
    #[arg(long, value_name = "PATH|URL", conflicts_with = "paths", help_heading = "History")]
    pub(in crate::cli) history: Option<String>,

    /// Compare the last reading with one at least this much older (`24h`, `7d`) [default: the one before it]
    #[arg(long, value_name = "TIME", value_parser = span, requires = "history", help_heading = "History")]
    pub(in crate::cli) back: Option<SignedDuration>,

    /// Which part of the server; of a history with several servers, the one with the pool.
    #[command(flatten)]
    pub(in crate::cli) scope: Scope,

    /// Which VMs of it.
    #[command(flatten)]
    pub(in crate::cli) only: OnlyVms,

    /// Minimum severity of what is new or worse that affects the exit status
    #[arg(long, value_enum, default_value_t = MinimumSeverity::Warning, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: MinimumSeverity,

    /// Time limit for everything [default: none, because it depends on the size of the captures]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(in crate::cli) run_timeout: Option<Duration>,

    /// Memory limit of the run
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory)]
    pub(in crate::cli) max_memory: Bytes,

    /// How to print it.
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,

    /// The forecasts of captures.
    #[command(flatten)]
    pub(in crate::cli) forecast: ForecastOptions,
}
