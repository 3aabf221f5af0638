//! The words of errors, in every language there is. In: entries. Out: plain text.

use super::{Entry, Temporary};
use xo_health_core::findings::catalogue::Actor;
use xo_health_report::texts::{Bundle, Lang};

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("en.ftl"),
        Lang::Ja => include_str!("ja.ftl"),
    }
}

/// Holds the words of errors in one language.
pub struct Texts(Bundle);

impl Texts {
    /// Loads the words of a language.
    pub fn new(lang: Lang) -> Self {
        Self(Bundle::new(lang, source(lang)))
    }

    /// Gives a title: a few words, no full stop.
    pub fn title(&self, entry: &Entry) -> String {
        self.phrase(entry.id)
    }

    /// Says what the error means.
    pub fn meaning(&self, entry: &Entry) -> String {
        self.part(entry, "meaning").unwrap_or_default()
    }

    /// Says what usually causes it in backups.
    pub fn cause(&self, entry: &Entry) -> String {
        self.part(entry, "cause").unwrap_or_default()
    }

    /// Gives the steps to take, the least harmful first.
    pub fn remedy(&self, entry: &Entry) -> Vec<String> {
        let steps = self.part(entry, "remedy").unwrap_or_default();
        steps.lines().map(ToOwned::to_owned).collect()
    }

    /// Says what is often believed of it and wrong, where there is such a thing.
    pub fn note(&self, entry: &Entry) -> Option<String> {
        self.part(entry, "note")
    }

    /// Names who acts first.
    pub fn actor(&self, actor: Actor) -> String {
        self.phrase(&format!("actor-{}", actor.key()))
    }

    /// Says whether it goes away by itself.
    pub fn temporary(&self, temporary: Temporary) -> String {
        self.phrase(temporary.key())
    }

    /// Gives a text without variables.
    pub(super) fn phrase(&self, id: &str) -> String {
        self.0.phrase(id)
    }

    fn part(&self, entry: &Entry, name: &str) -> Option<String> {
        self.0.try_format(entry.id, Some(name), &Default::default()).map(|(text, _)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::all;
    use xo_health_report::texts::testing;

    #[test]
    fn every_error_has_all_its_words() {
        for &lang in Lang::ALL {
            let texts = Texts::new(lang);
            for entry in all() {
                let told = [texts.meaning(entry), texts.cause(entry)].into_iter().chain(texts.note(entry));
                for text in told {
                    assert!(
                        text.ends_with(['.', '。']) && !text.contains('\n'),
                        "{} {lang:?}: {text}",
                        entry.id
                    );
                }
                let steps = texts.remedy(entry);
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
            let other = ["step-", "temporary-", "page-"].iter().any(|prefix| id.starts_with(prefix));
            assert!(other || known(id), "`{id}` is no entry of the catalogue");
        }
    }

    #[test]
    fn the_languages_say_the_same() {
        testing::same(&Lang::ALL.iter().map(|lang| (*lang, source(*lang))).collect::<Vec<_>>());
    }

    /// What the manual tells its customers (facts/manual-ja.txt): four errors, who acts first, with its corrections.
    #[test]
    fn the_errors_of_the_manual_are_corrected() {
        let texts = Texts::new(Lang::Ja);
        for id in ["no-space", "chain-too-long", "already-running", "unhealthy-vdi-chain"] {
            let entry = crate::errors::find(id).unwrap();
            assert_eq!(entry.acts_first, Actor::VmOwner, "{id}");
            assert!(texts.note(entry).unwrap().contains("マニュアル"), "{id}");
        }
    }
}
