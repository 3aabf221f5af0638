//! The chains, drawn.
//!
//! A chain goes straight down, from the root to the leaf; what hangs beside a base copy is a branch before the next one.

use jiff::SignedDuration;

use super::fold::{self, Line};
use super::span;
use crate::sr::{Holders, NodeKind, NodeView, SrReport, TreeView};
use crate::text::page::{Page, Span, bold, by_severity, plain};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// Trees that are shown before the rest is folded.
const SHOWN: usize = 12;

/// Levels that are drawn beside each other; deeper ones share the last. Only a hostile server has as many.
const LEVELS: u32 = 8;

/// Columns of size, depth, age and note on a screen of 80.
const SIZE: usize = 11;
const DEPTH: usize = 7;
const AGE: usize = 9;
const NOTE: usize = 22;

/// Columns that the drawing and the names keep on a narrow screen.
const MIN_LEFT: usize = 22;

/// Names of VMs that a tree shows.
const NAMES: usize = 3;

/// Columns of the name of a VM.
const NAME: usize = 24;

/// Digits of an id that tell base copies apart.
const SHORT_ID: usize = 8;

/// Writes the chains, the worst first.
pub(super) fn write(page: &mut Page<'_>, report: &SrReport) {
    let own = page.own();
    let title = match &report.only_vm {
        Some(vm) => own.text("sr-chains-of", [("vm", page.fit(vm, NAME).into())]),
        None => own.phrase("sr-chains"),
    };
    page.blank();
    let Some(_) = report.trees.first() else {
        page.line(&[bold(title), plain(format!(": {}", own.phrase("no-nodes")))]);
        return;
    };
    let heads = [("column-size", SIZE), ("column-depth", DEPTH), ("column-age", AGE)];
    let heads = heads.map(|(id, columns)| display::pad_left(&own.phrase(id), columns)).concat();
    page.line(&[bold(display::pad_right(&title, left(page))), plain(heads)]);
    let shown = if page.style().verbose { report.trees.len() } else { report.trees.len().min(SHOWN) };
    let mut after_tree = true;
    for tree in &report.trees[..shown] {
        if is_one_line(tree) && std::mem::take(&mut after_tree) {
            page.blank();
        }
        after_tree |= !is_one_line(tree);
        one(page, report, tree);
    }
    if let rest @ [_, ..] = &report.trees[shown..] {
        let bytes: Bytes = rest.iter().map(|tree| tree.usage_bytes).sum();
        let more = [
            ("mark", page.ellipsis().into()),
            ("n", rest.len().into()),
            ("bytes", bytes.to_string().into()),
            ("depth", rest.iter().map(|tree| tree.max_depth).max().unwrap_or(0).into()),
            ("pending", rest.iter().map(|tree| u64::from(tree.pending)).sum::<u64>().into()),
        ];
        page.blank();
        page.block(0, plain(""), &page.own().text("more-trees", more));
    }
}

/// Gives the columns for the drawing and the names.
fn left(page: &Page<'_>) -> usize {
    page.width().saturating_sub(SIZE + DEPTH + AGE + NOTE).max(MIN_LEFT)
}

fn one(page: &mut Page<'_>, report: &SrReport, tree: &TreeView) {
    if is_one_line(tree) {
        node(page, report, tree, 0);
        return;
    }
    page.blank();
    let own = page.own();
    let limit = report.sr.limit.map_or_else(|| "none".into(), Into::into);
    let head = [
        ("names", names(page, tree).into()),
        ("depth", tree.max_depth.into()),
        ("limit", limit),
        ("bytes", tree.usage_bytes.to_string().into()),
        ("pending", tree.pending.into()),
        ("broken", tree.broken.unwrap_or("none").into()),
    ];
    let head = own.text("tree", head);
    let is_bad = tree.broken.is_some() || report.sr.limit.is_some_and(|limit| tree.max_depth >= limit);
    page.line(&[if is_bad { by_severity(Severity::Critical, head) } else { bold(head) }]);
    let lines = if page.style().verbose { fold::unfolded(&tree.nodes) } else { fold::fold(&tree.nodes) };
    for line in lines {
        match line {
            Line::Node(at) => node(page, report, tree, at),
            Line::Fold(range) => folded(page, &tree.nodes[range]),
        }
    }
}

/// Tells whether a tree is a disk alone, with nothing that needs a heading.
fn is_one_line(tree: &TreeView) -> bool {
    tree.nodes.len() == 1 && tree.broken.is_none()
}

fn names(page: &Page<'_>, tree: &TreeView) -> String {
    let own = page.own();
    let shown: Vec<_> = tree.vm_names.iter().take(NAMES).map(|name| page.fit(name, NAME)).collect();
    let more = tree.vm_names.len() - shown.len();
    let names = shown.join(&own.phrase("comma"));
    match (names.as_str(), more) {
        ("", _) => own.phrase("tree-no-vm"),
        (_, 0) => names,
        (_, n) => own.text("names-more", [("names", names.into()), ("n", n.into())]),
    }
}

