//! The simulation: many draws of what the coming runs, snapshots, merges and writes may do.
//!
//! In: a [`Scenario`], a seed, a number of draws. Out: `Draws`, what came first in which draw. The same scenario and seed
//! give the same draws whatever the number of threads: each draw has a generator of its own. It knows neither the
//! inventory nor words.

mod chain;
#[cfg(test)]
mod chances;
mod collector;
mod engine;
mod events;
mod link;
#[cfg(test)]
mod more_tests;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod properties;
pub(crate) mod replay;
mod rpo;
#[cfg(test)]
pub(crate) mod samples;
pub mod scenario;
mod space;
mod steps;
mod surprises;
mod tally;
#[cfg(test)]
mod tests;
mod writes;

pub(super) use rpo::rpo_limit;
pub use scenario::Scenario;
pub(super) use steps::COUNTED_WITHIN;
pub use tally::Incident;
pub(crate) use tally::{Failure, First, Keys, Short};

use std::num::NonZero;

use crate::units::Bytes;

/// What all draws saw.
#[derive(Clone, Debug)]
pub struct Draws {
    /// How many draws were made.
    pub(crate) count: u32,
    /// What the keys stand for.
    pub(crate) keys: Keys,
    /// What came first, draw after draw.
    pub(crate) firsts: Vec<First>,
    /// In how many draws each backup due within a day failed, in order.
    pub(crate) failures: Vec<(Failure, u32)>,
}

/// Makes this many draws, on as many threads as the machine offers.
pub(crate) fn simulate(scenario: &Scenario, seed: u64, count: u32, threads: NonZero<usize>) -> Draws {
    let keys = Keys { units: scenario.units.len(), jobs: scenario.jobs.len() };
    let parts = threads.get().min(count.max(1) as usize) as u32;
    let part = |at: u32| {
        let mut engine = engine::Engine::default();
        let mut ledger = tally::Ledger::default();
        // neighbouring blocks, so that joining the parts gives the order of the draws
        for draw in count * at / parts..count * (at + 1) / parts {
            let mut seen = tally::Seen::new(keys, draw, &mut ledger);
            engine.draw(scenario, seed_of(seed, draw), &mut seen);
        }
        ledger
    };
    let whole = std::thread::scope(|scope| {
        let others: Vec<_> = (1..parts).map(|at| scope.spawn(move || part(at))).collect();
        let mut whole = part(0);
        for other in others {
            // a panic in a draw is a panic here
            let other = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            whole.firsts.extend(other.firsts);
            other.failures.into_iter().for_each(|(key, n)| *whole.failures.entry(key).or_default() += n);
        }
        whole
    });
    let mut failures: Vec<_> = whole.failures.into_iter().collect();
    failures.sort_unstable();
    Draws { count, keys, firsts: whole.firsts, failures }
}

/// More room than any SR has, in bytes: what is asked for is then seen whole.
const PLENTY: f64 = (1_u64 << 60) as f64;

/// Returns, by SR, how many bytes it lacks so that all that is asked of it fits, nine times out of ten.
pub(crate) fn shortages(scenario: &Scenario, seed: u64, count: u32, threads: NonZero<usize>) -> Vec<Bytes> {
    let mut roomy = scenario.clone();
    roomy.srs.iter_mut().for_each(|sr| sr.free = sr.free.map(|free| free + PLENTY));
    let keys = Keys { units: scenario.units.len(), jobs: scenario.jobs.len() };
    let parts = threads.get().min(count.max(1) as usize) as u32;
    let roomy = &roomy;
    let part = move |at: u32| {
        let mut engine = engine::Engine::default();
        let mut ledger = tally::Ledger::default();
        let range = count * at / parts..count * (at + 1) / parts;
        let slack = range.map(|draw| {
            ledger.firsts.clear();
            ledger.failures.clear();
            let mut seen = tally::Seen::new(keys, draw, &mut ledger);
            seen.slack = vec![f64::INFINITY; roomy.srs.len()];
            engine.draw(roomy, seed_of(seed, draw), &mut seen);
            std::mem::take(&mut seen.slack)
        });
        slack.collect::<Vec<_>>()
    };
    let slacks: Vec<Vec<f64>> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..parts).map(|at| scope.spawn(move || part(at))).collect();
        let mut all = part(0);
        for other in others {
            all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    let of_sr = |sr: usize| {
        let mut slack: Vec<f64> = slacks.iter().map(|slack| slack[sr] - PLENTY).collect();
        slack.sort_by(f64::total_cmp);
        let tenth = slack.get(slack.len() / 10).copied().unwrap_or(f64::INFINITY);
        Bytes((-tenth).max(0.0) as u64)
    };
    (0..scenario.srs.len()).map(of_sr).collect()
}

/// Returns the seed of a draw.
fn seed_of(seed: u64, draw: u32) -> u64 {
    // the odd number nearest to 2^64 divided by the golden ratio: neighbouring draws start far apart
    seed.wrapping_add(u64::from(draw).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}
