//! XOH-305: the next snapshot of a VM does not fit.
//!
//! Even by the lowest estimate, the snapshots of a run need more than their SR has free: LVM refuses with
//! `SR_BACKEND_FAILURE_44`, file SRs and LINSTOR end in `SR_BACKEND_FAILURE_81`. Critical if an enabled job takes the
//! snapshot, otherwise warning.

use super::support::runs::{self, Runs};
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::SnapshotNoRoom;
use crate::findings::{Finding, Severity};
use crate::forecast::{GateOutcome, Verdict};
use crate::model::VmIdx;
use crate::storage::{Refusal, Rules};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let vms = runs::by_vm(analysis).into_iter();
    vms.filter_map(|(vm, runs)| {
        let refused = runs.into_iter().filter(|run| matches!(run.outcome, GateOutcome::NoSpace { .. }));
        judge(analysis, vm, refused.collect())
    })
    .collect()
}

fn judge(analysis: &Analysis, vm: VmIdx, refused: Vec<&Verdict>) -> Option<Finding> {
    let inventory = analysis.inventory();
    let worst = refused.iter().filter_map(|run| match run.outcome {
        GateOutcome::NoSpace { sr, need, free } => Some((need, sr, free, run)),
        _ => None,
    });
    let (need, sr, free, run) = worst.max_by_key(|(need, sr, ..)| (*need, std::cmp::Reverse(*sr)))?;
    let error = Rules::of(inventory.sr(sr), None).refusal().map_or(44, Refusal::number);
    let runs = Runs::of(refused.iter().copied());
    let affected = runs.evidence(analysis);
    let (sr, sr_id) = subjects::sr_names(inventory, Some(sr));
    let evidence = SnapshotNoRoom {
        need_bytes: need,
        free_bytes: free,
        disks: subjects::vdi_names(inventory, &run.vdis),
        error: format!("SR_BACKEND_FAILURE_{error}"),
        sr,
        sr_id,
        jobs: affected.jobs,
        job_ids: affected.job_ids,
        enabled: affected.enabled,
        next_run_at: affected.next_run_at,
    };
    Some(Finding::new(
        if runs.enabled() { Severity::Critical } else { Severity::Warning },
        subjects::vm(inventory, vm),
        evidence,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;
    use crate::units::Bytes;

    #[test]
    fn severity_by_job_and_error_by_driver() {
        let cases = [
            ("lvm", "nightly web", "critical vm web", "SR_BACKEND_FAILURE_44"),
            ("lvm", "nightly web off", "warning vm web", "SR_BACKEND_FAILURE_44"),
            ("nfs", "nightly web", "critical vm web", "SR_BACKEND_FAILURE_81"),
            ("linstor", "nightly web", "critical vm web", "SR_BACKEND_FAILURE_81"),
        ];
        for (driver, run, expected, error) in cases {
            let text = format!("sr s {driver} 100GiB free 1MiB vm web {{ disk root 40GiB on s }}");
            let world = World::new(&text);
            let short = GateOutcome::NoSpace { sr: world.sr("s"), need: Bytes::gib(3), free: Bytes::mib(1) };
            let found = find(&world.run(run, short, &["web/root"]).analysis());
            assert_eq!(show(&found), expected, "{driver}, {run}");
            assert_eq!(fact(&found[0], "error"), Some(Value::from(error)));
            assert_eq!(fact(&found[0], "need_bytes"), Some(Value::from(Bytes::gib(3))));
        }
    }
}
