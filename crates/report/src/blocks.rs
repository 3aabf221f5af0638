//! What a report shows, before it has a form: a small set of blocks, each an owned value.
//!
//! A view composes its blocks once, from its own values and the [`Words`](crate::words::Words) of a language; a renderer
//! gives them a form (terminal text, HTML, Markdown). Blocks say what something *is* (a name, a warning, a command), never
//! how it looks. Names from the server stand in them raw: what cleaning, cutting or escaping they need is up to the
//! renderer, which alone knows what its form obeys.

use std::fmt;

use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// A report: its sections in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its parts. One without any block is left out by whoever composes it.
    pub sections: Vec<Section>,
    /// Its last line; empty where it has none.
    pub closing: Closing,
}

impl Document {
    /// Adds a section unless it is empty.
    pub fn push(&mut self, section: Section) {
        if !section.is_empty() {
            self.sections.push(section);
        }
    }
}

/// A part of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its title; empty where the blocks need none.
    pub heading: Heading,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Section {
    /// A section with a title.
    pub fn titled(title: impl Into<Text>) -> Self {
        Self { heading: Heading { title: title.into(), rest: Text::default() }, blocks: Vec::new() }
    }

    /// A section of these blocks, without a title.
    pub fn of(blocks: impl IntoIterator<Item = Block>) -> Self {
        Self { heading: Heading::default(), blocks: blocks.into_iter().collect() }
    }

    /// Tells whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.heading.title.is_empty() && self.blocks.is_empty()
    }
}

/// The title of a section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// What it is about: a line.
    pub title: Text,
    /// What goes on after it: a sentence; may be empty.
    pub rest: Text,
}

/// A piece of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The answer to the question that the report is about.
    Answer(Answer),
    /// Sentences.
    Paragraph(Paragraph),
    /// Items below each other.
    List(List),
    /// Sentences of which the first are shown.
    Items(Rows<Text>),
    /// Rows of the same shape.
    Table(Table),
    /// What space is taken by, and needed for.
    SpaceBar(SpaceBar),
    /// Findings, worst first.
    Findings(Vec<FindingGroup>),
    /// Chains of images.
    Forest(Forest),
    /// Remarks with what belongs to each.
    Notes(Vec<Note>),
    /// Steps to take, in their order.
    Steps(Rows<Step>),
}

/// The answer to the question that the report is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// A word or two that say it.
    pub lead: Text,
    /// The rest of the sentence.
    pub rest: Text,
}

/// Sentences, maybe after a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// How deep it stands below what it belongs to: 0 at the edge.
    pub level: u8,
    /// What it says the sentences are; may be empty.
    pub label: Text,
    /// The sentences.
    pub text: Text,
}

impl Paragraph {
    /// A paragraph without a label.
    pub fn plain(level: u8, text: impl Into<Text>) -> Block {
        Self::labelled(level, Text::default(), text)
    }

    /// A paragraph after a label.
    pub fn labelled(level: u8, label: impl Into<Text>, text: impl Into<Text>) -> Block {
        Block::Paragraph(Self { level, label: label.into(), text: text.into() })
    }
}

/// Items below each other.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// They are numbered: their order matters.
    pub ordered: bool,
    /// How deep they stand below what they belong to.
    pub level: u8,
    /// What each says.
    pub items: Vec<Text>,
}

/// A list of which the first items are shown, and the rest where everything is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows<T> {
    /// The items: all of them, or only those that are shown.
    pub items: Vec<T>,
    /// How many are shown.
    pub shown: usize,
    /// Sums up what is not shown; empty where nothing is folded.
    pub more: Text,
}

impl<T> Rows<T> {
    /// A list that is shown as a whole.
    pub fn all(items: Vec<T>) -> Self {
        Self { shown: items.len(), items, more: Text::default() }
    }

    /// Returns what is shown, with everything or without.
    pub fn shown(&self, everything: bool) -> &[T] {
        if everything { &self.items } else { &self.items[..self.shown.min(self.items.len())] }
    }
}

/// Rows of the same shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Rows<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// What stands above it; empty in all columns where the cells speak for themselves.
    pub head: Text,
    /// Numbers: aligned at their last digit.
    pub is_number: bool,
    /// Columns of a terminal that it takes at the least.
    pub least: u16,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// A cell for each column.
    pub cells: Vec<Text>,
    /// What is said below it.
    pub below: Vec<Block>,
}

/// What the space of an SR is taken by, and needed for.
#[derive(Clone, Debug, PartialEq)]
pub struct SpaceBar {
    /// All there is.
    pub size: Bytes,
    /// Beside each other, from the left; what is left over is free.
    pub parts: Vec<SpacePart>,
    /// Says it in words; empty where the parts do.
    pub caption: Text,
}

/// A part of an SR's space.
#[derive(Clone, Debug, PartialEq)]
pub struct SpacePart {
    /// What it is.
    pub kind: SpaceKind,
    /// How much is drawn.
    pub bytes: Bytes,
    /// What it is, in words.
    pub label: Text,
    /// How much that is, in words.
    pub amount: Text,
    /// Whether it fits; may be empty.
    pub verdict: Text,
}

