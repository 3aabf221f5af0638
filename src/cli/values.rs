//! What stands behind an argument: durations, speeds, sizes, zones, read from text.
//!
//! Errors are sentences for clap to print after the argument's name.

use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use xo_health_core::units::Bytes;

/// Parses `10s`, `2m`, `1h 30m`, or a number of seconds; rejects zero.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    let time = span(text)?;
    Duration::try_from(time)
        .ok()
        .filter(|time| !time.is_zero())
        .ok_or_else(|| "must be greater than zero".to_owned())
}

/// Parses a duration in whole hours, from 1 hour to 30 days.
pub(super) fn horizon(text: &str) -> Result<u32, String> {
    let hours = span(text)?.as_hours();
    u32::try_from(hours)
        .ok()
        .filter(|hours| (1..=720).contains(hours))
        .ok_or_else(|| "must be between 1 hour and 30 days".to_owned())
}

/// Parses the name of a time zone.
pub(super) fn zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text)
        .map_err(|_| "not a time zone: use a name such as `Europe/Zurich`, or `UTC`".to_owned())
}

/// Parses `30d`, `12h`, or a number of seconds; a day has 24 hours.
pub(super) fn span(text: &str) -> Result<SignedDuration, String> {
    if let Ok(seconds) = text.parse::<u32>() {
        return Ok(SignedDuration::from_secs(seconds.into()));
    }
    let span: jiff::Span =
        text.parse().map_err(|_| "not a duration: use for example `90s`, `2m`, `12h` or `30d`".to_owned())?;
    span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|error| error.to_string())
}

/// Parses bytes per second: `50MiB/s`, `100MB`, or a number of MiB.
pub(super) fn speed(text: &str) -> Result<Bytes, String> {
    bytes(text.trim().trim_end_matches("/s"))
        .ok_or_else(|| "not a speed: use for example `50MiB/s`".to_owned())
}

/// Parses a limit of memory; less than 64 MiB is too little for anything.
pub(super) fn memory(text: &str) -> Result<Bytes, String> {
    bytes(text)
        .filter(|size| size.0 >= 64 << 20)
        .ok_or_else(|| "not a size of at least 64 MiB: use for example `2GiB`".to_owned())
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
