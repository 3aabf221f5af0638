//! The rows: each run's backup of a VM that is due, and how it ends.

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::cause::Cause;
use super::found::{Found, Places};
use super::gates;
use super::known::{Known, Targets};
use super::missing::KeptPoints;
use super::past::{self, Again, Lock};
use super::repositories::Repositories;
use super::risk::{self, Risk, decisive, rounded};
use super::targets::{self, Replicas};
use super::values::{BackupError, Basis, LIKELY, Likelihood, Outcome, POSSIBLE, Row, SUREST, UnreadPart};
use crate::backup::{PlannedJob, PlannedRun};
use crate::forecast::{Incident, RunForecast};
use crate::model::{JobId, Question, VdiIdx};

/// A row, and what makes it fail; no risks if nothing does.
pub(super) struct Judged {
    pub(super) row: Row,
    pub(super) risks: Vec<Risk>,
}

/// The most rows: 20,000 VMs that are backed up every hour. Beyond that, only the first runs of each schedule are
/// examined.
const ROWS_MAX: usize = 500_000;

/// Lists the rows, by time, then by job, schedule and VM; and counts those beyond the limit.
pub(super) fn rows(known: &Known<'_>) -> (Vec<Judged>, u64) {
    let runs: Vec<PlannedRun<'_>> = known.analysis.plan().runs().filter(|run| run.enabled).collect();
    let makers = RowBuilder {
        known,
        again: Again::learn(known.analysis),
        repositories: Repositories::gather(known),
        replicas: Replicas::gather(known),
        found: Found::gather(known),
        most: (ROWS_MAX / runs.len().max(1)).max(1),
    };
    let starts = makers.starts(&runs);
    let mut rows = Vec::new();
    let mut left_out = 0;
    for of_job in runs.chunk_by(|a, b| a.job.id == b.job.id) {
        let Some(planned) = known.analysis.plan().job(&of_job[0].job.id) else { continue };
        left_out += makers.job(planned, of_job, &starts, &mut rows);
    }
    rows.sort_by(|Judged { row: a, .. }, Judged { row: b, .. }| {
        (a.at, &a.job_id, &a.schedule_id, &a.vm_id).cmp(&(b.at, &b.job_id, &b.schedule_id, &b.vm_id))
    });
    (rows, left_out)
}

/// When each job first starts within the period of an outlook.
type Starts<'a> = FxHashMap<&'a JobId, Timestamp>;

struct RowBuilder<'k, 'a> {
    known: &'k Known<'a>,
    again: Again,
    repositories: Repositories<'a>,
    replicas: Replicas<'a>,
    found: Found<'a>,
    /// The most firings of each schedule that are examined.
    most: usize,
}

/// What applies to all VMs of a run.
struct RunContext<'r> {
    planned: &'r PlannedJob,
    /// The first start of the job, by any schedule.
    first: Timestamp,
    lock: Option<&'r Lock>,
    refused: Option<&'r Risk>,
    not_started: Option<&'r Risk>,
    starts: &'r Starts<'r>,
}

/// How likely a run saves nothing if the last two or more recorded no VM. A guess: as likely as a third failure after
/// two.
const NOT_RECORDED: f64 = 0.65;