/// What space is taken by, or needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpaceKind {
    /// Taken.
    Used,
    /// For the next snapshots of all jobs.
    NextRound,
    /// For the largest merge.
    Merge,
    /// Free.
    Free,
}

/// Findings of one code and severity.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingGroup {
    /// How bad.
    pub severity: Severity,
    /// The code.
    pub code: String,
    /// What it is, in a few words.
    pub title: Text,
    /// Each case, in a sentence.
    pub cases: Rows<Text>,
    /// What to do first: each step once, in the order of the cases.
    pub steps: Vec<Text>,
}

/// Chains of images: trees whose nodes are drawn below each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// What it shows.
    pub title: Text,
    /// What stands above size, depth and age.
    pub heads: [Text; 3],
    /// The trees, worst first.
    pub trees: Rows<Tree>,
}

/// A tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// What it is; empty for an image alone.
    pub head: Text,
    /// Its nodes, each after its parent.
    pub branches: Vec<Branch>,
}

/// A line of a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch {
    /// A node.
    Node(Node),
    /// Nodes that are alike, summed up.
    Fold {
        /// Levels of chains that go on beside it.
        level: u32,
        /// What they are together.
        text: Text,
    },
}

/// A node of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// How many chains it hangs beside.
    pub level: u32,
    /// It begins such a chain, instead of going on with one.
    pub begins: bool,
    /// No chain goes on below it.
    pub ends: bool,
    /// What it is.
    pub kind: Text,
    /// What it is called.
    pub name: Text,
    /// Its size.
    pub size: Text,
    /// Nodes from it to the root.
    pub depth: Text,
    /// How old it is.
    pub age: Text,
    /// What is special about it.
    pub note: Text,
}

/// A remark with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The remark.
    pub text: Text,
    /// What belongs to it: labels and sentences.
    pub details: Vec<(Text, Text)>,
}

/// A step to take.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its number.
    pub number: u32,
    /// What to do.
    pub text: Text,
    /// What belongs to it: labels, which may be empty, and sentences.
    pub details: Vec<(Text, Text)>,
}

/// The last line of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closing {
    /// Where the whole report is seen at once.
    pub short: Text,
    /// Where its beginning is out of sight: it repeats the answer.
    pub long: Text,
}

/// What a piece of text is, as far as its look goes. The text says it too: a look only repeats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// Nothing special.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// All is well.
    Good,
    /// Will hurt unless something changes.
    Warning,
    /// Fails, or nothing can be said.
    Critical,
    /// Leads to what to do, or to what is worth knowing.
    Accent,
    /// Beside the point.
    Muted,
    /// To be typed.
    Command,
}

impl From<Severity> for Look {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self::Critical,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Accent,
        }
    }
}

/// A piece of a text in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The characters; raw where it is a name.
    pub text: String,
    /// What it is.
    pub look: Look,
    /// Comes from the server: columns that it may take within a line of a terminal; none for words of ours.
    pub name: Option<u16>,
}

/// A text: pieces that follow each other on one line, or in one paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Span>);

impl Text {
    /// Words of ours in a look.
    pub fn look(look: Look, text: impl Into<String>) -> Self {
        Self(vec![Span { text: text.into(), look, name: None }])
    }

    /// Words of ours that the eye should find first.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::look(Look::Strong, text)
    }

    /// A name from the server, raw, with the columns that it may take.
    pub fn name(name: impl Into<String>, columns: u16) -> Self {
        Self(vec![Span { text: name.into(), look: Look::Plain, name: Some(columns) }])
    }

    /// Returns the pieces.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Tells whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }

    /// Adds words of ours.
    pub fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.name.is_none() && last.look == Look::Plain => last.text.push_str(text),
            _ => self.0.push(Span { text: text.to_owned(), look: Look::Plain, name: None }),
        }
    }

    /// Adds another text.
    pub fn append(&mut self, other: Self) {
        for span in other.0 {
            if span.name.is_none() && span.look == Look::Plain {
                self.push(&span.text);
            } else {
                self.0.push(span);
            }
        }
    }

    /// Returns it with another text after it.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.append(other.into());
        self
    }

    /// Returns it in a look, where it has none of its own.
    #[must_use]
    pub fn in_look(mut self, look: Look) -> Self {
        for span in &mut self.0 {
            if span.look == Look::Plain {
                span.look = look;
            }
        }
        self
    }

    /// Joins texts.
    pub fn join(texts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut joined = Self::default();
        for (at, text) in texts.into_iter().enumerate() {
            if at > 0 {
                joined.push(between);
            }
            joined.append(text);
        }
        joined
    }

    /// Writes it as a sentence of plain text, with names cleaned and cut: what documents hold.
    pub fn plain(&self) -> String {
        let piece = |span: &Span| match span.name {
            Some(columns) => display::fit_name(&span.text, columns.into(), display::ELLIPSIS),
            None => span.text.clone(),
        };
        self.0.iter().map(piece).collect()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut own = Self::default();
        own.push(text);
        own
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<Span> for Text {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl FromIterator<Span> for Text {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut text = Self::default();
        spans.into_iter().for_each(|span| text.append(span.into()));
        text
    }
}
