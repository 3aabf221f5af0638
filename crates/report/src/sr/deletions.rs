//! Which snapshots may be deleted now, and what that achieves.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Bounds;
use xo_health_core::chains::Chains;
use xo_health_core::model::{Inventory, SrIdx, VdiIdx};
use xo_health_core::storage::{self, CollectorOutlook, Deletion, May, Merge};
use xo_health_core::units::Bytes;

/// The effect of deleting one snapshot on its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeletionView {
    /// The snapshot.
    pub vdi_id: String,
    /// Its name from the server, not cleaned.
    pub name: String,
    /// The VM of which it was taken; from the server, not cleaned.
    pub vm_name: Option<String>,
    /// When it was taken.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub snapshot_at: Option<Timestamp>,
    /// Whether it may be deleted now.
    pub may: May,
    /// Whether a backup job made it: the next delta may start from it.
    pub of_backup: bool,
    /// The space that is freed at once.
    pub at_once_bytes: Bytes,
    /// The space that is freed when the merge that becomes possible is done; null without one, or if the server shows
    /// too little.
    pub after_merge: Option<Bounds>,
    /// The space that this merge needs while it runs.
    pub merge_needs: Option<Bounds>,
    /// By how many nodes the chains below get shorter.
    pub shorter: u32,
    /// Whether XO skips backups of disks below until the merge is done.
    pub backups_skip: bool,
}

/// Describes the deletions of an SR in a safe order; `vm_of` returns the name of a snapshot's VM.
pub(super) fn list(
    inventory: &Inventory,
    chains: &Chains,
    sr: SrIdx,
    outlook: CollectorOutlook,
    wanted: impl Fn(VdiIdx) -> bool,
    vm_of: impl Fn(VdiIdx) -> Option<String>,
) -> Vec<DeletionView> {
    let mut all = storage::deletions(inventory, chains, sr, outlook);
    all.retain(|deletion| wanted(deletion.snapshot));
    storage::safe_order(&mut all);
    all.iter().map(|deletion| describe(inventory, deletion, vm_of(deletion.snapshot))).collect()
}

fn describe(inventory: &Inventory, deletion: &Deletion, vm_name: Option<String>) -> DeletionView {
    let snapshot = inventory.vdi(deletion.snapshot);
    let merge = deletion.merge.as_ref();
    DeletionView {
        vdi_id: snapshot.id.to_string(),
        name: snapshot.name.to_string(),
        vm_name,
        snapshot_at: deletion.taken,
        may: deletion.may,
        of_backup: deletion.of_backup,
        at_once_bytes: deletion.at_once,
        after_merge: merge.and_then(Merge::frees).map(Into::into),
        merge_needs: merge.and_then(Merge::takes).map(|takes| takes.bytes.into()),
        shorter: deletion.shorter,
        backups_skip: deletion.backups_skip,
    }
}
