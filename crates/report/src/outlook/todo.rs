//! Steps in words: what to do, by when, who, what it fixes, what it costs, how.

use jiff::SignedDuration;

use super::{NAME, OutlookFormatter, percent};
use crate::blocks::{Look, StepBlock as Shown, Text};
use crate::words::Arg;
use xo_health_core::model::ObjectId;
use xo_health_core::outlook::{
    After, BackupError, Cost, Fix, Menu, Need, Object, ObjectKind, Step, StepAction,
};

/// The storage's name for the nodes that snapshots leave behind (facts/storage-manager.md 1.1).
const BASE_COPY: &str = "base copy";

/// How many objects of a step are named.
const NAMED: usize = 3;

/// The columns of the longest command that is shown unless everything is wanted.
const COMMAND: usize = 110;

/// The columns of an error in the server's words.
const MESSAGE: u16 = 80;

/// How much of a step is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepDetail {
    /// What to do, by when, what it fixes.
    Brief,
    /// Also what it costs, and how to do it.
    Full,
    /// Also the ids of all objects.
    Ids,
}

impl OutlookFormatter<'_> {
    /// Composes a step.
    pub(crate) fn step(&self, step: &Step, detail: StepDetail) -> Shown {
        let mut details: Vec<(Text, Text)> = Vec::new();
        let facts = if detail == StepDetail::Brief { self.brief(step) } else { self.facts(step) };
        if !facts.is_empty() {
            details.push((Text::default(), facts));
        }
        if detail != StepDetail::Brief {
            let label = |id| Text::look(Look::Accent, self.say.words.phrase(id));
            let costs = self.say.words.commas(step.costs.iter().map(|cost| self.cost(cost)));
            details.extend((!costs.is_empty()).then(|| (label("step-costs"), costs)));
            details.extend(self.how(step, detail).map(|how| (label("step-how"), how)));
            if detail == StepDetail::Ids && !matches!(step.action, StepAction::Needs { .. }) {
                details.extend(self.objects(step).map(|objects| (label("step-what"), objects)));
            }
        }
        Shown { number: step.step, text: self.what(step).in_look(Look::Strong), details }
    }

    /// Points to steps of the plan above.
    pub(crate) fn see(&self, steps: &[u32]) -> Text {
        let words = self.say.words;
        let numbers = words.commas(steps.iter().map(|step| step.to_string().into()));
        words.say("sr-steps", [("n", steps.len().into()), ("steps", numbers.into())])
    }

    /// Says what to do.
    pub(crate) fn what(&self, step: &Step) -> Text {
        let words = self.say.words;
        let id = format!("do-{}", crate::words::key(&step.action));
        let id = id.as_str();
        let job = || ("job", self.of_kind(step, ObjectKind::Job, "the-job").into());
        let sr = || ("sr", self.of_kind(step, ObjectKind::Sr, "the-sr").into());
        let repository = || ("repository", self.of_kind(step, ObjectKind::Repository, "the-sr").into());
        let names = || ("names", self.owners(step).into());
        match &step.action {
            StepAction::EnableCollector | StepAction::RescanSr | StepAction::RestoreSr => {
                words.say(id, [sr()])
            }
            StepAction::DeleteSnapshots { count, newest_at, oldest_at, .. } => {
                let day = |at: &Option<_>| at.map(|at| self.say.day(at)).unwrap_or_default();
                let args = [
                    names(),
                    ("count", (*count).into()),
                    ("aged", Arg::flag(oldest_at.is_some())),
                    ("oldest", day(oldest_at).into()),
                    ("newest", day(newest_at).into()),
                ];
                words.say(id, args)
            }
            StepAction::KeepFewer { keep, kept, delete } => {
                let counts = [("keep", *keep), ("kept", *kept), ("delete", *delete)];
                let [keep, kept, delete] = counts.map(|(name, n)| (name, n.into()));
                words.say(id, [job(), names(), keep, kept, delete])
            }
            StepAction::WaitForMerges { merges, hours } => {
                words.say(id, [job(), ("merges", (*merges).into()), ("hours", (*hours).into())])
            }
            StepAction::RunNow | StepAction::SetOutput | StepAction::CheckSchedule => words.say(id, [job()]),
            StepAction::MoveSchedule { minutes, .. } => {
                let by = words.duration(SignedDuration::from_mins(i64::from(*minutes).abs()));
                let way = if *minutes < 0 { "earlier" } else { "later" };
                words.say(id, [job(), ("by", by.into()), ("way", way.into())])
            }
            StepAction::MoreAtOnce { concurrency } => {
                words.say(id, [job(), ("concurrency", (*concurrency).into())])
            }
            StepAction::RunLessOften { one_of } => words.say(id, [job(), ("one_of", (*one_of).into())]),
            StepAction::TakeOut | StepAction::RemoveFromJob => words.say(id, [job(), names()]),
            StepAction::AddSpace { bytes } => words.say(id, [sr(), ("bytes", (*bytes).into())]),
            StepAction::StopRun { since, .. } => {
                let [dated, since] = self.dated("since", *since);
                words.say(id, [job(), dated, since])
            }
            StepAction::FreeRepository { bytes } => words.say(id, [repository(), ("bytes", (*bytes).into())]),
            StepAction::RestoreRepository { why } => words.say(id, [repository(), ("why", Arg::key(why))]),
            StepAction::RepairChain | StepAction::RunOnOneHost => words.say(id, [names(), sr()]),
            StepAction::ResolveError { error_code, message } => {
                let quoted = message.as_ref().or(error_code.as_ref()).map(|text| Arg::name(text, MESSAGE));
                words.say(id, [job(), ("said", quoted.unwrap_or_else(|| "none".into()))])
            }
            StepAction::ResolveFinding { finding } => {
                let object = step.objects.first().map(|object| self.object(object, step)).unwrap_or_default();
                let title = words.title(*finding);
                let code = format!("XOH-{}", finding.number());
                words.say(id, [("code", code.into()), ("object", object.into()), ("title", title.into())])
            }
            StepAction::GrantReading if self.unread.is_empty() => words.phrase("do-grant_rest").into(),
            StepAction::GrantReading => words.say(id, [("what", self.all_unread(self.unread).into())]),
            StepAction::Needs { needs } => {
                let needs = words.semicolons(needs.iter().map(|need| self.need(need)));
                words.say(id, [("needs", needs.into())])
            }
        }
    }

    /// Says by when, who acts, and what it fixes.
    fn facts(&self, step: &Step) -> Text {
        let words = self.say.words;
        let by = step.before.map(|at| words.say("step-by", [("at", self.say.near(at).into())]));
        let is_need = matches!(step.action, StepAction::Needs { .. });
        let who = (!is_need).then(|| words.actor(step.who).into());
        let fixes = (!step.fixes.is_empty()).then(|| self.fixes(step));
        words.semicolons(by.into_iter().chain(who).chain(fixes))
    }

    /// Says by when, and how many VMs it concerns.
    fn brief(&self, step: &Step) -> Text {
        let words = self.say.words;
        let by = step.before.map(|at| words.say("step-by", [("at", self.say.near(at).into())]));
        let errors = self.errors(step);
        let mut vms: Vec<_> = step.fixes.iter().filter_map(|fix| fix.vm_id.as_ref()).collect();
        vms.sort_unstable();
        vms.dedup();
        let about = words.say("step-brief", [("n", vms.len().into()), ("errors", errors.into())]);
        words.semicolons(by.into_iter().chain([about]).filter(|text| !text.is_empty()))
    }

    /// Lists the errors that a step removes, each once.
    fn errors(&self, step: &Step) -> Text {
        let mut errors: Vec<_> = step.fixes.iter().map(|fix| fix.error).collect();
        errors.sort_unstable();
        errors.dedup();
        let named = |error| match (error, &step.action) {
            (BackupError::Other, StepAction::ResolveFinding { finding }) => {
                self.say.words.title(*finding).into()
            }
            (BackupError::Other, StepAction::ResolveError { .. }) => {
                self.say.words.phrase("fails-as-before").into()
            }
            _ => self.error(error),
        };
        self.say.words.commas(errors.into_iter().map(named))
    }

    fn fixes(&self, step: &Step) -> Text {
        let words = self.say.words;
        let distinct = |each: &dyn Fn(&Fix) -> Option<String>| {
            let mut all: Vec<String> = step.fixes.iter().filter_map(each).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let jobs = distinct(&|fix| Some(self.names.job(&fix.job_id)));
        let jobs = jobs.iter().map(|job| self.say.quoted(job, NAME)).collect();
        let vms = distinct(&|fix| fix.vm_id.as_ref().map(ToString::to_string)).len();
        let errors = self.errors(step);
        let args = [("n", vms.into()), ("jobs", self.say.names(jobs, 2).into()), ("errors", errors.into())];
        let is_need = matches!(step.action, StepAction::Needs { .. });
        let id = if is_need { "step-concerns" } else { "step-fixes" };
        words.say(id, args)
    }

    fn cost(&self, cost: &Cost) -> Text {
        let words = self.say.words;
        let id = match cost {
            Cost::RestorePoints { .. } => "cost-restore_points",
            Cost::ForeignSnapshots { .. } => "cost-foreign_snapshots",
            Cost::Runs { .. } => "cost-runs",
            Cost::Unprotected => "cost-unprotected",
            Cost::Load => "cost-load",
            Cost::EndsRun => "cost-ends_run",
            Cost::Storage => "cost-storage",
        };
        match cost {
            Cost::RestorePoints { count } | Cost::Runs { count } => {
                words.say(id, [("count", (*count).into())])
            }
            Cost::ForeignSnapshots { count, within_a_day } => {
                words.say(id, [("count", (*count).into()), ("recent", (*within_a_day).into())])
            }
            _ => words.phrase(id).into(),
        }
    }

    /// Says how to do it: where in XO's menus, and by which command.
    fn how(&self, step: &Step, detail: StepDetail) -> Option<Text> {
        let words = self.say.words;
        let menu = step.menu.map(|menu| self.menu(menu, step));
        let fits =
            |command: &String| self.say.everything || detail == StepDetail::Ids || command.len() <= COMMAND;
        let command = step.command.as_ref().map(|command| match fits(command) {
            true => Text::look(Look::Command, format!("`{command}`")),
            false => words.phrase("step-command-elsewhere").into(),
        });
        match (menu, command) {
            (Some(menu), Some(command)) => {
                Some(words.say("how-both", [("menu", menu.into()), ("command", command.into())]))
            }
            (menu, command) => menu.or(command),
        }
    }

    fn menu(&self, menu: Menu, step: &Step) -> Text {
        let of = match menu {
            Menu::SrAdvanced | Menu::SrRescan | Menu::SrHosts => self.of_kind(step, ObjectKind::Sr, "the-sr"),
            Menu::VmSnapshots | Menu::VmDisks | Menu::VmMigrate => self.owners(step),
            Menu::JobEdit | Menu::JobRun | Menu::JobLogs => self.of_kind(step, ObjectKind::Job, "the-job"),
            Menu::Remotes | Menu::Servers => Text::default(),
        };
        let id = format!("menu-{}", crate::words::key(&menu));
        self.say.words.say(&id, [("name", of.into())])
    }

    fn need(&self, need: &Need) -> Text {
        let words = self.say.words;
        let sr = |id: &ObjectId| ("sr", Arg::name(&self.names.sr(id), NAME));
        match need {
            Need::Room { sr_id, bytes } => words.say("need-room", [sr(sr_id), ("bytes", (*bytes).into())]),
            Need::FasterLink { job_id, from, to } => {
                let job = ("job", Arg::name(&self.names.job(job_id), NAME));
                words.say("need-faster_link", [job, ("from", (*from).into()), ("to", (*to).into())])
            }
            Need::FewerWrites { sr_id, from, to } => {
                let name = sr_id.as_ref().map(|id| self.names.sr(id));
                let named = ("named", Arg::flag(name.is_some()));
                let sr = ("sr", Arg::name(&name.unwrap_or_default(), NAME));
                words.say("need-fewer_writes", [named, sr, ("from", (*from).into()), ("to", (*to).into())])
            }
            Need::FasterMerges { sr_id, from, to } => {
                words.say("need-faster_merges", [sr(sr_id), ("from", (*from).into()), ("to", (*to).into())])
            }
            Need::Attention => words.phrase("need-attention").into(),
        }
    }

    /// Lists the VMs of a step; if it names none, its disks, snapshots or SRs.
    fn owners(&self, step: &Step) -> Text {
        let of = |kind| step.objects.iter().filter(move |one| one.kind == kind);
        let kinds = [ObjectKind::Vm, ObjectKind::Vdi, ObjectKind::Snapshot, ObjectKind::Sr];
        let found = kinds.into_iter().find(|kind| of(*kind).next().is_some());
        let names = found.into_iter().flat_map(of).map(|one| self.object(one, step)).collect();
        self.say.names(names, NAMED)
    }

    fn of_kind(&self, step: &Step, kind: ObjectKind, otherwise: &str) -> Text {
        let names: Vec<Text> =
            step.objects.iter().filter(|one| one.kind == kind).map(|one| self.object(one, step)).collect();
        match names.is_empty() {
            true => self.say.words.phrase(otherwise).into(),
            false => self.say.names(names, NAMED),
        }
    }

    /// Names an object; with its id if another of its kind has the same name, or if the name is meaningless.
    fn object(&self, object: &Object, step: &Step) -> Text {
        let words = self.say.words;
        let id = object.id.to_string();
        let name = if object.name.trim().is_empty() { &id } else { &object.name };
        let same =
            |names: &mut dyn Iterator<Item = &String>| names.filter(|other| *other == name).nth(1).is_some();
        let collides = match object.kind {
            ObjectKind::Sr => same(&mut self.names.srs.values()),
            ObjectKind::Vm => same(&mut self.names.vms.values()),
            ObjectKind::Job => same(&mut self.names.jobs.values()),
            ObjectKind::Repository => same(&mut self.names.repositories.values()),
            // the storage gives all nodes of chains the same name
            ObjectKind::Vdi | ObjectKind::Snapshot => {
                let all = step.objects.iter().filter(|one| one.kind == object.kind);
                name == BASE_COPY || same(&mut all.map(|one| &one.name))
            }
            ObjectKind::Schedule | ObjectKind::Run => false,
        };
        match collides {
            true => words.say("named-id", [("name", Arg::name(name, NAME)), ("id", Arg::name(&id, NAME))]),
            false => words.say("named", [("name", Arg::name(name, NAME))]),
        }
    }

    /// Lists all objects of a step with their ids.
    fn objects(&self, step: &Step) -> Option<Text> {
        let one = |object: &Object| {
            let args =
                [("name", Arg::name(&object.name, NAME)), ("id", Arg::name(&object.id.to_string(), NAME))];
            self.say.words.say("named-id", args)
        };
        let objects = self.say.words.commas(step.objects.iter().map(one));
        (!objects.is_empty()).then_some(objects)
    }

    /// Says what all steps together achieve; empty if there are none, unless the search for them was cut short.
    pub(crate) fn after(&self, after: &After) -> Text {
        let words = self.say.words;
        let args = [
            ("steps", after.steps.into()),
            ("ok", after.ok.into()),
            ("due", after.due.into()),
            ("worst", format!("{} %", percent(after.worst)).into()),
            ("cut", Arg::flag(after.cut_short)),
        ];
        match (after.steps, after.due) {
            (_, 0) => Text::default(),
            (0, _) if after.cut_short => words.phrase("after-nothing-yet").into(),
            (0, _) => Text::default(),
            _ => words.say("after", args),
        }
    }
}

