//! Arguments of `history`, and of commands that use a history.

use std::path::PathBuf;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Subcommand};
use jiff::{SignedDuration, Timestamp};

use super::reporting::Reporting;
use crate::cli::config;
use crate::cli::values::{instant, memory, span, time};
use crate::cli::watch::Limits;
use xo_health_core::units::Bytes;

/// The history that a run learns from and adds its reading to.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct Remembering {
    /// Learn from earlier readings and add this one: a file, `postgres://…`, or `default` for
    /// `$XDG_STATE_HOME/xo-health/history.db`
    #[arg(long, value_name = "PATH|URL")]
    pub(in crate::cli) history: Option<String>,

    /// Learn from the history, but do not add this reading
    #[arg(long)]
    pub(in crate::cli) no_record: bool,

    /// Use no history, even if the configuration names one
    #[arg(long, conflicts_with_all = ["history", "no_record"])]
    pub(in crate::cli) no_history: bool,
}

impl Remembering {
    /// Returns the history to use: the one asked for, else (if a server is read) the one configured for that server,
    /// else the one configured for all.
    pub(in crate::cli) fn wanted(&self, reads_server: bool, server: Option<&str>) -> Option<String> {
        if self.history.is_some() || self.no_history || !reads_server {
            return self.history.clone();
        }
        let configuration = &config::current().merged.configuration;
        let own = server.and_then(|name| configuration.servers.get(name)?.history.as_ref());
        own.or(configuration.history.as_ref()).map(|text| text.0.clone())
    }
}

/// Arguments of `history`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct History {
    /// The subcommand; without one, `show`.
    #[command(subcommand)]
    pub(in crate::cli) action: Option<Action>,

    /// The history: a file, `postgres://…`, or `default` for `$XDG_STATE_HOME/xo-health/history.db` [default: the
    /// configured one, else `default`]
    #[arg(long, value_name = "PATH|URL", global = true)]
    history: Option<String>,

    /// Time limit for the whole run [default: none, because it depends on how much is read]
    #[arg(long, value_name = "TIME", value_parser = time, global = true)]
    pub(in crate::cli) run_timeout: Option<Duration>,

    /// Memory limit of the run
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory, global = true)]
    pub(in crate::cli) max_memory: Bytes,

    /// What `show` shows, if no command is given.
    #[command(flatten)]
    pub(in crate::cli) show: Show,
}

/// Subcommands of `history`.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Action {
    /// Show SRs, disks, jobs and findings over time; the default command
    Show(Box<Show>),
    /// Add the captures of a folder, oldest first; captures added before change nothing
    Import(Import),
    /// Score past forecasts against what happened, each once its time has passed
    Score(Box<Score>),
    /// Write the history to one file (lines of JSON, compressed with zstd); `history import` reads it into any database
    Export(Export),
    /// Count what the history holds
    Stats,
    /// Thin out by age: one reading an hour for 14 days, one a day for a year
    Prune(Prune),
}

/// Arguments of `history import`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Import {
    /// Folder with captures (`.json`, `.json.gz`, `.json.zst`) of one or several servers, or a file of `history export`
    #[arg(value_name = "DIR|FILE")]
    pub(in crate::cli) folder: PathBuf,

    /// Forecast from each capture using only what was read before it, and keep the forecasts for scoring
    #[arg(long)]
    pub(in crate::cli) forecasts: bool,
}

/// Arguments of `history show`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Show {
    /// How far back to look (`14d`, `48h`)
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = span)]
    pub(in crate::cli) back: SignedDuration,

    /// Only servers with one of these pools (name, UUID or glob; may be repeated)
    #[arg(long = "pool", value_name = "POOL", help_heading = "Scope")]
    pub(in crate::cli) pools: Vec<String>,

    /// Only these SRs, and what is on them (name, UUID or glob; may be repeated)
    #[arg(long = "sr", value_name = "SR", help_heading = "Scope")]
    pub(in crate::cli) srs: Vec<String>,

    /// Only these VMs (name, UUID or glob; may be repeated)
    #[arg(long = "vm", value_name = "VM", help_heading = "Scope")]
    pub(in crate::cli) vms: Vec<String>,

    /// Only these jobs, and the VMs in their runs (name, id or glob; may be repeated)
    #[arg(long = "job", value_name = "JOB", help_heading = "Scope")]
    pub(in crate::cli) jobs: Vec<String>,

    /// How the output is written.
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
}

/// Arguments of `history score`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Score {
    /// Only servers with one of these pools (name, UUID or glob; may be repeated)
    #[arg(long = "pool", value_name = "POOL")]
    pub(in crate::cli) pools: Vec<String>,

    /// How the output is written.
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
}

/// Arguments of `history export`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Export {
    /// File to write (`.zst`); only its owner can read it
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
}

/// Arguments of `history prune`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Prune {
    /// Count ages from this time (RFC 3339) [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) at: Option<Timestamp>,
}

impl History {
    /// Refuses an option of `show` before another command, or before `show` itself, where it would have no effect.
    ///
    /// Errors: there is one, among the `matches` of `history`.
    pub(in crate::cli) fn checked(matches: &ArgMatches, program: &clap::Command) -> Result<(), clap::Error> {
        let Some((command, _)) = matches.subcommand() else { return Ok(()) };
        let of_show = <Show as clap::Args>::augment_args(clap::Command::new("show"));
        let is_of_show = |arg: &&Arg| of_show.get_arguments().any(|of| of.get_id() == arg.get_id());
        let is_given =
            |arg: &&Arg| matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
        let mut args = program.find_subcommand("history").into_iter().flat_map(clap::Command::get_arguments);
        let Some(arg) = args.find(|arg| is_of_show(arg) && is_given(arg)) else { return Ok(()) };
        let mut error = clap::Error::new(ErrorKind::ArgumentConflict).with_cmd(program);
        error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
        error.insert(ContextKind::PriorArg, ContextValue::String(format!("history {command}")));
        Err(error)
    }

    /// Returns the history to use.
    pub(in crate::cli) fn wanted(&self) -> String {
        let configured =
            || config::current().merged.configuration.history.as_ref().map(|text| text.0.clone());
        self.history.clone().or_else(configured).unwrap_or_else(|| "default".to_owned())
    }

    /// Returns the time and memory that the run may use.
    pub(in crate::cli) fn limits(&self) -> Limits {
        Limits { time: self.run_timeout, memory: self.max_memory.0 }
    }
}
