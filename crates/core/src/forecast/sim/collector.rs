//! The garbage collector of one simulated SR: one merge at a time, after a pause.
//!
//! It is started by the deletion of a snapshot and, if the SR is scanned every 30 s, by whatever is left to merge. It
//! then waits 300 s and takes the tallest tree with an inner merge that fits; leaves only when no inner merge fits. It
//! ends when nothing fits. Rules: facts/storage-manager.md 3.1 to 3.7; constants: [`storage`](crate::storage).

use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

/// What the collector does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum CollectorState {
    /// Nothing.
    #[default]
    Idle,
    /// It waits before it begins.
    Pause,
    /// It merges.
    Merging(Work),
}

/// A merge under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Work {
    /// The disk.
    pub(super) disk: u32,
    /// The parent that grows.
    pub(super) parent: u32,
    /// Bytes it grows by.
    pub(super) grows: f64,
    /// Bytes that must be free for it to begin.
    pub(super) asks: f64,
    /// Bytes taken from the SR while it runs.
    pub(super) taken: f64,
    /// The child is the leaf.
    pub(super) leaf: bool,
}

/// Where a disk waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// To be looked at.
    Queue,
    /// In one of the lists; an entry there of a disk that is elsewhere is out of date.
    Aside,
}

/// The collector of one SR.
#[derive(Clone, Debug, Default)]
pub(super) struct Collector {
    pub(super) state: CollectorState,
    /// Counts the changes of `state`, so that events of an older one can be told apart.
    pub(super) version: u32,
    /// Disks that may have something to merge, by the height of their tree when they were added.
    queue: BinaryHeap<(u32, u32)>,
    /// The disks that wait: an SR has few of a large server's.
    places: FxHashMap<u32, Waiting>,
    /// Disks with an inner merge that did not fit: looked at again after each merge.
    no_room: Vec<u32>,
    /// Disks with a leaf to merge: looked at when no inner merge is left.
    leaves: Vec<u32>,
    /// Disks whose leaf is too large, or has no room: looked at again at the next start of the collector.
    later: Vec<u32>,
    /// It never runs in this draw.
    pub(super) stuck: bool,
}

impl Collector {
    /// Resets it for a draw.
    pub(super) fn reset(&mut self) {
        self.state = CollectorState::Idle;
        self.version = self.version.wrapping_add(1);
        self.queue.clear();
        self.no_room.clear();
        self.leaves.clear();
        self.later.clear();
        self.places.clear();
        self.stuck = false;
    }

    /// Records that a disk may have something to merge.
    pub(super) fn offer(&mut self, disk: u32, height: u32) {
        if self.places.insert(disk, Waiting::Queue) != Some(Waiting::Queue) {
            self.queue.push((height, disk));
        }
    }

    /// Returns the next disk to look at, the tallest tree first.
    pub(super) fn take(&mut self) -> Option<u32> {
        let (_, disk) = self.queue.pop()?;
        self.places.remove(&disk);
        Some(disk)
    }

    /// Returns a disk with a leaf to merge.
    pub(super) fn take_leaf(&mut self) -> Option<u32> {
        loop {
            let disk = self.leaves.pop()?;
            if self.places.get(&disk) == Some(&Waiting::Aside) {
                self.places.remove(&disk);
                return Some(disk);
            }
        }
    }

    /// Puts a disk aside until there is more room.
    pub(super) fn has_no_room(&mut self, disk: u32) {
        self.places.insert(disk, Waiting::Aside);
        self.no_room.push(disk);
    }

    /// Puts a disk aside until no inner merge is left.
    pub(super) fn has_leaf(&mut self, disk: u32) {
        self.places.insert(disk, Waiting::Aside);
        self.leaves.push(disk);
    }

    /// Puts a disk aside until the next start of the collector.
    pub(super) fn comes_later(&mut self, disk: u32) {
        self.places.insert(disk, Waiting::Aside);
        self.later.push(disk);
    }

    /// Offers again what had no room; with `anew`, also what waits for the next start.
    pub(super) fn offer_again(&mut self, anew: bool, height: impl Fn(u32) -> u32) {
        let lists = if anew { vec![&mut self.no_room, &mut self.later] } else { vec![&mut self.no_room] };
        for list in lists {
            while let Some(disk) = list.pop() {
                if let Some(place @ Waiting::Aside) = self.places.get_mut(&disk) {
                    *place = Waiting::Queue;
                    self.queue.push((height(disk), disk));
                }
            }
        }
    }

    /// Returns whether something waits to be looked at.
    pub(super) fn has_work(&self) -> bool {
        let lists = [&self.no_room, &self.leaves, &self.later];
        !self.queue.is_empty() || lists.iter().any(|list| !list.is_empty())
    }

    /// Changes the state and returns its version.
    pub(super) fn enter(&mut self, state: CollectorState) -> u32 {
        self.state = state;
        self.version = self.version.wrapping_add(1);
        self.version
    }
}
