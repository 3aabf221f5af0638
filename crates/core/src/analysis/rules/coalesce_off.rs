//! XOH-202: coalesce is switched off while merges are pending.
//!
//! `other_config` of the SR tells its garbage collector to do nothing (`gc`), to merge nothing (`coalesce`), or to
//! leave leaves alone (`leaf-coalesce`). Critical if inner merges wait and an enabled job snapshots disks there: chains
//! grow with every run. Warning if merges wait and no such job is known. Waiting leaves alone are harmless: info. A
//! switch that holds nothing back is not a finding.

use rustc_hash::FxHashSet;

use super::support::runs;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::{CoalesceOff, Switch};
use crate::findings::{Finding, Severity};
use crate::model::SrIdx;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let snapshotted = runs::snapshotted_srs(analysis);
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, &snapshotted, sr)).collect()
}

fn judge(analysis: &Analysis, snapshotted: &FxHashSet<SrIdx>, index: SrIdx) -> Option<Finding> {
    let gc = &analysis.inventory().sr(index).gc;
    let pending = analysis.chains().sr(index);
    let (inner, leaf) = (pending.pending_inner > 0, pending.pending_leaf > 0);
    let in_enabled_job = snapshotted.contains(&index);
    let (switch, severity) = match (gc.gc_off, gc.coalesce_off, gc.leaf_coalesce_off) {
        (true, ..) if inner || leaf => (Switch::Gc, stopped(inner, in_enabled_job)),
        (false, true, _) if inner || leaf => (Switch::Coalesce, stopped(inner, in_enabled_job)),
        (false, false, true) if leaf => (Switch::LeafCoalesce, Severity::Info),
        _ => return None,
    };
    Some(Finding::new(
        severity,
        subjects::sr(analysis.inventory(), index),
        CoalesceOff {
            switch,
            pending_inner: pending.pending_inner,
            pending_leaf: pending.pending_leaf,
            in_enabled_job,
        },
    ))
}

const fn stopped(inner: bool, in_enabled_job: bool) -> Severity {
    if inner && in_enabled_job { Severity::Critical } else { Severity::Warning }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::GateOutcome;

    #[test]
    fn severity_by_switch_and_pending_work() {
        let cases = [
            ("", "base > base > leaf", true, ""),
            ("gc=false", "base > base > leaf", true, "critical sr s"),
            ("coalesce=false", "base > base > leaf", true, "critical sr s"),
            ("gc=false", "base > base > leaf", false, "warning sr s"),
            ("gc=false", "base > leaf", true, "warning sr s"),
            ("gc=false", "base snap s > leaf", true, ""),
            ("gc=true", "base > base > leaf", true, ""),
            ("leaf-coalesce=false", "base > leaf", true, "info sr s"),
            ("leaf-coalesce=false", "base > base snap s > leaf", true, ""),
        ];
        for (options, chain, in_job, expected) in cases {
            let text = format!("sr s ext 1TiB {options} vm web {{ disk root 40GiB on s: {chain} }}");
            let run = if in_job { "nightly web" } else { "nightly web off" };
            let world = World::new(&text).run(run, GateOutcome::Ok, &["web/root"]);
            assert_eq!(show(&find(&world.analysis())), expected, "{options}, {chain}, {in_job}");
        }
    }
}
