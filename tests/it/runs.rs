//! Verdicts compared with what runs of the real xo-server did to each VM, according to its logs.

use std::collections::BTreeMap;

use serde_json::Value;
use xo_health_report::words::key;
use xo_health_report::{DiskView, Report, SnapshotVerdict, VerdictView};

use crate::common::{observation, raw, report};

/// What the last run of a job did to a VM.
#[derive(Debug)]
struct Fate {
    job: String,
    schedule: String,
    vm: String,
    name: String,
    status: String,
    /// XO's words, if it has any.
    message: String,
    /// The step that went wrong.
    step: String,
}

/// Reads what the last run of each job did to each VM, from the logs of a capture.
fn last_fates(name: &str) -> Vec<Fate> {
    let capture = raw(name);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let logs = capture["calls"]["backupNg.getAllLogs"].as_object().unwrap();
    // ids of runs are milliseconds since 1970, all of one length: the last run of a job wins
    let runs: BTreeMap<String, &Value> = logs.values().map(|run| (text(&run["id"]), run)).collect();
    let last: BTreeMap<String, &Value> = runs.values().map(|run| (text(&run["jobId"]), *run)).collect();
    let mut fates = Vec::new();
    for run in last.values() {
        for task in run["tasks"].as_array().into_iter().flatten() {
            let vm = text(&task["data"]["id"]);
            let deepest = deepest_failure(task);
            fates.push(Fate {
                job: text(&run["jobId"]),
                schedule: text(&run["scheduleId"]),
                name: text(&capture["calls"]["xo.getAllObjects"][&vm]["name_label"]),
                vm,
                status: text(&task["status"]),
                message: text(&task["result"]["message"]),
                step: text(&deepest["message"]),
            });
        }
    }
    fates
}

/// Descends to the task that failed.
fn deepest_failure(task: &Value) -> &Value {
    let mut below = task["tasks"].as_array().into_iter().flatten();
    let bad = below.rfind(|task| task["status"] != "success");
    bad.map_or(task, deepest_failure)
}

impl Fate {
    /// Returns the verdict that would have announced it.
    fn announced(&self) -> &'static str {
        match (self.status.as_str(), self.message.as_str(), self.step.as_str()) {
            ("success", _, _) => "ok",
            ("skipped", "unhealthy VDI chain", _) => "skip",
            ("failure", message, "snapshot") if message.starts_with("SR_BACKEND_FAILURE_109") => "109",
            // an SR in maintenance has no attached PBD: what follows once it is back is unknown
            ("failure", message, "snapshot") if message.starts_with("SR_OPERATION_NOT_SUPPORTED") => {
                "unknown"
            }
            ("failure", message, _) if message.starts_with("no XAPI associated") => "unknown",
            // the snapshot was taken; the copy did not fit on the target, which a verdict does not cover
            ("failure", message, "export" | "transfer") if message.starts_with("SR_BACKEND_FAILURE_44") => {
                "ok"
            }
            _ => panic!("what is that? {self:?}"),
        }
    }
}

fn verdict<'a>(report: &'a Report, fate: &Fate) -> &'a VerdictView {
    let same = |verdict: &&VerdictView| {
        verdict.job_id == fate.job
            && verdict.schedule_id.as_deref() == Some(&fate.schedule)
            && verdict.vm_id == fate.vm
    };
    let found: Vec<_> = report.verdicts.iter().filter(same).collect();
    assert_eq!(found.len(), 1, "{fate:?}");
    found[0]
}

fn disk<'a>(report: &'a Report, id: &str) -> &'a DiskView {
    report.disks.iter().find(|disk| disk.vdi_id == id).unwrap()
}

