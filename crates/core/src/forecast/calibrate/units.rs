//! What the logs and snapshots show of each VM in each job: last success, overheads, the chain of its backups, growth.

use rustc_hash::FxHashMap;

use super::past::{PastOutcome, ReplayedPast};
use super::robust::median;
use super::setup::Draft;
use crate::forecast::priors;
use crate::forecast::sim::scenario::Overhead;
use crate::model::{Inventory, JobId, Moment, ObjectId, VdiKind};

/// Sets what the logs show of each VM in each job.
pub(super) fn learn_units(draft: &mut Draft, inventory: &Inventory, past: &ReplayedPast) {
    let exported = newest_exported(inventory);
    let mut overheads: Vec<[Vec<f64>; 3]> = vec![Default::default(); draft.units.len()];
    let mut deltas: Vec<Option<u32>> = vec![None; draft.units.len()];
    for run in &past.runs {
        for vm in &run.vms {
            let at = vm.unit as usize;
            let unit = &mut draft.scenario.units[at];
            match (vm.outcome, vm.end) {
                _ if run.is_earlier => {}
                (PastOutcome::Success, Some(end)) => {
                    unit.last_success = Some((end, run.start));
                    unit.failed_since = false;
                }
                (PastOutcome::Failed | PastOutcome::Skipped, _) => unit.failed_since = true,
                _ => {}
            }
            if let (PastOutcome::Success, Some(transfer)) = (vm.outcome, vm.transfer) {
                deltas[at] = if transfer.full { Some(0) } else { deltas[at].map(|deltas| deltas + 1) };
                if let Some(bytes) = transfer.bytes.filter(|_| transfer.full) {
                    unit.full_bytes = bytes;
                }
            }
            if let (Some((start, Some(done))), PastOutcome::Success) = (vm.snapshot, vm.outcome) {
                overheads[at][0].push(start - vm.start);
                overheads[at][1].push(done - start);
                let moved = vm.transfer.and_then(|transfer| transfer.end).unwrap_or(done);
                overheads[at][2].extend(vm.end.map(|end| end - moved));
            }
        }
    }
    for at in 0..draft.units.len() {
        let [before, snapshot, after] = &mut overheads[at];
        let [early, taking, late] = priors::OVERHEAD;
        let overhead = Overhead {
            before: median(before).unwrap_or(early).max(0.0),
            snapshot: median(snapshot).unwrap_or(taking).max(0.0),
            after: median(after).unwrap_or(late).max(0.0),
        };
        let whole: f64 = draft.scenario.units[at]
            .disks
            .iter()
            .map(|disk| {
                let disk = &draft.scenario.disks[disk.disk as usize];
                let bases: f64 = disk.bases.iter().map(|base| base.data).sum();
                (bases + disk.leaf).min(disk.size)
            })
            .sum();
        let unit = &mut draft.scenario.units[at];
        unit.overhead = overhead;
        if unit.full_bytes <= 0.0 {
            unit.full_bytes = whole;
        }
        let key = (&draft.units[at].job, &draft.units[at].vm_id);
        let newest = exported.get(&key).map(|(_, deltas)| *deltas);
        set_reference(draft, newest, at, deltas[at]);
    }
}

/// What was written since a full backup.
struct SinceFull {
    /// Bytes of the full backup.
    then: f64,
    /// Bytes of the deltas after it.
    written: f64,
    /// Number of deltas.
    count: u32,
    /// When the full backup was made, and the last delta.
    from: f64,
    to: f64,
}

