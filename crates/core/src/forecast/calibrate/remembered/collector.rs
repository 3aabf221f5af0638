//! What the collector did between observations: how fast it merges, and whether it stands still.

use super::series::{DAY, Merges, SrSample};
use crate::forecast::priors;
use crate::forecast::sim::Scenario;
use crate::forecast::sim::scenario::MergeSpeed;

/// Weighs the candidate speeds of an SR by what was merged, and how likely its collector is stuck by whether anything
/// was.
pub(super) fn learn(scenario: &mut Scenario, sr: u32, seen: &[SrSample], merges: &[Merges]) {
    let place = &mut scenario.srs[sr as usize];
    let spans: Vec<Span> = seen.windows(2).filter_map(|pair| Span::of(&pair[0], &pair[1], merges)).collect();
    place.is_speed_learnt |= weigh(&mut place.merge_speeds, &spans);
    let Pauses { begun, ended, stood, watched } = pauses(&spans);
    place.dies = (begun + 1.0) / (watched + priors::COLLECTOR_DIES_DAYS) / DAY;
    place.repaired = (ended + 1.0) / (stood + priors::COLLECTOR_REPAIRED_DAYS) / DAY;
    match idle(&spans) {
        // it worked lately, so the suspicion that its silence raised is wrong
        Some(idle) if idle <= priors::IDLE_SURE.0 => place.stuck = place.stuck.min(priors::STUCK_SEEN.0),
        Some(idle) if idle >= priors::IDLE_SURE.1 => place.stuck = place.stuck.max(priors::STUCK_SEEN.1),
        _ => {}
    }
}

/// What the collector did between two observations that are close together, while something waited.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    seconds: f64,
    bytes: f64,
    nodes: f64,
    /// Something still waited at its end.
    is_busy: bool,
}

impl Span {
    /// Returns whether nothing was merged although something waited throughout.
    fn is_still(&self) -> bool {
        self.nodes == 0.0 && self.is_busy
    }

    fn of(before: &SrSample, after: &SrSample, merges: &[Merges]) -> Option<Self> {
        let seconds = after.at - before.at;
        if before.waiting == 0 || before.is_off || after.is_off || !(60.0..=priors::CLOSE).contains(&seconds)
        {
            return None;
        }
        let merged = merges
            .iter()
            .find(|(from, to, ..)| (from - before.at).abs() < 1.0 && (to - after.at).abs() < 1.0);
        let (bytes, nodes) = merged.map_or((0.0, 0.0), |(_, _, bytes, nodes)| (*bytes, f64::from(*nodes)));
        Some(Self { seconds, bytes, nodes, is_busy: after.waiting > 0 })
    }
}

/// Multiplies the weight of each candidate by how well it explains what was merged while something waited: the merges
/// took all the time if something still waited at its end, otherwise no more than that. Returns whether anything was
/// merged.
fn weigh(guesses: &mut [MergeSpeed], spans: &[Span]) -> bool {
    let (spread, most) = priors::MERGES_WEIGHT;
    let scores: Vec<f64> = guesses
        .iter()
        .map(|guess| {
            let informative = spans.iter().filter(|span| span.nodes > 0.0);
            let off = informative.map(|span| {
                let takes = span.bytes / guess.speed + span.nodes * guess.each;
                let ratio = (takes / span.seconds).ln() / spread;
                // a merge may have begun before, and there are pauses in between
                if span.is_busy { ratio.powi(2) / 2.0 } else { ratio.max(0.0).powi(2) / 2.0 }
            });
            off.sum::<f64>()
        })
        .collect();
    let informative = spans.iter().filter(|span| span.nodes > 0.0).count() as f64;
    if informative == 0.0 {
        return false;
    }
    let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
    // hours are not independent of each other: together they count as this many at most
    let counts = (most / informative).min(1.0);
    for (guess, score) in guesses.iter_mut().zip(scores) {
        guess.weight *= (-(score - least) * counts).exp();
    }
    true
}

/// The periods in which a collector stood still although something waited, for too long to be a merge under way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Pauses {
    /// How many began.
    begun: f64,
    /// How many ended.
    ended: f64,
    /// Days of all of them.
    stood: f64,
    /// Days on which something waited, these included.
    watched: f64,
}

