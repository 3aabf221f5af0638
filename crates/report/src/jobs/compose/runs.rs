//! The last runs of a job, one row each, with what went wrong in them.

use std::collections::BTreeMap;

use super::settings::target;
use super::{NAME, backups, rate, refused, sentence, takes};
use crate::blocks::{Block, Look, Section, Text, TimelineEntry};
use crate::jobs::{Detail, Ended, JobKindView, JobView, RunErrorView, RunView};
use crate::say::Say;
use crate::words::Arg;
use xo_health_core::units::Bytes;

/// How many runs are shown before the rest is folded.
const SHOWN: usize = 10;

/// How many errors of a run are shown before the rest is folded.
const ERRORS: usize = 3;

/// How many VMs of an error are named.
const NAMED: usize = 3;

/// The columns of a message from the server.
const MESSAGE: u16 = 100;

/// Composes the section.
pub(super) fn compose(job: &JobView, detail: &Detail, say: &Say<'_>) -> Section {
    if job.kind == JobKindView::Sequence {
        return Section::default();
    }
    let words = say.words;
    let title = Text::strong(words.phrase("runs"));
    let Some(runs) = &detail.runs else {
        return Section::titled(title.and(words.phrase("runs-not-read")));
    };
    let sums = [rate(job, say), takes(job, say), refused(job, say)].into_iter().flatten();
    let sums = if runs.is_empty() { words.phrase("no-run").into() } else { words.semicolons(sums) };
    let mut section = Section::titled(title);
    if !sums.is_empty() {
        section.heading.rest = words.say("after-heading", [("rest", sums.into())]);
    }
    if !runs.is_empty() {
        section.blocks.push(Block::Timeline(say.rows(runs, SHOWN, |run| moment(run, say))));
    }
    section
}

fn moment(run: &RunView, say: &Say<'_>) -> TimelineEntry {
    let words = say.words;
    let so_far = |at| u64::try_from(say.now.duration_since(at).as_secs()).unwrap_or(0);
    let goes_on = matches!(run.ended, Ended::Running | Ended::Stuck);
    let seconds = run.seconds.or_else(|| run.start_at.filter(|_| goes_on).map(so_far));
    let speed = run.bytes_per_second.filter(|speed| *speed > Bytes::ZERO);
    let speed = speed.map(|bytes| words.say("per-second", [("bytes", bytes.into())]));
    let mut below = remarks(run, say);
    if say.everything {
        below.extend(backups::compose(run.backups.as_deref().unwrap_or_default(), say));
    }
    TimelineEntry {
        at: run.start_at.map(|at| say.stamp(at)).unwrap_or_default().into(),
        what: Text::look(look(run.ended), words.phrase(word(run.ended))),
        figures: vec![
            seconds.map(|seconds| words.seconds(seconds)).unwrap_or_default().into(),
            run.bytes.map(|bytes| bytes.to_string()).unwrap_or_default().into(),
            speed.unwrap_or_default(),
        ],
        rest: contents(run, say),
        below,
    }
}

const fn look(ended: Ended) -> Look {
    match ended {
        Ended::Failure | Ended::Stuck => Look::Critical,
        Ended::Skipped | Ended::Interrupted | Ended::Refused => Look::Warning,
        Ended::Success => Look::Good,
        Ended::Running | Ended::Unknown => Look::Plain,
    }
}

/// Returns the id of the word for how something ended.
pub(super) const fn word(ended: Ended) -> &'static str {
    match ended {
        Ended::Success => "ended-good",
        Ended::Skipped => "ended-skipped",
        Ended::Failure => "ended-failed",
        Ended::Refused => "ended-refused",
        Ended::Interrupted => "ended-interrupted",
        Ended::Running => "ended-running",
        Ended::Stuck => "ended-stuck",
        Ended::Unknown => "ended-unknown",
    }
}

/// Says how many VMs were in the run, and whether their backups were fulls or deltas.
fn contents(run: &RunView, say: &Say<'_>) -> Text {
    let kind = match (run.fulls, run.deltas) {
        (0, 0) => "none",
        (_, 0) => "full",
        (0, _) => "delta",
        _ => "both",
    };
    say.words.say("contents", [("n", run.vms.all.into()), ("kind", kind.into())])
}

fn remarks(run: &RunView, say: &Say<'_>) -> Vec<Block> {
    // the error of a refused run says nothing more
    if run.ended == Ended::Refused {
        return Vec::new();
    }
    let words = say.words;
    let all_well = run.vms.good == run.vms.all;
    let results = (!all_well && run.vms.all > 1).then(|| vm_results(run, say));
    let mixed = (run.fulls > 0 && run.deltas > 0)
        .then(|| words.say("mixed", [("fulls", run.fulls.into()), ("deltas", run.deltas.into())]));
    let mut parts = vec![words.semicolons([results, mixed].into_iter().flatten())];
    parts.extend(fallbacks(run, say));
    if run.retried_vms > 0 {
        let quote = |text: &String| words.say("said", [("message", Arg::name(text, MESSAGE))]);
        let because = words.commas(run.retried_because.iter().map(quote));
        let because = (!because.is_empty()).then_some(because);
        let args = [("n", run.retried_vms.into()), ("because", Say::or_none(because))];
        parts.push(words.say("retried", args));
    }
    let errors =
        say.rows(&grouped(run), ERRORS, |(error, who)| about(error, who, describe_error(error, say), say));
    let mut blocks: Vec<Block> = parts.into_iter().filter(|text| !text.is_empty()).map(sentence).collect();
    if !errors.items.is_empty() {
        blocks.push(Block::Items(errors));
    }
    blocks
}

