//! Findings that concern a backup, and that no rule of the outlook weighs by itself.
//!
//! "Yes" is the strictest answer: if a finding says that a restore point is missing, or that something a backup needs
//! is in a critical state, the row is at least at risk. What another risk explains is not reported twice: see
//! [`super::rows`].

use rustc_hash::FxHashMap;

use super::cause::Cause;
use super::known::Known;
use super::risk::Risk;
use super::values::{BackupError, Basis, Output};
use crate::backup::PlannedRun;
use crate::findings::evidence::{Evidence, OutputKind};
use crate::findings::{Code, Finding, Severity, SubjectKind};
use crate::model::{ObjectId, VdiIdx};

/// How likely a schedule does not start that missed its last two firings. A guess: as likely as a third failure after
/// two.
const NOT_RUN: f64 = 0.65;

/// How likely a target gets no restore point if it has received none for more than its interval. A guess, for the same
/// reason.
const BEHIND: f64 = 0.65;

/// How likely a backup fails because something it needs is in a critical state that no rule covers. A guess: one in
/// five, because most such states hurt something else first.
const CRITICAL: f64 = 0.2;

/// How likely a replica fails on a target that has lost images: its own may be among them. A guess: it is only one of
/// several.
const IMAGE_MISSING: f64 = 0.3;

/// Codes for which the outlook has its own rules, or that say nothing about the next run.
const WEIGHED: [Code; 16] = [
    Code::XoWillSkip,
    Code::BrokenChain,
    Code::SrMaintenance,
    Code::SrDetached,
    Code::SnapshotNoRoom,
    Code::ScheduleUnreadable,
    Code::StuckRun,
    Code::JobDoesNothing,
    Code::VmVanished,
    Code::NotRead,
    Code::PoolMissing,
    Code::PoolLoading,
    Code::NoInventory,
    Code::RpoMissed,
    Code::RecurringFailure,
    Code::RepositoryLowSpace,
];

/// The places that a run's backup of a VM reads from and writes to.
pub(super) struct Places<'p> {
    pub(super) disks: &'p [VdiIdx],
    /// The target SRs.
    pub(super) srs: &'p [ObjectId],
    pub(super) repositories: &'p [ObjectId],
    /// Whether a snapshot is kept.
    pub(super) snapshot: bool,
}

impl Places<'_> {
    /// Returns whether the run writes to an output.
    fn has(&self, output: &Output) -> bool {
        match output {
            Output::Snapshot => self.snapshot,
            Output::Sr { id } => self.srs.contains(id),
            Output::Repository { id } => self.repositories.contains(id),
        }
    }
}

/// The findings that may concern a backup, by the object that each is about.
pub(super) struct Found<'a> {
    findings: &'a [Finding],
    /// By object, their positions in order.
    by_object: FxHashMap<ObjectId, Vec<usize>>,
}

impl<'a> Found<'a> {
    pub(super) fn gather(known: &Known<'a>) -> Self {
        let findings = known.analysis.findings();
        let mut by_object: FxHashMap<ObjectId, Vec<usize>> = FxHashMap::default();
        for (number, finding) in findings.iter().enumerate() {
            let about = match &finding.evidence {
                Evidence::ScheduleNotRun(not_run) => &not_run.schedule_id,
                Evidence::OutputBehind(_) | Evidence::ImageMissing(_) => &finding.subject.id,
                _ if is_weighed(finding) => continue,
                _ => &finding.subject.id,
            };
            by_object.entry(ObjectId::new(about)).or_default().push(number);
        }
        Self { findings, by_object }
    }

