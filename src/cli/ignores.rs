//! Suppressed findings: turns the configuration and arguments into the rules of an analysis, and warns of rules that do
//! nothing. Pure.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::config::file::{Configuration, Ignore as Table};
use super::messages;
pub(super) use xo_health_core::findings::Code;
use xo_health_core::findings::catalogue::UnknownCode;
use xo_health_core::findings::{Fate, Ignore, Ignored, Pin, Suppressed};
use xo_health_core::pattern::Pattern;

/// Why a text suppresses nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum WrongIgnore {
    /// It has the wrong form.
    #[error("give a code, a subject and a reason: `CODE:SUBJECT=REASON`, or `CODE=REASON`")]
    Shape,
    /// It has no reason.
    #[error("a reason is needed: `CODE:SUBJECT=REASON`")]
    NoReason,
    /// No finding has the code.
    #[error(transparent)]
    Code(#[from] UnknownCode),
}

/// The value of `--ignore`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Argument(pub(super) Ignore);

impl FromStr for Argument {
    type Err = WrongIgnore;

    /// Reads `CODE[:SUBJECT]=REASON`.
    fn from_str(text: &str) -> Result<Self, WrongIgnore> {
        let (what, reason) = text.split_once('=').ok_or(WrongIgnore::Shape)?;
        if reason.trim().is_empty() {
            return Err(WrongIgnore::NoReason);
        }
        Ok(Self(Ignore { what: kind(what)?, reason: reason.trim().to_owned(), until: None, pin: None }))
    }
}

/// Reads `CODE[:SUBJECT]`.
///
/// # Errors
///
/// No finding has the code.
pub(super) fn kind(text: &str) -> Result<Ignored, WrongIgnore> {
    let (code, subject) = match text.split_once(':') {
        Some((code, subject)) => (code, Some(subject)),
        None => (text, None),
    };
    let code: Code = code.parse()?;
    let subject = subject.map(str::trim).filter(|subject| !subject.is_empty());
    Ok(Ignored::Code { code, subject: subject.map(Pattern::new), tag: None })
}

/// Makes a rule that suppresses all of this, without an end.
pub(super) fn everything(what: Ignored) -> Ignore {
    Ignore { what, reason: String::new(), until: None, pin: None }
}

/// The end of a suppression: the end of a day, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// The end of a day, in the zone of the reports.
    Day(Date),
    /// An instant.
    At(Timestamp),
}

/// A text that is neither a day nor an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: use for example `2026-12-31`")]
pub(super) struct WrongUntil;

impl FromStr for Until {
    type Err = WrongUntil;

    /// Reads `2026-12-31`, or an instant (RFC 3339).
    fn from_str(text: &str) -> Result<Self, WrongUntil> {
        if let Ok(at) = text.parse() {
            return Ok(Self::At(at));
        }
        text.parse().map(Self::Day).map_err(|_| WrongUntil)
    }
}

impl Until {
    /// Returns the instant.
    pub(super) fn instant(self, zone: &TimeZone) -> Timestamp {
        let day = match self {
            Self::At(at) => return at,
            Self::Day(day) => day,
        };
        let end = day.tomorrow().ok().and_then(|next| next.to_zoned(zone.clone()).ok());
        end.map_or(Timestamp::MAX, |end| end.timestamp())
    }
}

/// A rule, and its name in messages about it.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// The rule.
    pub(super) ignore: Ignore,
    /// What names the rule: the argument, or its place in the configuration.
    name: String,
}

/// Collects the rules of the arguments, then those of the configuration. Days end in `zone`.
pub(super) fn rules(arguments: &[Argument], configuration: &Configuration, zone: &TimeZone) -> Vec<Rule> {
    let named =
        |ignore: Ignore, place: String| Rule { name: format!("{place} ({})", shown(&ignore.what)), ignore };
    let arguments = arguments.iter().map(|argument| named(argument.0.clone(), "`--ignore`".to_owned()));
    let tables = configuration.ignore.iter().enumerate();
    let tables =
        tables.map(|(number, table)| named(of_table(table, zone), format!("`ignore[{}]`", number + 1)));
    arguments.chain(tables).collect()
}

