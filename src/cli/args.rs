//! Command-line arguments.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::{Parser, Subcommand};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::choices::{Color, Format, FormatParser, Language, Pace, Severity, Tables};
use super::commands::Document;
use super::values::{count, horizon, instant, memory, number, percent, span, speed, time, zone};
use super::watch::Limits;
use xo_health_core::forecast::{self, Deadline};
use xo_health_core::units::Bytes;
use xo_health_report::formats;

use crate::policy::OnForecast;

/// Predicts which Xen Orchestra backups will fail, why, and what to do about it. Read-only: it changes nothing in XO.
#[derive(Debug, Parser)]
#[command(name = "xo-health", version, max_term_width = 100)]
pub(super) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to use colour; `auto`: when standard output is a terminal and `NO_COLOR` is unset
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub(super) color: Color,

    /// Language of reports, help and errors [default: from `LC_ALL`, `LC_MESSAGES` or `LANG`]
    #[arg(long, value_enum, global = true, value_name = "LANG")]
    pub(super) lang: Option<Language>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check a server, a capture or the demo, and report problems
    #[command(after_help = EXIT_STATUS)]
    Check(Check),
    /// Predict which backups will fail: when, how likely, why, and what prevents it; JSON output is the same as `check`
    #[command(after_help = EXIT_STATUS)]
    Forecast(Forecast),
    /// Score forecasts of past captures against what happened
    Backtest(Backtest),
    /// Save the raw answers of a server to a file, without secrets
    Capture(Capture),
    /// Explain an error, a code, a backup log or a report mail: what it means, what to do, who acts first
    #[command(after_help = EXPLAIN_STATUS)]
    Explain(Explain),
    /// Show the state of backup jobs: next and last runs, success rate, duration, restore points of their VMs
    #[command(after_help = JOBS_STATUS)]
    Jobs(Jobs),
    /// Show one SR: its space, its garbage collector, its coalesce queue, every VHD chain
    #[command(after_help = SR_STATUS)]
    Sr(Sr),
    /// Print the JSON Schema of a document
    Schema(Schema),
}

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// The document
    #[arg(value_enum, value_name = "DOCUMENT")]
    pub(super) document: Document,
}

const JOBS_STATUS: &str = "Exit status: 0 success, 3 the server could not be read, 64 wrong usage, or a name that matches no \
                           job or several.";

const SR_STATUS: &str = "Exit status: 0 success, 3 the server could not be read, 64 wrong usage, or a name that matches no \
                         SR or several.";

const EXPLAIN_STATUS: &str = "With a server (`--url`, `--demo`) or a capture (`--from`), it also shows the current state of \
                              the VMs involved.\n\nExit status: 0 all recognised, 2 only a part, 1 nothing, 3 the server could not be read, \
                              64 wrong usage.";

const EXIT_STATUS: &str = "Exit status: 0 nothing above info, 1 warnings, an error within 24 h that is likely, or something that \
                           cannot be told, 2 critical, 3 the check could not be completed, 64 wrong usage, 130 interrupted. \
                           `--fail-on` and `--fail-on-forecast` set what affects it.";

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Minimum severity that affects the exit status
    #[arg(long, value_enum, default_value_t = Severity::Warning, value_name = "SEVERITY")]
    pub(super) fail_on: Severity,

    /// Warn when a disk can take fewer than N more snapshots before its chain limit
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = count::<0, { u32::MAX }>)]
    pub(super) snapshots_left: u32,

    /// Report a snapshot outside any enabled schedule when it is older than this (`30d`, `12h`)
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = span)]
    pub(super) snapshot_age: SignedDuration,

    /// Warn when this share of an SR is used [default: off, because a share says nothing about the space needed]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(super) sr_used_percent: Option<u8>,

    /// Print only the answer, the most urgent steps and the next backups that fail
    #[arg(long)]
    pub(super) summary: bool,

    /// How to print it.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// How CSV is written.
    #[command(flatten)]
    pub(super) csv: Tables,

    /// What to look at.
    #[command(flatten)]
    pub(super) source: Source,

    /// The forecast.
    #[command(flatten)]
    pub(super) forecast: ForecastOptions,
}

