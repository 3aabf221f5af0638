//! Which nodes of a tree are shown, and which are folded into a line.
//!
//! What is alike and needs no attention is folded: the middle of a long run of base copies that all wait to be merged
//! or are all held by a snapshot; and all but the first few of many leaves beside each other. Odd nodes (broken, lost,
//! plugged into a control domain) always have their own line. One pass, no recursion.

use std::ops::Range;

use crate::sr::{NodeKind, NodeView};

/// How many base copies in a row are shown before their middle is folded.
const RUN: usize = 5;

/// How many leaves beside each other are shown before the rest is folded, and how many of them remain.
const LEAVES: usize = 6;
const LEAVES_SHOWN: usize = 3;

/// The most snapshots beside a base copy in a run.
const BESIDE: usize = 2;

/// The content of one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A node.
    Node(usize),
    /// These nodes, summed up.
    Fold(Range<usize>),
}

/// The kind of base copies in a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Held,
    Merging,
}

/// Folds a tree: every node is in exactly one line, in order.
pub(super) fn fold(nodes: &[NodeView]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < nodes.len() {
        let end = if is_lone(nodes, at) { leaves(nodes, at, &mut lines) } else { run(nodes, at, &mut lines) };
        at = end.max(at + 1);
    }
    lines
}

/// Returns a line for every node.
pub(super) fn unfolded(nodes: &[NodeView]) -> Vec<Line> {
    (0..nodes.len()).map(Line::Node).collect()
}

/// Returns whether no chain continues below a node.
pub(super) fn ends(nodes: &[NodeView], at: usize) -> bool {
    let level = nodes[at].level;
    nodes.get(at + 1).is_none_or(|next| next.level < level || (next.level == level && next.begins))
}

/// Returns whether a node is a branch of its own.
fn is_lone(nodes: &[NodeView], at: usize) -> bool {
    nodes[at].begins && ends(nodes, at)
}

fn is_plain_leaf(nodes: &[NodeView], at: usize) -> bool {
    is_lone(nodes, at) && !nodes[at].is_odd()
}

/// Folds leaves beside each other; returns the position after them.
fn leaves(nodes: &[NodeView], from: usize, lines: &mut Vec<Line>) -> usize {
    let level = nodes[from].level;
    let mut end = from;
    while end < nodes.len() && nodes[end].level == level && is_plain_leaf(nodes, end) {
        end += 1;
    }
    if end - from > LEAVES {
        lines.extend((from..from + LEAVES_SHOWN).map(Line::Node));
        lines.push(Line::Fold(from + LEAVES_SHOWN..end));
        return end;
    }
    let end = end.max(from + 1);
    lines.extend((from..end).map(Line::Node));
    end
}

/// Folds a run of similar base copies; returns the position after it.
fn run(nodes: &[NodeView], from: usize, lines: &mut Vec<Line>) -> usize {
    let Some((class, mut end)) = link(nodes, from) else {
        lines.push(Line::Node(from));
        return from + 1;
    };
    let second = end;
    let mut last = from;
    let mut links = 1;
    while let Some((_, next)) = goes_on(nodes, from, end).filter(|(other, _)| *other == class) {
        (last, end) = (end, next);
        links += 1;
    }
    if links <= RUN {
        lines.extend((from..end).map(Line::Node));
        return end;
    }
    lines.extend((from..second).map(Line::Node));
    lines.push(Line::Fold(second..last));
    lines.extend((last..end).map(Line::Node));
    end
}

fn goes_on(nodes: &[NodeView], first: usize, at: usize) -> Option<(Class, usize)> {
    let node = nodes.get(at)?;
    (node.level == nodes[first].level && !node.begins).then(|| link(nodes, at)).flatten()
}

/// Reads a base copy with at most a few snapshots beside it; returns the position after them.
fn link(nodes: &[NodeView], at: usize) -> Option<(Class, usize)> {
    let node = &nodes[at];
    if node.kind != NodeKind::BaseCopy || node.is_odd() || ends(nodes, at) {
        return None;
    }
    let mut end = at + 1;
    while end < nodes.len() && nodes[end].level > node.level {
        let is_snapshot = nodes[end].kind == NodeKind::Snapshot && is_plain_leaf(nodes, end);
        if !is_snapshot || end - at > BESIDE {
            return None;
        }
        end += 1;
    }
    Some((if node.merge_pending { Class::Merging } else { Class::Held }, end))
}
