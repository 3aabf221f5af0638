//! A disk of 2 MiB blocks that is really written, snapshotted and merged, to compare the bounds with the truth.
//!
//! It knows what XO cannot show: which blocks each node holds, and the bytes that each step of an operation takes.
//! Its sizes are the figures of facts/storage-manager.md 2.2 and 2.3 for two disks, and nothing is taken from
//! `storage`: an error that both share would go unnoticed.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::chains::Chains;
use crate::model::{InventoryBuilder, Links, ObjectId, Provisioning, Slot, Vdi};
use crate::storage::*;
use crate::units::Interval;

const MIB: i64 = 1 << 20;
const BLOCK: i64 = 2 * MIB;
const PAGE: i64 = 4096;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    File,
    Thick,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Base,
    Leaf,
    Snap,
}

#[derive(Clone, Debug)]
struct Node {
    parent: Option<usize>,
    role: Role,
    blocks: BTreeSet<u32>,
    /// The bytes of the volume, on LVM.
    volume: i64,
}

/// What an operation took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Took {
    now: i64,
    peak: i64,
}

impl Took {
    fn step(&mut self, bytes: i64) {
        self.now += bytes;
        self.peak = self.peak.max(self.now);
    }
}

/// One disk and all its nodes; the first leaf in `nodes` is the disk.
#[derive(Clone, Debug)]
struct BlockDisk {
    kind: Kind,
    gib: i64,
    nodes: Vec<Option<Node>>,
}

impl BlockDisk {
    fn new(kind: Kind, gib: i64) -> Self {
        let mut toy = Self { kind, gib, nodes: Vec::new() };
        let volume = toy.whole();
        toy.nodes.push(Some(Node { parent: None, role: Role::Leaf, blocks: BTreeSet::new(), volume }));
        toy
    }

    fn blocks_in_all(&self) -> u32 {
        u32::try_from(self.gib * 512).unwrap()
    }

    /// Returns the bytes of an empty file: facts 2.2.
    fn empty(&self) -> i64 {
        match self.gib {
            1 => 8 << 10,
            10 => 24 << 10,
            other => panic!("no figure for {other} GiB"),
        }
    }

    /// Returns the volume of the whole disk: facts 2.3.
    fn whole(&self) -> i64 {
        match self.gib {
            1 => (1024 + 8) * MIB,
            10 => (10_240 + 28) * MIB,
            other => panic!("no figure for {other} GiB"),
        }
    }

    /// Returns the volume of a node that holds this many blocks: tables for 2 TiB, blocks with their bitmaps,
    /// whole extents.
    fn used(blocks: usize) -> i64 {
        let bytes = 4_329_472 + i64::try_from(blocks).unwrap() * (BLOCK + PAGE);
        (bytes + 4 * MIB - 1) / (4 * MIB) * (4 * MIB)
    }

    fn node(&self, at: usize) -> &Node {
        self.nodes[at].as_ref().unwrap()
    }

