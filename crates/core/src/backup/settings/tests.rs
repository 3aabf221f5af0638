//! How settings are merged, read and used.

use serde_json::{Value, json};

use super::*;
use crate::backup::testing::job;

fn settings_of(raw: Value) -> VmSettings {
    VmSettings::of_run(&job(json!({"id": "j", "mode": "full", "settings": {"": raw}})), None)
}

#[test]
fn later_layers_win() {
    let job = job(json!({"id": "j", "mode": "delta", "settings": {
        "": {"snapshotRetention": 1, "exportRetention": 1, "concurrency": 4, "bypassVdiChainsCheck": true},
        "s": {"snapshotRetention": 2, "exportRetention": 2},
        "v": {"snapshotRetention": 3, "bypassVdiChainsCheck": false},
        "r": {"exportRetention": 9},
    }}));
    let run = VmSettings::of_run(&job, Some(&"s".into()));
    assert_eq!((run.snapshot_retention, run.export_retention, run.concurrency, run.retries), (2, 2, 4, 0));
    assert!(run.bypass_vdi_chains_check);
    assert_eq!(VmSettings::of_run(&job, Some(&"gone".into())).snapshot_retention, 1);

    let vm = run.clone().with_vm(&job, &"v".into(), &[]);
    assert_eq!((vm.snapshot_retention, vm.export_retention, vm.bypass_vdi_chains_check), (3, 2, false));
    let target = vm.with_target(&job, &"r".into());
    assert_eq!((target.snapshot_retention, target.export_retention), (3, 9));
}

#[test]
fn an_unset_job_has_the_defaults_of_xo() {
    let defaults = VmSettings::default();
    assert_eq!(settings_of(json!({})), defaults);
    assert_eq!((defaults.concurrency, defaults.nbd_concurrency, defaults.snapshot_retention), (2, 1, 0));
    assert_eq!(defaults.report_when, ReportWhen::Failure);
    assert_eq!(defaults.remote_timeout, SignedDuration::from_mins(5));
}

#[test]
fn forgives_and_reports() {
    use BadValue::*;
    let cases: [(&str, Value, u64, Option<BadValue>); 12] = [
        ("snapshotRetention", json!(3), 3, None),
        ("snapshotRetention", json!(3.0), 3, None),
        ("snapshotRetention", json!("3"), 3, None),
        ("snapshotRetention", json!(0), 0, None),
        ("snapshotRetention", json!(u64::MAX), u64::MAX, None),
        ("snapshotRetention", json!(-1), 0, Some(NotACount)),
        ("snapshotRetention", json!(2.5), 0, Some(NotACount)),
        ("snapshotRetention", json!(1e300), 0, Some(NotACount)),
        ("snapshotRetention", json!(null), 0, Some(NotACount)),
        ("snapshotRetention", json!("many"), 0, Some(NotACount)),
        ("snapshotRetention", json!({"a": [1]}), 0, Some(NotACount)),
        ("snapshotRetention", json!(true), 0, Some(NotACount)),
    ];
    for (setting, value, expected, problem) in cases {
        let job = job(json!({"id": "j", "mode": "full", "settings": {"": {setting: value.clone()}}}));
        assert_eq!(VmSettings::of_run(&job, None).snapshot_retention, expected, "{value}");
        let found: Vec<_> = notes(&job).into_iter().map(|note| (note.setting, note.problem)).collect();
        assert_eq!(
            found,
            problem.map(|problem| (setting, problem)).into_iter().collect::<Vec<_>>(),
            "{value}"
        );
    }
}

#[test]
fn reads_yes_and_no_as_javascript() {
    let cases = [
        (json!(true), true, false),
        (json!(false), false, false),
        (json!(null), false, false),
        (json!(0), false, true),
        (json!("false"), true, true),
        (json!(""), false, true),
        (json!([]), true, true),
    ];
    for (value, expected, noted) in cases {
        let job = job(
            json!({"id": "j", "mode": "full", "settings": {"": {"bypassVdiChainsCheck": value.clone()}}}),
        );
        assert_eq!(VmSettings::of_run(&job, None).bypass_vdi_chains_check, expected, "{value}");
        assert_eq!(!notes(&job).is_empty(), noted, "{value}");
    }
}

