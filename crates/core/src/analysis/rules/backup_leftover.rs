//! XOH-403: a snapshot that an interrupted backup left behind.
//!
//! A backup names its snapshot `xo-backup-temp-snapshot-name` until it is tagged. A snapshot with this name while no
//! backup of its VM runs was left by a run that was cut off; the next backup of the VM removes it. Info, one finding
//! per VM. Nothing is reported if jobs could not be read, because a backup may be running.

use std::collections::BTreeMap;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::ownership::is_temporary;
use crate::findings::evidence::BackupLeftover;
use crate::findings::{Finding, Instant, Severity, Subject};
use crate::model::{Vdi, VdiKind, VmIdx, VmKind};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    find_with(analysis, |vm| analysis.plan().backup_running(vm))
}

fn find_with(analysis: &Analysis, is_running: impl Fn(VmIdx) -> bool) -> Vec<Finding> {
    if analysis.backups().jobs.is_none() {
        return Vec::new();
    }
    let mut left: BTreeMap<Subject, (u32, Option<jiff::Timestamp>)> = BTreeMap::new();
    for (owner, subject, time) in of_vms(analysis).chain(of_disks(analysis)) {
        if owner.is_some_and(&is_running) {
            continue;
        }
        let (count, oldest) = left.entry(subject).or_default();
        *count += 1;
        *oldest = [*oldest, time].into_iter().flatten().min();
    }
    left.into_iter()
        .map(|(subject, (snapshots, oldest))| {
            Finding::new(
                Severity::Info,
                subject,
                BackupLeftover { snapshots, oldest_at: oldest.map(Instant) },
            )
        })
        .collect()
}

type Leftover = (Option<VmIdx>, Subject, Option<jiff::Timestamp>);

fn of_vms<'a>(analysis: &'a Analysis) -> impl Iterator<Item = Leftover> + 'a {
    let inventory = analysis.inventory();
    let snapshots = inventory.vm_indices().filter(|&vm| {
        let vm = inventory.vm(vm);
        vm.kind == VmKind::Snapshot && is_temporary(&vm.name)
    });
    snapshots.map(|index| {
        let owner = inventory.vm(index).snapshot_of.target();
        let subject = subjects::vm(inventory, owner.unwrap_or(index));
        (owner, subject, inventory.vm(index).taken())
    })
}

/// Finds snapshots of disks that have lost the snapshot of their VM.
fn of_disks<'a>(analysis: &'a Analysis) -> impl Iterator<Item = Leftover> + 'a {
    let inventory = analysis.inventory();
    let is_left = |vdi: &Vdi| vdi.kind == VdiKind::Snapshot && vdi.vbds.is_empty() && is_temporary(&vdi.name);
    let left = inventory.vdi_indices().filter(move |&vdi| is_left(inventory.vdi(vdi)));
    left.map(|index| {
        let vdi = inventory.vdi(index);
        let disk = vdi.snapshot_of.target();
        let owner = disk.and_then(|disk| inventory.holders(disk).first().copied());
        let subject = owner.map_or_else(|| subjects::vdi(inventory, index), |vm| subjects::vm(inventory, vm));
        (owner, subject, vdi.taken())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    const LEFT: &str =
        "sr s ext vm web { disk root 1GiB on s: base snap xo-backup-temp-snapshot-name > leaf }";

    #[test]
    fn only_while_no_backup_runs() {
        let cases = [
            (LEFT, "info vm web"),
            ("sr s ext vm web { disk root 1GiB on s: base snap nightly > leaf }", ""),
            (
                "sr s ext vm web { disk root 1GiB on s name=xo-backup-temp-snapshot-name: base snap s1 alone > leaf }",
                "info vm web",
            ),
            (
                "sr s ext { disk root 1GiB name=xo-backup-temp-snapshot-name: base snap s1 > gone }",
                "info vdi root@s1",
            ),
        ];
        for (text, expected) in cases {
            let world = World::new(text);
            assert_eq!(show(&find_with(&world.analysis(), |_| false)), expected, "{text}");
        }
        assert_eq!(show(&find_with(&World::new(LEFT).analysis(), |_| true)), "");
    }

    #[test]
    fn says_nothing_when_jobs_are_unknown() {
        let mut world = World::new(LEFT);
        world.backups.jobs = None;
        assert_eq!(show(&find(&world.analysis())), "");
    }
}
