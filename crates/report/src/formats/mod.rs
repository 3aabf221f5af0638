//! The formats in which a report leaves the program, in one table.
//!
//! In: a [`Page`], that is a view and the blocks that were composed of it. Out: the text of a file. A format computes
//! nothing: a number that two of them show comes from one field of the view. To add one: a file here (or below
//! [`render`](crate::render), where it is made of blocks) and a line in [`FORMATS`].

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

/// A view that is written.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// Of `check` and `forecast`.
    Check(&'a Report),
    /// Of `jobs`.
    Jobs(&'a JobsReport),
    /// Of `sr` with a name.
    Sr(&'a SrReport),
    /// Of `sr` without one.
    Srs(&'a SrList),
    /// Of `backtest`.
    Backtest(&'a Backtest),
    /// Of `history`.
    History(&'a HistoryView),
    /// Of `history score`.
    HistoryScore(&'a HistoryScore),
    /// Of `diff`.
    Diff(&'a Diff),
    /// Of `check` and `forecast` for several servers, the worst first.
    Servers(Several<'a>),
}

/// The reports of several servers.
#[derive(Clone, Copy)]
pub struct Several<'a> {
    /// What came of each server.
    pub servers: &'a [Server],
    /// Composes the report of one.
    pub each: &'a dyn Fn(&Report, &Say<'_>) -> Document,
}

impl std::fmt::Debug for Several<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.servers.fmt(f)
    }
}

/// A report, and whose it is where there are several.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    server: Option<&'a str>,
    /// The report; or why there is none.
    of: Result<&'a Report, &'a str>,
}

impl View<'_> {
    /// Lists the reports of `check` and `forecast`; none where the view is another.
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

    /// Returns the name of the server, safe to show and bounded; nothing where there is only one.
    fn name(&self) -> Option<String> {
        self.server.map(|name| display::fit_name(name, SERVER_NAME, display::ELLIPSIS))
    }
}

/// Columns of the name of a server.
const SERVER_NAME: usize = 60;

/// Everything that a file is written from.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The values.
    pub view: View<'a>,
    /// Composes what people read of them.
    pub compose: &'a Compose<'a>,
    /// The instant the view stands for.
    pub now: Timestamp,
    /// The language, the zone, the width.
    pub style: &'a Style,
    /// How long the check took, where that is to be told.
    pub took: Option<Duration>,
    /// How CSV is written.
    pub csv: Csv,
    /// The head of an HTML page.
    pub cover: &'a Cover,
    /// The reports of all SRs, where HTML shows them below the report of `check`.
    pub srs: &'a [SrReport],
}

/// Composes a view for whoever reads it.
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
    /// What `--format` calls it.
    pub name: &'static str,
    /// The suffixes of files that are written in it, without the dot.
    pub suffixes: &'static [&'static str],
    /// What it is for, in a few words.
    pub about: &'static str,
    write: Write,
}

/// What a format can write.
#[derive(Clone, Copy)]
enum Write {
    /// Whatever has blocks, and JSON of every view.
    Any(fn(&Page<'_>) -> Result<String, Unwritten>),
    /// The reports of `check` and `forecast` alone, of one server or several.
    Check(fn(&[Part<'_>], &Page<'_>) -> Result<String, Unwritten>),
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

/// A file that could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritten {
    /// The format does not know the view.
    #[error("`{format}` exists for `check` and `forecast` only; use text, json, markdown or html here")]
    NotThisView {
        /// Its name.
        format: &'static str,
    },
    /// The library that writes the format refuses a value.
    #[error("cannot write {format}: {why}; report this as a bug")]
    Refused {
        /// Its name.
        format: &'static str,
        /// What it says.
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
    /// The format does not know the view, or the library behind it refuses a value.
    pub fn write(&self, page: &Page<'_>) -> Result<String, Unwritten> {
        match (self.write, page.view.parts()) {
            (Write::Any(write), _) => write(page),
            (Write::Check(write), Some(parts)) => write(&parts, page),
            (Write::Check(_), None) => Err(Unwritten::NotThisView { format: self.name }),
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

fn refused(format: &'static str) -> impl FnOnce(&dyn std::fmt::Display) -> Unwritten {
    move |why| Unwritten::Refused { format, why: why.to_string() }
}

fn text(page: &Page<'_>) -> Result<String, Unwritten> {
    Ok(documents(page).iter().map(|one| render::text::render(one, page.style)).collect::<Vec<_>>().join("\n"))
}

fn markdown(page: &Page<'_>) -> Result<String, Unwritten> {
    let all = documents(page);
    Ok(all.iter().map(|one| render::markdown::render(one, page.style)).collect::<Vec<_>>().join("\n"))
}

/// Composes what is below each other: the view, and of several servers the report of each.
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

/// A page folds what a terminal leaves out, so that it is composed with everything.
fn html(page: &Page<'_>) -> Result<String, Unwritten> {
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

/// Counts the SRs with disks whose chains are not on a page; none where all are, or none are shown.
fn left_out(page: &Page<'_>) -> Option<u64> {
    let View::Check(report) = page.view else { return None };
    let all = report.srs.iter().filter(|sr| sr.disks > 0).count();
    let left = all.saturating_sub(page.srs.len()) as u64;
    (left > 0 && !page.srs.is_empty()).then_some(left)
}

fn json(page: &Page<'_>) -> Result<String, Unwritten> {
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
