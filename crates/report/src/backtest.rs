//! How good forecasts were: the scores as a document and as a table.
//!
//! In: forecasts with what followed. Out: a [`Backtest`], then text or JSON. Pure: the captures are read elsewhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blocks::{Block, Column, Document, Look, Paragraph, Rows, Section, Table, TableRow, Text};
use crate::predictions::error_of;
use crate::say::Say;
use crate::words::{Arg, key};
use xo_health_core::forecast::cases::Case;
use xo_health_core::forecast::score::{self, Score};
use xo_health_core::forecast::{HOURS, Incident as Error};
use xo_health_core::outlook;
use xo_health_core::units::count;

/// How good forecasts were.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Backtest {
    /// The number of forecasts scored.
    pub forecasts: u32,
    /// The captures that could not be scored, and why.
    pub left_out: Vec<String>,
    /// All errors together, per horizon.
    pub within: Vec<Figures>,
    /// Each error, within the longest horizon scored.
    pub errors: Vec<Figures>,
}

/// A line of figures.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// The error; null for all of them.
    pub error: Option<outlook::BackupError>,
    /// Hours after the forecast.
    pub within_hours: u32,
    /// How many errors could occur: combinations of job, VM and error.
    pub units: u32,
    /// How many occurred.
    #[serde(rename = "came")]
    pub occurred: u32,
    /// How many were predicted as more likely than not.
    #[serde(rename = "said")]
    pub predicted: u32,
    /// How many of those occurred.
    pub hits: u32,
    /// How many of those did not occur.
    pub false_alarms: u32,
    /// How many occurred without being predicted.
    pub missed: u32,
    /// The share of predicted errors that occurred.
    pub precision: Option<f64>,
    /// The share of errors that were predicted.
    pub recall: Option<f64>,
    /// Their harmonic mean.
    pub f1: Option<f64>,
    /// The Brier score: the mean square difference between the predicted probability and what happened.
    pub brier: f64,
    /// The skill compared with always predicting the base rate: 1 is perfect, 0 is no better.
    pub brier_skill: Option<f64>,
    /// The same skill for simply repeating the week before.
    pub brier_skill_of_repeating: Option<f64>,
    /// The harmonic mean of precision and recall for simply repeating the week before.
    pub f1_of_repeating: Option<f64>,
    /// The median number of hours from the forecast to a correctly predicted error.
    pub lead_hours: Option<f64>,
    /// The share of correctly predicted errors that occurred within the predicted window.
    pub window_coverage: Option<f64>,
    /// Ten bins of predicted probabilities.
    pub calibration: Vec<BinView>,
}

/// A bin of the calibration.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BinView {
    /// The number of units in it.
    pub units: u32,
    /// The mean predicted probability.
    #[serde(rename = "said")]
    pub predicted: f64,
    /// The share that occurred.
    #[serde(rename = "came")]
    pub occurred: f64,
}

/// Scores all cases; `left_out` names what could not become a case.
pub fn score(cases: &[Case], left_out: Vec<String>) -> Backtest {
    let longest = HOURS[HOURS.len() - 1];
    Backtest {
        forecasts: count(cases.len()),
        left_out,
        within: HOURS.iter().map(|&hours| figures_of(cases, None, hours)).collect(),
        errors: Error::ALL.iter().map(|&error| figures_of(cases, Some(error), longest)).collect(),
    }
}

/// Scores one error, or all, within this many hours, over the cases whose outcome is known that far.
pub(crate) fn figures_of(cases: &[Case], error: Option<Error>, hours: u32) -> Figures {
    figures(&Score::of(cases.iter().flat_map(|case| case.units(error, hours))), error, hours)
}

fn figures(score: &Score, error: Option<Error>, within_hours: u32) -> Figures {
    let digits = |value: f64| (value * 1000.0).round() / 1000.0;
    let bin = |bin: &score::Bin| BinView {
        units: bin.units,
        predicted: digits(bin.predicted),
        occurred: digits(bin.occurred),
    };
    Figures {
        error: error.map(error_of),
        within_hours,
        units: score.units,
        occurred: score.occurred,
        predicted: score.hits + score.false_alarms,
        hits: score.hits,
        false_alarms: score.false_alarms,
        missed: score.missed,
        precision: score.precision().map(digits),
        recall: score.recall().map(digits),
        f1: score.f1().map(digits),
        brier: digits(score.brier),
        brier_skill: score.skill().map(digits),
        brier_skill_of_repeating: score.skill_of_repeating().map(digits),
        f1_of_repeating: score.f1_of_repeating().map(digits),
        lead_hours: score.lead_hours.map(digits),
        window_coverage: score.coverage.map(digits),
        calibration: score.calibration.iter().map(bin).collect(),
    }
}

/// Composes the scores for people.
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

/// The headings of the columns of figures.
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

pub(crate) fn bin(bin: &BinView, say: &Say<'_>) -> Text {
    let percent = |value: f64| Arg::from(format!("{:.0}", value * 100.0));
    let args = [("n", bin.units.into()), ("said", percent(bin.predicted)), ("came", percent(bin.occurred))];
    say.words.say("backtest-bin", args)
}

fn row(name: Text, figures: &Figures) -> TableRow {
    let counts = [figures.units, figures.occurred, figures.predicted].map(|n| n.to_string());
    let shares = [figures.precision, figures.recall, figures.f1, figures.brier_skill].map(two);
    let numbers = counts.into_iter().chain(shares).map(Text::from);
    TableRow { cells: std::iter::once(name).chain(numbers).collect(), below: Vec::new() }
}

pub(crate) fn two(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use jiff::Timestamp;

    use super::*;
    use crate::render::{self, Style};
    use crate::words::Lang;
    use xo_health_core::forecast::Prediction;
    use xo_health_core::forecast::cases::Occurrence;
    use xo_health_core::model::ObjectId;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * 3600).unwrap()
    }

    fn cases() -> Vec<Case> {
        let event = |error, vm: Option<&str>, hours| Occurrence {
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
            possible: [
                possible(Error::NoSpace, Some("web")),
                possible(Error::RpoMissed, Some("web")),
                possible(Error::ChainTooLong, Some("web")),
                possible(Error::AlreadyRunning, None),
            ]
            .into(),
            events: [
                event(Error::NoSpace, Some("web"), 1010),
                event(Error::AlreadyRunning, None, 1050),
                event(Error::AlreadyRunning, None, 990),
                event(Error::ChainTooLong, Some("web"), 2000),
                event(Error::NoSpace, Some("later"), 1010),
            ]
            .into(),
        }]
    }

    #[test]
    fn scores_by_time_and_error() {
        let backtest = score(&cases(), Vec::new());
        let of = |figures: &Figures| (figures.units, figures.occurred, figures.predicted);
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