/// Compares verdicts with fates; returns how many, and the differences: VM, what happened, the verdict.
fn compare(verdicts: &str, fates: &str) -> (usize, Vec<(String, &'static str, String)>) {
    let report = report(&observation(verdicts));
    let fates = last_fates(fates);
    let differ = fates.iter().filter_map(|fate| {
        let shown = key(&verdict(&report, fate).verdict);
        (shown != fate.announced()).then(|| (fate.name.clone(), fate.announced(), shown))
    });
    (fates.len(), differ.collect())
}

/// The only pair of captures before and after runs: nothing else happened in between.
#[test]
fn verdicts_announce_what_the_runs_did() {
    let (compared, differ) = compare("unhealthy-chain-before-runs", "unhealthy-chain");
    assert_eq!(compared, 12);
    // The chain has lost its parent. The simulated host snapshots it all the same; a real storage manager
    // cannot open such a chain. Its depth is unknown, so nothing is promised.
    assert_eq!(differ, [("broken-parent".to_owned(), "ok", "unknown".to_owned())]);
}

#[test]
fn a_skip_names_the_disks_that_cause_it() {
    let report = report(&observation("unhealthy-chain-before-runs"));
    let mut skips = 0;
    for fate in last_fates("unhealthy-chain").iter().filter(|fate| fate.announced() == "skip") {
        let verdict = verdict(&report, fate);
        assert!(!verdict.vdi_ids.is_empty(), "{}", fate.name);
        for id in &verdict.vdi_ids {
            let disk = disk(&report, id);
            assert!(disk.xo_gate.skips && disk.vm_ids == [fate.vm.clone()], "{disk:?}");
        }
        skips += 1;
    }
    assert_eq!(skips, 7);
    // one bad disk is enough, and the good one is not blamed
    let two = report.verdicts.iter().find(|verdict| verdict.vm_name.as_deref() == Some("two-disks")).unwrap();
    assert_eq!(two.vdi_ids.len(), 1);
    assert_eq!(disk(&report, &two.vdi_ids[0]).name, "two-disks bad");
}

/// Nothing merged since (the garbage collector was off) and only the run itself changed a chain: the next run
/// meets what the last one met.
#[test]
fn the_next_run_meets_what_the_last_one_met() {
    for (name, all) in [("near-30-chain", 6), ("hidden-base-copies", 10), ("special-states", 26)] {
        assert_eq!(compare(name, name), (all, vec![]), "{name}");
    }
}

/// The storage refuses at 30 nodes, including the active one and the root: not at 29, not at 31, whatever the format
/// (VHD and QCOW2), the driver (NFS, thick LVM), and however many of the nodes are visible.
#[test]
fn what_failed_with_109_is_at_its_limit() {
    let mut formats = Vec::new();
    let mut failed = 0;
    for name in ["near-30-chain", "hidden-base-copies"] {
        let report = report(&observation(name));
        let at_limit: Vec<_> = report.disks.iter().filter(|disk| disk.depth >= 30).collect();
        assert!(at_limit.iter().all(|disk| disk.depth == 30), "{name}");
        for fate in last_fates(name).iter().filter(|fate| fate.announced() == "109") {
            let verdict = verdict(&report, fate);
            assert_eq!(verdict.verdict, SnapshotVerdict::ChainTooLong, "{fate:?}");
            let disks = report.disks.iter().filter(|disk| disk.vm_ids.contains(&fate.vm));
            for disk in disks {
                assert_eq!((disk.depth, disk.limit), (30, Some(30)), "{disk:?}");
                assert_eq!((disk.snapshots_left, disk.depth_complete), (Some(0), true), "{disk:?}");
                assert!(verdict.vdi_ids.contains(&disk.vdi_id), "{disk:?}");
                let sr = report.srs.iter().find(|sr| Some(&sr.id) == disk.sr_id.as_ref()).unwrap();
                formats.push(format!("{} on {}", key(&disk.image_format.unwrap()), key(&sr.family)));
            }
            failed += 1;
        }
        // disks that were backed up are not yet at the limit
        for fate in last_fates(name).iter().filter(|fate| fate.status == "success") {
            for disk in report.disks.iter().filter(|disk| disk.vm_ids.contains(&fate.vm)) {
                assert!(disk.depth < 30 && disk.snapshots_left > Some(0), "{disk:?}");
            }
        }
    }
    assert_eq!(failed, 7);
    formats.sort();
    formats.dedup();
    assert_eq!(formats, ["qcow2 on file", "vhd on file", "vhd on lvm"]);
}

/// Snapshots left, proven by the runs: the VMs of `near-30-chain` are named after their depth before three runs.
#[test]
fn snapshots_left_are_as_many_as_the_runs_could_take() {
    let capture = raw("near-30-chain");
    let report = report(&observation("near-30-chain"));
    let runs = capture["calls"]["backupNg.getAllLogs"].as_object().unwrap();
    for (name, before) in [("chain-28", 28), ("chain-29", 29), ("chain-29-thick", 29), ("chain-30", 30)] {
        let tasks = runs.values().flat_map(|run| run["tasks"].as_array().unwrap());
        let vm = |task: &Value| {
            let id = task["data"]["id"].as_str().unwrap();
            capture["calls"]["xo.getAllObjects"][id]["name_label"] == name
        };
        let taken = tasks.filter(|task| vm(task) && task["status"] == "success").count();
        assert_eq!(taken, 30 - before, "{name}");
        let disk = report.disks.iter().find(|disk| disk.name == format!("{name} disk")).unwrap();
        assert_eq!((disk.depth, disk.snapshots_left), (30, Some(0)), "{name}");
    }
}

/// With the gate bypassed, a chain that XO would skip is snapshotted until the storage refuses.
#[test]
fn a_bypass_trades_the_skip_for_109() {
    let report = report(&observation("hidden-base-copies"));
    let of = |vm: &str| {
        let verdicts = report.verdicts.iter().filter(|verdict| verdict.vm_name.as_deref() == Some(vm));
        let mut shown: Vec<(String, String)> =
            verdicts.map(|verdict| (verdict.job_name.clone(), key(&verdict.verdict))).collect();
        shown.sort_unstable();
        shown
    };
    let pair = |bypassed: &str, checked: &str| {
        let (with, without) = ("snapshots, chain check bypassed", "snapshots, chain check on");
        vec![(with.to_owned(), bypassed.to_owned()), (without.to_owned(), checked.to_owned())]
    };
    assert_eq!(of("hidden-28-visible-1"), pair("109", "skip"));
    assert_eq!(of("hidden-26-visible-2"), pair("109", "skip"));
    assert_eq!(of("hidden-12-visible-0"), pair("ok", "skip"));
    assert_eq!(of("no-snapshot"), pair("ok", "ok"));
}
