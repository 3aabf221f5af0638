//! The content of a report before it has a form: a small set of blocks, each an owned value.
//!
//! A view composes its blocks once, from its own values and the [`Words`](crate::words::Words) of a language; a
//! renderer gives them a form (terminal text, HTML, Markdown). Blocks say what something *is* (a name, a warning, a
//! command), never how it looks. They hold names from the server raw: only the renderer knows what cleaning, cutting or
//! escaping its form needs.

mod text;

pub use text::{Look, Span, Text};

use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// A report: its sections in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its parts; [`Self::push`] leaves out empty ones.
    pub sections: Vec<Section>,
    /// Its last line; empty if it has none.
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
    /// Its title; empty if the blocks need none.
    pub heading: Heading,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Section {
    /// Makes a section with a title.
    pub fn titled(title: impl Into<Text>) -> Self {
        Self { heading: Heading { title: title.into(), rest: Text::default() }, blocks: Vec::new() }
    }

    /// Makes a section of these blocks, without a title.
    pub fn of(blocks: impl IntoIterator<Item = Block>) -> Self {
        Self { heading: Heading::default(), blocks: blocks.into_iter().collect() }
    }

    /// Returns whether it has neither a title nor blocks.
    pub fn is_empty(&self) -> bool {
        self.heading.title.is_empty() && self.blocks.is_empty()
    }
}

/// The title of a section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// What the section is about: one line.
    pub title: Text,
    /// What continues the title: a sentence; may be empty.
    pub rest: Text,
}

/// A piece of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The answer to the question that the report is about.
    Answer(AnswerBlock),
    /// A picture of the counts that the answer gives in words. Line-based forms leave it out.
    Tally(Vec<TallyPart>),
    /// Running text.
    Paragraph(Paragraph),
    /// Items below each other.
    List(List),
    /// Sentences, of which only the first may be shown.
    Items(Rows<Text>),
    /// Labels with the text beside each.
    Pairs(Pairs),
    /// Rows of one shape.
    Table(Table),
    /// What is done one after the other, in this order.
    Queue(Rows<Queued>),
    /// Past and coming events by time.
    Timeline(Rows<TimelineEntry>),
    /// What takes up space, and what needs it.
    SpaceBar(SpaceBar),
    /// A picture with its data.
    Chart(Chart),
    /// Findings, worst first.
    Findings(Vec<FindingGroup>),
    /// Chains of images.
    Forest(Forest),
    /// Remarks with their details.
    Notes(Rows<Note>),
    /// Steps to take, in their order.
    Steps(Rows<StepBlock>),
}

/// The answer to the question that the report is about.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerBlock {
    /// The one or two words that say it.
    pub lead: Text,
    /// The rest of the sentence.
    pub rest: Text,
}

/// A number that is part of a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct TallyPart {
    /// The number.
    pub count: u32,
    /// The number and what it counts, in words.
    pub text: Text,
    /// How bad it is.
    pub look: Look,
}

/// Sentences, possibly after a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// How many levels it is indented below what it belongs to; 0 at the edge.
    pub level: u8,
    /// What the sentences are; may be empty.
    pub label: Text,
    /// The sentences.
    pub text: Text,
}

impl Paragraph {
    /// Makes a paragraph without a label.
    pub fn plain(level: u8, text: impl Into<Text>) -> Block {
        Self::labelled(level, Text::default(), text)
    }

    /// Makes a paragraph after a label.
    pub fn labelled(level: u8, label: impl Into<Text>, text: impl Into<Text>) -> Block {
        Block::Paragraph(Self { level, label: label.into(), text: text.into() })
    }
}

/// Items below each other.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Whether they are numbered because their order matters.
    pub ordered: bool,
    /// How many levels they are indented below what they belong to.
    pub level: u8,
    /// The text of each item.
    pub items: Vec<Text>,
}

/// Labels with the text beside each: a list of keys and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// How many levels they are indented below what they belong to.
    pub level: u8,
    /// The labels with their values.
    pub pairs: Vec<Pair>,
}

/// A label and the text beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The label.
    pub label: Text,
    /// The text beside it; empty if the steps say it.
    pub value: Text,
    /// Steps in order, below the label.
    pub steps: Vec<Text>,
}

impl Pair {
    /// Makes a label with a text.
    pub fn new(label: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self { label: label.into(), value: value.into(), steps: Vec::new() }
    }

    /// Makes a label with steps.
    pub fn of_steps(label: impl Into<Text>, steps: Vec<Text>) -> Self {
        Self { label: label.into(), value: Text::default(), steps }
    }
}

/// An item of a queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Queued {
    /// Its place in the queue, from 1.
    pub place: u32,
    /// What kind of item it is.
    pub kind: Text,
    /// The name of what it belongs to.
    pub name: Text,
    /// How much work it takes; may be empty.
    pub amount: Text,
    /// Whether it can be done; may be empty.
    pub verdict: Text,
}

/// Something that happens at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineEntry {
    /// When; empty if unknown.
    pub at: Text,
    /// What happened, or will, in a word.
    pub what: Text,
    /// Its numbers, the same kinds for every moment of a timeline.
    pub figures: Vec<Text>,
    /// The rest of the line.
    pub rest: Text,
    /// The text below it.
    pub below: Vec<Block>,
}

