//! From what a server shows to the numbers of the draft, with the arithmetic beside each case.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::*;
use crate::backup::testing;
use crate::model::{
    GcTask, Job, JobKind, LogError, Mode, ObjectId, Phase, Run, RunStatus, Schedule, Slot, Transfer, VdiIdx,
    VmRun,
};
use crate::notation::{self, NOW};
use crate::units::Bytes;

const GIB: f64 = 1_073_741_824.0;
const HOUR: f64 = 3600.0;

/// A server in the notation, with jobs and runs.
pub(super) struct World {
    pub(super) inventory: Inventory,
    pub(super) backups: Backups,
}

/// One VM in a run: its id, its outcome (`full`, `delta`, `skip`, `fail`, `full-sr`, `pending`, `snapshotted`), the GiB
/// moved, and the seconds that took.
type Seen<'a> = (&'a str, &'a str, f64, f64);

impl World {
    pub(super) fn new(text: &str) -> Self {
        let inventory = notation::inventory(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let backups = Backups {
            jobs: Some(Vec::new()),
            schedules: Some(Vec::new()),
            runs: Some(Vec::new()),
            call_jobs: Some(Vec::new()),
            ..Backups::default()
        };
        Self { inventory, backups }
    }

    /// Adds a job of these VMs with a schedule of the same name; `settings` apply to the whole job.
    pub(super) fn job(mut self, name: &str, cron: &str, mode: Mode, vms: &[&str], settings: Value) -> Self {
        let settings: Map<String, Value> = settings.as_object().unwrap().clone();
        self.backups.jobs.as_mut().unwrap().push(Job {
            id: name.into(),
            name: name.to_owned(),
            kind: JobKind::Backup(mode),
            vms: VmPattern::Ids(vms.iter().map(|&vm| vm.into()).collect()),
            source: None,
            remotes: vec!["nas".into()],
            srs: Vec::new(),
            settings: BTreeMap::from([(String::new(), settings)]),
            running: None,
        });
        self.schedule(name, name, cron, None)
    }

    /// Adds a schedule of a job.
    fn schedule(mut self, id: &str, job: &str, cron: &str, zone: Option<&str>) -> Self {
        self.backups.schedules.as_mut().unwrap().push(Schedule {
            id: id.into(),
            job: job.into(),
            name: String::new(),
            cron: cron.to_owned(),
            timezone: zone.map(str::to_owned),
            enabled: true,
        });
        self
    }

    /// Adds a run that began this many hours ago. Each VM begins with the run, its snapshot 3 s later and takes 8 s;
    /// the transfer begins 1 s after that, and 4 s after its end the VM is done.
    pub(super) fn run(mut self, job: &str, hours: f64, vms: &[Seen<'_>]) -> Self {
        let start = ago(hours);
        let vms: Vec<VmRun> = vms.iter().map(|vm| vm_run(start, vm)).collect();
        let pending = vms.iter().any(|vm| vm.whole.status == RunStatus::Pending);
        let last = vms.iter().filter_map(|vm| vm.whole.end()).max();
        self.backups.runs.as_mut().unwrap().push(Run {
            job: Some(job.into()),
            schedule: Some(job.into()),
            start: Some(start),
            end: last.filter(|_| !pending).map(|at| later(at, 1.0)),
            status: if pending { RunStatus::Pending } else { RunStatus::Success },
            has_tasks: true,
            vms,
            ..testing::NO_RUN.clone()
        });
        self
    }

    fn draft(&self) -> Draft {
        self.remembering(&Memory::default())
    }

    pub(super) fn remembering(&self, memory: &Memory) -> Draft {
        let plan = BackupPlan::build(&self.inventory, &self.backups, NOW);
        let chains = Chains::build(&self.inventory);
        calibrate(&self.inventory, &chains, &plan, &self.backups, memory, NOW, 7.0 * DAY)
    }

    /// Moves the runs that began more than this many hours ago from the logs into a memory.
    fn forgets(mut self, hours: f64) -> (Self, Memory) {
        let (runs, logs) =
            self.backups.runs.take().unwrap().into_iter().partition(|run| run.start < Some(ago(hours)));
        self.backups.runs = Some(logs);
        (self, Memory { runs, ..Memory::default() })
    }

    fn vdi(&self, id: &str) -> VdiIdx {
        match self.inventory.find(&id.into()) {
            Some(Slot::Vdi(vdi)) => vdi,
            other => panic!("{id} is {other:?}"),
        }
    }

    /// Returns the position of a disk in a draft.
    pub(super) fn disk(&self, draft: &Draft, id: &str) -> usize {
        draft.disk_of[&self.vdi(id)] as usize
    }
}

pub(super) fn ago(hours: f64) -> Timestamp {
    NOW.checked_sub(SignedDuration::from_secs_f64(hours * HOUR)).unwrap()
}

fn later(at: Timestamp, seconds: f64) -> Timestamp {
    at.checked_add(SignedDuration::from_secs_f64(seconds)).unwrap()
}

fn vm_run(start: Timestamp, &(vm, how, gib, seconds): &Seen<'_>) -> VmRun {
    let at = |seconds: f64| Some(later(start, seconds));
    let error = |text: &str| Some(Box::new(LogError { code: None, message: text.into() }));
    let (status, error) = match how {
        "full" | "delta" => (RunStatus::Success, None),
        "skip" => (RunStatus::Failure, error("unhealthy VDI chain")),
        "fail" => (RunStatus::Failure, error("other side closed")),
        "full-sr" => (RunStatus::Failure, error("SR_BACKEND_FAILURE_44(, There is insufficient space, )")),
        "pending" | "snapshotted" => (RunStatus::Pending, None),
        other => panic!("{other}"),
    };
    let moved = status == RunStatus::Success || how == "snapshotted";
    let is_done = status == RunStatus::Success;
    let transfer = moved.then(|| Transfer {
        target: None,
        is_full: Some(how == "full"),
        export: Phase::new(at(12.0), at(12.0 + seconds).filter(|_| is_done), status, None),
        transfer: Some(Phase::new(at(12.0), at(12.0 + seconds).filter(|_| is_done), status, None)),
        bytes: is_done.then_some(Bytes((gib * GIB) as u64)),
        health_check: None,
    });
    let end = match how {
        "pending" | "snapshotted" => None,
        "full" | "delta" => at(16.0 + seconds),
        _ => at(4.0),
    };
    VmRun {
        snapshot: (how != "pending").then(|| Phase::new(at(3.0), at(11.0), status, None)),
        transfers: transfer.into_iter().collect(),
        ..testing::vm_that_took(vm, Phase::new(at(0.0), end, status, error))
    }
}

/// Returns whether a number is within a thousandth of another.
fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= expected.abs() * 1e-3 + 1e-9
}

#[track_caller]
fn assert_near(found: f64, expected: f64, what: &str) {
    assert!(near(found, expected), "{what}: {found} is not {expected}");
}

/// A VM with a disk of 100 GiB whose chain is a root, and a leaf that the server shows.
const ONE: &str = "sr s nfs 1TiB free 500GiB vm web { disk root 100GiB on s: base 40GiB snap a age=1d job=j schedule=j exported > leaf 2GiB }";

fn one(settings: Value) -> World {
    World::new(ONE).job("j", "0 2 * * *", Mode::Delta, &["web"], settings)
}

/// What the runs show of a VM: hours since the last success (counted from the start of its run, as transfers take 600
/// s), whether anything failed since, deltas since the last full backup, GiB of a full backup.
#[test]
fn what_past_runs_show_about_a_vm() {
    let full = |gib| ("web", "full", gib, 600.0);
    let delta = ("web", "delta", 1.0, 600.0);
    let (skip, fail) = (("web", "skip", 0.0, 0.0), ("web", "fail", 0.0, 0.0));
    // root and leaf, without the tables of the two images: 40 + 2 GiB
    let whole = 42.0;
    let cases = [
        (vec![], None, false, 0, whole),
        (vec![(48.0, full(20.0))], Some(48.0), false, 0, 20.0),
        (vec![(72.0, full(20.0)), (48.0, delta), (24.0, delta)], Some(24.0), false, 2, 20.0),
        // nothing shows how many deltas came before
        (vec![(48.0, delta)], Some(48.0), false, 0, whole),
        (vec![(72.0, full(20.0)), (48.0, delta), (24.0, full(30.0))], Some(24.0), false, 0, 30.0),
        (vec![(48.0, full(20.0)), (24.0, fail)], Some(48.0), true, 0, 20.0),
        (vec![(48.0, full(20.0)), (24.0, skip)], Some(48.0), true, 0, 20.0),
        (vec![(48.0, fail), (24.0, full(20.0))], Some(24.0), false, 0, 20.0),
    ];
    for (runs, last, failed, deltas, gib) in cases {
        let world = runs.iter().fold(one(json!({})), |world, (hours, vm)| world.run("j", *hours, &[*vm]));
        let draft = world.draft();
        let unit = &draft.scenario.units[0];
        let expected = last.map(|hours: f64| (616.0 - hours * HOUR, -hours * HOUR));
        assert_eq!(unit.last_success, expected, "{runs:?}");
        assert_eq!((unit.failed_since, unit.deltas), (failed, deltas), "{runs:?}");
        assert!((unit.full_bytes / GIB - gib).abs() < 0.1, "{runs:?}: {}", unit.full_bytes / GIB);
        assert_eq!(unit.next_is_full, runs.is_empty(), "{runs:?}");
    }
}

/// A delta needs a reference: an exported snapshot with a known backup chain, or a success in the logs.
#[test]
fn the_next_backup_is_a_full_one_where_nothing_came_before() {
    let bare = "sr s nfs 1TiB vm web { disk root 100GiB on s: base 40GiB > leaf 2GiB }";
    let of = |mode| World::new(bare).job("j", "0 2 * * *", mode, &["web"], json!({}));
    let is_full = |world: &World| world.draft().scenario.units[0].next_is_full;
    assert!(is_full(&of(Mode::Delta)));
    assert!(!is_full(&of(Mode::Full)), "each is a full one anyway");
    assert!(!is_full(&of(Mode::Delta).run("j", 24.0, &[("web", "full", 20.0, 60.0)])));
    assert!(is_full(&of(Mode::Delta).run("j", 24.0, &[("web", "fail", 0.0, 0.0)])));
}

/// The newest exported snapshot shows how long the backup chain is; copies and unexported snapshots do not.
#[test]
fn the_newest_exported_snapshot_counts_the_deltas() {
    let text = "sr s nfs 1TiB vm web { disk root 100GiB on s:
        base 40GiB snap old age=3d job=j schedule=j exported > base 1GiB snap new age=1d job=j schedule=j exported >
        base 1GiB snap kept age=1h job=j schedule=j > leaf 2GiB }";
    let mut world = World::new(text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({}));
    for (snapshot, deltas) in [("old", 9), ("new", 4), ("kept", 7)] {
        let at = world.vdi(&format!("web/root@{snapshot}")).at();
        Arc::make_mut(world.inventory.vdis[at].backup.as_mut().unwrap()).deltas = Some(deltas);
    }
    assert_eq!(world.draft().scenario.units[0].deltas, 4);
    let at = world.vdi("web/root@new").at();
    Arc::make_mut(world.inventory.vdis[at].backup.as_mut().unwrap()).is_copy = true;
    assert_eq!(world.draft().scenario.units[0].deltas, 9);
}

