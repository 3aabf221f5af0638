//! What the rules of XO, the storage and the repositories exclude.

use super::{GOOD, WEB, nightly, outlook, show};
use crate::analysis::world::World;
use crate::model::{JobKind, Mode, Repository};

#[test]
fn what_the_storage_refuses() {
    let on = |sr: &str, chain: &str| format!("sr s {sr} vm web {{ disk root 9GiB on s: {chain} }}");
    let hidden = "base 1GiB > base 1GiB > base 1GiB > leaf";
    let full = "base*29 1GiB snap x > leaf";
    let cases = [
        ("healthy", WEB.to_owned(), "yes"),
        ("at the limit", on("ext 1TiB free 500GiB", full), "no; web SR_BACKEND_FAILURE_109 1 at_limit"),
        (
            "merges that should be done by now, which XOH-205 reports",
            on("ext 1TiB free 500GiB", hidden),
            "probably_not; web UNHEALTHY_VDI_CHAIN 0.505 merges_stopped",
        ),
        (
            "the collector is off",
            on("ext 1TiB free 500GiB gc=false", hidden),
            "no; web UNHEALTHY_VDI_CHAIN 1 merges_stopped",
        ),
        (
            "another chain is broken, which stops all",
            on("ext 1TiB free 500GiB { disk lost 1GiB: missing > leaf }", hidden),
            "no; web UNHEALTHY_VDI_CHAIN 1 merges_stopped",
        ),
        (
            "an old mark says that nothing fits, and much is free",
            on("ext 1TiB free 500GiB gc_no_space", hidden),
            "probably_not; web UNHEALTHY_VDI_CHAIN 0.505 merges_stopped",
        ),
        (
            "no room",
            on("lvm 100GiB free 8MiB", "base 3GiB snap a > leaf"),
            "no; web SR_BACKEND_FAILURE_44 1 no_room",
        ),
        (
            "its own chain is broken",
            on("ext 1TiB free 500GiB", "missing > leaf"),
            "no; web BROKEN_CHAIN 0.901 broken_chain",
        ),
        (
            "no host reaches the SR",
            on("ext 1TiB free 500GiB detached", "leaf"),
            "no; web SR_UNAVAILABLE 1 sr_unavailable",
        ),
        (
            "maintenance",
            on("ext 1TiB free 500GiB maintenance", "leaf"),
            "no; web SR_UNAVAILABLE 1 sr_unavailable",
        ),
        ("no disk", "sr s ext vm web".to_owned(), "no; web NOTHING_SAVED 1 nothing_saved"),
        (
            "the storage has lost the disk",
            "sr s ext 1TiB free 9GiB vm web { disk root 9GiB on s missing: leaf }".to_owned(),
            "no; web SR_UNAVAILABLE 1 disk_missing",
        ),
        ("the VM is gone", "sr s ext".to_owned(), "no; web VM_MISSING 1 vm_missing"),
    ];
    for (case, inventory, expected) in cases {
        assert_eq!(show(&outlook(&nightly(&inventory, &GOOD))), expected, "{case}");
    }
}

/// An hour after the start of the last run, which deleted its snapshot, the collector has not had time yet: waiting
/// helps.
#[test]
fn merges_may_end_before_the_run() {
    let hidden =
        "sr s ext 1TiB free 500GiB vm web { disk root 9GiB on s: base 1GiB > base 1GiB > base 1GiB > leaf }";
    let recent = nightly(hidden, &["51h delta", "27h delta", "1h delta"]);
    assert_eq!(show(&outlook(&recent)), "probably_not; web UNHEALTHY_VDI_CHAIN 0.505 merges_pending");
}