    /// Lists the risks of a run's backup of a VM that follow from findings, in the order of the findings.
    pub(super) fn risks(&self, known: &Known<'_>, run: &PlannedRun<'_>, places: &Places<'_>) -> Vec<Risk> {
        let inventory = known.inventory();
        let of_disk = |&vdi: &VdiIdx| {
            let sr = inventory.vdi(vdi).sr.map(|sr| known.sr_id(sr));
            std::iter::once(known.vdi_id(vdi)).chain(sr)
        };
        let objects = [&run.job.id.0, run.vm_id].into_iter();
        let objects = objects.chain(run.schedule.map(|schedule| &schedule.id.0));
        let objects = objects.chain(places.srs).chain(places.repositories);
        let objects = objects.chain(places.disks.iter().flat_map(of_disk));
        let mut numbers: Vec<usize> =
            objects.filter_map(|id| self.by_object.get(id)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let findings = numbers.into_iter().filter_map(|number| self.findings.get(number));
        findings.filter_map(|finding| risk(known, run, places, finding)).collect()
    }
}

/// Returns whether a finding without a rule of its own here says nothing of the next run.
fn is_weighed(finding: &Finding) -> bool {
    finding.severity < Severity::Critical || WEIGHED.contains(&finding.code)
}

fn risk(known: &Known<'_>, run: &PlannedRun<'_>, places: &Places<'_>, finding: &Finding) -> Option<Risk> {
    let cause = || Cause::Found { finding: finding.code, subject_id: ObjectId::new(&finding.subject.id) };
    let made = |error, chance| Risk::of(error, chance, cause(), Basis::Rule);
    let is_job = run.job.id.0.to_string() == finding.subject.id;
    match &finding.evidence {
        Evidence::ScheduleNotRun(not_run) => {
            let of = run.schedule.is_some_and(|schedule| schedule.id.0.to_string() == not_run.schedule_id);
            of.then(|| made(BackupError::NotStarted, NOT_RUN))
        }
        Evidence::OutputBehind(behind) if is_job => {
            let (vm, output) = (run.vm_id.to_string(), output(behind));
            let is_lost = behind.vm_ids.contains(&vm) && places.has(&output);
            is_lost.then(|| made(BackupError::Other, BEHIND).losing(output))
        }
        Evidence::ImageMissing(_) => {
            // a missing disk of the VM itself has a rule of its own
            let target = places.srs.iter().find(|id| id.to_string() == finding.subject.id)?;
            let risk = made(BackupError::SrUnavailable, IMAGE_MISSING).on_sr(Some(target));
            Some(risk.losing(Output::Sr { id: target.clone() }))
        }
        _ if is_weighed(finding) => None,
        _ => concerned(known, run, places, finding).map(|sr| made(BackupError::Other, CRITICAL).on_sr(sr)),
    }
}

fn output(behind: &crate::findings::evidence::OutputBehind) -> Output {
    let id = ObjectId::new(&behind.target_id);
    match behind.what {
        OutputKind::Snapshot => Output::Snapshot,
        OutputKind::Replica => Output::Sr { id },
        OutputKind::Repository => Output::Repository { id },
    }
}

/// Returns whether a finding is about something that the backup needs, and on which SR, if it is on one.
fn concerned<'k>(
    known: &Known<'k>,
    run: &PlannedRun<'_>,
    places: &Places<'_>,
    finding: &Finding,
) -> Option<Option<&'k ObjectId>> {
    let id = &finding.subject.id;
    let inventory = known.inventory();
    let sr_of = |vdi: VdiIdx| inventory.vdi(vdi).sr.map(|sr| known.sr_id(sr));
    match finding.subject.kind {
        SubjectKind::Sr => {
            let sr = known.find_sr(&ObjectId::new(id)).map(|sr| known.sr_id(sr))?;
            let mut disks = places.disks.iter().copied();
            let is_needed = places.srs.contains(sr) || disks.any(|vdi| sr_of(vdi) == Some(sr));
            is_needed.then_some(Some(sr))
        }
        SubjectKind::Vdi => {
            let disk = places.disks.iter().copied().find(|&vdi| known.vdi_id(vdi).to_string() == *id)?;
            Some(sr_of(disk))
        }
        SubjectKind::Vm => (run.vm_id.to_string() == *id).then_some(None),
        SubjectKind::Job => (run.job.id.0.to_string() == *id).then_some(None),
        SubjectKind::Repository => {
            places.repositories.iter().any(|one| one.to_string() == *id).then_some(None)
        }
        SubjectKind::Pool | SubjectKind::Server => None,
    }
}
