//! The page of the renderer of `explain`, which does not compose blocks yet.

pub mod page;

pub use crate::render::Style;
