//! The builder that links objects, in any order, into an inventory.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::id::{HostIdx, ObjectId, PoolIdx, SrIdx, VbdIdx, VdiIdx, VmIdx};
use super::inventory::{Conflict, Inventory};
use super::link::{Link, Lost};
use super::missing::{self, Referrer};
use super::moment::Moment;
use super::numbers::{Number, Numbers, position};
use super::storage::{BackupKeys, GcMessage, GcTask, Sr, Vdi, VdiKind};
use super::vm::{Host, Pool, Vbd, Vm, VmKind};
use crate::units::count;

/// A builder that gathers objects in any order and links them.
#[derive(Debug, Default)]
pub struct InventoryBuilder {
    ids: Numbers,
    pools: Vec<Draft<Pool>>,
    hosts: Vec<Draft<Host>>,
    srs: Vec<Draft<Sr>>,
    vdis: Vec<Draft<Vdi>>,
    vbds: Vec<Draft<Vbd>>,
    vms: Vec<Draft<Vm>>,
    gc_tasks: Vec<(Number, GcTask)>,
    gc_messages: Vec<(Number, GcMessage)>,
    promised_srs: Vec<Number>,
    /// The ids that objects list, one object after the other.
    listed: Vec<Number>,
    keys: FxHashSet<Arc<BackupKeys>>,
}

/// The ids that an object points to, before the targets are known. What does not apply stays `None`.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Pool of the object.
    pub pool: Option<ObjectId>,
    /// Master of a pool.
    pub master: Option<ObjectId>,
    /// SR of a VDI.
    pub sr: Option<ObjectId>,
    /// VHD parent of a VDI.
    pub parent: Option<ObjectId>,
    /// Original of a snapshot.
    pub snapshot_of: Option<ObjectId>,
    /// VM of a VBD.
    pub vm: Option<ObjectId>,
    /// VDI of a VBD.
    pub vdi: Option<ObjectId>,
    /// VBDs of a VM, in the server's order, or of a VDI.
    pub vbds: Vec<ObjectId>,
    /// VDIs of an SR.
    pub vdis: Vec<ObjectId>,
}

/// The same as [`Links`], as numbers: a large server has hundreds of thousands of objects. Links that no object has
/// both of share a field.
#[derive(Debug)]
struct Numbered {
    /// The pool; for a VBD, the VM.
    owner: Option<Number>,
    /// The SR of a VDI, the VDI of a VBD, or the master of a pool.
    place: Option<Number>,
    parent: Option<Number>,
    snapshot_of: Option<Number>,
    /// VBDs of a VM or a VDI, or VDIs of an SR: start and end in [`InventoryBuilder::listed`].
    listed: (u32, u32),
}

#[derive(Debug)]
struct Draft<T> {
    object: T,
    /// The number of the object's own id.
    number: Number,
    /// How many objects of its kind were read before it.
    before: u32,
    links: Numbered,
}

