//! What the rules of XO and the storage say about a run's backup of a VM, combined with what the forecast draws.
//!
//! A rule applies as things are. If some draws of the forecast avoid it (merges end before the run), the share of draws
//! counts; if something stops what could help, the rule does.

use super::cause::{Cause, MergeStop, Nothing, SrState};
use super::known::Known;
use super::risk::{Risk, excluded};
use super::values::{BackupError, Basis, SUREST};
use crate::forecast::{self, GateOutcome, Incident, NotSnapshotted, RunForecast, Unknown, Verdict};
use crate::model::{Sr, VdiIdx};

/// The share of draws from which all of them are taken to meet an error: the forecast never says anything surer.
const ALL_DRAWS: f64 = forecast::SUREST - 0.001;

/// How likely a VM is skipped whose merges may end before the run, if nothing is simulated. A guess, because either is
/// possible.
const MAY_MERGE: f64 = 0.5;

/// How likely a backup fails if its chain is broken: the storage cannot determine its depth and refuses with 46
/// (facts/storage-manager.md 1.1). Not certain, because it may be only XO that lacks the parent.
const BROKEN: f64 = 0.9;

/// A question to the rules.
#[derive(Clone, Copy)]
pub(super) struct GateQuestion<'a> {
    pub(super) verdict: &'a Verdict,
    pub(super) run: Option<&'a RunForecast>,
    /// It is the next backup of the VM by the job.
    pub(super) is_next: bool,
}

impl GateQuestion<'_> {
    /// Returns the share of draws in which this run ends in an error, or `None` without a forecast of it.
    fn share(&self, error: Incident) -> Option<f64> {
        self.run.map(|run| share(run, error))
    }

    /// Returns the chance of an error that is met as things are; `may_change`: something could be merged before.
    fn refused(&self, error: Incident, may_change: bool) -> f64 {
        match self.share(error) {
            Some(share) if share < ALL_DRAWS && may_change => share,
            Some(_) => excluded(self.is_next),
            None if may_change => SUREST,
            None => excluded(self.is_next),
        }
    }
}

/// Returns the share of draws in which a run ends in an error.
pub(super) fn share(run: &RunForecast, error: Incident) -> f64 {
    run.chance.iter().find(|(of, _)| *of == error).map_or(0.0, |(_, share)| *share)
}

/// Returns what a verdict means for a run: `None` if it prevents nothing, `Err` if that is unknown.
pub(super) fn of_verdict(known: &Known<'_>, asked: GateQuestion<'_>) -> Result<Option<Risk>, MaybeUnseen> {
    let GateQuestion { verdict, is_next, .. } = asked;
    let nothing = |why| {
        let risk = Risk::rule(BackupError::NothingSaved, excluded(is_next), Cause::NothingSaved { why });
        Ok(Some(risk))
    };
    match verdict.outcome {
        GateOutcome::Ok | GateOutcome::NotSnapshotted(NotSnapshotted::NotNeeded) => Ok(None),
        GateOutcome::NotSnapshotted(NotSnapshotted::NoOutput) => nothing(Nothing::NoOutput),
        GateOutcome::NotSnapshotted(NotSnapshotted::NoDisks) => nothing(Nothing::NoDisks),
        GateOutcome::Skip => Ok(Some(skip(known, asked))),
        GateOutcome::ChainTooLong => Ok(too_long(known, asked)),
        GateOutcome::NoSpace { sr, need, free } => {
            let chance = asked.refused(Incident::NoSpace, known.moves(sr));
            let sr_id = known.sr_id(sr);
            let cause =
                Cause::NoRoom { sr_id: sr_id.clone(), need_bytes: need, free_bytes: free, target: false };
            let vdi = verdict.vdis.first().map(|&vdi| known.vdi_id(vdi));
            Ok(Some(Risk::rule(BackupError::NoSpace, chance, cause).on_sr(Some(sr_id)).on_vdi(vdi)))
        }
        GateOutcome::Unknown(Unknown::VmMissing) => {
            if !known.blind.of_missing_objects().is_empty() {
                return Err(MaybeUnseen);
            }
            Ok(Some(Risk::rule(BackupError::VmMissing, excluded(is_next), Cause::VmMissing)))
        }
        GateOutcome::Unknown(Unknown::NotSeen) => Err(MaybeUnseen),
        GateOutcome::Unknown(Unknown::BrokenChain) => Ok(broken(known, &verdict.vdis)),
        GateOutcome::Unknown(Unknown::SrUnavailable) => unavailable(known, &verdict.vdis, is_next),
    }
}

/// The error that something is missing, but may be among what was not read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MaybeUnseen;

