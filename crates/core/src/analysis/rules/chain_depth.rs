//! XOH-101: a disk is near or at the chain limit.
//!
//! The storage refuses the next snapshot of a disk whose chain has as many nodes as the limit, with
//! `SR_BACKEND_FAILURE_109`; only merges make it shorter. Critical if a run that starts by itself is going to meet
//! that. XO's gate, or a lack of room on another disk, may stop the backup of the VM before the storage sees the chain;
//! since no snapshot gets through either way, it stays critical, and the evidence says what comes first. A job with
//! `bypassVdiChainsCheck` is never skipped, but still refused. Warning if few snapshots are left, or at the limit if no
//! enabled job snapshots the disk. Replicas and templates count like any disk, but a replica at the limit into which an
//! enabled job replicates is reported by XOH-309. The depth of a broken chain is a lower bound.
//!
//! A `[NOBAK]` disk is never snapshotted by a backup: its depth is never a finding.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::support::replicas;
use super::support::runs::{self, Runs};
use super::support::subjects;
use crate::analysis::Analysis;
use crate::chains;
use crate::findings::evidence::{ChainDepth, StoppedBy};
use crate::findings::{Finding, Severity};
use crate::forecast::{GateOutcome, Verdict};
use crate::model::{VdiIdx, VmIdx};
use crate::storage;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let runs = runs::by_vm(analysis);
    let limits: Vec<Option<u32>> =
        inventory.sr_indices().map(|sr| storage::chain_limit(inventory, sr)).collect();
    let of_replicas = replicas::replications(analysis);
    let of_replicas: FxHashSet<VdiIdx> = of_replicas.iter().flat_map(|one| one.at_limit(analysis)).collect();
    let disks = inventory.vdi_indices().filter(|&vdi| {
        let disk = inventory.vdi(vdi);
        chains::is_disk(inventory, disk) && !disk.no_backup && !of_replicas.contains(&vdi)
    });
    disks
        .filter_map(|vdi| {
            let limit = limits[inventory.vdi(vdi).sr?.at()]?;
            judge(analysis, &runs, vdi, limit)
        })
        .collect()
}

fn judge(
    analysis: &Analysis,
    runs: &BTreeMap<VmIdx, Vec<&Verdict>>,
    vdi: VdiIdx,
    limit: u32,
) -> Option<Finding> {
    let inventory = analysis.inventory();
    let node = analysis.chains().node(vdi);
    let left = limit.saturating_sub(node.depth);
    let holders = inventory.holders(vdi);
    let jobs = holders.iter().filter_map(|vm| runs.get(vm)).flatten().map(|run| &run.job);
    if left > 0 && left >= analysis.thresholds_of_disk(vdi, &holders, jobs).snapshots_left {
        return None;
    }
    let runs = Runs::of(holders.iter().filter_map(|vm| runs.get(vm)).flatten().copied());
    let first = if left == 0 { stopped_by(&runs, vdi) } else { None };
    let refused = first.is_some() && runs.enabled();
    let (sr, sr_id) = subjects::sr_names(inventory, inventory.vdi(vdi).sr);
    let affected = runs.evidence(analysis);
    let evidence = ChainDepth {
        depth: node.depth,
        depth_complete: node.broken.is_none(),
        limit,
        snapshots_left: left,
        vms: subjects::vm_names(inventory, &holders),
        sr,
        sr_id,
        first,
        bypass: runs.bypass(),
        jobs: affected.jobs,
        job_ids: affected.job_ids,
        enabled: affected.enabled,
        next_run_at: affected.next_run_at,
    };
    Some(Finding::new(
        if refused { Severity::Critical } else { Severity::Warning },
        subjects::vdi(inventory, vdi),
        evidence,
    ))
}

