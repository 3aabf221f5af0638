//! The queue of what is to happen, in order of time; what comes at the same instant keeps the order it was asked for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// A schedule fires: position in the scenario's fires.
    Fire(u32),
    /// The snapshots of a VM are due.
    Snapshot(u32),
    /// The transfer of a VM begins.
    Transfer(u32),
    /// A link has something to look at: a transfer ends, or the hour does. Link, version.
    Link(u32, u32),
    /// A VM is done.
    Done(u32),
    /// The collector of an SR goes on. SR, version.
    Collect(u32, u32),
}

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Events {
    heap: BinaryHeap<Reverse<(u64, u32, Event)>>,
    count: u32,
}

impl Events {
    pub(super) fn clear(&mut self) {
        self.heap.clear();
        self.count = 0;
    }

    /// Adds an event; `at` is not negative.
    pub(super) fn add(&mut self, at: f64, event: Event) {
        // the bits of floats that are not negative have the order of their values
        self.heap.push(Reverse((at.max(0.0).to_bits(), self.count, event)));
        self.count += 1;
    }

    pub(super) fn next(&mut self) -> Option<(f64, Event)> {
        let Reverse((at, _, event)) = self.heap.pop()?;
        Some((f64::from_bits(at), event))
    }
}