/// The snapshot begins 3 s after the VM and takes 8 s; the VM is done 4 s after the transfer, and 3 s more count for
/// the transfer itself if none was short enough to show them. Without logs the priors apply.
#[test]
fn seconds_beside_the_transfer() {
    let seen = one(json!({})).run("j", 24.0, &[("web", "full", 20.0, 600.0)]).draft();
    let overhead = seen.scenario.units[0].overhead;
    assert_eq!((overhead.before, overhead.snapshot), (3.0, 8.0));
    assert_near(overhead.after, 4.0 + priors::TRANSFER_SECONDS.1, "after");

    let [before, snapshot, after] = priors::OVERHEAD;
    let unseen = one(json!({})).draft().scenario.units[0].overhead;
    assert_eq!((unseen.before, unseen.snapshot), (before, snapshot));
    assert_near(unseen.after, after + priors::TRANSFER_SECONDS.0, "after");
    // a failure does not show how long a success takes
    let failed = one(json!({})).run("j", 24.0, &[("web", "fail", 0.0, 0.0)]).draft();
    assert_near(failed.scenario.units[0].overhead.after, after + priors::TRANSFER_SECONDS.0, "after");
}

/// The next delta starts from the newest snapshot of this job: 3 GiB were written into base copies above it and 2 GiB
/// into the leaf. Without a snapshot of the job it moves a day's writes.
#[test]
fn what_was_written_since_the_reference() {
    let since = |snap: &str| {
        let text = format!(
            "sr s nfs 1TiB vm web {{ disk root 100GiB on s: base 40GiB snap a age=2d {snap} > base 3GiB snap mine age=1d > leaf 2GiB }}"
        );
        let draft = World::new(&text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({})).draft();
        let unit = &draft.scenario.units[0];
        (unit.disks[0].since_reference, draft.scenario.disks[unit.disks[0].disk as usize].daily)
    };
    let (since_snapshot, _) = since("job=j schedule=j");
    assert!((since_snapshot / GIB - 5.0).abs() < 0.05, "{since_snapshot}");
    let (without, daily) = since("");
    assert!(daily > 0.0);
    assert_eq!(without, daily);
}