#[test]
fn a_job_that_saves_nothing_is_no_yes() {
    let keeps = |key: &str, n: u32| nightly(WEB, &GOOD).with_setting("nightly", key, n);
    let mut without = keeps("exportRetention", 0);
    without.jobs()[0].remotes.clear();
    let nothing = "no; web NOTHING_SAVED 1 nothing_saved";
    let cases = [
        ("a repository", keeps("exportRetention", 7), "yes"),
        ("that is switched off by its retention", keeps("exportRetention", 0), nothing),
        (
            "snapshots alone",
            keeps("exportRetention", 0).with_setting("nightly", "snapshotRetention", 3),
            "yes",
        ),
        ("no target", without, nothing),
        ("no VM", nightly("sr s ext", &[]).named(&[]), "no; NOTHING_SAVED 1 nothing_saved"),
    ];
    for (case, world, expected) in cases {
        assert_eq!(show(&outlook(&world)), expected, "{case}");
    }
}

trait Change {
    fn named(self, vms: &[&str]) -> World;
    fn changed(self, change: impl Fn(&mut Repository)) -> World;
}

impl Change for World {
    fn named(mut self, vms: &[&str]) -> World {
        self.jobs()[0].vms = crate::model::VmPattern::Ids(vms.iter().map(|&vm| vm.into()).collect());
        self
    }

    fn changed(mut self, change: impl Fn(&mut Repository)) -> World {
        self.backups.repositories.iter_mut().flatten().for_each(change);
        self
    }
}

#[test]
fn repositories() {
    let free = |gib: u64| {
        let world = World::new(WEB).repository("nas", "nfs", 1000, gib).past(
            "nightly",
            super::DAILY,
            &["web"],
            &GOOD,
        );
        world.with_setting("nightly", "exportRetention", 7)
    };
    let fulls = ["51h full", "27h full", "3h full"];
    let room = |gib: u64, runs: &[&str]| {
        let world =
            World::new(WEB).repository("nas", "nfs", 1000, gib).past("nightly", super::DAILY, &["web"], runs);
        world.with_setting("nightly", "exportRetention", 7)
    };
    let mut gone = nightly(WEB, &GOOD);
    gone.backups.repositories = Some(Vec::new());
    let other = |gib: u64| {
        room(gib, &fulls).past("early", "0 20 * * *", &["web"], &fulls).with_setting(
            "early",
            "exportRetention",
            7,
        )
    };
    let unavailable = |chance: f64| format!("no; web REPOSITORY_UNAVAILABLE {chance} repository_unavailable");
    let cases = [
        ("room", free(900), "yes".to_owned()),
        ("for a delta, and none for the full", room(19, &["27h full", "9h delta", "3h delta"]), {
            "at_risk; web REPOSITORY_FULL 0.208 repository_room".to_owned()
        }),
        (
            "none for what is usual",
            room(19, &fulls),
            "no; web REPOSITORY_FULL 0.901 repository_room".to_owned(),
        ),
        ("switched off", free(900).changed(|one| one.enabled = false), unavailable(1.0)),
        ("gone", gone, unavailable(1.0)),
        (
            "could not be used",
            free(900).changed(|one| one.has_error = true),
            "probably_not; web REPOSITORY_UNAVAILABLE 0.802 repository_unavailable".to_owned(),
        ),
        (
            "an object store tells no space",
            free(900).changed(|one| {
                one.scheme = "s3".to_owned();
                one.space.available = None;
            }),
            "yes".to_owned(),
        ),
        (
            "its space is not told, and it took the last three backups",
            free(900).changed(|one| one.space.available = None),
            "yes".to_owned(),
        ),
        (
            "its space is not told, and hardly anything was written there",
            room(900, &["27h delta", "3h delta"]).changed(|one| one.space.available = None),
            "cannot_tell; web - 0.01 not_read".to_owned(),
        ),
        (
            "two jobs together",
            other(30),
            "probably_not; web REPOSITORY_FULL 0.604 repository_room".to_owned(),
        ),
        (
            "old backups go first",
            room(19, &fulls).with_setting("nightly", "deleteFirst", true),
            "yes".to_owned(),
        ),
    ];
    for (case, world, expected) in cases {
        assert_eq!(show(&outlook(&world)), expected, "{case}");
    }
}

