//! The hosts on which the disks below a base copy run, which decide whether a QCOW2 can be merged.
//!
//! A VHD is merged by the SR's master, whoever uses it. The data of a QCOW2 in use is moved by the host on which it
//! runs, and that works only if all leaves below the pair run on one host (`QSM cleanup.py:839-897, 2482-2520`); with
//! two, the collector refuses the pair, however long one waits. Source: facts/storage-manager.md 5.1 and 6.9.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::rules::Rules;
use crate::chains::Chains;
use crate::model::{Inventory, ObjectId, VdiIdx, VmIdx, VmKind};

/// Lists the running VMs whose disks are at or below a node. Visits each node once.
pub fn running_below(inventory: &Inventory, chains: &Chains, node: VdiIdx) -> BTreeSet<VmIdx> {
    let (mut seen, mut vms) = (FxHashSet::default(), BTreeSet::new());
    let mut next = vec![node];
    while let Some(at) = next.pop() {
        if !seen.insert(at) {
            continue;
        }
        next.extend(chains.children(at));
        let plugs = inventory.vdi(at).vbds.iter().map(|&vbd| inventory.vbd(vbd));
        vms.extend(plugs.filter(|vbd| vbd.attached).filter_map(|vbd| vbd.vm).filter(|&vm| {
            let vm = inventory.vm(vm);
            vm.running && vm.kind == VmKind::Vm
        }));
    }
    vms
}

/// Returns whether a QCOW2 node cannot be merged because disks below it run on several hosts. If the server does not
/// say on which host a VM runs, nothing is claimed.
pub fn runs_on_several_hosts(inventory: &Inventory, chains: &Chains, child: VdiIdx) -> bool {
    let vdi = inventory.vdi(child);
    let is_qcow2 = vdi.sr.is_some_and(|sr| Rules::of_image(inventory.sr(sr), vdi).is_qcow2());
    if !is_qcow2 {
        return false;
    }
    let vms = running_below(inventory, chains, child);
    let hosts: BTreeSet<&ObjectId> = vms.iter().filter_map(|&vm| inventory.vm(vm).host.as_ref()).collect();
    hosts.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slot;
    use crate::notation;

    /// Options of the disks, hosts of two VMs that share a base copy; whether that cannot be merged into the
    /// one above.
    #[test]
    fn pairs_that_no_host_can_merge() {
        let cases = [
            ("qcow2", "host=a", "host=b", true),
            ("qcow2", "host=a", "host=a", false),
            ("qcow2", "host=a", "halted", false),
            ("qcow2", "host=a", "", false),
            ("", "host=a", "host=b", false),
        ];
        for (format, web, copy, expected) in cases {
            let text = format!(
                "sr s nfs 1TiB vm web {web} {{ disk root 9GiB on s {format}: base > base as shared > leaf }}
                 vm copy {copy} {{ disk root 9GiB on s {format}: shared > leaf }}"
            );
            let inventory = notation::inventory(&text).unwrap();
            let chains = Chains::build(&inventory);
            let Some(Slot::Vdi(shared)) = inventory.find(&"web/root/base2".into()) else { panic!("{text}") };
            let found = runs_on_several_hosts(&inventory, &chains, shared);
            assert_eq!(found, expected, "{format} {web} {copy}");
            assert_eq!(
                running_below(&inventory, &chains, shared).len(),
                if copy == "halted" { 1 } else { 2 }
            );
        }
    }
}
