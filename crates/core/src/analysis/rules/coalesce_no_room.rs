//! XOH-204: no pending merge certainly fits into the free space.
//!
//! By the rules, before the collector reports it: the collector takes any merge that fits (facts/storage-manager.md
//! 3.4), and continues as long as there is one. If none can fit (each needs more than is free even by the lowest
//! estimate, 6.5), coalesce is stalled for lack of space: critical if an enabled job makes the chains longer meanwhile,
//! otherwise warning. If it depends on how much the nodes overlap, which XO does not show: warning (6.10).
//!
//! The findings divide the work: XOH-201 reports that the collector itself said so; this one, that by the rules none
//! certainly fits; XOH-301, that some fit but the largest may not. At most one of them applies at a time, and this one
//! does not if something else stops the merges (XOH-202, 105, 304) or an LVM SR has no room for journals (XOH-306).
//! Garbage is deleted before merges are considered, and frees room: while there is some, nothing is certain.

use rustc_hash::FxHashSet;

use super::support::merging::{self, Room};
use super::support::runs;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::{CoalesceNoRoom, MergeFit};
use crate::findings::{Finding, Severity};
use crate::model::SrIdx;
use crate::storage::Fit;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let snapshotted = runs::snapshotted_srs(analysis);
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, &snapshotted, sr)).collect()
}

fn judge(analysis: &Analysis, snapshotted: &FxHashSet<SrIdx>, index: SrIdx) -> Option<Finding> {
    let sr = analysis.inventory().sr(index);
    let Room::Short { need, fit } = Room::of(analysis, index) else { return None };
    if merging::lacks_journal_room(analysis, index) {
        return None;
    }
    let in_enabled_job = snapshotted.contains(&index);
    let (fits, severity) = match fit {
        Fit::DoesNotFit if in_enabled_job => (MergeFit::DoesNotFit, Severity::Critical),
        Fit::DoesNotFit => (MergeFit::DoesNotFit, Severity::Warning),
        Fit::Tight { likely: false, .. } => (MergeFit::LikelyNot, Severity::Warning),
        Fit::Tight { likely: true, .. } => (MergeFit::LikelyFits, Severity::Warning),
        Fit::Fits => return None,
    };
    Some(Finding::new(
        severity,
        subjects::sr(analysis.inventory(), index),
        CoalesceNoRoom {
            fits,
            pending_inner: analysis.collector(index).pending_inner,
            least_bytes: need.low,
            likely_bytes: need.best,
            most_bytes: need.high,
            free_bytes: sr.free(),
            in_enabled_job,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;
    use crate::forecast::GateOutcome;

    /// A VM's disk of 40 GiB on an SR; of two pairs, the one that needs less counts. A child of 3 GiB needs between
    /// none and all of that, half by the best estimate; a child of 30 GiB below a parent of 20 GiB needs at least 10.
    #[test]
    fn severity_by_fit_and_job() {
        let large = "base 20GiB > base 30GiB > leaf";
        let small = "base 9GiB > base 3GiB > leaf";
        let cases = [
            ("ext 1TiB free 9GiB", large, true, "critical does_not_fit"),
            ("ext 1TiB free 9GiB", large, false, "warning does_not_fit"),
            ("ext 1TiB free 11GiB", large, true, "warning likely_not"),
            ("ext 1TiB free 16GiB", large, true, "warning likely_fits"),
            ("ext 1TiB free 21GiB", large, true, ""),
            ("ext 1TiB free 1GiB", small, true, "warning likely_not"),
            ("ext 1TiB free 2GiB", small, true, "warning likely_fits"),
            ("ext 1TiB free 4GiB", small, true, ""),
            ("ext", small, true, ""),
            ("lvm 1TiB free 1GiB", "base 1GiB > base 3GiB > leaf", true, "critical does_not_fit"),
            // one fits: XOH-301
            ("ext 1TiB free 1GiB", "base 20GiB > base 512MiB > base 30GiB > leaf", true, ""),
            // reported by other findings
            ("ext 1TiB free 1GiB gc_no_space", small, true, ""),
            ("ext 1TiB free 1GiB gc_message=2h", small, true, ""),
            ("ext 1TiB free 1GiB gc=false", small, true, ""),
            ("ext 1TiB free 1GiB detached", small, true, ""),
            ("lvm 1TiB free 63MiB", small, true, ""),
            // a leaf may wait without harm
            ("ext 1TiB free 0B", "base 9GiB > leaf", true, ""),
            // deleting garbage frees room first
            ("ext 1TiB free 9GiB { disk d 9GiB: base 5GiB > gone }", large, true, ""),
        ];
        for (sr, chain, in_job, expected) in cases {
            let world = World::new(&format!("sr s {sr} vm web {{ disk root 40GiB on s: {chain} }}"));
            let run = if in_job { "nightly web" } else { "nightly web off" };
            let found = find(&world.run(run, GateOutcome::Ok, &["web/root"]).analysis());
            let fit = found.first().map(|finding| match fact(finding, "fits") {
                Some(Value::Text(fits)) => format!("{} {fits}", show(&found).split(' ').next().unwrap()),
                other => panic!("{other:?}"),
            });
            assert_eq!(fit.unwrap_or_default(), expected, "{sr}, {chain}, {in_job}");
        }
    }
}