/// Returns what ends the backup of a VM whose disk is at the limit: the first gate that a run meets.
fn stopped_by(runs: &Runs<'_>, vdi: VdiIdx) -> Option<StoppedBy> {
    if runs.any(|run| run.outcome == GateOutcome::ChainTooLong && run.vdis.contains(&vdi)) {
        Some(StoppedBy::ChainLimit)
    } else if runs.any(|run| run.outcome == GateOutcome::Skip) {
        Some(StoppedBy::Gate)
    } else if runs.any(|run| matches!(run.outcome, GateOutcome::NoSpace { .. })) {
        Some(StoppedBy::NoSpace)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    /// Returns a VM whose disk has this many base copies, all held by snapshots.
    fn deep(bases: u32, options: &str) -> World {
        World::new(&format!(
            "sr local ext 1TiB vm web {{ disk root 40GiB on local {options}: base*{bases} snap s > leaf }}"
        ))
    }

    #[test]
    fn severity_by_depth_and_job() {
        let refused = |world: World| world.run("nightly web", GateOutcome::ChainTooLong, &["web/root"]);
        let cases = [
            ("25 nodes: five left", deep(24, ""), ""),
            ("26 nodes: four left", deep(25, ""), "warning vdi web/root"),
            ("at the limit, in no job", deep(29, ""), "warning vdi web/root"),
            ("at the limit in a job", refused(deep(29, "")), "critical vdi web/root"),
            ("far beyond the limit", refused(deep(40, "")), "critical vdi web/root"),
            (
                "the job is never started",
                deep(29, "").run("nightly web off", GateOutcome::ChainTooLong, &["web/root"]),
                "warning vdi web/root",
            ),
            (
                "the job takes no snapshot",
                deep(29, "").run(
                    "nightly web",
                    GateOutcome::NotSnapshotted(crate::forecast::NotSnapshotted::NotNeeded),
                    &[],
                ),
                "warning vdi web/root",
            ),
            ("left out of backups", deep(29, "[NOBAK]"), ""),
            ("no chains there", World::new("sr cds iso 1GiB { disk d 1GiB: base*29 snap s > leaf }"), ""),
            (
                "nobody's disk",
                World::new("sr local lvm 1TiB { disk d 1GiB: base*29 snap s > leaf }"),
                "warning vdi d",
            ),
            (
                "a broken chain is at least as deep as what is seen",
                World::new("sr s ext vm web { disk root 1GiB on s: missing > base*25 snap s > leaf }"),
                "warning vdi web/root",
            ),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn a_replica_at_the_limit_is_reported_elsewhere() {
        let world = |job: &str| {
            let copy = "vm copy { disk root 1GiB on t: base*29 snap r job=dr copy=web > leaf }";
            let mut world = World::new(&format!("sr s nfs sr t nfs vm web {{ disk root 1GiB on s }} {copy}"))
                .past(job, "0 0 * * *", &["web"], &[]);
            world.jobs()[0].srs.push("t".into());
            world.with_setting(job, "copyRetention", 9)
        };
        assert_eq!(show(&find(&world("dr").analysis())), "");
        assert_eq!(show(&find(&world("other").analysis())), "warning vdi copy/root");
    }

    #[test]
    fn says_what_comes_first() {
        let cases = [(GateOutcome::ChainTooLong, "chain_limit"), (GateOutcome::Skip, "gate")];
        for (outcome, first) in cases {
            let world = deep(29, "").run("nightly web", outcome, &["web/root"]);
            let found = find(&world.analysis());
            assert_eq!(show(&found), "critical vdi web/root");
            assert_eq!(fact(&found[0], "first"), Some(Value::from(first)));
        }
    }

    #[test]
    fn a_bypassed_gate_changes_nothing() {
        let world = deep(29, "").run("careful web", GateOutcome::Skip, &["web/root"]).run(
            "bold web bypass",
            GateOutcome::ChainTooLong,
            &["web/root"],
        );
        let found = find(&world.analysis());
        assert_eq!(show(&found), "critical vdi web/root");
        assert_eq!(fact(&found[0], "first"), Some(Value::from("chain_limit")));
        assert_eq!(fact(&found[0], "bypass"), Some(Value::from(true)));
        assert_eq!(fact(&found[0], "depth"), Some(Value::from(30u32)));
        assert_eq!(fact(&found[0], "snapshots_left"), Some(Value::from(0u32)));
    }
}
