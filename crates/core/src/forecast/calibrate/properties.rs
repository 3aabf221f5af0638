//! Properties that hold whatever logs and chains show.

use jiff::civil::Date;
use proptest::prelude::*;

use super::churn::{self, Clock, WrittenBetween};
use super::past::{PastOutcome, PastTransfer, PastVm, ReplayedPast, ReplayedRun};
use super::{DAY, links, robust};
use crate::forecast::priors;

const CLOCK: Clock = Clock { into_day: 43_200.0, date: Date::constant(2026, 11, 16) };

/// Generates changes of three VMs, one after another.
fn changes() -> impl Strategy<Value = Vec<WrittenBetween>> {
    let one = (0_u32..3, 1.0_f64..30.0, 0.0_f64..1e11);
    prop::collection::vec(one, 0..80).prop_map(|all| {
        let mut ends = [0.0; 3];
        let change = |(vm, hours, bytes): (u32, f64, f64)| {
            let to = ends[vm as usize];
            ends[vm as usize] = to - hours * 3600.0;
            WrittenBetween { vm, from: ends[vm as usize], to, bytes }
        };
        all.into_iter().map(change).collect()
    })
}

/// Generates transfers of one job: start, seconds, bytes; even a tenth of the bytes still shows a speed.
fn transfers() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    prop::collection::vec((-10.0 * DAY..-1e4, 1.0_f64..5000.0, 1e9_f64..1e11), 1..40)
}

fn past(transfers: &[(f64, f64, f64)]) -> ReplayedPast {
    let run = |&(start, seconds, bytes): &(f64, f64, f64)| {
        let end = Some(start + seconds);
        let transfer = Some(PastTransfer { start, end, bytes: Some(bytes), full: false });
        let vm = PastVm {
            unit: 0,
            start,
            end,
            outcome: PastOutcome::Success,
            no_room: false,
            snapshot: None,
            transfer,
        };
        ReplayedRun { job: 0, schedule: 0, start, end, pending: false, is_earlier: false, vms: vec![vm] }
    };
    ReplayedPast { runs: transfers.iter().map(run).collect() }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (a.abs() + b.abs()) + 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The cumulative shares of a day's hours rise from none to all, and never fall.
    #[test]
    fn the_shares_of_the_hours_sum_to_one(changes in changes()) {
        let churn = churn::learn(&changes, 3, CLOCK);
        let of_vms = churn.profiles.iter().flatten();
        for profile in of_vms.chain([&churn.profile]) {
            prop_assert_eq!(profile[0], 0.0);
            prop_assert!(near(profile[24], 1.0), "{:?}", profile);
            prop_assert!(profile.is_sorted());
        }
    }

    /// Twice the bytes double the data of a day, and change nothing else.
    #[test]
    fn bytes_scale(changes in changes(), times in 0.1_f64..10.0) {
        let more: Vec<WrittenBetween> =
            changes.iter().map(|change| WrittenBetween { bytes: change.bytes * times, ..*change }).collect();
        let (one, other) = (churn::learn(&changes, 3, CLOCK), churn::learn(&more, 3, CLOCK));
        // rounding decides between two factors that fit equally well
        prop_assume!(one.weekdays == other.weekdays && one.month_end.is_some() == other.month_end.is_some());
        for (one, other) in one.daily.iter().zip(&other.daily) {
            prop_assert!(one.is_some() == other.is_some());
            prop_assert!(near(one.unwrap_or(0.0) * times, other.unwrap_or(0.0)), "{:?} {:?}", one, other);
        }
        prop_assert!(near(one.trend.0, other.trend.0) && near(one.day_spread, other.day_spread));
    }

    /// Spreads, trend and factors stay within their bounds.
    #[test]
    fn spreads_are_within_their_bounds(changes in changes()) {
        let churn = churn::learn(&changes, 3, CLOCK);
        let (least, most) = priors::DAY_SPREAD_BOUNDS;
        prop_assert!((least..=most).contains(&churn.day_spread), "{}", churn.day_spread);
        prop_assert!((0.0..=most).contains(&churn.common_spread));
        prop_assert!(churn.trend.0.abs() <= 10.0 * priors::TREND_SPREAD && churn.trend.1 <= priors::TREND_SPREAD);
        prop_assert!(churn.weekdays[..5].iter().all(|factor| *factor == 1.0));
        prop_assert!(churn.month_end.is_none_or(|factor| factor >= priors::MONTH_END_FROM));
    }

    /// A link that moved twice as much in the same time is twice as fast.
    #[test]
    fn links_scale(transfers in transfers(), times in 0.1_f64..10.0) {
        let more: Vec<_> =
            transfers.iter().map(|&(start, seconds, bytes)| (start, seconds, bytes * times)).collect();
        let of = |past: &ReplayedPast| {
            let links::LearntLink { link, seconds, .. } = links::learn(past, &[0], 0.0);
            (link, seconds)
        };
        let ((one, beside), (other, beside_other)) = (of(&past(&transfers)), of(&past(&more)));
        for (one, other) in one.total.iter().zip(&other.total) {
            prop_assert!(near(one * times, *other), "{one} {other}");
        }
        prop_assert!(one.each.is_infinite() == other.each.is_infinite());
        prop_assert!(one.each.is_infinite() || near(one.each * times, other.each));
        prop_assert!(near(one.noise, other.noise) && near(beside, beside_other));
        let (_, _, least, most) = priors::LINK_NOISE;
        prop_assert!((least..=most).contains(&one.noise));
    }

    /// More transfers make a link more certain; transfers of other jobs say nothing about it.
    #[test]
    fn more_transfers_make_surer(transfers in transfers()) {
        let few = links::learn(&past(&transfers[..1]), &[0], 0.0).link;
        let many = links::learn(&past(&transfers), &[0], 0.0).link;
        prop_assert!(many.spread <= few.spread && few.spread <= priors::LINK_UNKNOWN.0);
        let none = links::learn(&past(&transfers), &[1], 0.0).link;
        prop_assert_eq!(none.spread, priors::LINK_UNKNOWN.0);
    }

    /// A quantile is one of the values, with at least its share of them up to it.
    #[test]
    fn quantiles_are_values(values in prop::collection::vec(-1e3_f64..1e3, 1..40), share in 0.0_f64..1.0) {
        let found = robust::quantile(&mut values.clone(), share).unwrap();
        prop_assert!(values.contains(&found));
        let up_to = values.iter().filter(|value| **value <= found).count() as f64;
        prop_assert!(up_to >= ((values.len() - 1) as f64 * share).round() + 1.0 - 1e-9);
        let mut weighted: Vec<(f64, f64)> = values.iter().map(|value| (*value, 2.0)).collect();
        let of_weights = robust::weighted_quantile(&mut weighted, share).unwrap();
        let weight = values.iter().filter(|value| **value <= of_weights).count() as f64;
        let below = values.iter().filter(|value| **value < of_weights).count() as f64;
        prop_assert!(weight >= values.len() as f64 * share - 1e-9 && below <= values.len() as f64 * share + 1e-9);
    }
}
