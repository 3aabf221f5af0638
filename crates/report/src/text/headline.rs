//! The answer to "will my backups run tonight?", and the few facts it rests on.
//!
//! "Tonight" is the 24 hours after the observation. A verdict holds for a run started now: a chain that is too long or
//! an SR that is too full does not cure itself, but XO's skip goes away when the pending merges finish. So a skip counts
//! as certain only where a critical finding says that nothing can merge in time.

use jiff::SignedDuration;
use rustc_hash::FxHashSet;

use super::page::{Page, Span, bold, by_severity, green, plain};
use crate::texts::Bundle;
use crate::{Report, VerdictView};
use xo_health_core::display;
use xo_health_core::findings::{Code, Severity, SubjectKind};

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
    let own = page.own();
    let of = |fate| due.iter().filter(|(one, _)| *one == fate).count();
    let (fails, skipped, held, unknown) =
        (of(Fate::Fails), of(Fate::IsSkipped), of(Fate::MayBeSkipped), of(Fate::Unknown));
    let maybe = |id| by_severity(Severity::Warning, own.phrase(id));
    let some = |id, n: usize| own.text(id, [("n", n.into()), ("due", due.len().into())]);
    let blind = blind_spot(page, report);
    if fails + skipped > 0 {
        let fate = match (fails, skipped) {
            (_, 0) => "fail",
            (0, _) => "skip",
            _ => "both",
        };
        let counts = [("n", (fails + skipped).into()), ("due", due.len().into()), ("fate", fate.into())];
        let why = own.text("no-why", counts);
        let why = match blind {
            Some(blind) => own.text("no-besides", [("why", why.into()), ("blind", blind.into())]),
            None => why,
        };
        return (by_severity(Severity::Critical, own.phrase("no")), why);
    }
    let cannot = |what: String| (maybe("cannot-tell"), own.text("cannot-tell-why", [("what", what.into())]));
    if let Some(why) = blind {
        return cannot(why);
    }
    let unread = unread(page, report);
    if due.is_empty() {
        return match unread {
            Some(what) => cannot(own.text("unread", [("what", what.into())])),
            None => (bold(own.phrase("none-due")), own.phrase("none-due-when")),
        };
    }
    if held > 0 {
        return (maybe("held"), some("held-why", held));
    }
    if unknown > 0 {
        return (maybe("cannot-tell-for"), some("cannot-tell-for-why", unknown));
    }
    let foretold = foretold(report, due);
    if foretold > 0 {
        return (maybe("unlikely"), some("unlikely-why", foretold));
    }
    let yes = match unread {
        Some(_) => maybe("yes-partly"),
        None => green(own.phrase("yes")),
    };
    // keeps a reader from stopping at a "yes" that hides something critical
    let critical = report.findings.iter().filter(|finding| finding.severity() == Severity::Critical).count();
    (yes, own.text("yes-why", [("due", due.len().into()), ("critical", critical.into())]))
}

/// Counts the due VM backups for which the forecast of these 24 hours says that something goes wrong, more likely than not.
fn foretold(report: &Report, due: &[(Fate, &VerdictView)]) -> usize {
    let hours = u32::try_from(AHEAD.as_hours()).unwrap_or(u32::MAX);
    let wrong: FxHashSet<(&str, Option<&str>)> = report
        .predictions
        .iter()
        .filter(|one| one.probability_by.iter().any(|by| by.within_hours <= hours && by.probability >= 0.5))
        .map(|one| (one.job_id.as_str(), one.vm_id.as_deref()))
        .collect();
    let is_wrong = |verdict: &VerdictView| {
        let job = verdict.job_id.as_str();
        wrong.contains(&(job, Some(verdict.vm_id.as_str()))) || wrong.contains(&(job, None))
    };
    due.iter().filter(|(_, verdict)| is_wrong(verdict)).count()
}

/// Says why the check could not be made at all.
fn blind_spot(page: &Page<'_>, report: &Report) -> Option<String> {
    let own = page.own();
    let names = |code: Code| -> Vec<&str> {
        let all = report.findings.iter().map(|view| &view.finding);
        all.filter(|finding| finding.code == code && finding.severity == Severity::Critical)
            .map(|finding| finding.subject.name.as_str())
            .collect()
    };
    let pools = |code, state: &'static str| {
        let state = ("state", state.into());
        match names(code)[..] {
            [] => None,
            [""] => Some(own.text("pool-unnamed", [state])),
            [name] => Some(own.text("pool-named", [state, ("name", page.fit(name, NAME).into())])),
            ref all => Some(own.text("pools-some", [state, ("n", all.len().into())])),
        }
    };
    if !names(Code::NoInventory).is_empty() {
        return Some(own.phrase("no-inventory"));
    }
    pools(Code::PoolMissing, "missing").or_else(|| pools(Code::PoolLoading, "loading")).or_else(|| {
        let blind = report.exit_status == 3 || !names(Code::NotRead).is_empty();
        blind.then(|| match unread(page, report) {
            Some(what) => own.text("unread", [("what", what.into())]),
            None => own.phrase("inventory-unread"),
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
        n => page.own().text("unread-more", [("what", what.into()), ("n", (n - 1).into())]),
    })
}

fn source(page: &Page<'_>, report: &Report) -> String {
    let own = page.own();
    let server = report.source.server.as_deref().map(|server| page.fit(server, 40));
    let version =
        report.source.version.as_deref().map(|version| format!("xo-server {}", page.fit(version, 20)));
    let at = own.instant(report.observed_at, &page.style().zone);
    let observed = own.text("observed", [("at", at.into())]);
    let parts: Vec<_> = [server, version, Some(observed)].into_iter().flatten().collect();
    parts.join(&own.phrase("separator"))
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
        let when = verdict.next_run_at.map(|at| page.own().weekday_time(at, &page.style().zone));
        page.line(&[
            bold(format!("  {}", display::pad_right(&name, column))),
            plain(format!("  {}  ", when.unwrap_or_default())),
            plain(why(page.own(), *fate, verdict)),
        ]);
    }
    if shown < bad.len() {
        let more = [("mark", page.ellipsis().into()), ("n", (bad.len() - shown).into())];
        page.line(&[plain(format!("  {}", page.own().text("and-more", more)))]);
    }
}

fn why(own: &Bundle, fate: Fate, verdict: &VerdictView) -> String {
    match (fate, verdict.verdict) {
        (Fate::IsSkipped, _) => own.phrase("fate-skipped"),
        (Fate::MayBeSkipped, _) => own.phrase("fate-maybe-skipped"),
        (_, "109") => own.phrase("fate-109"),
        (_, "44") => own.phrase("fate-44"),
        _ => own.text("fate-unknown", [("reason", verdict.reason.unwrap_or("none").into())]),
    }
}
