//! How good the forecasts of a history were: by server, error and horizon, and compared with repeating the week before.
//!
//! The figures are those of [`backtest`](crate::backtest).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Named, pools};
use crate::backtest::{self, Figures, figures_of, two};
use crate::blocks::{Block, Column, Document, Look, Paragraph, Rows, Section, Table, TableRow, Text};
use crate::outlook::percent;
use crate::predictions::{error_of, rounded};
use crate::say::Say;
use crate::words::key;
use xo_health_core::forecast::Incident;
use xo_health_core::forecast::cases::{Case, Possible};
use xo_health_core::outlook::BackupError;
use xo_health_core::units::count;

/// The horizons scored, in hours: the next day, which decides what to do today, and the week.
pub const HORIZONS: [u32; 2] = [24, 168];

/// Predictions below this are not listed with what occurred. Guess: they are only what cannot be excluded.
const LISTED: f64 = 0.2;

/// How many rows of a list are shown.
const ROWS: usize = 12;

/// How good the forecasts of a history were.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HistoryScore {
    /// The servers, in the order in which they were first read.
    pub servers: Vec<ServerScore>,
}

/// How good the forecasts of a server were.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ServerScore {
    /// Its pools.
    pub pools: Vec<Named>,
    /// The number of forecasts kept; only the last one of each day (UTC) counts.
    pub forecasts: u32,
    /// When the first forecast was made.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub first_at: Option<Timestamp>,
    /// When the last forecast was made.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_at: Option<Timestamp>,
    /// Until when it is known what occurred: the latest reading with logs.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub known_until: Option<Timestamp>,
    /// The figures per horizon: a day, a week.
    pub horizons: Vec<Horizon>,
    /// The latest forecast whose day is over.
    pub latest: Option<Latest>,
}

/// The figures within this many hours.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Horizon {
    /// Hours after each forecast.
    pub within_hours: u32,
    /// The number of forecasts whose horizon has passed, so that they can be judged.
    pub forecasts: u32,
    /// All errors together.
    pub all: Figures,
    /// Each error.
    pub errors: Vec<Figures>,
}

/// A forecast, and what occurred within a day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Latest {
    /// When it was made.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// What was predicted or occurred, the most probable first.
    pub outcomes: Vec<ScoredForecast>,
}

/// An error that was predicted or occurred.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Outcome")]
pub struct ScoredForecast {
    /// The error.
    pub error: BackupError,
    /// The job.
    pub job: Named,
    /// The VM; null if it concerns the whole job.
    pub vm: Option<Named>,
    /// The probability predicted for that day.
    pub probability: f64,
    /// When it occurred; null if it did not.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub came_at: Option<Timestamp>,
}

impl ServerScore {
    /// Scores the forecasts of a server.
    #[must_use]
    pub fn of(pools: Vec<Named>, cases: &[Case], labels: &Labels) -> Self {
        let horizon = |&hours: &u32| Horizon {
            within_hours: hours,
            forecasts: count(cases.iter().filter(|case| case.end(hours).is_some()).count()),
            all: figures_of(cases, None, hours),
            errors: Incident::ALL.iter().map(|&error| figures_of(cases, Some(error), hours)).collect(),
        };
        let is_over = |case: &&Case| case.end(HORIZONS[0]).is_some();
        Self {
            pools,
            forecasts: count(cases.len()),
            first_at: cases.iter().map(|case| case.made).min(),
            last_at: cases.iter().map(|case| case.made).max(),
            known_until: cases.iter().map(|case| case.known_until).max(),
            horizons: HORIZONS.iter().map(horizon).collect(),
            latest: cases
                .iter()
                .filter(is_over)
                .max_by_key(|case| case.made)
                .map(|case| latest(case, labels)),
        }
    }
}

fn latest(case: &Case, labels: &Labels) -> Latest {
    let hours = HORIZONS[0];
    let units = case.units(None, hours);
    let outcome =
        |((job, vm, error), (predicted, occurred)): (&Possible, (f64, Option<Timestamp>))| ScoredForecast {
            error: error_of(*error),
            job: Named::of(&job.0, labels),
            vm: vm.as_ref().map(|vm| Named::of(vm, labels)),
            probability: rounded(predicted),
            came_at: occurred,
        };
    let judged = case.possible.iter().zip(units.iter().map(|unit| (unit.predicted, unit.occurred)));
    let is_listed = |(_, (predicted, occurred)): &(&Possible, (f64, Option<Timestamp>))| {
        occurred.is_some() || *predicted >= LISTED
    };
    let mut outcomes: Vec<ScoredForecast> = judged.filter(is_listed).map(outcome).collect();
    // the sort is stable: equal errors stay in the order of jobs and VMs
    outcomes.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    Latest { made_at: case.made, outcomes }
}

