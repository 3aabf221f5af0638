//! Images that are plugged into a control domain, and whether a backup accounts for it.

use crate::analysis::Analysis;
use crate::model::{Inventory, VdiIdx, VmIdx};

/// Finds the VM an image belongs to.
pub(in crate::analysis::rules) fn owner(inventory: &Inventory, vdi: VdiIdx) -> Option<VmIdx> {
    let image = inventory.vdi(vdi);
    let by_keys = || inventory.find_vm(image.backup.as_ref()?.vm.as_ref()?);
    let by_disk = || inventory.holders(image.snapshot_of.target()?).first().copied();
    let by_snapshot =
        || inventory.vms_of(vdi).into_iter().find_map(|vm| inventory.vm(vm).snapshot_of.target());
    inventory.holders(vdi).first().copied().or_else(by_keys).or_else(by_disk).or_else(by_snapshot)
}

/// Returns whether a running backup explains the plug; none where jobs could not be read.
pub(in crate::analysis::rules) fn backup_accounts_for(
    analysis: &Analysis,
    vdi: VdiIdx,
    owner: Option<VmIdx>,
    is_running: impl Fn(VmIdx) -> bool,
) -> Option<bool> {
    let jobs = analysis.backups().jobs.as_ref()?;
    let sr = analysis.inventory().vdi(vdi).sr.map(|sr| &analysis.inventory().sr(sr).id);
    let mut running = jobs.iter().filter(|job| job.running.is_some());
    let by_job = running.any(|job| owner.is_none() || sr.is_some_and(|sr| job.srs.contains(sr)));
    Some(by_job || owner.is_some_and(is_running))
}