/// A disk that is too large for every format of the target is never copied: there is no "yes" beside XOH-309.
#[test]
fn a_disk_that_is_too_large_for_the_target() {
    let of = |size: &str, target: &str| {
        let text = format!(
            "sr s lvm 90TiB free 60TiB vm web {{ disk root {size} on s: leaf }} sr t {target} 90TiB free 80TiB"
        );
        let mut world = nightly(&text, &GOOD).with_setting("nightly", "copyRetention", 2);
        world.jobs()[0].srs = vec!["t".into()];
        show(&outlook(&world))
    };
    let fails = "no; web OTHER 1 found";
    for (size, target, is_too_large) in
        [("15TiB", "nfs", false), ("17TiB", "nfs", true), ("3TiB", "smb", true), ("1TiB", "smb", false)]
    {
        let shown = of(size, target);
        assert_eq!(shown == fails, is_too_large, "{size} {target}: {shown}");
    }
}

/// The target of a replication is judged like the source.
#[test]
fn targets_of_replications() {
    let replicates = |target: &str, replica: &str| {
        let text = format!(
            "sr s nfs 9TiB free 8TiB vm web {{ disk root 100GiB on s: base 3GiB > leaf }} sr t {target} {replica}"
        );
        let mut world = World::new(&text).past("dr", "0 22 * * *", &["web"], &["27h delta", "3h delta"]);
        let job = &mut world.jobs()[0];
        (job.remotes, job.srs) = (Vec::new(), vec!["t".into()]);
        job.kind = JobKind::Backup(Mode::Delta);
        world.with_setting("dr", "copyRetention", 2)
    };
    let copy = |chain: &str| format!("vm copy halted start_blocked {{ disk root 100GiB on t: {chain} }}");
    let there = copy("base 60GiB snap r job=dr copy=web > leaf");
    let cases = [
        ("there", "nfs 9TiB free 8TiB", &*there, "yes"),
        (
            "its chain is full: 109, not 44",
            "nfs 9TiB free 8TiB",
            &copy("base*29 snap r job=dr copy=web > leaf"),
            "no; web SR_BACKEND_FAILURE_109 1 at_limit",
        ),
        ("no room for the first copy", "lvm 9TiB free 1GiB", "", "no; web SR_BACKEND_FAILURE_44 1 no_room"),
        ("detached", "nfs 9TiB free 8TiB detached", &there, "no; web SR_UNAVAILABLE 1 sr_unavailable"),
    ];
    for (case, target, replica, expected) in cases {
        let outlook = outlook(&replicates(target, replica));
        assert_eq!(show(&outlook), expected, "{case}");
        for row in outlook.rows.iter().filter(|row| row.cause.is_some()) {
            let lost: Vec<_> = row.missing.iter().map(|missing| &missing.output).collect();
            assert_eq!(lost, [&crate::outlook::Output::Sr { id: "t".into() }], "{case}");
        }
    }
    let mut gone = replicates("nfs 9TiB free 8TiB", &there);
    gone.jobs()[0].srs = vec!["nowhere".into()];
    assert_eq!(show(&outlook(&gone)), "no; web SR_UNAVAILABLE 1 sr_unavailable");
}

/// Only the very next run is certain.
#[test]
fn later_runs_are_nearly_certain() {
    let world = World::new("sr s ext 1TiB free 500GiB vm web { disk root 9GiB on s: base*29 snap x > leaf }")
        .repository("nas", "nfs", 1000, 900)
        .past("hourly", "0 */8 * * *", &["web"], &GOOD)
        .with_setting("hourly", "exportRetention", 7);
    let chances: Vec<f64> = outlook(&world).rows.iter().map(|row| row.probability).collect();
    assert_eq!(chances, [1.0, 0.97, 0.97]);
}
