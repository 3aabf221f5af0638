//! What the deletion of a snapshot gains, and whether now is the time.
//!
//! A snapshot itself holds next to nothing: what it keeps is in the base copy above it, and is freed only when that
//! is merged, or when nothing is left below it. Sources: facts/storage-manager.md 2.4, 2.5, 3.3, 3.6, 4.5 and 6.9.

use std::cmp::Reverse;

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::backlog::{Merge, MergeRequirement};
use super::content::is_counted_twice;
use super::estimate::Fit;
use super::gc::CollectorOutlook;
use super::rules::Rules;
use super::shape::Shape;
use super::space_needed::{leaf_merge_need, merge_need};
use crate::chains::{self, Chains, GATE_TOLERANCE};
use crate::model::{Inventory, SrIdx, VdiIdx, VdiKind};
use crate::units::{self, Bytes};

/// What the deletion of one snapshot frees and costs. Each is calculated alone: of two snapshots that share a base
/// copy, neither frees it alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Deletion {
    /// The snapshot.
    pub snapshot: VdiIdx,
    /// When it was taken.
    pub taken: Option<Timestamp>,
    /// Bytes that are freed by the deletion itself, or by the next run of the collector, which needs no space for it:
    /// the snapshot's own node, and the base copies that have nothing else below them.
    pub at_once: Bytes,
    /// How many of those base copies there are.
    pub base_copies: u32,
    /// The merge that the deletion makes possible; `None` if the base copy has several other children, or none.
    pub merge: Option<Merge>,
    /// Whether that merge fits into the space that is then free, including the bytes that are freed at once; `None`
    /// without a merge, or if nothing is known.
    pub fit: Option<Fit>,
    /// The number of nodes by which the chains below get shorter once it is merged.
    pub shorter: u32,
    /// Whether XO skips backups of disks below until it is merged: this merge makes them have more pending merges
    /// than XO's gate lets pass.
    pub backups_skip: bool,
    /// Whether a backup job made the snapshot: it may be the reference of the next delta.
    pub of_backup: bool,
    /// The answer.
    pub may: May,
}

/// The answer to "may I delete this snapshot now?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum May {
    /// Yes: everything is freed at once, and nothing has to be merged.
    Yes,
    /// Yes: the rest is freed when it is merged, for which there is room.
    YesThenMerge,
    /// Yes, but other snapshots or clones keep the base copy: only the snapshot's own node is freed.
    YesKeptByOthers,
    /// Yes, but the merge may lack room: if so, nothing is lost and little is gained.
    YesTight,
    /// Better wait until the collector has merged what is pending: otherwise XO would skip backups of the disk.
    WaitForMerges,
    /// It costs nothing, but helps only once the collector, which is stuck now, can merge again.
    MergeIsStuck,
    /// No: a control domain holds it, and the deletion fails with `VDI_IN_USE`.
    InUse,
}

/// Returns, for each snapshot of an SR, what its deletion frees and costs, in the order of the SR's images.
///
/// `outlook` is that of the SR's collector ([`Gc`](super::Gc)). Linear in the images of the SR.
pub fn deletions(
    inventory: &Inventory,
    chains: &Chains,
    sr: SrIdx,
    outlook: CollectorOutlook,
) -> Vec<Deletion> {
    let view = View { inventory, chains, shape: Shape::of(inventory, chains, sr), outlook };
    let gates = view.gates_below();
    let snapshots = inventory.sr(sr).vdis.iter().copied().filter(|&vdi| {
        let node = inventory.vdi(vdi);
        node.kind == VdiKind::Snapshot && chains::is_node(inventory, node) && chains.children(vdi).is_empty()
    });
    snapshots.map(|snapshot| view.deletion(snapshot, sr, &gates)).collect()
}

/// Sorts deletions into an order that is safe when space is short: first those that need no merge, then those whose
/// merge needs the least room, oldest first among equals; those that are impossible, or do not help, come last.
pub fn safe_order(deletions: &mut [Deletion]) {
    deletions.sort_by_key(|deletion| {
        let room = deletion.merge.as_ref().and_then(Merge::takes).map(|takes| takes.bytes.high);
        (deletion.may, room, Reverse(deletion.at_once), deletion.taken, deletion.snapshot)
    });
}

