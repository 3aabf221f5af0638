//! How much the VMs write: per day, by hour, by weekday, from day to day, and whether it grows.
//!
//! In: what each delta moved, and the snapshots between which it lies. Out: [`Churn`]. A day's data are modelled as a
//! VM's own mean, times the weekday's factor, times a log-normal factor of the day: that is what backup logs show.
//! Where a VM has few deltas, what all VMs share takes their place.

use jiff::civil::Date;

use super::robust::{median, spread};
use crate::forecast::priors;
use crate::forecast::sim::share_by;

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3600.0;

/// What was written between two snapshots.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenBetween {
    /// The VM, as numbered by the caller.
    pub(super) vm: u32,
    /// In seconds after the observation: negative.
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) bytes: f64,
}

/// What is known of how VMs write.
#[derive(Clone, Debug)]
pub(super) struct Churn {
    /// Bytes of a mean weekday, by VM; `None` without deltas.
    pub(super) daily: Vec<Option<f64>>,
    /// Cumulative shares of the day's data by hour, of all VMs: 25 values.
    pub(super) profile: [f64; 25],
    /// The same for one VM, if it is backed up several times a day.
    pub(super) profiles: Vec<Option<[f64; 25]>>,
    /// Factors of the weekdays, Monday first.
    pub(super) weekdays: [f64; 7],
    /// Growth of the logarithm per day: best estimate and spread.
    pub(super) trend: (f64, f64),
    /// Standard deviation of the logarithm from day to day, for one VM.
    pub(super) day_spread: f64,
    /// The same for what all VMs share.
    pub(super) common_spread: f64,
    /// How much more is written in the last days of a month, if the logs reach back to such days and show it.
    pub(super) month_end: Option<f64>,
    /// The logs reach back to the end of a month.
    pub(super) saw_month_end: bool,
}

/// The local clock: the date of the observation, and the seconds since its midnight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) into_day: f64,
    pub(super) date: Date,
}

impl Clock {
    /// Returns the local day of an instant, counted from that of the observation.
    pub(super) fn day(self, at: f64) -> i64 {
        ((at + self.into_day) / DAY).floor() as i64
    }

    /// Returns the weekday of a day, numbered from the day of the observation; 0 is Monday.
    pub(super) fn weekday(self, day: i64) -> usize {
        let today = i64::from(self.date.weekday().to_monday_zero_offset());
        (today + day).rem_euclid(7) as usize
    }

    /// Returns whether a day is one of the last of its month.
    pub(super) fn is_month_end(self, day: i64) -> bool {
        let date = self.date.checked_add(jiff::Span::new().days(day.clamp(-4000, 4000)));
        date.is_ok_and(|date| date.day() > date.days_in_month() - priors::MONTH_END_DAYS)
    }
}

