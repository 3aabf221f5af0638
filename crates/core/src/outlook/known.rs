//! What rows are judged by, gathered once: the forecast of each run, what stops merges, what was not read.

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashMap;

use super::HOURS;
use super::cause::MergeStop;
use super::unread::Unknowns;
use crate::analysis::Analysis;
use crate::backup::triggers::{Starters, rhythm};
use crate::backup::{PlannedSchedule, VmSettings};
use crate::forecast::{Incident, Prediction, RunForecast, Verdict};
use crate::model::{Inventory, Job, JobId, ObjectId, ScheduleId, SrIdx, VdiIdx};
use crate::storage::{Gc, GcState};

/// A run's backup of a VM, as the forecast names it.
type RunKey<'a> = (&'a JobId, Option<&'a ScheduleId>, Timestamp, &'a ObjectId);

/// The data that rows are judged by.
pub(super) struct Known<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) blind: Unknowns,
    starters: Starters<'a>,
    runs: FxHashMap<RunKey<'a>, &'a RunForecast>,
    predictions: FxHashMap<(&'a JobId, Option<&'a ObjectId>, Incident), &'a Prediction>,
    verdicts: FxHashMap<(&'a JobId, Option<&'a ScheduleId>, &'a ObjectId), &'a Verdict>,
    /// By SR: what stops its merges.
    stops: Vec<Option<MergeStop>>,
    /// By SR: its collector should work, but shows no sign of it.
    stalled: Vec<bool>,
}

impl<'a> Known<'a> {
    pub(super) fn gather(analysis: &'a Analysis) -> Self {
        let forecast = analysis.forecast();
        let runs = forecast.into_iter().flat_map(|forecast| &forecast.runs);
        let predictions = forecast.into_iter().flat_map(|forecast| &forecast.predictions);
        let verdicts = analysis.verdicts().iter();
        Self {
            analysis,
            blind: Unknowns::of(analysis),
            starters: Starters::of(analysis.plan(), analysis.backups()),
            runs: runs.map(|run| ((&run.job, run.schedule.as_ref(), run.at, &run.vm), run)).collect(),
            predictions: predictions.map(|one| ((&one.job, one.vm.as_ref(), one.error), one)).collect(),
            verdicts: verdicts.map(|one| ((&one.job, one.schedule.as_ref(), &one.vm_id), one)).collect(),
            stops: analysis.collectors().iter().map(stop).collect(),
            stalled: analysis.stalls().iter().map(|one| one.is_some_and(|one| one.is_stuck())).collect(),
        }
    }

    pub(super) fn inventory(&self) -> &'a Inventory {
        self.analysis.inventory()
    }

    /// Returns whether a job's backup of a VM, or the job, is within the requested part of the server.
    pub(super) fn is_asked(&self, job: &JobId, vm: Option<&ObjectId>) -> bool {
        self.analysis.is_asked(job, vm)
    }

    /// Returns the end of the period that an outlook covers.
    pub(super) fn until(&self) -> Timestamp {
        let ahead = SignedDuration::from_hours(i64::from(HOURS));
        self.analysis.now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// Lists when a schedule starts its job within that period, by itself or through a sequence.
    pub(super) fn firings(&self, planned: &'a PlannedSchedule) -> Vec<Timestamp> {
        let (now, until) = (self.analysis.now(), self.until());
        let mut all = Vec::new();
        for source in self.starters.sources([planned]) {
            let Some((cron, zone)) = rhythm(&source.schedule) else { continue };
            all.extend(cron.upcoming(&zone, now).take_while(|at| *at <= until));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Lists the schedules that fire by themselves and start this one, directly or through sequences.
    pub(super) fn sources(&self, planned: &'a PlannedSchedule) -> Vec<&'a PlannedSchedule> {
        self.starters.sources([planned])
    }

    /// Returns the forecast for one run's backup of a VM.
    pub(super) fn run(
        &self,
        job: &JobId,
        schedule: Option<&ScheduleId>,
        at: Timestamp,
        vm: &ObjectId,
    ) -> Option<&'a RunForecast> {
        // the keys borrow from the analysis, the arguments need not
        self.runs.get(&(job, schedule, at, vm)).copied()
    }

    /// Returns the forecast for an error of a VM, or of a job.
    pub(super) fn prediction(
        &self,
        job: &JobId,
        vm: Option<&ObjectId>,
        error: Incident,
    ) -> Option<&'a Prediction> {
        self.predictions.get(&(job, vm, error)).copied()
    }

    /// Returns what a run started now would meet.
    pub(super) fn verdict(
        &self,
        job: &JobId,
        schedule: Option<&ScheduleId>,
        vm: &ObjectId,
    ) -> Option<&'a Verdict> {
        self.verdicts.get(&(job, schedule, vm)).copied()
    }

    /// Returns what stops the merges of an SR, however long one waits, or `None` if they may continue.
    pub(super) fn stop(&self, sr: SrIdx) -> Option<MergeStop> {
        self.stops.get(sr.at()).copied().flatten()
    }

    /// Returns whether merges of an SR stand still although nothing is known to stop them: as far as one observation
    /// shows, waiting does not help.
    pub(super) fn is_stalled(&self, sr: SrIdx) -> bool {
        self.stalled.get(sr.at()).copied().unwrap_or(false)
    }

    /// Returns whether anything may be merged or deleted on an SR, so that its chains get shorter and its free space
    /// larger.
    pub(super) fn moves(&self, sr: SrIdx) -> bool {
        let gc = self.analysis.collector(sr);
        self.stop(sr).is_none() && (gc.pending_inner + gc.pending_leaf > 0 || gc.garbage > 0)
    }

    pub(super) fn vdi_id(&self, vdi: VdiIdx) -> &'a ObjectId {
        &self.inventory().vdi(vdi).id
    }

    pub(super) fn sr_id(&self, sr: SrIdx) -> &'a ObjectId {
        &self.inventory().sr(sr).id
    }

    pub(super) fn find_sr(&self, id: &ObjectId) -> Option<SrIdx> {
        self.inventory().find_sr(id)
    }
}

/// Returns what stops the merges of an SR. The collector's mark that a merge did not fit is only believed while none
/// fits: the mark stays even when there is room again (facts/storage-manager.md 3.7).
fn stop(gc: &Gc) -> Option<MergeStop> {
    Some(match gc.stop()? {
        GcState::GcOff | GcState::CoalesceOff => MergeStop::Off,
        GcState::SeveralHosts => MergeStop::Held,
        GcState::Detached => MergeStop::Detached,
        GcState::Broken => MergeStop::BrokenChain,
        _ if gc.inner_room.is_some_and(|room| room.fits > 0) => return None,
        _ => MergeStop::NoSpace,
    })
}

/// Where a run keeps restore points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Targets {
    pub(super) snapshot: bool,
    pub(super) repositories: Vec<ObjectId>,
    pub(super) srs: Vec<ObjectId>,
}

impl Targets {
    /// Lists what a run with these settings keeps: a retention of zero disables an output (facts/xo-protocol.md 4.5).
    pub(super) fn of(job: &Job, settings: &VmSettings) -> Self {
        let writes = |id: &&ObjectId| settings.writes_to(job, id);
        let copies = |id: &&ObjectId| settings.replicates_to(job, id);
        Self {
            snapshot: settings.snapshot_retention > 0,
            repositories: job.remotes.iter().filter(writes).cloned().collect(),
            srs: job.srs.iter().filter(copies).cloned().collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.snapshot && self.repositories.is_empty() && self.srs.is_empty()
    }
}
