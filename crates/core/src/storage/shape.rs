//! The trees of one SR: roots, heights, and an order in which parents come before their children.

use rustc_hash::FxHashMap;

use crate::chains::Chains;
use crate::model::{Inventory, SrIdx, VdiIdx};

/// The trees of one SR. Linear in its VDIs except for one sort by depth.
pub(super) struct Shape {
    /// The nodes, those nearer to their root first.
    pub(super) downwards: Vec<VdiIdx>,
    roots: FxHashMap<VdiIdx, VdiIdx>,
    heights: FxHashMap<VdiIdx, u32>,
}

impl Shape {
    pub(super) fn of(inventory: &Inventory, chains: &Chains, sr: SrIdx) -> Self {
        let mut downwards = inventory.sr(sr).vdis.clone();
        downwards.sort_by_key(|&vdi| chains.node(vdi).depth);
        let mut shape =
            Self { downwards: Vec::new(), roots: FxHashMap::default(), heights: FxHashMap::default() };
        for &vdi in &downwards {
            let above = inventory.vdi(vdi).parent.target();
            // a parent on another SR, or in a cycle, is not placed yet: the node counts as a root
            let root = above.and_then(|parent| shape.roots.get(&parent).copied()).unwrap_or(vdi);
            shape.roots.insert(vdi, root);
            let height = shape.heights.entry(root).or_default();
            *height = (*height).max(chains.node(vdi).depth);
        }
        Self { downwards, ..shape }
    }

    /// Returns the number of nodes on the longest path from the root of a node's tree to a leaf, both included.
    pub(super) fn height(&self, vdi: VdiIdx) -> u32 {
        let root = self.roots.get(&vdi);
        root.and_then(|root| self.heights.get(root)).copied().unwrap_or(0)
    }
}

/// How high the trees of an SR are: few of them are asked about, so that none is looked at before.
pub(super) enum Heights<'i> {
    /// Every chain reaches its root.
    Whole {
        inventory: &'i Inventory,
        chains: &'i Chains,
        /// By node: the root of its tree, as far as the ways up went.
        roots: FxHashMap<VdiIdx, VdiIdx>,
        /// By root.
        known: FxHashMap<VdiIdx, u32>,
    },
    Broken(Shape),
}

impl<'i> Heights<'i> {
    pub(super) fn of(inventory: &'i Inventory, chains: &'i Chains, sr: SrIdx) -> Self {
        match inventory.sr(sr).vdis.iter().any(|&vdi| chains.node(vdi).broken.is_some()) {
            true => Self::Broken(Shape::of(inventory, chains, sr)),
            false => {
                Self::Whole { inventory, chains, roots: FxHashMap::default(), known: FxHashMap::default() }
            }
        }
    }

    /// Returns the nodes on the longest way from the root of a node's tree to a leaf, both included.
    pub(super) fn height(&mut self, vdi: VdiIdx) -> u32 {
        match self {
            Self::Broken(shape) => shape.height(vdi),
            Self::Whole { inventory, chains, roots, known } => {
                let root = root(inventory, roots, vdi);
                *known.entry(root).or_insert_with(|| deepest(chains, root))
            }
        }
    }
}

/// Returns the root of the tree of a node; no part of a way is gone twice.
fn root(inventory: &Inventory, roots: &mut FxHashMap<VdiIdx, VdiIdx>, vdi: VdiIdx) -> VdiIdx {
    let (mut way, mut at) = (Vec::new(), vdi);
    let root = loop {
        if let Some(&root) = roots.get(&at) {
            break root;
        }
        way.push(at);
        match inventory.vdi(at).parent.target() {
            Some(parent) => at = parent,
            None => break at,
        }
    };
    roots.extend(way.into_iter().map(|node| (node, root)));
    root
}

/// Returns the depth of the deepest node of a tree.
fn deepest(chains: &Chains, root: VdiIdx) -> u32 {
    let (mut most, mut open) = (0, vec![root]);
    while let Some(vdi) = open.pop() {
        most = most.max(chains.node(vdi).depth);
        open.extend(chains.children(vdi));
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    #[test]
    fn heights_are_those_of_all_trees() {
        let inventory = notation::inventory(
            "sr s ext 1TiB {
                 disk a 1GiB: base > base*3 snap one > leaf
                 disk b 1GiB: base as gold > base > leaf
                 disk c 1GiB: gold > base*4 > leaf
                 disk d 1GiB: leaf
             }",
        )
        .unwrap();
        let chains = Chains::build(&inventory);
        let sr = inventory.find_sr(&"s".into()).unwrap();
        let (shape, mut heights) = (Shape::of(&inventory, &chains, sr), Heights::of(&inventory, &chains, sr));
        assert!(matches!(heights, Heights::Whole { .. }));
        for vdi in inventory.vdi_indices() {
            assert_eq!(heights.height(vdi), shape.height(vdi), "{:?}", inventory.vdi(vdi).id);
        }
        assert_eq!(inventory.vdi_indices().map(|vdi| shape.height(vdi)).max(), Some(6));
    }
}
