//! The demonstration: the two pools of a small company, with one of each problem among things that are well.
//!
//! In: the current time. Out: a [`State`]. Comments say what XO and the storage manager would do with each VM.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::parts::{Job, Node, Snapshot, When, base, chain, manual, snapshots};
use super::runs::{self, Fate, Saved};
use super::world::{GIB, World};
use crate::state::State;

/// The tag of VMs whose backups are tested by restoring them.
const TESTED: &str = "restore test";

/// SRs and pools, by what is special about them.
struct Places {
    tokyo: String,
    osaka: String,
    main: String,
    archive: String,
    full: String,
    local: String,
    iso: String,
    linstor: String,
    maintenance: String,
    detached: String,
}

/// The jobs that snapshots belong to.
struct Jobs {
    hourly: Job,
    bypass: Job,
    nightly: Job,
    gone: Job,
}

/// Returns the demonstration for this time.
#[must_use]
pub fn demo(now: Timestamp) -> State {
    let mut world = World::new(now);
    let places = places(&mut world);
    let names = [
        "会計DB",
        "web-01",
        "filer",
        "archive-search",
        "受注DB",
        "mail",
        "jenkins",
        "print-server",
        "legacy-crm",
        "lab-loop",
    ];
    // each backup of one VM is restored to test it
    let tags = |name: &str| if name == "jenkins" { &["prod", TESTED][..] } else { &["prod"] };
    let vms: Vec<String> = names.iter().map(|name| world.vm(&places.tokyo, name, tags(name))).collect();
    let jobs = jobs(&mut world, &places, &vms);
    about_to_fail(&mut world, &places, &jobs, &vms);
    broken_chains(&mut world, &places, &vms);
    leftovers(&mut world, &places, &jobs);
    no_room(&mut world, &places, &jobs);
    unseen(&mut world, &places);
    healthy(&mut world, &places, &jobs);
    other_jobs(&mut world, &vms);
    history(&mut world, &jobs, &names, &vms);
    world.finish()
}

fn places(world: &mut World) -> Places {
    let tokyo = world.pool("東京プール", &["xcp-tokyo-1", "xcp-tokyo-2"]);
    let osaka = world.pool("osaka-dr", &["xcp-osaka-1"]);
    let main = world.sr(&tokyo, "nfs-main", "nfs", 4096);
    let archive = world.sr(&tokyo, "nfs-archive", "nfs", 2048);
    world.edit(&archive, |sr| sr["other_config"]["gc"] = json!("false"));
    let full = world.sr(&tokyo, "iscsi-db", "lvmoiscsi", 500);
    world.edit(&full, |sr| {
        sr["sm_config"]["gc_no_space"] = json!("true");
        // 40 MiB free: less than the 64 MiB with which a coalesce on LVM begins.
        sr["physical_usage"] = json!(500 * GIB - (40 << 20));
    });
    world.message("SM_GC_NO_SPACE", "Unable to coalesce: insufficient space", &full, 20);
    let local = world.sr(&tokyo, "Local storage", "ext", 400);
    let failed_at = world.seconds_ago(30).to_string();
    world.edit(&local, |sr| sr["sm_config"]["last-coalesce-error"] = json!(failed_at));
    let iso = world.sr(&tokyo, "ISO library", "iso", 100);
    let linstor = world.sr(&osaka, "xostor", "linstor", 1024);
    let maintenance = world.sr(&osaka, "Local storage", "ext", 400);
    world.edit(&maintenance, |sr| {
        sr["inMaintenanceMode"] = json!(true);
        sr["other_config"]["xo:maintenanceState"] = json!("{}");
    });
    let detached = world.sr(&osaka, "nfs-old", "nfs", 1024);
    world.detach(&detached);
    // Enabled but unreachable: none of its objects exists.
    world.state.servers.push(json!({
        "allowUnauthorized": true, "enabled": true, "host": "192.0.2.90", "label": "福岡プール", "username": "root",
        "readOnly": false, "id": crate::state::uuid_of("demo fukuoka"), "status": "connecting",
        "error": {"message": "connect ECONNREFUSED 192.0.2.90:443", "code": "ECONNREFUSED"},
    }));
    Places { tokyo, osaka, main, archive, full, local, iso, linstor, maintenance, detached }
}

fn any_of(vms: &[&String]) -> Value {
    json!({"id": {"__or": vms}})
}

