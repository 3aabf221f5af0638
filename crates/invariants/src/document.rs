//! What holds of every document of a check, and of an outlook alone.
//!
//! In: a document as JSON. Out: what is broken in it. Keys that the document lacks are not checked, so that the same
//! rules serve both a whole report and a part of one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{Broken, ROUNDING, Rule, Violation, is_likely, list, text};

/// Lists what is broken in a document, sorted.
#[must_use]
pub fn check(document: &Value) -> Vec<Violation> {
    let seen = Seen::of(document);
    let mut broken = Broken::default();
    seen.counts(&mut broken);
    seen.status(&mut broken);
    seen.rows(&mut broken);
    seen.steps(&mut broken);
    seen.reasons(&mut broken);
    seen.advice(&mut broken);
    seen.contradictions(&mut broken);
    seen.bounds(&mut broken);
    seen.summaries(&mut broken);
    seen.skips(&mut broken);
    seen.exit_status(&mut broken);
    zones(document, "", &mut broken);
    broken.sorted()
}

/// The parts of a document that the rules check.
struct Seen<'d> {
    document: &'d Value,
    answer: &'d Value,
    rows: &'d [Value],
    events: &'d [Value],
    plan: Option<&'d [Value]>,
}

impl<'d> Seen<'d> {
    fn of(document: &'d Value) -> Self {
        Self {
            document,
            answer: &document["answer"],
            rows: list(&document["backups"]),
            events: list(&document["events"]),
            plan: document["plan"].as_array().map(Vec::as_slice),
        }
    }

    fn counts(&self, broken: &mut Broken) {
        counted(self.answer, self.rows.iter(), "answer", broken);
        for job in list(&self.document["jobs"]).iter().filter(|job| job["counts"].is_object()) {
            let rows = self.rows.iter().filter(|row| row["job_id"] == job["job_id"]);
            counted(&job["counts"], rows, &format!("jobs/{}", text(&job["job_id"])), broken);
        }
        let after = &self.document["after"];
        let holds = number(&after["ok"]) <= number(&after["due"]);
        broken.unless(holds, Rule::Counts, || "after".to_owned());
    }

    fn status(&self, broken: &mut Broken) {
        let Some(status) = self.answer["status"].as_str() else { return };
        let chances = self.rows.iter().chain(self.events).map(|one| number(&one["probability"]));
        let worst = chances.fold(0.0, f64::max) + ROUNDING;
        let has_unread = !list(&self.answer["unread"]).is_empty()
            || self.rows.iter().any(|row| row["outcome"] == "cannot_tell");
        let expected: f64 = self.rows.iter().map(|row| number(&row["shown"])).sum();
        let allowed: &[&str] = match worst {
            _ if worst >= 0.9 => &["no"],
            _ if worst >= 0.5 => &["probably_not"],
            _ if worst >= 0.1 => &["at_risk"],
            _ if expected > 0.1 + ROUNDING => &["at_risk"],
            _ if has_unread => &["cannot_tell"],
            _ if self.rows.is_empty() => &["none_due"],
            _ => &["yes"],
        };
        broken.unless(allowed.contains(&status), Rule::Status, || format!("{status} at {worst:.3}"));
    }

    fn rows(&self, broken: &mut Broken) {
        let until = self.answer["until"].as_str().unwrap_or("9");
        let key = |row: &Value| ["at", "job_id", "schedule_id", "vm_id"].map(|key| text(&row[key]));
        for pair in self.rows.windows(2) {
            let times = (text(&pair[0]["at"]), text(&pair[1]["at"]));
            broken.unless(times.0 <= times.1, Rule::Order, || format!("backups at {}", times.1));
        }
        let mut known = BTreeSet::new();
        for row in self.rows {
            let name = || key(row).join(" ");
            broken.unless(known.insert(key(row)), Rule::Order, name);
            broken.unless(at_most(&text(&row["at"]), until), Rule::Order, name);
            outcome(row, broken, &name);
        }
        for event in self.events {
            outcome(event, broken, &|| format!("event {} {}", text(&event["job_id"]), text(&event["vm_id"])));
        }
    }

    fn steps(&self, broken: &mut Broken) {
        let plan = self.plan.unwrap_or_default();
        for (step, at) in plan.iter().zip(1..) {
            let place = || format!("plan/{at}");
            let is_last = at == plan.len();
            broken.unless(number(&step["step"]) == at as f64, Rule::Steps, place);
            broken.unless(code(step) != "needs" || is_last, Rule::Steps, place);
            let named = code(step) == "grant_reading" || !list(&step["objects"]).is_empty();
            broken.unless(named, Rule::Steps, place);
            let fixes = code(step) == "grant_reading" || !list(&step["fixes"]).is_empty();
            broken.unless(fixes, Rule::Steps, place);
        }
    }

