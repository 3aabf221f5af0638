//! From the facts to the report of one SR.

use rustc_hash::FxHashMap;

use super::choose::OfVm;
use super::forest::{self, Row, Tree};
use super::queue::{self, Pending};
use super::{
    Bounds, Head, Holders, MergeView, NodeKind, NodeView, NotFound, SCHEMA, Space, Speed, SrReport, TreeView,
    gc,
};
use crate::findings::Facts;
use crate::model::{Inventory, Link, Provisioning, SrIdx, VdiIdx, VdiKind, VmIdx, VmKind};
use crate::report::Source;
use crate::report::build::{broken_name, sr_view};
use crate::storage;
use crate::units::Bytes;

/// VMs that a merge names.
const NAMED: usize = 3;

/// Builds the report of an SR, its trees limited to those of one VM where that is named.
///
/// # Errors
///
/// No such VM has a disk there.
pub(super) fn view(
    facts: &Facts<'_>,
    sr: SrIdx,
    only_vm: Option<&str>,
    speed: Speed,
) -> Result<SrReport, NotFound> {
    let Facts { inventory, chains, reading, .. } = *facts;
    let only = only_vm.map(|name| OfVm::find(inventory, chains, sr, name)).transpose()?;
    let trees = forest::lay_out(inventory, chains, sr, |_| true);
    let vms: Vec<Vec<VmIdx>> = trees.iter().map(|tree| vms_of(inventory, tree)).collect();
    let pending = pending(facts, sr, &trees);
    let queue = describe(facts, sr, &pending, &vms);
    let orders: FxHashMap<VdiIdx, u32> = pending.iter().map(|one| one.child).zip(1..).collect();
    let shown = match &only {
        Some(only) => forest::lay_out(inventory, chains, sr, |vdi| only.holds(vdi)),
        None => trees,
    };
    let mut views: Vec<TreeView> = shown.iter().map(|tree| tree_view(facts, tree, &orders)).collect();
    // stable: trees that are alike stay in the order of ids
    views.sort_by_key(|tree| {
        std::cmp::Reverse((tree.broken.is_some(), tree.pending > 0, tree.max_depth, tree.nodes.len()))
    });
    let limit = storage::chain_limit(inventory, sr);
    Ok(SrReport {
        schema: SCHEMA,
        observed_at: facts.now(),
        source: Source { server: reading.server.clone(), version: reading.version.clone() },
        sr: head(facts, sr, limit),
        gc: gc::look(facts, sr, limit.is_some()),
        space: space(facts, sr, &queue),
        drain: queue::drain(&queue, speed),
        queue,
        only_vm: only.and_then(|only| Some(inventory.vm(*only.vms.first()?).name.to_string())),
        trees: views,
    })
}

fn head(facts: &Facts<'_>, index: SrIdx, limit: Option<u32>) -> Head {
    let sr = facts.inventory.sr(index);
    Head {
        figures: sr_view(facts, index),
        limit,
        provisioning: match sr.provisioning {
            Provisioning::Thin => Some("thin"),
            Provisioning::Thick => Some("thick"),
            Provisioning::Unknown => None,
        },
        promised_bytes: sr.virtual_allocation,
        hosts_attached: sr.pbds_attached,
        hosts: sr.pbds,
        shared: sr.shared,
        in_maintenance: sr.in_maintenance,
    }
}

/// Lists the VMs and templates with a disk in a tree, in the order of ids.
fn vms_of(inventory: &Inventory, tree: &Tree) -> Vec<VmIdx> {
    let mut vms: Vec<VmIdx> = tree.iter().filter_map(|row| owner(inventory, row.vdi)).collect();
    vms.sort_unstable();
    vms.dedup();
    vms
}

/// Finds the VM that a disk belongs to; for a snapshot that of the disk it was taken of, or that its backup names.
fn owner(inventory: &Inventory, vdi: VdiIdx) -> Option<VmIdx> {
    let image = inventory.vdi(vdi);
    match image.kind {
        VdiKind::BaseCopy => None,
        VdiKind::Disk => holder(inventory, vdi),
        VdiKind::Snapshot => image
            .snapshot_of
            .target()
            .and_then(|disk| holder(inventory, disk))
            .or_else(|| inventory.find_vm(image.backup.as_ref()?.vm.as_ref()?)),
    }
}

fn holder(inventory: &Inventory, vdi: VdiIdx) -> Option<VmIdx> {
    let vms = plugs(inventory, vdi, |_| true);
    vms.filter(|&vm| matches!(inventory.vm(vm).kind, VmKind::Vm | VmKind::Template)).min()
}

fn plugs(inventory: &Inventory, vdi: VdiIdx, wanted: impl Fn(bool) -> bool) -> impl Iterator<Item = VmIdx> {
    let vbds = inventory.vdi(vdi).vbds.iter().map(|&vbd| inventory.vbd(vbd));
    vbds.filter(move |vbd| wanted(vbd.attached)).filter_map(|vbd| vbd.vm)
}

fn pending(facts: &Facts<'_>, sr: SrIdx, trees: &[Tree]) -> Vec<Pending> {
    let mut places: FxHashMap<VdiIdx, (usize, u32)> = FxHashMap::default();
    for (at, tree) in trees.iter().enumerate() {
        let height = max_depth(facts, tree);
        places.extend(tree.iter().map(|row| (row.vdi, (at, height))));
    }
    queue::pending(facts, sr, |vdi| places.get(&vdi).copied())
}

