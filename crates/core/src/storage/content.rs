//! How much data a node holds, judging by the bytes that the server reports.
//!
//! Three traps (facts/storage-manager.md 3.11): a thick volume reports its own size and not its data; a file SR
//! counts the bytes of a disk up to three times between a snapshot and the next scan; a volume is a whole number of
//! extents.

use super::estimate::{Estimate, EstimateBasis};
use super::rules::Rules;
use super::size::{LVM_EXTENT, VHD_BLOCK};
use super::{CHAIN_LIMIT, Family};
use crate::chains::Chains;
use crate::model::{Inventory, Link, VdiIdx, VdiKind};
use crate::units::Bytes;

/// The share of a disk, in percent, that is full if it was never snapshotted (facts 6.3: 0.7 V).
pub(super) const FULL_DISK_PERCENT: u64 = 70;

/// The share of a disk, in percent, that is written between two snapshots if nothing was seen (facts 6.3: 3 % a day).
const DAILY_CHANGE_PERCENT: u64 = 3;

/// Estimates the data in a node; `None` if the server does not report the disk's size or its SR.
pub fn node_data(inventory: &Inventory, chains: &Chains, index: VdiIdx) -> Option<Estimate> {
    let vdi = inventory.vdi(index);
    let size = vdi.size?;
    let rules = Rules::of_image(inventory.sr(vdi.sr?), vdi);
    match vdi.usage {
        Some(usage) if is_counted_twice(inventory, chains, index) => {
            Some(Estimate::new(Bytes::ZERO, Bytes::ZERO, rules.data(size, usage), EstimateBasis::StaleUsage))
        }
        Some(usage) if !is_full_volume(rules, size, usage) => Some(seen(rules, size, usage)),
        _ => unseen(inventory, chains, index, size),
    }
}

/// Returns whether a leaf repeats the bytes of its parent, a base copy: the snapshot was just taken, and both the
/// leaf and the snapshot are practically empty (facts 3.11, `SM FileSR.py:837-883`).
pub fn is_counted_twice(inventory: &Inventory, chains: &Chains, index: VdiIdx) -> bool {
    let vdi = inventory.vdi(index);
    let on_files = vdi.sr.is_some_and(|sr| Family::of(inventory.sr(sr)) == Family::File);
    if !on_files || vdi.kind == VdiKind::BaseCopy || !chains.children(index).is_empty() {
        return false;
    }
    let above = vdi.parent.target().map(|parent| inventory.vdi(parent));
    above.is_some_and(|base| base.kind == VdiKind::BaseCopy && base.usage == vdi.usage)
}

/// Returns whether the bytes of a node are those of a fully allocated volume, whatever it holds.
fn is_full_volume(rules: Rules, size: Bytes, usage: Bytes) -> bool {
    !rules.allocates_on_write() && usage >= rules.node(size, size)
}

fn seen(rules: Rules, size: Bytes, usage: Bytes) -> Estimate {
    let data = data_shown(rules, size, usage);
    if rules.is_qcow2() {
        // its tables grow with the data: they may take nothing yet
        return Estimate::new(data, data, usage.min(size), EstimateBasis::Usage);
    }
    if usage <= rules.node(size, Bytes::ZERO) {
        // as small as an empty one, but its last extent may contain a block
        return Estimate::new(Bytes::ZERO, Bytes::ZERO, data, EstimateBasis::Usage);
    }
    let low = if rules.allocates_on_write() { data } else { rules.data(size, usage - LVM_EXTENT) };
    Estimate::new(whole_blocks(low), data, data, EstimateBasis::Usage)
}

/// Returns the most data that a node that takes this many bytes can hold. A volume ends with an extent, the data in
/// it with a block.
fn data_shown(rules: Rules, size: Bytes, usage: Bytes) -> Bytes {
    let data = rules.data(size, usage);
    if rules.allocates_on_write() { data } else { whole_blocks(data) }
}

fn whole_blocks(data: Bytes) -> Bytes {
    Bytes(data.0 / VHD_BLOCK * VHD_BLOCK)
}

/// Estimates the data of a node of which only the volume is visible: from none to all of the disk.
fn unseen(inventory: &Inventory, chains: &Chains, index: VdiIdx, size: Bytes) -> Option<Estimate> {
    if inventory.vdi(index).parent == Link::None {
        let best = Bytes(size.0 / 100 * FULL_DISK_PERCENT);
        return Some(Estimate::new(Bytes::ZERO, best, size, EstimateBasis::FullDisk));
    }
    change_until_next(inventory, chains, index)
}

/// Estimates what will have been written to a disk between its next snapshot and the one after (facts 6.3).
pub fn change_until_next(inventory: &Inventory, chains: &Chains, index: VdiIdx) -> Option<Estimate> {
    let size = inventory.vdi(index).size?;
    let (best, why) = match change_of(inventory, chains, index) {
        Some(change) => (change, EstimateBasis::BaseCopies),
        None => (Bytes(size.0 / 100 * DAILY_CHANGE_PERCENT), EstimateBasis::DailyChange),
    };
    Some(Estimate::new(Bytes::ZERO, best, size, why))
}

/// Returns the median of the data in the base copies above a node, except the root, which holds the disk's
/// initial contents. Looks at no more of them than a chain may have: a server invents anything above.
pub fn change_of(inventory: &Inventory, chains: &Chains, index: VdiIdx) -> Option<Bytes> {
    let above = chains.path(inventory, index).skip(1).take(CHAIN_LIMIT as usize);
    let mut seen: Vec<Bytes> = above
        .map(|node| inventory.vdi(node))
        .filter(|vdi| vdi.kind == VdiKind::BaseCopy && vdi.parent != Link::None)
        .filter_map(|vdi| {
            let (size, usage) = (vdi.size?, vdi.usage?);
            let rules = Rules::of_image(inventory.sr(vdi.sr?), vdi);
            (!is_full_volume(rules, size, usage)).then(|| data_shown(rules, size, usage))
        })
        .collect();
    let middle = seen.len().checked_sub(1)? / 2;
    let (_, median, _) = seen.select_nth_unstable(middle);
    Some(*median)
}
