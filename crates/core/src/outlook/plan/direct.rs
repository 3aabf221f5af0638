//! What to do about problems that the forecast does not know: a run that is stuck, a repository, a VM that no longer
//! exists.

use std::collections::BTreeSet;

use super::candidate::{self, Candidate};
use super::problem::Problem;
use super::target::Target;
use super::{Cost, Object, ObjectKind, StepAction};
use crate::model::{ObjectId, VdiIdx, VmIdx};
use crate::outlook::cause::{Cause, RepositoryState};
use crate::outlook::known::Known;
use crate::storage;
use crate::units::Bytes;

/// Returns what removes a problem, or `None` if the forecast knows the problem, or nothing is known about it.
pub(super) fn candidate(known: &Known<'_>, problem: &Problem, targets: &[Target<'_>]) -> Option<Candidate> {
    let made = match problem {
        Problem::Stuck(job) => stuck(known, job, targets)?,
        Problem::Failing(job, _) => failing(known, job, targets)?,
        Problem::Schedule(job, schedule) => {
            let mut objects = vec![candidate::job(known, job)];
            objects.extend(schedule.as_ref().map(|id| candidate::schedule(known, id)));
            Candidate::new(StepAction::CheckSchedule, objects)
        }
        Problem::Vm(job, vm) => {
            let objects = vec![candidate::vm(known, vm), candidate::job(known, job)];
            Candidate::new(StepAction::RemoveFromJob, objects)
        }
        Problem::NoVm(job) => Candidate::new(StepAction::RemoveFromJob, vec![candidate::job(known, job)]),
        Problem::Output(job) => Candidate::new(StepAction::SetOutput, vec![candidate::job(known, job)]),
        Problem::NoDisks(job, vm) => {
            let objects = vec![candidate::vm(known, vm), candidate::job(known, job)];
            Candidate::new(StepAction::TakeOut, objects).costing(Cost::Unprotected)
        }
        Problem::RepositoryRoom(id) => {
            let lacks = causes(targets).filter_map(|cause| match cause {
                Cause::RepositoryRoom { repository_id, need_bytes, free_bytes } if repository_id == id => {
                    Some(*need_bytes - *free_bytes)
                }
                _ => None,
            });
            let bytes = lacks.max().unwrap_or(Bytes::ZERO);
            let objects = vec![candidate::repository(known, id)];
            Candidate::new(StepAction::FreeRepository { bytes }, objects).costing(Cost::Storage)
        }
        Problem::Repository(id) => {
            let mut states = causes(targets).filter_map(|cause| match cause {
                Cause::RepositoryUnavailable { repository_id, why } if repository_id == id => Some(*why),
                _ => None,
            });
            let why = states.next().unwrap_or(RepositoryState::Error);
            Candidate::new(StepAction::RestoreRepository { why }, vec![candidate::repository(known, id)])
        }
        Problem::Sr(id) => {
            let sr = id.as_ref().map(|id| candidate::sr_named(known, id));
            let unknown = || Object { kind: ObjectKind::Sr, id: ObjectId::new(""), name: String::new() };
            Candidate::new(StepAction::RestoreSr, vec![sr.unwrap_or_else(unknown)])
        }
        Problem::Disk(id) => {
            let name = targets.iter().find_map(Target::vm).map(|vm| candidate::vm(known, vm));
            let disk = Object { kind: ObjectKind::Vdi, id: id.clone(), name: String::new() };
            Candidate::new(StepAction::RepairChain, std::iter::once(disk).chain(name).collect())
        }
        Problem::Found(code, id) => found(known, *code, id, targets)?,
        Problem::Hosts(sr) => on_one_host(known, sr)?,
        Problem::Broken(sr) => broken(known, sr.as_ref(), targets),
        _ => return None,
    };
    Some(made.removing(problem))
}

