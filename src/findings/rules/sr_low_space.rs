//! XOH-301: an SR lacks room for its largest pending merge, or for journals.
//!
//! Not "percent full" but bytes needed against bytes free. A merge needs at most the data of its child; when that upper
//! bound is more than is free, the merge may not fit: warning (facts/storage-manager.md 6.10). This is about SRs on which
//! some merges fit and the largest may not; where none fits for sure XOH-204 tells it, and XOH-201 where the collector
//! itself says so. Leaf merges are left out: they are harmless when they wait. An LVM SR with less room than the collector's journals take can merge nothing: critical when merges are pending
//! or an enabled job snapshots disks there, else warning. SRs without size, without disks, or for CD images are not
//! looked at.

use rustc_hash::FxHashSet;

use super::about;
use super::merging::{self, Room};
use super::runs;
use crate::chains;
use crate::findings::{Code, Evidence, Facts, Finding, Severity};
use crate::model::SrIdx;

pub(super) fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let snapshotted = runs::snapshotted_srs(facts);
    facts.inventory.sr_indices().filter_map(|sr| judge(facts, &snapshotted, sr)).collect()
}

fn judge(facts: &Facts<'_>, snapshotted: &FxHashSet<SrIdx>, index: SrIdx) -> Option<Finding> {
    let inventory = facts.inventory;
    let sr = inventory.sr(index);
    let free = sr.free()?;
    if sr.is_iso_or_udev() || !sr.vdis.iter().any(|&vdi| chains::is_node(inventory, inventory.vdi(vdi))) {
        return None;
    }
    let pending = facts.chains.sr(index);
    let need = merging::largest_need(facts, index);
    let (lacks, severity) = if merging::lacks_journal_room(facts, sr) {
        let at_work = pending.pending_inner > 0 || pending.pending_leaf > 0 || snapshotted.contains(&index);
        ("journals", if at_work { Severity::Critical } else { Severity::Warning })
    } else if matches!(Room::of(facts, index), Room::Largest(_)) {
        ("merge", Severity::Warning)
    } else {
        return None;
    };
    Some(Finding {
        code: Code::SrLowSpace,
        severity,
        subject: about::sr(inventory, index),
        evidence: Evidence::new()
            .with("lacks", lacks)
            .with("need_bytes", need)
            .with("free_bytes", free)
            .with("size_bytes", sr.size)
            .with("journal_room_bytes", facts.thresholds.lvm_journal_room)
            .with("pending_inner", pending.pending_inner)
            .with("pending_leaf", pending.pending_leaf),
    })
}

#[cfg(test)]
mod tests {
    use super::super::world::{World, show};
    use super::*;
    use crate::findings::Value;
    use crate::forecast::Outcome;

    #[test]
    fn bytes_needed_against_bytes_free() {
        let cases = [
            ("ext 1TiB free 5GiB", "base 9GiB > base 1GiB > base 3GiB > leaf", ""),
            ("ext 1TiB free 2GiB", "base 9GiB > base 1GiB > base 3GiB > leaf", "warning merge"),
            // none fits for sure: XOH-204; the collector says so: XOH-201
            ("ext 1TiB free 2GiB", "base 9GiB > base 3GiB > leaf", ""),
            ("ext 1TiB free 2GiB gc_no_space", "base 9GiB > base 1GiB > base 3GiB > leaf", ""),
            ("ext 1TiB free 0B", "base 9GiB > leaf", ""),
            ("ext", "base 9GiB > base 3GiB > leaf", ""),
            ("lvm 1TiB free 63MiB", "leaf", "warning journals"),
            ("lvm 1TiB free 63MiB", "base > leaf", "critical journals"),
            ("lvm 1TiB free 63MiB", "base 9GiB > base 3GiB > leaf", "critical journals"),
            ("lvm 1TiB free 64MiB", "leaf", ""),
            ("ext 1TiB free 63MiB", "leaf", ""),
            ("iso 1TiB free 0B", "leaf", ""),
        ];
        for (sr, chain, expected) in cases {
            let found = find(&World::new(&format!("sr s {sr} {{ disk a 40GiB: {chain} }}")).facts());
            let told: Vec<String> = found
                .iter()
                .map(|finding| match finding.evidence.get("lacks") {
                    Some(Value::Text(lacks)) => {
                        format!("{} {lacks}", show(&found).split(' ').next().unwrap())
                    }
                    other => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(told.join(", "), expected, "{sr}, {chain}");
        }
    }

    #[test]
    fn a_full_lvm_sr_with_a_job_is_critical() {
        let world = World::new("sr s lvm 1TiB free 8MiB vm web { disk root 40GiB on s }");
        assert_eq!(show(&find(&world.facts())), "warning sr s");
        let world = world.run("nightly web", Outcome::Ok, &["web/root"]);
        assert_eq!(show(&find(&world.facts())), "critical sr s");
    }

    #[test]
    fn an_sr_without_disks_is_left_alone() {
        assert_eq!(show(&find(&World::new("sr s lvm 1TiB free 0B").facts())), "");
    }
}
