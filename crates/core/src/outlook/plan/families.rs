//! What could be tried against a problem that the forecast knows, the least destructive first.
//!
//! A family is one action, or one action in several sizes, of which bisection finds the smallest that works: this many
//! snapshots, this many GiB, as many kept as possible. What a rule excludes is left out: a collector that a broken
//! chain stops is not restarted, nothing waits where nothing merges, and no job is started whose VM is refused.

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashSet;

use super::candidate::{self, Candidate};
use super::problem::Problem;
use super::snapshots::{self, DiskSnapshot};
use super::target::Target;
use super::{Cost, StepAction, needs};
use crate::backup::VmSettings;
use crate::forecast::{Change, GateOutcome};
use crate::model::{JobId, ObjectId, ScheduleId, SrIdx, VdiIdx};
use crate::outlook::cause::{Cause, MergeStop};
use crate::outlook::known::Known;
use crate::outlook::values::{BackupError, Event};
use crate::storage;
use crate::units::{self, Bytes};

/// Minutes by which a schedule is moved, the least first.
const MOVES: [i32; 5] = [60, -60, 120, 240, -240];

/// The most schedules that are moved for one problem.
const MOVED_MAX: usize = 2;

/// Hours whose runs are skipped so that what waits is merged.
const WAITS: [u32; 3] = [6, 12, 24];

/// One firing of this many stays.
const ONE_OF: [u32; 3] = [2, 3, 6];

/// The most GiB that are added: more than any SR has.
const GIB_MOST: u32 = 65_536;

/// The most VMs that are taken out, one at a time.
const TAKEN_OUT_MAX: usize = 2;

type Make<'m> = Box<dyn Fn(u32) -> Candidate + 'm>;

/// Something to try.
pub(super) enum Attempt<'m> {
    /// A single variant.
    One(Candidate),
    /// Sizes up to the second number: the smallest that works is wanted. The first is where it may begin to work, if
    /// that is known.
    Least(u32, u32, Make<'m>),
    /// Sizes from 1 up to this: the largest that works is wanted. It must work up to the horizon of the forecast.
    Most(u32, Make<'m>),
}

/// The data from which families are made.
pub(super) struct Maker<'m, 'a> {
    pub(super) known: &'m Known<'a>,
    pub(super) targets: &'m [Target<'m>],
}

