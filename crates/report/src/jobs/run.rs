//! A run of a job, as reported.

use std::collections::BTreeSet;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::backup::BackupView;
use super::build::Lookup;
use super::detail::{TargetKind, TargetView};
use super::seconds;
use xo_health_core::backup::history::{PastRun, RunOutcome};
use xo_health_core::model::{LogError, Run, RunPlace, RunStatus, VmRun};
use xo_health_core::units::{Bytes, count};

/// A run.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RunView {
    /// Its id in the logs.
    pub id: String,
    /// The schedule that started it; null if none did, or if it is unknown.
    pub schedule_id: Option<String>,
    /// When it started.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub start_at: Option<Timestamp>,
    /// When it ended; null if it is going on or was interrupted.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub end_at: Option<Timestamp>,
    /// How it ended.
    pub ended: Ended,
    /// How long it took, in seconds.
    pub seconds: Option<u64>,
    /// The bytes transferred to all targets.
    pub bytes: Option<Bytes>,
    /// The speed in bytes per second from the first transfer to the last, all targets together.
    pub bytes_per_second: Option<Bytes>,
    /// How its VMs fared.
    pub vms: Tally,
    /// How many VMs got a full.
    pub fulls: u32,
    /// How many VMs got a delta.
    pub deltas: u32,
    /// Deltas that became fulls.
    pub fallbacks: Vec<FallbackView>,
    /// How many VMs were tried more than once.
    pub retried_vms: u32,
    /// The reasons for the retries, each listed once; from the server, not cleaned.
    pub retried_because: Vec<String>,
    /// What went wrong: first for the run as a whole, then for targets that could not be opened, then for VMs.
    pub errors: Vec<RunErrorView>,
    /// The backups of its VMs; null except in the last runs of a job that was named.
    pub backups: Option<Vec<BackupView>>,
}

/// How a run, or a part of one, ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It succeeded.
    Success,
    /// A VM was skipped, none failed.
    Skipped,
    /// Something failed.
    Failure,
    /// It was refused because the previous run had not ended; it does not count as a run.
    Refused,
    /// The server stopped during it.
    Interrupted,
    /// It is still going on.
    Running,
    /// It has been going on for too long.
    Stuck,
    /// Its details are lost, or the word in the log is unknown.
    Unknown,
}

impl From<RunOutcome> for Ended {
    fn from(outcome: RunOutcome) -> Self {
        match outcome {
            RunOutcome::Success => Self::Success,
            RunOutcome::Skipped => Self::Skipped,
            RunOutcome::Failure => Self::Failure,
            RunOutcome::AlreadyRunning => Self::Refused,
            RunOutcome::Interrupted => Self::Interrupted,
            RunOutcome::Pending => Self::Running,
            RunOutcome::Stuck => Self::Stuck,
            RunOutcome::Unknown => Self::Unknown,
        }
    }
}

impl From<RunStatus> for Ended {
    fn from(status: RunStatus) -> Self {
        match status {
            RunStatus::Success => Self::Success,
            RunStatus::Skipped => Self::Skipped,
            RunStatus::Failure => Self::Failure,
            RunStatus::Interrupted => Self::Interrupted,
            RunStatus::Pending => Self::Running,
            RunStatus::Unknown => Self::Unknown,
        }
    }
}

/// The numbers of a run's VMs, by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// All VMs in the log.
    pub all: u32,
    /// VMs whose backup succeeded.
    pub good: u32,
    /// VMs that were skipped.
    pub skipped: u32,
    /// VMs whose backup failed.
    pub failed: u32,
    /// VMs whose backup was interrupted.
    pub interrupted: u32,
    /// VMs whose backup is still going on.
    pub running: u32,
}

/// A delta that became a full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FallbackView {
    /// The VM.
    pub vm_id: Option<String>,
    /// Its name from the server, not cleaned.
    pub vm_name: Option<String>,
    /// Why, in XO's words; not cleaned.
    pub why: String,
}

/// An error of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunErrorView {
    /// The VM it is about.
    pub vm_id: Option<String>,
    /// Its name from the server, not cleaned.
    pub vm_name: Option<String>,
    /// The target that could not be opened.
    pub target: Option<TargetView>,
    /// How its subject ended: a skip also has an error.
    pub ended: Ended,
    /// Its code, if it has one.
    pub code: Option<String>,
    /// Its first line; from the server, not cleaned.
    pub message: String,
    /// The matching entry of the error catalogue, if there is one.
    pub entry: Option<String>,
    /// What the entry means, in words; null until [`super::JobsReport::explain`] fills it in.
    pub meaning: Option<String>,
}