/// Returns the step for a finding, on the object it is about; on a job if XO does not have the object.
fn found(
    known: &Known<'_>,
    finding: crate::findings::Code,
    id: &ObjectId,
    targets: &[Target<'_>],
) -> Option<Candidate> {
    let inventory = known.inventory();
    let is_repository = || known.analysis.backups().repositories.iter().flatten().any(|one| one.id == *id);
    let object = match inventory.find(id) {
        Some(crate::model::Slot::Sr(sr)) => candidate::sr(known, sr),
        Some(crate::model::Slot::Vdi(vdi)) => candidate::vdi(known, vdi, ObjectKind::Vdi),
        _ if inventory.find_vm(id).is_some() => candidate::vm(known, id),
        _ if is_repository() => candidate::repository(known, id),
        _ => candidate::job(known, targets.first()?.job()),
    };
    Some(Candidate::new(StepAction::ResolveFinding { finding }, vec![object]))
}

/// Iterates over the causes of targets.
fn causes<'t>(targets: &'t [Target<'_>]) -> impl Iterator<Item = &'t Cause> {
    targets.iter().flat_map(|target| match target {
        Target::Row(judged) => judged.risks.iter().filter_map(|risk| risk.cause.as_ref()).collect::<Vec<_>>(),
        Target::Event(event) => event.cause.iter().collect(),
    })
}

fn stuck(known: &Known<'_>, job: &crate::model::JobId, targets: &[Target<'_>]) -> Option<Candidate> {
    let (run_id, since) = causes(targets).find_map(|cause| match cause {
        Cause::StuckRun { run_id, since, .. } => Some((run_id.clone(), *since)),
        _ => None,
    })?;
    let run = Object { kind: ObjectKind::Run, id: run_id.0.clone(), name: String::new() };
    let objects = vec![candidate::job(known, job), run];
    Some(Candidate::new(StepAction::StopRun { run_id, since }, objects).costing(Cost::EndsRun))
}

fn failing(known: &Known<'_>, job: &crate::model::JobId, targets: &[Target<'_>]) -> Option<Candidate> {
    let (error_code, message) = causes(targets).find_map(|cause| match cause {
        Cause::FailedBefore { error_code, message, .. } => Some((error_code.clone(), message.clone())),
        _ => None,
    })?;
    let mut objects = vec![candidate::job(known, job)];
    let mut vms: Vec<&ObjectId> = targets.iter().filter_map(Target::vm).collect();
    vms.sort_unstable();
    vms.dedup();
    objects.extend(vms.into_iter().map(|vm| candidate::vm(known, vm)));
    Some(Candidate::new(StepAction::ResolveError { error_code, message }, objects))
}

/// A chain that several hosts use is merged by none of them; it is once its VMs run on one host.
fn on_one_host(known: &Known<'_>, sr: &ObjectId) -> Option<Candidate> {
    let (inventory, chains) = (known.inventory(), known.analysis.chains());
    let pairs = chains.inner_pairs(inventory, known.find_sr(sr)?);
    let split = pairs.filter(|&(_, child)| storage::runs_on_several_hosts(inventory, chains, child));
    let vms: BTreeSet<VmIdx> =
        split.flat_map(|(_, child)| storage::running_below(inventory, chains, child)).collect();
    let vms = vms.into_iter().map(|vm| candidate::vm(known, &inventory.vm(vm).id));
    let objects = std::iter::once(candidate::sr_named(known, sr)).chain(vms);
    Some(Candidate::new(StepAction::RunOnOneHost, objects.collect()).costing(Cost::Load))
}

/// A broken chain is repaired, or its disk restored: names the nodes at which chains end before their root.
fn broken(known: &Known<'_>, sr: Option<&ObjectId>, targets: &[Target<'_>]) -> Candidate {
    let inventory = known.inventory();
    let chains = known.analysis.chains();
    let on_sr = sr.and_then(|id| known.find_sr(id));
    let of_sr = on_sr.into_iter().flat_map(|sr| inventory.sr(sr).vdis.iter().copied());
    let is_end = |vdi: &VdiIdx| chains.node(*vdi).broken.is_some_and(|(_, at)| at == *vdi);
    let mut objects: Vec<Object> = sr.map(|id| candidate::sr_named(known, id)).into_iter().collect();
    let ends = of_sr.filter(is_end).map(|vdi| candidate::vdi(known, vdi, ObjectKind::Vdi));
    objects.extend(ends);
    // a node means nothing to people; the VMs that hang on it do
    let vms: BTreeSet<&ObjectId> = targets.iter().filter_map(Target::vm).collect();
    objects.extend(vms.into_iter().map(|vm| candidate::vm(known, vm)));
    Candidate::new(StepAction::RepairChain, objects)
}
