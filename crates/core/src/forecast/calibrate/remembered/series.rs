//! What was observed of one SR, by time.

use crate::forecast::calibrate::robust::median;
use crate::forecast::priors;
use crate::forecast::sim::scenario::Returns;
use crate::memory::SrSeen;

pub(super) const DAY: f64 = 86_400.0;

/// What was merged between two observations: from, to, bytes, nodes.
pub(super) type Merges = (f64, f64, f64, u32);

/// An SR at an instant: seconds after the present observation (negative), bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SrSample {
    pub(super) at: f64,
    pub(super) size: Option<f64>,
    pub(super) used: Option<f64>,
    pub(super) images: f64,
    pub(super) roots: f64,
    pub(super) is_thin: bool,
    pub(super) waiting: u32,
    pub(super) is_off: bool,
}

impl SrSample {
    pub(super) fn of(at: f64, place: &SrSeen) -> Self {
        Self {
            at,
            size: place.size.map(|bytes| bytes.0 as f64),
            used: place.used.map(|bytes| bytes.0 as f64),
            images: place.images.0 as f64,
            roots: place.roots.0 as f64,
            is_thin: place.is_thin,
            waiting: place.waiting,
            is_off: place.signs.is_off,
        }
    }
}

/// Picks one observation of each day, all near the same time of day: the time at which most days were observed, and the
/// latest of those. Ups and downs within a day then do not count.
pub(super) fn daily(seen: &[SrSample]) -> Vec<SrSample> {
    let hour = |at: f64| (at / 3600.0).round() as i64;
    let mut best: Vec<SrSample> = Vec::new();
    for phase in 0..24_i64 {
        let mut days: Vec<SrSample> = Vec::new();
        for &one in seen {
            if (hour(one.at) + phase).rem_euclid(24) != 0 {
                continue;
            }
            match days.last_mut() {
                Some(last) if one.at - last.at < DAY / 2.0 => *last = one,
                _ => days.push(one),
            }
        }
        if days.len() > best.len() {
            best = days;
        }
    }
    best
}

/// Returns the rate per second of a line through points weighted by age, and its standard error; `None` for fewer than
/// three. `half` is the age at which a point counts half.
pub(super) fn line(points: &[(f64, f64)], half: f64) -> Option<(f64, f64)> {
    if points.len() < 3 {
        return None;
    }
    let last = points.last()?.0;
    // points that are close together in time add little to a single one
    let spaced = points.iter().zip(std::iter::once(None).chain(points.iter().map(Some)));
    let weighted: Vec<(f64, f64, f64)> = spaced
        .map(|(&(t, y), before)| {
            let gap = before.map_or(DAY / 24.0, |before| t - before.0).clamp(60.0, DAY);
            (t, y, gap * 0.5_f64.powf((last - t) / half))
        })
        .collect();
    let total: f64 = weighted.iter().map(|(.., w)| w).sum();
    let mean_t = weighted.iter().map(|(t, _, w)| t * w).sum::<f64>() / total;
    let mean_y = weighted.iter().map(|(_, y, w)| y * w).sum::<f64>() / total;
    let xx: f64 = weighted.iter().map(|(t, _, w)| w * (t - mean_t).powi(2)).sum();
    let xy: f64 = weighted.iter().map(|(t, y, w)| w * (t - mean_t) * (y - mean_y)).sum();
    if xx <= 0.0 {
        return None;
    }
    let rate = xy / xx;
    let rest: f64 = weighted.iter().map(|(t, y, w)| w * (y - mean_y - rate * (t - mean_t)).powi(2)).sum();
    // the points count as one per day, two days at least and two half-lives at most
    let days = ((last - points[0].0) / DAY).clamp(2.0, 2.0 * half / DAY);
    Some((rate, (rest / xx / days).sqrt()))
}

/// Returns the points since the course changed for good: those that a separate line fits far better; all of them if
/// there is no such change.
pub(super) fn since_change(points: &[(f64, f64)]) -> &[(f64, f64)] {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return points };
    let whole = misfit(points);
    let (least, better) = priors::COURSE_CHANGES;
    let is_inner = |at: &usize| points[*at].0 - first.0 >= least && last.0 - points[*at].0 >= least;
    // one candidate per half day is enough
    let mut tried = f64::NEG_INFINITY;
    let mut best = (whole * better, 0);
    for at in (0..points.len()).filter(is_inner) {
        if points[at].0 - tried < DAY / 2.0 {
            continue;
        }
        tried = points[at].0;
        let apart = misfit(&points[..=at]) + misfit(&points[at..]);
        if apart < best.0 {
            best = (apart, at);
        }
    }
    &points[best.1..]
}

