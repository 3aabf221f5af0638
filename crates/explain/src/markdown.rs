//! The body of a report mail, line by line (facts/xo-protocol.md 6).
//!
//! Blank lines and indentation vary, so only the starts of lines count: `#` and `- **Key**:`. Lines of the HTML
//! part have no asterisks, and text copied from a mail program has no marks at all; both are read too.

use rustc_hash::FxHashSet;

use crate::errors::{About, ErrorText, recognise};
use crate::parsed::{ParsedError, ParsedRun, ParsedVm, cut, short};

/// The most lines read.
const LINES_LIMIT: usize = 200_000;

/// The most VMs kept of one run.
const VMS_LIMIT: usize = 10_000;

/// The most bytes kept of a value.
const VALUE_LIMIT: usize = 16 * 1024;

/// Reads a report; `None` if the text is not one.
pub(super) fn read(subject: Option<&str>, body: &str) -> Option<ParsedRun> {
    let mut reader = Reader::default();
    if let Some(subject) = subject {
        reader.subject(subject);
    }
    reader.marked = body.lines().take(LINES_LIMIT).any(|line| unquoted(line).starts_with("### "));
    for line in body.lines().take(LINES_LIMIT) {
        reader.line(unquoted(line));
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    run: ParsedRun,
    /// The status of the current section: `failure`, `skipped`, …
    section: Option<&'static str>,
    /// The VM that the current lines are about.
    vm: Option<usize>,
    /// Whether VM headings are marked by `###`.
    marked: bool,
    /// The last line that is neither a key nor a heading: a VM's name if headings are unmarked.
    plain: Option<String>,
    /// Whether lines continue the last error.
    in_error: bool,
    seen: bool,
    /// The VMs with an end time.
    ended: FxHashSet<usize>,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let line = line.trim();
        let (level, heading) = heading(line);
        if line.is_empty() || line.starts_with("---") {
            self.in_error = false;
        } else if let Some(rest) = after(line, &["Subject:", "件名:", "件名："]) {
            self.subject(rest);
        } else if line.starts_with('[') && line.contains("ackup report for ") {
            self.subject(line);
        } else if let Some(status) = after(heading, &["Global status:", "Global status :"]) {
            self.seen = true;
            self.run.status = status.split_whitespace().next().map(short);
        } else if let Some(rest) = after(heading, &["Global status for "]) {
            self.legacy(rest);
        } else if let Some(section) = section(heading) {
            self.section = Some(section);
            self.vm = None;
            self.in_error = false;
        } else if level >= 3 {
            self.begin(heading);
        } else if let Some((key, value)) = key_value(line) {
            self.key(key, value);
        } else if let Some(warning) = warning(line) {
            self.error(warning, true);
        } else if self.in_error && !line.starts_with(['-', '*', '#']) {
            self.more(line);
        } else if self.vm.is_some() && self.marked && is_known(line) {
            self.error(line, self.section == Some("success"));
        } else {
            self.plain = Some(short(line));
        }
    }

    fn subject(&mut self, subject: &str) {
        let Some((before, name)) = subject.split_once("ackup report for ") else { return };
        self.seen = true;
        // `[Xen Orchestra - Site A] failure − Backup report for <name> <icon>`
        let status = before.rsplit_once(']').map_or(before, |(_, status)| status);
        let status = status.split_whitespace().next().unwrap_or_default();
        if self.run.status.is_none() && status.chars().all(|c| c.is_ascii_lowercase()) && !status.is_empty() {
            self.run.status = Some(short(status));
        }
        let name = name.trim();
        let has_icon =
            |word: &str| !word.is_empty() && !word.chars().any(|c| c.is_alphanumeric() || c.is_ascii());
        let name = match name.rsplit_once(' ') {
            Some((name, icon)) if has_icon(icon) => name.trim_end(),
            _ => name,
        };
        if self.run.job_name.is_none() && !name.is_empty() {
            self.run.job_name = Some(short(name));
        }
    }

    /// Reads the heading of a report from before 2018: `Global status for "job" (Delta Copy): Fail`.
    fn legacy(&mut self, rest: &str) {
        self.seen = true;
        let (name, status) = rest.rsplit_once(':').unwrap_or((rest, ""));
        let status = status.trim().to_lowercase();
        self.run.status = Some(short(legacy_status(&status)));
        let (name, mode) = match name.rsplit_once('(') {
            Some((name, mode)) => (name, Some(mode.trim().trim_end_matches(')'))),
            None => (name, None),
        };
        self.run.mode = mode.filter(|mode| !mode.is_empty()).map(short);
        let name = name.trim().trim_matches(['"', '“', '”']);
        if self.run.job_name.is_none() && !name.is_empty() {
            self.run.job_name = Some(short(name));
        }
    }

    fn begin(&mut self, name: &str) {
        self.in_error = false;
        // only reports on VMs name a mode
        let (name, target) = if self.run.mode.is_some() { (vm_name(name), None) } else { subject_of(name) };
        if self.run.vms.len() >= VMS_LIMIT {
            self.vm = None;
            return;
        }
        let status = self.section.map(str::to_owned);
        self.run.vms.push(ParsedVm {
            id: None,
            name: Some(short(name)),
            status,
            target: target.map(str::to_owned),
        });
        self.vm = Some(self.run.vms.len() - 1);
    }

    fn key(&mut self, key: &str, value: &str) {
        self.in_error = false;
        if !self.marked && self.section.is_some() && matches!(key, "Pool id" | "UUID") {
            let open = self.vm.is_some_and(|vm| self.run.vms[vm].id.is_none()) && self.plain.is_none();
            if !open && let Some(name) = self.plain.take() {
                self.begin(&name);
            }
        }
        let value = cut(value, VALUE_LIMIT);
        let set = |place: &mut Option<String>| {
            if place.is_none() && !value.is_empty() {
                *place = Some(short(value));
            }
        };
        match (key, self.vm) {
            ("Error" | "Reason", _) => self.error(value, self.section == Some("success")),
            ("Job ID", None) => {
                self.seen = true;
                set(&mut self.run.job_id);
            }
            ("Run ID", None) => set(&mut self.run.run_id),
            ("Mode", None) => set(&mut self.run.mode),
            ("Start time", None) => set(&mut self.run.started),
            ("Job name", None) => set(&mut self.run.job_name),
            ("Status", Some(vm)) => {
                let status = &mut self.run.vms[vm].status;
                *status = status.take().or_else(|| Some(short(legacy_status(&value.to_lowercase()))));
            }
            ("UUID" | "ID", Some(vm)) => set(&mut self.run.vms[vm].id),
            ("End time", Some(vm)) => {
                self.ended.insert(vm);
            }
            ("Type", Some(vm)) => set(&mut self.run.vms[vm].target),
            // whatever the key: a value that is a known error is one
            (_, Some(_)) if is_known(value) => self.error(value, self.section == Some("success")),
            _ => {}
        }
    }

    fn error(&mut self, message: &str, warning: bool) {
        let is_pool = self.vm.is_some_and(|vm| self.run.vms[vm].target.as_deref() == Some("pool"));
        let about = if is_pool { About::Pool } else { About::Vm };
        let error = ErrorText { about, ..ErrorText::of_message(message) };
        self.run.errors.push(ParsedError { error, vm: self.vm, warning });
        self.in_error = true;
    }

    fn more(&mut self, line: &str) {
        if let Some(last) = self.run.errors.last_mut()
            && last.error.message.len() < VALUE_LIMIT
        {
            last.error.message.push(' ');
            last.error.message.push_str(cut(line, VALUE_LIMIT));
        }
    }

    fn finish(mut self) -> Option<ParsedRun> {
        if !self.seen {
            return None;
        }
        if self.run.status.as_deref() == Some("interrupted") {
            let error = ErrorText::of_message("interrupted");
            self.run.errors.push(ParsedError { error, vm: None, warning: false });
            // the mail counts VMs that were still running among the successes
            for (at, vm) in self.run.vms.iter_mut().enumerate() {
                if !self.ended.contains(&at) && vm.status.as_deref() == Some("success") {
                    vm.status = Some("pending".to_owned());
                }
            }
        }
        Some(self.run)
    }
}

