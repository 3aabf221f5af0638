//! The formats in which a report leaves the program, in one table.
//!
//! In: a [`Page`], that is a view and the blocks composed from it. Out: the text of a file. A format computes
//! nothing: a number that two of them show comes from the same field of the view. To add one: a file here (or below
//! [`render`](crate::render) if it is made from blocks) and a line in [`FORMATS`].

mod csv;
mod junit;
mod nagios;
mod openmetrics;
mod plain;
mod sarif;

use std::time::Duration;

use jiff::Timestamp;

use crate::backtest::Backtest;
use crate::blocks::{Document, Paragraph, Section, Text};
use crate::diff::Diff;
use crate::history::past::HistoryView;
use crate::history::score::HistoryScore;
use crate::jobs::JobsReport;
use crate::render::html::{Cover, Pages};
use crate::render::{self, Style};
use crate::say::Say;
use crate::servers::{self, Server, Servers};
use crate::sr::{self, SrList, SrReport};
use crate::words::Words;
use crate::{Report, document, json};
use xo_health_core::display;

pub use self::csv::{Csv, CsvTable};
pub use self::nagios::status as nagios_status;

/// A view to write.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// The view of `check` and `forecast`.
    Check(&'a Report),
    /// The view of `jobs`.
    Jobs(&'a JobsReport),
    /// The view of `sr` with a name.
    Sr(&'a SrReport),
    /// The view of `sr` without a name.
    Srs(&'a SrList),
    /// The view of `backtest`.
    Backtest(&'a Backtest),
    /// The view of `history`.
    History(&'a HistoryView),
    /// The view of `history score`.
    HistoryScore(&'a HistoryScore),
    /// The view of `diff`.
    Diff(&'a Diff),
    /// The view of `check` and `forecast` for several servers, worst first.
    Servers(Several<'a>),
}

/// The reports of several servers.
#[derive(Clone, Copy)]
pub struct Several<'a> {
    /// The result of each server.
    pub servers: &'a [Server],
    /// Composes the report of a single server.
    pub each: &'a dyn Fn(&Report, &Say<'_>) -> Document,
}

impl std::fmt::Debug for Several<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.servers.fmt(f)
    }
}

/// A report, and its server if there are several.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    server: Option<&'a str>,
    /// The report, or why there is none.
    of: Result<&'a Report, &'a str>,
}

impl View<'_> {
    /// Lists the reports of `check` and `forecast`; `None` for any other view.
    fn parts(&self) -> Option<Vec<Part<'_>>> {
        match self {
            Self::Check(report) => Some(vec![Part { server: None, of: Ok(report) }]),
            Self::Servers(several) => Some(several.servers.iter().map(Part::of).collect()),
            _ => None,
        }
    }
}

impl<'a> Part<'a> {
    fn of(server: &'a Server) -> Self {
        Self { server: Some(&server.name), of: server.result.as_ref().map_err(String::as_str) }
    }

    /// Returns the name of the server, safe to show and bounded; `None` if there is only one.
    fn name(&self) -> Option<String> {
        self.server.map(|name| display::fit_name(name, SERVER_NAME, display::ELLIPSIS))
    }
}

/// The columns of a server's name.
const SERVER_NAME: usize = 60;

/// Everything that is needed to write a file.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The values.
    pub view: View<'a>,
    /// Composes the blocks for people.
    pub compose: &'a Compose<'a>,
    /// The instant that the view describes.
    pub now: Timestamp,
    /// The language, the zone, the width.
    pub style: &'a Style,
    /// How long the check took, if it should be shown.
    pub took: Option<Duration>,
    /// The options of CSV.
    pub csv: Csv,
    /// The head of an HTML page.
    pub cover: &'a Cover,
    /// The reports of all SRs if HTML shows them below the report of `check`.
    pub srs: &'a [SrReport],
}

/// Composes a view for a language and style.
pub type Compose<'a> = dyn Fn(&Say<'_>) -> Document + 'a;

