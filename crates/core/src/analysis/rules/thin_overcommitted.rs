//! XOH-308: the disks on a thin SR can grow beyond its size.
//!
//! Where room is taken as it is written, an SR may promise more than it has: that is normal, and its purpose. Info if
//! the sizes of its disks, without any snapshot, exceed its own, and those of running VMs could write more than is
//! free. Warning if what the disks of enabled jobs usually change between two snapshots, by their base copies, is more
//! than is free (facts/storage-manager.md 6.10), because the SR may then be full before the next backup is over; and if
//! less than a hundredth of the SR is free. On a full file SR guests get I/O errors and snapshots fail with
//! `SR_BACKEND_FAILURE_81` (2.5); on LINSTOR the pool runs dry whatever it has promised (2.8).
//!
//! Thick SRs, and LVM of either kind, give a disk all its room when a VM uses it: no finding.

use rustc_hash::FxHashSet;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::ThinOvercommitted;
use crate::findings::{Finding, Severity};
use crate::model::{SrIdx, VdiIdx};
use crate::storage;

/// The share of an SR below which an overcommitted SR may be full any day. Guess: a hundredth; running guests write
/// that much within days.
const NEGLIGIBLE: u64 = 100;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let round: FxHashSet<VdiIdx> = analysis.round().into_iter().map(|planned| planned.vdi).collect();
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, sr, &round)).collect()
}

fn judge(analysis: &Analysis, index: SrIdx, round: &FxHashSet<VdiIdx>) -> Option<Finding> {
    let sr = analysis.inventory().sr(index);
    let (size, free) = (sr.size?, sr.free()?);
    let growth = storage::growth(analysis.inventory(), analysis.chains(), index, round)?;
    let may_run_dry = growth.promised > size && growth.running > free;
    let severity = if growth.by_next > free || may_run_dry && free.0 < size.0 / NEGLIGIBLE {
        Severity::Warning
    } else if may_run_dry {
        Severity::Info
    } else {
        return None;
    };
    Some(Finding::new(
        severity,
        subjects::sr(analysis.inventory(), index),
        ThinOvercommitted {
            free_bytes: free,
            size_bytes: size,
            promised_bytes: growth.promised,
            running_bytes: growth.running,
            by_next_bytes: growth.by_next,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::GateOutcome;

    /// A disk of 100 GiB: it can grow by 101,576 MiB, and changes by 2 GiB between snapshots.
    #[test]
    fn severity_by_what_is_promised_and_free() {
        let disk = "disk d 100GiB on s: base 40GiB > base 2GiB snap a > leaf 1GiB";
        let cases = [
            ("nfs 102400MiB free 60GiB", "vm web", true, ""),
            ("nfs 102399MiB free 60GiB", "vm web", true, "info sr s"),
            ("nfs 102399MiB free 101577MiB", "vm web", true, ""),
            ("nfs 102399MiB free 3GiB", "vm web", true, "info sr s"),
            ("nfs 102399MiB free 1023MiB", "vm web", false, "warning sr s"),
            ("nfs 102399MiB free 60GiB", "vm web halted", true, ""),
            // chains take room in addition to the disks
            ("nfs 9TiB free 3GiB", "vm web", true, ""),
            ("nfs 9TiB free 2GiB", "vm web", true, ""),
            ("nfs 9TiB free 2046MiB", "vm web", true, "warning sr s"),
            ("nfs 9TiB free 2046MiB", "vm web", false, ""),
            ("nfs 9TiB free 1GiB", "vm web halted", true, ""),
            ("nfs", "vm web", true, ""),
            ("linstor 90GiB free 9GiB thin", "vm web", true, "info sr s"),
            ("lvm 90GiB free 1GiB", "vm web", true, ""),
            ("iso 90GiB free 1GiB", "vm web", true, ""),
        ];
        for (sr, vm, in_job, expected) in cases {
            let world = World::new(&format!("sr s {sr} {vm} {{ {disk} }}"));
            let world =
                world.run(if in_job { "nightly web" } else { "nightly web off" }, GateOutcome::Ok, &[]);
            assert_eq!(show(&find(&world.analysis())), expected, "{sr} {vm} {in_job}");
        }
    }
}
