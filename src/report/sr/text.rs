//! The report of one SR for a terminal or a pipe.
//!
//! From top to bottom: what the SR is, what its garbage collector does and whether it helps to wait, what its free space
//! is needed for, the queue of merges, the chains. No line is wider than asked; no name can move the cursor.

mod fold;
mod space;
mod trees;

use jiff::Timestamp;

use super::{Drain, Evidence, MergeView, Outlook, Speed, SrReport, State};
use crate::display;
use crate::findings::Severity;
use crate::report::text::page::{Page, bold, by_severity, green, plain};
use crate::report::text::{Style, source, storage};
use crate::texts::{Bundle, Lang};
use crate::units::Bytes;

/// Merges that are shown before the rest is folded.
const SHOWN: usize = 10;

/// Columns of a name in the queue.
const NAME: usize = 30;

const fn own_source(lang: Lang) -> &'static str {
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
    let first = match gc.outlook {
        Outlook::Stuck => by_severity(Severity::Critical, label),
        Outlook::Wait => by_severity(Severity::Warning, label),
        Outlook::Nothing if matches!(gc.state, State::Idle | State::OnlyLeaves) => green(label),
        Outlook::Nothing => bold(label),
    };
    let state = own.text("gc-state", [("state", state_key(gc.state).into())]);
    let outlook = match gc.outlook {
        Outlook::Nothing => "nothing",
        Outlook::Wait => "wait",
        Outlook::Stuck => "stuck",
    };
    page.blank();
    page.opening(first, &format!("{state}{}", own.text("gc-outlook", [("outlook", outlook.into())])));
    for evidence in &gc.evidence {
        let told = told(page, evidence);
        page.block(2, plain("- "), &told);
    }
}

const fn state_key(state: State) -> &'static str {
    match state {
        State::Idle => "idle",
        State::Running => "running",
        State::Pause => "pause",
        State::NotStarted => "not_started",
        State::OnlyLeaves => "only_leaves",
        State::Off => "off",
        State::CoalesceOff => "coalesce_off",
        State::Detached => "detached",
        State::Broken => "broken",
        State::NoSpace => "no_space",
        State::NoChains => "no_chains",
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
        Evidence::NoSpaceMessage { at } => own.text("gc-no-space-message", [("at", instant(at).into())]),
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
    if let rest @ [_, ..] = &report.queue[shown..] {
        let bytes: Bytes = rest.iter().filter_map(|merge| merge.copies_bytes).sum();
        let more =
            [("mark", page.ellipsis().into()), ("n", rest.len().into()), ("bytes", bytes.to_string().into())];
        page.line(&[plain(format!("  {}", own.text("queue-more", more)))]);
    }
    if report.gc.outlook == Outlook::Stuck {
        page.block(2, plain(""), &own.phrase("drain-stuck"));
    } else if let Some(drain) = &report.drain {
        page.block(2, plain(""), &duration(own, drain));
    }
}

fn duration(own: &Bundle, drain: &Drain) -> String {
    let Speed { low_bytes, high_bytes, given } = drain.speed;
    let speed = if given {
        own.text("speed", [("low", low_bytes.to_string().into())])
    } else {
        let mb = |bytes: Bytes| bytes.0 / 1_000_000;
        own.text("speeds", [("low", mb(low_bytes).into()), ("high", mb(high_bytes).into())])
    };
    let words = [
        ("low", span(own, drain.low_seconds).into()),
        ("high", span(own, drain.high_seconds).into()),
        ("bytes", drain.copies_bytes.to_string().into()),
        ("speed", speed.into()),
        ("given", if given { "yes" } else { "no" }.into()),
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
    let copies = merge.copies_bytes.map(|bytes| bytes.to_string()).map(|bytes| {
        // a thick leaf's volume is no amount of data: a leaf merge copies what it copies
        if merge.leaf { String::new() } else { own.text("queue-copies", [("bytes", bytes.into())]) }
    });
    let fit = own.text("fit", [("fit", space::fit_key(merge.fits).into())]);
    page.line(&[
        plain(format!("  {:>4}  ", merge.order)),
        plain(display::pad_right(&kind, 6)),
        bold(display::pad_right(&page.fit(&names, NAME), NAME + 1)),
        plain(display::pad_right(&copies.unwrap_or_default(), 24)),
        plain(fit),
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