fn jobs(world: &mut World, places: &Places, vms: &[String]) -> Jobs {
    let hourly = world.job(
        "毎時スナップショット",
        "full",
        any_of(&[&vms[0], &vms[1]]),
        json!({}),
        json!({"snapshotRetention": 48}),
    );
    world.schedule(&hourly, When { cron: "0 * * * *".to_owned(), enabled: true });
    let bypass = world.job(
        "filer, chain check bypassed",
        "full",
        json!({"id": vms[2]}),
        json!({"bypassVdiChainsCheck": true}),
        json!({"snapshotRetention": 48}),
    );
    world.schedule(&bypass, When { cron: "30 * * * *".to_owned(), enabled: true });
    let nightly = world.job(
        "nightly delta",
        "delta",
        any_of(&vms[3..].iter().collect::<Vec<_>>()),
        json!({"concurrency": 2}),
        json!({"exportRetention": 7, "healthCheckSr": places.main, "healthCheckVmsWithTags": [TESTED]}),
    );
    let cron = world.daily_in(8 * 60);
    world.schedule(&nightly, When { cron, enabled: true });
    // A job that was deleted, but not its snapshots.
    let gone = Job {
        id: world.other_id("deleted job"),
        schedule: world.other_id("deleted schedule"),
        name: "旧 weekly".to_owned(),
    };
    Jobs { hourly, bypass, nightly, gone }
}

fn about_to_fail(world: &mut World, places: &Places, jobs: &Jobs, vms: &[String]) {
    // 29 snapshots and the disk: depth 30, so SR_BACKEND_FAILURE_109 refuses the next snapshot.
    world.disk(&vms[0], &places.main, "会計DB disk 0", 100, snapshots(jobs.hourly.hourly(29)));
    // Depth 26: four snapshots are left.
    world.disk(&vms[1], &places.main, "web-01 disk 0", 40, snapshots(jobs.hourly.hourly(25)));
    // 25 snapshots, 4 nodes to coalesce and the disk: depth 30. With the check bypassed, 109 follows.
    let mut nodes = chain([base(40), base(2), base(2), base(1)]);
    nodes.extend(snapshots(jobs.bypass.hourly(25)));
    world.disk(&vms[2], &places.main, "filer disk 0", 500, nodes);
    let one = |job: &Job| Node::Kept(1, job.snapshot(16));
    // Two nodes to coalesce: XO skips the VM. Here nothing will coalesce them, because the GC is off …
    let skipped = || chain([base(30), base(2), one(&jobs.nightly), Node::Leaf]);
    world.disk(&vms[3], &places.archive, "archive-search disk 0", 200, skipped());
    // … here it has no room to …
    world.disk(&vms[4], &places.full, "受注DB disk 0", 200, skipped());
    // … and here it has eight hours for it.
    world.disk(&vms[5], &places.main, "mail disk 0", 120, skipped());
    // One node to coalesce: XO continues.
    let jenkins = chain([base(20), one(&jobs.nightly), Node::Leaf]);
    let jenkins = world.disk(&vms[6], &places.main, "jenkins disk 0", 60, jenkins);
    // CBT metadata never has a VM, so it is not an orphan.
    world.cbt_metadata(&jenkins, &jobs.nightly, &vms[6], 40);
    // A base with the disk as its only child: where leaves cannot coalesce it stays, and XO continues.
    world.disk(&vms[7], &places.local, "print-server disk 0", 20, chain([base(8), Node::Leaf]));
}

fn broken_chains(world: &mut World, places: &Places, vms: &[String]) {
    let crm = world.disk(&vms[8], &places.local, "legacy-crm disk 0", 50, chain([Node::Leaf]));
    let nowhere = world.other_id("a VDI that is gone");
    world.set_parent(&crm, Some(&nowhere));
    let other = world.disk(&vms[8], &places.local, "legacy-crm disk 1", 50, chain([Node::Leaf]));
    let elsewhere = world.vdi(&places.main, "VDI-unmanaged", "base copy", 50, 10 * GIB);
    world.set_parent(&other, Some(&elsewhere));
    let looping = world.disk(&vms[9], &places.local, "lab-loop disk 0", 10, chain([Node::Leaf]));
    let (first, second) = (
        world.vdi(&places.local, "VDI-unmanaged", "base copy", 10, GIB),
        world.vdi(&places.local, "VDI-unmanaged", "base copy", 10, GIB),
    );
    world.set_parent(&first, Some(&second));
    world.set_parent(&second, Some(&first));
    world.set_parent(&looping, Some(&first));
}

