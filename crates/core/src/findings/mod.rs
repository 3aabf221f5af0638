//! What is wrong, or worth knowing: findings as values.
//!
//! A finding has a code from the [`catalogue`], a severity, a subject and the numbers that it rests on; its words are
//! elsewhere, so that they can be translated. The rules that find problems look at an [`analysis`](crate::analysis).

pub mod catalogue;
pub mod evidence;
mod finding;
mod gap;
mod ignore;
mod key;
mod part;
mod subject;
mod thresholds;
mod trend;

pub use catalogue::Code;
pub use evidence::{Evidence, Instant, Value};
pub use finding::Finding;
pub use gap::{evidence_of_gap, is_incomplete};
pub use ignore::{Fate, Ignore, Ignored, Suppressed};
pub use key::Key;
pub use part::{ObjectLocation, Part};
pub use subject::{Severity, Subject, SubjectKind};
pub use thresholds::{Exception, Override, Thresholds};
pub use trend::{Pin, Trend, measured};
