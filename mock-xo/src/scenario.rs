//! Worlds made by hand or by rule. In: the time it is. Out: a [`State`]. Times in them are relative to that.

mod demo;
mod parts;
mod runs;
mod shapes;
mod world;

use jiff::Timestamp;

pub use demo::demo;

use crate::state::State;

/// A scenario that can be served by name.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// Its name.
    pub name: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
    /// Builds it for this time.
    pub build: fn(Timestamp) -> State,
}

/// All scenarios.
pub const ALL: &[Scenario] = &[
    Scenario { name: "demo", about: "two pools, in which one of each thing is wrong", build: demo },
    Scenario { name: "empty", about: "a server without any pool", build: empty },
];

fn empty(_now: Timestamp) -> State {
    State::new()
}
