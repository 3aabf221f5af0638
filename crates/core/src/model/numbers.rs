//! The ids of a server, each kept once and numbered in the order in which they came: what objects point to takes four bytes.

use std::num::NonZero;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::id::ObjectId;
use crate::units::count;

/// The number of an id, from 1.
pub(super) type Number = NonZero<u32>;

/// All ids that were read, those of objects and those that objects name.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers(IndexSet<ObjectId, FxBuildHasher>);

impl Numbers {
    /// Returns the number of an id, a new one where it was not seen before.
    pub(super) fn of(&mut self, id: ObjectId) -> Number {
        Number::MIN.saturating_add(count(self.0.insert_full(id).0))
    }

    /// Returns the number of an id that was seen.
    pub(super) fn find(&self, id: &ObjectId) -> Option<Number> {
        self.0.get_index_of(id).map(|at| Number::MIN.saturating_add(count(at)))
    }

    /// Returns the id that has this number.
    pub(super) fn id(&self, number: Number) -> Option<&ObjectId> {
        self.0.get_index(position(number))
    }

    /// Returns how many ids there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Returns the position of what has a number, in lists that have a place for each.
pub(super) fn position(number: Number) -> usize {
    number.get() as usize - 1
}
