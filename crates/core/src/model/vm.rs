//! Pools, hosts and VMs, and how disks are plugged.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use jiff::Timestamp;

use super::id::{HostIdx, ObjectId, Plugs, PoolIdx, VdiIdx, VmIdx};
use super::link::Link;
use super::moment::Moment;
use super::storage::BackupKeys;

/// A pool of hosts.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Its UUID.
    pub id: ObjectId,
    /// The name, from the server and not cleaned.
    pub name: CompactString,
    /// The host that manages it and runs the garbage collection of its shared SRs.
    pub master: Link<HostIdx>,
}

/// A host of a pool.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its UUID.
    pub id: ObjectId,
    /// The name, from the server and not cleaned.
    #[allow(dead_code, reason = "kept by captures, so that a later view has it for old ones")]
    pub name: CompactString,
    /// The pool that it belongs to.
    pub pool: Option<PoolIdx>,
    /// When it was last started.
    pub started: Option<Timestamp>,
    /// The version of its system, as XO reports it: `8.3.0`.
    pub version: Option<CompactString>,
}

/// A VM, a snapshot or template of one, or a control domain.
#[derive(Clone, Debug)]
pub struct Vm {
    /// Its UUID.
    pub id: ObjectId,
    /// The name, from the server, cut to a bounded length and not cleaned.
    pub name: CompactString,
    /// Which of XO's four types it has.
    pub kind: VmKind,
    /// The pool that it belongs to.
    pub pool: Option<PoolIdx>,
    /// Whether it is `Running`, as opposed to halted, paused or suspended.
    pub running: bool,
    /// The host on which it runs; `None` if it does not run, or the server does not say.
    pub host: Option<ObjectId>,
    /// The tags, from the server and not cleaned.
    pub tags: Vec<CompactString>,
    /// Whether the operation `start` is blocked: XO does that to replicas.
    pub start_blocked: bool,
    /// The keys that a backup job wrote on it, if any.
    pub backup: Option<Arc<BackupKeys>>,
    /// The VM that a snapshot was taken of; [`Link::None`] if it is gone.
    pub snapshot_of: Link<VmIdx>,
    /// When a snapshot was taken.
    pub snapshot_time: Option<Moment>,
    /// How its disks and CD drives are plugged, in the server's order.
    pub vbds: Plugs,
    /// The attributes that patterns of smart jobs use, by XO's own key; only those keys.
    pub attributes: BTreeMap<String, serde_json::Value>,
}

impl Vm {
    /// Builds a VM with nothing else set.
    pub fn new(id: ObjectId, kind: VmKind) -> Self {
        Self {
            id,
            name: CompactString::default(),
            kind,
            pool: None,
            running: false,
            host: None,
            tags: Vec::new(),
            start_blocked: false,
            backup: None,
            snapshot_of: Link::None,
            snapshot_time: None,
            vbds: Plugs::new(),
            attributes: BTreeMap::new(),
        }
    }

    /// Returns when a snapshot was taken.
    pub fn taken(&self) -> Option<Timestamp> {
        self.snapshot_time.map(Moment::at)
    }
}

/// XO's four types of VMs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VmKind {
    /// A VM.
    Vm,
    /// A snapshot of a VM.
    Snapshot,
    /// A template.
    Template,
    /// The control domain of a host (dom0).
    ControlDomain,
}

/// A VBD: one VDI attached to one VM.
#[derive(Clone, Debug)]
pub struct Vbd {
    /// The VM.
    pub vm: Option<VmIdx>,
    /// The image; `None` in an empty CD drive.
    pub vdi: Option<VdiIdx>,
    /// Whether it is a CD drive.
    pub is_cd_drive: bool,
    /// Whether it is plugged now.
    pub attached: bool,
}
