//! What `xe` and XenCenter say instead of a XAPI code (xapi-project/xen-api ocaml/idl/datamodel_errors.ml).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Pieces of the messages, in lower case, each with the code it stands for.
const MESSAGES: &[(&str, &str)] = &[
    ("vdi is in use by some other operation", "VDI_IN_USE"),
    ("not in an appropriate power state at the time", "VM_BAD_POWER_STATE"),
    ("another operation involving the object is currently in progress", "OTHER_OPERATION_IN_PROGRESS"),
    ("no servers available to complete the specified operation", "NO_HOSTS_AVAILABLE"),
    ("no hosts available to complete the specified operation", "NO_HOSTS_AVAILABLE"),
    ("not enough server memory is available", "HOST_NOT_ENOUGH_FREE_MEMORY"),
    ("not enough host memory is available", "HOST_NOT_ENOUGH_FREE_MEMORY"),
    ("does not have enough pcpus to run the vm", "HOST_NOT_ENOUGH_PCPUS"),
    ("has too little memory to be started", "VM_MEMORY_SIZE_TOO_LOW"),
    ("the sr has no attached pbds", "SR_HAS_NO_PBDS"),
    ("the sr is not attached", "SR_NOT_ATTACHED"),
    ("attaching this sr failed", "SR_ATTACH_FAILED"),
    ("sr could not be connected because the driver was not recognised", "SR_UNKNOWN_DRIVER"),
    ("the sm plug-in did not respond to a query", "SM_PLUGIN_COMMUNICATION_FAILURE"),
    ("there was an sr backend failure", "SR_BACKEND_FAILURE"),
    ("you gave an invalid object reference", "HANDLE_INVALID"),
    ("the uuid you supplied was invalid", "UUID_INVALID"),
    ("have access to an sr needed by the vm", "VM_REQUIRES_SR"),
    ("have a pif on a network needed by the vm", "VM_REQUIRES_NET"),
    ("vm cannot be started because it requires a vdi which cannot be attached", "VM_REQUIRES_VDI"),
    ("an emulator required to run this vm failed to start", "FAILED_TO_START_EMULATOR"),
    ("involves a host which could not be contacted", "HOST_OFFLINE"),
    ("cannot forward messages because the host cannot be contacted", "CANNOT_CONTACT_HOST"),
    ("cannot forward messages because the server cannot be contacted", "CANNOT_CONTACT_HOST"),
    ("the specified server is disabled", "HOST_DISABLED"),
    ("the specified host is disabled", "HOST_DISABLED"),
    ("host is running in emergency mode", "HOST_IN_EMERGENCY_MODE"),
    ("the host toolstack is still initialising", "HOST_STILL_BOOTING"),
    ("cannot make regular api calls directly on a slave", "HOST_IS_SLAVE"),
    ("operation that was explicitly blocked", "OPERATION_BLOCKED"),
    ("you attempted an operation that was not allowed", "OPERATION_NOT_ALLOWED"),
    ("the sr backend does not support the operation", "SR_OPERATION_NOT_SUPPORTED"),
    ("requires pv drivers to be installed but the drivers were not detected", "VM_MISSING_PV_DRIVERS"),
    ("on a vm which lacks the feature", "VM_LACKS_FEATURE"),
    ("feature on a vm which lacks it", "VM_LACKS_FEATURE"),
    ("vdi could not be found on the storage substrate", "VDI_MISSING"),
    ("vdi could not be found in the specified sr", "VDI_LOCATION_MISSING"),
    ("vdi could not be properly attached to the vm", "VDI_NOT_AVAILABLE"),
    ("the operation required write access but this vdi is read-only", "VDI_READONLY"),
    ("vdi is of an incompatible type", "VDI_INCOMPATIBLE_TYPE"),
    ("the system does not manage this vdi", "VDI_NOT_MANAGED"),
    ("not allowed for vdis with cbt enabled", "VDI_CBT_ENABLED"),
    ("does not have changed block tracking metadata", "VDI_NO_CBT_METADATA"),
    ("the vdi copy action has failed", "VDI_COPY_FAILED"),
    ("not permitted on vdis in the 'on-boot=reset' mode", "VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION"),
    ("the vdi is not stored using a sparse format", "VDI_NOT_SPARSE"),
    ("the vdi is too small", "VDI_TOO_SMALL"),
    ("the vdi is too large", "VDI_TOO_LARGE"),
    ("the vdi mirroring cannot be performed", "MIRROR_FAILED"),
    ("the sr is full. requested new size", "SR_FULL"),
    ("source sr does not have sufficient temporary space", "SR_SOURCE_SPACE_INSUFFICIENT"),
    ("the provision call failed because it ran out of space", "PROVISION_FAILED_OUT_OF_SPACE"),
    ("sr operation cannot be performed because the sr is not empty", "SR_NOT_EMPTY"),
    ("device underlying the sr is in use", "SR_DEVICE_IN_USE"),
    ("necessary vdis were already locked at the storage level", "SR_VDI_LOCKING_FAILED"),
    ("sr is in use by another host and is not marked as sharable", "SR_NOT_SHARABLE"),
    ("the server failed to handle your request, due to an internal error", "INTERNAL_ERROR"),
    ("the request was asynchronously cancel", "TASK_CANCELLED"),
    ("too many pending tasks on the server", "TOO_MANY_PENDING_TASKS"),
    ("rejected because the server is too busy", "TOO_BUSY"),
    ("session is not registered to receive events", "SESSION_NOT_REGISTERED"),
    ("some events have been lost from the queue", "EVENTS_LOST"),
    ("you gave an invalid session reference", "SESSION_INVALID"),
    ("the credentials given by the user are incorrect", "SESSION_AUTHENTICATION_FAILED"),
    ("rbac permission denied", "RBAC_PERMISSION_DENIED"),
    ("maximal number of concurrently migrating vms", "TOO_MANY_STORAGE_MIGRATES"),
    ("cannot migrate a vm with more than one snapshot", "VM_HAS_TOO_MANY_SNAPSHOTS"),
    ("cannot migrate a vm which has a checkpoint", "VM_HAS_CHECKPOINT"),
    ("an error occurred during the migration process", "VM_MIGRATE_FAILED"),
    ("vm has one or more pci devices passed through", "VM_HAS_PCI_ATTACHED"),
    ("this operation is not supported during an upgrade", "NOT_SUPPORTED_DURING_UPGRADE"),
    ("on an older-versioned host during an upgrade", "VM_HOST_INCOMPATIBLE_VERSION"),
    ("the vm could not be imported", "IMPORT_ERROR"),
    ("some data checksums were incorrect; the vm may be corrupt", "IMPORT_ERROR"),
    ("created by a different (incompatible) product version", "IMPORT_INCOMPATIBLE_VERSION"),
    ("vm failed to shutdown before the timeout expired", "VM_SHUTDOWN_TIMEOUT"),
    ("acknowledge the need to shutdown", "VM_FAILED_SHUTDOWN_ACK"),
    ("vm failed to suspend before the timeout expired", "VM_SUSPEND_TIMEOUT"),
    ("does not have a suspend sr specified", "VM_NO_SUSPEND_SR"),
    ("the quiesced-snapshot operation failed", "VM_SNAPSHOT_WITH_QUIESCE_FAILED"),
    ("the vss plug-in", "VM_SNAPSHOT_WITH_QUIESCE_FAILED"),
    ("while saving the memory image of the specified virtual machine", "VM_CHECKPOINT_SUSPEND_FAILED"),
    ("while attempting to detach a device from a vm", "DEVICE_DETACH_TIMEOUT"),
    ("while attempting to attach a device to a vm", "DEVICE_ATTACH_TIMEOUT"),
    ("the vm rejected the attempt to detach the device", "DEVICE_DETACH_REJECTED"),
    ("would have resulted in duplicate keys in the database", "MAP_DUPLICATE_KEY"),
    ("you tried to call a method that does not exist", "MESSAGE_METHOD_UNKNOWN"),
    ("would create a duplicate", "DUPLICATE_VM"),
];

static AUTOMATON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MESSAGES.iter().map(|(words, _)| words)).ok());

/// Returns the codes that a text (lower case, single spaces) expresses in words.
pub(super) fn codes(text: &str) -> Vec<&'static str> {
    let found = AUTOMATON.iter().flat_map(|automaton| automaton.find_iter(text));
    let mut codes: Vec<&'static str> = found.map(|found| MESSAGES[found.pattern().as_usize()].1).collect();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_stand_for_codes() {
        for (words, code) in MESSAGES {
            assert_eq!(*words, words.to_lowercase(), "{words}");
            assert_eq!(codes(&format!("so: {words} it is")), [*code], "{words}");
        }
        assert_eq!(codes("the printer is on fire"), [""; 0]);
    }
}
