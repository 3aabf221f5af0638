//! Where XO reads a pattern differently from what a reader of crontab(5) expects.
//!
//! In: the text of a pattern that XO accepts. Out: one value per field that means something else, for a
//! finding to report. The usual reading is Vixie cron's: months 1 to 12, days of the week 0 to 7, names in
//! any case.

use super::parse::{ReadField, fields};
use super::{Field, FieldSet};

/// How many characters of a field are repeated to the reader.
const WRITTEN_MAX: usize = 64;

/// A field whose meaning differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// The field as written, cut at 64 characters.
    pub written: String,
    /// How XO reads it, in XO's numbering.
    pub xo: FieldSet,
    /// How crontab(5) reads it, in XO's numbering too; `None` if cron refuses it.
    pub usual: Option<FieldSet>,
    /// How XO reads it differently.
    pub reading: XoReading,
}

/// How XO reads a field differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XoReading {
    /// Month numbers start at 0: `1` is February.
    MonthsFromZero,
    /// A range of weekdays ends in 7, which XO reads as 0: `5-7` is empty, `0-7` is Sunday alone.
    RangeEndsInSeven,
    /// A range runs backwards and is empty; a field with nothing else means every value.
    BackwardRange,
    /// A `*` among other items of a list adds nothing: `*,5` is 5 alone.
    StarInList,
    /// Both day fields are restricted, one of them by a step on `*`: XO runs when either fits, cron when both do.
    EitherDay,
}

/// Lists what XO reads differently from crontab(5), in the order of the fields. Empty for a pattern that XO
/// refuses, for which [`super::Cron::parse`] says why.
#[must_use]
pub fn differences(pattern: &str) -> Vec<Difference> {
    let Ok(read) = fields(pattern) else { return Vec::new() };
    let mut differences: Vec<_> = read.iter().filter_map(difference).collect();
    differences.extend(either_day(&read));
    differences
}

fn difference(read: &ReadField<'_>) -> Option<Difference> {
    let usual = usual_set(read.field, read.text);
    if usual.is_some_and(|usual| same(read.field, usual, read.set)) {
        return None;
    }
    Some(Difference {
        field: read.field,
        written: written(read.text),
        xo: read.set,
        usual,
        reading: reading(read.field, read.text),
    })
}

fn either_day(read: &[ReadField<'_>; 5]) -> Option<Difference> {
    let [_, _, by_month, _, by_week] = read;
    if by_month.set.is_every() || by_week.set.is_every() {
        return None;
    }
    let starred = [by_month, by_week].into_iter().find(|day| day.text.starts_with("*/"))?;
    Some(Difference {
        field: starred.field,
        written: written(starred.text),
        xo: starred.set,
        usual: Some(starred.set),
        reading: XoReading::EitherDay,
    })
}

/// Returns the reason for a difference that is known to exist.
fn reading(field: Field, text: &str) -> XoReading {
    let backward = |item: &str| {
        let mut ends = ends(item).map(|end| usual_value(field, end));
        matches!((ends.next(), ends.next()), (Some(Some(start)), Some(Some(end))) if start > end)
    };
    if field == Field::DayOfWeek && text.split(',').any(|item| ends(item).nth(1) == Some("7")) {
        return XoReading::RangeEndsInSeven;
    }
    if text.split(',').any(backward) {
        return XoReading::BackwardRange;
    }
    if text.contains(',') && text.split(',').any(|item| item == "*") {
        return XoReading::StarInList;
    }
    // only month numbers are left: everything else reads the same in both dialects
    XoReading::MonthsFromZero
}

/// Reads a field as crontab(5) does, into XO's numbering; `None` where cron refuses it.
fn usual_set(field: Field, text: &str) -> Option<FieldSet> {
    let mut set = Vec::new();
    for item in text.split(',') {
        let (range, step) = item.split_once('/').unwrap_or((item, "1"));
        let step: usize = step.parse().ok().filter(|step| *step > 0)?;
        let (start, end) = usual_range(field, range)?;
        set.extend((start..=end).step_by(step).map(|value| match field {
            Field::Month => value - 1,
            Field::DayOfWeek if value == 7 => 0,
            _ => value,
        }));
    }
    Some(set.into_iter().collect())
}

fn usual_range(field: Field, range: &str) -> Option<(u8, u8)> {
    if range == "*" {
        return Some(usual_bounds(field));
    }
    let mut ends = ends(range).map(|end| usual_value(field, end));
    let start = ends.next()??;
    let end = ends.next().unwrap_or(Some(start))?;
    (start <= end).then_some((start, end))
}

fn usual_bounds(field: Field) -> (u8, u8) {
    match field {
        Field::Month => (1, 12),
        _ => field.bounds(),
    }
}

fn usual_value(field: Field, text: &str) -> Option<u8> {
    let (least, greatest) = usual_bounds(field);
    if let Some(position) = field.aliases().iter().position(|name| *name == text) {
        return u8::try_from(position).ok().map(|position| least + position);
    }
    let greatest = if field == Field::DayOfWeek { 7 } else { greatest };
    text.parse().ok().filter(|value| (least..=greatest).contains(value))
}

/// Returns the one or two ends of an item, without its step.
fn ends(item: &str) -> impl Iterator<Item = &str> {
    item.split('/').next().unwrap_or_default().split('-')
}

/// Returns whether two sets allow the same values; a full set equals one without restriction.
fn same(field: Field, a: FieldSet, b: FieldSet) -> bool {
    let (least, greatest) = field.bounds();
    (least..=greatest).all(|value| a.allows(value) == b.allows(value))
}

fn written(text: &str) -> String {
    text.chars().take(WRITTEN_MAX).collect()
}
