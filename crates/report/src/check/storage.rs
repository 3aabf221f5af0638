//! A section per SR: how full it is, how deep its chains are, what waits to be merged, what was found.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::findings;
use crate::blocks::{Block, Document, Look, Paragraph, Section, SpaceBar, SpaceKind, SpacePart, Text};
use crate::say::Say;
use crate::words::{Arg, key};
use crate::{FindingView, Report, SrView};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::storage::Family;
use xo_health_core::units::Bytes;

/// Columns of the name of a driver and of a pool.
const DRIVER: u16 = 12;
const POOL: u16 = 20;

/// Composes the sections, worst first, then a line for the SRs with nothing to report. Returns the findings that belong to
/// none of the SRs.
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
    let mut sections: Vec<(Severity, &SrView, Vec<&FindingView>)> = Vec::new();
    for sr in &report.srs {
        // taken out, so that an id that stands twice has its findings once
        let found = of_sr.remove(sr.id.as_str()).unwrap_or_default();
        if let Some(worst) = found.iter().map(|finding| finding.severity()).max() {
            sections.push((worst, sr, found));
        }
    }
    let quiet = report.srs.len() - sections.len();
    sections.sort_by_key(|(worst, ..)| Reverse(*worst));
    let others = !sections.is_empty();
    for (worst, sr, found) in sections {
        document.push(section(worst, sr, limits.get(sr.id.as_str()).copied(), &found, say));
    }
    if quiet > 0 {
        let quiet = say.words.say("quiet", [("n", quiet.into()), ("others", Arg::flag(others))]);
        document.push(Section::of([Paragraph::plain(0, quiet)]));
    }
    elsewhere
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
    sr: &SrView,
    limit: Option<u32>,
    found: &[&FindingView],
    say: &Say<'_>,
) -> Section {
    let words = say.words;
    let all = [Severity::Critical, Severity::Warning, Severity::Info];
    let widest = all.map(|severity| display::width(&words.severity(severity))).into_iter().max().unwrap_or(0);
    let label = display::pad_right(&words.severity(worst), widest + 2);
    let name = Text::name(&sr.name, u16::MAX).in_look(Look::Strong);
    let mut section = Section::titled(Text::look(worst.into(), label).and(name).and("  ").and(kind(sr, say)));
    section.blocks.push(space(sr, say));
    section.blocks.push(Paragraph::plain(1, chains(sr, limit, say)));
    if let Some(lacking) = sr.lacking_30_days_bytes.filter(|lacking| *lacking > Bytes::ZERO) {
        section.blocks.push(Paragraph::plain(1, words.say("sr-lacking", [("size", lacking.into())])));
    }
    section.blocks.push(findings::compose(found, say));
    section
}

/// Names the driver of an SR, the rules it works by, its pool.
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

/// Shows how full an SR is.
fn space(sr: &SrView, say: &Say<'_>) -> Block {
    match (sr.used_bytes, sr.size_bytes) {
        (Some(used), Some(size)) if size > Bytes::ZERO => Block::SpaceBar(SpaceBar {
            size,
            parts: vec![SpacePart {
                kind: SpaceKind::Used,
                bytes: used,
                label: Text::default(),
                amount: Text::default(),
                verdict: Text::default(),
            }],
            caption: in_words(sr, say),
        }),
        _ => Paragraph::plain(1, in_words(sr, say)),
    }
}

/// Says how full an SR is.
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

/// Sums the chains of an SR up.
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
