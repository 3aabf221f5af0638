//! Cases from the facts, and random forests against a slow, obvious reimplementation.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Broken, Chains, Node};
use crate::model::{Inventory, InventoryBuilder, Link, Links, ObjectId, Sr, Vdi, VdiIdx, VdiKind};

/// One node: its kind, its parent by position (beyond the list: missing), its SR.
#[derive(Clone, Copy, Debug)]
struct Seed {
    kind: VdiKind,
    parent: Option<usize>,
    sr: u8,
}

fn id(at: usize) -> ObjectId {
    ObjectId::new(&format!("{at:08}"))
}

fn inventory(seeds: &[Seed]) -> Inventory {
    let mut builder = InventoryBuilder::default();
    for sr in 0..3 {
        builder.add_sr(sr_of(sr), Links::default());
    }
    for (at, seed) in seeds.iter().enumerate() {
        let links = Links {
            sr: Some(ObjectId::new(&format!("sr{}", seed.sr))),
            parent: seed.parent.map(id),
            ..Links::default()
        };
        builder.add_vdi(Vdi::new(id(at), seed.kind), links);
    }
    builder.build()
}

fn sr_of(sr: u8) -> Sr {
    Sr::new(ObjectId::new(&format!("sr{sr}")), "ext")
}

const BASE: VdiKind = VdiKind::BaseCopy;
const DISK: VdiKind = VdiKind::Disk;
const SNAP: VdiKind = VdiKind::Snapshot;

/// Parses `base base<0 disk<1`: kinds with the position of their parent, all on one SR.
fn tree(text: &str) -> Vec<Seed> {
    text.split_whitespace()
        .map(|word| {
            let (kind, parent) =
                word.split_once('<').map_or((word, None), |(kind, parent)| (kind, Some(parent)));
            Seed {
                kind: match kind {
                    "base" => BASE,
                    "snap" => SNAP,
                    _ => DISK,
                },
                parent: parent.map(|at| at.parse().unwrap()),
                sr: 0,
            }
        })
        .collect()
}

/// The vectors of facts/storage-manager.md 6.11 that are about trees; the disk comes last.
#[test]
fn vectors_of_the_facts() {
    let thirty: String = std::iter::once("base snap<0".to_owned())
        .chain((1..29).map(|base| format!(" base<{} snap<{}", (base - 1) * 2, base * 2)))
        .chain(std::iter::once(" disk<56".to_owned()))
        .collect();
    let hidden: String = std::iter::once("base".to_owned())
        .chain((1..29).map(|base| format!(" base<{}", base - 1)))
        .chain(std::iter::once(" disk<28".to_owned()))
        .collect();
    // tree, depth, pending inner, pending leaf, gate, skips, XO's total for the SR
    let cases = [
        ("disk", 1, 0, false, 0, false, 0),
        ("base snap<0 disk<0", 2, 0, false, 0, false, 0),
        ("base disk<0", 2, 0, true, 0, false, 1),
        ("base base<0 snap<1 disk<1", 3, 1, false, 1, false, 1),
        ("base base<0 base<1 snap<2 disk<2", 4, 2, false, 2, true, 2),
        (&thirty, 30, 0, false, 0, false, 0),
        (&hidden, 30, 28, true, 28, true, 29),
    ];
    for (text, depth, inner, leaf, gate, skips, xo) in cases {
        let inventory = inventory(&tree(text));
        let chains = Chains::build(&inventory);
        let disk = VdiIdx(u32::try_from(inventory.vdis.len()).unwrap() - 1);
        let node = chains.node(disk);
        assert_eq!(
            (node.depth, node.pending_inner, node.pending_leaf, node.gate, node.gate_skips()),
            (depth, inner, leaf, gate, skips),
            "{text}"
        );
        assert_eq!(node.broken, None, "{text}");
        assert_eq!(chains.sr(crate::model::SrIdx(0)).xo_unhealthy, xo, "{text}");
    }
}

/// A branch without pending merges stays clean beside one with some; each pair of the SR counts once.
#[test]
fn forks_share_their_trunk() {
    let inventory = inventory(&tree("base base<0 disk<1 base<0 base<3 base<4 disk<5"));
    let chains = Chains::build(&inventory);
    assert_eq!((chains.node(VdiIdx(2)).gate, chains.node(VdiIdx(2)).pending_leaf), (0, true));
    assert_eq!(chains.node(VdiIdx(6)).gate, 2);
    let sr = chains.sr(crate::model::SrIdx(0));
    assert_eq!((sr.pending_inner, sr.pending_leaf), (2, 2));
}

