//! Logs written by hand, and the exact numbers that follow from them.

use jiff::civil::Date;

use super::churn::{self, Churn, Clock, WrittenBetween};
use super::links;
use super::past::{PastOutcome, PastTransfer, PastVm, ReplayedPast, ReplayedRun};
use crate::forecast::priors::{self, LINK_SPEED};

const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

#[track_caller]
fn assert_near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= expected.abs() * 1e-3 + 1e-9, "{what}: {found} is not {expected}");
}

/// Returns noon of a day of November 2026; the 16th is a Monday.
fn noon(day: i8) -> Clock {
    Clock { into_day: 12.0 * HOUR, date: Date::constant(2026, 11, day) }
}

/// Learns from this many VMs that wrote `bytes` on each of the days before today, from midnight to midnight; `bytes` by
/// VM and day, -1 is yesterday.
fn by_day(clock: Clock, vms: u32, days: i64, bytes: impl Fn(u32, i64) -> f64) -> Churn {
    let mut changes = Vec::new();
    for vm in 0..vms {
        changes.extend((-days..0).map(|day| {
            let from = day as f64 * DAY - clock.into_day;
            WrittenBetween { vm, from, to: from + DAY, bytes: bytes(vm, day) }
        }));
    }
    churn::learn(&changes, vms as usize, clock)
}

/// Three VMs grow by exactly 3 % a day. The days are the 1st to the 21st, and their weekends lie evenly around the
/// middle, so they show no factor. Nothing remains beside the trend, and a day's data are those of today.
#[test]
fn a_growth_without_chance() {
    let churn = by_day(noon(22), 3, 21, |vm, day| 1e9 * f64::from(vm + 1) * (0.03 * day as f64).exp());
    assert_eq!(churn.weekdays, [1.0; 7]);
    assert_near(churn.trend.0, 0.03, "trend");
    assert_near(churn.trend.1, 0.0, "its spread");
    for (vm, daily) in churn.daily.iter().enumerate() {
        assert_near(daily.unwrap(), 1e9 * (vm + 1) as f64, "daily");
    }
    assert_near(churn.day_spread, priors::DAY_SPREAD_BOUNDS.0, "day spread");
    assert_near(churn.common_spread, 0.0, "common spread");
}

/// Four VMs whose days vary together by -0.4, 0 and 0.4 (logarithms), so that neither weekends nor a trend show. A
/// third of the 48 residuals is 0: the median of their absolute values is 0.4, a spread of 0.4 / 0.6745 = 0.593. The
/// means of the days vary as much, of which 0.593² / 4 is chance: the shared part is sqrt(0.3517 - 0.0879) = 0.514, and
/// each VM's own is sqrt(0.0879) = 0.297. The slope is known to within 0.593 / sqrt(4 * 143) * 1.5 = 0.0372, compared
/// with a prior of 0.03: it is believed by 0.0009 / (0.0009 + 0.00138) = 0.394, which leaves 0.03 * sqrt(0.606) =
/// 0.0233.
#[test]
fn what_days_have_in_common() {
    const DAYS: [f64; 12] = [-0.4, 0.0, 0.4, 0.4, 0.0, -0.4, -0.4, 0.0, 0.4, 0.4, 0.0, -0.4];
    let churn = by_day(noon(16), 4, 12, |_, day| 1e9 * DAYS[(day + 12) as usize].exp());
    assert_eq!(churn.weekdays, [1.0; 7]);
    let all: f64 = 0.4 / 0.6745;
    assert_near(churn.common_spread, (all * all * 0.75).sqrt(), "common spread");
    assert_near(churn.day_spread, all / 2.0, "day spread");
    assert!(churn.trend.0.abs() < 1e-9, "{:?}", churn.trend);
    assert_near(churn.trend.1, 0.02335, "spread of the trend");
    assert_near(churn.daily[0].unwrap(), 1e9, "daily");
    // two VMs are too few to show what they share
    let two = by_day(noon(16), 2, 12, |_, day| 1e9 * DAYS[(day + 12) as usize].exp());
    assert_near(two.day_spread, all, "day spread of two");
    assert_near(two.common_spread, all * priors::COMMON_PART, "common spread of two");
    // three days of four VMs show as little
    let short = by_day(noon(19), 4, 3, |_, day| 1e9 * [-0.4_f64, 0.0, 0.4][(day + 3) as usize].exp());
    assert_near(short.common_spread, short.day_spread * priors::COMMON_PART, "common spread of three days");
}

