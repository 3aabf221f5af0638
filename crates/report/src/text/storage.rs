//! A section per SR: how full it is, how deep its chains are, what waits to be merged, what was found.

use rustc_hash::FxHashMap;

use super::page::{Page, bold, by_severity, plain};
use super::{Words, findings};
use crate::texts::Bundle;
use crate::{FindingView, Report, SrView};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// Columns of the bar that shows how full an SR is, without its brackets.
const BAR: usize = 20;

/// Columns that a name keeps however long the rest of its line is.
const MIN_NAME: usize = 16;

/// Writes the sections, worst first, then a line for the SRs with nothing to tell. Gives back the findings that belong
/// to none of the SRs.
pub(super) fn write<'r>(page: &mut Page<'_>, report: &'r Report, words: &dyn Words) -> Vec<&'r FindingView> {
    let mut of_sr: FxHashMap<&str, Vec<&FindingView>> =
        report.srs.iter().map(|sr| (sr.id.as_str(), Vec::new())).collect();
    let mut elsewhere = Vec::new();
    for finding in &report.findings {
        match finding.sr_id.as_deref().and_then(|id| of_sr.get_mut(id)) {
            Some(list) => list.push(finding),
            None => elsewhere.push(finding),
        }
    }
    let limits = limits(report);
    let mut sections: Vec<(Severity, &SrView, Vec<&FindingView>)> = Vec::new();
    for sr in &report.srs {
        // taken out, so that an id that stands twice tells its findings once
        let found = of_sr.remove(sr.id.as_str()).unwrap_or_default();
        if let Some(worst) = found.iter().map(|finding| finding.severity()).max() {
            sections.push((worst, sr, found));
        }
    }
    let quiet = report.srs.len() - sections.len();
    sections.sort_by_key(|(worst, ..)| std::cmp::Reverse(*worst));
    let told = !sections.is_empty();
    for (worst, sr, found) in sections {
        page.blank();
        section(page, worst, sr, limits.get(sr.id.as_str()).copied());
        if worst > Severity::Info {
            page.blank();
        }
        findings::write(page, words, &found);
    }
    if quiet > 0 {
        let others = if told { "yes" } else { "no" };
        page.blank();
        page.line(&[plain(page.own().text("quiet", [("n", quiet.into()), ("others", others.into())]))]);
    }
    elsewhere
}

/// Gives the chain limit of each SR that has one.
fn limits(report: &Report) -> FxHashMap<&str, u32> {
    let mut limits = FxHashMap::default();
    for disk in &report.disks {
        if let (Some(sr), Some(limit)) = (disk.sr_id.as_deref(), disk.limit) {
            limits.entry(sr).or_insert(limit);
        }
    }
    limits
}

fn section(page: &mut Page<'_>, worst: Severity, sr: &SrView, limit: Option<u32>) {
    let kind = kind(page, sr);
    let word = findings::severity_label(page.own(), worst);
    let room = page.width().saturating_sub(display::width(&word) + 2 + display::width(&kind));
    let name = page.fit(&sr.name, room.max(MIN_NAME));
    page.line(&[by_severity(worst, word), bold(name), plain(format!("  {kind}"))]);
    let space = space(page, sr);
    page.block(2, plain(""), &space);
    page.block(2, plain(""), &chains(page.own(), sr, limit));
    if let Some(lacking) = sr.lacking_30_days_bytes.filter(|lacking| *lacking > Bytes::ZERO) {
        let lacking = page.own().text("lacking", [("size", lacking.to_string().into())]);
        page.block(2, plain(""), &lacking);
    }
}

/// Names the driver of an SR, the rules it works by, its pool.
pub(crate) fn kind(page: &Page<'_>, sr: &SrView) -> String {
    let own = page.own();
    let driver = page.fit(&sr.driver, 12);
    let rules = match sr.family {
        "no_tree" => own.phrase("kind-no-tree"),
        "unknown" => own.phrase("kind-unknown"),
        family => family.to_owned(),
    };
    let kind = if driver == rules {
        driver
    } else {
        own.text("kind", [("driver", driver.into()), ("rules", rules.into())])
    };
    match &sr.pool_name {
        Some(pool) => own.text("in-pool", [("kind", kind.into()), ("pool", page.fit(pool, 20).into())]),
        None => kind,
    }
}

/// Tells how full an SR is.
pub(crate) fn space(page: &Page<'_>, sr: &SrView) -> String {
    let own = page.own();
    let free = sr.free_bytes.map(|free| own.text("free", [("free", free.to_string().into())]));
    let free = ("free", free.unwrap_or_default().into());
    match (sr.used_bytes, sr.size_bytes) {
        (Some(used), Some(size)) if size > Bytes::ZERO => {
            let bar = bar(used, size, page.style().ascii);
            let (used, size) = (used.to_string(), size.to_string());
            own.text("space", [("bar", bar.into()), ("used", used.into()), ("size", size.into()), free])
        }
        (Some(used), _) => own.text("space-used", [("used", used.to_string().into()), free]),
        (None, _) => own.text("space-unknown", [free]),
    }
}

/// Draws how full an SR is. It is empty, or full, only when the SR is.
fn bar(used: Bytes, size: Bytes, ascii: bool) -> String {
    let exact = used.0 as f64 / size.0 as f64 * BAR as f64;
    let filled = match exact.round() as usize {
        0 if used > Bytes::ZERO => 1,
        filled if filled >= BAR && used < size => BAR - 1,
        filled => filled.min(BAR),
    };
    format!("[{}{}]", "#".repeat(filled), if ascii { "." } else { "·" }.repeat(BAR - filled))
}

/// Sums the chains of an SR up.
pub(crate) fn chains(own: &Bundle, sr: &SrView, limit: Option<u32>) -> String {
    if sr.disks == 0 {
        return own.phrase("no-disks");
    }
    let depth = ("depth", sr.max_depth.into());
    let deepest = match limit {
        Some(limit) => own.text("deepest-of", [depth, ("limit", limit.into())]),
        None => own.text("deepest", [depth]),
    };
    let counts = [("inner", sr.pending_inner.into()), ("leaf", sr.pending_leaf.into())];
    let pending = match (sr.pending_inner, sr.pending_leaf) {
        (0, 0) => "pending-none",
        (_, 0) => "pending-inner",
        (0, _) => "pending-leaf",
        _ => "pending-both",
    };
    let need = match sr.merge_need_bytes {
        Some(need) if sr.pending_inner > 0 => own.text("need", [("need", need.to_string().into())]),
        _ => String::new(),
    };
    let theirs = match sr.xo_unhealthy {
        xo if xo == sr.pending_inner.saturating_add(sr.pending_leaf) => String::new(),
        xo => own.text("theirs", [("n", xo.into())]),
    };
    let parts = [
        ("disks", sr.disks.into()),
        ("deepest", deepest.into()),
        ("pending", own.text(pending, counts).into()),
        ("need", need.into()),
        ("theirs", theirs.into()),
    ];
    own.text("chains", parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_how_full() {
        let cases = [
            (0, 100, "[....................]"),
            (1, 1000, "[#...................]"),
            (50, 100, "[##########..........]"),
            (999, 1000, "[###################.]"),
            (100, 100, "[####################]"),
            (u64::MAX, 1, "[####################]"),
        ];
        for (used, size, drawn) in cases {
            assert_eq!(bar(Bytes(used), Bytes(size), true), drawn, "{used} of {size}");
        }
    }
}