/// On a link of its own a job moved 20 GiB in 200 s: 0.1 GiB/s at each hour. A second job with the same target shares
/// its link; one with another target has its own, of which nothing is known.
#[test]
fn jobs_with_one_target_share_a_link() {
    let text = "sr s nfs 1TiB vm web { disk root 100GiB on s } vm db { disk root 100GiB on s }";
    let mut world = World::new(text)
        .job("a", "0 2 * * *", Mode::Full, &["web"], json!({}))
        .job("b", "0 3 * * *", Mode::Full, &["db"], json!({}))
        .job("c", "0 4 * * *", Mode::Full, &["db"], json!({}))
        .run("a", 24.0, &[("web", "full", 20.0, 200.0)]);
    world.backups.jobs.as_mut().unwrap()[2].remotes = vec!["tape".into()];
    let draft = world.draft();
    let links: Vec<u32> = draft.scenario.jobs.iter().map(|job| job.link).collect();
    assert_eq!((links[0], links[1]), (links[0], links[0]));
    assert_ne!(links[0], links[2]);
    assert_near(draft.scenario.links[links[0] as usize].total[5], 0.1 * GIB, "of a and b");
    assert_eq!(draft.scenario.links[links[2] as usize].total[5], priors::LINK_SPEED);
    assert_eq!(draft.scenario.links.len(), 2);
}

/// Runs in which something was backed up took 617, 1217 and 1817 s; runs that only failed, or go on, do not count.
#[test]
fn how_long_runs_took() {
    let full = |seconds| ("web", "full", 20.0, seconds);
    let world = one(json!({}))
        .run("j", 96.0, &[full(600.0)])
        .run("j", 72.0, &[full(1800.0)])
        .run("j", 48.0, &[full(1200.0)])
        .run("j", 24.0, &[("web", "fail", 0.0, 0.0)])
        .run("j", 22.0, &[("web", "fail", 0.0, 0.0)])
        .run("j", 20.0, &[("web", "skip", 0.0, 0.0)]);
    assert_eq!(world.draft().took, [Some(1217.0)]);
    assert_eq!(one(json!({})).draft().took, [None]);
}

/// Three weeks of nights: weekends write a quarter as much, and the link is half as fast at 03:00. If XO only has the
/// last four days, the remembered runs show the rest.
#[test]
fn runs_that_xo_no_longer_has_teach_as_its_logs_do() {
    let world = || {
        (1..=21).rev().fold(one(json!({})), |world, day| {
            let hours = f64::from(day) * 24.0;
            let weekday = ago(hours).to_zoned(jiff::tz::TimeZone::UTC).weekday().to_monday_zero_offset();
            let written = if weekday >= 5 { 1.0 } else { 4.0 };
            let how = if day == 21 { "full" } else { "delta" };
            let slow = [("web", how, written, written * 400.0)];
            world.run("j", hours, &slow).run("j", hours - 6.0, &[("web", "delta", 1.0, 200.0)])
        })
    };
    let whole = world().draft();
    let (short, memory) = world().forgets(96.0);
    let alone = short.draft();
    let both = short.remembering(&memory);
    let link = |draft: &Draft| draft.scenario.links[0].total.clone();
    assert_eq!(link(&both), link(&whole));
    assert_eq!(both.scenario.calendar.weekdays, whole.scenario.calendar.weekdays);
    assert_eq!(both.scenario.disks[0].daily, whole.scenario.disks[0].daily);
    assert_ne!(link(&alone), link(&whole), "four days do not show it");
    assert_eq!(alone.scenario.calendar.weekdays, [1.0; 7], "four days do not show it");
    assert!(whole.scenario.calendar.weekdays[5] < 0.7, "{:?}", whole.scenario.calendar.weekdays);
}

/// What XO no longer has shows how things usually go, not the present state: otherwise views that only read the logs
/// would disagree.
#[test]
fn runs_that_xo_no_longer_has_leave_no_state() {
    let world = one(json!({})).run("j", 90.0, &[("web", "full", 20.0, 600.0)]).run(
        "j",
        80.0,
        &[("web", "pending", 0.0, 0.0)],
    );
    let logs = world.draft();
    assert!(logs.scenario.jobs[0].running.is_some() && logs.scenario.units[0].last_success.is_some());
    let (world, memory) = world.forgets(72.0);
    let draft = world.remembering(&memory);
    assert!(draft.scenario.jobs[0].running.is_none());
    assert_eq!(draft.scenario.units[0].last_success, None);
    assert_eq!(draft.scenario.units[0].full_bytes, logs.scenario.units[0].full_bytes);
    assert_eq!(draft.took, logs.took);
}

/// A VM writes what its deltas moved: 2 GiB a day. The snapshots are 24 hours apart.
#[test]
fn deltas_show_what_is_written_in_a_day() {
    let world = (1..=10).rev().fold(one(json!({})), |world, day| {
        let how = if day == 10 { "full" } else { "delta" };
        world.run("j", f64::from(day) * 24.0, &[("web", how, 2.0, 60.0)])
    });
    let draft = world.draft();
    assert!((draft.scenario.disks[0].daily / GIB - 2.0).abs() < 0.02, "{}", draft.scenario.disks[0].daily);
    assert_eq!(draft.scenario.calendar.weekdays, [1.0; 7]);
    // days that are all alike, as far as that is believed
    assert_near(draft.scenario.calendar.day_spread, 0.05 * priors::DISK_VARIES, "spread");
}

/// A VM in two jobs is learnt from the job with more deltas: each job's deltas reach back to its own snapshots, so
/// together they would count twice what was written.
#[test]
fn of_two_jobs_the_one_with_more_deltas_counts() {
    let mut world = one(json!({})).job("k", "0 14 * * *", Mode::Delta, &["web"], json!({}));
    for day in (1..=8).rev() {
        let at = f64::from(day) * 24.0;
        world = world.run("j", at, &[("web", "delta", 2.0, 60.0)]);
        if day % 2 == 0 {
            // as if the VM had written 5 GiB a day
            world = world.run("k", at - 12.0, &[("web", "delta", 10.0, 60.0)]);
        }
    }
    let daily = world.draft().scenario.disks[0].daily / GIB;
    assert!((daily - 2.0).abs() < 0.02, "{daily}");
}

/// Where no log shows it, the layers of the chain do: 3 GiB and 5 GiB were written between snapshots two days apart, so
/// 2 GiB a day. Without a chain it is what other disks write, here the same per byte.
#[test]
fn chains_show_what_is_written_in_a_day() {
    let text = "sr s nfs 1TiB
        vm web { disk root 100GiB on s: base 40GiB snap a age=5d > base 3GiB snap b age=3d > base 5GiB snap c age=1d > leaf 1GiB }
        vm db { disk root 50GiB on s }
        vm off halted { disk root 50GiB on s }";
    let world = World::new(text).job("j", "0 2 * * *", Mode::Delta, &["web", "db", "off"], json!({}));
    let draft = world.draft();
    let daily = |id: &str| draft.scenario.disks[world.disk(&draft, id)].daily / GIB;
    assert!((daily("web/root") - 2.0).abs() < 0.02, "{}", daily("web/root"));
    assert!((daily("db/root") - 1.0).abs() < 0.01, "{}", daily("db/root"));
    assert_eq!(daily("off/root"), 0.0, "nobody writes");
}

