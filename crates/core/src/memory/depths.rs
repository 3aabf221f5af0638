//! How deep the chains of disks were, observation by observation.

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::Image;
use crate::model::{ObjectId, VdiKind};

/// An image, for as long as observations showed it unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The image.
    pub image: Image,
    /// The first observation that showed it so.
    pub from: Timestamp,
    /// The first observation that did not; `None` if the latest still did.
    pub until: Option<Timestamp>,
}

/// A disk over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskPast {
    /// The disk.
    pub vdi: ObjectId,
    /// The SR that it was last seen on.
    pub sr: Option<ObjectId>,
    /// The number of nodes in its chain, itself included, at each instant at which it was seen.
    pub depths: Vec<(Timestamp, u32)>,
}

/// Counts the nodes of each disk's chain at each of these instants, sorted by disk.
#[must_use]
pub fn depths(stretches: &[Stretch], instants: &[Timestamp]) -> Vec<DiskPast> {
    let mut disks: FxHashMap<&ObjectId, DiskPast> = FxHashMap::default();
    for &at in instants {
        let holds = |of: &&Stretch| of.from <= at && of.until.is_none_or(|until| until > at);
        let seen: Vec<&Image> = stretches.iter().filter(holds).map(|of| &of.image).collect();
        let parents: FxHashMap<&ObjectId, Option<&ObjectId>> =
            seen.iter().map(|image| (&image.vdi, image.parent.as_ref())).collect();
        for image in seen.into_iter().filter(|image| image.kind == VdiKind::Disk) {
            let new = || DiskPast { vdi: image.vdi.clone(), sr: None, depths: Vec::new() };
            let disk = disks.entry(&image.vdi).or_insert_with(new);
            disk.sr = image.sr.clone().or(disk.sr.take());
            disk.depths.push((at, depth(&image.vdi, &parents)));
        }
    }
    let mut disks: Vec<DiskPast> = disks.into_values().collect();
    disks.sort_by(|a, b| a.vdi.cmp(&b.vdi));
    disks
}

/// Counts the nodes from an image to its root. A cycle, which a damaged pool may have, does not make it endless.
fn depth(vdi: &ObjectId, parents: &FxHashMap<&ObjectId, Option<&ObjectId>>) -> u32 {
    let (mut depth, mut at) = (0, Some(vdi));
    while let Some(next) = at.filter(|_| depth as usize <= parents.len()) {
        depth += 1;
        at = parents.get(next).copied().flatten();
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    fn stretch(vdi: &str, parent: Option<&str>, kind: VdiKind, from: i64, until: Option<i64>) -> Stretch {
        let image = Image {
            vdi: vdi.into(),
            sr: Some("s".into()),
            parent: parent.map(ObjectId::new),
            kind,
            size: None,
            used: None,
            by_hand: false,
        };
        Stretch { image, from: at(from), until: until.map(at) }
    }

    #[test]
    fn chains_grow_and_are_merged() {
        let stretches = [
            stretch("root", None, VdiKind::BaseCopy, 0, None),
            stretch("mid", Some("root"), VdiKind::BaseCopy, 2, Some(4)),
            stretch("leaf", Some("root"), VdiKind::Disk, 0, Some(2)),
            stretch("leaf", Some("mid"), VdiKind::Disk, 2, Some(4)),
            stretch("leaf", Some("root"), VdiKind::Disk, 4, Some(5)),
            // a disk whose parent is not known, and a cycle
            stretch("lost", Some("gone"), VdiKind::Disk, 1, None),
            stretch("a", Some("b"), VdiKind::Disk, 3, None),
            stretch("b", Some("a"), VdiKind::BaseCopy, 3, Some(4)),
        ];
        let all = depths(&stretches, &[at(0), at(2), at(3), at(4), at(6)]);
        let of = |vdi: &str| {
            let disk = all.iter().find(|disk| disk.vdi == vdi.into()).unwrap();
            assert_eq!(disk.sr, Some("s".into()));
            disk.depths.iter().map(|(at, depth)| (at.as_second() / 3600, *depth)).collect::<Vec<_>>()
        };
        assert_eq!(of("leaf"), [(0, 2), (2, 3), (3, 3), (4, 2)]);
        assert_eq!(of("lost")[0], (2, 2), "a parent that nobody has counts");
        let cycle = of("a");
        assert_eq!(cycle[1], (4, 2));
        assert!(cycle[0].1 > 2, "{cycle:?}");
    }
}
