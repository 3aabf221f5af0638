//! What a run is configured to do: XO's defaults, overlaid with the settings of the job, schedule, VM and target.
//!
//! In: the raw settings of a job. Out: typed [`VmSettings`], and [`OddSetting`]s for values that make no sense.
//! Defaults and merge order: facts/xo-protocol.md 4.5 (`@xen-orchestra/backups/_runners/VmsXapi.mjs`,
//! `Metadata.mjs`, `_Abstract.mjs`, xo-server 5.207.2). Two layers are on the server but in no answer:
//! `backups.defaultSettings` and `backups.vm.defaultSettings` of its configuration file; they are assumed to be
//! empty.
//!
//! `timeout` and `vmTimeout` are left out: XO stores them, but no code reads them for backup jobs.

mod read;

use compact_str::CompactString;
use jiff::SignedDuration;

pub use read::{BadValue, OddSetting, SETTINGS};

use crate::model::{Job, JobKind, Mode, ObjectId, ScheduleId};
use crate::units::Bytes;

/// A VM with this tag is shut down for its snapshot (facts/xo-protocol.md 4.5).
const TAG_OFFLINE: &str = "xo-offline-backup";
/// A snapshot of a VM with this tag includes its memory (facts/xo-protocol.md 4.5).
const TAG_MEMORY: &str = "xo-memory-backup";

/// The settings of one VM in one run, or of the run itself.
#[derive(Clone, Debug, PartialEq)]
pub struct VmSettings {
    /// Snapshots kept on the source; default 0, keep none.
    pub snapshot_retention: u64,
    /// Backups kept on each remote; default 0, write none.
    pub export_retention: u64,
    /// Replicas kept on each SR; default 0, write none.
    pub copy_retention: u64,
    /// Delta: a full backup is made when the chain of backups would reach this many; default 0, never.
    pub full_interval: u64,
    /// VMs backed up at once; default 2, 0 is unlimited.
    pub concurrency: u64,
    /// Disks of one VM transferred at once; default 0, unlimited.
    pub disk_per_vm_concurrency: u64,
    /// How often the backup of a VM is retried immediately after a failure; default 0.
    pub retries: u64,
    /// Bytes per second that the whole run may export; `None` is unlimited (0, the default).
    pub max_export_rate: Option<Bytes>,
    /// Exports through NBD where possible; default no.
    pub prefer_nbd: bool,
    /// NBD connections per disk; default 1.
    pub nbd_concurrency: u64,
    /// Purges the data of the reference snapshot, leaving its list of changed blocks; default no. Takes effect only
    /// with `prefer_nbd` and without snapshot retention.
    pub cbt_destroy_snapshot_data: bool,
    /// Skips XO's check of the VDI chains before the snapshot; default no.
    pub bypass_vdi_chains_check: bool,
    /// Shuts the VM down for the whole backup; default no.
    pub offline_backup: bool,
    /// Shuts the VM down for the snapshot; default no. Also set by the tag `xo-offline-backup`.
    pub offline_snapshot: bool,
    /// Snapshots the memory too; default no. Also set by the tag `xo-memory-backup`.
    pub checkpoint_snapshot: bool,
    /// Full: takes a snapshot even where none is needed; default no.
    pub unconditional_snapshot: bool,
    /// Deletes old backups before the transfer; default no.
    pub delete_first: bool,
    /// Waits for the merge of old backups on the remote; default no.
    pub merge_backups_synchronously: bool,
    /// Keeps backups beyond the retention; default no.
    pub skip_delete_old_entries: bool,
    /// Old deltas merged on a remote in one run; `None` is unlimited, the default.
    pub max_merged_deltas_per_run: Option<u64>,
    /// Backups kept on remotes besides `export_retention`, per day, week, month and year; default 0 each.
    pub long_term_retention: LongTermRetention,
    /// The time zone of the days in the long-term retention; absent by default.
    pub timezone: Option<CompactString>,
    /// The SR on which each backup is restored to check it; absent by default.
    pub health_check_sr: Option<ObjectId>,
    /// After which runs XO sends its report; default [`ReportWhen::Failure`].
    pub report_when: ReportWhen,
    /// How long opening a remote may take; default 300 s.
    pub remote_timeout: SignedDuration,
    /// Metadata jobs: backups of pools kept; default 0.
    pub retention_pool_metadata: u64,
    /// Metadata jobs: backups of XO kept; default 0.
    pub retention_xo_metadata: u64,
}

/// How many backups are kept per period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LongTermRetention {
    /// Days.
    pub daily: u64,
    /// Weeks.
    pub weekly: u64,
    /// Months.
    pub monthly: u64,
    /// Years.
    pub yearly: u64,
}

/// After which runs XO sends its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportWhen {
    /// After each run.
    Always,
    /// After a run that failed or was skipped.
    Failure,
    /// After a run that failed.
    Error,
    /// After no run.
    Never,
}

