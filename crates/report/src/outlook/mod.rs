//! The words of an outlook: probabilities, errors, causes, steps. Every view and document takes them from here.

mod todo;
mod why;

pub(crate) use todo::StepDetail;
pub(crate) use why::Context;

use crate::Report;
use crate::blocks::{Look, Text};
use crate::names::Names;
use crate::say::Say;
use crate::words::{Arg, Words};
use xo_health_core::model::{self, ObjectId};
use xo_health_core::outlook::{
    self, Answer, BackupError, Cause, DecidedBy, Event, Likelihood, Outcome, Outlook, Row, Status,
    UnreadPart, Worst,
};
use xo_health_core::scope::ScopeRequest;

/// The columns of a name in a sentence.
pub(crate) const NAME: u16 = 36;

/// The context for putting an outlook into words.
#[derive(Clone, Copy)]
pub(crate) struct OutlookFormatter<'a> {
    pub(crate) say: &'a Say<'a>,
    pub(crate) names: &'a Names,
    /// What was not read and could change the answer.
    pub(crate) unread: &'a [UnreadPart],
    /// The part of the server that the report covers.
    pub(crate) scope: Option<&'a ScopeRequest>,
}

impl<'a> OutlookFormatter<'a> {
    /// Takes the context from a report.
    pub(crate) fn of(report: &'a Report, say: &'a Say<'a>) -> Self {
        let (unread, scope) = (&report.outlook.answer.unread, report.source.scope.as_ref());
        Self { say, names: &report.names, unread, scope }
    }
}

