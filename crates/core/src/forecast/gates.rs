//! What a run started now would meet: XO's chain gate, the chain limit, the room for the snapshot.
//!
//! For each job, schedule and VM the checks come in the order in which the real run meets them (facts/xo-protocol.md
//! 4.1, facts/storage-manager.md 1.1): XO first looks at all disks of the VM, and may skip it; then each disk is
//! snapshotted in the order of its VBDs, and the storage refuses a long chain before it checks for room. Only what is
//! certain is reported: an operation that may or may not fit is [`GateOutcome::Ok`] or [`GateOutcome::Unknown`].

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::backup::{BackupPlan, PlannedRun};
use crate::chains::{self, Chains};
use crate::model::{Inventory, JobId, ObjectId, ScheduleId, SrIdx, VdiIdx, VmIdx};
use crate::storage;
use crate::units::Bytes;

/// What one job would meet on one VM.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The job.
    pub job: JobId,
    /// The schedule whose settings apply; `None` for a job without schedules.
    pub schedule: Option<ScheduleId>,
    /// The VM, as the job names it.
    pub vm_id: ObjectId,
    /// The VM, if it exists.
    pub vm: Option<VmIdx>,
    /// When the schedule fires next.
    pub next_run: Option<Timestamp>,
    /// The job fires by itself, by this schedule.
    pub enabled: bool,
    /// XO's gate is bypassed for this run.
    pub bypass: bool,
    /// The disks behind the outcome: those that stop the backup, else those that are snapshotted.
    pub vdis: Vec<VdiIdx>,
    /// What happens.
    pub outcome: GateOutcome,
}

/// What happens to the VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateOutcome {
    /// Nothing stands in the way of the snapshot.
    Ok,
    /// XO skips the VM: `unhealthy VDI chain`.
    Skip,
    /// The storage refuses another snapshot: `SR_BACKEND_FAILURE_109`.
    ChainTooLong,
    /// `SR_BACKEND_FAILURE_44`, or 81 on files: the snapshot needs more than is free.
    NoSpace {
        /// The SR that lacks room.
        sr: SrIdx,
        /// What the snapshots up to this one need at least.
        need: Bytes,
        /// What is free.
        free: Bytes,
    },
    /// The run takes no snapshot of this VM.
    NotSnapshotted(NotSnapshotted),
    /// The outcome is unknown.
    Unknown(Unknown),
}

/// Why a run takes no snapshot of a VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSnapshotted {
    /// The job has neither target nor snapshot retention: it does nothing.
    NoOutput,
    /// A full backup of a VM that is exported as it is.
    NotNeeded,
    /// The VM has no disk that is backed up.
    NoDisks,
}

/// Why the outcome is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The VM is gone, or its pool.
    VmMissing,
    /// A chain is broken: its depth is not known.
    BrokenChain,
    /// The SR is detached or in maintenance, or unknown.
    SrUnavailable,
    /// Part of the VM was not sent: a disk, or a node of a chain.
    NotSeen,
}

/// Returns the verdicts of all runs of a plan, in its order.
pub fn verdicts(inventory: &Inventory, chains: &Chains, plan: &BackupPlan) -> Vec<Verdict> {
    plan.runs().map(|run| judge(inventory, chains, &run)).collect()
}

fn judge(inventory: &Inventory, chains: &Chains, run: &PlannedRun<'_>) -> Verdict {
    let (outcome, vdis) = match run.vm {
        None => (GateOutcome::Unknown(Unknown::VmMissing), Vec::new()),
        Some(vm) => outcome(inventory, chains, run, vm),
    };
    Verdict {
        job: run.job.id.clone(),
        schedule: run.schedule.map(|schedule| schedule.id.clone()),
        vm_id: run.vm_id.clone(),
        vm: run.vm,
        next_run: run.next_run,
        enabled: run.enabled,
        bypass: run.settings.bypass_vdi_chains_check,
        vdis,
        outcome,
    }
}

