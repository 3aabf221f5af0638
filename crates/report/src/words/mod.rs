//! Words in the languages of the program, from Fluent files embedded at build time.
//!
//! In: a language, ids with their variables. Out: text without colour. [`Words`] holds everything that reports say in
//! one language, loaded once and used only where a view is composed or a document is written; [`Bundle`] is the
//! mechanism below, for crates with words of their own. Pure.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::blocks::Text;
use xo_health_core::findings::Severity;

mod args;
pub mod findings;
#[cfg(any(test, feature = "testkit"))]
#[allow(clippy::unwrap_used, clippy::panic, reason = "for tests alone")]
pub mod style;
#[cfg(any(test, feature = "testkit"))]
#[allow(clippy::unwrap_used, clippy::panic, reason = "for tests alone")]
pub mod testing;
mod time;

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// All languages.
    #[allow(dead_code, reason = "tests of all crates that have words go through it")]
    pub const ALL: &[Self] = &[Self::En, Self::Ja];

    /// Returns its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// Chooses by the values of `LC_ALL`, `LC_MESSAGES` and `LANG`, in this order: the first one that is not
    /// empty decides (POSIX, Base Definitions 8.2). Any unsupported language becomes English.
    pub fn from_locales<'a>(locales: impl IntoIterator<Item = &'a str>) -> Self {
        let locale = locales.into_iter().find(|locale| !locale.is_empty()).unwrap_or_default();
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ja") { Self::Ja } else { Self::En }
    }

    /// Returns the words of reports, one file per part.
    const fn of_reports(self) -> [&'static str; 8] {
        match self {
            Self::En => [
                include_str!("en/report.ftl"),
                include_str!("en/findings.ftl"),
                include_str!("en/predictions.ftl"),
                include_str!("en/sr.ftl"),
                include_str!("en/jobs.ftl"),
                include_str!("en/outlook.ftl"),
                include_str!("en/diff.ftl"),
                include_str!("en/history.ftl"),
            ],
            Self::Ja => [
                include_str!("ja/report.ftl"),
                include_str!("ja/findings.ftl"),
                include_str!("ja/predictions.ftl"),
                include_str!("ja/sr.ftl"),
                include_str!("ja/jobs.ftl"),
                include_str!("ja/outlook.ftl"),
                include_str!("ja/diff.ftl"),
                include_str!("ja/history.ftl"),
            ],
        }
    }

    const fn common(self) -> &'static str {
        match self {
            Self::En => include_str!("en/common.ftl"),
            Self::Ja => include_str!("ja/common.ftl"),
        }
    }
}

/// Everything that reports say in one language.
pub struct Words {
    lang: Lang,
    bundle: Bundle,
}

