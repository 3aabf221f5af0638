//! `xo-health backtest`: how good the forecasts of past captures were.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;

use crate::backup::Plan;
use crate::chains::Chains;
use crate::cli::args::{Backtest, Format};
use crate::cli::{Failure, output};
use crate::forecast::{self, Error, Options};
use crate::model::{JobId, ObjectId, RunStatus, Snapshot};
use crate::report::backtest::{self, Case, Event, possible};
use crate::report::json;
use crate::texts::Lang;
use crate::xo::{Answers, capture};

/// Names of a capture within a folder of its own.
const CAPTURES: [&str; 3] = ["capture.json", "capture.json.gz", "capture.json.zst"];

/// Forecasts each capture of a folder, scores, prints; 0 when something was scored.
pub(in crate::cli) fn run(args: &Backtest, lang: Lang) -> Result<u8, Failure> {
    let options = args.forecast.options();
    let mut left_out = Vec::new();
    let mut cases = with_truths(&args.folder, &options, &mut left_out)?;
    if cases.is_empty() {
        cases = successive(&args.folder, &options)?;
    }
    if cases.is_empty() {
        return Err(Failure::Usage(format!(
            "{} holds nothing to score: give folders with `capture.json.gz` and `truth.json`, or two captures of one \
             server and more, taken days apart",
            args.folder.display()
        )));
    }
    let scored = backtest::score(&cases, left_out);
    let printed = match args.format {
        Format::Json => json::write(&scored).map_err(|error| Failure::Output(error.into()))?,
        Format::Text => backtest::render(&scored, &output::style(true, lang)),
    };
    output::print(&printed).map_err(Failure::Output)?;
    Ok(0)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let cannot = |error: std::io::Error| {
        Failure::Usage(format!("cannot read {}: {error}; name a folder of captures", folder.display()))
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        paths.push(entry.map_err(cannot)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<Snapshot, Failure> {
    let mut answers = Answers::default();
    capture::replay(path, &mut answers)?;
    Ok(answers.finish())
}

fn case(
    snapshot: &Snapshot,
    options: &Options,
    watched: &[Error],
    known_until: Timestamp,
    events: Vec<Event>,
) -> Case {
    let now = snapshot.reading.observed_at;
    let inventory = &snapshot.inventory;
    let chains = Chains::build(inventory);
    let plan = Plan::build(inventory, &snapshot.backups, now);
    let verdicts = forecast::verdicts(inventory, &chains, &plan);
    let forecast = forecast::forecast(inventory, &chains, &plan, &snapshot.backups, &verdicts, now, options);
    Case {
        made: now,
        known_until,
        predictions: forecast.predictions,
        possible: possible(&plan, watched),
        events,
    }
}

/// What followed, as `truth.json` tells it.
#[derive(Deserialize)]
struct Truth {
    to: Timestamp,
    errors: Vec<Came>,
    #[serde(default)]
    recent_errors: Vec<Came>,
}

#[derive(Deserialize)]
struct Came {
    at: Timestamp,
    error: String,
    job_id: String,
    vm_id: Option<String>,
}

impl Came {
    fn event(&self) -> Option<Event> {
        let known = |error: &Error| backtest_name(*error) == self.error;
        Some(Event {
            error: Error::ALL.into_iter().find(known)?,
            job: JobId::from(self.job_id.as_str()),
            vm: self.vm_id.as_deref().map(ObjectId::new),
            at: self.at,
        })
    }
}

fn backtest_name(error: Error) -> &'static str {
    crate::report::coming::ErrorName::from(error).code()
}

/// Reads folders that hold a capture and what followed.
fn with_truths(folder: &Path, options: &Options, left_out: &mut Vec<String>) -> Result<Vec<Case>, Failure> {
    let mut cases = Vec::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let name = path.display();
        let Some(capture) = CAPTURES.iter().map(|name| path.join(name)).find(|path| path.is_file()) else {
            left_out.push(format!("{name}: it holds no capture"));
            continue;
        };
        let truth = fs::read_to_string(path.join("truth.json"));
        let truth = truth.map_err(|error| error.to_string());
        let truth: Truth =
            match truth.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string())) {
                Ok(truth) => truth,
                Err(error) => {
                    left_out.push(format!("{name}: cannot read truth.json: {error}"));
                    continue;
                }
            };
        let events = truth.errors.iter().chain(&truth.recent_errors).filter_map(Came::event).collect();
        cases.push(case(&read(&capture)?, options, &Error::ALL, truth.to, events));
    }
    Ok(cases)
}

/// Reads captures of one server, one after the other: the logs of the later ones tell what followed the earlier.
fn successive(folder: &Path, options: &Options) -> Result<Vec<Case>, Failure> {
    let is_capture = |path: &PathBuf| {
        let name = path.to_string_lossy();
        path.is_file() && [".json", ".json.gz", ".json.zst"].iter().any(|ending| name.ends_with(ending))
    };
    let mut snapshots = Vec::new();
    for path in entries(folder)?.iter().filter(|path| is_capture(path)) {
        snapshots.push(read(path)?);
    }
    snapshots.sort_by_key(|snapshot| snapshot.reading.observed_at);
    let Some(last) = snapshots.last().map(|snapshot| snapshot.reading.observed_at) else {
        return Ok(Vec::new());
    };
    let events: Vec<Event> = snapshots.iter().flat_map(logged).collect();
    // no log tells when an RPO was missed
    let watched: Vec<Error> = Error::ALL.into_iter().filter(|error| *error != Error::RpoMissed).collect();
    let earlier = snapshots.iter().filter(|snapshot| snapshot.reading.observed_at < last);
    Ok(earlier.map(|snapshot| case(snapshot, options, &watched, last, events.clone())).collect())
}

/// Lists the errors that the logs of a capture hold.
fn logged(snapshot: &Snapshot) -> Vec<Event> {
    let mut events = Vec::new();
    for run in snapshot.backups.runs.iter().flatten() {
        let Some(job) = &run.job else { continue };
        let words = run.error.as_ref().map(|error| &*error.message);
        let is_refused = words.is_some_and(|words| words.ends_with("is already running"));
        if let (true, Some(at)) = (is_refused, run.start) {
            events.push(Event { error: Error::AlreadyRunning, job: job.clone(), vm: None, at });
        }
        for vm in &run.vms {
            if !matches!(vm.whole.status, RunStatus::Failure | RunStatus::Skipped) {
                continue;
            }
            let words = vm.whole.error.as_ref().map(|error| &*error.message);
            let at = vm.whole.end().or(vm.whole.start());
            if let (Some(error), Some(at)) = (words.and_then(of_words), at) {
                events.push(Event { error, job: job.clone(), vm: vm.vm.clone(), at });
            }
        }
    }
    events
}

/// Tells which of the five errors XO's words mean.
fn of_words(words: &str) -> Option<Error> {
    let is = |start: &str| words.starts_with(start);
    if is("SR_BACKEND_FAILURE_44") {
        return Some(Error::NoSpace);
    }
    if (is("SR_BACKEND_FAILURE_81") || is("SR_BACKEND_FAILURE_78")) && words.contains("error 28") {
        return Some(Error::NoSpace);
    }
    if is("SR_BACKEND_FAILURE_109") {
        return Some(Error::ChainTooLong);
    }
    is("unhealthy VDI chain").then_some(Error::UnhealthyChain)
}
