//! Cases from facts/storage-manager.md 2.4, 2.5, 2.8, 3.6, 5.1 and 6.11, as bounds.

mod block_oracle;
mod edges;

use super::*;
use crate::chains::Chains;
use crate::model::Slot;
use crate::notation;
use crate::units::Interval;

fn read(text: &str) -> Inventory {
    notation::inventory(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn vdi(inventory: &Inventory, id: &str) -> VdiIdx {
    match inventory.find(&id.into()) {
        Some(Slot::Vdi(vdi)) => vdi,
        other => panic!("{id} is {other:?}"),
    }
}

fn mib(bytes: Bytes) -> u64 {
    bytes.0 >> 20
}

fn in_mib(bytes: Interval) -> (u64, u64, u64) {
    (mib(bytes.low), mib(bytes.best), mib(bytes.high))
}

fn snapshot(text: &str, plugged: bool) -> SnapshotNeed {
    let inventory = read(text);
    let chains = Chains::build(&inventory);
    snapshot_need(&inventory, &chains, vdi(&inventory, "d"), plugged).unwrap()
}

/// An SR and a disk that a VM holds; guard (low, best, high), what its best estimate rests on, and what is
/// kept; in MiB.
#[test]
fn what_a_snapshot_asks_for() {
    let cases = [
        // thick, never snapshotted: 16 MiB and the data, from none to all, with seven tenths as best estimate
        (
            "sr s lvm 1TiB { disk d 100GiB: leaf 102608MiB }",
            (24, 71_844, 102_624),
            EstimateBasis::FullDisk,
            (8, 71_836, 102_616),
        ),
        // thick, base copies of about 3 GiB: as much again (vector 8)
        (
            "sr s lvm 1TiB { disk d 100GiB: base 60GiB > base 3080MiB snap a > base 3084MiB snap b > leaf 102608MiB }",
            (24, 3_096, 102_624),
            EstimateBasis::BaseCopies,
            (8, 3_088, 102_616),
        ),
        // thick, only the root above: what changes in a day
        (
            "sr s lvm 1TiB { disk d 100GiB: base 60GiB snap a > leaf 102608MiB }",
            (24, 3_100, 102_624),
            EstimateBasis::DailyChange,
            (8, 3_092, 102_616),
        ),
        // thin SR, attached: the leaf is inflated first; its data is in its 8 MiB
        (
            "sr s lvm 1TiB thin { disk d 100GiB: leaf 8MiB }",
            (102_624, 102_624, 102_624),
            EstimateBasis::Rule,
            (102_608, 102_608, 102_616),
        ),
        // QCOW2 on LVM is never shrunk (vector 12)
        (
            "sr s lvmohba 1TiB { disk d 500GiB qcow2: leaf 514052MiB }",
            (516_112, 516_112, 516_112),
            EstimateBasis::Rule,
            (516_104, 516_104, 516_104),
        ),
        // files: two empty images
        ("sr s nfs 1TiB { disk d 100GiB: leaf 50GiB }", (0, 0, 0), EstimateBasis::Rule, (0, 0, 0)),
        ("sr s ext 1TiB { disk d 2000GiB: leaf 50GiB }", (0, 8, 8), EstimateBasis::Rule, (0, 8, 8)),
        // two small new files, whatever the tables of a full disk would take (facts 5.1)
        ("sr s ext 1TiB { disk d 2000GiB qcow2: leaf 50GiB }", (0, 0, 0), EstimateBasis::Rule, (0, 0, 0)),
        ("sr s linstor 1TiB thin { disk d 100GiB: leaf 50GiB }", (0, 0, 0), EstimateBasis::Rule, (0, 0, 0)),
        (
            "sr s linstor 1TiB thick { disk d 100GiB: leaf 50GiB }",
            (205_208, 205_208, 205_208),
            EstimateBasis::Rule,
            (205_208, 205_208, 205_208),
        ),
    ];
    for (text, guard, why, keeps) in cases {
        let need = snapshot(text, true);
        assert_eq!((in_mib(need.guard.bytes), need.guard.why), (guard, why), "{text}");
        assert_eq!(in_mib(need.keeps), keeps, "{text}");
    }
}

/// Facts 6.3: for a detached disk on a thin SR, a snapshot needs three small volumes and two journals.
#[test]
fn a_detached_disk_on_a_thin_sr_asks_for_little() {
    let need = snapshot("sr s lvm 1TiB thin { disk d 100GiB: leaf 3084MiB }", false);
    assert_eq!(in_mib(need.guard.bytes), (20, 24, 24));
}

/// Vectors 8 and 12 as verdicts: free space, an SR and a disk.
#[test]
fn verdicts_of_the_facts() {
    let bases = "base 60GiB > base 3080MiB snap a > leaf 102608MiB";
    let cases = [
        (format!("sr s lvm 1TiB free 4GiB {{ disk d 100GiB: {bases} }}"), "likely"),
        ("sr s lvm 1TiB free 4GiB { disk d 100GiB: leaf 102608MiB }".to_owned(), "unlikely"),
        ("sr s lvm 1TiB free 101GiB { disk d 100GiB: leaf 102608MiB }".to_owned(), "fits"),
        ("sr s lvm 1TiB free 16MiB { disk d 100GiB: leaf 102608MiB }".to_owned(), "does not fit"),
        ("sr s lvmohba 2TiB free 300GiB { disk d 500GiB qcow2: leaf 500GiB }".to_owned(), "does not fit"),
        ("sr s ext 1TiB free 0B { disk d 100GiB: leaf 50GiB }".to_owned(), "does not fit"),
    ];
    for (text, verdict) in cases {
        let free = read(&text).srs[0].free().unwrap();
        let found = match Fit::of(snapshot(&text, true).guard.bytes, free) {
            Fit::Fits => "fits",
            Fit::Tight { likely: true, .. } => "likely",
            Fit::Tight { likely: false, .. } => "unlikely",
            Fit::DoesNotFit => "does not fit",
        };
        assert_eq!(found, verdict, "{text}");
    }
}

/// A file SR needs two images of 212 KiB for 100 GiB, and refuses if not a block is free.
#[test]
fn a_full_file_sr_takes_no_snapshot() {
    let need = snapshot("sr s ext 1TiB free 0B { disk d 100GiB: leaf 50GiB }", true);
    let twice = Bytes(2 * 212 * 1024);
    assert_eq!(need.guard.bytes, Interval { low: Bytes(8192), best: twice, high: twice });
}

#[test]
fn drivers_without_rules_ask_for_nothing_known() {
    for driver in ["zfs-vol", "gfs2", "btrfs"] {
        let inventory = read(&format!("sr s {driver} 1TiB {{ disk d 100GiB: base > base > leaf }}"));
        let chains = Chains::build(&inventory);
        let (base, child) = (vdi(&inventory, "d/base1"), vdi(&inventory, "d/base2"));
        let disk = vdi(&inventory, "d");
        assert_eq!(snapshot_need(&inventory, &chains, disk, true), None, "{driver}");
        assert_eq!(merge_need(&inventory, &chains, base, child), None, "{driver}");
        assert_eq!(leaf_merge_need(&inventory, &chains, child, disk), None, "{driver}");
    }
}

/// Parent and child: what their merge takes and frees, in MiB (low, best, high).
#[test]
fn what_a_merge_needs() {
    let cases = [
        // vector 9: all of the child's data, 10 GiB in whole extents, plus two journals; half of it as best estimate
        ("lvm", "base 41048MiB > base 10268MiB > leaf", (8, 5_140, 10_272), (4, 5_136, 10_268)),
        // files are as long as their data with bitmaps and tables
        ("ext", "base 40GiB > base 10GiB > leaf", (0, 5_119, 10_239), (0, 5_120, 10_240)),
        // never more than the parent can still grow to
        ("lvm", "base 102000MiB > base 50GiB > leaf", (8, 620, 620), (50_588, 50_588, 51_200)),
        ("nfs", "base 102608MiB > base 50GiB > leaf", (0, 0, 0), (51_200, 51_200, 51_200)),
        // what cannot be in the parent is certainly new
        ("nfs", "base 1GiB > base 3GiB > leaf", (2_046, 2_046, 3_071), (0, 1_025, 1_025)),
        // whole extents: the parent may have had room left in its last one
        ("lvm", "base 1028MiB > base 3084MiB > leaf", (2_056, 2_060, 3_088), (4, 1_032, 1_032)),
        ("linstor", "base 40GiB > base 10GiB > leaf", (0, 5_119, 10_239), (0, 5_120, 10_240)),
    ];
    for (driver, chain, takes, frees) in cases {
        let inventory = read(&format!("sr s {driver} 1TiB {{ disk d 100GiB: {chain} }}"));
        let chains = Chains::build(&inventory);
        let pairs: Vec<_> = chains.inner_pairs(&inventory, SrIdx(0)).collect();
        let [(parent, child)] = pairs[..] else { panic!("{pairs:?}") };
        let need = merge_need(&inventory, &chains, parent, child).unwrap();
        assert_eq!(in_mib(need.takes.bytes), takes, "takes: {driver} {chain}");
        assert_eq!(in_mib(need.frees), frees, "frees: {driver} {chain}");
    }
}

/// A leaf with 2 GiB of data: by an internal snapshot, live, and what is freed; best estimates, in MiB.
#[test]
fn what_a_leaf_merge_needs() {
    let cases = [
        // files: half of 2 GiB is new, plus an empty image of 212 KiB
        ("ext 1TiB", "base 40GiB > leaf 2GiB", (1_024, 1_023, 1_024)),
        // thick LVM: the data of the leaf is not visible; live, it can be shrunk first: two journals remain
        ("lvm 1TiB", "base 41048MiB > leaf 102608MiB", (4_632, 8, 41_048)),
        // the snapshot of a disk that is gone: its own volume is freed, the base copy's is not
        ("lvm 1TiB", "base 41048MiB snap a 8MiB > gone", (16, 8, 8)),
        // deflated: lv_used(2 GiB) is what the internal snapshot takes
        ("lvm 1TiB thin", "base 41048MiB > leaf 2060MiB", (3_096, 1_036, 41_048)),
    ];
    for (sr, chain, expected) in cases {
        let inventory = read(&format!("sr s {sr} {{ disk d 100GiB: {chain} }}"));
        let chains = Chains::build(&inventory);
        let (parent, leaf) = chains.leaf_pairs(&inventory, SrIdx(0)).next().unwrap();
        let need = leaf_merge_need(&inventory, &chains, parent, leaf).unwrap();
        let found = (mib(need.by_snapshot.bytes.best), mib(need.live.bytes.best), mib(need.frees.best));
        assert_eq!(found, expected, "{sr} {chain}");
    }
}

/// Vector 10: a file SR just after a snapshot counts the disk three times; the leaf and the snapshot are empty.
#[test]
fn just_after_a_snapshot_leaf_and_snapshot_are_empty() {
    let cases = [
        ("ext", "base 9GiB snap a 9GiB > leaf 9GiB", true),
        ("ext", "base 9GiB snap a 1GiB > leaf 2GiB", false),
        ("lvm", "base 9GiB snap a 9GiB > leaf 9GiB", false),
        ("ext", "leaf 9GiB", false),
    ];
    for (driver, chain, stale) in cases {
        let inventory = read(&format!("sr s {driver} 1TiB {{ disk d 100GiB: {chain} }}"));
        let chains = Chains::build(&inventory);
        let ids = if chain.contains("snap") { &["d", "d@a"][..] } else { &["d"] };
        for id in ids {
            let index = vdi(&inventory, id);
            assert_eq!(is_counted_twice(&inventory, &chains, index), stale, "{driver} {chain} {id}");
            let data = node_data(&inventory, &chains, index).unwrap();
            assert_eq!(data.why == EstimateBasis::StaleUsage, stale, "{driver} {chain} {id}");
            assert_eq!(data.bytes.best == Bytes::ZERO, stale, "{driver} {chain} {id}");
        }
    }
}

/// What the server does not report, or reports absurdly, leads to bounds and not to a panic.
#[test]
fn hostile_sizes_stay_bounded() {
    for size in [0, 1, u64::MAX] {
        for usage in [None, Some(0), Some(u64::MAX)] {
            for driver in ["lvm", "ext", "linstor"] {
                let mut inventory =
                    read(&format!("sr s {driver} 1TiB {{ disk d 1GiB: base > base > leaf }}"));
                for vdi in &mut inventory.vdis {
                    (vdi.size, vdi.usage) = (Some(Bytes(size)), usage.map(Bytes));
                }
                let chains = Chains::build(&inventory);
                let disk = vdi(&inventory, "d");
                let (root, base) = (vdi(&inventory, "d/base1"), vdi(&inventory, "d/base2"));
                let bounds = [
                    snapshot_need(&inventory, &chains, disk, true).unwrap().guard.bytes,
                    merge_need(&inventory, &chains, root, base).unwrap().takes.bytes,
                    leaf_merge_need(&inventory, &chains, base, disk).unwrap().by_snapshot.bytes,
                ];
                for found in bounds {
                    assert!(found.low <= found.best && found.best <= found.high, "{driver} {size} {usage:?}");
                }
            }
        }
    }
}

/// Returns the CPU time that this thread has used so far; wall-clock time depends on what else the machine does.
fn processor_time() -> u64 {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec * 1_000_000_000 + time.tv_nsec).unwrap()
}

/// Computes everything about an SR; returns the nanoseconds that each part took.
fn durations(text: &str) -> [u64; 5] {
    let inventory = read(text);
    let nodes = inventory.vdis.len();
    let started = processor_time();
    let chains = Chains::build(&inventory);
    let built = processor_time();
    let backlog = backlog(&inventory, &chains, SrIdx(0));
    assert!(backlog.merges.len() <= nodes);
    let queued = processor_time();
    assert!(deletions(&inventory, &chains, SrIdx(0), CollectorOutlook::Wait).len() <= nodes);
    let deleted = processor_time();
    assert!(gc(&inventory, &chains, SrIdx(0), notation::NOW).holds.len() <= nodes);
    let collected = processor_time();
    let all: Vec<_> = inventory.vdi_indices().map(|vdi| PlannedSnapshot { vdi, attached: true }).collect();
    assert_eq!(headroom(&inventory, &chains, SrIdx(0), &all, &backlog.merges).steps.len(), nodes);
    let ended = processor_time();
    [built - started, queued - built, deleted - queued, collected - deleted, ended - collected]
}

/// A chain that no storage allows, and a base copy with as many children: eight times as many nodes take about eight
/// times as long, where a quadratic walk takes 64 times as long.
#[test]
fn hostile_trees_stay_fast() {
    let trees: [fn(usize) -> String; 3] = [
        |nodes| format!("sr s ext 1TiB {{ disk d 1GiB: base*{nodes} snap s > leaf }}"),
        |nodes| format!("sr s ext 1TiB {{ disk d 1GiB: base*{nodes} > leaf }}"),
        |nodes| {
            let forks: String = (0..nodes).map(|n| format!("disk c{n} 1GiB: t > leaf\n")).collect();
            format!("sr s ext 1TiB {{ disk d 1GiB: base as t > leaf\n{forks} }}")
        },
    ];
    for (at, tree) in trees.iter().enumerate() {
        // caches vary: factors of 8 to 10 were measured, and 16 with the shortest quadratic walk beside the
        // longest part
        let are_quadratic = (0..3).all(|_| {
            std::iter::zip(durations(&tree(500)), durations(&tree(4000))).any(|(few, many)| many > few * 13)
        });
        assert!(!are_quadratic, "tree {at}");
    }
}

#[test]
fn the_limit_is_30_where_there_are_chains() {
    let cases = [
        ("ext", "base > leaf", Some(30)),
        ("lvmohba", "leaf", Some(30)),
        ("linstor", "leaf", Some(30)),
        ("zfs-vol", "leaf", None),
        ("btrfs", "leaf", None),
        ("btrfs", "base > leaf", Some(30)),
    ];
    for (driver, chain, limit) in cases {
        let inventory = read(&format!("sr s {driver} 1TiB {{ disk d 100GiB: {chain} }}"));
        assert_eq!(chain_limit(&inventory, SrIdx(0)), limit, "{driver} {chain}");
    }
}

#[test]
fn knows_every_driver_of_the_facts() {
    let cases = [
        ("ext", Family::File),
        ("xfs", Family::File),
        ("lvmoiscsi", Family::Lvm),
        ("lvhdohba", Family::Lvm),
        ("linstor", Family::Linstor),
        ("udev", Family::NoTree),
        ("zfs-vol", Family::NoTree),
        ("zfs", Family::File),
        ("btrfs", Family::Unknown),
        ("", Family::Unknown),
    ];
    for (driver, family) in cases {
        assert_eq!(Family::of_driver(driver), family, "{driver}");
    }
}

/// Facts 5.1: what merging 10 GiB into 40 GiB of a 2,040 GiB disk needs, for an inner node and for a leaf;
/// low, best, high in MiB.
#[test]
fn what_merges_of_qcow2_ask_for() {
    let cases = [
        // the tables of a full disk are needed, of which the parent has few
        ("ext 4TiB", (248, 5367, 10_488), (248, 5367, 10_488)),
        // volumes are never shrunk: only two journals, and a leaf is merged while its VM runs
        ("lvm 9TiB", (8, 8, 8), (8, 8, 8)),
    ];
    for (sr, inner, leaf) in cases {
        let whole = sr.starts_with("lvm");
        let (parent, child) = if whole { ("2091012MiB", "2091012MiB") } else { ("40GiB", "10GiB") };
        let merge_needs = |rest: &str| {
            let inventory = read(&format!("sr s {sr} {{ disk d 2040GiB qcow2: base {parent} > {rest} }}"));
            let chains = Chains::build(&inventory);
            let merges = queue(&inventory, &chains, SrIdx(0));
            merges.iter().map(|merge| in_mib(merge.takes().unwrap().bytes)).collect::<Vec<_>>()
        };
        assert_eq!(merge_needs(&format!("base {child} snap a > leaf")), [inner], "{sr}");
        assert_eq!(merge_needs(&format!("leaf {child}")), [leaf], "{sr}");
    }
}

/// A chain whose nodes have two formats: no driver merges these, and nothing is claimed.
#[test]
fn nothing_is_claimed_of_mixed_chains() {
    let mut inventory = read("sr s ext 4TiB { disk d 100GiB: base 40GiB > base 10GiB snap a > leaf }");
    let root = vdi(&inventory, "d/base1");
    inventory.vdis[root.at()].image_format = Some(crate::model::ImageFormat::Qcow2);
    let chains = Chains::build(&inventory);
    let merges = queue(&inventory, &chains, SrIdx(0));
    assert_eq!(merges.iter().map(crate::storage::Merge::takes).collect::<Vec<_>>(), [None]);
}

/// A disk of 100 GiB copied to an SR (facts 2.3, 2.8); low, best, high in MiB.
#[test]
fn what_a_whole_copy_takes() {
    use crate::model::{ImageFormat, Provisioning, Sr};
    let cases = [
        ("lvm", Provisioning::Thick, ImageFormat::Vhd, Some((102_608, 102_608, 102_608))),
        // its volume is inflated as soon as something is written
        ("lvm", Provisioning::Thin, ImageFormat::Vhd, Some((102_608, 102_608, 102_608))),
        ("lvm", Provisioning::Thick, ImageFormat::Qcow2, Some((104_452, 104_452, 104_452))),
        ("nfs", Provisioning::Thin, ImageFormat::Vhd, Some((0, 71_820, 102_600))),
        ("linstor", Provisioning::Thick, ImageFormat::Vhd, Some((102_604, 102_604, 102_604))),
        ("linstor", Provisioning::Thin, ImageFormat::Vhd, Some((0, 71_820, 102_600))),
        ("zfs-vol", Provisioning::Unknown, ImageFormat::Vhd, None),
    ];
    for (driver, provisioning, format, expected) in cases {
        let sr = Sr { provisioning, ..Sr::new("s".into(), driver) };
        let need = copy_need(&sr, Bytes::gib(100), Some(format)).map(|need| in_mib(need.bytes));
        assert_eq!(need, expected, "{driver} {provisioning:?} {format:?}");
    }
}
