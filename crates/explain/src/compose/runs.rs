//! The runs that were given: a single run in full, several as one line each.

use super::common::{NAME, SHOWN, label};
use crate::explanation::Explanation;
use crate::mail_date;
use crate::parsed::{Kind, ParsedRun, ParsedVm};
use xo_health_report::blocks::{Block, Look, Pair, Pairs, Section, Text, TimelineEntry};
use xo_health_report::say::Say;
use xo_health_report::words::Arg;

/// The columns of an id, a mode, or a time in the words of a mail.
const VALUE: u16 = 60;

/// Composes the section; empty if there are no runs.
pub(super) fn compose(explanation: &Explanation, say: &Say<'_>) -> Section {
    match &explanation.runs[..] {
        [] => Section::default(),
        [run] => one(explanation.kind, run, say),
        runs => many(runs, say),
    }
}

fn one(kind: Kind, run: &ParsedRun, say: &Say<'_>) -> Section {
    let words = say.words;
    let kind = if kind == Kind::Mail { "mail" } else { "log" };
    let title = words.say("explain-run", [("kind", kind.into()), ("status", status(run, say).into())]);
    let mut section = Section::titled(title.in_look(Look::Strong));
    let value = |value: &String| Text::name(value, VALUE);
    let pairs = [
        ("explain-job", job(run, say)),
        ("explain-run-id", run.run_id.as_ref().map(value)),
        ("explain-mode", run.mode.as_ref().map(value)),
        ("explain-started", started(run, say)),
        ("explain-vms", Some(counts(&run.vms, say)).filter(|counts| !counts.is_empty())),
    ];
    let pairs = pairs.into_iter().filter_map(|(id, value)| Some(Pair::new(label(id, say), value?)));
    section.blocks.push(Block::Pairs(Pairs { level: 1, pairs: pairs.collect() }));
    section
}

fn job(run: &ParsedRun, say: &Say<'_>) -> Option<Text> {
    let name = run.job_name.as_ref().map(|name| say.quoted(name, VALUE));
    let id = run.job_id.as_ref().map(|id| Text::name(id, VALUE));
    match (name, id) {
        (Some(name), Some(id)) => {
            Some(say.words.say("explain-job-named", [("name", name.into()), ("id", id.into())]))
        }
        (name, id) => name.or(id),
    }
}

/// Says when a run started. A mail names no zone: its times are those of the server that sent it.
fn started(run: &ParsedRun, say: &Say<'_>) -> Option<Text> {
    if let Some(at) = run.started_at {
        return Some(say.instant(at).into());
    }
    let started = run.started.as_deref()?;
    Some(match mail_date::read(started) {
        Some(at) => say.words.say("explain-mail-time", [("at", say.words.civil(at).into())]),
        None => Text::name(started, VALUE),
    })
}

/// Says how a run ended, in words.
fn status(run: &ParsedRun, say: &Say<'_>) -> Text {
    let status = run.status.as_deref();
    let known = ["success", "failure", "skipped", "interrupted", "pending"];
    match status {
        None => say.words.say("explain-status", [("status", "unknown".into())]),
        Some(status) if known.contains(&status) => {
            say.words.say("explain-status", [("status", status.to_owned().into())])
        }
        Some(status) => Text::name(status, NAME),
    }
}

fn counts(vms: &[ParsedVm], say: &Say<'_>) -> Text {
    let of =
        |status| vms.iter().filter(|vm| vm.target.is_none() && vm.status.as_deref() == Some(status)).count();
    let all = ["failure", "skipped", "interrupted", "pending", "success"];
    // a metadata backup has no VMs
    let counts = all.into_iter().map(|status| (status, of(status))).filter(|(_, n)| *n > 0);
    let counts = counts.map(|(status, n)| {
        say.words.say("explain-vms-counted", [("status", Arg::from(status)), ("n", n.into())])
    });
    say.words.commas(counts)
}

fn many(runs: &[ParsedRun], say: &Say<'_>) -> Section {
    let zone = say.now.to_zoned(say.zone.clone()).strftime("%Z").to_string();
    let args = [("n", runs.len().into()), ("zone", zone.into())];
    let title = say.words.say("explain-runs", args).in_look(Look::Strong);
    let mut section = Section::titled(title);
    let moment = |run: &ParsedRun| TimelineEntry {
        at: run.started_at.map(|at| say.day_time(at)).unwrap_or_default().into(),
        what: status(run, say),
        rest: run
            .job_name
            .as_ref()
            .or(run.job_id.as_ref())
            .map(|job| Text::name(job, NAME))
            .unwrap_or_default(),
        ..TimelineEntry::default()
    };
    section.blocks.push(Block::Timeline(say.rows(runs, SHOWN, moment)));
    section
}
