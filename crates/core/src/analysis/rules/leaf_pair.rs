//! XOH-104: leaves wait to be merged into their only parent.
//!
//! A disk with a single base copy above it that nothing else needs. The collector merges it only when little is written
//! to the disk, so it may stay for ever; XO's gate does not count it, and it costs one node of the chain. Never more
//! than info.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::LeafPair;
use crate::findings::{Finding, Severity};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let srs = inventory.sr_indices().filter(|&sr| analysis.chains().sr(sr).pending_leaf > 0);
    srs.map(|sr| {
        Finding::new(
            Severity::Info,
            subjects::sr(inventory, sr),
            LeafPair { pending_leaf: analysis.chains().sr(sr).pending_leaf },
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn only_a_lone_leaf_counts() {
        let cases = [
            ("base > leaf", "info sr local"),
            ("base > base > leaf", "info sr local"),
            ("base snap s > leaf", ""),
            ("leaf", ""),
        ];
        for (chain, expected) in cases {
            let world = World::new(&format!("sr local ext 1TiB {{ disk a 40GiB: {chain} }}"));
            assert_eq!(show(&find(&world.analysis())), expected, "{chain}");
        }
    }
}
