//! How much more is written at the end of a month, from what chains hold from day to day.
//!
//! What lies above the roots was written since the oldest snapshots. Each day as much is written as is merged, except on the
//! first day with more writes: merges only remove what was written days before. New disks and growth are in the roots and do
//! not count.

use std::collections::BTreeMap;

use super::series::{DAY, SrSample, daily};
use crate::forecast::calibrate::churn::Clock;
use crate::forecast::calibrate::robust::{median, spread};
use crate::forecast::priors;
use crate::forecast::sim::Scenario;

/// Sets how much is written at the end of a month, if the readings of all SRs show it clearly.
pub(super) fn learn(scenario: &mut Scenario, seen: &[(u32, Vec<SrSample>)], clock: Clock) {
    let (mut steps, mut places, mut usual): (BTreeMap<i64, (f64, usize)>, usize, f64) = Default::default();
    for (sr, seen) in seen {
        let writes = into_chains(scenario, *sr);
        if writes <= 0.0 || seen.iter().any(|seen| !seen.is_thin) {
            continue;
        }
        (places, usual) = (places + 1, usual + writes);
        for (day, step) in steps_of(seen, clock) {
            let of = steps.entry(day).or_default();
            *of = (of.0 + step, of.1 + 1);
        }
    }
    let whole = steps.into_iter().filter(|(_, (_, count))| *count == places);
    let steps: Vec<(i64, f64)> = whole.map(|(day, (step, _))| (day, step)).collect();
    let Some(factor) = factor(&steps, usual, clock) else { return };
    let calendar = &mut scenario.calendar;
    for (of, day) in calendar.month_end.iter_mut().zip(0..) {
        *of = if clock.is_month_end(day) { factor } else { 1.0 };
    }
    calendar.month_end_chance = priors::MONTH_END_AGAIN;
}

/// Returns the bytes that are written to the chains of an SR in a day.
fn into_chains(scenario: &Scenario, sr: u32) -> f64 {
    let disks = scenario.disks.iter().filter(|disk| disk.sr == sr && !disk.bases.is_empty());
    disks.map(|disk| disk.daily).sum()
}

/// Lists, by day, how much the bytes above the roots of an SR grew.
fn steps_of(seen: &[SrSample], clock: Clock) -> Vec<(i64, f64)> {
    let above = |seen: &SrSample| seen.images - seen.roots;
    let step = |pair: &[SrSample]| {
        let seconds = pair[1].at - pair[0].at;
        let day = clock.day((pair[0].at + pair[1].at) / 2.0);
        (seconds <= 1.5 * DAY).then(|| (day, (above(&pair[1]) - above(&pair[0])) * DAY / seconds))
    };
    daily(seen).windows(2).filter_map(step).collect()
}

/// Returns how many times as much as usual was written when months ended; `None` unless that was far more.
fn factor(steps: &[(i64, f64)], usual: f64, clock: Clock) -> Option<f64> {
    let (days, others, far) = priors::MONTH_END_ROOM;
    let (ends, rest): (Vec<(i64, f64)>, Vec<_>) = steps.iter().partition(|(day, _)| clock.is_month_end(*day));
    if rest.len() < others || usual <= 0.0 {
        return None;
    }
    let mut values: Vec<f64> = rest.iter().map(|(_, step)| *step).collect();
    let middle = median(&mut values)?;
    let noise = spread(&values.iter().map(|step| step - middle).collect::<Vec<_>>())?;
    let months = ends.chunk_by(|a, b| b.0 - a.0 <= i64::from(priors::MONTH_END_DAYS));
    // the first day shows all of it; later ones less, once merges remove what was written on it
    let most = |month: &[(i64, f64)]| month.iter().map(|(_, step)| step - middle).fold(0.0, f64::max);
    let seen = months.filter(|month| month.len() >= days).map(most);
    let clear = |more: &f64| *more > far * noise && 1.0 + more / usual >= priors::MONTH_END_FROM;
    let mut factors: Vec<f64> = seen.filter(clear).map(|more| 1.0 + more / usual).collect();
    median(&mut factors).map(|factor| factor.min(priors::MONTH_END_MOST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::samples::{GIB, small};

    const HOUR: f64 = 3600.0;

    /// The 16th, noon: the month before ended 16 days ago, the one before that 47 or more.
    const CLOCK: Clock = Clock { into_day: 12.0 * HOUR, date: jiff::civil::Date::constant(2026, 11, 16) };

    /// One reading a day for this many days; `more` GiB than usual are written each day, and merged after `kept` days.
    fn learnt(days: i32, kept: i32, more: impl Fn(i64) -> f64) -> (f64, f64) {
        let mut scenario = small("nfs");
        scenario.calendar.month_end = vec![1.0; 31];
        scenario.calendar.month_end_chance = 0.05;
        let above = |day: i32| (day - kept..day).map(|of| 10.0 + more(i64::from(of))).sum::<f64>() * GIB;
        let at = |day: i32| SrSample {
            // a disk of 900 GiB came with the end of the month
            roots: if day > -18 { 1000.0 * GIB } else { 100.0 * GIB },
            images: above(day) + if day > -18 { 1000.0 * GIB } else { 100.0 * GIB },
            at: f64::from(day) * DAY - 12.0 * HOUR,
            is_thin: true,
            ..SrSample::default()
        };
        let seen: Vec<SrSample> = (-days..=0).map(at).collect();
        learn(&mut scenario, &[(0, seen)], CLOCK);
        // the 28th is 12 days ahead
        (scenario.calendar.month_end[12], scenario.calendar.month_end_chance)
    }

    /// The disk of the sample writes 10 GiB a day.
    #[test]
    fn what_comes_when_a_month_ends() {
        let usual = (1.0, 0.05);
        let end = |day: i64| CLOCK.is_month_end(day);
        let again = priors::MONTH_END_AGAIN;
        let wild = |day: i64| [0.0, 9.0, -8.0, 4.0, -5.0][day.rem_euclid(5) as usize];
        let cases: [(&str, i32, i32, &dyn Fn(i64) -> f64, (f64, f64)); 7] = [
            ("20 GiB more, kept for a week", 40, 7, &|day| if end(day) { 20.0 } else { 0.0 }, (3.0, again)),
            ("the same, merged each night", 40, 1, &|day| if end(day) { 20.0 } else { 0.0 }, (3.0, again)),
            ("nothing more", 40, 7, &|_| 0.0, usual),
            ("4 GiB more are little", 40, 7, &|day| if end(day) { 4.0 } else { 0.0 }, usual),
            (
                "10 GiB where each day differs by as much",
                40,
                3,
                &|day| wild(day) + if end(day) { 10.0 } else { 0.0 },
                usual,
            ),
            ("no end of a month was seen", 14, 7, &|day| if end(day) { 20.0 } else { 0.0 }, usual),
            (
                "far more is no backup",
                40,
                7,
                &|day| if end(day) { 900.0 } else { 0.0 },
                (priors::MONTH_END_MOST, again),
            ),
        ];
        for (what, days, kept, more, expected) in cases {
            assert_eq!(learnt(days, kept, more), expected, "{what}");
        }
        // once 20, once 40
        let more = |day: i64| if end(day) { if day < -40 { 40.0 } else { 20.0 } } else { 0.0 };
        assert_eq!(learnt(60, 7, more), (5.0, again), "the higher one of two");
    }
}
