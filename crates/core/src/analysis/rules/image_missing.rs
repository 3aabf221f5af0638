//! XOH-310: the SR no longer finds images.
//!
//! XAPI marks a VDI `missing` if a scan of its SR did not find it: the image is gone, or its SR has lost it. A VM with
//! such a disk does not start, its backup ends in `SR_BACKEND_FAILURE_46`, and a replica cannot be continued. One
//! finding for each SR. Critical if the images include a disk of a running VM, or one that an automatically started job
//! backs up, or if the SR is a target of such a job; otherwise warning. CD images and lists of changed blocks are left
//! out.

use rustc_hash::FxHashSet;

use super::support::runs;
use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::findings::evidence::ImageMissing;
use crate::findings::{Finding, Severity};
use crate::model::{SrIdx, VdiIdx, VdiRole, VmIdx};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let covered: FxHashSet<VmIdx> = runs::by_vm(analysis)
        .into_iter()
        .filter(|(_, runs)| runs.iter().any(|run| run.enabled))
        .map(|(vm, _)| vm)
        .collect();
    let needed = runs::needed_srs(analysis);
    let sources = runs::snapshotted_srs(analysis);
    let is_target = |sr: SrIdx| needed.contains(&sr) && !sources.contains(&sr);
    let srs = analysis.inventory().sr_indices();
    srs.filter_map(|sr| judge(analysis, &covered, is_target(sr), sr)).collect()
}

fn judge(analysis: &Analysis, covered: &FxHashSet<VmIdx>, is_target: bool, sr: SrIdx) -> Option<Finding> {
    let inventory = analysis.inventory();
    let is_gone = |&vdi: &VdiIdx| {
        let vdi = inventory.vdi(vdi);
        vdi.missing && vdi.role == VdiRole::Disk
    };
    let gone: Vec<VdiIdx> = inventory.sr(sr).vdis.iter().copied().filter(is_gone).collect();
    if gone.is_empty() || inventory.sr(sr).is_iso_or_udev() {
        return None;
    }
    let mut vms: Vec<VmIdx> = gone.iter().flat_map(|&vdi| inventory.holders(vdi)).collect();
    vms.sort_unstable();
    vms.dedup();
    let running = vms.iter().filter(|&&vm| inventory.vm(vm).running).count();
    let in_enabled_job = is_target || vms.iter().any(|vm| covered.contains(vm));
    let evidence = ImageMissing {
        disks: subjects::vdi_names(inventory, &gone),
        vdi_ids: gone.iter().map(|&vdi| inventory.vdi(vdi).id.to_string()).collect(),
        vms: subjects::vm_names(inventory, &vms),
        running: count(running),
        in_enabled_job,
    };
    let severity = if running > 0 || in_enabled_job { Severity::Critical } else { Severity::Warning };
    Some(Finding::new(severity, subjects::sr(inventory, sr), evidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::GateOutcome;

    #[test]
    fn severity_by_who_needs_it() {
        let cases = [
            ("vm web { disk root 9GiB on s }", "", ""),
            ("vm web { disk root 9GiB on s missing }", "", "critical sr s"),
            ("vm web halted { disk root 9GiB on s missing }", "", "warning sr s"),
            ("vm web halted { disk root 9GiB on s missing }", "nightly web", "critical sr s"),
            ("vm web halted { disk root 9GiB on s missing }", "nightly web off", "warning sr s"),
        ];
        for (vm, run, expected) in cases {
            let mut world = World::new(&format!("sr s ext {vm}"));
            if !run.is_empty() {
                world = world.run(run, GateOutcome::Ok, &["web/root"]);
            }
            assert_eq!(show(&find(&world.analysis())), expected, "{vm} {run}");
        }
    }
}
