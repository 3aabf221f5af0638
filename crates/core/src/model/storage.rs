//! Storage repositories and their disks.

use std::sync::Arc;

use compact_str::CompactString;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::{JobId, ObjectId, Plugs, PoolIdx, ScheduleId, SrIdx, VdiIdx};
use super::link::Link;
use super::moment::Moment;
use crate::units::Bytes;

/// A storage repository.
#[derive(Clone, Debug)]
pub struct Sr {
    /// Its UUID.
    pub id: ObjectId,
    /// The name that its operator gave it, from the server and not cleaned.
    pub name: CompactString,
    /// The pool that it belongs to.
    pub pool: Option<PoolIdx>,
    /// The driver, as XAPI names it: `ext`, `nfs`, `lvmoiscsi`, …
    pub driver: CompactString,
    /// `user`, `iso`, `disk` or empty.
    pub content_type: CompactString,
    /// Its size; `None` if the driver does not say (0 and -1 on the wire).
    pub size: Option<Bytes>,
    /// The bytes taken, by anything (`physical_usage`).
    pub used: Option<Bytes>,
    /// The sum of the virtual sizes that it has promised; not the used space.
    pub virtual_allocation: Option<Bytes>,
    /// How volumes take space.
    pub provisioning: Provisioning,
    /// Whether all hosts of the pool see it.
    pub shared: bool,
    /// Whether XO has put it into maintenance.
    pub in_maintenance: bool,
    /// Hosts that should reach it.
    pub pbds: u32,
    /// Hosts that do.
    pub pbds_attached: u32,
    /// Hosts that should reach it but do not.
    pub detached_from: Vec<ObjectId>,
    /// The `other_config` and `sm_config` keys that control the garbage collector.
    pub gc: GcSwitches,
    /// Every VDI that is on it, sorted by id.
    pub vdis: Vec<VdiIdx>,
}

impl Sr {
    /// Builds an SR with nothing else set.
    pub fn new(id: ObjectId, driver: &str) -> Self {
        Self {
            id,
            name: CompactString::default(),
            pool: None,
            driver: driver.into(),
            content_type: CompactString::default(),
            size: None,
            used: None,
            virtual_allocation: None,
            provisioning: Provisioning::Unknown,
            shared: false,
            in_maintenance: false,
            pbds: 0,
            pbds_attached: 0,
            detached_from: Vec::new(),
            gc: GcSwitches::default(),
            vdis: Vec::new(),
        }
    }

    /// Returns the bytes that are free now: size minus use; `None` if either is unknown.
    pub fn free(&self) -> Option<Bytes> {
        Some(self.size? - self.used?)
    }

    /// Returns whether it holds CD images or consists of hot-plugged devices: no disks of VMs to back up.
    pub fn is_iso_or_udev(&self) -> bool {
        self.content_type == "iso" || matches!(self.driver.as_str(), "iso" | "udev")
    }
}

/// What the SR's configuration tells its garbage collector, and what the collector wrote there.
///
/// Sources: `SR.other_config` and `SR.sm_config`, as read by sm's cleanup.py (facts/storage-manager.md 3.5, 3.7).
#[derive(Clone, Debug, Default)]
pub struct GcSwitches {
    /// `other_config.gc = "false"`: nothing runs at all.
    pub gc_off: bool,
    /// `other_config.coalesce = "false"`: no inner and no leaf merge.
    pub coalesce_off: bool,
    /// `other_config.leaf-coalesce = "false"`: no leaf merge.
    pub leaf_coalesce_off: bool,
    /// `other_config.auto-scan = "true"`: XAPI scans the SR every 30 s.
    pub auto_scan: bool,
    /// `sm_config.gc_no_space` is present: no candidate fits into the free space.
    pub no_space: bool,
    /// `sm_config.last-coalesce-error`: when a merge last hit an I/O error or ran out of space.
    pub last_error: Option<Timestamp>,
    /// `sm_config.last-coalesce-error` is present, but its time is unreadable.
    pub last_error_unreadable: bool,
}

/// How an SR allocates space to its volumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Provisioning {
    /// Space is allocated as it is written.
    Thin,
    /// The whole virtual size is allocated at once.
    Thick,
    /// The server does not say.
    Unknown,
}

