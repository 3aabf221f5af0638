//! Blocks as lines for a terminal or a pipe, none wider than requested.
//!
//! Colour only repeats what a word already says. Every piece of text passes through [`display`] on its way out, so no
//! name from the server can move the cursor, break a line or push a column.

mod forest;
mod lines;
mod rows;
mod space;
mod table;

use self::lines::Lines;
use super::Style;
use crate::blocks::{
    Block, Document, FindingGroup, List, Look, Note, Pairs, Paragraph, Section, StepBlock, Text,
};
use crate::words::Words;
use xo_health_core::display;
use xo_health_core::findings::Severity;

/// The columns of an indentation.
const STEP: usize = 2;

/// Writes a document, with a final newline.
pub fn render(document: &Document, style: &Style) -> String {
    let mut lines = Lines::new(style, Words::of(style.lang));
    for (at, section) in document.sections.iter().enumerate() {
        if at > 0 {
            lines.blank();
        }
        write_section(&mut lines, section);
    }
    close(&mut lines, document, style);
    lines.finish()
}

/// Writes the last line; it includes the answer if the screen has scrolled past it.
fn close(lines: &mut Lines<'_>, document: &Document, style: &Style) {
    let closing = &document.closing;
    if closing.short.is_empty() {
        return;
    }
    // plus an empty line, the line itself, and the prompt that follows
    let is_long = lines.count() + 3 > style.height;
    lines.blank();
    lines.wrapped(0, STEP, if is_long { &closing.long } else { &closing.short });
}

fn write_section(lines: &mut Lines<'_>, section: &Section) {
    let heading = &section.heading;
    if heading.rest.is_empty() && !heading.title.is_empty() {
        lines.line(0, &heading.title);
    } else if !heading.title.is_empty() {
        lines.wrapped(0, STEP, &heading.title.clone().and(heading.rest.clone()));
    }
    for (at, block) in section.blocks.iter().enumerate() {
        // figures come before what is wrong with them
        if at > 0 && needs_action(block) {
            lines.blank();
        }
        write(lines, 0, block);
    }
}

fn needs_action(block: &Block) -> bool {
    matches!(block, Block::Findings(groups) if groups.iter().any(|group| group.severity > Severity::Info))
}

/// Writes a block, indented by this many columns.
fn write(lines: &mut Lines<'_>, indent: usize, block: &Block) {
    match block {
        Block::Answer(answer) => {
            lines.wrapped(indent, STEP, &answer.lead.clone().and(answer.rest.clone()));
        }
        Block::Paragraph(Paragraph { level, label, text }) => {
            lines.paragraph(indent + STEP * usize::from(*level), label, text);
        }
        Block::List(list) => write_list(lines, indent, list),
        Block::Items(items) => {
            for item in items.shown(lines.everything()) {
                lines.paragraph(indent, &Text::default(), item);
            }
            lines.more(indent, items);
        }
        Block::Pairs(pairs) => write_pairs(lines, indent, pairs),
        Block::Table(table) => table::write(lines, indent + STEP, table),
        Block::Queue(queue) => table::write(lines, indent + STEP, &rows::of_queue(queue)),
        Block::Timeline(moments) => table::write(lines, indent + STEP, &rows::of_timeline(moments)),
        Block::Chart(chart) => {
            lines.paragraph(indent, &Text::default(), &chart.caption);
            table::write(lines, indent + STEP, &chart.data);
        }
        Block::Tally(_) => {}
        Block::SpaceBar(bar) => space::write(lines, indent + STEP, bar),
        Block::Findings(groups) => groups.iter().for_each(|group| findings(lines, indent + STEP, group)),
        Block::Forest(forest) => forest::write(lines, forest),
        Block::Steps(steps) => {
            steps.shown(lines.everything()).iter().for_each(|step| write_step(lines, indent, step));
            lines.more(indent + STEP, steps);
        }
        Block::Notes(notes) => {
            notes.shown(lines.everything()).iter().for_each(|note| write_note(lines, indent + STEP, note));
            lines.more(indent + STEP, notes);
        }
    }
}

fn write_list(lines: &mut Lines<'_>, indent: usize, list: &List) {
    let indent = indent + STEP * usize::from(list.level);
    for (item, n) in list.items.iter().zip(1_usize..) {
        let label = if list.ordered { format!("{n:>2}. ") } else { "- ".to_owned() };
        lines.paragraph(indent, &label.into(), item);
    }
}

fn write_pairs(lines: &mut Lines<'_>, indent: usize, pairs: &Pairs) {
    let indent = indent + STEP * usize::from(pairs.level);
    for pair in &pairs.pairs {
        let label = if pair.value.is_empty() { pair.label.clone() } else { pair.label.clone().and(" ") };
        lines.paragraph(indent, &label, &pair.value);
        for (step, number) in pair.steps.iter().zip(1_usize..) {
            lines.paragraph(indent + STEP, &format!("{number}. ").into(), step);
        }
    }
}

fn write_step(lines: &mut Lines<'_>, indent: usize, step: &StepBlock) {
    let number = format!("{:>2}. ", step.number);
    let hang = indent + number.len();
    lines.paragraph(indent, &number.into(), &step.text);
    for (label, text) in &step.details {
        let label = if label.is_empty() { Text::default() } else { label.clone().and(" ") };
        lines.paragraph(hang, &label, text);
    }
}

fn write_note(lines: &mut Lines<'_>, indent: usize, note: &Note) {
    lines.paragraph(indent, &Text::default(), &note.text);
    for (label, text) in &note.details {
        lines.paragraph(indent + STEP, &label.clone().and(" "), text);
    }
}

fn findings(lines: &mut Lines<'_>, indent: usize, group: &FindingGroup) {
    let label = severity_label(lines.words(), group.severity);
    let cases = group.cases.shown(lines.everything());
    if group.severity == Severity::Info {
        for case in cases {
            let text = Text::from(format!("{}: ", group.code)).and(case.clone());
            let label = Text::from(" ".repeat(indent)).and(label.clone());
            lines.paragraph(0, &label, &text);
        }
        lines.more(indent + STEP, &group.cases);
        return;
    }
    let head = label.and(Text::strong(&group.code)).and(": ").and(group.title.clone());
    lines.line(indent, &head);
    let bullet = if cases.len() > 1 { "- " } else { "" };
    for case in cases {
        lines.paragraph(indent + STEP, &bullet.into(), case);
    }
    lines.more(indent + STEP, &group.cases);
    let label = Text::look(Look::Accent, lines.words().phrase("label-do") + " ");
    for step in &group.steps {
        lines.paragraph(indent + STEP, &label, step);
    }
}

/// Returns the word for a severity, padded to the width of the longest plus two columns.
fn severity_label(words: &Words, severity: Severity) -> Text {
    let word = |severity| words.severity(severity);
    let all = [Severity::Critical, Severity::Warning, Severity::Info];
    let widest = all.map(|severity| display::width(&word(severity))).into_iter().max().unwrap_or(0);
    Text::look(severity.into(), display::pad_right(&word(severity), widest + STEP))
}

#[cfg(test)]
mod tests;
