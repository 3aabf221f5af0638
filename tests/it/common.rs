//! Fixtures.

use std::path::PathBuf;

use xo_health::model::Snapshot;
use xo_health::xo::{Answers, capture};

/// Gives the path of a fixture.
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

/// Replays a capture of a real server.
pub(crate) fn snapshot(name: &str) -> Snapshot {
    let mut answers = Answers::default();
    capture::replay(&fixture(&format!("captures/{name}.json.gz")), &mut answers).unwrap();
    answers.finish()
}

/// Reads a JSON fixture.
pub(crate) fn json(name: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(fixture(name)).unwrap()).unwrap()
}
