//! What happens to each backup of the next 24 hours, why, and what to do first: one value that every view reads.
//!
//! In: an analysis (facts, forecast, findings). Out: an [`Outlook`], owned, without words: a [`Row`] for each run's backup
//! of a VM that is due, an [`Answer`] decided by the worst of them, [`Event`]s that are no backup, a summary for each SR
//! and job, and a [`Plan`].

mod cause;
mod plan;
mod values;

#[cfg(test)]
mod tests;

pub use cause::{Cause, MergeStop, Nothing, RepositoryState, Share, SrState};
pub use plan::{Action, After, Cost, Fix, Menu, Need, Object, ObjectKind, Plan, Step};
pub use values::{
    ALMOST_CERTAIN, Answer, Basis, CERTAIN, Counts, DecidedBy, Error, Event, JobSummary, LIKELY, Likelihood,
    Missing, Outcome, Outlook, Output, POSSIBLE, Row, SUREST, SrSummary, Status, Unread, Worst,
};

/// How far an outlook looks, in hours.
pub const HOURS: u32 = 24;
