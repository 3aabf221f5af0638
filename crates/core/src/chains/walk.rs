//! One pass over all nodes: each learns from its parent, and each parent is visited once.

use super::{Broken, Children, Node, hidden_only_child, inner_child, is_node, leaf_child};
use crate::model::{Inventory, Link, VdiIdx};
use crate::units;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    OnPath,
    Done,
}

/// How the walk continues above a node.
enum Above {
    Root,
    Parent(VdiIdx),
    Broken(Broken),
}

/// Places every node; see [`Node`] for what is reported.
pub(super) fn walk(inventory: &Inventory, children: &Children) -> Vec<Node> {
    let mut nodes = vec![Node::default(); inventory.vdis.len()];
    let mut states = vec![State::Unseen; inventory.vdis.len()];
    let mut path = Vec::new();
    for start in inventory.vdi_indices() {
        let mut at = start;
        // climb to a node that is known, a root, or a break
        let stop = loop {
            match states[at.at()] {
                State::Done => break None,
                State::OnPath => {
                    mark_cycle(&mut nodes, &mut states, &mut path, at);
                    break None;
                }
                State::Unseen => {}
            }
            states[at.at()] = State::OnPath;
            path.push(at);
            match above(inventory, at) {
                Above::Parent(parent) => at = parent,
                Above::Root => break None,
                Above::Broken(why) => break Some((why, at)),
            }
        };
        let mut broken = stop;
        while let Some(vdi) = path.pop() {
            nodes[vdi.at()] = place(inventory, children, &nodes, vdi, broken.take());
            states[vdi.at()] = State::Done;
        }
    }
    nodes
}

fn above(inventory: &Inventory, at: VdiIdx) -> Above {
    let vdi = inventory.vdi(at);
    match &vdi.parent {
        Link::None => Above::Root,
        Link::Missing(_) => Above::Broken(Broken::MissingParent),
        Link::To(parent) if inventory.vdi(*parent).sr != vdi.sr => Above::Broken(Broken::ForeignSr),
        Link::To(parent) => Above::Parent(*parent),
    }
}

/// Settles the nodes of a cycle: their depth is the length of the cycle, and no node above has anything to add.
fn mark_cycle(nodes: &mut [Node], states: &mut [State], path: &mut Vec<VdiIdx>, entry: VdiIdx) {
    let from = path.iter().position(|&vdi| vdi == entry).unwrap_or(0);
    let cycle = path.split_off(from);
    let depth = units::count(cycle.len());
    for vdi in cycle {
        nodes[vdi.at()] = Node { depth, broken: Some((Broken::Cycle, vdi)), ..Node::default() };
        states[vdi.at()] = State::Done;
    }
}

/// Places a node below its parent, which has been placed already.
fn place(
    inventory: &Inventory,
    children: &Children,
    nodes: &[Node],
    vdi: VdiIdx,
    broken_here: Option<(Broken, VdiIdx)>,
) -> Node {
    if !is_node(inventory, inventory.vdi(vdi)) {
        return Node::default();
    }
    let parent = match above(inventory, vdi) {
        Above::Parent(parent) => Some(parent),
        Above::Root | Above::Broken(_) => None,
    };
    let upper = parent.map(|parent| &nodes[parent.at()]);
    Node {
        depth: 1 + upper.map_or(0, |node| node.depth),
        broken: broken_here.or(upper.and_then(|node| node.broken)),
        pending_inner: upper.map_or(0, |node| node.pending_inner)
            + u32::from(parent.is_some_and(|parent| inner_child(inventory, children, parent) == Some(vdi))),
        pending_leaf: parent.is_some_and(|parent| leaf_child(inventory, children, parent) == Some(vdi)),
        gate: upper.map_or(0, |node| node.gate)
            + u32::from(hidden_only_child(inventory, children, vdi).is_some()),
    }
}
