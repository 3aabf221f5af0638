//! An explanation for a terminal or a pipe: no line wider than asked, no name that the screen would obey.

use crate::explanation::{CodeView, ErrorView, Explanation, Now, VmNow};
use crate::told::{Kind, RunTold, VmTold};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_report::SnapshotVerdict;
use xo_health_report::text::Style;
use xo_health_report::text::page::{Page, Span, bold, by_severity, cyan, plain};
use xo_health_report::words::{Bundle, Lang};

/// Columns of a name.
const NAME: usize = 40;

/// Columns of an error's own text.
const SAID: usize = 300;

/// Runs, VMs, findings that are shown before the rest is folded.
const SHOWN: usize = 10;

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("words/en.ftl"),
        Lang::Ja => include_str!("words/ja.ftl"),
    }
}

/// Writes the explanation, with a final newline.
pub fn render(explanation: &Explanation, style: &Style) -> String {
    let own = Bundle::new(style.lang, source(style.lang));
    let mut page = Page::new(style, &own);
    match &explanation.runs[..] {
        [] => {}
        [run] => one_run(&mut page, explanation.kind, run),
        runs => many_runs(&mut page, runs),
    }
    for code in &explanation.codes {
        finding_code(&mut page, code);
    }
    for error in &explanation.errors {
        one_error(&mut page, error);
    }
    unknown(&mut page, explanation);
    let empty =
        explanation.errors.is_empty() && explanation.codes.is_empty() && explanation.unknown.is_empty();
    if empty {
        let id = match explanation.runs.is_empty() {
            true => "nothing",
            false if explanation.is_quiet() => "nothing-wrong",
            false => "nothing-told",
        };
        page.block(0, plain(""), &own.phrase(id));
    }
    if let Some(now) = &explanation.now {
        at_present(&mut page, now);
    }
    page.finish().trim_start_matches('\n').to_owned()
}

fn one_run(page: &mut Page<'_>, kind: Kind, run: &RunTold) {
    let own = page.own();
    let kind = if kind == Kind::Mail { "mail" } else { "log" };
    let status = run.status.as_deref().map_or_else(|| "unknown".to_owned(), |status| page.fit(status, NAME));
    page.line(&[bold(own.text("run", [("kind", kind.into()), ("status", status.into())]))]);
    let named = |id: &str, key: &'static str, value: &Option<String>| {
        value.as_deref().map(|value| own.text(id, [(key, page.fit(value, 60).into())]))
    };
    let job = named("job", "job", &run.job_name).into_iter().chain(named("job-id", "id", &run.job_id));
    let job = job.collect::<Vec<_>>().join(" ");
    let at = run.started_at.map(|at| own.instant(at, &page.style().zone)).or_else(|| run.started.clone());
    let head = [
        (!job.is_empty()).then_some(job),
        named("run-id", "id", &run.run_id),
        named("mode", "mode", &run.mode),
        named("started", "at", &at),
    ];
    let head: Vec<_> = head.into_iter().flatten().collect();
    if !head.is_empty() {
        page.block(2, plain(""), &head.join(&own.phrase("comma")));
    }
    let counts = counts(own, &run.vms);
    if !counts.is_empty() {
        page.block(2, plain(""), &own.text("vms", [("counts", counts.into())]));
    }
}

fn counts(own: &Bundle, vms: &[VmTold]) -> String {
    let of =
        |status| vms.iter().filter(|vm| vm.target.is_none() && vm.status.as_deref() == Some(status)).count();
    let all = [
        ("failure", "vms-failure"),
        ("skipped", "vms-skipped"),
        ("interrupted", "vms-interrupted"),
        ("pending", "vms-pending"),
        ("success", "vms-success"),
    ];
    // a backup of metadata has none
    let told = all.into_iter().filter(|(status, _)| of(status) > 0);
    let told: Vec<_> = told.map(|(status, id)| own.text(id, [("n", of(status).into())])).collect();
    told.join(&own.phrase("comma"))
}

fn many_runs(page: &mut Page<'_>, runs: &[RunTold]) {
    let own = page.own();
    page.line(&[bold(own.text("runs", [("n", runs.len().into())]))]);
    for run in &runs[..shown(page, runs.len())] {
        let status = display::pad_right(run.status.as_deref().unwrap_or("?"), 11);
        let at = run.started_at.map_or_else(String::new, |at| own.instant(at, &page.style().zone));
        let job = page.fit(run.job_name.as_deref().or(run.job_id.as_deref()).unwrap_or_default(), NAME);
        let parts = [("status", status.into()), ("at", at.into()), ("job", job.into())];
        page.line(&[plain(format!("  {}", own.text("runs-line", parts)))]);
    }
    folded(page, runs.len());
}

