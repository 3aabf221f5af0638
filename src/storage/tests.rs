//! Cases of facts/storage-manager.md 2.4, 2.5, 2.8, 3.6, 5.1 and 6.11, as bounds.

use super::*;
use crate::chains::Chains;
use crate::model::Slot;
use crate::notation;

fn read(text: &str) -> Inventory {
    notation::inventory(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn vdi(inventory: &Inventory, id: &str) -> VdiIdx {
    match inventory.find(&id.into()) {
        Some(Slot::Vdi(vdi)) => vdi,
        other => panic!("{id} is {other:?}"),
    }
}

/// An SR and a disk; guard at least, at most, kept at least, in MiB.
#[test]
fn what_a_snapshot_asks_for() {
    let cases = [
        // thick, attached: 16 MiB and the data, which may be none or all
        ("sr s lvm 1TiB { disk d 100GiB: leaf 102608MiB }", 24, 102_624, 8),
        // thin SR, attached: the leaf is inflated first
        ("sr s lvm 1TiB thin { disk d 100GiB: leaf 8MiB }", 102_624, 102_624, 102_608),
        // QCOW2 on LVM is never shrunk
        ("sr s lvmohba 1TiB { disk d 500GiB qcow2: leaf 500GiB }", 516_112, 516_112, 516_104),
        // files: two empty images
        ("sr s nfs 1TiB { disk d 100GiB: leaf 50GiB }", 0, 0, 0),
        ("sr s linstor 1TiB thin { disk d 100GiB: leaf 50GiB }", 0, 0, 0),
        ("sr s linstor 1TiB thick { disk d 100GiB: leaf 50GiB }", 205_208, 205_208, 205_208),
    ];
    for (text, low, high, keeps) in cases {
        let inventory = read(text);
        let need = snapshot_need(&inventory, &inventory.srs[0], vdi(&inventory, "d"), true).unwrap();
        let mib = |bytes: Bytes| bytes.0 >> 20;
        assert_eq!(
            (mib(need.guard.low), mib(need.guard.high), mib(need.keeps)),
            (low, high, keeps),
            "{text}"
        );
    }
}

/// A file SR asks for two images of 212 KiB for 100 GiB, and gets nothing when not a block is free.
#[test]
fn a_full_file_sr_takes_no_snapshot() {
    let inventory = read("sr s ext 1TiB free 0B { disk d 100GiB: leaf 50GiB }");
    let need = snapshot_need(&inventory, &inventory.srs[0], vdi(&inventory, "d"), true).unwrap();
    assert_eq!(need.guard, Need { low: Bytes(8192), high: Bytes(2 * 212 * 1024) });
    assert!(need.guard.low > inventory.srs[0].free().unwrap());
}

#[test]
fn drivers_without_rules_ask_for_nothing_known() {
    for driver in ["zfs-vol", "gfs2", "btrfs"] {
        let inventory = read(&format!("sr s {driver} 1TiB {{ disk d 100GiB: leaf 50GiB }}"));
        assert_eq!(
            snapshot_need(&inventory, &inventory.srs[0], vdi(&inventory, "d"), true),
            None,
            "{driver}"
        );
    }
}

/// Parent and child: what their merge needs at most, in MiB.
#[test]
fn what_a_merge_needs() {
    let cases = [
        // all of the child's data: 10 GiB and 1/512, less nothing; LVM adds journals and rounds
        ("lvm", "base 40GiB > base 10268MiB > leaf", 10_284 + 8),
        ("ext", "base 40GiB > base 10GiB > leaf", 10_259),
        // never more than the parent can still grow to
        ("lvm", "base 102000MiB > base 50GiB > leaf", 608 + 8),
        ("nfs", "base 102608MiB > base 50GiB > leaf", 0),
    ];
    for (driver, chain, high) in cases {
        let inventory = read(&format!("sr s {driver} 1TiB {{ disk d 100GiB: {chain} }}"));
        let chains = Chains::build(&inventory);
        let pairs: Vec<_> = chains.inner_pairs(&inventory, SrIdx(0)).collect();
        let [(parent, child)] = pairs[..] else { panic!("{pairs:?}") };
        let need = merge_need(&inventory, Family::of_driver(driver), parent, child).unwrap();
        assert_eq!(need.high.0 >> 20, high, "{driver} {chain}");
        assert_eq!(need.low, if driver == "lvm" { Bytes::mib(8) } else { Bytes::ZERO }, "{driver} {chain}");
        assert!(need.low <= need.high, "{driver} {chain}");
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
