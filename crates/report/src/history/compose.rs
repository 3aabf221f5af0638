//! A history for people: tables with a sparkline for each SR, disk and job, and the findings with their times.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::past::{DiskSeries, FindingPast, HistoryView, JobPast, RunEnd, ServerPast, SrPast};
use super::{NAME, pools, spark};
use crate::blocks::{Block, Column, Document, Look, Paragraph, Section, Table, TableRow, Text};
use crate::say::Say;
use xo_health_core::findings::{Code, Severity};
use xo_health_core::units::Bytes;

/// The columns of a sparkline.
const LINE: usize = 20;

/// How many rows of a table are shown.
const ROWS: usize = 12;

/// Composes the history for people.
pub fn compose(view: &HistoryView, say: &Say<'_>) -> Document {
    let words = say.words;
    let mut document = Document::default();
    if view.servers.is_empty() {
        document.push(Section::of([Paragraph::plain(0, words.phrase("history-empty"))]));
    }
    for server in &view.servers {
        let title = words.say("history-title", [("pools", pools(&server.pools).into())]);
        let mut section = Section::titled(title.in_look(Look::Strong));
        let args = [
            ("n", server.readings.into()),
            ("from", say.instant(server.from_at).into()),
            ("to", say.instant(server.to_at).into()),
        ];
        section.blocks.push(Paragraph::plain(0, words.say("history-about", args)));
        document.push(section);
        document.push(of_srs(server, say));
        document.push(of_disks(server, say));
        document.push(of_jobs(server, say));
        document.push(of_findings(server, say));
        if server.is_empty() {
            document.push(Section::of([Paragraph::plain(0, words.phrase("history-nothing"))]));
        }
    }
    document
}

/// Makes a section with a table; empty without rows. `heads` names the columns; those after a `#` hold numbers.
fn table<T>(
    title: &str,
    heads: &[&str],
    items: &[T],
    say: &Say<'_>,
    row: impl Fn(&T) -> Vec<Text>,
) -> Section {
    if items.is_empty() {
        return Section::default();
    }
    let column = |head: &&str| {
        let (id, is_number) = head.strip_prefix('#').map_or((*head, false), |id| (id, true));
        Column { head: say.words.phrase(id).into(), is_number, least: 4 }
    };
    let mut section = Section::titled(say.words.say(title, []).in_look(Look::Strong));
    let rows = say.rows(items, ROWS, |item| TableRow { cells: row(item), below: Vec::new() });
    section.blocks.push(Block::Table(Table { columns: heads.iter().map(column).collect(), rows }));
    section
}

fn of_srs(server: &ServerPast, say: &Say<'_>) -> Section {
    let whole = (server.from_at, server.to_at);
    let heads =
        ["history-sr", "history-free", "#history-now", "#history-least", "history-pending", "#history-now"];
    table("history-srs", &heads, &server.srs, say, |sr: &SrPast| {
        let free: Vec<(Timestamp, f64)> =
            sr.points.iter().filter_map(|of| Some((of.at, of.free_bytes?.0 as f64))).collect();
        let pending: Vec<(Timestamp, f64)> =
            sr.points.iter().map(|of| (of.at, f64::from(of.pending_merges))).collect();
        let bytes = |bytes: Option<Bytes>| bytes.map_or("-".to_owned(), |bytes| bytes.to_string());
        let last = sr.points.last();
        vec![
            sr.sr.text(),
            spark::line(&free, whole, LINE).into(),
            bytes(last.and_then(|of| of.free_bytes)).into(),
            bytes(sr.points.iter().filter_map(|of| of.free_bytes).min()).into(),
            spark::line(&pending, whole, LINE / 2).into(),
            last.map_or(0, |of| of.pending_merges).to_string().into(),
        ]
    })
}

fn of_disks(server: &ServerPast, say: &Say<'_>) -> Section {
    let whole = (server.from_at, server.to_at);
    let heads = ["history-disk", "history-vm", "history-depth", "#history-now", "#history-most"];
    table("history-disks", &heads, &server.disks, say, |disk: &DiskSeries| {
        let depths: Vec<(Timestamp, f64)> =
            disk.depths.iter().map(|of| (of.at, f64::from(of.depth))).collect();
        vec![
            disk.disk.text(),
            disk.vm.as_ref().map(super::Named::text).unwrap_or_default(),
            spark::line(&depths, whole, LINE).into(),
            disk.depth.to_string().into(),
            disk.most.to_string().into(),
        ]
    })
}

