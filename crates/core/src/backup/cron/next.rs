//! The search for the next run of a pattern, with the detours of XO's scheduler.
//!
//! In: the sets, a zone, an instant. Out: an instant, or nothing. The order of the steps is part of the
//! behaviour: time of day first, then the month, then the day; the time of day is reset to its first value
//! whenever the day moves. Around clock changes this fires twice or off the pattern; so does XO.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::wall_clock::WallClock;
use super::{Cron, Field, FieldSet};

/// How many months XO searches for a day before it gives up (`@xen-orchestra/cron`, `next`).
const MONTH_TRIES: usize = 5;

/// How many minutes the search steps past runs that it finds in the past: no zone's clocks skip more than a
/// day (Pacific/Apia, 2011-12-30).
const STALL_MINUTES: usize = 26 * 60;

/// Finds the first run after `after`.
///
/// On a day whose clocks go forward, XO's search can come back to the minute that it started from
/// (`0,1 2 * * *` in America/St_Johns). XO then fires over and over until that minute has passed; here the
/// search continues from the next minute, so that every run found is a new one.
pub(super) fn next(cron: &Cron, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let mut from = after;
    for _ in 0..STALL_MINUTES {
        let run = search(cron, zone, from)?;
        if run > after {
            return Some(run);
        }
        from = from.checked_add(SignedDuration::from_mins(1)).ok()?;
    }
    None
}

fn search(cron: &Cron, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let mut clock = WallClock::at(after, zone);
    clock.start_next_minute()?;
    seek(&mut clock, Field::Minute, cron.minute)?;
    if seek(&mut clock, Field::Hour, cron.hour)? {
        clock.set(Field::Minute, cron.minute.first())?;
    }
    for _ in 0..MONTH_TRIES {
        if seek(&mut clock, Field::Month, cron.month)? {
            clock.set(Field::DayOfMonth, 1)?;
            start_of_day(&mut clock, cron)?;
        }
        let mut day = seek_day(cron, &clock)?;
        if day.instant()? == clock.instant()? {
            return clock.instant();
        }
        let same_month = day.get(Field::Month) == clock.get(Field::Month);
        start_of_day(&mut day, cron)?;
        if same_month {
            return day.instant();
        }
        clock = day;
    }
    None
}

/// Moves to the first listed value of the field at or after the current one; returns whether it had to move.
fn seek(clock: &mut WallClock<'_>, field: Field, values: FieldSet) -> Option<bool> {
    let current = clock.get(field);
    let Some(wanted) = values.at_or_after(current).filter(|wanted| *wanted != current) else {
        return Some(false);
    };
    let before = clock.instant()?;
    clock.set(field, wanted)?;
    if clock.instant()? < before {
        clock.wrap(field)?;
    }
    Some(true)
}

/// Finds the day: with both day fields restricted, the earlier of the two.
fn seek_day<'z>(cron: &Cron, clock: &WallClock<'z>) -> Option<WallClock<'z>> {
    let seek_from = |field, values| {
        let mut day = clock.clone();
        seek(&mut day, field, values)?;
        Some(day)
    };
    let by_month = seek_from(Field::DayOfMonth, cron.day_of_month)?;
    let by_week = seek_from(Field::DayOfWeek, cron.day_of_week)?;
    if cron.day_of_month.is_every() {
        return Some(by_week);
    }
    if cron.day_of_week.is_every() {
        return Some(by_month);
    }
    Some(if by_week.instant()? < by_month.instant()? { by_week } else { by_month })
}

fn start_of_day(clock: &mut WallClock<'_>, cron: &Cron) -> Option<()> {
    clock.set(Field::Hour, cron.hour.first())?;
    clock.set(Field::Minute, cron.minute.first())
}