    fn reasons(&self, broken: &mut Broken) {
        let Some(plan) = self.plan else { return };
        let fixes = plan.iter().flat_map(|step| list(&step["fixes"]));
        let fixed: BTreeSet<(String, String)> =
            fixes.map(|fix| (text(&fix["job_id"]), text(&fix["vm_id"]))).collect();
        let likely = self.rows.iter().chain(self.events).filter(|one| is_likely(&one["probability"]));
        for one in likely {
            let key = (text(&one["job_id"]), text(&one["vm_id"]));
            broken.unless(fixed.contains(&key), Rule::Reason, || format!("{} {}", key.0, key.1));
        }
        let is_explained = |one: &Value| {
            let of_job = || fixed.iter().any(|(job, _)| *job == text(&one["job_id"]));
            let says_why = !list(&one["causes"]).is_empty() || !one["action"].is_null();
            of_job() || says_why
        };
        for one in list(&self.document["predictions"]).iter().filter(|one| has_likely(one)) {
            broken.unless(is_explained(one), Rule::Reason, || {
                format!("prediction {} {}", text(&one["job_id"]), text(&one["vm_id"]))
            });
        }
    }

    /// Checks that a prediction advises what the plan does against it.
    fn advice(&self, broken: &mut Broken) {
        let Some(plan) = self.plan else { return };
        for one in list(&self.document["predictions"]) {
            let advised = text(&one["action"]);
            for number in list(&one["steps"]) {
                let step = plan.iter().find(|step| step["step"] == *number);
                let holds = step.is_some_and(|step| advised.contains(&text(&step["text"])));
                broken.unless(holds, Rule::Steps, || format!("prediction with step {number}: {advised}"));
            }
        }
    }

    /// Checks for contradictions: two retentions for a job, two times for a schedule, starting a collector where a
    /// chain is broken, starting by hand what waits or is refused.
    fn contradictions(&self, broken: &mut Broken) {
        let plan = self.plan.unwrap_or_default();
        let of = |step: &Value, kind: &str| -> Vec<String> {
            let objects = list(&step["objects"]).iter().filter(|object| object["type"] == kind);
            objects.map(|object| text(&object["id"])).collect()
        };
        let mut once: BTreeMap<(&str, String), u32> = BTreeMap::new();
        for step in plan {
            let (code, kind) = match code(step) {
                code @ ("keep_fewer" | "wait_for_merges" | "run_less_often") => (code, "job"),
                code @ "move_schedule" => (code, "schedule"),
                code @ ("enable_collector" | "rescan_sr" | "add_space") => (code, "sr"),
                _ => continue,
            };
            of(step, kind).into_iter().for_each(|id| *once.entry((code, id)).or_default() += 1);
        }
        for ((code, id), times) in once {
            broken.unless(times == 1, Rule::Contradiction, || format!("{code} {id}"));
        }
        let with =
            |wanted: &[&str]| plan.iter().filter(|step| wanted.contains(&code(step))).collect::<Vec<_>>();
        let repaired: Vec<String> =
            with(&["repair_chain"]).into_iter().flat_map(|step| of(step, "sr")).collect();
        for step in with(&["enable_collector", "rescan_sr"]) {
            let clash = of(step, "sr").into_iter().find(|sr| repaired.contains(sr));
            broken.unless(clash.is_none(), Rule::Contradiction, || format!("collector {clash:?}"));
        }
        let waits: Vec<String> =
            with(&["wait_for_merges"]).into_iter().flat_map(|step| of(step, "job")).collect();
        for job in with(&["run_now"]).into_iter().flat_map(|step| of(step, "job")) {
            let refused = self
                .rows
                .iter()
                .any(|row| row["job_id"] == *job.as_str() && row["error"] == "SR_BACKEND_FAILURE_109");
            broken
                .unless(!refused && !waits.contains(&job), Rule::Contradiction, || format!("run_now {job}"));
        }
    }

