//! The whole catalogue: each entry is recognised from a text as people meet it: in a log, a mail and a paste.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xo_health_explain::errors::{Entry, all};
use xo_health_explain::{Explanation, Known, explain, parse};
use xo_health_report::words::{Lang, findings};

/// Entries for how a run ended: no message says them.
const OF_RUNS: [&str; 3] = ["interrupted", "still-running", "nothing-recorded"];

fn explained(input: &[u8]) -> Explanation {
    let errors = xo_health_explain::errors::texts::Texts::new(Lang::En);
    let now = "2026-11-27T08:00:00Z".parse().unwrap();
    explain(parse(input), now, &errors, &findings::Texts::new(Lang::En))
}

/// Reads `[id] text`; lines without an id continue the text.
fn texts() -> BTreeMap<String, String> {
    let path = format!("{}/tests/fixtures/catalogue.txt", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, text)) = line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
            id.clone_into(&mut last);
            assert!(texts.insert(last.clone(), text.to_owned()).is_none(), "{id} stands twice");
        } else if let Some(text) = texts.get_mut(&last) {
            text.push('\n');
            text.push_str(line);
        }
    }
    texts
}

fn is_of_pool(entry: &Entry) -> bool {
    entry.id == "no-xapi-pool"
}

/// Builds a backup log with the error in a task: of a pool, of a proxy, or of a run, depending on the entry.
fn log(entry: &Entry, text: &str) -> Value {
    let of_pool = is_of_pool(entry);
    let error = json!({ "message": text.lines().next(), "name": "Error", "stack": text });
    let data = if of_pool {
        json!({ "type": "pool", "id": "9e98c4f6-40e1-4c96-9f1c-9935719f9212" })
    } else {
        json!({ "type": "VM", "id": "778369f3-4c6f-4737-af07-241b89fcc0e7", "name_label": "db" })
    };
    let mut log = json!({
        "id": "1795300000000", "jobId": "8b3f311e-90dd-495d-8626-819df32958f6", "jobName": "nightly",
        "message": "backup", "data": { "mode": "delta" }, "start": 1_795_300_000_000_i64, "status": "failure",
        "tasks": [{ "id": "1", "message": "backup", "data": data, "status": "failure", "result": error }],
    });
    match entry.id {
        "repository-slow" => {
            log["tasks"][0]["tasks"] = json!([{ "message": "merge", "status": "failure",
            "result": { "message": text, "name": "TimeoutError" } }])
        }
        "proxy-already-running" => log["proxyId"] = json!("0e98c4f6-40e1-4c96-9f1c-9935719f9212"),
        "interrupted" => log["status"] = json!("interrupted"),
        "still-running" => log["status"] = json!("pending"),
        "nothing-recorded" => {
            log["status"] = json!("success");
            log["infos"] = json!([{ "message": "vms", "data": { "vms": ["778369f3"] } }]);
        }
        _ => {}
    }
    if OF_RUNS.contains(&entry.id) {
        log["tasks"] = json!([]);
    }
    log
}

/// Builds a report mail of xo-server-backup-reports with the error.
fn mail(entry: &Entry, text: &str) -> String {
    let (kind, heading) = if is_of_pool(entry) {
        ("Metadata backup", "### Pool: prod (my-pool)")
    } else {
        ("Backup", "### db")
    };
    let mode = if is_of_pool(entry) { "" } else { "- **Mode**: delta\n" };
    let status = if entry.id == "interrupted" { "interrupted" } else { "failure" };
    format!(
        "From: xo@example.org\nTo: admin@example.org\nSubject: [Xen Orchestra] {status} - {kind} report for nightly\n\
         Content-Type: text/plain; charset=utf-8\n\n## Global status: {status}\n\n\
         - **Job ID**: 8b3f311e-90dd-495d-8626-819df32958f6\n- **Run ID**: 1795300000000\n{mode}\
         - **Start time**: Sunday, November 22nd 2026, 1:00:00 am\n---\n\n## 1 Failure\n\n{heading}\n\n\
         - **UUID**: 778369f3-4c6f-4737-af07-241b89fcc0e7\n- **Error**: {text}\n---\n\n\
         *xo-server-backup-reports v1.7.1*\n"
    )
}