fn node(page: &mut Page<'_>, report: &SrReport, tree: &TreeView, at: usize) {
    let own = page.own();
    let node = &tree.nodes[at];
    let lines = lines(page, &tree.nodes, at);
    let (kind, name) = match node.kind {
        NodeKind::BaseCopy => ("kind-base", node.vdi_id.chars().take(SHORT_ID).collect()),
        NodeKind::Snapshot => ("kind-snapshot", node.name.clone()),
        NodeKind::Disk => ("kind-disk", node.name.clone()),
    };
    // where several VMs share a tree, whose disk it is says more than what it is called
    let name = match &node.vm_name {
        Some(vm) if tree.vm_names.len() > 1 || is_one_line(tree) => format!("{vm}: {name}"),
        _ => name,
    };
    let label = format!("{lines}{} ", own.phrase(kind));
    let room = left(page).saturating_sub(display::width(&label));
    let size = node.usage_bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
    let age = node.snapshot_at.map(|at| age(page, report.observed_at.duration_since(at))).unwrap_or_default();
    let mut spans = vec![
        plain(label),
        bold(display::pad_right(&page.fit(&name, room), room)),
        plain(display::pad_left(&size, SIZE)),
        plain(display::pad_left(&node.depth.to_string(), DEPTH)),
        plain(display::pad_left(&age, AGE)),
    ];
    let notes = notes(page, node);
    let note = notes.join(&own.phrase("comma"));
    let room = page.width().saturating_sub(left(page) + SIZE + DEPTH + AGE);
    if note.is_empty() {
        page.line(&spans);
        return;
    }
    if display::width(&note) + 2 <= room {
        spans.push(look(node, format!("  {note}")));
        page.line(&spans);
        return;
    }
    page.line(&spans);
    let indent = display::width(&lines) + 2;
    page.block(indent, plain(""), &note);
}

fn look(node: &NodeView, note: String) -> Span {
    if node.is_odd() { by_severity(Severity::Warning, note) } else { plain(note) }
}

/// Writes how old a snapshot is.
pub(super) fn age(page: &Page<'_>, age: SignedDuration) -> String {
    // a snapshot of tomorrow is one of now
    span(page.own(), u64::try_from(age.as_secs()).unwrap_or(0))
}

/// Draws what leads to a node.
fn lines(page: &Page<'_>, nodes: &[NodeView], at: usize) -> String {
    let ascii = page.style().ascii;
    let node = &nodes[at];
    let beside = |levels: u32| if ascii { "| " } else { "│ " }.repeat(levels.min(LEVELS) as usize);
    let chain = match (node.begins, fold::ends(nodes, at), ascii) {
        (true, true, _) => "",
        (true, false, true) => ". ",
        (true, false, false) => "┌ ",
        (false, true, true) => "` ",
        (false, true, false) => "└ ",
        (false, false, true) => "| ",
        (false, false, false) => "├ ",
    };
    if !node.begins || node.level == 0 {
        return format!("  {}{chain}", beside(node.level));
    }
    let branch = if ascii { "|-" } else { "├─" };
    let gap = if chain.is_empty() { " " } else { "" };
    format!("  {}{branch}{gap}{chain}", beside(node.level - 1))
}

fn folded(page: &mut Page<'_>, nodes: &[NodeView]) {
    let Some(first) = nodes.first() else { return };
    let own = page.own();
    let of = |kind| nodes.iter().filter(|node| node.kind == kind).count();
    let counts = [
        ("count-bases", of(NodeKind::BaseCopy)),
        ("count-snapshots", of(NodeKind::Snapshot)),
        ("count-disks", of(NodeKind::Disk)),
    ];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0).map(|(id, n)| own.text(id, [("n", n.into())]));
    let bytes: Bytes = nodes.iter().filter_map(|node| node.usage_bytes).sum();
    let words = [
        ("mark", page.ellipsis().into()),
        ("what", counts.collect::<Vec<_>>().join(&own.phrase("comma")).into()),
        ("bytes", bytes.to_string().into()),
        ("pending", nodes.iter().filter(|node| node.merge_pending).count().into()),
    ];
    let bar = if page.style().ascii { "| " } else { "│ " };
    let levels = first.level.min(LEVELS) + u32::from(!first.begins);
    page.line(&[plain(format!("  {}{}", bar.repeat(levels as usize), own.text("folded", words)))]);
}

/// Says what is special about a node.
fn notes(page: &Page<'_>, node: &NodeView) -> Vec<String> {
    let own = page.own();
    let mut notes = Vec::new();
    if let Some(why) = node.broken {
        let parent = node.parent_id.as_deref().map(|id| page.fit(id, 36)).unwrap_or_default();
        notes.push(own.text("note-broken", [("why", why.into()), ("parent", parent.into())]));
    }
    if node.missing {
        notes.push(own.phrase("note-missing"));
    }
    if let Some(order) = node.merge {
        notes.push(own.text("note-merge", [("n", order.into())]));
    } else if node.merge_pending {
        notes.push(own.phrase("note-pending"));
    }
    if let Some(name) = &node.control_domain {
        notes.push(own.text("note-domain", [("name", page.fit(name, NAME * 2).into())]));
    }
    // beside a merge the drawing has to say it
    if let Some(held) = node.held_by.filter(|_| !node.merge_pending) {
        let (n, kind) = holding(held);
        notes.push(own.text("note-held", [("n", n.into()), ("kind", kind.into())]));
    }
    if node.never_merged {
        notes.push(own.phrase("note-never"));
    }
    notes
}

/// Counts the children beside the one with which the chain goes on.
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