/// Adds a QCOW2 disk on LVM, which needs its whole size again for a snapshot: SR_BACKEND_FAILURE_44.
fn no_room(world: &mut World, places: &Places, jobs: &Jobs) {
    let sr = world.sr(&places.tokyo, "fc-warehouse", "lvmohba", 800);
    world.edit(&sr, |sr| sr["physical_usage"] = json!(502 * GIB));
    let vm = world.vm(&places.tokyo, "warehouse", &["prod"]);
    let disk = world.disk(&vm, &sr, "warehouse disk 0", 500, chain([Node::Leaf]));
    world.edit(&disk, |vdi| {
        vdi["image_format"] = json!("qcow2");
        vdi["usage"] = json!(502 * GIB);
    });
    let nightly = world.state.backup_jobs.iter_mut().find(|job| job["id"] == jobs.nightly.id);
    if let Some(list) = nightly.and_then(|job| job["vms"]["id"]["__or"].as_array_mut()) {
        list.push(json!(vm));
    }
}

/// Adds what a reader cannot trust, or does not see yet.
fn unseen(world: &mut World, places: &Places) {
    let job = world.job("週次 full", "full", json!({"tags": {"__or": [["weekly"]]}}), json!({}), json!({}));
    // XO reads the third letter of `wed` as an `n`
    world.schedule(&job, When { cron: "0 5 * * wed".to_owned(), enabled: true });
    let old = world.vdi(&places.main, "VDI", "old data (do not delete?)", 300, 180 * GIB);
    // XO itself never sends an id twice, but a reader must cope with it
    let twin = world.vdi(&places.main, "VDI", "old data, once more", 300, GIB);
    world.rename(&twin, &old);
    // connected, but its objects are still missing
    world.state.servers.push(json!({
        "allowUnauthorized": true, "enabled": true, "host": "192.0.2.91", "label": "名古屋プール", "username": "root",
        "readOnly": false, "id": crate::state::uuid_of("demo nagoya"), "status": "connected",
        "poolId": crate::state::uuid_of("demo nagoya pool"), "poolNameLabel": "名古屋プール",
    }));
}

fn leftovers(world: &mut World, places: &Places, jobs: &Jobs) {
    world.vdi(&places.archive, "VDI-snapshot", "snapshot of a disk that is gone", 80, 6 * GIB);
    let wiki = world.vm(&places.tokyo, "wiki", &[]);
    let old = manual(45 * 24);
    let interrupted = Snapshot { hours_ago: 50, by: None, name: Some("xo-backup-temp-snapshot-name") };
    let nodes = chain([
        Node::Kept(9, old),
        Node::Kept(1, jobs.gone.snapshot(26 * 24)),
        Node::Kept(1, interrupted),
        Node::Leaf,
    ]);
    world.disk(&wiki, &places.main, "wiki disk 0", 30, nodes);
    let mounted = world.vm(&places.tokyo, "restore-test", &[]);
    let copy = world.vdi(&places.main, "VDI-unmanaged", "base copy", 30, 5 * GIB);
    let disk = world.disk(&mounted, &places.main, "restore-test disk 0", 30, chain([Node::Leaf]));
    world.set_parent(&disk, Some(&copy));
    let snapshot = world.snapshot(&mounted, &disk, &copy, &manual(5));
    let dom0 = world.control_domain(&places.tokyo);
    world.attach(&dom0, Some(&snapshot));
    let scratch = world.vm(&places.tokyo, "batch", &["prod"]);
    world.disk(&scratch, &places.main, "batch disk 0", 40, chain([Node::Leaf]));
    world.disk(&scratch, &places.main, "scratch [NOBAK]", 200, chain([base(90), base(5), Node::Leaf]));
    let excluded = world.vm(&places.tokyo, "ci-runner", &["prod", "xo:no-bak=rebuilt daily"]);
    world.disk(&excluded, &places.local, "ci-runner disk 0", 40, chain([Node::Leaf]));
    // Hostile names must get through and do no harm.
    let hostile = world.vm(&places.tokyo, "\u{1b}[31mred\u{1b}[0m <script>alert('会計')</script>", &[]);
    world.disk(&hostile, &places.main, "<b>disk</b>\u{7}", 10, chain([Node::Leaf]));
    let image = world.vdi(&places.iso, "VDI", "debian-12.iso", 4, 4 * GIB);
    world.insert_cd(&hostile, Some(&image));
    let parked = world.vm(&places.osaka, "parked", &[]);
    world.edit(&parked, |vm| vm["power_state"] = json!("Halted"));
    world.disk(&parked, &places.maintenance, "parked disk 0", 20, chain([Node::Leaf]));
    world.disk(&parked, &places.detached, "parked disk 1", 20, chain([base(3), base(1), Node::Leaf]));
}