impl<'a> RowBuilder<'_, 'a> {
    fn starts(&self, runs: &[PlannedRun<'a>]) -> Starts<'a> {
        let mut starts = Starts::default();
        for of_job in runs.chunk_by(|a, b| a.job.id == b.job.id) {
            let of_schedules = of_job.chunk_by(|a, b| same_schedule(a, b));
            let first = of_schedules.filter_map(|of| self.firings(&of[0]).first().copied()).min();
            starts.extend(first.map(|first| (&of_job[0].job.id, first)));
        }
        starts
    }

    fn firings(&self, run: &PlannedRun<'a>) -> Vec<Timestamp> {
        let planned = run.schedule.and_then(|schedule| self.known.analysis.plan().schedule(&schedule.id));
        planned.map(|planned| self.known.firings(planned)).unwrap_or_default()
    }

    /// Adds the rows of a job; returns how many more there are.
    fn job(
        &self,
        planned: &PlannedJob,
        runs: &[PlannedRun<'a>],
        starts: &Starts<'_>,
        rows: &mut Vec<Judged>,
    ) -> u64 {
        let id = &planned.job.id;
        let Some(&first) = starts.get(id) else { return 0 };
        let mut left_out = 0;
        let lock = past::lock(self.known, id);
        let refused = past::refused(self.known, id);
        for of_schedule in runs.chunk_by(|a, b| same_schedule(a, b)) {
            let mut firings = self.firings(&of_schedule[0]);
            if firings.is_empty() {
                continue;
            }
            left_out += (firings.len().saturating_sub(self.most) * of_schedule.len()) as u64;
            firings.truncate(self.most);
            let schedule = of_schedule[0].schedule.map(|schedule| &schedule.id);
            let own = schedule.and_then(|id| self.known.analysis.plan().schedule(id));
            let not_started = own.and_then(|own| past::not_started(self.known, own));
            let of = RunContext {
                planned,
                first,
                lock: lock.as_ref(),
                refused: refused.as_ref(),
                not_started: not_started.as_ref(),
                starts,
            };
            for run in of_schedule {
                self.vm(&of, run, &firings, rows);
            }
        }
        left_out
    }

    fn vm(&self, of: &RunContext<'_>, run: &PlannedRun<'a>, firings: &[Timestamp], rows: &mut Vec<Judged>) {
        let targets = Targets::of(run.job, &run.settings);
        let unread = self.known.blind.of_row(&targets.repositories);
        let later = self.lasting(of, run, &targets, false);
        let kept = KeptPoints::of(self.known, &run.job.id, run.vm_id, &targets);
        for &at in firings {
            let is_next = at == of.first;
            let next;
            let lasting = if is_next {
                next = self.lasting(of, run, &targets, true);
                &next
            } else {
                &later
            };
            let drawn = self.known.run(&run.job.id, run.schedule.map(|of| &of.id), at, run.vm_id);
            let (mut risks, is_unseen) = self.drawn(run, drawn, is_next, targets.is_empty());
            risks.extend(lasting.risks.iter().cloned());
            explain(&mut risks);
            let mut unread = unread.clone();
            if is_unseen || lasting.is_unseen {
                let objects = [UnreadPart::Answer { answer: Question::Objects }];
                let missing = match self.known.blind.of_missing_objects() {
                    [] => &objects[..],
                    missing => missing,
                };
                let new = missing.iter().filter(|one| !unread.contains(one));
                unread.extend(new.cloned().collect::<Vec<_>>());
            }
            let row = row(run, at, &risks, &unread, drawn, &kept);
            if !matches!(row.outcome, Outcome::AtRisk | Outcome::Fails) {
                risks = Vec::new();
            }
            rows.push(Judged { row, risks });
        }
    }

    /// Lists the risks that do not depend on the instant of the run.
    fn lasting(
        &self,
        of: &RunContext<'_>,
        run: &PlannedRun<'a>,
        targets: &Targets,
        is_next: bool,
    ) -> Lasting {
        let known = self.known;
        let mut lasting = Lasting::default();
        let schedule = run.schedule.map(|schedule| &schedule.id);
        let verdict = known.verdict(&run.job.id, schedule, run.vm_id);
        let risks = &mut lasting.risks;
        risks.extend(of.lock.and_then(Lock::risk));
        risks.extend(of.refused.cloned());
        risks.extend(of.not_started.cloned());
        risks.extend(verdict.and_then(|verdict| gates::missing_disk(known, verdict, is_next)));
        let before = |job: &JobId| of.starts.get(job).is_some_and(|at| *at <= of.first);
        for id in &targets.repositories {
            risks.extend(self.repositories.risk(run.job, &run.settings, id, &before, is_next));
        }
        let past = known.analysis.history().and_then(|history| history.job(&run.job.id));
        risks.extend(self.again.risk(known.analysis, past, run.vm_id));
        let of_vm = past.and_then(|past| past.vm(run.vm_id)).zip(verdict);
        risks
            .extend(of_vm.and_then(|(past, verdict)| past::no_more_room(known, past, verdict, &targets.srs)));
        let asked = targets::TargetQuestion {
            planned: of.planned,
            settings: &run.settings,
            vm_id: run.vm_id,
            vm: run.vm,
            is_next,
        };
        let disks = verdict.and_then(|verdict| verdict.vm).or(run.vm);
        let disks = disks.into_iter().flat_map(|vm| known.inventory().vdis_of(vm));
        let disks: Vec<VdiIdx> = disks.filter(|(_, vbd)| !vbd.is_cd_drive).map(|(vdi, _)| vdi).collect();
        let places = Places {
            disks: &disks,
            srs: &targets.srs,
            repositories: &targets.repositories,
            snapshot: targets.snapshot,
        };
        lasting.risks.extend(self.found.risks(known, run, &places));
        for id in &targets.srs {
            match targets::risk(known, &self.replicas, &asked, id) {
                Ok(risk) => lasting.risks.extend(risk),
                Err(gates::MaybeUnseen) => lasting.is_unseen = true,
            }
        }
        lasting
    }

    /// Lists the risks of a run that rules and draws show; and returns whether something is missing that may only be
    /// unread.
    fn drawn(
        &self,
        run: &PlannedRun<'a>,
        drawn: Option<&RunForecast>,
        is_next: bool,
        saves_nothing: bool,
    ) -> (Vec<Risk>, bool) {
        let known = self.known;
        let mut risks = Vec::new();
        if saves_nothing {
            let cause = Cause::NothingSaved { why: super::Nothing::NoOutput };
            risks.push(Risk::rule(BackupError::NothingSaved, risk::excluded(is_next), cause));
        }
        let past = known.analysis.history().and_then(|history| history.job(&run.job.id));
        if past
            .and_then(|past| past.blank_since(known.analysis.runs(), known.analysis.known_until()))
            .is_some()
        {
            let cause = Cause::NothingSaved { why: super::Nothing::NotRecorded };
            risks.push(Risk::of(BackupError::NothingSaved, NOT_RECORDED, cause, super::Basis::Log));
        }
        if run.settings.excludes_itself(run.job) {
            let cause = Cause::NothingSaved { why: super::Nothing::SettingsExclude };
            risks.push(Risk::rule(BackupError::NothingSaved, risk::excluded(is_next), cause));
        }
        let verdict = known.verdict(&run.job.id, run.schedule.map(|of| &of.id), run.vm_id);
        let asked = verdict.map(|verdict| gates::GateQuestion { verdict, run: drawn, is_next });
        let ruled = match asked.map(|asked| gates::of_verdict(known, asked)) {
            None => None,
            Some(Ok(risk)) => risk,
            Some(Err(gates::MaybeUnseen)) => return (risks, true),
        };
        let prediction_of = |error: Incident| {
            let of_job = error == Incident::AlreadyRunning;
            known.prediction(&run.job.id, (!of_job).then_some(run.vm_id), error)
        };
        let behind = |error| {
            let causes = prediction_of(error).into_iter().flat_map(|one| &one.causes);
            causes.map(|cause| Cause::Forecast(*cause)).collect::<Vec<_>>()
        };
        if let Some(ruled) = &ruled {
            let causes = risk::incident(ruled.error).map(behind).unwrap_or_default();
            risks.push(ruled.clone().behind(causes));
        }
        for &(error, chance) in drawn.into_iter().flat_map(|run| &run.chance) {
            if ruled.as_ref().is_some_and(|ruled| ruled.error == error.into()) {
                continue;
            }
            let prediction = prediction_of(error);
            let mut causes = behind(error).into_iter();
            let at = prediction.map(|one| (one.sr.clone(), one.vdi.clone())).unwrap_or_default();
            let held = || (error == Incident::UnhealthyChain).then(|| self.most_held(run)).flatten();
            let vdi = at.1.or_else(|| held().map(|vdi| known.vdi_id(vdi).clone()));
            let sr = at.0.or_else(|| Some(known.sr_id(known.inventory().vdi(held()?).sr?).clone()));
            risks.push(Risk {
                error: error.into(),
                chance: chance.min(SUREST),
                cause: causes.next(),
                behind: causes.collect(),
                basis: Basis::Simulation,
                sr,
                vdi,
                output: None,
            });
        }
        (risks, false)
    }

    /// Returns the disk of a VM on which most merges are pending.
    fn most_held(&self, run: &PlannedRun<'_>) -> Option<VdiIdx> {
        let disks = self.known.inventory().vdis_of(run.vm?).filter(|(_, vbd)| !vbd.is_cd_drive);
        disks.map(|(vdi, _)| vdi).max_by_key(|&vdi| self.known.analysis.chains().node(vdi).gate)
    }
}

#[derive(Default)]
struct Lasting {
    risks: Vec<Risk>,
    is_unseen: bool,
}

fn same_schedule(a: &PlannedRun<'_>, b: &PlannedRun<'_>) -> bool {
    a.schedule.map(|schedule| &schedule.id) == b.schedule.map(|schedule| &schedule.id)
}

fn row(
    run: &PlannedRun<'_>,
    at: Timestamp,
    risks: &[Risk],
    unread: &[UnreadPart],
    drawn: Option<&RunForecast>,
    kept: &KeptPoints,
) -> Row {
    let sum = risk::sum(risks);
    let is_known = unread.is_empty() || Likelihood::of(sum.all) != Likelihood::Unlikely;
    let outcome = if is_known { Outcome::of(sum.all) } else { Outcome::CannotTell };
    let mut row = Row {
        job_id: run.job.id.clone(),
        schedule_id: run.schedule.map(|schedule| schedule.id.clone()),
        vm_id: run.vm_id.clone(),
        at,
        outcome,
        probability: rounded(sum.all),
        likelihood: Likelihood::of(sum.all),
        error: None,
        cause: None,
        behind: Vec::new(),
        basis: if drawn.is_some() { Basis::Simulation } else { Basis::Rule },
        shown: rounded(sum.shown),
        sr_id: None,
        vdi_id: None,
        missing: Vec::new(),
    };
    match outcome {
        Outcome::Ok => {}
        Outcome::CannotTell => {
            row.basis = Basis::CannotTell;
            row.cause = Some(Cause::NotRead { unread: unread.to_vec() });
        }
        Outcome::AtRisk | Outcome::Fails => set_cause(&mut row, risks, kept),
    }
    row
}

/// Drops earlier failures that a rule explains, and findings if anything else reports the same problem.
fn explain(risks: &mut Vec<Risk>) {
    let is_found = |risk: &Risk| matches!(risk.cause, Some(Cause::Found { .. }));
    if risks.iter().any(|risk| !is_found(risk) && risk.chance >= POSSIBLE) {
        risks.retain(|risk| !is_found(risk));
    }
    let is_explained =
        |risk: &Risk| matches!(risk.basis, Basis::Rule | Basis::Repository) && risk.chance >= LIKELY;
    if risks.iter().any(is_explained) {
        risks.retain(|risk| {
            !matches!(risk.cause, Some(Cause::FailedBefore { .. })) || risk.error != BackupError::Other
        });
    }
}

/// Sets why a row fails, and which restore points are then missing.
fn set_cause(row: &mut Row, risks: &[Risk], kept: &KeptPoints) {
    let Some(risk) = decisive(risks) else { return };
    row.error = Some(risk.error);
    row.cause.clone_from(&risk.cause);
    row.behind.clone_from(&risk.behind);
    row.basis = risk.basis;
    row.sr_id.clone_from(&risk.sr);
    row.vdi_id.clone_from(&risk.vdi);
    let lost: Vec<&Risk> = risks.iter().filter(|risk| risk.chance >= POSSIBLE).collect();
    let all = lost.iter().any(|risk| risk.output.is_none()) || lost.is_empty();
    row.missing = kept.missing(|output| all || lost.iter().any(|risk| risk.output.as_ref() == Some(output)));
}
