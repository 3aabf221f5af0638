//! Words that reveal nothing about who runs a server: those of XO, XAPI and the storage manager.

use crate::wire::{GC_TASK, needed_types};
use xo_health_core::backup::ownership::TEMPORARY_NAME;
use xo_health_core::backup::{TAG_NO_BACKUP, TAGS_OF_COPIES};

/// Values of fields that software fills in from a short list (facts/xo-protocol.md 3 and 5; facts/storage-manager.md 1).
const VALUES: &[&str] = &[
    // types of objects that are not read
    "VIF",
    "PIF",
    "network",
    "task",
    "message",
    "PGPU",
    "gpuGroup",
    "VGPU",
    "remote",
    "xo",
    // drivers, contents and allocation of SRs
    "ext",
    "ext4",
    "lvm",
    "lvmohba",
    "lvmoiscsi",
    "lvmofcoe",
    "nfs",
    "smb",
    "cifs",
    "iso",
    "udev",
    "file",
    "dummy",
    "hba",
    "iscsi",
    "rawhba",
    "linstor",
    "glusterfs",
    "cephfs",
    "moosefs",
    "xfs",
    "zfs",
    "zfs-vol",
    "btrfs",
    "largeblock",
    "xosan",
    "netapp",
    "equal",
    "user",
    "system",
    "disk",
    "thin",
    "thick",
    "unknown",
    "cbt_metadata",
    "ephemeral",
    "suspend",
    "crashdump",
    "ha_statefile",
    "metadata",
    "redo_log",
    "rrd",
    "pvs_cache",
    "vhd",
    "qcow2",
    "raw",
    // states
    "Running",
    "Halted",
    "Paused",
    "Suspended",
    "Unknown",
    "pending",
    "success",
    "failure",
    "cancelled",
    "interrupted",
    "skipped",
    "connected",
    "disconnected",
    "connecting",
    "enabled",
    "disabled",
    "hvm",
    "pv",
    "pvh",
    "pv_in_pvh",
    "true",
    "false",
    "offline",
    "force",
    "XCP-ng",
    "XenServer",
    "Citrix Hypervisor",
    // jobs and runs
    "backup",
    "mirrorBackup",
    "metadataBackup",
    "call",
    "full",
    "delta",
    "always",
    "never",
    "error",
    "xolog",
    "zstd",
    "gzip",
    "native",
    "key",
    "schedule.runSequence",
    "crossProduct",
    "set",
    "map",
    "extractProperties",
    "collection",
    "roundrobin",
    "incremental",
    "snapshot",
    "export",
    "copy",
    "transfer",
    "restore",
    // why something was not read
    "garbled",
    "admin_only",
    "timeout",
    // users and rights
    "admin",
    "none",
    "viewer",
    "operator",
    "allow",
    "deny",
    "read",
    "*",
    "backup-job",
    "backup-log",
    "backup-repository",
    "schedule",
    "server",
    "proxy",
    "backup-archive",
    "sr",
    "vm",
    "vdi",
];

/// Whole names that software assigns.
pub(super) const NAMES: &[&str] = &[
    "base copy",
    TEMPORARY_NAME,
    GC_TASK,
    "SR.scan",
    "SM_GC_NO_SPACE",
    "Local storage",
    "DVD drives",
    "Removable storage",
    "XCP-ng Tools",
];

/// How the name of a snapshot taken by a job begins; the job follows, up to `]`.
pub(super) const OF_JOB: &str = "[XO Backup ";

/// Tags with a meaning to XO or to those who look at its lists, besides those that rules read.
const TAGS: &[&str] = &["xo:notify-on-snapshot", "NOBAK", "HA"];

/// Returns whether a tag has a meaning, alone or before `=`.
pub(super) fn is_tag(tag: &str) -> bool {
    tag == TAG_NO_BACKUP || TAGS_OF_COPIES.contains(&tag) || TAGS.contains(&tag)
}

/// Lists the values of fields that software fills in.
pub(super) fn values() -> impl Iterator<Item = &'static str> {
    VALUES.iter().chain(needed_types()).copied()
}