fn outcome(
    inventory: &Inventory,
    chains: &Chains,
    run: &PlannedRun<'_>,
    vm: VmIdx,
) -> (GateOutcome, Vec<VdiIdx>) {
    if inventory.unseen.concerns(vm) {
        return (GateOutcome::Unknown(Unknown::NotSeen), snapshotted_disks(inventory, vm));
    }
    let nothing = |why| (GateOutcome::NotSnapshotted(why), Vec::new());
    if !run.has_output {
        return nothing(NotSnapshotted::NoOutput);
    }
    let plugged = disks_of(inventory, vm).len();
    let wanted = snapshotted_disks(inventory, vm);
    if !run.takes_snapshot(inventory.vm(vm).running, wanted.len() < plugged) {
        return nothing(NotSnapshotted::NotNeeded);
    }
    if !run.settings.bypass_vdi_chains_check {
        // all disks count here, those left out of the backup too: seen in the capture `special-states`
        let held: Vec<VdiIdx> =
            inventory.vdis_of(vm).map(|(vdi, _)| vdi).filter(|&vdi| chains.node(vdi).gate_skips()).collect();
        if !held.is_empty() {
            return (GateOutcome::Skip, held);
        }
    }
    if wanted.is_empty() {
        return nothing(NotSnapshotted::NoDisks);
    }
    snapshot_all(inventory, chains, vm, wanted)
}

/// Lists the disks of a VM that a backup snapshots, each once, in the order of their snapshots: without CD drives and
/// disks whose name contains `[NOBAK]`.
pub fn snapshotted_disks(inventory: &Inventory, vm: VmIdx) -> Vec<VdiIdx> {
    let mut disks = disks_of(inventory, vm);
    disks.retain(|&vdi| !inventory.vdi(vdi).no_backup);
    disks
}

/// Lists the disks of a VM, without CD drives, each once, in the order in which XAPI snapshots them.
fn disks_of(inventory: &Inventory, vm: VmIdx) -> Vec<VdiIdx> {
    let mut seen = FxHashSet::default();
    let all = inventory.vdis_of(vm).filter(|(vdi, vbd)| {
        !vbd.is_cd_drive && chains::is_node(inventory, inventory.vdi(*vdi)) && seen.insert(*vdi)
    });
    all.map(|(vdi, _)| vdi).collect()
}

/// Checks the disks in XAPI's order; the first refusal ends the backup of the VM.
fn snapshot_all(
    inventory: &Inventory,
    chains: &Chains,
    vm: VmIdx,
    wanted: Vec<VdiIdx>,
) -> (GateOutcome, Vec<VdiIdx>) {
    let at_limit = |vdi: VdiIdx| {
        let limit = inventory.vdi(vdi).sr.and_then(|sr| storage::chain_limit(inventory, sr));
        limit.is_some_and(|limit| chains.node(vdi).depth >= limit)
    };
    let running = inventory.vm(vm).running;
    // what the snapshots taken before this one keep at least, by SR
    let mut asked: FxHashMap<SrIdx, Bytes> = FxHashMap::default();
    let mut unknown = None;
    for &vdi in &wanted {
        if at_limit(vdi) {
            let all = wanted.iter().copied().filter(|&vdi| at_limit(vdi)).collect();
            return (GateOutcome::ChainTooLong, all);
        }
        if chains.node(vdi).broken.is_some() {
            unknown.get_or_insert(Unknown::BrokenChain);
        }
        let Some(sr) = inventory.vdi(vdi).sr else {
            unknown.get_or_insert(Unknown::SrUnavailable);
            continue;
        };
        let place = inventory.sr(sr);
        if place.in_maintenance || (place.pbds > 0 && place.pbds_attached == 0) {
            unknown.get_or_insert(Unknown::SrUnavailable);
        }
        let (Some(need), Some(free)) =
            (storage::snapshot_need(inventory, chains, vdi, running), place.free())
        else {
            continue;
        };
        let before = asked.entry(sr).or_default();
        let low = *before + need.guard.bytes.low;
        *before = *before + need.keeps.low;
        if low > free {
            return (GateOutcome::NoSpace { sr, need: low, free }, vec![vdi]);
        }
    }
    match unknown {
        Some(why) => (GateOutcome::Unknown(why), wanted),
        None => (GateOutcome::Ok, wanted),
    }
}
