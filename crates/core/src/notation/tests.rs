//! What the notation accepts, and what it refuses.

use super::*;
use crate::model::{Link, VdiIdx, VdiKind, VdiRole, VmKind};
use crate::units::Bytes;

fn read(text: &str) -> Inventory {
    inventory(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn vdi(inventory: &Inventory, id: &str) -> VdiIdx {
    match inventory.find(&id.into()) {
        Some(crate::model::Slot::Vdi(vdi)) => vdi,
        other => panic!("{id} is {other:?}"),
    }
}

/// Names the nodes from a disk to its root; a cycle is cut at 100.
fn chain(inventory: &Inventory, id: &str) -> Vec<String> {
    let up = |&at: &VdiIdx| inventory.vdi(at).parent.target();
    let path = std::iter::successors(Some(vdi(inventory, id)), up).take(100);
    path.map(|vdi| inventory.vdi(vdi).id.to_string()).collect()
}

#[test]
fn reads_pool_sr_vm_and_chain() {
    let made = read(
        "pool main { # a comment
            sr local lvm 100GiB free 20GiB gc=false shared pbds=1/2 last_error=3h
            vm web tags=prod,db { disk root 40GiB on local: base 12GiB > base 3GiB snap s1 age=2d > leaf 40GiB }
        }",
    );
    let sr = &made.srs[0];
    assert_eq!((sr.id.to_string().as_str(), sr.driver.as_str()), ("local", "lvm"));
    assert_eq!((sr.size, sr.free()), (Some(Bytes::gib(100)), Some(Bytes::gib(20))));
    assert_eq!((sr.gc.gc_off, sr.shared, sr.pbds_attached, sr.pbds), (true, true, 1, 2));
    assert_eq!(sr.gc.last_error.map(|at| at.to_string()).as_deref(), Some("2026-11-22T22:00:00Z"));
    assert_eq!(chain(&made, "web/root"), ["web/root", "web/root/base2", "web/root/base1"]);
    assert_eq!(chain(&made, "web/root@s1"), ["web/root@s1", "web/root/base2", "web/root/base1"]);
    let snapshot = made.vdi(vdi(&made, "web/root@s1"));
    assert_eq!(snapshot.kind, VdiKind::Snapshot);
    assert_eq!(snapshot.snapshot_of, Link::To(vdi(&made, "web/root")));
    assert_eq!(snapshot.taken().map(|at| at.to_string()).as_deref(), Some("2026-11-21T01:00:00Z"));
    let web = made.vm(made.find_vm(&"web".into()).unwrap());
    assert!(web.running && web.tags.len() == 2);
    assert_eq!(web.attributes["tags"], serde_json::json!(["prod", "db"]));
    let of_vm = made.vm(made.find_vm(&"web@s1".into()).unwrap());
    assert_eq!((of_vm.kind, of_vm.vbds.len()), (VmKind::Snapshot, 1));
    assert_eq!(of_vm.snapshot_of, Link::To(made.find_vm(&"web".into()).unwrap()));
    assert_eq!(made.vms.iter().filter(|vm| vm.kind == VmKind::ControlDomain).count(), 1);
    assert!(made.conflicts.is_empty());
}

#[test]
fn reads_every_shape_of_chain() {
    let made = read(
        "sr a ext 1TiB { disk gold 10GiB: base 5GiB as gold > leaf }
         sr b nfs {
            disk fork 10GiB: base as stem > leaf
            disk twin 10GiB: stem > base > leaf
            disk foreign 10GiB: gold > leaf
            disk lost 10GiB: missing > base > leaf
            disk round 10GiB: cycle > base > base > leaf
            disk deep 10GiB: base*28 1GiB snap s > leaf
            disk new 10GiB qcow2
            disk dead 10GiB: base snap last > gone
            disk shortcut 10GiB: base > leaf snap empty
         }",
    );
    assert_eq!(chain(&made, "twin"), ["twin", "twin/base1", "fork/base1"]);
    assert_eq!(made.vdi(vdi(&made, "foreign")).parent, Link::To(vdi(&made, "gold/base1")));
    let Link::Missing(lost) = made.vdi(vdi(&made, "lost/base1")).parent else { panic!("not missing") };
    assert_eq!(*made.lost(lost), "lost/lost".into());
    assert_eq!(made.vdi(vdi(&made, "round/base1")).parent, Link::To(vdi(&made, "round/base2")));
    assert_eq!(chain(&made, "deep").len(), 29);
    assert_eq!(chain(&made, "deep@s28").len(), 29);
    assert_eq!(chain(&made, "new"), ["new"]);
    assert!(made.find(&"dead".into()).is_none());
    assert_eq!(made.vdi(vdi(&made, "dead@last")).snapshot_of, Link::None);
    assert_eq!(chain(&made, "shortcut@empty"), ["shortcut@empty", "shortcut/base1"]);
}

#[test]
fn reads_what_is_plugged_where() {
    let made = read(
        "sr s lvm { disk orphan 1GiB }
         vm other halted
         vm web {
            disk root 10GiB on s [NOBAK] in=other: base snap temp dom0 snap changed cbt job=j schedule=n > leaf
            disk cd 1GiB on s cd
            disk stuck 1GiB on s dom0
         }",
    );
    let holders = |id: &str| -> Vec<String> {
        let of = made.vms_of(vdi(&made, id));
        of.into_iter().map(|vm| made.vm(vm).id.to_string()).collect()
    };
    assert_eq!(holders("orphan"), [""; 0]);
    assert_eq!(holders("web/root"), ["other", "web"]);
    assert_eq!(holders("web/root@temp"), ["pool/dom0", "web@temp"]);
    assert_eq!(holders("web/root@changed"), [""; 0]);
    assert_eq!(holders("web/stuck"), ["pool/dom0", "web"]);
    let changed = made.vdi(vdi(&made, "web/root@changed"));
    assert_eq!((changed.role, &changed.parent), (VdiRole::CbtMetadata, &Link::None));
    let keys = changed.backup.as_ref().unwrap();
    assert_eq!(keys.job.as_ref().map(ToString::to_string).as_deref(), Some("j"));
    assert_eq!(keys.vm, Some("web".into()));
    assert!(made.vdi(vdi(&made, "web/root")).no_backup);
    assert!(!made.vm(made.find_vm(&"other".into()).unwrap()).running);
}

#[test]
fn two_disks_share_the_snapshot_of_their_vm() {
    let made = read(
        "sr s ext vm web { disk a 1GiB on s: base snap s1 > leaf disk b 1GiB on s: base snap s1 > leaf }",
    );
    assert_eq!(made.vm(made.find_vm(&"web@s1".into()).unwrap()).vbds.len(), 2);
}

#[test]
fn keeps_what_the_server_sends_twice() {
    let made = read("sr s ext { disk a 1GiB disk b 1GiB id=a }");
    assert_eq!(made.conflicts.len(), 1);
    assert_eq!(made.vdis.len(), 1);
}

#[test]
fn an_empty_text_is_an_empty_server() {
    assert!(read("").pools.is_empty());
    let made = read("pool bare hosts=0 { }");
    assert_eq!((made.pools.len(), made.hosts.len(), made.vms.len()), (1, 0, 0));
}

#[test]
fn errors_show_where_and_why() {
    let cases = [
        ("sr a", "line 1, column 5: the driver is missing before the end"),
        ("srx", "line 1, column 1: `srx` found where `sr`, `vm`, `disk` or `}` is expected"),
        (
            "sr a ext\nsr a ext",
            "line 2, column 4: `a` already exists; say `id=` if two things are to have one id",
        ),
        ("sr a ext fast", "line 1, column 10: `fast` is not an option of an SR"),
        ("sr a ext gc", "line 1, column 10: `gc` needs a value: `gc=…`"),
        ("sr a ext gc=no", "line 1, column 10: `no` is neither `true` nor `false`"),
        ("sr a ext free much", "line 1, column 15: `much` found where a size such as `40GiB` is expected"),
        (
            "sr a ext last_error=soon",
            "line 1, column 10: `soon` is neither an instant nor an age such as `3h`",
        ),
        ("vm web { disk a 1GiB }", "line 1, column 15: the disk `a` lies on no SR: say `on SR`"),
        ("vm b vm web { disk a 1GiB on b }", "line 1, column 30: no SR `b` is defined above"),
        ("sr a ext { disk d 1GiB: gold > leaf }", "line 1, column 25: no base named `gold` is defined above"),
        ("sr a ext { disk d 1GiB: base leaf }", "line 1, column 30: `leaf` found where `>` is expected"),
        ("sr a ext { disk d 1GiB: cycle > leaf }", "line 1, column 25: a cycle needs a base"),
        ("vm \"web", "line 1, column 4: this quotation mark is never closed"),
        ("pool a", "line 1, column 7: the end found where `{` is expected"),
        ("pool a {", "line 1, column 9: the end found where `sr`, `vm`, `disk` or `}` is expected"),
        ("vm web { vm db }", "line 1, column 10: `vm` found where `sr`, `vm`, `disk` or `}` is expected"),
    ];
    for (text, error) in cases {
        assert_eq!(inventory(text).map(|_| ()).unwrap_err().to_string(), error, "{text}");
    }
}

/// Formats jobs, schedules, remotes and runs, one line each.
fn backups(text: &str) -> String {
    let read = observation(text).unwrap_or_else(|error| panic!("{error}\n{text}")).backups;
    let mut lines = Vec::new();
    for repository in read.repositories.iter().flatten() {
        let free = repository.space.available.map(|free| free.to_string()).unwrap_or_default();
        lines.push(format!("{} {} {:?} {free}", repository.id, repository.scheme, repository.path));
    }
    for job in read.all_jobs() {
        let settings = serde_json::to_string(&job.settings).unwrap();
        lines.push(format!("{} {:?} {:?} {:?} {settings}", job.id, job.kind, job.remotes, job.srs));
    }
    for schedule in read.schedules.iter().flatten() {
        lines.push(format!("{} {} {:?} {}", schedule.id, schedule.cron, schedule.timezone, schedule.enabled));
    }
    for run in read.runs.iter().flatten() {
        let error = |error: &Option<Box<crate::model::LogError>>| {
            error.as_ref().map(|error| format!(" {:?} {}", error.code, error.message)).unwrap_or_default()
        };
        let times = (run.start.unwrap(), run.end.map(|end| end.duration_since(run.start.unwrap()).as_secs()));
        lines.push(format!("{:?} {} {:?}{}", run.status, times.0, times.1, error(&run.error)));
        for vm in &run.vms {
            let moved: Vec<_> =
                vm.transfers.iter().map(|one| (one.is_full, one.bytes.unwrap().0 >> 30)).collect();
            let name = vm.vm.as_ref().unwrap();
            lines.push(format!("  {name} {:?} {moved:?}{}", vm.whole.status, error(&vm.whole.error)));
        }
    }
    lines.join("\n")
}

#[test]
fn reads_jobs_schedules_and_runs() {
    let cases = [
        (
            "remote nas nfs 4TiB free 1TiB remote own file:///srv/b sr s ext 1TiB",
            "nas nfs None 1.0 TiB\nown file Some(\"/srv/b\") ",
        ),
        (
            "sr s ext 1TiB remote nas nfs job a delta of v,w to nas,s keep=3 zone=Asia/Tokyo cron=\"0 1 * * *\" bypass",
            "nas nfs None \na Backup(Delta) [nas] [s] \
             {\"\":{\"bypassVdiChainsCheck\":true},\"a\":{\"copyRetention\":3}}\na 0 1 * * * Some(\"Asia/Tokyo\") true",
        ),
        (
            "job b job a disabled set=fullInterval:7 set=preferNbd sequence q of a,b cron=@daily",
            "a Backup(Full) [] [] {\"\":{\"fullInterval\":7,\"preferNbd\":true}}\nb Backup(Full) [] [] {}\n\
             q Sequence([ScheduleId(a), ScheduleId(b)]) [] [] {}\n\
             a 0 22 * * * None false\nb 0 22 * * * None true\nq @daily None true",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(backups(text), expected, "{text}");
    }
}

#[test]
fn reads_how_runs_went() {
    const JOB: &str = "remote nas nfs job n delta of v,w to nas ";
    let cases = [
        (
            "run n",
            "Success 2026-11-23T00:00:00Z Some(300)\n  v Success [(Some(false), 1)]\n  w Success [(Some(false), 1)]",
        ),
        // sorted by start, whatever the order in the text
        (
            "run n age=2h took=10m { v success 20GiB full w skipped } run n age=1d pending",
            "Pending 2026-11-22T01:00:00Z None\n  v Pending []\n  w Pending []\n\
             Skipped 2026-11-22T23:00:00Z Some(600)\n  v Success [(Some(true), 20)]\n  \
             w Skipped [] None unhealthy VDI chain",
        ),
        (
            "run n failure \"couldn't instantiate any remote\" vm v",
            "Failure 2026-11-23T00:00:00Z Some(300) None couldn't instantiate any remote",
        ),
        (
            "run n { v failure \"VDI_IO_ERROR(Device I/O errors)\" }",
            "Failure 2026-11-23T00:00:00Z Some(300)\n  \
             v Failure [] Some(\"VDI_IO_ERROR\") VDI_IO_ERROR(Device I/O errors)",
        ),
    ];
    for (text, expected) in cases {
        let found = backups(&format!("{JOB}{text}"));
        let (_, runs) = found.split_once("None true\n").unwrap_or(("", &found));
        assert_eq!(runs, expected, "{text}");
    }
}

#[test]
fn says_what_is_wrong_with_a_job() {
    let cases = [
        ("job", "line 1, column 4: the name of the job is missing before the end"),
        ("job a job a", "line 1, column 11: the job `a` already exists"),
        ("job a to nas", "line 1, column 10: no remote or SR `nas` is defined above"),
        ("run a", "line 1, column 5: no job `a` is defined above"),
        ("job a run a age=soon", "line 1, column 13: `soon` is neither an instant nor an age such as `3h`"),
        (
            "job a run a { v }",
            "line 1, column 17: `}` found where `success`, `failure`, `skipped`, `interrupted` or `pending` is expected",
        ),
        ("sequence q of a", "line 1, column 15: no job `a` is defined above"),
        ("job a sequence q of a keep=2", "line 1, column 23: `keep` is not an option of a sequence"),
        ("remote nas nfs remote nas nfs", "line 1, column 23: the remote `nas` already exists"),
    ];
    for (text, expected) in cases {
        assert_eq!(observation(text).unwrap_err().to_string(), expected, "{text}");
    }
}