fn of_jobs(server: &ServerPast, say: &Say<'_>) -> Section {
    let heads =
        ["history-job", "history-runs", "#history-good", "#history-bad", "history-took", "#history-last"];
    let mut section = table("history-jobs", &heads, &server.jobs, say, |job: &JobPast| {
        let lasted = |run: &super::past::RunPast| Some((run.at, run.ended_at?.duration_since(run.at)));
        let durations: Vec<_> = job.runs.iter().filter_map(lasted).collect();
        let took: Vec<(Timestamp, f64)> =
            durations.iter().map(|(at, took)| (*at, took.as_secs_f64())).collect();
        let last = durations.last().map_or("-".to_owned(), |(_, took)| say.words.duration(*took));
        vec![
            job.job.text(),
            outcomes(job),
            job.succeeded.to_string().into(),
            job.failed.to_string().into(),
            spark::line(&took, (server.from_at, server.to_at), LINE / 2).into(),
            last.into(),
        ]
    });
    if !section.is_empty() {
        section.blocks.push(Paragraph::plain(0, say.words.phrase("history-runs-key")));
    }
    section
}

/// Shows how the last runs of a job ended, one letter each.
fn outcomes(job: &JobPast) -> Text {
    let last = job.runs.len().saturating_sub(LINE);
    let letter = |ended: RunEnd| match ended {
        RunEnd::Success => (Look::Plain, "."),
        RunEnd::Skipped => (Look::Warning, "s"),
        RunEnd::Failure => (Look::Critical, "F"),
        RunEnd::Interrupted => (Look::Warning, "i"),
        RunEnd::Pending => (Look::Muted, "r"),
        RunEnd::Unknown => (Look::Muted, "?"),
    };
    let letters = job.runs[last..].iter().map(|run| {
        let (look, letter) = letter(run.ended);
        Text::look(look, letter)
    });
    Text::join(letters, "")
}

/// What the line of a finding shows.
type Shown<'f> = (Option<Code>, &'f str, &'f str, &'f str, Timestamp, Option<Timestamp>);

fn shown(one: &FindingPast) -> Shown<'_> {
    // a finding without a known code is shown by its key
    let key = if one.code.is_some() { "" } else { &one.key };
    (one.code, key, &one.severity, &one.subject_name, one.since, one.until)
}

