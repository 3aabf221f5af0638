//! XOH-307: the metadata volume of an LVM SR is nearly full.
//!
//! It has places for 4094 images, including base copies and snapshots, however large the SR is
//! (facts/storage-manager.md 2.7: [`storage::METADATA_PLACES`]); without a free place the next snapshot or disk is
//! refused with `SR_BACKEND_FAILURE_181`. Warning from a certain share on, or if the next round of snapshots of all
//! enabled jobs takes more than is left, two places each. Critical if an enabled job takes a snapshot there and no
//! place is left.

use rustc_hash::FxHashMap;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::MetadataVolume;
use crate::findings::{Finding, Severity};
use crate::model::SrIdx;
use crate::storage::{self, METADATA_PLACES, PLACES_OF_SNAPSHOT};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let mut round: FxHashMap<SrIdx, u32> = FxHashMap::default();
    for planned in analysis.round() {
        if let Some(sr) = analysis.inventory().vdi(planned.vdi).sr {
            *round.entry(sr).or_default() += 1;
        }
    }
    let srs = analysis.inventory().sr_indices();
    srs.filter_map(|sr| judge(analysis, sr, round.get(&sr).copied().unwrap_or(0))).collect()
}

/// Judges an SR; `snapshots` is the number of those in the next round.
fn judge(analysis: &Analysis, sr: SrIdx, snapshots: u32) -> Option<Finding> {
    let taken = storage::metadata_places_taken(analysis.inventory(), sr)?;
    let left = METADATA_PLACES.saturating_sub(taken);
    let share = u64::from(taken) * 100 / u64::from(METADATA_PLACES);
    let severity = if snapshots > 0 && left == 0 {
        Severity::Critical
    } else if left < snapshots.saturating_mul(PLACES_OF_SNAPSHOT)
        || share >= analysis.thresholds_of_sr(sr).lvm_metadata_percent.into()
    {
        Severity::Warning
    } else {
        return None;
    };
    Some(Finding::new(
        severity,
        subjects::sr(analysis.inventory(), sr),
        MetadataVolume { taken, places: METADATA_PLACES, left, next_snapshots: snapshots },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::GateOutcome;

    /// This many images on an SR, one of them the disk that is snapshotted.
    #[test]
    fn severity_by_places_left() {
        let cases = [
            ("lvm", 3_684, true, ""),
            // 90 % of 4094 places
            ("lvm", 3_685, true, "warning sr s"),
            ("lvm", 3_685, false, "warning sr s"),
            ("lvm", 4_093, true, "warning sr s"),
            ("lvm", 4_094, true, "critical sr s"),
            ("lvm", 4_094, false, "warning sr s"),
            ("lvm", 4_100, true, "critical sr s"),
            ("nfs", 4_100, true, ""),
        ];
        for (driver, images, in_job, expected) in cases {
            let disk = format!("disk root 1GiB on s: base*{} > leaf", images - 1);
            let world = World::new(&format!("sr s {driver} 9TiB vm web {{ {disk} }}"));
            let run = if in_job { "nightly web" } else { "nightly web off" };
            let found = find(&world.run(run, GateOutcome::Ok, &[]).analysis());
            assert_eq!(show(&found), expected, "{driver} {images} {in_job}");
        }
    }

    /// Of 4094 places 4089 are taken: two snapshots need four of the five left, three would need six.
    #[test]
    fn a_round_may_take_more_than_is_left() {
        let cases = [
            (4_086, "disk a 1GiB on s disk b 1GiB on s", ""),
            (4_085, THREE, "warning sr s"),
            (4_084, THREE, ""),
        ];
        for (bases, disks, expected) in cases {
            let text = format!("sr s lvm 9TiB {{ disk old 1GiB: base*{bases} > leaf }} vm web {{ {disks} }}");
            let mut world = World::new(&text).run("nightly web", GateOutcome::Ok, &[]);
            world.thresholds.lvm_metadata_percent = 100;
            assert_eq!(show(&find(&world.analysis())), expected, "{bases} {disks}");
        }
    }

    const THREE: &str = "disk a 1GiB on s disk b 1GiB on s disk c 1GiB on s";
}