fn is_known(text: &str) -> bool {
    !recognise(&ErrorText::of_message(text)).known.is_empty()
}

/// Translates the words of reports from before 2018.
fn legacy_status(status: &str) -> &str {
    match status {
        "fail" | "failed" => "failure",
        "skip" => "skipped",
        other => other,
    }
}

/// Reads the name in the heading of a VM; `VM : db` before 2018.
fn vm_name(heading: &str) -> &str {
    heading.strip_prefix("VM : ").map_or(heading, str::trim)
}

/// Reads a part's heading in a metadata backup: `Pool: prod (my-pool)`, `XO`.
fn subject_of(heading: &str) -> (&str, Option<&'static str>) {
    if let Some(name) = after(heading, &["Pool:", "Pool :"]) {
        return (name, Some("pool"));
    }
    (vm_name(heading), (heading == "XO").then_some("xo"))
}

/// Removes the quote marks (`>`) of a forwarded mail.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t'])
}

fn heading(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches('#');
    (line.len() - text.len(), text.trim())
}

/// Reads `2 Failures`, `1 Skipped`, `1 Interrupted`, `4 Successes`.
fn section(heading: &str) -> Option<&'static str> {
    let (number, word) = heading.split_once(' ')?;
    number.parse::<u32>().ok()?;
    match word.trim() {
        "Failure" | "Failures" => Some("failure"),
        "Skipped" => Some("skipped"),
        "Interrupted" => Some("interrupted"),
        "Success" | "Successes" => Some("success"),
        _ => None,
    }
}

/// Reads `- **Key**: value`, `- Key: value` or `Key: value`, for the keys that matter.
fn key_value(line: &str) -> Option<(&str, &str)> {
    const KEYS: [&str; 19] = [
        "Error",
        "Reason",
        "Job ID",
        "Run ID",
        "Mode",
        "Start time",
        "End time",
        "Duration",
        "Successes",
        "UUID",
        "ID",
        "Job name",
        "Status",
        "Type",
        "Pool id",
        "Transfer size",
        "Merge size",
        "Size",
        "Speed",
    ];
    let line = line.trim_start_matches(['-', '*', '•', '➤', ' ']);
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end_matches('*').trim();
    KEYS.contains(&key).then(|| (key, value.trim_start_matches('*').trim()))
}

/// Reads `- **⚠️  message**`.
fn warning(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['-', '*', ' ']);
    let message = line.strip_prefix('⚠')?.trim_start_matches('\u{fe0f}');
    Some(message.trim().trim_end_matches('*').trim())
}

fn after<'a>(line: &'a str, starts: &[&str]) -> Option<&'a str> {
    starts.iter().find_map(|start| line.strip_prefix(start)).map(str::trim)
}
