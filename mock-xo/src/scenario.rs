//! Worlds: described by a text, built in, or generated. In: the time it is. Out: a [`State`](crate::State). Times in
//! them are relative to that.

mod built_in;
mod demo;
mod disks;
pub mod generate;
mod parts;
mod runs;
mod shapes;
mod text;
mod world;

pub use built_in::{ALL, Scenario};
pub use demo::demo;
pub use text::{TextError, parse, parse_at};