macro_rules! adders {
    ($($(#[$doc:meta])* $name:ident($list:ident: $type:ty);)*) => {$(
        $(#[$doc])*
        pub fn $name(&mut self, object: $type, links: Links) {
            let number = self.ids.of(object.id.clone());
            let before = count(self.$list.len());
            let links = self.numbered(links);
            self.$list.push(Draft { object, number, before, links });
        }
    )*};
}

impl InventoryBuilder {
    adders! {
        /// Adds a pool; uses `links.master`.
        add_pool(pools: Pool);
        /// Adds a host; uses `links.pool`.
        add_host(hosts: Host);
        /// Adds an SR; uses `links.pool`, `vdis`.
        add_sr(srs: Sr);
        /// Adds a VDI; uses `links.sr`, `pool`, `parent`, `snapshot_of`, `vbds`.
        add_vdi(vdis: Vdi);
        /// Adds a VM; uses `links.pool`, `snapshot_of`, `vbds`.
        add_vm(vms: Vm);
    }

    /// Adds a VBD; uses `links.vm`, `vdi`. Nothing needs its id later.
    pub fn add_vbd(&mut self, id: ObjectId, object: Vbd, links: Links) {
        let (number, before) = (self.ids.of(id), count(self.vbds.len()));
        let links = self.numbered(links);
        self.vbds.push(Draft { object, number, before, links });
    }

    /// Iterates over the SRs that were added.
    pub fn srs_mut(&mut self) -> impl Iterator<Item = &mut Sr> {
        self.srs.iter_mut().map(|draft| &mut draft.object)
    }

    /// Shares backup keys: a snapshot of a VM and those of its disks have the same ones.
    pub fn shared(&mut self, keys: BackupKeys) -> Arc<BackupKeys> {
        if let Some(known) = self.keys.get(&keys) {
            return Arc::clone(known);
        }
        let keys = Arc::new(keys);
        self.keys.insert(Arc::clone(&keys));
        keys
    }

    fn numbered(&mut self, links: Links) -> Numbered {
        let mut number = |id: ObjectId| self.ids.of(id);
        let first = count(self.listed.len());
        self.listed.extend(links.vbds.into_iter().chain(links.vdis).map(&mut number));
        Numbered {
            owner: links.vm.or(links.pool).map(&mut number),
            place: links.sr.or(links.vdi).or(links.master).map(&mut number),
            parent: links.parent.map(&mut number),
            snapshot_of: links.snapshot_of.map(&mut number),
            listed: (first, count(self.listed.len())),
        }
    }

    /// Adds a garbage collection of this SR.
    pub fn add_gc_task(&mut self, sr: ObjectId, task: GcTask) {
        self.gc_tasks.push((self.ids.of(sr), task));
    }

    /// Adds a message about this SR.
    pub fn add_gc_message(&mut self, sr: ObjectId, message: GcMessage) {
        self.gc_messages.push((self.ids.of(sr), message));
    }

    /// Notes that an object that is not kept refers to this SR.
    pub fn expect_sr(&mut self, sr: ObjectId) {
        self.promised_srs.push(self.ids.of(sr));
    }

    /// Links all objects into an inventory.
    pub fn build(self) -> Inventory {
        // free what is no longer needed: memory use peaks here on a large server
        let Self { ids, listed, keys, .. } = self;
        drop(keys);
        let ids = ids.into_list();
        let mut places = vec![None; ids.len()];
        let mut made = Inventory::default();
        let index = &mut places;
        let doubles = &mut made.conflicts;
        let pools = sorted(self.pools, &ids, |at| Place::Pool(PoolIdx(at)), index, doubles);
        let hosts = sorted(self.hosts, &ids, |at| Place::Host(HostIdx(at)), index, doubles);
        let srs = sorted(self.srs, &ids, |at| Place::Sr(SrIdx(at)), index, doubles);
        let vdis = sorted(self.vdis, &ids, |at| Place::Vdi(VdiIdx(at)), index, doubles);
        let vbds = sorted(self.vbds, &ids, |at| Place::Vbd(VbdIdx(at)), index, doubles);
        let vms = sorted(self.vms, &ids, |at| Place::Vm(VmIdx(at)), index, doubles);
        doubles.sort();
        doubles.dedup();

        let resolver = Resolver {
            ids: &ids,
            places: &places,
            listed: &listed,
            missing: RefCell::default(),
            lost: RefCell::default(),
        };
        made.pools = pools.into_iter().map(|draft| resolver.pool(draft)).collect();
        made.hosts = hosts.into_iter().map(|draft| resolver.host(draft)).collect();
        made.srs = srs.into_iter().zip(0..).map(|(draft, at)| resolver.sr(draft, SrIdx(at))).collect();
        made.vdis = vdis.into_iter().zip(0..).map(|(draft, at)| resolver.vdi(draft, VdiIdx(at))).collect();
        made.vdis.shrink_to_fit();
        made.vbds = vbds.into_iter().zip(0..).map(|(draft, at)| resolver.vbd(draft, VbdIdx(at))).collect();
        made.vbds.shrink_to_fit();
        made.vms = vms.into_iter().zip(0..).map(|(draft, at)| resolver.vm(draft, VmIdx(at))).collect();
        made.vms.shrink_to_fit();
        for sr in self.promised_srs {
            resolver.checked(Referrer::Other, resolver.sr_link(Some(sr)));
        }
        made.gc_tasks = about_srs(self.gc_tasks, &resolver, |task, sr| task.sr = sr);
        made.gc_messages = about_srs(self.gc_messages, &resolver, |message, sr| message.sr = sr);
        made.gc_tasks.sort_by_key(|task| (task.sr, task.created));
        made.gc_messages.sort_by_key(|message| (message.sr, message.time));
        made.lost = resolver.lost.into_inner();
        let missing = resolver.missing.into_inner();
        join(&mut made);
        correct_kinds(&mut made);
        made.unseen = missing::place(&made, missing);
        correct_parents(&mut made);
        inherit_formats(&mut made.vdis);
        made
    }
}

/// Sorts objects by id, in place: there may be hundreds of megabytes of them.
fn sorted<T>(
    mut drafts: Vec<Draft<T>>,
    ids: &[ObjectId],
    place: impl Fn(u32) -> Place,
    places: &mut [Option<Place>],
    conflicts: &mut Vec<Conflict>,
) -> Vec<Draft<T>> {
    // of two objects with one id, the one read first comes first and is kept
    let id = |draft: &Draft<T>| &ids[position(draft.number)];
    drafts.sort_unstable_by(|a, b| id(a).cmp(id(b)).then(a.before.cmp(&b.before)));
    let mut kept = 0;
    drafts.retain(|draft| {
        let of_id = &mut places[position(draft.number)];
        if of_id.is_some() {
            conflicts.push(Conflict::DuplicateId(id(draft).clone()));
            return false;
        }
        *of_id = Some(place(kept));
        kept += 1;
        true
    });
    drafts
}

fn about_srs<T>(all: Vec<(Number, T)>, resolver: &Resolver<'_>, set: impl Fn(&mut T, SrIdx)) -> Vec<T> {
    all.into_iter()
        .filter_map(|(id, mut item)| {
            set(&mut item, resolver.sr_link(Some(id)).target()?);
            Some(item)
        })
        .collect()
}

/// The object that an id belongs to.
#[derive(Clone, Copy, Debug)]
enum Place {
    Pool(PoolIdx),
    Host(HostIdx),
    Sr(SrIdx),
    Vdi(VdiIdx),
    Vm(VmIdx),
    Vbd(VbdIdx),
}

struct Resolver<'a> {
    /// The ids, by number.
    ids: &'a [ObjectId],
    /// The objects, by the number of their id; `None` where an id was only named.
    places: &'a [Option<Place>],
    listed: &'a [Number],
    /// References that lead nowhere.
    missing: RefCell<Vec<(Referrer, ObjectId)>>,
    /// The ids in links that lead nowhere.
    lost: RefCell<Vec<ObjectId>>,
}

macro_rules! resolve {
    ($($name:ident -> $index:ident: $slot:ident;)*) => {$(
        fn $name(&self, number: Option<Number>) -> Link<$index> {
            let Some(number) = number else { return Link::None };
            match self.places[position(number)] {
                Some(Place::$slot(index)) => Link::To(index),
                _ => Link::Missing(self.lost(number)),
            }
        }
    )*};
}

impl Resolver<'_> {
    resolve! {
        pool_link -> PoolIdx: Pool;
        host_link -> HostIdx: Host;
        sr_link -> SrIdx: Sr;
        vdi_link -> VdiIdx: Vdi;
        vbd_link -> VbdIdx: Vbd;
        vm_link -> VmIdx: Vm;
    }

    fn lost(&self, number: Number) -> Lost {
        let mut lost = self.lost.borrow_mut();
        lost.push(self.ids[position(number)].clone());
        Lost(count(lost.len() - 1))
    }

    /// Notes a reference if it leads nowhere.
    fn checked<I>(&self, from: Referrer, link: Link<I>) -> Link<I> {
        if let Link::Missing(lost) = &link {
            let id = self.lost.borrow()[lost.0 as usize].clone();
            self.missing.borrow_mut().push((from, id));
        }
        link
    }

    fn in_pool(&self, from: Referrer, links: &Numbered) -> Option<PoolIdx> {
        self.checked(from, self.pool_link(links.owner)).target()
    }

    fn listed(&self, links: &Numbered) -> &[Number] {
        let (first, end) = links.listed;
        &self.listed[first as usize..end as usize]
    }

    fn pool(&self, Draft { mut object, links, .. }: Draft<Pool>) -> Pool {
        object.master = self.checked(Referrer::Other, self.host_link(links.place));
        object
    }

    fn host(&self, Draft { mut object, links, .. }: Draft<Host>) -> Host {
        object.pool = self.in_pool(Referrer::Other, &links);
        object
    }

    fn sr(&self, Draft { mut object, links, .. }: Draft<Sr>, at: SrIdx) -> Sr {
        object.pool = self.in_pool(Referrer::Other, &links);
        for &vdi in self.listed(&links) {
            self.checked(Referrer::Sr(at), self.vdi_link(Some(vdi)));
        }
        object
    }

    fn vdi(&self, Draft { mut object, links, .. }: Draft<Vdi>, at: VdiIdx) -> Vdi {
        object.pool = self.in_pool(Referrer::Other, &links);
        object.sr = self.checked(Referrer::Vdi(at), self.sr_link(links.place)).target();
        // the storage may have lost it: a broken chain is not a gap
        object.parent = self.vdi_link(links.parent);
        object.snapshot_of = self.checked(Referrer::Vdi(at), self.vdi_link(links.snapshot_of));
        for &vbd in self.listed(&links) {
            self.checked(Referrer::Other, self.vbd_link(Some(vbd)));
        }
        object
    }

    fn vbd(&self, Draft { mut object, links, .. }: Draft<Vbd>, at: VbdIdx) -> Vbd {
        object.vm = self.checked(Referrer::Other, self.vm_link(links.owner)).target();
        object.vdi = self.checked(Referrer::Vbd(at), self.vdi_link(links.place)).target();
        object
    }

    fn vm(&self, Draft { mut object, links, .. }: Draft<Vm>, at: VmIdx) -> Vm {
        object.pool = self.in_pool(Referrer::Other, &links);
        object.snapshot_of = self.checked(Referrer::Other, self.vm_link(links.snapshot_of));
        let vbds = self.listed(&links).iter();
        object.vbds = vbds
            .filter_map(|&vbd| self.checked(Referrer::Vm(at), self.vbd_link(Some(vbd))).target())
            .collect();
        object
    }
}

