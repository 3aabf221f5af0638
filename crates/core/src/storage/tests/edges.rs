//! Cases at the edges of the rules, each of which would fail if one operator changed.

use jiff::SignedDuration;

use super::*;
use crate::model::{ImageFormat, Provisioning, Sr};
use crate::notation::NOW;

fn collector(text: &str) -> Gc {
    let inventory = read(text);
    gc(&inventory, &Chains::build(&inventory), SrIdx(0), NOW)
}

/// Names the children that hold base copies, and their kinds.
fn held_by(text: &str) -> Vec<String> {
    let inventory = read(text);
    let found = holds(&inventory, &Chains::build(&inventory), SrIdx(0));
    let holders = found.iter().flat_map(|hold| &hold.holders);
    holders.map(|holder| format!("{} {:?}", inventory.vdi(holder.vdi).id, holder.kind)).collect()
}

/// The chain continues in the child that is neither a snapshot nor garbage, whatever the order of ids.
#[test]
fn where_a_chain_goes_on() {
    let cases = [
        ("disk a 9GiB: base as t snap s > gone disk z 9GiB: t > leaf", vec!["a@s Snapshot"]),
        ("disk a 9GiB: base as t > base > gone disk z 9GiB: t > leaf", vec!["a/base2 Garbage"]),
        ("disk z 9GiB: base as t > leaf disk a 9GiB: t > base > gone", vec!["a/base1 Garbage"]),
        ("disk a 9GiB: base snap r snap s > gone", vec!["a@s Snapshot"]),
    ];
    for (disks, expected) in cases {
        assert_eq!(held_by(&format!("sr s ext 1TiB {{ {disks} }}")), expected, "{disks}");
    }
}

/// A control domain holds what is attached to it now, not what used to be.
#[test]
fn what_a_control_domain_holds() {
    for (attached, expected) in [(true, true), (false, false)] {
        let mut inventory = read("sr s ext 1TiB { disk d 9GiB dom0 }");
        inventory.vbds.iter_mut().for_each(|vbd| vbd.attached = attached);
        let disk = inventory.vdi_indices().next().unwrap();
        assert_eq!(inventory.control_domain_of(disk).is_some(), expected);
    }
}

/// The host that runs the collector does not reach an SR whose connections are all down, nor a shared one
/// without its own connection.
#[test]
fn who_reaches_an_sr() {
    let detached = |sr: &str, shared, missing: bool| {
        let mut inventory = read(&format!("sr s {sr} {{ disk d 1GiB }}"));
        inventory.srs[0].shared = shared;
        if missing {
            inventory.srs[0].detached_from = vec![inventory.hosts[0].id.clone()];
        }
        is_detached(&inventory, SrIdx(0))
    };
    let cases = [
        ("ext 1TiB pbds=1/1", false, false, false),
        ("ext 1TiB pbds=0/1", false, false, true),
        ("ext 1TiB pbds=1/2", false, false, false),
        // nothing is known about its connections
        ("ext 1TiB pbds=0/0", false, false, false),
        ("nfs 1TiB pbds=1/2", true, true, true),
        // the SR of another host
        ("ext 1TiB pbds=1/1", false, true, false),
        ("nfs 1TiB pbds=1/1", true, false, false),
    ];
    for (sr, shared, missing, expected) in cases {
        assert_eq!(detached(sr, shared, missing), expected, "{sr} {shared} {missing}");
    }
}

/// From XCP-ng 8.3 on, a collector shows a task; an existing task proves that it does.
#[test]
fn which_collectors_show_a_task() {
    let cases = [
        (Some("8.3.0"), false, true),
        (Some("8.4.0"), false, true),
        (Some("9.0.0"), false, true),
        (Some("8.2.1"), false, false),
        (Some("7.9.0"), false, false),
        (Some("8"), false, false),
        (Some("x"), false, false),
        (None, false, false),
        (None, true, true),
    ];
    for (version, has_task, expected) in cases {
        let mut inventory = read("sr s ext 1TiB { disk d 1GiB }");
        inventory.hosts[0].version = version.map(Into::into);
        if has_task {
            inventory.gc_tasks.push(crate::model::GcTask { sr: SrIdx(0), progress: 0.0, created: None });
        }
        let found = gc(&inventory, &Chains::build(&inventory), SrIdx(0), NOW).shows_task;
        assert_eq!(found, expected, "{version:?} {has_task}");
    }
}