/// Returns whether a text is one of [`values`].
pub(super) fn is_value(text: &str) -> bool {
    VALUES.contains(&text) || needed_types().contains(&text)
}

/// Longer words of cron patterns: days, months, and those after `@`.
pub(super) const CRON: &[&str] = &[
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "yearly",
    "annually",
    "monthly",
    "weekly",
    "daily",
    "midnight",
    "hourly",
];

/// Keys of fields and settings, besides those of the readers' types.
pub(super) const KEYS: &[&str] = &[
    "",
    "id",
    "uuid",
    "type",
    "$pool",
    "$poolId",
    "$type",
    "$container",
    "name_label",
    "name_description",
    "tags",
    "power_state",
    "__and",
    "__or",
    "__not",
    "other",
    "other_config",
    "xo:backup:job",
    "xo:backup:schedule",
    "xo:backup:vm",
    "xo:backup:sr",
    "xo:backup:datetime",
    "xo:backup:exported",
    "xo:backup:contentKey",
    "xo:backup:deltaChainLength",
    "xo:copy_of",
    "gc",
    "coalesce",
    "leaf-coalesce",
    "auto-scan",
    "allocation",
    "gc_no_space",
    "last-coalesce-error",
    "items",
    "values",
    "schedules",
    "value",
    "collection",
    "iteratee",
    "daily",
    "weekly",
    "monthly",
    "yearly",
    "retention",
    "settings",
    "unhealthyVdis",
    "vdisWithUnknownVhdParent",
    "message",
    "code",
    "data",
    "result",
    "permission",
    "privileges",
    "resource",
    "action",
    "actions",
    "effect",
    "selector",
    "start",
    "start_on",
    "destroy",
    "migrate_send",
    "pool_migrate",
    "clean_shutdown",
    "clean_reboot",
    "hard_shutdown",
    "hard_reboot",
    "suspend",
    "resume",
    "pause",
    "unpause",
    "snapshot",
    "revert",
    "clone",
    "copy",
    "export",
    "checkpoint",
    "CPUs",
    "memory",
    "hasVendorDevice",
    "virtualizationMode",
    "high_availability",
    "auto_poweron",
    "startDelay",
    "xenTools",
    "VCPUs",
    "os_version",
];

/// Words of messages, besides those of the catalogue of errors: XO's own steps and warnings, and plain English.
pub(super) const WORDS: &str = "\
    a about after again all already an and any are as at attempt backup backups be because been before being but by \
    can cannot chain chains check clean could couldn t data delta deleted did disk disks do does due during each \
    enable enabled error errors export exported failed failure fall falls fell fetch file files first for force \
    forcing found free from full get gets had has have health healthy how if in incremental insufficient interrupted \
    into is it its job jobs key last list lock locked mandatory match merge merging missing mode more mount mounted \
    nbd new next no not now object of off on one only open operation or other out over own parent pattern pool \
    previous read reason refused remote remotes removed repository response retry run running same schedule \
    schedules server set should side size skip skipped snapshot snapshots socket some space sr start started \
    state status stop stopped storage success supported system target task that the then there they this timeout \
    to too transfer type unable unexpected unhealthy unknown until unused up use used using valid value vdi vdis \
    vhd vhds vm vms wait waiting warning was were when which while will with without write written xapi xo xva \
    backupng cbt tag tags uuid ref opaqueref null undefined true false insufficient_space promise rejected parameter \
    clear template templates metadata archive archives cache corrupted alias aliases invalid orphan child children \
    closed reset aborted canceled cancelled connect connection connections network address host hosts port peer \
    protect fallback destination source volume device busy permission denied directory path exists exist empty \
    quota exceeded limit large small long short length number count bytes kb mb gb tb gib mib seconds minutes \
    hours days license licence edition feature unavailable available authentication credentials wrong password \
    user mirror sequence replication replicated copy copied restore restored worker thread memory cpu internal \
    external local global handle event unlock timed expired signal killed exit exited node process version";