/// Too few days show neither a trend nor a spread of their own.
#[test]
fn what_few_days_do_not_show() {
    // one VM, Monday to Friday
    let five = by_day(noon(21), 1, 5, |_, day| 1e9 * (0.2 * day as f64).exp());
    assert_eq!(five.trend, (0.0, priors::TREND_UNSEEN.1));
    let two = by_day(noon(19), 1, 2, |_, day| if day == -1 { 9e9 } else { 1e9 });
    assert_eq!((two.trend.0, two.day_spread), (0.0, priors::DAY_SPREAD));
    assert_near(two.common_spread, priors::DAY_SPREAD * priors::COMMON_PART, "common spread");
}

/// How many weekend days and weekdays must be seen for the weekend to differ.
#[test]
fn how_many_days_show_a_weekend() {
    let quiet = |clock: Clock| move |_: u32, day: i64| if clock.weekday(day) >= 5 { 0.3e9 } else { 1e9 };
    // a Sunday: the days before are Monday to Saturday
    let one_day = by_day(noon(22), 1, 6, quiet(noon(22)));
    assert_eq!(one_day.weekdays[5], 1.0, "one day of a weekend");
    // a Monday: the days before are Thursday to Sunday, then Wednesday to Sunday
    let two_others = by_day(noon(16), 1, 4, quiet(noon(16)));
    assert_eq!(two_others.weekdays[5], 1.0, "two other days");
    let enough = by_day(noon(16), 1, 5, quiet(noon(16)));
    assert!((enough.weekdays[5] - 0.3).abs() < 0.03, "{:?}", enough.weekdays);
    assert_eq!(enough.weekdays[5], enough.weekdays[6]);
    assert_eq!(enough.weekdays[..5], [1.0; 5]);
}

/// Deltas from noon to noon: Saturday to Sunday lies on two weekend days, its neighbours half on one.
#[test]
fn weekends_of_deltas_from_noon_to_noon() {
    let clock = noon(16);
    // what is written before noon, by the usual profile
    let before_noon: f64 = priors::HOURS[..12].iter().sum::<f64>() / priors::HOURS.iter().sum::<f64>();
    let factor = |day: i64| if clock.weekday(day) >= 5 { 0.4 } else { 1.0 };
    let change = |day: i64| WrittenBetween {
        vm: 0,
        from: day as f64 * DAY,
        to: (day + 1) as f64 * DAY,
        bytes: 1e9 * ((1.0 - before_noon) * factor(day) + before_noon * factor(day + 1)),
    };
    let churn = churn::learn(&(-21..0).map(change).collect::<Vec<_>>(), 1, clock);
    assert!((churn.weekdays[6] - 0.4).abs() < 0.04, "{:?}", churn.weekdays);
    assert!((churn.daily[0].unwrap() / 1e9 - 1.0).abs() < 0.05, "{:?}", churn.daily);
}

/// The last three days of October are 18, 17 and 16 days before the 16th: two of them suffice, one does not.
#[test]
fn how_many_days_show_a_month_s_end() {
    let of = |days| by_day(noon(16), 1, days, |_, day| if day < -15 { 3e9 } else { 1e9 });
    assert_eq!((of(16).month_end, of(16).saw_month_end), (None, false));
    assert_near(of(17).month_end.unwrap(), 3.0, "two days");
    let weak = by_day(noon(16), 1, 20, |_, day| if (-18..-15).contains(&day) { 1.4e9 } else { 1e9 });
    assert_eq!((weak.month_end, weak.saw_month_end), (None, true), "within a day's variation");
}

/// An office: 2 GB an hour from 8:00 to 18:00, otherwise 0.1, so 21.4 GB a day. Two days show no hours, three do.
#[test]
fn the_hours_of_an_office() {
    let clock = noon(16);
    let of = |days: i64| {
        let change = |hour: i64| {
            let from = hour as f64 * HOUR - clock.into_day;
            let office = (8..18).contains(&hour.rem_euclid(24));
            WrittenBetween { vm: 0, from, to: from + HOUR, bytes: if office { 2e9 } else { 1e8 } }
        };
        let changes: Vec<WrittenBetween> = (-days * 24..0).map(change).collect();
        churn::learn(&changes, 1, clock).profiles[0]
    };
    assert_eq!(of(2), None);
    let profile = of(3).unwrap();
    for (hour, expected) in [(0, 0.0), (8, 0.8 / 21.4), (9, 2.8 / 21.4), (18, 20.8 / 21.4), (24, 1.0)] {
        assert_near(profile[hour], expected, &format!("{hour} o'clock"));
    }
}

