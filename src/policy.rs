//! When the program fails: turns findings and predictions into the exit status.
//!
//! In: an [`Analysis`], its [`Outlook`] and the user's [`Policy`]. Out: the exit status and its reason: 0 nothing that
//! counts, 1 warnings, a likely error or something unknown, 2 critical, 3 the check could not be made.

use std::str::FromStr;

use xo_health_core::analysis::Analysis;
use xo_health_core::findings::{Code, Finding, Severity, Suppressed, is_incomplete};
use xo_health_core::forecast::Forecast;
use xo_health_core::outlook::{Outcome, Outlook, Status};
use xo_health_report::ExitReason;
use xo_health_report::diff::{Diff, PredictionChange, Side};
use xo_health_report::predictions::rounded;

/// What makes a check fail.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Policy {
    /// The minimum severity that counts.
    pub fail_on: FailOn,
    /// Which predictions count.
    pub fail_on_forecast: OnForecast,
    /// Whether a check needs a forecast to say "yes"; without one its status is then 1.
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
    /// Critical findings only.
    Critical,
    /// No finding or prediction; a check that could not be made still counts.
    Never,
}

/// Which predictions make a check fail.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum OnForecast {
    /// An error that is at least 50 % likely within 24 hours makes the status 1.
    #[default]
    Likely,
    /// An error that reaches this makes the status 2.
    Reaches(FailOnForecast),
    /// No prediction.
    Never,
}

/// How likely an error must be, and within which time, to make the check fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailOnForecast {
    /// A probability from 0 to 1.
    pub chance: f64,
    /// Hours from now.
    pub within: u32,
}

impl Policy {
    /// Returns the exit status, and what decided it.
    #[must_use]
    pub fn exit(&self, analysis: &Analysis, outlook: &Outlook) -> (u8, ExitReason) {
        self.exit_without(analysis, outlook, &Suppressed::default())
    }

    /// Returns the exit status, and what decided it, if some findings are suppressed: those do not count, unless they
    /// say that nothing could be read.
    #[must_use]
    pub fn exit_without(
        &self,
        analysis: &Analysis,
        outlook: &Outlook,
        suppressed: &Suppressed,
    ) -> (u8, ExitReason) {
        let all = || analysis.findings().iter().enumerate();
        let is_shown = |number| suppressed.rule(number).is_none();
        let is_blind = |code| matches!(code, Code::NotRead | Code::NoInventory);
        let counting = all().filter(|(number, finding)| is_shown(*number) || is_blind(finding.code));
        let counting: Vec<Finding> = counting.map(|(_, finding)| finding.clone()).collect();
        if is_incomplete(&counting) {
            return (3, unchecked(&counting));
        }
        let shown = all().filter(|(number, _)| is_shown(*number)).map(|(_, finding)| finding.severity);
        let found = shown.max().and_then(|severity| self.of(severity));
        let reasons = [found, self.predicted(analysis, outlook), self.cannot_tell(analysis, outlook)];
        let decided = reasons.into_iter().flatten().reduce(|a, b| if b.0 > a.0 { b } else { a });
        decided.unwrap_or((0, ExitReason::Nothing))
    }

    /// Returns the exit status of a comparison, and what decided it: what is in both counts only if it got worse.
    #[must_use]
    pub fn judge(&self, diff: &Diff) -> (u8, ExitReason) {
        if diff.after.exit_status == 3 {
            return (3, diff.after.exit_reason.unwrap_or(ExitReason::NothingChecked));
        }
        let bad = diff.findings.iter().filter(|finding| finding.change.is_bad());
        let worst = bad.filter_map(|finding| Some(finding.latest()?.severity)).max();
        let reasons =
            [worst.and_then(|worst| self.of(worst)), self.predicted_new(diff), self.newly_cannot_tell(diff)];
        let decided = reasons.into_iter().flatten().reduce(|a, b| if b.0 > a.0 { b } else { a });
        decided.unwrap_or((0, ExitReason::Nothing))
    }

