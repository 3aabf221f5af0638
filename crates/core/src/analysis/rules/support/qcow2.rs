//! QCOW2 disks in delta jobs: XO can only read their changes through NBD.

use crate::analysis::Analysis;
use crate::backup::{PlannedJob, VmSettings};
use crate::forecast::snapshotted_disks;
use crate::model::{Mode, VdiIdx, VmIdx};
use crate::storage::Rules;

/// Lists the QCOW2 disks of a VM that a backup includes.
pub(in crate::analysis::rules) fn disks(analysis: &Analysis, vm: VmIdx) -> Vec<VdiIdx> {
    let inventory = analysis.inventory();
    let mut disks = snapshotted_disks(inventory, vm);
    disks.retain(|&disk| {
        let vdi = inventory.vdi(disk);
        vdi.sr.is_some_and(|sr| Rules::of_image(inventory.sr(sr), vdi).is_qcow2())
    });
    disks
}

/// Returns whether a job makes deltas of a VM with QCOW2 disks and none of its runs is set to use NBD, without which XO
/// can make no delta of such a disk (facts/storage-manager.md 5.1; vatesfr/xen-orchestra#9170, #10377).
pub(in crate::analysis::rules) fn is_read_without_nbd(
    analysis: &Analysis,
    planned: &PlannedJob,
    vm: VmIdx,
) -> bool {
    let schedules = planned.schedules.iter().filter_map(|&at| analysis.plan().schedules().get(at));
    let runs = schedules.map(|schedule| Some(&schedule.schedule.id)).chain([None]);
    let uses_nbd = |schedule| VmSettings::of_run(&planned.job, schedule).prefer_nbd;
    planned.mode == Mode::Delta && !runs.into_iter().any(uses_nbd) && !disks(analysis, vm).is_empty()
}
