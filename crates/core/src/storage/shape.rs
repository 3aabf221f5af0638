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
