//! The forest of VHD nodes of each SR: depth, pending merges, and XO's two counts.
//!
//! In: an [`Inventory`]. Out: [`Chains`], one [`Node`] per VDI and one [`SrChains`] per SR. Knows the shape of trees
//! and nothing of bytes, drivers, jobs or time. Linear in the number of VDIs, whatever the server claims: cycles,
//! missing and foreign parents end a walk and are reported.
//!
//! Sources: facts/storage-manager.md 3.3 and 6.2 (what can merge), facts/xo-protocol.md 2.2 (the health page) and
//! 4.3 (the backup gate).

mod health_page;
mod walk;

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Inventory, SrIdx, Vdi, VdiIdx, VdiKind, VdiRole};
use crate::units;

/// The number of un-coalesced nodes per disk that XO's backup gate lets pass.
///
/// `xapiOptions.maxUncoalescedVdis` of xo-server's and the proxy's default configuration (facts/xo-protocol.md 4.3).
pub const GATE_TOLERANCE: u32 = 1;

/// Why the root of a chain cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Broken {
    /// A node names a parent that the server does not have.
    MissingParent,
    /// The parents form a cycle.
    Cycle,
    /// A node names a parent on another SR, which no driver can open.
    ForeignSr,
}

/// Where a VDI is in its chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Nodes from this one to the root, both included; a lower bound when `broken`.
    pub depth: u32,
    /// Why the root was not reached, if it was not, and the node at which the walk ended.
    pub broken: Option<(Broken, VdiIdx)>,
    /// Inner merges pending from this node to the root: a base copy whose only child is a base copy that has children.
    pub pending_inner: u32,
    /// Whether a leaf merge is pending: the parent is a base copy, and this is its only child, managed and
    /// without children.
    pub pending_leaf: bool,
    /// What XO's gate counts from this node to the root: base copies whose only child is a base copy.
    pub gate: u32,
}

impl Node {
    /// Returns whether XO would refuse to snapshot this disk (without `bypassVdiChainsCheck`).
    pub fn gate_skips(&self) -> bool {
        self.gate > GATE_TOLERANCE
    }
}

/// Sums over the trees of one SR.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SrChains {
    /// The depth of the deepest disk; 0 without disks.
    pub max_depth: u32,
    /// Inner merges pending on the SR, each once.
    pub pending_inner: u32,
    /// Leaf merges pending on the SR, each once.
    pub pending_leaf: u32,
    /// The total that XO's health page shows for the SR (`nUnhealthyVdis`).
    pub xo_unhealthy: u32,
}

/// The trees of all SRs.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    nodes: Vec<Node>,
    srs: Vec<SrChains>,
    children: Children,
}

impl Chains {
    /// Builds the trees of an inventory.
    pub fn build(inventory: &Inventory) -> Self {
        let children = Children::build(inventory);
        let nodes = walk::walk(inventory, &children);
        let srs = inventory.sr_indices().map(|sr| sum_up(inventory, &children, &nodes, sr)).collect();
        Self { nodes, srs, children }
    }

    /// Returns where a VDI is in its chain.
    pub fn node(&self, vdi: VdiIdx) -> &Node {
        &self.nodes[vdi.at()]
    }

    /// Returns the sums of an SR.
    pub fn sr(&self, sr: SrIdx) -> &SrChains {
        &self.srs[sr.at()]
    }

    /// Lists the children of a node on the same SR, in the order of ids.
    pub fn children(&self, vdi: VdiIdx) -> &[VdiIdx] {
        self.children.of(vdi)
    }

    /// Lists the inner merges pending on an SR as (parent, child).
    pub fn inner_pairs<'a>(
        &'a self,
        inventory: &'a Inventory,
        sr: SrIdx,
    ) -> impl Iterator<Item = (VdiIdx, VdiIdx)> + 'a {
        let nodes = inventory.sr(sr).vdis.iter();
        nodes.filter_map(|&parent| Some((parent, inner_child(inventory, &self.children, parent)?)))
    }

    /// Lists the leaf merges pending on an SR as (parent, leaf).
    pub fn leaf_pairs<'a>(
        &'a self,
        inventory: &'a Inventory,
        sr: SrIdx,
    ) -> impl Iterator<Item = (VdiIdx, VdiIdx)> + 'a {
        let nodes = inventory.sr(sr).vdis.iter();
        nodes.filter_map(|&parent| Some((parent, leaf_child(inventory, &self.children, parent)?)))
    }

    /// Walks from a node up to its root, the node itself first; stops where the chain is broken.
    pub fn path<'a>(&self, inventory: &'a Inventory, from: VdiIdx) -> impl Iterator<Item = VdiIdx> + 'a {
        let nodes = self.nodes[from.at()].depth as usize;
        std::iter::successors(Some(from), move |&at| inventory.vdi(at).parent.target()).take(nodes)
    }
}