fn max_depth(facts: &Facts<'_>, tree: &Tree) -> u32 {
    tree.iter().map(|row| facts.chains.node(row.vdi).depth).max().unwrap_or(0)
}

fn describe(facts: &Facts<'_>, sr: SrIdx, pending: &[Pending], vms: &[Vec<VmIdx>]) -> Vec<MergeView> {
    let describe = |(one, order): (&Pending, u32)| {
        let names = vms[one.tree].iter().take(NAMED).map(|&vm| facts.inventory.vm(vm).name.to_string());
        queue::describe(facts, sr, one, order, names.collect())
    };
    pending.iter().zip(1..).map(describe).collect()
}

fn tree_view(facts: &Facts<'_>, tree: &Tree, orders: &FxHashMap<VdiIdx, u32>) -> TreeView {
    let inventory = facts.inventory;
    let nodes: Vec<NodeView> = tree.iter().map(|row| node_view(facts, *row, orders)).collect();
    let broken = tree.first().and_then(|row| facts.chains.node(row.vdi).broken);
    TreeView {
        vm_names: vms_of(inventory, tree).into_iter().map(|vm| inventory.vm(vm).name.to_string()).collect(),
        max_depth: max_depth(facts, tree),
        usage_bytes: nodes.iter().filter_map(|node| node.usage_bytes).sum(),
        pending: u32::try_from(nodes.iter().filter(|node| node.merge.is_some()).count()).unwrap_or(u32::MAX),
        broken: broken.map(|(broken, _)| broken_name(broken)),
        nodes,
    }
}

fn node_view(facts: &Facts<'_>, row: Row, orders: &FxHashMap<VdiIdx, u32>) -> NodeView {
    let Facts { inventory, chains, .. } = *facts;
    let vdi = inventory.vdi(row.vdi);
    let node = chains.node(row.vdi);
    let domain = plugs(inventory, row.vdi, |attached| attached)
        .filter(|&vm| inventory.vm(vm).kind == VmKind::ControlDomain)
        .min();
    NodeView {
        vdi_id: vdi.id.to_string(),
        parent_id: match &vdi.parent {
            Link::None => None,
            Link::To(parent) => Some(inventory.vdi(*parent).id.to_string()),
            Link::Missing(id) => Some(id.to_string()),
        },
        kind: kind(vdi.kind),
        name: vdi.name.to_string(),
        vm_name: owner(inventory, row.vdi).map(|vm| inventory.vm(vm).name.to_string()),
        size_bytes: vdi.size,
        usage_bytes: vdi.usage,
        depth: node.depth,
        snapshot_at: vdi.snapshot_time.filter(|_| vdi.kind == VdiKind::Snapshot),
        level: row.level,
        begins: row.begins,
        merge: orders.get(&row.vdi).copied(),
        held_by: (vdi.kind == VdiKind::BaseCopy).then(|| holders(facts, row.vdi)).flatten(),
        control_domain: domain.map(|vm| inventory.vm(vm).name.to_string()),
        broken: node.broken.filter(|(_, at)| *at == row.vdi).map(|(broken, _)| broken_name(broken)),
        missing: vdi.missing,
        never_merged: vdi.leaf_coalesce.as_deref() == Some("false"),
    }
}

const fn kind(kind: VdiKind) -> NodeKind {
    match kind {
        VdiKind::BaseCopy => NodeKind::BaseCopy,
        VdiKind::Snapshot => NodeKind::Snapshot,
        VdiKind::Disk => NodeKind::Disk,
    }
}

fn holders(facts: &Facts<'_>, vdi: VdiIdx) -> Option<Holders> {
    let children = facts.chains.children(vdi);
    let mut held = Holders::default();
    for &child in children {
        match facts.inventory.vdi(child).kind {
            VdiKind::BaseCopy => held.base_copies += 1,
            VdiKind::Snapshot => held.snapshots += 1,
            VdiKind::Disk => held.disks += 1,
        }
    }
    (children.len() > 1).then_some(held)
}

fn space(facts: &Facts<'_>, sr: SrIdx, queue: &[MergeView]) -> Space {
    let (next_round, next_round_disks) = next_round(facts, sr);
    Space {
        next_round,
        next_round_disks,
        largest_merge: queue.iter().filter_map(|merge| merge.needs).max_by_key(|need| need.high_bytes),
    }
}

/// Adds up what the next snapshots ask for, each disk once, in the order of the runs: what all before keep, and what the
/// last one asks for.
fn next_round(facts: &Facts<'_>, sr: SrIdx) -> (Option<Bounds>, u32) {
    let mut runs: Vec<_> =
        facts.verdicts.iter().filter(|run| run.enabled && run.next_run.is_some()).collect();
    runs.sort_by_key(|run| run.next_run);
    let place = facts.inventory.sr(sr);
    let mut counted = rustc_hash::FxHashSet::default();
    let (mut kept, mut total) = (Bytes::ZERO, Bounds::default());
    for run in runs {
        let running = run.vm.is_some_and(|vm| facts.inventory.vm(vm).running);
        for &vdi in &run.vdis {
            if facts.inventory.vdi(vdi).sr != Some(sr) || !counted.insert(vdi) {
                continue;
            }
            let Some(need) = storage::snapshot_need(facts.inventory, place, vdi, running) else { continue };
            total.low_bytes = total.low_bytes.max(kept + need.guard.low);
            total.high_bytes = total.high_bytes + need.guard.high;
            kept = kept + need.keeps;
        }
    }
    let disks = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    ((disks > 0).then_some(total), disks)
}
