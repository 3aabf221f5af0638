//! What several rules share, case by case.

use super::merging::{self, Room};
use super::replicas;
use crate::analysis::world::World;
use crate::model::{JobKind, Mode};

/// A merge of 3 GiB into a base copy of 40 GiB: it needs at least the journals of LVM, 8 MiB; at most 3 GiB plus those.
const PAIR: &str = "disk d 100GiB: base 40GiB > base 3GiB > leaf";
const GARBAGE: &str = "disk e 100GiB: base > base > gone";

/// An SR, its disks, and how the pending merges fit.
#[test]
fn how_merges_fit() {
    let broken = "disk d 100GiB: base 40GiB > base 3GiB > leaf disk f 1GiB: missing > leaf";
    let small = "disk d 100GiB: base 40GiB > base 3GiB > leaf disk g 100GiB: base 40GiB > base 16MiB > leaf";
    let cases = [
        ("lvm 1TiB free 500GiB", PAIR, "enough"),
        ("lvm 1TiB free 7MiB", PAIR, "short"),
        // it may or may not fit
        ("lvm 1TiB free 1GiB", PAIR, "short"),
        // one certainly fits, the larger one may not
        ("lvm 1TiB free 1GiB", small, "largest"),
        // garbage goes first, and makes room
        ("lvm 1TiB free 7MiB", &format!("{PAIR} {GARBAGE}"), "largest"),
        // something else stops them
        ("lvm 1TiB free 7MiB detached", PAIR, "largest"),
        ("lvm 1TiB free 7MiB", broken, "largest"),
        ("lvm 1TiB free 7MiB gc=false", PAIR, "largest"),
        ("lvm 1TiB free 7MiB coalesce=false", PAIR, "largest"),
        // the collector reports it
        ("lvm 1TiB free 500GiB gc_no_space", PAIR, "told"),
        ("lvm 1TiB free 500GiB gc_message=2h", PAIR, "told"),
        ("lvm 1TiB free 7MiB gc_no_space", "disk d 100GiB: base snap a > leaf", "enough"),
        // the free space is unknown
        ("lvm", PAIR, "enough"),
    ];
    for (sr, disks, expected) in cases {
        let world = World::new(&format!("sr s {sr} {{ {disks} }}"));
        let found = match Room::of(&world.analysis(), world.sr("s")) {
            Room::Reported => "told",
            Room::Short { .. } => "short",
            Room::Largest(_) => "largest",
            Room::Enough => "enough",
        };
        assert_eq!(found, expected, "{sr} {disks}");
    }
}

#[test]
fn journals_need_room_on_lvm_only() {
    let cases = [
        ("lvm 1TiB free 0B", true),
        ("lvm 1TiB free 500GiB", false),
        ("nfs 1TiB free 0B", false),
        ("lvm", false),
    ];
    for (sr, expected) in cases {
        let world = World::new(&format!("sr s {sr}"));
        let analysis = world.analysis();
        assert_eq!(
            merging::lacks_journal_room(&analysis, analysis.inventory().sr_indices().next().unwrap()),
            expected,
            "{sr}"
        );
    }
}

/// The limit is 30 nodes if changes go into one replica; a full replication makes a new replica each time.
#[test]
fn replicas_at_the_limit() {
    let at_limit = |bases: u32, mode| {
        let text = format!(
            "sr s nfs 1TiB vm web {{ disk root 10GiB on s }} sr t nfs 1TiB
             vm copy halted start_blocked {{ disk root 10GiB on t: base*{bases} snap r job=dr copy=web > leaf }}"
        );
        let mut world = World::new(&text).past("dr", "0 * * * *", &["web"], &[]);
        let job = &mut world.jobs()[0];
        (job.remotes, job.srs, job.kind) = (Vec::new(), vec!["t".into()], JobKind::Backup(mode));
        let world = world.with_setting("dr", "copyRetention", 2);
        let analysis = world.analysis();
        let all = replicas::replications(&analysis);
        let [replication] = &all[..] else { panic!("{}", all.len()) };
        replication.at_limit(&analysis).len()
    };
    let cases = [(28, Mode::Delta, 0), (29, Mode::Delta, 1), (30, Mode::Delta, 1), (29, Mode::Full, 0)];
    for (bases, mode, expected) in cases {
        assert_eq!(at_limit(bases, mode), expected, "{bases} {mode:?}");
    }
}
