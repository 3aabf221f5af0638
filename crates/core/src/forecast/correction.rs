//! Probabilities corrected by what became of earlier forecasts of the same server.
//!
//! In: forecasts with what followed ([`Case`]). Out: for each kind of error one shift of the log-odds, which raises or
//! lowers all its probabilities together and keeps their order. The shift is the likeliest one under a prior centred on
//! zero, less its standard error: what the data do not support is not corrected. Pure.

use std::collections::BTreeMap;

use super::cases::Case;
use super::priors::SUREST;
use super::score::ScoredUnit;
use super::{Class, Forecast, Incident};
use crate::model::JobId;

/// Only the day after each forecast counts: longer periods overlap, and add little. Hours.
const HOURS: u32 = 24;

/// With fewer judged forecasts, one per day, nothing is corrected; guess: ten days are two rounds of most schedules.
const LEAST: usize = 10;

/// How much shifts vary among servers: the standard deviation of the prior, in log-odds. Guess: half of it turns 50 %
/// into 56 %, twice it into 73 %.
const PRIOR: f64 = 0.5;

/// A prediction less likely than this says nothing about the shift: surprises happen to all alike. Guess.
const PREDICTED_FROM: f64 = 0.02;

/// Steps to the likeliest shift; Newton's method needs fewer.
const STEPS: usize = 30;

/// How the probabilities of each kind of error are corrected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correction {
    /// Shifts of the log-odds; an error that stays as it is has none.
    shifts: Vec<(Incident, f64)>,
}

impl Correction {
    /// Learns from forecasts, one per day, as they were before any correction. Units of one job in one forecast count
    /// as one together, because they fail together.
    #[must_use]
    pub fn learnt(cases: &[Case]) -> Self {
        let judged: Vec<Case> =
            cases.iter().filter(|case| case.end(HOURS).is_some()).map(uncorrected).collect();
        if judged.len() < LEAST {
            return Self::default();
        }
        let of_error = |error: Incident| {
            let shift = shift(&judged.iter().flat_map(|case| judgements(case, error)).collect::<Vec<_>>());
            (shift != 0.0).then_some((error, shift))
        };
        Self { shifts: Incident::ALL.into_iter().filter_map(of_error).collect() }
    }

    /// Returns the shift of an error; 0 if it stays as it is.
    #[must_use]
    pub fn of(&self, error: Incident) -> f64 {
        self.shifts.iter().find(|(of, _)| *of == error).map_or(0.0, |(_, shift)| *shift)
    }

