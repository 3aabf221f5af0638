//! The limits from which something is worth a finding: all defaults in one place.

use jiff::SignedDuration;

use super::part::Part;
use crate::units::Bytes;

/// The thresholds that a user may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Fewer snapshots than this left before the chain limit is a warning.
    pub snapshots_left: u32,
    /// The age from which a snapshot that belongs to no enabled schedule is old.
    pub snapshot_age: SignedDuration,
    /// A run that starts within this time finds the chains as they are now: the garbage collector waits 300 s before
    /// it starts, and XAPI scans every 30 s (facts/storage-manager.md 4.3).
    pub due: SignedDuration,
    /// A merge error older than this is no longer critical.
    pub merge_error_age: SignedDuration,
    /// The free bytes below which an LVM SR is short of space for its journals.
    pub lvm_journal_room: Bytes,
    /// The share of taken places in the metadata volume of an LVM SR, in percent, from which it is a warning. Our
    /// choice: 409 images are left then.
    pub lvm_metadata_percent: u8,
    /// The used share of an SR, in percent, from which it is a warning. Not set by default: a share says nothing
    /// about what the next merge or snapshot needs.
    pub sr_used_percent: Option<u8>,
    /// The free share of a backup repository, in percent, below which it is a warning if no log shows what runs
    /// write. Our choice: a share says little, but it is all that is known.
    pub repository_free_percent: u8,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            snapshots_left: 5,
            snapshot_age: SignedDuration::from_hours(30 * 24),
            due: SignedDuration::from_secs(330),
            merge_error_age: SignedDuration::from_hours(24),
            lvm_journal_room: crate::storage::LVM_JOURNAL_ROOM,
            lvm_metadata_percent: 90,
            sr_used_percent: None,
            repository_free_percent: 10,
        }
    }
}

/// Different thresholds for a part of the fleet.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// The part.
    pub part: Part,
    /// The thresholds that differ there.
    pub change: Override,
}

/// Thresholds to change; `None` leaves a threshold unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Override {
    /// Replaces [`Thresholds::snapshots_left`].
    pub snapshots_left: Option<u32>,
    /// Replaces [`Thresholds::snapshot_age`].
    pub snapshot_age: Option<SignedDuration>,
    /// Replaces [`Thresholds::merge_error_age`].
    pub merge_error_age: Option<SignedDuration>,
    /// Replaces [`Thresholds::lvm_journal_room`].
    pub lvm_journal_room: Option<Bytes>,
    /// Replaces [`Thresholds::lvm_metadata_percent`].
    pub lvm_metadata_percent: Option<u8>,
    /// Replaces [`Thresholds::sr_used_percent`].
    pub sr_used_percent: Option<u8>,
    /// Replaces [`Thresholds::repository_free_percent`].
    pub repository_free_percent: Option<u8>,
}

impl Override {
    /// Applies the changes to thresholds.
    pub fn apply(&self, to: &mut Thresholds) {
        fn set<T: Copy>(to: &mut T, value: Option<T>) {
            *to = value.unwrap_or(*to);
        }
        set(&mut to.snapshots_left, self.snapshots_left);
        set(&mut to.snapshot_age, self.snapshot_age);
        set(&mut to.merge_error_age, self.merge_error_age);
        set(&mut to.lvm_journal_room, self.lvm_journal_room);
        set(&mut to.lvm_metadata_percent, self.lvm_metadata_percent);
        set(&mut to.repository_free_percent, self.repository_free_percent);
        to.sr_used_percent = self.sr_used_percent.or(to.sr_used_percent);
    }
}
