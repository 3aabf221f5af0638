//! The answer: decided by the worst row or event, by the total expected failures, and by what was not read.

use jiff::Timestamp;

use super::unread::Unknowns;
use super::values::{Answer, Counts, DecidedBy, Event, Likelihood, POSSIBLE, Row, Status};

/// The most failing rows that may be expected in total under a "yes".
const EXPECTED_MOST: f64 = POSSIBLE;

/// Tolerance for sums of values that are rounded to three digits.
const ROUNDING: f64 = 1e-9;

pub(super) fn answer(
    rows: &[Row],
    left_out: u64,
    events: &[Event],
    blind: &Unknowns,
    until: Timestamp,
) -> Answer {
    let counts = Counts::of(rows);
    let row = rows.iter().map(|row| row.probability).fold(0.0, f64::max);
    let event = events.iter().map(|event| event.probability).fold(0.0, f64::max);
    let probability = f64::max(row, event);
    let expected: f64 = rows.iter().map(|row| row.shown).sum();
    let by_worst = if row >= event { DecidedBy::Row } else { DecidedBy::Event };
    let (status, decided_by) = match Likelihood::of(probability) {
        Likelihood::Certain | Likelihood::AlmostCertain => (Status::No, by_worst),
        Likelihood::Likely => (Status::ProbablyNot, by_worst),
        Likelihood::Possible => (Status::AtRisk, by_worst),
        Likelihood::Unlikely if expected > EXPECTED_MOST + ROUNDING => (Status::AtRisk, DecidedBy::Sum),
        Likelihood::Unlikely if !blind.needed.is_empty() => (Status::CannotTell, DecidedBy::Unread),
        Likelihood::Unlikely if counts.unknown > 0 => (Status::CannotTell, DecidedBy::Unread),
        Likelihood::Unlikely if left_out > 0 => (Status::CannotTell, DecidedBy::Unread),
        Likelihood::Unlikely if rows.is_empty() => (Status::NoneDue, DecidedBy::Nothing),
        Likelihood::Unlikely => (Status::Yes, DecidedBy::Nothing),
    };
    Answer {
        status,
        until,
        due: counts.due,
        left_out,
        failing: counts.failing,
        at_risk: counts.at_risk,
        unknown: counts.unknown,
        probability,
        likelihood: Likelihood::of(probability),
        decided_by,
        expected: super::risk::rounded(expected),
        unread: blind.needed.clone(),
        unread_besides: blind.besides.clone(),
    }
}
