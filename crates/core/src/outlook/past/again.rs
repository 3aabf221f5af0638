//! A base rate for errors that no model covers: what failed the last times fails again.
//!
//! In: the logs. Out: for a VM in a job, how often backups failed after as many failures in a row, in all logs, with a
//! prior for what the logs are too short to show; failures of one kind are counted separately from those of all kinds.

use crate::units;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::backup::history::{JobHistory, RunOutcome, VmHistory};
use crate::backup::{FailureKind, is_refused};
use crate::model::{LogError, ObjectId, Run, RunStatus};
use crate::outlook::cause::{Cause, Share};
use crate::outlook::risk::Risk;
use crate::outlook::values::{BackupError, Basis};

/// The longest streak of failures that is counted separately; longer ones count as this long.
const LONGEST: usize = 3;

/// Failures expected after this many failures in a row before any log is read, and out of how many. Guesses: one in a
/// hundred backups fails by surprise; most first failures are transient (a lock, the network), and a third of them
/// repeat; what failed twice has a lasting cause in two of three cases, what failed three times in seven of eight.
const PRIOR: [(f64, f64); LONGEST + 1] = [(0.5, 50.0), (1.4, 4.0), (2.6, 4.0), (3.5, 4.0)];

/// How many backups of one kind the rate of all kinds counts for. A guess.
const WEIGHT_OF_ALL: f64 = 2.0;

/// How backups ended after failures, from the logs.
#[derive(Debug, Default)]
pub(in crate::outlook) struct Again {
    all: [Share; LONGEST + 1],
    by_kind: FxHashMap<(CompactString, usize), Share>,
    read: bool,
}

/// The failures in a row up to now.
struct Streak<'a> {
    times: usize,
    since: Option<jiff::Timestamp>,
    last: Option<&'a LogError>,
    whole_run: bool,
}

/// How a backup ended, in terms of the base rate.
enum End<'a> {
    Good,
    /// For a reason that no model covers.
    Bad(Option<&'a LogError>),
    /// For a reason that the forecast covers.
    Modelled,
    Open,
}

impl Again {
    pub(in crate::outlook) fn learn(analysis: &Analysis) -> Self {
        let mut learnt = Self { read: analysis.history().is_some(), ..Self::default() };
        let runs = analysis.runs();
        for job in analysis.history().into_iter().flat_map(|history| history.jobs()) {
            for vm in &job.vms {
                learnt.add(vm.backups.iter().map(|backup| end(backup.of(runs))));
            }
            let ends = job.runs.iter().filter(|past| past.outcome != RunOutcome::AlreadyRunning);
            learnt.add_whole(ends.map(|past| end_of_run(past.of(runs))));
        }
        learnt
    }

    fn add<'a>(&mut self, ends: impl Iterator<Item = End<'a>>) {
        let (mut times, mut kind) = (0, None);
        for end in ends {
            let failed = match end {
                End::Open => continue,
                End::Good | End::Modelled => None,
                End::Bad(error) => Some(kind_of(error)),
            };
            self.count(times, kind.as_ref(), failed.is_some());
            times = if failed.is_some() { (times + 1).min(LONGEST) } else { 0 };
            kind = failed;
        }
    }

    /// Counts runs that failed as a whole: only those after a failure, since the first failure is not a surprise of a
    /// VM.
    fn add_whole<'a>(&mut self, ends: impl Iterator<Item = End<'a>>) {
        let (mut times, mut kind) = (0, None);
        for end in ends {
            let failed = match end {
                End::Open => continue,
                End::Good | End::Modelled => None,
                End::Bad(error) => Some(kind_of(error)),
            };
            if times > 0 || failed.is_some() {
                self.count(times, kind.as_ref(), failed.is_some());
            }
            times = if failed.is_some() { (times + 1).min(LONGEST) } else { 0 };
            kind = failed;
        }
    }

    fn count(&mut self, times: usize, kind: Option<&CompactString>, failed: bool) {
        let add = |share: &mut Share| {
            share.n += u32::from(failed);
            share.of += 1;
        };
        add(&mut self.all[times]);
        if let Some(kind) = kind {
            add(self.by_kind.entry((kind.clone(), times)).or_default());
        }
    }

    /// Returns how likely a backup fails after this many failures of a kind, and the counts behind it.
    fn chance(&self, times: usize, kind: Option<&CompactString>) -> (f64, Share) {
        let at = times.min(LONGEST);
        let (failed, of) = PRIOR[at];
        let all = self.all[at];
        let whole = (f64::from(all.n) + failed) / (f64::from(all.of) + of);
        let own = kind.and_then(|kind| self.by_kind.get(&(kind.clone(), at))).copied().unwrap_or_default();
        let chance = (f64::from(own.n) + WEIGHT_OF_ALL * whole) / (f64::from(own.of) + WEIGHT_OF_ALL);
        (chance, all)
    }

    /// Returns the risk that a backup of a VM fails for reasons that no model covers, or `None` if the logs were not
    /// read.
    pub(in crate::outlook) fn risk(
        &self,
        analysis: &Analysis,
        job: Option<&JobHistory>,
        vm: &ObjectId,
    ) -> Option<Risk> {
        if !self.read {
            return None;
        }
        let runs = analysis.runs();
        let of_vm = job.and_then(|job| job.vm(vm)).map(|past| of_vm(past, runs));
        let of_run = job.map(|job| of_run(job, runs));
        let streak = [of_run, of_vm].into_iter().flatten().filter(|streak| streak.times > 0);
        let Some(streak) = streak.max_by_key(|streak| streak.times) else {
            let (chance, failed) = self.chance(0, None);
            return Some(Risk::of(BackupError::Other, chance, Cause::Surprises { failed }, Basis::Log));
        };
        let kind = kind_of(streak.last);
        let (chance, again) = self.chance(streak.times, Some(&kind));
        let cause = Cause::FailedBefore {
            times: units::count(streak.times),
            since: streak.since,
            error_code: streak.last.and_then(|error| error.code.as_ref()).map(ToString::to_string),
            message: streak.last.map(|error| error.message.to_string()),
            whole_run: streak.whole_run,
            again,
        };
        Some(Risk::of(BackupError::Other, chance, cause, Basis::Log))
    }
}