    /// Checks what a step achieves, what is left after all steps, and what is said to be needed.
    fn bounds(&self, broken: &mut Broken) {
        let plan = self.plan.unwrap_or_default();
        let needs = |step: &&Value| code(step) == "needs";
        for step in plan {
            let place = || format!("plan/{}", step["step"]);
            let eased = number(&step["probability_after"]) <= number(&step["probability_before"]) + ROUNDING;
            broken.unless(eased || needs(&step), Rule::Steps, place);
            let (keep, kept) = (number(&step["action"]["keep"]), number(&step["action"]["kept"]));
            broken.unless(keep < kept || code(step) != "keep_fewer", Rule::Steps, place);
        }
        let after = &self.document["after"];
        let is_left = number(&after["worst"]) + ROUNDING >= 0.5 && after["cut_short"] == false;
        broken.unless(!is_left || plan.last().is_some_and(|step| needs(&step)), Rule::Steps, || {
            format!("after: {}", after["worst"])
        });
        // the room that a step adds covers what the SR needs: no entry needs other room there
        let grown =
            plan.iter().filter(|step| code(step) == "add_space").map(|step| &step["objects"][0]["id"]);
        let grown: Vec<&Value> = grown.collect();
        for need in plan.iter().filter(needs).flat_map(|step| list(&step["action"]["needs"])) {
            let twice = need["need"] == "room" && grown.contains(&&need["sr_id"]);
            broken.unless(!twice, Rule::Contradiction, || format!("room {}", text(&need["sr_id"])));
        }
    }

    /// Checks that the next backup of a VM that XO will skip is at risk.
    fn skips(&self, broken: &mut Broken) {
        let will_skip =
            |one: &&Value| text(&one["code"]).starts_with("XOH-102") && one["severity"] == "critical";
        for finding in list(&self.document["findings"]).iter().filter(will_skip) {
            let vm = &finding["subject"]["id"];
            let mut rows = self.rows.iter().filter(|row| row["vm_id"] == *vm).peekable();
            let is_due = rows.peek().is_some();
            let holds = !is_due || rows.any(|row| row["outcome"] != "ok");
            broken.unless(holds, Rule::Agreement, || format!("XOH-102 {}", text(vm)));
        }
    }

    fn summaries(&self, broken: &mut Broken) {
        let plan = self.plan.unwrap_or_default();
        for job in list(&self.document["jobs"]) {
            let place = || format!("jobs/{}", text(&job["job_id"]));
            let rows = || self.rows.iter().filter(|row| row["job_id"] == job["job_id"]);
            let worst = rows().map(|row| number(&row["probability"])).fold(0.0, f64::max);
            let shown = number(&job["worst"]["probability"]) + ROUNDING;
            broken.unless(worst < 0.1 || shown >= worst, Rule::Agreement, place);
            let known = |number: &Value| plan.iter().any(|step| step["step"] == *number);
            broken.unless(list(&job["steps"]).iter().all(known), Rule::Steps, place);
            let next = job["next_at"].as_str();
            let first = rows().map(|row| text(&row["at"])).min();
            let holds = next.zip(first.as_deref()).is_none_or(|(next, first)| at_most(next, first));
            broken.unless(holds, Rule::Agreement, || format!("{} next {next:?}", place()));
        }
        let all = || self.rows.iter().chain(self.events).chain(list(&self.document["predictions"]));
        let likely = |key: &str, id: &Value| all().any(|one| one[key] == *id && has_likely(one));
        for sr in list(&self.document["srs"]).iter().filter(|sr| sr["quiet"] == true) {
            broken.unless(!likely("sr_id", &sr["sr_id"]), Rule::Quiet, || text(&sr["sr_id"]));
        }
        for job in list(&self.document["jobs"]).iter().filter(|job| job["good"] == true) {
            broken.unless(!likely("job_id", &job["job_id"]), Rule::Good, || text(&job["job_id"]));
        }
    }

    fn exit_status(&self, broken: &mut Broken) {
        let (Some(exit), Some(status)) =
            (self.document["exit_status"].as_u64(), self.answer["status"].as_str())
        else {
            return;
        };
        let is_bad = matches!(status, "no" | "probably_not" | "cannot_tell");
        broken.unless(!is_bad || exit >= 1, Rule::ExitStatus, || format!("{exit} at {status}"));
    }
}

fn counted<'r>(shown: &Value, rows: impl Iterator<Item = &'r Value>, at: &str, broken: &mut Broken) {
    if !shown.is_object() {
        return;
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        *counts.entry("due").or_default() += 1;
        let outcome = match row["outcome"].as_str() {
            Some("fails") => "failing",
            Some("at_risk") => "at_risk",
            Some("cannot_tell") => "unknown",
            _ => continue,
        };
        *counts.entry(outcome).or_default() += 1;
    }
    for key in ["due", "failing", "at_risk", "unknown"] {
        let holds = shown[key].as_u64().unwrap_or(0) == counts.get(key).copied().unwrap_or(0);
        broken.unless(holds, Rule::Counts, || format!("{at}/{key}"));
    }
}