/// A disk outside all jobs overwrites its one image: only new data take room. With base copies it writes less than
/// disks that are backed up.
#[test]
fn disks_outside_all_jobs() {
    let text = "sr s nfs 1TiB
        vm web { disk root 100GiB on s: base 40GiB snap a age=4d > base 8GiB snap b age=0d > leaf 0B }
        vm loose { disk flat 100GiB on s disk layered 100GiB on s: base 40GiB snap x > leaf 1GiB }";
    let world = World::new(text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({}));
    let draft = world.draft();
    let disk = |id: &str| &draft.scenario.disks[world.disk(&draft, id)];
    // 8 GiB in 4 days, like all disks of this size
    assert!((disk("web/root").daily / GIB - 2.0).abs() < 0.02, "{}", disk("web/root").daily);
    let flat = disk("loose/flat");
    assert_near(flat.daily, disk("web/root").daily * flat.growth, "flat");
    let layered = disk("loose/layered");
    assert_near(layered.daily, disk("web/root").daily * priors::NOT_BACKED_UP, "layered");
    // a root that holds 40 of 100 GiB has 60 left, more than the 30 from which growth is as usual; a root of 85 has
    // half of that
    assert_near(layered.growth, priors::GROWTH, "growth");
    let text = "sr s nfs 1TiB vm web { disk root 100GiB on s: base 85GiB snap a > leaf 1GiB }";
    let full = World::new(text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({})).draft();
    assert!((full.scenario.disks[0].growth / priors::GROWTH - 0.5).abs() < 0.01);
}

/// What a full backup held 10 days ago, what was written since, and what the root holds now: of 20 GiB written, 1 GiB
/// is in the leaf and 19 GiB were merged into the root, which grew from 30 to 40 GiB, that is by 10/19 of them. Too few
/// deltas, or hardly any merged data, show nothing.
#[test]
fn growth_is_seen_against_a_full_backup() {
    let text = "sr s nfs 1TiB vm web { disk root 100GiB on s: base 40GiB snap a age=1d job=j schedule=j > leaf 1GiB }";
    let growth = |then: f64, deltas: &[f64], mode| {
        let world = World::new(text).job("j", "0 2 * * *", mode, &["web"], json!({})).run(
            "j",
            240.0,
            &[("web", "full", then, 60.0)],
        );
        let world = deltas.iter().zip(1..).fold(world, |world, (gib, day)| {
            world.run("j", 240.0 - f64::from(day) * 24.0, &[("web", "delta", *gib, 60.0)])
        });
        let draft = world.draft();
        (draft.scenario.disks[0].growth, draft.scenario.disks[0].growth_spread)
    };
    let cases: [(f64, &[f64], Mode, Option<f64>); 6] = [
        (30.0, &[5.0, 5.0, 10.0], Mode::Delta, Some(10.0 / 19.0)),
        // more than was written: all of it is new
        (10.0, &[5.0, 5.0, 10.0], Mode::Delta, Some(1.0)),
        // the disk was cleaned up
        (60.0, &[5.0, 5.0, 10.0], Mode::Delta, Some(0.0)),
        (30.0, &[10.0, 10.0], Mode::Delta, None),
        (30.0, &[0.3, 0.4, 0.4], Mode::Delta, None),
        (30.0, &[5.0, 5.0, 10.0], Mode::Full, None),
    ];
    for (then, deltas, mode, expected) in cases {
        let (found, spread) = growth(then, deltas, mode);
        match expected {
            Some(expected) => {
                assert!((found - expected).abs() < 0.01, "{then} {deltas:?}: {found}");
                assert_eq!(spread, priors::GROWTH_SPREAD_SEEN, "{then} {deltas:?}");
            }
            None => assert_eq!((found, spread), (priors::GROWTH, priors::GROWTH_SPREAD), "{then} {deltas:?}"),
        }
    }
}

/// On an SR with less than 7 % free, a disk whose growth is not observed is assumed to grow faster; not on LVM, where
/// room is not taken as it is written.
#[test]
fn disks_of_nearly_full_srs_grow_faster() {
    let growth = |sr: &str| {
        let text = format!("sr s {sr} vm web {{ disk root 100GiB on s: base 40GiB snap a > leaf }}");
        World::new(&text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({})).draft().scenario.disks[0]
            .growth
    };
    let cases = [
        ("nfs 1000GiB free 69GiB", priors::NEARLY_FULL.1),
        ("nfs 1000GiB free 71GiB", 1.0),
        ("lvm 1000GiB free 60GiB", 1.0),
        ("nfs", 1.0),
    ];
    for (sr, factor) in cases {
        assert_near(growth(sr), priors::GROWTH * factor, sr);
    }
}

/// Thick LVM shows no leaf; the last run was refused with 10 GiB free. So both disks together need at least 1.15 times
/// as much. A success since, or a leaf that is large enough anyway, changes nothing.
#[test]
fn a_leaf_that_was_refused_is_larger_than_what_is_free() {
    let text = "sr s lvm 1TiB free 10GiB vm web {
        disk a 100GiB on s: base 40GiB snap x age=1d > leaf disk b 50GiB on s: base 20GiB snap x age=1d > leaf }";
    let of = |runs: &[(f64, &str)]| {
        let world = World::new(text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({}));
        let world =
            runs.iter().fold(world, |world, (hours, how)| world.run("j", *hours, &[("web", how, 1.0, 60.0)]));
        let leaves: f64 = world.draft().scenario.disks.iter().map(|disk| disk.leaf).sum();
        leaves / GIB
    };
    let before = of(&[]);
    assert!(before < 5.0, "{before}");
    assert!((of(&[(24.0, "full-sr")]) - 11.5).abs() < 0.01, "{}", of(&[(24.0, "full-sr")]));
    assert!((of(&[(24.0, "fail")]) - before).abs() < 0.01, "it did not lack room");
    assert!(of(&[(48.0, "full-sr"), (24.0, "delta")]) < 5.0);
    assert!(of(&[(48.0, "full-sr"), (24.0, "fail")]) < 5.0, "then it failed for something else");
}

/// The initial state of an SR in a draw: free bytes, whether the collector is off, whether it is at work.
#[test]
fn what_an_sr_is() {
    let of = |sr: &str, task: Option<i64>| {
        let mut world = World::new(&format!("sr s {sr} {{ disk d 10GiB }}"));
        if let Some(age) = task {
            let created = NOW.checked_sub(SignedDuration::from_secs(age)).ok();
            world.inventory.gc_tasks.push(GcTask { sr: crate::model::SrIdx(0), progress: 0.0, created });
        }
        let sr = world.draft().scenario.srs[0].clone();
        (sr.free.map(|free| free / GIB), sr.collector_off, sr.collecting)
    };
    let cases = [
        ("nfs 1000GiB free 300GiB", None, (Some(300.0), false, false)),
        ("nfs", None, (None, false, false)),
        ("nfs 1000GiB free 300GiB gc=false", None, (Some(300.0), true, false)),
        ("nfs 1000GiB free 300GiB coalesce=false", None, (Some(300.0), true, false)),
        ("nfs 1000GiB free 300GiB maintenance", None, (Some(300.0), true, false)),
        ("nfs 1000GiB free 300GiB detached", None, (Some(300.0), true, false)),
        ("nfs 1000GiB free 300GiB pbds=1/2", None, (Some(300.0), false, false)),
        ("nfs 1000GiB free 300GiB iso", None, (None, false, false)),
        ("nfs 1000GiB free 300GiB", Some(10), (Some(300.0), false, true)),
        ("nfs 1000GiB free 300GiB", Some(0), (Some(300.0), false, true)),
        // a task of the future means a wrong clock
        ("nfs 1000GiB free 300GiB", Some(-10), (Some(300.0), false, false)),
    ];
    for (sr, task, expected) in cases {
        assert_eq!(of(sr, task), expected, "{sr} {task:?}");
    }
}

