//! How good forecasts were, compared with what followed.
//!
//! In: for each thing that could happen (a job, a VM and an error), what was predicted, and when it happened, if it
//! did. Out: a [`Score`]. The measures are those of the field: precision, recall and F1 of what was predicted to be
//! likelier than not, the Brier score against two baselines, calibration in ten bins, lead time, and how often the
//! window contained the instant. Pure: it reads no file.

use jiff::Timestamp;

/// Something that could happen, what was predicted, and what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredUnit {
    /// The predicted probability within the hours that are scored; 0 for what was not predicted.
    pub predicted: f64,
    /// The instants between which it was predicted to come first.
    pub window: Option<(Timestamp, Timestamp)>,
    /// When it came, if that was within the hours that are scored.
    pub occurred: Option<Timestamp>,
    /// It had also come in the week before the forecast: the baseline that repeats the past.
    pub before: bool,
    /// When the forecast was made.
    pub made: Timestamp,
}

/// The score of a set of units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Units.
    pub units: u32,
    /// Those that came.
    pub occurred: u32,
    /// Predicted to be likelier than not, and came.
    pub hits: u32,
    /// Predicted, and did not come.
    pub false_alarms: u32,
    /// Came, and was not predicted.
    pub missed: u32,
    /// Came, and had come in the week before.
    pub repeated: u32,
    /// Had come in the week before, and did not come again.
    pub not_repeated: u32,
    /// The mean squared difference between prediction and outcome.
    pub brier: f64,
    /// The same for always predicting the base rate.
    pub brier_of_base_rate: f64,
    /// The same for predicting what came in the week before.
    pub brier_of_repeating: f64,
    /// Median hours from a forecast to what it predicted correctly.
    pub lead_hours: Option<f64>,
    /// The share of correct predictions whose window contained the instant.
    pub coverage: Option<f64>,
    /// Ten bins by predicted probability.
    pub calibration: [Bin; 10],
}

/// A bin of the calibration.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Units in it.
    pub units: u32,
    /// The mean predicted probability.
    pub predicted: f64,
    /// The share that came.
    pub occurred: f64,
}

impl Score {
    /// Scores units in any order.
    pub fn of(units: impl IntoIterator<Item = ScoredUnit>) -> Self {
        let mut score = Self::default();
        let (mut leads, mut held) = (Vec::new(), 0);
        for unit in units {
            let outcome = f64::from(u8::from(unit.occurred.is_some()));
            score.units += 1;
            score.occurred += u32::from(unit.occurred.is_some());
            score.brier += (unit.predicted - outcome).powi(2);
            match (unit.before, unit.occurred) {
                (true, Some(_)) => score.repeated += 1,
                (true, None) => score.not_repeated += 1,
                (false, _) => {}
            }
            match (unit.predicted >= LIKELY, unit.occurred) {
                (true, Some(at)) => {
                    score.hits += 1;
                    leads.push(at.duration_since(unit.made).as_secs_f64() / 3600.0);
                    held += u32::from(unit.window.is_some_and(|(from, to)| from <= at && at <= to));
                }
                (true, None) => score.false_alarms += 1,
                (false, Some(_)) => score.missed += 1,
                (false, None) => {}
            }
            let bin = &mut score.calibration[((unit.predicted * 10.0) as usize).min(9)];
            bin.units += 1;
            bin.predicted += unit.predicted;
            bin.occurred += outcome;
        }
        score.means();
        leads.sort_by(f64::total_cmp);
        score.lead_hours = leads.get(leads.len() / 2).copied();
        score.coverage = (score.hits > 0).then(|| f64::from(held) / f64::from(score.hits));
        score
    }

    /// Turns the sums into means.
    fn means(&mut self) {
        let n = f64::from(self.units.max(1));
        let rate = f64::from(self.occurred) / n;
        self.brier /= n;
        // always predicting the rate is off by 1 - rate where the error comes, and by the rate where it does not
        self.brier_of_base_rate = rate * (1.0 - rate);
        self.brier_of_repeating = f64::from(self.not_repeated + self.occurred - self.repeated) / n;
        for bin in self.calibration.iter_mut().filter(|bin| bin.units > 0) {
            bin.predicted /= f64::from(bin.units);
            bin.occurred /= f64::from(bin.units);
        }
    }

