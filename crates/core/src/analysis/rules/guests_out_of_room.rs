//! XOH-311: a thin SR is full while VMs write to it.
//!
//! On an SR that takes room as it is written (files, thin LINSTOR), a guest whose disk cannot grow gets write errors,
//! stops or corrupts its file system, with or without backups. Critical if less than [`NEGLIGIBLE`] is free and
//! the disks of running VMs may still grow by more than that.

use rustc_hash::FxHashSet;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::GuestsOutOfRoom;
use crate::findings::{Finding, Severity};
use crate::model::{SrIdx, VmIdx, VmKind};
use crate::storage;
use crate::units::Bytes;

/// Free bytes below which guests may stop at any moment. Guess: a guest that unpacks an update writes that much in a
/// minute.
const NEGLIGIBLE: Bytes = Bytes::gib(1);

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, sr)).collect()
}

fn judge(analysis: &Analysis, index: SrIdx) -> Option<Finding> {
    let inventory = analysis.inventory();
    let sr = inventory.sr(index);
    let (size, free) = (sr.size?, sr.free()?);
    if free >= NEGLIGIBLE || size <= NEGLIGIBLE || sr.is_iso_or_udev() {
        return None;
    }
    let growth = storage::growth(inventory, analysis.chains(), index, &FxHashSet::default())?;
    if growth.running <= free {
        return None;
    }
    let mut vms: Vec<VmIdx> = sr.vdis.iter().flat_map(|&vdi| inventory.holders(vdi)).collect();
    vms.retain(|&vm| inventory.vm(vm).running && inventory.vm(vm).kind == VmKind::Vm);
    vms.sort_unstable();
    vms.dedup();
    let evidence = GuestsOutOfRoom {
        free_bytes: free,
        size_bytes: size,
        running_bytes: growth.running,
        vms: subjects::vm_names(inventory, &vms),
    };
    Some(Finding::new(Severity::Critical, subjects::sr(inventory, index), evidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn severity_by_room_and_power() {
        let cases = [
            ("ext 1TiB free 512MiB", "", "critical sr s"),
            ("nfs 1TiB free 0B", "", "critical sr s"),
            ("ext 1TiB free 2GiB", "", ""),
            ("ext 1TiB free 512MiB", "halted", ""),
            ("lvm 1TiB free 512MiB", "", ""),
            ("ext", "", ""),
        ];
        for (sr, vm, expected) in cases {
            let text =
                format!("sr s {sr} vm web {vm} {{ disk root 40GiB on s: base 9GiB snap x > leaf 1GiB }}");
            assert_eq!(show(&find(&World::new(&text).analysis())), expected, "{sr} {vm}");
        }
    }
}
