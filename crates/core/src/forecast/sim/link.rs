//! Transfers that share a link: each gets the same part of it, up to what one VM can use.
//!
//! Since all move at one rate, one sum is enough for all of them: the bytes moved by a transfer that has been under way
//! since the link was idle. A transfer ends when the sum has grown by its bytes, and the first to end is on top of a
//! heap, so a change costs the logarithm of the number under way.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::scenario::SimLink as Spec;

const HOUR: f64 = 3600.0;

/// The most bytes per second that any link reaches, so that sums stay finite. Guess: a terabyte.
const FASTEST: f64 = 1e12;

/// The transfers under way on one link.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedLink {
    /// By transfer: the sum at its end (the bits of a non-negative float, which sort like it), its number, its unit.
    active: BinaryHeap<Reverse<(u64, u32, u32)>>,
    /// Number of transfers since the link was idle: of those that end together, the earliest is first.
    count: u32,
    /// Bytes that each transfer has moved since the link was idle.
    moved: f64,
    /// When `moved` was last updated.
    at: f64,
    /// Bytes per second of each transfer since then.
    rate: f64,
    /// Counts the changes, so that events of an older state can be told apart.
    pub(super) version: u32,
    factor: f64,
}

impl SharedLink {
    pub(super) fn reset(&mut self, factor: f64) {
        let version = self.version;
        self.active.clear();
        *self = Self { active: std::mem::take(&mut self.active), version, factor, ..Self::default() };
    }

    /// Starts a transfer.
    pub(super) fn start(&mut self, spec: &Spec, now: f64, into_day: f64, unit: u32, bytes: f64) {
        self.advance(now);
        if self.active.is_empty() {
            (self.moved, self.count) = (0.0, 0);
        }
        let end = self.moved + bytes.max(1.0);
        self.active.push(Reverse((end.to_bits(), self.count, unit)));
        self.count += 1;
        self.set_rate(spec, into_day);
    }

    /// Updates the state and returns a transfer that has ended, one at a time.
    pub(super) fn ended(&mut self, spec: &Spec, now: f64, into_day: f64) -> Option<u32> {
        self.advance(now);
        // less than a byte is rounding
        let unit = if self.least().is_some_and(|left| left < 1.0) { self.active.pop() } else { None };
        self.set_rate(spec, into_day);
        unit.map(|Reverse((_, _, unit))| unit)
    }

    /// Returns when something happens next: the first end, or the end of the hour.
    pub(super) fn next(&self, into_day: f64) -> Option<f64> {
        let end = self.at + (self.least()? / self.rate).max(0.0) + 1e-3;
        let hour = self.at + HOUR - (self.at + into_day).rem_euclid(HOUR) + 1e-3;
        Some(end.min(hour))
    }

    /// Removes all transfers, although they have not ended.
    pub(super) fn clear(&mut self, spec: &Spec, now: f64, into_day: f64) {
        self.advance(now);
        self.active.clear();
        self.set_rate(spec, into_day);
    }

    /// Makes the link slower or faster from now on.
    pub(super) fn slow_down(&mut self, spec: &Spec, now: f64, into_day: f64, by: f64) {
        self.advance(now);
        self.factor /= by;
        self.set_rate(spec, into_day);
    }

    /// Returns the bytes left of the transfer that ends first.
    fn least(&self) -> Option<f64> {
        self.active.peek().map(|Reverse((end, ..))| f64::from_bits(*end) - self.moved)
    }

    fn advance(&mut self, now: f64) {
        self.moved += (now - self.at).max(0.0) * self.rate;
        self.at = now;
    }

