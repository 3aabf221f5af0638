//! What is tried against one problem: a family of steps, its least or largest size that works.

use super::{Chosen, REMOVED, Search};
use crate::forecast::Change;
use crate::outlook::events::within;
use crate::outlook::plan::StepAction;
use crate::outlook::plan::bench::{DUE_HOURS, Drawn};
use crate::outlook::plan::candidate::{Candidate, postpones};
use crate::outlook::plan::families::Attempt;
use crate::outlook::plan::problem::Problem;
use crate::outlook::plan::target::{Steps, Target};
use crate::outlook::values::POSSIBLE;

/// A size is refined until it is too large by at most one part in this many. A guess: nobody buys storage more
/// precisely, and up to this many snapshots the number is exact.
const EXACT: u32 = 32;

/// Hours for which a retention must work: a week of daily runs, or the horizon if that is nearer.
const RETENTION_HOURS: u32 = 168;

/// How well something works.
pub(super) enum Effect {
    /// It removes the problem from all targets.
    Fully,
    /// It removes it from some.
    Partly(usize),
    Not,
}

/// What is tried against one problem.
pub(super) struct Trial<'t, 's, 'a> {
    pub(super) search: &'t Search<'s, 'a>,
    pub(super) problem: &'t Problem,
    pub(super) at: &'t [usize],
    pub(super) chosen: &'t [Chosen],
}

impl Trial<'_, '_, '_> {
    /// Returns the best of a family and how well it works, or `None` if no time is left.
    pub(super) fn best(&self, family: &Attempt<'_>) -> Option<(Candidate, Effect)> {
        match family {
            Attempt::One(candidate) => Some((candidate.clone(), self.works(candidate, false)?)),
            Attempt::Least(from, most, make) => self.least(*from, *most, make),
            Attempt::Most(most, make) => {
                let lasting = matches!(self.problem, Problem::Depth(_));
                match self.most(*most, make, lasting)? {
                    // nothing works for long: what helps for a day is better than nothing
                    (_, Effect::Not | Effect::Partly(_)) if lasting => self.most(*most, make, false),
                    found => Some(found),
                }
            }
        }
    }

    /// Finds the smallest size that works: doubles it from where it may begin to work, then bisects.
    fn least(&self, from: u32, most: u32, make: &dyn Fn(u32) -> Candidate) -> Option<(Candidate, Effect)> {
        let largest = make(most);
        let works = self.works(&largest, false)?;
        if !matches!(works, Effect::Fully) {
            return Some((largest, works));
        }
        let mut high = from.clamp(1, most);
        let mut low = high - 1;
        let mut best = loop {
            if high >= most {
                break largest;
            }
            let tried = make(high);
            // a size that is far too large is no advice: without time for a smaller one there is none
            if matches!(self.works(&tried, false)?, Effect::Fully) {
                break tried;
            }
            (low, high) = (high, high.saturating_mul(2).min(most));
        };
        while low + 1 + high / EXACT < high {
            let middle = low + (high - low) / 2;
            let tried = make(middle);
            match self.works(&tried, false) {
                Some(Effect::Fully) => (high, best) = (middle, tried),
                Some(_) => low = middle,
                None => break,
            }
        }
        Some((best, Effect::Fully))
    }

    /// Finds the largest size that works: downwards in growing strides, then by bisection.
    fn most(&self, most: u32, make: &dyn Fn(u32) -> Candidate, lasting: bool) -> Option<(Candidate, Effect)> {
        let (mut size, mut stride, mut failed) = (most, 1, most + 1);
        let (mut low, mut best) = loop {
            let tried = make(size);
            match self.works(&tried, lasting)? {
                Effect::Fully => break (size, tried),
                works if size == 1 => return Some((tried, works)),
                _ => {}
            }
            failed = size;
            size = size.saturating_sub(stride).max(1);
            stride *= 2;
        };
        while low + 1 < failed {
            let middle = low + (failed - low) / 2;
            let tried = make(middle);
            match self.works(&tried, lasting) {
                Some(Effect::Fully) => (low, best) = (middle, tried),
                Some(_) => failed = middle,
                None => break,
            }
        }
        Some((best, Effect::Fully))
    }

    /// Tries a step together with the earlier choices; `None` if no time is left.
    fn works(&self, candidate: &Candidate, long: bool) -> Option<Effect> {
        let steps: Vec<&Candidate> =
            self.chosen.iter().map(|one| &one.candidate).chain(std::iter::once(candidate)).collect();
        let changes: Vec<Change> = steps.iter().flat_map(|step| &step.changes).cloned().collect();
        let bench = &self.search.bench;
        let hours = if long { bench.horizon().min(RETENTION_HOURS) } else { DUE_HOURS };
        let draws = if long { bench.each() / 2 } else { bench.each() };
        let forecast = bench.draw(&changes, hours, draws)?;
        if postpones(&candidate.action) && !self.search.brought(&forecast).is_empty() {
            return Some(Effect::Not);
        }
        let (drawn, steps) = (Drawn::of(&forecast), Steps::of(&steps));
        let (mut removed, mut left_out) = (0, 0);
        for target in self.at.iter().map(|&at| &self.search.targets[at]) {
            let left = target.after(bench, &steps, Some(&drawn));
            let is_left = left.problems(REMOVED).any(|one| one == self.problem)
                || (long && comes_later(&drawn, target));
            removed += usize::from(!is_left);
            left_out += usize::from(left.chance.is_none());
        }
        // a skipped run does not fail, but saves nothing
        let too_many =
            matches!(candidate.action, StepAction::WaitForMerges { .. }) && left_out * 2 > self.at.len();
        Some(match removed {
            _ if too_many || removed <= left_out => Effect::Not,
            count if count == self.at.len() => Effect::Fully,
            count => Effect::Partly(count),
        })
    }
}

/// Returns whether the chain of a VM gets too long within the hours drawn.
fn comes_later(drawn: &Drawn<'_>, target: &Target<'_>) -> bool {
    let incident = crate::forecast::Incident::ChainTooLong;
    let told = drawn.prediction(target.job(), target.vm(), incident);
    told.and_then(|one| one.by.last()).is_some_and(|(_, chance)| *chance >= POSSIBLE)
        || told.is_some_and(|one| within(one) >= POSSIBLE)
}