fn pauses(spans: &[Span]) -> Pauses {
    let mut found =
        Pauses { watched: spans.iter().map(|span| span.seconds / DAY).sum(), ..Pauses::default() };
    let mut after = 0;
    for stretch in spans.chunk_by(|a, b| a.is_still() == b.is_still()) {
        after += stretch.len();
        let seconds: f64 = stretch.iter().map(|span| span.seconds).sum();
        if !stretch[0].is_still() || seconds < priors::IDLE_SURE.1 {
            continue;
        }
        found.begun += 1.0;
        found.ended += f64::from(u8::from(after < spans.len()));
        found.stood += seconds / DAY;
    }
    found
}

/// Returns for how many seconds, up to the observation, something waited without anything being merged; `None` if
/// nothing waits, or too few observations are close together.
fn idle(spans: &[Span]) -> Option<f64> {
    let last = spans.last().filter(|span| span.is_busy)?;
    if last.nodes > 0.0 {
        return Some(0.0);
    }
    let silent = spans.iter().rev().take_while(|span| span.is_still());
    Some(silent.map(|span| span.seconds).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::samples::{GIB, small};

    const HOUR: f64 = 3600.0;

    /// Learns from six hours, in each of which this many GiB are merged while something waits.
    fn learnt(gib: f64, waiting: u32) -> (f64, f64) {
        let mut scenario = small("nfs");
        let guess = |mib: f64| MergeSpeed { speed: mib * 1_048_576.0, each: 10.0, weight: 1.0 };
        scenario.srs[0].merge_speeds = vec![guess(5.0), guess(50.0)];
        scenario.srs[0].stuck = 0.5;
        let seen: Vec<SrSample> = (-6..=0)
            .map(|hour| SrSample { at: f64::from(hour) * HOUR, waiting, ..SrSample::default() })
            .collect();
        let merges: Vec<Merges> = match gib > 0.0 {
            true => (-6..0)
                .map(|hour| (f64::from(hour) * HOUR, f64::from(hour + 1) * HOUR, gib * GIB, 2))
                .collect(),
            false => Vec::new(),
        };
        learn(&mut scenario, 0, &seen, &merges);
        let [slow, fast] = &scenario.srs[0].merge_speeds[..] else { panic!() };
        (fast.weight / (slow.weight + fast.weight), scenario.srs[0].stuck)
    }

    #[test]
    fn merges_show_the_speed_and_the_state_of_the_collector() {
        let (seen, stuck) = priors::STUCK_SEEN;
        // 150 GiB an hour need 43 MiB/s, 15 GiB need 4
        let (fast, works) = learnt(150.0, 1);
        assert!(fast > 0.9 && works == seen, "{fast} {works}");
        let (fast, works) = learnt(15.0, 1);
        assert!(fast < 0.1 && works == seen, "{fast} {works}");
        let (fast, stands) = learnt(0.0, 1);
        assert!(fast == 0.5 && stands == stuck, "{fast} {stands}");
        assert_eq!(learnt(0.0, 0), (0.5, 0.5), "nothing waits: it has nothing to do");
    }

    /// Hours in which something waits: `m` something is merged, `.` nothing is, `d` the last merge is done.
    #[test]
    fn pauses_are_counted() {
        let of = |hours: &str| {
            let span = |hour: char| Span {
                seconds: HOUR,
                bytes: 0.0,
                nodes: f64::from(u8::from(hour != '.')),
                is_busy: hour != 'd',
            };
            let found = pauses(&hours.chars().map(span).collect::<Vec<_>>());
            (found.begun, found.ended, (found.stood * 24.0).round(), (found.watched * 24.0).round())
        };
        let cases = [
            ("", (0.0, 0.0, 0.0, 0.0)),
            ("mmmmmm", (0.0, 0.0, 0.0, 6.0)),
            ("m.....m.....m", (0.0, 0.0, 0.0, 13.0)),
            ("m......mm", (1.0, 1.0, 6.0, 9.0)),
            ("m.......dm......", (2.0, 1.0, 13.0, 16.0)),
        ];
        for (hours, expected) in cases {
            assert_eq!(of(hours), expected, "{hours}");
        }
    }
}
