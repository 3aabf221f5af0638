//! Builds the report of one SR from an analysis.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use xo_health_core::units;

use rustc_hash::{FxHashMap, FxHashSet};

use super::choose::OfVm;
use super::forest::{self, DrawnNode, DrawnTree};
use super::queue::{self, FitName, QueuePace};
use super::{
    Head, Holders, Listed, MergeView, NodeKind, NodeView, Space, SrList, SrNotFound, SrReport, TreeView,
    deletions, gc,
};
use crate::build::sr_view;
use crate::{Names, Source};
use xo_health_core::analysis::Analysis;
use xo_health_core::model::{Inventory, Link, ObjectId, Provisioning, SrIdx, VdiIdx, VdiKind, VmIdx};
use xo_health_core::outlook::{Outlook, Step};
use xo_health_core::storage::{self, Merge, PlannedSnapshot};

/// How many VMs of a merge are named.
const NAMED: usize = 3;

/// Builds the report of an SR; if a VM is named, its trees are limited to those of that VM.
///
/// # Errors
///
/// No such VM has a disk there.
pub(super) fn view(
    analysis: &Analysis,
    sr: SrIdx,
    only_vm: Option<&str>,
    pace: QueuePace,
) -> Result<SrReport, SrNotFound> {
    let (inventory, chains) = (analysis.inventory(), analysis.chains());
    let round = analysis.round();
    let only = only_vm.map(|name| OfVm::find(inventory, chains, sr, name)).transpose()?;
    let trees = forest::lay_out(inventory, chains, sr, |_| true);
    let backlog = storage::backlog(inventory, chains, sr);
    let queue = queue(inventory, sr, &backlog.merges, &trees);
    let collector = analysis.collector(sr);
    let marks = Marks::of(analysis, sr, &backlog.merges);
    let shown = match &only {
        Some(only) => forest::lay_out(inventory, chains, sr, |vdi| only.holds(vdi)),
        None => trees,
    };
    let mut views: Vec<TreeView> = shown.iter().map(|tree| tree_view(analysis, tree, &marks)).collect();
    // the sort is stable: equal trees stay in the order of their ids
    let limit = storage::chain_limit(inventory, sr);
    views.sort_by_key(|tree| {
        let is_full = limit.is_some_and(|limit| tree.max_depth >= limit);
        Reverse((tree.broken.is_some(), is_full, tree.pending > 0, tree.max_depth, tree.nodes.len()))
    });
    Ok(SrReport {
        observed_at: analysis.now(),
        source: Source::of(analysis),
        sr: head(analysis, sr, limit, &round),
        gc: gc::describe(inventory.sr(sr), collector, limit.is_some(), analysis.stalls()[sr.at()]),
        outlook: None,
        plan: Vec::new(),
        names: Names::default(),
        space: space(analysis, sr, &round, &backlog.merges),
        queue,
        drain: queue::drain(&backlog, collector.state, pace),
        deletions: deletions::list(
            inventory,
            chains,
            sr,
            collector.outlook,
            |vdi| only.as_ref().is_none_or(|only| only.holds(vdi)),
            |vdi| inventory.owner(vdi).map(|vm| inventory.vm(vm).name.to_string()),
        ),
        only_vm: only.and_then(|only| Some(inventory.vm(*only.vms.first()?).name.to_string())),
        trees: views,
    })
}

/// Adds what is predicted for the SR, and the steps of the plan that concern it.
pub(super) fn add_outlook(report: &mut SrReport, analysis: &Analysis, outlook: &Outlook) {
    let id = ObjectId::new(&report.sr.figures.id);
    report.outlook = outlook.srs.iter().find(|summary| summary.sr_id == id).cloned();
    let concerns = |step: &&Step| step.sr_ids.contains(&id);
    report.plan = outlook.plan.steps.iter().filter(concerns).cloned().collect();
    let mut names = Names::of(analysis, BTreeSet::new());
    let of_steps = report.plan.iter().flat_map(|step| {
        let fixed = step.fixes.iter().filter_map(|fix| fix.vm_id.as_ref());
        step.objects.iter().map(|object| &object.id).chain(fixed)
    });
    let worst = report.outlook.iter().filter_map(|summary| summary.worst.as_ref()?.vm_id.as_ref());
    let mentioned: FxHashSet<String> =
        of_steps.chain(worst).filter_map(|id| names.vms.get(id)).cloned().collect();
    // other VMs with the same name stay, so that the mentioned ones get what distinguishes them
    names.vms.retain(|_, name| mentioned.contains(name));
    report.names = names;
}