    /// Corrects a forecast: its predictions, and the backups that are due. What rules decide stays as it is.
    pub fn apply(&self, forecast: &mut Forecast) {
        if self.shifts.is_empty() {
            return;
        }
        for one in forecast.predictions.iter_mut().filter(|one| one.class != Class::Exact) {
            let shift = self.of(one.error);
            one.by.iter_mut().for_each(|(_, chance)| *chance = shifted(*chance, shift));
            one.shift = shift;
        }
        for run in &mut forecast.runs {
            let mut none = 1.0 - run.any;
            for (error, chance) in &mut run.chance {
                let new = shifted(*chance, self.of(*error));
                if *chance < 1.0 {
                    none *= (1.0 - new) / (1.0 - *chance);
                }
                *chance = new;
            }
            let most = run.chance.iter().map(|(_, chance)| *chance).fold(0.0, f64::max);
            run.any = (1.0 - none).clamp(most, 1.0);
            run.chance.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
        let longest = |one: &super::Prediction| one.by.last().map_or(0.0, |(_, chance)| *chance);
        forecast.predictions.sort_by(|a, b| longest(b).total_cmp(&longest(a)));
    }
}

/// Returns a forecast as it was before correction: a correction learnt from corrected forecasts would shrink as it
/// works.
fn uncorrected(case: &Case) -> Case {
    let mut case = case.clone();
    for one in &mut case.predictions {
        let back = -std::mem::take(&mut one.shift);
        one.by.iter_mut().for_each(|(_, chance)| *chance = shifted(*chance, back));
    }
    case
}

/// What was predicted, what came of it (0 to 1), and how much it counts.
type Judgement = (f64, f64, f64);

/// Lists what a forecast predicted for an error; the units of a job share a weight of 1.
fn judgements(case: &Case, error: Incident) -> Vec<Judgement> {
    let units = case.units(Some(error), HOURS);
    let jobs = case.possible.iter().filter(|(.., of)| *of == error).map(|(job, ..)| job);
    let predicted: Vec<_> = jobs.zip(&units).filter(|(_, unit)| unit.predicted >= PREDICTED_FROM).collect();
    let mut together: BTreeMap<&JobId, u32> = BTreeMap::new();
    predicted.iter().for_each(|(job, _)| *together.entry(*job).or_default() += 1);
    let judgement = |(job, unit): &(&JobId, &ScoredUnit)| {
        (unit.predicted, f64::from(u8::from(unit.occurred.is_some())), 1.0 / f64::from(together[*job]))
    };
    predicted.iter().map(judgement).collect()
}

/// Returns the likeliest shift, moved towards zero by one standard error.
fn shift(judgements: &[Judgement]) -> f64 {
    let pull = 1.0 / (PRIOR * PRIOR);
    let mut shift = 0.0;
    let mut weight = pull;
    for _ in 0..STEPS {
        let (mut slope, mut curve) = (-shift * pull, pull);
        for (predicted, occurred, counts) in judgements {
            let chance = logistic(odds(*predicted) + shift);
            slope += counts * (occurred - chance);
            curve += counts * chance * (1.0 - chance);
        }
        // a step is never longer than the prior is wide
        shift += (slope / curve).clamp(-PRIOR, PRIOR);
        weight = curve;
    }
    let error = weight.sqrt().recip();
    shift.signum() * (shift.abs() - error).max(0.0)
}

/// Returns a probability with its log-odds shifted; 0, and [`SUREST`] or more, stay as they are.
fn shifted(chance: f64, shift: f64) -> f64 {
    if shift == 0.0 || chance <= 0.0 || chance >= SUREST {
        return chance;
    }
    logistic(odds(chance) + shift).min(SUREST)
}

fn odds(chance: f64) -> f64 {
    let chance = chance.clamp(1e-6, 1.0 - 1e-6);
    (chance / (1.0 - chance)).ln()
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::cases::Occurrence;
    use crate::forecast::{Prediction, RunForecast};
    use crate::notation::NOW;
    use jiff::{SignedDuration, Timestamp};

    fn at(hours: i64) -> Timestamp {
        NOW.checked_add(SignedDuration::from_hours(hours)).unwrap()
    }

    /// Returns this many days on which the same is predicted for some VMs, and happens to all of them every `every`
    /// days.
    fn cases(days: i64, predicted: f64, vms: &[&str], every: i64) -> Vec<Case> {
        let comes = |day: &i64| every > 0 && day % every == 0;
        let event = |day: i64, vm: &&str| Occurrence {
            error: Incident::NoSpace,
            job: "job".into(),
            vm: Some((*vm).into()),
            at: at(24 * day + 5),
        };
        let events: Vec<Occurrence> =
            (0..days).filter(comes).flat_map(|day| vms.iter().map(move |vm| event(day, vm))).collect();
        let case = |day: i64| {
            let prediction = |vm: &&str| {
                let mut one = Prediction::kept(Incident::NoSpace, "job".into(), Some((*vm).into()));
                one.by = vec![(24, predicted), (168, predicted)];
                one
            };
            Case {
                made: at(24 * day),
                known_until: at(24 * days),
                predictions: vms.iter().map(prediction).collect(),
                possible: vms
                    .iter()
                    .map(|vm| ("job".into(), Some((*vm).into()), Incident::NoSpace))
                    .collect(),
                events: events.clone().into(),
            }
        };
        (0..days).map(case).collect()
    }

    #[test]
    fn only_what_the_data_bear() {
        let one = ["web"];
        let cases: [(&str, Vec<Case>, f64, f64); 9] = [
            ("nothing is known", vec![], 0.0, 0.0),
            ("too few days", cases(9, 0.5, &one, 1), 0.0, 0.0),
            ("as often as it was said", cases(40, 0.5, &one, 2), 0.0, 0.0),
            ("a little more often: noise", cases(12, 0.4, &one, 2), 0.0, 0.0),
            ("always, said one half", cases(40, 0.5, &one, 1), 0.4, 1.5),
            ("never, said one half", cases(40, 0.5, &one, 0), -1.5, -0.4),
            ("more days, more of it", cases(300, 0.5, &one, 0), -4.0, -1.5),
            ("many VMs of a job are one case", cases(40, 0.5, &["a", "b", "c", "d"], 0), -1.5, -0.4),
            ("what is all but excluded says nothing", cases(300, 0.01, &one, 1), 0.0, 0.0),
        ];
        for (what, cases, low, high) in cases {
            let shift = Correction::learnt(&cases).of(Incident::NoSpace);
            assert!((low..=high).contains(&shift), "{what}: {shift}");
        }
        let [one, many] = [&["a"][..], &["a", "b", "c", "d"]]
            .map(|vms| Correction::learnt(&cases_of(vms)).of(Incident::NoSpace));
        assert!((one - many).abs() < 1e-9, "{one} {many}");
    }

    /// A correction that works is learnt again from the forecasts that it corrected.
    #[test]
    fn what_was_corrected_teaches_the_same() {
        let raw = cases(60, 0.5, &["a"], 0);
        let correction = Correction::learnt(&raw);
        let corrected: Vec<Case> = raw
            .iter()
            .map(|case| {
                let mut forecast = Forecast { predictions: case.predictions.clone(), ..Forecast::default() };
                correction.apply(&mut forecast);
                Case { predictions: forecast.predictions, ..case.clone() }
            })
            .collect();
        assert_ne!(corrected[0].predictions[0].by, raw[0].predictions[0].by);
        let again = Correction::learnt(&corrected).of(Incident::NoSpace);
        assert!((again - correction.of(Incident::NoSpace)).abs() < 1e-9, "{again}");
    }

    fn cases_of(vms: &[&str]) -> Vec<Case> {
        cases(40, 0.5, vms, 0)
    }

    #[test]
    fn a_forecast_is_corrected() {
        let correction = Correction { shifts: vec![(Incident::NoSpace, -1.0)] };
        let made = |error, by: [f64; 2]| {
            let mut one = Prediction::kept(error, "job".into(), Some("web".into()));
            one.by = vec![(24, by[0]), (168, by[1])];
            one
        };
        let mut exact = made(Incident::NoSpace, [0.9, 0.9]);
        exact.class = Class::Exact;
        let run = RunForecast {
            job: "job".into(),
            schedule: None,
            at: at(1),
            vm: "web".into(),
            chance: vec![(Incident::NoSpace, 0.5), (Incident::ChainTooLong, 0.3)],
            any: 0.65,
        };
        let mut forecast = Forecast {
            predictions: vec![
                exact.clone(),
                made(Incident::NoSpace, [0.0, 0.8]),
                made(Incident::NoSpace, [0.5, SUREST]),
                made(Incident::ChainTooLong, [0.5, 0.7]),
            ],
            runs: vec![run],
            ..Forecast::default()
        };
        let before = forecast.clone();
        Correction::default().apply(&mut forecast);
        assert_eq!(forecast, before, "nothing was learnt");
        correction.apply(&mut forecast);
        let by: Vec<Vec<i32>> = forecast
            .predictions
            .iter()
            .map(|one| one.by.iter().map(|(_, chance)| (chance * 100.0).round() as i32).collect())
            .collect();
        assert_eq!(by, [[27, 97], [90, 90], [50, 70], [0, 60]]);
        let run = &forecast.runs[0];
        assert_eq!(run.chance[0].0, Incident::ChainTooLong);
        assert!((run.chance[1].1 - 0.269).abs() < 1e-3, "{run:?}");
        assert!((run.any - 0.488).abs() < 1e-3, "one of two that do not depend on each other: {run:?}");
    }
}