    fn predicted_new(&self, diff: &Diff) -> Option<(u8, ExitReason)> {
        let backups = || diff.backups.iter().filter(|backup| backup.change.is_bad());
        match self.fail_on_forecast {
            OnForecast::Never => None,
            OnForecast::Likely if self.fail_on == FailOn::Never => None,
            OnForecast::Likely => {
                let fails = backups().any(|backup| backup.after.outcome == Some(Outcome::Fails));
                fails.then_some((1, ExitReason::Forecast))
            }
            OnForecast::Reaches(fail) => {
                let by = |one: &PredictionChange| -> Vec<(u32, f64)> {
                    one.probability_by.iter().map(|by| (by.within_hours, by.probability)).collect()
                };
                let mut predictions = diff.predictions.iter().filter(|one| one.change.is_bad());
                let is_reached = predictions.any(|one| fail.is_met(&by(one)))
                    || backups().any(|backup| rounded(backup.after.probability) >= fail.chance);
                is_reached.then_some((2, ExitReason::Asked))
            }
        }
    }

    fn newly_cannot_tell(&self, diff: &Diff) -> Option<(u8, ExitReason)> {
        let is_unknown =
            |side: &Side| side.answer.as_ref().is_some_and(|one| one.status == Status::CannotTell);
        let is_new = is_unknown(&diff.after) && !is_unknown(&diff.before);
        (is_new && self.fail_on != FailOn::Never).then_some((1, ExitReason::CannotTell))
    }

    /// Returns the exit status that a finding of this severity causes, with its reason.
    fn of(&self, severity: Severity) -> Option<(u8, ExitReason)> {
        let status = match (self.fail_on, severity) {
            (FailOn::Never, _) => return None,
            (_, Severity::Critical) => 2,
            (FailOn::Info | FailOn::Warning, Severity::Warning) | (FailOn::Info, Severity::Info) => 1,
            _ => return None,
        };
        Some((status, ExitReason::Findings { severity }))
    }

    fn predicted(&self, analysis: &Analysis, outlook: &Outlook) -> Option<(u8, ExitReason)> {
        match self.fail_on_forecast {
            OnForecast::Never => None,
            OnForecast::Likely if self.fail_on == FailOn::Never => None,
            OnForecast::Likely => {
                let rows = outlook.rows.iter().map(|row| row.outcome);
                let mut all = rows.chain(outlook.events.iter().map(|event| event.outcome));
                all.any(|outcome| outcome == Outcome::Fails).then_some((1, ExitReason::Forecast))
            }
            OnForecast::Reaches(fail) => {
                let mut predictions =
                    analysis.forecast().into_iter().flat_map(|forecast| &forecast.predictions);
                let is_reached =
                    predictions.any(|prediction| fail.is_met(&prediction.by)) || fail.is_met_by(outlook);
                is_reached.then_some((2, ExitReason::Asked))
            }
        }
    }

    fn cannot_tell(&self, analysis: &Analysis, outlook: &Outlook) -> Option<(u8, ExitReason)> {
        // without a prediction there is no promise
        let is_blind = self.needs_forecast && !analysis.forecast().is_some_and(Forecast::promises);
        let is_unknown = outlook.answer.status == Status::CannotTell || is_blind;
        let is_unknown = is_unknown && self.fail_on != FailOn::Never;
        is_unknown.then_some((1, ExitReason::CannotTell))
    }
}

/// Returns why the check could not be made.
fn unchecked(findings: &[Finding]) -> ExitReason {
    let is_pool = |code| matches!(code, Code::PoolMissing | Code::PoolLoading);
    let pools = findings.iter().filter(|finding| is_pool(finding.code)).count();
    match u32::try_from(pools).unwrap_or(u32::MAX) {
        0 => ExitReason::NothingChecked,
        pools => ExitReason::PoolMissing { pools },
    }
}

impl FailOnForecast {
    /// Returns whether an error is that likely, rounded as in the report; `by` holds its chance within each number of
    /// hours.
    fn is_met(self, by: &[(u32, f64)]) -> bool {
        let within = by.iter().find(|(hours, _)| *hours == self.within);
        within.is_some_and(|(_, chance)| rounded(*chance) >= self.chance)
    }

    /// Returns whether a backup that is due within these hours is that likely to fail.
    fn is_met_by(self, outlook: &Outlook) -> bool {
        let hours = |hours: u32| jiff::SignedDuration::from_hours(hours.into());
        // the outlook ends this many hours after now
        let ahead = hours(self.within) - hours(xo_health_core::outlook::HOURS);
        let end = outlook.answer.until.saturating_add(ahead).unwrap_or(jiff::Timestamp::MAX);
        outlook.rows.iter().any(|row| row.at <= end && rounded(row.probability) >= self.chance)
    }
}

