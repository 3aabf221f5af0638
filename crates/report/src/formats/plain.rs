//! One line for each thing, sorted, without instants and exact numbers: two reports of the same state are the same
//! text, and `diff` of yesterday's and today's shows what appeared and what went away.
//!
//! A line begins with its subject, so that related lines are together: the answer, then each SR, each backup due (its
//! runs folded), each prediction, each finding, each step, what could not be read.

use std::collections::BTreeMap;

use super::{FormatError, Page, Part};
use crate::outlook::OutlookFormatter;
use crate::say::Say;
use crate::words::{Words, key};
use crate::{FindingView, PredictionView, Report, SrView};
use xo_health_core::display;
use xo_health_core::outlook::{Likelihood, Outcome, Row};

/// The unit in which free space is written: a twentieth of the SR, in percent. Smaller changes are not news.
const TWENTIETH: u64 = 5;

/// Writes the lines.
pub(super) fn write(parts: &[Part<'_>], page: &Page<'_>) -> Result<String, FormatError> {
    let mut lines = Vec::new();
    for part in parts {
        let own = match part.of {
            Ok(report) => of_report(report, page),
            Err(why) => vec![format!("unread: {}", line(why))],
        };
        let server = part.name().map(|name| format!("{}: ", line(&name))).unwrap_or_default();
        lines.extend(own.into_iter().map(|line| format!("{server}{line}")));
    }
    if parts.len() > 1 {
        // the given order is by severity, which changes from day to day
        lines.sort();
    }
    lines.push(String::new());
    Ok(lines.join("\n"))
}

fn of_report(report: &Report, page: &Page<'_>) -> Vec<String> {
    let say = Say::new(page.style, report.observed_at);
    let formatter = OutlookFormatter::of(report, &say);
    let words = page.words();
    let groups: [Vec<String>; 6] = [
        report.srs.iter().map(of_sr).collect(),
        backups(report, formatter),
        report.predictions.iter().filter_map(|one| prediction(one, formatter)).collect(),
        report.findings.iter().map(|view| finding(view, words)).collect(),
        report
            .outlook
            .plan
            .steps
            .iter()
            .map(|step| format!("do: {}", formatter.what(step).plain()))
            .collect(),
        report.unread.iter().map(|one| format!("unread: {}", words.gap(one).what.plain())).collect(),
    ];
    let mut lines = vec![format!("answer: {}", key(&report.outlook.answer.status))];
    for mut group in groups {
        group.iter_mut().for_each(|text| *text = line(text));
        group.sort();
        group.dedup();
        lines.extend(group);
    }
    lines
}

/// Replaces line feeds and other control characters, which a name may contain.
fn line(text: &str) -> String {
    text.chars().map(|c| if display::is_plain(c) { c } else { ' ' }).collect()
}

fn of_sr(sr: &SrView) -> String {
    let share = |(free, size): (u64, u64)| {
        let twentieths = u128::from(free) * u128::from(100 / TWENTIETH);
        twentieths.checked_div(size.into()).map(|n| n.saturating_mul(TWENTIETH.into()).min(100))
    };
    let sizes = sr.free_bytes.zip(sr.size_bytes).map(|(free, size)| (free.0, size.0));
    let free = sizes.and_then(share).map(|percent| format!("{percent} % free"));
    let free = free.unwrap_or_else(|| "free space unknown".to_owned());
    let waits =
        if sr.pending_inner > 0 || sr.pending_leaf > 0 { "merges pending" } else { "nothing to merge" };
    format!("sr {}: {free}, {waits}", sr.name)
}

/// Folds the runs of a day: the worst outcome for each VM of a job, and its error.
fn backups(report: &Report, formatter: OutlookFormatter<'_>) -> Vec<String> {
    let mut worst: BTreeMap<(String, String), &Row> = BTreeMap::new();
    for row in &report.outlook.rows {
        let known =
            worst.entry((formatter.names.job(&row.job_id), formatter.names.vm(&row.vm_id))).or_insert(row);
        if row.probability > known.probability {
            *known = row;
        }
    }
    let of = |((job, vm), row): ((String, String), &Row)| {
        let error = row.error.filter(|_| row.outcome != Outcome::Ok);
        let error = error
            .map(|error| format!(", {}", formatter.what_fails(error, row.cause.as_ref()).plain()))
            .unwrap_or_default();
        format!("backup {job} / {vm}: {}{error}", key(&row.outcome))
    };
    worst.into_iter().map(of).collect()
}

/// Writes a prediction if it is at least possible: less likely ones come and go with the draws.
fn prediction(one: &PredictionView, formatter: OutlookFormatter<'_>) -> Option<String> {
    let likelihood = Likelihood::of(one.probability_by.last()?.probability);
    let vm = one.vm_name.as_ref().map(|vm| format!(" / {vm}")).unwrap_or_default();
    let (error, word) = (formatter.error(one.error).plain(), formatter.likelihood(likelihood).plain());
    (likelihood != Likelihood::Unlikely).then(|| format!("prediction {}{vm}: {error}, {word}", one.job_name))
}

fn finding(view: &FindingView, words: &'static Words) -> String {
    let (finding, subject) = (&view.finding, &view.finding.subject);
    let (number, title) = (finding.code.number(), words.title(finding.code));
    let severity = words.severity(finding.severity);
    format!("finding XOH-{number} {} {}: {title} ({severity})", key(&subject.kind), subject.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_on_its_line() {
        assert_eq!(line("a\nb\u{1b}[2Jc"), "a b [2Jc");
    }
}
