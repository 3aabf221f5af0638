//! The dates of XO's report mails: `Sunday, November 22nd 2026, 3:00:00 am`, always in English, without a zone.

use jiff::civil::DateTime;

/// Reads such a date; `None` if it is written in another way.
pub(crate) fn read(text: &str) -> Option<DateTime> {
    // the weekday follows from the date, and old reports lack it
    let (start, _) = text.match_indices(|c: char| c.is_ascii_digit()).next()?;
    let month = text[..start].trim_end().rsplit(' ').next()?;
    let rest = &text[start..];
    let (day, rest) = rest.split_once(' ')?;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    DateTime::strptime("%B %d %Y, %I:%M:%S %p", format!("{month} {day} {rest}").trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_xo_writes() {
        let cases = [
            ("Sunday, November 22nd 2026, 3:00:00 am", Some("2026-11-22T03:00:00")),
            ("Friday, May 1st 2026, 12:30:05 pm", Some("2026-05-01T12:30:05")),
            ("Wednesday, June 3rd 2026, 12:00:00 am", Some("2026-06-03T00:00:00")),
            ("November 22nd 2026, 3:00:00 am", Some("2026-11-22T03:00:00")),
            ("2026-11-22 03:00", None),
            ("Sunday, 22 novembre 2026", None),
            ("", None),
            ("2", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected.map(|at| at.parse().unwrap()), "{text}");
        }
    }
}