#[cfg(test)]
mod tests {
    use xo_health_core::outlook::{Menu, StepAction};

    use super::*;
    use crate::names::Names;
    use crate::say::Say;
    use crate::words::{Lang, Words};

    /// "Every 3th" is not English.
    #[test]
    fn how_often_a_job_runs() {
        let names = Names::default();
        let say = Say::in_document(Words::of(Lang::En), jiff::Timestamp::UNIX_EPOCH);
        let formatter = OutlookFormatter { say: &say, names: &names, unread: &[], scope: None };
        let step = |one_of| Step {
            step: 1,
            action: StepAction::RunLessOften { one_of },
            objects: vec![Object { kind: ObjectKind::Job, id: "j".into(), name: "nightly".to_owned() }],
            before: None,
            who: xo_health_core::findings::catalogue::Actor::XoAdministrator,
            fixes: Vec::new(),
            probability_before: 0.9,
            probability_after: 0.0,
            command: None,
            menu: Some(Menu::JobEdit),
            costs: Vec::new(),
            sr_ids: Vec::new(),
        };
        let cases = [
            (2, "Run `nightly` half as often"),
            (3, "Run `nightly` only every third time"),
            (4, "Run `nightly` at only one of every 4 scheduled times"),
            (21, "Run `nightly` at only one of every 21 scheduled times"),
        ];
        for (one_of, expected) in cases {
            assert_eq!(formatter.what(&step(one_of)).plain(), expected);
        }
    }
}