/// Inner merges are stopped for lack of space if none fits, but not if there are none or one may fit.
#[test]
fn no_room_is_reported_where_a_merge_lacks_it() {
    let surely = "disk a 100GiB: base 10GiB > base 90GiB snap x > leaf";
    let maybe = "disk b 100GiB: base 40GiB > base 3GiB snap x > leaf";
    let cases = [
        ("free 1GiB", surely.to_owned(), true),
        ("free 1GiB", maybe.to_owned(), false),
        ("free 1GiB", format!("{surely} {maybe}"), false),
        ("free 500GiB", format!("{surely} {maybe}"), false),
        ("free 5GiB", format!("{surely} {maybe}"), false),
        ("free 1GiB", "disk a 100GiB: base 40GiB > leaf".to_owned(), false),
        ("free 1GiB", "disk a 100GiB".to_owned(), false),
    ];
    for (free, disks, expected) in cases {
        let found = collector(&format!("sr s ext 1TiB {free} {{ {disks} }}"));
        assert_eq!(
            found.stop() == Some(GcState::NoSpace),
            expected,
            "{free} {disks}: {:?}",
            found.inner_room
        );
    }
}

/// At least a tenth of the time was spent on copying: 32 GB in 100 - 20 s is 400 MB/s, and at most in 40 s; of 50 s,
/// the overhead of 60 s would leave nothing.
#[test]
fn speed_from_looks_in_short_time() {
    let learn = |seconds| {
        let time = SignedDuration::from_secs(seconds);
        let copied = Bytes(32_000_000_000);
        let seen = SeenMerges { merges: 1, copied, within: time, at_most: time, is_busy: true };
        let speed = learn_speed(&[seen]).unwrap().speed.bytes_a_second();
        [speed.low, speed.best, speed.high].map(|bytes| bytes.0 / 1_000_000)
    };
    assert_eq!(learn(100), [320, 400, 800]);
    assert_eq!(learn(50)[2], 6_400);
}

/// A leaf shows the base copy's bytes right after a snapshot; a base copy or a node with children repeats nothing.
#[test]
fn which_bytes_are_counted_twice() {
    let cases = [
        ("ext", "base 9GiB snap a > leaf 9GiB", "d", true),
        ("ext", "base 9GiB snap a 9GiB > leaf 8GiB", "d@a", true),
        ("ext", "base 9GiB snap a > leaf 8GiB", "d", false),
        ("lvm", "base 9GiB snap a > leaf 9GiB", "d", false),
        ("ext", "base 9GiB > base 9GiB snap a > leaf 1GiB", "d/base2", false),
        // garbage as large as its parent
        ("ext", "base 9GiB > base 9GiB > gone", "d/base2", false),
    ];
    for (driver, chain, id, expected) in cases {
        let inventory = read(&format!("sr s {driver} 1TiB {{ disk d 100GiB: {chain} }}"));
        let chains = Chains::build(&inventory);
        assert_eq!(
            is_counted_twice(&inventory, &chains, vdi(&inventory, id)),
            expected,
            "{driver} {chain} {id}"
        );
    }
}

