//! A section for each SR: how full it is, how deep its chains are, the merges that wait, the findings.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::findings;
use crate::blocks::{Block, Document, Look, Paragraph, Section, SpaceBar, SpaceKind, SpacePart, Text};
use crate::outlook::OutlookFormatter;
use crate::say::Say;
use crate::words::{Arg, key};
use crate::{FindingView, Report, SrView, charts};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::outlook::{Likelihood, POSSIBLE, SrSummary};
use xo_health_core::storage::Family;
use xo_health_core::units::Bytes;

/// The columns of the name of a driver and of a pool.
const DRIVER: u16 = 12;
const POOL: u16 = 20;

/// Composes the sections, worst first, then a line for the SRs with nothing to report. Returns the findings that belong
/// to no SR.
pub(super) fn compose<'r>(
    document: &mut Document,
    report: &'r Report,
    say: &Say<'_>,
) -> Vec<&'r FindingView> {
    let mut of_sr: FxHashMap<&str, Vec<&FindingView>> =
        report.srs.iter().map(|sr| (sr.id.as_str(), Vec::new())).collect();
    let mut elsewhere = Vec::new();
    for finding in &report.findings {
        match finding.sr_id.as_deref().and_then(|id| of_sr.get_mut(id)) {
            Some(list) => list.push(finding),
            None => elsewhere.push(finding),
        }
    }
    let limits = limits(report);
    let summaries: FxHashMap<String, &SrSummary> =
        report.outlook.srs.iter().map(|summary| (summary.sr_id.to_string(), summary)).collect();
    let mut sections: Vec<(Rank, &SrView, Vec<&FindingView>)> = Vec::new();
    for sr in &report.srs {
        // removed, so that an id that occurs twice gets its findings only once
        let found = of_sr.remove(sr.id.as_str()).unwrap_or_default();
        let worst = found.iter().map(|finding| finding.severity()).max();
        let likelihood = summaries.get(&sr.id).and_then(|summary| Some(summary.worst.as_ref()?.likelihood));
        if worst.is_some() || likelihood.is_some() {
            sections.push((Rank { worst, likelihood }, sr, found));
        }
    }
    let mut quiet = report.srs.len() - sections.len();
    sections.sort_by_key(|(rank, ..)| Reverse((rank.severity(), rank.likelihood)));
    let (mut infos, mut others) = (0, false);
    for (rank, sr, mut found) in sections {
        let summary = summaries.get(&sr.id).copied();
        let folded = fold_infos(&mut found, say);
        // only folded notes: they are counted with those of the other SRs
        if found.is_empty() && rank.likelihood.is_none() {
            infos += folded;
            quiet += 1;
            continue;
        }
        let limit = limits.get(sr.id.as_str()).copied();
        let mut section = section(rank.severity(), (sr, summary), limit, &found, say);
        let formatter = OutlookFormatter::of(report, say);
        let predicted = summary.map(|summary| predicted(summary, formatter, true)).unwrap_or_default();
        section.blocks.splice(2.min(section.blocks.len())..2.min(section.blocks.len()), predicted);
        section.blocks.extend(self::infos(folded, say));
        document.push(section);
        others = true;
    }
    let mut rest = Section::default();
    if quiet > 0 {
        let quiet = say.words.say("quiet", [("n", quiet.into()), ("others", Arg::flag(others))]);
        rest.blocks.push(Paragraph::plain(0, quiet));
    }
    rest.blocks.extend(self::infos(infos, say));
    document.push(rest);
    elsewhere
}

/// How bad the state of an SR is.
#[derive(Clone, Copy)]
struct Rank {
    worst: Option<Severity>,
    likelihood: Option<Likelihood>,
}

impl Rank {
    /// Returns the severity of its findings and predictions together.
    fn severity(self) -> Severity {
        let predicted = match self.likelihood {
            Some(Likelihood::Certain | Likelihood::AlmostCertain | Likelihood::Likely) => Severity::Critical,
            Some(Likelihood::Possible) => Severity::Warning,
            Some(Likelihood::Unlikely) | None => Severity::Info,
        };
        self.worst.unwrap_or(Severity::Info).max(predicted)
    }
}

