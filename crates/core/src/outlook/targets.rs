//! What prevents a replication: its target SR, the chains of the replicas there, the room for the copy.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::cause::{Cause, SrState};
use super::gates::{self, MaybeUnseen};
use super::known::Known;
use super::risk::{Risk, excluded};
use super::values::{BackupError, Output, SUREST};
use crate::backup::{PlannedJob, VmSettings};
use crate::chains;
use crate::findings::Code;
use crate::model::{JobId, Mode, ObjectId, SrIdx, Vdi, VdiIdx, VdiKind, VmIdx};
use crate::storage::{self, PlannedSnapshot};
use crate::units::Bytes;

/// The copies of one VM by one job on one SR.
#[derive(Clone, Debug, Default)]
struct Copies {
    /// Disks of replicas that are continued.
    disks: Vec<VdiIdx>,
    /// There is any copy at all.
    any: bool,
}

/// The replicas that jobs keep, by job, SR and backed-up VM. A replica is recognised by what XO writes on its
/// snapshots: the keys on its VM are removed after each run (facts/xo-protocol.md 3.3, 4.2).
#[derive(Debug, Default)]
pub(super) struct Replicas<'a>(FxHashMap<(&'a JobId, SrIdx, &'a ObjectId), Copies>);

impl<'a> Replicas<'a> {
    pub(super) fn gather(known: &Known<'a>) -> Self {
        let inventory = known.inventory();
        let mut found: FxHashMap<_, Copies> = FxHashMap::default();
        for index in inventory.vdi_indices() {
            let vdi = inventory.vdi(index);
            let Some(keys) = vdi.backup.as_deref().filter(|keys| keys.is_copy) else { continue };
            let (Some(job), Some(sr), Some(vm)) = (&keys.job, vdi.sr, &keys.vm) else { continue };
            let copies = found.entry((job, sr, vm)).or_default();
            copies.any = true;
            let disk = vdi.snapshot_of.target().filter(|_| vdi.kind == VdiKind::Snapshot);
            copies.disks.extend(disk.filter(|&disk| inventory.vdi(disk).sr == vdi.sr));
        }
        for copies in found.values_mut() {
            copies.disks.sort_unstable();
            copies.disks.dedup();
        }
        Self(found)
    }
}

/// A question about a target.
#[derive(Clone, Copy)]
pub(super) struct TargetQuestion<'a> {
    pub(super) planned: &'a PlannedJob,
    pub(super) settings: &'a VmSettings,
    pub(super) vm_id: &'a ObjectId,
    pub(super) vm: Option<VmIdx>,
    pub(super) is_next: bool,
}

/// Returns what prevents writing to one target, or `Err` if that is unknown.
pub(super) fn risk(
    known: &Known<'_>,
    replicas: &Replicas<'_>,
    asked: &TargetQuestion<'_>,
    target: &ObjectId,
) -> Result<Option<Risk>, MaybeUnseen> {
    let output = Output::Sr { id: target.clone() };
    let unavailable = |why| {
        let cause = Cause::SrUnavailable { sr_id: Some(target.clone()), why };
        let risk = Risk::rule(BackupError::SrUnavailable, excluded(asked.is_next), cause);
        Ok(Some(risk.on_sr(Some(target)).losing(output.clone())))
    };
    let Some(sr) = known.find_sr(target) else {
        let may_be_unread = !known.blind.of_missing_objects().is_empty();
        return if may_be_unread { Err(MaybeUnseen) } else { unavailable(SrState::Missing) };
    };
    if let Some(why) = gates::state(known.inventory().sr(sr)) {
        return unavailable(why);
    }
    let copies = replicas.0.get(&(&asked.planned.job.id, sr, asked.vm_id));
    let risk = too_large(known, asked, sr).or_else(|| at_limit(known, asked, sr, copies));
    let risk = risk.or_else(|| no_room(known, asked, sr, copies));
    Ok(risk.map(|risk| risk.on_sr(Some(target)).losing(output)))
}

/// Finds a disk that is too large for every format of the SR: each copy of it ends in 79 (XOH-309, `too_large`).
fn too_large(known: &Known<'_>, asked: &TargetQuestion<'_>, sr: SrIdx) -> Option<Risk> {
    let largest = storage::largest_disk(known.inventory().sr(sr))?;
    let is_large = |vdi: &Vdi| vdi.size.is_some_and(|size| size > largest);
    copied(known, asked.vm?).any(is_large).then(|| {
        let cause = Cause::Found { finding: Code::ReplicationTarget, subject_id: known.sr_id(sr).clone() };
        Risk::rule(BackupError::Other, excluded(asked.is_next), cause)
    })
}

