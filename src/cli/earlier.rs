//! Earlier reports: read from JSON documents, or made from captures.
//!
//! In: the name of a file or folder, or a history. Out: a [`State`] to be compared.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Failure;
use super::args::Scope;
use super::failure::{EarlierError, InputError};
use super::ignores::Rule;
use super::memory::Keeper;
use super::server::{narrowed, replayed};
use crate::policy::Policy;
use xo_health_client::capture::{FORMAT, decompressed};
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::outlook::Outlook;
use xo_health_core::scope::ScopeRequest;
use xo_health_core::units::Bytes;
use xo_health_history::LARGEST_REPORT;
use xo_health_report::diff::State;
use xo_health_report::document::REPORT;
use xo_health_report::words::Words;

/// Bytes at the start of a file that distinguish a capture from a report.
const START: u64 = 4096;

/// How the report of a capture is made.
#[derive(Clone, Copy)]
pub(super) struct Making<'a> {
    /// The settings of its analysis.
    pub(super) settings: &'a dyn Fn() -> Settings,
    /// The rules that suppress findings.
    pub(super) rules: &'a [Rule],
    /// The words of the report.
    pub(super) words: &'static Words,
    /// The part of the server to compare; if `None`, the other report decides it.
    pub(super) part: Option<Narrowing<'a>>,
}

/// A part of a server.
#[derive(Clone, Copy)]
pub(super) struct Narrowing<'a> {
    /// The part that is asked for.
    pub(super) request: &'a ScopeRequest,
    /// Whose names are shown.
    pub(super) scope: &'a Scope,
}

impl Narrowing<'_> {
    fn is_all(self) -> bool {
        self.request.is_empty() && self.scope.mask.is_empty()
    }
}

/// Reads a report, or makes one from a capture.
///
/// # Errors
///
/// The file cannot be read, or is neither of them.
pub(super) fn read(path: &Path, making: Making<'_>) -> Result<State, Failure> {
    if begins_as_capture(path)? {
        return made(path, making);
    }
    let name = || path.display().to_string();
    if making.part.is_some_and(|part| !part.is_all()) {
        return Err(EarlierError::PartOfReport { name: name() }.into());
    }
    let json = contents(path, LARGEST_REPORT + 1)?;
    if json.len() as u64 > LARGEST_REPORT {
        return Err(EarlierError::Large { name: name(), limit: Bytes(LARGEST_REPORT) }.into());
    }
    State::read(&json).map_err(|source| EarlierError::NoReport { name: name(), source }.into())
}

fn made(path: &Path, making: Making<'_>) -> Result<State, Failure> {
    let mut analysis = Analysis::of(Arc::new(replayed(path)?), &(making.settings)());
    if let Some(part) = making.part {
        analysis = part.scope.masked(narrowed(analysis, part.request)?);
    }
    let outlook = Outlook::of(&analysis);
    let policy = Policy { needs_forecast: true, ..Policy::default() };
    let ignores: Vec<_> = making.rules.iter().map(|rule| rule.ignore.clone()).collect();
    let suppressed = analysis.suppressed(&ignores);
    let exit = policy.exit_without(&analysis, &outlook, &suppressed);
    let mut report = xo_health_report::check(&analysis, outlook, exit);
    xo_health_report::suppress(&mut report, &ignores, &suppressed);
    State::of(&report, making.words)
        .map_err(|source| EarlierError::NoReport { name: path.display().to_string(), source }.into())
}

fn begins_as_capture(path: &Path) -> Result<bool, Failure> {
    let start = contents(path, START)?;
    Ok(start.windows(FORMAT.len()).any(|window| window == FORMAT.as_bytes()))
}

/// Reads at most this many bytes of a file, decompressing gzip and zstd.
fn contents(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let cannot = |source| InputError::Read { name: path.display().to_string(), source };
    let file = File::open(path).map_err(cannot)?;
    if !path.is_file() {
        return Err(EarlierError::NotAFile { name: path.display().to_string() }.into());
    }
    let mut bytes = Vec::new();
    decompressed(BufReader::new(file)).map_err(cannot)?.take(most).read_to_end(&mut bytes).map_err(cannot)?;
    Ok(bytes)
}

