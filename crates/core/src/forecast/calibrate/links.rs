//! How fast transfers are: what all transfers of a link share, what one VM reaches, and how it varies by hour and run.

use super::past::{PastTransfer, ReplayedPast};
use super::robust::{median, spread, weighted_quantile};
use crate::forecast::priors::{self, LINK_SPEED};
use crate::forecast::sim::scenario::SimLink;

const HOUR: f64 = 3600.0;

/// What is learnt of a link.
pub(super) struct LearntLink {
    pub(super) link: SimLink,
    /// Seconds that each transfer takes apart from its bytes.
    pub(super) seconds: f64,
    /// Too little is known of its speed, which is a guess: no transfer moved more bytes than this.
    pub(super) unknown: Option<f64>,
}

/// Learns the link that these jobs share.
pub(super) fn learn(past: &ReplayedPast, jobs: &[u32], into_day: f64) -> LearntLink {
    let mut moved: Vec<PastTransfer> = past
        .runs
        .iter()
        .filter(|run| jobs.contains(&run.job))
        .flat_map(|run| run.vms.iter().filter_map(|vm| vm.transfer))
        .filter(|transfer| transfer.end.is_some() && transfer.bytes.is_some_and(|bytes| bytes > 0.0))
        .collect();
    moved.sort_by(|a, b| a.start.total_cmp(&b.start));
    let skip = moved.len().saturating_sub(priors::TRANSFERS);
    let moved = &moved[skip..];
    let seen: Vec<SharedTransfer> = observe(moved);
    let mut totals: Vec<(f64, f64)> = seen.iter().map(|seen| (seen.total(), seen.seconds)).collect();
    let shared: Vec<&SharedTransfer> = seen.iter().filter(|seen| seen.together >= priors::SHARED.0).collect();
    let alone: Vec<&SharedTransfer> = seen.iter().filter(|seen| seen.together < priors::SHARED.1).collect();
    let time = |seen: &[&SharedTransfer]| seen.iter().map(|seen| seen.seconds).sum::<f64>();
    let all_time: f64 = seen.iter().map(|seen| seen.seconds).sum();
    if time(&shared) > priors::SHARED_TIME * all_time {
        totals = shared.iter().map(|seen| (seen.total(), seen.seconds)).collect();
    }
    let largest = moved.iter().filter_map(|transfer| transfer.bytes).fold(0.0, f64::max);
    let total = weighted_quantile(&mut totals, 0.5).filter(|_| largest >= priors::INFORMATIVE_BYTES);
    let Some(total) = total else { return unknown(&seen, largest) };
    let mut single: Vec<(f64, f64)> = alone.iter().map(|seen| (seen.rate, seen.seconds)).collect();
    let each =
        weighted_quantile(&mut single, priors::ALONE.1).filter(|_| time(&alone) > priors::ALONE.0 * all_time);
    let each = each.filter(|each| *each < total).unwrap_or(f64::INFINITY);
    let hours = by_hour(&seen, total, each, into_day);
    let mut residuals = Vec::new();
    let mut extra = Vec::new();
    for one in &seen {
        let hour = hour_of(one.middle, into_day);
        let rate = (hours[hour] / one.together).min(each);
        if one.seconds > priors::INFORMATIVE_SECONDS.0 {
            residuals.push((one.rate / rate).ln());
        } else {
            extra.push((one.seconds - one.seconds * one.rate / rate).max(0.0));
        }
    }
    let (enough, usual, least, most) = priors::LINK_NOISE;
    let noise = spread(&residuals).filter(|_| residuals.len() >= enough).unwrap_or(usual).clamp(least, most);
    let seconds = median(&mut extra).unwrap_or(priors::TRANSFER_SECONDS.1);
    let (sure, alone) = priors::LINK_SPREAD;
    let link = SimLink { total: hours, each, spread: sure + alone / (seen.len() as f64 + 1.0), noise };
    LearntLink { link, seconds, unknown: None }
}

/// Returns a link whose speed no transfer shows: a guess, or what was reached if that is more.
fn unknown(seen: &[SharedTransfer], largest: f64) -> LearntLink {
    let (spread, noise) = priors::LINK_UNKNOWN;
    let speed = seen.iter().map(SharedTransfer::total).fold(LINK_SPEED, f64::max);
    let mut beside: Vec<f64> = seen.iter().map(|one| one.seconds).collect();
    let seconds = median(&mut beside).unwrap_or(priors::TRANSFER_SECONDS.0);
    LearntLink {
        link: SimLink { total: vec![speed; 24], each: speed, spread, noise },
        seconds,
        unknown: Some(largest),
    }
}

/// A transfer and how many shared the link with it.
struct SharedTransfer {
    rate: f64,
    seconds: f64,
    middle: f64,
    /// Mean number of simultaneous transfers while it went on, itself included.
    together: f64,
}

impl SharedTransfer {
    fn total(&self) -> f64 {
        self.rate * self.together
    }
}

