//! Words in the languages of the program, from Fluent files that are embedded at build time.
//!
//! In: a language, the source of one file of words, ids with their variables. Out: plain text without colour. Each part
//! of the program has a file of its own for each language beside its code; what all of them need (who acts, weekdays)
//! is here. Knows nothing of what is said. Pure.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub mod findings;
#[cfg(any(test, feature = "testkit"))]
#[allow(clippy::unwrap_used, clippy::panic, reason = "for tests alone")]
pub mod testing;

/// Is a language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// Lists all languages.
    pub const ALL: &[Self] = &[Self::En, Self::Ja];

    /// Gives its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// Chooses by the values of `LC_ALL`, `LC_MESSAGES` and `LANG`, in this order: the first that says something
    /// decides (POSIX, Base Definitions 8.2). A language that is not spoken here gives English.
    pub fn from_locales<'a>(locales: impl IntoIterator<Item = &'a str>) -> Self {
        let locale = locales.into_iter().find(|locale| !locale.is_empty()).unwrap_or_default();
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ja") { Self::Ja } else { Self::En }
    }

    const fn common(self) -> &'static str {
        match self {
            Self::En => include_str!("en.ftl"),
            Self::Ja => include_str!("ja.ftl"),
        }
    }
}

/// Holds the words of one part of the program in one language.
pub struct Bundle {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Bundle {
    /// Loads a file of words, and the common ones.
    pub fn new(lang: Lang, source: &str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
        // marks around each value would end up in terminals and files
        bundle.set_use_isolating(false);
        for source in [lang.common(), source] {
            // the file is part of the program: tests prove that it has no errors, and a broken entry is only left out
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(usable, _)| usable);
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// Gives the language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Gives a text without variables.
    pub fn phrase(&self, id: &str) -> String {
        self.format(id, None, &FluentArgs::new())
    }

    /// Fills a text in.
    pub fn text<const N: usize>(&self, id: &str, variables: [(&'static str, FluentValue<'_>); N]) -> String {
        self.format(id, None, &FluentArgs::from_iter(variables))
    }

    /// Fills a text or one of its attributes in; a text that is missing shows its id, so that nothing is hidden.
    pub fn format(&self, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> String {
        self.try_format(id, attribute, args).map_or_else(|| id.to_owned(), |(text, _)| text)
    }

    /// Fills a text in and says what was wrong with it; none when there is no such text.
    pub fn try_format(
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

    /// Writes an instant with its weekday and zone: `Mon 2026-11-23 02:00 UTC`.
    pub fn instant(&self, at: Timestamp, zone: &TimeZone) -> String {
        let part = |format| at.to_zoned(zone.clone()).strftime(format).to_string();
        let parts = [("weekday", "%a"), ("date", "%Y-%m-%d"), ("time", "%H:%M"), ("zone", "%Z")];
        self.text("instant", parts.map(|(name, format)| (name, part(format).into())))
    }

    /// Writes an instant within a week of one that the reader knows: `Mon 02:00`.
    pub fn weekday_time(&self, at: Timestamp, zone: &TimeZone) -> String {
        let part = |format| at.to_zoned(zone.clone()).strftime(format).to_string();
        self.text("weekday-time", [("weekday", part("%a").into()), ("time", part("%H:%M").into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides() {
        let cases: [(&[&str], Lang); 9] = [
            (&[], Lang::En),
            (&["", "", ""], Lang::En),
            (&["", "", "ja_JP.UTF-8"], Lang::Ja),
            (&["C", "", "ja_JP.UTF-8"], Lang::En),
            (&["", "ja", "en_US.UTF-8"], Lang::Ja),
            (&["JA-jp"], Lang::Ja),
            (&["jam_JM"], Lang::En),
            (&["fr_FR.UTF-8", "ja_JP", "ja_JP"], Lang::En),
            (&["ja@x"], Lang::Ja),
        ];
        for (locales, lang) in cases {
            assert_eq!(Lang::from_locales(locales.iter().copied()), lang, "{locales:?}");
        }
    }

    #[test]
    fn writes_instants() {
        let at: Timestamp = "2026-11-22T17:00:30Z".parse().unwrap();
        let tokyo = TimeZone::posix("JST-9").unwrap();
        let en = Bundle::new(Lang::En, "");
        assert_eq!(en.instant(at, &TimeZone::UTC), "Sun 2026-11-22 17:00 UTC");
        assert_eq!(en.instant(at, &tokyo), "Mon 2026-11-23 02:00 JST");
        assert_eq!(en.weekday_time(at, &tokyo), "Mon 02:00");
        let ja = Bundle::new(Lang::Ja, "");
        assert_eq!(ja.instant(at, &tokyo), "2026-11-23(月) 02:00 JST");
        assert_eq!(ja.weekday_time(at, &tokyo), "(月) 02:00");
        for at in [Timestamp::MIN, Timestamp::MAX] {
            assert!(!en.instant(at, &tokyo).is_empty());
        }
    }

    #[test]
    fn a_missing_text_shows_its_id() {
        assert_eq!(Bundle::new(Lang::En, "a = b").phrase("c"), "c");
    }

    #[test]
    fn the_languages_say_the_same() {
        testing::same(&Lang::ALL.iter().map(|lang| (*lang, lang.common())).collect::<Vec<_>>());
    }
}