    fn node_mut(&mut self, at: usize) -> &mut Node {
        self.nodes[at].as_mut().unwrap()
    }

    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(|&at| self.nodes[at].is_some())
    }

    fn children(&self, of: usize) -> Vec<usize> {
        self.all().filter(|&at| self.node(at).parent == Some(of)).collect()
    }

    fn leaf(&self) -> usize {
        self.all().find(|&at| self.node(at).role == Role::Leaf).unwrap()
    }

    fn snapshots(&self) -> Vec<usize> {
        self.all().filter(|&at| self.node(at).role == Role::Snap).collect()
    }

    fn depth(&self, at: usize) -> usize {
        1 + self.node(at).parent.map_or(0, |parent| self.depth(parent))
    }

    fn bytes(&self, at: usize) -> i64 {
        let node = self.node(at);
        match self.kind {
            Kind::File => self.empty() + i64::try_from(node.blocks.len()).unwrap() * (BLOCK + PAGE),
            Kind::Thick => node.volume,
        }
    }

    fn total(&self) -> i64 {
        self.all().map(|at| self.bytes(at)).sum()
    }

    fn write(&mut self, from: u32, count: u32) {
        let all = self.blocks_in_all();
        let leaf = self.leaf();
        self.node_mut(leaf).blocks.extend((from % all..all).take(count as usize));
    }

    /// Takes a snapshot step by step, as sm does: journals, the old image shrinks, two new ones are made, an
    /// empty base copy is dropped.
    fn snapshot(&mut self) -> Took {
        let mut took = Took::default();
        let old = self.leaf();
        let whole = self.whole();
        if self.kind == Kind::Thick {
            took.step(8 * MIB);
            let used = Self::used(self.node(old).blocks.len());
            took.step(used - self.node(old).volume);
            self.node_mut(old).volume = used;
        }
        // an image without blocks is skipped, unless it is a root
        let mut base = old;
        while let (true, Some(parent)) = (self.node(base).blocks.is_empty(), self.node(base).parent) {
            base = parent;
        }
        self.node_mut(old).role = Role::Base;
        for (role, volume) in [(Role::Leaf, whole), (Role::Snap, 8 * MIB)] {
            self.nodes.push(Some(Node { parent: Some(base), role, blocks: BTreeSet::new(), volume }));
            took.step(self.bytes(self.nodes.len() - 1));
        }
        if base != old {
            took.step(-self.bytes(old));
            self.nodes[old] = None;
        }
        if self.kind == Kind::Thick {
            took.step(-8 * MIB);
        }
        took
    }

    /// Deletes a snapshot and the base copies with nothing below them; returns the bytes that are freed.
    fn remove(&mut self, snapshot: usize) -> i64 {
        let before = self.total();
        self.nodes[snapshot] = None;
        loop {
            let is_unused = |&at: &usize| self.node(at).role == Role::Base && self.children(at).is_empty();
            let Some(unused) = self.all().find(is_unused) else { break };
            self.nodes[unused] = None;
        }
        before - self.total()
    }

    /// Lists the pairs that the collector can merge as (parent, child).
    fn pairs(&self) -> Vec<(usize, usize)> {
        let with_parent = self.all().filter_map(|at| Some((self.node(at).parent?, at)));
        with_parent.filter(|&(parent, _)| self.children(parent).len() == 1).collect()
    }

    fn is_inner(&self, (_, child): (usize, usize)) -> bool {
        self.node(child).role == Role::Base
    }

    /// Merges a pair; returns the blocks copied and what it took. A leaf is merged by a snapshot of its own, or live.
    fn merge(&mut self, (parent, child): (usize, usize), live: bool) -> (usize, Took) {
        let mut took = Took::default();
        let before = self.total();
        let inner = self.is_inner((parent, child));
        let copied = self.node(child).blocks.clone();
        let small = self.node(child).volume - Self::used(copied.len());
        if self.kind == Kind::Thick {
            took.step(8 * MIB);
            if !inner {
                // it is shrunk so that it can be merged; by a snapshot, a new one of full size is made as well
                took.step(-small);
                took.step(if live { 0 } else { self.node(child).volume });
            }
        } else if !inner && !live {
            took.step(self.empty());
        }
        let was = self.bytes(parent);
        self.node_mut(parent).blocks.extend(&copied);
        self.node_mut(parent).volume = Self::used(self.node(parent).blocks.len());
        took.step(self.bytes(parent) - was);
        for grandchild in self.children(child) {
            self.node_mut(grandchild).parent = Some(parent);
        }
        if !inner {
            // a disk is inflated again, a snapshot stays shrunk
            let (role, whole) = (self.node(child).role, self.whole());
            let node = self.node_mut(parent);
            node.role = role;
            node.volume = if role == Role::Leaf { whole } else { node.volume };
        }
        self.nodes[child] = None;
        took.now = self.total() - before;
        (copied.len(), took)
    }

    /// Builds what XO reports. `repeated`: on files, leaf and new snapshot repeat the base copy's bytes until
    /// the next scan.
    fn inventory(&self, repeated: bool) -> Inventory {
        let mut builder = InventoryBuilder::default();
        let driver = if self.kind == Kind::File { "ext" } else { "lvmoiscsi" };
        builder.add_sr(
            Sr {
                size: Some(Bytes::gib(1 << 10)),
                used: Some(Bytes(u64::try_from(self.total()).unwrap())),
                provisioning: if self.kind == Kind::File { Provisioning::Thin } else { Provisioning::Thick },
                ..Sr::new("s".into(), driver)
            },
            Links::default(),
        );
        for at in self.all() {
            let node = self.node(at);
            let kind = match node.role {
                Role::Base => VdiKind::BaseCopy,
                Role::Leaf => VdiKind::Disk,
                Role::Snap => VdiKind::Snapshot,
            };
            let usage = match node.parent {
                Some(parent) if repeated && node.role != Role::Base => self.bytes(parent),
                _ => self.bytes(at),
            };
            let vdi = Vdi {
                size: Some(Bytes::gib(u64::try_from(self.gib).unwrap())),
                usage: Some(Bytes(u64::try_from(usage).unwrap())),
                ..Vdi::new(id(at), kind)
            };
            let links = Links { sr: Some("s".into()), parent: node.parent.map(id), ..Links::default() };
            builder.add_vdi(vdi, links);
        }
        builder.build()
    }
}

