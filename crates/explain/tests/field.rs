//! Public reports of people who run XO backups, rebuilt with invented names: what `explain` must say to each.
//!
//! The folders are named after the reports; only the error texts are the reporters' own.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use jiff::Timestamp;
use xo_health_explain::errors::Temporary;
use xo_health_explain::{ErrorView, Explanation, Known, compose, explain, parse};
use xo_health_report::render::{self, Style};
use xo_health_report::say::Say;
use xo_health_report::words::{Lang, findings};

/// Returns an instant some days after the reports.
fn now() -> Timestamp {
    "2026-11-27T08:00:00Z".parse().unwrap()
}

fn bytes(file: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/field/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn explained_in(lang: Lang, input: &[u8]) -> Explanation {
    let errors = xo_health_explain::errors::texts::Texts::new(lang);
    explain(parse(input), now(), &errors, &findings::Texts::new(lang))
}

fn explained(file: &str) -> Explanation {
    explained_in(Lang::En, &bytes(file))
}

fn screen(explanation: &Explanation, lang: Lang) -> String {
    let style = Style { width: 80, lang, ..Style::default() };
    render::text::render(&compose::compose(explanation, &Say::new(&style, now())), &style)
}

fn ids(explanation: &Explanation) -> Vec<&str> {
    explanation.errors.iter().map(|error| error.id).collect()
}

fn unknown(explanation: &Explanation) -> Vec<&str> {
    explanation.unknown.iter().map(|unknown| unknown.text.as_str()).collect()
}

#[track_caller]
fn one<'e>(explanation: &'e Explanation, id: &str) -> &'e ErrorView {
    let found = explanation.errors.iter().find(|error| error.id == id);
    found.unwrap_or_else(|| {
        panic!("no {id} among {:?}, not known {:?}", ids(explanation), unknown(explanation))
    })
}

/// Every report yields exactly these errors, in the order of the screen.
#[test]
fn each_report_is_recognised() {
    let cases: &[(&str, &[&str])] = &[
        ("F01/text.txt", &["http-timeout"]),
        ("F01/log.json", &["http-timeout", "all-targets-failed"]),
        ("F03/log.json", &["premature-close"]),
        ("F05/error.json", &["s3-parts"]),
        ("F07/text.txt", &["repository-quota"]),
        ("F07/log.json", &["repository-quota", "all-targets-failed"]),
        ("F09/text.txt", &["method-unknown"]),
        ("F09/log.json", &["method-unknown"]),
        ("F11/log.json", &["own-address"]),
        ("F11/found302.json", &["redirected"]),
        ("F11/cert.json", &["certificate"]),
        ("F11/nat.txt", &["private-address"]),
        ("F13/text.txt", &["image-unreadable"]),
        ("F15/46.txt", &["vdi-gone"]),
        ("F15/73.txt", &["nfs-mount-point"]),
        ("F17/text.txt", &["xo-fault"]),
        ("F19/log.json", &["vhd-footer", "fell-back-to-full"]),
        ("F21/stack.txt", &["nbd-aborted"]),
        ("F21/nbd.txt", &["nbd-unavailable"]),
        ("F21/nbd2.txt", &["nbd-unavailable"]),
        ("F24/log.json", &["still-running"]),
        ("F26/error.json", &["vdi-io-error"]),
        ("F28/text.txt", &["cbt-metadata-base"]),
        ("F28/log.json", &["vdi-attached-dom0", "cbt-metadata-base", "retried"]),
        (
            "F48/mail.eml",
            &["repository-missing", "health-check-not-started", "http-timeout", "writer-dropped"],
        ),
        ("F50/mail.eml", &["internal-error", "no-space"]),
        ("F52/mail.eml", &["no-xapi-pool", "repository-access"]),
        ("F54/text.txt", &["snapshot-of-wrong"]),
        ("F55/text.txt", &["relink-failed"]),
        ("F58/text.txt", &["tapdisk-io"]),
    ];
    for (file, expected) in cases {
        let explanation = explained(file);
        assert_eq!(ids(&explanation), *expected, "{file}");
        assert_eq!(unknown(&explanation), [""; 0], "{file}");
        assert_eq!(explanation.known, Known::All, "{file}");
        for lang in [Lang::En, Lang::Ja] {
            let screen = screen(&explained_in(lang, &bytes(file)), lang);
            let words = if lang == Lang::En { "Not known" } else { "不明なエラー" };
            assert!(!screen.contains(words), "{file}: {screen}");
        }
    }
}

