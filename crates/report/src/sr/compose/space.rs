//! What the free space of the SR is needed for, as a bar and in figures.

use crate::blocks::{Block, Look, Section, SpaceBar, SpaceKind, SpacePart, Text};
use crate::say::Say;
use crate::sr::{Bounds, FitName, SrReport};
use xo_health_core::units::Bytes;

/// Says whether something fits; if that is in doubt and `need` is given, adds the best estimate.
pub(super) fn verdict(fit: FitName, need: Option<Bounds>, say: &Say<'_>) -> Text {
    let about = |need: Bounds| say.words.say("about", [("best", need.best_bytes.into())]);
    let best = need.map(about).unwrap_or_default();
    let (key, look) = match fit {
        FitName::Fits => ("fits", Look::Plain),
        FitName::LikelyFits => ("likely", Look::Warning),
        FitName::LikelyNot => ("unlikely", Look::Warning),
        FitName::DoesNotFit => ("not", Look::Critical),
        FitName::Unknown => ("unknown", Look::Plain),
    };
    say.words.say("fit", [("fit", key.into()), ("best", best.into())]).in_look(look)
}

/// Composes the bar and a line for each of its parts.
pub(super) fn compose(report: &SrReport, say: &Say<'_>) -> Section {
    let figures = &report.sr.figures;
    let (Some(size), Some(used)) = (figures.size_bytes, figures.used_bytes) else {
        return Section::default();
    };
    if size == Bytes::ZERO {
        return Section::default();
    }
    let words = say.words;
    let space = &report.space;
    let part = |kind, bytes: Bytes, id| SpacePart {
        kind,
        bytes,
        label: words.phrase(id).into(),
        amount: bytes.to_string().into(),
        verdict: Text::default(),
    };
    let next = words.say("bar-next", [("n", space.next_round_snapshots.into())]);
    let parts = [
        Some(part(SpaceKind::Used, used, "bar-used")),
        need(SpaceKind::NextRound, next, space.next_round, space.next_round_fits, say),
        need(
            SpaceKind::Merge,
            words.phrase("bar-merge").into(),
            space.largest_merge,
            space.largest_merge_fits,
            say,
        ),
        Some(part(SpaceKind::Free, size - used, "bar-free")),
    ];
    let parts = parts.into_iter().flatten().collect();
    let mut section = Section::titled(Text::strong(words.phrase("sr-space")));
    section.blocks.push(Block::SpaceBar(SpaceBar { size, parts, caption: Text::default() }));
    section
}

fn need(
    kind: SpaceKind,
    label: Text,
    need: Option<Bounds>,
    fit: FitName,
    say: &Say<'_>,
) -> Option<SpacePart> {
    need.map(|bytes| SpacePart {
        kind,
        bytes: bytes.high_bytes,
        label,
        amount: bounds(bytes, say),
        verdict: verdict(fit, need, say),
    })
}

/// Bounds that differ by less than one part in this many are written as one number.
const CLOSE: u64 = 50;

/// Writes an interval; the verdict shows the best estimate if it matters.
pub(super) fn bounds(need: Bounds, say: &Say<'_>) -> Text {
    let (low, high) = (need.low_bytes.to_string(), need.high_bytes.to_string());
    let spread = need.high_bytes - need.low_bytes;
    if low == high || spread.0 < need.high_bytes.0 / CLOSE {
        need.best_bytes.to_string().into()
    } else if need.low_bytes == Bytes::ZERO {
        say.words.say("up-to", [("high", high.into())])
    } else {
        say.words.say("between", [("low", low.into()), ("high", high.into())])
    }
}
