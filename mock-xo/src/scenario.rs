//! Worlds: described by a text, built in, or generated. In: the current time. Out: a [`State`](crate::State), with
//! times relative to it.

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
