//! Composes the report of jobs.
//!
//! All jobs: a few lines each, worst first. One job: the same lines, then its settings, schedules, last runs and VMs.

mod backups;
mod runs;
mod schedules;
mod settings;
mod vms;

use super::{JobKindView, JobState, JobView, JobsReport, VmCounts, Way};
use crate::blocks::{Block, Document, Look, Paragraph, Section, Text};
use crate::outlook::OutlookFormatter;
use crate::say::Say;
use crate::words::{Arg, Words};
use crate::{Names, Source};
use xo_health_core::display;

/// The columns of the name of a VM, a job or a target within a sentence.
const NAME: u16 = 30;

/// The columns of an id.
const ID: u16 = 36;

/// All states, to compute the width of their column.
const STATES: [JobState; 12] = [
    JobState::Stuck,
    JobState::Failing,
    JobState::Skipping,
    JobState::Interrupted,
    JobState::BadSchedule,
    JobState::SavesNothing,
    JobState::RpoMissed,
    JobState::Unknown,
    JobState::AtRisk,
    JobState::Good,
    JobState::NoLogs,
    JobState::Disabled,
];

/// Composes the report.
pub fn compose(report: &JobsReport, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    match (&report.detail, &report.jobs[..]) {
        (Some(detail), [job]) => {
            let mut head = section(report, job, say);
            head.blocks.insert(0, Paragraph::plain(1, Text::name(&job.id, ID)));
            head.blocks.push(say.source(1, &server(report)));
            document.push(head);
            document.push(say.gaps(&report.unread));
            document.push(settings::compose(job, detail, say));
            document.push(schedules::compose(job, detail, say));
            document.push(schedules::compose_steps(job, detail, say));
            document.push(runs::compose(job, detail, say));
            document.push(vms::compose(job, detail, say));
        }
        _ => list(&mut document, report, say),
    }
    document
}

/// Returns the server without its version.
fn server(report: &JobsReport) -> Source {
    Source { version: None, ..report.source.clone() }
}

fn list(document: &mut Document, report: &JobsReport, say: &Say<'_>) {
    let words = say.words;
    let of = |state| report.jobs.iter().filter(|job| job.state == state).count();
    let states = STATES.into_iter().map(|state| (state, of(state))).filter(|(_, n)| *n > 0);
    let states: Vec<Text> = states
        .map(|(state, n)| words.say("state-count", [("n", n.into()), ("state", word(words, state).into())]))
        .collect();
    let all = words.say("all-jobs", [("n", report.jobs.len().into())]);
    let mut head = Section::titled(all.in_look(Look::Strong));
    if !states.is_empty() {
        head.heading.rest = words.say("all-states", [("states", words.commas(states).into())]);
    }
    head.blocks.push(say.source(0, &server(report)));
    document.push(head);
    document.push(say.gaps(&report.unread));
    for job in &report.jobs {
        document.push(section(report, job, say));
    }
}

/// Composes the state of a job, its name, what it does, and its present, last and next run; unless its details follow,
/// also how its runs and VMs fared.
fn section(report: &JobsReport, job: &JobView, say: &Say<'_>) -> Section {
    let words = say.words;
    let alone = report.detail.is_none();
    let runs = [rate(job, say), takes(job, say), refused(job, say)].into_iter().flatten().filter(|_| alone);
    let rest = words.semicolons(std::iter::once(next(job, say)).chain(runs));
    let vms = job.vms.filter(|_| alone).map(|vms| covered(job, vms, say));
    let mut section = Section::titled(heading(job, say));
    let sentences = running(job, say).into_iter().chain(last(job, say)).chain([rest]).chain(vms);
    let sentences = predicted(job, say).into_iter().chain(found(job, say)).chain(sentences);
    section.blocks.extend(sentences.map(|text| Paragraph::plain(1, text)));
    section
}