    fn set_rate(&mut self, spec: &Spec, into_day: f64) {
        self.version += 1;
        let hour = ((self.at + into_day) / HOUR).floor().rem_euclid(24.0) as usize;
        let total = spec.total.get(hour).copied().unwrap_or(f64::INFINITY);
        let share = total / self.active.len().max(1) as f64;
        self.rate = (share.min(spec.each) * self.factor).clamp(1.0, FASTEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each transfer with its own bytes left, all of them updated at each change: the heap must agree with it.
    #[derive(Default)]
    struct Plain {
        active: Vec<(u32, f64)>,
        at: f64,
    }

    impl Plain {
        fn advance(&mut self, now: f64, spec: &Spec) {
            let rate = (spec.total[0] / self.active.len().max(1) as f64).min(spec.each);
            self.active.iter_mut().for_each(|(_, left)| *left -= (now - self.at) * rate);
            self.at = now;
        }
    }

    #[test]
    fn a_heap_ends_transfers_when_and_in_the_order_that_each_by_itself_would() {
        let spec = Spec { total: vec![1000.0; 24], each: 400.0, ..Spec::default() };
        let (mut link, mut plain) = (SharedLink::default(), Plain::default());
        link.reset(1.0);
        // five start, some together, some after others have ended, one after all have
        let starts = [(0.0, 5000.0), (0.0, 5000.0), (3.0, 100.0), (4.0, 90_000.0), (500.0, 8000.0)];
        let mut starts = starts.into_iter().zip(0_u32..).peekable();
        let mut ends = Vec::new();
        loop {
            let due = link.next(0.0);
            match starts.next_if(|((at, _), _)| due.is_none_or(|due| *at <= due)) {
                Some(((at, bytes), unit)) => {
                    plain.advance(at, &spec);
                    plain.active.push((unit, bytes));
                    link.start(&spec, at, 0.0, unit, bytes);
                }
                None => {
                    let Some(now) = due else { break };
                    plain.advance(now, &spec);
                    while let Some(unit) = link.ended(&spec, now, 0.0) {
                        let at = plain.active.iter().position(|(_, left)| *left < 1.0).unwrap();
                        assert_eq!(plain.active.remove(at).0, unit, "at {now}");
                        ends.push((unit, now));
                    }
                    assert!(plain.active.iter().all(|(_, left)| *left >= 1.0), "at {now}");
                }
            }
        }
        let units: Vec<u32> = ends.iter().map(|(unit, _)| *unit).collect();
        assert_eq!(units, [2, 0, 1, 3, 4]);
        // the last had the link to itself
        assert!((ends[4].1 - 520.0).abs() < 0.1, "{ends:?}");
        assert!(plain.active.is_empty());
    }

    #[test]
    fn nothing_is_left_of_what_was_taken_away() {
        let spec = Spec { total: vec![1000.0; 24], each: f64::INFINITY, ..Spec::default() };
        let mut link = SharedLink::default();
        link.reset(1.0);
        (0..3).for_each(|unit| link.start(&spec, 0.0, 0.0, unit, 1000.0));
        link.clear(&spec, 1.0, 0.0);
        assert_eq!(link.next(0.0), None);
        link.start(&spec, 1.0, 0.0, 7, 1000.0);
        assert!(link.next(0.0).is_some_and(|at| (at - 2.0).abs() < 0.01));
        assert_eq!(link.ended(&spec, 2.0, 0.0), Some(7));
    }

    /// Lets this many transfers start one after another and end; returns the processor time in nanoseconds.
    fn busy(transfers: u32) -> u64 {
        use rustix::time::{ClockId, clock_gettime};
        let time = || {
            let time = clock_gettime(ClockId::ThreadCPUTime);
            time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
        };
        let spec = Spec { total: vec![1e6; 24], each: f64::INFINITY, ..Spec::default() };
        let begun = time();
        let mut link = SharedLink::default();
        link.reset(1.0);
        for unit in 0..transfers {
            link.start(&spec, f64::from(unit) * 1e-3, 0.0, unit, 1e6 + f64::from(unit * 7919 % 10_007));
        }
        let mut ended = 0;
        while let Some(at) = link.next(0.0) {
            while link.ended(&spec, at, 0.0).is_some() {
                ended += 1;
            }
        }
        assert_eq!(ended, transfers);
        time() - begun
    }

    /// Eight times as many take some ten times as long; if each event cost as much as the number under way, they would
    /// take 64 times as long.
    #[test]
    fn many_transfers_on_one_link_stay_fast() {
        let is_quadratic = (0..3).all(|_| busy(16_000) > busy(2000) * 24);
        assert!(!is_quadratic);
    }
}
