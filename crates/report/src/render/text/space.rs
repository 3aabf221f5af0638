//! The space of an SR as a bar: on one line with its caption, or with a line for each part.

use super::lines::Lines;
use crate::blocks::{SpaceBar, SpaceKind, SpacePart, Text};
use xo_health_core::display;
use xo_health_core::units::Bytes;

/// The columns of a bar beside its caption, without brackets.
const SHORT: usize = 20;

/// The columns of a bar alone, without brackets.
const LONG: usize = 60;

/// The columns of a part's label and of its amount.
const LABEL: usize = 23;
const AMOUNT: usize = 24;

/// Writes a bar.
pub(super) fn write(lines: &mut Lines<'_>, indent: usize, bar: &SpaceBar) {
    if !bar.caption.is_empty() {
        let drawn = draw(bar, SHORT, lines.ascii());
        lines.paragraph(
            indent,
            &Text::default(),
            &Text::from(format!("[{drawn}] ")).and(bar.caption.clone()),
        );
        return;
    }
    let columns = LONG.min(lines.width().saturating_sub(indent + 2));
    let drawn = draw(bar, columns, lines.ascii());
    lines.line(indent, &format!("[{drawn}]").into());
    for part in &bar.parts {
        legend(lines, indent, part);
    }
}

fn legend(lines: &mut Lines<'_>, indent: usize, part: &SpacePart) {
    let mark = mark(part.kind, lines.ascii());
    let padded = |text: &Text, columns| display::pad_right(&text.plain(), columns);
    let line = format!("{mark} {}{}", padded(&part.label, LABEL), padded(&part.amount, AMOUNT));
    lines.line(indent, &Text::from(line).and(part.verdict.clone()));
}

const fn mark(kind: SpaceKind, ascii: bool) -> &'static str {
    match kind {
        SpaceKind::Used => "#",
        SpaceKind::NextRound => "+",
        SpaceKind::Merge => "=",
        SpaceKind::Free if ascii => ".",
        SpaceKind::Free => "·",
    }
}

/// Draws the parts side by side. Any part larger than nothing takes at least one column, the bar is full only if the
/// space is, and nothing goes beyond its end.
fn draw(bar: &SpaceBar, columns: usize, ascii: bool) -> String {
    let taken = bar.parts.iter().filter(|part| part.kind != SpaceKind::Free);
    let sum = taken.clone().map(|part| u128::from(part.bytes.0)).sum::<u128>();
    let most = if sum < u128::from(bar.size.0) { columns.saturating_sub(1) } else { columns };
    let mut drawn = String::new();
    let mut left = most;
    for part in taken {
        let exact = part.bytes.0 as f64 / bar.size.0.max(1) as f64 * columns as f64;
        let filled = (exact.round() as usize).max(usize::from(part.bytes > Bytes::ZERO)).min(left);
        left -= filled;
        drawn.push_str(&mark(part.kind, ascii).repeat(filled));
    }
    drawn + &mark(SpaceKind::Free, ascii).repeat(left + columns - most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_the_parts() {
        let cases: [(&[u64], u64, &str); 9] = [
            (&[0], 100, "...................."),
            (&[1], 1000, "#..................."),
            (&[50], 100, "##########.........."),
            (&[999], 1000, "###################."),
            (&[100], 100, "####################"),
            (&[u64::MAX], 1, "####################"),
            (&[30, 10, 5], 60, "##########+++==....."),
            (&[1, 1, 1], 1_000_000, "#+=................."),
            (&[50, 50, 50], 60, "#################+++"),
        ];
        for (parts, size, drawn) in cases {
            let kinds = [SpaceKind::Used, SpaceKind::NextRound, SpaceKind::Merge];
            let part = |(kind, bytes): (SpaceKind, &u64)| SpacePart {
                kind,
                bytes: Bytes(*bytes),
                label: Text::default(),
                amount: Text::default(),
                verdict: Text::default(),
            };
            let parts = kinds.into_iter().zip(parts).map(part).collect();
            let bar = SpaceBar { size: Bytes(size), parts, caption: Text::default() };
            assert_eq!(draw(&bar, 20, true), drawn, "{bar:?}");
        }
    }
}