/// F01: compressing free space causes the timeout, so it recurs in each run.
#[test]
fn a_body_timeout_is_no_weather() {
    let explanation = explained("F01/log.json");
    let error = one(&explanation, "http-timeout");
    assert_eq!(error.temporary, Temporary::No);
    let remedy = error.remedy.join("\n");
    for words in ["compression", "NBD", "httpInactivityTimeout"] {
        assert!(remedy.contains(words), "{words}: {remedy}");
    }
}

/// F03: the other side ended the transfer, so the first step is to check the target.
#[test]
fn a_premature_close_points_to_the_target() {
    let explanation = explained("F03/log.json");
    let error = one(&explanation, "premature-close");
    assert!(error.remedy[0].contains("free space of the target"), "{:?}", error.remedy);
}

/// F07: errno 122 means the quota, whatever `df` says.
#[test]
fn an_error_number_of_the_system_has_a_name() {
    let explanation = explained("F07/text.txt");
    assert!(one(&explanation, "repository-quota").meaning.contains("df"));
}

/// F11, F09: wrong addresses and certificates are settings, not temporary.
#[test]
fn settings_are_not_called_temporary() {
    for (file, id) in [
        ("F11/log.json", "own-address"),
        ("F11/found302.json", "redirected"),
        ("F11/cert.json", "certificate"),
        ("F11/nat.txt", "private-address"),
        ("F09/log.json", "method-unknown"),
    ] {
        let explanation = explained(file);
        let error = one(&explanation, id);
        assert_eq!(error.temporary, Temporary::No, "{file}");
        assert!(!error.remedy.iter().any(|step| step.contains("Wait for the next run")), "{file}");
    }
}

/// F13: the commands name the image and its SR.
#[test]
fn commands_carry_the_ids_of_the_text() {
    let explanation = explained("F13/text.txt");
    let error = one(&explanation, "image-unreadable");
    let path =
        "/run/sr-mount/335ae9b7-8da8-4d76-a17d-00a572cfdedf/153e6f9f-2485-476a-aea9-15bf94c65df1.qcow2";
    assert!(error.remedy.iter().any(|step| step.contains(path)), "{:?}", error.remedy);
    assert!(!error.remedy.iter().any(|step| step.contains("<vdi>") || step.contains("<sr>")));
}

/// F15: with these texts, the same numbers mean something else.
#[test]
fn the_text_decides_what_a_number_means() {
    let explanation = explained("F15/46.txt");
    let remedy = one(&explanation, "vdi-gone").remedy.join("\n");
    assert!(remedy.contains("replica") && !remedy.contains("resetvdis"), "{remedy}");
    let explanation = explained("F15/73.txt");
    assert!(one(&explanation, "nfs-mount-point").meaning.contains("NFS server is not the cause"));
}

/// F19: the damage is explained, but the dump is not printed.
#[test]
fn dumps_are_not_printed() {
    let explanation = explained("F19/log.json");
    assert!(one(&explanation, "fell-back-to-full").only_warned);
    assert!(!one(&explanation, "vhd-footer").only_warned);
    let screen = screen(&explanation, Lang::En);
    assert!(!screen.contains("AAAAAAAA") && screen.contains("footer1 !== footer2"), "{screen}");
}