/// Learns from changes in any order; `vms` is the number of VMs.
pub(super) fn learn(changes: &[WrittenBetween], vms: usize, clock: Clock) -> Churn {
    let recent: Vec<WrittenBetween> = changes
        .iter()
        .copied()
        .filter(|change| {
            change.from >= -priors::CHURN_SINCE && change.to > change.from && change.bytes >= 0.0
        })
        .collect();
    let profile = profile(recent.iter(), clock).unwrap_or_else(usual);
    let mut by_vm: Vec<Vec<WrittenBetween>> = vec![Vec::new(); vms];
    for change in &recent {
        by_vm[change.vm as usize].push(*change);
    }
    let profiles: Vec<_> = by_vm.iter().map(|changes| self::profile(changes.iter(), clock)).collect();
    let days: Vec<Vec<DayOf>> = by_vm
        .iter()
        .zip(&profiles)
        .map(|(changes, own)| days_of(changes, clock, own.as_ref().unwrap_or(&profile)))
        .collect();
    let weekend = weekend(&days);
    let factor = |weekday: usize| if weekday >= 5 { weekend } else { 1.0 };
    let mut weekdays = [1.0; 7];
    weekdays[5] = weekend;
    weekdays[6] = weekend;

    let mut residuals: Vec<(u32, i64, f64)> = Vec::new();
    let mut daily = Vec::with_capacity(vms);
    for (vm, days) in days.iter().enumerate() {
        let mut logs: Vec<(i64, f64)> = days.iter().filter_map(|day| day.log(&factor)).collect();
        let mut values: Vec<f64> = logs.iter().map(|(_, log)| *log).collect();
        let middle = median(&mut values);
        daily.push(middle.map(f64::exp));
        if let Some(middle) = middle.filter(|_| logs.len() >= priors::VARIED_DAYS) {
            residuals.extend(logs.drain(..).map(|(day, log)| (vm as u32, day, log - middle)));
        }
    }
    let saw_month_end = month_ends(&residuals, clock).len() >= priors::MONTH_END_SEEN;
    let month_end = month_end(&residuals, clock);
    if let Some(factor) = month_end {
        let ends = residuals.iter_mut().filter(|(_, day, _)| clock.is_month_end(*day));
        ends.for_each(|(.., residual)| *residual -= factor.ln());
    }
    let trend = trend(&residuals);
    for (_, day, residual) in &mut residuals {
        *residual -= trend.0 * (*day as f64 - middle_day(&days));
    }
    for value in daily.iter_mut().flatten() {
        *value *= (trend.0 * -middle_day(&days)).exp();
    }
    let (day_spread, common_spread) = spreads(&residuals);
    Churn { daily, profile, profiles, weekdays, trend, day_spread, common_spread, month_end, saw_month_end }
}

/// Returns the median of the days that were examined.
fn middle_day(days: &[Vec<DayOf>]) -> f64 {
    let mut all: Vec<f64> = days.iter().flatten().map(|day| day.day as f64).collect();
    median(&mut all).unwrap_or(0.0)
}

/// Returns the profile of a server whose logs do not show one.
fn usual() -> [f64; 25] {
    let total: f64 = priors::HOURS.iter().sum();
    std::array::from_fn(|hour| priors::HOURS[..hour].iter().sum::<f64>() / total)
}

/// What a VM wrote on one local day, as far as the deltas show it.
#[derive(Clone, Debug)]
struct DayOf {
    day: i64,
    bytes: f64,
    /// The part of a weekday that the bytes cover, by weekday: the sum is about 1 for a whole day.
    parts: [f64; 7],
}

impl DayOf {
    /// Returns the logarithm of the bytes of a whole day of factor 1, or `None` if less than half a day is known.
    fn log(&self, factor: &impl Fn(usize) -> f64) -> Option<(i64, f64)> {
        let share: f64 = self.parts.iter().sum();
        let weight: f64 = self.parts.iter().enumerate().map(|(at, part)| part * factor(at)).sum();
        (share >= priors::DAY_KNOWN && self.bytes > 0.0).then(|| (self.day, (self.bytes / weight).ln()))
    }
}

/// Assigns the changes of a VM to days: each belongs to the day in which most of it was written.
fn days_of(changes: &[WrittenBetween], clock: Clock, profile: &[f64; 25]) -> Vec<DayOf> {
    let mut days: Vec<DayOf> = Vec::new();
    for change in changes {
        let mut parts = [0.0; 7];
        let mut best = (0.0, clock.day(change.to));
        for day in clock.day(change.from)..=clock.day(change.to) {
            let midnight = day as f64 * DAY - clock.into_day;
            let part = share_by(profile, change.to - midnight) - share_by(profile, change.from - midnight);
            parts[clock.weekday(day)] += part;
            if part > best.0 {
                best = (part, day);
            }
        }
        match days.iter_mut().rev().find(|day| day.day == best.1) {
            Some(day) => {
                day.bytes += change.bytes;
                day.parts.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
            }
            None => days.push(DayOf { day: best.1, bytes: change.bytes, parts }),
        }
    }
    days
}

