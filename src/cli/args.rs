//! Command-line arguments.

mod anonymous;
mod config;
mod diff;
mod forecast;
mod history;
mod ignore;
mod login;
pub(super) mod pages;
mod reporting;
mod scope;
mod server;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use jiff::{SignedDuration, Timestamp};

use super::choices::{Color, Language, MinimumSeverity, Tables};
use super::commands::Document;
use super::values::{count, instant, memory, percent, span, speed, time};
use super::watch::Limits;
use xo_health_core::units::Bytes;

pub(super) use self::ignore::{Ignore, Suppressing};
pub(super) use anonymous::Anonymous;
pub(super) use config::{Config, ConfigCommand};
pub(super) use diff::Diff;
pub(super) use forecast::{ForecastOptions, usual_forecast};
pub(super) use history::{Action, History, Import, Remembering, Score, Show};
pub(super) use login::{Login, Logout, WhoAmI};
pub(super) use reporting::{Printing, Reporting};
pub(super) use scope::{OnlyVms, Scope};
pub(super) use server::{Server, Source};

/// Predicts which Xen Orchestra backups will fail, why, and what to do about it. Read-only: it changes nothing in XO.
#[derive(Debug, Parser)]
#[command(name = "xo-health", version, max_term_width = 100)]
pub(super) struct Args {
    /// The subcommand.
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub(super) color: Color,

    /// Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]
    #[arg(long, value_enum, global = true, value_name = "LANG")]
    pub(super) lang: Option<Language>,

    /// Configuration file [default: `$XDG_CONFIG_HOME/xo-health/config.toml`, then `/etc/xo-health/config.toml`]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check a server, a capture or the demo, and report problems
    Check(CheckArgs),
    /// Predict which backups will fail: when, how likely, why, and what prevents it; JSON output is the same as `check`
    Forecast(ForecastArgs),
    /// Compare two captures or reports: what is new, worse, better, gone
    Diff(Diff),
    /// Score forecasts of past captures against what happened
    Backtest(BacktestArgs),
    /// Save the raw answers of a server to a file, without secrets
    Capture(Capture),
    /// Explain an error, a code, a backup log or a report mail: what it means, what to do, who acts first
    Explain(Explain),
    /// Show the state of backup jobs: next and last runs, success rate, duration, restore points of their VMs
    Jobs(JobsArgs),
    /// Show one SR: its space, its garbage collector, its coalesce queue, every VHD chain
    Sr(SrArgs),
    /// Sign in to a server once: later runs use its token, and need no `--url` if it is the only server
    Login(Login),
    /// Forget the token of a server; it stays valid in XO until it is deleted there
    Logout(Logout),
    /// Show what the user may read, what is missing, and how to grant it
    Whoami(WhoAmI),
    /// Show and manage the history of earlier readings
    History(History),
    /// Print the JSON Schema of a document
    Schema(Schema),
    /// Show, check or create the configuration file
    Config(Config),
    /// Suppress a finding: add it to the configuration file, keeping everything else
    Ignore(Ignore),
}

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// The document
    #[arg(value_enum, value_name = "DOCUMENT")]
    pub(super) document: Document,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Minimum severity that affects the exit status
    #[arg(long, value_enum, default_value_t = MinimumSeverity::Warning, value_name = "SEVERITY")]
    pub(super) fail_on: MinimumSeverity,

    /// Warn when a disk can take fewer than N more snapshots before its chain limit
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = count::<0, { u32::MAX }>)]
    pub(super) snapshots_left: u32,

    /// Report a snapshot outside any enabled schedule when it is older than this (`30d`, `12h`)
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = span)]
    pub(super) snapshot_age: SignedDuration,

    /// Warn when this share of an SR is used [default: off, because a share says nothing about the space needed]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(super) sr_used_percent: Option<u8>,

    /// Findings that this earlier report or capture already has affect the exit status only if they got worse
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// The findings to suppress.
    #[command(flatten)]
    pub(super) suppressing: Suppressing,

    /// Print only the answer, the most urgent steps and the next backups that fail
    #[arg(long)]
    pub(super) summary: bool,

    /// How the output is written.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// How CSV is written.
    #[command(flatten)]
    pub(super) csv: Tables,

    /// The server or capture to read.
    #[command(flatten)]
    pub(super) source: Source,

    /// The part of it to report on.
    #[command(flatten)]
    pub(super) scope: Scope,

    /// The VMs of it to report on.
    #[command(flatten)]
    pub(super) only: OnlyVms,

    /// Write a report for each tag of the VMs; `{tag}` in `--output` and `--mask` stands for the tag
    #[arg(long, conflicts_with_all = ["baseline", "all_servers"])]
    pub(super) per_tag: bool,

    /// The history to use.
    #[command(flatten)]
    pub(super) remembering: Remembering,

    /// How the forecast is made.
    #[command(flatten)]
    pub(super) forecast: ForecastOptions,
}