impl Words {
    /// Returns the words of a language; they are loaded on the first call.
    pub fn of(lang: Lang) -> &'static Self {
        static EN: OnceLock<Words> = OnceLock::new();
        static JA: OnceLock<Words> = OnceLock::new();
        let words = match lang {
            Lang::En => &EN,
            Lang::Ja => &JA,
        };
        words.get_or_init(|| Self { lang, bundle: Bundle::of(lang, &lang.of_reports()) })
    }

    /// Loads them together with those of another crate's views, whose ids must all be different.
    pub fn with(lang: Lang, own: &'static str) -> Self {
        let sources: Vec<&str> = lang.of_reports().into_iter().chain([own]).collect();
        Self { lang, bundle: Bundle::of(lang, &sources) }
    }

    /// Returns the language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Returns a text without variables.
    pub fn phrase(&self, id: &str) -> String {
        self.bundle.phrase(id)
    }

    /// Returns an attribute of a text, without variables.
    pub fn attribute(&self, id: &str, attribute: &str) -> String {
        self.bundle.format(id, Some(attribute), &FluentArgs::new())
    }

    /// Fills in a text. Texts among the variables keep their looks and names.
    pub fn say<const N: usize>(&self, id: &str, variables: [(&str, Arg<'_>); N]) -> Text {
        self.fill(id, None, variables)
    }

    /// Fills in a text or one of its attributes; a missing text shows its id, so that nothing is hidden.
    pub fn fill<'a, K, V>(&self, id: &str, attribute: Option<&str>, variables: V) -> Text
    where
        K: Into<Cow<'a, str>>,
        V: IntoIterator<Item = (K, Arg<'a>)>,
    {
        self.try_fill(id, attribute, variables).unwrap_or_else(|| id.into())
    }

    /// Fills in a text; `None` if there is no such text.
    pub fn try_fill<'a, K, V>(&self, id: &str, attribute: Option<&str>, variables: V) -> Option<Text>
    where
        K: Into<Cow<'a, str>>,
        V: IntoIterator<Item = (K, Arg<'a>)>,
    {
        self.checked(id, attribute, variables).map(|(text, _)| text)
    }

    /// Fills in a text and returns what was wrong with it; `None` if there is no such text.
    fn checked<'a, K, V>(
        &self,
        id: &str,
        attribute: Option<&str>,
        variables: V,
    ) -> Option<(Text, Vec<String>)>
    where
        K: Into<Cow<'a, str>>,
        V: IntoIterator<Item = (K, Arg<'a>)>,
    {
        let (args, parts) = args::hide(variables);
        let (text, errors) = self.bundle.try_format(id, attribute, &args)?;
        Some((args::show(&text, &parts), errors))
    }

    /// Joins texts with commas.
    pub fn commas(&self, texts: impl IntoIterator<Item = Text>) -> Text {
        Text::join(texts, &self.phrase("comma"))
    }

    /// Joins texts with semicolons.
    pub fn semicolons(&self, texts: impl IntoIterator<Item = Text>) -> Text {
        Text::join(texts, &self.phrase("semicolon"))
    }

    /// Returns the name of a severity.
    pub fn severity(&self, severity: Severity) -> String {
        self.phrase(match severity {
            Severity::Critical => "severity-critical",
            Severity::Warning => "severity-warning",
            Severity::Info => "severity-info",
        })
    }
}

pub use args::{Arg, key};

/// The words of one part of the program in one language.
pub struct Bundle {
    bundle: FluentBundle<FluentResource>,
}

impl Bundle {
    /// Loads a file of words together with the common ones.
    pub fn new(lang: Lang, source: &str) -> Self {
        Self::of(lang, &[source])
    }

    fn of(lang: Lang, sources: &[&str]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
        // marks around each value would end up in terminals and files
        bundle.set_use_isolating(false);
        for source in std::iter::once(lang.common()).chain(sources.iter().copied()) {
            // the file is part of the program, and tests prove that it has no errors; a broken entry would only be
            // left out
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(usable, _)| usable);
            bundle.add_resource_overriding(resource);
        }
        Self { bundle }
    }

    /// Returns a text without variables.
    pub fn phrase(&self, id: &str) -> String {
        self.format(id, None, &FluentArgs::new())
    }

    /// Fills in a text.
    pub fn text<const N: usize>(&self, id: &str, variables: [(&'static str, FluentValue<'_>); N]) -> String {
        self.format(id, None, &FluentArgs::from_iter(variables))
    }

    /// Fills in a text with words; `None` if there is no such text, or if one of its variables is missing.
    pub fn fill<'v>(
        &self,
        id: &str,
        variables: impl IntoIterator<Item = (&'v str, String)>,
    ) -> Option<String> {
        let args = variables.into_iter().map(|(name, value)| (name, FluentValue::from(value)));
        let (text, errors) = self.try_format(id, None, &args.collect())?;
        errors.is_empty().then_some(text)
    }

    /// Fills in a text or one of its attributes; a missing text shows its id, so that nothing is hidden.
    pub fn format(&self, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> String {
        self.try_format(id, attribute, args).map_or_else(|| id.to_owned(), |(text, _)| text)
    }

    /// Fills in a text and returns what was wrong with it; `None` if there is no such text.
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
        assert_eq!(ja.instant(at, &tokyo), "2026-11-23（月）02:00 JST");
        assert_eq!(ja.weekday_time(at, &tokyo), "月曜 02:00");
        for at in [Timestamp::MIN, Timestamp::MAX] {
            assert!(!en.instant(at, &tokyo).is_empty());
        }
    }

    #[test]
    fn a_missing_text_shows_its_id() {
        assert_eq!(Bundle::new(Lang::En, "a = b").phrase("c"), "c");
    }

    /// A missing text would show its id on screen: every id that the code uses has one.
    #[test]
    fn no_text_is_missing() {
        let code = [
            include_str!("../backtest.rs"),
            include_str!("../check/answer.rs"),
            include_str!("../check/findings.rs"),
            include_str!("../check/mod.rs"),
            include_str!("../check/predictions.rs"),
            include_str!("../check/storage.rs"),
            include_str!("../diff/compose.rs"),
            include_str!("../whoami.rs"),
            include_str!("../jobs/compose.rs"),
            include_str!("../jobs/compose/backups.rs"),
            include_str!("../jobs/compose/runs.rs"),
            include_str!("../jobs/compose/schedules.rs"),
            include_str!("../jobs/compose/settings.rs"),
            include_str!("../jobs/compose/vms.rs"),
            include_str!("../outlook/mod.rs"),
            include_str!("../outlook/todo.rs"),
            include_str!("../predictions/say.rs"),
            include_str!("../say.rs"),
            include_str!("../sr/compose.rs"),
            include_str!("../sr/compose/deletions.rs"),
            include_str!("../sr/compose/space.rs"),
            include_str!("../sr/compose/trees.rs"),
        ]
        .concat();
        let sources = [Lang::En.common(), &Lang::En.of_reports().concat()].concat();
        let known = testing::entries(&sources);
        let mut asked = 0;
        for call in [".phrase(", ".say("] {
            for (at, _) in code.match_indices(call) {
                let rest = code[at + call.len()..].trim_start();
                let Some(id) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                    continue;
                };
                assert!(known.contains_key(id), "{id}");
                asked += 1;
            }
        }
        assert!(asked > 100, "{asked}");
    }

    #[test]
    fn the_languages_say_the_same() {
        let whole = |lang: &Lang| (*lang, [lang.common(), &lang.of_reports().concat()].concat());
        let all: Vec<(Lang, String)> = Lang::ALL.iter().map(whole).collect();
        for (lang, source) in &all {
            match lang {
                Lang::En => style::is_plain_english(source),
                Lang::Ja => style::is_agreed_japanese(source),
            }
        }
        testing::same(&all.iter().map(|(lang, source)| (*lang, source.as_str())).collect::<Vec<_>>());
    }
}