/// Learns how a VM's data grow if a past full backup shows their size then: the bytes in the roots now, less that size,
/// relative to what was written and merged meanwhile.
pub(super) fn learn_growth(draft: &mut Draft, past: &ReplayedPast) {
    let (span, least) = priors::GROWTH_KNOWN;
    let mut since: FxHashMap<u32, SinceFull> = FxHashMap::default();
    for vm in past.runs.iter().flat_map(|run| &run.vms).filter(|vm| vm.outcome == PastOutcome::Success) {
        let Some((full, bytes)) = vm.transfer.and_then(|transfer| Some((transfer.full, transfer.bytes?)))
        else {
            continue;
        };
        match (full, since.get_mut(&vm.unit)) {
            (true, None) => {
                let full = SinceFull { then: bytes, written: 0.0, count: 0, from: vm.start, to: vm.start };
                since.insert(vm.unit, full);
            }
            (false, Some(since)) => {
                since.written += bytes;
                since.count += 1;
                since.to = vm.start;
            }
            _ => {}
        }
    }
    for (unit, SinceFull { then, written, count, from, to }) in since {
        let unit = &draft.scenario.units[unit as usize];
        let (mut roots, mut above) = (0.0, 0.0);
        for disk in unit.disks.iter().map(|disk| &draft.scenario.disks[disk.disk as usize]) {
            match &disk.bases[..] {
                [] => roots += disk.leaf,
                [root, changes @ ..] => {
                    roots += root.data;
                    above += changes.iter().map(|base| base.data).sum::<f64>() + disk.leaf;
                }
            }
        }
        let merged = written - above;
        if to - from < span || written < least {
            continue;
        }
        if count < priors::GROWTH_DELTAS || merged <= priors::GROWTH_MERGED * written || !unit.delta {
            continue;
        }
        let growth = ((roots - then) / merged).clamp(0.0, 1.0);
        for disk in unit.disks.clone() {
            let disk = &mut draft.scenario.disks[disk.disk as usize];
            disk.growth = growth;
            disk.growth_spread = priors::GROWTH_SPREAD_SEEN;
        }
    }
}

/// Makes disks of nearly full SRs grow faster if nothing shows how they grow.
pub(super) fn raise_growth(draft: &mut Draft, inventory: &Inventory) {
    let (from, factor) = priors::NEARLY_FULL;
    for disk in &mut draft.scenario.disks {
        let sr = &inventory.srs[disk.sr as usize];
        let (Some(free), Some(size)) = (sr.free(), sr.size) else { continue };
        let is_unseen = disk.growth_spread == priors::GROWTH_SPREAD;
        if is_unseen && disk.rules.allocates_on_write() && (free.0 as f64) < from * size.0 as f64 {
            disk.growth *= factor;
        }
    }
}

/// Enlarges leaves whose SR does not show their size to match what the last run met: if it lacked room for them, and
/// nothing was backed up since, they still need more than is free.
pub(super) fn believe_refusals(draft: &mut Draft, past: &ReplayedPast) {
    let mut lacked = vec![false; draft.units.len()];
    for vm in past.runs.iter().filter(|run| !run.is_earlier).flat_map(|run| &run.vms) {
        match vm.outcome {
            PastOutcome::Failed => lacked[vm.unit as usize] = vm.no_room,
            PastOutcome::Success => lacked[vm.unit as usize] = false,
            _ => {}
        }
    }
    let scenario = &mut draft.scenario;
    for (unit, _) in scenario.units.iter().zip(lacked).filter(|(unit, lacked)| *lacked && unit.copies == 0) {
        let hidden = |disk: u32| scenario.disks[disk as usize].leaf_spread > 0.0;
        let disks: Vec<u32> = unit.disks.iter().map(|of| of.disk).filter(|disk| hidden(*disk)).collect();
        let Some(&first) = disks.first() else { continue };
        let sr = scenario.disks[first as usize].sr;
        let Some(free) = scenario.srs[sr as usize].free else { continue };
        let here = disks.iter().filter(|disk| scenario.disks[**disk as usize].sr == sr);
        let asked: f64 = here.map(|disk| scenario.disks[*disk as usize].leaf).sum();
        if asked <= 0.0 || asked >= free * priors::LACKED {
            continue;
        }
        let factor = free * priors::LACKED / asked;
        for disk in disks {
            let disk = &mut scenario.disks[disk as usize];
            disk.leaf = (disk.leaf * factor).min(disk.size);
        }
    }
}

