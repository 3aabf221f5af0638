//! The domain of xo-health: the model of a Xen Orchestra server, the rules of its storage and backups, findings,
//! forecast and outlook.
//!
//! Pure: no I/O, no clock, no environment, no text in a human language. In: an inventory, jobs and runs as they were
//! read ([`model`]). Out: an [`analysis`] that owns all that follows from them, and an [`outlook`] on the backups
//! that are due.
//!
//! The map, lowest first; a module uses only what is above it (`xtask/src/tidy/directions.rs`):
//!
//! - [`units`], [`display`]: bytes; names made safe for a terminal, and their widths
//! - [`model`]: what exists on a server, and how it was read
//! - [`chains`]: the forest of VHD nodes: depth, pending merges, XO's counts
//! - [`storage`]: what the storage manager refuses, and how many bytes operations need
//! - [`backup`]: when jobs run, on which VMs, with which settings; what past runs show
//! - [`memory`]: what is kept of an observation, and what earlier ones show
//! - [`forecast`]: what a run would meet if it started now, and simulations of the next days
//! - [`findings`]: codes, severities, evidence
//! - [`scope`]: the part of a server to report on
//! - [`mask`]: pseudonyms in place of names
//! - [`analysis`]: all of these, computed once; the rules that produce findings
//! - [`outlook`]: what happens to each backup due, the answer, the plan
//!
//! ```
//! use xo_health_core::chains::Chains;
//! use xo_health_core::model::{InventoryBuilder, Links, Sr, Vdi, VdiKind};
//! use xo_health_core::storage;
//!
//! let mut builder = InventoryBuilder::default();
//! builder.add_sr(Sr::new("sr".into(), "nfs"), Links::default());
//! let on = |parent| Links { sr: Some("sr".into()), parent, ..Links::default() };
//! builder.add_vdi(Vdi::new("base".into(), VdiKind::BaseCopy), on(None));
//! builder.add_vdi(Vdi::new("disk".into(), VdiKind::Disk), on(Some("base".into())));
//! let inventory = builder.build();
//!
//! let chains = Chains::build(&inventory);
//! let disk = inventory.vdi_indices().find(|&vdi| inventory.vdi(vdi).kind == VdiKind::Disk).unwrap();
//! assert_eq!(chains.node(disk).depth, 2);
//! assert_eq!(storage::chain_limit(&inventory, inventory.vdi(disk).sr.unwrap()), Some(30));
//! ```

pub mod analysis;
pub mod backup;
pub mod chains;
pub mod display;
pub mod findings;
pub mod forecast;
pub mod mask;
pub mod memory;
pub mod model;
#[cfg(any(test, feature = "testkit"))]
pub mod notation;
pub mod outlook;
pub mod pattern;
pub mod scope;
pub mod storage;
pub mod units;
