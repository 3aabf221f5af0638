//! What was not read, and where that could change the answer.
//!
//! Objects, jobs, schedules and logs always could; sequences if they could contain a disabled schedule; backup
//! repositories for a job that writes there, and their space unless the log shows that they took what was last written;
//! a pool that XO has lost. The rest is only named.

use jiff::SignedDuration;
use rustc_hash::FxHashSet;

use super::values::UnreadPart;
use crate::analysis::Analysis;
use crate::backup::SchedulePattern;
use crate::findings::{Code, SubjectKind};
use crate::model::{self, ObjectId, Question, RunPlace, RunStatus, ScheduleId};

/// What was not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Unknowns {
    /// The parts that could change the answer.
    pub(super) needed: Vec<UnreadPart>,
    /// The parts that cannot.
    pub(super) besides: Vec<UnreadPart>,
    /// The needed parts that could change every row.
    all_rows: Vec<UnreadPart>,
    /// The needed parts that could contain a missing VM or SR.
    missing: Vec<UnreadPart>,
    repositories: bool,
}

impl Unknowns {
    pub(super) fn of(analysis: &Analysis) -> Self {
        let mut blind = Self::default();
        let written = written_to(analysis);
        let mut is_space_unread = false;
        for model::Unread { answer, .. } in &analysis.reading().unread {
            let unread = UnreadPart::Answer { answer: *answer };
            let is_needed = match answer {
                Question::Objects => {
                    blind.all_rows.push(unread.clone());
                    blind.missing.push(unread.clone());
                    true
                }
                Question::Logs => {
                    blind.all_rows.push(unread.clone());
                    true
                }
                Question::BackupJobs | Question::Schedules => true,
                Question::CallJobs => has_idle_schedule(analysis),
                Question::Remotes => {
                    blind.repositories = true;
                    !written.is_empty()
                }
                // each repository that is written to is listed below
                Question::RemotesInfo if !written.is_empty() => {
                    is_space_unread = true;
                    continue;
                }
                Question::RemotesInfo
                | Question::MirrorJobs
                | Question::MetadataJobs
                | Question::Proxies
                | Question::Servers => false,
            };
            if is_needed { &mut blind.needed } else { &mut blind.besides }.push(unread);
        }
        for unread in pools(analysis).chain(unseen(analysis)) {
            blind.missing.push(unread.clone());
            if !blind.needed.contains(&unread) {
                blind.needed.push(unread);
            }
        }
        let spaces = spaces(analysis, &written);
        if spaces.is_empty() && is_space_unread && !blind.repositories {
            blind.besides.push(UnreadPart::Answer { answer: Question::RemotesInfo });
        }
        blind.needed.extend(spaces);
        blind.needed.extend(zones(analysis));
        blind.narrow(analysis);
        blind
    }

    /// Leaves out what concerns only parts of the server outside the requested one.
    fn narrow(&mut self, analysis: &Analysis) {
        let Some(scope) = analysis.scope() else { return };
        let job = |schedule: &ScheduleId| analysis.plan().schedule(schedule).map(|of| &of.schedule.job);
        self.needed.retain(|unread| match unread {
            UnreadPart::RepositorySpace { id } => scope.has_repository(id),
            UnreadPart::Zone { schedule_id } => job(schedule_id).is_none_or(|job| scope.has_job(job)),
            UnreadPart::Pool { .. } | UnreadPart::Answer { .. } => true,
        });
    }

    /// Lists the unread parts that a row needs if it writes to these repositories.
    pub(super) fn of_row(&self, repositories: &[ObjectId]) -> Vec<UnreadPart> {
        let mut all = self.all_rows.clone();
        if self.repositories && !repositories.is_empty() {
            all.push(UnreadPart::Answer { answer: Question::Remotes });
        }
        let spaces = self.needed.iter().filter(|unread| match unread {
            UnreadPart::RepositorySpace { id } => repositories.contains(id),
            _ => false,
        });
        all.extend(spaces.cloned());
        all
    }

    /// Lists what may contain a missing object; empty if everything was read.
    pub(super) fn of_missing_objects(&self) -> &[UnreadPart] {
        &self.missing
    }
}

/// Lists the repositories to which jobs that may be started write backups of VMs.
fn written_to(analysis: &Analysis) -> FxHashSet<&ObjectId> {
    let plan = analysis.plan();
    let started = plan.jobs().iter().filter(|planned| plan.starts(&planned.job.id) != Some(false));
    started.flat_map(|planned| &planned.job.remotes).collect()
}

