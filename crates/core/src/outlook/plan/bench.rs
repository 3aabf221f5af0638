//! Where changes are tried: the forecast of the next day, drawn again with something changed, as often as there is time.
//!
//! Nothing here reads a clock. The cost of a trial is measured by what it draws, in draws times hours, so that the same
//! server gives the same plan: all trials together take no more than twice what the forecast took.

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

/// Hours that are drawn: those of an outlook, and a little for the last runs to end.
pub(super) const DAY: u32 = 26;

/// Draws of a trial, unless the forecast has fewer: enough to distinguish a half from a tenth.
const DRAWS: u32 = 40;

/// The same on a huge server: 20 tell a half to 11 %.
const DRAWS_HUGE: u32 = 20;

/// How much of what the forecast took all trials together may take.
const TIMES: f64 = 2.0;

/// The part of it that is left for draws, beside learning, changing and summing up; and because a server on which
/// backups go through takes longer to draw than one on which they fail. Measured on the 226 worlds of the second set.
const FOR_DRAWS: f64 = 0.5;

/// VMs in jobs up to which something is drawn where no forecast was wanted: that takes a fifth of a second. Whoever wants
/// none on a larger server wants an answer at once.
const UNASKED: usize = 200;

pub(super) struct Bench<'k, 'a> {
    known: &'k Known<'a>,
    /// The runs that are drawn, where there is no forecast that covers them.
    drawn: FxHashSet<(JobId, Option<ScheduleId>, Timestamp, ObjectId)>,
    options: Options,
    /// Draws of a trial.
    each: u32,
    drafts: RefCell<FxHashMap<u32, Draft>>,
    left: Cell<f64>,
    /// How many drawings are kept for the end, when each step is drawn alone and all together.
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
            threads: NonZero::<usize>::MIN,
            deadline: Deadline::default(),
        });
        let draws = options.draws.unwrap_or_else(|| draws_for(units));
        let is_wanted = known.analysis.forecast().is_some() || units <= UNASKED;
        let times = if is_wanted { TIMES * FOR_DRAWS } else { 0.0 };
        let left = f64::from(draws) * f64::from(options.horizon.max(DAY)) * times;
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
            let runs = bench.draw(&[], DAY, bench.each).into_iter().flat_map(|forecast| forecast.runs);
            bench.drawn = runs.map(|run| (run.job, run.schedule, run.at, run.vm)).collect();
        }
        bench
    }

    /// Returns whether the forecast draws a row's run, so that its outcome is known.
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

    /// Keeps the time of this many drawings of a day: what is tried may not take it.
    pub(super) fn keep(&self, drawings: u32) {
        self.kept.set(drawings);
    }

    /// Returns whether there is time left to try something for this many hours.
    pub(super) fn has_time(&self, hours: u32) -> bool {
        self.can_pay(f64::from(self.each) * f64::from(hours))
    }

    fn can_pay(&self, cost: f64) -> bool {
        let kept = f64::from(self.kept.get()) * f64::from(self.each) * f64::from(DAY);
        let enough = self.left.get() >= cost + kept && !self.options.deadline.is_over();
        self.cut_short.set(self.cut_short.get() || !enough);
        enough
    }

    /// Returns how many draws a trial has.
    pub(super) fn each(&self) -> u32 {
        self.each
    }

    /// Returns the horizon of the forecast, in hours.
    pub(super) fn horizon(&self) -> u32 {
        self.options.horizon.max(DAY)
    }

    /// Draws this many hours with changes; none where there is no time left, beside what is kept.
    pub(super) fn draw(&self, changes: &[Change], hours: u32, draws: u32) -> Option<Forecast> {
        let cost = f64::from(draws) * f64::from(hours);
        if !self.can_pay(cost) {
            return None;
        }
        self.left.set(self.left.get() - cost);
        self.drawn_with(changes, hours, draws)
    }

    /// Draws a day with changes out of the time that is kept.
    pub(super) fn draw_kept(&self, changes: &[Change]) -> Option<Forecast> {
        let kept = self.kept.replace(0);
        let drawn = self.draw(changes, DAY, self.each);
        self.kept.set(kept.saturating_sub(1));
        drawn
    }

    fn drawn_with(&self, changes: &[Change], hours: u32, draws: u32) -> Option<Forecast> {
        let options = Options { horizon: hours, also: None, draws: Some(draws), ..self.options.clone() };
        let mut drafts = self.drafts.borrow_mut();
        let draft = drafts.entry(hours).or_insert_with(|| self.learn(&options));
        let changed = forecast::apply(draft, changes);
        let draws = forecast::simulate(&changed, &options);
        // fewer draws than without the changes show fewer errors, not that they are gone
        if options.deadline.is_over() {
            self.cut_short.set(true);
            return None;
        }
        let mut forecast = forecast::summarise(&changed, draws, &[], &options);
        // as the forecast that it is compared with
        self.known.analysis.settings().correction.apply(&mut forecast);
        Some(forecast)
    }

    /// What the forecast has learnt serves here too: to learn takes as long as many draws.
    fn learn(&self, options: &Options) -> Draft {
        let analysis = self.known.analysis;
        let horizon = |draft: &Draft| forecast::until(draft, options);
        let of_forecast = analysis.draft().filter(|_| options.horizon <= self.options.horizon);
        of_forecast.map(horizon).unwrap_or_else(|| analysis.learn(options))
    }
}

/// Finds what a forecast says of a run, and of an error.
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
