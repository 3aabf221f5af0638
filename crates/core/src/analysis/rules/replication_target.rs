//! XOH-309: the target of a replication has a problem of its own.
//!
//! A replication writes into a replica on another SR and snapshots it there: the chain of the replica grows with every
//! run, and XO's check of the chains only looks at the source (facts/storage-manager.md 4.5, xo-protocol.md 4.2).
//! Reported for enabled jobs, one finding for each SR and problem, the worst first:
//!
//! - `chain`: a replica is at the chain limit: the next run ends in `SR_BACKEND_FAILURE_109` there. Critical. (XOH-101
//!   reports replicas near the limit, and leaves those at it to this finding.)
//! - `too_large`: a disk is larger than the SR takes: 2,040 GiB on LINSTOR and SMB, which make no QCOW2, 16,381 GiB
//!   elsewhere (facts/storage-manager.md 5.1): each copy ends in `SR_BACKEND_FAILURE_79`. Critical.
//! - `room`: the snapshot of a replica, or a copy of whole disks, needs more than is free, even by the lowest estimate.
//!   Critical. A delta may need more than its snapshot: how much changed is not known beforehand.
//! - `retention`: 29 or more copies of a VM are to be kept in one chain, which cannot hold them (as XOH-107). Warning.
//! - `merges`: merges are pending but stopped, so the chains of replicas never get shorter, and nothing skips the run
//!   in time. Warning; XOH-105, 201, 202 or 204 reports what stops them.
//!
//! An SR that no host reaches, or in maintenance, is reported by XOH-303 and 304 alone.

use std::collections::{BTreeMap, BTreeSet};

use super::support::replicas::{self, Replication};
use super::support::subjects;
use crate::analysis::Analysis;
use crate::chains;
use crate::findings::evidence::{ReplicationTarget, TargetProblem};
use crate::findings::{Finding, Severity};
use crate::model::{SrIdx, VdiIdx, VmIdx};
use crate::storage::{self, PlannedSnapshot};
use crate::units::Bytes;

const fn severity(problem: TargetProblem) -> Severity {
    match problem {
        TargetProblem::Chain | TargetProblem::TooLarge | TargetProblem::Room => Severity::Critical,
        TargetProblem::Retention | TargetProblem::Merges => Severity::Warning,
    }
}

/// What is reported about one problem of one SR.
#[derive(Default)]
struct Affected {
    jobs: BTreeSet<String>,
    vms: BTreeSet<VmIdx>,
    /// The most copies of a VM that are kept.
    kept: u64,
    /// The largest of the minimum needs of single VMs.
    need: Option<Bytes>,
}

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let mut found: BTreeMap<(TargetProblem, SrIdx), Affected> = BTreeMap::new();
    for replication in replicas::replications(analysis).iter().filter(|one| is_in_reach(analysis, one.sr)) {
        for (problem, vms, need) in problems(analysis, replication) {
            let affected = found.entry((problem, replication.sr)).or_default();
            affected.jobs.insert(subjects::job_name(analysis, replication.job));
            affected.vms.extend(vms);
            affected.kept = affected.kept.max(replication.kept);
            affected.need = affected.need.max(need);
        }
    }
    found.into_iter().map(|((problem, sr), affected)| finding(analysis, problem, sr, affected)).collect()
}

fn is_in_reach(analysis: &Analysis, sr: SrIdx) -> bool {
    let sr = analysis.inventory().sr(sr);
    !sr.in_maintenance && (sr.pbds == 0 || sr.pbds_attached > 0)
}

/// Lists the problems, with the VMs they concern and what they need.
fn problems(
    analysis: &Analysis,
    replication: &Replication<'_>,
) -> Vec<(TargetProblem, Vec<VmIdx>, Option<Bytes>)> {
    let inventory = analysis.inventory();
    let holders =
        |disks: &[VdiIdx]| -> Vec<VmIdx> { disks.iter().flat_map(|&disk| inventory.holders(disk)).collect() };
    let mut found = Vec::new();
    let full = replication.at_limit(analysis);
    if !full.is_empty() {
        found.push((TargetProblem::Chain, holders(&full), None));
    }
    let large = too_large(analysis, replication);
    if let Some(size) = large.iter().map(|(_, size)| *size).max() {
        let vms = large.into_iter().map(|(vm, _)| vm).collect();
        found.push((TargetProblem::TooLarge, vms, Some(size)));
    }
    let (vms, needs): (Vec<_>, Vec<_>) = short(analysis, replication).into_iter().unzip();
    if !vms.is_empty() {
        found.push((TargetProblem::Room, vms, needs.into_iter().max()));
    }
    let limit = storage::chain_limit(inventory, replication.sr).map(u64::from);
    if !replication.is_full && limit.is_some_and(|limit| replication.kept.saturating_add(1) >= limit) {
        found.push((TargetProblem::Retention, replication.vms.iter().map(|(vm, _)| *vm).collect(), None));
    }
    let gc = analysis.collector(replication.sr);
    if !replication.disks.is_empty() && gc.pending_inner > 0 && gc.stop().is_some() {
        found.push((TargetProblem::Merges, holders(&replication.disks), None));
    }
    found
}

