//! The ids of a server, each kept once and numbered in order of appearance: a reference to an object takes four
//! bytes.

use std::hash::BuildHasher;
use std::num::NonZero;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use super::id::ObjectId;
use crate::units::count;

/// The number of an id, from 1.
pub(super) type Number = NonZero<u32>;

/// All ids that were read: those of objects and those that objects name.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    ids: Vec<ObjectId>,
    /// The numbers, indexed by their ids.
    by_id: HashTable<Number>,
}

impl Numbers {
    /// Returns the number of an id, a new one if the id was not seen before.
    pub(super) fn of(&mut self, id: ObjectId) -> Number {
        let ids = &mut self.ids;
        let is_it = |&number: &Number| ids[position(number)] == id;
        let hash_of = |&number: &Number| FxBuildHasher.hash_one(&ids[position(number)]);
        match self.by_id.entry(FxBuildHasher.hash_one(&id), is_it, hash_of) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(vacant) => {
                let number = Number::MIN.saturating_add(count(ids.len()));
                vacant.insert(number);
                ids.push(id);
                number
            }
        }
    }

    /// Returns the ids in the order of their numbers.
    pub(super) fn into_list(self) -> Vec<ObjectId> {
        self.ids
    }
}

/// Returns the position of a number in lists with one entry per number.
pub(super) fn position(number: Number) -> usize {
    number.get() as usize - 1
}
