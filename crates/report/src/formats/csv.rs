//! CSV (RFC 4180) for spreadsheets: SRs, VMs, findings, due backups.
//!
//! One file with four tables, each with its header, separated by an empty line; or a single table. With several
//! servers, the first column is the server. Headings are the same in every language, so that formulas keep working;
//! texts are in the language of the report. A cell that a spreadsheet would compute is disarmed by an apostrophe.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{FormatError, Page, Part, refused};
use crate::Report;
use crate::words::key;
use xo_health_core::display;
use xo_health_core::findings::{Severity, SubjectKind};
use xo_health_core::units::Bytes;

/// The options of CSV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Csv {
    /// Whether to begin with a byte-order mark: Excel then reads UTF-8 in every locale.
    pub bom: bool,
    /// The only table to write; `None` for all.
    pub table: Option<CsvTable>,
}

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvTable {
    /// Storage repositories.
    Srs,
    /// VMs.
    Vms,
    /// Findings.
    Findings,
    /// Backups due.
    Backups,
}

impl CsvTable {
    /// All tables, in order.
    pub const ALL: [Self; 4] = [Self::Srs, Self::Vms, Self::Findings, Self::Backups];

    /// Returns its name for `--csv-table`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Srs => "srs",
            Self::Vms => "vms",
            Self::Findings => "findings",
            Self::Backups => "backups",
        }
    }
}

/// The most columns of a cell that holds a name or a text.
const WIDEST: usize = 500;

/// Writes the tables.
pub(super) fn write(parts: &[Part<'_>], page: &Page<'_>) -> Result<String, FormatError> {
    let tables = match page.csv.table {
        Some(table) => vec![table],
        None => CsvTable::ALL.to_vec(),
    };
    let tables: Vec<String> = tables
        .into_iter()
        .map(|table| lines(&rows(table, parts, page)))
        .collect::<Result<_, _>>()
        .map_err(|error| refused("csv")(&error))?;
    let bom = if page.csv.bom { "\u{feff}" } else { "" };
    Ok(format!("{bom}{}", tables.join("\r\n")))
}

fn lines(rows: &[Vec<String>]) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| disarmed(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn rows(table: CsvTable, parts: &[Part<'_>], page: &Page<'_>) -> Vec<Vec<String>> {
    // with several servers, the first column names them
    let server = |part: &Part<'_>| part.server.map(name);
    let is_several = parts.iter().any(|part| part.server.is_some());
    let heads = is_several.then_some(&"server").into_iter().chain(heads(table));
    let mut rows = vec![heads.map(|&head| head.to_owned()).collect()];
    for part in parts {
        let of = match part.of {
            Ok(report) => of(table, report, page),
            Err(why) if table == CsvTable::Findings => vec![unread(part.server, why)],
            Err(_) => Vec::new(),
        };
        rows.extend(of.into_iter().map(|row| server(part).into_iter().chain(row).collect()));
    }
    rows
}

fn heads(table: CsvTable) -> &'static [&'static str] {
    match table {
        CsvTable::Srs => SRS,
        CsvTable::Vms => VMS,
        CsvTable::Findings => FINDINGS,
        CsvTable::Backups => BACKUPS,
    }
}

fn of(table: CsvTable, report: &Report, page: &Page<'_>) -> Vec<Vec<String>> {
    match table {
        CsvTable::Srs => srs(report),
        CsvTable::Vms => vms(report),
        CsvTable::Findings => findings(report, page),
        CsvTable::Backups => backups(report),
    }
}

/// Makes the row of a server that could not be read: it is among the findings, without a code.
fn unread(server: Option<&str>, why: &str) -> Vec<String> {
    let cell = |&head: &&str| match head {
        "severity" => key(&Severity::Critical),
        "subject_type" => key(&SubjectKind::Server),
        "subject_name" => server.map(name).unwrap_or_default(),
        "message" => name(why),
        _ => String::new(),
    };
    FINDINGS.iter().map(cell).collect()
}

const SRS: &[&str] = &[
    "sr_id",
    "sr_name",
    "pool_id",
    "pool_name",
    "type",
    "size_bytes",
    "used_bytes",
    "free_bytes",
    "merge_need_bytes",
    "max_depth",
    "pending_inner",
    "pending_leaf",
    "xo_unhealthy",
    "disks",
    "drain_seconds",
    "growth_per_day_bytes",
    "lacking_30_days_bytes",
    "runs_out_probability",
];

const VMS: &[&str] = &[
    "vm_id",
    "vm_name",
    "pool_id",
    "disks",
    "max_depth",
    "snapshots_left",
    "pending_merges",
    "last_good_at",
    "next_backup_at",
    "worst_probability",
];

const FINDINGS: &[&str] = &[
    "code",
    "rule",
    "severity",
    "subject_type",
    "subject_id",
    "subject_name",
    "sr_id",
    "acts_first",
    "title",
    "message",
    "remedy",
    "fingerprint",
    "suppressed_reason",
    "suppressed_until",
    "baseline",
];

const BACKUPS: &[&str] = &[
    "at",
    "job_id",
    "job_name",
    "schedule_id",
    "vm_id",
    "vm_name",
    "outcome",
    "probability",
    "error",
    "cause",
    "basis",
    "sr_id",
];

fn srs(report: &Report) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for sr in &report.srs {
        rows.push(vec![
            sr.id.clone(),
            name(&sr.name),
            optional(sr.pool_id.as_deref()),
            sr.pool_name.as_deref().map(name).unwrap_or_default(),
            sr.driver.clone(),
            bytes(sr.size_bytes),
            bytes(sr.used_bytes),
            bytes(sr.free_bytes),
            bytes(sr.merge_need_bytes),
            sr.max_depth.to_string(),
            sr.pending_inner.to_string(),
            sr.pending_leaf.to_string(),
            sr.xo_unhealthy.to_string(),
            sr.disks.to_string(),
            optional(sr.drain_seconds),
            bytes(sr.growth_per_day_bytes),
            bytes(sr.lacking_30_days_bytes),
            optional(sr.runs_out_probability),
        ]);
    }
    rows
}

fn vms(report: &Report) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut due: BTreeMap<String, (Timestamp, f64)> = BTreeMap::new();
    for row in &report.outlook.rows {
        let (at, worst) = due.entry(row.vm_id.to_string()).or_insert((row.at, row.probability));
        (*at, *worst) = (row.at.min(*at), row.probability.max(*worst));
    }
    for vm in &report.vms {
        let due = due.get(&vm.id);
        rows.push(vec![
            vm.id.clone(),
            name(&vm.name),
            optional(vm.pool_id.as_deref()),
            vm.disks.to_string(),
            vm.max_depth.to_string(),
            optional(vm.snapshots_left),
            vm.pending_merges.to_string(),
            instant(vm.backups.iter().filter_map(|backup| backup.last_good_at).max()),
            instant(due.map(|due| due.0)),
            optional(due.map(|due| due.1)),
        ]);
    }
    rows
}