/// Used beside the image of 100 GiB: up to a tenth of the SR is the file system's own, more is someone else's. LVM
/// holds nothing else.
#[test]
fn what_else_lies_on_an_sr() {
    let cases = [
        ("nfs 1000GiB free 700GiB", 200.0),
        ("nfs 1000GiB free 800GiB", 0.0),
        ("nfs 1000GiB free 799GiB", 101.0),
        ("lvm 1000GiB free 700GiB", 0.0),
        ("nfs 1000GiB free 700GiB iso", 0.0),
        ("nfs", 0.0),
    ];
    for (sr, gib) in cases {
        let world = World::new(&format!("sr s {sr} {{ disk d 200GiB: leaf 100GiB }}"));
        assert_near(world.draft().scenario.srs[0].foreign / GIB, gib, sr);
    }
}

/// From the root to the leaf's parent: what each base copy holds and what hangs on it. Right after a snapshot a leaf on
/// files still shows the size of its base copy, and is empty.
#[test]
fn what_a_chain_is() {
    let text = "sr s nfs 1TiB
        vm web { disk root 100GiB on s: base 40GiB > base 3GiB snap a snap b > base 2GiB as stem snap c > leaf 1GiB }
        vm twin { disk root 100GiB on s: stem > leaf 5GiB }
        vm new { disk root 100GiB on s: base 2GiB snap a > leaf 2GiB }";
    let world = World::new(text);
    let draft = world.draft();
    let disk = |id: &str| &draft.scenario.disks[world.disk(&draft, id)];
    let bases: Vec<(u32, u32, f64)> =
        disk("web/root").bases.iter().map(|base| (base.id, base.held, (base.data / GIB).round())).collect();
    // the twin's leaf and the snapshot hang on the last one, beside its own leaf
    assert_eq!(bases, [(0, 0, 40.0), (1, 2, 3.0), (2, 2, 2.0)]);
    assert!((disk("web/root").leaf / GIB - 1.0).abs() < 0.01);
    assert_eq!(disk("new/root").leaf, 0.0);
    assert!((disk("twin/root").leaf / GIB - 5.0).abs() < 0.01);
    assert!(disk("web/root").attached);
}

/// Thick LVM shows no leaf: with a base copy of a day ago it holds a day's writes; without a base copy, the usual fill
/// of disks; where no snapshot shows the time, a day's writes with a wider spread.
#[test]
fn leaves_that_are_not_shown() {
    let leaf = |chain: &str| {
        let text = format!("sr s lvm 1TiB vm web {{ disk root 100GiB on s{chain} }}");
        let draft = World::new(&text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({})).draft();
        let disk = &draft.scenario.disks[0];
        (disk.leaf / disk.daily, disk.leaf / disk.size, disk.leaf_spread)
    };
    let (days, _, spread) = leaf(": base 40GiB snap a age=2d > leaf");
    assert!((days - 2.0).abs() < 0.01, "{days}");
    assert_eq!(spread, priors::LEAF_SPREAD);
    let (_, share, spread) = leaf("");
    assert_eq!((share, spread), (priors::FILL, priors::FILL_SPREAD));
    let (days, _, spread) = leaf(": base 40GiB > base 2GiB > leaf");
    assert_eq!((days, spread), (1.0, priors::LEAF_SPREAD_UNKNOWN));
}

/// The settings of a job and its schedules: how many VMs at once, how many retries, what each schedule keeps and does.
#[test]
fn what_a_job_does() {
    let settings = json!({"concurrency": 0, "nRetriesVmBackupFailures": 50, "fullInterval": 7, "bypassVdiChainsCheck": true,
        "snapshotRetention": 3});
    let mut world = one(settings).schedule("noon", "j", "0 12 * * *", None);
    let job = &mut world.backups.jobs.as_mut().unwrap()[0];
    job.settings.insert("noon".to_owned(), json!({"snapshotRetention": 1}).as_object().unwrap().clone());
    let draft = world.draft();
    let (job, unit) = (&draft.scenario.jobs[0], &draft.scenario.units[0]);
    assert_eq!(
        (job.concurrency, job.retries),
        (u32::MAX, 20),
        "0 is without limit, and nobody waits for 50 tries"
    );
    assert_eq!(
        (unit.bypass, unit.per_schedule[0].full_interval, unit.copies, unit.delta),
        (true, 7, 0, true)
    );
    let kept = |id: &str| {
        let at = draft.schedules[0].iter().position(|schedule| *schedule == id.into()).unwrap();
        let kept = unit.per_schedule[at];
        (kept.snapshots, kept.takes_snapshot, kept.exports)
    };
    assert_eq!((kept("j"), kept("noon")), ((3, true, true), (1, true, true)));
    // two schedules fire once a day each: 14 firings in 7 days, in order
    assert_eq!(draft.scenario.fires.len(), 14);
    assert!(draft.scenario.fires.is_sorted_by(|a, b| a.at <= b.at));
    assert_eq!(draft.scenario.fires[0].at, HOUR, "2 o'clock is in an hour");
    // the RPO is read from one of them, from five weeks ago until the firing after the horizon
    let rhythm = &job.rhythm;
    assert!(rhythm.windows(2).all(|pair| pair[1] - pair[0] == DAY), "{rhythm:?}");
    assert!(rhythm[0] <= -34.0 * DAY && rhythm[rhythm.len() - 1] > 7.0 * DAY);
    let (first, second) = (draft.schedule_id(0, 0), draft.schedule_id(0, 1));
    assert_eq!(
        (draft.schedule_named(0, first.as_ref()), draft.schedule_named(0, second.as_ref())),
        (Some(0), Some(1))
    );
    assert_eq!(
        (draft.schedule_named(0, None), draft.schedule_named(0, Some(&"gone".into()))),
        (Some(0), None)
    );
    assert_eq!((draft.schedule_id(0, 2), draft.disk_named(&"gone".into())), (None, None));
    assert_eq!(draft.disk_named(&"web/root".into()), Some(0));
}