/// Several deltas of one day count as one day; less than half a day says nothing about it.
#[test]
fn deltas_are_put_into_days() {
    let clock = noon(16);
    let part = |day: i64, from: f64, to: f64, bytes: f64| {
        let midnight = day as f64 * DAY - clock.into_day;
        WrittenBetween { vm: 0, from: midnight + from * HOUR, to: midnight + to * HOUR, bytes }
    };
    let halves: Vec<WrittenBetween> =
        (-4..0).flat_map(|day| [part(day, 0.0, 12.0, 1e9), part(day, 12.0, 24.0, 3e9)]).collect();
    assert_near(churn::learn(&halves, 1, clock).daily[0].unwrap(), 4e9, "two halves");
    let mornings: Vec<WrittenBetween> = (-4..0).map(|day| part(day, 0.0, 12.0, 1e9)).collect();
    assert_eq!(churn::learn(&mornings, 1, clock).daily, [None], "43 % of a day");
    // older than four weeks
    assert_eq!(churn::learn(&[part(-40, 0.0, 24.0, 1e9)], 1, clock).daily, [None]);
}

/// Returns the runs of one job: for each run its transfers (start, seconds, bytes).
fn past(runs: &[&[(f64, f64, f64)]]) -> ReplayedPast {
    let vm = |&(start, seconds, bytes): &(f64, f64, f64)| {
        let end = Some(start + seconds);
        PastVm {
            unit: 0,
            start,
            end,
            outcome: PastOutcome::Success,
            no_room: false,
            snapshot: None,
            transfer: Some(PastTransfer { start, end, bytes: Some(bytes), full: false }),
        }
    };
    let run = |transfers: &&[(f64, f64, f64)]| ReplayedRun {
        job: 0,
        schedule: 0,
        start: transfers[0].0,
        end: None,
        pending: false,
        is_earlier: false,
        vms: transfers.iter().map(vm).collect(),
    };
    ReplayedPast { runs: runs.iter().map(run).collect() }
}

