//! The VMs that missing objects belong to: objects that others refer to but that the server did not send.

use rustc_hash::{FxHashMap, FxHashSet};

use super::id::{ObjectId, SrIdx, VbdIdx, VdiIdx, VmIdx};
use super::inventory::Inventory;
use super::link::Link;
use super::unseen::Unseen;
use super::vm::VmKind;

/// The object that refers to a missing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Referrer {
    Vm(VmIdx),
    Vbd(VbdIdx),
    /// An image names its original or its SR.
    Vdi(VdiIdx),
    /// An SR lists it among its VDIs.
    Sr(SrIdx),
    Other,
}

/// Assigns each missing object to the VMs that it belongs to, or to none.
pub(super) fn place(made: &Inventory, missing: Vec<(Referrer, ObjectId)>) -> Unseen {
    let parents: FxHashSet<&ObjectId> = match missing.is_empty() {
        true => FxHashSet::default(),
        false => made.vdis.iter().filter_map(|vdi| missing_parent(made, &vdi.parent)).collect(),
    };
    let mut vms = FxHashSet::default();
    // whether it is known where an object belongs, and the SRs that list it
    let mut known: FxHashMap<ObjectId, (bool, Vec<SrIdx>)> = FxHashMap::default();
    for (from, id) in missing {
        let holders = holders(made, from);
        // the rule for broken chains already reports it for its VMs
        let is_parent = matches!(from, Referrer::Sr(_)) && parents.contains(&id);
        let entry = known.entry(id).or_default();
        entry.0 |= is_parent || !holders.is_empty();
        if let Referrer::Sr(sr) = from {
            entry.1.push(sr);
        }
        vms.extend(holders);
    }
    let mut unplaced = 0;
    let mut whole_srs = FxHashSet::default();
    for (is_placed, srs) in known.values() {
        if *is_placed {
            continue;
        }
        if srs.is_empty() {
            unplaced += 1;
        }
        whole_srs.extend(srs.iter().copied());
    }
    if !whole_srs.is_empty() {
        let on_them = made.vdis.iter().filter(|vdi| vdi.sr.is_some_and(|sr| whole_srs.contains(&sr)));
        vms.extend(
            on_them.flat_map(|vdi| &vdi.vbds).filter_map(|&vbd| made.vbd(vbd).vm).map(|vm| source(made, vm)),
        );
    }
    let mut vms: Vec<VmIdx> = vms.into_iter().collect();
    vms.sort_unstable();
    Unseen { objects: known.into_keys().collect(), unplaced, vms }
}

fn missing_parent<'i>(made: &'i Inventory, parent: &Link<VdiIdx>) -> Option<&'i ObjectId> {
    match parent {
        Link::Missing(lost) => Some(made.lost(*lost)),
        Link::None | Link::To(_) => None,
    }
}

/// Returns the VMs that the referring object belongs to: for a snapshot, the VM that it was taken of.
fn holders(made: &Inventory, from: Referrer) -> Vec<VmIdx> {
    let plugs = match from {
        Referrer::Vm(vm) => return vec![source(made, vm)],
        Referrer::Vbd(vbd) => vec![vbd],
        Referrer::Vdi(vdi) => made.vdi(vdi).vbds.to_vec(),
        Referrer::Sr(_) | Referrer::Other => Vec::new(),
    };
    plugs.into_iter().filter_map(|vbd| made.vbd(vbd).vm).map(|vm| source(made, vm)).collect()
}

