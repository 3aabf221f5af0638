//! Everything that was read about backups.

use super::job::{Job, Schedule};
use super::repository::Repository;
use super::run::Run;

/// Everything that was read about backups; a list that could not be read is `None`, never empty.
#[derive(Clone, Debug, Default)]
pub struct Backups {
    /// Backup jobs, sorted by id.
    pub jobs: Option<Vec<Job>>,
    /// Mirror jobs, sorted by id.
    pub mirror_jobs: Option<Vec<Job>>,
    /// Metadata jobs, sorted by id.
    pub metadata_jobs: Option<Vec<Job>>,
    /// Sequences and other calls, sorted by id.
    pub call_jobs: Option<Vec<Job>>,
    /// Schedules of all jobs, sorted by id.
    pub schedules: Option<Vec<Schedule>>,
    /// Past runs, sorted by start.
    pub runs: Option<Vec<Run>>,
    /// Backup repositories, sorted by id.
    pub repositories: Option<Vec<Repository>>,
}

impl Backups {
    /// Returns the lists of jobs, one per kind.
    pub fn job_lists(&self) -> [&Option<Vec<Job>>; 4] {
        [&self.jobs, &self.mirror_jobs, &self.metadata_jobs, &self.call_jobs]
    }

    /// Iterates over the jobs of all kinds.
    pub fn all_jobs(&self) -> impl Iterator<Item = &Job> {
        self.job_lists().into_iter().flatten().flatten()
    }
}
