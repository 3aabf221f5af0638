//! XOH-108: XO shows a disk in use as a snapshot.
//!
//! A wrong `snapshot_of` in XAPI makes XO call a disk a snapshot although a running VM, not a snapshot, uses it
//! (XCP#825, XCP#844). We count such an image everywhere as the disk that it is; XO itself does not: it leaves the disk
//! out of backups and offers to delete it. Warning, one for each image.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::SnapshotInUse;
use crate::findings::{Finding, Severity};
use crate::model::VdiIdx;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let wrong = analysis.inventory().vdi_indices();
    wrong
        .filter(|&vdi| analysis.inventory().vdi(vdi).shown_as_snapshot)
        .map(|vdi| finding(analysis, vdi))
        .collect()
}

fn finding(analysis: &Analysis, index: VdiIdx) -> Finding {
    let inventory = analysis.inventory();
    let vdi = inventory.vdi(index);
    let of = vdi.snapshot_of.target().map(|of| inventory.vdi(of));
    let vms = inventory.holders(index);
    let (sr, sr_id) = subjects::sr_names(inventory, vdi.sr);
    let evidence = SnapshotInUse {
        vms: subjects::vm_names(inventory, &vms),
        vm_ids: vms.iter().map(|&vm| inventory.vm(vm).id.to_string()).collect(),
        snapshot_of: of.map(|of| of.name.to_string()),
        snapshot_of_id: of.map(|of| of.id.to_string()),
        sr,
        sr_id,
    };
    Finding::new(Severity::Warning, subjects::vdi(inventory, index), evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::chains;
    use crate::model::{InventoryBuilder, Links, ObjectId, Sr, Vbd, Vdi, VdiKind, Vm, VmKind};

    /// Returns a disk that claims to be a snapshot, plugged into a VM of this kind.
    fn world(kind: VmKind, attached: bool) -> World {
        let mut builder = InventoryBuilder::default();
        builder.add_sr(Sr::new("s".into(), "ext"), Links::default());
        let sr = Some(ObjectId::new("s"));
        let links = Links { sr: sr.clone(), ..Links::default() };
        builder.add_vdi(Vdi::new("of".into(), VdiKind::Disk), links.clone());
        let wrong = Links { snapshot_of: Some("of".into()), ..links };
        builder.add_vdi(Vdi::new("d".into(), VdiKind::Snapshot), wrong);
        builder.add_vm(Vm { running: true, ..Vm::new("web".into(), kind) }, Links::default());
        let vbd = Vbd { vm: None, vdi: None, is_cd_drive: false, attached };
        builder.add_vbd(
            "b".into(),
            vbd,
            Links { vm: Some("web".into()), vdi: Some("d".into()), ..Links::default() },
        );
        let mut world = World::new("");
        world.inventory = builder.build();
        world
    }

    #[test]
    fn a_disk_that_a_vm_uses_is_one() {
        let cases = [
            (VmKind::Vm, true, "warning vdi d"),
            (VmKind::Vm, false, ""),
            (VmKind::Snapshot, false, ""),
            (VmKind::ControlDomain, true, ""),
        ];
        for (kind, attached, expected) in cases {
            let world = world(kind, attached);
            let analysis = world.analysis();
            assert_eq!(show(&find(&analysis)), expected, "{kind:?} {attached}");
            let vdi = analysis.inventory().find_vdi(&"d".into()).unwrap();
            let counts = chains::is_disk(analysis.inventory(), analysis.inventory().vdi(vdi));
            assert_eq!(counts, !expected.is_empty(), "it counts as a disk everywhere");
        }
    }
}
