//! The parser from the text of a pattern to the sets of its fields; it fails where and how XO fails.
//!
//! In: the text. Out: [`Cron`] or [`CronError`]. Blanks between fields are optional in XO (`*****` is a
//! pattern), and characters count from 0.

use thiserror::Error;

use super::{Cron, Field, FieldSet};

/// Why XO refuses a pattern. The text is XO's own, so that it can be compared with what XO shows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CronError {
    /// A field or a step does not start with a digit.
    #[error("{field}: missing integer at character {at}")]
    MissingInteger {
        /// The field being read.
        field: Field,
        /// The number of characters before the fault.
        at: usize,
    },
    /// A month or a day of the week starts neither with a digit nor with one of XO's names (`wed` is not one).
    #[error("{field}: missing alias or integer at character {at}")]
    MissingAlias {
        /// The field being read.
        field: Field,
        /// The number of characters before the fault.
        at: usize,
    },
    /// A value is outside the bounds of its field; month 12 is.
    #[error("{field}: {value} is not between {} and {}", field.bounds().0, field.bounds().1)]
    OutOfRange {
        /// The field being read.
        field: Field,
        /// The number as JavaScript writes it.
        value: String,
    },
    /// Text follows the fifth field: a sixth field, or a step on a single value of the last one.
    #[error("unexpected character at offset {at}, expected end")]
    Trailing {
        /// The number of characters before the fault.
        at: usize,
    },
    /// A step is 0. XO reports nothing at all here: it counts for ever, and its server stops answering.
    #[error("{field}: a step of 0 never ends at character {at}; use a step of 1 or more")]
    ZeroStep {
        /// The field being read.
        field: Field,
        /// The number of characters before the fault.
        at: usize,
    },
}

/// XO's presets, with the patterns that they stand for (`@xen-orchestra/cron`).
const PRESETS: [(&str, &str); 6] = [
    ("@annually", "0 0 1 jan *"),
    ("@daily", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * sun"),
    ("@yearly", "0 0 1 jan *"),
];

/// Returns the pattern that a preset stands for, and any other text unchanged.
fn expand(pattern: &str) -> &str {
    PRESETS.iter().find(|(name, _)| *name == pattern).map_or(pattern, |(_, stands_for)| stands_for)
}

pub(super) fn parse(pattern: &str) -> Result<Cron, CronError> {
    let [minute, hour, day_of_month, month, day_of_week] = fields(pattern)?.map(|read| read.set);
    Ok(Cron { minute, hour, day_of_month, month, day_of_week })
}

/// One field as written and as XO reads it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadField<'t> {
    pub(super) field: Field,
    pub(super) text: &'t str,
    pub(super) set: FieldSet,
}

/// Splits a pattern into its fields, presets included.
pub(super) fn fields(pattern: &str) -> Result<[ReadField<'_>; 5], CronError> {
    let text = expand(pattern);
    let mut reader = Reader { text: text.as_bytes(), at: 0 };
    let mut read = Field::ALL.map(|field| ReadField { field, text: "", set: FieldSet::EVERY });
    for slot in &mut read {
        reader.skip_blanks();
        let start = reader.at;
        slot.set = reader.field(slot.field)?;
        slot.text = text.get(start..reader.at).unwrap_or_default();
    }
    reader.skip_blanks();
    if reader.at < reader.text.len() {
        return Err(CronError::Trailing { at: reader.at });
    }
    Ok(read)
}

/// A position in the text. Bytes serve as characters: everything accepted is ASCII, so every character before
/// a fault is one byte.
struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn field(&mut self, field: Field) -> Result<FieldSet, CronError> {
        let mut set = FieldSet::EVERY;
        loop {
            self.item(field, &mut set)?;
            if !self.take(b',') {
                return Ok(set);
            }
        }
    }

    /// Reads one item of a list. A lone `*` adds nothing, so `*,5` is 5 alone; nor does a backward range.
    fn item(&mut self, field: Field, set: &mut FieldSet) -> Result<(), CronError> {
        if self.take(b'*') {
            if !self.take(b'/') {
                return Ok(());
            }
            let (start, end) = field.bounds();
            let step = self.step(field)?;
            set_range(set, start, end, step);
            return Ok(());
        }
        let start = self.value(field)?;
        if !self.take(b'-') {
            set.insert(start);
            return Ok(());
        }
        let end = self.value(field)?;
        let step = if self.take(b'/') { self.step(field)? } else { 1 };
        set_range(set, start, end, step);
        Ok(())
    }

    fn value(&mut self, field: Field) -> Result<u8, CronError> {
        if field.aliases().is_empty() || self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return self.number(field);
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let found =
            (field.bounds().0..).zip(field.aliases()).find(|(_, name)| rest.starts_with(name.as_bytes()));
        let Some((value, name)) = found else {
            return Err(CronError::MissingAlias { field, at: self.at });
        };
        self.at += name.len();
        Ok(value)
    }

    fn number(&mut self, field: Field) -> Result<u8, CronError> {
        let number = self.digits(field)?;
        let (least, greatest) = field.bounds();
        // XO folds 7 before it builds a range: 5-7 becomes 5-0
        let number = if field == Field::DayOfWeek && number == 7.0 { 0.0 } else { number };
        (least..=greatest)
            .find(|value| f64::from(*value) == number)
            .ok_or_else(|| CronError::OutOfRange { field, value: js_number(number) })
    }

    /// Reads a step; any step of 255 or more becomes 255, which is beyond every field.
    fn step(&mut self, field: Field) -> Result<u8, CronError> {
        let at = self.at;
        let step = self.digits(field)?;
        if step == 0.0 {
            return Err(CronError::ZeroStep { field, at });
        }
        Ok((1..u8::MAX).find(|value| f64::from(*value) == step).unwrap_or(u8::MAX))
    }

    fn digits(&mut self, field: Field) -> Result<f64, CronError> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = self.text.get(start..self.at).unwrap_or_default();
        std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse().ok())
            .ok_or(CronError::MissingInteger { field, at: start })
    }

    fn skip_blanks(&mut self) {
        while self.take(b' ') || self.take(b'\t') {}
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }
}

fn set_range(set: &mut FieldSet, start: u8, end: u8, step: u8) {
    for value in (start..=end).step_by(usize::from(step)) {
        set.insert(value);
    }
}

/// Formats a whole number as JavaScript does: with an exponent from 1e21, as `Infinity` beyond a double
/// (ECMA-262, Number::toString).
fn js_number(number: f64) -> String {
    if number.is_infinite() {
        return "Infinity".to_owned();
    }
    if number < 1e21 { format!("{number}") } else { format!("{number:e}").replace('e', "e+") }
}
