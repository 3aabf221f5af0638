//! The bench for changes: the forecast of the next day, drawn again with something changed, as often as there is time.
//!
//! Nothing here reads a clock. The cost of a trial is measured by its draws, in draws times hours, so that the same
//! server always yields the same plan: all trials together cost at most twice as much as the forecast.

use std::cell::{Cell, RefCell};
use std::num::NonZero;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::forecast::{
    self, Change, Deadline, Draft, Forecast, Incident, Options, Prediction, RunForecast, draws_for, is_huge,
};
use crate::model::{JobId, ObjectId, ScheduleId};
use crate::outlook::known::Known;
use crate::outlook::values::Row;

/// Hours that are drawn: those of an outlook, plus a few for the last runs to end.
pub(super) const DUE_HOURS: u32 = 26;

/// Draws of a trial, unless the forecast has fewer: enough to distinguish one half from one tenth.
const DRAWS: u32 = 40;

/// The same on a huge server: 20 determine one half to within 11 %.
const DRAWS_HUGE: u32 = 20;

/// The cost of all trials together, relative to that of the forecast.
const TIMES: f64 = 2.0;

/// The part of that cost available for draws: learning, changing and summarising take some of it, and a server whose
/// backups go through takes longer to draw than one whose backups fail. Measured on the 226 worlds of the second set.
const FOR_DRAWS: f64 = 0.5;

/// The most VMs in jobs for which something is drawn although no forecast was requested: that takes a fifth of a
/// second. Whoever requests none for a larger server wants an answer at once.
const UNASKED: usize = 200;

pub(super) struct Bench<'k, 'a> {
    known: &'k Known<'a>,
    /// The runs that are drawn if no forecast covers them.
    drawn: FxHashSet<(JobId, Option<ScheduleId>, Timestamp, ObjectId)>,
    options: Options,
    /// Number of draws of a trial.
    each: u32,
    drafts: RefCell<FxHashMap<u32, Draft>>,
    left: Cell<f64>,
    /// Number of drawings reserved for the end, when each step is drawn alone, and then all together.
    kept: Cell<u32>,
    cut_short: Cell<bool>,
}

impl<'k, 'a> Bench<'k, 'a> {
    pub(super) fn new(known: &'k Known<'a>) -> Self {
        let units: usize = known.analysis.plan().jobs().iter().map(|job| job.selection.vms.len()).sum();
        let asked = known.analysis.settings().forecast.clone();
        let options = asked.unwrap_or_else(|| Options {
            horizon: crate::outlook::HOURS * 7,
            also: None,
            draws: None,
            seed: 1,
            merge_speed: None,
            threads: NonZero::<usize>::MIN,
            deadline: Deadline::default(),
        });
        let draws = options.draws.unwrap_or_else(|| draws_for(units));
        let is_wanted = known.analysis.forecast().is_some() || units <= UNASKED;
        let times = if is_wanted { TIMES * FOR_DRAWS } else { 0.0 };
        let left = f64::from(draws) * f64::from(options.horizon.max(DUE_HOURS)) * times;
        let mut bench = Self {
            known,
            drawn: FxHashSet::default(),
            options,
            each: draws.min(if is_huge(units) { DRAWS_HUGE } else { DRAWS }),
            drafts: RefCell::default(),
            left: Cell::new(left),
            kept: Cell::new(0),
            cut_short: Cell::new(false),
        };
        if known.analysis.forecast().is_none() {
            let runs = bench.draw(&[], DUE_HOURS, bench.each).into_iter().flat_map(|forecast| forecast.runs);
            bench.drawn = runs.map(|run| (run.job, run.schedule, run.at, run.vm)).collect();
        }
        bench
    }

    /// Returns whether the forecast draws the run of a row, so that its outcome is known.
    pub(super) fn draws(&self, row: &Row) -> bool {
        match self.known.analysis.forecast() {
            Some(_) => {
                let schedule = row.schedule_id.as_ref();
                self.known.run(&row.job_id, schedule, row.at, &row.vm_id).is_some()
            }
            None => {
                let key = (row.job_id.clone(), row.schedule_id.clone(), row.at, row.vm_id.clone());
                self.drawn.contains(&key)
            }
        }
    }

    /// Returns whether something was left untried for lack of time.
    pub(super) fn is_cut_short(&self) -> bool {
        self.cut_short.get()
    }

