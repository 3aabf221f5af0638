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
    /// Two captures or JSON reports, the earlier first, or a folder, for its two latest by time of observation
    #[arg(required_unless_present = "history", num_args = 1..=2, value_name = "FILE|FOLDER")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Compare the last two readings that `check --history` or `forecast --history` kept
    #[arg(long, value_name = "PATH|URL", conflicts_with = "paths", help_heading = "History")]
    pub(in crate::cli) history: Option<String>,

    /// Compare the last reading with one at least this much older (`24h`, `7d`) [default: the one before it]
    #[arg(long, value_name = "TIME", value_parser = span, requires = "history", help_heading = "History")]
    pub(in crate::cli) back: Option<SignedDuration>,

    /// The part of the server to report on; in a history of several servers, the one with the pool.
    #[command(flatten)]
    pub(in crate::cli) scope: Scope,

    /// The VMs of it to report on.
    #[command(flatten)]
    pub(in crate::cli) only: OnlyVms,

    /// Minimum severity at which something new or worse affects the exit status
    #[arg(long, value_enum, default_value_t = MinimumSeverity::Warning, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: MinimumSeverity,

    /// Time limit for the whole run [default: none, because it depends on the size of the captures]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(in crate::cli) run_timeout: Option<Duration>,

    /// Memory limit of the run
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory)]
    pub(in crate::cli) max_memory: Bytes,

    /// How the output is written.
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,

    /// How captures are forecast.
    #[command(flatten)]
    pub(in crate::cli) forecast: ForecastOptions,
}