/// Lists the VMs with a disk that is too large for every format of the SR, with its size.
fn too_large(analysis: &Analysis, replication: &Replication<'_>) -> Vec<(VmIdx, Bytes)> {
    let inventory = analysis.inventory();
    let Some(largest) = storage::largest_disk(inventory.sr(replication.sr)) else { return Vec::new() };
    let size = |vm: VmIdx| {
        let sizes = copied_disks(analysis, vm).filter_map(|vdi| inventory.vdi(vdi).size);
        sizes.filter(|&size| size > largest).max()
    };
    replication.vms.iter().filter_map(|&(vm, _)| Some((vm, size(vm)?))).collect()
}

/// Lists the disks of a VM that are copied.
fn copied_disks(analysis: &Analysis, vm: VmIdx) -> impl Iterator<Item = VdiIdx> {
    let inventory = analysis.inventory();
    let disks = inventory.vdis_of(vm).filter(|(_, vbd)| !vbd.is_cd_drive).map(|(vdi, _)| vdi);
    disks.filter(|&vdi| {
        let vdi = inventory.vdi(vdi);
        !vdi.no_backup && chains::is_disk(inventory, vdi)
    })
}

/// Lists the VMs whose next copy cannot fit, with the least that it needs.
fn short(analysis: &Analysis, replication: &Replication<'_>) -> Vec<(VmIdx, Bytes)> {
    let Some(free) = analysis.inventory().sr(replication.sr).free() else { return Vec::new() };
    let needs = if replication.is_full || !replication.has_any {
        whole_copies(analysis, replication)
    } else {
        snapshots(analysis, replication)
    };
    needs.into_iter().filter(|(_, need)| *need > free).collect()
}

/// Returns what whole copies of the VMs take, if the next is made before an old one is deleted.
fn whole_copies(analysis: &Analysis, replication: &Replication<'_>) -> Vec<(VmIdx, Bytes)> {
    let inventory = analysis.inventory();
    let target = inventory.sr(replication.sr);
    let vms = replication.vms.iter().filter(|(_, adds)| *adds || !replication.has_any);
    let needs = vms.map(|&(vm, _)| {
        let sizes = copied_disks(analysis, vm).filter_map(|vdi| inventory.vdi(vdi).size);
        // in the format that the target chooses by itself
        let need = sizes
            .filter_map(|size| storage::copy_need(target, size, Some(storage::format_made(target, size)?)));
        (vm, need.map(|need| need.bytes.low).sum())
    });
    needs.collect()
}

/// Returns what the snapshots of the replicas take, for each VM separately, because merges may happen in between.
fn snapshots(analysis: &Analysis, replication: &Replication<'_>) -> Vec<(VmIdx, Bytes)> {
    let mut by_vm: BTreeMap<VmIdx, Vec<PlannedSnapshot>> = BTreeMap::new();
    for &vdi in &replication.disks {
        let Some(&vm) = analysis.inventory().holders(vdi).first() else { continue };
        by_vm.entry(vm).or_default().push(PlannedSnapshot { vdi, attached: false });
    }
    let needs = by_vm.into_iter().map(|(vm, round)| {
        let room = storage::headroom(analysis.inventory(), analysis.chains(), replication.sr, &round, &[]);
        (vm, room.round.low)
    });
    needs.collect()
}