fn id(at: usize) -> ObjectId {
    ObjectId::new(&format!("{at:06}"))
}

fn contains(bounds: Interval, truth: i64, what: &str) {
    let truth = Bytes(u64::try_from(truth).unwrap_or(0));
    assert!(bounds.low <= truth && truth <= bounds.high, "{what}: {truth:?} is not in {bounds:?}");
}

fn data(toy: &BlockDisk, at: usize) -> i64 {
    i64::try_from(toy.node(at).blocks.len()).unwrap() * BLOCK
}

/// Compares everything calculated for a disk with what happens to a copy of it.
fn check(toy: &BlockDisk, repeated: bool, choice: usize) {
    let inventory = toy.inventory(repeated);
    let chains = Chains::build(&inventory);
    let index = |at: usize| match inventory.find(&id(at)) {
        Some(Slot::Vdi(vdi)) => vdi,
        other => panic!("{at} is {other:?}"),
    };
    for at in toy.all() {
        contains(node_data(&inventory, &chains, index(at)).unwrap().bytes, data(toy, at), "data");
        assert_eq!(chains.node(index(at)).depth as usize, toy.depth(at), "depth");
    }
    let need = snapshot_need(&inventory, &chains, index(toy.leaf()), true).unwrap();
    let took = toy.clone().snapshot();
    contains(need.guard.bytes, took.peak, "snapshot, guard");
    contains(need.keeps, took.now, "snapshot, kept");

    let queue = queue(&inventory, &chains, SrIdx(0));
    assert_eq!(queue.len(), toy.pairs().len(), "pending merges");
    for pair in toy.pairs() {
        let (parent, child) = (index(pair.0), index(pair.1));
        let copies = data(toy, pair.1);
        if toy.is_inner(pair) {
            let need = merge_need(&inventory, &chains, parent, child).unwrap();
            let (_, took) = toy.clone().merge(pair, false);
            contains(need.copies.bytes, copies, "merge, copies");
            contains(need.takes.bytes, took.peak, "merge, takes");
            contains(need.frees, -took.now, "merge, frees");
        } else {
            let need = leaf_merge_need(&inventory, &chains, parent, child).unwrap();
            contains(need.copies.bytes, copies, "leaf, copies");
            let (_, took) = toy.clone().merge(pair, false);
            contains(need.by_snapshot.bytes, took.peak, "leaf, by snapshot");
            contains(need.frees, -took.now, "leaf, frees");
            let (_, took) = toy.clone().merge(pair, true);
            contains(need.live.bytes, took.peak, "leaf, live");
        }
    }
    check_drain(toy, &backlog(&inventory, &chains, SrIdx(0)), choice);
    if !repeated {
        for deletion in deletions(&inventory, &chains, SrIdx(0), CollectorOutlook::Nothing) {
            check_deletion(toy, &inventory, &deletion);
        }
    }
}