    /// Returns the share of predicted errors that came, or `None` if nothing was predicted.
    pub fn precision(&self) -> Option<f64> {
        share(self.hits, self.hits + self.false_alarms)
    }

    /// Returns the share of errors that were predicted, or `None` if none came.
    pub fn recall(&self) -> Option<f64> {
        share(self.hits, self.hits + self.missed)
    }

    /// Returns the harmonic mean of precision and recall, or `None` if nothing was predicted and nothing came.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed)
    }

    /// Returns the [`Self::f1`] of predicting what came in the week before.
    pub fn f1_of_repeating(&self) -> Option<f64> {
        share(2 * self.repeated, self.repeated + self.occurred + self.not_repeated)
    }

    /// Returns how much better the forecast is than always predicting the base rate: 1 is perfect, 0 no better. `None`
    /// if all or nothing came.
    pub fn skill(&self) -> Option<f64> {
        (self.brier_of_base_rate > 0.0).then(|| 1.0 - self.brier / self.brier_of_base_rate)
    }

    /// Returns the same for predicting what came in the week before.
    pub fn skill_of_repeating(&self) -> Option<f64> {
        (self.brier_of_base_rate > 0.0).then(|| 1.0 - self.brier_of_repeating / self.brier_of_base_rate)
    }
}

/// From this probability on, an error counts as predicted.
pub const LIKELY: f64 = 0.5;

fn share(part: u32, of: u32) -> Option<f64> {
    (of > 0).then(|| f64::from(part) / f64::from(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * 3600).unwrap()
    }

    fn unit(predicted: f64, occurred: Option<i64>, before: bool) -> ScoredUnit {
        ScoredUnit {
            predicted,
            window: Some((at(9), at(11))),
            occurred: occurred.map(at),
            before,
            made: at(0),
        }
    }

    #[test]
    fn counts_and_means() {
        let units = [
            unit(1.0, Some(10), true),
            unit(0.5, Some(20), false),
            unit(0.6, None, true),
            unit(0.4, Some(3), false),
            unit(0.0, None, false),
        ];
        let score = Score::of(units);
        assert_eq!(
            (score.units, score.occurred, score.hits, score.false_alarms, score.missed),
            (5, 3, 2, 1, 1)
        );
        assert_eq!(score.precision(), Some(2.0 / 3.0));
        assert_eq!(score.recall(), Some(2.0 / 3.0));
        assert_eq!(score.f1(), Some(2.0 / 3.0));
        let brier = (0.0 + 0.25 + 0.36 + 0.36 + 0.0) / 5.0;
        assert!((score.brier - brier).abs() < 1e-12);
        // the base rate is 0.6: 3 times 0.16, 2 times 0.36
        assert!((score.brier_of_base_rate - 0.24).abs() < 1e-12);
        assert!((score.brier_of_repeating - 3.0 / 5.0).abs() < 1e-12);
        assert_eq!((score.repeated, score.not_repeated), (1, 1));
        assert_eq!(score.f1_of_repeating(), Some(2.0 / 5.0));
        assert_eq!(score.lead_hours, Some(20.0));
        assert_eq!(score.coverage, Some(0.5), "one of two lies in its window");
        assert_eq!(score.calibration[9], Bin { units: 1, predicted: 1.0, occurred: 1.0 });
        assert_eq!(score.calibration[5].units, 1);
    }

    #[test]
    fn nothing_gives_no_figures() {
        let score = Score::of([]);
        assert_eq!((score.precision(), score.recall(), score.f1(), score.skill()), (None, None, None, None));
        let quiet = Score::of([unit(0.0, None, false)]);
        assert_eq!((quiet.f1(), quiet.skill(), quiet.coverage, quiet.lead_hours), (None, None, None, None));
    }

    #[test]
    fn skill_against_the_base_rate() {
        let perfect = [unit(1.0, Some(1), false), unit(0.0, None, true)];
        let score = Score::of(perfect);
        assert_eq!((score.skill(), score.skill_of_repeating()), (Some(1.0), Some(-3.0)));
        assert_eq!(score.f1_of_repeating(), Some(0.0));
    }
}
