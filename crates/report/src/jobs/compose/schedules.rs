//! The schedules of a job: when each starts it, and what each keeps; for a sequence also what it starts.

use super::settings::target;
use super::{ID, NAME};
use crate::blocks::{Block, List, Look, Paragraph, Section, Text};
use crate::jobs::{Detail, JobKindView, JobView, LongTerm, ScheduleView, StepView, TargetKind, Timed};
use crate::say::Say;
use crate::words::Arg;

/// The columns of a pattern; those that XO's own interface writes are far shorter.
const CRON: u16 = 40;

/// The columns of what is wrong with a pattern.
const PROBLEM: u16 = 80;

/// Composes the section.
pub(super) fn compose(job: &JobView, detail: &Detail, say: &Say<'_>) -> Section {
    let title = Text::strong(say.words.phrase("schedules"));
    match detail.schedules.as_deref() {
        None => Section::titled(title.and(say.words.phrase("schedules-not-read"))),
        Some([]) => Section::titled(title.and(say.words.phrase("schedules-none"))),
        Some(schedules) => {
            let mut section = Section::titled(title);
            section.blocks.extend(schedules.iter().flat_map(|schedule| one(job, detail, schedule, say)));
            section
        }
    }
}

fn one(job: &JobView, detail: &Detail, schedule: &ScheduleView, say: &Say<'_>) -> Vec<Block> {
    let words = say.words;
    let name = match schedule.name.trim().is_empty() {
        true => words.phrase("schedule-unnamed").into(),
        false => Text::name(&schedule.name, ID),
    };
    let args = [
        ("cron", Arg::name(&schedule.cron, CRON)),
        ("zone", Arg::name(schedule.timezone.as_deref().unwrap_or("UTC"), NAME)),
        ("on", Arg::flag(schedule.enabled)),
    ];
    let pattern = words.say("after-heading", [("rest", words.say("pattern", args).into())]);
    let mut blocks = vec![Paragraph::labelled(1, name.in_look(Look::Strong), pattern)];
    let problem = schedule.problem.as_ref();
    let problem = problem.map(|why| words.say("problem", [("problem", Arg::name(why, PROBLEM))]));
    let kept = (job.kind == JobKindView::Backup).then(|| kept(detail, schedule, say));
    let sentences = [problem, starters(schedule, say), next(schedule, say), kept];
    blocks.extend(sentences.into_iter().flatten().map(|text| Paragraph::plain(2, text)));
    blocks
}

/// Names the sequences that start the schedule. If they were not read, that matters only if nothing else starts
/// it.
fn starters(schedule: &ScheduleView, say: &Say<'_>) -> Option<Text> {
    let words = say.words;
    let Some(sequences) = &schedule.sequences else {
        return (!schedule.enabled).then(|| words.phrase("sequences-unknown").into());
    };
    let names = words.commas(sequences.iter().map(|job| say.quoted(&job.name, NAME)));
    let args = [("n", sequences.len().into()), ("names", names.into())];
    (!sequences.is_empty()).then(|| words.say("by-sequences", args))
}

fn next(schedule: &ScheduleView, say: &Say<'_>) -> Option<Text> {
    let words = say.words;
    if !schedule.next_runs_at.is_empty() {
        let instants = words.commas(schedule.next_runs_at.iter().map(|at| say.near(*at).into()));
        return Some(words.say("next-runs", [("instants", instants.into())]));
    }
    let unknown = matches!(schedule.timed, Timed::ServerZone | Timed::UnknownZone);
    (schedule.enabled && unknown).then(|| words.phrase("next-server-zone").into())
}

/// Says what is kept; without a target, the settings keep nothing.
fn kept(detail: &Detail, schedule: &ScheduleView, say: &Say<'_>) -> Text {
    let words = say.words;
    let has = |kind| detail.settings.targets.iter().any(|target| target.kind == kind);
    let (to_repositories, to_srs) = (has(TargetKind::Repository), has(TargetKind::Sr));
    let count = |id, n: u64| (n > 0).then(|| words.say(id, [("n", n.into())]));
    let parts = [
        count("keeps-snapshots", schedule.snapshots_kept),
        count("keeps-backups", schedule.backups_kept).filter(|_| to_repositories),
        schedule.long_term.map(|kept| long_term(kept, say)).filter(|_| to_repositories),
        count("keeps-replicas", schedule.replicas_kept).filter(|_| to_srs),
    ];
    let what = words.commas(parts.into_iter().flatten());
    let keeps = match what.is_empty() {
        true => words.phrase("keeps-nothing").into(),
        false => words.say("keeps", [("what", what.into())]),
    };
    let test = schedule.restore_test.as_ref();
    let test = test.map(|sr| words.say("tests-on", [("sr", target(sr, say).into())]));
    keeps.and(test.unwrap_or_default())
}

fn long_term(kept: LongTerm, say: &Say<'_>) -> Text {
    let args = [
        ("daily", kept.daily.into()),
        ("weekly", kept.weekly.into()),
        ("monthly", kept.monthly.into()),
        ("yearly", kept.yearly.into()),
    ];
    say.words.say("keeps-long-term", args)
}

/// Composes what a sequence starts; empty for other kinds.
pub(super) fn compose_steps(job: &JobView, detail: &Detail, say: &Say<'_>) -> Section {
    if job.kind != JobKindView::Sequence {
        return Section::default();
    }
    let words = say.words;
    let title = Text::strong(words.phrase("steps"));
    if detail.steps.is_empty() {
        return Section::titled(title.and(words.phrase("steps-none")));
    }
    let step = |step: &StepView| match &step.job {
        Some(job) => Text::name(&job.name, NAME * 2),
        None => {
            let known = Arg::flag(detail.schedules.is_some());
            words.say("step-gone", [("id", Arg::name(&step.schedule_id, ID)), ("known", known)])
        }
    };
    let items = detail.steps.iter().map(step).collect();
    let mut section = Section::titled(title);
    section.blocks.push(Block::List(List { ordered: true, level: 1, items }));
    section
}