/// Returns the state of a job, its name and what it does.
fn heading(job: &JobView, say: &Say<'_>) -> Text {
    let words = say.words;
    let widest = STATES.map(|state| display::width(&word(words, state))).into_iter().max().unwrap_or(0);
    let label = display::pad_right(&word(words, job.state), widest + 2);
    let name = Text::name(&job.name, u16::MAX).in_look(Look::Strong);
    let what = what(job, words).in_look(Look::Muted);
    Text::look(look(job.state), label).and(name).and("  ").and(what)
}

const fn look(state: JobState) -> Look {
    match state {
        JobState::Stuck | JobState::Failing => Look::Critical,
        JobState::Skipping
        | JobState::Interrupted
        | JobState::BadSchedule
        | JobState::SavesNothing
        | JobState::AtRisk
        | JobState::RpoMissed => Look::Warning,
        JobState::Good => Look::Good,
        JobState::Unknown | JobState::NoLogs | JobState::Disabled => Look::Muted,
    }
}

fn word(words: &Words, state: JobState) -> String {
    words.phrase(match state {
        JobState::Stuck => "state-stuck",
        JobState::Failing => "state-failing",
        JobState::Skipping => "state-skipping",
        JobState::Interrupted => "state-interrupted",
        JobState::BadSchedule => "state-bad-schedule",
        JobState::SavesNothing => "state-saves-nothing",
        JobState::RpoMissed => "state-rpo-missed",
        JobState::Unknown => "state-unknown",
        JobState::AtRisk => "state-at-risk",
        JobState::Good => "state-good",
        JobState::NoLogs => "state-no-logs",
        JobState::Disabled => "state-disabled",
    })
}

fn what(job: &JobView, words: &Words) -> Text {
    let way = |way: &Way| {
        words.phrase(match way {
            Way::RollingSnapshot => "way-snapshot",
            Way::FullBackup => "way-full",
            Way::DeltaBackup => "way-delta",
            Way::FullReplication => "way-full-replication",
            Way::IncrementalReplication => "way-replication",
            Way::Unknown => "way-unknown",
        })
    };
    match job.kind {
        JobKindView::Mirror => words.phrase("kind-mirror").into(),
        JobKindView::Metadata => words.phrase("kind-metadata").into(),
        JobKindView::Sequence => words.phrase("kind-sequence").into(),
        JobKindView::Backup if job.ways.is_empty() => words.phrase("way-none").into(),
        JobKindView::Backup => words.commas(job.ways.iter().map(|one| way(one).into())),
    }
}

/// Says what is predicted for a job; `None` if nothing is.
fn predicted(job: &JobView, say: &Say<'_>) -> Option<Text> {
    let words = say.words;
    let outlook = job.outlook.as_ref()?;
    let names = Names::default();
    let formatter = OutlookFormatter { say, names: &names, unread: &[], scope: None };
    let worst = outlook.worst.as_ref().map(|worst| {
        let args = [
            ("what", formatter.what_fails(worst.error, worst.cause.as_ref()).into()),
            ("chance", formatter.worst_chance(worst).into()),
            ("at", Say::or_none(formatter.worst_at(worst))),
        ];
        words.say("job-predicted", args)
    });
    let bad = outlook.counts.failing + outlook.counts.at_risk;
    let counts = (bad > 0)
        .then(|| words.say("job-backups", [("bad", bad.into()), ("due", outlook.counts.due.into())]));
    let blocked = outlook.blocked_by.as_ref().map(|_| words.phrase("job-blocked").into());
    let interrupted = outlook.interrupted_at.map(|_| words.phrase("job-interrupted").into());
    let text = words.semicolons(worst.into_iter().chain(counts).chain(blocked).chain(interrupted));
    (!text.is_empty()).then_some(text)
}

/// Lists the findings about a job.
fn found(job: &JobView, say: &Say<'_>) -> Option<Text> {
    let codes: Vec<Text> = job.findings.iter().map(|code| Text::from(code.as_str())).collect();
    (!codes.is_empty()).then(|| say.words.say("job-findings", [("codes", say.words.commas(codes).into())]))
}

