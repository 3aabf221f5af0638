//! What holds of every report, whatever the server: the rules by which the program's output is checked.
//!
//! In: the program's output, as JSON and as text, and its exit status. Out: what is broken, as a [`Rule`] and a place.
//! It knows the documents and nothing of xo-health, so that a mistake there does not hide here. `cargo xtask worlds`
//! checks any folder of captures with it, the tests the captures and scenarios of this repository. [`truth`] judges
//! answers by what really followed.

mod document;
mod formats;
mod screen;
pub mod truth;

pub use document::check;
pub use formats::{Outputs, agree_in_formats};
pub use screen::{Screen, agree, agree_on_jobs};

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// The place: a path into the document, or the object concerned.
    pub at: String,
}

/// A rule that must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The numbers in the answer count rows.
    Counts,
    /// The answer follows from the worst row or event, from what is expected, and from what is unread.
    Status,
    /// An outcome follows from its probability; a row at risk has an error and a cause, one that succeeds has neither.
    Outcome,
    /// Only what a rule excludes is certain; everything else is at most 97 %.
    Certainty,
    /// Rows are in order of time, within the hours of the answer, each once.
    Order,
    /// Steps are numbered and name their objects; what is only needed comes last.
    Steps,
    /// Each row, event and prediction of a half or more within a day has a step, or an entry that says what would be
    /// needed.
    Reason,
    /// No two steps contradict each other.
    Contradiction,
    /// An SR with nothing to report has no prediction of a half or more.
    Quiet,
    /// A job that is reported as good has no prediction of a half or more.
    Good,
    /// The exit status is at least 1 if something is more likely than not to fail, or if nothing can be said; the
    /// document, the text and the program agree on it.
    ExitStatus,
    /// Every instant in a document is in UTC, every time in a text in the zone that it names.
    Zone,
    /// A terminal of 80 columns and 24 lines shows the answer, the most urgent steps and the next failure without
    /// scrolling.
    FirstScreen,
    /// Text and document say the same.
    Agreement,
    /// Texts are complete: they fit their width and hold no artefacts of their generation.
    Words,
}

/// The broken rules found so far.
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

/// Probabilities that differ by less than this are equal: they are shown with three digits.
const ROUNDING: f64 = 0.0005;

/// Returns whether a probability is at least a half.
fn is_likely(chance: &serde_json::Value) -> bool {
    chance.as_f64().unwrap_or(0.0) + ROUNDING >= 0.5
}

fn list(value: &serde_json::Value) -> &[serde_json::Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
