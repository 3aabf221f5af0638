//! What must hold for every outlook, on every capture and world of the fixtures.

use std::path::{Path, PathBuf};

use xo_health_core::model::Observation;
use xo_health_core::outlook::{Outlook, Status};
use xo_health_core::scope::ScopeRequest;

use crate::common::{analysis, analysis_of, fixture};

fn outlook(path: &Path) -> Outlook {
    Outlook::of(&analysis(path))
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

/// A part is reported as it is within the whole: the same rows with the same outcomes.
#[test]
fn a_part_is_as_it_is_in_the_whole() {
    for path in captures("captures").into_iter().take(6) {
        let whole = analysis(&path);
        let rows = Outlook::of(&whole).rows;
        let srs: Vec<String> = whole.inventory().srs.iter().map(|sr| sr.id.to_string()).collect();
        for sr in srs.into_iter().take(4) {
            let request = ScopeRequest { srs: vec![sr], ..ScopeRequest::default() };
            let part = whole.clone().narrowed(&request).unwrap();
            let outlook = Outlook::of(&part);
            broken(&path, &outlook);
            let scope = part.scope().unwrap();
            let of_whole: Vec<_> =
                rows.iter().filter(|row| scope.covers(&row.job_id, Some(&row.vm_id))).collect();
            assert_eq!(outlook.rows.iter().collect::<Vec<_>>(), of_whole, "{}", path.display());
        }
    }
}

/// Checks the outlook of a world in which nothing goes wrong: no answer says that something will.
pub(crate) fn is_not_told_to_fail(path: &Path, observation: Observation) {
    // nothing happens in any draw, so two are enough: one in which something did would be half of them
    let outlook = Outlook::of(&analysis_of(observation, 2));
    broken(path, &outlook);
    let status = outlook.answer.status;
    assert!(!matches!(status, Status::No | Status::ProbablyNot), "{}: {status:?}", path.display());
}
