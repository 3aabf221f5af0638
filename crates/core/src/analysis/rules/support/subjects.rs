//! Subjects of findings, and names.

use rustc_hash::FxHashSet;

use crate::analysis::Analysis;
use crate::findings::Subject;
use crate::findings::SubjectKind;
use crate::model::{Inventory, Job, JobId, ObjectId, Repository, Schedule, SrIdx, VdiIdx, VmIdx};

/// Returns an SR as a subject.
pub(in crate::analysis::rules) fn sr(inventory: &Inventory, sr: SrIdx) -> Subject {
    let sr = inventory.sr(sr);
    Subject { kind: SubjectKind::Sr, id: sr.id.to_string(), name: sr.name.to_string() }
}

/// Returns a disk, snapshot or base copy as a subject.
pub(in crate::analysis::rules) fn vdi(inventory: &Inventory, vdi: VdiIdx) -> Subject {
    let vdi = inventory.vdi(vdi);
    Subject { kind: SubjectKind::Vdi, id: vdi.id.to_string(), name: vdi.name.to_string() }
}

/// Returns a VM of any kind as a subject.
pub(in crate::analysis::rules) fn vm(inventory: &Inventory, vm: VmIdx) -> Subject {
    let vm = inventory.vm(vm);
    Subject { kind: SubjectKind::Vm, id: vm.id.to_string(), name: vm.name.to_string() }
}

/// Returns a job as a subject.
pub(in crate::analysis::rules) fn job(job: &Job) -> Subject {
    Subject { kind: SubjectKind::Job, id: job.id.to_string(), name: job.name.clone() }
}

/// Returns a backup repository as a subject.
pub(in crate::analysis::rules) fn repository(repository: &Repository) -> Subject {
    Subject { kind: SubjectKind::Repository, id: repository.id.to_string(), name: repository.name.clone() }
}

/// Returns the XO server itself as a subject.
pub(in crate::analysis::rules) fn server(analysis: &Analysis) -> Subject {
    let name = analysis.reading().server.clone().unwrap_or_default();
    Subject { kind: SubjectKind::Server, id: String::new(), name }
}

/// Finds a job of any kind.
pub(in crate::analysis::rules) fn find_job<'a>(analysis: &'a Analysis, id: &JobId) -> Option<&'a Job> {
    jobs(analysis).find(|job| job.id == *id)
}

/// Iterates over the jobs of all kinds.
pub(in crate::analysis::rules) fn jobs<'a>(
    analysis: &'a Analysis,
) -> impl Iterator<Item = &'a Job> + use<'a> {
    analysis.backups().all_jobs()
}

/// Iterates over the jobs of all kinds that something starts and that write to a backup repository.
pub(in crate::analysis::rules) fn jobs_writing_to<'a>(
    analysis: &'a Analysis,
    repository: &ObjectId,
) -> impl Iterator<Item = &'a Job> {
    let schedules = analysis.plan().schedules().iter();
    let started: FxHashSet<&JobId> =
        schedules.filter(|planned| planned.timing.starts()).map(|planned| &planned.schedule.job).collect();
    jobs(analysis).filter(move |job| job.remotes.contains(repository) && started.contains(&job.id))
}

/// Returns the name of a job, or its id if the job is unknown.
pub(in crate::analysis::rules) fn job_name(analysis: &Analysis, id: &JobId) -> String {
    find_job(analysis, id).map_or_else(|| id.to_string(), |job| job.name.clone())
}

/// Returns the name of a VM that a job names, or its id if the VM is gone.
pub(in crate::analysis::rules) fn vm_name(inventory: &Inventory, id: &ObjectId) -> String {
    inventory.find_vm(id).map_or_else(|| id.to_string(), |vm| inventory.vm(vm).name.to_string())
}

/// Returns the name of a schedule, or its pattern if it has none.
pub(in crate::analysis::rules) fn schedule_name(schedule: &Schedule) -> String {
    schedule.label()
}

/// Lists the names of disks, sorted.
pub(in crate::analysis::rules) fn vdi_names(inventory: &Inventory, vdis: &[VdiIdx]) -> Vec<String> {
    let mut names: Vec<String> = vdis.iter().map(|&vdi| inventory.vdi(vdi).name.to_string()).collect();
    names.sort_unstable();
    names
}

/// Lists the names of VMs.
pub(in crate::analysis::rules) fn vm_names(inventory: &Inventory, vms: &[VmIdx]) -> Vec<String> {
    vms.iter().map(|&vm| inventory.vm(vm).name.to_string()).collect()
}

/// Returns the name and id of the SR that something is on.
pub(in crate::analysis::rules) fn sr_names(
    inventory: &Inventory,
    sr: Option<SrIdx>,
) -> (Option<String>, Option<String>) {
    let sr = sr.map(|sr| inventory.sr(sr));
    (sr.map(|sr| sr.name.to_string()), sr.map(|sr| sr.id.to_string()))
}

/// Returns a count as evidence writes it.
pub(in crate::analysis::rules) const fn count(items: usize) -> u64 {
    items as u64
}
