//! What disks give back: guests regularly tell the storage which blocks they no longer use (TRIM).
//!
//! In: readings of an SR and what its disks gave back between them. Out: a rhythm, like that of clean-ups on a share: how
//! much, how often, and when next. Growth is then learnt as if nothing had been given back, because both are simulated.

use super::series::{SrSample, Went, rhythm};
use crate::forecast::priors;
use crate::forecast::sim::Scenario;

/// Sets what the disks of an SR give back, and returns its readings as if they had given nothing back.
pub(super) fn learn(scenario: &mut Scenario, sr: u32, seen: &[SrSample], trims: &[Went]) -> Vec<SrSample> {
    let Some(size) = seen.last().filter(|seen| seen.is_thin).and_then(|seen| seen.size) else {
        return seen.to_vec();
    };
    let large = at_once(trims).into_iter().filter(|went| went.size >= priors::RETURN_FROM.1 * size);
    let large: Vec<Went> = large.collect();
    let found = (large.len() >= priors::TRIMS_SEEN).then(|| rhythm(&large)).flatten();
    scenario.srs[sr as usize].trims = found;
    match found {
        Some(_) => without(seen, &large),
        None => seen.to_vec(),
    }
}

/// Joins what was given back at about the same time: each guest trims at its own minute, and a large disk takes hours.
fn at_once(trims: &[Went]) -> Vec<Went> {
    let mut all: Vec<Went> = Vec::new();
    for &one in trims {
        match all.last_mut() {
            Some(last) if one.from - last.to <= priors::CLOSE => {
                *last = Went { from: last.from, to: one.to, size: last.size + one.size };
            }
            _ => all.push(one),
        }
    }
    all
}

/// Adds to each reading what had been given back by then.
fn without(seen: &[SrSample], trims: &[Went]) -> Vec<SrSample> {
    let first = seen.first().map_or(0.0, |seen| seen.at);
    let gone =
        |at: f64| trims.iter().filter(move |went| went.from >= first && went.to <= at).map(|went| went.size);
    seen.iter().map(|one| SrSample { roots: one.roots + gone(one.at).sum::<f64>(), ..*one }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::samples::{GIB, small};
    use crate::forecast::sim::scenario::Returns;

    const HOUR: f64 = 3600.0;

    /// Reads an SR of 2 TiB hourly for four weeks; `trims` are hours before the observation and the GiB given back then.
    fn learnt(trims: &[(i32, f64)]) -> (Option<Returns>, Vec<SrSample>) {
        let mut scenario = small("nfs");
        let at = |hour: i32| SrSample {
            at: f64::from(hour) * HOUR,
            size: Some(2048.0 * GIB),
            is_thin: true,
            ..SrSample::default()
        };
        let seen: Vec<SrSample> = (-28 * 24..=0).map(at).collect();
        let went = |&(hour, gib): &(i32, f64)| Went {
            from: f64::from(hour) * HOUR,
            to: f64::from(hour + 1) * HOUR,
            size: gib * GIB,
        };
        let seen = learn(&mut scenario, 0, &seen, &trims.iter().map(went).collect::<Vec<_>>());
        (scenario.srs[0].trims, seen)
    }

    #[test]
    fn what_is_given_back_each_week() {
        // each week, 100 hours ago the last time; two guests, an hour apart
        let weekly: Vec<(i32, f64)> = [3, 2, 1, 0]
            .iter()
            .flat_map(|week| [(-100 - 168 * week, 30.0), (-99 - 168 * week, 10.0)])
            .collect();
        let (trims, seen) = learnt(&weekly);
        let Returns { size, next, every, spread } = trims.unwrap();
        assert_eq!((size / GIB, every / HOUR), (40.0, 168.0), "the guests together");
        // from -100 h to -98 h: -99 h, and a week later
        assert_eq!(next / HOUR, 69.0);
        assert!(spread < 2.0 * HOUR, "{spread}");
        let before = |hours: f64| seen.iter().find(|seen| seen.at == -hours * HOUR).unwrap().roots / GIB;
        assert_eq!((before(27.0 * 24.0), before(120.0), before(0.0)), (0.0, 120.0, 160.0));
    }

    #[test]
    fn what_is_no_rhythm() {
        let cases: [(&str, &[(i32, f64)]); 4] = [
            ("nothing", &[]),
            ("twice may be chance", &[(-268, 40.0), (-100, 40.0)]),
            ("2 GiB of 2 TiB is noise", &[(-436, 2.0), (-268, 2.0), (-100, 2.0)]),
            ("it ended two weeks ago", &[(-660, 40.0), (-540, 40.0), (-420, 40.0), (-340, 40.0)]),
        ];
        for (why, trims) in cases {
            let (found, seen) = learnt(trims);
            assert_eq!(found, None, "{why}");
            assert!(seen.iter().all(|seen| seen.roots == 0.0), "{why}");
        }
    }
}
