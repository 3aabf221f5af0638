//! The chains, worst first.

use super::fold::{self, Line};
use crate::blocks::{Block, Branch, Forest, Look, Section, Text, Tree, TreeNode};
use crate::say::Say;
use crate::sr::{Holders, NodeKind, NodeView, SrReport, TreeView};
use crate::words::Arg;
use xo_health_core::units::Bytes;

/// How many trees are shown before the rest is folded.
const SHOWN: usize = 12;

/// How many VMs of a tree are named.
const NAMES: usize = 3;

/// The columns of the name of a VM, of a control domain, and of an id.
const NAME: u16 = 24;
const DOMAIN: u16 = 48;
const ID: u16 = 36;

/// The digits of an id that distinguish base copies.
const SHORT_ID: usize = 8;

/// Composes the section.
pub(super) fn compose(report: &SrReport, say: &Say<'_>) -> Section {
    let words = say.words;
    let title = match &report.only_vm {
        Some(vm) => words.say("sr-chains-of", [("vm", Arg::name(vm, NAME))]),
        None => words.phrase("sr-chains").into(),
    };
    let title = title.in_look(Look::Strong);
    if report.trees.is_empty() {
        return Section::titled(title.and(": ").and(words.phrase("no-nodes")));
    }
    Section::of([Block::Forest(Forest {
        title,
        heads: ["column-size", "column-depth", "column-age"].map(|id| words.phrase(id).into()),
        trees: say.rows_with(&report.trees, SHOWN, |tree| one(report, tree, say), |rest| more(rest, say)),
    })])
}

fn more(rest: &[TreeView], say: &Say<'_>) -> Text {
    let bytes: Bytes = rest.iter().map(|tree| tree.usage_bytes).sum();
    let args = [
        ("n", rest.len().into()),
        ("bytes", bytes.into()),
        ("depth", rest.iter().map(|tree| tree.max_depth).max().unwrap_or(0).into()),
        ("pending", rest.iter().map(|tree| u64::from(tree.pending)).sum::<u64>().into()),
    ];
    say.words.say("more-trees", args)
}

fn one(report: &SrReport, tree: &TreeView, say: &Say<'_>) -> Tree {
    let lines = if say.everything { fold::unfolded(&tree.nodes) } else { fold::fold(&tree.nodes) };
    let branch = |line| match line {
        Line::Node(at) => Branch::Node(node(tree, at, say)),
        Line::Fold(range) => folded(&tree.nodes[range], say),
    };
    Tree { head: head(report, tree, say), branches: lines.into_iter().map(branch).collect() }
}

/// Returns the heading of a tree; a single disk needs none.
fn head(report: &SrReport, tree: &TreeView, say: &Say<'_>) -> Text {
    if is_one_line(tree) {
        return Text::default();
    }
    let limit = report.sr.limit;
    let args = [
        ("names", names(tree, say).into()),
        ("depth", tree.max_depth.into()),
        ("limit", Say::or_none(limit)),
        ("bytes", tree.usage_bytes.into()),
        ("pending", tree.pending.into()),
        ("broken", Say::or_none(tree.broken.map(Arg::key))),
    ];
    let is_bad = tree.broken.is_some() || limit.is_some_and(|limit| tree.max_depth >= limit);
    let look = if is_bad { Look::Critical } else { Look::Strong };
    say.words.say("tree", args).in_look(look)
}

/// Returns whether a tree is a single disk that needs no heading.
fn is_one_line(tree: &TreeView) -> bool {
    tree.nodes.len() == 1 && tree.broken.is_none()
}

fn names(tree: &TreeView, say: &Say<'_>) -> Text {
    let shown = tree.vm_names.iter().take(NAMES).map(|name| Text::name(name, NAME));
    let more = tree.vm_names.len().saturating_sub(NAMES);
    let names = say.words.commas(shown);
    match (names.is_empty(), more) {
        (true, _) => say.words.phrase("tree-no-vm").into(),
        (_, 0) => names,
        (_, n) => say.words.say("vms-more", [("names", names.into()), ("n", n.into())]),
    }
}