impl OutlookFormatter<'_> {
    /// Puts a probability into words: `almost certain, 98 %`.
    pub(crate) fn chance(&self, likelihood: Likelihood, probability: f64) -> Text {
        let args = [("likelihood", Arg::key(likelihood)), ("percent", percent(probability).into())];
        self.say.words.say("chance", args)
    }

    /// Returns the chance of the worst prediction, with its days if these are not the next 24 h that rows count.
    pub(crate) fn worst_chance(&self, worst: &Worst) -> Text {
        let chance = self.chance(worst.likelihood, worst.probability);
        if worst.within_hours <= outlook::HOURS {
            return chance;
        }
        let days = worst.within_hours.div_ceil(outlook::HOURS);
        self.say.words.say("chance-within", [("chance", chance.into()), ("days", days.into())])
    }

    /// Returns when the worst prediction is most likely to come true, if that is known.
    pub(crate) fn worst_at(&self, worst: &Worst) -> Option<Text> {
        let at = self.say.near(worst.at?);
        let is_row = worst.within_hours <= outlook::HOURS;
        Some(if is_row { at.into() } else { self.say.words.say("first-about", [("at", at.into())]) })
    }

    /// Returns the word for a probability.
    pub(crate) fn likelihood(&self, likelihood: Likelihood) -> Text {
        self.say.words.say("likelihood", [("likelihood", Arg::key(likelihood))])
    }

    /// Returns an error in a few words.
    pub(crate) fn error(&self, error: BackupError) -> Text {
        self.say.words.say("what-fails", [("error", Arg::key(error))])
    }

    /// Returns what goes wrong in a few words: if XO has no error for it, by its cause.
    pub(crate) fn what_fails(&self, error: BackupError, cause: Option<&Cause>) -> Text {
        match (error, cause) {
            (BackupError::Other, Some(Cause::Found { finding, .. })) => self.say.words.title(*finding).into(),
            (BackupError::Other, Some(Cause::FailedBefore { .. })) => {
                self.say.words.phrase("fails-as-before").into()
            }
            _ => self.error(error),
        }
    }

    /// Names something that was not read and could change the answer.
    pub(crate) fn unread(&self, unread: &UnreadPart) -> Text {
        let words = self.say.words;
        match unread {
            UnreadPart::Answer { answer } => {
                words.gap(&model::Unread { answer: *answer, why: model::UnreadReason::NotAsked }).what
            }
            UnreadPart::Pool { name, loading, .. } => {
                let id = if *loading { "unread-pool-loading" } else { "unread-pool" };
                words.say(id, [("name", Arg::name(name, NAME))])
            }
            UnreadPart::RepositorySpace { id } => {
                words.say("unread-space", [("name", Arg::name(&self.names.repository(id), NAME))])
            }
            UnreadPart::Zone { schedule_id } => {
                let name =
                    self.names.schedule(schedule_id).map_or_else(|| schedule_id.to_string(), str::to_owned);
                words.say("unread-zone", [("name", Arg::name(&name, NAME))])
            }
        }
    }

    /// Lists what was not read: the first item, and how many more there are.
    pub(crate) fn all_unread(&self, unread: &[UnreadPart]) -> Text {
        let named = unread.iter().map(|one| self.unread(one)).collect();
        self.say.names(named, 1)
    }

    /// Returns the answer: a word or two in their look, and the rest of the sentence.
    pub(crate) fn answer(&self, outlook: &Outlook) -> (Text, Text) {
        let (lead, rest) = self.sentence(outlook);
        (lead, rest.and(self.within()).and(self.also_unread(&outlook.answer)))
    }

    /// Says which part of the server the answer is about.
    fn within(&self) -> Text {
        let of = |scope| self.say.words.say("answer-within", [("scope", self.say.scope(scope).into())]);
        self.scope.map(of).unwrap_or_default()
    }

    /// Returns the answer without what else was not read.
    pub(crate) fn sentence(&self, outlook: &Outlook) -> (Text, Text) {
        let words = self.say.words;
        let answer = &outlook.answer;
        let rest = match (answer.status, answer.decided_by) {
            (Status::NoneDue, _) => words.phrase("answer-none").into(),
            (Status::Yes, _) => words.say("answer-yes", due(outlook)),
            (Status::CannotTell, _) if !answer.unread.is_empty() => {
                words.say("answer-unread", [("what", self.all_unread(&answer.unread).into())])
            }
            (Status::CannotTell, _) if answer.unknown == 0 && answer.left_out > 0 => {
                words.say("answer-left-out", [("n", answer.left_out.into())])
            }
            (Status::CannotTell, _) if answer.unknown == 0 => words.phrase("answer-no-forecast").into(),
            (Status::CannotTell, _) => words.say("answer-unknown", some(outlook, answer.unknown)),
            (_, DecidedBy::Event) => self.by_event(outlook),
            (_, DecidedBy::Sum) => self.by_sum(outlook),
            _ => self.by_rows(outlook, answer),
        };
        (self.lead(answer), rest)
    }

    /// Returns the answer in a word or two.
    fn lead(&self, answer: &Answer) -> Text {
        let look = match answer.status {
            Status::Yes => Look::Good,
            Status::NoneDue => Look::Strong,
            Status::CannotTell | Status::AtRisk => Look::Warning,
            Status::ProbablyNot | Status::No => Look::Critical,
        };
        self.say.words.say("lead", [("status", Arg::key(answer.status))]).in_look(look)
    }

    /// Returns the answer in so few words that it fits on a line with the exit status.
    pub(crate) fn last(&self, outlook: &Outlook) -> Text {
        let words = self.say.words;
        let answer = &outlook.answer;
        let (id, n) = match (answer.status, answer.decided_by) {
            (Status::NoneDue, _) => ("last-none", 0),
            (Status::Yes, _) => ("last-yes", 0),
            (Status::CannotTell, _) => ("last-cannot-tell", 0),
            (_, DecidedBy::Event) => ("last-event", 0),
            (_, DecidedBy::Sum) => ("last-sum", 0),
            (Status::No, _) => ("last-no", answer.failing),
            (Status::ProbablyNot, _) => ("last-probably-not", answer.failing),
            (Status::AtRisk, _) => ("last-at-risk", answer.at_risk),
        };
        let error = worst(outlook).map_or_else(|| "".into(), |event| Arg::key(event.error));
        let expected = format!("{:.1}", answer.expected);
        let args =
            [("n", n.into()), ("due", answer.due.into()), ("expected", expected.into()), ("error", error)];
        self.lead(answer).and(words.say(id, args))
    }

    /// Says what else was not read if the answer is worse than "cannot tell".
    fn also_unread(&self, answer: &Answer) -> Text {
        let words = self.say.words;
        let is_worse = answer.status != Status::CannotTell;
        let unread = (is_worse && !answer.unread.is_empty())
            .then(|| words.say("besides-unread", [("what", self.all_unread(&answer.unread).into())]));
        // if these are the only reason that the answer cannot be told, it already says so
        let is_stated =
            answer.status == Status::CannotTell && answer.unread.is_empty() && answer.unknown == 0;
        let left_out = (answer.left_out > 0 && !is_stated)
            .then(|| words.say("besides-left-out", [("n", answer.left_out.into())]));
        unread.into_iter().chain(left_out).fold(Text::default(), Text::and)
    }

    fn by_rows(&self, outlook: &Outlook, answer: &Answer) -> Text {
        let words = self.say.words;
        let more = |n: u32| words.say("and-at-risk", [("n", n.into())]);
        let (id, n, more) = match answer.status {
            Status::No => ("answer-no", answer.failing, more(answer.at_risk)),
            Status::ProbablyNot => ("answer-probably-not", answer.failing, more(answer.at_risk)),
            _ => ("answer-at-risk", answer.at_risk, Text::default()),
        };
        let [of, due, runs] = some(outlook, n);
        let chance = self.chance(answer.likelihood, answer.probability);
        let percent = ("percent", percent(answer.probability).into());
        words.say(id, [of, due, runs, ("chance", chance.into()), percent, ("more", more.into())])
    }

    fn by_sum(&self, outlook: &Outlook) -> Text {
        let [due, runs] = due(outlook);
        let expected = format!("{:.1}", outlook.answer.expected);
        self.say.words.say("answer-sum", [due, runs, ("expected", expected.into())])
    }

    fn by_event(&self, outlook: &Outlook) -> Text {
        let [due, runs] = due(outlook);
        let event = worst(outlook).map(|event| self.event(event)).unwrap_or_default();
        self.say.words.say("answer-event", [due, runs, ("event", event.into())])
    }

    /// Says what else goes wrong.
    pub(crate) fn event(&self, event: &Event) -> Text {
        let args = [
            ("error", Arg::key(event.error)),
            ("who", self.vm_or_job(&event.job_id, event.vm_id.as_ref()).into()),
            ("what", self.what_fails(event.error, event.cause.as_ref()).into()),
            ("chance", self.chance(event.likelihood, event.probability).into()),
        ];
        self.say.words.say("event", args)
    }

    /// Returns a VM with its job, or the whole job.
    pub(crate) fn vm_or_job(&self, job: &model::JobId, vm: Option<&model::ObjectId>) -> Text {
        let job = ("job", Arg::name(&self.names.job(job), NAME));
        match vm {
            Some(vm) => self.say.words.say("vm-of-job", [job, ("vm", Arg::name(&self.names.vm(vm), NAME))]),
            None => self.say.words.say("whole-of-job", [job]),
        }
    }

    /// Returns a word for how a row ends, in its look.
    pub(crate) fn risk(&self, row: &Row) -> Text {
        match row.outcome {
            Outcome::CannotTell => Text::look(Look::Warning, self.say.words.phrase("outcome-cannot-tell")),
            Outcome::Fails => self.likelihood(row.likelihood).in_look(Look::Critical),
            Outcome::AtRisk => self.likelihood(row.likelihood).in_look(Look::Warning),
            Outcome::Ok => self.likelihood(row.likelihood).in_look(Look::Good),
        }
    }
}

