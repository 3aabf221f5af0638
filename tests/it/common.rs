//! Fixtures, and short ways from a capture to its report.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use serde_json::Value;
use xo_health::policy::Policy;
use xo_health_client::capture::CaptureError;
use xo_health_client::{Answers, capture};
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::forecast::{Deadline, Options};
use xo_health_core::model::Observation;
use xo_health_core::outlook::Outlook;
use xo_health_report::Report;
use xo_health_report::blocks::Document;
use xo_health_report::document::CheckDocument;
use xo_health_report::formats::{Csv, Format, Page, View};
use xo_health_report::render::Style;
use xo_health_report::render::html::Cover;
use xo_health_report::say::Say;
use xo_health_report::words::{Lang, Words};

/// Returns the path of a fixture.
pub(crate) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The captures of a real server.
pub(crate) const CAPTURES: [&str; 8] = [
    "api-errors",
    "backup-errors",
    "hidden-base-copies",
    "near-30-chain",
    "small-healthy",
    "special-states",
    "unhealthy-chain",
    "unhealthy-chain-before-runs",
];

/// Returns the path of a capture of a real server.
pub(crate) fn capture_path(name: &str) -> PathBuf {
    fixture(&format!("captures/{name}.json.gz"))
}

/// Reads a capture of a real server as it is.
pub(crate) fn raw(name: &str) -> Value {
    mock_xo::read_capture(&capture_path(name)).unwrap()
}

/// Replays a capture of a real server.
pub(crate) fn observation(name: &str) -> Observation {
    replay(&capture_path(name)).unwrap()
}

/// Replays any capture.
pub(crate) fn replay(path: &Path) -> Result<Observation, CaptureError> {
    let mut answers = Answers::default();
    capture::replay(path, &mut answers)?;
    Ok(answers.finish())
}

/// Builds the report of an observation, with the program's defaults.
pub(crate) fn report(observation: &Observation) -> Report {
    check(observation, None)
}

/// Builds the report of an observation, with a forecast if there are options for it.
pub(crate) fn check(observation: &Observation, forecast: Option<Options>) -> Report {
    let settings = Settings { forecast, ..Settings::default() };
    let analysis = Analysis::of(Arc::new(observation.clone()), &settings);
    let outlook = Outlook::of(&analysis);
    let exit = Policy::default().exit(&analysis, &outlook);
    xo_health_report::check(&analysis, outlook, exit)
}

/// Analyses a capture, with a forecast of enough draws to distinguish a half from a tenth, and still fast.
pub(crate) fn analysis(path: &Path) -> Analysis {
    analysis_of(replay(path).unwrap(), 40)
}

/// Analyses an observation, with a forecast of this many draws.
pub(crate) fn analysis_of(observation: Observation, draws: u32) -> Analysis {
    let options = Options {
        horizon: 72,
        also: None,
        draws: Some(draws),
        seed: 1,
        merge_speed: None,
        threads: NonZero::<usize>::MIN,
        deadline: Deadline::default(),
    };
    let settings = Settings { forecast: Some(options), ..Settings::default() };
    Analysis::of(Arc::new(observation), &settings)
}

/// Writes a view with everything unfolded, as text and as its document.
pub(crate) fn written(
    view: View<'_>,
    now: Timestamp,
    compose: &dyn Fn(&Say<'_>) -> Document,
) -> (String, Value) {
    let (style, cover) = (Style { verbose: true, ..Style::default() }, Cover::default());
    let page =
        Page { view, compose, now, style: &style, took: None, csv: Csv::default(), cover: &cover, srs: &[] };
    let of = |format: &str| Format::named(format).unwrap().write(&page).unwrap();
    (of("text"), serde_json::from_str(&of("json")).unwrap())
}

/// Writes a report as its JSON document, and parses it.
pub(crate) fn document(report: &Report) -> Value {
    serde_json::from_str(
        &xo_health_report::json::write(&CheckDocument::of(report, Words::of(Lang::En))).unwrap(),
    )
    .unwrap()
}

/// Reads a JSON fixture.
pub(crate) fn json(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(fixture(name)).unwrap()).unwrap()
}

/// Lists the violations of the checked-in schema.
pub(crate) fn schema_errors(document: &Value) -> Vec<String> {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report-1.json");
        let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
    });
    SCHEMA.iter_errors(document).map(|error| error.to_string()).collect()
}

/// Returns the instant for tests that need one: that of the capture `special-states`, to the second.
pub(crate) fn instant() -> Timestamp {
    "2026-11-22T14:34:40Z".parse().unwrap()
}

/// Serves a state on a free port of the loopback interface.
pub(crate) fn serve(state: mock_xo::State) -> mock_xo::Running {
    mock_xo::serve(state, mock_xo::ServeOptions::default()).unwrap()
}

/// Sorts the elements of a list by one of their fields.
pub(crate) fn sorted_by(list: &Value, field: &str) -> Vec<Value> {
    let mut list = list.as_array().unwrap().clone();
    list.sort_by_key(|element| element[field].as_str().unwrap().to_owned());
    list
}
