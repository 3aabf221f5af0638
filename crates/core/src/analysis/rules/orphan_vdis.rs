//! XOH-401: VDIs without a VM.
//!
//! XO's own rule (facts/xo-protocol.md 7.1): a disk or snapshot that is not plugged anywhere, has the role of a VM's
//! disk, has a size, and is not on an SR of CD images or devices. Lists of changed blocks (CBT) are never orphans.
//!
//! Unlike XO, this rule leaves out a snapshot with the keys of a backup job that still exists: a backup with CBT first
//! destroys the snapshot of the VM and then the data of its disks, and the next run of that job removes what a failure
//! in between leaves. It is also left out if jobs could not be read.
//!
//! Info. The bytes are those of the images alone; base copies below them may also be freed.

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::ownership::made_by;
use crate::findings::evidence::OrphanVdis;
use crate::findings::{Finding, Severity};
use crate::model::{JobId, SrIdx, Vdi, VdiKind, VdiRole};
use crate::units::Bytes;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    find_with(analysis, |job| analysis.plan().knows_job(job))
}

fn find_with(analysis: &Analysis, knows_job: impl Fn(&JobId) -> Option<bool>) -> Vec<Finding> {
    let inventory = analysis.inventory();
    if !inventory.unseen.objects.is_empty() {
        // the VM that holds a disk may be among what was not sent
        return Vec::new();
    }
    let srs = inventory.sr_indices().filter(|&sr| !inventory.sr(sr).is_iso_or_udev());
    srs.filter_map(|sr| judge(analysis, &knows_job, sr)).collect()
}

fn judge(analysis: &Analysis, knows_job: impl Fn(&JobId) -> Option<bool>, sr: SrIdx) -> Option<Finding> {
    let vdis = analysis.inventory().sr(sr).vdis.iter().map(|&vdi| analysis.inventory().vdi(vdi));
    let orphans: Vec<&Vdi> = vdis.filter(|vdi| is_orphan(vdi) && !is_kept(vdi, &knows_job)).collect();
    if orphans.is_empty() {
        return None;
    }
    let snapshots = orphans.iter().filter(|vdi| vdi.kind == VdiKind::Snapshot).count();
    let usage: Bytes = orphans.iter().filter_map(|vdi| vdi.usage).sum();
    Some(Finding::new(
        Severity::Info,
        subjects::sr(analysis.inventory(), sr),
        OrphanVdis {
            orphans: count(orphans.len()),
            snapshots: count(snapshots),
            usage_bytes: usage,
            names: orphans.iter().map(|vdi| vdi.name.to_string()).collect::<Vec<_>>(),
            vdi_ids: orphans.iter().map(|vdi| vdi.id.to_string()).collect::<Vec<_>>(),
        },
    ))
}

fn is_orphan(vdi: &Vdi) -> bool {
    vdi.kind != VdiKind::BaseCopy
        && vdi.vbds.is_empty()
        && vdi.role == VdiRole::Disk
        && vdi.size.is_some_and(|size| size > Bytes::ZERO)
}

/// Returns whether a job is going to remove the snapshot.
fn is_kept(vdi: &Vdi, knows_job: impl Fn(&JobId) -> Option<bool>) -> bool {
    let is_snapshot = vdi.kind == VdiKind::Snapshot;
    made_by(vdi.backup.as_deref()).is_some_and(|(job, _)| is_snapshot && knows_job(job) != Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    #[test]
    fn xos_own_rule() {
        let cases = [
            ("vm web { disk root 40GiB on s: base snap s1 > leaf }", ""),
            ("disk a 40GiB on s", "info sr s"),
            ("disk a 0B on s", ""),
            ("disk a 40GiB on s cbt", ""),
            ("disk a 40GiB on s internal", ""),
            ("disk a 40GiB on s dom0", ""),
            ("sr cds iso { disk a 40GiB }", ""),
            ("vm web { disk root 40GiB on s: base snap old alone > leaf }", "info sr s"),
            ("vm web { disk root 40GiB on s: base snap old cbt > leaf }", ""),
            ("vm web { disk root 40GiB on s: base snap old alone job=known > leaf }", ""),
            ("vm web { disk root 40GiB on s: base snap old alone job=unread > leaf }", ""),
            ("vm web { disk root 40GiB on s: base snap old alone job=deleted > leaf }", "info sr s"),
            ("disk a 40GiB on s job=known copy", "info sr s"),
        ];
        for (text, expected) in cases {
            let world = World::new(&format!("sr s ext {text}"));
            let knows = |job: &JobId| match job.to_string().as_str() {
                "known" => Some(true),
                "deleted" => Some(false),
                _ => None,
            };
            assert_eq!(show(&find_with(&world.analysis(), knows)), expected, "{text}");
        }
    }

    #[test]
    fn sums_up_per_sr() {
        let world = World::new("sr s ext { disk a 40GiB: base 7GiB > leaf 3GiB disk b 40GiB: leaf 2GiB }");
        let found = find(&world.analysis());
        assert_eq!(fact(&found[0], "orphans"), Some(Value::from(2u32)));
        assert_eq!(fact(&found[0], "usage_bytes"), Some(Value::from(Bytes::gib(5))));
    }
}
