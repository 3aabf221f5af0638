//! Composes the changes for people: what got worse comes first.

use super::{
    BackupChange, Diff, DiffKind, FindingChange, Measured, PredictedOutcome, PredictionChange, Side,
};
use crate::ExitReason;
use crate::blocks::{
    AnswerBlock, Block, Closing, Column, Document, FindingGroup, Look, Paragraph, Rows, Section, Table,
    TableRow, Text,
};
use crate::check::{first_step, reason, reason_of};
use crate::names::Names;
use crate::outlook::{OutlookFormatter, percent};
use crate::predictions::Within;
use crate::say::Say;
use crate::words::{Arg, Words};
use xo_health_core::findings::Severity;
use xo_health_core::outlook::{BackupError, Likelihood, Outcome, Status};

/// How many findings of one kind, or rows of a table, are shown before the rest is folded.
const SHOWN: usize = 8;

/// The columns of a name.
const NAME: u16 = 24;

/// The columns of a message taken from a document as it was written.
const MESSAGE: u16 = 400;

/// Composes what changed between two reports.
pub fn compose(diff: &Diff, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    document.push(Section::of([answer(diff, say)]));
    document.push(side_by_side(diff, say));
    document.push(cautions(diff, say));
    document.push(backups(diff, say));
    for change in [DiffKind::New, DiffKind::Worse, DiffKind::Better, DiffKind::Gone, DiffKind::Suppressed] {
        document.push(findings(diff, change, say));
    }
    document.push(predictions(diff, say));
    document.closing = closing(diff, say);
    document
}

fn answer(diff: &Diff, say: &Say<'_>) -> Block {
    let all = || {
        let findings = diff.findings.iter().map(|one| one.change);
        let backups = diff.backups.iter().map(|one| one.change);
        findings.chain(backups).chain(diff.predictions.iter().map(|one| one.change)).chain(diff.answer)
    };
    let (lead, look) = match (all().any(DiffKind::is_bad), all().any(DiffKind::is_good)) {
        (true, false) => ("worse", Look::Critical),
        (false, true) => ("better", Look::Good),
        (true, true) => ("mixed", Look::Warning),
        (false, false) => ("same", Look::Good),
    };
    let count = |change| Arg::from(diff.count(change));
    let counts = [
        ("new", count(DiffKind::New)),
        ("worse", count(DiffKind::Worse)),
        ("better", count(DiffKind::Better)),
        ("gone", count(DiffKind::Gone)),
        ("suppressed", count(DiffKind::Suppressed)),
        ("same", diff.findings_unchanged.into()),
    ];
    let lead = say.words.say("diff-lead", [("lead", lead.into())]).in_look(look);
    Block::Answer(AnswerBlock { lead, rest: say.words.say("diff-findings", counts) })
}

/// Shows the totals of both reports side by side.
fn side_by_side(diff: &Diff, say: &Say<'_>) -> Section {
    let row = |id: &str, of: &dyn Fn(&Side) -> Text| TableRow {
        cells: vec![say.words.phrase(id).into(), of(&diff.before), of(&diff.after)],
        below: Vec::new(),
    };
    let count = |of: fn(&xo_health_core::outlook::Answer) -> u32| {
        move |side: &Side| Text::from(side.answer.as_ref().map_or("-".to_owned(), |own| of(own).to_string()))
    };
    let server = |side: &Side| match (&side.source.server, &side.source.version) {
        (Some(server), _) => Text::name(server, NAME),
        (None, Some(version)) => Text::from("xo-server ").and(Text::name(version, NAME)),
        (None, None) => "-".into(),
    };
    let rows = vec![
        row("diff-server", &server),
        row("diff-observed", &|side| say.instant(side.observed_at).into()),
        row("diff-answer", &|side| status(side, say)),
        row("diff-due", &count(|answer| answer.due)),
        row("diff-failing", &count(|answer| answer.failing)),
        row("diff-at-risk", &count(|answer| answer.at_risk)),
        row("diff-unknown", &count(|answer| answer.unknown)),
        row("diff-exit", &|side| side.exit_status.to_string().into()),
    ];
    let columns = vec![Column::default(), head("diff-before", say), head("diff-after", say)];
    Section::of([Block::Table(Table { columns, rows: Rows::all(rows) })])
}

fn head(id: &str, say: &Say<'_>) -> Column {
    Column { head: Text::look(Look::Muted, say.words.phrase(id)), ..Column::default() }
}

