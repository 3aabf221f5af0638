//! XOH-103: inner merges wait on an SR.
//!
//! Base copies whose only child is a base copy wait for the garbage collector. That is how each deleted snapshot leaves
//! the chain: worth knowing, but nothing to act on as long as the collector can work.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::PendingMerge;
use crate::findings::{Finding, Severity};
use crate::storage;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let srs = inventory.sr_indices().filter(|&sr| analysis.chains().sr(sr).pending_inner > 0);
    srs.map(|sr| {
        Finding::new(
            Severity::Info,
            subjects::sr(inventory, sr),
            PendingMerge {
                pending_inner: analysis.chains().sr(sr).pending_inner,
                need_bytes: storage::largest_merge_need(analysis.inventory(), analysis.chains(), sr),
                free_bytes: inventory.sr(sr).free(),
            },
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;
    use crate::units::Bytes;

    #[test]
    fn counts_pairs_and_the_largest_need() {
        let world = World::new(
            "sr local ext 1TiB free 100GiB {
                disk a 40GiB: base 9GiB > base 3GiB > leaf
                disk b 40GiB: base 9GiB > base 1GiB > leaf
             }
             sr idle ext 1TiB { disk c 40GiB: base > leaf }",
        );
        let found = find(&world.analysis());
        assert_eq!(show(&found), "info sr local");
        assert_eq!(fact(&found[0], "pending_inner"), Some(Value::from(2u32)));
        assert_eq!(fact(&found[0], "free_bytes"), Some(Value::from(Bytes::gib(100))));
        let Some(Value::Bytes(need)) = fact(&found[0], "need_bytes") else { panic!("{found:?}") };
        assert!(need > Bytes::gib(2) && need < Bytes::gib(4), "{need}");
    }
}