fn of_findings(server: &ServerPast, say: &Say<'_>) -> Section {
    if server.findings.is_empty() {
        return Section::default();
    }
    let words = say.words;
    // a finding that came and went several times has one line, with its latest time
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    server.findings.iter().for_each(|one| *times.entry(&one.key).or_default() += 1);
    let mut seen = BTreeSet::new();
    let latest = server.findings.iter().filter(|one| seen.insert(&one.key));
    // findings that look the same have one line, with their number
    let mut alike: BTreeMap<Shown<'_>, u32> = BTreeMap::new();
    let latest: Vec<&FindingPast> = latest
        .filter(|one| {
            let count = alike.entry(shown(one)).or_default();
            *count += 1;
            *count == 1
        })
        .collect();
    let line = |one: &&FindingPast| {
        let title = one.code.map_or_else(|| one.key.clone(), |code| words.title(code));
        let args = [
            (
                "severity",
                Severity::named(&one.severity).map(|of| words.severity(of)).unwrap_or_default().into(),
            ),
            ("code", one.code.map_or_else(String::new, |code| format!("XOH-{}", code.number())).into()),
            ("title", title.into()),
            ("named", if one.subject_name.is_empty() { "no" } else { "yes" }.into()),
            ("name", Text::name(&one.subject_name, NAME).into()),
            ("times", times.get(one.key.as_str()).copied().unwrap_or(1).into()),
            ("alike", alike.get(&shown(one)).copied().unwrap_or(1).into()),
            ("since", say.instant(one.since).into()),
            ("until", Say::or_none(one.until.map(|at| say.instant(at)))),
        ];
        words.say("history-finding", args)
    };
    let mut section = Section::titled(words.say("history-findings", []).in_look(Look::Strong));
    section.blocks.push(Block::Items(say.rows(&latest, ROWS, line)));
    section
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use jiff::SignedDuration;

    use super::*;
    use crate::history::past::Filter;
    use crate::history::{Labels, Named};
    use crate::render::{self, Style};
    use crate::words::Lang;
    use xo_health_core::backup::testing::{NO_RUN, vm_that_took};
    use xo_health_core::memory::{DiskPast, FindingSpan, Memory, Merged, Past, PastReading, Signs, SrSeen};
    use xo_health_core::model::{ObjectId, Phase, Run, RunStatus};
    use xo_health_core::notation::NOW;
    use xo_health_core::pattern::Pattern;

    fn at(hours: i64) -> Timestamp {
        NOW.checked_add(SignedDuration::from_hours(hours)).unwrap()
    }

    fn place(sr: &str, used: u64, waiting: u32) -> SrSeen {
        SrSeen {
            sr: sr.into(),
            size: Some(Bytes::gib(100)),
            used: Some(Bytes::gib(used)),
            images: Bytes::gib(used),
            roots: Bytes::gib(used),
            is_thin: true,
            waiting,
            waiting_bytes: Bytes::gib(waiting.into()),
            signs: Signs::default(),
        }
    }

    fn run(hours: i64, vm: &str, status: RunStatus) -> Run {
        let (start, end) = (at(hours), at(hours) + SignedDuration::from_mins(60 + hours / 24));
        Run {
            id: hours.to_string().as_str().into(),
            job: Some(format!("job of {vm}").as_str().into()),
            start: Some(start),
            end: Some(end),
            status,
            has_tasks: true,
            vms: vec![vm_that_took(vm, Phase::new(Some(start), Some(end), status, None))],
            ..NO_RUN.clone()
        }
    }

    fn span(name: &str, subject: &str, from: i64, until: Option<i64>) -> FindingSpan {
        FindingSpan {
            name: name.to_owned(),
            subject: subject.to_owned(),
            severity: "warning".to_owned(),
            quantities: [("snapshots_left".to_owned(), 3)].into(),
            from: at(from),
            until: until.map(at),
        }
    }

    fn past() -> Past {
        let reading = |day: i64| PastReading {
            at: at(24 * day),
            places: vec![place("s", 50 + day as u64, (day % 4) as u32), place("t", 20, 0)],
        };
        let status = |day: i64| if day % 5 == 4 { RunStatus::Failure } else { RunStatus::Success };
        let disk = |vdi: &str, sr: &str, more: u32| DiskPast {
            vdi: vdi.into(),
            sr: Some(sr.into()),
            depths: (0..10).map(|day| (at(24 * day), 2 + more * day as u32)).collect(),
        };
        let merge =
            Merged { sr: "s".into(), from: at(24), to: at(48), nodes: 2, bytes: Bytes::gib(3), left: None };
        Past {
            memory: Memory {
                readings: (0..10).map(reading).collect(),
                merges: vec![merge],
                findings: vec![
                    span("XOH-101/vdi/d", "root disk", 24, Some(48)),
                    span("XOH-101/vdi/d", "root disk", 72, Some(96)),
                    span("XOH-101/vdi/d", "root disk", 96, None),
                    span("XOH-601/server/", "", 0, Some(24)),
                    span("XOH-601/server//proxies", "", 0, Some(24)),
                    span("XOH-9999/sr/s", "fast", 0, None),
                ],
                ..Memory::default()
            },
            disks: vec![disk("d", "s", 3), disk("e", "t", 0)],
            runs: (0..10)
                .flat_map(|day| {
                    [run(24 * day, "web", status(day)), run(24 * day, "mail", RunStatus::Success)]
                })
                .collect(),
            owners: [("d", "web"), ("e", "mail")].map(|(disk, vm)| (disk.into(), vm.into())).into(),
        }
    }

    fn view(filter: &Filter) -> HistoryView {
        let labels = [
            ("s", "fast"),
            ("t", "slow"),
            ("d", "root disk"),
            ("web", "web server"),
            ("job of web", "Nightly"),
        ];
        let labels: Labels = labels.map(|(id, name)| (ObjectId::new(id), name.to_owned())).into();
        let pools = vec![Named { id: "p".to_owned(), name: Some("pool one".to_owned()) }];
        let between = (at(0), at(216));
        HistoryView { servers: vec![ServerPast::of((pools, 10), between, (&past(), &labels), filter, 96)] }
    }

    #[test]
    fn screens() {
        for lang in [Lang::En, Lang::Ja] {
            let style = Style { lang, ..Style::default() };
            let shown = compose(&view(&Filter::default()), &Say::new(&style, at(240)));
            assert_snapshot!(format!("history_{}", lang.tag()), render::text::render(&shown, &style));
        }
        let style = Style { ascii: true, ..Style::default() };
        let shown =
            render::text::render(&compose(&view(&Filter::default()), &Say::new(&style, at(240))), &style);
        assert!(shown.is_ascii(), "{shown}");
    }

    #[test]
    fn the_part_that_is_asked_about() {
        let names = |view: &HistoryView| {
            let server = &view.servers[0];
            let srs = server.srs.iter().map(|of| of.sr.id.clone());
            let disks = server.disks.iter().map(|of| of.disk.id.clone());
            let jobs = server.jobs.iter().map(|of| of.job.id.clone());
            srs.chain(disks).chain(jobs).collect::<Vec<_>>().join(" ")
        };
        let some = |texts: &[&str]| texts.iter().map(|text| Pattern::new(text)).collect::<Vec<_>>();
        let cases = [
            (Filter::default(), "s t d e job of mail job of web", 6),
            (Filter { srs: some(&["fast"]), ..Filter::default() }, "s d job of web", 4),
            (Filter { vms: some(&["mail"]), ..Filter::default() }, "t e job of mail", 0),
            (Filter { jobs: some(&["night*"]), ..Filter::default() }, "s d job of web", 4),
            (Filter { srs: some(&["slow"]), vms: some(&["web*"]), ..Filter::default() }, "t", 0),
            (Filter { vms: some(&["nothing"]), ..Filter::default() }, "", 0),
        ];
        for (filter, expected, findings) in cases {
            let view = view(&filter);
            assert_eq!(names(&view), expected, "{filter:?}");
            // in the unfiltered view, two stays without a gap between them are joined
            let found: usize = view.servers[0].findings.len();
            let joined = usize::from(findings > 0);
            assert_eq!(found, findings - joined, "{filter:?}: {:?}", view.servers[0].findings);
        }
    }
}
