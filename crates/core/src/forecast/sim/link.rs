//! Transfers that share a link: each gets the same part of it, and no more than one VM can use.

use super::scenario::Link as Spec;

const HOUR: f64 = 3600.0;

/// The transfers that are under way on one link.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    /// Unit and bytes left.
    active: Vec<(u32, f64)>,
    /// When `active` was brought up to date.
    at: f64,
    /// Bytes per second of each since then.
    rate: f64,
    /// Counts the changes, so that an event of an older state is known.
    pub(super) version: u32,
    factor: f64,
}

impl Link {
    pub(super) fn reset(&mut self, factor: f64) {
        let version = self.version;
        self.active.clear();
        *self = Self { active: std::mem::take(&mut self.active), version, factor, ..Self::default() };
    }

    /// Starts a transfer.
    pub(super) fn start(&mut self, spec: &Spec, now: f64, into_day: f64, unit: u32, bytes: f64) {
        self.advance(now);
        self.active.push((unit, bytes.max(1.0)));
        self.set_rate(spec, into_day);
    }

    /// Brings everything up to date and returns a transfer that has ended, one at a time.
    pub(super) fn ended(&mut self, spec: &Spec, now: f64, into_day: f64) -> Option<u32> {
        self.advance(now);
        // a byte is rounding
        let at = self.active.iter().position(|(_, left)| *left < 1.0);
        let unit = at.map(|at| self.active.remove(at).0);
        self.set_rate(spec, into_day);
        unit
    }

    /// Returns when something happens next: the first end, or the end of the hour.
    pub(super) fn next(&self, into_day: f64) -> Option<f64> {
        let least = self.active.iter().map(|(_, left)| *left).reduce(f64::min)?;
        let end = self.at + (least / self.rate).max(0.0) + 1e-3;
        let hour = self.at + HOUR - (self.at + into_day).rem_euclid(HOUR) + 1e-3;
        Some(end.min(hour))
    }

    /// Removes a transfer that has not ended.
    pub(super) fn drop(&mut self, spec: &Spec, now: f64, into_day: f64, unit: u32) {
        self.advance(now);
        self.active.retain(|(of, _)| *of != unit);
        self.set_rate(spec, into_day);
    }

    /// Makes it slower or faster from now on.
    pub(super) fn slow_down(&mut self, spec: &Spec, now: f64, into_day: f64, by: f64) {
        self.advance(now);
        self.factor /= by;
        self.set_rate(spec, into_day);
    }

    fn advance(&mut self, now: f64) {
        let moved = (now - self.at).max(0.0) * self.rate;
        self.active.iter_mut().for_each(|(_, left)| *left -= moved);
        self.at = now;
    }

    fn set_rate(&mut self, spec: &Spec, into_day: f64) {
        self.version += 1;
        let hour = ((self.at + into_day) / HOUR).floor().rem_euclid(24.0) as usize;
        let total = spec.total.get(hour).copied().unwrap_or(f64::INFINITY);
        let share = total / self.active.len().max(1) as f64;
        self.rate = (share.min(spec.each) * self.factor).max(1.0);
    }
}
