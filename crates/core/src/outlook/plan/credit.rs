//! Which step fixes which target.

use std::collections::BTreeSet;

use super::target::Left;

/// Lists the targets that each step fixes: those it was chosen for, and those it removes alone; what only several steps
/// remove together is credited to the one that eases it most. `alone` is what is left after each step alone, `left`
/// what is left after all.
pub(super) fn fixed(chosen: &[&[usize]], alone: &[Vec<Left>], left: &[Left]) -> Vec<Vec<usize>> {
    let of = |(targets, alone): (&&[usize], &Vec<Left>)| {
        let by_itself = (0..left.len()).filter(|&at| alone[at].is_fixed());
        let of: BTreeSet<usize> = by_itself.chain(targets.iter().copied()).collect();
        of.into_iter().collect::<Vec<usize>>()
    };
    let mut fixed: Vec<Vec<usize>> = chosen.iter().zip(alone).map(of).collect();
    for at in (0..left.len()).filter(|&at| left[at].is_fixed()) {
        if fixed.iter().any(|of| of.contains(&at)) {
            continue;
        }
        let chance = |step: &usize| alone[*step][at].chance.unwrap_or(0.0);
        let most = (0..chosen.len()).min_by(|a, b| chance(a).total_cmp(&chance(b)));
        if let Some(of) = most.and_then(|most| fixed.get_mut(most)) {
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
        let left = |chances: &[f64]| -> Vec<Left> {
            chances.iter().map(|&chance| Left { chance: Some(chance), problems: Vec::new() }).collect()
        };
        let alone = [left(&[0.9, 0.0, 0.8, 0.9]), left(&[0.9, 0.9, 0.4, 0.9])];
        let all = left(&[0.0, 0.0, 0.0, 0.9]);
        assert_eq!(fixed(&[&[0], &[]], &alone, &all), [vec![0, 1], vec![2]]);
    }
}
