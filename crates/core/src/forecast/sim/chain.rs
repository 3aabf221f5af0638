//! The VHD chain of one simulated disk: base copies from the root on, then the leaf.
//!
//! Whatever else hangs on a base copy (snapshots, clones) is a count, since nothing below it matters here: a base copy
//! with anything on it cannot merge. Rules: facts/storage-manager.md 1.4, 1.5, 3.3; XO's gate: facts/xo-protocol.md
//! 4.3. The number of nodes is that of [`chains`](crate::chains), and tested against it.

use super::scenario::{Base, Disk, Snapshot, Unit};

/// Means no unit: a snapshot that no job made.
pub(super) const NO_UNIT: u32 = u32::MAX;

/// The chain of one disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    bases: Vec<Base>,
    snapshots: Vec<Snapshot>,
    next_id: u32,
    /// Merges that the gate counts: base copies whose only child is a base copy.
    pending: u32,
}

/// A possible merge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SimMerge {
    /// A base copy into its parent.
    Inner {
        /// The parent.
        parent: u32,
        /// Bytes in the parent.
        into: f64,
        /// Bytes in the child.
        child: f64,
    },
    /// The leaf into its parent.
    Leaf {
        /// The parent.
        parent: u32,
        /// Bytes in the parent.
        into: f64,
    },
}

impl Chain {
    /// Resets the chain to its observed state.
    pub(super) fn reset(&mut self, disk: &Disk) {
        self.bases.clone_from(&disk.bases);
        self.snapshots.clone_from(&disk.snapshots);
        self.snapshots.extend(disk.by_hand.iter().map(|&base| Snapshot { base, unit: NO_UNIT, schedule: 0 }));
        self.next_id = self.bases.iter().map(|base| base.id + 1).max().unwrap_or(0);
        self.count();
    }

    fn count(&mut self) {
        let inner = self.bases.len().saturating_sub(1);
        self.pending = self.bases[..inner].iter().filter(|base| base.held == 0).count() as u32;
    }

    /// Returns the number of nodes from the leaf to the root, both included.
    pub(super) fn depth(&self) -> u32 {
        self.bases.len() as u32 + 1
    }

    /// Returns the pending merges that XO's gate counts.
    pub(super) fn pending(&self) -> u32 {
        self.pending
    }

    /// Returns whether the leaf is the only child of its parent.
    pub(super) fn leaf_pending(&self) -> bool {
        self.bases.last().is_some_and(|base| base.held == 0)
    }

    /// Takes a snapshot for a unit: the leaf becomes a base copy, unless it is `empty` and has a parent (VHD only).
    pub(super) fn snapshot(&mut self, leaf: f64, empty: bool, unit: u32, schedule: u16) {
        if empty && let Some(parent) = self.bases.last_mut() {
            parent.held += 1;
            self.snapshots.push(Snapshot { base: parent.id, unit, schedule });
            return;
        }
        if self.bases.last().is_some_and(|parent| parent.held == 0) {
            self.pending += 1;
        }
        let id = self.next_id;
        self.next_id += 1;
        self.bases.push(Base { data: leaf, id, held: 1 });
        self.snapshots.push(Snapshot { base: id, unit, schedule });
    }

    /// Deletes the oldest snapshot of a unit (of one schedule, if given) beyond the newest `keep`; returns whether
    /// there was one.
    pub(super) fn delete_oldest(&mut self, unit: u32, schedule: Option<u16>, keep: u32) -> bool {
        let mine = |snapshot: &Snapshot| {
            snapshot.unit == unit && schedule.is_none_or(|schedule| snapshot.schedule == schedule)
        };
        let mut oldest = None;
        let mut count = 0;
        for (at, snapshot) in self.snapshots.iter().enumerate() {
            if mine(snapshot) {
                oldest = oldest.or(Some(at));
                count += 1;
            }
        }
        let Some(at) = oldest.filter(|_| count > keep) else { return false };
        self.release(at);
        true
    }

    /// Deletes what a unit no longer keeps after a run of one of its schedules; returns whether anything was deleted.
    /// Each schedule keeps its own; if changes are moved and nothing is kept, the newest of all schedules stays as the
    /// base of the next delta (facts/xo-protocol.md 4.2).
    pub(super) fn prune(&mut self, spec: &Unit, unit: u32, schedule: u16, keep: u32) -> bool {
        let reference = spec.delta && keep == 0;
        let (of, keep) = if reference { (None, u32::from(!spec.purges)) } else { (Some(schedule), keep) };
        let mut deleted = false;
        while self.delete_oldest(unit, of, keep) {
            deleted = true;
        }
        deleted
    }

    /// Deletes the newest snapshot of a unit, after the snapshot of another disk of the VM failed.
    pub(super) fn undo_snapshot(&mut self, unit: u32) {
        if let Some(at) = self.snapshots.iter().rposition(|snapshot| snapshot.unit == unit) {
            self.release(at);
        }
    }

    fn release(&mut self, at: usize) {
        let snapshot = self.snapshots.remove(at);
        let last = self.bases.len().saturating_sub(1);
        let Some(position) = self.bases.iter().position(|base| base.id == snapshot.base) else { return };
        let base = &mut self.bases[position];
        base.held = base.held.saturating_sub(1);
        if base.held == 0 && position < last {
            self.pending += 1;
        }
    }

    /// Finds a merge: the inner one nearest the root; otherwise that of the leaf, if `leaf` allows it.
    pub(super) fn candidate(&self, leaf: bool) -> Option<SimMerge> {
        if self.pending > 0 {
            let parent = self.bases.windows(2).position(|pair| pair[0].held == 0)?;
            return Some(SimMerge::Inner {
                parent: self.bases[parent].id,
                into: self.bases[parent].data,
                child: self.bases[parent + 1].data,
            });
        }
        if !leaf || !self.leaf_pending() {
            return None;
        }
        let parent = self.bases.last()?;
        Some(SimMerge::Leaf { parent: parent.id, into: parent.data })
    }

    /// Finishes an inner merge: the parent grows by `grows`, the child disappears. Returns the child's bytes.
    ///
    /// Does nothing, and returns 0, if the parent is gone or no base copy is below it.
    pub(super) fn merge_inner(&mut self, parent: u32, grows: f64) -> f64 {
        let Some(at) = self.bases.iter().position(|base| base.id == parent) else { return 0.0 };
        if at + 1 >= self.bases.len() {
            return 0.0;
        }
        let child = self.bases.remove(at + 1);
        let base = &mut self.bases[at];
        base.data += grows;
        base.held = child.held;
        for snapshot in &mut self.snapshots {
            if snapshot.base == child.id {
                snapshot.base = parent;
            }
        }
        self.count();
        child.data
    }

    /// Finishes a leaf merge: the parent disappears, and the leaf takes over its data. Returns the parent's bytes, or
    /// `None` if a snapshot was taken meanwhile.
    pub(super) fn merge_leaf(&mut self, parent: u32) -> Option<f64> {
        let last = self.bases.last().filter(|base| base.id == parent && base.held == 0)?;
        let data = last.data;
        self.bases.pop();
        self.count();
        Some(data)
    }
}