/// Lists all SRs, by pool and name.
pub(super) fn list(analysis: &Analysis, outlook: &Outlook) -> SrList {
    let round = analysis.round();
    let one = |index| {
        let figures = sr_view(analysis, index, &round);
        let id = ObjectId::new(&figures.id);
        let outlook = outlook.srs.iter().find(|summary| summary.sr_id == id).cloned();
        Listed { figures, outlook }
    };
    let mut srs: Vec<Listed> = analysis.asked_srs().map(one).collect();
    srs.sort_by(|a, b| {
        let key =
            |sr: &Listed| (sr.figures.pool_name.clone(), sr.figures.name.clone(), sr.figures.id.clone());
        key(a).cmp(&key(b))
    });
    SrList { observed_at: analysis.now(), source: Source::of(analysis), srs }
}

/// The nodes that wait to be merged.
struct Marks {
    pending: FxHashSet<VdiIdx>,
    /// The place in the queue, from 1.
    orders: FxHashMap<VdiIdx, u32>,
}

impl Marks {
    fn of(analysis: &Analysis, sr: SrIdx, merges: &[Merge]) -> Self {
        let inner = analysis.chains().inner_pairs(analysis.inventory(), sr);
        let leaf = analysis.chains().leaf_pairs(analysis.inventory(), sr);
        Self {
            pending: inner.chain(leaf).map(|(_, child)| child).collect(),
            orders: merges.iter().map(|merge| merge.child).zip(1..).collect(),
        }
    }
}

fn head(analysis: &Analysis, index: SrIdx, limit: Option<u32>, round: &[PlannedSnapshot]) -> Head {
    let sr = analysis.inventory().sr(index);
    Head {
        figures: sr_view(analysis, index, round),
        limit,
        provisioning: Some(sr.provisioning).filter(|known| *known != Provisioning::Unknown),
        promised_bytes: sr.virtual_allocation,
        hosts_attached: sr.pbds_attached,
        hosts: sr.pbds,
        shared: sr.shared,
        in_maintenance: sr.in_maintenance,
    }
}

/// Lists the VMs and templates with a disk in a tree, in the order of ids.
fn vms_of(inventory: &Inventory, tree: &DrawnTree) -> Vec<VmIdx> {
    let mut vms: Vec<VmIdx> = tree.iter().filter_map(|row| inventory.owner(row.vdi)).collect();
    vms.sort_unstable();
    vms.dedup();
    vms
}

/// Describes the merges, each with the first few VMs of its tree.
fn queue(inventory: &Inventory, sr: SrIdx, merges: &[Merge], trees: &[DrawnTree]) -> Vec<MergeView> {
    let mut tree_of: FxHashMap<VdiIdx, usize> = FxHashMap::default();
    for (at, tree) in trees.iter().enumerate() {
        tree_of.extend(tree.iter().map(|row| (row.vdi, at)));
    }
    let names: Vec<Vec<String>> = trees
        .iter()
        .map(|tree| {
            let vms = vms_of(inventory, tree).into_iter().take(NAMED);
            vms.map(|vm| inventory.vm(vm).name.to_string()).collect()
        })
        .collect();
    let names_of = |vdi| tree_of.get(&vdi).and_then(|&at| names.get(at)).cloned().unwrap_or_default();
    let free = inventory.sr(sr).free();
    let describe =
        |(merge, order): (&Merge, u32)| queue::describe(inventory, merge, order, free, names_of(merge.child));
    merges.iter().zip(1..).map(describe).collect()
}