/// Fills the lists of back references: VBDs of VDIs, VBDs that a VM does not list, VDIs of SRs.
fn join(made: &mut Inventory) {
    let mut listed = vec![false; made.vbds.len()];
    for (at, vm) in made.vms.iter_mut().enumerate() {
        vm.vbds.retain(|&mut index| {
            let theirs = made.vbds[index.at()].vm == Some(VmIdx(count(at)));
            theirs && !std::mem::replace(&mut listed[index.at()], true)
        });
    }
    for (at, vbd) in made.vbds.iter().enumerate() {
        let index = VbdIdx(count(at));
        if let Some(vdi) = vbd.vdi {
            made.vdis[vdi.at()].vbds.push(index);
        }
        if let Some(vm) = vbd.vm.filter(|_| !listed[at]) {
            made.vms[vm.at()].vbds.push(index);
        }
    }
    for at in 0..made.vdis.len() {
        if let Some(sr) = made.vdis[at].sr {
            made.srs[sr.at()].vdis.push(VdiIdx(count(at)));
        }
    }
}

/// Turns a snapshot that is plugged into a VM (not into a snapshot of one) back into the disk that it is: a
/// wrong `snapshot_of` in XAPI makes XO show it as a snapshot (XCP#825).
fn correct_kinds(made: &mut Inventory) {
    for at in 0..made.vdis.len() {
        if made.vdis[at].kind != VdiKind::Snapshot {
            continue;
        }
        let mut plugs = made.vdis[at].vbds.iter().map(|&vbd| &made.vbds[vbd.at()]);
        let in_use = plugs.any(|vbd| {
            let by_vm = vbd.vm.is_some_and(|vm| made.vms[vm.at()].kind == VmKind::Vm);
            vbd.attached && !vbd.is_cd_drive && by_vm
        });
        if in_use {
            made.vdis[at].kind = VdiKind::Disk;
            made.vdis[at].shown_as_snapshot = true;
        }
    }
}