/// A virtual disk image: a disk, a snapshot of one, or a hidden base copy.
#[derive(Clone, Debug)]
pub struct Vdi {
    /// Its UUID.
    pub id: ObjectId,
    /// The name, from the server, cut to a bounded length and not cleaned.
    pub name: CompactString,
    /// Disk, snapshot, or base copy.
    pub kind: VdiKind,
    /// What the image is for.
    pub role: VdiRole,
    /// The SR that it is on; `None` if the server names one that it does not have.
    pub sr: Option<SrIdx>,
    /// The pool that it belongs to.
    pub pool: Option<PoolIdx>,
    /// The node above it in the VHD chain.
    pub parent: Link<VdiIdx>,
    /// The format of the image; `None` if the server does not say.
    pub image_format: Option<ImageFormat>,
    /// The bytes that the guest sees.
    pub size: Option<Bytes>,
    /// The bytes of this node alone (`physical_utilisation`).
    pub usage: Option<Bytes>,
    /// The disk that a snapshot was taken of; [`Link::None`] if it is gone.
    pub snapshot_of: Link<VdiIdx>,
    /// When a snapshot was taken.
    pub snapshot_time: Option<Moment>,
    /// Whether its name contains `[NOBAK]`: it is left out of backups.
    pub no_backup: bool,
    /// Whether the storage has lost it (`missing`).
    pub missing: bool,
    /// Whether XO calls it a snapshot although a VM uses it as a disk: the record in XAPI is wrong, and
    /// [`Vdi::kind`] is repaired.
    pub shown_as_snapshot: bool,
    /// The missing parent that its record names although a running VM uses it: the record in XAPI is wrong, and
    /// [`Vdi::parent`] is repaired.
    pub stale_parent: Option<Box<ObjectId>>,
    /// `other_config.leaf-coalesce = "false"`: it is never merged into its parent.
    pub never_merged: bool,
    /// The keys that a backup job wrote on it, if any; shared by the disks of a snapshot.
    pub backup: Option<Arc<BackupKeys>>,
    /// The VBDs that plug it, sorted.
    pub vbds: Plugs,
}

impl Vdi {
    /// Builds an image with nothing else set.
    pub fn new(id: ObjectId, kind: VdiKind) -> Self {
        Self {
            id,
            name: CompactString::default(),
            kind,
            role: VdiRole::Disk,
            sr: None,
            pool: None,
            parent: Link::None,
            image_format: None,
            size: None,
            usage: None,
            snapshot_of: Link::None,
            snapshot_time: None,
            no_backup: false,
            missing: false,
            shown_as_snapshot: false,
            stale_parent: None,
            never_merged: false,
            backup: None,
            vbds: Plugs::new(),
        }
    }

    /// Returns when a snapshot was taken.
    pub fn taken(&self) -> Option<Timestamp> {
        self.snapshot_time.map(Moment::at)
    }
}

/// The place of an image in its tree: XO's own three types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VdiKind {
    /// A managed disk: a writable leaf.
    Disk,
    /// A snapshot that users see.
    Snapshot,
    /// Unmanaged: a hidden node that only the storage manager knows about.
    BaseCopy,
}

/// What an image is for (`VDI.type` of XAPI).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VdiRole {
    /// A disk of a VM (`user`, `system`, `ephemeral`, or unknown).
    Disk,
    /// The list of changed blocks that is left when a snapshot's data is destroyed; not a node of a chain.
    CbtMetadata,
    /// Memory image, HA state file, redo log, PVS cache, …
    Internal,
}

/// The format of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImageFormat {
    /// VHD, or unknown: the default.
    Vhd,
    /// QCOW2.
    Qcow2,
    /// A format that this version does not know.
    Other,
}

/// The `xo:backup:*` keys of a snapshot or replica (facts/xo-protocol.md 4.6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BackupKeys {
    /// The job that made it.
    pub job: Option<JobId>,
    /// The schedule that fired.
    pub schedule: Option<ScheduleId>,
    /// The VM that was backed up (not the snapshot).
    pub vm: Option<ObjectId>,
    /// When the run took it, as written there (`20260301T01:00:00Z`).
    pub datetime: Option<CompactString>,
    /// Whether the export that needed it succeeded.
    pub exported: bool,
    /// Whether it is a copy on a replication target (`xo:copy_of`).
    pub is_copy: bool,
    /// The number of deltas since the last full backup, this one included (`xo:backup:deltaChainLength`).
    pub deltas: Option<u32>,
}

/// A garbage collection that is running, or waiting its 300 s before it starts.
#[derive(Clone, Debug)]
pub struct GcTask {
    /// The SR that it works on.
    pub sr: SrIdx,
    /// The share of the work done, 0 to 1; may go backwards.
    pub progress: f64,
    /// When it began.
    pub created: Option<Timestamp>,
}

/// A message that the storage manager left about an SR.
#[derive(Clone, Debug)]
pub struct GcMessage {
    /// The SR that it is about.
    pub sr: SrIdx,
    /// Its name, such as `SM_GC_NO_SPACE`.
    pub name: CompactString,
    /// When it was sent.
    pub time: Option<Timestamp>,
}
