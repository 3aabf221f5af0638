//! How good forecasts were: the scores as a document, and as a table.
//!
//! In: forecasts with what followed them. Out: a [`Backtest`], then text or JSON. Pure: the captures are read elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blocks::{Block, Column, Document, Look, Paragraph, Row, Rows, Section, Table, Text};
use crate::predictions::error_of;
use crate::say::Say;
use crate::words::{Arg, key};
use xo_health_core::analysis::Analysis;
use xo_health_core::backup::{FailureKind, Plan, is_refused};
use xo_health_core::forecast::score::{Score, Unit};
use xo_health_core::forecast::{HOURS, Incident as Error, Prediction};
use xo_health_core::model::{JobId, ObjectId, Observation, Run};
use xo_health_core::outlook;

/// An error that came.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Which.
    pub error: Error,
    /// The job that met it.
    pub job: JobId,
    /// The VM; none where it concerns the job.
    pub vm: Option<ObjectId>,
    /// When.
    pub at: Timestamp,
}

/// A forecast and what followed.
#[derive(Clone, Debug)]
pub struct Case {
    /// When it was made.
    pub made: Timestamp,
    /// Until when it is known what followed.
    pub known_until: Timestamp,
    /// What was said.
    pub predictions: Vec<Prediction>,
    /// What could happen: jobs with the VMs they name, errors that are watched.
    pub possible: Vec<(JobId, Option<ObjectId>, Error)>,
    /// What came, before and after.
    pub events: Vec<Event>,
}

/// The errors that logs report: none says when an RPO was missed.
pub const LOGGED: [Error; 4] =
    [Error::NoSpace, Error::ChainTooLong, Error::UnhealthyChain, Error::AlreadyRunning];

impl Case {
    /// Takes the forecast of an analysis; `events` came before and after it, as far as `known_until`.
    pub fn of(analysis: &Analysis, watched: &[Error], known_until: Timestamp, events: Vec<Event>) -> Self {
        Self {
            made: analysis.now(),
            known_until,
            predictions: analysis.forecast().map(|forecast| forecast.predictions.clone()).unwrap_or_default(),
            possible: possible(analysis.plan(), watched),
            events,
        }
    }
}

/// Lists the errors that the logs of a capture hold: those of [`LOGGED`].
pub fn logged(observation: &Observation) -> Vec<Event> {
    let runs = observation.backups.runs.iter().flatten();
    runs.filter_map(|run| Some((run.job.as_ref()?, run))).flat_map(|(job, run)| of_run(job, run)).collect()
}

fn of_run(job: &JobId, run: &Run) -> Vec<Event> {
    let refused = run.start.filter(|_| is_refused(run));
    let refused = refused.map(|at| Event { error: Error::AlreadyRunning, job: job.clone(), vm: None, at });
    let failed = run.vms.iter().filter(|vm| vm.whole.status.went_wrong());
    let of_vms = failed.filter_map(|vm| {
        let error = vm.whole.error.as_deref().and_then(FailureKind::of)?;
        let at = vm.whole.end().or(vm.whole.start())?;
        Some(Event { error: error.into(), job: job.clone(), vm: vm.vm.clone(), at })
    });
    refused.into_iter().chain(of_vms).collect()
}

/// Lists what could happen to the jobs of a plan and the VMs they name: the errors of `watched`.
fn possible(plan: &Plan, watched: &[Error]) -> Vec<(JobId, Option<ObjectId>, Error)> {
    let mut all = Vec::new();
    for planned in plan.jobs() {
        let id = &planned.job.id;
        for &error in watched {
            if error == Error::AlreadyRunning {
                all.push((id.clone(), None, error));
                continue;
            }
            let vms = planned.selection.vms.iter().filter(|selected| selected.vm.is_some());
            all.extend(vms.map(|selected| (id.clone(), Some(selected.id.clone()), error)));
        }
    }
    all
}

/// How good forecasts were.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Backtest {
    /// Forecasts that were scored.
    pub forecasts: u32,
    /// What could not be scored, and why.
    pub left_out: Vec<String>,
    /// All errors together, by hours.
    pub within: Vec<Figures>,
    /// Each error, within the longest time that is scored.
    pub errors: Vec<Figures>,
}

/// A line of figures.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// The error; null for all of them.
    pub error: Option<outlook::Error>,
    /// Hours after the forecast.
    pub within_hours: u32,
    /// What could happen: jobs, VMs and errors.
    pub units: u32,
    /// What came.
    pub came: u32,
    /// What was said to be likelier than not.
    pub said: u32,
    /// The part of it that came.
    pub precision: Option<f64>,
    /// The part of what came that was said.
    pub recall: Option<f64>,
    /// Their harmonic mean.
    pub f1: Option<f64>,
    /// The mean square of what was said less what came.
    pub brier: f64,
    /// Against always saying how often it comes: 1 is perfect, 0 no better.
    pub brier_skill: Option<f64>,
    /// The same of repeating the week before.
    pub brier_skill_of_repeating: Option<f64>,
    /// Hours from the forecast to what was rightly predicted, in the middle.
    pub lead_hours: Option<f64>,
    /// Of what was rightly predicted, the part whose window held the instant.
    pub window_coverage: Option<f64>,
    /// Ten bins of what was said.
    pub calibration: Vec<BinView>,
}