fn findings(report: &Report, page: &Page<'_>) -> Vec<Vec<String>> {
    let words = page.words();
    let mut rows = Vec::new();
    let suppressed = report.suppressed.iter().map(|one| (&one.view, Some(&one.suppressed)));
    for (view, suppression) in report.findings.iter().map(|view| (view, None)).chain(suppressed) {
        let finding = &view.finding;
        rows.push(vec![
            format!("XOH-{}", finding.code.number()),
            finding.code.slug().to_owned(),
            key(&finding.severity),
            key(&finding.subject.kind),
            finding.subject.id.clone(),
            name(&finding.subject.name),
            optional(view.sr_id.as_deref()),
            finding.code.acts_first().key().to_owned(),
            words.title(finding.code),
            words.message(finding).plain(),
            words.first_step(finding).plain(),
            finding.key().to_string(),
            suppression.map(|by| name(&by.reason)).unwrap_or_default(),
            optional(suppression.and_then(|by| by.until)),
            view.baseline.as_ref().map(key).unwrap_or_default(),
        ]);
    }
    rows
}

fn backups(report: &Report) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for row in &report.outlook.rows {
        rows.push(vec![
            row.at.to_string(),
            row.job_id.to_string(),
            name(&report.names.job(&row.job_id)),
            optional(row.schedule_id.as_ref()),
            row.vm_id.to_string(),
            name(&report.names.vm(&row.vm_id)),
            key(&row.outcome),
            row.probability.to_string(),
            row.error.as_ref().map(key).unwrap_or_default(),
            row.cause.as_ref().map(key).unwrap_or_default(),
            key(&row.basis),
            optional(row.sr_id.as_ref()),
        ]);
    }
    rows
}

fn name(name: &str) -> String {
    display::fit_name(name, WIDEST, display::ELLIPSIS)
}

fn optional(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn bytes(bytes: Option<Bytes>) -> String {
    optional(bytes.map(|bytes| bytes.0))
}

fn instant(at: Option<Timestamp>) -> String {
    optional(at)
}

/// Prevents a spreadsheet from computing a cell (OWASP, "CSV Injection").
fn disarmed(cell: &str) -> String {
    let computes = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let cell: String = cell.chars().map(|c| if display::is_plain(c) { c } else { ' ' }).collect();
    if computes { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_computed() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert!(disarmed(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(disarmed("a\nb\u{202e}c"), "a b c");
        assert_eq!(disarmed("会計DB"), "会計DB");
    }
}
