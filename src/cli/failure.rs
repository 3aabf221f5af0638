//! What ends the program, and with which exit status.

use std::io;

use super::config::ConfigError;
use super::exit;
use super::ignores::WrongIgnore;
use super::servers::NotChosen;
use super::signed_in::SignedInError;
use xo_health_client::Error;
use xo_health_client::anonymous::KeyError;
use xo_health_client::capture::CaptureError;
use xo_health_client::trust::TrustError;
use xo_health_core::scope;
use xo_health_core::units::Bytes;
use xo_health_history::HistoryError;
use xo_health_report::diff::Unreadable;
use xo_health_report::{jobs, sr};

/// A failure that ends the program.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The server could not be read.
    #[error(transparent)]
    Xo(#[from] Error),
    /// A capture could not be read or written.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// The stored sign-ins cannot be used.
    #[error(transparent)]
    SignedIn(#[from] SignedInError),
    /// The key for pseudonyms cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The embedded server of the demo could not be started.
    #[cfg(feature = "demo")]
    #[error("cannot start the demo: {0}")]
    Demo(#[from] mock_xo::ServeError),
    /// This program was built without the demo.
    #[cfg(not(feature = "demo"))]
    #[error("this program was built without the demo (feature `demo`)")]
    NoDemo,
    /// The runtime could not be started.
    #[error("cannot start: {0}; check the limits on threads and open files")]
    Start(io::Error),
    /// Standard output could not be written.
    #[error("cannot write the report: {0}")]
    Output(io::Error),
    /// A report cannot be written to its place.
    #[error(transparent)]
    File(#[from] OutputError),
    /// No job, or several, have the name that was given.
    #[error(transparent)]
    Job(#[from] jobs::JobNotFound),
    /// No SR, or several, have the name that was given.
    #[error(transparent)]
    Sr(#[from] sr::SrNotFound),
    /// An SR was not found in what could be read.
    #[error(
        "{0}\nNot all objects could be read: it may be among the rest. `xo-health check` shows what is missing"
    )]
    NotSeen(sr::SrNotFound),
    /// An earlier report cannot be used.
    #[error(transparent)]
    Earlier(#[from] EarlierError),
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The finding to suppress was not found.
    #[error(transparent)]
    Ignore(#[from] IgnoreError),
    /// The servers cannot be reported together as asked.
    #[error(transparent)]
    Several(#[from] SeveralError),
    /// The configuration does not decide which server to read.
    #[error(transparent)]
    Server(#[from] NotChosen),
    /// The program that should print a token does not.
    #[error(transparent)]
    TokenCommand(#[from] TokenCommandError),
    /// Nothing matches the scope that was asked for.
    #[error(transparent)]
    Scope(scope::Unmatched),
    /// Nothing that could be read matches the scope that was asked for.
    #[error(
        "{0}\nNot everything could be read: it may be among the rest. `xo-health check` shows what is missing"
    )]
    ScopeNotSeen(scope::Unmatched),
    /// The history cannot be read or written.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Reports by tag cannot be written.
    #[error(transparent)]
    Tag(#[from] TagError),
    /// The input of `explain` cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A panic in the check of one server of several.
    #[error(
        "the program is broken at {place}, so this server was not checked; the others were. Report this line as a bug, with \
         the version (`xo-health --version`) and, if you may, a capture"
    )]
    Broken {
        /// Source file and line.
        place: String,
    },
}

/// Why a report cannot be written to its place.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutputError {
    /// An output has no name.
    #[error("`--output` needs the name of a file")]
    NoName,
    /// A name whose suffix belongs to no format.
    #[error(
        "`{name}` has none of the suffixes {suffixes}; choose one, or name the format: `--output json:{name}`"
    )]
    Suffix {
        /// The name.
        name: String,
        /// The known suffixes.
        suffixes: String,
    },
    /// A format for standard output, which only gets the answer.
    #[error(
        "`--format {format}` is for standard output, but with `--output` that gets only the answer; leave it out, or write \
         `--output {format}:FILE`"
    )]
    Format {
        /// The format.
        format: &'static str,
    },
    /// A file that was named twice.
    #[error("`--output` names `{name}` twice")]
    Twice {
        /// The file.
        name: String,
    },
    /// A format that this command cannot write.
    #[error(
        "the format `{format}` is for `check` and `forecast` only; use text, json, markdown or html here"
    )]
    View {
        /// The format.
        format: &'static str,
    },
    /// The file cannot be started; nothing was read yet.
    #[error("cannot write `{name}`: {source}")]
    Begin {
        /// The file.
        name: String,
        /// What the system reports.
        source: io::Error,
    },
    /// The file cannot be finished.
    #[error("cannot write `{name}`: {source}; what was there before is still there")]
    Write {
        /// The file.
        name: String,
        /// What the system reports.
        source: io::Error,
    },
    /// A part of a page's head cannot be read.
    #[error("`{option} {name}`: {source}")]
    Cover {
        /// The option that names it.
        option: &'static str,
        /// The file.
        name: String,
        /// What the system reports.
        source: io::Error,
    },
    /// A part of a page's head is too large.
    #[error("`{option} {name}` is larger than {limit}")]
    Large {
        /// The option that names it.
        option: &'static str,
        /// The file.
        name: String,
        /// The most that is embedded.
        limit: Bytes,
    },
    /// A logo that browsers would not show.
    #[error("`--logo {name}` is not a PNG, JPEG, GIF, WebP or SVG picture")]
    Logo {
        /// The file.
        name: String,
    },
}

