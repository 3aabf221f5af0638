//! What holds of every outlook, on every capture and world of the fixtures.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xo_health_client::{Answers, capture};
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::forecast::{Deadline, Options};
use xo_health_core::outlook::{Outlook, Status};

use crate::common::fixture;

/// Draws that tell a half from a tenth, and are quick.
const DRAWS: u32 = 40;

fn outlook(path: &Path) -> Outlook {
    let mut answers = Answers::default();
    capture::replay(path, &mut answers).unwrap();
    let options = Options {
        horizon: 72,
        also: None,
        draws: Some(DRAWS),
        seed: 1,
        threads: NonZero::<usize>::MIN,
        deadline: Deadline::default(),
    };
    let settings = Settings { forecast: Some(options), ..Settings::default() };
    Outlook::of(&Analysis::of(Arc::new(answers.finish()), &settings))
}

fn captures(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(fixture(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.to_string_lossy().ends_with(".json.gz")).collect();
    paths.sort();
    paths
}

fn broken(path: &Path, outlook: &Outlook) {
    let broken = xo_health_invariants::check(&serde_json::to_value(outlook).unwrap());
    assert_eq!(broken, [], "{}", path.display());
}

#[test]
fn nothing_is_broken_in_the_captures() {
    for path in captures("captures") {
        broken(&path, &outlook(&path));
    }
}

/// Nothing goes wrong in these worlds: no answer says that something will.
#[test]
fn healthy_worlds_are_not_told_to_fail() {
    let worlds = captures("worlds");
    assert!(worlds.len() > 40);
    for path in worlds {
        let outlook = outlook(&path);
        broken(&path, &outlook);
        let status = outlook.answer.status;
        assert!(!matches!(status, Status::No | Status::ProbablyNot), "{}: {status:?}", path.display());
    }
}
