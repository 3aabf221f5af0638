//! XOH-708: the same error comes back again and again, with successes in between.
//!
//! A failure in every third run never makes three in a row (XOH-703), but is no accident either: the same text, apart
//! from numbers and ids, in [`AGAIN`] of the last [`LAST`] backups of a VM by a job. One finding for each job, about
//! the error of the VM that has it most often. Warning if something starts the job, as far as that was read, otherwise
//! info. XOH-703 reports what currently fails in a row.

use std::collections::BTreeMap;

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::PlannedJob;
use crate::backup::history::{JobHistory, VmBackup, VmHistory};
use crate::findings::evidence::FlakyBackup;
use crate::findings::{Finding, Severity};
use crate::model::{ObjectId, Run};

/// Number of backups that are examined. Our choice, as is the next one.
const LAST: usize = 10;

/// This many of them with one error are no accident.
const AGAIN: usize = 3;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let Some(history) = analysis.history() else { return Vec::new() };
    let with_past = analysis.plan().jobs().iter().filter_map(|job| Some((job, history.job(&job.job.id)?)));
    with_past.filter_map(|(job, past)| judge(analysis, job, past)).collect()
}

/// A recurring error.
struct Again<'a> {
    vm: &'a ObjectId,
    failures: usize,
    of: usize,
    error: &'a str,
}

fn judge(analysis: &Analysis, job: &PlannedJob, past: &JobHistory) -> Option<Finding> {
    let vms = job.selection.vms.iter();
    let all: Vec<Again<'_>> = vms.filter_map(|vm| again(&vm.id, past.vm(&vm.id)?, analysis.runs())).collect();
    let worst = all.iter().rev().max_by_key(|one| one.failures)?;
    let is_enabled = analysis.plan().starts(&job.job.id) != Some(false);
    let evidence = FlakyBackup {
        failures: count(worst.failures),
        of: count(worst.of),
        error: worst.error.to_owned(),
        vms: all.iter().map(|one| subjects::vm_name(analysis.inventory(), one.vm)).collect(),
        vm_ids: all.iter().map(|one| one.vm.to_string()).collect(),
        enabled: is_enabled,
    };
    let severity = if is_enabled { Severity::Warning } else { Severity::Info };
    Some(Finding::new(severity, subjects::job(&job.job), evidence))
}

fn again<'a>(vm: &'a ObjectId, past: &VmHistory, runs: &'a [Run]) -> Option<Again<'a>> {
    let counts = |backup: &&VmBackup| backup.succeeded() || backup.failed_or_skipped();
    let last: Vec<&VmBackup> = past.backups.iter().rev().filter(counts).take(LAST).collect();
    if past.failing().count() >= AGAIN || !last.iter().any(|backup| backup.succeeded()) {
        return None;
    }
    let mut by_text: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for backup in last.iter().filter(|backup| backup.failed_or_skipped()) {
        let Some(error) = &backup.of(runs).whole.error else { continue };
        by_text.entry(bare(&error.message)).or_insert((0, &error.message)).0 += 1;
    }
    let (failures, error) = by_text.into_values().max_by_key(|(times, _)| *times)?;
    (failures >= AGAIN).then_some(Again { vm, failures, of: last.len(), error })
}

/// Removes words with digits from a text, because ids, sizes and instants differ from run to run.
fn bare(text: &str) -> String {
    let words = text.split(|char: char| !char.is_alphanumeric());
    let plain = words.filter(|word| !word.is_empty() && !word.contains(|char: char| char.is_ascii_digit()));
    plain.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn three_of_the_last_ten() {
        let cases = [
            ("f s f s f s", "warning job nightly"),
            ("f s f s s s", ""),
            ("s f f f", ""),
            ("f f f", ""),
            ("f s k s f s", ""),
            ("f f f s s s s s s s s s s", ""),
            ("f f f s s s s s s s", "warning job nightly"),
        ];
        for (past, expected) in cases {
            let how = |word| match word {
                "f" => "failure",
                "k" => "skipped",
                _ => "success",
            };
            let all: Vec<&str> = past.split(' ').collect();
            let runs: Vec<String> = all
                .iter()
                .zip((0..all.len()).rev())
                .map(|(word, age)| format!("{}h {}", 9 + 24 * age, how(word)))
                .collect();
            let runs: Vec<&str> = runs.iter().map(String::as_str).collect();
            let world = World::new("sr s ext vm web { disk root 9GiB on s }").past(
                "nightly",
                "0 22 * * *",
                &["web"],
                &runs,
            );
            assert_eq!(show(&find(&world.analysis())), expected, "{past}");
        }
    }

    #[test]
    fn ids_do_not_distinguish_errors() {
        assert_eq!(
            bare("VDI_IN_USE(OpaqueRef:1a2b, snapshot)"),
            bare("VDI_IN_USE(OpaqueRef:3c4d, snapshot)")
        );
        assert_ne!(bare("VDI_IN_USE(x)"), bare("SR_FULL(x)"));
    }
}