/// Finds the hours in which data are written, from deltas of at most seven hours; `None` if there are too few.
fn profile<'a>(changes: impl Iterator<Item = &'a WrittenBetween>, clock: Clock) -> Option<[f64; 25]> {
    let mut rates: [Vec<(i64, f64)>; 24] = Default::default();
    for change in changes.filter(|change| change.to - change.from <= priors::HOURLY_DELTA) {
        let rate = change.bytes / (change.to - change.from);
        let first = ((change.from + clock.into_day) / HOUR).floor() as i64;
        let last = ((change.to + clock.into_day) / HOUR).ceil() as i64;
        for hour in first..last {
            let overlap = (change.to.min((hour + 1) as f64 * HOUR - clock.into_day)
                - change.from.max(hour as f64 * HOUR - clock.into_day))
                / HOUR;
            if overlap > priors::HOUR_COVERED {
                rates[hour.rem_euclid(24) as usize].push((hour.div_euclid(24), rate));
            }
        }
    }
    if rates.iter().any(|rates| rates.len() < priors::HOUR_DELTAS) {
        return None;
    }
    let mut sums: std::collections::BTreeMap<i64, (f64, u32)> = Default::default();
    for (day, rate) in rates.iter().flatten() {
        let sum = sums.entry(*day).or_default();
        sum.0 += rate;
        sum.1 += 1;
    }
    let mut shares = [0.0; 24];
    for (share, rates) in shares.iter_mut().zip(&rates) {
        let mut against_day: Vec<f64> = rates
            .iter()
            .filter_map(|(day, rate)| {
                let (sum, count) = sums[day];
                (sum > 0.0 && count >= priors::HOURS_OF_DAY).then(|| rate * f64::from(count) / sum)
            })
            .collect();
        *share = median(&mut against_day)?;
    }
    let total: f64 = shares.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let mut profile = [0.0; 25];
    for hour in 0..24 {
        profile[hour + 1] = profile[hour] + shares[hour] / total;
    }
    Some(profile)
}

/// Finds how a weekend day compares with others: the factor that makes the days of each VM most alike.
fn weekend(days: &[Vec<DayOf>]) -> f64 {
    let is_weekend = |day: &DayOf| day.parts[5] + day.parts[6] >= priors::DAY_KNOWN;
    let (inside, outside): (Vec<&DayOf>, Vec<&DayOf>) =
        days.iter().flatten().partition(|day| is_weekend(day));
    if inside.len() < priors::WEEKEND_DAYS.0 || outside.len() < priors::WEEKEND_DAYS.1 {
        return 1.0;
    }
    let cost = |factor: f64| {
        let of = |weekday: usize| if weekday >= 5 { factor } else { 1.0 };
        let mut sum = 0.0;
        for days in days {
            let mut logs: Vec<f64> = days.iter().filter_map(|day| day.log(&of)).map(|(_, log)| log).collect();
            if let Some(middle) = median(&mut logs) {
                sum += logs.iter().map(|log| (log - middle).abs()).sum::<f64>();
            }
        }
        sum
    };
    let grid = (0..40).map(|step| 0.1 * 1.08_f64.powi(step));
    // the first of the best; 1 stays if nothing is clearly better
    grid.map(|factor| (cost(factor), factor))
        .fold((cost(1.0) * priors::WEEKEND_BETTER, 1.0), |best, one| if one.0 < best.0 { one } else { best })
        .1
}

