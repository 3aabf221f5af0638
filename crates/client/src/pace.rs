//! How fast an inventory is read: XO does nothing else while it sends one.
//!
//! XO writes the stream of its objects in its single thread, as fast as the reader takes it: with 190,000 disks it
//! stands still for 1.6 s at a time (measured by others on a real server: issue 15). A reader that pauses as long as
//! each piece took to arrive leaves XO half of its time. In: the sizes of the pieces and their arrivals. Out: how long
//! to pause.

use std::time::Duration;

/// How fast the answers are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// At full speed first, gently once the answer turns out to be large.
    #[default]
    Auto,
    /// With pauses from the beginning.
    Gentle,
    /// At full speed.
    Full,
}

/// Bytes of one answer from which it is read gently: smaller ones are over before it matters. Issue 15.
const MUCH: u64 = 50 << 20;

/// Bytes after which there is a pause. Guess: XO produces them in 20 ms, and the network's buffers hold a few of them.
const SLICE: u64 = 1 << 20;

/// The longest pause: a piece that arrived slowly did not keep XO busy.
const LONGEST: Duration = Duration::from_millis(100);

/// The pauses of one answer.
#[derive(Debug)]
pub(crate) struct Pauses {
    pace: Pace,
    total: u64,
    slice: u64,
}

impl Pauses {
    pub(crate) const fn new(pace: Pace) -> Self {
        Self { pace, total: 0, slice: 0 }
    }

    /// Records a piece; `took` is the time since the last pause. Returns how long to pause now; `None` to continue.
    pub(crate) fn after(&mut self, bytes: u64, took: Duration) -> Option<Duration> {
        self.total += bytes;
        self.slice += bytes;
        let is_gentle = match self.pace {
            Pace::Full => false,
            Pace::Gentle => true,
            Pace::Auto => self.total > MUCH,
        };
        if !is_gentle || self.slice < SLICE {
            return None;
        }
        self.slice = 0;
        Some(took.min(LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_reading_pauses() {
        let ms = Duration::from_millis;
        // (pace, bytes before, bytes of the piece, time it took, pause)
        let cases = [
            (Pace::Full, 0, MUCH * 2, ms(20), None),
            (Pace::Auto, 0, MUCH, ms(20), None),
            (Pace::Auto, MUCH, SLICE, ms(20), Some(ms(20))),
            (Pace::Gentle, 0, SLICE - 1, ms(20), None),
            (Pace::Gentle, 0, SLICE, ms(20), Some(ms(20))),
            (Pace::Gentle, 0, SLICE, ms(900), Some(LONGEST)),
        ];
        for (pace, before, bytes, took, rest) in cases {
            let mut pauses = Pauses::new(pace);
            if before > 0 {
                assert_eq!(pauses.after(before, ms(1)), None, "{pace:?} {before}");
                pauses.slice = 0;
            }
            assert_eq!(pauses.after(bytes, took), rest, "{pace:?} {before} {bytes}");
        }
    }
}
