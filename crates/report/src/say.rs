//! The context for putting any view into words: the language, the zone, the present instant, how much is wanted.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::Source;
use crate::blocks::{Block, Look, Note, Paragraph, Rows, Section, Text};
use crate::render::Style;
use crate::words::findings::GapText;
use crate::words::{Arg, Words};
use xo_health_core::model::Unread;
use xo_health_core::scope::ScopeRequest;

/// The columns of an address and of a version in the line that names the source.
const ADDRESS: u16 = 40;
const VERSION: u16 = 20;

/// The columns of a name in the requested part of a server, and how many names of a kind are shown.
const NAME: u16 = 36;
const SCOPE: usize = 3;

/// How near an instant must be to need no year.
const THIS_YEAR: SignedDuration = SignedDuration::from_hours(300 * 24);

/// How a view is put into words.
#[derive(Clone, Copy)]
pub struct Say<'a> {
    /// The words.
    pub words: &'static Words,
    /// The time zone of the instants.
    pub zone: &'a TimeZone,
    /// The instant of observation.
    pub now: Timestamp,
    /// Whether everything is wanted: then what would be folded is put into words, too.
    pub everything: bool,
    /// Whether instants always have their date and zone, however near they are: a document may be read at any
    /// time.
    pub dated: bool,
    /// Whether charts can be shown.
    pub charts: bool,
}

/// The zone of documents.
static UTC: TimeZone = TimeZone::UTC;

impl<'a> Say<'a> {
    /// Makes the context for a style.
    pub fn new(style: &'a Style, now: Timestamp) -> Self {
        Self {
            words: Words::of(style.lang),
            zone: &style.zone,
            now,
            everything: style.verbose,
            dated: false,
            charts: false,
        }
    }