/// Writes what a rule suppresses as `--ignore` takes it.
pub(super) fn shown(what: &Ignored) -> String {
    match what {
        Ignored::Key(key) => key.clone(),
        Ignored::Code { code, subject, tag } => {
            let mut text = format!("XOH-{}", code.number());
            if let Some(subject) = subject {
                text.push_str(&format!(":{}", subject.as_str()));
            }
            if let Some(tag) = tag {
                text.push_str(&format!(", tag {}", tag.as_str()));
            }
            text
        }
    }
}

fn of_table(table: &Table, zone: &TimeZone) -> Ignore {
    let what = match table {
        Table { fingerprint: Some(key), .. } => Ignored::Key(key.0.clone()),
        Table { code: Some(code), .. } => Ignored::Code {
            code: code.0,
            subject: table.subject.as_ref().map(|glob| glob.0.clone()),
            tag: table.tag.as_ref().map(|glob| glob.0.clone()),
        },
        // a rule that names nothing was refused when it was read
        _ => Ignored::Key(String::new()),
    };
    let pin = table.value.as_ref().map(|pin| Pin {
        severity: pin.severity.as_ref().map(|severity| severity.0),
        quantities: pin.quantities.iter().map(|(key, number)| (key.clone(), number.0)).collect(),
    });
    Ignore {
        what,
        reason: table.reason.as_ref().map(|text| text.0.clone()).unwrap_or_default(),
        until: table.until.as_ref().map(|until| until.0.instant(zone)),
        pin,
    }
}

/// Warns of rules that have ended, and of those that match nothing on any server that was read.
pub(super) fn warnings(rules: &[Rule], all: &[Suppressed], zone: &TimeZone) -> Vec<String> {
    let of = |(number, rule): (usize, &Rule)| {
        let fate = all.iter().filter_map(|one| one.fates.get(number)).min()?;
        match fate {
            Fate::Used => None,
            Fate::Outgrown => Some(messages::ignore_outgrown(&rule.name)),
            Fate::Unused => Some(messages::ignore_unused(&rule.name)),
            Fate::Expired => {
                let until = rule.ignore.until?.to_zoned(zone.clone());
                Some(messages::ignore_expired(&rule.name, &until.strftime("%Y-%m-%d %H:%M").to_string()))
            }
        }
    };
    rules.iter().enumerate().filter_map(of).collect()
}

/// Warns of exceptions that match nothing on any server that was read; `all` holds for each server which of them
/// matched.
pub(super) fn exceptions(configuration: &Configuration, all: &[Vec<bool>]) -> Vec<String> {
    let is_unused = |number: usize| !all.is_empty() && !all.iter().any(|one| one.get(number) != Some(&false));
    let unused = configuration.exceptions.iter().enumerate().filter(|(number, _)| is_unused(*number));
    unused
        .map(|(number, one)| {
            messages::exception_unused(&format!("`exceptions[{}]` ({})", number + 1, one.shown()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments() {
        let cases = [
            ("XOH-101=known", Ok(("XOH-101", "known"))),
            ("chain-depth:web=a=b", Ok(("XOH-101:web", "a=b"))),
            ("101:w*b: x= y ", Ok(("XOH-101:w*b: x", "y"))),
            ("101:=y", Ok(("XOH-101", "y"))),
            ("XOH-101", Err("give a code")),
            ("XOH-101=", Err("a reason is needed")),
            ("XOH-999=x", Err("no finding has the code `XOH-999`")),
            ("", Err("give a code")),
        ];
        for (text, expected) in cases {
            match (text.parse::<Argument>(), expected) {
                (Ok(Argument(ignore)), Ok((what, reason))) => {
                    assert_eq!((shown(&ignore.what).as_str(), ignore.reason.as_str()), (what, reason));
                }
                (Err(error), Err(piece)) => assert!(error.to_string().contains(piece), "{text}: {error}"),
                (read, expected) => panic!("{text}: {read:?}, expected {expected:?}"),
            }
        }
    }

    #[test]
    fn a_day_ends_in_the_zone() {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let cases = [
            ("2026-12-31", Some("2026-12-31T15:00:00Z")),
            ("2026-12-31T10:00:00Z", Some("2026-12-31T10:00:00Z")),
            ("tomorrow", None),
            ("2026-02-30", None),
        ];
        for (text, expected) in cases {
            let read = text.parse::<Until>().ok().map(|until| until.instant(&zone).to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}