/// Why several servers cannot be reported together as asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum SeveralError {
    /// Reports by tag cover one server.
    #[error("`--per-tag` reports on one server: name one with `--server`")]
    PerTag,
    /// An earlier report covers one server.
    #[error("`--baseline` is a report of one server: name one with `--server`")]
    Baseline,
}

/// Why reports by tag cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum TagError {
    /// There is no file to write.
    #[error("`--per-tag` writes files: name them with `--output 'report-{{tag}}.html'`")]
    NoOutput,
    /// One file would hold the reports of several tags.
    #[error("`{name}` would get the reports of several tags: put `{{tag}}` into its name")]
    Placeholder {
        /// The file.
        name: String,
    },
}

/// Why a suppression cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum IgnoreError {
    /// The argument names no finding.
    #[error("{0}")]
    Finding(#[from] WrongIgnore),
    /// No finding matches.
    #[error("no finding `{finding}` here: `xo-health check --format json` lists the fingerprints")]
    NoSuch {
        /// What was asked for.
        finding: String,
    },
    /// Several findings match.
    #[error("several findings match `{finding}`: {candidates}")]
    Several {
        /// What was asked for.
        finding: String,
        /// Their fingerprints.
        candidates: String,
    },
}

/// Why a program does not print a token. What it prints is never repeated.
#[derive(Debug, thiserror::Error)]
pub(super) enum TokenCommandError {
    /// The configuration names no program.
    #[error("`{key}` names no program")]
    Empty {
        /// The key in the configuration.
        key: String,
    },
    /// The program cannot be started.
    #[error("cannot run `{program}` (`{key}`): {source}")]
    Start {
        /// The key.
        key: String,
        /// The program.
        program: String,
        /// What the system reports.
        source: io::Error,
    },
    /// The program fails.
    #[error("`{program}` (`{key}`) failed: {status}; run it by hand")]
    Fails {
        /// The key.
        key: String,
        /// The program.
        program: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
}

/// Why the input of a user cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum InputError {
    /// A folder or a device.
    #[error("cannot read {name}: not a file; give a log or a mail")]
    NotAFile {
        /// What was given.
        name: String,
    },
    /// The argument looks like the name of a file, which cannot be opened.
    #[error("cannot read {name}: {source}; give a log or a mail, or `-` for standard input")]
    Open {
        /// What was given.
        name: String,
        /// What the system reports.
        source: io::Error,
    },
    /// The input cannot be read to its end.
    #[error("cannot read {name}: {source}")]
    Read {
        /// The file, or standard input.
        name: String,
        /// What the system reports.
        source: io::Error,
    },
    /// A capture too large to explain.
    #[error("{name} is a capture larger than {limit}: see `xo-health jobs --from {name}`")]
    LargeCapture {
        /// The file.
        name: String,
        /// The most that is read.
        limit: Bytes,
    },
    /// A file too large to explain.
    #[error("{name} is larger than {limit}: give the part with the error")]
    Large {
        /// The file, or standard input.
        name: String,
        /// The most that is read.
        limit: Bytes,
    },
    /// A folder of captures cannot be listed.
    #[error("cannot read {name}: {source}; give a folder of captures")]
    Folder {
        /// The folder.
        name: String,
        /// What the system reports.
        source: io::Error,
    },
    /// A folder holds nothing that a backtest could score.
    #[error(
        "{name} contains nothing to score: it needs folders with `capture.json.gz` and `truth.json`, or at least two \
         captures of one server, taken days apart"
    )]
    NothingToScore {
        /// The folder.
        name: String,
    },
}