/// F24: five days are too long for a run; an hour is not.
#[test]
fn a_run_that_hangs_is_not_called_well() {
    let explanation = explained("F24/log.json");
    let error = one(&explanation, "still-running");
    assert!(error.findings.iter().any(|code| code.number() == 503));
    let fresh = String::from_utf8(bytes("F24/log.json")).unwrap();
    let young = fresh.replace("1795300000000", &(now().as_millisecond() - 3_600_000).to_string());
    let explanation = explained_in(Lang::En, young.as_bytes());
    assert_eq!((ids(&explanation).len(), explanation.known), (0, Known::All));
}

/// F28: the VM failed, so the retry did not help.
#[test]
fn a_retry_that_failed_is_no_warning() {
    let explanation = explained("F28/log.json");
    for error in &explanation.errors {
        assert!(!error.only_warned, "{}", error.id);
    }
    let dom0 = one(&explanation, "vdi-attached-dom0");
    assert!(dom0.findings.iter().any(|code| code.number() == 405));
}

/// F48: the dropped writer lost its backup; the error inside it is explained.
#[test]
fn a_dropped_writer_is_no_warning() {
    let explanation = explained("F48/mail.eml");
    assert!(!one(&explanation, "writer-dropped").only_warned);
    let inner = one(&explanation, "repository-missing");
    assert!(!inner.only_warned && inner.remedy.join(" ").contains("/run/xo-server/mounts/1/xo-vm-backups"));
    let test = one(&explanation, "health-check-not-started");
    assert!(test.meaning.contains("unproven") && test.vms[0].name.as_deref() == Some("app-1"));
    assert_eq!(one(&explanation, "http-timeout").vms[0].name.as_deref(), Some("files"));
}

/// F50: a report from 2018.
#[test]
fn old_reports_are_read() {
    let explanation = explained("F50/mail.eml");
    let run = &explanation.runs[0];
    assert_eq!((run.job_name.as_deref(), run.status.as_deref()), (Some("repl1"), Some("failure")));
    let vms: Vec<_> = run.vms.iter().map(|vm| (vm.name.as_deref(), vm.status.as_deref())).collect();
    assert_eq!(vms, [(Some("gw"), Some("failure")), (Some("db"), Some("failure"))]);
}

/// F52: a pool is not a VM.
#[test]
fn a_report_on_metadata_has_no_vms() {
    let explanation = explained("F52/mail.eml");
    let run = &explanation.runs[0];
    assert_eq!(run.job_name.as_deref(), Some("meta"));
    let targets: Vec<_> = run.vms.iter().map(|vm| vm.target.as_deref()).collect();
    assert_eq!(targets, [Some("pool"), Some("xo")]);
    let screen = screen(&explanation, Lang::En);
    assert!(!screen.contains("VMs:") && !screen.contains("VM unknown"), "{screen}");
}

/// F54: the error comes from starting a VM, not from a backup.
#[test]
fn a_refused_attach_is_no_matter_for_the_job() {
    let explanation = explained("F54/text.txt");
    let error = one(&explanation, "snapshot-of-wrong");
    assert_eq!(error.temporary, Temporary::No);
    assert!(error.remedy.iter().any(|step| step.contains("snapshot-of")));
}

/// F55, F58: lines of the storage log name the disk and the SR.
#[test]
fn the_storage_log_is_read() {
    let explanation = explained("F55/text.txt");
    let error = one(&explanation, "relink-failed");
    assert_eq!(error.details.vdi.as_deref(), Some("85ff84a8"));
    assert!(error.remedy[0].contains("85ff84a8"), "{:?}", error.remedy);
    let explanation = explained("F58/text.txt");
    assert!(one(&explanation, "tapdisk-io").remedy[0].contains("Keep all backups"));
}

