//! XOH-107: more snapshots are to be kept than a chain can hold.
//!
//! Each kept snapshot holds a base copy in the chain of its disk. XO deletes what exceeds the retention before it takes
//! the next snapshot (facts/xo-protocol.md 4.2), so a disk with R kept snapshots then has R + 1 nodes even when
//! everything is merged, and more if something else holds base copies: snapshots that no enabled job is going to
//! delete, clones. At the chain limit the storage refuses (`SR_BACKEND_FAILURE_109`): a retention can never get beyond
//! 29 nodes besides the leaf. All enabled jobs count together.
//!
//! Warning, however far away that day is: XOH-101 reports a disk that has reached it. A job that keeps at most one
//! snapshot is not to blame. One finding per set of jobs. Disks of halted VMs are left out if an image into which
//! nothing was written adds no node (facts/storage-manager.md 1.5).

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::ownership;
use crate::backup::retention::{self, KeptSnapshots};
use crate::findings::evidence::RetentionCannotFit;
use crate::findings::{Finding, Severity};
use crate::model::{JobId, VdiIdx};
use crate::storage::{self, Lasting, Rules};

/// A disk and the nodes that its chain would have to hold.
struct Disk<'a> {
    vdi: VdiIdx,
    jobs: Vec<&'a KeptSnapshots<'a>>,
    /// Snapshots that the jobs keep.
    kept: u64,
    /// Nodes that stay for other reasons.
    others: u32,
    limit: u32,
}

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let all = retention::on_disks(inventory, analysis.plan());
    let mut by_disk: BTreeMap<VdiIdx, Vec<&KeptSnapshots<'_>>> = BTreeMap::new();
    for kept in &all {
        by_disk.entry(kept.disk).or_default().push(kept);
    }
    let lasting = Lasting::of(inventory, &pruned(analysis, &all));
    let mut by_jobs: BTreeMap<Vec<&JobId>, Vec<Disk<'_>>> = BTreeMap::new();
    for (vdi, jobs) in by_disk {
        let Some(disk) = judge(analysis, &lasting, vdi, jobs) else { continue };
        by_jobs.entry(disk.jobs.iter().map(|kept| kept.job).collect()).or_default().push(disk);
    }
    by_jobs.values().filter_map(|disks| finding(analysis, disks)).collect()
}

/// Lists the snapshots that enabled jobs will eventually delete.
fn pruned(analysis: &Analysis, all: &[KeptSnapshots<'_>]) -> FxHashSet<VdiIdx> {
    let covered: FxHashSet<(&JobId, VdiIdx)> = all.iter().map(|kept| (kept.job, kept.disk)).collect();
    let snapshots = ownership::each_job_snapshot(analysis.inventory());
    let pruned = snapshots.filter(|&(_, disk, job)| covered.contains(&(job, disk)));
    pruned.map(|(snapshot, ..)| snapshot).collect()
}

fn judge<'a>(
    analysis: &Analysis,
    lasting: &Lasting,
    vdi: VdiIdx,
    mut jobs: Vec<&'a KeptSnapshots<'a>>,
) -> Option<Disk<'a>> {
    let inventory = analysis.inventory();
    let sr = inventory.vdi(vdi).sr?;
    let limit = storage::chain_limit(inventory, sr)?;
    let adds_empty = !Rules::of_image(inventory.sr(sr), inventory.vdi(vdi)).drops_empty_base();
    let is_written = adds_empty || jobs.iter().any(|kept| inventory.vm(kept.vm).running);
    let is_snapshotted = jobs.iter().any(|kept| kept.configured.peak > kept.configured.left);
    jobs.retain(|kept| kept.configured.left > 0);
    let kept = jobs.iter().fold(0, |sum: u64, kept| sum.saturating_add(kept.configured.left));
    // one per job cannot be avoided: the next delta is based on it
    if !is_written || !is_snapshotted || kept <= jobs.len() as u64 {
        return None;
    }
    let others = lasting.above(inventory, analysis.chains(), vdi);
    let nodes = kept.saturating_add(others.into()).saturating_add(1);
    (nodes >= limit.into()).then_some(Disk { vdi, jobs, kept, others, limit })
}