impl Page<'_> {
    fn document(&self) -> Document {
        (self.compose)(&Say::new(self.style, self.now))
    }

    fn words(&self) -> &'static Words {
        Words::of(self.style.lang)
    }
}

/// A format.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name for `--format`.
    pub name: &'static str,
    /// The suffixes of its files, without the dot.
    pub suffixes: &'static [&'static str],
    /// Its purpose, in a few words.
    pub about: &'static str,
    write: Write,
}

/// What a format can write.
#[derive(Clone, Copy)]
enum Write {
    /// Any view: as blocks, or as its JSON document.
    Any(fn(&Page<'_>) -> Result<String, FormatError>),
    /// Only the reports of `check` and `forecast`, of one server or several.
    Check(fn(&[Part<'_>], &Page<'_>) -> Result<String, FormatError>),
}

/// All formats, in the order in which `--help` lists them.
pub const FORMATS: &[Format] = &[
    Format { name: "text", suffixes: &["txt"], about: "Text for people", write: Write::Any(text) },
    Format {
        name: "json",
        suffixes: &["json"],
        about: "JSON for programs; `schemas/` describes it",
        write: Write::Any(json),
    },
    Format {
        name: "markdown",
        suffixes: &["md", "markdown"],
        about: "Markdown for tickets and chats",
        write: Write::Any(markdown),
    },
    Format {
        name: "html",
        suffixes: &["html", "htm"],
        about: "A page to read and forward, in one file",
        write: Write::Any(html),
    },
    Format {
        name: "csv",
        suffixes: &["csv"],
        about: "Tables for spreadsheets: SRs, VMs, findings, due backups",
        write: Write::Check(csv::write),
    },
    Format {
        name: "junit",
        suffixes: &["xml"],
        about: "JUnit test results for CI",
        write: Write::Check(junit::write),
    },
    Format {
        name: "sarif",
        suffixes: &["sarif"],
        about: "SARIF 2.1.0 for code scanning and dashboards",
        write: Write::Check(sarif::write),
    },
    Format {
        name: "openmetrics",
        suffixes: &["prom"],
        about: "OpenMetrics for Prometheus and its text-file collector",
        write: Write::Check(openmetrics::write),
    },
    Format {
        name: "nagios",
        suffixes: &["nagios"],
        about: "A plugin's output for Nagios, Icinga, Zabbix, Checkmk",
        write: Write::Check(nagios::write),
    },
    Format {
        name: "plain",
        suffixes: &["plain"],
        about: "Sorted lines without times, to `diff` from day to day",
        write: Write::Check(plain::write),
    },
];

/// A failure to make a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The format does not support the view.
    #[error("`{format}` exists for `check` and `forecast` only; use text, json, markdown or html here")]
    NotThisView {
        /// The name of the format.
        format: &'static str,
    },
    /// The library that writes the format refuses a value.
    #[error("cannot write {format}: {why}; report this as a bug")]
    Refused {
        /// The name of the format.
        format: &'static str,
        /// The library's message.
        why: String,
    },
}

impl Format {
    /// Finds a format by its name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Finds the format of a file by its suffix, in any case.
    pub fn of_suffix(suffix: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.suffixes.iter().any(|own| own.eq_ignore_ascii_case(suffix)))
    }

    /// Returns whether it writes every view, not only that of `check` and `forecast`.
    pub const fn writes_any(&self) -> bool {
        matches!(self.write, Write::Any(_))
    }

    /// Writes a page.
    ///
    /// # Errors
    ///
    /// The format does not support the view, or the library behind it refuses a value.
    pub fn write(&self, page: &Page<'_>) -> Result<String, FormatError> {
        match (self.write, page.view.parts()) {
            (Write::Any(write), _) => write(page),
            (Write::Check(write), Some(parts)) => write(&parts, page),
            (Write::Check(_), None) => Err(FormatError::NotThisView { format: self.name }),
        }
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

fn refused(format: &'static str) -> impl FnOnce(&dyn std::fmt::Display) -> FormatError {
    move |why| FormatError::Refused { format, why: why.to_string() }
}

fn text(page: &Page<'_>) -> Result<String, FormatError> {
    Ok(documents(page).iter().map(|one| render::text::render(one, page.style)).collect::<Vec<_>>().join("\n"))
}

fn markdown(page: &Page<'_>) -> Result<String, FormatError> {
    let all = documents(page);
    Ok(all.iter().map(|one| render::markdown::render(one, page.style)).collect::<Vec<_>>().join("\n"))
}

/// Composes the documents that follow each other: the view and, with several servers, the report of each.
fn documents(page: &Page<'_>) -> Vec<Document> {
    let mut all = vec![page.document()];
    if let View::Servers(several) = page.view {
        for server in several.servers {
            all.push(servers::heading(server, &Say::new(page.style, page.now)));
            let report = server.result.as_ref().ok();
            all.extend(
                report.map(|report| (several.each)(report, &Say::new(page.style, report.observed_at))),
            );
        }
    }
    all
}

/// Composes the reports of several servers, to be folded below their summary.
fn folded_servers(several: Several<'_>, style: &Style) -> Vec<(Text, Document)> {
    let with_report =
        several.servers.iter().filter_map(|server| Some((server, server.result.as_ref().ok()?)));
    let folded = |(server, report): (&Server, &Report)| {
        let name = ("name", Text::name(&server.name, 80).into());
        let say = Say { everything: true, charts: true, ..Say::new(style, report.observed_at) };
        (say.words.say("servers-heading", [name]), (several.each)(report, &say))
    };
    with_report.map(folded).collect()
}

/// Writes a page with everything: what a terminal leaves out is folded.
fn html(page: &Page<'_>) -> Result<String, FormatError> {
    let say = Say { everything: true, charts: true, ..Say::new(page.style, page.now) };
    let mut folded: Vec<_> = page
        .srs
        .iter()
        .map(|report| {
            // two SRs may share a name
            let id = report.sr.figures.id.chars().take(8).collect::<String>();
            let name = ("name", Text::name(&report.sr.figures.name, 80).into());
            (say.words.say("html-detail", [name, ("id", id.into())]), sr::compose::compose(report, &say))
        })
        .collect();
    folded.extend(left_out(page).map(|count| {
        let mut document = Document::default();
        document.push(Section::of([Paragraph::plain(0, say.words.phrase("html-left-out"))]));
        (say.words.say("html-more", [("n", count.into())]), document)
    }));
    if let View::Servers(several) = page.view {
        folded.extend(folded_servers(several, page.style));
    }
    let document = (page.compose)(&say);
    let pages = Pages { document: &document, folded: &folded, cover: page.cover };
    let written = render::html::render(&pages, page.style).map_err(|error| refused("html")(&error))?;
    Ok(written + "\n")
}

/// Counts the SRs with disks whose chains are not on a page; `None` if all are, or if none are shown.
fn left_out(page: &Page<'_>) -> Option<u64> {
    let View::Check(report) = page.view else { return None };
    let all = report.srs.iter().filter(|sr| sr.disks > 0).count();
    let left = all.saturating_sub(page.srs.len()) as u64;
    (left > 0 && !page.srs.is_empty()).then_some(left)
}

fn json(page: &Page<'_>) -> Result<String, FormatError> {
    let words = page.words();
    let written = match page.view {
        View::Check(report) => json::write(&document::CheckDocument::of(report, words)),
        View::Jobs(report) => json::write(&document::JobsDocument::of(report, words)),
        View::Sr(report) => json::write(&document::SrDocument::of(report)),
        View::Srs(list) => json::write(&document::Srs::of(list)),
        View::Backtest(scores) => json::write(&document::Scores::of(scores)),
        View::History(view) => json::write(&document::Histories::of(view)),
        View::HistoryScore(score) => json::write(&document::HistoryScores::of(score)),
        View::Diff(diff) => json::write(&document::Compared::of(diff, words)),
        View::Servers(several) => json::write(&Servers::of(several.servers, words)),
    };
    written.map_err(|error| refused("json")(&error))
}

#[cfg(test)]
mod tests;
