//! The outcome of each backup of the next 24 hours, why, and what to do first: one value that every view reads.
//!
//! In: an [`Analysis`] (facts, forecast, findings). Out: an [`Outlook`], owned, without words: a [`Row`] for each run's
//! backup of a VM that is due, an [`Answer`] decided by the worst of them, [`Event`]s that are not backups, a summary
//! for each SR and job, and a [`Plan`].

mod answer;
mod cause;
mod events;
mod found;
mod gates;
mod known;
mod missing;
mod past;
mod plan;
mod repositories;
mod risk;
mod rows;
mod summaries;
mod targets;
mod unread;
mod values;

#[cfg(test)]
mod tests;

pub use cause::{Cause, MergeStop, Nothing, RepositoryState, Share, SrState};
pub use plan::{After, Cost, Fix, Menu, Need, Object, ObjectKind, Plan, Step, StepAction};
pub use values::{
    ALMOST_CERTAIN, Answer, BackupError, Basis, CERTAIN, Counts, DecidedBy, Event, JobSummary, LIKELY,
    Likelihood, Missing, Outcome, Outlook, Output, POSSIBLE, Row, SUREST, SrSummary, Status, UnreadPart,
    Worst,
};

use crate::analysis::Analysis;

/// How far ahead an outlook looks, in hours.
pub const HOURS: u32 = 24;

impl Outlook {
    /// Works out the outcome of the backups of the next 24 hours.
    #[must_use]
    pub fn of(analysis: &Analysis) -> Self {
        let known = known::Known::gather(analysis);
        let (judged, left_out) = rows::rows(&known);
        let events = events::events(&known);
        let (plan, after) = plan::find(&known, &judged, &events);
        let rows = judged.into_iter().map(|judged| judged.row);
        let rows: Vec<Row> = rows.filter(|row| known.is_asked(&row.job_id, Some(&row.vm_id))).collect();
        let answer = answer::answer(&rows, left_out, &events, &known.blind, known.until());
        let (srs, jobs) = summaries::summarise(&known, &rows, &events);
        let mut outlook = Self { answer, rows, events, plan, after, srs, jobs };
        summaries::number(&mut outlook);
        outlook
    }
}