/// Repairs the parent of a disk that a running VM writes to and whose record names a parent that is gone. The new
/// parent is the base copy of the disk's newest snapshot, if no other disk or base copy is below it: the storage
/// manager can write back a parent that it has merged away (XCP#837), and no VM runs on a chain that cannot be read.
/// What may only be unread is left alone.
fn correct_parents(made: &mut Inventory) {
    let broken: Vec<(usize, ObjectId)> = made
        .vdis
        .iter()
        .enumerate()
        .filter_map(|(at, vdi)| match &vdi.parent {
            Link::Missing(lost) if vdi.kind == VdiKind::Disk && runs_on(made, vdi) => {
                Some((at, made.lost(*lost).clone()))
            }
            _ => None,
        })
        .filter(|(_, id)| !made.unseen.objects.contains(id))
        .collect();
    if broken.is_empty() {
        return;
    }
    let mut is_base_of_others = vec![false; made.vdis.len()];
    let mut newest: FxHashMap<usize, (Option<Moment>, VdiIdx)> = FxHashMap::default();
    for vdi in &made.vdis {
        let Some(parent) = vdi.parent.target() else { continue };
        if vdi.kind != VdiKind::Snapshot {
            is_base_of_others[parent.at()] = true;
        } else if let Some(of) = vdi.snapshot_of.target() {
            let one = (vdi.snapshot_time, parent);
            let known = newest.entry(of.at()).or_insert(one);
            if known.0 < one.0 {
                *known = one;
            }
        }
    }
    for (at, id) in broken {
        let Some(&(_, base)) = newest.get(&at) else { continue };
        let is_base = made.vdis[base.at()].kind == VdiKind::BaseCopy;
        if is_base && made.vdis[base.at()].sr == made.vdis[at].sr && !is_base_of_others[base.at()] {
            made.vdis[at].parent = Link::To(base);
            made.vdis[at].stale_parent = Some(Box::new(id));
        }
    }
}

