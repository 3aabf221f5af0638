//! Instants in eight bytes, for objects that a large server has hundreds of thousands of.

use std::num::NonZero;

use jiff::Timestamp;

/// An instant to the millisecond, which is what XO writes. An optional one takes no more space.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(NonZero<u64>);

/// The bit that maps signed milliseconds to unsigned ones in the same order: only the smallest number, which is not
/// an instant, becomes 0.
const SIGN: u64 = 1 << 63;

impl Moment {
    /// Returns the instant.
    #[must_use]
    pub fn at(self) -> Timestamp {
        Timestamp::from_millisecond((self.0.get() ^ SIGN).cast_signed()).unwrap_or(Timestamp::MAX)
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(NonZero::new(at.as_millisecond().cast_unsigned() ^ SIGN).unwrap_or(NonZero::<u64>::MIN))
    }
}

impl std::fmt::Debug for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.at().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    #[test]
    fn keeps_every_millisecond_in_order() {
        let instants = [Timestamp::MIN, Timestamp::UNIX_EPOCH - 1.milliseconds(), Timestamp::UNIX_EPOCH]
            .into_iter()
            .chain(["2026-11-27T21:00:00.123Z".parse().unwrap(), Timestamp::MAX]);
        let moments: Vec<(Timestamp, Moment)> = instants.map(|at| (at, at.into())).collect();
        for (at, moment) in &moments {
            assert_eq!(moment.at().as_millisecond(), at.as_millisecond());
        }
        assert!(moments.is_sorted_by_key(|(_, moment)| *moment));
        assert_eq!(size_of::<Option<Moment>>(), 8);
    }
}
