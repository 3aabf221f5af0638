//! Instants in words.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Writes an instant with its weekday and zone: `Mon 2026-11-23 02:00 UTC`.
pub fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string()
}

/// Writes an instant within a week of one that the reader knows: `Mon 02:00`.
pub fn weekday_time(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %H:%M").to_string()
}

/// Says how far an instant is from now: `in 3 h 20 min`, `now`, `2 days ago`. Rounds towards now.
pub fn relative(now: Timestamp, then: Timestamp) -> String {
    let distance = then.duration_since(now);
    let Some(words) = span(distance.abs()) else {
        return "now".to_owned();
    };
    if distance.is_negative() { format!("{words} ago") } else { format!("in {words}") }
}

/// Writes a duration with its two largest units, from two days on with one; none below a minute.
fn span(duration: SignedDuration) -> Option<String> {
    let minutes = duration.as_mins();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => None,
        (0, 0, minutes) => Some(format!("{minutes} min")),
        (0, hours, 0) => Some(format!("{hours} h")),
        (0, hours, minutes) => Some(format!("{hours} h {minutes} min")),
        (1, 0, _) => Some("1 day".to_owned()),
        (1, hours, _) => Some(format!("1 day {hours} h")),
        (days, ..) => Some(format!("{days} days")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_far() {
        let cases = [
            (0, "now"),
            (59, "now"),
            (-59, "now"),
            (60, "in 1 min"),
            (-1200, "20 min ago"),
            (3 * 3600, "in 3 h"),
            (3 * 3600 + 20 * 60 + 59, "in 3 h 20 min"),
            (-86_400, "1 day ago"),
            (86_400 + 7200, "in 1 day 2 h"),
            (-2 * 86_400 - 7200, "2 days ago"),
            (400 * 86_400, "in 400 days"),
        ];
        let now: Timestamp = "2026-11-23T07:00:00Z".parse().unwrap();
        for (seconds, words) in cases {
            let then = now + SignedDuration::from_secs(seconds);
            assert_eq!(relative(now, then), words, "{seconds}");
        }
        // the whole range of jiff, about 19,998 years
        assert_eq!(relative(Timestamp::MIN, Timestamp::MAX), "in 7304481 days");
    }

    #[test]
    fn writes_instants() {
        let at: Timestamp = "2026-11-22T17:00:30Z".parse().unwrap();
        let tokyo = TimeZone::posix("JST-9").unwrap();
        assert_eq!(instant(at, &TimeZone::UTC), "Sun 2026-11-22 17:00 UTC");
        assert_eq!(instant(at, &tokyo), "Mon 2026-11-23 02:00 JST");
        assert_eq!(weekday_time(at, &tokyo), "Mon 02:00");
        for at in [Timestamp::MIN, Timestamp::MAX] {
            assert!(!instant(at, &tokyo).is_empty());
        }
    }
}