fn node(tree: &TreeView, at: usize, say: &Say<'_>) -> TreeNode {
    let node = &tree.nodes[at];
    let (kind, name) = match node.kind {
        NodeKind::BaseCopy => ("kind-base", node.vdi_id.chars().take(SHORT_ID).collect()),
        NodeKind::Snapshot => ("kind-snapshot", node.name.clone()),
        NodeKind::Disk => ("kind-disk", node.name.clone()),
    };
    let name = Text::name(name, u16::MAX);
    // if several VMs share a tree, the owner of a disk says more than its name
    let name = match &node.vm_name {
        Some(vm) if tree.vm_names.len() > 1 || is_one_line(tree) => Text::name(vm, NAME).and(": ").and(name),
        _ => name,
    };
    let note = say.words.commas(notes(node, say));
    TreeNode {
        level: node.level,
        begins: node.begins,
        ends: fold::ends(&tree.nodes, at),
        kind: say.words.phrase(kind).into(),
        name,
        size: node.usage_bytes.map(|bytes| bytes.to_string()).unwrap_or_default().into(),
        depth: node.depth.to_string().into(),
        age: node.snapshot_at.map(|at| say.age(at)).unwrap_or_default().into(),
        note: if node.is_odd() { note.in_look(Look::Warning) } else { note },
    }
}

fn folded(nodes: &[NodeView], say: &Say<'_>) -> Branch {
    let words = say.words;
    let of = |kind| nodes.iter().filter(|node| node.kind == kind).count();
    let counts = [
        ("count-bases", of(NodeKind::BaseCopy)),
        ("count-snapshots", of(NodeKind::Snapshot)),
        ("count-disks", of(NodeKind::Disk)),
    ];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0).map(|(id, n)| words.say(id, [("n", n.into())]));
    let bytes: Bytes = nodes.iter().filter_map(|node| node.usage_bytes).sum();
    let args = [
        ("what", words.commas(counts).into()),
        ("bytes", bytes.into()),
        ("pending", nodes.iter().filter(|node| node.merge_pending).count().into()),
    ];
    let level = nodes.first().map_or(0, |first| first.level.saturating_add(u32::from(!first.begins)));
    Branch::Fold { level, text: words.say("folded", args) }
}

/// Says what is special about a node.
fn notes(node: &NodeView, say: &Say<'_>) -> Vec<Text> {
    let words = say.words;
    let mut notes: Vec<Text> = Vec::new();
    if let Some(why) = node.broken {
        let parent = Arg::name(node.parent_id.as_deref().unwrap_or_default(), ID);
        notes.push(words.say("note-broken", [("why", Arg::key(why)), ("parent", parent)]));
    }
    if node.missing {
        notes.push(words.phrase("note-missing").into());
    }
    if let Some(order) = node.merge {
        notes.push(words.say("note-merge", [("n", order.into())]));
    } else if node.merge_pending {
        notes.push(words.phrase("note-pending").into());
    }
    if let Some(name) = &node.control_domain {
        notes.push(words.say("note-domain", [("name", Arg::name(name, DOMAIN))]));
    }
    // beside a pending merge, only the drawing can show it
    if let Some(held) = node.held_by.filter(|_| !node.merge_pending) {
        let (n, kind) = holding(held);
        notes.push(words.say("note-held", [("n", n.into()), ("kind", kind.into())]));
    }
    if node.never_merged {
        notes.push(words.phrase("note-never").into());
    }
    notes
}

/// Counts the children other than the one that continues the chain.
fn holding(held: Holders) -> (u32, &'static str) {
    let Holders { mut snapshots, mut disks, mut base_copies } = held;
    let goes_on = [&mut base_copies, &mut disks, &mut snapshots].into_iter().find(|n| **n > 0);
    if let Some(n) = goes_on {
        *n -= 1;
    }
    let all = snapshots.saturating_add(disks).saturating_add(base_copies);
    match (snapshots, disks) {
        (n, _) if n == all => (n, "snapshots"),
        (_, n) if n == all => (n, "disks"),
        _ => (all, "mixed"),
    }
}