/// Returns the most probable error that is not a row.
fn worst(outlook: &Outlook) -> Option<&Event> {
    outlook.events.iter().max_by(|a, b| a.probability.total_cmp(&b.probability))
}

/// A variable of a text.
type Variable = (&'static str, Arg<'static>);

/// Counts the rows, and the runs they belong to, as variables.
fn due(outlook: &Outlook) -> [Variable; 2] {
    let mut runs: Vec<_> = outlook.rows.iter().map(|row| (&row.job_id, &row.schedule_id, row.at)).collect();
    runs.sort_unstable();
    runs.dedup();
    let runs = if runs.len() == outlook.rows.len() { 1 } else { runs.len() };
    [("due", outlook.answer.due.into()), ("runs", runs.into())]
}

/// Counts some rows among all, as variables.
fn some(outlook: &Outlook, n: u32) -> [Variable; 3] {
    let [due, runs] = due(outlook);
    let n = if n == outlook.answer.due { ("n", "all".into()) } else { ("n", n.into()) };
    [n, due, runs]
}

/// Returns a probability as shown, in whole percent: below 98 unless it is certain.
pub(crate) fn percent(probability: f64) -> String {
    format!("{:.0}", probability * 100.0)
}

/// Lists the disks that an outlook names.
pub(crate) fn vdis(outlook: &Outlook) -> impl Iterator<Item = &ObjectId> {
    let of_rows =
        outlook.rows.iter().flat_map(|row| row.vdi_id.iter().chain(row.cause.iter().flat_map(of_cause)));
    let of_events = outlook.events.iter().flat_map(|event| event.cause.iter().flat_map(of_cause));
    of_rows.chain(of_events)
}

