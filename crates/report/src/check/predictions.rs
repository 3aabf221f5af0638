//! Predictions beyond the backups due: a row for each kind, the most probable first.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use crate::blocks::{Block, Column, Document, Look, Paragraph, Section, Table, TableRow, Text};
use crate::outlook::{OutlookFormatter, percent};
use crate::predictions::say::About;
use crate::predictions::{PredictionView, StepsAgainst};
use crate::say::Say;
use crate::words::{Arg, key};
use crate::{Report, SrView};
use xo_health_core::analysis::SinceYesterday;
use xo_health_core::model::ObjectId;
use xo_health_core::outlook::{BackupError, Likelihood, Outcome, POSSIBLE, SUREST};
use xo_health_core::units::Bytes;

/// How many groups are shown unless everything is wanted.
const GROUPS: usize = 6;

/// How many VMs of a group are named.
const NAMES: usize = 4;

/// The columns of a name.
const NAME: u16 = 24;

/// What predictions of one kind share: the error, the job, the SR, what stops the run, what removes it, and the
/// likelihood. What is said of one then holds for all.
type Kind<'a> =
    (BackupError, &'a str, Option<&'a str>, Option<String>, (Vec<u32>, Option<String>), Likelihood);

/// Predictions of one kind.
struct Group<'a> {
    of: Vec<&'a PredictionView>,
    /// The steps of the plan against each of them.
    steps: Vec<u32>,
}

impl Group<'_> {
    fn probability(&self) -> f64 {
        self.of.iter().map(|one| one.probability()).fold(0.0, f64::max)
    }

    /// Returns the earliest among the most probable ones.
    fn first(&self) -> &PredictionView {
        let surest = self.probability();
        let sure = self.of.iter().filter(|one| one.probability() >= surest * 0.9);
        sure.min_by_key(|one| one.first_at).copied().unwrap_or(self.of[0])
    }
}

/// Composes the section; nothing if no forecast was requested. `always` also says that nothing is predicted.
pub(super) fn compose(document: &mut Document, report: &Report, say: &Say<'_>, always: bool) {
    let Some(days) = report.horizon_hours.map(|hours| hours.div_ceil(24)) else { return };
    // a page has everything but unlikely errors: whoever forwards it would have to explain them
    let groups = groups(report, say.everything && !say.charts);
    let days = [("days", days.into())];
    let mut section = Section::default();
    if !groups.is_empty() {
        section = Section::titled(say.words.say("coming", days).in_look(Look::Strong));
        section.blocks.push(Block::Table(Table {
            columns: vec![Column::default(); 3],
            rows: say.rows(&groups, GROUPS, |group| row(group, report, say)),
        }));
    } else if always {
        section.blocks.push(Paragraph::plain(0, say.words.say("coming-nothing", days)));
    }
    if report.forecast_cut_short {
        let draws = report.draws.unwrap_or_default();
        section.blocks.push(Paragraph::plain(0, say.words.say("forecast-cut", [("draws", draws.into())])));
    }
    if always {
        section.blocks.extend(report.srs.iter().filter_map(|sr| room(sr, say)));
    }
    document.push(section);
}

fn groups(report: &Report, everything: bool) -> Vec<Group<'_>> {
    let mut by_kind: BTreeMap<Kind<'_>, Vec<&PredictionView>> = BTreeMap::new();
    let due: FxHashSet<(String, Option<String>, BackupError)> = report
        .outlook
        .rows
        .iter()
        .filter(|row| row.outcome != Outcome::Ok)
        .filter_map(|row| Some((row.job_id.to_string(), Some(row.vm_id.to_string()), row.error?)))
        .chain(report.outlook.events.iter().filter(|event| event.outcome != Outcome::Ok).map(|event| {
            (event.job_id.to_string(), event.vm_id.as_ref().map(ToString::to_string), event.error)
        }))
        .collect();
    // the backups due already show these
    let is_due = |one: &PredictionView| due.contains(&(one.job_id.clone(), one.vm_id.clone(), one.error));
    let is_later = |one: &&PredictionView| (everything || one.probability() >= POSSIBLE) && !is_due(one);
    let shown = report.predictions.iter().filter(is_later);
    let plan = StepsAgainst::of(&report.outlook.plan.steps);
    for one in shown {
        let (cause, action) = (one.causes.first().map(key), one.action.as_ref().map(key));
        let steps = plan.against(one);
        let action = action.filter(|_| steps.is_empty());
        let likelihood = Likelihood::of(one.probability().min(SUREST));
        let kind = (one.error, one.job_id.as_str(), one.sr_id.as_deref(), cause, (steps, action), likelihood);
        by_kind.entry(kind).or_default().push(one);
    }
    let made = by_kind.into_iter().map(|((.., (steps, _), _), of)| Group { of, steps });
    let mut groups: Vec<Group<'_>> = made.collect();
    // the sort is stable: equal groups keep the order of their kinds
    groups.sort_by(|a, b| {
        b.probability().total_cmp(&a.probability()).then(a.first().first_at.cmp(&b.first().first_at))
    });
    groups
}