/// Arguments of `forecast`.
#[derive(Debug, clap::Args)]
pub(super) struct ForecastArgs {
    /// The findings to suppress.
    #[command(flatten)]
    pub(super) suppressing: Suppressing,

    /// Print only the answer, the most urgent steps and the next backups that fail
    #[arg(long)]
    pub(super) summary: bool,

    /// How the output is written.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// How CSV is written.
    #[command(flatten)]
    pub(super) csv: Tables,

    /// The server or capture to read.
    #[command(flatten)]
    pub(super) source: Source,

    /// The part of it to report on.
    #[command(flatten)]
    pub(super) scope: Scope,

    /// The VMs of it to report on.
    #[command(flatten)]
    pub(super) only: OnlyVms,

    /// The history to use.
    #[command(flatten)]
    pub(super) remembering: Remembering,

    /// How the forecast is made.
    #[command(flatten)]
    pub(super) forecast: ForecastOptions,
}

/// Arguments of `backtest`.
#[derive(Debug, clap::Args)]
pub(super) struct BacktestArgs {
    /// Folder with `capture.json.gz` and `truth.json`, with such folders in it, or with successive captures of one
    /// server
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,

    /// Time limit for the whole run [default: none, because it depends on how much the folder holds]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(super) run_timeout: Option<Duration>,

    /// Memory limit of the run
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory)]
    pub(super) max_memory: Bytes,

    /// How the output is written.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// How the forecast is made.
    #[command(flatten)]
    pub(super) forecast: ForecastOptions,
}

/// Arguments of `capture`.
#[derive(Debug, clap::Args)]
pub(super) struct Capture {
    /// The server to read.
    #[command(flatten)]
    pub(super) server: Server,

    /// Output file; its suffix selects the format: `.json`, `.json.gz`, `.json.zst`
    #[arg(short, long, value_name = "FILE", required_unless_present = "review")]
    pub(super) output: Option<PathBuf>,

    /// How the capture is handed on.
    #[command(flatten)]
    pub(super) anonymous: Anonymous,

    /// Keep all fields, not only those that reports use; secrets are left out as far as they can be recognised
    #[arg(long)]
    pub(super) everything: bool,

    /// Time of the capture (RFC 3339) [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(super) at: Option<Timestamp>,
}

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// An error text, a code (`XOH-101`, `chain-depth`, `109`), a file with a log (JSON) or a mail, or `-` for
    /// standard input
    #[arg(required = true, value_name = "TEXT|CODE|FILE|-")]
    pub(super) what: Vec<String>,

    /// How the output is written.
    #[command(flatten)]
    pub(super) printing: Printing,

    /// The server or capture to read.
    #[command(flatten)]
    pub(super) source: Source,

    /// The part of it to report on.
    #[command(flatten)]
    pub(super) scope: Scope,

    /// The VMs of it to report on.
    #[command(flatten)]
    pub(super) only: OnlyVms,
}

/// Arguments of `jobs`.
#[derive(Debug, clap::Args)]
pub(super) struct JobsArgs {
    /// Show one job in full: its name, its id, or the beginning of either
    #[arg(value_name = "NAME|ID")]
    pub(super) job: Option<String>,

    /// How the output is written.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// The server or capture to read.
    #[command(flatten)]
    pub(super) source: Source,

