//! XOH-303: an SR is in maintenance.
//!
//! XO detaches it meanwhile: disks on it can be neither used nor backed up. Warning if an enabled job snapshots disks
//! there or replicates to it, otherwise info.

use super::support::runs;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::SrMaintenance;
use crate::findings::{Finding, Severity};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let needed = runs::needed_srs(analysis);
    let inventory = analysis.inventory();
    let srs = inventory.sr_indices().filter(|&sr| inventory.sr(sr).in_maintenance);
    srs.map(|sr| {
        let in_enabled_job = needed.contains(&sr);
        Finding::new(
            if in_enabled_job { Severity::Warning } else { Severity::Info },
            subjects::sr(inventory, sr),
            SrMaintenance { in_enabled_job },
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::{GateOutcome, Unknown};

    #[test]
    fn severity_by_job() {
        let world =
            |options: &str| World::new(&format!("sr s ext 1TiB {options} vm web {{ disk root 40GiB on s }}"));
        let unknown = GateOutcome::Unknown(Unknown::SrUnavailable);
        assert_eq!(show(&find(&world("").analysis())), "");
        assert_eq!(show(&find(&world("maintenance").analysis())), "info sr s");
        let used = world("maintenance").run("nightly web", unknown, &["web/root"]);
        assert_eq!(show(&find(&used.analysis())), "warning sr s");
    }

    #[test]
    fn a_target_counts() {
        let text = "sr s ext sr t ext maintenance vm web { disk root 1GiB on s }";
        let mut world = World::new(text).run("nightly web", GateOutcome::Ok, &["web/root"]);
        assert_eq!(show(&find(&world.analysis())), "info sr t");
        world.jobs()[0].srs.push("t".into());
        assert_eq!(show(&find(&world.analysis())), "warning sr t");
    }
}