impl<'m> Maker<'m, '_> {
    /// Lists what could be tried against a problem.
    pub(super) fn families(&'m self, problem: &'m Problem) -> Vec<Attempt<'m>> {
        let jobs = self.jobs();
        let mut all = Vec::new();
        match problem {
            Problem::Room(sr) => {
                let Some(at) = self.known.find_sr(sr) else { return all };
                all.extend(self.start(at));
                all.extend(self.delete(snapshots::foreign_on(self.known, at)));
                all.extend(self.moves());
                all.extend(self.fewer(&jobs, None));
                all.extend(self.wait(&[at], &jobs));
                all.push(self.space(sr.clone(), problem));
                all.extend(self.take_out());
            }
            Problem::Merges(sr) => {
                let Some(at) = self.known.find_sr(sr) else { return all };
                all.extend(self.start(at));
                all.extend(self.moves());
                all.extend(self.wait(&[at], &jobs));
                all.push(self.space(sr.clone(), problem));
                all.extend(self.less_often(&jobs));
                all.extend(self.take_out());
            }
            Problem::Depth(_) => {
                let disks = self.disks();
                let srs: Vec<SrIdx> = self.srs(&disks);
                srs.iter().for_each(|&sr| all.extend(self.start(sr)));
                all.extend(self.delete(snapshots::foreign_of(self.known, &disks)));
                all.extend(self.fewer(&jobs, self.most_of_chains(&srs)));
                all.extend(self.wait(&srs, &jobs));
            }
            Problem::Replicas(job, sr) => {
                let Some(at) = self.known.find_sr(sr) else { return all };
                all.extend(self.start(at));
                all.extend(self.delete(snapshots::of_replicas(self.known, job, at)));
            }
            Problem::Time(job) => {
                all.extend(self.run_now(job));
                all.extend(self.more_at_once(job));
                all.extend(self.moves());
                all.extend(self.less_often(&jobs));
                all.extend(self.take_out());
            }
            _ => {}
        }
        all
    }

    fn jobs(&self) -> Vec<JobId> {
        let mut jobs: Vec<JobId> = self.targets.iter().map(|target| target.job().clone()).collect();
        jobs.sort_unstable();
        jobs.dedup();
        jobs
    }

    /// Lists the disks of the targets whose chains cause the problem: those that a risk names, otherwise all of their
    /// VMs.
    fn disks(&self) -> Vec<VdiIdx> {
        let inventory = self.known.inventory();
        let mut disks: Vec<VdiIdx> = Vec::new();
        for target in self.targets {
            let named = match target {
                Target::Row(judged) => judged
                    .risks
                    .iter()
                    .filter(|risk| risk.error == BackupError::ChainTooLong)
                    .filter_map(|risk| match inventory.find(risk.vdi.as_ref()?)? {
                        crate::model::Slot::Vdi(vdi) => Some(vdi),
                        _ => None,
                    })
                    .collect(),
                Target::Event(_) => Vec::new(),
            };
            let vm = target.vm().and_then(|vm| inventory.find_vm(vm));
            match named.is_empty() {
                true => disks.extend(vm.into_iter().flat_map(|vm| inventory.vdis_of(vm)).map(|(vdi, _)| vdi)),
                false => disks.extend(named),
            }
        }
        disks.sort_unstable();
        disks.dedup();
        disks
    }

    fn srs(&self, disks: &[VdiIdx]) -> Vec<SrIdx> {
        let mut srs: Vec<SrIdx> =
            disks.iter().filter_map(|&vdi| self.known.inventory().vdi(vdi).sr).collect();
        srs.sort_unstable();
        srs.dedup();
        srs
    }

    /// The collector is switched on if it is off, and started if it has work and may stand still.
    fn start(&self, sr: SrIdx) -> Option<Attempt<'m>> {
        let gc = self.known.analysis.collector(sr);
        let action = match self.known.stop(sr) {
            Some(MergeStop::Off) => StepAction::EnableCollector,
            None if gc.pending_inner > 0 || gc.garbage > 0 => StepAction::RescanSr,
            _ => return None,
        };
        let change = Change::StartCollector { sr: self.known.sr_id(sr).clone(), vdi: None };
        let made = Candidate::new(action, vec![candidate::sr(self.known, sr)]);
        Some(Attempt::One(made.changing(change).costing(Cost::Load)))
    }

    /// Snapshots that no job keeps; those of the last day come last.
    fn delete(&'m self, all: Vec<DiskSnapshot>) -> Option<Attempt<'m>> {
        let most = u32::try_from(all.len()).ok().filter(|count| *count > 0)?;
        Some(Attempt::Least(1, most, Box::new(move |count| self.deleting(&all[..count as usize]))))
    }

    fn deleting(&self, gone: &[DiskSnapshot]) -> Candidate {
        let known = self.known;
        let count = units::count(gone.len());
        let fresh = gone.iter().filter(|one| one.is_fresh(known.analysis.now())).count();
        let within_a_day = units::count(fresh);
        let times = || gone.iter().filter_map(|one| one.at);
        let action = StepAction::DeleteSnapshots {
            count,
            newest_at: times().max(),
            oldest_at: times().min(),
            within_a_day,
        };
        let ids = gone.iter().map(|one| known.vdi_id(one.vdi).clone()).collect();
        let srs = gone.iter().filter_map(|one| known.inventory().vdi(one.vdi).sr);
        let srs: Vec<ObjectId> = srs.map(|sr| known.sr_id(sr).clone()).collect();
        let made = Candidate::new(action, snapshots::objects(known, gone));
        let cost = Cost::ForeignSnapshots { count, within_a_day };
        made.changing(Change::DeleteSnapshots { snapshots: ids }).costing(cost).on(srs)
    }

    fn schedules(&self) -> Vec<(JobId, Option<ScheduleId>, Vec<Timestamp>)> {
        let mut all: Vec<(JobId, Option<ScheduleId>, Vec<Timestamp>)> = Vec::new();
        for target in self.targets {
            let Target::Row(judged) = target else { continue };
            let row = &judged.row;
            match all.iter_mut().find(|(job, of, _)| *job == row.job_id && *of == row.schedule_id) {
                Some((.., times)) => times.push(row.at),
                None => all.push((row.job_id.clone(), row.schedule_id.clone(), vec![row.at])),
            }
        }
        all.truncate(MOVED_MAX);
        all
    }

    /// Moves that lose no run: none is put before now, or beyond the period of an outlook.
    fn moves(&self) -> Vec<Attempt<'m>> {
        let (now, until) = (self.known.analysis.now(), self.known.until());
        let mut all = Vec::new();
        for minutes in MOVES {
            for (job, schedule, times) in self.schedules() {
                let by = SignedDuration::from_mins(i64::from(minutes));
                let stays =
                    |at: &Timestamp| at.saturating_add(by).is_ok_and(|moved| moved > now && moved <= until);
                if !times.iter().all(stays) {
                    continue;
                }
                let mut objects = vec![candidate::job(self.known, &job)];
                objects.extend(schedule.as_ref().map(|id| candidate::schedule(self.known, id)));
                let action = StepAction::MoveSchedule { schedule_id: schedule.clone(), minutes };
                let change = Change::MoveSchedule { job, schedule, minutes };
                all.push(Attempt::One(Candidate::new(action, objects).changing(change)));
            }
        }
        all
    }

    /// Returns the most snapshots that the chains on some SRs can hold: the limit without the leaf, and without the
    /// node that the next snapshot adds before the oldest is merged.
    fn most_of_chains(&self, srs: &[SrIdx]) -> Option<u32> {
        let limits = srs.iter().filter_map(|&sr| storage::chain_limit(self.known.inventory(), sr));
        Some(limits.min()?.saturating_sub(2))
    }

    /// As many snapshots as work, limited by what a chain holds; the surplus is deleted now, the oldest first.
    fn fewer(&'m self, jobs: &[JobId], holds: Option<u32>) -> Option<Attempt<'m>> {
        let kept = jobs.iter().filter_map(|job| snapshots::retention(self.known, job)).max()?;
        let jobs: Vec<JobId> = jobs
            .iter()
            .filter(|job| snapshots::retention(self.known, job).is_some_and(|kept| kept > 1))
            .cloned()
            .collect();
        let most = kept.checked_sub(1)?.min(holds.unwrap_or(u32::MAX));
        if most == 0 {
            return None;
        }
        let vms: FxHashSet<&ObjectId> = self.targets.iter().filter_map(Target::vm).collect();
        let there = snapshots::of_jobs(self.known, &jobs, &vms);
        Some(Attempt::Most(most, Box::new(move |keep| self.keeping(&jobs, kept, keep, &there))))
    }

    fn keeping(&self, jobs: &[JobId], kept: u32, keep: u32, there: &[Vec<DiskSnapshot>]) -> Candidate {
        let known = self.known;
        let beyond = |of_disk: &Vec<DiskSnapshot>| of_disk.len().saturating_sub(keep as usize);
        let gone: Vec<DiskSnapshot> =
            there.iter().flat_map(|of_disk| of_disk[..beyond(of_disk)].iter().copied()).collect();
        let delete = units::count(gone.len());
        let mut objects: Vec<_> = jobs.iter().map(|job| candidate::job(known, job)).collect();
        objects.extend(snapshots::objects(known, &gone));
        let srs = there.iter().flatten().filter_map(|one| known.inventory().vdi(one.vdi).sr);
        let srs: Vec<ObjectId> = srs.map(|sr| known.sr_id(sr).clone()).collect();
        let change = Change::KeepFewer {
            jobs: jobs.to_vec(),
            snapshots: keep,
            delete: gone.iter().map(|one| known.vdi_id(one.vdi).clone()).collect(),
        };
        let made = Candidate::new(StepAction::KeepFewer { keep, kept, delete }, objects).changing(change);
        made.costing(Cost::RestorePoints { count: delete.max(kept - keep) }).on(srs)
    }

    /// Runs are skipped if merges continue meanwhile.
    fn wait(&self, srs: &[SrIdx], jobs: &[JobId]) -> Vec<Attempt<'m>> {
        let moving = srs.iter().filter(|&&sr| self.known.moves(sr));
        let merges: u32 = moving.map(|&sr| self.known.analysis.collector(sr).pending_inner).sum();
        if merges == 0 {
            return Vec::new();
        }
        let wait = |hours: u32| {
            let by = SignedDuration::from_hours(hours.into());
            let until = self.known.analysis.now().saturating_add(by).ok();
            let is_out = |target: &&Target<'_>| target.at().zip(until).is_some_and(|(at, end)| at < end);
            let count = units::count(self.targets.iter().filter(is_out).count());
            let objects = jobs.iter().map(|job| candidate::job(self.known, job)).collect();
            let made = Candidate::new(StepAction::WaitForMerges { merges, hours }, objects);
            let change = Change::WaitForMerges { jobs: jobs.to_vec(), merges, hours };
            let srs = srs.iter().map(|&sr| self.known.sr_id(sr).clone());
            Attempt::One(made.changing(change).costing(Cost::Runs { count }).on(srs))
        };
        WAITS.map(wait).into()
    }

    fn space(&'m self, sr: ObjectId, problem: &'m Problem) -> Attempt<'m> {
        let lacks = self.targets.iter().filter_map(|target| match target {
            Target::Row(judged) => judged.risks.iter().find_map(|risk| match &risk.cause {
                Some(Cause::NoRoom { sr_id, need_bytes, free_bytes, target: true }) if *sr_id == sr => {
                    Some(*need_bytes - *free_bytes)
                }
                _ => None,
            }),
            Target::Event(_) => None,
        });
        let lacks = lacks.max();
        let known = self.targets.iter().filter_map(|target| needs::lacking(&sr, target)).max();
        let from =
            known.map_or(1, |bytes| u32::try_from(bytes.0.div_ceil(Bytes::gib(1).0)).unwrap_or(u32::MAX));
        let make = move |gib: u32| {
            let bytes = Bytes::gib(u64::from(gib));
            let objects = vec![candidate::sr_named(self.known, &sr)];
            let made = Candidate::new(StepAction::AddSpace { bytes }, objects).costing(Cost::Storage);
            let made = made.changing(Change::AddSpace { sr: sr.clone(), gib });
            if lacks.is_some_and(|lacks| bytes >= lacks) { made.removing(problem) } else { made }
        };
        Attempt::Least(from, GIB_MOST, Box::new(make))
    }

    fn less_often(&self, jobs: &[JobId]) -> Vec<Attempt<'m>> {
        let thin = |one_of: u32| {
            let objects = jobs.iter().map(|job| candidate::job(self.known, job)).collect();
            let change = Change::RunLessOften { jobs: jobs.to_vec(), one_of };
            let due = units::count(self.targets.len());
            let made = Candidate::new(StepAction::RunLessOften { one_of }, objects).changing(change);
            Attempt::One(made.costing(Cost::Runs { count: due - due.div_ceil(one_of) }))
        };
        ONE_OF.map(thin).into()
    }

    /// A manual run helps a VM whose last backup gets too old before the next run, but never one that is refused.
    fn run_now(&self, job: &JobId) -> Option<Attempt<'m>> {
        let lapses = |target: &Target<'_>| {
            matches!(target, Target::Event(Event { error: BackupError::RpoMissed, .. }))
        };
        let is_held = crate::outlook::past::lock(self.known, job).is_some();
        if is_held || self.is_refused_now(job) || !self.targets.iter().all(lapses) {
            return None;
        }
        let made = Candidate::new(StepAction::RunNow, vec![candidate::job(self.known, job)]);
        Some(Attempt::One(made.changing(Change::RunNow { job: job.clone() })))
    }

    /// Returns whether the rules refuse any VM in a run of the job started now: a manual run takes all its VMs.
    fn is_refused_now(&self, job: &JobId) -> bool {
        let goes = |outcome| matches!(outcome, GateOutcome::Ok | GateOutcome::NotSnapshotted(_));
        let mut verdicts = self.known.analysis.verdicts().iter().filter(|verdict| verdict.job == *job);
        verdicts.any(|verdict| !goes(verdict.outcome))
    }

    fn more_at_once(&self, job: &JobId) -> Option<Attempt<'m>> {
        let planned = self.known.analysis.plan().job(job)?;
        let now =
            u32::try_from(VmSettings::of_run(&planned.job, None).concurrency).ok().filter(|n| *n > 0)?;
        let vms = units::count(planned.selection.vms.len());
        let concurrency = now.saturating_mul(2).min(vms);
        let made =
            Candidate::new(StepAction::MoreAtOnce { concurrency }, vec![candidate::job(self.known, job)]);
        let change = Change::MoreAtOnce { job: job.clone(), concurrency };
        (concurrency > now).then(|| Attempt::One(made.changing(change).costing(Cost::Load)))
    }

    /// The VMs that moved most in their last backup, from jobs that have others.
    fn take_out(&self) -> Vec<Attempt<'m>> {
        let mut heaviest: Vec<(Bytes, JobId, ObjectId)> = Vec::new();
        for job in self.jobs() {
            let Some(planned) = self.known.analysis.plan().job(&job) else { continue };
            let past = self.known.analysis.history().and_then(|history| history.job(&job));
            let Some(past) = past.filter(|_| planned.selection.vms.len() > 1) else { continue };
            for selected in &planned.selection.vms {
                let last = past.vm(&selected.id).and_then(crate::backup::history::VmHistory::last_success);
                let moved = last.and_then(|last| last.of(self.known.analysis.runs()).bytes());
                heaviest.extend(moved.map(|bytes| (bytes, job.clone(), selected.id.clone())));
            }
        }
        heaviest.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
        heaviest.truncate(TAKEN_OUT_MAX);
        let out = |(_, job, vm): (Bytes, JobId, ObjectId)| {
            let objects = vec![candidate::vm(self.known, &vm), candidate::job(self.known, &job)];
            let made = Candidate::new(StepAction::TakeOut, objects).costing(Cost::Unprotected);
            Attempt::One(made.changing(Change::TakeOut { job, vm }))
        };
        heaviest.into_iter().map(out).collect()
    }
}
