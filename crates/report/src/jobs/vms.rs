//! The VMs of a job: their restore points, and how their backups fared.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::build::Lookup;
use super::run::{Ended, RunErrorView};
use super::{Rate, VmCounts, seconds};
use xo_health_core::backup::history::{JobHistory, VmHistory};
use xo_health_core::backup::rpo::{Rpo, RpoState};
use xo_health_core::model::Run;
use xo_health_core::units::count;

/// A VM that a job covers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct VmView {
    /// Its id, as the job names it.
    pub id: String,
    /// Its name from the server, not cleaned; null if it is not reported.
    pub name: Option<String>,
    /// Whether the server has it.
    pub exists: bool,
    /// Whether its last restore point is recent enough.
    pub rpo: RpoName,
    /// The end of its last successful backup by this job.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_good_at: Option<Timestamp>,
    /// How old the restore point may get, in seconds; null if unknown.
    pub limit_seconds: Option<u64>,
    /// When that limit will be or was crossed.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub limit_at: Option<Timestamp>,
    /// The failures and skips since its last success; null if there are none, or if logs were not read.
    pub failing: Option<Failing>,
    /// How many of its backups succeeded; null if logs were not read.
    pub success: Option<Rate>,
    /// The last restore test; null if no log has one.
    pub restore_test: Option<RestoreTest>,
    /// The most snapshots of this job that its settings leave on one of its disks; null if it keeps none, or if
    /// that is unknown.
    pub snapshots_configured: Option<u64>,
    /// How many snapshots of this job are on the disk that has the most; null likewise.
    pub snapshots_observed: Option<u64>,
}

/// Whether a restore point is recent enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RpoName {
    /// Backups failed or were skipped, and no success is known.
    NeverSucceeded,
    /// It is too old.
    Missed,
    /// Its age is unknown.
    Unknown,
    /// No log has a success or a failure: the job is new, or its logs are gone.
    NeverRan,
    /// Nothing starts the job, so no restore point is promised.
    NotScheduled,
    /// It is recent enough.
    Kept,
}

/// A series of failed or skipped backups of a VM.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Failing {
    /// The start of the first run of the series.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub since_at: Option<Timestamp>,
    /// The number of failures and skips in a row.
    pub times: u32,
    /// The error of the last one.
    pub error: Option<RunErrorView>,
}

/// A restore test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RestoreTest {
    /// When it began.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// How it ended.
    pub ended: Ended,
}

/// Describes the VMs of a job, in the order of ids. `past` is the job's past.
pub(super) fn of_job(world: &Lookup<'_>, rpos: &[&Rpo], past: Option<&JobHistory>) -> Vec<VmView> {
    let logs_read = world.analysis.history().is_some();
    rpos.iter().map(|rpo| view(world, rpo, past.and_then(|past| past.vm(&rpo.vm_id)), logs_read)).collect()
}

fn view(world: &Lookup<'_>, rpo: &Rpo, past: Option<&VmHistory>, logs_read: bool) -> VmView {
    let failing = past.and_then(|past| failing(world, past));
    let named = rpo.vm.map(|vm| world.analysis.inventory().vm(vm).name.to_string());
    let runs = world.analysis.runs();
    let logged =
        || past?.backups.iter().rev().find_map(|backup| Some(backup.of(runs).name.as_ref()?.to_string()));
    let rate = past.map(VmHistory::success_rate).unwrap_or_default();
    VmView {
        id: rpo.vm_id.to_string(),
        name: named.or_else(logged),
        exists: rpo.vm.is_some(),
        rpo: name(rpo.state, failing.is_some()),
        last_good_at: rpo.last_good,
        limit_seconds: rpo.limit.map(seconds),
        limit_at: match rpo.state {
            RpoState::Kept { until } => Some(until),
            RpoState::Missed { since, .. } => Some(since),
            _ => None,
        },
        failing,
        success: logs_read.then(|| rate.into()),
        restore_test: past.and_then(|past| restore_test(past, runs)),
        snapshots_configured: None,
        snapshots_observed: None,
    }
}

/// Returns the name of a state; a first backup that is still running has neither succeeded nor failed.
const fn name(state: RpoState, has_failed: bool) -> RpoName {
    match state {
        RpoState::Kept { .. } => RpoName::Kept,
        RpoState::Missed { .. } => RpoName::Missed,
        RpoState::NeverSucceeded if has_failed => RpoName::NeverSucceeded,
        RpoState::NeverSucceeded | RpoState::NeverRan => RpoName::NeverRan,
        RpoState::NotScheduled => RpoName::NotScheduled,
        RpoState::Unknown => RpoName::Unknown,
    }
}

fn failing(world: &Lookup<'_>, past: &VmHistory) -> Option<Failing> {
    let all: Vec<_> = past.failing().collect();
    let last = &all.last()?.of(world.analysis.runs()).whole;
    Some(Failing {
        since_at: all.first()?.start(),
        times: count(all.len()),
        error: last.error.as_deref().map(|error| RunErrorView::of(world, error, last.status)),
    })
}

fn restore_test(past: &VmHistory, runs: &[Run]) -> Option<RestoreTest> {
    let transfers = past.backups.iter().flat_map(|backup| &backup.of(runs).transfers);
    let tests = transfers.filter_map(|transfer| transfer.health_check.as_deref());
    let last = tests.max_by_key(|test| test.start())?;
    Some(RestoreTest { at: last.start(), ended: last.status.into() })
}

impl VmCounts {
    /// Counts the VMs of a job.
    pub(super) fn of(vms: &[VmView]) -> Self {
        let of = |wanted: &[RpoName]| count(vms.iter().filter(|vm| wanted.contains(&vm.rpo)).count());
        Self {
            covered: count(vms.len()),
            kept: of(&[RpoName::Kept]),
            missed: of(&[RpoName::Missed]),
            never_succeeded: of(&[RpoName::NeverSucceeded]),
            never_ran: of(&[RpoName::NeverRan]),
            open: of(&[RpoName::Unknown, RpoName::NotScheduled]),
            gone: count(vms.iter().filter(|vm| !vm.exists).count()),
        }
    }
}
