//! How long a finding has been there, and whether it is worse than a day ago.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Analysis;
use crate::findings::{Finding, Pin, Severity, Trend};
use crate::forecast::score::LIKELY;
use crate::forecast::{HOURS, Prediction};
use crate::memory::{FindingSpan, PastForecast};

/// How a finding compares with itself a day ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Movement")]
pub enum SinceYesterday {
    /// It was not there.
    New,
    /// It was less severe then, or its measure has since moved the wrong way.
    Worse,
    /// Neither better nor worse.
    Same,
    /// It was more severe then, or its measure has since moved the right way.
    Better,
}

impl From<Option<Trend>> for SinceYesterday {
    fn from(trend: Option<Trend>) -> Self {
        match trend {
            None => Self::New,
            Some(Trend::Worse) => Self::Worse,
            Some(Trend::Same) => Self::Same,
            Some(Trend::Better) => Self::Better,
        }
    }
}

impl Analysis {
    /// Returns since when earlier observations have had a finding without a gap, and how it compares with a day ago;
    /// `None` if there is no earlier observation, or the latest one did not have it.
    #[must_use]
    pub fn since(&self, finding: &Finding) -> Option<(Timestamp, SinceYesterday)> {
        let name = finding.key().to_string();
        let first = self.memory().findings.partition_point(|span| span.name < name);
        let of_it = self.memory().findings[first..].iter().take_while(|span| span.name == name);
        since(&of_it.collect::<Vec<_>>(), finding, self.now())
    }
}

/// What earlier forecasts said about a prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PredictedBefore {
    /// When the first of the uninterrupted series of forecasts was made that predicted it as likely.
    pub since: Timestamp,
    /// How it compares with the forecast of about a day ago.
    pub change: SinceYesterday,
    /// The probability in that forecast; `None` if there was none.
    pub day_ago: Option<f64>,
}

/// Probabilities that differ by less than this count as equal; guess: draws alone move them by some hundredths.
const MOVED: f64 = 0.1;

/// A forecast at least this old is that of a day ago; less than a day, because observations may be an hour apart.
const A_DAY: SignedDuration = SignedDuration::from_hours(23);

/// A forecast at least this old belongs to another day.
const TWO_DAYS: SignedDuration = SignedDuration::from_hours(48);

impl Analysis {
    /// Returns since when a prediction has been made, and how it compares with a day ago; `None` if the previous
    /// forecast did not have it as likely, or there is none.
    #[must_use]
    pub fn predicted_before(&self, one: &Prediction) -> Option<PredictedBefore> {
        predicted_before(&self.memory().forecasts, one, self.now())
    }
}

fn predicted_before(forecasts: &[PastForecast], one: &Prediction, now: Timestamp) -> Option<PredictedBefore> {
    let longest = one.by.last().map(|(_, chance)| *chance)?;
    let chance = one.within(HOURS[HOURS.len() - 1]).unwrap_or(longest);
    let chance_in = |of: &PastForecast| of.chance(one.error.name(), &one.job.0, one.vm.as_ref());
    let likely = |of: &&PastForecast| chance_in(of).is_some_and(|chance| chance >= LIKELY);
    let since = forecasts.iter().rev().filter(|of| of.at < now).take_while(likely).last()?.at;
    let is_of_yesterday = |of: &&PastForecast| {
        let age = now.duration_since(of.at);
        (A_DAY..TWO_DAYS).contains(&age)
    };
    let yesterday = forecasts.iter().rev().find(is_of_yesterday);
    let day_ago = yesterday.map(|of| chance_in(of).unwrap_or(0.0));
    // what was all but excluded and is likely now is new
    let was_there = |then: &f64| *then > MOVED || *then >= LIKELY || chance < LIKELY;
    let trend = |then: f64| match chance - then {
        moved if moved > MOVED => Trend::Worse,
        moved if moved < -MOVED => Trend::Better,
        _ => Trend::Same,
    };
    let change = day_ago.filter(was_there).map(trend).into();
    Some(PredictedBefore { since, change, day_ago })
}