/// A full backup of a halted VM takes no snapshot if it keeps none; nor does a job without a target.
#[test]
fn who_takes_a_snapshot() {
    let kept = |vm: &str, mode, remotes: bool, retention: u32, disk: &str| {
        let text = format!("sr s nfs 1TiB vm web {vm} {{ disk root 10GiB on s disk tmp 1GiB on s {disk} }}");
        let settings = json!({"snapshotRetention": retention});
        let mut world = World::new(&text).job("j", "0 2 * * *", mode, &["web"], settings);
        if !remotes {
            world.backups.jobs.as_mut().unwrap()[0].remotes.clear();
        }
        let unit = world.draft().scenario.units[0].clone();
        (
            unit.per_schedule[0].takes_snapshot,
            unit.per_schedule[0].exports,
            unit.disks.len(),
            unit.watched.len(),
        )
    };
    let cases = [
        ("", Mode::Full, true, 0, "", (true, true, 2, 0)),
        ("halted", Mode::Full, true, 0, "", (false, true, 2, 0)),
        ("halted", Mode::Full, true, 1, "", (true, true, 2, 0)),
        ("halted", Mode::Full, true, 0, "[NOBAK]", (true, true, 1, 1)),
        ("halted", Mode::Delta, true, 0, "", (true, true, 2, 0)),
        ("", Mode::Delta, false, 0, "", (false, false, 2, 0)),
        ("", Mode::Delta, false, 2, "", (true, false, 2, 0)),
        ("", Mode::Delta, true, 0, "cd", (true, true, 1, 0)),
    ];
    // a replication exports by itself too
    let mut world = World::new("sr s nfs 1TiB vm web { disk root 10GiB on s }").job(
        "j",
        "0 2 * * *",
        Mode::Delta,
        &["web"],
        json!({}),
    );
    let job = &mut world.backups.jobs.as_mut().unwrap()[0];
    job.remotes.clear();
    job.srs = vec!["s".into()];
    assert!(world.draft().scenario.units[0].per_schedule[0].exports);
    for (vm, mode, remotes, retention, disk, expected) in cases {
        let found = kept(vm, mode, remotes, retention, disk);
        assert_eq!(found, expected, "{vm} {mode:?} {remotes} {retention} {disk}");
    }
}

/// A job takes its VMs in its own order; if a pattern chooses them, in that of the latest runs.
#[test]
fn in_which_order_a_job_takes_its_vms() {
    let text = "sr s nfs 1TiB vm a { disk root 10GiB on s } vm b { disk root 10GiB on s } vm c { disk root 10GiB on s }";
    let order = |world: &World| -> Vec<String> {
        let draft = world.draft();
        draft.scenario.jobs[0]
            .units
            .iter()
            .map(|&unit| draft.units[unit as usize].vm_id.to_string())
            .collect()
    };
    let named = World::new(text).job("j", "0 2 * * *", Mode::Full, &["c", "a", "b"], json!({}));
    assert_eq!(order(&named), ["c", "a", "b"]);
    let done = |vm| (vm, "full", 1.0, 60.0);
    let mut smart = World::new(text).job("j", "0 2 * * *", Mode::Full, &[], json!({}));
    smart.backups.jobs.as_mut().unwrap()[0].vms = VmPattern::Smart(json!({}));
    assert_eq!(order(&smart), ["a", "b", "c"], "by id where no run tells");
    let smart = smart.run("j", 48.0, &[done("b"), done("a")]).run("j", 24.0, &[done("b"), done("a")]);
    assert_eq!(order(&smart), ["b", "a", "c"], "what no run had comes last");
    // five later runs outvote all earlier ones
    let smart = (1..=5)
        .rev()
        .fold(smart, |world, hours| world.run("j", f64::from(hours), &[done("c"), done("a"), done("b")]));
    assert_eq!(order(&smart), ["c", "a", "b"]);
}

/// A run in progress: who waits, and what is left to move. A full backup of 42 GiB at 0.1 GiB/s gets half of that and
/// began 100 s ago, so 5 GiB are done and 37 GiB are left.
#[test]
fn a_run_in_progress() {
    let text = "sr s nfs 1TiB vm web { disk root 100GiB on s: base 40GiB > leaf 2GiB }
        vm a { disk root 10GiB on s } vm b { disk root 10GiB on s } vm done { disk root 10GiB on s }";
    let world = World::new(text)
        .job("j", "0 * * * *", Mode::Full, &["web", "a", "b", "done"], json!({}))
        .run("j", 24.0, &[("web", "full", 42.0, 420.0)]);
    let running = world.run(
        "j",
        112.0 / HOUR,
        &[("web", "snapshotted", 0.0, 0.0), ("b", "pending", 0.0, 0.0), ("done", "full", 1.0, 20.0)],
    );
    let mut running = running;
    // full if the log says so
    running.backups.runs.as_mut().unwrap()[1].vms[0].transfers[0].is_full = Some(true);
    let draft = running.draft();
    let name = |unit: u32| draft.units[unit as usize].vm_id.to_string();
    let run = draft.scenario.jobs[0].running.as_ref().unwrap();
    assert!((run.since + 112.0).abs() < 0.01, "{}", run.since);
    assert_eq!(
        run.waiting.iter().map(|&unit| name(unit)).collect::<Vec<_>>(),
        ["b", "a"],
        "begun comes first"
    );
    let [(unit, left)] = run.moving[..] else { panic!("{:?}", run.moving) };
    assert_eq!(name(unit), "web");
    assert!((left / GIB - 37.0).abs() < 0.1, "{}", left / GIB);
}

/// Nothing is left of a run whose VMs are all done.
#[test]
fn a_run_that_has_done_all_is_not_in_progress() {
    let mut world = one(json!({})).run("j", 1.0, &[("web", "full", 1.0, 60.0)]);
    let run = &mut world.backups.runs.as_mut().unwrap()[0];
    (run.status, run.end) = (RunStatus::Pending, None);
    assert!(world.draft().scenario.jobs[0].running.is_none());
}

/// Restarts of XO: `interrupted` runs more than 12 hours apart count one by one. Three were seen in 40 days, beside one
/// that is assumed in 60 days: 4 in 100 days.
#[test]
fn surprises_as_often_as_the_logs_show() {
    let mut world = one(json!({}))
        .run("j", 960.0, &[("web", "full", 1.0, 60.0)])
        .run("j", 480.0, &[("web", "full", 1.0, 60.0)])
        .run("j", 470.0, &[("web", "full", 1.0, 60.0)])
        .run("j", 240.0, &[("web", "full", 1.0, 60.0)])
        .run("j", 100.0, &[("web", "full", 1.0, 60.0)]);
    for run in &mut world.backups.runs.as_mut().unwrap()[1..] {
        run.status = RunStatus::Interrupted;
    }
    let scenario = world.draft().scenario;
    let of = scenario.surprises;
    assert_near(of.restarts * DAY, 4.0 / (40.0 + priors::RESTART_DAYS), "restarts");
    assert_near(of.slow * DAY, 1.0 / (40.0 + priors::SLOW_DAYS), "slow");
    assert_near(of.forgotten * DAY, 1.0 / (40.0 + priors::FORGOTTEN_DAYS), "forgotten");
    assert_near(of.bulk * DAY, 1.0 / (40.0 + priors::BULK_DAYS), "bulk");
    assert_near(scenario.srs[0].dies * DAY, 1.0 / (40.0 + priors::COLLECTOR_DIES_DAYS), "dies");
    assert_near(scenario.srs[0].repaired * DAY, 1.0 / priors::COLLECTOR_REPAIRED_DAYS, "repaired");
    let unseen = one(json!({})).draft().scenario;
    assert_near(unseen.surprises.restarts * DAY, 1.0 / priors::RESTART_DAYS, "without logs");
}

