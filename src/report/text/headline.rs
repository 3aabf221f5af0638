//! The answer to "will my backups run tonight?", and the few facts it rests on.
//!
//! "Tonight" is the 24 hours after the observation. A verdict holds for a run started now: a chain that is too long or
//! an SR that is too full does not cure itself, but XO's skip goes away when the pending merges finish. So a skip counts
//! as certain only where a critical finding says that nothing can merge in time.

use jiff::SignedDuration;
use rustc_hash::FxHashSet;

use super::count;
use super::page::{Page, Span, bold, by_severity, green, plain};
use crate::display;
use crate::findings::{Code, Severity, SubjectKind};
use crate::report::{Report, VerdictView};

/// How far ahead the headline looks.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// VMs named below the headline.
const FACTS: usize = 5;

/// Columns of a VM's name below the headline.
const NAME: usize = 24;

/// Says what a due backup meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Fails,
    IsSkipped,
    MayBeSkipped,
    Unknown,
    Runs,
}

pub(super) fn write(page: &mut Page<'_>, report: &Report) {
    let due = due(report);
    let (first, rest) = answer(page, report, &due);
    page.opening(first, &rest);
    let source = source(page, report);
    page.block(0, plain(""), &source);
    facts(page, due);
}

fn due(report: &Report) -> Vec<(Fate, &VerdictView)> {
    let doomed: FxHashSet<&str> = report
        .findings
        .iter()
        .map(|view| &view.finding)
        .filter(|finding| finding.code == Code::XoWillSkip && finding.severity == Severity::Critical)
        .filter(|finding| finding.subject.kind == SubjectKind::Vm)
        .map(|finding| finding.subject.id.as_str())
        .collect();
    let is_due = |verdict: &&VerdictView| {
        verdict.next_run_at.is_some_and(|at| at.duration_since(report.observed_at) <= AHEAD)
    };
    let fate = |verdict: &VerdictView| match verdict.verdict {
        "109" | "44" => Fate::Fails,
        "skip" if doomed.contains(verdict.vm_id.as_str()) => Fate::IsSkipped,
        "skip" => Fate::MayBeSkipped,
        "ok" | "not_snapshotted" => Fate::Runs,
        _ => Fate::Unknown,
    };
    report.verdicts.iter().filter(is_due).map(|verdict| (fate(verdict), verdict)).collect()
}

/// Gives the first word or words, in their colour, and the rest of the sentence.
fn answer(page: &Page<'_>, report: &Report, due: &[(Fate, &VerdictView)]) -> (Span, String) {
    let of = |fate| due.iter().filter(|(one, _)| *one == fate).count();
    let (fails, skipped, held, unknown) =
        (of(Fate::Fails), of(Fate::IsSkipped), of(Fate::MayBeSkipped), of(Fate::Unknown));
    let no = |text: &str| by_severity(Severity::Critical, text);
    let maybe = |text: &str| by_severity(Severity::Warning, text);
    let backups = format!("{} due in the next 24 h", count(due.len(), "VM backup"));
    let blind = blind_spot(page, report);
    if fails + skipped > 0 {
        let what = match (fails, skipped) {
            (_, 0) => "will fail",
            (0, _) => "will be skipped",
            _ => "will fail or be skipped",
        };
        let also = blind.map(|why| format!("; besides, {why}")).unwrap_or_default();
        return (no("No:"), format!(" {} of {backups} {what}{also}", fails + skipped));
    }
    if let Some(why) = blind {
        return (maybe("Cannot tell:"), format!(" {why}"));
    }
    let unread = unread(page, report);
    if due.is_empty() {
        return match unread {
            Some(what) => (maybe("Cannot tell:"), format!(" {what} could not be read")),
            None => (bold("No backup is due"), " in the next 24 h".to_owned()),
        };
    }
    if held > 0 {
        return (
            maybe("Not as things stand:"),
            format!(" {held} of {backups} would be skipped now; the chains can still merge before"),
        );
    }
    if unknown > 0 {
        return (maybe("Cannot tell"), format!(" for {unknown} of {backups}"));
    }
    let yes = match unread {
        Some(_) => maybe("Yes, as far as could be read:"),
        None => green("Yes:"),
    };
    let can = match due.len() {
        1 => format!(" the {} can take its snapshot", backups.trim_start_matches("1 ")),
        _ => format!(" all {backups} can take their snapshots"),
    };
    (yes, can + &but(report))
}

