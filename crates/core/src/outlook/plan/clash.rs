//! Steps that must not be in the same plan.

use super::StepAction;
use super::candidate::Candidate;
use crate::forecast::Change;
use crate::model::JobId;

/// Returns whether a step contradicts a chosen one: two retentions of a job, two times of a schedule, starting a
/// collector where a chain must be repaired first, waiting and starting by hand.
pub(super) fn contradicts<'c>(found: &Candidate, mut chosen: impl Iterator<Item = &'c Candidate>) -> bool {
    let same_job = |a: &[JobId], b: &[JobId]| a.iter().any(|one| b.contains(one));
    chosen.any(|other| {
        let on_same_sr = other.sr_ids.iter().any(|sr| found.sr_ids.contains(sr));
        let clash = |a: &Candidate, b: &Candidate| match (&a.action, &b.action) {
            (StepAction::EnableCollector | StepAction::RescanSr, StepAction::RepairChain) => on_same_sr,
            (StepAction::RunNow, StepAction::WaitForMerges { .. }) => {
                a.changes.iter().zip(&b.changes).any(|changes| match changes {
                    (Change::RunNow { job }, Change::WaitForMerges { jobs, .. }) => jobs.contains(job),
                    _ => false,
                })
            }
            _ => false,
        };
        let twice = found.changes.iter().zip(&other.changes).any(|changes| match changes {
            (Change::KeepFewer { jobs: a, .. }, Change::KeepFewer { jobs: b, .. }) => same_job(a, b),
            (
                Change::MoveSchedule { job: a, schedule: s, .. },
                Change::MoveSchedule { job: b, schedule: t, .. },
            ) => a == b && s == t,
            (Change::WaitForMerges { jobs: a, .. }, Change::WaitForMerges { jobs: b, .. })
            | (Change::RunLessOften { jobs: a, .. }, Change::RunLessOften { jobs: b, .. }) => same_job(a, b),
            _ => false,
        });
        let same = found.action == other.action && found.objects == other.objects;
        twice || same || clash(found, other) || clash(other, found)
    })
}
