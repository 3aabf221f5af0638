//! XOH-203: a merge met an error.
//!
//! The storage manager notes when a merge last met an I/O error or a full SR (`sm_config.last-coalesce-error`) and never
//! takes the note back. Critical while it is fresh; a warning while merges are still pending, because the one that
//! failed may be among them; else info. A note whose time cannot be read is never fresh.

use super::about;
use crate::findings::{Code, Evidence, Facts, Finding, Severity};
use crate::model::SrIdx;

pub(super) fn find(facts: &Facts<'_>) -> Vec<Finding> {
    facts.inventory.sr_indices().filter_map(|sr| judge(facts, sr)).collect()
}

fn judge(facts: &Facts<'_>, index: SrIdx) -> Option<Finding> {
    let gc = &facts.inventory.sr(index).gc;
    if gc.last_error.is_none() && !gc.last_error_unreadable {
        return None;
    }
    let pending = facts.chains.sr(index);
    let fresh =
        gc.last_error.is_some_and(|at| facts.now().duration_since(at) <= facts.thresholds.merge_error_age);
    let severity = if fresh {
        Severity::Critical
    } else if pending.pending_inner > 0 || pending.pending_leaf > 0 {
        Severity::Warning
    } else {
        Severity::Info
    };
    Some(Finding {
        code: Code::CoalesceError,
        severity,
        subject: about::sr(facts.inventory, index),
        evidence: Evidence::new()
            .with("last_error_at", gc.last_error)
            .with("pending_inner", pending.pending_inner)
            .with("pending_leaf", pending.pending_leaf)
            .with("free_bytes", facts.inventory.sr(index).free()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::world::{World, show};

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
            assert_eq!(show(&find(&world.facts())), expected, "{options}, {chain}");
        }
    }
}
