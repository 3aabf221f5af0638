//! For how long a finding has been there, and whether it is worse than a day ago.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Analysis;
use crate::findings::{Finding, Severity};
use crate::memory::Stay;

/// How a finding compares with itself a day ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was not there.
    New,
    /// It was less severe.
    Worse,
    /// It was as severe.
    Same,
    /// It was more severe.
    Better,
}

impl Analysis {
    /// Returns since when earlier readings have a finding without a gap, and how it compares with a day ago; none where no
    /// earlier reading is known, or the latest did not have it.
    #[must_use]
    pub fn stay(&self, finding: &Finding) -> Option<(Timestamp, Change)> {
        let name = finding.key().to_string();
        let first = self.memory().stays.partition_point(|stay| stay.name < name);
        let of_it = self.memory().stays[first..].iter().take_while(|stay| stay.name == name);
        stay(&of_it.collect::<Vec<_>>(), finding.severity, self.now())
    }
}

/// Looks at what was known of one finding, by time.
fn stay(known: &[&Stay], severity: Severity, now: Timestamp) -> Option<(Timestamp, Change)> {
    let holds = |stay: &Stay, at| stay.from <= at && stay.until.is_none_or(|until| until > at);
    let before = known.iter().rev().find(|stay| stay.from < now)?;
    if before.until.is_some_and(|until| until < now) {
        return None;
    }
    let mut since = before.from;
    for stay in known.iter().rev().skip_while(|stay| stay.from >= before.from) {
        if stay.until != Some(since) {
            break;
        }
        since = stay.from;
    }
    let yesterday = now.saturating_sub(SignedDuration::from_hours(24)).ok()?;
    let was = known.iter().find(|stay| holds(stay, yesterday));
    let change = match was.map(|stay| rank(&stay.severity).cmp(&rank_of(severity))) {
        None => Change::New,
        Some(std::cmp::Ordering::Less) => Change::Worse,
        Some(std::cmp::Ordering::Equal) => Change::Same,
        Some(std::cmp::Ordering::Greater) => Change::Better,
    };
    Some((since, change))
}

fn rank_of(severity: Severity) -> u8 {
    match severity {
        Severity::Info => 0,
        Severity::Warning => 1,
        Severity::Critical => 2,
    }
}

fn rank(severity: &str) -> u8 {
    match severity {
        "critical" => 2,
        "warning" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::NOW;

    fn at(hours: i64) -> Timestamp {
        NOW.checked_add(SignedDuration::from_hours(hours)).unwrap()
    }

    #[test]
    fn how_long_and_whether_it_is_worse() {
        let warned = |from, until: Option<i64>| ("warning", from, until);
        type Known = (&'static str, i64, Option<i64>);
        let cases: [(&str, Vec<Known>, Option<(i64, Change)>); 6] = [
            ("nothing is known", vec![], None),
            ("it came an hour ago", vec![warned(-1, None)], Some((-1, Change::New))),
            ("it is there for days", vec![warned(-100, None)], Some((-100, Change::Same))),
            ("it was gone", vec![warned(-100, Some(-50))], None),
            ("it came back", vec![warned(-100, Some(-50)), warned(-2, None)], Some((-2, Change::New))),
            (
                "it was worse",
                vec![("critical", -90, Some(-3)), warned(-3, None)],
                Some((-90, Change::Better)),
            ),
        ];
        for (what, known, expected) in cases {
            let known: Vec<Stay> = known
                .into_iter()
                .map(|(severity, from, until)| Stay {
                    name: "x".into(),
                    severity: severity.into(),
                    from: at(from),
                    until: until.map(at),
                })
                .collect();
            let found = stay(&known.iter().collect::<Vec<_>>(), Severity::Warning, NOW);
            assert_eq!(found, expected.map(|(since, change)| (at(since), change)), "{what}");
        }
    }
}