fn one_error(page: &mut Page<'_>, view: &ErrorView) {
    let own = page.own();
    page.blank();
    heading(page, view.code.as_deref().unwrap_or(view.id), &view.title);
    let mut hit = names(page, &view.vms);
    if view.whole_run {
        hit.insert(0, own.phrase("whole-run"));
    }
    if !hit.is_empty() {
        item(page, "hit", &hit.join(&own.phrase("comma")));
    }
    if view.only_warned && !view.texts.is_empty() && (view.whole_run || !view.vms.is_empty()) {
        page.block(2, plain(""), &own.phrase("warned"));
    }
    for text in &view.texts {
        item(page, "said", &cut(page, &readable(text)));
    }
    let details: Vec<_> = view.details.known().filter(|(key, value)| is_new(view, key, value)).collect();
    if !details.is_empty() {
        let named = |(key, value): &(&str, &str)| {
            own.text("detail", [("key", (*key).into()), ("value", page.fit(value, SAID).into())])
        };
        let named: Vec<_> = details.iter().map(named).collect();
        item(page, "about", &named.join(&own.phrase("comma")));
    }
    item(page, "means", &view.meaning);
    item(page, "cause", &view.cause);
    steps(page, &view.remedy);
    item(page, "actor", &view.actor);
    item(page, "temporary", &view.temporary_words);
    if let Some(note) = &view.note {
        item(page, "note", note);
    }
    if !view.findings.is_empty() {
        let codes: Vec<_> = view.findings.iter().map(ToString::to_string).collect();
        item(page, "findings", &codes.join(&own.phrase("comma")));
    }
}

/// Returns whether a detail says more than the line above it: what the message or the VM's name already shows is left out.
fn is_new(view: &ErrorView, key: &str, value: &str) -> bool {
    key != "path" && key != "vm" && !view.texts.iter().any(|text| text.contains(value))
}

fn finding_code(page: &mut Page<'_>, view: &CodeView) {
    page.blank();
    heading(page, &view.code.to_string(), &view.title);
    item(page, "means", &view.meaning);
    steps(page, &view.remedy);
    item(page, "actor", &view.actor);
}

fn heading(page: &mut Page<'_>, code: &str, title: &str) {
    page.opening(bold(code), &format!(": {title}"));
}

fn item(page: &mut Page<'_>, label: &str, text: &str) {
    let label = page.own().phrase(label) + " ";
    prose(page, 2, cyan(label.clone()), &label, text);
}

/// Writes a paragraph beside its label. An address or a path that is too long for its place has a line of its own,
/// further left, and is never broken: it is there to be copied.
fn prose(page: &mut Page<'_>, indent: usize, label: Span, words: &str, text: &str) {
    let hang = indent + display::width(words);
    let room = page.width().saturating_sub(hang);
    let mut label = label;
    let mut line: Vec<&str> = Vec::new();
    let mut is_first = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !is_address(word) || display::width(word) <= room {
            line.push(word);
            continue;
        }
        if is_first || !line.is_empty() {
            page.block(if is_first { indent } else { hang }, label, &line.join(" "));
        }
        (label, is_first) = (plain(""), false);
        line.clear();
        let left = page.width().saturating_sub(display::width(word)).min(hang);
        page.uncut(&format!("{}{word}", " ".repeat(left)));
    }
    if is_first || !line.is_empty() {
        page.block(if is_first { indent } else { hang }, label, &line.join(" "));
    }
}

/// Tells an address or a path, maybe between marks, from other words.
fn is_address(word: &str) -> bool {
    let bare = word.trim_start_matches(['`', '(', '[', '"', '\'']);
    bare.contains("://") || bare.starts_with('/') && bare.matches('/').count() > 1
}

fn steps(page: &mut Page<'_>, steps: &[String]) {
    let label = page.own().phrase("do");
    page.line(&[cyan(format!("  {label}"))]);
    for (step, number) in steps.iter().zip(1..) {
        let label = format!("{number}. ");
        prose(page, 4, plain(label.clone()), &label, step);
    }
}

fn unknown(page: &mut Page<'_>, explanation: &Explanation) {
    let all = &explanation.unknown;
    if all.is_empty() {
        return;
    }
    let own = page.own();
    page.blank();
    page.line(&[bold(own.phrase("unknown"))]);
    for view in &all[..shown(page, all.len())] {
        prose(page, 2, plain("- "), "- ", &cut(page, &readable(&view.text)));
        let hit = names(page, &view.vms);
        if !hit.is_empty() {
            page.block(4, cyan(own.phrase("hit") + " "), &hit.join(&own.phrase("comma")));
        }
        for near in &view.nearest {
            let name = near.code.as_deref().unwrap_or(near.id);
            page.block(4, cyan(own.phrase("near") + " "), &format!("{name}: {}", near.title));
        }
    }
    folded(page, all.len());
    page.block(2, plain(""), &own.text("unknown-why", [("n", all.len().into())]));
    page.line(&[cyan(format!("  {}", own.phrase("collect")))]);
    for (step, number) in explanation.collect.iter().zip(1..) {
        page.block(4, plain(format!("{number}. ")), step);
    }
}

/// Shortens a text at a space: what is left out is left out whole.
fn cut(page: &Page<'_>, text: &str) -> String {
    let text = display::clean(text);
    if display::width(&text) <= SAID {
        return text.into_owned();
    }
    let mut kept = String::new();
    for word in text.split(' ') {
        if display::width(&kept) + display::width(word) > SAID {
            break;
        }
        kept.push_str(word);
        kept.push(' ');
    }
    // a single word that is too long
    if kept.is_empty() { page.fit(&text, SAID) } else { kept + page.ellipsis() }
}

