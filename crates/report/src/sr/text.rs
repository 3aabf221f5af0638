//! The report of one SR for a terminal or a pipe.
//!
//! From top to bottom: what the SR is, what its garbage collector does and whether it helps to wait, what its free space
//! is needed for, the queue of merges, the chains. No line is wider than asked; no name can move the cursor.

mod deletions;
mod fold;
mod space;
mod trees;

use jiff::Timestamp;

use super::{Bounds, Drain, Evidence, MergeView, SpeedFrom, SrReport};
use crate::text::page::{Page, bold, by_severity, green, plain};
use crate::text::{Style, source, storage};
use crate::texts::{Bundle, Lang};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// Merges that are shown before the rest is folded.
const SHOWN: usize = 10;

/// Columns of a name in the queue.
const NAME: usize = 20;

pub(super) const fn own_source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("words/en.ftl"),
        Lang::Ja => include_str!("words/ja.ftl"),
    }
}

/// Writes the report, with a final newline.
pub fn render(report: &SrReport, style: &Style) -> String {
    let own = Bundle::new(style.lang, &[source(style.lang), own_source(style.lang)].concat());
    let mut page = Page::new(style, &own);
    head(&mut page, report);
    collector(&mut page, report);
    space::write(&mut page, report);
    queue(&mut page, report);
    trees::write(&mut page, report);
    deletions::write(&mut page, report);
    page.finish()
}

fn head(page: &mut Page<'_>, report: &SrReport) {
    let own = page.own();
    let sr = &report.sr;
    let kind = storage::kind(page, &sr.figures);
    let room = page.width().saturating_sub(2 + display::width(&kind));
    let name = page.fit(&sr.figures.name, room.max(NAME));
    page.line(&[bold(name), plain(format!("  {kind}"))]);
    page.line(&[plain(format!("  {}", sr.figures.id))]);
    let figures = [
        ("space", used(page, report).into()),
        ("provisioning", sr.provisioning.unwrap_or("none").into()),
        ("attached", sr.hosts_attached.into()),
        ("hosts", sr.hosts.into()),
        ("maintenance", if sr.in_maintenance { "yes" } else { "no" }.into()),
    ];
    page.block(2, plain(""), &own.text("sr-figures", figures));
    page.block(2, plain(""), &storage::chains(own, &sr.figures, sr.limit));
    if let (Some(promised), Some(size)) = (sr.promised_bytes, sr.figures.size_bytes)
        && promised > size
        && sr.provisioning != Some("thick")
    {
        page.block(2, plain(""), &own.text("sr-promised", [("promised", promised.to_string().into())]));
    }
    let server = report.source.server.as_deref().map(|server| page.fit(server, 40));
    let at = own.instant(report.observed_at, &page.style().zone);
    let observed = own.text("observed", [("at", at.into())]);
    let parts: Vec<_> = server.into_iter().chain([observed]).collect();
    page.block(2, plain(""), &parts.join(&own.phrase("separator")));
}

/// Tells how full the SR is; a bar of its own comes below where its size is known.
fn used(page: &Page<'_>, report: &SrReport) -> String {
    let figures = &report.sr.figures;
    match (figures.used_bytes, figures.size_bytes, figures.free_bytes) {
        (Some(used), Some(size), Some(free)) if size > Bytes::ZERO => {
            let words = [("used", used), ("size", size), ("free", free)];
            page.own().text("sr-used", words.map(|(id, bytes)| (id, bytes.to_string().into())))
        }
        _ => storage::space(page, figures),
    }
}

fn collector(page: &mut Page<'_>, report: &SrReport) {
    let own = page.own();
    let gc = &report.gc;
    let label = own.phrase("gc");
    let first = match (gc.outlook, gc.state) {
        ("stuck", _) => by_severity(Severity::Critical, label),
        ("wait" | "scan", _) => by_severity(Severity::Warning, label),
        (_, "idle" | "held") => green(label),
        _ => bold(label),
    };
    let state = own.text("gc-state", [("state", gc.state.into())]);
    let outlook = own.text("gc-outlook", [("outlook", gc.outlook.into())]);
    page.blank();
    page.opening(first, &format!("{state}{outlook}"));
    for evidence in &gc.evidence {
        let told = told(page, evidence);
        page.block(2, plain("- "), &told);
    }
}