/// One VM of several could not be reached at an address that works for the others: a passing fault, not a
/// setting.
#[test]
fn an_address_that_works_for_others_is_no_wrong_setting() {
    let log = |other: &str| {
        format!(
            r#"{{ "jobId": "j", "status": "failure", "tasks": [
            {{ "data": {{ "type": "VM", "id": "a" }}, "status": "failure",
               "result": {{ "code": "ECONNREFUSED", "message": "connect ECONNREFUSED 10.1.2.3:443" }} }},
            {{ "data": {{ "type": "VM", "id": "b" }}, {other} }}] }}"#
        )
    };
    let well = explained_in(Lang::En, log(r#""status": "success""#).as_bytes());
    assert_eq!((ids(&well), well.errors[0].temporary), (vec!["connection-lost"], Temporary::Yes));
    let refused = r#""status": "failure", "result": { "message": "connect ECONNREFUSED 10.1.2.3:443" }"#;
    let none = explained_in(Lang::En, log(refused).as_bytes());
    assert_eq!((ids(&none), none.errors[0].temporary), (vec!["private-address"], Temporary::No));
}

/// Texts from more public reports, as people paste them, each with its reference.
#[test]
fn more_reports_are_recognised() {
    let cases: &[(&str, &[&str])] = &[
        // XO#7913
        (
            r#""result": { "code": "ERR_ASSERTION", "message": "VDI must be free or attached to exactly one VM" }"#,
            &["prune-failed"],
        ),
        // XO#5882
        (
            "remote.test\n{\n  \"id\": \"1\"\n}\n{\n  \"message\": \"Command failed with exit code 32: mount -o vers=3 -t nfs \
             192.0.2.2:/b /run/xo-server/mounts/1\nmount: /run/xo-server/mounts/1: bad option\",\n  \"failed\": true\n}",
            &["mount-failed"],
        ),
        // XO#8260
        ("EHOSTDOWN: host is down, mkdir '/run/xo-server/mounts/576e39e6'", &["repository-timeout"]),
        // XO#8678
        (
            r#"{ "name": "InvalidRequest", "$fault": "client", "message": "no such file: 4_z278662f5871d3b0e" }"#,
            &["s3-upload"],
        ),
        // XO#8883
        (
            "SR_BACKEND_FAILURE_82(, Failed to snapshot VDI [opterr=['MAP_DUPLICATE_KEY', 'VDI', 'sm_config', \
             'OpaqueRef:614def7a', 'paused']], ) This is a XenServer/XCP-ng error",
            &["duplicate-key"],
        ),
        // XO#4987
        (
            "The value of \"value\" is out of range. It must be >= 0 and <= 4294967295. Received 4_294_969_267",
            &["xo-fault"],
        ),
        // XO#7771
        ("no alias references VHD", &["backup-leftovers"]),
        // XO#7956
        ("VDI_IN_USE(OpaqueRef:d525416f-65c7-48b6-ad1c-200e8b315014, destroy)", &["vdi-in-use"]),
        // SM#771 of xapi-project
        (
            "Nov 12 06:01:16 h SMGC: [8127] gc: EXCEPTION <class 'XenAPI.Failure'>, ['HANDLE_INVALID', 'message', 'x']",
            &["merge-failed"],
        ),
        // XCP#561, the host's own log
        (
            "Nov 12 06:01:16 h xapi: [error||1 ||import] Caught exception: VDI_IO_ERROR: [ Device I/O errors ]",
            &["vdi-io-error"],
        ),
        // a full SR, not a full repository
        ("Nov 12 06:01:16 h SM: [1] OSError: [Errno 28] No space left on device", &["sm-no-room"]),
    ];
    for (text, expected) in cases {
        let explanation = explained_in(Lang::En, text.as_bytes());
        assert_eq!(ids(&explanation), *expected, "{text}");
        assert_eq!(explanation.known, Known::All, "{text}: {:?}", unknown(&explanation));
    }
}

/// Pastes of several lines are recognised: with prose around them, stacks, command output, logs of hosts and of
/// XO.
#[test]
fn pastes_are_recognised_whole() {
    let all = String::from_utf8(bytes("../reports.txt")).unwrap();
    let mut wrong = Vec::new();
    for report in all.split("\n== ").skip(1) {
        let (expected, text) = report.split_once('\n').unwrap();
        let found = explained_in(Lang::En, text.as_bytes());
        if ids(&found).join(" ") != expected || found.known != Known::All {
            wrong.push(format!("{expected}: {:?}, not known {:?}", ids(&found), unknown(&found)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