/// Composes the scores for people.
pub fn compose(score: &HistoryScore, say: &Say<'_>) -> Document {
    let words = say.words;
    let mut document = Document::default();
    if score.servers.is_empty() {
        document.push(Section::of([Paragraph::plain(0, words.phrase("history-empty"))]));
    }
    for server in &score.servers {
        let title = words.say("score-title", [("pools", pools(&server.pools).into())]);
        let mut section = Section::titled(title.in_look(Look::Strong));
        section.blocks.push(Paragraph::plain(0, about(server, say)));
        document.push(section);
        for horizon in server.horizons.iter().filter(|horizon| horizon.forecasts > 0) {
            document.push(of_horizon(horizon, say));
        }
        if server.horizons.iter().any(|horizon| horizon.forecasts > 0) {
            document.push(Section::of([Paragraph::plain(0, words.phrase("score-key"))]));
        }
        if let Some(latest) = &server.latest {
            document.push(of_latest(latest, say));
        }
    }
    document
}

fn about(server: &ServerScore, say: &Say<'_>) -> Text {
    let at = |at: Option<Timestamp>| Say::or_none(at.map(|at| say.instant(at)));
    let args = [
        ("n", server.forecasts.into()),
        ("from", at(server.first_at)),
        ("to", at(server.last_at)),
        ("known", at(server.known_until)),
    ];
    say.words.say("score-about", args)
}

/// The headings of the columns of figures.
const COLUMNS: [&str; 8] = [
    "score-error",
    "score-hits",
    "score-false",
    "score-missed",
    "score-brier",
    "score-skill",
    "score-repeating",
    "score-lead",
];

fn of_horizon(horizon: &Horizon, say: &Say<'_>) -> Section {
    let words = say.words;
    let args = [("hours", horizon.within_hours.into()), ("n", horizon.forecasts.into())];
    let mut section = Section::titled(words.say("score-within", args).in_look(Look::Strong));
    let column =
        |(at, id): (usize, &str)| Column { head: words.phrase(id).into(), is_number: at > 0, least: 5 };
    let errors =
        horizon.errors.iter().map(|of| row(of.error.map(|error| key(&error)).unwrap_or_default(), of));
    let all = row(words.phrase("score-all"), &horizon.all);
    section.blocks.push(Block::Table(Table {
        columns: COLUMNS.into_iter().enumerate().map(column).collect(),
        rows: Rows::all(errors.chain([all]).collect()),
    }));
    let bins = horizon.all.calibration.iter().filter(|bin| bin.units > 0);
    let bins: Vec<Block> = bins.map(|bin| Paragraph::plain(1, backtest::bin(bin, say))).collect();
    if !bins.is_empty() {
        section.blocks.push(Paragraph::plain(0, words.phrase("backtest-calibration")));
        section.blocks.extend(bins);
    }
    section
}

fn row(name: String, figures: &Figures) -> TableRow {
    let counts = [figures.hits, figures.false_alarms, figures.missed].map(|n| n.to_string());
    let brier = if figures.units == 0 { "-".to_owned() } else { format!("{:.3}", figures.brier) };
    let lead = figures.lead_hours.map_or("-".to_owned(), |hours| format!("{hours:.0} h"));
    let skills = [figures.brier_skill, figures.brier_skill_of_repeating].map(two);
    let numbers = counts.into_iter().chain([brier]).chain(skills).chain([lead]).map(Text::from);
    TableRow { cells: std::iter::once(Text::from(name)).chain(numbers).collect(), below: Vec::new() }
}

