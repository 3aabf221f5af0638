//! XOH-201: the garbage collector reports that no merge fits.
//!
//! The collector marks the SR (`sm_config.gc_no_space`) and leaves one message `SM_GC_NO_SPACE` if nothing that is
//! pending fits into the free space; it removes both once everything fits. Critical: from then on chains only grow. A
//! message alone, with nothing pending any more, is left over from an episode that has ended, and so are both if
//! everything pending fits by now: info.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::{GcNoSpace, NoSpaceSign};
use crate::findings::{Finding, Instant, Severity};
use crate::model::SrIdx;
use crate::storage;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, sr)).collect()
}

fn judge(analysis: &Analysis, index: SrIdx) -> Option<Finding> {
    let collector = analysis.collector(index);
    let source = match (collector.marked_no_space, collector.no_space_message) {
        (true, true) => NoSpaceSign::FlagAndMessage,
        (true, false) => NoSpaceSign::Flag,
        (false, true) => NoSpaceSign::Message,
        (false, false) => return None,
    };
    let is_done = collector.pending_inner == 0 && collector.pending_leaf == 0;
    let over = (!collector.marked_no_space && is_done) || collector.all_fits();
    Some(Finding::new(
        if over { Severity::Info } else { Severity::Critical },
        subjects::sr(analysis.inventory(), index),
        GcNoSpace {
            source,
            over,
            since_at: collector.no_space_since.map(Instant),
            pending_inner: collector.pending_inner,
            pending_leaf: collector.pending_leaf,
            need_bytes: storage::largest_merge_need(analysis.inventory(), analysis.chains(), index),
            free_bytes: analysis.inventory().sr(index).free(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    #[test]
    fn severity_by_source_and_pending_work() {
        let cases = [
            ("", "base > base > leaf", "", ""),
            ("free 1GiB gc_no_space", "base 9GiB > base 3GiB > leaf", "critical sr s", "flag"),
            ("gc_no_space", "leaf", "critical sr s", "flag"),
            ("free 1GiB gc_message=2d", "base 9GiB > base 3GiB > leaf", "critical sr s", "message"),
            ("free 1MiB gc_message=2d", "base > leaf", "critical sr s", "message"),
            // much room has been freed since
            ("free 544GiB gc_no_space", "base 9GiB > base 3GiB > leaf", "info sr s", "flag"),
            ("free 544GiB gc_message=90d", "base 9GiB > base 3GiB > leaf", "info sr s", "message"),
            ("gc_message=2d", "leaf", "info sr s", "message"),
            ("gc_no_space gc_message=2d", "leaf", "critical sr s", "flag_and_message"),
        ];
        for (options, chain, expected, source) in cases {
            let world = World::new(&format!("sr s lvm 1TiB {options} {{ disk a 40GiB: {chain} }}"));
            let found = find(&world.analysis());
            assert_eq!(show(&found), expected, "{options}, {chain}");
            if let Some(finding) = found.first() {
                assert_eq!(fact(finding, "source"), Some(Value::from(source)));
            }
        }
    }
}
