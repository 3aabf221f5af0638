//! Parsers of the values of arguments: durations, speeds, sizes, numbers, instants, zones.
//!
//! Errors are clauses that follow the argument's name.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use xo_health_core::units::Bytes;

/// Why a value cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
pub(super) enum ValueError {
    /// Not a duration.
    #[error("not a duration: use for example `90s`, `2m`, `12h` or `30d`")]
    Duration,
    /// Zero where more is needed.
    #[error("must be greater than zero")]
    Zero,
    /// A horizon that is too near or too far.
    #[error("must be between 1 hour and 30 days")]
    Horizon,
    /// Not a time zone.
    #[error("not a time zone: use a name such as `Europe/Zurich`, or `UTC`")]
    Zone,
    /// Not a speed.
    #[error("not a speed: use for example `50MiB/s`")]
    Speed,
    /// Not a size.
    #[error("not a size: use for example `2GiB`")]
    Size,
    /// Not a size, or too little memory for anything.
    #[error("not a size of at least 64 MiB: use for example `2GiB`")]
    Memory,
    /// Not a whole number, or one that is too small or too large.
    #[error("not a whole number between {least} and {most}")]
    Number {
        /// The smallest that is accepted.
        least: u64,
        /// The largest.
        most: u64,
    },
    /// Not an instant.
    #[error("not an instant: use RFC 3339, for example `2026-11-27T08:00:00Z`")]
    Instant,
}

/// Parses `10s`, `2m`, `1h 30m`, or a number of seconds; rejects zero.
pub(super) fn time(text: &str) -> Result<Duration, ValueError> {
    let time = span(text)?;
    Duration::try_from(time).ok().filter(|time| !time.is_zero()).ok_or(ValueError::Zero)
}

/// Parses a duration in whole hours, from 1 hour to 30 days.
pub(super) fn horizon(text: &str) -> Result<u32, ValueError> {
    let hours = span(text)?.as_hours();
    let hours = u32::try_from(hours).ok().filter(|hours| (1..=720).contains(hours));
    hours.ok_or(ValueError::Horizon)
}

/// Parses the name of a time zone.
pub(super) fn zone(text: &str) -> Result<TimeZone, ValueError> {
    TimeZone::get(text).map_err(|_| ValueError::Zone)
}

/// Parses an instant (RFC 3339).
pub(super) fn instant(text: &str) -> Result<Timestamp, ValueError> {
    text.parse().map_err(|_| ValueError::Instant)
}

/// Parses a whole number between two others.
pub(super) fn number<const LEAST: u64, const MOST: u64>(text: &str) -> Result<u64, ValueError> {
    let number = text.parse().ok().filter(|number| (LEAST..=MOST).contains(number));
    number.ok_or(ValueError::Number { least: LEAST, most: MOST })
}

/// Parses a 32-bit whole number between two others.
pub(super) fn count<const LEAST: u32, const MOST: u32>(text: &str) -> Result<u32, ValueError> {
    let number = text.parse().ok().filter(|number| (LEAST..=MOST).contains(number));
    number.ok_or(ValueError::Number { least: LEAST.into(), most: MOST.into() })
}

/// Parses a percentage from 1 to 100.
pub(super) fn percent(text: &str) -> Result<u8, ValueError> {
    let percent = text.parse().ok().filter(|percent| (1..=100).contains(percent));
    percent.ok_or(ValueError::Number { least: 1, most: 100 })
}

/// Parses `30d`, `12h`, or a number of seconds; a day has 24 hours.
pub(super) fn span(text: &str) -> Result<SignedDuration, ValueError> {
    if let Ok(seconds) = text.parse::<u32>() {
        return Ok(SignedDuration::from_secs(seconds.into()));
    }
    let span: jiff::Span = text.parse().map_err(|_| ValueError::Duration)?;
    span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| ValueError::Duration)
}

/// Parses bytes per second: `50MiB/s`, `100MB`, or a number of MiB.
pub(super) fn speed(text: &str) -> Result<Bytes, ValueError> {
    bytes(text.trim().trim_end_matches("/s")).ok_or(ValueError::Speed)
}

/// Parses a memory limit; less than 64 MiB is too little for anything.
pub(super) fn memory(text: &str) -> Result<Bytes, ValueError> {
    bytes(text).filter(|size| size.0 >= 64 << 20).ok_or(ValueError::Memory)
}

/// Parses a size that is not zero.
pub(super) fn size(text: &str) -> Result<Bytes, ValueError> {
    bytes(text).ok_or(ValueError::Size)
}

/// Parses bytes: `50MiB`, `100MB`, or a number of MiB.
fn bytes(text: &str) -> Option<Bytes> {
    const UNITS: [(&str, u64); 7] = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("kB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("", 1 << 20),
    ];
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let (_, factor) = UNITS.into_iter().find(|(name, _)| *name == unit.trim())?;
    number.checked_mul(factor).filter(|bytes| *bytes > 0).map(Bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds() {
        let cases = [
            ("50MiB/s", Some(50 << 20)),
            ("100 MB", Some(100_000_000)),
            ("7", Some(7 << 20)),
            ("1GiB/s", Some(1 << 30)),
            ("0", None),
            ("fast", None),
            ("5MiB/h", None),
            ("-1", None),
            ("99999999999999999GiB", None),
        ];
        for (text, expected) in cases {
            assert_eq!(speed(text).ok().map(|speed| speed.0), expected, "{text}");
        }
    }

    #[test]
    fn times() {
        let cases = [
            ("10s", Some(10)),
            ("2m", Some(120)),
            ("90", Some(90)),
            ("1d", Some(86400)),
            ("0", None),
            ("x", None),
            ("-1s", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(time(text).ok().map(|time| time.as_secs()), seconds, "{text}");
        }
    }
}
