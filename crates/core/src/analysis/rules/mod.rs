//! One file per finding code: what it means, the rule, its cases.
//!
//! In: an [`Analysis`]. Out: findings, without words. A rule reads the analysis and what several rules share
//! ([`support`]), and knows no other rule. A rule fires above info only on something that an administrator has to act
//! on: a fleet that is merely at work (snapshots being taken, one merge pending after a run) yields nothing above info.

mod support;

mod backup_leftover;
mod broken_chain;
mod cbt_lists;
mod chain_depth;
mod coalesce_error;
mod coalesce_no_room;
mod coalesce_off;
mod control_domain_vdi;
mod cron_reads_otherwise;
mod deleted_job_snapshots;
mod duplicate_id;
mod flaky_backup;
mod gc_blocked;
mod gc_no_space;
mod gc_stalled;
mod guests_out_of_room;
mod image_missing;
mod job_does_nothing;
mod job_overlap;
mod leaf_pair;
mod lvm_journal_room;
mod metadata_volume;
mod no_inventory;
mod not_read;
mod old_snapshots;
mod orphan_vdis;
mod output_behind;
mod pending_merge;
mod pool_loading;
mod pool_missing;
mod qcow2_without_nbd;
mod recurring_failure;
mod replicas_in_job;
mod replication_target;
mod repository_low_space;
mod repository_on_root;
mod restore_test_failed;
mod retention_cannot_fit;
mod retention_not_respected;
mod rpo_missed;
mod schedule_not_run;
mod schedule_unreadable;
mod snapshot_in_use;
mod snapshot_no_room;
mod source_on_target;
mod sr_detached;
mod sr_low_space;
mod sr_maintenance;
mod sr_usage;
mod stuck_run;
mod thin_overcommitted;
mod unexpected_full;
mod vm_unprotected;
mod vm_vanished;
mod xo_will_skip;

use rustc_hash::FxHashSet;

use super::Analysis;
use crate::findings::{Code, Finding, is_incomplete};

type Rule = fn(&Analysis) -> Vec<Finding>;

/// Returns the rule of a code.
fn rule(code: Code) -> Rule {
    match code {
        Code::ChainDepth => chain_depth::find,
        Code::XoWillSkip => xo_will_skip::find,
        Code::PendingMerge => pending_merge::find,
        Code::LeafPair => leaf_pair::find,
        Code::BrokenChain => broken_chain::find,
        Code::DuplicateId => duplicate_id::find,
        Code::RetentionCannotFit => retention_cannot_fit::find,
        Code::GcNoSpace => gc_no_space::find,
        Code::CoalesceOff => coalesce_off::find,
        Code::CoalesceError => coalesce_error::find,
        Code::CoalesceNoRoom => coalesce_no_room::find,
        Code::GcStalled => gc_stalled::find,
        Code::GcBlocked => gc_blocked::find,
        Code::SrLowSpace => sr_low_space::find,
        Code::SrUsage => sr_usage::find,
        Code::SrMaintenance => sr_maintenance::find,
        Code::SrDetached => sr_detached::find,
        Code::SnapshotNoRoom => snapshot_no_room::find,
        Code::LvmJournalRoom => lvm_journal_room::find,
        Code::MetadataVolume => metadata_volume::find,
        Code::ThinOvercommitted => thin_overcommitted::find,
        Code::ReplicationTarget => replication_target::find,
        Code::OrphanVdis => orphan_vdis::find,
        Code::OldSnapshots => old_snapshots::find,
        Code::BackupLeftover => backup_leftover::find,
        Code::DeletedJobSnapshots => deleted_job_snapshots::find,
        Code::ControlDomainVdi => control_domain_vdi::find,
        Code::ScheduleUnreadable => schedule_unreadable::find,
        Code::JobOverlap => job_overlap::find,
        Code::StuckRun => stuck_run::find,
        Code::CronReadsOtherwise => cron_reads_otherwise::find,
        Code::JobDoesNothing => job_does_nothing::find,
        Code::VmVanished => vm_vanished::find,
        Code::NotRead => not_read::find,
        Code::PoolMissing => pool_missing::find,
        Code::PoolLoading => pool_loading::find,
        Code::NoInventory => no_inventory::find,
        Code::RpoMissed => rpo_missed::find,
        Code::VmUnprotected => vm_unprotected::find,
        Code::RecurringFailure => recurring_failure::find,
        Code::RetentionNotRespected => retention_not_respected::find,
        Code::UnexpectedFull => unexpected_full::find,
        Code::RepositoryLowSpace => repository_low_space::find,
        Code::SnapshotInUse => snapshot_in_use::find,
        Code::ImageMissing => image_missing::find,
        Code::GuestsOutOfRoom => guests_out_of_room::find,
        Code::CbtLists => cbt_lists::find,
        Code::ScheduleNotRun => schedule_not_run::find,
        Code::ReplicasInJob => replicas_in_job::find,
        Code::Qcow2WithoutNbd => qcow2_without_nbd::find,
        Code::SourceOnTarget => source_on_target::find,
        Code::RestoreTestFailed => restore_test_failed::find,
        Code::OutputBehind => output_behind::find,
        Code::FlakyBackup => flaky_backup::find,
        Code::RepositoryOnRoot => repository_on_root::find,
    }
}

/// Runs all rules; sorts by severity (worst first), code, name and id of the subject. No two findings share a key: of a
/// job that the server lists twice, the worst finding counts.
pub fn find(analysis: &Analysis) -> Vec<Finding> {
    let mut found: Vec<Finding> = Code::ALL.iter().flat_map(|&code| rule(code)(analysis)).collect();
    found.sort_by(|a, b| {
        let key = |finding: &Finding| (std::cmp::Reverse(finding.severity), finding.code.number());
        key(a)
            .cmp(&key(b))
            .then_with(|| a.subject.name.cmp(&b.subject.name))
            .then_with(|| a.subject.id.cmp(&b.subject.id))
    });
    let mut keys = FxHashSet::default();
    found.retain(|finding| keys.insert(finding.key()));
    found
}

/// Returns whether the whole fleet was read, for rules that conclude from what is missing.
fn fleet_is_whole(analysis: &Analysis) -> bool {
    let codes = [Code::NotRead, Code::PoolMissing, Code::PoolLoading, Code::NoInventory];
    let found: Vec<Finding> = codes.into_iter().flat_map(|code| rule(code)(analysis)).collect();
    let is_whole =
        analysis.reading().unread.iter().all(|unread| unread.answer != crate::model::Question::Objects);
    is_whole && !is_incomplete(&found)
}

#[cfg(test)]
mod tests;