    /// Reserves the time for this many drawings of a day; trials may not use it.
    pub(super) fn keep(&self, drawings: u32) {
        self.kept.set(drawings);
    }

    /// Returns whether there is time left for a trial of this many hours.
    pub(super) fn has_time(&self, hours: u32) -> bool {
        self.can_afford(f64::from(self.each) * f64::from(hours))
    }

    fn can_afford(&self, cost: f64) -> bool {
        let kept = f64::from(self.kept.get()) * f64::from(self.each) * f64::from(DUE_HOURS);
        let enough = self.left.get() >= cost + kept && !self.options.deadline.is_over();
        self.cut_short.set(self.cut_short.get() || !enough);
        enough
    }

    /// Returns the number of draws of a trial.
    pub(super) fn each(&self) -> u32 {
        self.each
    }

    /// Returns the horizon of the forecast, in hours.
    pub(super) fn horizon(&self) -> u32 {
        self.options.horizon.max(DUE_HOURS)
    }

    /// Draws this many hours with changes, or returns `None` if no unreserved time is left.
    pub(super) fn draw(&self, changes: &[Change], hours: u32, draws: u32) -> Option<Forecast> {
        let cost = f64::from(draws) * f64::from(hours);
        if !self.can_afford(cost) {
            return None;
        }
        self.left.set(self.left.get() - cost);
        self.drawn_with(changes, hours, draws)
    }

    /// Draws a day with changes in the reserved time.
    pub(super) fn draw_kept(&self, changes: &[Change]) -> Option<Forecast> {
        let kept = self.kept.replace(0);
        let drawn = self.draw(changes, DUE_HOURS, self.each);
        self.kept.set(kept.saturating_sub(1));
        drawn
    }

    fn drawn_with(&self, changes: &[Change], hours: u32, draws: u32) -> Option<Forecast> {
        let options = Options { horizon: hours, also: None, draws: Some(draws), ..self.options.clone() };
        let mut drafts = self.drafts.borrow_mut();
        let draft = drafts.entry(hours).or_insert_with(|| self.learn(&options));
        let changed = forecast::apply(draft, changes);
        let draws = forecast::simulate(&changed, &options);
        // fewer draws than without the changes would show fewer errors, which does not mean that they are gone
        if options.deadline.is_over() {
            self.cut_short.set(true);
            return None;
        }
        let mut forecast = forecast::summarise(&changed, draws, &[], &options);
        // corrected like the forecast that it is compared with
        self.known.analysis.settings().correction.apply(&mut forecast);
        Some(forecast)
    }

    /// Reuses what the forecast has learnt, because learning takes as long as many draws.
    fn learn(&self, options: &Options) -> Draft {
        let analysis = self.known.analysis;
        let horizon = |draft: &Draft| forecast::until(draft, options);
        let of_forecast = analysis.draft().filter(|_| options.horizon <= self.options.horizon);
        of_forecast.map(horizon).unwrap_or_else(|| analysis.learn(options))
    }
}

/// An index of the runs and errors in a forecast.
pub(super) struct Drawn<'f> {
    runs: FxHashMap<Key<'f>, &'f RunForecast>,
    predictions: FxHashMap<(&'f JobId, Option<&'f ObjectId>, Incident), &'f Prediction>,
}

type Key<'f> = (&'f JobId, Option<&'f ScheduleId>, Timestamp, &'f ObjectId);

impl<'f> Drawn<'f> {
    pub(super) fn of(forecast: &'f Forecast) -> Self {
        let runs = forecast.runs.iter();
        let predictions = forecast.predictions.iter();
        Self {
            runs: runs.map(|run| ((&run.job, run.schedule.as_ref(), run.at, &run.vm), run)).collect(),
            predictions: predictions.map(|one| ((&one.job, one.vm.as_ref(), one.error), one)).collect(),
        }
    }

    pub(super) fn run(&self, key: Key<'_>) -> Option<&'f RunForecast> {
        self.runs.get(&key).copied()
    }

    pub(super) fn prediction(
        &self,
        job: &JobId,
        vm: Option<&ObjectId>,
        error: Incident,
    ) -> Option<&'f Prediction> {
        self.predictions.get(&(job, vm, error)).copied()
    }
}