fn source(made: &Inventory, vm: VmIdx) -> VmIdx {
    match (made.vm(vm).kind, made.vm(vm).snapshot_of.target()) {
        (VmKind::Snapshot, Some(of)) => of,
        _ => vm,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{InventoryBuilder, Links, Sr, Vbd, Vdi, VdiKind, Vm};
    use super::*;

    /// A server without pools: SR `s` with disks `a` of VM `web` and `b` of VM `db`, a snapshot of each; without the
    /// named objects.
    fn without(gone: &[&str]) -> Unseen {
        let id = |text: &str| ObjectId::new(text);
        let mut builder = InventoryBuilder::default();
        let has = |name: &str| !gone.contains(&name);
        if has("s") {
            let vdis = ["a", "a1", "b", "b1"].map(id).to_vec();
            builder.add_sr(Sr::new(id("s"), "nfs"), Links { vdis, ..Links::default() });
        }
        for (disk, vm) in [("a", "web"), ("b", "db")] {
            let snapshot = format!("{disk}1");
            for (vdi, kind, of) in
                [(disk, VdiKind::Disk, None), (snapshot.as_str(), VdiKind::Snapshot, Some(id(disk)))]
            {
                let vbds = vec![id(&format!("plug-{vdi}"))];
                let links = Links { sr: Some(id("s")), snapshot_of: of, vbds, ..Links::default() };
                if has(vdi) {
                    builder.add_vdi(Vdi::new(id(vdi), kind), links);
                }
            }
            let snapshot_vm = format!("{vm}1");
            for (name, vdi, kind, of) in [
                (vm, disk, VmKind::Vm, None),
                (snapshot_vm.as_str(), snapshot.as_str(), VmKind::Snapshot, Some(id(vm))),
            ] {
                let plug = format!("plug-{vdi}");
                let links = Links { snapshot_of: of, vbds: vec![id(&plug)], ..Links::default() };
                if has(name) {
                    builder.add_vm(Vm::new(id(name), kind), links);
                }
                let vbd = Vbd { vm: None, vdi: None, is_cd_drive: false, attached: true };
                let links = Links { vm: Some(id(name)), vdi: Some(id(vdi)), ..Links::default() };
                if has(&plug) {
                    builder.add_vbd(id(&plug), vbd, links);
                }
            }
        }
        builder.build().unseen
    }

    #[test]
    fn what_is_missing_is_placed_at_its_vms() {
        // VMs are sorted by id: db, db1, web, web1
        let (db, web) = (VmIdx(0), VmIdx(2));
        let cases: [(&[&str], usize, u64, &[VmIdx]); 9] = [
            (&[], 0, 0, &[]),
            // a disk: its plug, its snapshot and its SR refer to it
            (&["a"], 1, 0, &[web]),
            (&["a", "b"], 2, 0, &[db, web]),
            // the disk of a snapshot counts for the VM
            (&["b1"], 1, 0, &[db]),
            // a plug: the VM lists it
            (&["plug-a"], 1, 0, &[web]),
            // plug and disk: only the SR refers to the disk, but its plug is that of a VM
            (&["plug-b1", "b1"], 2, 0, &[db, web]),
            // a whole VM: it may be any VM's
            (&["web"], 1, 1, &[]),
            (&["s"], 1, 0, &[db, web]),
            (&["web", "plug-a"], 2, 2, &[]),
        ];
        for (gone, objects, unplaced, vms) in cases {
            let unseen = without(gone);
            let shift = u32::from(gone.contains(&"web"));
            assert_eq!((unseen.objects.len(), unseen.unplaced), (objects, unplaced), "{gone:?}");
            if shift == 0 {
                assert_eq!(unseen.vms, vms, "{gone:?}");
            }
        }
    }

    #[test]
    fn a_parent_that_is_gone_is_no_gap_unless_it_is_listed() {
        let id = ObjectId::new;
        let build = |listed: bool| {
            let mut builder = InventoryBuilder::default();
            let vdis = if listed { vec![id("base")] } else { Vec::new() };
            builder.add_sr(Sr::new(id("s"), "nfs"), Links { vdis, ..Links::default() });
            let links = Links { sr: Some(id("s")), parent: Some(id("base")), ..Links::default() };
            builder.add_vdi(Vdi::new(id("leaf"), VdiKind::Disk), links);
            builder.build().unseen
        };
        assert_eq!(build(false), Unseen::default());
        let listed = build(true);
        assert_eq!((listed.objects.len(), listed.unplaced), (1, 0));
    }
}
