//! Images that are plugged into a control domain, and whether a backup accounts for it.

use super::about;
use crate::analysis::Analysis;
use crate::model::{Inventory, VdiIdx, VmIdx, VmKind};

/// Gives the control domain that holds an image.
pub(super) fn control_domain(inventory: &Inventory, vdi: VdiIdx) -> Option<VmIdx> {
    let plugs = inventory.vdi(vdi).vbds.iter().map(|&vbd| inventory.vbd(vbd));
    let holding = plugs.filter(|vbd| vbd.attached).filter_map(|vbd| vbd.vm);
    holding.filter(|&vm| inventory.vm(vm).kind == VmKind::ControlDomain).min()
}

/// Finds the VM an image belongs to.
pub(super) fn owner(inventory: &Inventory, vdi: VdiIdx) -> Option<VmIdx> {
    let image = inventory.vdi(vdi);
    let by_keys = || inventory.find_vm(image.backup.as_ref()?.vm.as_ref()?);
    let by_disk = || about::holders(inventory, image.snapshot_of.target()?).first().copied();
    let by_snapshot =
        || inventory.vms_of(vdi).into_iter().find_map(|vm| inventory.vm(vm).snapshot_of.target());
    about::holders(inventory, vdi).first().copied().or_else(by_keys).or_else(by_disk).or_else(by_snapshot)
}

/// Tells whether a running backup explains the plug; none where jobs could not be read.
pub(super) fn backup_accounts_for(
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
