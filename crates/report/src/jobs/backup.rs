//! The backup of one VM in one run, as reported: how long each phase took, and what each target received.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::build::Lookup;
use super::detail::TargetView;
use super::run::{Ended, target};
use super::seconds;
use xo_health_core::model::{Cleaning, Phase, Transfer, VmRun};
use xo_health_core::units::Bytes;

/// The backup of a VM in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BackupView {
    /// The VM; null if the log does not name it.
    pub vm_id: Option<String>,
    /// Its name from the server, not cleaned.
    pub vm_name: Option<String>,
    /// How it ended.
    pub ended: Ended,
    /// How long the whole backup took, in seconds.
    pub seconds: Option<u64>,
    /// How long the last attempt at its snapshot took, in seconds.
    pub snapshot_seconds: Option<u64>,
    /// How long cleaning its folders on repositories took in all, in seconds.
    pub cleaning_seconds: Option<u64>,
    /// How long merging old backups there took in all, in seconds; background merges are in no log.
    pub merge_seconds: Option<u64>,
    /// The number of attempts: 1 without a retry.
    pub attempts: u32,
    /// What each target received in the last attempt.
    pub targets: Vec<BackupTarget>,
}

/// What one target received from one VM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BackupTarget {
    /// The target; null if the log does not name it.
    pub target: Option<TargetView>,
    /// How it ended.
    pub ended: Ended,
    /// Whether a full was requested.
    pub is_full: Option<bool>,
    /// The bytes transferred: written to a repository, or generated for a replica.
    pub bytes: Option<Bytes>,
    /// How long the transfer took, in seconds.
    pub seconds: Option<u64>,
    /// The transfer speed in bytes per second.
    pub bytes_per_second: Option<Bytes>,
    /// How the restore test after it ended; null without one.
    pub restore_test: Option<Ended>,
}

impl BackupView {
    /// Describes the backup of a VM.
    pub(super) fn of(world: &Lookup<'_>, vm: &VmRun) -> Self {
        let took = |phase: &Phase| phase.duration().map(seconds);
        let cleaned = |is_merge| {
            let phases = vm.cleanings.iter().filter(|cleaning| cleaning.is_merge == is_merge);
            all_together(phases).map(seconds)
        };
        Self {
            vm_id: vm.vm.as_ref().map(ToString::to_string),
            vm_name: world.vm_name(vm),
            ended: vm.whole.status.into(),
            seconds: took(&vm.whole),
            snapshot_seconds: vm.snapshot.as_ref().and_then(took),
            cleaning_seconds: cleaned(false),
            merge_seconds: cleaned(true),
            attempts: vm.attempts(),
            targets: vm.transfers.iter().map(|transfer| BackupTarget::of(world, transfer)).collect(),
        }
    }
}

impl BackupTarget {
    fn of(world: &Lookup<'_>, transfer: &Transfer) -> Self {
        Self {
            target: transfer.target.as_ref().map(|place| target(world, place)),
            ended: transfer.export.status.into(),
            is_full: transfer.is_full,
            bytes: transfer.bytes,
            seconds: transfer.transfer.as_ref().and_then(Phase::duration).map(seconds),
            bytes_per_second: transfer.bytes_per_second(),
            restore_test: transfer.health_check.as_ref().map(|test| test.status.into()),
        }
    }
}

fn all_together<'a>(cleanings: impl Iterator<Item = &'a Cleaning>) -> Option<SignedDuration> {
    cleanings.filter_map(|cleaning| cleaning.phase.duration()).reduce(SignedDuration::saturating_add)
}