/// Merges everything that can be merged, inner pairs first, in an order that `choice` determines.
fn check_drain(toy: &BlockDisk, backlog: &Backlog, choice: usize) {
    let mut toy = toy.clone();
    let depth = toy.depth(toy.leaf());
    let leaves: Vec<_> = toy.pairs().into_iter().filter(|&pair| !toy.is_inner(pair)).collect();
    let mut copied = 0;
    loop {
        let inner: Vec<_> = toy.pairs().into_iter().filter(|&pair| toy.is_inner(pair)).collect();
        if inner.is_empty() {
            break;
        }
        copied += toy.merge(inner[choice % inner.len()], false).0;
        assert!(toy.depth(toy.leaf()) <= depth, "a merge made the chain longer");
    }
    copied += leaves.iter().map(|&(_, leaf)| toy.node(leaf).blocks.len()).sum::<usize>();
    contains(backlog.copies, i64::try_from(copied).unwrap() * BLOCK, "all copies");
    assert!(toy.pairs().iter().all(|&pair| !toy.is_inner(pair)));
}

fn check_deletion(toy: &BlockDisk, inventory: &Inventory, deletion: &Deletion) {
    let at = |vdi: VdiIdx| inventory.vdi(vdi).id.to_string().parse::<usize>().unwrap();
    let mut after = toy.clone();
    let back = after.remove(at(deletion.snapshot));
    assert_eq!(i64::try_from(deletion.at_once.0).unwrap(), back, "at once");
    let new: Vec<_> = after.pairs().into_iter().filter(|pair| !toy.pairs().contains(pair)).collect();
    let merges: Vec<_> = deletion.merge.iter().map(|merge| (at(merge.parent), at(merge.child))).collect();
    assert_eq!(merges, new, "the merge that a deletion makes possible");
    let Some(merge) = deletion.merge else { return };
    let inner = after.is_inner(new[0]);
    assert_eq!(merge.is_inner(), inner);
    let (leaf, depth) = (new[0].1, after.depth(new[0].1));
    let (_, took) = after.merge(new[0], false);
    contains(merge.takes().unwrap().bytes, took.peak, "after a deletion, takes");
    contains(merge.frees().unwrap(), -took.now, "after a deletion, frees");
    if !inner {
        assert!(after.nodes[leaf].is_none() && after.depth(new[0].0) + deletion.shorter as usize == depth);
    }
}

/// Returns random writes, snapshots, deletions and merges, encoded as numbers.
fn operations() -> impl Strategy<Value = Vec<(u8, u32, u32)>> {
    prop::collection::vec((0_u8..8, any::<u32>(), 0_u32..300), 1..30)
}

fn run(kind: Kind, gib: i64, operations: &[(u8, u32, u32)]) {
    let mut toy = BlockDisk::new(kind, gib);
    for &(what, one, other) in operations {
        let choice = one as usize;
        match what {
            0..=2 => toy.write(one, other),
            3 | 4 => {
                toy.snapshot();
                if kind == Kind::File {
                    check(&toy, true, choice);
                }
            }
            5 => {
                let snapshots = toy.snapshots();
                if !snapshots.is_empty() {
                    toy.remove(snapshots[choice % snapshots.len()]);
                }
            }
            _ => {
                let pairs = toy.pairs();
                if !pairs.is_empty() {
                    toy.merge(pairs[choice % pairs.len()], what == 6);
                }
            }
        }
        check(&toy, false, choice);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bounds_hold_the_truth_on_files(operations in operations(), large in any::<bool>()) {
        run(Kind::File, if large { 10 } else { 1 }, &operations);
    }

    #[test]
    fn bounds_hold_the_truth_on_thick_lvm(operations in operations(), large in any::<bool>()) {
        run(Kind::Thick, if large { 10 } else { 1 }, &operations);
    }
}