/// Returns, by job and VM, the length of the backup chain in deltas, up to the newest exported snapshot.
fn newest_exported(inventory: &Inventory) -> FxHashMap<(&JobId, &ObjectId), (Option<Moment>, u32)> {
    let mut newest: FxHashMap<_, (Option<Moment>, u32)> = FxHashMap::default();
    for vdi in inventory.vdis.iter().filter(|vdi| vdi.kind == VdiKind::Snapshot) {
        let Some(keys) = vdi.backup.as_deref().filter(|keys| keys.exported && !keys.is_copy) else {
            continue;
        };
        let (Some(job), Some(vm), Some(deltas)) = (&keys.job, &keys.vm, keys.deltas) else { continue };
        let known = newest.entry((job, vm)).or_insert((vdi.snapshot_time, deltas));
        if vdi.snapshot_time > known.0 {
            *known = (vdi.snapshot_time, deltas);
        }
    }
    newest
}

/// Sets what the next delta of a unit starts from: its newest exported snapshot.
fn set_reference(draft: &mut Draft, newest: Option<u32>, at: usize, deltas: Option<u32>) {
    let unit = &draft.scenario.units[at];
    let mut since = Vec::new();
    for disk in &unit.disks {
        let spec = &draft.scenario.disks[disk.disk as usize];
        let mine = spec.snapshots.iter().rev().find(|snapshot| snapshot.unit == at as u32);
        since.push(match mine {
            Some(snapshot) => {
                let above = spec.bases.iter().filter(|base| base.id > snapshot.base).map(|base| base.data);
                above.sum::<f64>() + spec.leaf
            }
            None => spec.daily,
        });
    }
    let has_reference = newest.is_some() || deltas.is_some() || unit.last_success.is_some();
    let unit = &mut draft.scenario.units[at];
    unit.deltas = newest.or(deltas).unwrap_or(0);
    unit.next_is_full = unit.delta && !has_reference;
    for (disk, since) in unit.disks.iter_mut().zip(since) {
        disk.since_reference = since;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::past::{PastTransfer, PastVm, ReplayedRun};
    use crate::forecast::sim::samples::{DAY, GIB, small};
    use crate::forecast::sim::scenario::Base;

    /// Returns a full backup and four deltas, this many seconds apart, of this many bytes each.
    fn past(apart: f64, bytes: f64) -> ReplayedPast {
        let vm = |at: f64, full: bool| PastVm {
            unit: 0,
            start: at,
            end: Some(at + 1.0),
            outcome: PastOutcome::Success,
            no_room: false,
            snapshot: None,
            transfer: Some(PastTransfer {
                start: at,
                end: Some(at + 1.0),
                bytes: Some(if full { 50.0 * GIB } else { bytes }),
                full,
            }),
        };
        let run = |n: u32| {
            let at = (f64::from(n) - 5.0) * apart;
            ReplayedRun {
                job: 0,
                schedule: 0,
                start: at,
                end: None,
                pending: false,
                is_earlier: false,
                vms: vec![vm(at, n == 0)],
            }
        };
        ReplayedPast { runs: (0..5).map(run).collect() }
    }

    /// The root holds 2 GiB more than the full backup moved: a fifth of what was written since was new. What was
    /// written within a minute, or is next to nothing, does not show that.
    #[test]
    fn growth_is_learnt_from_days() {
        let learnt = |apart: f64, bytes: f64| {
            let mut scenario = small("nfs");
            scenario.disks[0].bases = vec![Base { data: 52.0 * GIB, id: 0, held: 1 }];
            scenario.disks[0].leaf = 0.0;
            scenario.disks[0].growth = 0.07;
            let mut draft = Draft::sample(scenario);
            learn_growth(&mut draft, &past(apart, bytes));
            draft.scenario.disks[0].growth
        };
        assert_eq!(learnt(DAY, 2.5 * GIB), 0.2);
        assert_eq!(learnt(10.0, 2.5 * GIB), 0.07, "seconds apart");
        assert_eq!(learnt(DAY, 1e6), 0.07, "a megabyte");
    }
}
