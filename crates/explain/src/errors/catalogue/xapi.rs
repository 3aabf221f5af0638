//! Errors and messages of XAPI (facts/storage-manager.md 7.2).

use super::How::{Code as Is, CodePrefix, Text};
use super::{Entry, entry};
use crate::errors::Temporary::{Maybe, No, Yes};
use xo_health_core::findings::Code;
use xo_health_core::findings::catalogue::Actor::{Provider, StorageOperator, VmOwner, XoAdministrator};

const TABLE: &str = "facts/storage-manager.md 7.2";
const STRINGS: &str = "facts/xo-protocol.md 5.5";

/// In the order of the facts.
pub(super) const ENTRIES: &[Entry] = &[
    entry(
        "other-operation",
        &[Is("OTHER_OPERATION_IN_PROGRESS")],
        Yes,
        XoAdministrator,
        &[Code::ControlDomainVdi],
        &[TABLE],
    ),
    entry("not-allowed", &[Is("OPERATION_NOT_ALLOWED")], Maybe, VmOwner, &[], &[TABLE]),
    entry("sharable", &[Is("VDI_IS_SHARABLE")], No, VmOwner, &[], &[TABLE]),
    entry("on-boot-reset", &[Is("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION")], No, VmOwner, &[], &[TABLE]),
    entry("vdi-not-available", &[Is("VDI_NOT_AVAILABLE")], Maybe, StorageOperator, &[], &[TABLE]),
    entry("vdi-not-managed", &[Is("VDI_NOT_MANAGED")], No, XoAdministrator, &[], &[TABLE]),
    entry("vdi-read-only", &[Is("VDI_READONLY")], No, VmOwner, &[], &[TABLE]),
    entry(
        "vdi-io-error",
        &[Is("VDI_IO_ERROR")],
        Maybe,
        StorageOperator,
        &[Code::SrLowSpace],
        &[TABLE, STRINGS],
    ),
    entry("copy-failed", &[Is("VDI_COPY_FAILED")], Maybe, StorageOperator, &[Code::SrLowSpace], &[TABLE]),
    entry("incompatible-type", &[Is("VDI_INCOMPATIBLE_TYPE")], Yes, XoAdministrator, &[], &[TABLE]),
    entry("no-cbt-metadata", &[Is("VDI_NO_CBT_METADATA")], No, VmOwner, &[], &[TABLE, STRINGS]),
    entry("cbt-enabled", &[Is("VDI_CBT_ENABLED")], No, VmOwner, &[], &[TABLE]),
    entry("size-limits", &[Is("VDI_TOO_LARGE"), Is("VDI_TOO_SMALL")], No, VmOwner, &[], &[TABLE]),
    entry("not-sparse", &[Is("VDI_NOT_SPARSE")], No, XoAdministrator, &[], &[TABLE]),
    entry(
        "migration-no-space",
        &[Is("SR_SOURCE_SPACE_INSUFFICIENT"), Is("SR_FULL")],
        No,
        StorageOperator,
        &[Code::SrLowSpace, Code::SnapshotNoRoom],
        &[TABLE],
    ),
    entry(
        "suspend-no-space",
        &[Is("SR_SUSPEND_SPACE_INSUFFICIENT")],
        No,
        StorageOperator,
        &[Code::SrLowSpace],
        &[TABLE],
    ),
    entry(
        "too-many-migrations",
        &[Is("TOO_MANY_STORAGE_MIGRATES")],
        Yes,
        XoAdministrator,
        &[],
        &[TABLE, STRINGS],
    ),
    entry("mirror-failed", &[Is("MIRROR_FAILED")], Maybe, StorageOperator, &[], &[TABLE]),
    entry(
        "migration-snapshots",
        &[Is("VM_HAS_TOO_MANY_SNAPSHOTS"), Is("VM_HAS_CHECKPOINT")],
        No,
        VmOwner,
        &[Code::OldSnapshots],
        &[TABLE],
    ),
    entry(
        "sr-not-attached",
        &[Is("SR_HAS_NO_PBDS"), Is("SR_NOT_ATTACHED"), Is("SR_ATTACH_FAILED")],
        Maybe,
        StorageOperator,
        &[Code::SrDetached, Code::SrMaintenance],
        &[TABLE],
    ),
    entry("vdi-locked", &[Is("SR_VDI_LOCKING_FAILED")], Maybe, StorageOperator, &[], &[TABLE]),
    entry(
        "sr-unhealthy",
        &[Is("SR_UNHEALTHY"), Is("CLUSTERED_SR_DEGRADED")],
        Maybe,
        StorageOperator,
        &[],
        &[TABLE],
    ),
    entry(
        "quiesce",
        &[Is("VM_SNAPSHOT_FAILED"), CodePrefix("VM_SNAPSHOT_WITH_QUIESCE_")],
        Maybe,
        VmOwner,
        &[],
        &[TABLE],
    ),
    entry(
        "checkpoint",
        &[Is("VM_CHECKPOINT_SUSPEND_FAILED"), Is("VM_CHECKPOINT_RESUME_FAILED")],
        Maybe,
        VmOwner,
        &[],
        &[TABLE],
    ),
    entry("handle-invalid", &[Is("HANDLE_INVALID")], Yes, XoAdministrator, &[], &[TABLE]),
    entry("duplicate-key", &[Is("MAP_DUPLICATE_KEY")], Maybe, StorageOperator, &[], &[TABLE]),
    entry(
        "infrastructure",
        &[Is("TASK_CANCELLED"), Is("SESSION_INVALID"), Is("HOST_OFFLINE"), Is("HOST_STILL_BOOTING")],
        Yes,
        Provider,
        &[Code::PoolMissing],
        &[TABLE],
    ),
    entry("license", &[Is("LICENSE_RESTRICTION")], No, Provider, &[], &[STRINGS]),
    entry(
        "gc-no-space",
        &[Is("SM_GC_NO_SPACE")],
        No,
        StorageOperator,
        &[Code::GcNoSpace, Code::CoalesceNoRoom, Code::SrLowSpace],
        &[TABLE, "facts/storage-manager.md 3.7"],
    ),
    entry("unpause", &[Text(&["failed to unpause tapdisk"])], No, Provider, &[], &[TABLE]),
    entry(
        "cbt-lost",
        &[Is("VDI_CBT_SNAPSHOT_FAILED"), Is("VDI_CBT_RESIZE_FAILED")],
        Maybe,
        VmOwner,
        &[],
        &[TABLE],
    ),
    entry("no-hardlinks", &[Text(&["sr_does_not_support_hardlinks"])], No, StorageOperator, &[], &[TABLE]),
    entry("local-cache", &[Text(&["no space left in local cache"])], No, Provider, &[], &[TABLE]),
];
