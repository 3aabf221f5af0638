//! What leads from one object to another.

use super::id::ObjectId;

/// Leads from one object to another, as far as the server has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link<I> {
    /// The object names none.
    None,
    /// It names this one.
    To(I),
    /// It names one that the server does not have.
    Missing(Box<ObjectId>),
}

impl<I: Copy> Link<I> {
    /// Returns the target, when it exists.
    pub fn target(&self) -> Option<I> {
        match self {
            Self::To(index) => Some(*index),
            Self::None | Self::Missing(_) => None,
        }
    }
}
