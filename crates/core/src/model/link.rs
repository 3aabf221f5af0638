//! The links between objects.

/// A link from one object to another, as far as the server has that one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link<I> {
    /// The object names no other.
    None,
    /// It names this object.
    To(I),
    /// It names an object that the server does not have.
    Missing(Lost),
}

/// Points into [`Inventory::lost`](super::Inventory::lost).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost(pub(super) u32);

impl<I: Copy> Link<I> {
    /// Returns the target, if it exists.
    pub fn target(&self) -> Option<I> {
        match self {
            Self::To(index) => Some(*index),
            Self::None | Self::Missing(_) => None,
        }
    }
}