/// Returns how far points lie from the line through them: the sum of squares, each weighted by the time before it.
fn misfit(points: &[(f64, f64)]) -> f64 {
    let weighted: Vec<(f64, f64, f64)> = points
        .windows(2)
        .map(|pair| (pair[1].0, pair[1].1, (pair[1].0 - pair[0].0).clamp(60.0, DAY)))
        .collect();
    let total: f64 = weighted.iter().map(|(.., w)| w).sum();
    let mean = |of: fn(&(f64, f64, f64)) -> f64| {
        weighted.iter().map(|point| of(point) * point.2).sum::<f64>() / total.max(1.0)
    };
    let (mean_t, mean_y) = (mean(|point| point.0), mean(|point| point.1));
    let xx: f64 = weighted.iter().map(|(t, _, w)| w * (t - mean_t).powi(2)).sum();
    let xy: f64 = weighted.iter().map(|(t, y, w)| w * (t - mean_t) * (y - mean_y)).sum();
    let rate = if xx > 0.0 { xy / xx } else { 0.0 };
    weighted.iter().map(|(t, y, w)| w * (y - mean_y - rate * (t - mean_t)).powi(2)).sum()
}

/// Bytes that disappeared at once, between two readings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Went {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) size: f64,
}

/// Returns the rhythm of what disappears, in order of time; `None` if it did only once, or has stopped.
pub(super) fn rhythm(went: &[Went]) -> Option<Returns> {
    // midway between the readings around it; the instant is as uncertain as these are apart
    let at = |one: &Went| (one.to + one.from) / 2.0;
    let unsure = |one: &Went| (one.to - one.from) / 4.0;
    let (first, last) = (went.first()?, went.last()?);
    let gaps = (went.len() - 1) as f64;
    if gaps < 1.0 {
        return None;
    }
    let every = (at(last) - at(first)) / gaps;
    let apart: Vec<f64> = went.windows(2).map(|pair| at(&pair[1]) - at(&pair[0]) - every).collect();
    let spread = (apart.iter().map(|gap| gap * gap).sum::<f64>() / gaps).sqrt();
    let overdue = -at(last) - every;
    if every <= 0.0 || overdue > priors::RETURN_OVERDUE * every {
        return None;
    }
    let mut sizes: Vec<f64> = went.iter().map(|one| one.size).collect();
    Some(Returns {
        size: median(&mut sizes)?,
        next: (at(last) + every).max(0.0),
        every,
        // the uncertainty of the two instants spreads over all gaps
        spread: spread.min(unsure(last).max(unsure(first) / gaps) + spread / 2.0).max(priors::RETURN_SPREAD),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: f64, used: f64) -> SrSample {
        SrSample { at: hours * 3600.0, used: Some(used), ..SrSample::default() }
    }

    /// Nightly for ten days, then hourly for three: the nights count, not the hours.
    #[test]
    fn one_reading_of_each_day() {
        let nights = (3..14).rev().map(|day| at(-24.0 * f64::from(day) - 5.0, 1.0));
        let hours = (0..72).rev().map(|hour| at(-f64::from(hour), 2.0));
        let seen: Vec<SrSample> = nights.chain(hours).collect();
        let daily = daily(&seen);
        let hours: Vec<f64> = daily.iter().map(|seen| seen.at / 3600.0).collect();
        assert_eq!(hours.len(), 14, "{hours:?}");
        assert!(hours.windows(2).all(|pair| pair[1] - pair[0] == 24.0), "{hours:?}");
    }

    #[test]
    fn a_line_follows_what_is_recent() {
        let old_then_new: Vec<(f64, f64)> = (-20..=0)
            .map(|day| (f64::from(day) * DAY, if day < -6 { 0.0 } else { f64::from(day + 6) }))
            .collect();
        let (rate, error) = line(&old_then_new, 2.0 * DAY).unwrap();
        // a line through all of them rises by a quarter of what the latest days do
        assert!((0.6..1.0).contains(&(rate * DAY)), "{}", rate * DAY);
        assert!(error > 0.0 && error < rate, "{error}");
        assert_eq!(line(&old_then_new[..2], DAY), None);
        assert_eq!(line(&[(1.0, 2.0); 5], DAY), None, "all at once");
    }
}