/// A base copy whose only child is a base copy without children: garbage, not a merge, but XO's gate counts it.
#[test]
fn garbage_is_no_pending_merge() {
    let inventory = inventory(&tree("base base<0"));
    let chains = Chains::build(&inventory);
    assert_eq!(chains.sr(crate::model::SrIdx(0)).pending_inner, 0);
    assert_eq!(chains.node(VdiIdx(0)).gate, 1);
}

/// A base copy that names itself as its parent has one child, but not another node: nothing can be merged. The pair
/// beside it can, and so can the leaf below that pair.
#[test]
fn a_base_copy_is_not_merged_into_itself() {
    let inventory = inventory(&tree("base<0 base base<1 disk<2"));
    let chains = Chains::build(&inventory);
    let sr = crate::model::SrIdx(0);
    let inner: Vec<_> = chains.inner_pairs(&inventory, sr).collect();
    let leaves: Vec<_> = chains.leaf_pairs(&inventory, sr).collect();
    assert_eq!(inner, [(VdiIdx(1), VdiIdx(2))]);
    assert_eq!(leaves, [(VdiIdx(2), VdiIdx(3))]);
    assert_eq!((chains.sr(sr).pending_inner, chains.sr(sr).pending_leaf), (1, 1));
}

/// What is in a chain at all, and which of that the report calls a disk: lists of changed blocks are images of their
/// own kind, and CD images have no chain.
#[test]
fn what_is_a_node_and_what_a_disk() {
    let text =
        "sr s ext 1TiB { disk d 1GiB: base 1GiB snap a > leaf disk c 1GiB: base 1GiB snap list cbt > leaf }
        sr z iso 1GiB iso { disk cd 1GiB }";
    let inventory = crate::notation::inventory(text).unwrap();
    let chains = Chains::build(&inventory);
    let cases = [
        ("d", true, true, 0),
        ("d/base1", true, false, 2),
        ("d@a", true, false, 0),
        ("c@list", false, false, 0),
        ("cd", false, false, 0),
    ];
    for (id, is_node, is_disk, children) in cases {
        let at = inventory.vdi_indices().find(|&vdi| inventory.vdi(vdi).id == id.into()).unwrap();
        let vdi = inventory.vdi(at);
        assert_eq!(
            (super::is_node(&inventory, vdi), super::is_disk(&inventory, vdi)),
            (is_node, is_disk),
            "{id}"
        );
        assert_eq!(chains.children(at).len(), children, "{id}");
    }
    assert_eq!(chains.sr(crate::model::SrIdx(1)).max_depth, 0, "a CD image has no depth");
    assert_eq!(chains.sr(crate::model::SrIdx(0)).max_depth, 2);
}

#[test]
fn breaks_are_reported() {
    let far = |sr, parent| Seed { kind: DISK, parent: Some(parent), sr };
    let cases = [
        (vec![far(0, 9)], 0, 1, Broken::MissingParent),
        (vec![far(0, 0)], 0, 1, Broken::Cycle),
        (vec![Seed { kind: BASE, parent: Some(1), sr: 0 }, far(0, 0), far(0, 1)], 2, 3, Broken::Cycle),
        (vec![Seed { kind: BASE, parent: None, sr: 1 }, far(0, 0)], 1, 1, Broken::ForeignSr),
    ];
    for (seeds, at, depth, broken) in cases {
        let inventory = inventory(&seeds);
        let chains = Chains::build(&inventory);
        let node = chains.node(VdiIdx(at));
        assert_eq!((node.depth, node.broken.map(|(broken, _)| broken)), (depth, Some(broken)), "{seeds:?}");
    }
}

/// Places one node by itself, with the rules as the facts state them.
fn obvious(inventory: &Inventory, start: VdiIdx) -> Node {
    let children = |parent: VdiIdx| -> Vec<VdiIdx> {
        inventory
            .vdi_indices()
            .filter(|&vdi| {
                inventory.vdi(vdi).parent.target() == Some(parent)
                    && inventory.vdi(vdi).sr == inventory.vdi(parent).sr
            })
            .collect()
    };
    let hidden = |vdi: VdiIdx| inventory.vdi(vdi).kind == BASE;
    let mut path = vec![start];
    let mut broken = None;
    loop {
        let at = path[path.len() - 1];
        match &inventory.vdi(at).parent {
            Link::None => break,
            Link::Missing(_) => broken = Some(Broken::MissingParent),
            Link::To(parent) if inventory.vdi(*parent).sr != inventory.vdi(at).sr => {
                broken = Some(Broken::ForeignSr)
            }
            Link::To(parent) if path.contains(parent) => broken = Some(Broken::Cycle),
            Link::To(parent) => {
                path.push(*parent);
                continue;
            }
        }
        break;
    }
    let only_hidden = |vdi: VdiIdx| match children(vdi)[..] {
        [child] if hidden(vdi) && hidden(child) => Some(child),
        _ => None,
    };
    Node {
        depth: u32::try_from(path.len()).unwrap(),
        broken: broken.map(|broken| (broken, path[path.len() - 1])),
        pending_inner: u32::try_from(
            path.windows(2)
                .filter(|pair| only_hidden(pair[1]) == Some(pair[0]) && !children(pair[0]).is_empty())
                .count(),
        )
        .unwrap(),
        pending_leaf: path.get(1).is_some_and(|&parent| {
            hidden(parent) && !hidden(start) && children(parent) == [start] && children(start).is_empty()
        }),
        gate: u32::try_from(path.iter().filter(|&&node| only_hidden(node).is_some()).count()).unwrap(),
    }
}

