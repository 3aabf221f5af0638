//! Draws chains.
//!
//! A chain goes straight down, from the root to the leaf; other children of a base copy are branches before the next
//! one.

use super::lines::Lines;
use crate::blocks::{Branch, Forest, Text, Tree, TreeNode};
use xo_health_core::display;

/// How many levels are drawn beside each other; deeper ones share the last. Only a hostile server has as many.
const LEVELS: u32 = 8;

/// The columns of size, depth, age and note on a screen of 80.
const SIZE: usize = 11;
const DEPTH: usize = 7;
const AGE: usize = 9;
const NOTE: usize = 22;

/// The columns that remain for the drawing and the names on a narrow screen.
const MIN_LEFT: usize = 22;

/// Writes the trees.
pub(super) fn write(lines: &mut Lines<'_>, forest: &Forest) {
    let [size, depth, age] = &forest.heads;
    let heads = [(size, SIZE), (depth, DEPTH), (age, AGE)];
    let heads = heads.map(|(head, columns)| display::pad_left(&head.plain(), columns)).concat();
    let title = padded(lines, &forest.title, left(lines));
    lines.line(0, &title.and(heads));
    let everything = lines.everything();
    let mut after_tree = true;
    for tree in forest.trees.shown(everything) {
        if tree.head.is_empty() && std::mem::take(&mut after_tree) {
            lines.blank();
        }
        after_tree |= !tree.head.is_empty();
        write_tree(lines, tree);
    }
    if !forest.trees.more.is_empty() && !everything {
        lines.blank();
        lines.more(0, &forest.trees);
    }
}

/// Returns the columns for the drawing and the names.
fn left(lines: &Lines<'_>) -> usize {
    lines.width().saturating_sub(SIZE + DEPTH + AGE + NOTE).max(MIN_LEFT)
}

/// Pads a text with spaces.
fn padded(lines: &Lines<'_>, text: &Text, columns: usize) -> Text {
    let missing = columns.saturating_sub(lines.columns(text));
    text.clone().and(" ".repeat(missing))
}

fn write_tree(lines: &mut Lines<'_>, tree: &Tree) {
    if !tree.head.is_empty() {
        lines.blank();
        lines.line(0, &tree.head);
    }
    for branch in &tree.branches {
        match branch {
            Branch::Node(node) => write_node(lines, node),
            Branch::Fold { level, text } => {
                let bar = if lines.ascii() { "| " } else { "│ " };
                let mark = format!("{}{} ", bar.repeat((*level).min(LEVELS + 1) as usize), lines.ellipsis());
                lines.line(2, &Text::from(mark).and(text.clone()));
            }
        }
    }
}

fn write_node(lines: &mut Lines<'_>, node: &TreeNode) {
    let drawing = drawing(lines.ascii(), node);
    let label = Text::from(format!("  {drawing}")).and(node.kind.clone()).and(" ");
    let room = left(lines).saturating_sub(lines.columns(&label));
    let name: Text = node.name.spans().iter().cloned().map(|span| cut(span, room)).collect();
    let figures = [(&node.size, SIZE), (&node.depth, DEPTH), (&node.age, AGE)];
    let figures = figures.map(|(text, columns)| display::pad_left(&text.plain(), columns)).concat();
    let name = display::pad_right(&fit(lines, &name, room), room);
    let line = label.and(Text::strong(name)).and(figures);
    let beside = lines.width().saturating_sub(left(lines) + SIZE + DEPTH + AGE);
    if node.note.is_empty() {
        lines.line(0, &line);
    } else if lines.columns(&node.note) + 2 <= beside {
        lines.line(0, &line.and("  ").and(node.note.clone()));
    } else {
        lines.line(0, &line);
        lines.paragraph(display::width(&drawing) + 4, &Text::default(), &node.note);
    }
}

fn cut(mut span: crate::blocks::Span, columns: usize) -> crate::blocks::Span {
    span.name = span.name.map(|own| own.min(u16::try_from(columns).unwrap_or(u16::MAX)));
    span
}

fn fit(lines: &Lines<'_>, text: &Text, columns: usize) -> String {
    display::fit_with(&text.plain(), columns, lines.ellipsis())
}

/// Draws the lines that lead to a node.
fn drawing(ascii: bool, node: &TreeNode) -> String {
    let beside = |levels: u32| if ascii { "| " } else { "│ " }.repeat(levels.min(LEVELS) as usize);
    let chain = match (node.begins, node.ends, ascii) {
        (true, true, _) => "",
        (true, false, true) => ". ",
        (true, false, false) => "┌ ",
        (false, true, true) => "` ",
        (false, true, false) => "└ ",
        (false, false, true) => "| ",
        (false, false, false) => "├ ",
    };
    if !node.begins || node.level == 0 {
        return format!("{}{chain}", beside(node.level));
    }
    let branch = if ascii { "|-" } else { "├─" };
    let gap = if chain.is_empty() { " " } else { "" };
    format!("{}{branch}{gap}{chain}", beside(node.level - 1))
}
