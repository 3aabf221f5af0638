//! The queue of coming events, sorted by time; events of the same instant keep the order in which they were added.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::scenario::Fire;

/// An event of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SimEvent {
    /// A schedule fires: position in the scenario's fires.
    Fire(u32),
    /// A schedule that has fired starts its job: position in the scenario's fires.
    Start(u32),
    /// A sequence continues.
    Sequence(u32),
    /// The snapshots of a VM are due. Unit, generation.
    Snapshot(u32, u32),
    /// The snapshot of the next disk of a VM is due. Unit, generation, disk.
    Disk(u32, u32, u32),
    /// The transfer of a VM begins. Unit, generation.
    Transfer(u32, u32),
    /// A link needs attention: a transfer ends, or the hour. Link, version.
    Link(u32, u32),
    /// A VM is done. Unit, generation.
    Done(u32, u32),
    /// The collector of an SR continues. SR, version.
    Collect(u32, u32),
    /// The collector of an SR dies, or is repaired.
    Dies(u32),
    Repaired(u32),
    /// XO is restarted.
    Restart,
    /// A link slows down, or recovers.
    Slow(u32),
    Fast(u32),
    /// Someone takes snapshots.
    Forgotten,
    /// A manual snapshot of a disk is deleted.
    Tidied(u32),
}

/// An event that is due. Numbers are unique, so the event itself is never compared.
#[derive(Debug)]
struct Due {
    /// The instant, as its [`order`].
    at: u64,
    number: u32,
    event: SimEvent,
}

impl Due {
    const fn key(&self) -> u128 {
        ((self.at as u128) << 32) | self.number as u128
    }
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// The queue. The firings of schedules are not in the heap: they are sorted already, and there may be so many that each
/// heap operation would get slow.
#[derive(Debug, Default)]
pub(super) struct Events {
    heap: BinaryHeap<Reverse<Due>>,
    count: u32,
    /// How many firings have been returned.
    fired: usize,
}

impl Events {
    pub(super) fn clear(&mut self) {
        self.heap.clear();
        self.count = 0;
        self.fired = 0;
    }

    /// Adds an event.
    pub(super) fn add(&mut self, at: f64, event: SimEvent) {
        self.heap.push(Reverse(Due { at: order(at), number: self.count, event }));
        self.count += 1;
    }

    /// Removes and returns the next event; `fires` are sorted by time, and precede everything else at the same instant.
    pub(super) fn next(&mut self, fires: &[Fire]) -> Option<(f64, SimEvent)> {
        let first = self.heap.peek().map(|Reverse(due)| due.at);
        let fire = fires.get(self.fired).map(|fire| order(fire.at));
        if let Some(at) = fire.filter(|fire| first.is_none_or(|first| *fire <= first)) {
            let event = SimEvent::Fire(self.fired as u32);
            self.fired += 1;
            return Some((f64::from_bits(at), event));
        }
        let Reverse(Due { at, event, .. }) = self.heap.pop()?;
        Some((f64::from_bits(at), event))
    }
}

/// Returns a number that sorts like the instant, as the bits of non-negative floats do. Whatever is before the
/// observation counts as now.
fn order(at: f64) -> u64 {
    at.max(0.0).to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_order_of_time_firings_first() {
        let fires: Vec<Fire> =
            [0.0, 5.0, 5.0, 9.0].into_iter().map(|at| Fire { at, job: 0, schedule: 0, step: None }).collect();
        let mut events = Events::default();
        for _ in 0..2 {
            events.clear();
            for (at, unit) in [(7.0, 1), (5.0, 2), (-1.0, 3), (5.0, 4), (11.0, 5)] {
                events.add(at, SimEvent::Done(unit, 0));
            }
            let all: Vec<(f64, SimEvent)> = std::iter::from_fn(|| events.next(&fires)).collect();
            let (fire, done) = (SimEvent::Fire, |unit| SimEvent::Done(unit, 0));
            let expected = [
                (0.0, fire(0)),
                (0.0, done(3)),
                (5.0, fire(1)),
                (5.0, fire(2)),
                (5.0, done(2)),
                (5.0, done(4)),
                (7.0, done(1)),
                (9.0, fire(3)),
                (11.0, done(5)),
            ];
            assert_eq!(all, expected);
        }
    }
}
