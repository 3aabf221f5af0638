//! Causes and actions in words.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::words::{Bundle, Words};
use xo_health_core::backup::Plan;
use xo_health_core::display;
use xo_health_core::forecast::{Action, Cause, Incident as Error, Prediction};
use xo_health_core::model::{Inventory, JobId, ObjectId, ScheduleId};
use xo_health_core::units::Bytes;

/// Columns of a name in a sentence.
const NAME_COLUMNS: usize = 60;

/// Snapshots that an action names, at the most: the `sr` command lists them all.
const NAMED_SNAPSHOTS: usize = 3;

/// What the words of one prediction rest on.
pub(super) struct Say<'a> {
    pub(super) words: &'a Bundle,
    pub(super) inventory: &'a Inventory,
    pub(super) plan: &'a Plan,
    pub(super) of: &'a Prediction,
}

impl Say<'_> {
    /// Gives the causes, the nearest first.
    pub(super) fn causes(&self) -> Vec<String> {
        self.of.causes.iter().map(|cause| self.cause(cause)).collect()
    }

    /// Gives what to do, where something was found.
    pub(super) fn action(&self) -> Option<String> {
        self.of.action.as_ref().map(|action| self.to_do(action))
    }

    fn cause(&self, cause: &Cause) -> String {
        let words = self.words;
        let at = ("at", self.at().into());
        let sr = ("sr", self.sr().into());
        let vdi = ("vdi", self.vdi().into());
        match *cause {
            Cause::Room { need, free, daily } => {
                let written = if daily == Bytes::ZERO { "no" } else { "yes" };
                let written = ("written", written.into());
                let bytes = [bytes("need", need), bytes("free", free), bytes("daily", daily)];
                let [need, free, daily] = bytes;
                words.text("cause-room", [at, sr, vdi, need, free, daily, written])
            }
            Cause::SeenAs81 => words.phrase("cause-seen-as-81"),
            Cause::Shrinks { now, by } => words.text("cause-shrinks", [bytes("now", now), bytes("by", by)]),
            Cause::Depth { nodes, kept } => {
                words.text("cause-depth", [at, vdi, ("nodes", nodes.into()), ("kept", kept.into())])
            }
            Cause::Grows { nodes } => words.text("cause-grows", [("nodes", nodes.into())]),
            Cause::CollectorOff => words.phrase("cause-collector-off"),
            Cause::CollectorStuck => words.phrase("cause-collector-stuck"),
            Cause::Merges { speed, daily } => {
                words.text("cause-merges", [at, bytes("speed", speed), bytes("daily", daily)])
            }
            Cause::Waiting { merges, bytes: copied } => {
                words.text("cause-waiting", [("merges", merges.into()), bytes("bytes", copied)])
            }
            Cause::Foreign { snapshots } => words.text("cause-foreign", [("snapshots", snapshots.into())]),
            Cause::Time { daily, speed, full } => {
                let id = match (self.of.error, self.of.causes.first()) {
                    (Error::RpoMissed, Some(Cause::Old { .. })) => "cause-speed",
                    (Error::RpoMissed, _) => "cause-rpo",
                    _ => "cause-running",
                };
                let full = if full { "yes" } else { "no" };
                words.text(id, [at, bytes("daily", daily), bytes("speed", speed), ("full", full.into())])
            }
            Cause::Old { since, allowed } => {
                let since = words.instant(since, &TimeZone::UTC);
                let allowed = Words::of(self.words.lang()).duration(allowed);
                words.text("cause-old", [at, ("since", since.into()), ("allowed", allowed.into())])
            }
            Cause::Interval { gap, took } => {
                let is_same_minute = gap.as_mins() == 0;
                let [gap, took] = [gap, took].map(|duration| Words::of(self.words.lang()).duration(duration));
                let id = if is_same_minute { "cause-collide" } else { "cause-interval" };
                words.text(id, [("gap", gap.into()), ("took", took.into())])
            }
        }
    }

    fn to_do(&self, action: &Action) -> String {
        let words = self.words;
        match action {
            Action::StartCollector => words.phrase("action-collector"),
            Action::RunNow => words.phrase("action-run-now"),
            Action::DeleteSnapshots { snapshots } => self.deletion(snapshots),
            Action::WaitForMerges { merges, hours } => {
                words.text("action-wait", [("merges", (*merges).into()), ("hours", (*hours).into())])
            }
            Action::MoveSchedule { job, schedule, minutes } => {
                self.move_schedule(job, schedule.as_ref(), *minutes)
            }
            Action::KeepFewer { snapshots, delete } if delete.is_empty() => {
                words.text("action-keep", [("snapshots", (*snapshots).into())])
            }
            Action::KeepFewer { snapshots, delete } => {
                let args = [
                    ("snapshots", (*snapshots).into()),
                    ("count", delete.len().into()),
                    ("vdi", self.vdi().into()),
                ];
                words.text("action-trim", args)
            }
            Action::MoreAtOnce { concurrency } => {
                words.text("action-at-once", [("concurrency", (*concurrency).into())])
            }
            Action::RunLessOften { one_of } => {
                words.text("action-less-often", [("one_of", (*one_of).into())])
            }
            Action::TakeOut { job, vm } => {
                words.text("action-take-out", [("vm", self.vm(vm).into()), ("job", self.job(job).into())])
            }
            Action::AddSpace { gib } => {
                let size = Bytes::gib((*gib).into()).to_string();
                words.text("action-space", [("size", size.into())])
            }
        }
    }

    fn deletion(&self, snapshots: &[ObjectId]) -> String {
        let name = |id: &ObjectId| {
            let Some(vdi) = self.inventory.find_vdi(id) else { return id.to_string() };
            // a snapshot of a disk is called like the disk: that of the VM has the name that people gave
            let of_vm = self.inventory.vms_of(vdi).first().map(|&vm| &self.inventory.vm(vm).name);
            let vdi = self.inventory.vdi(vdi);
            let name = display::fit(of_vm.unwrap_or(&vdi.name), NAME_COLUMNS);
            let taken =
                vdi.snapshot_time.map(|at| at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string());
            let dated = if taken.is_some() { "yes" } else { "no" };
            let taken = taken.unwrap_or_default();
            let args = [("name", name.into()), ("dated", dated.into()), ("taken", taken.into())];
            self.words.text("snapshot-of", args)
        };
        let named: Vec<String> = snapshots.iter().take(NAMED_SNAPSHOTS).map(name).collect();
        let more = snapshots.len() - named.len();
        let args =
            [("count", snapshots.len().into()), ("names", named.join(", ").into()), ("more", more.into())];
        self.words.text("action-delete", args)
    }

    fn move_schedule(&self, job: &JobId, schedule: Option<&ScheduleId>, minutes: i32) -> String {
        let schedule = self.plan.schedules_of(job).find(|of| Some(&of.schedule.id) == schedule);
        let name = schedule.map(|of| display::fit(&of.schedule.name, NAME_COLUMNS)).unwrap_or_default();
        let by = Words::of(self.words.lang()).duration(SignedDuration::from_mins(i64::from(minutes).abs()));
        let args = [
            ("job", self.job(job).into()),
            ("schedule", name.clone().into()),
            ("named", if name.is_empty() { "no" } else { "yes" }.into()),
            ("by", by.into()),
            ("way", if minutes < 0 { "earlier" } else { "later" }.into()),
        ];
        self.words.text("action-move", args)
    }

    fn at(&self) -> String {
        self.of.first_at.map_or_else(String::new, |at: Timestamp| self.words.instant(at, &TimeZone::UTC))
    }

    fn sr(&self) -> String {
        self.of
            .sr
            .as_ref()
            .and_then(|sr| self.inventory.find_sr(sr))
            .map(|sr| display::fit(&self.inventory.sr(sr).name, NAME_COLUMNS))
            .unwrap_or_default()
    }

    fn vdi(&self) -> String {
        self.of
            .vdi
            .as_ref()
            .and_then(|vdi| self.inventory.find_vdi(vdi))
            .map(|vdi| display::fit(&self.inventory.vdi(vdi).name, NAME_COLUMNS))
            .unwrap_or_default()
    }

    fn vm(&self, id: &ObjectId) -> String {
        let vm = self.inventory.find_vm(id).map(|vm| self.inventory.vm(vm).name.to_string());
        display::fit(&vm.unwrap_or_else(|| id.to_string()), NAME_COLUMNS)
    }

    fn job(&self, id: &JobId) -> String {
        let planned = self.plan.job(id);
        let name = planned.map_or_else(|| id.to_string(), |planned| planned.job.name.clone());
        display::fit(&name, NAME_COLUMNS)
    }
}

fn bytes(name: &'static str, bytes: Bytes) -> (&'static str, fluent_bundle::FluentValue<'static>) {
    (name, bytes.to_string().into())
}