/// Says which deltas became fulls, grouped by reason.
fn fallbacks(run: &RunView, say: &Say<'_>) -> Vec<Text> {
    let mut by_reason: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for fallback in &run.fallbacks {
        let vm = fallback.vm_name.as_deref().or(fallback.vm_id.as_deref());
        by_reason.entry(&fallback.why).or_default().push(vm);
    }
    let one = |(why, vms): (&str, Vec<Option<&str>>)| {
        let args =
            [("n", vms.len().into()), ("vms", names(&vms, say).into()), ("why", Arg::name(why, MESSAGE))];
        say.words.say("fell-back", args)
    };
    by_reason.into_iter().map(one).collect()
}

/// Groups errors with the same text, in the order of the log: the first of each group, and the VMs concerned.
fn grouped(run: &RunView) -> Vec<(&RunErrorView, Vec<Option<&str>>)> {
    let mut groups: Vec<(&RunErrorView, Vec<Option<&str>>)> = Vec::new();
    let mut known: BTreeMap<(Option<&str>, &str, bool), usize> = BTreeMap::new();
    for error in &run.errors {
        let who = error.vm_name.as_deref().or(error.vm_id.as_deref());
        let of_vm = error.vm_id.is_some() || error.vm_name.is_some();
        let target = error.target.as_ref().map(|target| target.id.as_str());
        match known.get(&(target, error.message.as_str(), of_vm)) {
            Some(&at) => groups[at].1.push(who),
            None => {
                known.insert((target, error.message.as_str(), of_vm), groups.len());
                groups.push((error, vec![who]));
            }
        }
    }
    groups
}

/// Describes one error of a run in a few words, a failure before a skip; quotes its message only if its meaning is
/// unknown.
pub(super) fn first_error(run: &RunView, say: &Say<'_>) -> Option<Text> {
    let groups = grouped(run);
    let failure = groups.iter().find(|(error, _)| error.ended == Ended::Failure);
    let (error, who) = failure.or(groups.first())?;
    let short =
        error.meaning.as_ref().map_or_else(|| describe_error(error, say), |meaning| meaning.as_str().into());
    Some(about(error, who, short, say))
}

/// Says whom an error concerns, and what it is.
fn about(error: &RunErrorView, who: &[Option<&str>], what: Text, say: &Say<'_>) -> Text {
    let named: Vec<_> = who.iter().copied().filter(Option::is_some).collect();
    let subject = match &error.target {
        Some(view) => target(view, say),
        None if named.is_empty() => return what,
        None => names(&named, say),
    };
    say.words.say("error", [("who", subject.into()), ("what", what.into())])
}

/// Says what an error means, if that is known, and quotes its message.
pub(super) fn describe_error(error: &RunErrorView, say: &Say<'_>) -> Text {
    let words = say.words;
    let message = ("message", Arg::name(&error.message, MESSAGE));
    match (&error.meaning, error.message.is_empty()) {
        (None, true) => words.phrase("said-nothing").into(),
        (None, false) => words.say("said", [message]),
        (Some(meaning), true) => meaning.as_str().into(),
        (Some(meaning), false) => {
            words.say("said-and-means", [("meaning", meaning.as_str().into()), message])
        }
    }
}

fn names(vms: &[Option<&str>], say: &Say<'_>) -> Text {
    let name =
        |vm: &Option<&str>| vm.map_or_else(|| say.words.phrase("a-vm").into(), |name| say.quoted(name, NAME));
    let shown = if vms.len() <= NAMED + 1 { vms.len() } else { NAMED };
    let named = say.words.commas(vms[..shown].iter().map(name));
    match vms.len() - shown {
        0 => named,
        n => say.words.say("vms-more", [("names", named.into()), ("n", n.into())]),
    }
}

/// Says how a run ended, through its VMs if they show it.
pub(super) fn how(run: &RunView, say: &Say<'_>) -> Text {
    let vms = run.vms;
    let shown_by_vms = match run.ended {
        Ended::Success => vms.good == vms.all,
        Ended::Skipped => vms.skipped > 0,
        Ended::Failure => vms.failed > 0,
        Ended::Interrupted => vms.interrupted > 0,
        _ => false,
    };
    let ended = say.words.phrase(word(run.ended)).into();
    match (vms.all, shown_by_vms) {
        (0, _) if run.ended == Ended::Unknown => say.words.phrase("no-details").into(),
        (0, _) => ended,
        (_, true) => vm_results(run, say),
        _ => say.words.semicolons([ended, vm_results(run, say)]),
    }
}

/// Says how the VMs of a run fared: in words for a single one or if all fared alike; else in numbers.
fn vm_results(run: &RunView, say: &Say<'_>) -> Text {
    let words = say.words;
    let vms = run.vms;
    let how = [
        ("good", vms.good),
        ("skipped", vms.skipped),
        ("failed", vms.failed),
        ("interrupted", vms.interrupted),
        ("running", vms.running),
    ];
    if let Some((how, _)) = how.iter().find(|(_, n)| *n == vms.all) {
        return words.say("vms-alike", [("n", vms.all.into()), ("how", (*how).into())]);
    }
    let good = words.say("vms-good", [("good", vms.good.into()), ("all", vms.all.into())]);
    let others = how.into_iter().skip(1).filter(|(_, n)| *n > 0);
    let others = others.map(|(how, n)| words.say("vms-other", [("n", n.into()), ("how", how.into())]));
    words.commas(std::iter::once(good).chain(others))
}