/// Keeps a reader from stopping at a "yes" that hides something critical.
fn but(report: &Report) -> String {
    match report.findings.iter().filter(|finding| finding.severity() == Severity::Critical).count() {
        0 => String::new(),
        n => format!("; {} below", count(n, "critical finding")),
    }
}

/// Says why the check could not be made at all.
fn blind_spot(page: &Page<'_>, report: &Report) -> Option<String> {
    let names = |code: Code| -> Vec<&str> {
        let all = report.findings.iter().map(|view| &view.finding);
        all.filter(|finding| finding.code == code && finding.severity == Severity::Critical)
            .map(|finding| finding.subject.name.as_str())
            .collect()
    };
    let pools = |code, state: &str| match names(code)[..] {
        [] => None,
        [""] => Some(format!("a pool is {state}")),
        [name] => Some(format!("pool \"{}\" is {state}", page.fit(name, NAME))),
        ref all => Some(format!("{} pools are {state}", all.len())),
    };
    if !names(Code::NoInventory).is_empty() {
        return Some("there is no inventory".to_owned());
    }
    pools(Code::PoolMissing, "missing").or_else(|| pools(Code::PoolLoading, "still loading")).or_else(|| {
        let blind = report.exit_status == 3 || !names(Code::NotRead).is_empty();
        blind.then(|| {
            unread(page, report).map_or_else(
                || "the inventory could not be read".to_owned(),
                |what| format!("{what} could not be read"),
            )
        })
    })
}

/// Names what was not read, when backups may hide in it.
fn unread(page: &Page<'_>, report: &Report) -> Option<String> {
    let serious = report
        .findings
        .iter()
        .any(|view| view.finding.code == Code::NotRead && view.severity() >= Severity::Warning);
    let first = report.gaps.first().filter(|_| serious)?;
    let what = page.fit(&first.what, 40);
    Some(match report.gaps.len() {
        1 => what,
        n => format!("{what} and {} more", n - 1),
    })
}

fn source(page: &Page<'_>, report: &Report) -> String {
    let server = report.source.server.as_deref().map(|server| page.fit(server, 40));
    let version =
        report.source.version.as_deref().map(|version| format!("xo-server {}", page.fit(version, 20)));
    let observed = format!("observed {}", display::instant(report.observed_at, &page.style().zone));
    [server, version, Some(observed)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn facts(page: &mut Page<'_>, due: Vec<(Fate, &VerdictView)>) {
    let mut bad: Vec<_> = due.into_iter().filter(|(fate, _)| *fate != Fate::Runs).collect();
    if bad.is_empty() {
        return;
    }
    let name = |verdict: &VerdictView| verdict.vm_name.clone().unwrap_or_else(|| verdict.vm_id.clone());
    bad.sort_by_key(|(fate, verdict)| (*fate as u8, verdict.next_run_at));
    let shown = if page.style().verbose { bad.len() } else { bad.len().min(FACTS) };
    let names: Vec<_> = bad[..shown].iter().map(|(_, verdict)| page.fit(&name(verdict), NAME)).collect();
    let column = names.iter().map(|name| display::width(name)).max().unwrap_or(0);
    page.blank();
    for ((fate, verdict), name) in bad.iter().zip(names) {
        let when = verdict.next_run_at.map(|at| display::weekday_time(at, &page.style().zone));
        page.line(&[
            bold(format!("  {}", display::pad_right(&name, column))),
            plain(format!("  {}  ", when.unwrap_or_default())),
            plain(why(*fate, verdict)),
        ]);
    }
    if shown < bad.len() {
        page.line(&[plain(format!("  {} and {} more", page.ellipsis(), bad.len() - shown))]);
    }
}

fn why(fate: Fate, verdict: &VerdictView) -> String {
    match (fate, verdict.verdict) {
        (Fate::IsSkipped, _) => "XO skips it: unhealthy VDI chain".to_owned(),
        (Fate::MayBeSkipped, _) => "XO skips it unless its chain merges".to_owned(),
        (_, "109") => "SR_BACKEND_FAILURE_109: chain too long".to_owned(),
        (_, "44") => "SR_BACKEND_FAILURE_44: too little space".to_owned(),
        _ => match verdict.reason {
            Some(reason) => format!("cannot tell: {}", reason.replace('_', " ")),
            None => "cannot tell".to_owned(),
        },
    }
}
