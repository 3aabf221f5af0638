//! The words of findings, in every language there is.
//!
//! In: codes, findings, what was not read. Out: plain text, one line or a few, without colour. All words are in the
//! `.ftl` file of the language (Project Fluent), embedded at build time; this module fills in the numbers of the
//! evidence. It judges nothing. Names from the server come out cleaned and cut.

mod args;
mod page;

use fluent_bundle::FluentArgs;

use crate::texts::Bundle;
pub use crate::texts::Lang;
pub use page::page;
use xo_health_core::findings::catalogue::Actor;
use xo_health_core::findings::{Code, Evidence, Finding, evidence_of_gap};
use xo_health_core::model::Unread;

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("en.ftl"),
        Lang::Ja => include_str!("ja.ftl"),
    }
}

/// Holds the words of findings in one language.
pub struct Texts(Bundle);

/// Tells what could not be read, why, and how to grant it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapText {
    /// What is missing.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do so that it can be read.
    pub grant: String,
}

impl Texts {
    /// Loads the words of a language.
    pub fn new(lang: Lang) -> Self {
        Self(Bundle::new(lang, source(lang)))
    }

    /// Gives the language.
    pub fn lang(&self) -> Lang {
        self.0.lang()
    }

    /// Gives the title of a code: a few words, no full stop.
    pub fn title(&self, code: Code) -> String {
        self.phrase(code.slug())
    }

    /// Says what a finding with this code means: some sentences.
    pub fn meaning(&self, code: Code) -> String {
        self.format(code.slug(), Some("meaning"), &FluentArgs::new())
    }

    /// Gives the steps to take, the least harmful first, one line each.
    pub fn remedy(&self, code: Code) -> Vec<String> {
        let steps = self.format(code.slug(), Some("remedy"), &FluentArgs::new());
        steps.lines().map(ToOwned::to_owned).collect()
    }

    /// Says what to do first about a finding: what fits its cause where that is told, else the first step for its code.
    pub fn first_step(&self, finding: &Finding) -> String {
        let args = self.finding_args(finding);
        match self.0.try_format(finding.code.slug(), Some("first"), &args) {
            Some((text, _)) => text,
            None => self.remedy(finding.code).into_iter().next().unwrap_or_default(),
        }
    }

    /// Names who acts first.
    pub fn actor(&self, actor: Actor) -> String {
        self.phrase(&format!("actor-{}", actor.key()))
    }

    /// Says in one line what was found, where, and the numbers it rests on.
    pub fn message(&self, finding: &Finding) -> String {
        let args = self.finding_args(finding);
        self.format(finding.code.slug(), Some("message"), &args)
    }

    /// Tells of something that could not be read.
    pub fn gap(&self, unread: &Unread) -> GapText {
        let evidence = evidence_of_gap(unread);
        let args = self.args(&evidence);
        let part = |id| self.format(id, None, &args);
        GapText { what: part("gap-what"), why: part("gap-why"), grant: part("gap-grant") }
    }

    /// Gives a text without variables.
    pub(super) fn phrase(&self, id: &str) -> String {
        self.0.phrase(id)
    }

    fn finding_args<'a>(&self, finding: &'a Finding) -> FluentArgs<'a> {
        args::of_finding(finding, &self.0)
    }

    fn args<'a>(&self, evidence: &'a Evidence) -> FluentArgs<'a> {
        args::of_evidence(evidence, &self.0)
    }

    fn format(&self, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> String {
        self.0.format(id, attribute, args)
    }
}

#[cfg(test)]
mod tests;