/// Reads the last report that a history keeps of a server, and the one before it or one that is at least `back` older;
/// the earlier first.
///
/// # Errors
///
/// A part of a server is asked for, the history cannot be read, it holds several servers and none is named, or it has
/// too few reports.
pub(super) fn of_history(
    given: &str,
    part: Narrowing<'_>,
    back: Option<SignedDuration>,
) -> Result<[State; 2], Failure> {
    let name = || shown_name(given);
    let server_alone = ScopeRequest { pools: Vec::new(), ..part.request.clone() };
    if !(Narrowing { request: &server_alone, ..part }).is_all() {
        return Err(EarlierError::PartOfReport { name: name() }.into());
    }
    let mut keeper = Keeper::open_begun(given)?;
    let servers = keeper.servers(&part.request.pools)?;
    let [server] = &servers[..] else {
        let all = servers.iter().filter_map(|server| {
            let (id, name) = server.pools.first()?;
            Some(name.clone().unwrap_or_else(|| id.to_string()))
        });
        return Err(match servers.is_empty() {
            true => EarlierError::FewReports { name: name() },
            false => EarlierError::SeveralServers { name: name(), pools: all.collect::<Vec<_>>().join(", ") },
        }
        .into());
    };
    let times = keeper.reports(server)?;
    let pair = times.split_last().and_then(|(last, older)| {
        let latest = back.map_or(Some(*last), |back| last.checked_sub(back).ok())?;
        Some((*older.iter().rev().find(|at| **at <= latest)?, *last))
    });
    let Some((before, after)) = pair else { return Err(EarlierError::FewReports { name: name() }.into()) };
    let mut read = |at: Timestamp| -> Result<State, Failure> {
        let json = keeper.report(server, at)?.unwrap_or_default();
        State::read(&json).map_err(|source| EarlierError::NoReport { name: name(), source }.into())
    };
    Ok([read(before)?, read(after)?])
}

/// Returns how a history is named in an error: an address may hold a password.
fn shown_name(given: &str) -> String {
    if given.contains("://") { "the history".to_owned() } else { given.to_owned() }
}

/// Returns the last two captures or reports of a folder, the earlier first.
///
/// # Errors
///
/// The folder cannot be listed, or has fewer than two.
pub(super) fn last_two(folder: &Path) -> Result<[PathBuf; 2], Failure> {
    let name = || folder.display().to_string();
    let cannot = |source| InputError::Folder { name: name(), source };
    let mut dated: Vec<(Timestamp, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        // other files in the folder do not matter
        let at = if path.is_file() {
            contents(&path, LARGEST_REPORT).ok().and_then(|json| dated_by(&json))
        } else {
            None
        };
        dated.extend(at.map(|at| (at, path)));
    }
    dated.sort();
    match dated.pop().zip(dated.pop()) {
        Some(((_, after), (_, before))) => Ok([before, after]),
        None => Err(EarlierError::FewerThanTwo { name: name() }.into()),
    }
}

/// Returns the instant of a capture or a report; `None` for anything else.
fn dated_by(json: &[u8]) -> Option<Timestamp> {
    #[derive(Deserialize)]
    struct Head<'a> {
        #[serde(default)]
        format: Option<String>,
        #[serde(default)]
        schema: Option<String>,
        #[serde(borrow, default)]
        captured_at: Option<&'a RawValue>,
        #[serde(borrow, default)]
        observed_at: Option<&'a RawValue>,
    }
    let head: Head<'_> = serde_json::from_slice(json).ok()?;
    if head.format.as_deref() == Some(FORMAT) {
        return Timestamp::from_millisecond(head.captured_at?.get().parse().ok()?).ok();
    }
    (head.schema.as_deref() == Some(REPORT)).then_some(())?;
    serde_json::from_str(head.observed_at?.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dated() {
        let at = |json: &str| dated_by(json.as_bytes()).map(|at| at.to_string());
        let cases = [
            (
                r#"{"format": "xo-health.capture/1", "captured_at": 1000, "calls": {}}"#,
                Some("1970-01-01T00:00:01Z"),
            ),
            (
                r#"{"schema": "xo-health.report/1", "observed_at": "2026-11-22T14:34:40Z"}"#,
                Some("2026-11-22T14:34:40Z"),
            ),
            (r#"{"schema": "xo-health.jobs/1", "observed_at": "2026-11-22T14:34:40Z"}"#, None),
            (r#"{"format": "xo-health.capture/1"}"#, None),
            (r#"{"format": "xo-health.capture/1", "captured_at": "x"}"#, None),
            ("[]", None),
            ("", None),
        ];
        for (json, expected) in cases {
            assert_eq!(at(json).as_deref(), expected, "{json}");
        }
    }
}
