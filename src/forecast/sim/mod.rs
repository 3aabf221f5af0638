//! The simulation: many draws of what the coming runs, snapshots, merges and writes may do.
//!
//! In: a [`Scenario`], a seed, a number of draws. Out: [`Draws`], what came first in which draw. The same scenario and seed
//! give the same draws whatever the number of threads: each draw has a generator of its own. It knows neither the
//! inventory nor words.

mod chain;
mod collector;
mod engine;
mod events;
mod link;
pub(crate) mod replay;
pub mod scenario;
mod tally;
mod writes;

pub(crate) use engine::Short;
pub use scenario::Scenario;
pub use tally::Error;
pub(crate) use tally::{First, Keys};

use std::num::NonZero;

/// What all draws saw.
#[derive(Clone, Debug)]
pub(crate) struct Draws {
    /// How many draws were made.
    pub(crate) count: u32,
    /// What the keys stand for.
    pub(crate) keys: Keys,
    /// What came first, draw after draw.
    pub(crate) firsts: Vec<First>,
}

/// Makes so many draws, on as many threads as the machine has for us.
pub(crate) fn simulate(scenario: &Scenario, seed: u64, count: u32, threads: NonZero<usize>) -> Draws {
    let keys = Keys { units: scenario.units.len(), jobs: scenario.jobs.len() };
    let parts = threads.get().min(count.max(1) as usize) as u32;
    let part = |at: u32| {
        let mut engine = engine::Engine::default();
        let mut known = Vec::new();
        let mut firsts = Vec::new();
        // neighbouring blocks, so that joining the parts gives the order of the draws
        for draw in count * at / parts..count * (at + 1) / parts {
            let mut seen = tally::Seen::new(keys, &mut known, &mut firsts);
            engine.draw(scenario, seed.wrapping_add(u64::from(draw).wrapping_mul(0x9e37_79b9_7f4a_7c15)), &mut seen);
        }
        firsts
    };
    let firsts = std::thread::scope(|scope| {
        let others: Vec<_> = (1..parts).map(|at| scope.spawn(move || part(at))).collect();
        let mut firsts = part(0);
        for other in others {
            // a panic in a draw is a panic here
            firsts.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        firsts
    });
    Draws { count, keys, firsts }
}
