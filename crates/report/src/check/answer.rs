//! The answer to "will my backups run?", what to do, and the backups due.

use jiff::Timestamp;

use crate::Report;
use crate::blocks::{
    AnswerBlock, Block, Column, Document, List, Look, Paragraph, Rows, Section, Table, TableRow as Shown,
    TallyPart, Text,
};
use crate::outlook::{Context, NAME, OutlookFormatter, StepDetail};
use crate::say::Say;
use crate::words::{Arg, key};
use xo_health_core::forecast::ForecastCause;
use xo_health_core::model::JobId;
use xo_health_core::outlook::{Cause, Counts, Event, Outcome, Row};

/// How many steps are shown unless everything is wanted.
const STEPS: usize = 6;

/// The longest plan shown in full at once: with the answer and the next failing runs it fits on 24 lines.
const WHOLE: usize = 2;

/// How many rows are shown unless everything is wanted.
const ROWS: usize = 8;

/// How many steps and rows the summary has: with the answer they fit on 24 lines.
const BRIEF: usize = 3;

/// The columns of a VM's name and of a job's.
const VM: u16 = 24;
const JOB: u16 = 24;

/// Composes the answer, its source, the plan, and what is due.
///
/// For a plan of several steps, a terminal first shows the most urgent ones in short, so that the next failures fit on
/// the first screen too; how to do each step follows below.
pub(super) fn compose(document: &mut Document, report: &Report, say: &Say<'_>) {
    let formatter = OutlookFormatter::of(report, say);
    let steps = &report.outlook.plan.steps;
    let is_long = steps.len() > WHOLE && !say.everything;
    document.push(answer(report, formatter));
    document.push(match is_long {
        true => urgent(report, formatter),
        false => plan(report, formatter, STEPS, StepDetail::Full),
    });
    document.push(due(report, formatter, ROWS, true));
    document.push(events(report, formatter));
    document.push(interrupted(report, formatter));
    if is_long {
        let mut how = plan(report, formatter, STEPS, StepDetail::Full);
        how.heading.title = Text::strong(say.words.phrase("steps-in-full"));
        document.push(how);
    }
}

/// Composes the most urgent steps of a plan that follows below in full.
fn urgent(report: &Report, formatter: OutlookFormatter<'_>) -> Section {
    let steps = &report.outlook.plan.steps;
    let mut section = Section::titled(Text::strong(formatter.say.words.phrase("do-now")));
    let brief = steps.iter().take(BRIEF).map(|step| formatter.step(step, StepDetail::Brief)).collect();
    section.blocks.push(Block::Steps(Rows::all(brief)));
    let left = steps.len().saturating_sub(BRIEF);
    section.blocks.push(Paragraph::plain(1, formatter.say.words.say("steps-below", [("n", left.into())])));
    section
}

/// Composes what fits on the first screen: the answer, the most urgent steps, the next failing backups.
pub(super) fn summary(document: &mut Document, report: &Report, say: &Say<'_>) {
    let formatter = OutlookFormatter::of(report, say);
    document.push(answer(report, formatter));
    document.push(plan(report, formatter, BRIEF, StepDetail::Brief));
    document.push(due(report, formatter, BRIEF, false));
}

fn answer(report: &Report, formatter: OutlookFormatter<'_>) -> Section {
    let (lead, rest) = formatter.answer(&report.outlook);
    let answer = &report.outlook.answer;
    let counts =
        Counts { due: answer.due, failing: answer.failing, at_risk: answer.at_risk, unknown: answer.unknown };
    let tally = tally(&counts, formatter.say);
    let source = formatter.say.source(0, &report.source);
    Section::of([Block::Answer(AnswerBlock { lead, rest })].into_iter().chain(tally).chain([source]))
}

/// Charts how the backups due end; `None` if there are none or no charts are wanted.
pub(crate) fn tally(counts: &Counts, say: &Say<'_>) -> Option<Block> {
    if counts.due == 0 || !say.charts {
        return None;
    }
    let ok = counts.due.saturating_sub(counts.failing + counts.at_risk + counts.unknown);
    let all = [
        ("tally-fails", counts.failing, Look::Critical),
        ("tally-at-risk", counts.at_risk, Look::Warning),
        ("tally-unknown", counts.unknown, Look::Muted),
        ("tally-ok", ok, Look::Good),
    ];
    let share = |(id, count, look)| TallyPart { count, text: say.words.say(id, [("n", count.into())]), look };
    Some(Block::Tally(all.into_iter().filter(|(_, count, _)| *count > 0).map(share).collect()))
}

fn plan(report: &Report, formatter: OutlookFormatter<'_>, shown: usize, detail: StepDetail) -> Section {
    let steps = &report.outlook.plan.steps;
    let after = formatter.after(&report.outlook.after);
    // without steps, the only thing to say is that the search was cut short
    if steps.is_empty() && (after.is_empty() || report.outlook.after.steps > 0) {
        return Section::default();
    }
    let say = formatter.say;
    let mut section = Section::titled(Text::strong(say.words.phrase("do-now")));
    if !steps.is_empty() {
        section.blocks.push(Block::Steps(say.rows(steps, shown, |step| formatter.step(step, detail))));
    }
    if !after.is_empty() && (detail != StepDetail::Brief || steps.is_empty()) {
        section.blocks.push(Paragraph::plain(1, after));
    }
    section
}