fn outcome(one: &Value, broken: &mut Broken, name: &dyn Fn() -> String) {
    let chance = number(&one["probability"]) + ROUNDING;
    let by_chance = match chance {
        _ if chance >= 0.5 => "fails",
        _ if chance >= 0.1 => "at_risk",
        _ => "ok",
    };
    let shown = text(&one["outcome"]);
    let is_right = shown == by_chance || (shown == "cannot_tell" && by_chance == "ok");
    let is_bad = matches!(shown.as_str(), "fails" | "at_risk");
    // a lack of room needs more than there is; anything that needs less is another problem
    let asks = |cause: &Value| {
        !cause["need_bytes"].is_number() || number(&cause["need_bytes"]) > number(&cause["free_bytes"])
    };
    let causes = list(&one["behind"]).iter().chain([&one["cause"]]);
    broken.unless(causes.into_iter().all(asks), Rule::Reason, name);
    let explained = one["error"].is_null() != is_bad && (!is_bad || !one["cause"].is_null());
    broken.unless(is_right && explained, Rule::Outcome, name);
    let is_rule = one["basis"].is_null() || one["basis"] == "rule" || one["basis"] == "repository";
    let holds = chance <= 0.97 + 2.0 * ROUNDING || (is_rule && chance > 1.0);
    broken.unless(holds, Rule::Certainty, name);
}

/// Checks that all texts that are instants end in `Z`.
fn zones(value: &Value, at: &str, broken: &mut Broken) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| zones(one, at, broken)),
        Value::Object(all) => all.iter().for_each(|(key, one)| zones(one, key, broken)),
        Value::String(text) => {
            let is_instant =
                (at == "at" || at.ends_with("_at") || at == "until" || at == "before" || at == "since")
                    && text.as_bytes().get(10) == Some(&b'T');
            broken.unless(!is_instant || text.ends_with('Z'), Rule::Zone, || at.to_owned());
        }
        _ => {}
    }
}

/// Returns whether one instant is not after another; both in UTC, with or without fractions of a second.
fn at_most(a: &str, b: &str) -> bool {
    match (a.parse::<jiff::Timestamp>(), b.parse::<jiff::Timestamp>()) {
        (Ok(a), Ok(b)) => a <= b,
        _ => true,
    }
}

fn code(step: &Value) -> &str {
    step["action"]["code"].as_str().unwrap_or_default()
}

