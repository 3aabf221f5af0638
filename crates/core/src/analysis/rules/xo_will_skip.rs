//! XOH-102: XO would skip this VM to protect its chains.
//!
//! Before a snapshot XO counts, for each disk of the VM, the base copies whose only child is a base copy; if there is
//! more than one, XO skips the VM with `unhealthy VDI chain`. This is what a run started now would meet. Critical in a
//! run that starts by itself if nothing can merge before it: the collector is switched off, or stopped by a broken
//! chain or a lack of room, or merges do not progress (as XOH-205 reports), or the run starts sooner than the
//! collector. Otherwise a warning: merges may be done in time.

use std::collections::BTreeSet;

use super::support::runs::{self, Runs};
use super::support::subjects;
use crate::analysis::Analysis;
use crate::analysis::stalls::Stalled;
use crate::chains::GATE_TOLERANCE;
use crate::findings::evidence::{Standstill, XoWillSkip};
use crate::findings::{Finding, Severity};
use crate::forecast::{GateOutcome, Verdict};
use crate::model::{VdiIdx, VmIdx};
use crate::storage::GcState;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let vms = runs::by_vm(analysis).into_iter();
    let stalls = analysis.stalls();
    vms.filter_map(|(vm, runs)| {
        let skipped = runs.into_iter().filter(|run| run.outcome == GateOutcome::Skip);
        judge(analysis, stalls, vm, skipped.collect())
    })
    .collect()
}

fn judge(
    analysis: &Analysis,
    stalls: &[Option<Stalled>],
    vm: VmIdx,
    skipped: Vec<&Verdict>,
) -> Option<Finding> {
    let inventory = analysis.inventory();
    let disks: BTreeSet<VdiIdx> = skipped.iter().flat_map(|run| run.vdis.iter().copied()).collect();
    let disks: Vec<VdiIdx> = disks.into_iter().collect();
    let stopped = disks.iter().find_map(|&vdi| {
        let sr = inventory.vdi(vdi).sr?;
        let stalled = stalls[sr.at()].is_some_and(Stalled::is_stuck);
        let stop = analysis.collector(sr).stop().map(standstill);
        Some((sr, stop.or(stalled.then_some(Standstill::Stalled))?))
    });
    // a disk whose SR cannot merge is more informative than the first one
    let sr = stopped.map(|(sr, _)| sr).or_else(|| disks.iter().find_map(|&vdi| inventory.vdi(vdi).sr));
    let runs = Runs::of(skipped);
    let why = match stopped {
        Some((_, why)) => why,
        None if is_due(analysis, &runs) => Standstill::Due,
        None => Standstill::CanMerge,
    };
    let count = disks.iter().map(|&vdi| analysis.chains().node(vdi).gate).max()?;
    let (sr, sr_id) = subjects::sr_names(inventory, sr);
    let affected = runs.evidence(analysis);
    let evidence = XoWillSkip {
        gate: count,
        tolerance: GATE_TOLERANCE,
        disks: subjects::vdi_names(inventory, &disks),
        sr,
        sr_id,
        why,
        jobs: affected.jobs,
        job_ids: affected.job_ids,
        enabled: affected.enabled,
        next_run_at: affected.next_run_at,
    };
    let certain = runs.enabled() && why != Standstill::CanMerge;
    Some(Finding::new(
        if certain { Severity::Critical } else { Severity::Warning },
        subjects::vm(inventory, vm),
        evidence,
    ))
}

/// Returns the reason why the collector stands still.
const fn standstill(stop: GcState) -> Standstill {
    match stop {
        GcState::GcOff => Standstill::GcOff,
        GcState::CoalesceOff => Standstill::CoalesceOff,
        GcState::SeveralHosts => Standstill::SeveralHosts,
        GcState::Detached => Standstill::Detached,
        GcState::Broken => Standstill::Broken,
        _ => Standstill::NoSpace,
    }
}

/// Returns whether a run starts before the collector can have done anything.
fn is_due(analysis: &Analysis, runs: &Runs<'_>) -> bool {
    runs.next_run().is_some_and(|next| next.duration_since(analysis.now()) <= analysis.thresholds().due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    /// Returns a VM that XO skips, with two pending merges.
    fn held(sr: &str) -> World {
        World::new(&format!(
            "sr local {sr} vm web {{ disk root 40GiB on local: base 9GiB > base 3GiB > base 1GiB > leaf }}"
        ))
    }

    #[test]
    fn severity_by_what_can_be_merged_in_time() {
        let cases = [
            ("ext 1TiB", "nightly web", "warning", "can_merge"),
            ("ext 1TiB", "nightly web due", "critical", "due"),
            ("ext 1TiB", "nightly web off", "warning", "can_merge"),
            ("ext 1TiB gc=false", "nightly web", "critical", "gc_off"),
            ("ext 1TiB gc=false", "nightly web off", "warning", "gc_off"),
            ("ext 1TiB coalesce=false", "nightly web", "critical", "coalesce_off"),
            ("ext 1TiB leaf-coalesce=false", "nightly web", "warning", "can_merge"),
            ("ext 1TiB free 512MiB gc_no_space", "nightly web", "critical", "no_space"),
            ("ext 1TiB free 512MiB gc_message=2h", "nightly web", "critical", "no_space"),
            ("ext 1TiB free 544GiB gc_no_space", "nightly web", "warning", "can_merge"),
            ("ext 1TiB detached", "nightly web", "critical", "detached"),
            // a merge on LVM needs at least 8 MiB for its journals
            ("lvm 1TiB free 7MiB", "nightly web", "critical", "no_space"),
            ("lvm 1TiB free 8MiB", "nightly web", "warning", "can_merge"),
            // the collector deletes garbage first, and then looks again
            ("ext 1TiB gc_no_space { disk d 1GiB: base > gone }", "nightly web", "warning", "can_merge"),
            ("ext 1TiB { disk lost 1GiB: missing > leaf }", "nightly web", "critical", "broken"),
        ];
        for (sr, run, severity, why) in cases {
            let found = find(&held(sr).run(run, GateOutcome::Skip, &["web/root"]).analysis());
            assert_eq!(show(&found), format!("{severity} vm web"), "{sr}, {run}");
            assert_eq!(fact(&found[0], "why"), Some(Value::from(why)), "{sr}, {run}");
            assert_eq!(fact(&found[0], "gate"), Some(Value::from(2u32)), "{sr}");
        }
    }

    #[test]
    fn jobs_of_one_vm_are_one_finding() {
        let world = held("ext 1TiB")
            .run("a web", GateOutcome::Skip, &["web/root"])
            .run("b web", GateOutcome::Skip, &["web/root"])
            .run("c web bypass", GateOutcome::Ok, &["web/root"]);
        let found = find(&world.analysis());
        assert_eq!(show(&found), "warning vm web");
        let jobs = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(fact(&found[0], "jobs"), Some(Value::from(jobs)));
    }

    #[test]
    fn what_is_not_skipped_is_no_finding() {
        let world = held("ext 1TiB gc=false").run("nightly web", GateOutcome::Ok, &["web/root"]);
        assert_eq!(show(&find(&world.analysis())), "");
    }
}