/// If the master was started after the last run, nothing shows that its collector works, even less so without the scan.
#[test]
fn a_master_that_was_started_since_the_last_run() {
    let stuck = |started: Option<f64>, auto_scan: bool, ran: bool| {
        let mut world = one(json!({}));
        if ran {
            world = world.run("j", 24.0, &[("web", "full", 1.0, 60.0)]);
        }
        world.inventory.hosts[0].started = started.map(ago);
        world.inventory.srs[0].gc.auto_scan = auto_scan;
        world.draft().scenario.srs[0].stuck
    };
    let (scanned, not_scanned) = priors::STUCK_SINCE_START;
    let cases = [
        (Some(12.0), true, true, scanned),
        (Some(12.0), false, true, not_scanned),
        (Some(36.0), false, true, 0.0),
        (None, false, true, 0.0),
        // a new site, or a user who may not read logs: nothing is late
        (Some(12.0), false, false, 0.0),
        // a wrong clock
        (Some(-1.0), false, true, 0.0),
    ];
    for (started, auto_scan, ran, expected) in cases {
        assert_eq!(stuck(started, auto_scan, ran), expected, "{started:?} {auto_scan} {ran}");
    }
}

/// The zone of most schedules is the local one. It is 01:00 UTC on a Monday: 02:00 in Paris, 20:00 on Sunday in New
/// York.
#[test]
fn the_clock_is_that_of_most_schedules() {
    let of = |zones: &[Option<&str>]| {
        let world = zones.iter().zip(0..).fold(one(json!({})), |world, (zone, at)| {
            world.schedule(&format!("s{at}"), "j", "0 3 * * *", *zone)
        });
        let calendar = world.draft().scenario.calendar;
        (calendar.into_day / HOUR, calendar.weekday)
    };
    let cases: [(&[Option<&str>], (f64, u32)); 4] = [
        (&[], (1.0, 0)),
        (&[Some("Europe/Paris"), Some("Europe/Paris")], (2.0, 0)),
        (&[Some("America/New_York"), Some("America/New_York")], (20.0, 6)),
        (&[None, Some("Europe/Paris")], (1.0, 0)),
    ];
    for (zones, expected) in cases {
        assert_eq!(of(zones), expected, "{zones:?}");
    }
    let world = one(json!({}));
    let plan = BackupPlan::build(&world.inventory, &world.backups, NOW);
    let at = later(NOW, 23.0 * 60.0 + 45.0);
    assert_eq!(clock(&plan, at).into_day, 5025.0, "01:23:45");
}

/// The horizon is a week; what fires after it is kept aside for the room of 30 days.
#[test]
fn firings_after_the_horizon_are_kept_aside() {
    let draft = one(json!({})).draft();
    assert_eq!((draft.scenario.fires.len(), draft.later.len()), (7, 23));
    let month = month(&draft);
    assert_eq!((month.fires.len(), month.horizon), (30, priors::ROOM_HORIZON));
    // the days up to the horizon, and the one before midnight
    assert_eq!(draft.scenario.calendar.month_end.len(), 8 + 1 + 23);
    assert_eq!(draft.scenario.calendar.month_end_chance, priors::MONTH_END_UNSEEN.1, "no log tells of one");
    assert!(draft.scenario.calendar.month_end.contains(&priors::MONTH_END_UNSEEN.0));
}

/// Merges wait, and the collector shows no task although the last backup was long ago: if its version shows tasks, it
/// certainly stands still.
#[test]
fn a_collector_that_stands_still() {
    let text = |sr: &str, chain: &str| format!("sr s {sr} vm web {{ disk root 100GiB on s: {chain} }}");
    let of = |sr: &str, chain: &str, version: &str| {
        let mut world = World::new(&text(sr, chain))
            .job("j", "0 2 * * *", Mode::Delta, &["web"], json!({}))
            .run("j", 24.0, &[("web", "full", 1.0, 60.0)]);
        world.inventory.hosts[0].version = Some(version.into());
        world.inventory.srs[0].gc.auto_scan = true;
        let sr = world.draft().scenario.srs[0].clone();
        (sr.stuck, sr.collector_off)
    };
    let (sure, silent, _) = priors::STANDSTILL;
    let waits = "base 40GiB > base 1GiB > base 1GiB > leaf 1GiB";
    let cases = [
        ("nfs 1TiB free 500GiB", waits, "8.3.0", (sure, false)),
        ("nfs 1TiB free 500GiB", waits, "8.2.1", (silent, false)),
        ("nfs 1TiB free 500GiB", "base 40GiB snap a > leaf 1GiB", "8.3.0", (0.0, false)),
        ("nfs 1TiB free 500GiB", "missing > base 40GiB > leaf 1GiB", "8.3.0", (0.0, true)),
    ];
    for (sr, chain, version, expected) in cases {
        assert_eq!(of(sr, chain, version), expected, "{chain} {version}");
    }
}

/// A schedule that a sequence contains fires with it, as its step; the run in progress shows where the sequence is.
#[test]
fn what_a_sequence_starts() {
    let text = "sr s nfs 1TiB vm a { disk root 10GiB on s } vm b { disk root 10GiB on s }";
    let mut world = World::new(text)
        .job("first", "0 5 * * *", Mode::Full, &["a"], json!({}))
        .job("second", "0 6 * * *", Mode::Full, &["b"], json!({}))
        .schedule("all", "sequence", "0 3 * * *", None);
    for schedule in &mut world.backups.schedules.as_mut().unwrap()[..2] {
        schedule.enabled = false;
    }
    world.backups.call_jobs.as_mut().unwrap().push(Job {
        id: "sequence".into(),
        kind: JobKind::Sequence(vec!["first".into(), "second".into()]),
        vms: VmPattern::None,
        ..world.backups.jobs.as_ref().unwrap()[0].clone()
    });
    let draft = world.draft();
    let steps: Vec<(f64, u32, u32)> = draft
        .scenario
        .fires
        .iter()
        .take(4)
        .map(|fire| (fire.at / HOUR, fire.job, fire.step.unwrap().at))
        .collect();
    assert_eq!(steps, [(2.0, 0, 0), (2.0, 1, 1), (26.0, 0, 0), (26.0, 1, 1)]);
    assert_eq!(draft.sequences, [vec![(0, 0, 0), (1, 1, 0)]]);
    assert_eq!((draft.scenario.sequences[0].waits_for, draft.scenario.sequences[0].left.len()), (None, 0));

    let draft = world.run("first", 0.01, &[("a", "pending", 0.0, 0.0)]).draft();
    let sequence = &draft.scenario.sequences[0];
    assert_eq!((sequence.waits_for, &sequence.left[..]), (Some(0), &[(1, 0)][..]));
}