/// XO's health page, implemented once more from facts/xo-protocol.md 2.2.
fn obvious_health_page(seeds: &[Seed], sr: u8) -> usize {
    let mut children: BTreeMap<usize, usize> = BTreeMap::new();
    for seed in seeds.iter().filter(|seed| seed.sr == sr) {
        if let Some(parent) = seed.parent {
            *children.entry(parent).or_default() += 1;
        }
    }
    let mut reached = BTreeSet::new();
    for (at, seed) in seeds.iter().enumerate() {
        let mut next = (seed.sr == sr && seed.kind == DISK).then_some(at);
        while let Some(node) = next.filter(|&node| reached.insert(node)) {
            next = seeds.get(node).and_then(|seed| seed.parent);
        }
    }
    reached.into_iter().filter(|node| children.get(node) == Some(&1)).count()
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let kind = prop_oneof![4 => Just(BASE), 2 => Just(DISK), 1 => Just(SNAP)];
    (1_usize..24).prop_flat_map(move |n| {
        let parent = prop_oneof![1 => Just(None), 8 => (0..n).prop_map(Some), 1 => (n..n + 2).prop_map(Some)];
        let sr = prop_oneof![9 => Just(0_u8), 1 => Just(1)];
        proptest::collection::vec((kind.clone(), parent, sr), n)
            .prop_map(|all| all.into_iter().map(|(kind, parent, sr)| Seed { kind, parent, sr }).collect())
    })
}

/// Forests without a cycle: parents come first.
fn sound_seeds() -> impl Strategy<Value = Vec<Seed>> {
    seeds().prop_map(|mut seeds| {
        for (at, seed) in seeds.iter_mut().enumerate() {
            seed.parent = seed.parent.filter(|&parent| parent < at);
            seed.sr = 0;
        }
        seeds
    })
}

proptest! {
    #[test]
    fn random_graphs_end_and_sound_nodes_are_as_the_obvious_walk_says(seeds in seeds()) {
        let inventory = inventory(&seeds);
        let chains = Chains::build(&inventory);
        for vdi in inventory.vdi_indices() {
            let (ours, theirs) = (chains.node(vdi), obvious(&inventory, vdi));
            prop_assert_eq!(ours.broken.map(|(why, _)| why), theirs.broken.map(|(why, _)| why));
            if ours.broken.is_none_or(|(why, _)| why != Broken::Cycle) {
                prop_assert_eq!(ours, &theirs);
            } else {
                prop_assert_eq!(ours.depth, theirs.depth);
            }
        }
        for sr in 0..2_u8 {
            let total = chains.sr(crate::model::SrIdx(sr.into())).xo_unhealthy as usize;
            prop_assert_eq!(total, obvious_health_page(&seeds, sr));
        }
    }

    #[test]
    fn sound_forests_have_no_break(seeds in sound_seeds()) {
        let inventory = inventory(&seeds);
        let chains = Chains::build(&inventory);
        for vdi in inventory.vdi_indices() {
            prop_assert_eq!(chains.node(vdi), &obvious(&inventory, vdi));
            prop_assert_eq!(chains.path(&inventory, vdi).count(), chains.node(vdi).depth as usize);
        }
    }
}

/// A chain too long for a recursive walk is walked.
#[test]
fn a_chain_of_20_000_nodes_is_walked() {
    // the stack of a test thread holds 2 MiB: 100 bytes per node overflow it
    let n = 20_000;
    let seeds: Vec<Seed> = (0..n).map(|at| Seed { kind: BASE, parent: Some(at + 1), sr: 0 }).collect();
    let inventory = inventory(&seeds);
    let chains = Chains::build(&inventory);
    assert_eq!(chains.node(VdiIdx(0)).depth, n as u32);
    assert_eq!(chains.node(VdiIdx(0)).broken.map(|(why, _)| why), Some(Broken::MissingParent));
}