/// Compares a finding with what was known of it, by time.
fn since(known: &[&FindingSpan], finding: &Finding, now: Timestamp) -> Option<(Timestamp, SinceYesterday)> {
    let holds = |span: &FindingSpan, at| span.from <= at && span.until.is_none_or(|until| until > at);
    let before = known.iter().rev().find(|span| span.from < now)?;
    if before.until.is_some_and(|until| until < now) {
        return None;
    }
    let mut since = before.from;
    for span in known.iter().rev().skip_while(|span| span.from >= before.from) {
        if span.until != Some(since) {
            break;
        }
        since = span.from;
    }
    let yesterday = now.saturating_sub(SignedDuration::from_hours(24)).ok()?;
    let was = known.iter().find(|span| holds(span, yesterday));
    let change = was.and_then(|span| pin(span)).map(|pin| finding.against(&pin)).into();
    Some((since, change))
}

fn pin(span: &FindingSpan) -> Option<Pin> {
    let severity = Severity::named(&span.severity)?;
    Some(Pin { severity: Some(severity), quantities: span.quantities.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::World;
    use crate::findings::evidence::ChainDepth;
    use crate::findings::{Evidence, Subject, SubjectKind};
    use crate::memory::{Memory, PastPrediction};
    use crate::notation::NOW;

    fn at(hours: i64) -> Timestamp {
        NOW.checked_add(SignedDuration::from_hours(hours)).unwrap()
    }

    #[test]
    fn since_when_an_error_is_predicted() {
        let one = Prediction::sample(crate::forecast::Incident::NoSpace, "job", Some("web"), NOW);
        let said = |error: &str, job: &str, vm: Option<&str>, chance| PastPrediction {
            error: error.into(),
            job: job.into(),
            vm: vm.map(Into::into),
            chance,
        };
        let forecast = |hours: i64, chance: Option<f64>| {
            let one = chance.map(|chance| said("no_space", "job", Some("web"), chance));
            // of others, before and after it in any order
            let others = [
                said("rpo_missed", "job", Some("web"), 0.7),
                said("no_space", "job", Some("xeno"), 0.7),
                said("chain_too_long", "job", Some("web"), 0.7),
                said("no_space", "job", None, 0.7),
                said("no_space", "jab", Some("web"), 0.7),
            ];
            PastForecast::new(at(hours), one.into_iter().chain(others).collect())
        };
        let cases: [(&str, Vec<PastForecast>, Option<(i64, SinceYesterday, Option<f64>)>); 7] = [
            ("nothing was forecast", vec![], None),
            ("the last one did not have it", vec![forecast(-30, Some(0.9)), forecast(-1, None)], None),
            (
                "since an hour",
                vec![forecast(-24, None), forecast(-1, Some(0.9))],
                Some((-1, SinceYesterday::New, Some(0.0))),
            ),
            (
                "for days",
                vec![forecast(-50, Some(0.9)), forecast(-24, Some(0.85)), forecast(-1, Some(0.9))],
                Some((-50, SinceYesterday::Same, Some(0.85))),
            ),
            (
                "more likely",
                vec![forecast(-24, Some(0.6)), forecast(-1, Some(0.9))],
                Some((-24, SinceYesterday::Worse, Some(0.6))),
            ),
            (
                "it was less than likely",
                vec![forecast(-24, Some(0.3)), forecast(-1, Some(0.9))],
                Some((-1, SinceYesterday::Worse, Some(0.3))),
            ),
            ("no forecast a day ago", vec![forecast(-3, Some(0.9))], Some((-3, SinceYesterday::New, None))),
        ];
        for (what, forecasts, expected) in cases {
            let found = predicted_before(&forecasts, &one, NOW);
            let expected = expected.map(|(since, change, day_ago)| PredictedBefore {
                since: at(since),
                change,
                day_ago,
            });
            assert_eq!(found, expected, "{what}");
        }
    }

    #[test]
    fn how_long_and_whether_it_is_worse() {
        let warned = |from, until: Option<i64>| ("warning", 3, from, until);
        type Known = (&'static str, u64, i64, Option<i64>);
        let cases: [(&str, Vec<Known>, Option<(i64, SinceYesterday)>); 12] = [
            ("nothing is known", vec![], None),
            ("it came an hour ago", vec![warned(-1, None)], Some((-1, SinceYesterday::New))),
            ("it is there for days", vec![warned(-100, None)], Some((-100, SinceYesterday::Same))),
            ("it was gone", vec![warned(-100, Some(-50))], None),
            (
                "it came back",
                vec![warned(-100, Some(-50)), warned(-2, None)],
                Some((-2, SinceYesterday::New)),
            ),
            (
                "it was worse",
                vec![("critical", 3, -90, Some(-3)), warned(-3, None)],
                Some((-90, SinceYesterday::Better)),
            ),
            (
                "more snapshots were left",
                vec![("warning", 5, -90, Some(-3)), warned(-3, None)],
                Some((-90, SinceYesterday::Worse)),
            ),
            (
                "fewer snapshots were left",
                vec![("warning", 1, -90, Some(-30)), ("warning", 2, -30, Some(-3)), warned(-3, None)],
                Some((-90, SinceYesterday::Better)),
            ),
            (
                "it ended with this very reading",
                vec![warned(-100, Some(0))],
                Some((-100, SinceYesterday::Same)),
            ),
            (
                "it was milder",
                vec![("info", 3, -90, Some(-3)), warned(-3, None)],
                Some((-90, SinceYesterday::Worse)),
            ),
            ("it came a day ago to the minute", vec![warned(-24, None)], Some((-24, SinceYesterday::Same))),
            (
                "how severe it was is not known",
                vec![("huge", 3, -90, None)],
                Some((-90, SinceYesterday::New)),
            ),
        ];
        for (what, known, expected) in cases {
            let known: Vec<FindingSpan> = known
                .into_iter()
                .map(|(severity, left, from, until)| FindingSpan {
                    name: "x".into(),
                    subject: "disk".into(),
                    severity: severity.into(),
                    quantities: [("snapshots_left".to_owned(), left)].into(),
                    from: at(from),
                    until: until.map(at),
                })
                .collect();
            let evidence = ChainDepth { snapshots_left: 3, ..Default::default() };
            let subject = Subject { kind: SubjectKind::Vdi, id: "d".into(), name: "disk".into() };
            let finding = Finding::new(Severity::Warning, subject, Evidence::ChainDepth(evidence));
            let found = since(&known.iter().collect::<Vec<_>>(), &finding, NOW);
            assert_eq!(found, expected.map(|(since, change)| (at(since), change)), "{what}");
        }
    }

    /// The stay with the same name counts, among others whose names sort before and after it.
    #[test]
    fn a_finding_is_found_among_others() {
        let mut world = World::new("sr slow nfs 1TiB used 990GiB");
        world.thresholds.sr_used_percent = Some(80);
        let analysis = world.whole();
        let finding = &analysis.findings()[0];
        let name = finding.key().to_string();
        let span = |name: &str, from| FindingSpan {
            name: name.into(),
            subject: "any".into(),
            severity: "warning".into(),
            quantities: finding.pin().quantities,
            from: at(from),
            until: None,
        };
        let memory = |findings: Vec<FindingSpan>| Memory { findings, ..Memory::default() };
        let others = [span("A", -7), span(&format!("{name}/x"), -8), span("Z", -9)];
        let mut with_it = others.to_vec();
        with_it.insert(1, span(&name, -50));
        assert_eq!(world.remembering(memory(others.to_vec())).since(finding), None);
        assert_eq!(world.remembering(memory(with_it)).since(finding), Some((at(-50), SinceYesterday::Same)));
    }
}
