//! What prevents writing to a backup repository: its state, and its free space.
//!
//! Space: a run needs what the runs of its job usually write (with an occasional full backup, the most they wrote).
//! Other jobs that write there earlier take theirs first, each once: the deletion of old backups makes up for a job's
//! later runs.

use rustc_hash::FxHashMap;

use super::cause::{Cause, RepositoryState};
use super::known::Known;
use super::risk::{Risk, excluded};
use super::values::{BackupError, Basis, Output};
use crate::backup::VmSettings;
use crate::backup::repository_usage::{Written, written};
use crate::model::{Job, JobId, ObjectId, Repository};
use crate::units::Bytes;

/// How likely a repository that XO could not use last time fails again. A guess, because XO clears the error only when
/// it works again, and a share that is away for a while comes back.
const STILL_FAILS: f64 = 0.8;

/// How likely a run that usually writes more than is free finds no room. A guess: nine in ten, because old backups may
/// go first.
const TOO_MUCH: f64 = 0.9;

/// The same if it would fit but for the jobs that write there before. A guess: likelier than not.
const TOO_MUCH_TOGETHER: f64 = 0.6;

/// The same if only the largest of the last runs does not fit. A guess: one of the last five was as large.
const TOO_MUCH_AT_MOST: f64 = 0.2;

/// The repositories, and what the last runs of each job wrote there.
pub(super) struct Repositories<'a> {
    all: FxHashMap<&'a ObjectId, (&'a Repository, Vec<Written<'a>>)>,
    read: bool,
}

impl<'a> Repositories<'a> {
    pub(super) fn gather(known: &Known<'a>) -> Self {
        let analysis = known.analysis;
        let repositories = analysis.backups().repositories.as_deref();
        let of_one = |repository: &'a Repository| {
            let history = analysis.history();
            let last = history.map(|history| written(history, analysis.runs(), &repository.id));
            (&repository.id, (repository, last.unwrap_or_default()))
        };
        Self { all: repositories.into_iter().flatten().map(of_one).collect(), read: repositories.is_some() }
    }

    /// Returns what prevents a run of a job from writing to a repository. `before` says which jobs write there before
    /// it within the period of an outlook.
    pub(super) fn risk(
        &self,
        job: &Job,
        settings: &VmSettings,
        id: &ObjectId,
        before: &dyn Fn(&JobId) -> bool,
        is_next: bool,
    ) -> Option<Risk> {
        let unavailable = |why, chance| {
            let cause = Cause::RepositoryUnavailable { repository_id: id.clone(), why };
            let risk = Risk::of(BackupError::RepositoryUnavailable, chance, cause, Basis::Repository);
            Some(risk.losing(Output::Repository { id: id.clone() }))
        };
        let Some((repository, last)) = self.all.get(id) else {
            return if self.read { unavailable(RepositoryState::Missing, excluded(is_next)) } else { None };
        };
        if !repository.enabled {
            return unavailable(RepositoryState::Off, excluded(is_next));
        }
        if repository.has_error {
            return unavailable(RepositoryState::Error, STILL_FAILS);
        }
        let free = repository.space.available?;
        let (need, chance) = lacks(job, settings, id, last, before, free)?;
        let cause = Cause::RepositoryRoom { repository_id: id.clone(), need_bytes: need, free_bytes: free };
        let risk = Risk::of(BackupError::RepositoryFull, chance, cause, Basis::Repository);
        Some(risk.losing(Output::Repository { id: id.clone() }))
    }
}

/// Returns what a run needs, and how likely it finds too little; `None` if it fits, or nothing is known.
fn lacks(
    job: &Job,
    settings: &VmSettings,
    id: &ObjectId,
    last: &[Written<'_>],
    before: &dyn Fn(&JobId) -> bool,
    free: Bytes,
) -> Option<(Bytes, f64)> {
    if settings.clone().with_target(job, id).delete_first {
        return None;
    }
    let own = last.iter().find(|written| *written.job == job.id)?;
    let others = last.iter().filter(|written| *written.job != job.id && before(written.job));
    let together = others.fold(own.usual, |sum, other| sum + other.usual);
    if own.usual > free {
        Some((own.usual, TOO_MUCH))
    } else if together > free {
        Some((together, TOO_MUCH_TOGETHER))
    } else if own.most > free {
        Some((own.most, TOO_MUCH_AT_MOST))
    } else {
        None
    }
}
