//! A local time that moves through clock changes the way moment-timezone does.
//!
//! In: an instant and a zone. Out: local fields, and an instant again. The local time and the offset are kept
//! apart, and each change is made in two steps: the local fields change under the old offset, then the offset
//! of the resulting instant is looked up. What yields then, the local time or the instant, depends on the unit:
//! minutes keep the instant; hours and everything longer keep the local time (moment 2.30,
//! `makeGetSet(unit, keepTime)` and `getSetOffset`). Every method returns `None` where the date leaves the
//! calendar.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp, ToSpan};

use super::Field;

/// What is kept when a change of the local time leads to another offset.
#[derive(Clone, Copy, PartialEq)]
enum Keep {
    Instant,
    LocalTime,
}

/// A local time in a zone, with the offset that last applied to it.
#[derive(Clone, Debug)]
pub(super) struct WallClock<'z> {
    local: DateTime,
    offset: Offset,
    zone: &'z TimeZone,
}

impl<'z> WallClock<'z> {
    pub(super) fn at(instant: Timestamp, zone: &'z TimeZone) -> Self {
        let offset = zone.to_offset(instant);
        Self { local: offset.to_datetime(instant), offset, zone }
    }

    pub(super) fn instant(&self) -> Option<Timestamp> {
        self.offset.to_timestamp(self.local).ok()
    }

    /// Reads a field in XO's numbering: months from 0, Sunday 0.
    pub(super) fn get(&self, field: Field) -> u8 {
        let value = match field {
            Field::Minute => self.local.minute(),
            Field::Hour => self.local.hour(),
            Field::DayOfMonth => self.local.day(),
            Field::Month => self.local.month() - 1,
            Field::DayOfWeek => self.local.weekday().to_sunday_zero_offset(),
        };
        u8::try_from(value).unwrap_or(0)
    }

    /// Sets one field. A day beyond the month runs into the next month, while a new month cuts the day.
    pub(super) fn set(&mut self, field: Field, value: u8) -> Option<()> {
        let value = i8::try_from(value).ok()?;
        match field {
            Field::Minute => {
                self.local = self.local.with().minute(value).build().ok()?;
                self.settle(Keep::Instant)
            }
            Field::Hour => {
                self.local = self.local.with().hour(value).build().ok()?;
                self.settle(Keep::LocalTime)
            }
            Field::DayOfMonth => self.add(i64::from(value - self.local.day()).days(), Keep::LocalTime),
            Field::Month => self.add(i64::from(value + 1 - self.local.month()).months(), Keep::LocalTime),
            Field::DayOfWeek => {
                let today = self.local.weekday().to_sunday_zero_offset();
                self.add(i64::from(value - today).days(), Keep::LocalTime)
            }
        }
    }

    /// Moves forward by the shortest time after which the field comes round again.
    pub(super) fn wrap(&mut self, field: Field) -> Option<()> {
        match field {
            Field::Minute => self.add(1.hour(), Keep::Instant),
            Field::Hour => self.add(1.day(), Keep::LocalTime),
            Field::DayOfMonth => self.add(1.month(), Keep::LocalTime),
            Field::Month => self.add(1.year(), Keep::LocalTime),
            Field::DayOfWeek => self.add(1.week(), Keep::LocalTime),
        }
    }

    /// Cuts the seconds and moves forward by a minute.
    pub(super) fn start_next_minute(&mut self) -> Option<()> {
        self.local = self.local.with().second(0).subsec_nanosecond(0).build().ok()?;
        self.add(1.minute(), Keep::Instant)
    }

    fn add(&mut self, span: Span, keep: Keep) -> Option<()> {
        self.local = self.local.checked_add(span).ok()?;
        self.settle(keep)
    }

    /// Adopts the offset of the resulting instant, once. A kept local time moves the instant, and nothing
    /// checks that the offset still holds there: moment-timezone suspends the zone meanwhile (0.5,
    /// `resetZoneWrap2`), so a skipped local time stays until the next change.
    fn settle(&mut self, keep: Keep) -> Option<()> {
        let offset = self.zone.to_offset(self.instant()?);
        if keep == Keep::Instant {
            self.local = self.local.checked_add(offset.duration_since(self.offset)).ok()?;
        }
        self.offset = offset;
        Some(())
    }
}