fn skip(known: &Known<'_>, asked: GateQuestion<'_>) -> Risk {
    let vdis = &asked.verdict.vdis;
    let of_disk = |&vdi: &VdiIdx| known.inventory().vdi(vdi).sr;
    let stop = vdis.iter().filter_map(of_disk).find_map(|sr| Some((sr, known.stop(sr)?)));
    let sr = stop.map(|(sr, _)| sr).or_else(|| vdis.iter().find_map(of_disk)).map(|sr| known.sr_id(sr));
    let vdi_ids = vdis.iter().map(|&vdi| known.vdi_id(vdi).clone()).collect();
    let due = || {
        let next = asked.verdict.next_run.map(|at| at.duration_since(known.analysis.now()));
        next.is_some_and(|left| left <= known.analysis.thresholds().due)
    };
    let risk = match (stop, asked.share(Incident::UnhealthyChain)) {
        (Some((_, by)), _) => {
            let cause = Cause::MergesStopped { vdi_ids, by };
            Risk::rule(BackupError::UnhealthyChain, excluded(asked.is_next), cause)
        }
        (None, share) => {
            let merges = vdis.iter().map(|&vdi| known.analysis.chains().node(vdi).gate).sum();
            let cause = if vdis.iter().filter_map(of_disk).any(|sr| known.is_stalled(sr)) {
                Cause::MergesStopped { vdi_ids, by: MergeStop::Stalled }
            } else {
                Cause::MergesPending { vdi_ids, merges }
            };
            let basis = if share.is_some() { Basis::Simulation } else { Basis::Rule };
            let chance = share.unwrap_or_else(|| if due() { SUREST } else { MAY_MERGE });
            Risk::of(BackupError::UnhealthyChain, chance, cause, basis)
        }
    };
    risk.on_sr(sr).on_vdi(vdis.first().map(|&vdi| known.vdi_id(vdi)))
}

fn too_long(known: &Known<'_>, asked: GateQuestion<'_>) -> Option<Risk> {
    let &vdi = asked.verdict.vdis.first()?;
    let sr = known.inventory().vdi(vdi).sr?;
    let chance = asked.refused(Incident::ChainTooLong, shrinks(known, vdi));
    let cause = at_limit(known, vdi, false);
    let risk = Risk::rule(BackupError::ChainTooLong, chance, cause);
    Some(risk.on_sr(Some(known.sr_id(sr))).on_vdi(Some(known.vdi_id(vdi))))
}

pub(super) fn at_limit(known: &Known<'_>, vdi: VdiIdx, replica: bool) -> Cause {
    let nodes = known.analysis.chains().node(vdi).depth;
    Cause::AtLimit { vdi_id: known.vdi_id(vdi).clone(), nodes, replica }
}

/// Returns whether a chain may get shorter: merges are pending on it, and nothing stops them.
pub(super) fn shrinks(known: &Known<'_>, vdi: VdiIdx) -> bool {
    let node = known.analysis.chains().node(vdi);
    let stopped = known.inventory().vdi(vdi).sr.and_then(|sr| known.stop(sr));
    stopped.is_none() && (node.pending_inner > 0 || node.pending_leaf)
}

/// Returns the risk of disks whose chains do not reach their roots.
fn broken(known: &Known<'_>, vdis: &[VdiIdx]) -> Option<Risk> {
    let chains = known.analysis.chains();
    let broken: Vec<VdiIdx> = vdis.iter().copied().filter(|&vdi| chains.node(vdi).broken.is_some()).collect();
    let &first = broken.first()?;
    let vdi_ids = broken.iter().map(|&vdi| known.vdi_id(vdi).clone()).collect();
    let sr = known.inventory().vdi(first).sr.map(|sr| known.sr_id(sr));
    let risk = Risk::rule(BackupError::BrokenChain, BROKEN, Cause::BrokenChain { vdi_ids });
    Some(risk.on_sr(sr).on_vdi(Some(known.vdi_id(first))))
}

fn unavailable(known: &Known<'_>, vdis: &[VdiIdx], is_next: bool) -> Result<Option<Risk>, MaybeUnseen> {
    for &vdi in vdis {
        let (sr_id, why) = match known.inventory().vdi(vdi).sr {
            None if !known.blind.of_missing_objects().is_empty() => return Err(MaybeUnseen),
            None => (None, SrState::Missing),
            Some(sr) => match state(known.inventory().sr(sr)) {
                Some(why) => (Some(known.sr_id(sr)), why),
                None => continue,
            },
        };
        let cause = Cause::SrUnavailable { sr_id: sr_id.cloned(), why };
        let risk = Risk::rule(BackupError::SrUnavailable, excluded(is_next), cause);
        return Ok(Some(risk.on_sr(sr_id).on_vdi(Some(known.vdi_id(vdi)))));
    }
    Ok(None)
}

/// Returns why an SR cannot be used, or `None` if it can.
pub(super) fn state(sr: &Sr) -> Option<SrState> {
    if sr.in_maintenance {
        Some(SrState::Maintenance)
    } else if sr.pbds > 0 && sr.pbds_attached == 0 {
        Some(SrState::Detached)
    } else {
        None
    }
}

/// Returns the risk of a disk that the storage has lost.
pub(super) fn missing_disk(known: &Known<'_>, verdict: &Verdict, is_next: bool) -> Option<Risk> {
    let inventory = known.inventory();
    let lost = inventory.vdis_of(verdict.vm?).find(|(vdi, vbd)| {
        let vdi = inventory.vdi(*vdi);
        !vbd.is_cd_drive && vdi.missing && !vdi.no_backup
    });
    let (vdi, _) = lost?;
    let cause = Cause::DiskMissing { vdi_id: known.vdi_id(vdi).clone() };
    let sr = inventory.vdi(vdi).sr.map(|sr| known.sr_id(sr));
    let risk = Risk::rule(BackupError::SrUnavailable, excluded(is_next), cause);
    Some(risk.on_sr(sr).on_vdi(Some(known.vdi_id(vdi))))
}
