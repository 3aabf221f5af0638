//! What was not read, and where that could change the answer.
//!
//! Objects, jobs, schedules and logs always could; sequences where a schedule that is switched off may be one of theirs;
//! backup repositories and their space for a job that writes there; a pool that XO has lost. The rest is only named.

use rustc_hash::FxHashSet;

use super::values::Unread;
use crate::analysis::Analysis;
use crate::backup::Pattern;
use crate::findings::{Code, SubjectKind};
use crate::model::{self, Answer, ObjectId};

/// What was not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Blind {
    /// It could change the answer.
    pub(super) needed: Vec<Unread>,
    /// It cannot.
    pub(super) besides: Vec<Unread>,
    /// The part of what is needed that could change every row.
    all_rows: Vec<Unread>,
    /// The part of what is needed that could hold a VM or an SR that is not there.
    missing: Vec<Unread>,
    repositories: bool,
}

impl Blind {
    pub(super) fn of(analysis: &Analysis) -> Self {
        let mut blind = Self::default();
        let written = written_to(analysis);
        for model::Unread { answer, .. } in &analysis.reading().unread {
            let unread = Unread::Answer { answer: *answer };
            let is_needed = match answer {
                Answer::Objects => {
                    blind.all_rows.push(unread.clone());
                    blind.missing.push(unread.clone());
                    true
                }
                Answer::Logs => {
                    blind.all_rows.push(unread.clone());
                    true
                }
                Answer::BackupJobs | Answer::Schedules => true,
                Answer::CallJobs => has_idle_schedule(analysis),
                Answer::Remotes => {
                    blind.repositories = true;
                    !written.is_empty()
                }
                // each repository that is written to is named below
                Answer::RemotesInfo if !written.is_empty() => continue,
                Answer::RemotesInfo
                | Answer::MirrorJobs
                | Answer::MetadataJobs
                | Answer::Proxies
                | Answer::Servers => false,
            };
            if is_needed { &mut blind.needed } else { &mut blind.besides }.push(unread);
        }
        for unread in pools(analysis).chain(unseen(analysis)) {
            blind.missing.push(unread.clone());
            if !blind.needed.contains(&unread) {
                blind.needed.push(unread);
            }
        }
        blind.needed.extend(spaces(analysis, &written));
        blind.needed.extend(zones(analysis));
        blind
    }

    /// Lists what a row needed that writes to these repositories.
    pub(super) fn of_row(&self, repositories: &[ObjectId]) -> Vec<Unread> {
        let mut all = self.all_rows.clone();
        if self.repositories && !repositories.is_empty() {
            all.push(Unread::Answer { answer: Answer::Remotes });
        }
        let spaces = self.needed.iter().filter(|unread| match unread {
            Unread::RepositorySpace { id } => repositories.contains(id),
            _ => false,
        });
        all.extend(spaces.cloned());
        all
    }

    /// Lists what may hold an object that is not there; empty where everything was read.
    pub(super) fn of_missing_objects(&self) -> &[Unread] {
        &self.missing
    }
}

/// Lists the repositories that backups of VMs are written to, by themselves.
fn written_to(analysis: &Analysis) -> FxHashSet<&ObjectId> {
    let plan = analysis.plan();
    let started = plan.jobs().iter().filter(|planned| plan.starts(&planned.job.id) != Some(false));
    started.flat_map(|planned| &planned.job.remotes).collect()
}

/// Returns whether a schedule of a backup job does not fire by itself: a sequence may start it.
fn has_idle_schedule(analysis: &Analysis) -> bool {
    let plan = analysis.plan();
    let mut schedules = plan.schedules().iter();
    schedules.any(|planned| !planned.timing.starts() && plan.job(&planned.schedule.job).is_some())
}

/// What other objects refer to and was not sent may belong to any VM.
fn unseen(analysis: &Analysis) -> Option<Unread> {
    let is_cut = analysis.inventory().unseen.unplaced > 0;
    is_cut.then_some(Unread::Answer { answer: Answer::Objects })
}

/// Lists the pools that XO has lost, or still loads.
fn pools(analysis: &Analysis) -> impl Iterator<Item = Unread> {
    let told = analysis.findings().iter().filter_map(|finding| {
        let loading = match finding.code {
            Code::PoolMissing => false,
            Code::PoolLoading => true,
            Code::NoInventory => return Some(Unread::Answer { answer: Answer::Objects }),
            _ => return None,
        };
        if finding.subject.kind == SubjectKind::Server {
            return Some(Unread::Answer { answer: Answer::Objects });
        }
        let id = Some(&finding.subject.id).filter(|id| !id.is_empty()).map(|id| ObjectId::new(id));
        Some(Unread::Pool { id, name: finding.subject.name.clone(), loading })
    });
    told.collect::<Vec<_>>().into_iter()
}

/// Lists the repositories whose space is unknown. Object stores report none.
fn spaces(analysis: &Analysis, written: &FxHashSet<&ObjectId>) -> Vec<Unread> {
    let repositories = analysis.backups().repositories.iter().flatten();
    let untold = repositories.filter(|repository| {
        let has_space = !matches!(repository.scheme.as_str(), "s3" | "azure" | "azurite");
        written.contains(&repository.id)
            && repository.enabled
            && has_space
            && repository.space.available.is_none()
    });
    untold.map(|repository| Unread::RepositorySpace { id: repository.id.clone() }).collect()
}

/// Lists the schedules of backup jobs that fire at an unknown time.
fn zones(analysis: &Analysis) -> Vec<Unread> {
    let plan = analysis.plan();
    let blind = plan.schedules().iter().filter(|planned| {
        planned.schedule.enabled
            && matches!(planned.timing.pattern, Pattern::ServerZone | Pattern::UnknownZone(_))
            && plan.job(&planned.schedule.job).is_some()
    });
    blind.map(|planned| Unread::Zone { schedule_id: planned.schedule.id.clone() }).collect()
}
