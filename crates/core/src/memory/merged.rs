//! What the collector merged between two readings: base copies that are gone while the node above them is still there.
//!
//! A merge writes the child into its parent and removes the child (facts/storage-manager.md 3.3): what the child held is
//! what was copied.

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::{Image, by_id};
use crate::model::{ObjectId, VdiKind};
use crate::units::Bytes;

/// What was merged on an SR between two readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The SR.
    pub sr: ObjectId,
    /// The reading before.
    pub from: Timestamp,
    /// The reading after.
    pub to: Timestamp,
    /// Base copies that went.
    pub nodes: u32,
    /// Bytes that they held.
    pub bytes: Bytes,
}

/// Lists what was merged between two readings, in the order of the SRs.
#[must_use]
pub fn merged(before: (Timestamp, &[Image]), after: (Timestamp, &[Image])) -> Vec<Merged> {
    let now = by_id(after.1);
    let mut by_sr: FxHashMap<&ObjectId, (u32, Bytes)> = FxHashMap::default();
    for image in before.1 {
        let (Some(sr), Some(parent)) = (&image.sr, &image.parent) else { continue };
        let is_merged =
            image.kind == VdiKind::BaseCopy && !now.contains_key(&image.vdi) && now.contains_key(parent);
        if is_merged {
            let of = by_sr.entry(sr).or_default();
            *of = (of.0 + 1, of.1 + image.used.unwrap_or_default());
        }
    }
    let one = |(sr, (nodes, bytes)): (&ObjectId, (u32, Bytes))| Merged {
        sr: sr.clone(),
        from: before.0,
        to: after.0,
        nodes,
        bytes,
    };
    let mut all: Vec<Merged> = by_sr.into_iter().map(one).collect();
    all.sort_by(|a, b| a.sr.cmp(&b.sr));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::Chains;
    use crate::memory::Sight;
    use crate::notation;

    fn images(text: &str) -> Vec<Image> {
        let observation = notation::observation(text).unwrap();
        Sight::of(&observation, &Chains::build(&observation.inventory)).unwrap().images
    }

    #[test]
    fn nodes_that_went_into_their_parent() {
        let cases = [
            ("base 5GiB > leaf 1GiB", vec![(1, 3)], "one was merged"),
            ("base 5GiB > base 3GiB > leaf 1GiB", vec![], "nothing was"),
            ("leaf 1GiB", vec![], "all of the chain is gone"),
        ];
        let server = |chain: &str| images(&format!("sr s ext 100GiB {{ disk d 20GiB: {chain} }}"));
        let before = server("base 5GiB > base 3GiB > leaf 1GiB");
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        for (chain, expected, why) in cases {
            let found = merged((at(0), &before), (at(1), &server(chain)));
            let found: Vec<_> = found.iter().map(|one| (one.nodes, one.bytes.0 >> 30)).collect();
            assert_eq!(found, expected, "{why}");
        }
    }
}