/// The job's copies hang on a replica: it is paired once with the disk of the same name and size. Copies are kept as
/// configured.
#[test]
fn replicas_are_paired_by_name_and_size() {
    let text = "sr s nfs 1TiB sr t nfs 1TiB
        vm web { disk a 10GiB on s name=x disk b 20GiB on s name=x disk c 10GiB on s name=y }
        vm copy halted start_blocked {
            disk r1 10GiB on t name=y: base 5GiB snap r age=1d job=j schedule=j copy=web > leaf
            disk r2 20GiB on t name=x: base 5GiB snap r age=1d job=j schedule=j copy=web > leaf }";
    let mut world =
        World::new(text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({"copyRetention": 3}));
    let job = &mut world.backups.jobs.as_mut().unwrap()[0];
    (job.remotes, job.srs) = (Vec::new(), vec!["t".into()]);
    let draft = world.draft();
    let unit = &draft.scenario.units[0];
    assert_eq!(unit.copies, 3);
    let pairs: Vec<(String, Option<String>)> = unit
        .disks
        .iter()
        .map(|of| (draft.vdi_id(of.disk).to_string(), of.replica.map(|disk| draft.vdi_id(disk).to_string())))
        .collect();
    let pair = |disk: &str, replica: Option<&str>| (disk.to_owned(), replica.map(str::to_owned));
    assert_eq!(pairs, [pair("web/a", None), pair("web/b", Some("copy/r2")), pair("web/c", Some("copy/r1"))]);
    assert_eq!(draft.disk_named(&ObjectId::new("copy/r2")), unit.disks[1].replica);
    let replica = &draft.scenario.disks[unit.disks[1].replica.unwrap() as usize];
    assert_eq!(replica.snapshots.len(), 1);
    assert_eq!((replica.snapshots[0].base, replica.snapshots[0].unit), (0, 0));
}

/// Disks share a VM's writes by what their chains show: 3 GiB and 1 GiB, and a twentieth by size, 150 and 50 GiB: also
/// 3 to 1. If nothing was seen, it is by size alone.
#[test]
fn disks_share_what_their_vm_writes() {
    let shares = |a: &str, b: &str| {
        let text = format!("sr s nfs 1TiB vm web {{ disk a 150GiB on s{a} disk b 50GiB on s{b} }}");
        let mut world = World::new(&text).job("j", "0 2 * * *", Mode::Delta, &["web"], json!({}));
        for day in (1..=10).rev() {
            world = world.run("j", f64::from(day) * 24.0, &[("web", "delta", 4.0, 60.0)]);
        }
        let draft = world.draft();
        let daily: Vec<f64> = draft.scenario.disks.iter().map(|disk| disk.daily / GIB).collect();
        assert!((daily.iter().sum::<f64>() - 4.0).abs() < 0.05, "they write what the VM writes: {daily:?}");
        daily[0] / (daily[0] + daily[1])
    };
    let cases = [
        ("", "", 0.75),
        (": base 20GiB snap x > leaf 3GiB", ": base 20GiB snap x > leaf 1GiB", 0.75),
        // 0.95 * 1/4 + 0.05 * 3/4
        (": base 20GiB snap x > leaf 1GiB", ": base 20GiB snap x > leaf 3GiB", 0.275),
    ];
    for (a, b, expected) in cases {
        let found = shares(a, b);
        assert!((found - expected).abs() < 0.01, "{a} {b}: {found}");
    }
}

/// How the words of logs become outcomes; of two transfers the longer one counts, and a run belongs to its schedule.
#[test]
fn how_vms_ended() {
    let of = |how: &str| {
        let world = one(json!({})).schedule("noon", "j", "0 12 * * *", None);
        let mut world = world.run("j", 24.0, &[("web", how, 1.0, 60.0)]);
        let run = &mut world.backups.runs.as_mut().unwrap()[0];
        run.schedule = Some("noon".into());
        if let Some(transfer) = run.vms[0].transfers.first().cloned() {
            let longer = Phase::new(Some(ago(24.0)), Some(later(ago(24.0), 500.0)), RunStatus::Success, None);
            run.vms[0].transfers.push(Transfer { transfer: Some(longer), ..transfer });
        }
        let plan = BackupPlan::build(&world.inventory, &world.backups, NOW);
        let draft = world.draft();
        let past = read::past(&world.backups, &[], &plan, &draft, NOW);
        let run = past.runs[0].clone();
        let schedule = draft.schedule_id(0, run.schedule).unwrap();
        assert_eq!(schedule, "noon".into(), "{how}");
        run.vms[0].clone()
    };
    let cases = [
        ("full", PastOutcome::Success, false),
        ("delta", PastOutcome::Success, false),
        ("skip", PastOutcome::Skipped, false),
        ("fail", PastOutcome::Failed, false),
        ("full-sr", PastOutcome::Failed, true),
        ("pending", PastOutcome::Pending, false),
    ];
    for (how, outcome, no_room) in cases {
        let vm = of(how);
        assert_eq!((vm.outcome, vm.no_room), (outcome, no_room), "{how}");
    }
    let transfer = of("full").transfer.unwrap();
    assert_eq!((transfer.seconds(), transfer.full), (500.0, true));
    assert_eq!(past::PastTransfer { end: None, ..transfer }.seconds(), 0.0, "one that goes on");
}

/// A later run of a job shows that an older one is no longer in progress, whatever XO says about it.
#[test]
fn only_the_newest_run_of_a_job_is_in_progress() {
    let world = one(json!({})).run("j", 30.0, &[("web", "pending", 0.0, 0.0)]).run(
        "j",
        1.0,
        &[("web", "full", 1.0, 60.0)],
    );
    assert!(world.draft().scenario.jobs[0].running.is_none());
    let world = world.run("j", 0.5, &[("web", "pending", 0.0, 0.0)]);
    assert_eq!(world.draft().scenario.jobs[0].running.as_ref().map(|run| run.since), Some(-1800.0));
}

/// A merge should have ended hours ago, as another disk's merges did: it is stuck, unless the collector is at work.
#[test]
fn a_merge_that_is_late_is_stuck() {
    let of = |task: Option<i64>, auto_scan| {
        let text = "sr s nfs 9TiB free 8TiB
            vm web { disk root 100GiB on s: base 40GiB > base 2GiB snap a age=1h job=j schedule=j exported > leaf 1GiB }
            vm db { disk root 100GiB on s: base 40GiB snap a age=1h job=j schedule=j exported > leaf 1GiB }";
        let mut world = World::new(text).job("j", "0 * * * *", Mode::Delta, &["web", "db"], json!({}));
        for hours in (3..48).rev() {
            let delta = |vm| (vm, "delta", 2.0, 60.0);
            world = world.run("j", f64::from(hours), &[delta("web"), delta("db")]);
        }
        world.inventory.srs[0].gc.auto_scan = auto_scan;
        if let Some(age) = task {
            let created = NOW.checked_sub(SignedDuration::from_secs(age)).ok();
            world.inventory.gc_tasks.push(GcTask { sr: crate::model::SrIdx(0), progress: 0.5, created });
        }
        let draft = world.draft();
        let stuck = |id: &str| draft.scenario.disks[world.disk(&draft, id)].stuck;
        (stuck("web/root"), stuck("db/root"))
    };
    let stuck = priors::STUCK_LATE.1;
    assert_eq!(of(Some(599), true), (stuck, 0.0), "what began just now may begin again and again");
    assert_eq!(of(Some(601), true), (0.0, 0.0), "it works");
}