/// Removes the notes unless everything is wanted, and returns how many there were.
pub(super) fn fold_infos(found: &mut Vec<&FindingView>, say: &Say<'_>) -> usize {
    if say.everything {
        return 0;
    }
    let before = found.len();
    found.retain(|finding| finding.severity() > Severity::Info);
    before - found.len()
}

/// Says how many notes are folded; `None` if there are none.
pub(super) fn infos(folded: usize, say: &Say<'_>) -> Option<Block> {
    (folded > 0).then(|| Paragraph::plain(1, say.words.say("info-folded", [("n", folded.into())])))
}

/// Says what is predicted for an SR, and which steps concern it.
pub(crate) fn predicted(
    summary: &SrSummary,
    formatter: OutlookFormatter<'_>,
    with_steps: bool,
) -> Vec<Block> {
    let words = formatter.say.words;
    let counts = &summary.counts;
    let mut texts: Vec<Text> = Vec::new();
    if let Some(worst) = &summary.worst {
        let args = [
            ("what", formatter.what_fails(worst.error, worst.cause.as_ref()).into()),
            ("who", formatter.vm_or_job(&worst.job_id, worst.vm_id.as_ref()).into()),
            ("chance", formatter.worst_chance(worst).into()),
            ("at", Say::or_none(formatter.worst_at(worst))),
        ];
        texts.push(words.say("sr-predicted", args));
    }
    if counts.failing + counts.at_risk > 0 {
        let args = [
            ("failing", counts.failing.into()),
            ("at_risk", counts.at_risk.into()),
            ("due", counts.due.into()),
            ("both", Arg::flag(counts.failing > 0 && counts.at_risk > 0)),
        ];
        texts.push(words.say("sr-counts", args));
    }
    if with_steps && !summary.steps.is_empty() {
        texts.push(formatter.see(&summary.steps));
    }
    match texts.is_empty() {
        true => Vec::new(),
        false => vec![Paragraph::plain(1, words.semicolons(texts))],
    }
}

/// Returns the chain limit of each SR that has one.
fn limits(report: &Report) -> FxHashMap<&str, u32> {
    let mut limits = FxHashMap::default();
    for disk in &report.disks {
        if let (Some(sr), Some(limit)) = (disk.sr_id.as_deref(), disk.limit) {
            limits.entry(sr).or_insert(limit);
        }
    }
    limits
}

fn section(
    worst: Severity,
    (sr, summary): (&SrView, Option<&SrSummary>),
    limit: Option<u32>,
    found: &[&FindingView],
    say: &Say<'_>,
) -> Section {
    let words = say.words;
    let all = [Severity::Critical, Severity::Warning, Severity::Info];
    let widest = all.map(|severity| display::width(&words.severity(severity))).into_iter().max().unwrap_or(0);
    let label = display::pad_right(&words.severity(worst), widest + 2);
    let name = Text::name(&sr.name, u16::MAX).in_look(Look::Strong);
    let kind = kind(sr, say).in_look(Look::Muted);
    let mut section = Section::titled(Text::look(worst.into(), label).and(name).and("  ").and(kind));
    section.blocks.push(space(sr, say));
    section.blocks.push(Paragraph::plain(1, chains(sr, limit, say)));
    if let Some(lacking) = sr.lacking_30_days_bytes.filter(|lacking| *lacking > Bytes::ZERO) {
        section.blocks.push(Paragraph::plain(1, words.say("sr-lacking", [("size", lacking.into())])));
    }
    if say.charts && sr.runs_out_probability.is_some_and(|chance| chance >= POSSIBLE) {
        section.blocks.extend(charts::room(sr, summary.and_then(|of| of.worst.as_ref()), say.now, say));
    }
    if !found.is_empty() {
        section.blocks.push(findings::compose(found, say));
    }
    section
}