/// Lists the disks of a VM that are copied.
fn copied<'k>(known: &Known<'k>, vm: VmIdx) -> impl Iterator<Item = &'k Vdi> {
    let inventory = known.inventory();
    let disks = inventory.vdis_of(vm).filter(|(_, vbd)| !vbd.is_cd_drive);
    let disks = disks.map(|(vdi, _)| inventory.vdi(vdi));
    disks.filter(|vdi| !vdi.no_backup && chains::is_disk(inventory, vdi))
}

fn at_limit(
    known: &Known<'_>,
    asked: &TargetQuestion<'_>,
    sr: SrIdx,
    copies: Option<&Copies>,
) -> Option<Risk> {
    let disks = copies.filter(|_| asked.planned.mode != Mode::Full)?.disks.iter().copied();
    let limit = storage::chain_limit(known.inventory(), sr)?;
    let chains = known.analysis.chains();
    let disk = disks.into_iter().find(|&disk| chains.node(disk).depth >= limit)?;
    let chance = if gates::shrinks(known, disk) { SUREST } else { excluded(asked.is_next) };
    let risk = Risk::rule(BackupError::ChainTooLong, chance, gates::at_limit(known, disk, true));
    Some(risk.on_vdi(Some(known.vdi_id(disk))))
}

/// Compares the least that the copy needs with what is free. An old copy that is deleted first may make room.
fn no_room(
    known: &Known<'_>,
    asked: &TargetQuestion<'_>,
    sr: SrIdx,
    copies: Option<&Copies>,
) -> Option<Risk> {
    let free = known.inventory().sr(sr).free()?;
    let any = copies.is_some_and(|copies| copies.any);
    let need = match copies.filter(|copies| asked.planned.mode != Mode::Full && !copies.disks.is_empty()) {
        Some(copies) => snapshots(known, sr, &copies.disks),
        None if any && asked.settings.delete_first => return None,
        None => whole_copies(known, asked.vm?, sr)?,
    };
    if need <= free {
        return None;
    }
    let chance = if known.moves(sr) { SUREST } else { excluded(asked.is_next) };
    let sr_id = known.sr_id(sr).clone();
    let cause = Cause::NoRoom { sr_id, need_bytes: need, free_bytes: free, target: true };
    Some(Risk::rule(BackupError::NoSpace, chance, cause))
}

/// Returns what whole copies of the disks of a VM take at least, or `None` if that is known of none of them.
fn whole_copies(known: &Known<'_>, vm: VmIdx, sr: SrIdx) -> Option<Bytes> {
    let target = known.inventory().sr(sr);
    let needs = copied(known, vm).filter_map(|vdi| storage::copy_need(target, vdi.size?, None));
    needs.map(|need| need.bytes.low).reduce(|sum, need| sum + need)
}

fn snapshots(known: &Known<'_>, sr: SrIdx, disks: &[VdiIdx]) -> Bytes {
    let round: Vec<PlannedSnapshot> =
        disks.iter().map(|&vdi| PlannedSnapshot { vdi, attached: false }).collect();
    storage::headroom(known.inventory(), known.analysis.chains(), sr, &round, &[]).round.low
}

/// Lists the SRs that hold a disk or a replica of each VM of a job, sorted, each once.
pub(super) fn places(known: &Known<'_>, planned: &PlannedJob) -> BTreeMap<ObjectId, Vec<ObjectId>> {
    let inventory = known.inventory();
    let of_vm = |vm: VmIdx| inventory.vdis_of(vm).filter(|(_, vbd)| !vbd.is_cd_drive);
    let mut all = BTreeMap::new();
    for selected in &planned.selection.vms {
        let disks = selected.vm.into_iter().flat_map(of_vm).filter_map(|(vdi, _)| inventory.vdi(vdi).sr);
        let mut srs: Vec<ObjectId> = disks.map(|sr| known.sr_id(sr).clone()).collect();
        srs.extend(planned.job.srs.iter().cloned());
        srs.sort_unstable();
        srs.dedup();
        all.insert(selected.id.clone(), srs);
    }
    all
}