fn finding(analysis: &Analysis, problem: TargetProblem, index: SrIdx, affected: Affected) -> Finding {
    let inventory = analysis.inventory();
    let vms: Vec<VmIdx> = affected.vms.into_iter().collect();
    Finding::new(
        severity(problem),
        subjects::sr(inventory, index),
        ReplicationTarget {
            problem,
            jobs: affected.jobs.into_iter().collect::<Vec<_>>(),
            vms: subjects::vm_names(inventory, &vms),
            kept: affected.kept,
            limit: storage::chain_limit(inventory, index),
            need_bytes: affected.need,
            free_bytes: inventory.sr(index).free(),
            pending_inner: analysis.collector(index).pending_inner,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;
    use crate::model::{JobKind, Mode, VmPattern};

    /// Returns a job that replicates `web` from `s` to `t`, and keeps this many copies.
    fn replicates(target: &str, replica: &str, mode: Mode, keep: u32) -> World {
        let text = format!(
            "sr s nfs 9TiB free 8TiB vm web {{ disk root 100GiB on s disk tmp 9TiB on s [NOBAK] }} sr t {target} {replica}"
        );
        let mut world = World::new(&text).past("dr", "0 * * * *", &["web"], &[]);
        let job = &mut world.jobs()[0];
        (job.remotes, job.srs) = (Vec::new(), vec!["t".into()]);
        job.kind = JobKind::Backup(mode);
        world.with_setting("dr", "copyRetention", keep)
    }

    fn summary(world: &World) -> String {
        let found = find(&world.analysis());
        let problem = |finding: &Finding| match fact(finding, "problem") {
            Some(Value::Text(problem)) => {
                format!("{} {problem}", show(std::slice::from_ref(finding)).split(' ').next().unwrap())
            }
            other => panic!("{other:?}"),
        };
        found.iter().map(problem).collect::<Vec<_>>().join(", ")
    }

    /// Returns a replica with this chain.
    fn replica(chain: &str) -> String {
        format!("vm copy halted start_blocked {{ disk root 100GiB on t: {chain} }}")
    }

    #[test]
    fn chains_and_merges_of_replicas() {
        let stuck = "base > base > base snap r job=dr copy=web > leaf";
        let cases = [
            ("nfs 9TiB free 8TiB", "base*28 snap r job=dr copy=web > leaf", 28, ""),
            ("nfs 9TiB free 8TiB", "base*29 snap r job=dr copy=web > leaf", 28, "critical chain"),
            ("zfs-vol 9TiB free 8TiB", "base*29 snap r job=dr copy=web > leaf", 28, ""),
            // another job's replica, or a VM's own disk
            ("nfs 9TiB free 8TiB", "base*29 snap r job=old copy=web > leaf", 28, ""),
            ("nfs 9TiB free 8TiB", "base*29 snap r > leaf", 28, ""),
            // a replica of a VM that the job no longer covers: nothing is written to it
            ("nfs 9TiB free 8TiB", "base*29 snap r job=dr copy=db > leaf", 28, ""),
            ("nfs 9TiB free 8TiB gc=false", "base > base > base snap r job=dr copy=db > leaf", 2, ""),
            ("nfs 9TiB free 8TiB", "base snap r job=dr copy=web > leaf", 28, ""),
            ("nfs 9TiB free 8TiB", "base snap r job=dr copy=web > leaf", 29, "warning retention"),
            ("nfs 9TiB free 8TiB", stuck, 2, ""),
            ("nfs 9TiB free 8TiB gc=false", stuck, 2, "warning merges"),
            ("nfs 9TiB free 8TiB gc=false", "base snap r job=dr copy=web > leaf", 2, ""),
            ("nfs 9TiB free 8TiB detached", stuck, 29, ""),
            ("nfs 9TiB free 8TiB maintenance", stuck, 29, ""),
            // switched off for this schedule
            ("nfs 9TiB free 8TiB gc=false", stuck, 0, ""),
        ];
        for (target, chain, keep, expected) in cases {
            let world = replicates(target, &replica(chain), Mode::Delta, keep);
            assert_eq!(summary(&world), expected, "{target} {chain} {keep}");
        }
    }

    /// A disk of 100 GiB takes 102,608 MiB of thick LVM, a snapshot at least 24 MiB, less what a replica that is not
    /// inflated does not need.
    #[test]
    fn room_for_the_next_copy() {
        let there = replica("base 60GiB snap r job=dr copy=web > leaf 102608MiB");
        let old = "disk old 100GiB on t job=dr copy=web";
        let cases = [
            // the first copy is a whole one of what is backed up
            ("lvm 9TiB free 102607MiB", "", Mode::Delta, "critical room"),
            ("lvm 9TiB free 102608MiB", "", Mode::Delta, ""),
            ("nfs 9TiB free 1GiB", "", Mode::Delta, ""),
            ("lvm 9TiB free 23MiB", &*there, Mode::Delta, "critical room"),
            ("lvm 9TiB free 24MiB", &there, Mode::Delta, ""),
            // each copy of a full replication is a whole one
            ("lvm 9TiB free 102607MiB", old, Mode::Full, "critical room"),
            ("lvm 9TiB free 102608MiB", old, Mode::Full, ""),
            ("lvm", "", Mode::Full, ""),
        ];
        for (target, replica, mode, expected) in cases {
            assert_eq!(
                summary(&replicates(target, replica, mode, 2)),
                expected,
                "{target} {replica} {mode:?}"
            );
        }
        // none of them has a chain
        assert_eq!(summary(&replicates("nfs 9TiB free 8TiB", old, Mode::Full, 40)), "");
        // the old copy is deleted first
        let first =
            replicates("lvm 9TiB free 1GiB", old, Mode::Full, 2).with_setting("dr", "deleteFirst", true);
        assert_eq!(summary(&first), "");
    }

    #[test]
    fn a_job_that_never_starts_is_no_matter() {
        let mut world = replicates("nfs", &replica("base*29 snap r job=dr copy=web > leaf"), Mode::Delta, 2);
        world.backups.schedules.as_mut().unwrap()[0].enabled = false;
        assert_eq!(summary(&world.with_setting("dr", "copyRetention", 2)), "");
    }

    #[test]
    fn a_vm_that_is_gone_is_replicated_no_more() {
        let mut world =
            replicates("nfs", &replica("base*29 snap r job=dr copy=gone > leaf"), Mode::Delta, 29);
        world.jobs()[0].vms = VmPattern::Ids(vec!["gone".into()]);
        assert_eq!(summary(&world.with_setting("dr", "copyRetention", 29)), "");
    }
}
