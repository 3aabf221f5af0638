//! The answer to "will my backups run tonight?", and the few facts it rests on.
//!
//! "Tonight" is the 24 hours after the observation. A verdict holds for a run started now: a chain that is too long or
//! an SR that is too full does not cure itself, but XO's skip goes away when the pending merges finish. So a skip counts
//! as certain only where a critical finding says that nothing can merge in time.

use jiff::SignedDuration;
use rustc_hash::FxHashSet;

use crate::blocks::{Answer, Block, Column, Document, Look, Row, Section, Table, Text};
use crate::say::Say;
use crate::words::Arg;
use crate::{Report, SnapshotVerdict, VerdictView};
use xo_health_core::findings::{Code, Evidence, Severity, SubjectKind};

/// How far ahead the headline looks.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// VMs named below the headline.
const FACTS: usize = 5;

/// Columns of a VM's name below the headline.
const NAME: u16 = 24;

/// What a due backup meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Fails,
    IsSkipped,
    MayBeSkipped,
    Unknown,
    Runs,
}

/// Composes the answer, what was looked at, and the VMs that the answer is about.
pub(super) fn compose(document: &mut Document, report: &Report, say: &Say<'_>) {
    let due = due(report);
    let (lead, rest) = answer(report, &due, say);
    document.push(Section::of([Block::Answer(Answer { lead, rest }), say.source(0, &report.source)]));
    document.push(facts(due, say));
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
        SnapshotVerdict::ChainTooLong | SnapshotVerdict::NoSpace => Fate::Fails,
        SnapshotVerdict::Skip if doomed.contains(verdict.vm_id.as_str()) => Fate::IsSkipped,
        SnapshotVerdict::Skip => Fate::MayBeSkipped,
        SnapshotVerdict::Ok | SnapshotVerdict::NotSnapshotted => Fate::Runs,
        SnapshotVerdict::Unknown => Fate::Unknown,
    };
    report.verdicts.iter().filter(is_due).map(|verdict| (fate(verdict), verdict)).collect()
}

/// Returns the first word or words, in their look, and the rest of the sentence.
fn answer(report: &Report, due: &[(Fate, &VerdictView)], say: &Say<'_>) -> (Text, Text) {
    let words = say.words;
    let of = |fate| due.iter().filter(|(one, _)| *one == fate).count();
    let (fails, skipped, held, unknown) =
        (of(Fate::Fails), of(Fate::IsSkipped), of(Fate::MayBeSkipped), of(Fate::Unknown));
    let maybe = |id| Text::look(Look::Warning, words.phrase(id));
    let some = |id, n: usize| words.say(id, [("n", n.into()), ("due", due.len().into())]);
    let blind = blind_spot(report, say);
    if fails + skipped > 0 {
        let fate = match (fails, skipped) {
            (_, 0) => "fail",
            (0, _) => "skip",
            _ => "both",
        };
        let counts = [("n", (fails + skipped).into()), ("due", due.len().into()), ("fate", fate.into())];
        let why = words.say("no-why", counts);
        let why = match blind {
            Some(blind) => words.say("no-besides", [("why", why.into()), ("blind", blind.into())]),
            None => why,
        };
        return (Text::look(Look::Critical, words.phrase("no")), why);
    }
    let cannot = |what: Text| (maybe("cannot-tell"), words.say("cannot-tell-why", [("what", what.into())]));
    if let Some(why) = blind {
        return cannot(why);
    }
    let unread = unread(report, say);
    if due.is_empty() {
        return match unread {
            Some(what) => cannot(words.say("unread", [("what", what.into())])),
            None => (Text::strong(words.phrase("none-due")), words.phrase("none-due-when").into()),
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
    if report.horizon_hours.is_none() {
        return cannot(words.phrase("no-forecast").into());
    }
    let yes = match unread {
        Some(_) => maybe("yes-partly"),
        None => Text::look(Look::Good, words.phrase("yes")),
    };
    // keeps a reader from stopping at a "yes" that hides something critical
    let critical = report.findings.iter().filter(|finding| finding.severity() == Severity::Critical).count();
    (yes, words.say("yes-why", [("due", due.len().into()), ("critical", critical.into())]))
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
fn blind_spot(report: &Report, say: &Say<'_>) -> Option<Text> {
    let words = say.words;
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
            [""] => Some(words.say("pool-unnamed", [state])),
            [name] => Some(words.say("pool-named", [state, ("name", Arg::name(name, NAME))])),
            ref all => Some(words.say("pools-some", [state, ("n", all.len().into())])),
        }
    };
    if !names(Code::NoInventory).is_empty() {
        return Some(words.phrase("blind-no-inventory").into());
    }
    pools(Code::PoolMissing, "missing").or_else(|| pools(Code::PoolLoading, "loading")).or_else(|| {
        // what may belong to any VM leaves nothing to be told of one
        let may_hide = report.findings.iter().any(|view| match &view.finding.evidence {
            Evidence::NotRead(missing) => missing.unplaced.is_some_and(|count| count > 0),
            _ => false,
        });
        let blind = report.exit_status == 3 || !names(Code::NotRead).is_empty() || may_hide;
        blind.then(|| match unread(report, say) {
            Some(what) => words.say("unread", [("what", what.into())]),
            None => words.phrase("inventory-unread").into(),
        })
    })
}

/// Names what was not read, when backups may hide in it.
fn unread(report: &Report, say: &Say<'_>) -> Option<Text> {
    let serious = report
        .findings
        .iter()
        .any(|view| view.finding.code == Code::NotRead && view.severity() >= Severity::Warning);
    let first = report.unread.first().filter(|_| serious)?;
    let what = say.words.gap(first).what;
    Some(match report.unread.len() {
        1 => what,
        n => say.words.say("unread-more", [("what", what.into()), ("n", (n - 1).into())]),
    })
}

/// Lists the due backups that meet something else than success.
fn facts(due: Vec<(Fate, &VerdictView)>, say: &Say<'_>) -> Section {
    let mut bad: Vec<_> = due.into_iter().filter(|(fate, _)| *fate != Fate::Runs).collect();
    if bad.is_empty() {
        return Section::default();
    }
    bad.sort_by_key(|(fate, verdict)| (*fate as u8, verdict.next_run_at));
    let row = |(fate, verdict): &(Fate, &VerdictView)| {
        let name = verdict.vm_name.as_deref().unwrap_or(&verdict.vm_id);
        let when = verdict.next_run_at.map(|at| say.near(at)).unwrap_or_default();
        let name = Text::name(name, NAME).in_look(Look::Strong);
        Row { cells: vec![name, when.into(), why(*fate, verdict, say)], below: Vec::new() }
    };
    let columns = vec![Column::default(); 3];
    Section::of([Block::Table(Table { columns, rows: say.rows(&bad, FACTS, row) })])
}

fn why(fate: Fate, verdict: &VerdictView, say: &Say<'_>) -> Text {
    let words = say.words;
    match (fate, verdict.verdict) {
        (Fate::IsSkipped, _) => words.phrase("fate-skipped").into(),
        (Fate::MayBeSkipped, _) => words.phrase("fate-maybe-skipped").into(),
        (_, SnapshotVerdict::ChainTooLong) => words.phrase("fate-109").into(),
        (_, SnapshotVerdict::NoSpace) => words.phrase("fate-44").into(),
        _ => words.say("fate-unknown", [("reason", Say::or_none(verdict.reason.map(Arg::key)))]),
    }
}