/// Returns whether a row, an event or a prediction (which covers several hours) has a probability of at least a
/// half.
fn has_likely(one: &Value) -> bool {
    is_likely(&one["probability"])
        || list(&one["probability_by"]).iter().any(|by| is_likely(&by["probability"]))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns a document that breaks no rule: one row fails.
    fn sound() -> Value {
        json!({
            "answer": {"status": "no", "until": "2026-11-24T01:00:00Z", "due": 2, "failing": 1, "at_risk": 0, "unknown": 0, "unread": []},
            "backups": [
                {"job_id": "j", "schedule_id": "s", "vm_id": "v", "at": "2026-11-23T22:00:00Z", "outcome": "fails",
                 "probability": 0.95, "error": "SR_BACKEND_FAILURE_44", "cause": {"code": "room"}, "basis": "simulation", "sr_id": "sr"},
                {"job_id": "j", "schedule_id": "s", "vm_id": "w", "at": "2026-11-23T22:00:00Z", "outcome": "ok",
                 "probability": 0.01, "error": null, "cause": null, "basis": "simulation"},
            ],
            "events": [],
            "plan": [{"step": 1, "action": {"code": "add_space"}, "objects": [{"type": "sr", "id": "sr"}],
                "fixes": [{"job_id": "j", "vm_id": "v", "error": "SR_BACKEND_FAILURE_44"}]}],
            "after": {"due": 2, "ok": 2},
            "srs": [{"sr_id": "sr", "quiet": false}, {"sr_id": "other", "quiet": true}],
            "jobs": [{"job_id": "j", "good": false, "next_at": "2026-11-23T22:00:00Z", "worst": {"probability": 0.95}, "steps": [1], "counts": {"due": 2, "failing": 1, "at_risk": 0, "unknown": 0}}],
            "exit_status": 1,
        })
    }

    #[test]
    fn a_sound_document_breaks_nothing() {
        assert_eq!(check(&sound()), []);
        assert_eq!(check(&json!({})), []);
    }

    /// For each rule, one change breaks it.
    #[test]
    fn every_rule_can_be_broken() {
        let step = |code: &str, number: u32| json!({"step": number, "action": {"code": code}, "objects": [{"type": "sr", "id": "sr"}], "fixes": [{"job_id": "j", "vm_id": "v"}]});
        let set = |path: &'static str, value: Value| {
            let mut document = sound();
            *document.pointer_mut(path).unwrap() = value;
            document
        };
        let with = |steps: Vec<Value>| set("/plan", Value::Array(steps));
        let mut unexplained = sound();
        unexplained["predictions"] = json!([{"job_id": "k", "vm_id": "v", "probability_by": [{"within_hours": 72, "probability": 0.6}], "causes": [], "action": null}]);
        let mut advised = with(vec![step("add_space", 1)]);
        advised["plan"][0]["text"] = json!("Add 1 GiB");
        advised["predictions"] = json!([{"steps": [1], "action": "Keep 2 snapshots", "causes": ["full"]}]);
        let mut skipped = sound();
        skipped["findings"] =
            json!([{"code": "XOH-102 xo-will-skip", "severity": "critical", "subject": {"id": "w"}}]);
        let mut room = step("needs", 2);
        room["action"]["needs"] = json!([{"need": "room", "sr_id": "sr", "bytes": 1}]);
        let cases = [
            (Rule::Counts, set("/answer/due", json!(3))),
            (Rule::Counts, set("/answer/failing", json!(0))),
            (Rule::Counts, set("/jobs/0/counts/due", json!(1))),
            (Rule::Counts, set("/after/ok", json!(3))),
            (Rule::Steps, set("/after", json!({"due": 2, "ok": 1, "worst": 0.6, "cut_short": false}))),
            (
                Rule::Steps,
                set(
                    "/plan/0",
                    json!({"step": 1, "action": {"code": "keep_fewer", "keep": 9, "kept": 9}, "objects": [{}], "fixes": [{}]}),
                ),
            ),
            (Rule::Steps, set("/jobs/0/steps", json!([2]))),
            (Rule::Steps, advised),
            (Rule::Agreement, set("/jobs/0/worst/probability", json!(0.2))),
            (Rule::Agreement, set("/jobs/0/next_at", json!("2026-11-23T23:00:00Z"))),
            (Rule::Agreement, skipped),
            (Rule::Contradiction, with(vec![step("add_space", 1), room])),
            (Rule::Status, set("/answer/status", json!("yes"))),
            (Rule::Outcome, set("/backups/0/outcome", json!("ok"))),
            (Rule::Outcome, set("/backups/0/cause", json!(null))),
            (
                Rule::Reason,
                set("/backups/0/cause", json!({"code": "room", "need_bytes": 30, "free_bytes": 30})),
            ),
            (Rule::Outcome, set("/backups/1/error", json!("OTHER"))),
            (Rule::Certainty, set("/backups/0/probability", json!(1.0))),
            (Rule::Certainty, set("/backups/0/probability", json!(0.99))),
            (Rule::Order, set("/backups/1/at", json!("2026-11-23T21:00:00Z"))),
            (Rule::Order, set("/backups/1/at", json!("2026-11-24T02:00:00Z"))),
            (Rule::Order, set("/backups/1/vm_id", json!("v"))),
            (Rule::Steps, set("/plan/0/step", json!(2))),
            (Rule::Steps, set("/plan/0/objects", json!([]))),
            (Rule::Steps, with(vec![step("needs", 1), step("run_now", 2)])),
            (Rule::Reason, with(vec![])),
            (Rule::Reason, unexplained),
            (Rule::Contradiction, with(vec![step("repair_chain", 1), step("rescan_sr", 2)])),
            (Rule::Contradiction, with(vec![step("add_space", 1), step("add_space", 2)])),
            (Rule::Quiet, set("/srs/0/quiet", json!(true))),
            (Rule::Good, set("/jobs/0/good", json!(true))),
            (Rule::ExitStatus, set("/exit_status", json!(0))),
            (Rule::Zone, set("/backups/1/at", json!("2026-11-23T23:00:00+01:00"))),
        ];
        for (rule, document) in cases {
            let broken = check(&document);
            assert!(broken.iter().any(|one| one.rule == rule), "{rule:?}: {broken:?}");
        }
    }
}