/// A list that shows its first items, and the rest only if everything is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows<T> {
    /// The items: all of them, or only the shown ones.
    pub items: Vec<T>,
    /// How many are shown.
    pub shown: usize,
    /// A summary of what is not shown; empty if nothing is folded.
    pub more: Text,
}

impl<T> Rows<T> {
    /// Makes a list that is shown whole.
    pub fn all(items: Vec<T>) -> Self {
        Self { shown: items.len(), items, more: Text::default() }
    }

    /// Returns the shown items: every item if everything is wanted.
    pub fn shown(&self, everything: bool) -> &[T] {
        if everything { &self.items } else { &self.items[..self.shown.min(self.items.len())] }
    }
}

/// Rows of one shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Rows<TableRow>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its heading; empty in all columns if the cells speak for themselves.
    pub head: Text,
    /// Whether it holds numbers, aligned at their last digit.
    pub is_number: bool,
    /// The least number of terminal columns it takes.
    pub least: u16,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// A cell for each column.
    pub cells: Vec<Text>,
    /// The text below it.
    pub below: Vec<Block>,
}

/// What takes up the space of an SR, and what needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct SpaceBar {
    /// The size of the SR.
    pub size: Bytes,
    /// The parts side by side, from the left; the remainder is free.
    pub parts: Vec<SpacePart>,
    /// The same in words; empty if the parts say it.
    pub caption: Text,
}

/// A part of an SR's space.
#[derive(Clone, Debug, PartialEq)]
pub struct SpacePart {
    /// What it is.
    pub kind: SpaceKind,
    /// How much of the bar it takes.
    pub bytes: Bytes,
    /// What it is, in words.
    pub label: Text,
    /// How much that is, in words.
    pub amount: Text,
    /// Whether it fits; may be empty.
    pub verdict: Text,
}

/// What takes up space, or needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpaceKind {
    /// Taken.
    Used,
    /// Needed for the next snapshots of all jobs.
    NextRound,
    /// Needed for the largest merge.
    Merge,
    /// Free.
    Free,
}

/// A picture, its message in a sentence, and its data.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What the picture says.
    pub caption: Text,
    /// What is drawn.
    pub picture: Picture,
    /// The same data as a table.
    pub data: Table,
}

/// What a picture shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Free space over time.
    Room {
        /// The size of the SR.
        size: Bytes,
        /// What the largest merge needs.
        need: Option<Bytes>,
        /// From the observation to the horizon, in equal steps.
        points: Vec<Point>,
    },
    /// When jobs run.
    Runs {
        /// The days, from the left.
        days: Vec<String>,
        /// A lane for each job.
        lanes: Vec<Lane>,
    },
}

/// Free space at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When.
    pub label: String,
    /// Nine of ten draws have at least this.
    pub low: Bytes,
    /// The median.
    pub middle: Bytes,
    /// Nine of ten draws have at most this.
    pub high: Bytes,
}

/// The runs of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The job.
    pub name: Text,
    /// Its runs, from the left.
    pub bars: Vec<Bar>,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Where it begins, as a share of the whole, from 0 to 1.
    pub from: f64,
    /// How long it is, as a share of the whole; 0 if unknown.
    pub width: f64,
    /// How it ends.
    pub look: Look,
    /// When it runs, and what goes wrong.
    pub title: String,
}

/// Findings of one code and severity.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingGroup {
    /// How bad they are.
    pub severity: Severity,
    /// The code.
    pub code: String,
    /// What the problem is, in a few words.
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
    /// The headings of size, depth and age.
    pub heads: [Text; 3],
    /// The trees, worst first.
    pub trees: Rows<Tree>,
}

/// A tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// What it is; empty for a single image.
    pub head: Text,
    /// Its nodes, each after its parent.
    pub branches: Vec<Branch>,
}

/// A line of a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch {
    /// A node.
    Node(TreeNode),
    /// Nodes that are alike, summed up.
    Fold {
        /// How many chains continue beside it.
        level: u32,
        /// A summary of the nodes.
        text: Text,
    },
}

/// A node of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeNode {
    /// How many chains it branches off from.
    pub level: u32,
    /// Whether it begins such a chain instead of continuing one.
    pub begins: bool,
    /// Whether no chain continues below it.
    pub ends: bool,
    /// What it is.
    pub kind: Text,
    /// Its name.
    pub name: Text,
    /// Its size.
    pub size: Text,
    /// The number of nodes from it to the root.
    pub depth: Text,
    /// Its age.
    pub age: Text,
    /// What is special about it.
    pub note: Text,
}

/// A remark with its details.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The remark.
    pub text: Text,
    /// Its details: labels and sentences.
    pub details: Vec<(Text, Text)>,
}

/// A step to take.
#[derive(Clone, Debug, PartialEq)]
pub struct StepBlock {
    /// Its number.
    pub number: u32,
    /// What to do.
    pub text: Text,
    /// Its details: labels, which may be empty, and sentences.
    pub details: Vec<(Text, Text)>,
}

/// The last line of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closing {
    /// The line if the whole report fits on the screen.
    pub short: Text,
    /// The line if the beginning is out of sight: it repeats the answer.
    pub long: Text,
}
