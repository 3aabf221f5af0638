//! What a user may read of a server, what is missing, and how to grant it.
//!
//! In: how a server was read. Out: a [`WhoAmI`], and its blocks. The words for what is missing are those of every
//! report.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Source;
use crate::blocks::{Block, Column, Document, Look, Paragraph, Rows, Section, Table, TableRow, Text};
use crate::say::Say;
use crate::words::findings::GapText;
use xo_health_core::model::{Question, Reading, Unread, UnreadReason};

/// What a user may read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WhoAmI {
    /// When reading was attempted.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The server.
    pub source: Source,
    /// The user's permission in XO's words: `admin`, or `none`.
    pub permission: String,
    /// The parts that reports rest on, in reading order.
    pub parts: Vec<RightsPart>,
}

/// A part of what reports rest on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RightsPart {
    /// The part.
    pub part: Question,
    /// Whether all of it was read.
    pub readable: bool,
    /// Why it was not read; null if it was.
    pub why: Option<UnreadReason>,
}

impl WhoAmI {
    /// Makes the view from how a server was read; `parts` are the requested parts.
    pub fn of(reading: &Reading, permission: String, parts: impl IntoIterator<Item = Question>) -> Self {
        let part = |part: Question| {
            let gap = reading.unread.iter().find(|unread| unread.answer == part);
            RightsPart { part, readable: gap.is_none(), why: gap.map(|unread| unread.why.clone()) }
        };
        let (server, version) = (reading.server.clone(), reading.version.clone());
        let source = Source { server, version, scope: None, read_at: None };
        let parts = parts.into_iter().map(part).collect();
        Self { observed_at: reading.observed_at, source, permission, parts }
    }
}

impl RightsPart {
    /// Returns it as a gap, whose words name it.
    pub(crate) fn unread(&self) -> Unread {
        Unread { answer: self.part, why: self.why.clone().unwrap_or(UnreadReason::NotAsked) }
    }
}

/// Composes the view.
pub fn compose(view: &WhoAmI, say: &Say<'_>) -> Document {
    let mut document = Document::default();
    let is_admin = if view.permission == "admin" { "admin" } else { "user" };
    let title = say.words.say("whoami-title", [("permission", is_admin.into())]);
    let mut head = Section::titled(title.in_look(Look::Strong));
    head.blocks.push(say.source(0, &view.source));
    document.push(head);
    let row = |part: &RightsPart| {
        let GapText { what, why, grant } = say.words.gap(&part.unread());
        let (state, below) = match part.readable {
            true => (Text::look(Look::Good, say.words.phrase("whoami-read")), Vec::new()),
            false => {
                let label = |id: &str| Text::look(Look::Accent, say.words.phrase(id) + " ");
                let below = [("label-why", why), ("label-grant", grant)];
                let below = below.map(|(id, text)| Paragraph::labelled(0, label(id), text));
                (Text::look(Look::Warning, say.words.phrase("whoami-missing")), below.into())
            }
        };
        TableRow { cells: vec![what, state], below }
    };
    let heads = ["whoami-part", "whoami-state"];
    let columns =
        heads.map(|id| Column { head: Text::look(Look::Muted, say.words.phrase(id)), ..Column::default() });
    let rows = Rows::all(view.parts.iter().map(row).collect());
    document.push(Section::of([Block::Table(Table { columns: columns.into(), rows })]));
    document
}
