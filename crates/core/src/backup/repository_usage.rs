//! What the last runs of each job wrote to a backup repository.
//!
//! In: history. Out: a [`Written`] per job. Bytes are those that the logs show (facts/xo-protocol.md 5.2). Logs do
//! not show the old backups that a run removed, so this is not what the repository grew by.

use super::history::{History, JobHistory};
use crate::model::{JobId, ObjectId, Run, RunPlace};
use crate::units::Bytes;

/// How many runs are considered. Our choice: a week of a job on working days, with its full.
const LAST_RUNS: usize = 5;

/// What the last runs of one job wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The median: half of the last runs wrote no more.
    pub usual: Bytes,
    /// The maximum.
    pub most: Bytes,
}

/// Returns what the last ended runs of each job wrote to a repository, sorted by job id; jobs whose logs show no
/// bytes are left out.
#[must_use]
pub fn written<'a>(history: &'a History, runs: &[Run], repository: &ObjectId) -> Vec<Written<'a>> {
    let of_job = |past: &'a JobHistory| {
        let ended = past.runs.iter().rev().map(|past| past.of(runs)).filter(|run| run.end.is_some());
        let mut last: Vec<Bytes> = ended.filter_map(|run| bytes(run, repository)).take(LAST_RUNS).collect();
        last.sort_unstable();
        let most = *last.last()?;
        Some(Written { job: &past.job, usual: last[last.len().div_ceil(2) - 1], most })
    };
    history.jobs().iter().filter_map(of_job).collect()
}

fn bytes(run: &Run, repository: &ObjectId) -> Option<Bytes> {
    let transfers = run.vms.iter().flat_map(|vm| &vm.transfers);
    let here = transfers
        .filter(|transfer| matches!(&transfer.target, Some(RunPlace::Remote(id)) if id == repository));
    here.filter_map(|transfer| transfer.bytes).reduce(|sum, bytes| sum + bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::testing::{NO_RUN, at, vm_run};
    use crate::model::{Phase, RunStatus, Transfer};

    fn run(job: &str, hour: i64, target: RunPlace, bytes: Option<u64>) -> Run {
        let mut vm = vm_run("v", RunStatus::Success, hour * 60, hour * 60 + 5);
        vm.transfers.push(Transfer {
            target: Some(target),
            is_full: None,
            export: Phase::new(None, None, RunStatus::Success, None),
            transfer: None,
            bytes: bytes.map(Bytes),
            health_check: None,
        });
        let end = Some(at(hour * 60 + 5));
        Run {
            job: Some(job.into()),
            start: Some(at(hour * 60)),
            end,
            vms: vec![vm.clone(), vm],
            ..NO_RUN.clone()
        }
    }

    #[test]
    fn sums_runs_and_takes_the_last_ones() {
        let nas = || RunPlace::Remote("nas".into());
        let mut runs: Vec<Run> = [900, 10, 20, 30, 400, 50]
            .into_iter()
            .zip(0..)
            .map(|(bytes, hour)| run("a", hour, nas(), Some(bytes)))
            .collect();
        runs.push(run("a", 6, RunPlace::Sr("nas".into()), Some(7000)));
        runs.push(run("a", 7, RunPlace::Remote("other".into()), Some(7000)));
        runs.push(Run { end: None, ..run("a", 8, nas(), Some(7000)) });
        runs.push(run("b", 9, nas(), None));
        runs.push(run("c", 9, nas(), Some(1)));
        let history = History::build(&runs, at(6000));
        let expected = |job, usual, most| Written { job, usual: Bytes(usual), most: Bytes(most) };
        assert_eq!(
            written(&history, &runs, &"nas".into()),
            [expected(&"a".into(), 60, 800), expected(&"c".into(), 2, 2)]
        );
    }
}
