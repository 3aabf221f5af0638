//! The cron dialect of Xen Orchestra, which is not cron.
//!
//! In: the text of a schedule, its time zone and an instant. Out: the instants at which XO's scheduler fires,
//! or the very error that XO returns. Months are numbered from 0, Wednesday is `wen`, a range that runs
//! backwards is empty, and an empty field means every value. Behaviour as of `@xen-orchestra/cron` in
//! xo-server 5.207.2, pinned by the 483 answers of the real scheduler in `tests/fixtures/cron.json.gz`.
//!
//! It must not know about jobs: a schedule's meaning does not depend on what it starts.

mod difference;
mod field;
mod next;
mod parse;
mod wall_clock;
mod zone;

pub use difference::{Difference, XoReading, differences};
pub use field::{Field, FieldSet};
pub use parse::CronError;
pub use zone::{ScheduleZone, ZoneError};

use jiff::Timestamp;

/// A pattern as XO understands it: the set of values of each of its five fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cron {
    /// Minutes of the hour, 0 to 59.
    pub minute: FieldSet,
    /// Hours of the day, 0 to 23.
    pub hour: FieldSet,
    /// Days of the month, 1 to 31.
    pub day_of_month: FieldSet,
    /// Months, **0 to 11**.
    pub month: FieldSet,
    /// Days of the week, 0 (Sunday) to 6.
    pub day_of_week: FieldSet,
}

impl Cron {
    /// Parses a pattern exactly as XO does: five fields or one of the presets `@yearly`, `@annually`,
    /// `@monthly`, `@weekly`, `@daily`, `@hourly`.
    ///
    /// # Errors
    /// [`CronError`], whose text is XO's own.
    pub fn parse(pattern: &str) -> Result<Self, CronError> {
        parse::parse(pattern)
    }

    /// Returns the first instant after `after` at which XO fires this pattern, on a whole minute.
    ///
    /// `None` if XO gives up searching (`no solutions found for this schedule`, after five months without a
    /// matching day), if the zone is the server's own, which is unknown
    /// ([`ScheduleZone::is_server_local`]), or if the date leaves the calendar.
    #[must_use]
    pub fn next(&self, zone: &ScheduleZone, after: Timestamp) -> Option<Timestamp> {
        next::next(self, zone.time_zone()?, after)
    }

    /// Iterates over the instants after `after`, each found from the one before, as XO's scheduler does.
    /// Endless, unless [`Cron::next`] finds none: take as many as needed.
    pub fn upcoming<'a>(
        &'a self,
        zone: &'a ScheduleZone,
        after: Timestamp,
    ) -> impl Iterator<Item = Timestamp> + 'a {
        std::iter::successors(self.next(zone, after), move |previous| self.next(zone, *previous))
    }
}

#[cfg(test)]
mod tests;
