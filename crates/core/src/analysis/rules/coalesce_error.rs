//! XOH-203: a merge met an error.
//!
//! The storage manager notes when a merge last met an I/O error or a full SR (`sm_config.last-coalesce-error`), and
//! never removes the note. Critical while it is fresh; a warning while merges are still pending, because the failed one
//! may be among them; otherwise info. A note whose time cannot be read is never fresh.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::CoalesceError;
use crate::findings::{Finding, Instant, Severity};
use crate::model::SrIdx;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, sr)).collect()
}

fn judge(analysis: &Analysis, index: SrIdx) -> Option<Finding> {
    let gc = &analysis.inventory().sr(index).gc;
    if gc.last_error.is_none() && !gc.last_error_unreadable {
        return None;
    }
    let pending = analysis.chains().sr(index);
    let fresh = gc.last_error.is_some_and(|at| {
        analysis.now().duration_since(at) <= analysis.thresholds_of_sr(index).merge_error_age
    });
    let severity = if fresh {
        Severity::Critical
    } else if pending.pending_inner > 0 || pending.pending_leaf > 0 {
        Severity::Warning
    } else {
        Severity::Info
    };
    Some(Finding::new(
        severity,
        subjects::sr(analysis.inventory(), index),
        CoalesceError {
            last_error_at: gc.last_error.map(Instant),
            pending_inner: pending.pending_inner,
            pending_leaf: pending.pending_leaf,
            free_bytes: analysis.inventory().sr(index).free(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn severity_by_age_and_pending_work() {
        let cases = [
            ("", "base > base > leaf", ""),
            ("last_error=3h", "leaf", "critical sr s"),
            ("last_error=24h", "leaf", "critical sr s"),
            ("last_error=25h", "base > base > leaf", "warning sr s"),
            ("last_error=25h", "leaf", "info sr s"),
            ("last_error=unreadable", "base > leaf", "warning sr s"),
            ("last_error=unreadable", "leaf", "info sr s"),
        ];
        for (options, chain, expected) in cases {
            let world = World::new(&format!("sr s ext 1TiB {options} {{ disk a 40GiB: {chain} }}"));
            assert_eq!(show(&find(&world.analysis())), expected, "{options}, {chain}");
        }
    }
}
