//! What rows share that one step removes.

use crate::findings::Code;
use crate::model::{JobId, ObjectId, ScheduleId};
use crate::outlook::cause::{Cause, MergeStop, Nothing};
use crate::outlook::risk::Risk;
use crate::outlook::values::{BackupError, Event, Row};

/// What rows share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Problem {
    /// A run that blocks its job.
    Stuck(JobId),
    /// A job that takes too long, or whose backups get too old.
    Time(JobId),
    /// A job whose backups fail for a reason that no model covers.
    Failing(JobId, Option<String>),
    /// A schedule that does not start.
    Schedule(JobId, Option<ScheduleId>),
    /// A VM that no longer exists.
    Vm(JobId, ObjectId),
    /// A job without an output.
    Output(JobId),
    /// A VM without disks.
    NoDisks(JobId, ObjectId),
    /// A job without VMs.
    NoVm(JobId),
    /// A repository without room.
    RepositoryRoom(ObjectId),
    /// A repository that cannot be used.
    Repository(ObjectId),
    /// An SR that cannot be used.
    Sr(Option<ObjectId>),
    /// A disk that the storage has lost.
    Disk(ObjectId),
    /// An SR with a broken chain.
    Broken(Option<ObjectId>),
    /// An SR with a chain that no host merges, because several hosts use it.
    Hosts(ObjectId),
    /// An SR without room.
    Room(ObjectId),
    /// Chains of a job's VMs that get too long.
    Depth(JobId),
    /// Chains of a job's replicas on an SR that are too long.
    Replicas(JobId, ObjectId),
    /// An SR whose merges do not keep up.
    Merges(ObjectId),
    /// A finding about an object.
    Found(Code, ObjectId),
    /// A problem for which no step has a name.
    Unknown(JobId),
}

impl Problem {
    /// Returns the problem behind a risk of a row, or `None` for a surprise.
    pub(super) fn of(row: &Row, risk: &Risk) -> Option<Self> {
        let job = || row.job_id.clone();
        let of_error = || match (risk.error, &risk.sr) {
            (BackupError::NoSpace, Some(sr)) => Self::Room(sr.clone()),
            (BackupError::UnhealthyChain, Some(sr)) => Self::Merges(sr.clone()),
            (BackupError::ChainTooLong, _) => Self::Depth(job()),
            (BackupError::AlreadyRunning | BackupError::RpoMissed, _) => Self::Time(job()),
            _ => Self::Unknown(job()),
        };
        let Some(cause) = &risk.cause else { return Some(of_error()) };
        Some(match cause {
            Cause::Surprises { .. } => return None,
            Cause::StuckRun { .. } => Self::Stuck(job()),
            Cause::FailedBefore { .. } if risk.error == BackupError::AlreadyRunning => Self::Time(job()),
            Cause::FailedBefore { error_code, message, .. } => {
                Self::Failing(job(), error_code.clone().or_else(|| message.clone()))
            }
            Cause::Found { finding: Code::ScheduleNotRun, .. } => {
                Self::Schedule(job(), row.schedule_id.clone())
            }
            Cause::Found { finding, subject_id } => Self::Found(*finding, subject_id.clone()),
            Cause::NotStarted { .. } => Self::Schedule(job(), row.schedule_id.clone()),
            Cause::VmMissing => Self::Vm(job(), row.vm_id.clone()),
            Cause::NothingSaved { why: Nothing::NoDisks } => Self::NoDisks(job(), row.vm_id.clone()),
            Cause::NothingSaved { why: Nothing::SettingsExclude } => {
                Self::Found(Code::JobDoesNothing, row.job_id.to_string().as_str().into())
            }
            Cause::NothingSaved { why: Nothing::NotRecorded } => {
                Self::Found(Code::RpoMissed, row.vm_id.clone())
            }
            Cause::NothingSaved { .. } => Self::Output(job()),
            Cause::RepositoryRoom { repository_id, .. } => Self::RepositoryRoom(repository_id.clone()),
            Cause::RepositoryUnavailable { repository_id, .. } => Self::Repository(repository_id.clone()),
            Cause::SrUnavailable { sr_id, .. } => Self::Sr(sr_id.clone()),
            Cause::DiskMissing { vdi_id } => Self::Disk(vdi_id.clone()),
            Cause::BrokenChain { .. } | Cause::MergesStopped { by: MergeStop::BrokenChain, .. } => {
                Self::Broken(risk.sr.clone())
            }
            Cause::MergesStopped { by: MergeStop::Detached, .. } => Self::Sr(risk.sr.clone()),
            Cause::MergesStopped { by: MergeStop::Held, .. } => match &risk.sr {
                Some(sr) => Self::Hosts(sr.clone()),
                None => Self::Found(Code::XoWillSkip, row.vm_id.clone()),
            },
            Cause::AtLimit { replica: true, .. } => match &risk.sr {
                Some(sr) => Self::Replicas(job(), sr.clone()),
                None => Self::Depth(job()),
            },
            _ => of_error(),
        })
    }

    /// Returns the problem behind an event.
    pub(super) fn of_event(event: &Event) -> Self {
        let job = event.job_id.clone();
        match (&event.cause, event.error) {
            (Some(Cause::NothingSaved { why: Nothing::NoVm }), _) => Self::NoVm(job),
            (_, BackupError::NotStarted) => Self::Schedule(job, None),
            (_, BackupError::RpoMissed) => Self::Time(job),
            _ => Self::Unknown(job),
        }
    }

    /// Returns whether the forecast knows the problem, so that changes can be tried.
    pub(super) fn is_modelled(&self) -> bool {
        matches!(self, Self::Time(_) | Self::Room(_) | Self::Depth(_) | Self::Replicas(..) | Self::Merges(_))
    }
}
