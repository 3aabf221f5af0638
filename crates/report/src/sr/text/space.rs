//! What the free space of the SR is needed for, as a bar and in figures.

use crate::sr::{Bounds, FitName, SrReport};
use crate::text::page::{Page, Span, bold, by_severity, plain};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// Columns of the bar, without its brackets.
const BAR: usize = 60;

/// Writes whether something fits; with the best estimate where that is in doubt and `need` is given.
pub(super) fn verdict(page: &Page<'_>, fit: FitName, need: Option<Bounds>) -> Span {
    let own = page.own();
    let about = |need: Bounds| own.text("about", [("best", need.best_bytes.to_string().into())]);
    let best = need.map(about).unwrap_or_default();
    let words = |key: &'static str| own.text("fit", [("fit", key.into()), ("best", best.as_str().into())]);
    match fit {
        FitName::Fits => plain(words("fits")),
        FitName::LikelyFits => by_severity(Severity::Warning, words("likely")),
        FitName::LikelyNot => by_severity(Severity::Warning, words("unlikely")),
        FitName::DoesNotFit => by_severity(Severity::Critical, words("not")),
        FitName::Unknown => plain(words("unknown")),
    }
}

/// Writes the bar and a line for each of its parts.
pub(super) fn write(page: &mut Page<'_>, report: &SrReport) {
    let figures = &report.sr.figures;
    let (Some(size), Some(used)) = (figures.size_bytes, figures.used_bytes) else { return };
    if size == Bytes::ZERO {
        return;
    }
    let own = page.own();
    let space = &report.space;
    let free = size - used;
    let high = |need: Option<Bounds>| need.map_or(Bytes::ZERO, |need| need.high_bytes);
    let mark = if page.style().ascii { "." } else { "·" };
    let bar = bar([used, high(space.next_round), high(space.largest_merge)], size, mark);
    page.blank();
    page.line(&[bold(own.phrase("sr-space"))]);
    page.line(&[plain(format!("  [{bar}]"))]);
    line(page, "#", &own.phrase("bar-used"), &used.to_string(), plain(""));
    if space.next_round.is_some() {
        let label = own.text("bar-next", [("n", space.next_round_snapshots.into())]);
        need(page, "+", &label, space.next_round, space.next_round_fits);
    }
    if space.largest_merge.is_some() {
        need(page, "=", &own.phrase("bar-merge"), space.largest_merge, space.largest_merge_fits);
    }
    line(page, mark, &own.phrase("bar-free"), &free.to_string(), plain(""));
}

fn need(page: &mut Page<'_>, mark: &str, label: &str, need: Option<Bounds>, fit: FitName) {
    let bytes = need.map(|need| bounds(page, need)).unwrap_or_default();
    let verdict = verdict(page, fit, need);
    line(page, mark, label, &bytes, verdict);
}

/// Bounds that differ by less than one part of this many are written as one number.
const CLOSE: u64 = 50;

/// Writes what lies between bounds; the best estimate stands with the verdict, where it matters.
pub(super) fn bounds(page: &Page<'_>, need: Bounds) -> String {
    let (low, high) = (need.low_bytes.to_string(), need.high_bytes.to_string());
    let spread = need.high_bytes - need.low_bytes;
    if low == high || spread.0 < need.high_bytes.0 / CLOSE {
        need.best_bytes.to_string()
    } else if need.low_bytes == Bytes::ZERO {
        page.own().text("up-to", [("high", high.into())])
    } else {
        page.own().text("between", [("low", low.into()), ("high", high.into())])
    }
}

fn line(page: &mut Page<'_>, mark: &str, label: &str, bytes: &str, verdict: Span) {
    page.line(&[
        plain(format!("  {mark} ")),
        plain(display::pad_right(label, 23)),
        plain(display::pad_right(bytes, 24)),
        verdict,
    ]);
}

/// Draws the parts beside each other; what is larger than nothing takes a column, and nothing reaches beyond the SR.
fn bar(parts: [Bytes; 3], size: Bytes, rest: &str) -> String {
    let mut bar = String::new();
    let mut left = BAR;
    for (part, mark) in parts.into_iter().zip(["#", "+", "="]) {
        let exact = part.0 as f64 / size.0 as f64 * BAR as f64;
        let columns = (exact.round() as usize).max(usize::from(part > Bytes::ZERO)).min(left);
        left -= columns;
        bar.push_str(&mark.repeat(columns));
    }
    bar + &rest.repeat(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_the_parts() {
        let cases = [
            ([0, 0, 0], 60, ".".repeat(60)),
            ([30, 10, 5], 60, ["#".repeat(30), "+".repeat(10), "=".repeat(5), ".".repeat(15)].concat()),
            ([1, 1, 1], 1_000_000, ["#+=".to_owned(), ".".repeat(57)].concat()),
            ([50, 50, 50], 60, ["#".repeat(50), "+".repeat(10)].concat()),
            ([u64::MAX, 1, 1], 1, "#".repeat(60)),
        ];
        for (parts, size, drawn) in cases {
            assert_eq!(bar(parts.map(Bytes), Bytes(size), "."), drawn, "{parts:?} of {size}");
        }
    }
}