/// Returns the driver of an SR, the rules it follows, and its pool.
pub(crate) fn kind(sr: &SrView, say: &Say<'_>) -> Text {
    let driver = Text::name(&sr.driver, DRIVER);
    let rules = match sr.family {
        Family::NoTree => say.words.phrase("kind-no-tree"),
        Family::Unknown => say.words.phrase("kind-unknown"),
        family => key(&family),
    };
    let kind = if sr.driver == rules {
        driver
    } else {
        say.words.say("kind", [("driver", driver.into()), ("rules", rules.into())])
    };
    match &sr.pool_name {
        Some(pool) => say.words.say("in-pool", [("kind", kind.into()), ("pool", Arg::name(pool, POOL))]),
        None => kind,
    }
}

/// Shows how full an SR is, as a bar if possible.
fn space(sr: &SrView, say: &Say<'_>) -> Block {
    match (sr.used_bytes, sr.size_bytes) {
        (Some(used), Some(size)) if size > Bytes::ZERO => {
            Block::SpaceBar(SpaceBar { size, parts: parts(sr, size, used, say), caption: in_words(sr, say) })
        }
        _ => Paragraph::plain(1, in_words(sr, say)),
    }
}

/// Lists the parts of the bar: the used space; with charts, also what the next round of snapshots and the largest merge
/// need.
fn parts(sr: &SrView, size: Bytes, used: Bytes, say: &Say<'_>) -> Vec<SpacePart> {
    let part = |kind, bytes: Bytes, id: &str| {
        let (label, amount) = match say.charts {
            true => (say.words.say(id, [("n", sr.next_round_snapshots.into())]), bytes.to_string()),
            false => (Text::default(), String::new()),
        };
        SpacePart { kind, bytes, label, amount: amount.into(), verdict: Text::default() }
    };
    let taken = part(SpaceKind::Used, used, "bar-used");
    let need = sr.merge_need_bytes.filter(|_| say.charts && sr.pending_inner > 0);
    let need = need.map(|need| part(SpaceKind::Merge, need, "bar-merge"));
    let next = sr.next_round_bytes.filter(|_| say.charts);
    let next = next.map(|next| part(SpaceKind::NextRound, next, "bar-next"));
    let free = say.charts.then(|| part(SpaceKind::Free, size - used, "bar-free"));
    [Some(taken), next, need, free].into_iter().flatten().collect()
}

/// Says how full an SR is, in words.
pub(crate) fn in_words(sr: &SrView, say: &Say<'_>) -> Text {
    let free = sr.free_bytes.map(|free| say.words.say("free", [("free", free.into())]));
    let free = ("free", free.unwrap_or_default().into());
    match (sr.used_bytes, sr.size_bytes) {
        (Some(used), Some(size)) if size > Bytes::ZERO => {
            say.words.say("space", [("used", used.into()), ("size", size.into()), free])
        }
        (Some(used), _) => say.words.say("space-used", [("used", used.into()), free]),
        (None, _) => say.words.say("space-unknown", [free]),
    }
}

/// Sums up the chains of an SR.
pub(crate) fn chains(sr: &SrView, limit: Option<u32>, say: &Say<'_>) -> Text {
    let words = say.words;
    if sr.disks == 0 {
        return words.phrase("no-disks").into();
    }
    let depth = ("depth", sr.max_depth.into());
    let deepest = match limit {
        Some(limit) => words.say("deepest-of", [depth, ("limit", limit.into())]),
        None => words.say("deepest", [depth]),
    };
    let counts = [("inner", sr.pending_inner.into()), ("leaf", sr.pending_leaf.into())];
    let pending = match (sr.pending_inner, sr.pending_leaf) {
        (0, 0) => "pending-none",
        (_, 0) => "pending-inner",
        (0, _) => "pending-leaf",
        _ => "pending-both",
    };
    let need = match sr.merge_need_bytes {
        Some(need) if sr.pending_inner > 0 => words.say("need", [("need", need.into())]),
        _ => Text::default(),
    };
    let theirs = match sr.xo_unhealthy {
        xo if xo == sr.pending_inner.saturating_add(sr.pending_leaf) => Text::default(),
        xo => words.say("theirs", [("n", xo.into())]),
    };
    let parts = [
        ("disks", sr.disks.into()),
        ("deepest", deepest.into()),
        ("pending", words.say(pending, counts).into()),
        ("need", need.into()),
        ("theirs", theirs.into()),
    ];
    words.say("chains", parts)
}