fn max_depth(analysis: &Analysis, tree: &DrawnTree) -> u32 {
    tree.iter().map(|row| analysis.chains().node(row.vdi).depth).max().unwrap_or(0)
}

fn tree_view(analysis: &Analysis, tree: &DrawnTree, marks: &Marks) -> TreeView {
    let inventory = analysis.inventory();
    let nodes: Vec<NodeView> = tree.iter().map(|row| node_view(analysis, *row, marks)).collect();
    let broken = tree.first().and_then(|row| analysis.chains().node(row.vdi).broken);
    TreeView {
        vm_names: vms_of(inventory, tree).into_iter().map(|vm| inventory.vm(vm).name.to_string()).collect(),
        max_depth: max_depth(analysis, tree),
        usage_bytes: nodes.iter().filter_map(|node| node.usage_bytes).sum(),
        pending: units::count(nodes.iter().filter(|node| node.merge_pending).count()),
        broken: broken.map(|(broken, _)| broken),
        nodes,
    }
}

fn node_view(analysis: &Analysis, row: DrawnNode, marks: &Marks) -> NodeView {
    let (inventory, chains) = (analysis.inventory(), analysis.chains());
    let vdi = inventory.vdi(row.vdi);
    let node = chains.node(row.vdi);
    NodeView {
        vdi_id: vdi.id.to_string(),
        parent_id: match &vdi.parent {
            Link::None => None,
            Link::To(parent) => Some(inventory.vdi(*parent).id.to_string()),
            Link::Missing(lost) => Some(inventory.lost(*lost).to_string()),
        },
        kind: kind(vdi.kind),
        name: vdi.name.to_string(),
        vm_name: inventory.owner(row.vdi).map(|vm| inventory.vm(vm).name.to_string()),
        size_bytes: vdi.size,
        usage_bytes: vdi.usage,
        depth: node.depth,
        snapshot_at: vdi.taken().filter(|_| vdi.kind == VdiKind::Snapshot),
        level: row.level,
        begins: row.begins,
        merge_pending: marks.pending.contains(&row.vdi),
        merge: marks.orders.get(&row.vdi).copied(),
        held_by: (vdi.kind == VdiKind::BaseCopy).then(|| holders(analysis, row.vdi)).flatten(),
        control_domain: inventory.control_domain_of(row.vdi).map(|vm| inventory.vm(vm).name.to_string()),
        broken: node.broken.filter(|(_, at)| *at == row.vdi).map(|(broken, _)| broken),
        missing: vdi.missing,
        never_merged: vdi.never_merged,
    }
}

const fn kind(kind: VdiKind) -> NodeKind {
    match kind {
        VdiKind::BaseCopy => NodeKind::BaseCopy,
        VdiKind::Snapshot => NodeKind::Snapshot,
        VdiKind::Disk => NodeKind::Disk,
    }
}

fn holders(analysis: &Analysis, vdi: VdiIdx) -> Option<Holders> {
    let children = analysis.chains().children(vdi);
    let mut held = Holders::default();
    for &child in children {
        match analysis.inventory().vdi(child).kind {
            VdiKind::BaseCopy => held.base_copies += 1,
            VdiKind::Snapshot => held.snapshots += 1,
            VdiKind::Disk => held.disks += 1,
        }
    }
    (children.len() > 1).then_some(held)
}

fn space(analysis: &Analysis, sr: SrIdx, round: &[PlannedSnapshot], merges: &[Merge]) -> Space {
    let room = storage::headroom(analysis.inventory(), analysis.chains(), sr, round, merges);
    let next_round = (!room.steps.is_empty()).then_some(room.round);
    Space {
        next_round: next_round.map(Into::into),
        next_round_snapshots: units::count(room.steps.len()),
        next_round_unknown: room.unknown,
        next_round_fits: FitName::of(next_round, room.free),
        largest_merge: room.every_merge.map(Into::into),
        largest_merge_fits: FitName::of(room.every_merge, room.free),
    }
}
