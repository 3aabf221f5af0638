//! Pseudonyms of UUIDs that keep their order: the model is sorted by id, simulations draw in that order, and a report
//! must stay the same except for names.
//!
//! A keyed random increasing function: each bit of the UUID, from the first, chooses a side of an interval, which the
//! key divides anew at each prefix; within the last interval a keyed digest chooses the place. It hides the UUID but
//! not its order: whoever already has the list of ids could match the two lists.

use super::Key;

/// Bits of a UUID besides its version and variant.
const BITS: u32 = 122;

/// Bits that one digest decides: it has room for the seven divisions of three levels.
const STEP: u32 = 3;

/// Width from which an interval is not divided further: wide enough that no two of millions of ids collide.
const NARROW: u128 = 1 << 40;

/// Bytes of a digest that decide a division.
const DIVISION: usize = 4;

impl Key {
    /// Returns the pseudonym of a UUID, as a number.
    pub(super) fn ordered(&self, uuid: u128) -> u128 {
        let bits = without_version(uuid);
        let (mut low, mut width) = (0_u128, 1_u128 << BITS);
        let mut at = 0;
        while width > NARROW && at + STEP <= BITS {
            let prefix = bits.checked_shr(BITS - at).unwrap_or(0);
            let digest = self.digest(&format!("order {at} {prefix:x}"));
            let mut node = 0;
            for level in 0..STEP {
                let left = (width >> 16) * part(&digest, node);
                let is_right = bits >> (BITS - at - level - 1) & 1 == 1;
                if is_right {
                    (low, width) = (low + left, width - left);
                } else {
                    width = left;
                }
                node = 2 * node + 1 + usize::from(is_right);
            }
            at += STEP;
        }
        let mut place = [0; 16];
        place.copy_from_slice(&self.digest(&format!("place {uuid:x}"))[..16]);
        with_version(low + u128::from_be_bytes(place) % width.max(1))
    }
}

/// Returns a share of an interval in units of 2^-16, between one sixteenth and fifteen sixteenths.
fn part(digest: &[u8; 32], node: usize) -> u128 {
    let mut bytes = [0; DIVISION];
    bytes.copy_from_slice(&digest[DIVISION * node..DIVISION * (node + 1)]);
    u128::from(4096 + u32::from_be_bytes(bytes) % (61440 - 4096))
}

/// Drops the four bits of the version and the two of the variant.
fn without_version(uuid: u128) -> u128 {
    let (high, middle, low) = (uuid >> 80, uuid >> 64 & 0xfff, uuid & ((1 << 62) - 1));
    high << 74 | middle << 62 | low
}

/// Adds the version and variant of random UUIDs.
fn with_version(bits: u128) -> u128 {
    let (high, middle, low) = (bits >> 74, bits >> 62 & 0xfff, bits & ((1 << 62) - 1));
    high << 80 | 4 << 76 | middle << 64 | 2 << 62 | low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn order_stays(mut ids in prop::collection::vec(any::<u128>(), 2..50)) {
            let key = Key::draw().unwrap();
            ids.iter_mut().for_each(|id| *id = with_version(without_version(*id)));
            ids.sort_unstable();
            ids.dedup();
            let masked: Vec<u128> = ids.iter().map(|id| key.ordered(*id)).collect();
            prop_assert!(masked.is_sorted(), "{ids:x?} {masked:x?}");
            prop_assert!(masked.iter().zip(&ids).all(|(masked, id)| masked != id));
            for one in masked {
                prop_assert_eq!(with_version(without_version(one)), one);
            }
        }
    }

    /// Ids that share a long prefix still differ.
    #[test]
    fn no_two_fall_together() {
        let key = Key::draw().unwrap();
        let masked: std::collections::BTreeSet<u128> =
            (0..3000).map(|n| key.ordered(with_version(n))).collect();
        assert_eq!(masked.len(), 3000);
    }

    /// The first digits of a pseudonym reveal little about those of the id: over many keys they spread.
    #[test]
    fn where_an_id_goes_is_up_to_the_key() {
        let id = with_version((1 << BITS) / 3);
        let firsts: std::collections::BTreeSet<u128> =
            (0..200).map(|_| Key::draw().unwrap().ordered(id) >> 124).collect();
        assert!(firsts.len() >= 12, "{firsts:?}");
    }
}