/// Examines how transfers overlap; they must be sorted by start.
fn observe(moved: &[PastTransfer]) -> Vec<SharedTransfer> {
    let mut seen = Vec::with_capacity(moved.len());
    for (at, transfer) in moved.iter().enumerate() {
        let (Some(end), Some(bytes)) = (transfer.end, transfer.bytes) else { continue };
        let seconds = (end - transfer.start).max(1.0);
        let overlap = |other: &PastTransfer| {
            other.end.map_or(0.0, |other_end| (other_end.min(end) - other.start.max(transfer.start)).max(0.0))
        };
        let before = moved[at.saturating_sub(priors::NEIGHBOURS)..at].iter().map(overlap).sum::<f64>();
        let after: f64 = moved[at + 1..]
            .iter()
            .take(priors::NEIGHBOURS)
            .take_while(|other| other.start < end)
            .map(overlap)
            .sum();
        seen.push(SharedTransfer {
            rate: bytes / seconds,
            seconds,
            middle: (transfer.start + end) / 2.0,
            together: 1.0 + (before + after) / seconds,
        });
    }
    seen
}

fn hour_of(at: f64, into_day: f64) -> usize {
    ((at + into_day) / HOUR).floor().rem_euclid(24.0) as usize
}

/// Returns the total speed at each hour, drawn towards that of the whole day where few transfers show it.
fn by_hour(seen: &[SharedTransfer], total: f64, each: f64, into_day: f64) -> Vec<f64> {
    let mut logs: [Vec<(f64, f64)>; 24] = Default::default();
    for one in seen.iter().filter(|one| one.seconds > priors::INFORMATIVE_SECONDS.1) {
        let expected = (total / one.together).min(each);
        logs[hour_of(one.middle, into_day)].push(((one.rate / expected).ln(), one.seconds));
    }
    let whole = |hour: usize| {
        let n = logs[hour].len() as f64;
        let middle = weighted_quantile(&mut logs[hour].clone(), 0.5).unwrap_or(0.0);
        total * (middle * n / (n + priors::HOUR_WEIGHT)).exp()
    };
    (0..24).map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::past::{PastOutcome, PastVm, ReplayedRun};

    /// Returns the runs of one job: for each run its transfers (start, seconds, bytes).
    fn past(runs: &[&[(f64, f64, f64)]]) -> ReplayedPast {
        let vm = |&(start, seconds, bytes): &(f64, f64, f64)| PastVm {
            unit: 0,
            start,
            end: Some(start + seconds),
            outcome: PastOutcome::Success,
            no_room: false,
            snapshot: None,
            transfer: Some(PastTransfer {
                start,
                end: Some(start + seconds),
                bytes: Some(bytes),
                full: false,
            }),
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

    #[test]
    fn what_is_shared_and_what_one_reaches() {
        let cases: [(&str, &[&[(f64, f64, f64)]], f64, f64); 3] = [
            ("one at a time", &[&[(-1000.0, 100.0, 5e9)]], 50e6, f64::INFINITY),
            ("two at a time", &[&[(-1000.0, 100.0, 5e9), (-1000.0, 100.0, 5e9)]], 100e6, f64::INFINITY),
            (
                "one is slower than two",
                &[&[(-1000.0, 100.0, 5e9), (-1000.0, 100.0, 5e9)], &[(-500.0, 100.0, 6e9)]],
                100e6,
                60e6,
            ),
        ];
        for (name, runs, total, each) in cases {
            let link = learn(&past(runs), &[0], 0.0).link;
            let middle = link.total.iter().sum::<f64>() / 24.0;
            assert!((middle / total - 1.0).abs() < 0.02, "{name}: {middle}");
            assert_eq!(link.each, each, "{name}");
        }
    }

    #[test]
    fn hours_differ_where_transfers_show_it() {
        // at night 100 MB/s, at noon half of it; midnight is now
        let mut runs: Vec<Vec<(f64, f64, f64)>> = Vec::new();
        for day in 1..=10 {
            let midnight = -86_400.0 * f64::from(day);
            runs.push(vec![(midnight + 1.2 * HOUR, 100.0, 10e9)]);
            runs.push(vec![(midnight + 12.2 * HOUR, 200.0, 10e9)]);
        }
        let runs: Vec<&[_]> = runs.iter().map(Vec::as_slice).collect();
        let link = learn(&past(&runs), &[0], 0.0).link;
        assert!(link.total[1] > 1.5 * link.total[12], "{:?}", link.total);
    }

    #[test]
    fn without_logs_the_guess_is_marked() {
        let LearntLink { link, unknown, .. } = learn(&ReplayedPast::default(), &[0], 0.0);
        assert_eq!((link.total[0], link.spread, unknown), (LINK_SPEED, priors::LINK_UNKNOWN.0, Some(0.0)));
    }

    /// What takes 4 s for 3 MiB spends its time on something else: a link of 0.75 MiB/s would be full after an hour.
    #[test]
    fn transfers_of_a_few_mib_show_no_speed() {
        let mib = 1024.0 * 1024.0;
        let of = |bytes: f64, seconds: f64| learn(&past(&[&[(-1000.0, seconds, bytes)]]), &[0], 0.0);
        let toy = of(3.0 * mib, 4.0);
        assert_eq!((toy.link.total[0], toy.seconds, toy.unknown), (LINK_SPEED, 4.0, Some(3.0 * mib)));
        // a fast one is believed only up to the guess
        assert_eq!(of(32.0 * mib, 0.25).link.total[0], LINK_SPEED);
        let real = of(6000.0 * mib, 600.0);
        assert_eq!((real.link.total[0].round(), real.unknown), ((10.0 * mib).round(), None));
    }
}