struct View<'a> {
    inventory: &'a Inventory,
    chains: &'a Chains,
    shape: Shape,
    outlook: CollectorOutlook,
}

/// What is left of the tree after a snapshot is deleted.
struct Rest {
    /// Base copies with nothing left below them.
    unused: Vec<VdiIdx>,
    /// A base copy with one child left, and that child.
    pair: Option<(VdiIdx, VdiIdx)>,
}

impl View<'_> {
    /// Returns, for each node, the most that XO's gate counts for a disk at or below it; nodes without a disk
    /// have no entry.
    fn gates_below(&self) -> FxHashMap<VdiIdx, u32> {
        let mut gates: FxHashMap<VdiIdx, u32> = FxHashMap::default();
        for &vdi in self.shape.downwards.iter().rev() {
            let node = self.inventory.vdi(vdi);
            let own = (node.kind == VdiKind::Disk).then(|| self.chains.node(vdi).gate);
            let Some(here) = own.max(gates.get(&vdi).copied()) else { continue };
            gates.insert(vdi, here);
            if let Some(parent) = node.parent.target() {
                let above = gates.entry(parent).or_insert(here);
                *above = (*above).max(here);
            }
        }
        gates
    }

    fn deletion(&self, snapshot: VdiIdx, sr: SrIdx, gates: &FxHashMap<VdiIdx, u32>) -> Deletion {
        let Rest { unused, pair } = self.rest(snapshot);
        let at_once: Bytes =
            self.own_bytes(snapshot) + unused.iter().filter_map(|&base| self.inventory.vdi(base).usage).sum();
        let merge = pair.map(|(parent, child)| self.merge(parent, child));
        let free = self.inventory.sr(sr).free().map(|free| free + at_once);
        let takes = merge.as_ref().and_then(Merge::takes);
        let fit = free.zip(takes).map(|(free, takes)| Fit::of(takes.bytes, free));
        let is_inner = merge.as_ref().is_some_and(Merge::is_inner);
        let gate = pair.and_then(|(_, child)| gates.get(&child).copied());
        let backups_skip = is_inner && gate.is_some_and(|gate| gate >= GATE_TOLERANCE);
        let kept = pair.is_none() && unused.is_empty() && self.has_siblings(snapshot);
        Deletion {
            snapshot,
            taken: self.inventory.vdi(snapshot).taken(),
            at_once,
            base_copies: units::count(unused.len()),
            fit,
            shorter: u32::from(merge.is_some()),
            backups_skip,
            of_backup: self.inventory.vdi(snapshot).backup.is_some(),
            may: self.may(snapshot, kept, merge.is_some(), fit, backups_skip),
            merge,
        }
    }

    fn may(&self, snapshot: VdiIdx, kept: bool, merges: bool, fit: Option<Fit>, skips: bool) -> May {
        if self.inventory.control_domain_of(snapshot).is_some() {
            return May::InUse;
        }
        if kept {
            return May::YesKeptByOthers;
        }
        if !merges {
            return May::Yes;
        }
        if self.outlook == CollectorOutlook::Stuck || fit == Some(Fit::DoesNotFit) {
            return May::MergeIsStuck;
        }
        if skips {
            return May::WaitForMerges;
        }
        if fit == Some(Fit::Fits) { May::YesThenMerge } else { May::YesTight }
    }

    /// Climbs from a snapshot past the base copies that have nothing else below them; returns what is left.
    fn rest(&self, snapshot: VdiIdx) -> Rest {
        let mut unused = Vec::new();
        let mut gone = snapshot;
        for at in self.chains.path(self.inventory, snapshot).skip(1) {
            if self.inventory.vdi(at).kind != VdiKind::BaseCopy {
                break;
            }
            match self.chains.children(at) {
                [_] => unused.push(at),
                [one, other] => {
                    let left = if *one == gone { *other } else { *one };
                    return Rest { unused, pair: self.can_merge(left).then_some((at, left)) };
                }
                _ => break,
            }
            gone = at;
        }
        Rest { unused, pair: None }
    }

    /// Returns whether a node can be merged: a hidden leaf is deleted instead, and a managed node with
    /// children is not touched (facts 3.3).
    fn can_merge(&self, child: VdiIdx) -> bool {
        let is_hidden = self.inventory.vdi(child).kind == VdiKind::BaseCopy;
        is_hidden != self.chains.children(child).is_empty()
    }

    fn merge(&self, parent: VdiIdx, child: VdiIdx) -> Merge {
        let (inventory, chains) = (self.inventory, self.chains);
        let need = match inventory.vdi(child).kind {
            VdiKind::BaseCopy => MergeRequirement::Inner(merge_need(inventory, chains, parent, child)),
            VdiKind::Disk | VdiKind::Snapshot => {
                MergeRequirement::Leaf(leaf_merge_need(inventory, chains, parent, child))
            }
        };
        Merge { parent, child, height: self.shape.height(parent), need }
    }

    /// Returns the bytes of a snapshot's own node; just after it was taken, a file SR reports those of the base copy.
    fn own_bytes(&self, snapshot: VdiIdx) -> Bytes {
        let vdi = self.inventory.vdi(snapshot);
        let (Some(sr), Some(size)) = (vdi.sr, vdi.size) else { return Bytes::ZERO };
        let empty = Rules::of_image(self.inventory.sr(sr), vdi).snapshot_returns(size);
        match vdi.usage {
            Some(usage) if !is_counted_twice(self.inventory, self.chains, snapshot) => usage,
            _ => empty,
        }
    }

    fn has_siblings(&self, snapshot: VdiIdx) -> bool {
        let parent = self.inventory.vdi(snapshot).parent.target();
        parent.is_some_and(|parent| self.chains.children(parent).len() > 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    fn deletions_of(text: &str, outlook: CollectorOutlook) -> (Inventory, Vec<Deletion>) {
        let inventory = notation::inventory(text).unwrap();
        let found = deletions(&inventory, &Chains::build(&inventory), SrIdx(0), outlook);
        (inventory, found)
    }

    fn show(inventory: &Inventory, deletion: &Deletion) -> String {
        let id = |vdi| &inventory.vdi(vdi).id;
        let merge = deletion
            .merge
            .map_or_else(|| "-".to_owned(), |merge| format!("{}>{}", id(merge.child), id(merge.parent)));
        let skip = if deletion.backups_skip { " skips" } else { "" };
        format!(
            "{} {:?} {} MiB {} {merge} -{}{skip}",
            id(deletion.snapshot),
            deletion.may,
            deletion.at_once.0 >> 20,
            deletion.base_copies,
            deletion.shorter
        )
    }

    /// An SR and a disk; for each snapshot: the answer, bytes freed at once, base copies that disappear, the
    /// merge, nodes shorter.
    #[test]
    fn what_a_deletion_brings() {
        let cases: [(&str, &str, &[&str]); 12] = [
            ("lvm 1TiB", "base 9GiB snap a > leaf", &["d@a YesThenMerge 8 MiB 0 d>d/base1 -1"]),
            ("ext 1TiB", "base 9GiB snap a 1MiB > leaf 2GiB", &["d@a YesThenMerge 1 MiB 0 d>d/base1 -1"]),
            // the older of two: its base copy receives the younger one's
            (
                "ext 1TiB",
                "base 9GiB snap a > base 2GiB snap b > leaf 3GiB",
                &["d@a YesThenMerge 8 MiB 0 d/base2>d/base1 -1", "d@b YesThenMerge 8 MiB 0 d>d/base2 -1"],
            ),
            // one inner merge is pending already: a second one makes XO skip
            (
                "ext 1TiB",
                "base 9GiB > base 2GiB snap a > base 2GiB snap b > leaf 3GiB",
                &[
                    "d@a WaitForMerges 8 MiB 0 d/base3>d/base2 -1 skips",
                    "d@b YesThenMerge 8 MiB 0 d>d/base3 -1",
                ],
            ),
            // three children: nothing is gained
            (
                "ext 1TiB",
                "base 9GiB snap a snap b > leaf 3GiB",
                &["d@a YesKeptByOthers 8 MiB 0 - -0", "d@b YesKeptByOthers 8 MiB 0 - -0"],
            ),
            // the last one of a disk that is gone: everything is freed at once
            ("ext 1TiB", "base 9GiB > base 2GiB snap a > gone", &["d@a Yes 11272 MiB 2 - -0"]),
            // a branch that ends with the snapshot: the rest of the fork is merged
            (
                "ext 1TiB",
                "base 9GiB snap x > base 2GiB snap a > gone",
                &[
                    "d@a YesThenMerge 2056 MiB 1 d@x>d/base1 -1",
                    "d@x YesThenMerge 8 MiB 0 d/base2>d/base1 -1",
                ],
            ),
            ("ext 1TiB", "base 9GiB snap a dom0 > leaf 2GiB", &["d@a InUse 8 MiB 0 d>d/base1 -1"]),
            ("ext 12GiB free 1GiB", "base 9GiB snap a > leaf 2GiB", &["d@a YesTight 8 MiB 0 d>d/base1 -1"]),
            ("lvm 12GiB free 0B", "base 9GiB snap a 0B > leaf", &["d@a MergeIsStuck 0 MiB 0 d>d/base1 -1"]),
            // just after it was taken: an empty file, not 9 GiB
            ("ext 1TiB", "base 9GiB snap a 9GiB > leaf 9GiB", &["d@a YesThenMerge 0 MiB 0 d>d/base1 -1"]),
            // its data is gone already: nothing to delete
            ("ext 1TiB", "base 9GiB snap a cbt > leaf 3GiB", &[]),
        ];
        for (sr, chain, expected) in cases {
            let (inventory, found) =
                deletions_of(&format!("sr s {sr} {{ disk d 100GiB: {chain} }}"), CollectorOutlook::Nothing);
            let shown: Vec<_> = found.iter().map(|deletion| show(&inventory, deletion)).collect();
            assert_eq!(shown, expected, "{sr} {chain}");
        }
    }

    #[test]
    fn a_collector_that_is_stuck_merges_nothing() {
        let text = "sr s ext 1TiB { disk d 100GiB: base 9GiB snap a > leaf 2GiB }";
        for (outlook, may) in [
            (CollectorOutlook::Stuck, May::MergeIsStuck),
            (CollectorOutlook::Wait, May::YesThenMerge),
            (CollectorOutlook::Scan, May::YesThenMerge),
        ] {
            assert_eq!(deletions_of(text, outlook).1[0].may, may, "{outlook:?}");
        }
    }

    #[test]
    fn a_safe_order() {
        let (inventory, mut found) = deletions_of(
            "sr s ext 1TiB {
               disk gone 100GiB: base 9GiB snap last > gone
               disk large 100GiB: base 90GiB snap a > base 5GiB snap b > leaf 1GiB
               disk held 100GiB: base 9GiB snap in_use dom0 > leaf 2GiB
             }",
            CollectorOutlook::Nothing,
        );
        safe_order(&mut found);
        let order: Vec<_> =
            found.iter().map(|deletion| inventory.vdi(deletion.snapshot).id.to_string()).collect();
        assert_eq!(order, ["gone@last", "large@b", "large@a", "held@in_use"]);
    }

    #[test]
    fn backup_snapshots_are_marked() {
        let (_, found) = deletions_of(
            "sr s ext 1TiB { disk d 9GiB: base snap a job=j snap b > leaf }",
            CollectorOutlook::Nothing,
        );
        assert_eq!(found.iter().map(|deletion| deletion.of_backup).collect::<Vec<_>>(), [true, false]);
    }
}