/// Returns whether an image is plugged into a running VM.
fn runs_on(made: &Inventory, vdi: &Vdi) -> bool {
    let mut plugs = vdi.vbds.iter().map(|&vbd| &made.vbds[vbd.at()]);
    plugs.any(|vbd| {
        let runs = vbd.vm.map(|vm| &made.vms[vm.at()]).is_some_and(|vm| vm.kind == VmKind::Vm && vm.running);
        vbd.attached && !vbd.is_cd_drive && runs
    })
}

/// Copies to each node without an image format that of its nearest ancestor with one: the storage manager does not
/// write it on snapshots (facts/xo-observed.md, Objects). A node without such an ancestor gets the format of a node
/// below it: a chain has one format. Each node is visited once.
fn inherit_formats(vdis: &mut [Vdi]) {
    let mut settled = vec![false; vdis.len()];
    let mut path = Vec::new();
    for start in 0..vdis.len() {
        let mut at = Some(start);
        while let Some(node) = at.filter(|&node| !std::mem::replace(&mut settled[node], true)) {
            path.push(node);
            at = match vdis[node].image_format {
                Some(_) => None,
                None => vdis[node].parent.target().map(VdiIdx::at),
            };
        }
        let mut format = at.and_then(|node| vdis[node].image_format);
        while let Some(node) = path.pop() {
            format = vdis[node].image_format.or(format);
            vdis[node].image_format = format;
        }
    }
    for start in 0..vdis.len() {
        let mut at = start;
        while let (Some(format), Some(above)) =
            (vdis[at].image_format, vdis[at].parent.target().map(VdiIdx::at))
        {
            if vdis[above].image_format.is_some() {
                break;
            }
            vdis[above].image_format = Some(format);
            at = above;
        }
    }
}
