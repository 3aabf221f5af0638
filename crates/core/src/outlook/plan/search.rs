//! Finds the cheapest set of steps after which the due backups go through.
//!
//! Problems are examined by urgency; for each, the first family that removes it is taken, with the earlier choices
//! already applied. Errors that others hid may then show, so this is repeated. Then each step is left out once, and
//! stays out if no problem comes back; finally each is drawn alone, and all together.

mod trial;

use crate::units;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use self::trial::{Effect, Trial};
use super::bench::{Bench, DUE_HOURS, Drawn};
use super::candidate::{self, Candidate, postpones, rank};
use super::clash::contradicts;
use super::credit::Alone;
use super::families::Maker;
use super::problem::Problem;
use super::target::{Rest, Steps, Target};
use super::{After, Fix, Plan, Step, StepAction, credit, direct, needs};
use crate::forecast::{Change, Forecast};
use crate::outlook::known::Known;
use crate::outlook::risk::rounded;
use crate::outlook::rows::Judged;
use crate::outlook::values::{Event, LIKELY, Likelihood, Outcome, POSSIBLE, UnreadPart};

/// How often the search is repeated for problems that others hid.
const ROUNDS: usize = 4;

/// A problem counts as removed below this: half of what counts as at risk, which leaves room for what else may happen.
const REMOVED: f64 = POSSIBLE / 2.0;

/// Finds the plan, and the effect of all its steps.
pub(in crate::outlook) fn find(known: &Known<'_>, judged: &[Judged], events: &[Event]) -> (Plan, After) {
    let rows =
        judged.iter().filter(|one| is_bad(one) && known.is_asked(&one.row.job_id, Some(&one.row.vm_id)));
    let targets: Vec<Target<'_>> = rows.map(Target::Row).chain(events.iter().map(Target::Event)).collect();
    let search = Search { known, judged, targets: &targets, bench: Bench::new(known) };
    search.plan()
}

/// Orders steps: first those that remove what is likely rather than possible, then those due sooner, those that fix
/// more, those that destroy less.
fn urgency(step: &Step) -> (bool, Timestamp, std::cmp::Reverse<usize>, u8) {
    let is_likely = Likelihood::of(step.probability_before) >= Likelihood::Likely;
    let before = step.before.unwrap_or(Timestamp::MAX);
    (!is_likely, before, std::cmp::Reverse(step.fixes.len()), rank(&step.action))
}

/// Returns whether a row is at risk, as far as that is known.
const fn is_bad(judged: &Judged) -> bool {
    matches!(judged.row.outcome, Outcome::AtRisk | Outcome::Fails)
}

struct Search<'s, 'a> {
    known: &'s Known<'a>,
    judged: &'s [Judged],
    targets: &'s [Target<'s>],
    bench: Bench<'s, 'a>,
}

/// A chosen step, and what it was chosen for.
struct Chosen {
    candidate: Candidate,
    problem: Problem,
    /// Positions of the targets that it is for.
    targets: Vec<usize>,
}

impl Search<'_, '_> {
    fn plan(&self) -> (Plan, After) {
        let mut chosen: Vec<Chosen> = Vec::new();
        for _ in 0..ROUNDS {
            if !self.round(&mut chosen) {
                break;
            }
        }
        self.drop_needless(&mut chosen);
        self.keep_for(&chosen);
        let alone = self.alone(&chosen);
        let all: Vec<&Candidate> = chosen.iter().map(|one| &one.candidate).collect();
        let left = self.verified(&all);
        self.bench.keep(0);
        let targets: Vec<&[usize]> = chosen.iter().map(|one| &one.targets[..]).collect();
        let fixed = credit::fixed(&targets, &alone, &left);
        let of = chosen.iter().zip(&fixed).enumerate();
        let mut steps: Vec<Step> =
            of.map(|(number, (one, fixed))| self.step(one, &|at| alone.chance(number, at), fixed)).collect();
        steps.sort_by(|a, b| {
            urgency(a).cmp(&urgency(b)).then(b.probability_before.total_cmp(&a.probability_before))
        });
        steps.extend(self.grant());
        let mut after = self.after(&all, &left);
        after.steps = units::count(chosen.len());
        steps.extend(self.needed(&left));
        for (step, number) in steps.iter_mut().zip(1..) {
            step.step = number;
        }
        (Plan { steps }, after)
    }