/// Finds the daily growth that all VMs share, drawn towards zero.
fn trend(residuals: &[(u32, i64, f64)]) -> (f64, f64) {
    const BEFORE: f64 = priors::TREND_SPREAD;
    let (few, unseen) = priors::TREND_UNSEEN;
    let n = residuals.len() as f64;
    if n < few {
        return (0.0, unseen);
    }
    let mean = residuals.iter().map(|(_, day, _)| *day as f64).sum::<f64>() / n;
    let (mut xx, mut xy) = (0.0, 0.0);
    for (_, day, residual) in residuals {
        let x = *day as f64 - mean;
        let y = residual.clamp(-priors::TREND_PULL, priors::TREND_PULL);
        xx += x * x;
        xy += x * y;
    }
    if xx <= 0.0 {
        return (0.0, unseen);
    }
    let slope = xy / xx;
    let values: Vec<f64> =
        residuals.iter().map(|(_, day, residual)| residual - slope * (*day as f64 - mean)).collect();
    let error = spread(&values).unwrap_or(1.0) / xx.sqrt() * priors::TREND_ERROR;
    let trust = BEFORE * BEFORE / (BEFORE * BEFORE + error * error);
    (slope * trust, BEFORE * (1.0 - trust).sqrt())
}

/// Finds how much more is written at the end of a month; `None` if too few such days were seen, or they were not
/// special.
fn month_end(residuals: &[(u32, i64, f64)], clock: Clock) -> Option<f64> {
    let mut values = month_ends(residuals, clock);
    if values.len() < priors::MONTH_END_SEEN {
        return None;
    }
    median(&mut values).map(f64::exp).filter(|factor| *factor >= priors::MONTH_END_FROM)
}

/// Lists the residuals of days at the end of a month.
fn month_ends(residuals: &[(u32, i64, f64)], clock: Clock) -> Vec<f64> {
    residuals.iter().filter(|(_, day, _)| clock.is_month_end(*day)).map(|(.., residual)| *residual).collect()
}