/// Why an earlier report cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum EarlierError {
    /// A folder or a device.
    #[error("cannot read {name}: not a file; give a capture, or a report written with `--format json`")]
    NotAFile {
        /// What was given.
        name: String,
    },
    /// A part of a report is asked for, but reports do not show what belongs to which part.
    #[error(
        "{name} contains reports, which cannot be narrowed: give captures, or reports that were made with the same `--pool`, `--sr`, \
         `--vm`, `--job`, `--tag` or `--mask`"
    )]
    PartOfReport {
        /// What was given.
        name: String,
    },
    /// The file is neither a capture nor a report.
    #[error(
        "cannot compare {name}: {source}; give a capture, or a report of `check` written with `--format json`"
    )]
    NoReport {
        /// The file.
        name: String,
        /// What is wrong with it.
        source: Unreadable,
    },
    /// The report is too large.
    #[error("{name} is larger than {limit}, which no report is; check that it is the right file")]
    Large {
        /// The file.
        name: String,
        /// The most that is read.
        limit: Bytes,
    },
    /// A history without two reports to compare.
    #[error(
        "{name} has no two reports to compare: `check --history` and `forecast --history` keep the last two, and \
         the last of each day for two weeks"
    )]
    FewReports {
        /// The history.
        name: String,
    },
    /// A history of several servers, and none is named.
    #[error("{name} contains several servers: name one of its pools with `--pool` ({pools})")]
    SeveralServers {
        /// The history.
        name: String,
        /// A pool of each.
        pools: String,
    },
    /// A folder without two reports to compare.
    #[error("{name} contains fewer than two captures or JSON reports: there is nothing to compare")]
    FewerThanTwo {
        /// The folder.
        name: String,
    },
}

impl Failure {
    /// Returns the exit status of the program.
    pub(super) fn exit_status(&self) -> u8 {
        match self {
            Self::File(OutputError::Write { .. }) => exit::NO_CHECK,
            Self::Earlier(_)
            | Self::Ignore(_)
            | Self::Several(_)
            | Self::Config(_)
            | Self::Server(_)
            | Self::TokenCommand(_)
            | Self::File(_)
            | Self::Job(_)
            | Self::Sr(_)
            | Self::Scope(_)
            | Self::Tag(_)
            | Self::Input(_) => exit::USAGE,
            Self::Xo(Error::Address(_) | Error::Credentials(_) | Error::NoProxy(_)) => exit::USAGE,
            Self::Xo(Error::Trust(
                TrustError::BadPin(_) | TrustError::CaFile { .. } | TrustError::NoCertificate { .. },
            )) => exit::USAGE,
            Self::SignedIn(_) => exit::USAGE,
            Self::Key(KeyError::File { .. } | KeyError::Malformed { .. } | KeyError::Open { .. }) => {
                exit::USAGE
            }
            Self::Capture(CaptureError::Ending(_)) => exit::USAGE,
            Self::History(
                HistoryError::Address { .. } | HistoryError::Missing { .. } | HistoryError::NoHome,
            ) => exit::USAGE,
            #[cfg(not(feature = "demo"))]
            Self::NoDemo => exit::USAGE,
            _ => exit::NO_CHECK,
        }
    }
}
