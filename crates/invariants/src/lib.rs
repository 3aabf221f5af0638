//! What holds of every report, whatever the server: rules that what the program prints is checked by.
//!
//! In: what the program printed, as JSON and as text, and its exit status. Out: what is broken, as a [`Rule`] and a place.
//! It knows the documents and nothing of xo-health, so that a mistake there does not hide here; `cargo xtask worlds` checks
//! any folder of captures by it, the tests the captures and scenarios of this repository. [`truth`] judges answers by what
//! really followed.

mod document;
mod formats;
mod screen;
pub mod truth;

pub use document::check;
pub use formats::{Outputs, agree_in_formats};
pub use screen::{Screen, agree, agree_on_jobs};

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// Where: a path into the document, or what it is about.
    pub at: String,
}

/// What has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The numbers of the answer are numbers of rows.
    Counts,
    /// The answer follows from the worst row or event, from what is expected, from what is unread.
    Status,
    /// An outcome follows from its probability; a row at risk has an error and a cause, one that goes well has neither.
    Outcome,
    /// Certain is only what a rule excludes; all else is at most 97 %.
    Certainty,
    /// Rows are in the order of time, within the hours of the answer, each once.
    Order,
    /// Steps are numbered, name their objects, and what is only needed is the last.
    Steps,
    /// Each row, event and prediction of a half or more within a day has a step, or an entry that says what would be needed.
    Reason,
    /// No two steps contradict each other.
    Contradiction,
    /// An SR with nothing to report has no prediction of a half or more.
    Quiet,
    /// A job that is called good has no prediction of a half or more.
    Good,
    /// The exit status is at least 1 where something fails more likely than not, and where nothing can be told; the
    /// document, the text and the program say the same.
    ExitStatus,
    /// Every instant of a document is in UTC, every time of a text in the zone that it names.
    Zone,
    /// A terminal of 80 columns and 24 lines shows the answer, the most urgent steps and what fails next at once.
    FirstScreen,
    /// Text and document say the same.
    Agreement,
    /// A text is whole: it fits its width, and nothing of its making is left in it.
    Words,
}

/// A list of what is broken, in the making.
#[derive(Default)]
struct Broken(Vec<Violation>);

impl Broken {
    fn unless(&mut self, holds: bool, rule: Rule, at: impl FnOnce() -> String) {
        if !holds {
            self.0.push(Violation { rule, at: at() });
        }
    }

    fn sorted(mut self) -> Vec<Violation> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}

/// Below this two probabilities are the same: they are shown with three digits.
const ROUNDING: f64 = 0.0005;

/// Whether something of this probability is likelier than not.
fn is_likely(chance: &serde_json::Value) -> bool {
    chance.as_f64().unwrap_or(0.0) + ROUNDING >= 0.5
}

fn list(value: &serde_json::Value) -> &[serde_json::Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
