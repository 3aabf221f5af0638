//! XOH-604: there is nothing to check.
//!
//! The server has no pool at all. Critical: it is not set up, not ready, or did not show what it has; none of these is
//! healthy.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::NoInventory;
use crate::findings::{Finding, Severity};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    if !analysis.inventory().pools.is_empty() {
        return Vec::new();
    }
    vec![Finding::new(Severity::Critical, subjects::server(analysis), NoInventory { pools: 0u32 })]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn a_server_without_pools() {
        assert_eq!(show(&find(&World::new("").analysis())), "critical server ");
        assert_eq!(show(&find(&World::new("pool main { }").analysis())), "");
    }
}