impl Default for VmSettings {
    fn default() -> Self {
        Self {
            snapshot_retention: 0,
            export_retention: 0,
            copy_retention: 0,
            full_interval: 0,
            concurrency: 2,
            disk_per_vm_concurrency: 0,
            retries: 0,
            max_export_rate: None,
            prefer_nbd: false,
            nbd_concurrency: 1,
            cbt_destroy_snapshot_data: false,
            bypass_vdi_chains_check: false,
            offline_backup: false,
            offline_snapshot: false,
            checkpoint_snapshot: false,
            unconditional_snapshot: false,
            delete_first: false,
            merge_backups_synchronously: false,
            skip_delete_old_entries: false,
            max_merged_deltas_per_run: None,
            long_term_retention: LongTermRetention::default(),
            timezone: None,
            health_check_sr: None,
            report_when: ReportWhen::Failure,
            remote_timeout: SignedDuration::from_secs(300),
            retention_pool_metadata: 0,
            retention_xo_metadata: 0,
        }
    }
}

impl VmSettings {
    /// Merges the settings of a whole run: defaults, then the job (key `""`), then the schedule.
    #[must_use]
    pub fn of_run(job: &Job, schedule: Option<&ScheduleId>) -> Self {
        let mut settings = Self::default();
        settings.overlay(job, "");
        if let Some(schedule) = schedule {
            settings.overlay(job, &schedule.to_string());
        }
        settings
    }

    /// Overlays the job's settings for one VM, then those from the tags of that VM.
    #[must_use]
    pub fn with_vm(mut self, job: &Job, vm: &ObjectId, tags: &[CompactString]) -> Self {
        self.overlay(job, &vm.to_string());
        self.offline_snapshot |= tags.iter().any(|tag| tag == TAG_OFFLINE);
        self.checkpoint_snapshot |= tags.iter().any(|tag| tag == TAG_MEMORY);
        self
    }

    /// Returns whether a tag of a VM changes its settings.
    #[must_use]
    pub fn is_changed_by(tag: &str) -> bool {
        tag == TAG_OFFLINE || tag == TAG_MEMORY
    }

    /// Overlays the job's settings for one target, a remote or an SR.
    #[must_use]
    pub fn with_target(mut self, job: &Job, target: &ObjectId) -> Self {
        self.overlay(job, &target.to_string());
        self
    }

    /// Returns whether the backup of a VM takes a snapshot (facts/xo-protocol.md 4.1): a delta always does; a full
    /// only if it is set to, if snapshots are kept, if a disk is left out, or if the VM runs and stays running. An
    /// unknown mode is assumed to take one.
    #[must_use]
    pub fn takes_snapshot(&self, mode: Mode, vm_running: bool, has_nobak_disk: bool) -> bool {
        match mode {
            Mode::Delta | Mode::Unknown => true,
            Mode::Full => {
                self.unconditional_snapshot
                    || (vm_running && !self.offline_backup)
                    || self.snapshot_retention != 0
                    || has_nobak_disk
            }
        }
    }

    /// Returns whether a run of the job with these run settings does anything: without remotes, SRs and kept
    /// snapshots, XO ends it at once, with success (facts/xo-protocol.md 4.1).
    #[must_use]
    pub fn has_output(&self, job: &Job) -> bool {
        !job.remotes.is_empty() || !job.srs.is_empty() || self.snapshot_retention != 0
    }

    /// Returns whether a run of the job with these settings keeps anything: a retention of 0 disables an output
    /// (facts/xo-protocol.md 4.5).
    #[must_use]
    pub fn keeps_anything(&self, job: &Job) -> bool {
        self.snapshot_retention > 0
            || job.remotes.iter().any(|id| self.writes_to(job, id))
            || job.srs.iter().any(|id| self.replicates_to(job, id))
    }

    /// Returns whether a run of the job with these settings writes to this repository.
    #[must_use]
    pub fn writes_to(&self, job: &Job, repository: &ObjectId) -> bool {
        let here = self.clone().with_target(job, repository);
        let long = here.long_term_retention;
        [here.export_retention, long.daily, long.weekly, long.monthly, long.yearly]
            .iter()
            .any(|kept| *kept > 0)
    }

    /// Returns whether a run of the job with these settings writes to this SR.
    #[must_use]
    pub fn replicates_to(&self, job: &Job, sr: &ObjectId) -> bool {
        self.clone().with_target(job, sr).copy_retention > 0
    }

    /// Returns whether settings exclude each other, so that XO refuses each VM: an offline backup by a full backup
    /// job takes no snapshot that could be kept (facts/xo-protocol.md 5.5,
    /// `offlineBackup is not compatible with snapshotRetention`).
    #[must_use]
    pub fn excludes_itself(&self, job: &Job) -> bool {
        job.kind == JobKind::Backup(Mode::Full) && self.offline_backup && self.snapshot_retention > 0
    }

    /// Returns whether the data of the reference snapshot is purged after the transfer (facts/xo-protocol.md 4.2).
    #[must_use]
    pub fn purges_snapshot_data(&self) -> bool {
        self.cbt_destroy_snapshot_data && self.prefer_nbd && self.snapshot_retention == 0
    }

    fn overlay(&mut self, job: &Job, key: &str) {
        if let Some(raw) = job.settings.get(key) {
            read::overlay(self, raw, |_, _| {});
        }
    }
}

/// Lists the values of a job that make no sense, over all its layers, in the order of their keys.
#[must_use]
pub fn notes(job: &Job) -> Vec<OddSetting> {
    let mut notes = Vec::new();
    for (layer, raw) in &job.settings {
        read::overlay(&mut VmSettings::default(), raw, |setting, problem| {
            notes.push(OddSetting { layer: layer.clone(), setting, problem });
        });
    }
    notes
}

#[cfg(test)]
mod tests;
