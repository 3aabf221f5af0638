//! The simulation: many draws of what the coming runs, snapshots, merges and writes may do.
//!
//! In: a [`Scenario`], a seed, a number of draws. Out: `Draws`, what came first in which draw. The same scenario and
//! seed yield the same draws whatever the number of threads: each draw has a generator of its own. It knows neither the
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
pub use tally::Incident;
pub(crate) use tally::{FailedUnit, First, Keys, Shortage};
pub(super) use writes::share_by;

use std::num::NonZero;

use super::options::Deadline;
use crate::units::Bytes;

/// How draws are made.
#[derive(Clone, Debug)]
pub(crate) struct DrawOptions {
    /// Their seed.
    pub(crate) seed: u64,
    /// How many to make.
    pub(crate) count: u32,
    /// Number of threads; it does not change the result.
    pub(crate) threads: NonZero<usize>,
    /// When to stop with the draws made so far; the one under way is discarded.
    pub(crate) deadline: Deadline,
}

impl DrawOptions {
    /// Sets up draws without a deadline.
    #[cfg(test)]
    pub(crate) fn new(seed: u64, count: u32, threads: usize) -> Self {
        let threads = NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN);
        Self { seed, count, threads, deadline: Deadline::default() }
    }

    /// Makes draws on several threads, each of which takes a block of consecutive ones, and returns what each thread
    /// made, in the order of the draws. `part` makes one after another until it has no more or the deadline passes.
    fn spread<T: Send>(&self, part: impl Fn(Numbers<'_>) -> T + Copy + Send) -> Vec<T> {
        let parts = self.threads.get().min(self.count.max(1) as usize) as u32;
        let block = |at: u32| Numbers {
            next: self.count * at / parts,
            end: self.count * (at + 1) / parts,
            deadline: &self.deadline,
        };
        std::thread::scope(|scope| {
            let begin = |at| {
                let numbers = block(at);
                scope.spawn(move || part(numbers))
            };
            let others: Vec<_> = (1..parts).map(begin).collect();
            let mut all = vec![part(block(0))];
            for other in others {
                // a panic in a draw is a panic here
                all.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            all
        })
    }
}

/// The numbers of one thread's draws, until the deadline.
struct Numbers<'a> {
    next: u32,
    end: u32,
    deadline: &'a Deadline,
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.next >= self.end || self.deadline.is_over() {
            return None;
        }
        self.next += 1;
        Some(self.next - 1)
    }
}

/// What came in all draws.
#[derive(Clone, Debug)]
pub struct Draws {
    /// How many draws were made.
    pub(crate) count: u32,
    /// How many were requested.
    pub(crate) asked: u32,
    /// The meaning of the keys.
    pub(crate) keys: Keys,
    /// What came first, draw after draw.
    pub(crate) firsts: Vec<First>,
    /// The shortages that firsts refer to.
    shorts: Vec<Shortage>,
    /// In how many draws each backup due within a day failed, in order.
    pub(crate) failures: Vec<(FailedUnit, u32)>,
    /// What was free in the first draws: draw after draw, step after step, one SR after the other.
    pub(crate) rooms: Vec<f32>,
}

/// Draws what may happen in a scenario.
pub(crate) fn simulate(scenario: &Scenario, how: &DrawOptions) -> Draws {
    let keys = Keys { units: scenario.units.len(), jobs: scenario.jobs.len() };
    let parts = how.spread(|numbers| {
        let mut engine = engine::Engine::default();
        let mut ledger = tally::Ledger::default();
        let mut count = 0;
        for draw in numbers {
            let mut seen = tally::DrawRecorder::new(keys, draw, &mut ledger);
            if !engine.draw(scenario, seed_of(how.seed, draw), &mut seen, &how.deadline) {
                ledger.forget();
                break;
            }
            count += 1;
        }
        (ledger, count)
    });
    let mut parts = parts.into_iter();
    let (mut whole, mut made) = parts.next().unwrap_or_default();
    for (part, count) in parts {
        made += count;
        whole.firsts.extend(part.firsts.into_iter().map(|first| first.after(whole.shorts.len())));
        whole.shorts.extend(part.shorts);
        whole.rooms.extend(part.rooms);
        part.failures.into_iter().for_each(|(key, n)| *whole.failures.entry(key).or_default() += n);
    }
    let mut failures: Vec<_> = whole.failures.into_iter().collect();
    failures.sort_unstable();
    let tally::Ledger { firsts, shorts, rooms, .. } = whole;
    Draws { count: made, asked: how.count, keys, firsts, shorts, failures, rooms }
}

impl Draws {
    /// Replaces the shortages, for a test.
    #[cfg(test)]
    pub(crate) fn with_shorts(self, shorts: Vec<Shortage>) -> Self {
        Self { shorts, ..self }
    }

    /// Returns the shortage when something came first, or `None` if it is not a storage error.
    pub(crate) fn short(&self, first: &First) -> Option<Shortage> {
        first.short(&self.shorts)
    }
}

/// More room than any SR has, in bytes, so that every demand shows in full.
const PLENTY: f64 = (1_u64 << 60) as f64;

/// Returns, by SR, how many bytes it lacks for everything to fit, nine times out of ten; `None` if there was no time
/// for a draw.
pub(crate) fn shortages(mut roomy: Scenario, how: &DrawOptions) -> Option<Vec<Bytes>> {
    roomy.srs.iter_mut().for_each(|sr| sr.free = sr.free.map(|free| free + PLENTY));
    let keys = Keys { units: roomy.units.len(), jobs: roomy.jobs.len() };
    let roomy = &roomy;
    let parts = how.spread(|numbers| {
        let mut engine = engine::Engine::default();
        let mut ledger = tally::Ledger::default();
        let slack = numbers.map_while(|draw| {
            ledger.firsts.clear();
            ledger.shorts.clear();
            ledger.failures.clear();
            ledger.rooms.clear();
            let mut seen = tally::DrawRecorder::new(keys, draw, &mut ledger);
            seen.slack = vec![f64::INFINITY; roomy.srs.len()];
            let is_whole = engine.draw(roomy, seed_of(how.seed, draw), &mut seen, &how.deadline);
            is_whole.then(|| std::mem::take(&mut seen.slack))
        });
        slack.collect::<Vec<_>>()
    });
    let slacks = parts.concat();
    if slacks.is_empty() {
        return None;
    }
    let of_sr = |sr: usize| {
        let mut slack: Vec<f64> = slacks.iter().map(|slack| slack[sr] - PLENTY).collect();
        slack.sort_by(f64::total_cmp);
        let tenth = slack.get(slack.len() / 10).copied().unwrap_or(f64::INFINITY);
        Bytes((-tenth).max(0.0) as u64)
    };
    Some((0..roomy.srs.len()).map(of_sr).collect())
}

/// Returns the seed of a draw.
fn seed_of(seed: u64, draw: u32) -> u64 {
    // the odd number nearest to 2^64 divided by the golden ratio: consecutive draws start far apart
    seed.wrapping_add(u64::from(draw).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}
