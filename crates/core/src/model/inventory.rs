//! All objects of a server, linked by index.

use super::id::{HostIdx, ObjectId, PoolIdx, SrIdx, VbdIdx, VdiIdx, VmIdx};
use super::link::Lost;
use super::storage::{GcMessage, GcTask, Sr, Vdi, VdiKind};
use super::unseen::Unseen;
use super::vm::{Host, Pool, Vbd, Vm, VmKind};
use crate::units::count;

/// The object in the inventory that an id belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A pool.
    Pool(PoolIdx),
    /// A host.
    Host(HostIdx),
    /// An SR.
    Sr(SrIdx),
    /// A VDI of any kind.
    Vdi(VdiIdx),
    /// A VM of any kind.
    Vm(VmIdx),
}

/// A contradiction in what the server sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// Two objects have this id; the first one read is kept.
    DuplicateId(ObjectId),
}

/// Every object that matters for storage and backups.
///
/// Each list is sorted by id, so that the report does not depend on the order of the server's answers.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// Pools.
    pub pools: Vec<Pool>,
    /// Hosts.
    pub hosts: Vec<Host>,
    /// Storage repositories.
    pub srs: Vec<Sr>,
    /// Disks, snapshots and base copies.
    pub vdis: Vec<Vdi>,
    /// VBDs, sorted by id.
    pub vbds: Vec<Vbd>,
    /// VMs, snapshots, templates, control domains.
    pub vms: Vec<Vm>,
    /// Garbage collections in progress.
    pub gc_tasks: Vec<GcTask>,
    /// Messages of the storage manager.
    pub gc_messages: Vec<GcMessage>,
    /// Ids that objects point to and the server does not have, one for each link.
    pub lost: Vec<ObjectId>,
    /// Contradictions, sorted.
    pub conflicts: Vec<Conflict>,
    /// Missing objects that others refer to.
    pub unseen: Unseen,
}

impl Inventory {
    /// Returns the object with this id, if the server has it; plugs are not searched.
    pub fn find(&self, id: &ObjectId) -> Option<Slot> {
        let vm = || self.find_vm(id).map(Slot::Vm);
        let vdi = || self.find_vdi(id).map(Slot::Vdi);
        let sr = || self.find_sr(id).map(Slot::Sr);
        let pool = || place(&self.pools, id, |pool| &pool.id).map(|at| Slot::Pool(PoolIdx(at)));
        let host = || place(&self.hosts, id, |host| &host.id).map(|at| Slot::Host(HostIdx(at)));
        vm().or_else(vdi).or_else(sr).or_else(pool).or_else(host)
    }

    /// Returns the SR that has this id.
    pub fn find_sr(&self, id: &ObjectId) -> Option<SrIdx> {
        place(&self.srs, id, |sr| &sr.id).map(SrIdx)
    }

    /// Returns the VDI of any kind that has this id.
    pub fn find_vdi(&self, id: &ObjectId) -> Option<VdiIdx> {
        place(&self.vdis, id, |vdi| &vdi.id).map(VdiIdx)
    }

    /// Returns the VM of any kind that has this id.
    pub fn find_vm(&self, id: &ObjectId) -> Option<VmIdx> {
        place(&self.vms, id, |vm| &vm.id).map(VmIdx)
    }

    /// Returns the id that a link names.
    pub fn lost(&self, link: Lost) -> &ObjectId {
        &self.lost[link.0 as usize]
    }

    /// Returns a pool.
    pub fn pool(&self, index: PoolIdx) -> &Pool {
        &self.pools[index.at()]
    }

    /// Returns an SR.
    pub fn sr(&self, index: SrIdx) -> &Sr {
        &self.srs[index.at()]
    }

    /// Returns a VDI.
    pub fn vdi(&self, index: VdiIdx) -> &Vdi {
        &self.vdis[index.at()]
    }

