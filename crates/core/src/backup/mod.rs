//! What the backup jobs of Xen Orchestra will do: when they run, on which VMs, with which settings.
//!
//! In: jobs, schedules and VMs as the model holds them, and instants that the caller passes. Out: values that
//! say what a run is going to do. Nothing here reads a socket, a file or a clock, and nothing here knows the
//! shape of a disk chain.

pub mod cron;
mod failure;
pub mod fulls;
pub mod history;
pub mod overlap;
pub mod ownership;
pub mod pattern;
mod plan;
pub mod quiet;
pub mod repository_usage;
pub mod retention;
pub mod rpo;
mod selection;
mod settings;
#[cfg(any(test, feature = "testkit"))]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "for tests alone")]
pub mod testing;

pub mod triggers;

pub use failure::{FailureKind, is_refused};
pub use plan::{BackupPlan, PlannedJob, PlannedRun, PlannedSchedule, SchedulePattern, Timing};
pub use selection::{Exclusion, SelectedVm, Selection, TAG_NO_BACKUP, TAGS_OF_COPIES, is_copy};
pub use settings::{BadValue, LongTermRetention, OddSetting, ReportWhen, SETTINGS, VmSettings, notes};
