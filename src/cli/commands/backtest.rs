//! `xo-health backtest`: scores forecasts of past captures.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;

use crate::cli::args::BacktestArgs;
use crate::cli::failure::{Failure, InputError};
use crate::cli::now;
use crate::cli::outputs::Outputs;
use crate::cli::server::replayed;
use xo_health_client::capture;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::forecast::cases::{self, Case, Occurrence};
use xo_health_core::forecast::{Incident as Error, Options};
use xo_health_core::model::{JobId, ObjectId, Observation};
use xo_health_report::backtest;
use xo_health_report::formats::View;
use xo_health_report::predictions::error_of;
use xo_health_report::say::Say;
use xo_health_report::words::{Lang, key};

/// The file beside a capture that records what followed.
const TRUTH: &str = "truth.json";

/// Forecasts each capture of a folder, prints how the forecasts score, and returns 0 if any was scored.
pub(in crate::cli) fn run(args: &BacktestArgs, lang: Lang) -> Result<u8, Failure> {
    let outputs = Outputs::settle(&args.reporting, false)?;
    let options = || args.forecast.options();
    let mut left_out = Vec::new();
    let mut cases = with_truths(&args.folder, &options, &mut left_out)?;
    if cases.is_empty() {
        cases = successive(&args.folder, &options)?;
    }
    if cases.is_empty() {
        return Err(InputError::NothingToScore { name: args.folder.display().to_string() }.into());
    }
    let scored = backtest::score(&cases, left_out);
    let compose = |say: &Say<'_>| backtest::compose(&scored, say);
    outputs.write_view(View::Backtest(&scored), &args.reporting, lang, now(), compose)?;
    Ok(0)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let cannot = |source| InputError::Folder { name: folder.display().to_string(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        paths.push(entry.map_err(cannot)?.path());
    }
    paths.sort();
    Ok(paths)
}

/// What followed, as `truth.json` records it.
#[derive(Deserialize)]
struct Truth {
    to: Timestamp,
    errors: Vec<TruthError>,
    #[serde(default)]
    recent_errors: Vec<TruthError>,
}

#[derive(Deserialize)]
struct TruthError {
    at: Timestamp,
    error: String,
    job_id: String,
    vm_id: Option<String>,
}

impl TruthError {
    fn event(&self) -> Option<Occurrence> {
        let known = |error: &Error| key(&error_of(*error)) == self.error;
        Some(Occurrence {
            error: Error::ALL.into_iter().find(known)?,
            job: JobId::from(self.job_id.as_str()),
            vm: self.vm_id.as_deref().map(ObjectId::new),
            at: self.at,
        })
    }
}

/// Reads folders that contain a capture and what followed.
fn with_truths(
    folder: &Path,
    options: &impl Fn() -> Options,
    left_out: &mut Vec<String>,
) -> Result<Vec<Case>, Failure> {
    let mut cases = Vec::new();
    // the folder may be one of these itself
    let folders = match folder.join(TRUTH).is_file() {
        true => vec![folder.to_owned()],
        false => entries(folder)?,
    };
    for path in folders.into_iter().filter(|path| path.is_dir()) {
        let name = path.display();
        let captures = capture::ENDINGS.map(|ending| path.join(format!("capture{ending}")));
        let Some(capture) = captures.into_iter().find(|path| path.is_file()) else {
            left_out.push(format!("{name}: contains no capture"));
            continue;
        };
        let truth = fs::read_to_string(path.join(TRUTH));
        let truth = truth.map_err(|error| error.to_string());
        let truth: Truth =
            match truth.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string())) {
                Ok(truth) => truth,
                Err(error) => {
                    left_out.push(format!("{name}: cannot read truth.json: {error}"));
                    continue;
                }
            };
        let events: Vec<Occurrence> =
            truth.errors.iter().chain(&truth.recent_errors).filter_map(TruthError::event).collect();
        let events = events.into();
        cases.push(case(&forecast(replayed(&capture)?, options), &Error::ALL, truth.to, events));
    }
    Ok(cases)
}

/// Reads successive captures of one server: the logs of later ones record what followed the earlier ones.
fn successive(folder: &Path, options: &impl Fn() -> Options) -> Result<Vec<Case>, Failure> {
    let mut observations = Vec::new();
    for path in entries(folder)?.iter().filter(|path| path.is_file() && capture::ending(path).is_some()) {
        observations.push(replayed(path)?);
    }
    observations.sort_by_key(|observation| observation.reading.observed_at);
    let Some(last) = observations.last().map(|observation| observation.reading.observed_at) else {
        return Ok(Vec::new());
    };
    let runs = observations.iter().flat_map(|observation| observation.backups.runs.iter().flatten());
    let events: Arc<[Occurrence]> = cases::events(runs).into();
    observations.retain(|observation| observation.reading.observed_at < last);
    let of = |earlier| case(&forecast(earlier, options), &cases::LOGGED, last, events.clone());
    Ok(observations.into_iter().map(of).collect())
}

fn case(analysis: &Analysis, watched: &[Error], known_until: Timestamp, events: Arc<[Occurrence]>) -> Case {
    Case::of(analysis.now(), (analysis.plan(), analysis.forecast()), watched, known_until, events)
}

fn forecast(observation: Observation, options: &impl Fn() -> Options) -> Analysis {
    let settings = Settings { forecast: Some(options()), ..Settings::default() };
    Analysis::of(Arc::new(observation), &settings)
}