fn running(job: &JobView, say: &Say<'_>) -> Option<Text> {
    let run = job.running.as_ref()?;
    let longest = job.typical.map(|typical| say.words.seconds(typical.longest_seconds));
    let args = [
        ("since", Say::or_none(run.start_at.map(|at| say.ago(at)))),
        ("stuck", Arg::flag(job.state == JobState::Stuck)),
        ("longest", Say::or_none(longest)),
    ];
    Some(say.words.say("running", args))
}

fn last(job: &JobView, say: &Say<'_>) -> Option<Text> {
    let words = say.words;
    if job.kind == JobKindView::Sequence {
        return None;
    }
    if job.success.is_none() {
        return Some(words.phrase("runs-unknown").into());
    }
    let Some(run) = &job.last_run else {
        return job.running.is_none().then(|| words.phrase("no-run").into());
    };
    let when = run.start_at.map(|at| say.ago(at));
    let last_run = words.say("last-run", [("when", Say::or_none(when)), ("how", runs::how(run, say).into())]);
    Some(words.semicolons([Some(last_run), runs::first_error(run, say)].into_iter().flatten()))
}

fn next(job: &JobView, say: &Say<'_>) -> Text {
    let words = say.words;
    let id = match (job.enabled, job.next_run_at) {
        (_, Some(at)) => {
            let args = [("in", say.ahead(at).into()), ("at", say.near(at).into())];
            return words.say("job-next-run", args);
        }
        (Some(false), _) if job.state == JobState::BadSchedule => "next-bad-schedule",
        (Some(false), _) => "next-none",
        (Some(true) | None, None) => "next-unknown",
    };
    words.phrase(id).into()
}

fn rate(job: &JobView, say: &Say<'_>) -> Option<Text> {
    let rate = job.success.filter(|rate| rate.all > 0)?;
    Some(say.words.say("runs-good", [("good", rate.good.into()), ("all", rate.all.into())]))
}

fn takes(job: &JobView, say: &Say<'_>) -> Option<Text> {
    let typical = job.typical?;
    let span = |seconds| say.words.seconds(seconds);
    let (median, p90) = (span(typical.median_seconds), span(typical.p90_seconds));
    let is_over = job.interval_seconds.is_some_and(|interval| typical.p90_seconds > interval);
    let args = [
        ("interval", Say::or_none(job.interval_seconds.map(span))),
        ("p90", if p90 == median { "same".into() } else { p90.into() }),
        ("median", median.into()),
        ("over", Arg::flag(is_over)),
    ];
    Some(say.words.say("takes", args))
}

fn refused(job: &JobView, say: &Say<'_>) -> Option<Text> {
    let n = job.refused.filter(|n| *n > 0)?;
    Some(say.words.say("refused", [("n", n.into())]))
}

fn covered(job: &JobView, vms: VmCounts, say: &Say<'_>) -> Text {
    // without any known run, there is no need to say so for single VMs
    let has_run = job.last_run.is_some() || job.running.is_some();
    let missed = vms.missing_rpo();
    let rpo = match (vms.covered, missed) {
        (0, _) => "none",
        (1, 1) => "only-missed",
        (_, 0) if vms.kept == vms.covered => "kept",
        (_, 0) => "none",
        (all, missed) if all == missed => "all-missed",
        _ => "missed",
    };
    let args = [
        ("n", vms.covered.into()),
        ("rpo", rpo.into()),
        ("missed", missed.into()),
        ("unlogged", if has_run { vms.never_ran } else { 0 }.into()),
        ("gone", vms.gone.into()),
    ];
    say.words.say("covered", args)
}

/// Makes a paragraph from a sentence.
fn sentence(text: Text) -> Block {
    Paragraph::plain(0, text)
}