#[test]
fn reads_the_structured_ones() {
    let raw = json!({
        "maxExportRate": 1048576, "maxMergedDeltasPerRun": 2, "reportWhen": "error", "getRemoteTimeout": "1000",
        "longTermRetention": {"daily": {"retention": 7}, "yearly": {"retention": 2, "settings": {}}},
        "healthCheckSr": "sr", "timezone": "Europe/Paris",
    });
    let settings = settings_of(raw);
    assert_eq!(settings.max_export_rate, Some(Bytes::mib(1)));
    assert_eq!(settings.max_merged_deltas_per_run, Some(2));
    assert_eq!(settings.report_when, ReportWhen::Error);
    assert_eq!(settings.remote_timeout, SignedDuration::from_secs(1));
    let kept = LongTermRetention { daily: 7, weekly: 0, monthly: 0, yearly: 2 };
    assert_eq!(settings.long_term_retention, kept);
    assert_eq!(settings.health_check_sr, Some("sr".into()));
    assert_eq!(settings.timezone.as_deref(), Some("Europe/Paris"));

    assert_eq!(settings_of(json!({"maxExportRate": 0})).max_export_rate, None);
    assert_eq!(settings_of(json!({"reportWhen": "sometimes"})).report_when, ReportWhen::Failure);
    let broken = job(json!({"id": "j", "mode": "full", "settings": {"s": {
        "longTermRetention": {"daily": {"retention": "x"}}, "reportWhen": 1, "timezone": 7,
    }}}));
    let found: Vec<_> = notes(&broken).iter().map(|note| note.problem).collect();
    assert_eq!(found, [BadValue::NotPeriods, BadValue::NotText, BadValue::UnknownWord]);
    assert!(notes(&broken).iter().all(|note| note.layer == "s"));
}

#[test]
fn knows_when_a_snapshot_is_taken() {
    let plain = json!({});
    let cases = [
        (Mode::Delta, plain.clone(), false, false, true),
        (Mode::Unknown, plain.clone(), false, false, true),
        (Mode::Full, plain.clone(), true, false, true),
        (Mode::Full, plain.clone(), false, false, false),
        (Mode::Full, plain, false, true, true),
        (Mode::Full, json!({"offlineBackup": true}), true, false, false),
        (Mode::Full, json!({"offlineSnapshot": true}), true, false, true),
        (Mode::Full, json!({"snapshotRetention": 1}), false, false, true),
        (Mode::Full, json!({"unconditionalSnapshot": true}), false, false, true),
    ];
    for (mode, raw, running, nobak, expected) in cases {
        assert_eq!(settings_of(raw.clone()).takes_snapshot(mode, running, nobak), expected, "{mode:?} {raw}");
    }
}

#[test]
fn tags_of_the_vm_add_to_the_settings() {
    let job = job(json!({"id": "j", "mode": "full"}));
    let tags = |tag: &str| [CompactString::from(tag)];
    let with = |tag| VmSettings::default().with_vm(&job, &"v".into(), &tags(tag));
    assert!(with("xo-offline-backup").offline_snapshot);
    assert!(with("xo-memory-backup").checkpoint_snapshot);
    assert_eq!(with("xo-offline-backup=1"), VmSettings::default());
    assert!(!with("xo-offline-backup").checkpoint_snapshot && !with("xo-memory-backup").offline_snapshot);
    for tag in ["xo-offline-backup", "xo-memory-backup", "xo-offline-backup=1", "prod"] {
        assert_eq!(VmSettings::is_changed_by(tag), with(tag) != VmSettings::default(), "{tag}");
    }
}