fn of_latest(latest: &Latest, say: &Say<'_>) -> Section {
    let words = say.words;
    let title = words.say("score-latest", [("at", say.instant(latest.made_at).into())]);
    let mut section = Section::titled(title.in_look(Look::Strong));
    if latest.outcomes.is_empty() {
        section.blocks.push(Paragraph::plain(0, words.phrase("score-latest-nothing")));
        return section;
    }
    let line = |outcome: &ScoredForecast| {
        let about = match &outcome.vm {
            Some(vm) => {
                words.say("score-of-vm", [("vm", vm.text().into()), ("job", outcome.job.text().into())])
            }
            None => outcome.job.text(),
        };
        let after = outcome.came_at.map(|at| words.duration(at.duration_since(latest.made_at)));
        let args = [
            ("percent", percent(outcome.probability).into()),
            ("error", key(&outcome.error).into()),
            ("about", about.into()),
            ("after", Say::or_none(after)),
        ];
        words.say("score-outcome", args)
    };
    section.blocks.push(Block::Items(say.rows(&latest.outcomes, ROWS, line)));
    section
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::render::{self, Style};
    use crate::words::Lang;
    use jiff::SignedDuration;
    use xo_health_core::forecast::cases::{Occurrence, possible};
    use xo_health_core::forecast::{HOURS, Prediction};
    use xo_health_core::model::ObjectId;
    use xo_health_core::notation::NOW;

    fn day(day: i64) -> Timestamp {
        NOW.checked_add(SignedDuration::from_hours(24 * day)).unwrap()
    }

    fn predicted(error: Incident, vm: Option<&str>, by: [f64; 3]) -> Prediction {
        let mut one = Prediction::kept(error, "nightly".into(), vm.map(ObjectId::new));
        one.by = HOURS.into_iter().zip(by).collect();
        one
    }

    /// Returns ten daily forecasts: a full SR is predicted and occurs on the fifth day; a chain that is too long occurs
    /// on the sixth without being predicted.
    fn cases() -> Vec<Case> {
        let vms = ["web", "mail"].map(|vm| ("nightly".into(), Some(ObjectId::new(vm))));
        let covered: Vec<_> = std::iter::once(("nightly".into(), None)).chain(vms).collect();
        let event =
            |error, at| Occurrence { error, job: "nightly".into(), vm: Some(ObjectId::new("web")), at };
        let events = [event(Incident::NoSpace, day(5)), event(Incident::ChainTooLong, day(6))];
        let case = |at: i64| {
            let full = match at {
                ..4 => [0.1, 0.3, 0.8],
                4 => [0.95, 1.0, 1.0],
                _ => [0.6, 0.7, 0.8],
            };
            Case {
                made: day(at) - SignedDuration::from_hours(1),
                known_until: day(10),
                predictions: vec![predicted(Incident::NoSpace, Some("web"), full)],
                possible: possible(&covered, &Incident::ALL).into(),
                events: events.clone().into(),
            }
        };
        (0..10).map(case).collect()
    }

    fn score() -> HistoryScore {
        let labels = [("nightly", "Nightly"), ("web", "web server")];
        let labels: Labels = labels.map(|(id, name)| (ObjectId::new(id), name.to_owned())).into();
        let pools = vec![Named { id: "p".to_owned(), name: Some("pool one".to_owned()) }];
        HistoryScore { servers: vec![ServerScore::of(pools, &cases(), &labels)] }
    }

    /// Only forecasts whose horizon has passed are judged: the last one has its day, but the last seven do not
    /// have their week.
    #[test]
    fn each_is_judged_once_its_time_has_come() {
        let score = score();
        let [day, week] = &score.servers[0].horizons[..] else { panic!() };
        assert_eq!((day.within_hours, day.forecasts), (24, 10));
        assert_eq!((week.within_hours, week.forecasts), (168, 4));
        let of = |of: &Figures| (of.hits, of.false_alarms, of.missed);
        assert_eq!(of(&day.errors[0]), (1, 5, 0), "said on the day before, and each day after it");
        assert_eq!(of(&day.errors[1]), (0, 0, 1));
        assert_eq!(of(&week.errors[0]), (4, 0, 0));
        assert_eq!(of(&day.all), (1, 5, 1));
    }

    #[test]
    fn screens() {
        for lang in [Lang::En, Lang::Ja] {
            let style = Style { lang, ..Style::default() };
            let shown = compose(&score(), &Say::new(&style, day(10)));
            assert_snapshot!(format!("score_{}", lang.tag()), render::text::render(&shown, &style));
            let empty = compose(&HistoryScore { servers: Vec::new() }, &Say::new(&style, day(10)));
            assert_snapshot!(format!("empty_{}", lang.tag()), render::text::render(&empty, &style));
        }
    }
}