/// Returns whether a VDI is a node of a chain: neither a list of changed blocks nor a CD image.
pub fn is_node(inventory: &Inventory, vdi: &Vdi) -> bool {
    vdi.role != VdiRole::CbtMetadata && vdi.sr.is_none_or(|sr| !inventory.sr(sr).is_iso_or_udev())
}

/// Returns whether a VDI is a disk in the sense of the report: a managed node that is not a snapshot.
pub fn is_disk(inventory: &Inventory, vdi: &Vdi) -> bool {
    vdi.kind == VdiKind::Disk && is_node(inventory, vdi)
}

/// The children of every node, on the same SR, as one list cut into ranges.
#[derive(Clone, Debug, Default)]
struct Children {
    /// The start of each VDI's range, and one more at the end.
    starts: Vec<u32>,
    all: Vec<VdiIdx>,
}

impl Children {
    fn build(inventory: &Inventory) -> Self {
        let mut pairs: Vec<(VdiIdx, VdiIdx)> = inventory
            .vdi_indices()
            .filter_map(|child| {
                let vdi = inventory.vdi(child);
                let parent = vdi.parent.target()?;
                (inventory.vdi(parent).sr == vdi.sr).then_some((parent, child))
            })
            .collect();
        pairs.sort_unstable();
        let mut starts = vec![0; inventory.vdis.len() + 1];
        for (parent, _) in &pairs {
            starts[parent.at() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, all: pairs.into_iter().map(|(_, child)| child).collect() }
    }

    fn of(&self, vdi: VdiIdx) -> &[VdiIdx] {
        &self.all[self.starts[vdi.at()] as usize..self.starts[vdi.at() + 1] as usize]
    }

    fn only(&self, vdi: VdiIdx) -> Option<VdiIdx> {
        match self.of(vdi) {
            [child] => Some(*child),
            _ => None,
        }
    }
}

/// Returns the child that can be merged into this base copy while both stay hidden.
fn inner_child(inventory: &Inventory, children: &Children, parent: VdiIdx) -> Option<VdiIdx> {
    let child = hidden_only_child(inventory, children, parent)?;
    (!children.of(child).is_empty() && child != parent).then_some(child)
}

/// Returns the leaf that can be merged into this base copy.
fn leaf_child(inventory: &Inventory, children: &Children, parent: VdiIdx) -> Option<VdiIdx> {
    if inventory.vdi(parent).kind != VdiKind::BaseCopy {
        return None;
    }
    let child = children.only(parent)?;
    (inventory.vdi(child).kind != VdiKind::BaseCopy && children.of(child).is_empty()).then_some(child)
}

/// Returns the only child of a base copy if that is a base copy too: what XO's gate counts.
fn hidden_only_child(inventory: &Inventory, children: &Children, parent: VdiIdx) -> Option<VdiIdx> {
    if inventory.vdi(parent).kind != VdiKind::BaseCopy {
        return None;
    }
    children.only(parent).filter(|&child| inventory.vdi(child).kind == VdiKind::BaseCopy)
}

fn sum_up(inventory: &Inventory, children: &Children, nodes: &[Node], sr: SrIdx) -> SrChains {
    let vdis = &inventory.sr(sr).vdis;
    let disks = vdis.iter().filter(|&&vdi| is_disk(inventory, inventory.vdi(vdi)));
    let parents = |child: fn(&Inventory, &Children, VdiIdx) -> Option<VdiIdx>| {
        let n = vdis.iter().filter(|&&parent| child(inventory, children, parent).is_some()).count();
        units::count(n)
    };
    SrChains {
        max_depth: disks.map(|vdi| nodes[vdi.at()].depth).max().unwrap_or(0),
        pending_inner: parents(inner_child),
        pending_leaf: parents(leaf_child),
        xo_unhealthy: health_page::unhealthy(inventory, sr),
    }
}