/// Returns whether a schedule of a backup job does not fire by itself, but a sequence may start it. The log rules that
/// out if it covers [`SEQUENCES_SHOW`] and has no run of the schedule.
fn has_idle_schedule(analysis: &Analysis) -> bool {
    let plan = analysis.plan();
    let reaches_back = analysis
        .history()
        .and_then(|history| history.reaches_back_to())
        .is_some_and(|oldest| analysis.now().duration_since(oldest) >= SEQUENCES_SHOW);
    let is_started = |id: &ScheduleId| analysis.runs().iter().any(|run| run.schedule.as_ref() == Some(id));
    let mut schedules = plan.schedules().iter();
    schedules.any(|planned| {
        let is_idle = !planned.timing.starts() && plan.job(&planned.schedule.job).is_some();
        is_idle && (!reaches_back || is_started(&planned.schedule.id))
    })
}

/// How long a log must be to show what sequences start. Our choice: they run at least once a week.
const SEQUENCES_SHOW: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Objects that others refer to but that were not sent may belong to any VM.
fn unseen(analysis: &Analysis) -> Option<UnreadPart> {
    let is_cut = analysis.inventory().unseen.unplaced > 0;
    is_cut.then_some(UnreadPart::Answer { answer: Question::Objects })
}

/// Lists the pools that XO has lost, or still loads.
fn pools(analysis: &Analysis) -> impl Iterator<Item = UnreadPart> {
    let unread = analysis.findings().iter().filter_map(|finding| {
        let loading = match finding.code {
            Code::PoolMissing => false,
            Code::PoolLoading => true,
            Code::NoInventory => return Some(UnreadPart::Answer { answer: Question::Objects }),
            _ => return None,
        };
        if finding.subject.kind == SubjectKind::Server {
            return Some(UnreadPart::Answer { answer: Question::Objects });
        }
        let id = Some(&finding.subject.id).filter(|id| !id.is_empty()).map(|id| ObjectId::new(id));
        Some(UnreadPart::Pool { id, name: finding.subject.name.clone(), loading })
    });
    unread.collect::<Vec<_>>().into_iter()
}

/// Lists the repositories whose space is unknown, without object stores, which report none.
fn spaces(analysis: &Analysis, written: &FxHashSet<&ObjectId>) -> Vec<UnreadPart> {
    let repositories = analysis.backups().repositories.iter().flatten();
    let unknown = repositories.filter(|repository| {
        let has_space = !matches!(repository.scheme.as_str(), "s3" | "azure" | "azurite");
        written.contains(&repository.id)
            && repository.enabled
            && has_space
            && repository.space.available.is_none()
            && !took_recent_transfers(analysis, &repository.id)
    });
    unknown.map(|repository| UnreadPart::RepositorySpace { id: repository.id.clone() }).collect()
}

/// Transfers to a repository that must have succeeded for its space not to matter. A guess: what took the last three
/// has room for one more, except for surprises, which have their own base rate.
const TOOK: usize = 3;

/// The maximum age of the last of them. Our choice: the interval of a weekly job, plus a day.
const TRANSFERS_WITHIN: SignedDuration = SignedDuration::from_hours(24 * 8);

/// Returns whether the log shows that a repository has had room until now: its last transfers all succeeded.
fn took_recent_transfers(analysis: &Analysis, repository: &ObjectId) -> bool {
    let there = RunPlace::Remote(repository.clone());
    let transfers = analysis.runs().iter().rev().flat_map(|run| &run.vms).flat_map(|vm| &vm.transfers);
    let ended = transfers.filter(|one| one.target.as_ref() == Some(&there) && one.export.end().is_some());
    let last: Vec<_> = ended.take(TOOK).collect();
    let is_young = last
        .first()
        .and_then(|one| one.export.end())
        .is_some_and(|at| analysis.now().duration_since(at) <= TRANSFERS_WITHIN);
    last.len() == TOOK && is_young && last.iter().all(|one| one.export.status == RunStatus::Success)
}

/// Lists the schedules of backup jobs that fire at an unknown time.
fn zones(analysis: &Analysis) -> Vec<UnreadPart> {
    let plan = analysis.plan();
    let blind = plan.schedules().iter().filter(|planned| {
        planned.schedule.enabled
            && matches!(planned.timing.pattern, SchedulePattern::ServerZone | SchedulePattern::UnknownZone(_))
            && plan.job(&planned.schedule.job).is_some()
    });
    blind.map(|planned| UnreadPart::Zone { schedule_id: planned.schedule.id.clone() }).collect()
}