    /// Reserves time to draw each step alone, including the next one, and all together; and once more for what they may
    /// harm.
    fn keep_for(&self, chosen: &[Chosen]) {
        let changing = chosen.iter().filter(|one| !one.candidate.changes.is_empty()).count();
        self.bench.keep(units::count(changing).saturating_add(3));
    }

    /// Looks for a step against each remaining problem; returns whether any was found.
    fn round(&self, chosen: &mut Vec<Chosen>) -> bool {
        let before = chosen.len();
        let mut grown = false;
        let all: Vec<&Candidate> = chosen.iter().map(|one| &one.candidate).collect();
        let left = self.evaluate(&all);
        for (problem, at) in self.open(&left) {
            self.keep_for(chosen);
            let of: Vec<Target<'_>> = at.iter().map(|&at| self.targets[at]).collect();
            let found = if problem.is_modelled() {
                self.search(&problem, &at, &of, chosen)
            } else {
                direct::candidate(self.known, &problem, &of)
            };
            let Some(candidate) =
                found.filter(|found| !contradicts(found, chosen.iter().map(|one| &one.candidate)))
            else {
                continue;
            };
            match chosen.iter_mut().find(|one| one.candidate.can_grow_by(&candidate)) {
                Some(one) => {
                    one.candidate.grow_by(candidate);
                    one.targets.extend(at);
                    grown = true;
                }
                None => chosen.push(Chosen { candidate, problem, targets: at }),
            }
        }
        chosen.len() > before || grown
    }

    /// Lists the remaining problems and their targets, the most urgent first.
    fn open(&self, left: &[Rest]) -> Vec<(Problem, Vec<usize>)> {
        let mut by_problem: BTreeMap<&Problem, Vec<usize>> = BTreeMap::new();
        for (at, one) in left.iter().enumerate().filter(|(_, one)| !one.is_fixed()) {
            one.problems(POSSIBLE).for_each(|problem| by_problem.entry(problem).or_default().push(at));
        }
        let mut all: Vec<(Problem, Vec<usize>)> =
            by_problem.into_iter().map(|(problem, at)| (problem.clone(), at)).collect();
        let first = |at: &[usize]| at.iter().filter_map(|&at| self.targets[at].at()).min();
        // those that the forecast does not know come first: they cost nothing to find, and hide the others
        all.sort_by_key(|(problem, at)| (problem.is_modelled(), first(at).unwrap_or(Timestamp::MAX)));
        all
    }

    /// Returns what remains of each target after some steps.
    fn evaluate(&self, steps: &[&Candidate]) -> Vec<Rest> {
        self.evaluated(steps, |changes| self.bench.draw(changes, DUE_HOURS, self.bench.each()))
    }

    /// The same, in the time reserved for the end.
    fn verified(&self, steps: &[&Candidate]) -> Vec<Rest> {
        self.evaluated(steps, |changes| self.bench.draw_kept(changes))
    }

    fn evaluated(&self, steps: &[&Candidate], draw: impl FnOnce(&[Change]) -> Option<Forecast>) -> Vec<Rest> {
        let changes: Vec<Change> = steps.iter().flat_map(|step| &step.changes).cloned().collect();
        let forecast = if changes.is_empty() { None } else { draw(&changes) };
        let drawn = forecast.as_ref().map(Drawn::of);
        let steps = Steps::of(steps);
        self.targets.iter().map(|target| target.after(&self.bench, &steps, drawn.as_ref())).collect()
    }

    /// Works out the effect of each step alone. A step that changes no input of the forecast is only applied to the
    /// targets whose problem it removes: on a large server both are many, and most are unrelated.
    fn alone(&self, chosen: &[Chosen]) -> Alone {
        let before = self.evaluate(&[]);
        let mut with: BTreeMap<&Problem, Vec<usize>> = BTreeMap::new();
        for (at, left) in before.iter().enumerate() {
            left.problems.iter().for_each(|(problem, _)| with.entry(problem).or_default().push(at));
        }
        let mut alone = Alone::new(before.iter().map(Rest::chance));
        for Chosen { candidate, .. } in chosen {
            if !candidate.changes.is_empty() {
                alone.add(self.verified(&[candidate]).iter().map(Rest::chance).enumerate());
                continue;
            }
            let touched: BTreeSet<usize> =
                candidate.removes.iter().filter_map(|problem| with.get(problem)).flatten().copied().collect();
            let one = [candidate];
            let steps = Steps::of(&one);
            let after = |at: usize| (at, self.targets[at].after(&self.bench, &steps, None).chance());
            alone.add(touched.into_iter().map(after));
        }
        alone
    }

