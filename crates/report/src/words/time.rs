//! Times in words: durations, ages, times ahead, instants. The one place that writes them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::Words;

/// How near an instant must be to be written by its weekday alone: beyond that, the same weekday may mean
/// another date.
const WEEK: SignedDuration = SignedDuration::from_hours(6 * 24);

impl Words {
    /// Writes a duration with its two largest units; from two days on in days and hours, from ten in days.
    pub fn duration(&self, duration: SignedDuration) -> String {
        self.seconds(u64::try_from(duration.as_secs()).unwrap_or(0))
    }

    /// Writes this many seconds as a duration.
    pub fn seconds(&self, seconds: u64) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        let unit = |id, n: u64| self.bundle.text(id, [("n", n.into())]);
        let two = |large: String, id, n| {
            if n == 0 {
                large
            } else {
                self.bundle.text("two-units", [("large", large.into()), ("small", unit(id, n).into())])
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

    /// Writes an age: exactly below two hours, then in hours, from two days on in days.
    pub fn age(&self, age: SignedDuration) -> String {
        // a future instant counts as now
        let seconds = u64::try_from(age.as_secs()).unwrap_or(0);
        match seconds / 3600 {
            0..2 => self.seconds(seconds),
            hours @ 2..48 => self.seconds(hours * 3600),
            hours => self.seconds(hours / 24 * 86_400),
        }
    }

    /// Writes how long ago something was: `3 h ago`.
    pub fn ago(&self, age: SignedDuration) -> String {
        if age.as_secs() <= 0 {
            return self.phrase("just-now");
        }
        self.bundle.text("ago", [("span", self.age(age).into())])
    }

    /// Writes how far ahead something is: `in 3 h 20 min`.
    pub fn ahead(&self, distance: SignedDuration) -> String {
        self.bundle.text("ahead", [("span", self.duration(distance).into())])
    }

    /// Writes an instant in full, with its zone: `Mon 2026-11-23 02:00 UTC`.
    pub fn instant(&self, at: Timestamp, zone: &TimeZone) -> String {
        self.bundle.instant(at, zone)
    }

    /// Writes a date and time that name no zone: `Mon 2026-11-23 02:00`.
    pub fn civil(&self, at: DateTime) -> String {
        let part = |format| at.strftime(format).to_string();
        let parts = [("weekday", "%a"), ("date", "%Y-%m-%d"), ("time", "%H:%M")];
        self.bundle.text("civil", parts.map(|(name, format)| (name, part(format).into())))
    }

    /// Writes an instant by its weekday if that is enough, else with its date. The zone is at the top of a screen.
    pub fn near(&self, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
        if at.duration_since(now).abs() < WEEK {
            return self.bundle.weekday_time(at, zone);
        }
        self.civil(at.to_zoned(zone.clone()).datetime())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

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
        for (seconds, words) in cases {
            assert_eq!(Words::of(Lang::En).seconds(seconds), words, "{seconds}");
        }
        assert_eq!(Words::of(Lang::Ja).seconds(7800), "2 時間 10 分");
    }

    #[test]
    fn how_old() {
        let cases = [
            (-5, "0 s"),
            (90, "1 min"),
            (7199, "1 h 59 min"),
            (9000, "2 h"),
            (172_799, "47 h"),
            (190_000, "2 d"),
        ];
        for (seconds, words) in cases {
            assert_eq!(Words::of(Lang::En).age(SignedDuration::from_secs(seconds)), words, "{seconds}");
        }
    }

    #[test]
    fn when() {
        let now: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        let words = Words::of(Lang::En);
        let at = |hours| words.near(now + SignedDuration::from_hours(hours), now, &TimeZone::UTC);
        assert_eq!(at(19), "Tue 02:00");
        assert_eq!(at(6 * 24 - 1), "Sun 06:00");
        assert_eq!(at(6 * 24), "Sun 2026-11-29 07:00");
        assert_eq!(at(-6 * 24), "Tue 2026-11-17 07:00");
    }
}
