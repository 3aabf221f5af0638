//! XOH-402: old snapshots that belong to no enabled schedule.
//!
//! XO's own rule: snapshots of VMs older than the threshold whose `xo:backup:schedule` names no enabled schedule; one
//! finding per VM. Replicas keep their snapshots by a retention of their own and are left out, and so is a snapshot
//! whose schedule could not be looked up. Leftovers of interrupted backups are XOH-403. Info.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::support::runs;
use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::ownership::is_temporary;
use crate::findings::evidence::OldSnapshots;
use crate::findings::{Finding, Instant, Severity};
use crate::model::{ScheduleId, Vm, VmIdx, VmKind};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    find_with(analysis, |schedule| analysis.plan().is_enabled(schedule))
}

fn find_with(analysis: &Analysis, is_enabled: impl Fn(&ScheduleId) -> Option<bool>) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let runs = runs::by_vm(analysis);
    let age = |vm: VmIdx| {
        let jobs = runs.get(&vm).into_iter().flatten().map(|run| &run.job);
        analysis.thresholds_of_vm(vm, jobs).snapshot_age
    };
    let mut old: BTreeMap<VmIdx, Vec<&Vm>> = BTreeMap::new();
    for index in inventory.vm_indices() {
        let snapshot = inventory.vm(index);
        if snapshot.kind != VmKind::Snapshot {
            continue;
        }
        // the snapshot of a VM that is gone is its own subject
        let vm = snapshot.snapshot_of.target().unwrap_or(index);
        if is_old(analysis, snapshot, age(vm)) && !is_kept(snapshot, &is_enabled) {
            old.entry(vm).or_default().push(snapshot);
        }
    }
    old.into_iter().map(|(vm, snapshots)| finding(analysis, vm, age(vm), &snapshots)).collect()
}

fn is_old(analysis: &Analysis, snapshot: &Vm, limit: SignedDuration) -> bool {
    let age = snapshot.taken().map(|at| analysis.now().duration_since(at));
    !is_temporary(&snapshot.name) && age.is_some_and(|age| age > limit)
}

fn is_kept(snapshot: &Vm, is_enabled: impl Fn(&ScheduleId) -> Option<bool>) -> bool {
    let Some(keys) = &snapshot.backup else { return false };
    keys.is_copy || keys.schedule.as_ref().is_some_and(|schedule| is_enabled(schedule) != Some(false))
}

fn finding(analysis: &Analysis, vm: VmIdx, limit: SignedDuration, snapshots: &[&Vm]) -> Finding {
    let days = u64::try_from(limit.as_hours() / 24).unwrap_or(0);
    Finding::new(
        Severity::Info,
        subjects::vm(analysis.inventory(), vm),
        OldSnapshots {
            snapshots: count(snapshots.len()),
            threshold_days: days,
            oldest_at: (snapshots.iter().filter_map(|snapshot| snapshot.taken()).min()).map(Instant),
            names: snapshots.iter().map(|snapshot| snapshot.name.to_string()).collect::<Vec<_>>(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn old_and_outside_any_enabled_schedule() {
        let cases = [
            ("snap a age=30d", ""),
            ("snap a age=31d", "info vm web"),
            ("snap a age=31d snap b age=40d", "info vm web"),
            ("snap a age=31d schedule=on", ""),
            ("snap a age=31d schedule=off", "info vm web"),
            ("snap a age=31d schedule=unread", ""),
            ("snap a age=31d schedule=off copy", ""),
            ("snap a age=31d job=j", "info vm web"),
            ("snap xo-backup-temp-snapshot-name age=31d", ""),
            ("snap a age=31d alone", ""),
        ];
        for (snapshots, expected) in cases {
            let text = format!("sr s ext vm web {{ disk root 40GiB on s: base {snapshots} > leaf }}");
            let world = World::new(&text);
            let enabled = |schedule: &ScheduleId| match schedule.to_string().as_str() {
                "on" => Some(true),
                "off" => Some(false),
                _ => None,
            };
            assert_eq!(show(&find_with(&world.analysis(), enabled)), expected, "{snapshots}");
        }
    }
}