fn healthy(world: &mut World, places: &Places, jobs: &Jobs) {
    for (name, sr, gib) in [("dc-01", &places.main, 60), ("web-02", &places.main, 40)] {
        let vm = world.vm(&places.tokyo, name, &["prod"]);
        world.disk(&vm, sr, &format!("{name} disk 0"), gib, snapshots([jobs.nightly.snapshot(16)]));
        world.insert_cd(&vm, None);
    }
    let replica = world.vm(&places.osaka, "dc-02", &[]);
    world.disk(&replica, &places.linstor, "dc-02 disk 0", 60, snapshots([manual(20), manual(10)]));
}

fn other_jobs(world: &mut World, vms: &[String]) {
    let nas = world.remote("backup-nas", "nfs://192.0.2.210:/backup", 20_000, 9_000);
    let running = json!({"power_state": "Running", "tags": {"__or": [["prod"]]}});
    let smart = world.job("smart: prod, running", "delta", running, json!({}), json!({"exportRetention": 3}));
    let cron = world.daily_in(11 * 60);
    world.schedule(&smart, When { cron, enabled: true });
    let vanished = world.other_id("a VM that is gone");
    let names_it = any_of(&[&vms[7], &vanished]);
    let stale =
        world.job("names a VM that is gone", "delta", names_it, json!({}), json!({"exportRetention": 2}));
    let cron = world.daily_in(5 * 60);
    world.schedule(&stale, When { cron, enabled: true });
    let mut steps = Vec::new();
    for (name, vm) in [("in a sequence A", &vms[6]), ("in a sequence B", &vms[7])] {
        let step = world.job(name, "delta", json!({"id": vm}), json!({}), json!({"exportRetention": 2}));
        world.schedule(&step, When { cron: "0 0 * * *".to_owned(), enabled: false });
        world.send_to(&step, &nas);
        steps.push(step.schedule);
    }
    for job in [&smart, &stale] {
        world.send_to(job, &nas);
    }
    let nightly = world.state.backup_jobs.iter_mut().find(|job| job["name"] == "nightly delta");
    if let Some(nightly) = nightly {
        nightly["remotes"] = json!({"id": nas});
    }
    let sequence = Job {
        id: world.other_id("sequence"),
        schedule: world.other_id("sequence schedule"),
        name: "nightly sequence".to_owned(),
    };
    world.state.call_jobs.push(json!({
        "type": "call", "key": "genericTask", "name": sequence.name, "method": "schedule.runSequence",
        "paramsVector": {"type": "crossProduct", "items": [{"type": "set", "values": [{"schedules": steps}]}]},
        "userId": crate::state::uuid_of("admin@admin.net"), "id": sequence.id,
    }));
    let cron = world.daily_in(14 * 60);
    world.schedule(&sequence, When { cron, enabled: true });
}

fn history(world: &mut World, jobs: &Jobs, names: &[&str], vms: &[String]) {
    let saved = |n: usize, fate| Saved { vm: &vms[n], name: names[n], fate };
    for hours in (1..=12).rev() {
        let all = [saved(0, Fate::Success(0)), saved(1, Fate::Success(0))];
        runs::add(world, &jobs.hourly, "full", None, hours, 2, &all);
        runs::add(world, &jobs.bypass, "full", None, hours, 1, &[saved(2, Fate::Success(0))]);
    }
    let nas = world.state.remotes.first().and_then(|remote| remote["id"].as_str()).map(str::to_owned);
    for days in (0..7).rev() {
        // The VM on the SR without GC has been skipped for two nights.
        let archive = if days < 2 { Fate::Skipped } else { Fate::Success(3 * GIB) };
        let mut all = vec![saved(3, archive)];
        let fate = |n| if names[n] == "jenkins" { Fate::Tested(2 * GIB) } else { Fate::Success(2 * GIB) };
        all.extend((4..names.len()).map(|n| saved(n, fate(n))));
        runs::add(world, &jobs.nightly, "delta", nas.as_deref(), 16 + days * 24, 95, &all);
    }
}
