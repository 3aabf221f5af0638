//! What the user suppressed: the count and, if everything is wanted, the list.

use crate::blocks::{Block, Note, Paragraph, Rows, Text};
use crate::say::Say;
use crate::words::Arg;
use crate::{Report, SuppressedView, Suppression};

/// Composes the count, and the findings if everything is wanted; empty if nothing is suppressed.
pub(super) fn compose(report: &Report, say: &Say<'_>) -> Vec<Block> {
    if report.suppressed.is_empty() {
        return Vec::new();
    }
    let args = [("n", report.suppressed.len().into()), ("all", Arg::flag(say.everything))];
    let mut blocks = vec![Paragraph::plain(0, say.words.say("suppressed-line", args))];
    if say.everything {
        let notes = report.suppressed.iter().map(|one| note(one, say)).collect();
        blocks.push(Block::Notes(Rows::all(notes)));
    }
    blocks
}

fn note(one: &SuppressedView, say: &Say<'_>) -> Note {
    let finding = &one.view.finding;
    let code = Text::from(finding.code.to_string());
    let message = say.words.message_with(finding, &|at| say.near(at));
    let label = Text::from(say.words.phrase("suppressed-reason"));
    Note { text: code.and(": ").and(message), details: vec![(label, reason_of(&one.suppressed, say))] }
}

/// Says why a finding is suppressed, and until when.
pub(crate) fn reason_of(suppressed: &Suppression, say: &Say<'_>) -> Text {
    let reason = Text::name(&suppressed.reason, 200);
    match suppressed.until {
        Some(until) => say
            .words
            .say("suppressed-until", [("reason", reason.into()), ("until", say.day_time(until).into())]),
        None => reason,
    }
}
