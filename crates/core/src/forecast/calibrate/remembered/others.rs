//! What others do on a share: bytes that belong to no image, how they grow, and when they are cleaned up.

use super::series::{DAY, SrSample, Went, line, rhythm, since_change};
use crate::forecast::calibrate::robust::median;
use crate::forecast::priors;
use crate::forecast::sim::Scenario;
use crate::forecast::sim::scenario::Others;

/// Sets what others do on an SR.
pub(super) fn learn(scenario: &mut Scenario, sr: u32, seen: &[SrSample]) {
    let points: Vec<(f64, f64)> = seen
        .iter()
        .filter(|seen| seen.is_thin && seen.at >= -priors::SEEN_SINCE)
        .filter_map(|seen| Some((seen.at, seen.used? - seen.images)))
        .collect();
    let (count, span) = priors::OTHERS_SEEN;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    if points.len() < count || last.0 - first.0 < span || last.0 < 0.0 {
        return;
    }
    let size = seen.last().and_then(|seen| seen.size).unwrap_or(0.0);
    scenario.srs[sr as usize].others = course(&points, size);
}

/// Returns what a series of bytes shows of others.
fn course(points: &[(f64, f64)], size: f64) -> Option<Others> {
    let drops = drops(points, size);
    // what it would be if nothing had been cleaned up
    let mut gone = 0.0;
    let mut next = drops.iter().peekable();
    let whole: Vec<(f64, f64)> = points
        .iter()
        .enumerate()
        .map(|(at, &(t, y))| {
            while let Some(drop) = next.next_if(|drop| drop.after <= at) {
                gone += drop.size;
            }
            (t, y + gone)
        })
        .collect();
    let (rate, error) = line(since_change(&whole), priors::OTHERS_HALF)?;
    let daily = rate * DAY;
    let spread = (error * DAY).hypot(daily * priors::OTHERS_VARY);
    // between the readings around it
    let went = |drop: &SuddenDrop| Went {
        from: points[drop.after - 1].0,
        to: points[drop.after].0,
        size: drop.size,
    };
    Some(Others { daily, spread, returns: rhythm(&drops.iter().map(went).collect::<Vec<_>>()) })
}

/// Bytes that disappeared at once.
struct SuddenDrop {
    /// Position of the first point after it.
    after: usize,
    size: f64,
}

/// Finds where much disappeared at once. What arrived meanwhile is added to it.
fn drops(points: &[(f64, f64)], size: f64) -> Vec<SuddenDrop> {
    let (least, most) =
        points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (_, y)| (a.min(*y), b.max(*y)));
    let (of_range, of_sr) = priors::RETURN_FROM;
    let from = (of_range * (most - least)).max(of_sr * size);
    let mut rates: Vec<f64> = points
        .windows(2)
        .filter(|pair| pair[1].1 - pair[0].1 > -from)
        .map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0))
        .collect();
    let usual = median(&mut rates).unwrap_or(0.0).max(0.0);
    let steps = points.windows(2).zip(1..);
    let drop = |(pair, after): (&[(f64, f64)], usize)| {
        let step = pair[1].1 - pair[0].1;
        (step < -from).then(|| SuddenDrop { after, size: usual * (pair[1].0 - pair[0].0) - step })
    };
    steps.filter_map(drop).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: f64 = 1_073_741_824.0;

    /// Points each night for eleven days, then each hour for three; bytes by the hour.
    fn points(bytes: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let nights = (3..15).rev().map(|day| -24.0 * f64::from(day));
        let hours = (0..72).rev().map(|hour| -f64::from(hour));
        nights.chain(hours).map(|hour| (hour * 3600.0, bytes(hour) * GIB)).collect()
    }

    #[test]
    fn what_grows_stays_or_appeared() {
        let cases: [(&str, fn(f64) -> f64, f64); 3] = [
            ("grows", |hour| 500.0 + hour / 24.0 * 12.0, 12.0),
            ("stands", |_| 500.0, 0.0),
            ("began a week ago", |hour| 500.0 + (hour / 24.0 + 7.0).max(0.0) * 90.0, 90.0),
        ];
        for (what, bytes, daily) in cases {
            let others = course(&points(bytes), 2000.0 * GIB).unwrap();
            assert!((others.daily / GIB - daily).abs() <= 0.12 * daily + 1e-6, "{what}: {others:?}");
            assert_eq!(others.returns, None, "{what}");
        }
    }

    /// 40 GiB a day arrive, and 120 GiB go every three days, the last time two days ago.
    #[test]
    fn what_is_cleaned_up_again_and_again() {
        let saw = |hour: f64| 400.0 + (hour + 48.0).rem_euclid(72.0) / 24.0 * 40.0;
        let others = course(&points(saw), 2000.0 * GIB).unwrap();
        assert!((others.daily / GIB - 40.0).abs() < 5.0, "{others:?}");
        let returns = others.returns.unwrap();
        assert!((returns.size / GIB - 120.0).abs() < 15.0, "{returns:?}");
        assert!((returns.every / 3600.0 - 72.0).abs() < 4.0, "{returns:?}");
        assert!((returns.next / 3600.0 - 24.0).abs() < 6.0, "{returns:?}");
        // it stopped: nothing went for twice its period
        let stopped =
            |hour: f64| if hour < -150.0 { saw(hour) } else { 400.0 + (hour + 150.0) / 24.0 * 40.0 };
        assert_eq!(course(&points(stopped), 2000.0 * GIB).unwrap().returns, None);
    }
}