/// Shortens what no reader reads: a block of base64 or hexadecimal digits in a message.
fn readable(text: &str) -> String {
    let shortened = text.split(' ').map(|word| if is_dump(word) { "[…]" } else { word });
    shortened.collect::<Vec<_>>().join(" ")
}

/// Tells a dump of bytes from a word, a path and an address.
fn is_dump(word: &str) -> bool {
    const LONGEST: usize = 100;
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    word.len() > LONGEST && !word.starts_with('/') && word.chars().all(is_digit)
}

/// Names the VMs, as many as are shown.
fn names(page: &Page<'_>, vms: &[VmTold]) -> Vec<String> {
    let own = page.own();
    let shown = shown(page, vms.len());
    let name = |vm: &VmTold| page.fit(vm.name.as_deref().or(vm.id.as_deref()).unwrap_or("?"), NAME);
    let mut names: Vec<String> = vms[..shown].iter().map(name).collect();
    if shown < vms.len() {
        names.push(own.text("more", [("mark", page.ellipsis().into()), ("n", (vms.len() - shown).into())]));
    }
    names
}

fn shown(page: &Page<'_>, all: usize) -> usize {
    if page.style().verbose { all } else { all.min(SHOWN) }
}

fn folded(page: &mut Page<'_>, all: usize) {
    let left = all - shown(page, all);
    if left > 0 {
        let more = [("mark", page.ellipsis().into()), ("n", left.into())];
        page.line(&[plain(format!("  {}", page.own().text("more", more)))]);
    }
}

fn at_present(page: &mut Page<'_>, now: &Now) {
    let own = page.own();
    page.blank();
    page.line(&[bold(own.phrase("now"))]);
    let at = own.instant(now.observed_at, &page.style().zone);
    let server = now.server.as_deref().map_or_else(|| "none".to_owned(), |server| page.fit(server, NAME));
    page.block(2, plain(""), &own.text("now-of", [("server", server.into()), ("at", at.into())]));
    for vm in &now.vms[..shown(page, now.vms.len())] {
        vm_now(page, vm);
    }
    folded(page, now.vms.len());
    if !now.missing.is_empty() {
        let names = names(page, &now.missing).join(&own.phrase("comma"));
        page.block(2, plain(""), &own.text("now-missing", [("names", names.into())]));
    }
    if now.vms.is_empty() && now.findings.is_empty() {
        page.block(2, plain(""), &own.phrase("now-none"));
    }
    for finding in &now.findings[..shown(page, now.findings.len())] {
        let word = match finding.severity {
            Severity::Critical => "severity-critical",
            Severity::Warning => "severity-warning",
            Severity::Info => "severity-info",
        };
        let label = format!("  {} ", own.phrase(word));
        let text = format!("{}: {}", finding.code, finding.message);
        page.block(0, by_severity(finding.severity, label), &text);
        if finding.severity > Severity::Info {
            page.block(4, cyan(own.phrase("do") + " "), &finding.first_step);
        }
    }
    folded(page, now.findings.len());
}

fn vm_now(page: &mut Page<'_>, vm: &VmNow) {
    let own = page.own();
    page.line(&[bold(format!("  {}", page.fit(&vm.name, NAME)))]);
    if vm.verdicts.is_empty() {
        page.block(4, plain(""), &own.phrase("now-no-job"));
    }
    for verdict in &vm.verdicts[..shown(page, vm.verdicts.len())] {
        let at =
            verdict.next_run_at.map_or_else(|| "none".to_owned(), |at| own.instant(at, &page.style().zone));
        let snapshot = || {
            own.phrase(match verdict.verdict {
                SnapshotVerdict::Ok => "now-ok",
                SnapshotVerdict::Skip => "now-skip",
                SnapshotVerdict::ChainTooLong => "now-109",
                SnapshotVerdict::NoSpace => "now-44",
                SnapshotVerdict::NotSnapshotted => "now-not-snapshotted",
                _ => "now-unknown",
            })
        };
        let words = verdict.outlook.clone().unwrap_or_else(snapshot);
        let job = page.fit(&verdict.job_name, NAME);
        let parts = [("job", job.into()), ("at", at.into()), ("verdict", words.into())];
        page.block(4, plain(""), &own.text("now-job", parts));
    }
    for disk in &vm.disks[..shown(page, vm.disks.len())] {
        let parts = [
            ("disk", page.fit(&disk.name, NAME).into()),
            ("sr", page.fit(disk.sr_name.as_deref().unwrap_or("?"), NAME).into()),
            ("depth", disk.depth.into()),
            ("limit", disk.limit.unwrap_or(0).into()),
            ("pending", disk.pending.into()),
        ];
        page.block(4, plain(""), &own.text("now-disk", parts));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_report::words::testing;

    #[test]
    fn the_languages_say_the_same() {
        testing::same(&Lang::ALL.iter().map(|lang| (*lang, source(*lang))).collect::<Vec<_>>());
    }
}
