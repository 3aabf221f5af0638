//! The trees of one SR in drawing order.
//!
//! In: the inventory, its chains, the wanted nodes. Out: a [`DrawnTree`] for each root, its nodes as [`DrawnNode`]s.
//! The child with the most nodes below it continues the chain: it stays on its parent's level and comes last; its
//! siblings come before, one level deeper. So a chain of 30 base copies with a snapshot each has two levels, and no
//! forest of `n` nodes has more than log2(n). Nothing recurses, and each node is visited once, whatever the server
//! claims.

use xo_health_core::chains::{Broken, Chains, is_node};
use xo_health_core::model::{Inventory, SrIdx, VdiIdx, VdiKind};

/// A node with its place in the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DrawnNode {
    /// The node.
    pub(super) vdi: VdiIdx,
    /// How many chains it branches off from.
    pub(super) level: u32,
    /// Whether it begins such a chain instead of continuing one.
    pub(super) begins: bool,
}

/// A tree: a root and everything below it, never empty.
pub(super) type DrawnTree = Vec<DrawnNode>;

/// Lays out the trees of an SR, in the order of their roots' ids. A cycle is a tree too, cut open at its first node.
pub(super) fn lay_out(
    inventory: &Inventory,
    chains: &Chains,
    sr: SrIdx,
    wanted: impl Fn(VdiIdx) -> bool,
) -> Vec<DrawnTree> {
    let mut forest = Forest::new(inventory, chains, sr, wanted);
    let roots = forest.find_roots();
    let trees: Vec<Vec<VdiIdx>> = roots.into_iter().map(|root| forest.reach(root)).collect();
    for tree in &trees {
        forest.weigh(tree);
    }
    trees.into_iter().filter_map(|tree| Some(forest.draw(*tree.first()?))).collect()
}

struct Forest<'a> {
    inventory: &'a Inventory,
    chains: &'a Chains,
    nodes: Vec<VdiIdx>,
    /// By index in the inventory: 0 for nodes that are not drawn, else the number of nodes from there down,
    /// including itself.
    weight: Vec<u32>,
    is_root: Vec<bool>,
}

impl<'a> Forest<'a> {
    fn new(inventory: &'a Inventory, chains: &'a Chains, sr: SrIdx, wanted: impl Fn(VdiIdx) -> bool) -> Self {
        let all = inventory.sr(sr).vdis.iter().copied();
        let nodes: Vec<_> =
            all.filter(|&vdi| is_node(inventory, inventory.vdi(vdi)) && wanted(vdi)).collect();
        let mut weight = vec![0; inventory.vdis.len()];
        for vdi in &nodes {
            weight[vdi.at()] = 1;
        }
        Self { inventory, chains, nodes, weight, is_root: vec![false; inventory.vdis.len()] }
    }

    /// Returns the node above, if it is drawn too.
    fn above(&self, vdi: VdiIdx) -> Option<VdiIdx> {
        let node = self.inventory.vdi(vdi);
        let parent = node.parent.target()?;
        (self.inventory.vdi(parent).sr == node.sr && self.weight[parent.at()] > 0).then_some(parent)
    }

    /// Marks the nodes without a node above them, and the first node of each cycle.
    fn find_roots(&mut self) -> Vec<VdiIdx> {
        let mut seen = vec![false; self.inventory.vdis.len()];
        let mut roots = Vec::new();
        for at in 0..self.nodes.len() {
            let vdi = self.nodes[at];
            let in_cycle = self.chains.node(vdi).broken == Some((Broken::Cycle, vdi));
            if self.above(vdi).is_some() && (!in_cycle || seen[vdi.at()]) {
                continue;
            }
            roots.push(vdi);
            self.is_root[vdi.at()] = true;
            // the rest of the cycle is below its first node
            let mut next = in_cycle.then_some(vdi);
            while let Some(node) = next.filter(|node| !std::mem::replace(&mut seen[node.at()], true)) {
                next = self.above(node);
            }
        }
        roots
    }

    /// Lists the nodes directly below a node, on the same SR, in the order of ids.
    fn below(&self, vdi: VdiIdx) -> impl Iterator<Item = VdiIdx> + '_ {
        let children = self.chains.children(vdi).iter().copied();
        children.filter(|child| self.weight[child.at()] > 0 && !self.is_root[child.at()])
    }

    /// Lists the nodes of a tree, each after its parent.
    fn reach(&self, root: VdiIdx) -> Vec<VdiIdx> {
        let mut reached = vec![root];
        let mut at = 0;
        while let Some(&vdi) = reached.get(at) {
            reached.extend(self.below(vdi));
            at += 1;
        }
        reached
    }

    fn weigh(&mut self, tree: &[VdiIdx]) {
        for &vdi in tree.iter().rev() {
            if let Some(parent) = self.above(vdi).filter(|_| !self.is_root[vdi.at()]) {
                self.weight[parent.at()] = self.weight[parent.at()].saturating_add(self.weight[vdi.at()]);
            }
        }
    }

    fn draw(&self, root: VdiIdx) -> DrawnTree {
        let mut rows = Vec::new();
        let mut open = vec![DrawnNode { vdi: root, level: 0, begins: true }];
        while let Some(row) = open.pop() {
            rows.push(row);
            let Some(main) = self.below(row.vdi).max_by_key(|&child| self.rank(child)) else { continue };
            open.push(DrawnNode { vdi: main, level: row.level, begins: false });
            let mut beside: Vec<_> = self.below(row.vdi).filter(|&child| child != main).collect();
            beside.sort_by_key(|&child| std::cmp::Reverse((self.inventory.vdi(child).snapshot_time, child)));
            open.extend(beside.into_iter().map(|vdi| DrawnNode { vdi, level: row.level + 1, begins: true }));
        }
        rows
    }

    /// Orders the children of a node: the last one continues the chain. Between a disk and its snapshot without further
    /// nodes, that is the disk.
    fn rank(&self, vdi: VdiIdx) -> (u32, bool, VdiIdx) {
        (self.weight[vdi.at()], self.inventory.vdi(vdi).kind == VdiKind::Disk, vdi)
    }
}
