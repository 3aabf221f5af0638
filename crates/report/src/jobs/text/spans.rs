//! Times in words: how long, how long ago, in how long, when.

use jiff::{SignedDuration, Timestamp};

use crate::jobs::JobsReport;
use crate::text::page::Page;
use crate::texts::Bundle;

/// An instant nearer than this is told by its weekday alone.
const WEEK: SignedDuration = SignedDuration::from_hours(6 * 24);

/// An instant nearer than this needs no year.
const THIS_YEAR: SignedDuration = SignedDuration::from_hours(300 * 24);

/// Writes how long something takes, with its two largest units; from two days on in days, and alone from ten on.
pub(super) fn span(own: &Bundle, seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    let unit = |id, n: u64| own.text(id, [("n", n.into())]);
    let two = |large: String, id, n| {
        if n == 0 {
            large
        } else {
            own.text("two-units", [("large", large.into()), ("small", unit(id, n).into())])
        }
    };
    match (days, hours, minutes) {
        (0, 0, 0) => unit("unit-s", seconds),
        (0, 0, minutes) => unit("unit-min", minutes),
        (0..2, hours, minutes) => two(unit("unit-h", hours), "unit-min", minutes % 60),
        (2..10, hours, _) => two(unit("unit-d", days), "unit-h", hours % 24),
        _ => unit("unit-d", days),
    }
}

/// Writes how long ago something was: exactly within two hours, then in hours, from two days on in days.
pub(super) fn age(own: &Bundle, report: &JobsReport, at: Timestamp) -> String {
    // what is to come is now
    let seconds = u64::try_from(report.observed_at.duration_since(at).as_secs()).unwrap_or(0);
    match seconds / 3600 {
        0..2 => span(own, seconds),
        hours @ 2..48 => own.text("unit-h", [("n", hours.into())]),
        hours => own.text("unit-d", [("n", (hours / 24).into())]),
    }
}

/// Writes that as a phrase: `3 h ago`.
pub(super) fn ago(own: &Bundle, report: &JobsReport, at: Timestamp) -> String {
    if report.observed_at.duration_since(at).as_secs() <= 0 {
        return own.phrase("just-now");
    }
    own.text("ago", [("span", age(own, report, at).into())])
}

/// Writes in how long something is: `in 3 h 20 min`.
pub(super) fn ahead(own: &Bundle, report: &JobsReport, at: Timestamp) -> String {
    let seconds = u64::try_from(at.duration_since(report.observed_at).as_secs()).unwrap_or(0);
    own.text("ahead", [("span", span(own, seconds).into())])
}

/// Writes an instant by its weekday where that is enough, else with its date and zone.
pub(super) fn near(page: &Page<'_>, report: &JobsReport, at: Timestamp) -> String {
    let zone = &page.style().zone;
    if at.duration_since(report.observed_at).abs() < WEEK {
        return page.own().weekday_time(at, zone);
    }
    page.own().instant(at, zone)
}

/// Columns of [`stamp`].
pub(super) const STAMP: usize = 11;

/// Writes an instant for a column: month, day and time; the date alone where the year is not clear.
pub(super) fn stamp(page: &Page<'_>, report: &JobsReport, at: Timestamp) -> String {
    let is_recent = report.observed_at.duration_since(at).abs() < THIS_YEAR;
    let format = if is_recent { "%m-%d %H:%M" } else { "%Y-%m-%d" };
    at.to_zoned(page.style().zone.clone()).strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::text::own_source;
    use crate::texts::Lang;

    #[test]
    fn how_long() {
        let cases = [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3599, "59 min"),
            (3600, "1 h"),
            (7800, "2 h 10 min"),
            (129_600, "36 h"),
            (172_800, "2 d"),
            (176_400, "2 d 1 h"),
            (900_000, "10 d"),
            (u64::MAX, "213503982334601 d"),
        ];
        let own = Bundle::new(Lang::En, own_source(Lang::En));
        for (seconds, words) in cases {
            assert_eq!(span(&own, seconds), words, "{seconds}");
        }
    }
}
