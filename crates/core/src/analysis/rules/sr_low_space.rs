//! XOH-301: an SR lacks room for its largest pending merge.
//!
//! Not "percent full" but bytes needed compared with bytes free. A merge needs at most the data of its child; if that
//! upper bound is more than is free, the merge may not fit: warning (facts/storage-manager.md 6.10). This concerns SRs
//! on which some merges fit and the largest may not; if none certainly fits, XOH-204 reports it, XOH-201 if the
//! collector itself says so, and XOH-306 if an LVM SR has no room for journals. Leaf merges are left out: they may wait
//! without harm.

use super::support::merging::{self, Room};
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::SrLowSpace;
use crate::findings::{Finding, Severity};
use crate::model::SrIdx;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, sr)).collect()
}

fn judge(analysis: &Analysis, index: SrIdx) -> Option<Finding> {
    let sr = analysis.inventory().sr(index);
    let Room::Largest(need) = Room::of(analysis, index) else { return None };
    if merging::lacks_journal_room(analysis, index) {
        return None;
    }
    let pending = analysis.chains().sr(index);
    Some(Finding::new(
        Severity::Warning,
        subjects::sr(analysis.inventory(), index),
        SrLowSpace {
            need_bytes: need,
            free_bytes: sr.free(),
            size_bytes: sr.size,
            pending_inner: pending.pending_inner,
            pending_leaf: pending.pending_leaf,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn bytes_needed_against_bytes_free() {
        let cases = [
            ("ext 1TiB free 5GiB", "base 9GiB > base 1GiB > base 3GiB > leaf", ""),
            ("ext 1TiB free 2GiB", "base 9GiB > base 1GiB > base 3GiB > leaf", "warning sr s"),
            // none certainly fits: XOH-204; the collector says so: XOH-201; no room for journals: XOH-306
            ("ext 1TiB free 2GiB", "base 9GiB > base 3GiB > leaf", ""),
            ("ext 1TiB free 2GiB gc_no_space", "base 9GiB > base 1GiB > base 3GiB > leaf", ""),
            ("lvm 1TiB free 63MiB", "base 9GiB > base 8MiB > base 3GiB > leaf", ""),
            ("lvm 1TiB free 65MiB", "base 9GiB > base 8MiB > base 3GiB > leaf", "warning sr s"),
            ("ext 1TiB free 0B", "base 9GiB > leaf", ""),
            ("ext", "base 9GiB > base 3GiB > leaf", ""),
            ("ext 1TiB free 0B", "leaf", ""),
        ];
        for (sr, chain, expected) in cases {
            let found = find(&World::new(&format!("sr s {sr} {{ disk a 40GiB: {chain} }}")).analysis());
            assert_eq!(show(&found), expected, "{sr}, {chain}");
        }
    }
}
