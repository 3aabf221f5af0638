//! What the collector merged between two observations: base copies that are gone while their parent still exists.
//!
//! A merge writes the child into its parent and removes the child (facts/storage-manager.md 3.3): what the child held
//! is what was copied.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Image, by_id};
use crate::model::{ObjectId, VdiKind};
use crate::units::Bytes;

/// What was merged on an SR between two observations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The SR.
    pub sr: ObjectId,
    /// The instant of the earlier observation.
    pub from: Timestamp,
    /// The instant of the later observation.
    pub to: Timestamp,
    /// The number of base copies that are gone.
    pub nodes: u32,
    /// The bytes that they held.
    pub bytes: Bytes,
    /// Inner merges that were pending at the earlier observation and still were at the later one; `None` if that is
    /// not known.
    pub left: Option<u32>,
}

/// Lists what was merged between two observations, sorted by SR.
#[must_use]
pub fn merged(before: (Timestamp, &[Image]), after: (Timestamp, &[Image])) -> Vec<Merged> {
    let (then, now) = (by_id(before.1), by_id(after.1));
    let (pending, still) = (pending(before.1), pending(after.1));
    let mut by_sr: BTreeMap<&ObjectId, (u32, Bytes, u32)> = BTreeMap::new();
    for image in before.1 {
        let (Some(sr), Some(parent)) = (&image.sr, &image.parent) else { continue };
        let of = by_sr.entry(sr).or_default();
        of.2 += u32::from(pending.contains(&image.vdi) && still.contains(&image.vdi));
        if image.kind == VdiKind::BaseCopy && !now.contains_key(&image.vdi) && lives_on(parent, &then, &now) {
            *of = (of.0 + 1, of.1 + image.used.unwrap_or_default(), of.2);
        }
    }
    let one = |(sr, (nodes, bytes, left)): (&ObjectId, (u32, Bytes, u32))| Merged {
        sr: sr.clone(),
        from: before.0,
        to: after.0,
        nodes,
        bytes,
        left: Some(left),
    };
    by_sr.into_iter().filter(|(_, (nodes, ..))| *nodes > 0).map(one).collect()
}

/// Returns whether a node, or what it was merged into, still exists.
fn lives_on(node: &ObjectId, then: &BTreeMap<&ObjectId, &Image>, now: &BTreeMap<&ObjectId, &Image>) -> bool {
    let mut passed = FxHashSet::default();
    let mut at = Some(node);
    // parents may form a cycle
    while let Some(node) = at.filter(|node| passed.insert(*node)) {
        if now.contains_key(node) {
            return true;
        }
        at = then.get(node).and_then(|image| image.parent.as_ref());
    }
    false
}

/// Lists the base copies that wait to be merged into their parent: those whose parent has no other child
/// (facts/storage-manager.md 3.3).
fn pending(images: &[Image]) -> FxHashSet<&ObjectId> {
    let mut children: FxHashMap<&ObjectId, u32> = FxHashMap::default();
    images
        .iter()
        .filter_map(|image| image.parent.as_ref())
        .for_each(|of| *children.entry(of).or_default() += 1);
    let waits = |image: &&Image| {
        image.kind == VdiKind::BaseCopy
            && image.parent.as_ref().is_some_and(|parent| children.get(parent) == Some(&1))
    };
    images.iter().filter(waits).map(|image| &image.vdi).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::tests::kept;

    fn images(text: &str) -> Vec<Image> {
        kept(text).unwrap().images
    }

    #[test]
    fn nodes_that_went_into_their_parent() {
        let server =
            |chain: &str| images(&format!("sr s ext 900GiB {{ disk d 99GiB: base 50GiB > {chain} }}"));
        let before = server("base 3GiB > base 4GiB > base 5GiB snap a > leaf 1GiB");
        // nodes merged, GiB copied, how many of three are left
        let cases = [
            ("base 3GiB > base 4GiB snap a > leaf 1GiB", vec![(1, 5, 2)], "one was merged"),
            ("base 3GiB snap a > leaf 1GiB", vec![(2, 9, 1)], "two were, one into the other"),
            ("leaf 1GiB", vec![(3, 12, 0)], "all were"),
            ("base 3GiB > base 4GiB > base 5GiB snap a > leaf 1GiB", vec![], "nothing was"),
        ];
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        let merged_kinds = |after: &[Image]| {
            let found = merged((at(0), &before), (at(1), after));
            found.iter().map(|one| (one.nodes, one.bytes.0 >> 30, one.left.unwrap())).collect::<Vec<_>>()
        };
        for (chain, expected, why) in cases {
            assert_eq!(merged_kinds(&server(chain)), expected, "{why}");
        }
        assert_eq!(
            merged_kinds(&images("sr s ext 900GiB { disk e 99GiB: leaf }")),
            [],
            "the disk was deleted"
        );
    }

    /// Parents that form a cycle do not make the search endless.
    #[test]
    fn a_circle_of_parents() {
        let image = |vdi: &str, parent: &str| Image {
            vdi: vdi.into(),
            sr: Some("s".into()),
            parent: Some(parent.into()),
            kind: VdiKind::BaseCopy,
            size: None,
            used: None,
            by_hand: false,
        };
        let before = [image("a", "b"), image("b", "c"), image("c", "b")];
        assert_eq!(merged((Timestamp::UNIX_EPOCH, &before), (Timestamp::UNIX_EPOCH, &[])), []);
    }
}
