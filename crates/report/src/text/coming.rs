//! What is likely to come: one block for each cause, the surest first.

use std::collections::BTreeMap;

use super::page::{Page, bold, by_severity, cyan, plain};
use crate::coming::{self, ErrorName, EvidenceClass, Prediction};
use crate::texts::Bundle;
use crate::{Report, SrView};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::units::Bytes;

/// What is less likely than this is in the JSON only, unless everything is wanted.
const SHOWN_FROM: f64 = 0.2;

/// Blocks that are shown unless everything is wanted.
const BLOCKS: usize = 6;

/// VMs that are named in a block.
const NAMES: usize = 4;

/// Columns of a name.
const NAME: usize = 24;

/// Predictions of one kind: one error, one job, one SR.
struct Block<'a> {
    of: Vec<&'a Prediction>,
}

impl Block<'_> {
    fn probability(&self) -> f64 {
        self.of.iter().map(|one| one.probability()).fold(0.0, f64::max)
    }

    /// Gives the one that comes first among the surest.
    fn first(&self) -> &Prediction {
        let surest = self.probability();
        let sure = self.of.iter().filter(|one| one.probability() >= surest * 0.9);
        sure.min_by_key(|one| one.first_at).copied().unwrap_or(self.of[0])
    }
}

/// Writes the section; nothing where nothing was asked for. `always` says also that nothing is foretold.
pub(super) fn write(page: &mut Page<'_>, report: &Report, always: bool) {
    let words = coming::bundle(page.style().lang);
    let Some(days) = report.horizon_hours.map(|hours| hours.div_ceil(24)) else { return };
    let blocks = blocks(report, page.style().verbose);
    if blocks.is_empty() {
        if always {
            page.blank();
            page.line(&[plain(words.text("coming-nothing", [("days", days.into())]))]);
        }
        room(page, report, &words, always);
        return;
    }
    page.blank();
    page.line(&[bold(words.text("coming", [("days", days.into())]))]);
    let shown = if page.style().verbose { blocks.len() } else { blocks.len().min(BLOCKS) };
    for block in &blocks[..shown] {
        write_block(page, &words, block);
    }
    if shown < blocks.len() {
        let more = [("mark", page.ellipsis().into()), ("n", (blocks.len() - shown).into())];
        page.line(&[plain(format!("  {}", words.text("more-groups", more)))]);
    }
    room(page, report, &words, always);
}

fn blocks(report: &Report, everything: bool) -> Vec<Block<'_>> {
    let mut by_kind: BTreeMap<(ErrorName, &str, Option<&str>), Vec<&Prediction>> = BTreeMap::new();
    let shown = report.predictions.iter().filter(|one| everything || one.probability() >= SHOWN_FROM);
    for one in shown {
        by_kind.entry((one.error, &one.job_id, one.sr_id.as_deref())).or_default().push(one);
    }
    let mut blocks: Vec<Block<'_>> = by_kind.into_values().map(|of| Block { of }).collect();
    // stable: what is alike keeps the order of its kind
    blocks.sort_by(|a, b| {
        b.probability().total_cmp(&a.probability()).then(a.first().first_at.cmp(&b.first().first_at))
    });
    blocks
}

fn write_block(page: &mut Page<'_>, words: &Bundle, block: &Block<'_>) {
    let first = block.first();
    let probability = block.probability();
    let exact = first.evidence_class == EvidenceClass::Exact;
    let percent = if exact { words.phrase("class-exact") } else { format!("{:.0} %", probability * 100.0) };
    let severity = if probability >= 0.5 { Severity::Critical } else { Severity::Warning };
    let at = first.first_at.map_or_else(String::new, |at| words.weekday_time(at, &page.style().zone));
    let error = words.phrase(&format!("error-{}", first.error.code()));
    let column = display::width(&words.phrase("class-exact")).max(5);
    page.line(&[
        by_severity(severity, format!("  {}", display::pad_right(&percent, column))),
        plain(format!("  {at}  ")),
        bold(error),
    ]);
    let who = who(page, words, block, first);
    page.block(4, plain(""), &who);
    if !first.causes.is_empty() {
        let causes = first.causes.join(&words.phrase("behind"));
        page.block(4, plain(words.phrase("why") + " "), &causes);
    }
    if let Some(action) = &first.action {
        page.block(4, cyan(words.phrase("do") + " "), action);
    }
}

fn who(page: &Page<'_>, words: &Bundle, block: &Block<'_>, first: &Prediction) -> String {
    let job = ("job", page.fit(&first.job_name, NAME).into());
    let mut names: Vec<String> =
        block.of.iter().filter_map(|one| one.vm_name.as_deref()).map(|name| page.fit(name, NAME)).collect();
    if names.is_empty() {
        return words.text("whole-job", [job]);
    }
    names.sort();
    let n = names.len();
    let shown = if page.style().verbose || n <= NAMES + 1 { n } else { NAMES };
    let mut named = names[..shown].join(", ");
    if shown < n {
        named = words.text("more-names", [("names", named.into()), ("n", (n - shown).into())]);
    }
    words.text("vms", [job, ("n", n.into()), ("names", named.into())])
}

/// Tells which SRs are too small for what their jobs do in 30 days.
fn room(page: &mut Page<'_>, report: &Report, words: &Bundle, always: bool) {
    let short = |sr: &&SrView| sr.lacking_30_days_bytes.is_some_and(|bytes| bytes > Bytes::ZERO);
    for sr in report.srs.iter().filter(short).filter(|_| always) {
        let size = sr.lacking_30_days_bytes.unwrap_or_default().to_string();
        let growth = sr.growth_per_day_bytes.unwrap_or_default().to_string();
        let percent = format!("{:.0}", sr.runs_out_probability.unwrap_or_default() * 100.0);
        let args = [
            ("sr", page.fit(&sr.name, NAME).into()),
            ("size", size.into()),
            ("growth", growth.into()),
            ("percent", percent.into()),
        ];
        page.block(0, plain(""), &words.text("lacking", args));
    }
}