    /// Makes the context for documents: everything, in UTC, with dates.
    pub fn in_document(words: &'static Words, now: Timestamp) -> Say<'static> {
        Say { words, zone: &UTC, now, everything: true, dated: true, charts: false }
    }

    /// Writes an instant in full, with its zone.
    pub fn instant(&self, at: Timestamp) -> String {
        self.words.instant(at, self.zone)
    }

    /// Writes a near instant with its weekday, others with their date; the zone is at the top of a screen.
    pub fn near(&self, at: Timestamp) -> String {
        if self.dated {
            return self.instant(at);
        }
        self.words.near(at, self.now, self.zone)
    }

    /// Writes a day for the axis of a chart.
    pub fn short_day(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%m-%d").to_string()
    }

    /// Returns the present name of the zone.
    pub fn zone_name(&self) -> String {
        self.now.to_zoned(self.zone.clone()).strftime("%Z").to_string()
    }

    /// Writes a day.
    pub fn day(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d").to_string()
    }

    /// Writes an instant for a column: month, day and time; only the date if the year is not obvious.
    pub fn stamp(&self, at: Timestamp) -> String {
        let is_recent = self.now.duration_since(at).abs() < THIS_YEAR;
        let format = if is_recent { "%m-%d %H:%M" } else { "%Y-%m-%d" };
        at.to_zoned(self.zone.clone()).strftime(format).to_string()
    }

    /// Writes a day with the time of day.
    pub fn day_time(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// Writes how long ago an instant was.
    pub fn ago(&self, at: Timestamp) -> String {
        self.words.ago(self.now.duration_since(at))
    }

    /// Writes the age of something that began at an instant.
    pub fn age(&self, at: Timestamp) -> String {
        self.words.age(self.now.duration_since(at))
    }

    /// Writes how far ahead an instant is.
    pub fn ahead(&self, at: Timestamp) -> String {
        self.words.ahead(at.duration_since(self.now).max(SignedDuration::ZERO))
    }

    /// Puts the first `shown` items into words, and the rest if everything is wanted; `more` sums up the rest.
    pub fn rows_with<I, T>(
        &self,
        items: &[I],
        shown: usize,
        mut each: impl FnMut(&I) -> T,
        more: impl FnOnce(&[I]) -> Text,
    ) -> Rows<T> {
        let shown = shown.min(items.len());
        let wanted = if self.everything { items.len() } else { shown };
        let rest = &items[shown..];
        let more = if rest.is_empty() { Text::default() } else { more(rest) };
        Rows { items: items[..wanted].iter().map(&mut each).collect(), shown, more }
    }

    /// Does the same; the summary counts the rest.
    pub fn rows<I, T>(&self, items: &[I], shown: usize, each: impl FnMut(&I) -> T) -> Rows<T> {
        self.rows_with(items, shown, each, |rest| self.words.say("and-more", [("n", rest.len().into())]))
    }

    /// Says what was read, and when.
    pub fn source(&self, level: u8, source: &Source) -> Block {
        let server = source.server.as_deref().map(|server| Text::name(server, ADDRESS));
        let version = source.version.as_deref();
        let version = version.map(|version| Text::from("xo-server ").and(Text::name(version, VERSION)));
        let observed = self.words.say("observed", [("at", self.instant(self.now).into())]);
        let within = source
            .scope
            .as_ref()
            .map(|scope| self.words.say("within", [("scope", self.scope(scope).into())]));
        let old = source.read_at.map(|at| self.words.say("read-before", [("at", self.instant(at).into())]));
        let all = server.into_iter().chain(version).chain([observed]).chain(old).chain(within);
        Paragraph::plain(level, self.words.commas(all))
    }

    /// Describes the part of a server that the report covers.
    pub(crate) fn scope(&self, scope: &ScopeRequest) -> Text {
        let kinds = [
            ("pool", &scope.pools),
            ("sr", &scope.srs),
            ("vm", &scope.vms),
            ("job", &scope.jobs),
            ("tag", &scope.tags),
        ];
        let named = kinds.into_iter().filter(|(_, names)| !names.is_empty()).map(|(kind, names)| {
            let names = self.names(names.iter().map(|name| Text::name(name, NAME)).collect(), SCOPE);
            self.words.say("scope-kind", [("kind", kind.into()), ("names", names.into())])
        });
        self.words.commas(named)
    }

    /// Says what could not be read; if everything is wanted, also why, and how to grant it.
    pub fn gaps(&self, gaps: &[Unread]) -> Section {
        if gaps.is_empty() {
            return Section::default();
        }
        let what = self.words.commas(gaps.iter().map(|unread| self.words.gap(unread).what));
        let args = [("what", what.into()), ("all", Arg::flag(self.everything))];
        let mut section = Section::of([Paragraph::plain(0, self.words.say("gaps-line", args))]);
        if self.everything {
            let notes = gaps.iter().map(|unread| self.gap(unread)).collect();
            section.blocks.push(Block::Notes(Rows::all(notes)));
        }
        section
    }

    fn gap(&self, unread: &Unread) -> Note {
        let label = |id| Text::from(self.words.phrase(id));
        let GapText { what, why, grant } = self.words.gap(unread);
        let grant = (label("label-grant").in_look(Look::Accent), grant);
        Note { text: what, details: vec![(label("label-why"), why), grant] }
    }

    /// Returns a raw name between backticks.
    pub fn quoted(&self, name: &str, columns: u16) -> Text {
        Text::from("`").and(Text::name(name, columns)).and("`")
    }

    /// Lists at most `shown` of these names, but names one more rather than counting a single one.
    pub fn names(&self, names: Vec<Text>, shown: usize) -> Text {
        self.some(names, shown, "names-more")
    }

    /// Does the same with VMs, for which some languages have a counting word.
    pub fn vms(&self, names: Vec<Text>, shown: usize) -> Text {
        self.some(names, shown, "vms-more")
    }

    fn some(&self, names: Vec<Text>, shown: usize, more: &str) -> Text {
        let all = names.len();
        let shown = if self.everything || all <= shown + 1 { all } else { shown };
        let named = self.words.commas(names.into_iter().take(shown));
        match all - shown {
            0 => named,
            n => self.words.say(more, [("names", named.into()), ("n", n.into())]),
        }
    }

    /// Returns a text, or the word that selects the variant without one.
    pub fn or_none<'v>(text: Option<impl Into<Arg<'v>>>) -> Arg<'v> {
        text.map_or_else(|| "none".into(), Into::into)
    }
}