/// Returns the day-to-day spread of one VM, and of what VMs share.
fn spreads(residuals: &[(u32, i64, f64)]) -> (f64, f64) {
    let (least, most) = priors::DAY_SPREAD_BOUNDS;
    let values: Vec<f64> = residuals.iter().map(|(_, _, residual)| *residual).collect();
    let all = spread(&values).filter(|_| values.len() >= priors::DAY_SPREAD_DAYS);
    let all = all.unwrap_or(priors::DAY_SPREAD).clamp(least, most);
    let mut days: std::collections::BTreeMap<i64, Vec<f64>> = Default::default();
    for (_, day, residual) in residuals {
        days.entry(*day).or_default().push(*residual);
    }
    let means: Vec<(f64, f64)> = days
        .values()
        .filter(|values| values.len() >= priors::COMMON_SEEN.0)
        .map(|values| (values.iter().sum::<f64>() / values.len() as f64, values.len() as f64))
        .collect();
    if means.len() < priors::COMMON_SEEN.1 {
        return (all, all * priors::COMMON_PART);
    }
    let of_means = spread(&means.iter().map(|(mean, _)| *mean).collect::<Vec<_>>()).unwrap_or(0.0);
    let by_chance = means.iter().map(|(_, n)| all * all / n).sum::<f64>() / means.len() as f64;
    let common = (of_means * of_means - by_chance).max(0.0).sqrt().min(all);
    ((all * all - common * common).max(least * least).sqrt(), common)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday, noon.
    const CLOCK: Clock = Clock { into_day: 12.0 * HOUR, date: Date::constant(2026, 11, 16) };

    /// Returns the changes of one VM, one every `hours`, for this many days; `bytes` by local day before today and
    /// hour.
    fn changes(hours: i64, days: i64, bytes: impl Fn(i64, i64) -> f64) -> Vec<WrittenBetween> {
        let from_midnight = |hour: i64| hour as f64 * HOUR - 12.0 * HOUR;
        (-days * 24 / hours..0)
            .map(|at| {
                let hour = at * hours;
                WrittenBetween {
                    vm: 0,
                    from: from_midnight(hour),
                    to: from_midnight(hour + hours),
                    bytes: bytes(hour.div_euclid(24), hour.rem_euclid(24)),
                }
            })
            .collect()
    }

    #[test]
    fn a_steady_vm() {
        let churn = learn(&changes(24, 14, |_, _| 1e9), 1, CLOCK);
        assert!((churn.daily[0].unwrap() / 1e9 - 1.0).abs() < 0.05, "{churn:?}");
        assert_eq!((churn.weekdays[0], churn.trend.0), (1.0, 0.0));
        assert!(churn.day_spread <= 0.06);
    }

    /// Residuals that all lie on one day show no growth.
    #[test]
    fn growth_needs_several_days() {
        let (few, unseen) = priors::TREND_UNSEEN;
        let residuals: Vec<_> = (0..few as u32 + 1).map(|vm| (vm, 3, f64::from(vm))).collect();
        assert_eq!(trend(&residuals), (0.0, unseen));
    }

    /// The days before a Monday: -1 is Sunday, -2 Saturday.
    #[test]
    fn weekends_are_found() {
        let weekend = |day: i64| matches!(day.rem_euclid(7), 5 | 6);
        let churn = learn(&changes(24, 21, |day, _| if weekend(day) { 0.4e9 } else { 1e9 }), 1, CLOCK);
        assert!((churn.weekdays[6] - 0.4).abs() < 0.04, "{:?}", churn.weekdays);
        assert!((churn.daily[0].unwrap() / 1e9 - 1.0).abs() < 0.05);
    }

    #[test]
    fn growth_is_found_and_chance_is_not() {
        let grows = learn(&changes(24, 21, |day, _| 1e9 * (0.03 * day as f64).exp()), 1, CLOCK);
        assert!((grows.trend.0 - 0.03).abs() < 0.01, "{:?}", grows.trend);
        let wild = learn(&changes(24, 21, |day, _| if day % 2 == 0 { 2e9 } else { 1e9 }), 1, CLOCK);
        assert!(wild.trend.0.abs() < 0.02, "{:?}", wild.trend);
    }

    #[test]
    fn hours_are_found_where_runs_are_close() {
        let office = |_, hour| if (8..18).contains(&hour) { 2e9 } else { 1e8 };
        let churn = learn(&changes(1, 10, office), 1, CLOCK);
        let by_eight = churn.profiles[0].unwrap()[8];
        assert!(by_eight < 0.06, "{by_eight}");
        assert_eq!(learn(&changes(24, 10, |_, _| 1e9), 1, CLOCK).profiles[0], None);
    }

    /// The observation is on the 16th: the month before ended 16 days ago.
    #[test]
    fn the_end_of_a_month_is_found() {
        let end = |day: i64| (-18..-15).contains(&day);
        let churn = learn(&changes(24, 24, |day, _| if end(day) { 3e9 } else { 1e9 }), 1, CLOCK);
        assert!((churn.month_end.unwrap() - 3.0).abs() < 0.3, "{:?}", churn.month_end);
        assert_eq!(learn(&changes(24, 24, |_, _| 1e9), 1, CLOCK).month_end, None);
        assert_eq!(learn(&changes(24, 12, |_, _| 1e9), 1, CLOCK).month_end, None, "not seen");
        assert_eq!(
            [-18, -17, -16, 12, 14].map(|day| CLOCK.is_month_end(day)),
            [true, true, true, true, true]
        );
        assert_eq!([-19, -15, 0, 11].map(|day| CLOCK.is_month_end(day)), [false; 4]);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        let churn = learn(&[], 2, CLOCK);
        assert_eq!(churn.daily, [None, None]);
        let odd =
            [(0.0, -1.0, 5.0), (-1.0, 0.0, -5.0), (f64::NEG_INFINITY, 0.0, 5.0), (-2.0, -1.0, f64::NAN)];
        let odd = odd.map(|(from, to, bytes)| WrittenBetween { vm: 0, from, to, bytes });
        assert_eq!(learn(&odd, 1, CLOCK).daily, [None]);
    }
}
