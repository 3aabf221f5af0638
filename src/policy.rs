//! When the program fails: from what was found and predicted to the exit status.
//!
//! In: an [`Analysis`] and the user's [`Policy`]. Out: the exit status: 0 nothing that counts, 1 warnings, 2 critical,
//! 3 the check could not be made.

use std::str::FromStr;

use xo_health_core::analysis::Analysis;
use xo_health_core::findings::{Severity, cannot_check};
use xo_health_report::predictions::rounded;

/// What makes a check fail.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Policy {
    /// The minimum severity that counts.
    pub fail_on: FailOn,
    /// The prediction that makes the status critical; none where predictions do not count.
    pub fail_on_forecast: Option<FailOnForecast>,
    /// A check without a forecast cannot say "yes", and its status says so.
    pub needs_forecast: bool,
}

/// The minimum severity that affects the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Any finding.
    Info,
    /// Warnings and worse: the default.
    #[default]
    Warning,
    /// Only what is critical.
    Critical,
    /// Nothing that was found; a check that could not be made still does.
    Never,
}

/// How likely an error must be, and within which time, to make the check fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailOnForecast {
    /// From 0 to 1.
    pub chance: f64,
    /// In hours.
    pub within: u32,
}

impl Policy {
    /// Returns the exit status.
    #[must_use]
    pub fn exit_status(&self, analysis: &Analysis) -> u8 {
        let status = self.fail_on.status(analysis);
        // what nobody predicted nobody can promise
        let is_blind = analysis.forecast().is_none() && self.needs_forecast && self.fail_on != FailOn::Never;
        let status = status.max(u8::from(is_blind));
        let mut predictions = analysis.forecast().into_iter().flat_map(|forecast| &forecast.predictions);
        let is_met = |fail: FailOnForecast| predictions.any(|prediction| fail.is_met(&prediction.by));
        if self.fail_on_forecast.is_some_and(is_met) { status.max(2) } else { status }
    }
}

impl FailOn {
    fn status(self, analysis: &Analysis) -> u8 {
        if cannot_check(analysis.findings()) {
            return 3;
        }
        let worst = analysis.findings().iter().map(|finding| finding.severity).max();
        match (self, worst) {
            (Self::Never, _) | (_, None) => 0,
            (_, Some(Severity::Critical)) => 2,
            (Self::Info | Self::Warning, Some(Severity::Warning)) | (Self::Info, Some(Severity::Info)) => 1,
            _ => 0,
        }
    }
}

impl FailOnForecast {
    /// Tells whether an error is that likely, as the report writes it; `by` holds its chance within so many hours.
    fn is_met(self, by: &[(u32, f64)]) -> bool {
        let within = by.iter().find(|(hours, _)| *hours == self.within);
        within.is_some_and(|(_, chance)| rounded(*chance) >= self.chance)
    }
}

impl FromStr for FailOnForecast {
    type Err = String;

    /// Reads `0.5@24h`: a chance and the hours within which.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "give a chance and hours, such as `0.5@24h`".to_owned();
        let (chance, within) = text.split_once('@').ok_or_else(wrong)?;
        let chance: f64 = chance.parse().map_err(|_| wrong())?;
        let within: u32 = within.strip_suffix('h').unwrap_or(within).parse().map_err(|_| wrong())?;
        if !(0.0..=1.0).contains(&chance) || within == 0 || within > 720 {
            return Err("the chance lies between 0 and 1, the hours between 1 and 720".to_owned());
        }
        Ok(Self { chance, within })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_core::analysis::world::World;

    #[test]
    fn when_a_forecast_fails_the_check() {
        let cases = [
            ("0.5@24h", Some((0.5, 24))),
            ("1@720", Some((1.0, 720))),
            ("0.5", None),
            ("2@24h", None),
            ("0.5@0h", None),
            ("0.5@721h", None),
            ("x@24h", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let read = text.parse::<FailOnForecast>().ok().map(|fail| (fail.chance, fail.within));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn a_prediction_counts_by_its_chance_and_hours() {
        let cases = [("0.5@24h", true), ("0.9@24h", true), ("0.95@24h", false), ("0.5@25h", false)];
        for (text, expected) in cases {
            let fail: FailOnForecast = text.parse().unwrap();
            assert_eq!(fail.is_met(&[(24, 0.8996), (168, 0.97)]), expected, "{text}");
        }
    }

    #[test]
    fn the_worst_finding_decides() {
        let calm = || World::new("sr s ext 1TiB { disk d 9GiB: base > leaf }");
        let cases = [
            (World::new("sr s ext 1TiB"), [0, 0, 0, 0]),
            (calm(), [1, 0, 0, 0]),
            (World::new("sr s ext 1TiB { disk d 9GiB: missing > leaf }"), [2, 2, 2, 0]),
        ];
        for (world, expected) in cases {
            let analysis = world.whole();
            let every = [FailOn::Info, FailOn::Warning, FailOn::Critical, FailOn::Never];
            let statuses =
                every.map(|fail_on| Policy { fail_on, ..Policy::default() }.exit_status(&analysis));
            assert_eq!(statuses, expected, "{:?}", analysis.findings());
        }
    }
}
