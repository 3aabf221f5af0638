//! From what was told to its explanation: each error once, with the VMs that it hit.

use super::{CodeView, ErrorView, Explanation, SCHEMA, Told, UnknownView, VmTold};
use crate::errors::texts::Texts;
use crate::errors::{Entry, ErrorText, all, recognise};
use xo_health_core::findings::Code;

/// Different texts of one error that are kept.
const TEXTS_LIMIT: usize = 5;

/// VMs of one error that are kept.
const VMS_LIMIT: usize = 1000;

/// Errors that are not known and kept.
const UNKNOWN_LIMIT: usize = 100;

/// Bytes of a text that are kept.
const TEXT_LIMIT: usize = 4096;

/// Looks everything up.
pub fn explain(
    told: Told,
    texts: &Texts,
    finding_texts: &xo_health_report::texts::findings::Texts,
) -> Explanation {
    let mut build = Build { texts, errors: Vec::new(), unknown: Vec::new() };
    for (entry, number) in &told.entries {
        let at = build.entry(entry, *number, None);
        build.errors[at].only_warned = false;
    }
    for error in &told.errors {
        build.error(error, None, false, false);
    }
    for run in &told.runs {
        for told in &run.errors {
            let vm = told.vm.and_then(|vm| run.vms.get(vm));
            build.error(&told.error, vm, vm.is_none(), told.warning);
        }
    }
    let Build { mut errors, unknown, .. } = build;
    // what failed something comes before what only warned
    errors.sort_by_key(|view| view.only_warned);
    let codes = told.codes.iter().map(|&code| code_view(code, finding_texts)).collect();
    Explanation { schema: SCHEMA, kind: told.kind, runs: told.runs, errors, codes, unknown, now: None }
}

struct Build<'a> {
    texts: &'a Texts,
    errors: Vec<ErrorView>,
    unknown: Vec<UnknownView>,
}

impl Build<'_> {
    fn error(&mut self, error: &ErrorText, vm: Option<&VmTold>, whole_run: bool, warning: bool) {
        let matches = recognise(error);
        if matches.is_empty() {
            self.not_known(error, vm);
        }
        for one in matches {
            let at = self.entry(one.entry, one.number, one.code);
            let view = &mut self.errors[at];
            let text = cut(one.said);
            if !view.texts.iter().any(|other| other == text) && view.texts.len() < TEXTS_LIMIT {
                view.texts.push(text.to_owned());
            }
            add_vm(&mut view.vms, vm);
            view.whole_run |= whole_run;
            view.only_warned &= warning;
        }
    }

    fn not_known(&mut self, error: &ErrorText, vm: Option<&VmTold>) {
        let text = cut(error.line());
        let at = self.unknown.iter().position(|view| view.text == text);
        let at = at.unwrap_or_else(|| {
            self.unknown.push(UnknownView { text: text.to_owned(), vms: Vec::new() });
            self.unknown.len() - 1
        });
        add_vm(&mut self.unknown[at].vms, vm);
        self.unknown.truncate(UNKNOWN_LIMIT);
    }

    /// Finds or makes the view of an entry.
    fn entry(&mut self, entry: &Entry, number: Option<u16>, code: Option<&str>) -> usize {
        let code = shown(number).or_else(|| code.map(str::to_owned));
        // one entry may stand for several numbers; a text without its code adds to what is there
        let same = |view: &ErrorView| view.id == entry.id && (code.is_none() || view.code == code);
        if let Some(at) = self.errors.iter().position(same) {
            return at;
        }
        let texts = self.texts;
        self.errors.push(ErrorView {
            id: entry.id,
            code,
            title: texts.title(entry),
            meaning: texts.meaning(entry),
            cause: texts.cause(entry),
            remedy: texts.remedy(entry),
            note: texts.note(entry),
            acts_first: entry.acts_first.key(),
            actor: texts.actor(entry.acts_first),
            temporary: entry.temporary,
            temporary_words: texts.temporary(entry.temporary),
            findings: entry.findings.to_vec(),
            sources: entry.sources.to_vec(),
            texts: Vec::new(),
            vms: Vec::new(),
            whole_run: false,
            only_warned: true,
        });
        self.errors.len() - 1
    }
}

/// Writes the number with its name in the storage manager.
fn shown(number: Option<u16>) -> Option<String> {
    let number = number?;
    // an entry for a special text of a number leaves the name to the plain one
    let named = all().flat_map(Entry::numbers).find(|(own, _)| *own == number);
    let name = named.map(|(_, name)| format!(" ({name})"));
    Some(format!("SR_BACKEND_FAILURE_{number}{}", name.unwrap_or_default()))
}

fn code_view(code: Code, texts: &xo_health_report::texts::findings::Texts) -> CodeView {
    CodeView {
        code,
        title: texts.title(code),
        meaning: texts.meaning(code),
        remedy: texts.remedy(code),
        acts_first: code.acts_first().key(),
        actor: texts.actor(code.acts_first()),
    }
}

fn add_vm(vms: &mut Vec<VmTold>, vm: Option<&VmTold>) {
    let Some(vm) = vm else { return };
    let known = vms.iter().any(|other| other.id == vm.id && other.name == vm.name);
    if !known && vms.len() < VMS_LIMIT {
        vms.push(vm.clone());
    }
}

fn cut(text: &str) -> &str {
    super::cut(text.trim(), TEXT_LIMIT)
}
