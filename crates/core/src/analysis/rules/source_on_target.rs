//! XOH-510: backups are stored where their source is, so that one failure destroys both.
//!
//! A replication onto the SR of the VM's own disks; or a backup repository on the very file system of an SR: they show
//! the same size to the byte, and the same use within 1 % (both ask the file system, at different moments). Addresses
//! are not compared, since those of repositories are not read: they may contain secrets. Warning, one for each job that
//! something starts, target and SR. What XO itself replicated is left out: XOH-508 reports that.

use std::collections::{BTreeMap, BTreeSet};

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::{PlannedJob, is_copy};
use crate::findings::evidence::{OutputKind, SourceOnTarget};
use crate::findings::{Finding, Severity};
use crate::forecast::snapshotted_disks;
use crate::model::{Repository, Sr, SrIdx, VmIdx};
use crate::storage::Family;
use crate::units::Bytes;

/// The share of a file system by which two readings of its use may differ: one hundredth. Our choice.
const MOVES: u64 = 100;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let plan = analysis.plan();
    let jobs = plan.jobs().iter().filter(|planned| plan.starts(&planned.job.id) == Some(true));
    jobs.flat_map(|planned| of_job(analysis, planned)).collect()
}

fn of_job(analysis: &Analysis, planned: &PlannedJob) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let sources = sources(analysis, planned);
    let replicas = planned.job.srs.iter().filter_map(|id| inventory.find_sr(id));
    let on_srs = replicas.filter(|sr| sources.contains_key(sr)).map(|sr| {
        let place = inventory.sr(sr);
        (OutputKind::Replica, place.name.to_string(), place.id.to_string(), sr)
    });
    let repositories = analysis.backups().repositories.iter().flatten();
    let repositories = repositories.filter(|repository| planned.job.remotes.contains(&repository.id));
    let on_shares = repositories.flat_map(|repository| {
        let same = sources.keys().filter(|sr| is_same_file_system(inventory.sr(**sr), repository));
        same.map(|&sr| (OutputKind::Repository, repository.name.clone(), repository.id.to_string(), sr))
    });
    let found = on_srs.chain(on_shares);
    found
        .map(|(what, target, target_id, sr)| {
            let vms: Vec<VmIdx> = sources[&sr].iter().copied().collect();
            let place = inventory.sr(sr);
            let evidence = SourceOnTarget {
                what,
                target,
                target_id,
                sr: place.name.to_string(),
                sr_id: place.id.to_string(),
                vm_ids: vms.iter().map(|&vm| inventory.vm(vm).id.to_string()).collect(),
                vms: subjects::vm_names(inventory, &vms),
            };
            Finding::new(Severity::Warning, subjects::job(&planned.job), evidence)
        })
        .collect()
}

/// Lists the SRs of the disks that a job backs up, with their VMs.
fn sources(analysis: &Analysis, planned: &PlannedJob) -> BTreeMap<SrIdx, BTreeSet<VmIdx>> {
    let inventory = analysis.inventory();
    let mut sources: BTreeMap<SrIdx, BTreeSet<VmIdx>> = BTreeMap::new();
    for vm in planned.selection.vms.iter().filter_map(|selected| selected.vm) {
        if is_copy(inventory.vm(vm)) {
            continue;
        }
        for sr in snapshotted_disks(inventory, vm).into_iter().filter_map(|disk| inventory.vdi(disk).sr) {
            sources.entry(sr).or_default().insert(vm);
        }
    }
    sources
}

fn is_same_file_system(sr: &Sr, repository: &Repository) -> bool {
    let (Some(size), Some(used)) = (sr.size, sr.used) else { return false };
    let (Some(other_size), Some(other_used)) = (repository.space.size, repository.space.used) else {
        return false;
    };
    let apart = Bytes(used.0.abs_diff(other_used.0));
    Family::of(sr) == Family::File && size == other_size && used > Bytes::ZERO && apart.0 <= size.0 / MOVES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    fn world(sr: &str) -> World {
        let text = format!("sr s {sr} vm web {{ disk root 9GiB on s }} sr t ext");
        let mut world =
            World::new(&text).repository("nas", "nfs", 1000, 600).past("j", "0 22 * * *", &["web"], &[]);
        world.backups.repositories.as_mut().unwrap()[0].space.used = Some(Bytes::gib(400));
        world
    }

    #[test]
    fn a_replica_on_the_sr_of_its_source() {
        for (target, expected) in [("s", "warning job j"), ("t", ""), ("gone", "")] {
            let mut world = world("ext 1TiB");
            world.jobs()[0].srs.push(target.into());
            assert_eq!(
                show(&find(&world.with_setting("j", "copyRetention", 1).analysis())),
                expected,
                "{target}"
            );
        }
    }

    #[test]
    fn a_repository_on_the_file_system_of_an_sr() {
        let cases = [
            ("nfs 1000GiB free 600GiB", "warning job j"),
            ("nfs 1000GiB free 595GiB", "warning job j"),
            ("nfs 1000GiB free 580GiB", ""),
            ("nfs 1001GiB free 600GiB", ""),
            ("lvm 1000GiB free 600GiB", ""),
        ];
        for (sr, expected) in cases {
            let mut world = world(sr);
            world.jobs()[0].remotes = vec!["nas".into()];
            assert_eq!(
                show(&find(&world.with_setting("j", "exportRetention", 1).analysis())),
                expected,
                "{sr}"
            );
        }
    }
}