/// What all transfers share, and what one reaches (`None`: as much as all), in MB/s; transfers as (start, seconds, GB).
#[test]
fn links_of_few_transfers() {
    type Runs<'a> = &'a [&'a [(f64, f64, f64)]];
    let cases: [(&str, Runs<'_>, f64, Option<f64>); 7] = [
        ("one", &[&[(-9000.0, 100.0, 5.0)]], 50.0, None),
        (
            "what moved nothing tells nothing",
            &[&[(-9000.0, 100.0, 5.0)], &[(-5000.0, 1000.0, 0.0)]],
            50.0,
            None,
        ),
        // 200 of 800 s are shared: too little to judge by these alone, and most of the time was spent at 40
        (
            "shared for a quarter of the time",
            &[&[(-9000.0, 100.0, 5.0), (-9000.0, 100.0, 5.0)], &[(-5000.0, 600.0, 24.0)]],
            40.0,
            None,
        ),
        // 400 of 1000 s are shared: what two reach together counts, and one alone is slower
        (
            "shared for two fifths of the time",
            &[&[(-9000.0, 200.0, 10.0), (-9000.0, 200.0, 10.0)], &[(-5000.0, 600.0, 24.0)]],
            100.0,
            Some(40.0),
        ),
        // 20 of 820 s alone are too few to believe what one transfer reaches
        (
            "alone for an instant",
            &[&[(-9000.0, 400.0, 20.0), (-9000.0, 400.0, 20.0)], &[(-5000.0, 20.0, 0.8)]],
            100.0,
            None,
        ),
        // three quarters of the time alone were spent at 30 or less: 100 s each at 10, 20, 30, 40
        (
            "several alone",
            &[
                &[(-90_000.0, 400.0, 20.0), (-90_000.0, 400.0, 20.0)],
                &[(-9000.0, 100.0, 1.0)],
                &[(-8000.0, 100.0, 2.0)],
                &[(-7000.0, 100.0, 3.0)],
                &[(-6000.0, 100.0, 4.0)],
            ],
            100.0,
            Some(30.0),
        ),
        // half of each overlaps the other: 1.5 at once, at 50 each
        ("half beside each other", &[&[(-9000.0, 100.0, 5.0)], &[(-8950.0, 100.0, 5.0)]], 75.0, None),
    ];
    for (name, runs, total, each) in cases {
        let bytes: Vec<Vec<(f64, f64, f64)>> = runs
            .iter()
            .map(|run| run.iter().map(|&(start, seconds, gb)| (start, seconds, gb * 1e9)).collect())
            .collect();
        let bytes: Vec<&[_]> = bytes.iter().map(Vec::as_slice).collect();
        let link = links::learn(&past(&bytes), &[0], 0.0).link;
        // nothing was moved at noon: the speed of the whole day applies
        assert_near(link.total[12] / 1e6, total, name);
        match each {
            Some(each) => assert_near(link.each / 1e6, each, name),
            None => assert_eq!(link.each, f64::INFINITY, "{name}"),
        }
    }
}

/// Nine transfers of 100 s at one hour of the day, alone or two at a time, at 50 MB/s times e^-0.2, 1 and e^0.2: the
/// median deviation is 0.2, a spread of 0.2 / 0.6745. Fewer than five show no spread.
#[test]
fn how_transfers_differ() {
    let of = |count: i32, together: bool| {
        let transfer = |at: i32| {
            let rate = 50e6 * (0.2 * f64::from(at % 3 - 1)).exp();
            let start = -f64::from(at + 1) * DAY + 600.0;
            let one = (start, 100.0, rate * 100.0);
            if together { vec![one, one] } else { vec![one] }
        };
        let runs: Vec<Vec<(f64, f64, f64)>> = (0..count).map(transfer).collect();
        let runs: Vec<&[_]> = runs.iter().map(Vec::as_slice).collect();
        links::learn(&past(&runs), &[0], 0.0).link
    };
    let alone = of(9, false);
    assert_near(alone.noise, 0.2 / 0.6745, "noise");
    assert_near(alone.total[0], 50e6, "total");
    assert_near(alone.spread, 0.03 + 0.3 / 10.0, "nine transfers");
    let both = of(9, true);
    assert_near(both.noise, 0.2 / 0.6745, "noise of two");
    assert_near(both.total[0], 100e6, "total of two");
    assert_near(both.spread, 0.03 + 0.3 / 19.0, "eighteen transfers");
    assert_eq!(of(4, false).noise, priors::LINK_NOISE.1);
}

/// Long transfers move 50 MB/s. Short ones of 10 s move 250 MB, which would take 5 s: 5 s are overhead.
#[test]
fn seconds_beside_the_bytes() {
    let mut runs: Vec<Vec<(f64, f64, f64)>> =
        (1..4).map(|day| vec![(-DAY * f64::from(day), 100.0, 5e9)]).collect();
    let seconds = |runs: &[Vec<(f64, f64, f64)>]| {
        let runs: Vec<&[_]> = runs.iter().map(Vec::as_slice).collect();
        links::learn(&past(&runs), &[0], 0.0).seconds
    };
    assert_eq!(seconds(&runs), priors::TRANSFER_SECONDS.1, "no short ones");
    runs.extend((1..4).map(|day| vec![(-DAY * f64::from(day) + 7200.0, 10.0, 250e6)]));
    assert_near(seconds(&runs), 5.0, "short ones");
    // faster than the long ones: no overhead
    let fast: Vec<_> = runs[..3].iter().cloned().chain([vec![(-5e5, 10.0, 5e9)]]).collect();
    assert_eq!(seconds(&fast), 0.0);
}

/// At night four transfers move e^0.35 times the median of the day: four of them, weighed with the three that the mean
/// counts for, shift it by 4/7 of the way.
#[test]
fn an_hour_is_believed_by_its_transfers() {
    let mut runs = Vec::new();
    for day in 1..=10 {
        runs.push(vec![(-DAY * f64::from(day) + 12.0 * HOUR, 1000.0, 50e9)]);
    }
    for day in 1..=4 {
        let rate = 50e6 * 0.35_f64.exp();
        runs.push(vec![(-DAY * f64::from(day) + HOUR, 100.0, rate * 100.0)]);
    }
    let runs: Vec<&[_]> = runs.iter().map(Vec::as_slice).collect();
    let link = links::learn(&past(&runs), &[0], 0.0).link;
    assert_near(link.total[12], 50e6, "noon");
    assert_near(link.total[1], 50e6 * (0.35_f64 * 4.0 / 7.0).exp(), "one o'clock");
    assert_near(link.total[5], 50e6, "five o'clock");
    let shifted = links::learn(&past(&runs), &[0], 2.0 * HOUR).link;
    assert_near(shifted.total[3], link.total[1], "in a clock two hours ahead");
    let unknown = links::learn(&past(&runs), &[7], 0.0);
    assert_eq!((unknown.link.total[1], unknown.seconds), (LINK_SPEED, priors::TRANSFER_SECONDS.0));
}