fn row(group: &Group<'_>, report: &Report, say: &Say<'_>) -> TableRow {
    let first = group.first();
    let probability = group.probability();
    let formatter = OutlookFormatter::of(report, say);
    // only the outlook says "certain": for what a rule excludes at the very next run
    let likelihood = Likelihood::of(probability.min(SUREST));
    let percent = formatter.chance(likelihood, probability.min(SUREST));
    let at = first.first_at.map_or_else(String::new, |at| say.near(at));
    let error = formatter.error(first.error);
    let label = |id, look| Text::look(look, say.words.phrase(id) + " ");
    let look = match likelihood {
        Likelihood::Unlikely => Look::Plain,
        Likelihood::Possible => Look::Warning,
        _ => Look::Critical,
    };
    let id = |id: &Option<String>| id.as_deref().map(ObjectId::new);
    let (sr, vdi) = (id(&first.sr_id), id(&first.vdi_id));
    let about = About {
        names: &report.names,
        error: first.error,
        at: first.first_at,
        sr: sr.as_ref(),
        vdi: vdi.as_ref(),
        first: first.causes.first(),
    };
    let mut below = vec![Paragraph::plain(0, who(group, first, say))];
    if let Some(since) = first.since {
        below.push(Paragraph::plain(0, predicted_before(first, since, say)));
    }
    if !first.causes.is_empty() {
        let causes = first.causes.iter().map(|cause| about.cause(cause, say));
        let causes = Text::join(causes, &say.words.phrase("behind"));
        below.push(Paragraph::labelled(0, label("label-why", Look::Plain), causes));
    }
    let steps = &group.steps;
    let what = match &first.action {
        // the plan was verified as a whole: nothing else is advised against the same error
        _ if !steps.is_empty() => Some(formatter.see(steps)),
        action => action.as_ref().map(|action| about.action(action, say)),
    };
    below.extend(what.map(|what| Paragraph::labelled(0, label("label-do", Look::Accent), what)));
    TableRow { cells: vec![at.into(), error.in_look(Look::Strong), percent.in_look(look)], below }
}

/// Says since when it has been predicted, and how likely it was a day ago.
fn predicted_before(first: &PredictionView, since: Timestamp, say: &Say<'_>) -> Text {
    let moved = match first.moved {
        Some(SinceYesterday::Worse) => "worse",
        Some(SinceYesterday::Better) => "better",
        Some(SinceYesterday::Same) => "same",
        Some(SinceYesterday::New) | None => "new",
    };
    let then = Say::or_none(first.probability_day_ago.map(percent));
    say.words
        .say("prediction-since", [("age", say.age(since).into()), ("moved", moved.into()), ("then", then)])
}

fn who(group: &Group<'_>, first: &PredictionView, say: &Say<'_>) -> Text {
    let job = ("job", Arg::name(&first.job_name, NAME));
    let mut names: Vec<&str> = group.of.iter().filter_map(|one| one.vm_name.as_deref()).collect();
    if names.is_empty() {
        return say.words.say("whole-job", [job]);
    }
    names.sort_unstable();
    let n = names.len();
    let names = names.into_iter().map(|name| Text::name(name, NAME)).collect();
    say.words.say("prediction-vms", [job, ("n", n.into()), ("names", say.vms(names, NAMES).into())])
}

/// Says that an SR is too small for what its jobs do in 30 days.
fn room(sr: &SrView, say: &Say<'_>) -> Option<Block> {
    let lacking = sr.lacking_30_days_bytes.filter(|bytes| *bytes > Bytes::ZERO)?;
    let args = [
        ("sr", Arg::name(&sr.name, NAME)),
        ("size", lacking.into()),
        ("growth", sr.growth_per_day_bytes.unwrap_or_default().into()),
        ("percent", percent(sr.runs_out_probability.unwrap_or_default()).into()),
    ];
    Some(Paragraph::plain(0, say.words.say("room-lacking", args)))
}