/// A bin of the calibration.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BinView {
    /// Units in it.
    pub units: u32,
    /// The mean of what was said.
    pub said: f64,
    /// The part that came.
    pub came: f64,
}

/// Scores all cases; `left_out` names what is no case.
pub fn score(cases: &[Case], left_out: Vec<String>) -> Backtest {
    let figures = |error: Option<Error>, hours: u32| {
        let units: Vec<Unit> = cases.iter().flat_map(|case| units(case, error, hours)).collect();
        figures(&Score::of(&units), error, hours)
    };
    let longest = HOURS[HOURS.len() - 1];
    Backtest {
        forecasts: u32::try_from(cases.len()).unwrap_or(u32::MAX),
        left_out,
        within: HOURS.iter().map(|&hours| figures(None, hours)).collect(),
        errors: Error::ALL.iter().map(|&error| figures(Some(error), longest)).collect(),
    }
}

/// A job, a VM and an error.
type Key<'a> = (&'a JobId, Option<&'a ObjectId>, Error);

/// Lists the units of a case, when it is known what followed within so many hours.
fn units(case: &Case, only: Option<Error>, hours: u32) -> Vec<Unit> {
    let end = case.made.checked_add(SignedDuration::from_hours(hours.into())).unwrap_or(Timestamp::MAX);
    if end > case.known_until {
        return Vec::new();
    }
    let week_before = case.made.checked_sub(SignedDuration::from_hours(7 * 24)).unwrap_or(Timestamp::MIN);
    let mut came: BTreeMap<Key<'_>, Timestamp> = BTreeMap::new();
    let mut before: BTreeSet<Key<'_>> = BTreeSet::new();
    for event in &case.events {
        let key = (&event.job, event.vm.as_ref(), event.error);
        if event.at > case.made && event.at <= end {
            let first = came.entry(key).or_insert(event.at);
            *first = event.at.min(*first);
        } else if event.at <= case.made && event.at > week_before {
            before.insert(key);
        }
    }
    let said: BTreeMap<Key<'_>, &Prediction> =
        case.predictions.iter().map(|one| ((&one.job, one.vm.as_ref(), one.error), one)).collect();
    let wanted = case.possible.iter().filter(|(.., error)| only.is_none_or(|only| only == *error));
    wanted
        .map(|(job, vm, error)| {
            let key = (job, vm.as_ref(), *error);
            let prediction = said.get(&key);
            let chance =
                |one: &&Prediction| one.by.iter().find(|(by, _)| *by == hours).map(|(_, chance)| *chance);
            Unit {
                said: prediction.and_then(chance).unwrap_or(0.0),
                window: prediction.and_then(|one| one.window),
                came: came.get(&key).copied(),
                before: before.contains(&key),
                made: case.made,
            }
        })
        .collect()
}

fn figures(score: &Score, error: Option<Error>, within_hours: u32) -> Figures {
    let digits = |value: f64| (value * 1000.0).round() / 1000.0;
    let bin = |bin: &xo_health_core::forecast::score::Bin| BinView {
        units: bin.units,
        said: digits(bin.said),
        came: digits(bin.came),
    };
    Figures {
        error: error.map(error_of),
        within_hours,
        units: score.units,
        came: score.came,
        said: score.hits + score.false_alarms,
        precision: score.precision().map(digits),
        recall: score.recall().map(digits),
        f1: score.f1().map(digits),
        brier: digits(score.brier),
        brier_skill: score.skill().map(digits),
        brier_skill_of_repeating: score.skill_of_repeating().map(digits),
        lead_hours: score.lead_hours.map(digits),
        window_coverage: score.coverage.map(digits),
        calibration: score.calibration.iter().map(bin).collect(),
    }
}

/// Composes it for people.
pub fn compose(backtest: &Backtest, say: &Say<'_>) -> Document {
    let words = say.words;
    let mut document = Document::default();
    let title = words.say("backtest", [("n", backtest.forecasts.into())]);
    document.push(Section::titled(title.in_look(Look::Strong)));
    document.push(Section::of([Block::Table(table(backtest, say))]));
    let left_out = |what: &String| {
        let label = words.phrase("backtest-left-out") + " ";
        Paragraph::labelled(0, label, Text::name(what, u16::MAX))
    };
    let mut left_out: Vec<Block> = backtest.left_out.iter().map(left_out).collect();
    if let Some(longest) = backtest.within.last() {
        document.push(Section::of([Paragraph::plain(0, more(longest, say))]));
        let mut section = Section::titled(Text::strong(words.phrase("backtest-calibration")));
        let bins = longest.calibration.iter().filter(|bin| bin.units > 0);
        section.blocks.extend(bins.map(|of| Paragraph::plain(1, bin(of, say))));
        section.blocks.append(&mut left_out);
        document.push(section);
    }
    document.push(Section::of(left_out));
    document
}