impl RunView {
    /// Describes a run.
    pub(super) fn of(world: &Lookup<'_>, past: &PastRun) -> Self {
        let run = past.of(world.analysis.runs());
        let is_full = |vm: &&VmRun| vm.transfers.iter().any(|transfer| transfer.is_full == Some(true));
        let shows_kind = |vm: &&VmRun| vm.transfers.iter().any(|transfer| transfer.is_full.is_some());
        let fulls = run.vms.iter().filter(is_full).count();
        let because: BTreeSet<&str> = run
            .vms
            .iter()
            .filter_map(|vm| vm.remarks.as_ref())
            .flat_map(|one| &one.retried_because)
            .map(AsRef::as_ref)
            .collect();
        Self {
            id: run.id.to_string(),
            schedule_id: run.schedule.as_ref().map(ToString::to_string),
            start_at: run.start,
            end_at: run.end,
            ended: past.outcome.into(),
            seconds: run.duration().map(seconds),
            bytes: run.vms.iter().filter_map(VmRun::bytes).reduce(|sum, bytes| sum + bytes),
            bytes_per_second: speed(run),
            vms: Tally::of(run),
            fulls: count(fulls),
            deltas: count(run.vms.iter().filter(shows_kind).count() - fulls),
            fallbacks: run.vms.iter().filter_map(|vm| fallback(world, vm)).collect(),
            retried_vms: count(run.vms.iter().filter(|vm| vm.attempts() > 1).count()),
            retried_because: because.into_iter().map(ToOwned::to_owned).collect(),
            errors: errors(world, run),
            backups: None,
        }
    }
}

impl RunView {
    /// Describes a run with the backups of its VMs.
    pub(super) fn with_backups(world: &Lookup<'_>, past: &PastRun) -> Self {
        let backups = past.of(world.analysis.runs()).vms.iter().map(|vm| BackupView::of(world, vm)).collect();
        Self { backups: Some(backups), ..Self::of(world, past) }
    }
}

impl Tally {
    fn of(run: &Run) -> Self {
        let of = |status| count(run.vms.iter().filter(|vm| vm.whole.status == status).count());
        Self {
            all: count(run.vms.len()),
            good: of(RunStatus::Success),
            skipped: of(RunStatus::Skipped),
            failed: of(RunStatus::Failure),
            interrupted: of(RunStatus::Interrupted),
            running: of(RunStatus::Pending),
        }
    }
}

/// Returns the speed of a run: the bytes of all transfers with known bytes and times, divided by the time from
/// the start of the first to the end of the last.
fn speed(run: &Run) -> Option<Bytes> {
    let transfers = run.vms.iter().flat_map(|vm| &vm.transfers).filter_map(|transfer| {
        let phase = transfer.transfer.as_ref()?;
        Some((transfer.bytes?, phase.start()?, phase.end()?))
    });
    let (bytes, first, last) = transfers
        .reduce(|(bytes, first, last), (more, start, end)| (bytes + more, first.min(start), last.max(end)))?;
    let millis = u128::try_from(last.duration_since(first).as_millis()).ok()?;
    let per_second = (u128::from(bytes.0) * 1000).checked_div(millis)?;
    Some(Bytes(u64::try_from(per_second).unwrap_or(u64::MAX)))
}

fn fallback(world: &Lookup<'_>, vm: &VmRun) -> Option<FallbackView> {
    let why = vm.fallback()?.to_owned();
    Some(FallbackView { vm_id: vm.vm.as_ref().map(ToString::to_string), vm_name: world.vm_name(vm), why })
}

fn errors(world: &Lookup<'_>, run: &Run) -> Vec<RunErrorView> {
    let whole = run.error.as_deref().map(|error| RunErrorView::of(world, error, run.status));
    let unopened = run.unopened.iter().map(|unopened| {
        let unknown = LogError { code: None, message: Box::default() };
        RunErrorView {
            target: Some(target(world, &unopened.what)),
            ..RunErrorView::of(world, unopened.error.as_ref().unwrap_or(&unknown), RunStatus::Failure)
        }
    });
    let of_vm = |vm: &VmRun| {
        Some(RunErrorView {
            vm_id: vm.vm.as_ref().map(ToString::to_string),
            vm_name: world.vm_name(vm),
            ..RunErrorView::of(world, vm.whole.error.as_deref()?, vm.whole.status)
        })
    };
    whole.into_iter().chain(unopened).chain(run.vms.iter().filter_map(of_vm)).collect()
}

pub(super) fn target(world: &Lookup<'_>, place: &RunPlace) -> TargetView {
    match place {
        RunPlace::Remote(id) => world.repository(id),
        RunPlace::Sr(id) => world.sr(id),
        RunPlace::Pool(id) => TargetView { kind: TargetKind::Pool, id: id.to_string(), name: None },
    }
}

impl RunErrorView {
    /// Describes an error without a VM or target.
    pub(super) fn of(world: &Lookup<'_>, error: &LogError, status: RunStatus) -> Self {
        let code = error.code.as_ref().map(ToString::to_string);
        let line = error.message.lines().map(str::trim).find(|line| !line.is_empty());
        Self {
            vm_id: None,
            vm_name: None,
            target: None,
            ended: status.into(),
            message: line.map(ToOwned::to_owned).or_else(|| code.clone()).unwrap_or_default(),
            code,
            entry: (world.recognise)(error),
            meaning: None,
        }
    }
}
