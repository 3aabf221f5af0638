//! What the past runs say, worked out once for all rules.

use jiff::Timestamp;

use crate::backup::Plan;
use crate::backup::history::History;
use crate::backup::rpo::{self, Rpo};
use crate::model::Backups;

/// Holds what the past runs say.
#[derive(Debug)]
pub struct Past<'a> {
    /// The past of all jobs; none when the logs were not read.
    pub history: Option<History<'a>>,
    /// Whether each VM of each job has a restore point that is young enough, sorted by job id, VM id.
    pub rpo: Vec<Rpo<'a>>,
}

impl<'a> Past<'a> {
    /// Reads the past as seen at `now`.
    pub fn of(backups: &'a Backups, plan: &'a Plan, now: Timestamp) -> Self {
        let history = backups.runs.as_deref().map(|runs| History::build(runs, now));
        let rpo = rpo::judge(plan, history.as_ref(), now);
        Self { history, rpo }
    }
}
