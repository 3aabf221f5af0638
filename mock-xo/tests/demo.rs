//! The demonstration shows what it should, and is consistent.

// Clippy recognises only functions marked as tests, not their helpers.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::HashSet;

use mock_xo::chains::{Chains, MAX_UNCOALESCED_VDIS};
use mock_xo::{Object, State, scenario};
use serde_json::Value;

const NOW: i64 = 1_790_000_000;

fn demo() -> State {
    scenario::demo(jiff::Timestamp::from_second(NOW).unwrap())
}

fn all(state: &State) -> Vec<Value> {
    state.objects.iter().map(Object::value).collect()
}

fn named<'a>(objects: &'a [Value], kind: &str, name: &str) -> &'a Value {
    let found = objects.iter().find(|object| object["type"] == kind && object["name_label"] == name);
    found.unwrap_or_else(|| panic!("no {kind} {name}"))
}

#[test]
fn disks_are_in_the_documented_state() {
    let state = demo();
    let (objects, chains) = (all(&state), Chains::of(&state));
    // (disk, depth, nodes to coalesce that the gate counts)
    let cases = [
        ("会計DB disk 0", 30, 0),
        ("web-01 disk 0", 26, 0),
        ("filer disk 0", 30, 4),
        ("archive-search disk 0", 4, 2),
        ("受注DB disk 0", 4, 2),
        ("mail disk 0", 4, 2),
        ("jenkins disk 0", 3, 1),
        ("print-server disk 0", 2, 0),
        ("legacy-crm disk 0", 1, 0),
        ("legacy-crm disk 1", 2, 0),
        ("lab-loop disk 0", 3, 1),
        ("scratch [NOBAK]", 3, 1),
        ("dc-01 disk 0", 2, 0),
    ];
    for (name, depth, uncoalesced) in cases {
        let id = named(&objects, "VDI", name)["id"].as_str().unwrap();
        assert_eq!((chains.depth(id), chains.uncoalesced(id)), (depth, uncoalesced), "{name}");
    }
    let skipped = objects.iter().filter(|object| {
        object["type"] == "VDI" && chains.uncoalesced(object["id"].as_str().unwrap()) > MAX_UNCOALESCED_VDIS
    });
    assert_eq!(skipped.count(), 4, "three to be skipped, one that bypasses the check");
}

#[test]
fn storage_is_in_the_documented_state() {
    let state = demo();
    let objects = all(&state);
    let sr = |name| named(&objects, "SR", name);
    assert_eq!(sr("nfs-archive")["other_config"]["gc"], "false");
    let full = sr("iscsi-db");
    assert_eq!(full["allocationStrategy"], "thick");
    assert_eq!(full["sm_config"]["gc_no_space"], "true");
    assert!(full["size"].as_i64().unwrap() - full["physical_usage"].as_i64().unwrap() < 64 << 20);
    assert!(
        objects.iter().any(|object| object["name"] == "SM_GC_NO_SPACE" && object["$object"] == full["id"])
    );
    assert!(objects.iter().any(|object| object["sm_config"]["last-coalesce-error"].is_string()));
    assert!(objects.iter().any(|object| object["inMaintenanceMode"] == true));
    let pbds = |sr: &Value| {
        let mine = objects.iter().filter(|object| object["type"] == "PBD" && object["SR"] == sr["id"]);
        mine.map(|pbd| pbd["attached"] == true).collect::<Vec<_>>()
    };
    assert_eq!(pbds(sr("nfs-old")), [false]);
    assert_eq!(pbds(sr("nfs-main")), [true, true]);
    assert_eq!(sr("ISO library")["content_type"], "iso");
    let away = state.servers.iter().find(|server| server["status"] == "connecting").unwrap();
    assert!(away["enabled"] == true && away["error"]["message"].is_string() && away.get("poolId").is_none());
}

