//! From what was read to its explanation: each error once, with the VMs it hit.

use jiff::{SignedDuration, Timestamp};

use crate::errors::catalogue::MatchRule;
use crate::errors::nearest::nearest;
use crate::errors::texts::Texts;
use crate::errors::{Details, Entry, ErrorText, all, recognise};
use crate::explanation::{CodeView, ErrorView, Explanation, Known, NearView, SCHEMA, UnknownView, is_quiet};
use crate::parsed::{self, ParsedError, ParsedInput, ParsedRun, ParsedVm};
use xo_health_core::findings::Code;

/// The most texts kept for one error.
const TEXTS_LIMIT: usize = 5;

/// The most VMs kept for one error.
const VMS_LIMIT: usize = 1000;

/// The most unknown errors kept.
const UNKNOWN_LIMIT: usize = 100;

/// The most bytes kept of a text.
const TEXT_LIMIT: usize = 4096;

/// The time after which a run without an end counts as stuck. XOH-503 uses the usual duration of the job's runs, which
/// a log alone does not show. Guess, because the longest backup windows in use fit into a day.
const STUCK_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Looks everything up. `now` is the instant against which the age of runs without an end is measured.
pub fn explain(
    input: ParsedInput,
    now: Timestamp,
    texts: &Texts,
    finding_texts: &xo_health_report::words::findings::Texts,
) -> Explanation {
    let mut build = Build::default();
    for (entry, number) in &input.entries {
        let at = build.find(entry, *number, None);
        build.found[at].only_warned = false;
    }
    for error in &input.errors {
        build.error(error, None, false, false);
    }
    for run in &input.runs {
        build.run(run, now);
    }
    let Build { mut found, unknown, .. } = build;
    // what caused a failure comes before what only warned, an error before what wraps it
    found.sort_by_key(|found| (found.only_warned, found.entry.is_wrapper()));
    let errors: Vec<ErrorView> = found.into_iter().map(|found| found.view(texts)).collect();
    let unknown: Vec<UnknownView> = unknown.into_iter().map(|view| with_nearest(view, texts)).collect();
    let codes: Vec<CodeView> = input.codes.iter().map(|&code| code_view(code, finding_texts)).collect();
    let says_something = !errors.is_empty() || !codes.is_empty() || is_quiet(&input.runs, &unknown);
    let known = match (says_something, unknown.is_empty()) {
        (true, true) => Known::All,
        (true, false) => Known::Part,
        (false, _) => Known::Nothing,
    };
    let collect = if unknown.is_empty() { Vec::new() } else { texts.collect() };
    let (kind, runs) = (input.kind, input.runs);
    Explanation { schema: SCHEMA, kind, runs, errors, codes, unknown, collect, known, now: None }
}

#[derive(Default)]
struct Build {
    found: Vec<Found>,
    unknown: Vec<UnknownView>,
    /// Whether some VM of the run was backed up: then the addresses in XO's settings are right.
    some_saved: bool,
}

/// An entry with everything that was reported about it.
struct Found {
    entry: &'static Entry,
    code: Option<String>,
    texts: Vec<String>,
    details: Details,
    vms: Vec<ParsedVm>,
    whole_run: bool,
    only_warned: bool,
}

impl Build {
    fn run(&mut self, run: &ParsedRun, now: Timestamp) {
        let is_saved = |vm: &ParsedVm| vm.target.is_none() && vm.status.as_deref() == Some("success");
        self.some_saved = run.vms.iter().any(is_saved);
        for found in &run.errors {
            let vm = found.vm.and_then(|vm| run.vms.get(vm));
            self.error(&found.error, vm, vm.is_none(), found.warning && !fails_something(found, vm));
        }
        let age = run.started_at.map(|at| now.duration_since(at));
        if run.status.as_deref() == Some("pending") && age.is_some_and(|age| age > STUCK_AFTER) {
            self.error(&ErrorText::of_message("pending"), None, true, false);
        }
    }

    fn error(&mut self, error: &ErrorText, vm: Option<&ParsedVm>, whole_run: bool, warning: bool) {
        let recognised = recognise(error);
        for text in recognised.unknown {
            self.not_known(text, vm);
        }
        for one in recognised.known {
            // an address at which other VMs of the run were reached is not a wrong setting
            let passing = one.entry.is_of_address().then(|| passing(one.code)).flatten();
            let entry = passing.filter(|_| self.some_saved).unwrap_or(one.entry);
            let at = self.find(entry, one.number, one.code);
            let found = &mut self.found[at];
            let text = cut(one.text);
            let details = error.details.clone().or(&Details::of_text(text));
            found.details = std::mem::take(&mut found.details).or(&details);
            if !found.texts.iter().any(|other| other == text) && found.texts.len() < TEXTS_LIMIT {
                found.texts.push(text.to_owned());
            }
            add_vm(&mut found.vms, vm);
            found.whole_run |= whole_run;
            found.only_warned &= warning;
        }
    }