/// The words above the columns of figures.
const COLUMNS: [&str; 8] = [
    "backtest-within",
    "backtest-units",
    "backtest-came",
    "backtest-said",
    "backtest-precision",
    "backtest-recall",
    "backtest-f1",
    "backtest-skill",
];

fn table(backtest: &Backtest, say: &Say<'_>) -> Table {
    let words = say.words;
    let column =
        |(at, id): (usize, &str)| Column { head: words.phrase(id).into(), is_number: at > 0, least: 5 };
    let hours = |of: &Figures| row(words.say("backtest-hours", [("hours", of.within_hours.into())]), of);
    let error = |of: &Figures| row(of.error.map(|error| key(&error)).unwrap_or_default().into(), of);
    Table {
        columns: COLUMNS.into_iter().enumerate().map(column).collect(),
        rows: Rows::all(backtest.within.iter().map(hours).chain(backtest.errors.iter().map(error)).collect()),
    }
}

fn more(longest: &Figures, say: &Say<'_>) -> Text {
    let hours = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.0}"));
    let share = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{:.0}", value * 100.0));
    let args = [
        ("lead", hours(longest.lead_hours).into()),
        ("coverage", share(longest.window_coverage).into()),
        ("skill", two(longest.brier_skill).into()),
        ("repeating", two(longest.brier_skill_of_repeating).into()),
    ];
    say.words.say("backtest-more", args)
}

fn bin(bin: &BinView, say: &Say<'_>) -> Text {
    let percent = |value: f64| Arg::from(format!("{:.0}", value * 100.0));
    let args = [("n", bin.units.into()), ("said", percent(bin.said)), ("came", percent(bin.came))];
    say.words.say("backtest-bin", args)
}

fn row(name: Text, figures: &Figures) -> Row {
    let counts = [figures.units, figures.came, figures.said].map(|n| n.to_string());
    let shares = [figures.precision, figures.recall, figures.f1, figures.brier_skill].map(two);
    let numbers = counts.into_iter().chain(shares).map(Text::from);
    Row { cells: std::iter::once(name).chain(numbers).collect(), below: Vec::new() }
}

fn two(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::render::{self, Style};
    use crate::words::Lang;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * 3600).unwrap()
    }

    fn cases() -> Vec<Case> {
        let event = |error, vm: Option<&str>, hours| Event {
            error,
            job: "job".into(),
            vm: vm.map(ObjectId::new),
            at: at(hours),
        };
        let possible = |error, vm: Option<&str>| ("job".into(), vm.map(ObjectId::new), error);
        vec![Case {
            made: at(1000),
            known_until: at(1000 + 336),
            predictions: vec![
                Prediction::sample(Error::NoSpace, "job", Some("web"), at(1010)),
                Prediction::sample(Error::RpoMissed, "job", Some("web"), at(1010)),
            ],
            possible: vec![
                possible(Error::NoSpace, Some("web")),
                possible(Error::RpoMissed, Some("web")),
                possible(Error::ChainTooLong, Some("web")),
                possible(Error::AlreadyRunning, None),
            ],
            events: vec![
                event(Error::NoSpace, Some("web"), 1010),
                event(Error::AlreadyRunning, None, 1050),
                event(Error::AlreadyRunning, None, 990),
                event(Error::ChainTooLong, Some("web"), 2000),
                event(Error::NoSpace, Some("later"), 1010),
            ],
        }]
    }

    #[test]
    fn scores_by_time_and_error() {
        let backtest = score(&cases(), Vec::new());
        let of = |figures: &Figures| (figures.units, figures.came, figures.said);
        assert_eq!(backtest.within.iter().map(of).collect::<Vec<_>>(), [(4, 1, 2), (4, 2, 2), (4, 2, 2)]);
        assert_eq!(of(&backtest.errors[0]), (1, 1, 1));
        assert_eq!(backtest.within[2].precision, Some(0.5));
    }

    #[test]
    fn what_is_not_known_yet_is_not_scored() {
        let mut cases = cases();
        cases[0].known_until = at(1000 + 80);
        let units: Vec<u32> = score(&cases, Vec::new()).within.iter().map(|figures| figures.units).collect();
        assert_eq!(units, [4, 4, 0]);
    }

    #[test]
    fn screens() {
        let backtest = score(&cases(), vec!["x.json: it has no truth".to_owned()]);
        for lang in [Lang::En, Lang::Ja] {
            let style = Style { lang, ..Style::default() };
            assert_snapshot!(
                format!("backtest_{}", lang.tag()),
                render::text::render(&compose(&backtest, &Say::new(&style, at(0))), &style)
            );
        }
    }
}