    /// The part of it to report on.
    #[command(flatten)]
    pub(super) scope: Scope,

    /// The VMs of it to report on.
    #[command(flatten)]
    pub(super) only: OnlyVms,

    /// The history to use.
    #[command(flatten)]
    pub(super) remembering: Remembering,
}

/// Arguments of `sr`.
#[derive(Debug, clap::Args)]
pub(super) struct SrArgs {
    /// The SR: its name, `pool/name`, its UUID, or the beginning of a name or UUID; without it, all SRs are listed
    #[arg(value_name = "NAME|UUID")]
    pub(super) sr: Option<String>,

    /// Show only the disks of this VM (name or UUID)
    #[arg(long, value_name = "NAME")]
    pub(super) vm: Option<String>,

    /// Coalesce speed of the storage (`50MiB/s`) [default: learnt from logs and history, else 20 to 100 MB/s]
    #[arg(long, value_name = "SPEED", value_parser = speed)]
    pub(super) coalesce_speed: Option<Bytes>,

    /// Measure the coalesce speed from an earlier capture of the same server
    #[arg(long, value_name = "FILE", conflicts_with = "coalesce_speed")]
    pub(super) previous: Option<PathBuf>,

    /// How the output is written.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// The server or capture to read.
    #[command(flatten)]
    pub(super) source: Source,

    /// The part of it to report on.
    #[command(flatten)]
    pub(super) scope: Scope,

    /// The history to use.
    #[command(flatten)]
    pub(super) remembering: Remembering,
}

impl Command {
    /// Returns whether the command works even if the configuration is wrong.
    pub(super) fn needs_no_configuration(&self) -> bool {
        match self {
            Self::Schema(_) | Self::Logout(_) => true,
            Self::Config(config) => matches!(config.command, ConfigCommand::Init),
            _ => false,
        }
    }

    /// Returns whether the command creates the configuration file if there is none.
    pub(super) fn begins_configuration(&self) -> bool {
        matches!(self, Self::Ignore(_))
    }

    /// Returns the arguments about the server, if the command reads one.
    pub(super) fn server_mut(&mut self) -> Option<&mut Server> {
        match self {
            Self::Check(args) => Some(&mut args.source.server),
            Self::Forecast(args) => Some(&mut args.source.server),
            Self::Capture(args) => Some(&mut args.server),
            Self::Explain(args) => Some(&mut args.source.server),
            Self::Jobs(args) => Some(&mut args.source.server),
            Self::Sr(args) => Some(&mut args.source.server),
            Self::Ignore(args) => Some(&mut args.source.server),
            Self::Whoami(args) => Some(&mut args.server),
            Self::Schema(_)
            | Self::Config(_)
            | Self::Backtest(_)
            | Self::Diff(_)
            | Self::Login(_)
            | Self::Logout(_)
            | Self::History(_) => None,
        }
    }

    /// Returns the time and memory that the run may use.
    pub(super) fn limits(&self) -> Limits {
        let server = match self {
            Self::Check(args) => &args.source.server,
            Self::Forecast(args) => &args.source.server,
            Self::Capture(args) => &args.server,
            Self::Explain(args) => &args.source.server,
            Self::Jobs(args) => &args.source.server,
            Self::Sr(args) => &args.source.server,
            Self::Ignore(args) => &args.source.server,
            Self::Whoami(args) => &args.server,
            // a person may take their time
            Self::Login(_) | Self::Logout(_) | Self::Schema(_) | Self::Config(_) => {
                return Limits { time: None, memory: u64::MAX };
            }
            Self::History(args) => return args.limits(),
            // reads as many captures as the folder holds
            Self::Diff(args) => return Limits { time: args.run_timeout, memory: args.max_memory.0 },
            Self::Backtest(args) => {
                return Limits { time: args.run_timeout, memory: args.max_memory.0 };
            }
        };
        // guess, because each of several servers has its own time to be read in, and the rest comes after
        let factor = if server.all_servers || server.server.len() > 1 { 4 } else { 1 };
        Limits { time: Some(server.run_timeout.saturating_mul(factor)), memory: server.max_memory.0 }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }
}
