//! Made-up ids and secrets. In: a name, or nothing. Out: ids in XO's forms.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Returns 43 characters of base64url, like XO's tokens and one-time addresses. Not for real secrets: the randomness is
/// that of hash maps, which is enough for a mock on a loopback port.
pub(crate) fn random_token() -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut token = String::with_capacity(43);
    while token.len() < 43 {
        let mut bits = RandomState::new().build_hasher().finish();
        for _ in 0..10 {
            token.push(char::from(ALPHABET[(bits & 63) as usize]));
            bits >>= 6;
        }
    }
    token.truncate(43);
    token
}

/// Returns a UUID (version 4 by its looks) that depends only on the name.
pub(crate) fn uuid_of(name: &str) -> String {
    // FNV-1a, twice with different starts: small and stable across releases, unlike the hashers of std.
    let fnv = |seed: u64| {
        name.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let (mut high, mut low) = (fnv(0xcbf2_9ce4_8422_2325), fnv(0x9ae1_6a3b_2f90_404f));
    // Otherwise similar names would share most of their digits.
    high = (high ^ (high >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    low = (low ^ (low >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    high ^= high >> 33;
    low ^= low >> 33;
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | (low >> 48) & 0x3fff,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_ids_look_like_uuids_and_stay_the_same() {
        assert_eq!(uuid_of("a"), uuid_of("a"));
        assert_ne!(uuid_of("a"), uuid_of("b"));
        let id = uuid_of("会計DB");
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'4');
        assert_eq!(random_token().len(), 43);
        assert_ne!(random_token(), random_token());
    }
}
