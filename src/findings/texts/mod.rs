//! The words of findings, in every language there is.
//!
//! In: codes, findings, what was not read. Out: plain text, one line or a few, without colour. All words are in the
//! `.ftl` file of the language (Project Fluent), embedded at build time; this module fills in the numbers of the
//! evidence. It judges nothing. Names from the server come out cleaned and cut.

mod args;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::rules::not_read;
use super::{Code, Evidence, Finding};
use crate::findings::catalogue::Actor;
use crate::model::Unread;

/// Is a language that findings speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
}

impl Lang {
    /// Lists all languages.
    pub const ALL: &[Self] = &[Self::En];

    /// Gives its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("en.ftl"),
        }
    }
}

/// Holds the words of one language.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

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
        // the file is part of the program: tests prove that it has no errors, and a broken entry is only left out
        let resource = FluentResource::try_new(lang.source().to_owned()).unwrap_or_else(|(usable, _)| usable);
        let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
        // marks around each value would end up in terminals and files
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { lang, bundle }
    }

    /// Gives the language.
    pub fn lang(&self) -> Lang {
        self.lang
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
        let args = args::of_finding(finding, &|shown, more| self.list_more(shown, more));
        match self.try_format(finding.code.slug(), Some("first"), &args) {
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
        let args = args::of_finding(finding, &|shown, more| self.list_more(shown, more));
        self.format(finding.code.slug(), Some("message"), &args)
    }

    /// Tells of something that could not be read.
    pub fn gap(&self, unread: &Unread) -> GapText {
        let evidence = not_read::evidence(unread);
        let args = self.args(&evidence);
        let part = |id| self.format(id, None, &args);
        GapText { what: part("gap-what"), why: part("gap-why"), grant: part("gap-grant") }
    }

    /// Gives a text without variables.
    pub(super) fn phrase(&self, id: &str) -> String {
        self.format(id, None, &FluentArgs::new())
    }

    fn args<'a>(&self, evidence: &'a Evidence) -> FluentArgs<'a> {
        args::of_evidence(evidence, &|shown, more| self.list_more(shown, more))
    }

    fn list_more(&self, shown: &str, more: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("shown", shown.to_owned());
        args.set("more", more);
        self.format("list-more", None, &args)
    }

    /// Fills a text in; a text that is missing shows its id, so that nothing is hidden.
    fn format(&self, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> String {
        self.try_format(id, attribute, args).map_or_else(|| id.to_owned(), |(text, _)| text)
    }

    /// Fills a text in and says what was wrong with it.
    fn try_format(
        &self,
        id: &str,
        attribute: Option<&str>,
        args: &FluentArgs<'_>,
    ) -> Option<(String, Vec<String>)> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        Some((text, errors.iter().map(ToString::to_string).collect()))
    }
}

#[cfg(test)]
mod tests;