/// Composes the backups due that do not simply succeed, in order of time; the others are counted.
fn due(report: &Report, formatter: OutlookFormatter<'_>, shown: usize, with_causes: bool) -> Section {
    let say = formatter.say;
    let is_listed = |row: &&Row| say.everything || row.outcome != Outcome::Ok;
    let mut listed: Vec<&Row> = report.outlook.rows.iter().filter(is_listed).collect();
    let passing = report.outlook.rows.len() - listed.len();
    let all = listed.len();
    if !with_causes && listed.iter().any(|row| row.outcome == Outcome::Fails) {
        // the first screen has room only for failures
        listed.retain(|row| row.outcome == Outcome::Fails);
    }
    if listed.iter().all(|row| row.outcome == Outcome::Ok) {
        return Section::default();
    }
    let shown = if say.everything { listed.len() } else { shown.min(listed.len()) };
    let folded = all - shown;
    let mut seen: Vec<_> = Vec::new();
    let mut rows = Vec::new();
    for row in &listed[..shown] {
        // a repeated cause is shown once, or once for each VM of a job if everything is wanted
        let of = say.everything.then_some((&row.vm_id, &row.job_id));
        let kind = (row.error, row.cause.as_ref().map(key), row.sr_id.as_ref(), of);
        let is_new = with_causes && !seen.contains(&kind);
        rows.push(line(row, is_new, formatter));
        seen.extend(is_new.then_some(kind));
    }
    let column = |id| Column { head: Text::look(Look::Muted, say.words.phrase(id)), ..Column::default() };
    let columns = ["due-when", "due-vm", "due-job", "due-risk", "due-what"].map(column).into();
    let mut section = Section::titled(Text::strong(say.words.phrase("due")));
    section
        .blocks
        .push(Block::Table(Table { columns, rows: Rows { items: rows, shown, more: Text::default() } }));
    let counts = [
        ("bad", if say.everything { 0 } else { folded }.into()),
        ("ok", passing.into()),
        ("both", Arg::flag(folded > 0 && passing > 0 && !say.everything)),
    ];
    let more = say.words.say("due-more", counts);
    if !more.is_empty() {
        section.blocks.push(Paragraph::plain(1, more));
    }
    section
}

fn line(row: &Row, with_cause: bool, formatter: OutlookFormatter<'_>) -> Shown {
    let say = formatter.say;
    let what = row.error.map(|error| formatter.what_fails(error, row.cause.as_ref())).unwrap_or_default();
    let cells = vec![
        say.near(row.at).into(),
        Text::name(formatter.names.vm(&row.vm_id), VM).in_look(Look::Strong),
        Text::name(formatter.names.job(&row.job_id), JOB),
        formatter.risk(row),
        what,
    ];
    let context = Context::of(row);
    let behind = row.behind.iter().filter(|cause| say.everything && !repeats(cause, row.cause.as_ref()));
    let causes = row.cause.iter().chain(behind).map(|cause| formatter.cause(cause, &context));
    let why = Text::join(causes, &say.words.phrase("behind"));
    let below = match with_cause && !why.is_empty() {
        true => vec![Paragraph::labelled(0, say.words.phrase("label-why") + " ", why)],
        false => Vec::new(),
    };
    Shown { cells, below }
}

/// Returns whether the forecast only repeats what is already true: a chain at its limit.
fn repeats(behind: &Cause, cause: Option<&Cause>) -> bool {
    let is_limit = matches!(cause, Some(Cause::AtLimit { .. }));
    is_limit && matches!(behind, Cause::Forecast(ForecastCause::Depth { .. }))
}

/// Composes the jobs whose last run was interrupted: nothing failed in it, but its restore points are missing.
fn interrupted(report: &Report, formatter: OutlookFormatter<'_>) -> Section {
    let say = formatter.say;
    let jobs: Vec<_> = report
        .outlook
        .jobs
        .iter()
        .filter_map(|job| Some((&job.job_id, job.interrupted_at?, job.next_at)))
        .collect();
    if jobs.is_empty() {
        return Section::default();
    }
    let item = |(job, at, next): &(&JobId, Timestamp, Option<Timestamp>)| {
        let args = [
            ("job", Arg::name(&formatter.names.job(job), NAME)),
            ("at", say.near(*at).into()),
            ("next", Say::or_none(next.map(|at| say.near(at)))),
        ];
        say.words.say("interrupted-run", args)
    };
    let mut section = Section::titled(Text::strong(say.words.phrase("interrupted-runs")));
    let rows = say.rows(&jobs, ROWS, item);
    let items = rows.shown(say.everything).to_vec();
    section.blocks.push(Block::List(List { ordered: false, level: 1, items }));
    section.blocks.extend((!rows.more.is_empty() && !say.everything).then(|| Paragraph::plain(2, rows.more)));
    section
}

fn events(report: &Report, formatter: OutlookFormatter<'_>) -> Section {
    let say = formatter.say;
    let events: Vec<&Event> =
        report.outlook.events.iter().filter(|event| say.everything || event.outcome != Outcome::Ok).collect();
    if events.is_empty() {
        return Section::default();
    }
    let mut section = Section::titled(Text::strong(say.words.phrase("events")));
    let item = |event: &&Event| {
        let at = event.at.map(|at| say.near(at) + "  ").unwrap_or_default();
        Text::from(at).and(formatter.event(event))
    };
    let rows = say.rows(&events, ROWS, item);
    section.blocks.push(Block::List(List {
        ordered: false,
        level: 1,
        items: rows.shown(say.everything).to_vec(),
    }));
    section.blocks.extend((!rows.more.is_empty() && !say.everything).then(|| Paragraph::plain(2, rows.more)));
    section
}