fn of_cause(cause: &Cause) -> &[ObjectId] {
    match cause {
        Cause::AtLimit { vdi_id, .. } | Cause::DiskMissing { vdi_id } => std::slice::from_ref(vdi_id),
        Cause::MergesStopped { vdi_ids, .. }
        | Cause::MergesPending { vdi_ids, .. }
        | Cause::BrokenChain { vdi_ids } => vdi_ids,
        _ => &[],
    }
}

impl Report {
    /// Says how a backup due ends: `almost certain, 97 %: chain too long (109)`.
    pub fn says(&self, row: &Row, words: &'static Words) -> String {
        let say = Say::in_document(words, self.observed_at);
        let formatter = OutlookFormatter::of(self, &say);
        let text = match (row.outcome, row.error) {
            (Outcome::Ok, _) => words.phrase("row-ok").into(),
            (Outcome::CannotTell, _) => words.phrase("outcome-cannot-tell").into(),
            (_, error) => {
                let what =
                    error.map(|error| formatter.what_fails(error, row.cause.as_ref())).unwrap_or_default();
                let chance = formatter.chance(row.likelihood, row.probability);
                words.say("row-says", [("chance", chance.into()), ("what", what.into())])
            }
        };
        text.plain()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Style;
    use crate::words::Lang;

    /// Hours of the worst prediction, and how its chance and instant read: a row is a run, a prediction may come true later.
    #[test]
    fn a_chance_of_days_names_them() {
        let now = "2026-11-23T08:30:00Z".parse().unwrap();
        let worst = |within_hours| Worst {
            error: BackupError::NoSpace,
            probability: 0.96,
            likelihood: Likelihood::AlmostCertain,
            within_hours,
            at: Some("2026-11-24T17:00:00Z".parse().unwrap()),
            job_id: "j".into(),
            vm_id: None,
            cause: None,
        };
        let cases = [
            (Lang::En, 24, "almost certain, 96 %", "Tue 17:00"),
            (Lang::En, 168, "almost certain, 96 % within 7 days", "first about Tue 17:00"),
            (Lang::Ja, 168, "7 日以内にほぼ確実、96 %", "最初は 火曜 17:00 ごろ"),
        ];
        for (lang, hours, chance, at) in cases {
            let style = Style { lang, ..Style::default() };
            let (say, names) = (Say::new(&style, now), Names::default());
            let formatter = OutlookFormatter { say: &say, names: &names, unread: &[], scope: None };
            let worst = worst(hours);
            let found = (formatter.worst_chance(&worst).plain(), formatter.worst_at(&worst).unwrap().plain());
            assert_eq!(found, (chance.to_owned(), at.to_owned()));
        }
    }
}
