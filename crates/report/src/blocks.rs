//! What a report shows, before it has a form: a small set of blocks, each an owned value.
//!
//! A view composes its blocks once, from its own values and the [`Words`](crate::words::Words) of a language; a renderer
//! gives them a form (terminal text, HTML, Markdown). Blocks say what something *is* (a name, a warning, a command), never
//! how it looks. Names from the server are in them raw: what cleaning, cutting or escaping they need is up to the
//! renderer, which alone knows what its form obeys.

mod text;

pub use text::{Look, Span, Text};

use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// A report: its sections in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its parts; composing leaves out one without any block.
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

    /// Returns whether there is nothing in it.
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
    Answer(AnswerBlock),
    /// How many of what: a picture of numbers that the answer says in words. Forms of lines leave it out.
    Tally(Vec<Share>),
    /// Sentences.
    Paragraph(Paragraph),
    /// Items below each other.
    List(List),
    /// Sentences of which the first are shown.
    Items(Rows<Text>),
    /// Labels, each with the text beside it.
    Pairs(Pairs),
    /// Rows of the same shape.
    Table(Table),
    /// What is done one after the other, in this order.
    Queue(Rows<Queued>),
    /// What happened, or will, by its time.
    Timeline(Rows<Moment>),
    /// What space is taken by, and needed for.
    SpaceBar(SpaceBar),
    /// A picture with its data.
    Chart(Chart),
    /// Findings, worst first.
    Findings(Vec<FindingGroup>),
    /// Chains of images.
    Forest(Forest),
    /// Remarks with what belongs to each.
    Notes(Rows<Note>),
    /// Steps to take, in their order.
    Steps(Rows<StepBlock>),
}

/// The answer to the question that the report is about.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerBlock {
    /// A word or two that say it.
    pub lead: Text,
    /// The rest of the sentence.
    pub rest: Text,
}

/// A number that is a part of a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The number.
    pub count: u32,
    /// The number and what it counts, in words.
    pub text: Text,
    /// How bad it is.
    pub look: Look,
}

/// Sentences, maybe after a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// How deep it is below what it belongs to: 0 at the edge.
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
    /// How deep they are below what they belong to.
    pub level: u8,
    /// What each says.
    pub items: Vec<Text>,
}

/// Labels, each with the text beside it: a list of keys and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// How deep they are below what they belong to.
    pub level: u8,
    /// The labels with their values.
    pub pairs: Vec<Pair>,
}

/// A label and the text beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The label.
    pub label: Text,
    /// The text beside it; empty where the steps say it.
    pub value: Text,
    /// Steps in their order, below the label.
    pub steps: Vec<Text>,
}

impl Pair {
    /// A label with a text.
    pub fn new(label: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self { label: label.into(), value: value.into(), steps: Vec::new() }
    }

    /// A label with steps.
    pub fn of_steps(label: impl Into<Text>, steps: Vec<Text>) -> Self {
        Self { label: label.into(), value: Text::default(), steps }
    }
}

/// An item of a queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Queued {
    /// Its place in the queue, from 1.
    pub place: u32,
    /// What it is.
    pub kind: Text,
    /// Whose it is.
    pub name: Text,
    /// How much work it is; may be empty.
    pub amount: Text,
    /// Whether it can be done; may be empty.
    pub verdict: Text,
}

/// Something at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// When; empty where that is not known.
    pub at: Text,
    /// What happened, or will, in a word.
    pub what: Text,
    /// Numbers that go with it, the same for all moments of a timeline.
    pub figures: Vec<Text>,
    /// What else is written beside it.
    pub rest: Text,
    /// The text below it.
    pub below: Vec<Block>,
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
    pub rows: Rows<TableRow>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its heading; empty in all columns where the cells speak for themselves.
    pub head: Text,
    /// Numbers: aligned at their last digit.
    pub is_number: bool,
    /// Columns of a terminal that it takes at the least.
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

/// What the space of an SR is taken by, and needed for.
#[derive(Clone, Debug, PartialEq)]
pub struct SpaceBar {
    /// All there is.
    pub size: Bytes,
    /// Beside each other, from the left; what is left over is free.
    pub parts: Vec<SpacePart>,
    /// The same in words; empty where the parts say it.
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

/// A picture, what it says in a sentence, and its data.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it says.
    pub caption: Text,
    /// What is drawn.
    pub picture: Picture,
    /// The same as a table.
    pub data: Table,
}

/// What a picture shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// How free space develops.
    Room {
        /// All there is.
        size: Bytes,
        /// What the largest merge needs.
        need: Option<Bytes>,
        /// From the observation to the horizon, at equal steps.
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
    /// Eight times out of ten it is not less.
    pub low: Bytes,
    /// The middle.
    pub middle: Bytes,
    /// Eight times out of ten it is not more.
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
    /// Where it begins: a share of the whole, from 0 to 1.
    pub from: f64,
    /// How long it is: a share of the whole; 0 where that is not known.
    pub width: f64,
    /// How it ends.
    pub look: Look,
    /// When it is, and what goes wrong.
    pub title: String,
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
    /// The headings of size, depth and age.
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
    Node(TreeNode),
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
pub struct TreeNode {
    /// How many chains it branches off from.
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
pub struct StepBlock {
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