fn end(vm: &crate::model::VmRun) -> End<'_> {
    let error = vm.whole.error.as_deref();
    // a failed restore test says nothing against the backup
    match vm.saved() {
        RunStatus::Success => End::Good,
        RunStatus::Failure | RunStatus::Skipped if error.and_then(FailureKind::of).is_some() => End::Modelled,
        RunStatus::Failure | RunStatus::Skipped => End::Bad(error),
        RunStatus::Interrupted | RunStatus::Pending | RunStatus::Unknown => End::Open,
    }
}

/// A run that reached its VMs is good, whatever became of them: their own outcomes are counted.
fn end_of_run(run: &Run) -> End<'_> {
    let failed = matches!(run.status, RunStatus::Failure | RunStatus::Skipped) && run.vms.is_empty();
    match run.status {
        RunStatus::Interrupted | RunStatus::Pending | RunStatus::Unknown => End::Open,
        _ if is_refused(run) => End::Open,
        _ if failed => End::Bad(run.error.as_deref()),
        _ => End::Good,
    }
}

fn of_vm<'a>(past: &VmHistory, runs: &'a [Run]) -> Streak<'a> {
    let ends = past.backups.iter().rev().map(|backup| (backup.start(), end(backup.of(runs))));
    streak(ends, false)
}

fn of_run<'a>(past: &JobHistory, runs: &'a [Run]) -> Streak<'a> {
    let ends = past.runs.iter().rev().map(|past| past.of(runs)).map(|run| (run.start, end_of_run(run)));
    streak(ends, true)
}

/// Counts failures from the newest backup backwards.
fn streak<'a>(
    newest_first: impl Iterator<Item = (Option<jiff::Timestamp>, End<'a>)>,
    whole_run: bool,
) -> Streak<'a> {
    let mut streak = Streak { times: 0, since: None, last: None, whole_run };
    for (start, end) in newest_first {
        match end {
            End::Open => {}
            End::Good | End::Modelled => break,
            End::Bad(error) => {
                if streak.times == 0 {
                    streak.last = error;
                }
                streak.times += 1;
                streak.since = start.or(streak.since);
            }
        }
    }
    streak
}

/// Returns the kind of an error: its code, otherwise its words without those that contain a digit (ids, sizes, times).
fn kind_of(error: Option<&LogError>) -> CompactString {
    let Some(error) = error else { return CompactString::default() };
    if let Some(code) = error.code.as_ref().filter(|code| !code.is_empty()) {
        return code.clone();
    }
    let words = error.message.split_whitespace().filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    let mut kind = CompactString::default();
    for word in words.take(KIND_WORDS) {
        kind.push_str(word);
        kind.push(' ');
    }
    kind
}

/// Number of words of a message that determine its kind.
const KIND_WORDS: usize = 8;
