//! How many bytes each disk has written by when, in one draw.

use rand_distr::{Distribution, StandardNormal, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::scenario::{Calendar, Others, Returns, Scenario, SimSr};
use crate::forecast::priors;
use crate::units::Bytes;

const DAY: f64 = 86_400.0;

/// The most clean-ups within a draw. Count; bounds the time it takes: one every quarter of an hour for ten days.
const RETURNS_MAX: usize = 1000;

/// Bytes written since the observation, by disk, as sums up to each local midnight.
#[derive(Clone, Debug, Default)]
pub(super) struct Writes {
    /// For each disk `days + 1` sums; the first is negative: what was written today before the observation.
    sums: Vec<f64>,
    days: usize,
    /// The same for each SR: what all its disks write, if each byte takes room at once.
    srs: Vec<f64>,
    /// What others do on each SR, if earlier observations show it.
    others: Vec<Course>,
    /// What the disks of each SR give back, if earlier observations show it.
    trims: Vec<Course>,
}

/// The course in one draw of bytes that belong to no disk.
#[derive(Clone, Debug, Default)]
struct Course {
    /// Bytes per second.
    rate: f64,
    /// Clean-ups by time: when, and how many bytes.
    returns: Vec<(f64, f64)>,
    /// Bytes at the observation: no more than these and later ones can go.
    held: f64,
}

impl Course {
    fn draw(spec: &SimSr, others: Others, horizon: f64, rng: &mut Xoshiro256PlusPlus) -> Self {
        let normal: f64 = StandardNormal.sample(rng);
        let mut course = Self {
            rate: (others.daily + others.spread * normal) / DAY,
            returns: Vec::new(),
            held: spec.foreign,
        };
        course.returns = others.returns.map(|returns| clean_ups(returns, horizon, rng)).unwrap_or_default();
        course
    }

    /// Draws what disks give back; `held` is how much they can.
    fn draw_trims(trims: Returns, held: f64, horizon: f64, rng: &mut Xoshiro256PlusPlus) -> Self {
        Self { rate: 0.0, returns: clean_ups(trims, horizon, rng), held }
    }

    /// Returns how many more bytes there are than at the observation, given how many more were written beside them.
    fn more(&self, now: f64, beside: f64) -> f64 {
        let gone: f64 = self.returns.iter().filter(|(at, _)| *at <= now).map(|(_, size)| size).sum();
        (self.rate * now - gone).max(-self.held - beside)
    }
}

/// Draws when recurring clean-ups happen.
fn clean_ups(returns: Returns, horizon: f64, rng: &mut Xoshiro256PlusPlus) -> Vec<(f64, f64)> {
    let mut all = Vec::new();
    let mut at = returns.next;
    while returns.every > 0.0 && at <= horizon && all.len() < RETURNS_MAX {
        let normal: f64 = StandardNormal.sample(rng);
        all.push(((at + returns.spread * normal).max(0.0), returns.size));
        at += returns.every;
    }
    all
}

impl Writes {
    /// Draws all days.
    pub(super) fn draw(&mut self, scenario: &Scenario, days: usize, rng: &mut Xoshiro256PlusPlus) {
        self.days = days;
        self.sums.clear();
        self.srs.clear();
        self.srs.resize(scenario.srs.len() * (days + 1), 0.0);
        let calendar = &scenario.calendar;
        let factors = common(calendar, scenario.surprises.bulk, days, rng);
        for disk in &scenario.disks {
            let start = self.sums.len();
            let mut sum = 0.0;
            self.sums.push(0.0);
            for factor in &factors {
                let own: f64 = if disk.daily > 0.0 { StandardNormal.sample(rng) } else { 0.0 };
                sum += disk.daily * factor * (own * calendar.day_spread).exp();
                self.sums.push(sum);
            }
            let today = self.sums[start + 1] * share(calendar, disk.profile, calendar.into_day);
            self.sums[start..].iter_mut().for_each(|sum| *sum -= today);
            if disk.rules.allocates_on_write() {
                // bitmaps are written along with the data
                let room = disk.rules.leaf_takes(Bytes::gib(1)).0 as f64 / Bytes::gib(1).0 as f64;
                let into = &mut self.srs[disk.sr as usize * (days + 1)..][..=days];
                into.iter_mut().zip(&self.sums[start..]).for_each(|(all, one)| *all += one * room);
            }
        }
        self.add_foreign(scenario, rng);
        let course = |sr: &SimSr| match sr.others {
            Some(others) => Course::draw(sr, others, days as f64 * DAY, rng),
            None => Course::default(),
        };
        self.others = scenario.srs.iter().map(course).collect();
        let trims = |(sr, spec): (u32, &SimSr)| match spec.trims {
            Some(trims) => Course::draw_trims(trims, held(scenario, sr), days as f64 * DAY, rng),
            None => Course::default(),
        };
        self.trims = (0..).zip(&scenario.srs).map(trims).collect();
    }

    /// Grows the bytes that belong to no disk, if they grow in this draw.
    fn add_foreign(&mut self, scenario: &Scenario, rng: &mut Xoshiro256PlusPlus) {
        for (sr, spec) in
            scenario.srs.iter().enumerate().filter(|(_, sr)| sr.foreign > 0.0 && sr.others.is_none())
        {
            let chance: f64 = StandardUniform.sample(rng);
            let normal: f64 = StandardNormal.sample(rng);
            if chance >= priors::FOREIGN_GROWS {
                continue;
            }
            let (middle, spread) = priors::FOREIGN_GROWTH;
            let daily = spec.foreign * middle * (spread * normal).exp();
            let before = scenario.calendar.into_day / DAY;
            let sums = &mut self.srs[sr * (self.days + 1)..][..=self.days];
            sums.iter_mut().zip(0..).for_each(|(sum, day)| *sum += daily * (f64::from(day) - before));
        }
    }

    /// Returns the bytes a disk has written from the observation until `now`.
    pub(super) fn of_disk(&self, calendar: &Calendar, disk: usize, profile: u32, now: f64) -> f64 {
        between(calendar, &self.sums[disk * (self.days + 1)..][..=self.days], profile, now)
    }

    /// Returns the bytes that the disks of an SR have written from the observation until `now`.
    pub(super) fn of_sr(&self, calendar: &Calendar, sr: usize, profile: u32, now: f64) -> f64 {
        let disks = between(calendar, &self.srs[sr * (self.days + 1)..][..=self.days], profile, now);
        let others = self.others.get(sr).map_or(0.0, |course| course.more(now, 0.0));
        disks + others + self.trims.get(sr).map_or(0.0, |course| course.more(now, disks.max(0.0)))
    }
}

/// Returns the bytes that the disks of an SR can give back: those in leaves without a base copy.
fn held(scenario: &Scenario, sr: u32) -> f64 {
    let whole = scenario.disks.iter().filter(|disk| disk.sr == sr && disk.bases.is_empty());
    whole.map(|disk| disk.leaf).filter(|leaf| leaf.is_finite()).sum()
}

fn between(calendar: &Calendar, sums: &[f64], profile: u32, now: f64) -> f64 {
    let since = now + calendar.into_day;
    let day = ((since / DAY) as usize).min(sums.len() - 2);
    let part = share(calendar, profile, since - day as f64 * DAY);
    sums[day] + (sums[day + 1] - sums[day]) * part
}

/// Returns the share of a day's data written by this many seconds after midnight.
fn share(calendar: &Calendar, profile: u32, seconds: f64) -> f64 {
    match calendar.profiles.get(profile as usize) {
        Some(profile) => share_by(profile, seconds),
        None => (seconds / DAY).clamp(0.0, 1.0),
    }
}

/// Returns the share of a day's data that a profile has written by this many seconds after midnight, linear within an
/// hour. A profile holds the shares at the full hours, from 0 at 0:00 to 1 at 24:00.
pub(in crate::forecast) fn share_by(profile: &[f64; 25], seconds: f64) -> f64 {
    let hours = (seconds / 3600.0).clamp(0.0, 24.0);
    let hour = (hours as usize).min(23);
    profile[hour] + (profile[hour + 1] - profile[hour]) * (hours - hour as f64)
}

/// Draws what all disks share on each day.
fn common(calendar: &Calendar, bulk: f64, days: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    let slope: f64 = StandardNormal.sample(rng);
    let trend = calendar.trend.0 + calendar.trend.1 * slope;
    // one number decides for the whole end of the month
    let chance: f64 = StandardUniform.sample(rng);
    let burst = chance < calendar.month_end_chance;
    (0..days)
        .map(|day| {
            let weekday = calendar.weekdays[(calendar.weekday as usize + day) % 7];
            let normal: f64 = StandardNormal.sample(rng);
            let month_end = if burst { calendar.month_end.get(day).copied().unwrap_or(1.0) } else { 1.0 };
            let surprise: f64 = if bulk > 0.0 { StandardUniform.sample(rng) } else { 1.0 };
            let much = if surprise < bulk * DAY {
                let (middle, spread) = priors::BULK;
                let normal: f64 = StandardNormal.sample(rng);
                middle * (spread * normal).exp()
            } else {
                1.0
            };
            much * weekday * month_end * (trend * day as f64 + calendar.common_spread * normal).exp()
        })
        .collect()
}