    /// Returns a VM.
    pub fn vm(&self, index: VmIdx) -> &Vm {
        &self.vms[index.at()]
    }

    /// Returns a VBD.
    pub fn vbd(&self, index: VbdIdx) -> &Vbd {
        &self.vbds[index.at()]
    }

    /// Iterates over the indices of the SRs.
    pub fn sr_indices(&self) -> impl Iterator<Item = SrIdx> + use<> {
        (0..count(self.srs.len())).map(SrIdx)
    }

    /// Iterates over the indices of the VDIs.
    pub fn vdi_indices(&self) -> impl Iterator<Item = VdiIdx> + use<> {
        (0..count(self.vdis.len())).map(VdiIdx)
    }

    /// Iterates over the indices of the VMs.
    pub fn vm_indices(&self) -> impl Iterator<Item = VmIdx> + use<> {
        (0..count(self.vms.len())).map(VmIdx)
    }

    /// Lists the images plugged into a VM, CD images included, in XAPI's order.
    pub fn vdis_of(&self, vm: VmIdx) -> impl Iterator<Item = (VdiIdx, &Vbd)> + '_ {
        self.vm(vm).vbds.iter().filter_map(|&index| {
            let vbd = self.vbd(index);
            Some((vbd.vdi?, vbd))
        })
    }

    /// Lists the VMs of any kind into which an image is plugged, without duplicates, in the order of ids.
    pub fn vms_of(&self, vdi: VdiIdx) -> Vec<VmIdx> {
        let mut vms: Vec<_> = self.vdi(vdi).vbds.iter().filter_map(|&index| self.vbd(index).vm).collect();
        vms.sort_unstable();
        vms.dedup();
        vms
    }

    /// Finds the VM that an image belongs to: the one that holds it; for a snapshot, also the one that holds its
    /// disk, that its backup names, or whose snapshot holds it. A base copy belongs to none.
    pub fn owner(&self, vdi: VdiIdx) -> Option<VmIdx> {
        let image = self.vdi(vdi);
        if image.kind == VdiKind::BaseCopy {
            return None;
        }
        let holder = |vdi| self.holders(vdi).first().copied();
        let by_disk = || holder(image.snapshot_of.target()?);
        let by_keys = || self.find_vm(image.backup.as_ref()?.vm.as_ref()?);
        let by_snapshot = || self.vms_of(vdi).into_iter().find_map(|vm| self.vm(vm).snapshot_of.target());
        holder(vdi).or_else(by_disk).or_else(by_keys).or_else(by_snapshot)
    }

    /// Lists the VMs and templates that hold an image as a disk, in the order of ids.
    pub fn holders(&self, vdi: VdiIdx) -> Vec<VmIdx> {
        let plugs = self.vdi(vdi).vbds.iter().map(|&vbd| self.vbd(vbd)).filter(|vbd| !vbd.is_cd_drive);
        let mut vms: Vec<VmIdx> = plugs
            .filter_map(|vbd| vbd.vm)
            .filter(|&vm| matches!(self.vm(vm).kind, VmKind::Vm | VmKind::Template))
            .collect();
        vms.sort_unstable();
        vms.dedup();
        vms
    }

    /// Returns the control domain that holds an image now: meanwhile the image cannot be deleted.
    pub fn control_domain_of(&self, vdi: VdiIdx) -> Option<VmIdx> {
        let plugs = self.vdi(vdi).vbds.iter().map(|&vbd| self.vbd(vbd));
        let holding = plugs.filter(|vbd| vbd.attached).filter_map(|vbd| vbd.vm);
        holding.filter(|&vm| self.vm(vm).kind == VmKind::ControlDomain).min()
    }
}

/// Returns the position of an id in a list that is sorted by id.
fn place<T>(sorted: &[T], id: &ObjectId, id_of: impl Fn(&T) -> &ObjectId) -> Option<u32> {
    sorted.binary_search_by(|object| id_of(object).cmp(id)).ok().map(count)
}