/// Arguments of `forecast`.
#[derive(Debug, clap::Args)]
pub(super) struct Forecast {
    /// Print only the answer, the most urgent steps and the next backups that fail
    #[arg(long)]
    pub(super) summary: bool,

    /// How to print it.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// How CSV is written.
    #[command(flatten)]
    pub(super) csv: Tables,

    /// What to look at.
    #[command(flatten)]
    pub(super) source: Source,

    /// The forecast.
    #[command(flatten)]
    pub(super) forecast: ForecastOptions,
}

/// Arguments of `backtest`.
#[derive(Debug, clap::Args)]
pub(super) struct Backtest {
    /// Folder with `capture.json.gz` and `truth.json`, with such folders, or with successive captures of one server
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,

    /// Time limit for everything [default: none, because it depends on how much the folder holds]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(super) run_timeout: Option<Duration>,

    /// Memory limit of the run
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory)]
    pub(super) max_memory: Bytes,

    /// How to print it.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// The forecast.
    #[command(flatten)]
    pub(super) forecast: ForecastOptions,
}

/// How a forecast is made.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Forecast")]
pub(super) struct ForecastOptions {
    /// How far ahead to look (`7d`, `36h`), at most 30 days
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = horizon)]
    pub(super) horizon: u32,

    /// Number of simulations [default: 500; 200 when jobs name more than 2,000 VMs]
    #[arg(long, value_name = "N", value_parser = count::<20, 20_000>)]
    pub(super) draws: Option<u32>,

    /// Seed of the simulation: the same seed gives the same forecast
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = number::<0, { u64::MAX }>)]
    pub(super) seed: u64,

    /// Time limit for the forecast: what was simulated by then is reported, and said to be cut short
    #[arg(long, value_name = "TIME", default_value = FORECAST_TIMEOUT, value_parser = time)]
    pub(super) forecast_timeout: Duration,

    /// Do not predict: the answer then rests on rules and logs, and is never "yes"
    #[arg(long, conflicts_with = "fail_on_forecast")]
    pub(super) no_forecast: bool,

    /// Exit with 2 when an error has at least this probability within these hours (`0.5@24h`); `never`: predictions do
    /// not affect the exit status [default: exit with 1 when an error within 24 h is at least 50 % likely]
    #[arg(long, value_name = "CHANCE@HOURS|never")]
    pub(super) fail_on_forecast: Option<OnForecast>,
}

/// How long a forecast may take. Guess: three times what the largest server that is known takes (docs/performance.md).
const FORECAST_TIMEOUT: &str = "60s";

/// Options of a forecast that nobody asked about: those that are the default.
pub(super) fn usual_forecast() -> forecast::Options {
    ForecastOptions {
        horizon: 7 * 24,
        draws: None,
        seed: 1,
        forecast_timeout: time(FORECAST_TIMEOUT).unwrap_or(Duration::MAX),
        no_forecast: false,
        fail_on_forecast: None,
    }
    .options()
}

impl ForecastOptions {
    /// Converts them for the library, on all processors; none where no forecast is wanted.
    pub(super) fn wanted(&self) -> Option<forecast::Options> {
        (!self.no_forecast).then(|| self.options())
    }

    /// Converts them for the library; uses all processors. The time begins with the first forecast that is made of them.
    pub(super) fn options(&self) -> forecast::Options {
        let within = match self.fail_on_forecast {
            Some(OnForecast::Reaches(fail)) => Some(fail.within),
            _ => None,
        };
        forecast::Options {
            horizon: self.horizon.max(within.unwrap_or(0)),
            also: within,
            draws: self.draws,
            seed: self.seed,
            threads: std::thread::available_parallelism().unwrap_or(std::num::NonZero::<usize>::MIN),
            deadline: deadline(self.forecast_timeout),
        }
    }
}

