//! The words of errors, in every supported language. In: entries. Out: plain text.

use fluent_bundle::FluentArgs;

use super::catalogue::{Entry, Temporary};
use super::details::Details;
use xo_health_core::display::clean;
use xo_health_core::findings::catalogue::Actor;
use xo_health_report::words::{Bundle, Lang};

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("en.ftl"),
        Lang::Ja => include_str!("ja.ftl"),
    }
}

/// The words of errors in one language.
pub struct Texts(Bundle);

impl Texts {
    /// Loads the words of a language.
    pub fn new(lang: Lang) -> Self {
        Self(Bundle::new(lang, source(lang)))
    }

    /// Returns a title: a few words, no full stop.
    pub fn title(&self, entry: &Entry) -> String {
        self.phrase(entry.id)
    }

    /// Returns what the error means.
    pub fn meaning(&self, entry: &Entry, details: &Details) -> String {
        self.part(entry, "meaning", details).unwrap_or_default()
    }

    /// Returns what usually causes it in backups.
    pub fn cause(&self, entry: &Entry, details: &Details) -> String {
        self.part(entry, "cause", details).unwrap_or_default()
    }

    /// Returns the steps to take, least destructive first, with the known ids in their commands.
    pub fn remedy(&self, entry: &Entry, details: &Details) -> Vec<String> {
        let steps = self.part(entry, "remedy", details).unwrap_or_default();
        steps.lines().map(ToOwned::to_owned).collect()
    }

    /// Returns a common misbelief about it, if there is one.
    pub fn note(&self, entry: &Entry, details: &Details) -> Option<String> {
        self.part(entry, "note", details)
    }

    /// Returns the name of who acts first.
    pub fn actor(&self, actor: Actor) -> String {
        self.phrase(&format!("actor-{}", actor.key()))
    }

    /// Returns whether it goes away by itself, in words.
    pub fn temporary(&self, temporary: Temporary) -> String {
        self.phrase(temporary.key())
    }

    /// Lists what to collect for a bug report.
    pub fn collect(&self) -> Vec<String> {
        self.phrase("collect").lines().map(ToOwned::to_owned).collect()
    }

    /// Returns a text without variables.
    pub(super) fn phrase(&self, id: &str) -> String {
        self.0.phrase(id)
    }

    fn part(&self, entry: &Entry, name: &str, details: &Details) -> Option<String> {
        let mut args = FluentArgs::new();
        // an unknown object stays a placeholder in a command
        for key in Details::KEYS {
            args.set(key, format!("<{key}>"));
        }
        for (key, value) in details.known() {
            args.set(key, clean(value).into_owned());
        }
        self.0.try_format(entry.id, Some(name), &args).map(|(text, _)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::all;
    use xo_health_report::words::{style, testing};

    #[test]
    fn every_error_has_all_its_words() {
        for &lang in Lang::ALL {
            let texts = Texts::new(lang);
            let none = Details::default();
            for entry in all() {
                let texts_of_entry = [texts.meaning(entry, &none), texts.cause(entry, &none)];
                let texts_of_entry = texts_of_entry.into_iter().chain(texts.note(entry, &none));
                for text in texts_of_entry {
                    assert!(
                        text.ends_with(['.', '。']) && !text.contains('\n'),
                        "{} {lang:?}: {text}",
                        entry.id
                    );
                }
                let steps = texts.remedy(entry, &none);
                assert!(!steps.is_empty(), "{}", entry.id);
                for line in steps.iter().chain([&texts.title(entry)]) {
                    assert!(line.len() > 3 && !line.ends_with(['.', '。']), "{} {lang:?}: {line}", entry.id);
                    assert!(
                        !line.contains('{') && !line.starts_with("step-"),
                        "{} {lang:?}: {line}",
                        entry.id
                    );
                    assert_ne!(line, entry.id);
                }
            }
        }
    }

    #[test]
    fn no_words_without_an_error() {
        let known = |id: &str| crate::errors::find(id).is_some();
        for (id, _) in testing::entries(source(Lang::En)) {
            let other =
                ["step-", "temporary-", "page-", "collect"].iter().any(|prefix| id.starts_with(prefix));
            assert!(other || known(id), "`{id}` is no entry of the catalogue");
        }
    }

    #[test]
    fn the_languages_say_the_same() {
        testing::same(&Lang::ALL.iter().map(|lang| (*lang, source(*lang))).collect::<Vec<_>>());
        style::is_plain_english(source(Lang::En));
        style::is_agreed_japanese(source(Lang::Ja));
    }

    /// The four errors that a provider's customers meet most (facts/manual-ja.txt): who acts first, and a note
    /// wherever a common belief is wrong. Readers do not have that page, so nothing cites it.
    #[test]
    fn the_common_errors_say_what_is_believed_and_wrong() {
        for &lang in Lang::ALL {
            let texts = Texts::new(lang);
            for id in ["no-space", "chain-too-long", "already-running", "unhealthy-vdi-chain"] {
                let entry = crate::errors::find(id).unwrap();
                assert_eq!(entry.acts_first, Actor::VmOwner, "{id}");
                assert!(texts.note(entry, &Details::default()).is_some(), "{id}");
            }
            for entry in all() {
                let note = texts.note(entry, &Details::default()).unwrap_or_default();
                assert!(!note.contains("manual says") && !note.contains("マニュアルは"), "{}", entry.id);
            }
        }
    }

    #[test]
    fn commands_name_the_objects() {
        let texts = Texts::new(Lang::En);
        let entry = crate::errors::find("vdi-gone").unwrap();
        let details = Details { sr: Some("sr-1\u{1b}[2J".to_owned()), ..Details::default() };
        assert!(texts.remedy(entry, &details).iter().any(|step| step.contains("xe sr-scan uuid=sr-1?[2J")));
        let unnamed = texts.remedy(entry, &Details::default());
        assert!(unnamed.iter().any(|step| step.contains("xe sr-scan uuid=<sr>")), "{unnamed:?}");
    }
}