/// Why a text is not a probability and hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
pub enum WrongFailOn {
    /// It has the wrong form.
    #[error("give a probability and hours, such as `0.5@24h`")]
    Shape,
    /// Its numbers are too small or too large.
    #[error("the probability must be between 0 and 1, the hours between 1 and 720")]
    Range,
}

impl FromStr for OnForecast {
    type Err = WrongFailOn;

    /// Parses `0.5@24h`, or `never`.
    fn from_str(text: &str) -> Result<Self, WrongFailOn> {
        if text == "never" {
            return Ok(Self::Never);
        }
        text.parse().map(Self::Reaches)
    }
}

impl FromStr for FailOnForecast {
    type Err = WrongFailOn;

    /// Parses `0.5@24h`: a chance and the hours within which it counts.
    fn from_str(text: &str) -> Result<Self, WrongFailOn> {
        let wrong = WrongFailOn::Shape;
        let (chance, within) = text.split_once('@').ok_or(wrong)?;
        let chance: f64 = chance.parse().map_err(|_| wrong)?;
        let within: u32 = within.strip_suffix('h').unwrap_or(within).parse().map_err(|_| wrong)?;
        if !(0.0..=1.0).contains(&chance) || within == 0 || within > 720 {
            return Err(WrongFailOn::Range);
        }
        Ok(Self { chance, within })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_core::analysis::world::World;
    use xo_health_report::words::{Lang, Words};

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
            let statuses = every.map(|fail_on| {
                Policy { fail_on, ..Policy::default() }.exit(&analysis, &Outlook::of(&analysis)).0
            });
            assert_eq!(statuses, expected, "{:?}", analysis.findings());
        }
    }

    /// A VM that is backed up each night; its chain is at the limit if `fails`.
    fn nightly(fails: bool) -> World {
        let chain =
            if fails { "base*29 snap x age=2h > leaf" } else { "base 3GiB snap a job=nightly > leaf" };
        let text = format!("sr s ext 1TiB free 500GiB vm web {{ disk root 9GiB on s: {chain} }}");
        let runs = ["75h delta", "51h delta", "27h delta", "3h delta"];
        let world = World::new(&text).repository("nas", "nfs", 1000, 900);
        world.past("nightly", "0 22 * * *", &["web"], &runs).with_setting("nightly", "exportRetention", 7)
    }

    fn without_logs(mut world: World) -> World {
        world.backups.runs = None;
        world.reading.unread = vec![xo_health_core::model::Unread {
            answer: xo_health_core::model::Question::Logs,
            why: xo_health_core::model::UnreadReason::NotAsked,
        }];
        world
    }

    /// The exit status for each `--fail-on`, `--fail-on-forecast` and state of knowledge. The disk at its limit is also
    /// a critical finding, which is left out where only predictions are tested.
    #[test]
    fn predictions_and_unknown_answers() {
        use FailOn::{Critical, Never, Warning};
        let reaches = |text: &str| OnForecast::Reaches(text.parse().unwrap());
        let (likely, never) = (OnForecast::Likely, OnForecast::Never);
        let cases = [
            ("well", nightly(false), Warning, likely, 0),
            ("an error within a day", nightly(true), Warning, likely, 2),
            ("the same, findings aside", nightly(true), Never, likely, 0),
            ("`--fail-on never` leaves what was asked for", nightly(true), Never, reaches("0.5@24h"), 2),
            ("as likely as that", nightly(true), Never, reaches("1@24h"), 2),
            ("not so soon", nightly(true), Never, reaches("0.5@1h"), 0),
            ("both switched off", nightly(true), Never, never, 0),
            ("cannot tell", without_logs(nightly(false)), Critical, never, 1),
            ("cannot tell, and not asked", without_logs(nightly(false)), Never, likely, 0),
        ];
        for (case, world, fail_on, fail_on_forecast, expected) in cases {
            let analysis = world.whole();
            let policy = Policy { fail_on, fail_on_forecast, needs_forecast: false };
            assert_eq!(policy.exit(&analysis, &Outlook::of(&analysis)).0, expected, "{case}");
        }
    }

    /// By default a likely error makes the status 1, with its reason; a limit that the user gives makes it 2, and
    /// `never` turns it off.
    #[test]
    fn a_likely_error_alone() {
        // a stuck run is a prediction; the findings about it are only warnings
        let runs = ["90h delta", "60h delta", "30h pending", "6h refused"];
        let text =
            "sr s ext 1TiB free 500GiB vm web { disk root 9GiB on s: base 3GiB snap a job=nightly > leaf }";
        let world = World::new(text).repository("nas", "nfs", 1000, 900);
        let world = world.past("nightly", "0 22 * * *", &["web"], &runs).with_setting(
            "nightly",
            "exportRetention",
            7,
        );
        let analysis = world.whole();
        let outlook = Outlook::of(&analysis);
        let exit = |fail_on_forecast| {
            let policy = Policy { fail_on: FailOn::Critical, fail_on_forecast, needs_forecast: false };
            policy.predicted(&analysis, &outlook)
        };
        assert_eq!(exit(OnForecast::Likely), Some((1, ExitReason::Forecast)));
        assert_eq!(exit("0.5@24h".parse().unwrap()), Some((2, ExitReason::Asked)));
        assert_eq!(exit("0.98@24h".parse().unwrap()), None);
        assert_eq!(exit("never".parse().unwrap()), None);
    }

    /// 3 before 2 before 1 before 0.
    #[test]
    fn the_worst_reason_decides() {
        let lost = |mut world: World| {
            world.reading.unread = vec![xo_health_core::model::Unread {
                answer: xo_health_core::model::Question::Objects,
                why: xo_health_core::model::UnreadReason::NotAsked,
            }];
            world.inventory = World::new("").inventory;
            world
        };
        let unread_and_critical = without_logs(nightly(true));
        for (world, expected) in [
            (lost(nightly(true)), 3),
            (unread_and_critical, 2),
            (without_logs(nightly(false)), 1),
            (nightly(false), 0),
        ] {
            let analysis = world.whole();
            let exit = Policy::default().exit(&analysis, &Outlook::of(&analysis));
            assert_eq!(exit.0, expected, "{exit:?} {:?}", analysis.findings());
        }
        // a check without a forecast is not a "yes"
        let analysis = nightly(false).whole();
        let policy = Policy { needs_forecast: true, ..Policy::default() };
        assert_eq!(policy.exit(&analysis, &Outlook::of(&analysis)), (1, ExitReason::CannotTell));
    }

    /// What was already there does not count, however bad it is; a check that could not be made does.
    #[test]
    fn what_is_in_both_does_not_count() {
        use xo_health_report::diff::State;
        let state = |world: World| {
            let analysis = world.whole();
            let outlook = Outlook::of(&analysis);
            let exit = Policy::default().exit(&analysis, &outlook);
            let report = xo_health_report::check(&analysis, outlook, exit);
            State::of(&report, Words::of(Lang::En)).unwrap()
        };
        let lost = || {
            let mut world = without_logs(nightly(true));
            world.reading.unread[0].answer = xo_health_core::model::Question::Objects;
            world.inventory = World::new("").inventory;
            world
        };
        let reaches = "0.5@24h".parse().unwrap();
        type Make<'a> = &'a dyn Fn() -> World;
        let (well, bad): (Make<'_>, Make<'_>) = (&|| nightly(false), &|| nightly(true));
        let blind: Make<'_> = &|| without_logs(nightly(false));
        let cases = [
            ("well in both", well, well, OnForecast::Likely, 0),
            ("bad in both", bad, bad, OnForecast::Likely, 0),
            ("bad in both, asked for", bad, bad, reaches, 0),
            // without a forecast, which these lack, nothing is promised
            ("it got better, or so it seems", bad, well, OnForecast::Likely, 1),
            ("the same, and nobody asked", bad, well, OnForecast::Never, 1),
            ("it got worse", well, bad, OnForecast::Likely, 2),
            ("it got worse, asked for", well, bad, reaches, 2),
            ("could not tell before", blind, blind, OnForecast::Likely, 0),
            ("nothing was read", bad, &lost, OnForecast::Likely, 3),
        ];
        for (case, before, after, fail_on_forecast, expected) in cases {
            let diff = Diff::between(&state(before()), &state(after()));
            let policy = Policy { fail_on_forecast, ..Policy::default() };
            assert_eq!(policy.judge(&diff).0, expected, "{case}: {:?}", policy.judge(&diff));
        }
        let diff = Diff::between(&state(well()), &state(bad()));
        let aside = Policy { fail_on: FailOn::Never, ..Policy::default() };
        assert_eq!(aside.judge(&diff).0, 0);
        let aside = Policy { fail_on: FailOn::Never, fail_on_forecast: reaches, needs_forecast: false };
        assert_eq!(aside.judge(&diff), (2, ExitReason::Asked));
    }
}