/// Makes a deadline whose time begins when it is first asked.
fn deadline(limit: Duration) -> Deadline {
    let begun = OnceLock::new();
    Deadline::when(move || begun.get_or_init(Instant::now).elapsed() >= limit)
}

/// Arguments of `capture`.
#[derive(Debug, clap::Args)]
pub(super) struct Capture {
    /// The server.
    #[command(flatten)]
    pub(super) server: Server,

    /// Output file; its suffix selects the format: `.json`, `.json.gz`, `.json.zst`
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,

    /// Keep all fields, not only those that reports are made from; secrets are left out as far as they can be told
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

    /// How to print it.
    #[command(flatten)]
    pub(super) printing: Printing,

    /// What to look at.
    #[command(flatten)]
    pub(super) source: Source,
}

/// Arguments of `jobs`.
#[derive(Debug, clap::Args)]
pub(super) struct Jobs {
    /// Show one job in full: its name, its id, or the beginning of either
    #[arg(value_name = "NAME|ID")]
    pub(super) job: Option<String>,

    /// How to print it.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// What to look at.
    #[command(flatten)]
    pub(super) source: Source,
}

/// Arguments of `sr`.
#[derive(Debug, clap::Args)]
pub(super) struct Sr {
    /// The SR: its name, `pool/name`, its UUID, or the beginning of a name or UUID; without it, all SRs are listed
    #[arg(value_name = "NAME|UUID")]
    pub(super) sr: Option<String>,

    /// Show only the disks of this VM (name or UUID)
    #[arg(long, value_name = "NAME")]
    pub(super) vm: Option<String>,

    /// Coalesce speed of the storage (`50MiB/s`) [default: estimated between 20 and 100 MB/s]
    #[arg(long, value_name = "SPEED", value_parser = speed)]
    pub(super) coalesce_speed: Option<Bytes>,

    /// Measure the coalesce speed from an earlier capture of the same server
    #[arg(long, value_name = "FILE", conflicts_with = "coalesce_speed")]
    pub(super) previous: Option<PathBuf>,

    /// How to print it.
    #[command(flatten)]
    pub(super) reporting: Reporting,

    /// What to look at.
    #[command(flatten)]
    pub(super) source: Source,
}

impl Command {
    /// Returns what the run may take.
    pub(super) fn limits(&self) -> Limits {
        let server = match self {
            Self::Check(args) => &args.source.server,
            Self::Forecast(args) => &args.source.server,
            Self::Capture(args) => &args.server,
            Self::Explain(args) => &args.source.server,
            Self::Jobs(args) => &args.source.server,
            Self::Sr(args) => &args.source.server,
            Self::Schema(_) => return Limits { time: None, memory: u64::MAX },
            // reads as many captures as the folder holds
            Self::Backtest(args) => {
                return Limits { time: args.run_timeout, memory: args.max_memory.0 };
            }
        };
        Limits { time: Some(server.run_timeout), memory: server.max_memory.0 }
    }
}

/// What to look at: a server as it is now, or a capture of one.
#[derive(Debug, clap::Args)]
pub(super) struct Source {
    /// Read a capture (`.json`, `.json.gz`, `.json.zst`) instead of a server
    #[arg(long, value_name = "FILE", conflicts_with_all = ["url", "demo"])]
    pub(super) from: Option<PathBuf>,

    /// Evaluate as of this time (RFC 3339) [default: now, or the time of the capture]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(super) at: Option<Timestamp>,

    /// The server.
    #[command(flatten)]
    pub(super) server: Server,
}

