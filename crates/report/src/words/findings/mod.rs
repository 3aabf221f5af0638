//! The words of findings and of gaps.
//!
//! In: codes, findings, gaps. Out: text, one line or a few. This module fills in the numbers of the evidence; it judges
//! nothing.

mod args;
mod page;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::blocks::Text;
pub use crate::words::Lang;
use crate::words::Words;
pub use page::page;
use xo_health_core::findings::catalogue::Actor;
use xo_health_core::findings::{Code, Evidence, Finding, evidence_of_gap};
use xo_health_core::model::Unread;

/// A function that writes instants.
pub type Instants<'a> = dyn Fn(Timestamp) -> String + 'a;

/// What could not be read, why, and how to grant it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapText {
    /// What is missing.
    pub what: Text,
    /// Why.
    pub why: Text,
    /// What to do so that it can be read.
    pub grant: Text,
}

impl Words {
    /// Returns the title of a code: a few words, no full stop.
    pub fn title(&self, code: Code) -> String {
        self.phrase(code.slug())
    }

    /// Returns what a finding with this code means, in a few sentences.
    pub fn meaning(&self, code: Code) -> String {
        self.attribute(code.slug(), "meaning")
    }

    /// Returns the steps to take, least destructive first, one line each.
    pub fn remedy(&self, code: Code) -> Vec<String> {
        let steps = self.attribute(code.slug(), "remedy");
        steps.lines().map(ToOwned::to_owned).collect()
    }

    /// Returns the first step for a finding: one that fits its cause if that is known, or else the first step of its
    /// code. Instants are in UTC.
    pub fn first_step(&self, finding: &Finding) -> Text {
        self.first_step_with(finding, &|at| self.in_utc(at))
    }

    /// Returns the same with instants written by `instant`.
    pub fn first_step_with(&self, finding: &Finding, instant: &Instants<'_>) -> Text {
        let own = self.try_fill(finding.code.slug(), Some("first"), args::of_finding(finding, self, instant));
        own.unwrap_or_else(|| self.remedy(finding.code).into_iter().next().unwrap_or_default().into())
    }

    /// Returns the name of who acts first.
    pub fn actor(&self, actor: Actor) -> String {
        self.phrase(&format!("actor-{}", actor.key()))
    }

    /// Returns in one line what was found, where, and the numbers it rests on. Instants are in UTC.
    pub fn message(&self, finding: &Finding) -> Text {
        self.message_with(finding, &|at| self.in_utc(at))
    }

    /// Returns the same with instants written by `instant`.
    pub fn message_with(&self, finding: &Finding, instant: &Instants<'_>) -> Text {
        self.fill(finding.code.slug(), Some("message"), args::of_finding(finding, self, instant))
    }

    fn in_utc(&self, at: Timestamp) -> String {
        self.instant(at, &TimeZone::UTC)
    }

    /// Returns what could not be read, why, and how to grant it.
    pub fn gap(&self, unread: &Unread) -> GapText {
        let evidence = Evidence::from(evidence_of_gap(unread));
        let part = |id| self.fill(id, None, args::of_values(evidence.values(), self, &|at| self.in_utc(at)));
        GapText { what: part("gap-what"), why: part("gap-why"), grant: part("gap-grant") }
    }
}

/// The words of findings as plain text.
pub struct Texts(&'static Words);

impl Texts {
    /// Takes the words of a language.
    pub fn new(lang: Lang) -> Self {
        Self(Words::of(lang))
    }

    /// Returns the underlying words of reports.
    pub fn words(&self) -> &'static Words {
        self.0
    }

    /// Returns the title of a code: a few words, no full stop.
    pub fn title(&self, code: Code) -> String {
        self.0.title(code)
    }

    /// Returns what a finding with this code means, in a few sentences.
    pub fn meaning(&self, code: Code) -> String {
        self.0.meaning(code)
    }

    /// Returns the steps to take, least destructive first, one line each.
    pub fn remedy(&self, code: Code) -> Vec<String> {
        self.0.remedy(code)
    }

    /// Returns the first step for a finding.
    pub fn first_step(&self, finding: &Finding) -> String {
        self.0.first_step(finding).plain()
    }

    /// Returns the name of who acts first.
    pub fn actor(&self, actor: Actor) -> String {
        self.0.actor(actor)
    }

    /// Returns in one line what was found, where, and the numbers it rests on.
    pub fn message(&self, finding: &Finding) -> String {
        self.0.message(finding).plain()
    }
}

#[cfg(test)]
mod tests;
