//! How fast an SR merges: the one number that every screen shows, from what the forecast is simulated with.

use super::Draft;
use super::sim::scenario::{MergeSpeed, SimSr};
use crate::model::SrIdx;
use crate::storage::Speed;
use crate::units::{Bytes, Interval};

/// The parts of the weight that lie below the bounds of a speed and its best estimate.
const SHARES: (f64, f64, f64) = (0.1, 0.5, 0.9);

/// How fast an SR merges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergePace {
    /// The speed: 80 % of what is believed lies between its bounds.
    pub speed: Speed,
    /// Logs or earlier readings show it; otherwise it is what holds for most storage.
    pub is_learnt: bool,
}

impl Draft {
    /// Returns how fast an SR is taken to merge.
    pub fn merge_pace(&self, sr: SrIdx) -> MergePace {
        self.scenario.srs.get(sr.at()).map_or(USUAL, of)
    }
}

const USUAL: MergePace = MergePace { speed: Speed::PRIOR, is_learnt: false };

/// Returns how fast a simulated SR merges.
pub(super) fn of(sr: &SimSr) -> MergePace {
    if !sr.is_speed_learnt {
        return USUAL;
    }
    bounds(&sr.merge_speeds)
        .map_or(USUAL, |speed| MergePace { speed: Speed::bounded(speed), is_learnt: true })
}

/// Returns the bounds of weighted guesses, in bytes a second; none of nothing.
fn bounds(guesses: &[MergeSpeed]) -> Option<Interval> {
    let mut by_speed: Vec<&MergeSpeed> = guesses.iter().collect();
    by_speed.sort_by(|a, b| a.speed.total_cmp(&b.speed));
    let total: f64 = by_speed.iter().map(|guess| guess.weight).sum();
    let at = |share: f64| {
        let mut below = 0.0;
        let found = by_speed.iter().find(|guess| {
            below += guess.weight;
            below >= share * total
        });
        found.or(by_speed.last()).map(|guess| Bytes(guess.speed as u64))
    };
    let (low, best, high) = SHARES;
    Some(Interval::new(at(low)?, at(best)?, at(high)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guesses(of: &[(f64, f64)]) -> Vec<MergeSpeed> {
        of.iter().map(|&(speed, weight)| MergeSpeed { speed, weight, each: 10.0 }).collect()
    }

    /// Guesses (speed, weight) and the bounds that follow.
    #[test]
    fn bounds_are_where_the_weight_is() {
        let cases: [(&[(f64, f64)], (u64, u64, u64)); 4] = [
            (&[(20.0, 1.0)], (20, 20, 20)),
            // of 10: 0.5 lie below 10, 9 below 30, so that the tenth part and the half are at 20
            (&[(30.0, 1.0), (10.0, 0.5), (20.0, 8.5)], (20, 20, 20)),
            (&[(10.0, 2.0), (20.0, 4.0), (30.0, 4.0)], (10, 20, 30)),
            (&[(10.0, 1.0), (10.0, 1.0), (40.0, 6.0), (50.0, 2.0)], (10, 40, 50)),
        ];
        for (given, (low, best, high)) in cases {
            let expected = Interval::new(Bytes(low), Bytes(best), Bytes(high));
            assert_eq!(bounds(&guesses(given)), Some(expected), "{given:?}");
        }
        assert_eq!(bounds(&[]), None);
    }

    /// Where nothing was seen, the number is the usual one, whatever grid the simulation draws from.
    #[test]
    fn what_is_not_learnt_is_the_usual_speed() {
        let mut sr = SimSr { merge_speeds: guesses(&[(9e6, 1.0)]), ..SimSr::default() };
        assert_eq!(of(&sr), USUAL);
        sr.is_speed_learnt = true;
        assert_eq!(of(&sr), MergePace { speed: Speed::known(Bytes(9_000_000)), is_learnt: true });
        sr.merge_speeds.clear();
        assert_eq!(of(&sr), USUAL);
    }
}