#[test]
fn leftovers_are_there() {
    let state = demo();
    let objects = all(&state);
    let is_orphan = |object: &&Value| {
        let kind = object["type"].as_str().unwrap();
        (kind == "VDI" || kind == "VDI-snapshot") && object["$VBDs"] == serde_json::json!([])
    };
    let orphans: Vec<&Value> = objects.iter().filter(is_orphan).collect();
    assert_eq!(orphans.len(), 4);
    assert_eq!(orphans.iter().filter(|vdi| vdi["VDI_type"] == "cbt_metadata").count(), 1);
    assert_eq!(
        orphans.iter().filter(|vdi| vdi["type"] == "VDI-snapshot" && vdi["$snapshot_of"].is_null()).count(),
        1
    );
    named(&objects, "VM-snapshot", "xo-backup-temp-snapshot-name");
    let old = named(&objects, "VM-snapshot", "manual snapshot");
    assert!(NOW - old["snapshot_time"].as_i64().unwrap() > 30 * 86_400);
    let jobs: Vec<&Value> = state.backup_jobs.iter().map(|job| &job["id"]).collect();
    let of_gone_job = objects.iter().filter(|object| {
        let job = &object["other_config"]["xo:backup:job"];
        job.is_string() && !jobs.contains(&job)
    });
    assert_eq!(of_gone_job.count(), 1);
    let controllers: HashSet<&str> = objects
        .iter()
        .filter(|object| object["type"] == "VM-controller")
        .map(|vm| vm["id"].as_str().unwrap())
        .collect();
    let on_dom0 =
        objects.iter().filter(|object| object["VM"].as_str().is_some_and(|vm| controllers.contains(vm)));
    assert_eq!(on_dom0.count(), 1);
    assert!(objects.iter().any(|object| object["is_cd_drive"] == true && object["VDI"].is_string()));
    assert!(
        objects
            .iter()
            .any(|object| object["name_label"].as_str().is_some_and(|name| name.contains("\u{1b}[")))
    );
}

#[test]
fn jobs_are_there() {
    let state = demo();
    let jobs = &state.backup_jobs;
    let vms: HashSet<String> =
        state.objects.iter().filter(|object| object.kind() == "VM").map(|vm| vm.id().to_owned()).collect();
    assert!(jobs.iter().any(|job| job["settings"][""]["bypassVdiChainsCheck"] == true));
    assert!(jobs.iter().any(|job| job["vms"].get("tags").is_some()));
    let named = |job: &Value| job["vms"]["id"]["__or"].as_array().cloned().unwrap_or_default();
    let vanished = jobs.iter().flat_map(named).filter(|vm| !vms.contains(vm.as_str().unwrap())).count();
    assert_eq!(vanished, 1);
    assert_eq!(state.call_jobs[0]["method"], "schedule.runSequence");
    let steps =
        state.call_jobs[0].pointer("/paramsVector/items/0/values/0/schedules").unwrap().as_array().unwrap();
    for step in steps {
        let schedule = state.schedules.iter().find(|schedule| schedule["id"] == *step).unwrap();
        assert_eq!(schedule["enabled"], false);
    }
    let known: Vec<&Value> = jobs.iter().chain(&state.call_jobs).map(|job| &job["id"]).collect();
    assert!(state.schedules.iter().all(|schedule| known.contains(&&schedule["jobId"])));
    let skipped = state.logs.values().filter(|log| log["status"] == "skipped").count();
    assert_eq!((state.logs.len(), skipped), (31, 2));
}

#[test]
fn all_links_hold_and_the_world_is_the_same_each_time() {
    let (state, again) = (demo(), demo());
    let objects = all(&state);
    assert_eq!(objects, all(&again));
    assert!(state.logs.values().eq(again.logs.values()));
    assert_eq!(state.backup_jobs, again.backup_jobs);
    let exists = |id: &Value| id.as_str().is_some_and(|id| state.object(id).is_some());
    let lists = ["VDIs", "$PBDs", "$VBDs", "snapshots", "residentVms"];
    let links =
        ["$SR", "SR", "host", "VM", "VDI", "$snapshot_of", "$container", "master", "controlDomain", "$pool"];
    for object in &objects {
        for list in lists {
            for id in object[list].as_array().into_iter().flatten() {
                assert!(exists(id), "{} {list} {id}", object["name_label"]);
            }
        }
        for link in links {
            assert!(object.get(link).is_none_or(exists), "{} {link}", object["id"]);
        }
        let sr = object["$SR"].as_str().and_then(|sr| state.object(sr));
        assert!(
            sr.is_none_or(|sr| sr.pool() == object["$pool"].as_str()),
            "{}: SR of another pool",
            object["id"]
        );
        let vdi = object["VDI"].as_str().and_then(|vdi| state.object(vdi));
        assert!(
            vdi.is_none_or(|vdi| vdi.pool() == object["$pool"].as_str()),
            "{}: VDI of another pool",
            object["id"]
        );
    }
    let vms = objects.iter().filter(|object| object["type"] == "VM").count();
    assert!((14..=20).contains(&vms), "{vms}");
}
