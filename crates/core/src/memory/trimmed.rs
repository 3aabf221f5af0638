//! What disks gave back between two readings: their guests told the storage which blocks they no longer use (TRIM).
//!
//! Only disks without a parent count. A leaf above a base copy can only give back its own blocks, and the next merge takes
//! none away from its parent.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Image, by_id};
use crate::model::{ObjectId, VdiKind};
use crate::units::Bytes;

/// What the disks of an SR gave back between two readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trimmed {
    /// The SR.
    pub sr: ObjectId,
    /// The reading before.
    pub from: Timestamp,
    /// The reading after.
    pub to: Timestamp,
    /// Bytes by which disks shrank; growth of other disks is not deducted.
    pub bytes: Bytes,
}

/// Lists what was given back between two readings, in the order of the SRs.
#[must_use]
pub fn trimmed(before: (Timestamp, &[Image]), after: (Timestamp, &[Image])) -> Vec<Trimmed> {
    let then = by_id(before.1);
    let mut by_sr: BTreeMap<&ObjectId, Bytes> = BTreeMap::new();
    for now in after.1.iter().filter(|image| image.kind == VdiKind::Disk && image.parent.is_none()) {
        let Some(was) = then.get(&now.vdi).filter(|was| is_as_before(was, now)) else { continue };
        let (Some(sr), Some(held), Some(holds)) = (&now.sr, was.used, now.used) else { continue };
        if holds < held {
            let of = by_sr.entry(sr).or_default();
            *of = *of + Bytes(held.0 - holds.0);
        }
    }
    let one =
        |(sr, bytes): (&ObjectId, Bytes)| Trimmed { sr: sr.clone(), from: before.0, to: after.0, bytes };
    by_sr.into_iter().map(one).collect()
}

/// Returns whether only the content of a disk may have changed: it was not merged, moved or resized.
fn is_as_before(was: &Image, now: &Image) -> bool {
    was.kind == VdiKind::Disk && was.parent.is_none() && was.sr == now.sr && was.size == now.size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::tests::kept;

    fn images(text: &str) -> Vec<Image> {
        kept(text).unwrap().images
    }

    #[test]
    fn disks_that_got_smaller() {
        let server = |disks: &str| images(&format!("sr s nfs 900GiB {{ {disks} }}"));
        let before = server("disk d 99GiB: leaf 50GiB disk e 99GiB: base 20GiB > leaf 9GiB");
        // GiB
        let cases = [
            ("disk d 99GiB: leaf 42GiB disk e 99GiB: base 20GiB > leaf 9GiB", vec![8], "one gave back"),
            ("disk d 99GiB: leaf 55GiB disk e 99GiB: base 20GiB > leaf 9GiB", vec![], "it grew"),
            ("disk d 80GiB: leaf 42GiB disk e 99GiB: base 20GiB > leaf 9GiB", vec![], "it is another disk"),
            (
                "disk d 99GiB: leaf 50GiB disk e 99GiB: base 20GiB > leaf 2GiB",
                vec![],
                "a leaf above a base copy",
            ),
            ("disk d 99GiB: leaf 50GiB disk e 99GiB: leaf 21GiB", vec![], "it was merged"),
            ("disk d 99GiB: base 42GiB > leaf 0GiB", vec![], "a snapshot was taken"),
            (
                "disk d 99GiB: leaf 50GiB disk e 99GiB: leaf 5GiB",
                vec![],
                "it was merged, and is smaller than its leaf was",
            ),
            ("disk e 99GiB: base 20GiB > leaf 9GiB", vec![], "it was deleted"),
        ];
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        for (after, expected, why) in cases {
            let found = trimmed((at(0), &before), (at(1), &server(after)));
            let found: Vec<_> = found.iter().map(|one| one.bytes.0 >> 30).collect();
            assert_eq!(found, expected, "{why}");
        }
    }
}
