//! Quantities with their unit in the type.
//!
//! A number that leaves a function of this crate says what it counts: [`Bytes`] are bytes, never "a size".
//! Nothing here does I/O, prints or knows the field.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Converts a count to 32 bits; more than 2^32 things, which no server has, saturate.
#[must_use]
pub fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A number of bytes, from 0 to 2^64-1.
///
/// Sums and differences saturate: a hostile answer may name absurd sizes, and an overflow must neither panic nor
/// wrap to something that looks healthy. Printed in IEC units (`61.6 GiB`).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// Zero bytes.
    pub const ZERO: Self = Self(0);

    /// Returns `n` MiB (2^20 bytes).
    pub const fn mib(n: u64) -> Self {
        Self(n << 20)
    }

    /// Returns `n` GiB (2^30 bytes).
    pub const fn gib(n: u64) -> Self {
        Self(n << 30)
    }

    /// Rounds up to a multiple of `quantum`; a zero quantum changes nothing.
    pub const fn round_up(self, quantum: Self) -> Self {
        if quantum.0 == 0 {
            return self;
        }
        Self(self.0.div_ceil(quantum.0).saturating_mul(quantum.0))
    }
}

impl Add for Bytes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Bytes {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Bytes {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, |sum, one| sum + one)
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        if self.0 < 1024 {
            return f.pad(&format!("{} B", self.0));
        }
        let mut value = self.0 as f64 / 1024.0;
        let mut unit = 0;
        // 1023.95 would print as "1024.0"
        while value >= 1023.95 && unit + 1 < UNITS.len() {
            value /= 1024.0;
            unit += 1;
        }
        f.pad(&format!("{value:.1} {}", UNITS[unit]))
    }
}

impl Bytes {
    /// Formats two numbers so that they look different if they are: in a smaller unit, or finally in bytes, where
    /// rounding would make them the same text.
    #[must_use]
    pub fn apart(self, other: Self) -> [String; 2] {
        const UNITS: [(&str, u32); 3] = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
        let texts = [self.to_string(), other.to_string()];
        if self == other || texts[0] != texts[1] {
            return texts;
        }
        let in_unit = |bytes: Self, (unit, bits): (&str, u32)| {
            format!("{:.1} {unit}", bytes.0 as f64 / (1_u64 << bits) as f64)
        };
        let finer = UNITS.into_iter().map(|unit| [self, other].map(|bytes| in_unit(bytes, unit)));
        let different = finer.into_iter().find(|texts| texts[0] != texts[1]);
        different.unwrap_or_else(|| [self, other].map(|bytes| format!("{} B", bytes.0)))
    }
}

/// Bounds of a quantity that cannot be seen: the truth lies between `low` and `high`, and `best` is most
/// likely.
///
/// Always `low <= best <= high`; sums add bound to bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
pub struct Interval {
    /// The lower bound.
    pub low: Bytes,
    /// The best estimate.
    pub best: Bytes,
    /// The upper bound.
    pub high: Bytes,
}

impl Interval {
    /// Builds an interval from an exact value: all three bounds are equal.
    pub const fn exactly(bytes: Bytes) -> Self {
        Self { low: bytes, best: bytes, high: bytes }
    }

    /// Builds an interval; bounds that contradict each other are widened, and `best` is clamped between them.
    pub fn new(low: Bytes, best: Bytes, high: Bytes) -> Self {
        let (low, high) = (low.min(high), low.max(high));
        Self { low, best: best.clamp(low, high), high }
    }

    /// Maps all three bounds through an increasing function.
    pub fn map(self, grows: impl Fn(Bytes) -> Bytes) -> Self {
        Self::new(grows(self.low), grows(self.best), grows(self.high))
    }

    /// Bounds the greater of two quantities.
    pub fn or_greater(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            best: self.best.max(other.best),
            high: self.high.max(other.high),
        }
    }

    /// Bounds what is left of `self` after `other` is taken away.
    pub fn less(self, other: Self) -> Self {
        Self::new(self.low - other.high, self.best - other.best, self.high - other.low)
    }
}

impl Add for Interval {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, best: self.best + other.best, high: self.high + other.high }
    }
}

impl Sum for Interval {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| sum + one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: u64, best: u64, high: u64) -> Interval {
        Interval { low: Bytes(low), best: Bytes(best), high: Bytes(high) }
    }

    /// "Needs 11.6 GiB, where 11.6 GiB will be free" says nothing.
    #[test]
    fn numbers_that_differ_look_different() {
        let gib = 1 << 30;
        let cases = [
            (Bytes(2 * gib), Bytes(gib), "2.0 GiB, 1.0 GiB"),
            (Bytes(gib), Bytes(gib), "1.0 GiB, 1.0 GiB"),
            (Bytes(gib + (8 << 20)), Bytes(gib), "1032.0 MiB, 1024.0 MiB"),
            (Bytes(gib + 1), Bytes(gib), "1073741825 B, 1073741824 B"),
            (Bytes(46 << 40), Bytes((46 << 40) - gib), "47104.0 GiB, 47103.0 GiB"),
        ];
        for (need, free, expected) in cases {
            assert_eq!(need.apart(free).join(", "), expected);
        }
    }

    #[test]
    fn intervals_keep_their_order() {
        let new = |low, best, high| Interval::new(Bytes(low), Bytes(best), Bytes(high));
        for (made, expected) in [
            (new(1, 2, 3), interval(1, 2, 3)),
            (new(3, 2, 1), interval(1, 2, 3)),
            (new(1, 9, 3), interval(1, 3, 3)),
            (new(2, 0, 3), interval(2, 2, 3)),
            (Interval::exactly(Bytes(4)), interval(4, 4, 4)),
            (interval(1, 2, 3) + interval(10, 20, 30), interval(11, 22, 33)),
            (interval(1, 7, 8).or_greater(interval(2, 3, 9)), interval(2, 7, 9)),
            (interval(5, 6, 9).less(interval(1, 2, 3)), interval(2, 4, 8)),
            (interval(1, 2, 3).less(interval(5, 5, 5)), interval(0, 0, 0)),
            (interval(1, 2, 3).map(|bytes| bytes + bytes), interval(2, 4, 6)),
            ([interval(1, 2, 3), interval(1, 1, 1)].into_iter().sum(), interval(2, 3, 4)),
        ] {
            assert_eq!(made, expected);
        }
    }

    #[test]
    fn prints_iec_units() {
        let cases = [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (4 << 20, "4.0 MiB"),
            ((1 << 30) - 1, "1.0 GiB"),
            (66_142_076_928, "61.6 GiB"),
            (u64::MAX, "16.0 EiB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(Bytes(bytes).to_string(), text, "{bytes}");
        }
    }

    #[test]
    fn pads_as_text() {
        assert_eq!(format!("[{:>10}]", Bytes::gib(1)), "[   1.0 GiB]");
    }

    #[test]
    fn saturates() {
        assert_eq!(Bytes(u64::MAX) + Bytes(1), Bytes(u64::MAX));
        assert_eq!(Bytes(1) - Bytes(2), Bytes::ZERO);
        assert_eq!(Bytes(u64::MAX).round_up(Bytes::mib(4)), Bytes(u64::MAX));
    }

    #[test]
    fn rounds_up() {
        for (from, to) in [(0, 0), (1, 4 << 20), (4 << 20, 4 << 20), ((4 << 20) + 1, 8 << 20)] {
            assert_eq!(Bytes(from).round_up(Bytes::mib(4)), Bytes(to), "{from}");
        }
        assert_eq!(Bytes(7).round_up(Bytes::ZERO), Bytes(7));
    }
}