fn status(side: &Side, say: &Say<'_>) -> Text {
    let Some(answer) = &side.answer else { return "-".into() };
    let look = match answer.status {
        Status::Yes | Status::NoneDue => Look::Good,
        Status::CannotTell | Status::AtRisk => Look::Warning,
        Status::ProbablyNot | Status::No => Look::Critical,
    };
    say.words.say("diff-status", [("status", Arg::key(answer.status))]).in_look(look)
}

/// Says what the comparison cannot show.
fn cautions(diff: &Diff, say: &Say<'_>) -> Section {
    let mut blocks = Vec::new();
    if diff.same_server == Some(false) {
        blocks.push(say.words.phrase("diff-other-server").into());
    }
    if diff.before.source.scope != diff.after.source.scope {
        blocks.push(say.words.phrase("diff-other-scope").into());
    }
    if diff.before.observed_at > diff.after.observed_at {
        blocks.push(say.words.phrase("diff-reversed").into());
    }
    if !diff.unseen.is_empty() {
        let what = say.words.commas(diff.unseen.iter().map(|unread| say.words.gap(unread).what));
        blocks.push(say.words.say("diff-unseen", [("what", what.into())]));
    }
    if !diff.predictions_compared {
        blocks.push(say.words.phrase("diff-no-predictions").into());
    }
    Section::of(blocks.into_iter().map(|text: Text| Paragraph::plain(0, text.in_look(Look::Warning))))
}

fn change(change: DiffKind, say: &Say<'_>) -> Text {
    let look = match change {
        DiffKind::New | DiffKind::Worse => Look::Critical,
        DiffKind::Better | DiffKind::Gone => Look::Good,
        DiffKind::Suppressed => Look::Muted,
    };
    say.words.say("diff-change", [("change", Arg::key(change))]).in_look(look)
}

fn name(name: Option<&String>, id: &str) -> Text {
    Text::name(name.map_or(id, String::as_str), NAME)
}

fn error(error: BackupError, say: &Say<'_>) -> Text {
    let names = Names::default();
    OutlookFormatter { say, names: &names, unread: &[], scope: None }.error(error)
}

fn backups(diff: &Diff, say: &Say<'_>) -> Section {
    if diff.backups.is_empty() {
        return Section::default();
    }
    let row = |one: &BackupChange| TableRow {
        cells: vec![
            change(one.change, say),
            name(one.vm_name.as_ref(), &one.vm_id.to_string()).in_look(Look::Strong),
            name(one.job_name.as_ref(), &one.job_id.to_string()),
            one.error.map_or_else(|| say.words.phrase("outcome-cannot-tell").into(), |of| error(of, say)),
            predicted_outcome(&one.before, say),
            predicted_outcome(&one.after, say),
        ],
        below: Vec::new(),
    };
    let columns = ["diff-how", "due-vm", "due-job", "due-what", "diff-before", "diff-after"];
    let columns = columns.map(|id| head(id, say)).into();
    let mut section = Section::titled(Text::strong(say.words.phrase("due")));
    section.blocks.push(Block::Table(Table { columns, rows: say.rows(&diff.backups, SHOWN, row) }));
    section
}

/// Says how a backup ends: the likelihood of the row's error, or else that it succeeds or is not due.
fn predicted_outcome(of: &PredictedOutcome, say: &Say<'_>) -> Text {
    match (&of.run, of.outcome) {
        (Some(run), Some(outcome)) if outcome != Outcome::CannotTell => likelihood(run.likelihood, say),
        (_, Some(Outcome::CannotTell)) => say.words.phrase("outcome-cannot-tell").into(),
        (_, Some(Outcome::Ok)) => Text::look(Look::Good, say.words.phrase("row-ok")),
        (_, Some(_)) => say.words.phrase("diff-otherwise").into(),
        (_, None) => say.words.phrase("diff-not-due").into(),
    }
}

fn likelihood(likelihood: Likelihood, say: &Say<'_>) -> Text {
    say.words.say("likelihood", [("likelihood", Arg::key(likelihood))])
}

fn findings(diff: &Diff, wanted: DiffKind, say: &Say<'_>) -> Section {
    let of: Vec<&FindingChange> = diff.findings.iter().filter(|one| one.change == wanted).collect();
    if of.is_empty() {
        return Section::default();
    }
    let args = [("change", Arg::key(wanted)), ("n", of.len().into())];
    let mut section = Section::titled(say.words.say("diff-section", args).in_look(Look::Strong));
    let kind = |one: &&FindingChange| (one.latest().map(|latest| latest.severity), one.code.clone());
    let mut sorted = of;
    sorted.sort_by_key(|one| (std::cmp::Reverse(kind(one).0), kind(one).1));
    let groups = sorted.chunk_by(|a, b| kind(a) == kind(b)).filter_map(|group| of_kind(group, say));
    section.blocks.push(Block::Findings(groups.collect()));
    section
}

