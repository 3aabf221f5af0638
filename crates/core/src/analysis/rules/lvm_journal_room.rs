//! XOH-306: an LVM SR barely has room for the collector's journals.
//!
//! Each merge first needs two volumes of 4 MiB for its journals, and so does each snapshot (facts/storage-manager.md
//! 2.3, 3.6): with less than 8 MiB nothing is merged, and other operations temporarily take some more. Below 64 MiB
//! ([`storage::LVM_JOURNAL_ROOM`](crate::storage::LVM_JOURNAL_ROOM), 6.10): critical if merges are pending or an
//! enabled job snapshots disks there, otherwise warning. The collector reports nothing: without a journal it gives up a
//! merge and leaves no message (3.6). SRs without disks are ignored.

use rustc_hash::FxHashSet;

use super::support::merging;
use super::support::runs;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::chains;
use crate::findings::evidence::LvmJournalRoom;
use crate::findings::{Finding, Severity};
use crate::model::SrIdx;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let snapshotted = runs::snapshotted_srs(analysis);
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, &snapshotted, sr)).collect()
}

fn judge(analysis: &Analysis, snapshotted: &FxHashSet<SrIdx>, index: SrIdx) -> Option<Finding> {
    let inventory = analysis.inventory();
    let sr = inventory.sr(index);
    let has_disks = sr.vdis.iter().any(|&vdi| chains::is_node(inventory, inventory.vdi(vdi)));
    if !has_disks || !merging::lacks_journal_room(analysis, index) {
        return None;
    }
    let pending = analysis.chains().sr(index);
    let in_enabled_job = snapshotted.contains(&index);
    let at_work = pending.pending_inner > 0 || pending.pending_leaf > 0 || in_enabled_job;
    Some(Finding::new(
        if at_work { Severity::Critical } else { Severity::Warning },
        subjects::sr(inventory, index),
        LvmJournalRoom {
            free_bytes: sr.free(),
            size_bytes: sr.size,
            journal_room_bytes: analysis.thresholds_of_sr(index).lvm_journal_room,
            pending_inner: pending.pending_inner,
            pending_leaf: pending.pending_leaf,
            in_enabled_job,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::GateOutcome;

    #[test]
    fn severity_by_what_is_at_work() {
        let cases = [
            ("lvm 1TiB free 63MiB", "leaf", "warning sr s"),
            ("lvm 1TiB free 63MiB", "base > leaf", "critical sr s"),
            ("lvm 1TiB free 63MiB", "base 9GiB > base 3GiB > leaf", "critical sr s"),
            ("lvm 1TiB free 64MiB", "leaf", ""),
            ("lvm", "leaf", ""),
            ("ext 1TiB free 63MiB", "leaf", ""),
            ("iso 1TiB free 0B", "leaf", ""),
        ];
        for (sr, chain, expected) in cases {
            let found = find(&World::new(&format!("sr s {sr} {{ disk a 40GiB: {chain} }}")).analysis());
            assert_eq!(show(&found), expected, "{sr}, {chain}");
        }
    }

    #[test]
    fn a_full_lvm_sr_with_a_job_is_critical() {
        let world = World::new("sr s lvm 1TiB free 8MiB vm web { disk root 40GiB on s }");
        assert_eq!(show(&find(&world.analysis())), "warning sr s");
        let world = world.run("nightly web", GateOutcome::Ok, &["web/root"]);
        assert_eq!(show(&find(&world.analysis())), "critical sr s");
    }

    #[test]
    fn an_sr_without_disks_is_left_alone() {
        assert_eq!(show(&find(&World::new("sr s lvm 1TiB free 0B").analysis())), "");
    }
}