/// Builds what a person pastes: the text between sentences.
fn paste(text: &str) -> String {
    format!("Hello,\n\nsince Tuesday my backup shows this:\n\n{text}\n\nWhat does it mean?\n")
}

fn has(explanation: &Explanation, id: &str) -> bool {
    explanation.errors.iter().any(|error| error.id == id)
}

fn ids(explanation: &Explanation) -> Vec<&str> {
    explanation.errors.iter().map(|error| error.id).collect()
}

/// Logs of successful runs, lines of a working collector, prose: they hold no known error.
#[test]
fn what_is_well_is_no_error() {
    let folder = format!("{}/tests/fixtures/calm", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut seen = 0;
    for file in files.map(Result::unwrap) {
        let found = explained(&std::fs::read(file.path()).unwrap());
        // for lines of the storage log, this entry says that none is an error
        let found_ids: Vec<&str> = ids(&found).into_iter().filter(|id| *id != "storage-log-calm").collect();
        assert!(found_ids.is_empty(), "{:?}: {found_ids:?}", file.path());
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
    let quiet = explained(&std::fs::read(format!("{folder}/log.json")).unwrap());
    assert_eq!(quiet.known, Known::All, "{:?}", quiet.unknown);
}

#[test]
fn each_entry_is_recognised_in_a_log_a_mail_and_a_paste() {
    let texts = texts();
    let mut wrong = Vec::new();
    for entry in all() {
        let Some(text) = texts.get(entry.id) else {
            wrong.push(format!("{}: no text in the fixture", entry.id));
            continue;
        };
        // the log says how a run ended; the mail does so only if it has a word for it
        let in_mail = !OF_RUNS.contains(&entry.id) || entry.id == "interrupted";
        // only the log shows that the run was a proxy's, and what a message was about
        let of_log = ["proxy-already-running", "nbd-aborted", "repository-slow"].contains(&entry.id);
        let mut check = |kind: &str, input: &[u8]| {
            let found = explained(input);
            if !has(&found, entry.id) {
                wrong.push(format!("{} in a {kind}: {:?}, {:?}", entry.id, ids(&found), found.unknown));
            }
            if found.known != Known::All {
                wrong.push(format!("{} in a {kind}: not known {:?}", entry.id, found.unknown));
            }
        };
        // not a message but a log without one
        if entry.id == "storage-log-calm" {
            check("file", text.as_bytes());
            continue;
        }
        if entry.id != "nbd-aborted" {
            check("log", serde_json::to_string(&log(entry, text)).unwrap().as_bytes());
        }
        if in_mail && !of_log {
            check("mail", mail(entry, text).as_bytes());
        }
        if !OF_RUNS.contains(&entry.id) && !is_of_pool(entry) && (!of_log || entry.id == "nbd-aborted") {
            check("paste", paste(text).as_bytes());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let surplus: Vec<_> = texts.keys().filter(|id| !all().any(|entry| entry.id == **id)).collect();
    assert!(surplus.is_empty(), "no entries: {surplus:?}");
}

/// The other lines of a report mail are accounted for; a host's HTTP answer counts only if it says nothing more.
#[test]
fn the_error_inside_an_answer_is_the_one_that_counts() {
    let mail = |items: &str| {
        format!(
            "From: xo@example.org\nTo: a@example.org\nSubject: [Xen Orchestra] failure - Backup report for nightly\n\
             Content-Type: text/html; charset=utf-8\n\n<html><body><h2>Global status: failure</h2><ul><li><strong>Job ID\
             </strong>: 8b3f311e-90dd-495d-8626-819df32958f6</li></ul><hr><h2>1 Failure</h2><h3>db</h3><ul>{items}</ul>\
             <hr><p><em>xo-server-backup-reports v1.7.1</em></p></body></html>\n"
        )
    };
    let storage = "SR_BACKEND_FAILURE_81(, Failed to clone VDI [opterr=VDI clone failed error 28], )";
    let cases = [
        ("<li><b>Error</b>: 500 Internal Server Error</li>".to_owned(), vec!["http-status"]),
        (format!("<li><b>Error</b>: 500 Internal Server Error: {storage}</li>"), vec!["clone-no-space"]),
        (format!("<li><b>Error</b>: HTTP 500 Internal Error<br>{storage}</li>"), vec!["clone-no-space"]),
        (format!("<li><b>Storage</b>: {storage}</li>"), vec!["clone-no-space"]),
        (
            format!("<li><b>Error</b>: unhealthy VDI chain</li><li>{storage}</li>"),
            vec!["unhealthy-vdi-chain", "clone-no-space"],
        ),
    ];
    for (items, expected) in cases {
        let found = explained(mail(&items).as_bytes());
        assert_eq!(ids(&found), expected, "{items}: {:?}", found.unknown);
        assert!(found.errors.iter().all(|error| error.texts.iter().all(|text| !text.contains("v1.7.1"))));
    }
}

/// XAPI codes that a backup, a mirror, a restore or a storage operation can raise, as listed in its data model
/// (xapi-project/xen-api ocaml/idl/datamodel_errors.ml).
const OF_XAPI: &str = "
    PERMISSION_DENIED LICENSE_EXPIRED LICENSE_PROCESSING_ERROR TLS_CONNECTION_FAILED SSL_VERIFY_ERROR
    VALUE_NOT_SUPPORTED INVALID_VALUE FIELD_TYPE_ERROR NOT_IMPLEMENTED UNIMPLEMENTED_IN_SM_BACKEND
    LOCATION_NOT_UNIQUE MEMORY_CONSTRAINT_VIOLATION_ORDER MEMORY_CONSTRAINT_VIOLATION_MAXPIN
    USER_IS_NOT_LOCAL_SUPERUSER BRIDGE_NOT_AVAILABLE HOST_CANNOT_ATTACH_NETWORK CANNOT_PLUG_VIF
    OPENVSWITCH_NOT_ACTIVE MAC_INVALID MAC_STILL_EXISTS DUPLICATE_MAC_SEED DUPLICATE_VM VM_IS_PROTECTED
    VM_NO_SUSPEND_SR VM_NO_CRASHDUMP_SR VM_MEMORY_SIZE_TOO_LOW VM_DUPLICATE_VBD_DEVICE
    ILLEGAL_VBD_DEVICE VM_NOT_RESIDENT_HERE VBD_NOT_UNPLUGGABLE VBD_NOT_REMOVABLE_MEDIA VBD_NOT_EMPTY
    VBD_IS_EMPTY VBD_TRAY_LOCKED VBD_CDS_MUST_BE_READONLY DISK_VBD_MUST_BE_READWRITE_FOR_HVM
    VM_NO_EMPTY_CD_VBD VM_TOOMANY_VCPUS XEN_VSS_REQ_ERROR_INIT_FAILED
    XEN_VSS_REQ_ERROR_PREPARING_WRITERS VM_REVERT_FAILED OPERATION_PARTIALLY_FAILED
    HOST_CANNOT_READ_METRICS HOST_NOT_DISABLED HOST_BROKEN HOST_ITS_OWN_SLAVE
    HOST_MASTER_CANNOT_TALK_BACK HOST_NAME_INVALID INTERFACE_HAS_NO_IP VM_UNSAFE_BOOT VM_REQUIRES_IOMMU
    VM_REQUIRES_VUSB VM_REQUIRES_NET VM_HOST_INCOMPATIBLE_VERSION_MIGRATE
    VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION VM_REQUIRES_VDI VM_HAS_NO_SUSPEND_VDI
    VM_MIGRATE_CONTACT_REMOTE_SERVICE_FAILED VDI_NEEDS_VM_FOR_MIGRATE SR_DOES_NOT_SUPPORT_MIGRATION
    VM_SUSPEND_TIMEOUT FAILED_TO_START_EMULATOR VMS_FAILED_TO_COOPERATE
    BALLOONING_TIMEOUT_BEFORE_MIGRATION SR_BACKEND_FAILURE SR_UUID_EXISTS SR_NO_PBDS PBD_EXISTS
    SR_HAS_PBD SR_HAS_MULTIPLE_PBDS SR_REQUIRES_UPGRADE SR_UNKNOWN_DRIVER VDI_HAS_RRDS
    VDI_IS_A_PHYSICAL_DEVICE VDI_IS_NOT_ISO VDI_LOCATION_MISSING VDI_MISSING VDI_IS_ENCRYPTED
    CANNOT_CREATE_STATE_FILE SUSPEND_IMAGE_NOT_ACCESSIBLE SR_OPERATION_NOT_SUPPORTED SR_NOT_EMPTY
    SR_DEVICE_IN_USE SR_NOT_SHARABLE SR_INDESTRUCTIBLE SR_IS_CACHE_SR SM_PLUGIN_COMMUNICATION_FAILURE
    DEVICE_ALREADY_DETACHED DEVICE_ALREADY_EXISTS INVALID_DEVICE DEFAULT_SR_NOT_FOUND
    ONLY_PROVISION_TEMPLATE PROVISION_FAILED_OUT_OF_SPACE RESTORE_INCOMPATIBLE_VERSION
    RESTORE_TARGET_MISSING_DEVICE RESTORE_TARGET_MGMT_IF_NOT_IN_BACKUP BACKUP_SCRIPT_FAILED
    RESTORE_SCRIPT_FAILED OUT_OF_SPACE HA_IS_ENABLED HA_NOT_ENABLED HA_NO_PLAN
    HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED HA_CONSTRAINT_VIOLATION_NETWORK_NOT_SHARED HA_LOST_STATEFILE
    XAPI_HOOK_FAILED XENAPI_MISSING_PLUGIN XENAPI_PLUGIN_FAILURE DOMAIN_BUILDER_ERROR
    CERTIFICATE_CORRUPT SERVER_CERTIFICATE_EXPIRED VM_ASSIGNED_TO_SNAPSHOT_SCHEDULE
    VDI_CONTAINS_METADATA_OF_THIS_POOL COULD_NOT_IMPORT_DATABASE VM_TO_IMPORT_IS_NOT_NEWER_VERSION
    VM_CALL_PLUGIN_RATE_LIMIT VM_IS_IMMOBILE VM_IS_USING_NESTED_VIRT VM_HAS_VUSBS
    VM_IS_PART_OF_AN_APPLIANCE XEN_INCOMPATIBLE USB_ALREADY_ATTACHED PUSB_VDI_CONFLICT
    CLUSTER_HOST_NOT_JOINED NO_COMPATIBLE_CLUSTER_HOST XMLRPC_UNMARSHAL_FAILURE
    CANNOT_RESET_CONTROL_DOMAIN VCPU_MAX_NOT_CORES_PER_SOCKET_MULTIPLE VM_BIOS_STRINGS_ALREADY_SET
    VM_LACKS_FEATURE_STATIC_IP_SETTING CANNOT_ENABLE_REDO_LOG AUTH_IS_DISABLED VM_PCI_BUS_FULL
    VDI_IN_USE VDI_INCOMPATIBLE_TYPE VM_SNAPSHOT_WITH_QUIESCE_TIMEOUT POOL_HOSTS_NOT_COMPATIBLE
    TOO_MANY_STORAGE_MIGRATES MIRROR_FAILED CPU_FEATURE_MASKING_NOT_SUPPORTED
    VM_HOST_INCOMPATIBLE_VERSION LICENSE_CHECKOUT_ERROR V6D_FAILURE VGPU_TYPE_NOT_COMPATIBLE
    GPU_GROUP_CONTAINS_NO_PGPUS PGPU_INSUFFICIENT_CAPACITY_FOR_VGPU ROLE_NOT_FOUND NETWORK_UNMANAGED
    PIF_NOT_PRESENT REQUIRED_PIF_IS_UNPLUGGED PIF_DEVICE_NOT_FOUND DB_UNIQUENESS_CONSTRAINT_VIOLATION";

#[test]
fn codes_of_xapi_are_known() {
    let is_unknown =
        |code: &&str| explained(format!("{code}(OpaqueRef:1, x)").as_bytes()).known != Known::All;
    let unknown: Vec<&str> = OF_XAPI.split_whitespace().filter(is_unknown).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