    fn search(
        &self,
        problem: &Problem,
        at: &[usize],
        of: &[Target<'_>],
        chosen: &[Chosen],
    ) -> Option<Candidate> {
        let maker = Maker { known: self.known, targets: of };
        let trial = Trial { search: self, problem, at, chosen };
        let mut partly: Option<(Candidate, usize)> = None;
        for family in maker.families(problem) {
            let (candidate, works) = trial.best(&family)?;
            match works {
                Effect::Fully => return Some(candidate),
                // it destroys nothing: the rest is examined with it applied, and it is dropped again if it proves
                // needless
                Effect::Partly(_) if rank(&candidate.action) <= rank(&StepAction::RescanSr) => {
                    return Some(candidate);
                }
                Effect::Partly(count) if partly.as_ref().is_none_or(|(_, most)| count > *most) => {
                    partly = Some((candidate, count));
                }
                _ => {}
            }
        }
        partly.map(|(candidate, _)| candidate)
    }

    /// Leaves each step out once, the costliest first; it stays out if no problem comes back.
    fn drop_needless(&self, chosen: &mut Vec<Chosen>) {
        if chosen.iter().filter(|one| one.problem.is_modelled()).count() < 2 {
            return;
        }
        let fixed = |left: &[Rest]| left.iter().filter(|left| left.is_fixed()).count();
        let all: Vec<&Candidate> = chosen.iter().map(|one| &one.candidate).collect();
        let good = fixed(&self.evaluate(&all));
        let mut order: Vec<usize> =
            (0..chosen.len()).filter(|&at| chosen[at].problem.is_modelled()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(rank(&chosen[at].candidate.action)));
        let mut gone: FxHashSet<usize> = FxHashSet::default();
        for at in order {
            let kept = |other: &usize| *other != at && !gone.contains(other);
            let rest: Vec<&Candidate> =
                (0..chosen.len()).filter(kept).map(|other| &chosen[other].candidate).collect();
            if self.bench.has_time(DUE_HOURS) && fixed(&self.evaluate(&rest)) >= good {
                gone.insert(at);
            }
        }
        let mut at = 0;
        chosen.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }

    /// Builds a step, with its effect alone.
    fn step(&self, chosen: &Chosen, alone: &dyn Fn(usize) -> f64, of: &[usize]) -> Step {
        let mut fixes: Vec<Fix> = of.iter().filter_map(|&at| self.fix(at)).collect();
        fixes.sort();
        fixes.dedup();
        let worst = |chance: &dyn Fn(usize) -> f64| of.iter().map(|&at| chance(at)).fold(0.0, f64::max);
        let before = worst(&|at| self.targets[at].probability());
        // where a step alone has no effect, its draws vary a little by chance
        let after = rounded(worst(alone)).min(before);
        let Candidate { action, objects, sr_ids, costs, .. } = chosen.candidate.clone();
        Step {
            step: 0,
            before: of.iter().filter_map(|&at| self.targets[at].at()).min(),
            who: candidate::who(&action),
            fixes,
            probability_before: before,
            probability_after: after,
            command: candidate::command(self.known, &chosen.candidate),
            menu: candidate::menu(&action),
            action,
            objects,
            costs,
            sr_ids,
        }
    }

    fn fix(&self, at: usize) -> Option<Fix> {
        let target = &self.targets[at];
        Some(Fix { job_id: target.job().clone(), vm_id: target.vm().cloned(), error: target.error()? })
    }

    /// Returns what remains after all steps: the rows that go through, and the worst probability.
    fn after(&self, steps: &[&Candidate], left: &[Rest]) -> After {
        let harmed = self.harmed(steps);
        let asked = |row: &crate::outlook::Row| self.known.is_asked(&row.job_id, Some(&row.vm_id));
        let well = self.judged.iter().filter(|one| !is_bad(one) && asked(&one.row));
        let (mut due, mut ok, mut worst) = (0_u32, 0_u32, 0.0_f64);
        for judged in well {
            due += 1;
            ok += 1;
            worst = worst.max(judged.row.probability);
        }
        for (_, left) in self.targets.iter().zip(left).filter(|(target, _)| matches!(target, Target::Row(_)))
        {
            let Some(chance) = left.chance else { continue };
            due += 1;
            ok += u32::from(left.is_fixed());
            worst = worst.max(chance);
        }
        ok = ok.saturating_sub(harmed);
        After { steps: 0, due, ok, worst: rounded(worst), cut_short: self.bench.is_cut_short() }
    }

    /// Counts the rows that go well now and would not after some steps.
    fn harmed(&self, steps: &[&Candidate]) -> u32 {
        let changes: Vec<Change> = steps.iter().flat_map(|step| &step.changes).cloned().collect();
        if !steps.iter().any(|step| postpones(&step.action)) || !self.bench.has_time(DUE_HOURS) {
            return 0;
        }
        let harmed = self
            .bench
            .draw(&changes, DUE_HOURS, self.bench.each())
            .map(|forecast| self.brought(&forecast).len());
        units::count(harmed.unwrap_or(0))
    }

    /// Lists the rows that go well now and are likely to fail in a forecast.
    fn brought(&self, forecast: &Forecast) -> Vec<usize> {
        let drawn = Drawn::of(forecast);
        let well = self.judged.iter().enumerate().filter(|(_, one)| !is_bad(one));
        let fails = |row: &crate::outlook::Row| {
            let run = drawn.run((&row.job_id, row.schedule_id.as_ref(), row.at, &row.vm_id));
            run.is_some_and(|run| run.any >= LIKELY)
        };
        well.filter(|(_, one)| fails(&one.row)).map(|(at, _)| at).collect()
    }

    /// Returns the step to read what was not read, if that decides the answer.
    fn grant(&self) -> Option<Step> {
        let unread = self.known.blind.needed.iter().any(|one| matches!(one, UnreadPart::Answer { .. }));
        let none = self.targets.is_empty();
        (unread && none).then(|| Step {
            step: 0,
            action: StepAction::GrantReading,
            objects: Vec::new(),
            before: self.judged.first().map(|judged| judged.row.at),
            who: candidate::who(&StepAction::GrantReading),
            fixes: Vec::new(),
            probability_before: 0.0,
            probability_after: 0.0,
            command: None,
            menu: None,
            costs: Vec::new(),
            sr_ids: Vec::new(),
        })
    }

    /// Returns what would be needed for what no step removes.
    fn needed(&self, left: &[Rest]) -> Option<Step> {
        // surprises, which happen now and then, need nothing
        let is_open = |left: &Rest| {
            let likely = left.chance.is_some_and(|chance| chance >= LIKELY);
            !left.is_fixed() && (likely || left.problems(POSSIBLE).next().is_some())
        };
        let open: Vec<usize> = (0..left.len()).filter(|&at| is_open(&left[at])).collect();
        if open.is_empty() {
            return None;
        }
        let mut fixes: Vec<Fix> = open.iter().filter_map(|&at| self.fix(at)).collect();
        fixes.sort();
        fixes.dedup();
        let mut problems: Vec<(Problem, Target<'_>)> = Vec::new();
        for &at in &open {
            let target = self.targets[at];
            let named: Vec<Problem> = left[at].problems(POSSIBLE).cloned().collect();
            let unknown = named.is_empty().then(|| Problem::Unknown(target.job().clone()));
            let all = named.into_iter().chain(unknown);
            problems.extend(all.map(|problem| (problem, target)));
        }
        let worst = |chance: &dyn Fn(usize) -> f64| open.iter().map(|&at| chance(at)).fold(0.0, f64::max);
        let needed = needs::of(self.known, &problems);
        let action = StepAction::Needs { needs: needed };
        Some(Step {
            step: 0,
            objects: needs::objects(self.known, &problems),
            before: open.iter().filter_map(|&at| self.targets[at].at()).min(),
            who: needs::who(&problems),
            action,
            fixes,
            probability_before: worst(&|at| self.targets[at].probability()),
            probability_after: rounded(worst(&|at| left[at].chance.unwrap_or(0.0))),
            command: None,
            menu: None,
            costs: Vec::new(),
            sr_ids: needs::srs(&problems),
        })
    }
}