/// How a report is written, and where.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Reporting {
    /// Format of standard output, or of the one `--output` whose suffix is unknown [default: text]
    #[arg(long, value_name = "FORMAT", value_parser = FormatParser)]
    pub(super) format: Option<&'static formats::Format>,

    /// Write a file; its suffix selects the format: `.txt .json .md .csv .xml` (JUnit) `.sarif .prom` (OpenMetrics);
    /// may be given several times
    #[arg(short, long, value_name = "[FORMAT:]FILE")]
    pub(super) output: Vec<OsString>,

    /// Show everything: unfold lists and chains, include unlikely predictions
    #[arg(long)]
    pub(super) all: bool,

    /// Print nothing unless something is wrong
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// Time zone of texts (`Asia/Tokyo`, `UTC`) [default: that of the system]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub(super) timezone: Option<TimeZone>,

    /// Columns of text [default: those of the terminal, at most 120; 80 in a pipe]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(super) width: Option<u16>,

    /// Draw with ASCII characters only; names keep theirs
    #[arg(long)]
    pub(super) ascii: bool,

    /// Title of an HTML page
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,

    /// Text file whose contents stand at the top of an HTML page
    #[arg(long, value_name = "FILE")]
    pub(super) note: Option<PathBuf>,

    /// Picture (PNG, JPEG, GIF, WebP, SVG) at the top of an HTML page; it is embedded
    #[arg(long, value_name = "FILE")]
    pub(super) logo: Option<PathBuf>,
}

/// How to print what was found out.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Printing {
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: Format,

    /// Show everything: unfold lists and chains, include unlikely predictions
    #[arg(long)]
    pub(super) all: bool,

    /// Time zone of the text report (`Asia/Tokyo`, `UTC`) [default: that of the system]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub(super) timezone: Option<TimeZone>,
}

/// Which server, and how to reach it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Server")]
pub(super) struct Server {
    /// Address of the server (`https://xo.example.org`) [default: `XO_URL`, `XOA_URL`, or where `xo-cli` is registered]
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,

    /// Use an embedded mock server with one of every problem
    #[arg(long, conflicts_with = "url")]
    pub(super) demo: bool,

    /// File with an authentication token, `-` for standard input [default: `XO_TOKEN`, `XOA_TOKEN`, `XO_USERNAME` with
    /// `XO_PASSWORD` (and `XO_OTP`), `XOA_USER` with `XOA_PASSWORD`, or the token that `xo-cli` keeps for this server]
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,

    /// Trust the certificate authorities in this PEM file instead of the system's
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pin_sha256", "insecure"])]
    pub(super) ca_file: Option<PathBuf>,

    /// Trust only the certificate with this SHA-256 fingerprint
    #[arg(long, value_name = "FINGERPRINT", conflicts_with = "insecure")]
    pub(super) pin_sha256: Option<String>,

    /// Trust any certificate: anyone between you and the server can read your credentials
    #[arg(long)]
    pub(super) insecure: bool,

    /// Timeout for connecting
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub(super) connect_timeout: Duration,

    /// Timeout for an answer, and for each further part of it
    #[arg(long, value_name = "TIME", default_value = "2m", value_parser = time)]
    pub(super) request_timeout: Duration,

    /// Time limit for everything, from the first call to the report
    #[arg(long, alias = "timeout", value_name = "TIME", default_value = "10m", value_parser = time)]
    pub(super) run_timeout: Duration,

    /// Memory limit of the run
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = memory)]
    pub(super) max_memory: Bytes,

    /// How fast to read: `gentle` rests between pieces, so that XO serves others meanwhile; `auto`: gently from 50 MB on
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub(super) pace: Pace,

    /// Retries when the connection fails; a refusal by the server is never retried
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = count::<0, 100>)]
    pub(super) retries: u32,

    /// Use this HTTP proxy instead of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`; `NO_PROXY` still applies
    #[arg(long, value_name = "URL", conflicts_with = "demo")]
    pub(super) proxy: Option<String>,

    /// Log to standard error how the connection is made; `-vv`: each call too
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,

    /// Print the calls made to the server to standard error
    #[arg(long)]
    pub(super) show_calls: bool,
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