/// Composes changed findings of one code and severity.
fn of_kind(group: &[&FindingChange], say: &Say<'_>) -> Option<FindingGroup> {
    let first = group.first()?;
    let latest = first.latest()?;
    let known = latest.finding.as_ref();
    let title = known.map_or_else(
        || Text::name(&latest.written[0], MESSAGE),
        |finding| say.words.title(finding.code).into(),
    );
    let is_to_do = first.change.is_bad() && latest.severity > Severity::Info;
    let shown = if say.everything { group } else { &group[..group.len().min(SHOWN)] };
    let mut steps: Vec<Text> = Vec::new();
    for finding in shown.iter().filter(|_| is_to_do).filter_map(|one| one.latest()?.finding.as_ref()) {
        let step = first_step(finding, say);
        if !step.is_empty() && !steps.contains(&step) {
            steps.push(step);
        }
    }
    Some(FindingGroup {
        severity: latest.severity,
        code: first.code.clone(),
        title,
        cases: say.rows(group, SHOWN, |one| case(one, say)),
        steps,
    })
}

/// Says what was found and, if both reports have it, how it was before.
fn case(one: &FindingChange, say: &Say<'_>) -> Text {
    let message = |of: &Measured| match &of.finding {
        Some(finding) => say.words.message_with(finding, &|at| say.near(at)),
        None => Text::name(&of.written[1], MESSAGE),
    };
    let now = one.latest().map(message).unwrap_or_default();
    if let Some(suppressed) = &one.suppressed {
        let args = [("now", now.into()), ("reason", reason_of(suppressed, say).into())];
        return say.words.say("diff-suppressed", args);
    }
    let Some((before, after)) = one.before.as_ref().zip(one.after.as_ref()) else { return now };
    let was = match before.severity == after.severity {
        true if message(before) == now => return now,
        true => message(before),
        false => say.words.severity(before.severity).into(),
    };
    say.words.say("diff-was", [("now", now.into()), ("was", was.into())])
}

fn predictions(diff: &Diff, say: &Say<'_>) -> Section {
    // the backups due already show these
    let is_due = |one: &&PredictionChange| {
        let mut due = diff.backups.iter();
        due.any(|row| {
            Some(&row.vm_id) == one.vm_id.as_ref() && row.job_id == one.job_id && row.error == Some(one.error)
        })
    };
    let of: Vec<&PredictionChange> =
        diff.predictions.iter().filter(|one| say.everything || !is_due(one)).collect();
    if of.is_empty() {
        return Section::default();
    }
    let chance = |by: &[Within]| match by.last() {
        Some(within) => percent(within.probability) + " %",
        None => "-".to_owned(),
    };
    let row = |one: &&PredictionChange| TableRow {
        cells: vec![
            change(one.change, say),
            match &one.vm_id {
                Some(vm) => name(one.vm_name.as_ref(), &vm.to_string()).in_look(Look::Strong),
                None => "-".into(),
            },
            name(one.job_name.as_ref(), &one.job_id.to_string()),
            error(one.error, say),
            chance(&one.probability_by_before).into(),
            chance(&one.probability_by).into(),
        ],
        below: Vec::new(),
    };
    let columns = ["diff-how", "due-vm", "due-job", "due-what", "diff-before", "diff-after"];
    let columns = columns.map(|id| head(id, say)).into();
    let mut section = Section::titled(Text::strong(say.words.phrase("diff-predictions")));
    section.blocks.push(Block::Table(Table { columns, rows: say.rows(&of, SHOWN, row) }));
    section
}

fn closing(diff: &Diff, say: &Say<'_>) -> Closing {
    let why = match diff.exit_reason {
        ExitReason::Nothing => say.words.phrase("exit-nothing-new").into(),
        why => reason(why, say),
    };
    let args = [("status", Arg::from(diff.exit_status)), ("why", why.into())];
    let short = say.words.say("diff-closing", args);
    Closing { long: short.clone(), short }
}

impl FindingChange {
    /// Returns its title and its message in words.
    pub(crate) fn title_and_message(&self, words: &Words) -> [String; 2] {
        let Some(latest) = self.latest() else { return Default::default() };
        let known = latest.finding.as_ref();
        known.map_or_else(
            || latest.written.clone(),
            |finding| [words.title(finding.code), words.message(finding).plain()],
        )
    }
}
