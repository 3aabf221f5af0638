//! Which step fixes which target.

use std::collections::BTreeSet;

use super::target::{Rest, is_fixed};

/// How likely each target still fails after each step alone. Only the changes that a step makes are kept.
pub(super) struct Alone {
    before: Vec<f64>,
    /// By step, sorted by target.
    steps: Vec<Vec<(usize, f64)>>,
    /// By target, the steps that change it, in order.
    by_target: Vec<Vec<(usize, f64)>>,
}

impl Alone {
    /// Begins with how likely each target fails without any step.
    pub(super) fn new(before: impl Iterator<Item = f64>) -> Self {
        let before: Vec<f64> = before.collect();
        Self { steps: Vec::new(), by_target: vec![Vec::new(); before.len()], before }
    }

    /// Adds the next step, with the chances of the targets that it may change.
    pub(super) fn add(&mut self, after: impl Iterator<Item = (usize, f64)>) {
        let number = self.steps.len();
        let mut changed: Vec<(usize, f64)> =
            after.filter(|&(at, chance)| self.before[at].total_cmp(&chance).is_ne()).collect();
        changed.sort_unstable_by_key(|&(at, _)| at);
        changed.iter().for_each(|&(at, chance)| self.by_target[at].push((number, chance)));
        self.steps.push(changed);
    }

    /// Returns how likely a target still fails after a step.
    pub(super) fn chance(&self, step: usize, at: usize) -> f64 {
        let of = &self.steps[step];
        of.binary_search_by_key(&at, |&(at, _)| at).map_or(self.before[at], |found| of[found].1)
    }

    /// Returns the step that eases a target most, the first of several; none without steps.
    fn eases_most(&self, at: usize) -> Option<usize> {
        let of = &self.by_target[at];
        let unchanged =
            (0..self.steps.len()).find(|step| of.get(*step).is_none_or(|(other, _)| other != step));
        let all = of.iter().copied().chain(unchanged.map(|step| (step, self.before[at])));
        all.min_by(|(a, one), (b, other)| one.total_cmp(other).then(a.cmp(b))).map(|(step, _)| step)
    }
}

/// Lists the targets that each step fixes: those it was chosen for, and those it removes alone; what only several steps
/// remove together is credited to the one that eases it most. `left` is what is left after all.
pub(super) fn fixed(chosen: &[&[usize]], alone: &Alone, left: &[Rest]) -> Vec<Vec<usize>> {
    let ever = (0..left.len()).filter(|&at| is_fixed(alone.before[at]));
    let ever: Vec<usize> = ever.collect();
    let of = |(step, targets): (usize, &&[usize])| {
        let changed = alone.steps[step].iter().map(|&(at, _)| at);
        let by_itself = changed.chain(ever.iter().copied()).filter(|&at| is_fixed(alone.chance(step, at)));
        let of: BTreeSet<usize> = by_itself.chain(targets.iter().copied()).collect();
        of.into_iter().collect::<Vec<usize>>()
    };
    let mut fixed: Vec<Vec<usize>> = chosen.iter().enumerate().map(of).collect();
    let mut has_step = vec![false; left.len()];
    fixed.iter().flatten().for_each(|&at| has_step[at] = true);
    for at in (0..left.len()).filter(|&at| left[at].is_fixed() && !has_step[at]) {
        if let Some(of) = alone.eases_most(at).and_then(|most| fixed.get_mut(most)) {
            of.push(at);
        }
    }
    fixed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two steps: a target that a step was chosen for, one that a step removes alone, and one that only both remove.
    #[test]
    fn what_goes_together_is_of_the_step_that_eases_it_most() {
        let left = |chances: &[f64]| -> Vec<Rest> {
            chances.iter().map(|&chance| Rest { chance: Some(chance), problems: Vec::new() }).collect()
        };
        let mut alone = Alone::new([0.9; 4].into_iter());
        alone.add([0.9, 0.0, 0.8, 0.9].into_iter().enumerate());
        alone.add([(2, 0.4)].into_iter());
        let all = left(&[0.0, 0.0, 0.0, 0.9]);
        assert_eq!(fixed(&[&[0], &[]], &alone, &all), [vec![0, 1], vec![2]]);
        assert_eq!((alone.chance(0, 2), alone.chance(1, 2), alone.chance(1, 1)), (0.8, 0.4, 0.9));
    }

    /// A step that makes it worse is not the one, and of equals the first is.
    #[test]
    fn a_step_that_changes_nothing_comes_before_one_that_harms() {
        let mut alone = Alone::new([0.5, 0.5].into_iter());
        alone.add([(0, 0.7)].into_iter());
        alone.add(std::iter::empty());
        alone.add([(1, 0.5)].into_iter());
        assert_eq!((alone.eases_most(0), alone.eases_most(1)), (Some(1), Some(0)));
    }
}