fn told(page: &Page<'_>, evidence: &Evidence) -> String {
    let own = page.own();
    let instant = |at: Option<Timestamp>| {
        at.map_or_else(|| own.phrase("unknown-instant"), |at| own.instant(at, &page.style().zone))
    };
    match *evidence {
        Evidence::Task { percent, created_at } => {
            own.text("gc-task", [("percent", percent.into()), ("at", instant(created_at).into())])
        }
        Evidence::Switch { key } => own.text("gc-switch", [("key", key.into())]),
        Evidence::NoSpaceFlag => own.phrase("gc-no-space-flag"),
        Evidence::NoSpaceMessage { at } => {
            own.text("gc-no-space-message", [("at", instant(Some(at)).into())])
        }
        Evidence::Room { fits, tight, lacks } => {
            own.text("gc-room", [("fits", fits.into()), ("tight", tight.into()), ("lacks", lacks.into())])
        }
        Evidence::LastError { at } => own.text("gc-last-error", [("at", instant(at).into())]),
        Evidence::AutoScan { on } => own.text("gc-auto-scan", [("on", if on { "yes" } else { "no" }.into())]),
    }
}

fn queue(page: &mut Page<'_>, report: &SrReport) {
    if report.queue.is_empty() {
        return;
    }
    let own = page.own();
    let leaves = report.queue.iter().filter(|merge| merge.leaf).count();
    let counts = [("inner", (report.queue.len() - leaves).into()), ("leaf", leaves.into())];
    page.blank();
    page.line(&[bold(own.text("queue", counts))]);
    let shown = if page.style().verbose { report.queue.len() } else { report.queue.len().min(SHOWN) };
    for merge in &report.queue[..shown] {
        merge_line(page, merge);
    }
    if shown < report.queue.len() {
        let more = [("mark", page.ellipsis().into()), ("n", (report.queue.len() - shown).into())];
        page.line(&[plain(format!("  {}", own.text("queue-more", more)))]);
    }
    if report.gc.outlook == "stuck" {
        page.block(2, plain(""), &own.phrase("drain-stuck"));
    } else if let Some(drain) = &report.drain {
        page.block(2, plain(""), &duration(page, drain));
    }
}

fn duration(page: &Page<'_>, drain: &Drain) -> String {
    let own = page.own();
    let Bounds { low_bytes, high_bytes, .. } = drain.speed;
    // disks are sold in MB, and speeds told in them
    let mb = |bytes: Bytes| bytes.0.div_ceil(1_000_000);
    let speed = if low_bytes == high_bytes {
        own.text("speed", [("low", mb(low_bytes).into())])
    } else {
        own.text("speeds", [("low", mb(low_bytes).into()), ("high", mb(high_bytes).into())])
    };
    let from = match drain.speed_from {
        SpeedFrom::Prior => "prior",
        SpeedFrom::Given => "given",
        SpeedFrom::Learnt => "learnt",
    };
    let words = [
        ("copies", space::bounds(page, drain.copies).into()),
        ("low", span(own, drain.low_seconds).into()),
        ("best", span(own, drain.best_seconds).into()),
        ("high", span(own, drain.high_seconds).into()),
        ("speed", speed.into()),
        ("from", from.into()),
        ("merges", drain.learnt_from.unwrap_or(0).into()),
    ];
    own.text("drain", words)
}

fn merge_line(page: &mut Page<'_>, merge: &MergeView) {
    let own = page.own();
    let names = if merge.vm_names.is_empty() {
        own.phrase("tree-no-vm")
    } else {
        merge.vm_names.join(&own.phrase("comma"))
    };
    let kind = own.text("queue-line", [("kind", if merge.leaf { "leaf" } else { "inner" }.into())]);
    let copies = merge.copies.map(|copies| space::bounds(page, copies));
    let copies = copies.map(|bytes| own.text("queue-copies", [("bytes", bytes.into())]));
    page.line(&[
        plain(format!("  {:>4}  ", merge.order)),
        plain(display::pad_right(&kind, 8)),
        bold(display::pad_right(&page.fit(&names, NAME), NAME + 2)),
        plain(display::pad_right(&copies.unwrap_or_default(), 30)),
        space::verdict(page, merge.fits, None),
    ]);
}

/// Writes a span of time with its largest unit that gives two digits or is the smallest.
fn span(own: &Bundle, seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    let (id, n) = match minutes {
        ..120 => ("minutes", minutes),
        120..2880 => ("hours", minutes / 60),
        _ => ("days", minutes / 1440),
    };
    own.text(id, [("n", n.into())])
}