    fn not_known(&mut self, text: &str, vm: Option<&ParsedVm>) {
        let text = cut(text);
        let at = self.unknown.iter().position(|view| view.text == text);
        let at = at.unwrap_or_else(|| {
            self.unknown.push(UnknownView { text: text.to_owned(), vms: Vec::new(), nearest: Vec::new() });
            self.unknown.len() - 1
        });
        add_vm(&mut self.unknown[at].vms, vm);
        self.unknown.truncate(UNKNOWN_LIMIT);
    }

    /// Returns the place of an entry; adds the entry if it is missing.
    fn find(&mut self, entry: &'static Entry, number: Option<u16>, code: Option<&str>) -> usize {
        let code = shown(number).or_else(|| code.map(str::to_owned));
        // one entry may cover several numbers; other names of the same error, and a text without a code, add to what
        // is there
        let is_other = |found: &Found| number.is_some() && found.code.is_some() && found.code != code;
        let same = |found: &Found| found.entry.id == entry.id && !is_other(found);
        if let Some(at) = self.found.iter().position(same) {
            return at;
        }
        // a code completes an entry that had only texts
        if let Some(at) =
            self.found.iter().position(|found| found.entry.id == entry.id && found.code.is_none())
        {
            self.found[at].code = code;
            return at;
        }
        self.found.push(Found {
            entry,
            code,
            texts: Vec::new(),
            details: Details::default(),
            vms: Vec::new(),
            whole_run: false,
            only_warned: true,
        });
        self.found.len() - 1
    }
}

impl Found {
    fn view(self, texts: &Texts) -> ErrorView {
        let entry = self.entry;
        // the VM that the text names takes precedence over the one that was backed up
        let vm = self.vms.iter().find(|vm| vm.target.is_none()).and_then(|vm| vm.id.clone());
        let details = self.details.or(&Details { vm, ..Details::default() });
        ErrorView {
            id: entry.id,
            code: self.code,
            title: texts.title(entry),
            meaning: texts.meaning(entry, &details),
            cause: texts.cause(entry, &details),
            remedy: texts.remedy(entry, &details),
            note: texts.note(entry, &details),
            acts_first: entry.acts_first.key(),
            actor: texts.actor(entry.acts_first),
            temporary: entry.temporary,
            temporary_words: texts.temporary(entry.temporary),
            findings: entry.findings.to_vec(),
            sources: entry.sources.to_vec(),
            texts: self.texts,
            vms: self.vms,
            whole_run: self.whole_run,
            only_warned: self.only_warned,
            details,
        }
    }
}

/// Returns the entry of a connection's code regardless of the address.
fn passing(code: Option<&str>) -> Option<&'static Entry> {
    let code = code?;
    all().find(|entry| entry.how.iter().any(|how| matches!(how, MatchRule::Code(own) if *own == code)))
}

/// Returns whether a warning still had a cost: an abandoned target has no backup of this run, and a retry did not
/// help a VM that did not end well.
fn fails_something(error: &ParsedError, vm: Option<&ParsedVm>) -> bool {
    let has_wrapper = |id: &str| recognise(&error.error).known.iter().any(|one| one.entry.id == id);
    let ended_well = vm.is_some_and(|vm| vm.status.as_deref() == Some("success"));
    has_wrapper("writer-dropped") || !ended_well && has_wrapper("retried")
}

/// Returns the code with its number and its name in the storage manager.
fn shown(number: Option<u16>) -> Option<String> {
    let number = number?;
    // the entry for a special text of a number has no name of its own; the plain entry does
    let named = all().flat_map(Entry::numbers).find(|(own, _)| *own == number);
    let name = named.map(|(_, name)| format!(" ({name})"));
    Some(format!("SR_BACKEND_FAILURE_{number}{}", name.unwrap_or_default()))
}

fn with_nearest(mut view: UnknownView, texts: &Texts) -> UnknownView {
    let near = |entry: &'static Entry| {
        let number = entry.numbers().next().map(|(number, _)| number);
        NearView { id: entry.id, code: shown(number), title: texts.title(entry) }
    };
    view.nearest = nearest(&view.text).into_iter().map(near).collect();
    view
}

fn code_view(code: Code, texts: &xo_health_report::words::findings::Texts) -> CodeView {
    CodeView {
        code,
        title: texts.title(code),
        meaning: texts.meaning(code),
        remedy: texts.remedy(code),
        acts_first: code.acts_first().key(),
        actor: texts.actor(code.acts_first()),
    }
}

fn add_vm(vms: &mut Vec<ParsedVm>, vm: Option<&ParsedVm>) {
    let Some(vm) = vm else { return };
    let known = vms.iter().any(|other| other.id == vm.id && other.name == vm.name);
    if !known && vms.len() < VMS_LIMIT {
        vms.push(vm.clone());
    }
}

fn cut(text: &str) -> &str {
    parsed::cut(text.trim(), TEXT_LIMIT)
}
