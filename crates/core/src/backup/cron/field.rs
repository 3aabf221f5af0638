//! The five fields of a pattern, and the set of values that each holds.

use std::fmt;

/// One of the five fields, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Minute of the hour, 0 to 59.
    Minute,
    /// Hour of the day, 0 to 23.
    Hour,
    /// Day of the month, 1 to 31.
    DayOfMonth,
    /// Month, 0 (January) to 11.
    Month,
    /// Day of the week, 0 (Sunday) to 6; a 7 is read as 0.
    DayOfWeek,
}

impl Field {
    /// All fields in the order of a pattern.
    pub const ALL: [Self; 5] = [Self::Minute, Self::Hour, Self::DayOfMonth, Self::Month, Self::DayOfWeek];

    /// Returns the least and greatest value that XO accepts.
    #[must_use]
    pub fn bounds(self) -> (u8, u8) {
        match self {
            Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (0, 11),
            Self::DayOfWeek => (0, 6),
        }
    }

    /// Returns the names that XO accepts in this field, lower case only; the first is the least value.
    pub(super) fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Month => {
                &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
            }
            Self::DayOfWeek => &["sun", "mon", "tue", "wen", "thu", "fri", "sat"],
            _ => &[],
        }
    }
}

impl fmt::Display for Field {
    /// Formats the field as XO's errors name it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "dayOfMonth",
            Self::Month => "month",
            Self::DayOfWeek => "dayOfWeek",
        })
    }
}

/// A set of values below 64. The empty set is a field without restriction: it allows every value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FieldSet(u64);

impl FieldSet {
    /// The field without restriction.
    pub const EVERY: Self = Self(0);

    /// Returns whether the field restricts nothing.
    #[must_use]
    pub fn is_every(self) -> bool {
        self.0 == 0
    }

    /// Returns whether a run may have this value.
    #[must_use]
    pub fn allows(self, value: u8) -> bool {
        self.is_every() || (value < 64 && self.0 & (1 << value) != 0)
    }

    /// Adds a value; one of 64 or more is outside every field and is ignored.
    pub(super) fn insert(&mut self, value: u8) {
        if value < 64 {
            self.0 |= 1 << value;
        }
    }

    /// Returns the value that a field starts from: the least one, or 0 without restriction.
    pub(super) fn first(self) -> u8 {
        if self.is_every() { 0 } else { low_bit(self.0) }
    }

    /// Returns the least value not below `current`, or the least of all if there is none; `None` without restriction.
    pub(super) fn at_or_after(self, current: u8) -> Option<u8> {
        if self.is_every() {
            return None;
        }
        let rest = self.0.checked_shr(u32::from(current)).unwrap_or(0);
        Some(if rest == 0 { self.first() } else { current + low_bit(rest) })
    }
}

impl FromIterator<u8> for FieldSet {
    fn from_iter<I: IntoIterator<Item = u8>>(values: I) -> Self {
        let mut set = Self::EVERY;
        for value in values {
            set.insert(value);
        }
        set
    }
}

fn low_bit(bits: u64) -> u8 {
    // trailing_zeros is at most 64 and the callers exclude 0
    u8::try_from(bits.trailing_zeros()).unwrap_or(0)
}
