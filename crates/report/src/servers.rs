//! Several servers in one run: one line for each, worst first.
//!
//! In: the result of each server. Out: their order, their combined exit status, blocks, and the JSON document.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Report;
use crate::blocks::{Document, Look, Paragraph, Section, Text};
use crate::check;
use crate::document::CheckDocument;
use crate::say::Say;
use crate::words::Words;
use xo_health_core::display;

/// The version of the document.
pub const SERVERS: &str = "xo-health.servers/1";

/// The most columns of a server's name.
const LONGEST: u16 = 60;

/// The columns between the longest name and the text beside it.
const GAP: usize = 2;

/// The result of one server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name in the configuration.
    pub name: String,
    /// The report, or why there is none, in words.
    pub result: Result<Report, String>,
}

impl Server {
    /// Returns its exit status: that of its report, or 3 if it could not be read.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        self.result.as_ref().map_or(3, |report| report.exit_status)
    }
}

/// Sorts servers, worst first: by exit status (3, 2, 1, 0), then by answer, then by name. Returns their combined exit
/// status.
pub fn sort(servers: &mut [Server]) -> u8 {
    let answer = |server: &Server| {
        let report = server.result.as_ref().ok();
        report.map(|report| report.outlook.answer.status)
    };
    servers.sort_by(|a, b| {
        let worse = b.exit_status().cmp(&a.exit_status()).then_with(|| answer(b).cmp(&answer(a)));
        worse.then_with(|| a.name.cmp(&b.name))
    });
    servers.first().map_or(0, Server::exit_status)
}

/// Composes the summary: a line for each server.
pub fn compose(servers: &[Server], say: &Say<'_>) -> Document {
    let worst = servers.iter().map(Server::exit_status).max().unwrap_or_default();
    let title = say.words.say("servers-title", [("n", servers.len().into()), ("status", worst.into())]);
    let mut section = Section::titled(title);
    let names: Vec<Text> = servers.iter().map(|server| Text::name(&server.name, LONGEST)).collect();
    let widest = names.iter().map(|name| display::width(&name.plain())).max().unwrap_or_default();
    for (server, name) in servers.iter().zip(names) {
        let look = if server.exit_status() >= 2 { Look::Critical } else { Look::Accent };
        let gap = " ".repeat(widest - display::width(&name.plain()) + GAP);
        let name = name.in_look(look).and(gap);
        let summary = match &server.result {
            Ok(report) => check::answer(report, say),
            Err(why) => Text::from(why.clone()),
        };
        let args = [("said", summary.into()), ("status", server.exit_status().into())];
        section.blocks.push(Paragraph::labelled(0, name, say.words.say("servers-line", args)));
    }
    let mut document = Document::default();
    document.push(section);
    document
}

/// Composes the heading of a server above its report.
pub fn heading(server: &Server, say: &Say<'_>) -> Document {
    let name = Text::name(&server.name, LONGEST);
    let mut section = Section::titled(say.words.say("servers-heading", [("name", name.into())]));
    if let Err(why) = &server.result {
        section.blocks.push(Paragraph::plain(0, Text::from(why.clone())));
    }
    let mut document = Document::default();
    document.push(section);
    document
}

/// The document of several servers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Servers<'a> {
    /// The version of this document.
    #[schemars(extend("const" = SERVERS))]
    pub schema: &'static str,
    /// The worst of the servers' exit statuses: 3, 2, 1, 0.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// The servers, worst first.
    pub servers: Vec<Written<'a>>,
}

/// One server in the document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ServerOf")]
pub struct Written<'a> {
    /// Its name in the configuration.
    pub name: &'a str,
    /// Its exit status.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// Why there is no report; null if there is one.
    pub error: Option<&'a str>,
    /// The report, as from `check` for this server alone; null if it could not be read.
    pub report: Option<CheckDocument<'a>>,
}

impl<'a> Servers<'a> {
    /// Makes the document.
    pub fn of(servers: &'a [Server], words: &'static Words) -> Self {
        let written = |server: &'a Server| Written {
            name: &server.name,
            exit_status: server.exit_status(),
            error: server.result.as_ref().err().map(String::as_str),
            report: server.result.as_ref().ok().map(|report| CheckDocument::of(report, words)),
        };
        Self {
            schema: SERVERS,
            exit_status: servers.iter().map(Server::exit_status).max().unwrap_or_default(),
            servers: servers.iter().map(written).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn the_worst_comes_first() {
        let report = |status| {
            let mut report = samples::empty();
            report.exit_status = status;
            Ok(report)
        };
        let mut servers: Vec<Server> = [
            ("a", report(0)),
            ("b", report(2)),
            ("c", Err("down".to_owned())),
            ("d", report(1)),
            ("e", report(2)),
        ]
        .map(|(name, result)| Server { name: name.to_owned(), result })
        .into();
        assert_eq!(sort(&mut servers), 3);
        let names: Vec<_> = servers.iter().map(|server| server.name.as_str()).collect();
        assert_eq!(names, ["c", "b", "e", "d", "a"]);
    }
}