/// Reports disks of the same jobs, by the one with the least room for them.
fn finding(analysis: &Analysis, disks: &[Disk<'_>]) -> Option<Finding> {
    let inventory = analysis.inventory();
    let worst =
        disks.iter().max_by_key(|disk| (disk.kept.saturating_add(disk.others.into()), disk.others))?;
    let most = worst.jobs.iter().max_by_key(|kept| (kept.configured.left, std::cmp::Reverse(kept.job)))?;
    let mut vms: Vec<_> = disks.iter().flat_map(|disk| disk.jobs.iter().map(|kept| kept.vm)).collect();
    vms.sort_unstable();
    vms.dedup();
    let vdis: Vec<VdiIdx> = disks.iter().map(|disk| disk.vdi).collect();
    let jobs: Vec<String> = worst.jobs.iter().map(|kept| subjects::job_name(analysis, kept.job)).collect();
    let job_ids: Vec<String> = worst.jobs.iter().map(|kept| kept.job.to_string()).collect();
    let room = worst.limit.saturating_sub(worst.others).saturating_sub(2);
    Some(Finding::new(
        Severity::Warning,
        subjects::job(subjects::find_job(analysis, most.job)?),
        RetentionCannotFit {
            kept: worst.kept,
            others: worst.others,
            most: room,
            limit: worst.limit,
            disks: subjects::vdi_names(inventory, &vdis),
            vms: subjects::vm_names(inventory, &vms),
            jobs,
            job_ids,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    fn summary(world: &World) -> String {
        let found = find(&world.analysis());
        let count = |finding: &Finding, key| match fact(finding, key) {
            Some(Value::Count(count)) => count,
            other => panic!("{other:?}"),
        };
        let numbers = |finding: &Finding| {
            format!(
                " {}+{} most {}",
                count(finding, "kept"),
                count(finding, "others"),
                count(finding, "most")
            )
        };
        show(&found) + &found.iter().map(numbers).collect::<String>()
    }

    /// An SR, a VM's disk, and what the job keeps.
    #[test]
    fn by_what_is_kept_and_what_else_holds() {
        let gold = "disk gold 1GiB: base as gold > leaf";
        let cases = [
            ("nfs", "", "disk root 1GiB on s", 28, ""),
            ("nfs", "", "disk root 1GiB on s", 29, "warning job hourly 29+0 most 28"),
            // the job's own snapshots count once: as what it keeps
            ("lvm", "", "disk root 1GiB on s: base*28 snap j job=hourly > leaf", 28, ""),
            // a person's snapshots count in addition, as do those of a deleted job
            ("nfs", "", "disk root 1GiB on s: base snap mine > leaf", 27, ""),
            ("nfs", "", "disk root 1GiB on s: base snap mine > leaf", 28, "warning job hourly 28+1 most 27"),
            (
                "nfs",
                "",
                "disk root 1GiB on s: base snap x job=gone > leaf",
                28,
                "warning job hourly 28+1 most 27",
            ),
            // what waits to be merged does not count
            ("nfs", "", "disk root 1GiB on s: base*9 > leaf", 28, ""),
            ("nfs", gold, "disk root 1GiB on s: gold > leaf", 27, ""),
            ("nfs", gold, "disk root 1GiB on s: gold > leaf", 28, "warning job hourly 28+1 most 27"),
            ("nfs", "", "disk root 1GiB on s [NOBAK]", 40, ""),
            ("zfs-vol", "", "disk root 1GiB on s", 40, ""),
            ("nfs", "", "disk root 1GiB on s qcow2", 29, "warning job hourly 29+0 most 28"),
            // full of snapshots, but the job keeps no more than its reference
            ("nfs", "", "disk root 1GiB on s: base*29 snap mine > leaf", 0, ""),
        ];
        for (driver, more, disk, keep, expected) in cases {
            let text = format!("sr s {driver} 1TiB {{ {more} }} vm web {{ {disk} }}");
            let world = World::new(&text).past("hourly", "0 * * * *", &["web"], &[]);
            let world = world.with_setting("hourly", "snapshotRetention", keep);
            assert_eq!(summary(&world), expected, "{driver} {more} {disk} {keep}");
        }
    }

    #[test]
    fn halted_vms_add_nodes_with_qcow2_only() {
        for (format, expected) in [("", ""), ("qcow2", "warning job hourly 30+0 most 28")] {
            let world = World::new(&format!("sr s nfs vm web halted {{ disk root 1GiB on s {format} }}"))
                .past("hourly", "0 * * * *", &["web"], &[])
                .with_setting("hourly", "snapshotRetention", 30);
            assert_eq!(summary(&world), expected, "{format}");
        }
    }

    #[test]
    fn jobs_count_together_and_schedules_that_are_off_do_not() {
        let two = |daily: &str| {
            World::new("sr s nfs vm web { disk root 1GiB on s } vm db { disk data 1GiB on s }")
                .past("hourly", "0 * * * *", &["web"], &[])
                .past("daily", daily, &["web", "db"], &[])
                .with_setting("hourly", "snapshotRetention", 24)
                .with_setting("daily", "snapshotRetention", 7)
        };
        let world = two("0 0 * * *");
        assert_eq!(summary(&world), "warning job hourly 31+0 most 28");
        let found = find(&world.analysis());
        assert_eq!(fact(&found[0], "vms"), Some(Value::from(vec!["web".to_owned()])));
        assert_eq!(summary(&two("off 0 0 * * *")), "");
    }
}
