//! What exists on a Xen Orchestra server: pools, hosts, SRs, VDIs, VBDs, VMs, jobs, schedules, runs, backup
//! repositories.
//!
//! Values only: no I/O, no clock, none of XO's wire names. The client builds it from raw answers, and everything
//! else reads it. Links between objects are indices into the [`Inventory`], so that 200,000 VDIs stay cheap; what
//! the server names but does not have stays visible as an id (a missing parent is a fact, not an absence).

mod backups;
mod builder;
mod id;
mod inventory;
mod job;
mod link;
mod missing;
mod moment;
mod numbers;
mod reading;
mod repository;
mod run;
mod storage;
#[cfg(any(test, feature = "testkit"))]
pub mod testing;
mod unseen;
mod vm;

pub use backups::Backups;
pub use builder::{InventoryBuilder, Links};
pub use id::{
    HostIdx, JobId, ObjectId, Plugs, PoolIdx, RunId, RunIdx, ScheduleId, SrIdx, VbdIdx, VdiIdx, VmIdx,
};
pub use inventory::{Conflict, Inventory, Slot};
pub use job::{Job, JobKind, Mode, Schedule, VmPattern};
pub use link::{Link, Lost};
pub use moment::Moment;
pub use reading::{Observation, Question, Reading, Unread, UnreadReason, XoChains, XoServer};
pub use repository::{Repository, RepositorySpace};
pub use run::{Cleaning, LogError, Phase, Remarks, Run, RunPlace, RunStatus, Transfer, Unopened, VmRun};
pub use storage::{
    BackupKeys, GcMessage, GcSwitches, GcTask, ImageFormat, Provisioning, Sr, Vdi, VdiKind, VdiRole,
};
pub use unseen::Unseen;
pub use vm::{Host, Pool, Vbd, Vm, VmKind};