/// A deletion: GiB freed at once (its own and those of base copies with nothing left below them), and the answer.
#[test]
fn what_deletions_bring() {
    let of = |text: &str, id: &str| {
        let inventory = read(text);
        let chains = Chains::build(&inventory);
        let all = deletions(&inventory, &chains, SrIdx(0), CollectorOutlook::Nothing);
        let one = all.iter().find(|one| inventory.vdi(one.snapshot).id == id.into()).unwrap();
        (one.at_once.0 >> 30, format!("{:?}", one.may), one.merge.is_some(), one.backups_skip)
    };
    let sr = |disks: &str| format!("sr s ext 1TiB free 500GiB {{ {disks} }}");
    let cases = [
        // 2 GiB of its own, 3 GiB of the branch
        (
            sr("disk d 100GiB: base 9GiB as t > leaf 1GiB disk e 100GiB: t > base 3GiB snap a 2GiB > gone"),
            "e@a",
            (5, "YesThenMerge", true, false),
        ),
        // its only sibling is garbage, which is deleted and not merged; the base copy goes with it
        (
            sr("disk d 100GiB: base 9GiB as t snap a 2GiB > gone disk e 100GiB: t > base 3GiB > gone"),
            "d@a",
            (2, "YesKeptByOthers", false, false),
        ),
        // it has no sibling, and nothing below a managed parent can be merged
        (sr("disk d 100GiB: leaf 1GiB snap a 2GiB"), "d@a", (2, "Yes", false, false)),
        // the gate lets one pending merge pass: those of another disk do not count
        (
            sr("disk d 100GiB: base 9GiB snap a 1GiB > base 2GiB snap b > leaf 1GiB
                disk e 100GiB: base 9GiB > base 2GiB > base 2GiB > leaf 1GiB"),
            "d@a",
            (1, "YesThenMerge", true, false),
        ),
        // a snapshot below the merge is not a disk that is backed up
        (
            sr("disk d 100GiB: base 9GiB > base 2GiB snap a 1GiB > base 2GiB snap b > gone"),
            "d@a",
            (1, "YesThenMerge", true, false),
        ),
    ];
    for (text, id, (gib, may, merges, skips)) in cases {
        assert_eq!(of(&text, id), (gib, may.to_owned(), merges, skips), "{text}");
    }
}

/// The nodes that stay when a snapshot is deleted: the disk and what it depends on, not the snapshot.
#[test]
fn which_nodes_stay() {
    let inventory = read("sr s ext 1TiB { disk d 1GiB: base snap a > leaf disk e 1GiB: base snap b > gone }");
    let goes = ["d@a", "e@b"].map(|id| vdi(&inventory, id)).into_iter().collect();
    let lasting = Lasting::of(&inventory, &goes);
    let cases = [("d", true), ("d/base1", true), ("d@a", false), ("e/base1", false), ("e@b", false)];
    for (id, expected) in cases {
        assert_eq!(lasting.stays(vdi(&inventory, id)), expected, "{id}");
    }
}

/// A change of 10 GiB: if the parent is empty, all of it is new; with 22 GiB in the parent, the whole working set of
/// such changes, only the part that is new for good; in between, in proportion.
#[test]
fn what_is_new_to_the_parent() {
    let gib = 1 << 30;
    let cases = [
        (0, 10, 0.1, 10.0),
        (22, 10, 0.1, 1.0),
        (40, 10, 0.1, 1.0),
        // half of the working set is there: 0.1 + 0.9 * 0.5
        (11, 10, 0.1, 5.5),
        (11, 10, 0.0, 5.0),
        (40, 10, 0.0, 0.0),
        (0, 0, 0.1, 0.0),
    ];
    for (parent, child, growth, expected) in cases {
        let found = expected_new(Bytes(parent * gib), Bytes(child * gib), growth).0 as f64 / gib as f64;
        assert!((found - expected).abs() < 1e-6, "{parent} {child} {growth}: {found}");
    }
}

/// Without chains, an image takes what it shows, and nothing is claimed about operations.
#[test]
fn drivers_without_chains_claim_nothing() {
    let rules = Rules::of(&Sr::new("s".into(), "zfs-vol"), None);
    let size = Bytes::gib(10);
    assert_eq!(rules.node(size, Bytes::gib(3)), Bytes::gib(3));
    assert!(!rules.allocates_on_write());
    assert_eq!(rules.snapshot_returns(size), Bytes::ZERO);
}

/// What deleting a snapshot on LINSTOR frees: its whole volume if volumes are thick.
#[test]
fn what_a_snapshot_returns_on_linstor() {
    let of = |provisioning| {
        let sr = Sr { provisioning, ..Sr::new("s".into(), "linstor") };
        Rules::of(&sr, Some(ImageFormat::Vhd)).snapshot_returns(Bytes::gib(100))
    };
    assert_eq!(mib(of(Provisioning::Thick)), 102_604);
    assert!(of(Provisioning::Thin) > Bytes::ZERO && of(Provisioning::Thin) < Bytes::mib(1));
}

/// The estimate of what a merge needs assumes half overlap, except for an empty child.
#[test]
fn what_the_need_of_a_merge_rests_on() {
    let why = |chain: &str| {
        let inventory = read(&format!("sr s ext 1TiB {{ disk d 100GiB: {chain} }}"));
        let chains = Chains::build(&inventory);
        let (parent, child) = (vdi(&inventory, "d/base1"), vdi(&inventory, "d/base2"));
        merge_need(&inventory, &chains, parent, child).unwrap().takes.why
    };
    assert_eq!(why("base 40GiB > base 3GiB snap a > leaf"), EstimateBasis::HalfOverlaps);
    assert_eq!(why("base 40GiB > base 0B snap a > leaf"), EstimateBasis::Usage);
}

/// A task that has done nothing is stalled once it is older than an hour, not a second earlier.
#[test]
fn patience_ends_with_the_time_a_merge_takes() {
    let inventory = read("sr s ext 1TiB { disk d 100GiB: base 90GiB > base 1GiB snap a > leaf }");
    let chains = Chains::build(&inventory);
    let backlog = backlog(&inventory, &chains, SrIdx(0));
    let found = |seconds: i64| {
        let mut inventory = inventory.clone();
        let created = NOW.checked_sub(SignedDuration::from_secs(seconds)).ok();
        inventory.gc_tasks.push(crate::model::GcTask { sr: SrIdx(0), progress: 0.0, created });
        let gc = gc(&inventory, &chains, SrIdx(0), NOW);
        stall(&gc, &backlog, None, NOW)
    };
    assert_eq!((found(3600), found(3601)), (None, Some(Stall::AtZero)), "no sooner than after an hour");
}
