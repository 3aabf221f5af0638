//! The command line: arguments in, text and an exit status out.
//!
//! The only module that reads the clock, writes to the terminal and knows exit statuses. Other modules make what it
//! prints.

mod args;
mod commands;
mod output;
mod progress;
mod server;
mod values;
mod watch;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use jiff::Timestamp;

use args::{Args, Command};
use xo_health_client::Error;
use xo_health_client::capture::CaptureError;
use xo_health_client::trust::TrustError;
use xo_health_report::words::Lang;

/// Exit statuses beyond those of the report.
mod exit {
    /// The check could not be completed.
    pub(super) const NO_CHECK: u8 = 3;
    /// Ended by SIGINT, as shells report it.
    pub(super) const INTERRUPTED: u8 = 130;
    /// Ended by SIGTERM.
    pub(super) const TERMINATED: u8 = 143;
    /// Ended by SIGHUP.
    pub(super) const HUNG_UP: u8 = 129;
    /// Ended by SIGQUIT.
    pub(super) const QUIT: u8 = 131;
    /// Nothing in the input was recognised.
    pub(super) const NOT_KNOWN: u8 = 1;
    /// A part of what was given is known.
    pub(super) const PARTLY_KNOWN: u8 = 2;
    /// Wrong usage (`EX_USAGE` of sysexits.h).
    pub(super) const USAGE: u8 = 64;
}

/// A failure that ends the program.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The server could not be read.
    #[error(transparent)]
    Xo(#[from] Error),
    /// A capture could not be read or written.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// The embedded server of the demo could not be started.
    #[error("cannot start the demo: {0}")]
    Demo(#[from] mock_xo::ServeError),
    /// The runtime could not be started.
    #[error("cannot start: {0}; check the limits on threads and open files")]
    Start(std::io::Error),
    /// Standard output could not be written.
    #[error("cannot write the report: {0}")]
    Output(std::io::Error),
    /// The arguments are wrong or contradict each other.
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    fn exit_status(&self) -> u8 {
        match self {
            Self::Usage(_) => exit::USAGE,
            Self::Xo(Error::Address(_) | Error::Credentials(_) | Error::NoProxy(_)) => exit::USAGE,
            Self::Xo(Error::Trust(TrustError::CaFile { .. } | TrustError::NoCertificate { .. })) => {
                exit::USAGE
            }
            Self::Capture(CaptureError::Ending(_)) => exit::USAGE,
            _ => exit::NO_CHECK,
        }
    }
}

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the definition of the arguments, for man pages and completions.
pub fn command() -> clap::Command {
    Args::command()
}

/// Runs the program and returns its exit status.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // clap prints help and version to standard output, errors to standard error
            let _ = error.print();
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return ExitCode::from(if asked { 0 } else { exit::USAGE });
        }
    };
    keep_no_core();
    output::set_color(args.color);
    watch::start(args.command.limits());
    let lang = args.lang.map_or_else(language, Lang::from);
    match run(args.command, lang) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            output::error(&failure.to_string());
            ExitCode::from(failure.exit_status())
        }
    }
}

fn run(command: Command, lang: Lang) -> Result<u8, Failure> {
    match command {
        Command::Check(check) => commands::check(&check, lang),
        Command::Backtest(backtest) => commands::backtest(&backtest, lang),
        Command::Forecast(forecast) => commands::forecast(&forecast, lang),
        Command::Capture(capture) => commands::capture(&capture),
        Command::Explain(explain) => commands::explain(&explain, lang),
        Command::Jobs(jobs) => commands::jobs(&jobs, lang),
        Command::Sr(sr) => commands::sr(&sr, lang),
    }
}

/// Keeps the memory of this process, which holds a token, out of core dumps and away from debuggers of the same user.
fn keep_no_core() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // a system that refuses leaves things as they were
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Reads the language from the environment.
fn language() -> Lang {
    let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
    Lang::from_locales(locales.iter().map(String::as_str))
}

/// Reads the clock; nothing else may.
#[expect(
    clippy::disallowed_methods,
    reason = "the edge of the program: everything else takes the instant as a value"
)]
fn now() -> Timestamp {
    Timestamp::now()
}
