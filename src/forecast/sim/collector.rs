//! The garbage collector of one SR while it is simulated: one merge at a time, after a pause.
//!
//! It is started by the deletion of a snapshot and, where the SR is scanned every 30 s, by whatever is left to merge; it
//! then waits 300 s, takes the tallest tree that has an inner merge which fits, leaves only when no inner merge does, and
//! ends when nothing fits. Rules: facts/storage-manager.md 3.1 to 3.7; constants: [`storage`](crate::storage).

use std::collections::BinaryHeap;

/// What the collector does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum State {
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
    /// Bytes taken from the SR while it runs.
    pub(super) taken: f64,
    /// The child is the leaf.
    pub(super) leaf: bool,
}

/// The collector of one SR.
#[derive(Clone, Debug, Default)]
pub(super) struct Collector {
    pub(super) state: State,
    /// Counts the changes of `state`, so that an event of an older one is known.
    pub(super) version: u32,
    /// Disks that may have something to merge, by the height of their tree when they were put there.
    queue: BinaryHeap<(u32, u32)>,
    /// Disks in `queue` or `waiting`.
    queued: Vec<bool>,
    /// Disks whose merge did not fit, or whose leaf waits until no inner merge is left.
    waiting: Vec<u32>,
    /// It never runs in this draw.
    pub(super) stuck: bool,
}

impl Collector {
    /// Makes it ready for a draw with so many disks.
    pub(super) fn reset(&mut self, disks: usize) {
        self.state = State::Idle;
        self.version = self.version.wrapping_add(1);
        self.queue.clear();
        self.waiting.clear();
        self.queued.clear();
        self.queued.resize(disks, false);
        self.stuck = false;
    }

    /// Notes that a disk may have something to merge.
    pub(super) fn offer(&mut self, disk: u32, height: u32) {
        if !std::mem::replace(&mut self.queued[disk as usize], true) {
            self.queue.push((height, disk));
        }
    }

    /// Gives the next disk to look at.
    pub(super) fn take(&mut self) -> Option<u32> {
        let (_, disk) = self.queue.pop()?;
        self.queued[disk as usize] = false;
        Some(disk)
    }

    /// Puts a disk aside until something changes.
    pub(super) fn put_aside(&mut self, disk: u32) {
        if !std::mem::replace(&mut self.queued[disk as usize], true) {
            self.waiting.push(disk);
        }
    }

    /// Offers again what was put aside.
    pub(super) fn bring_back(&mut self, height: impl Fn(u32) -> u32) {
        while let Some(disk) = self.waiting.pop() {
            self.queue.push((height(disk), disk));
        }
    }

    /// Tells whether something waits to be looked at.
    pub(super) fn has_work(&self) -> bool {
        !self.queue.is_empty() || !self.waiting.is_empty()
    }

    /// Changes the state and gives its version.
    pub(super) fn enter(&mut self, state: State) -> u32 {
        self.state = state;
        self.version = self.version.wrapping_add(1);
        self.version
    }
}
