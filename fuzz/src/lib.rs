//! What must hold for any input. A target turns bytes into input, which is parsed, shown and checked here.

pub mod spell;
pub mod targets;

use std::sync::LazyLock;

use jiff::Timestamp;
use xo_health_client as xo;
use xo_health_core::display;
use xo_health_core::model::{LogError, Phase, Run, RunStatus};
use xo_health_explain::{self as explain, Explanation, errors};
use xo_health_report::json;
use xo_health_report::render::{self, Style};
use xo_health_report::say::Say;
use xo_health_report::words::Lang;
use xo_health_report::words::findings::Texts;

/// Most bytes of a screen with nothing unfolded: the whole catalogue once, with five texts for each error.
const SCREEN_LIMIT: usize = 1024 * 1024;

/// Most bytes of a document per byte of input, besides what the catalogue says of each error: a name appears with each
/// error of its VM.
const GROWTH: usize = 256;

/// Most bytes of a log's text that are kept (`xo::wire`).
const TEXT_LIMIT: usize = 500;

/// Most texts of one kind that are kept (`xo::wire`).
const TEXTS_LIMIT: usize = 16;

/// The targets whose input is explained; [`targets::ALL`] has the others.
pub const EXPLAINED: [targets::Target; 3] = [("explain", explained), ("log", read_log), ("tree", read_tree)];

thread_local! {
    static TEXTS: LazyLock<(errors::texts::Texts, Texts)> =
        LazyLock::new(|| (errors::texts::Texts::new(Lang::En), Texts::new(Lang::En)));
}

/// Screens: a very narrow one, the usual one, and a wide one with everything unfolded.
const LOOKS: [(usize, bool, bool); 3] = [(24, false, true), (80, false, false), (120, true, false)];

/// Explains any bytes, on a screen and as a document. The bytes themselves choose the look and the language of the
/// screen, because rendering all of them each time would leave few runs.
pub fn explained(bytes: &[u8]) {
    let parsed = explain::parse(bytes);
    let explanation = TEXTS.with(|texts| explain::explain(parsed, Timestamp::UNIX_EPOCH, &texts.0, &texts.1));
    let chosen = bytes.iter().fold(0_usize, |sum, byte| sum.wrapping_add(usize::from(*byte)));
    let (width, verbose, ascii) = LOOKS[chosen % LOOKS.len()];
    let lang = Lang::ALL[chosen / LOOKS.len() % Lang::ALL.len()];
    screen(&explanation, &Style { width, verbose, ascii, lang, ..Style::default() });
    document(&explanation, bytes.len());
}

fn screen(explanation: &Explanation, style: &Style) {
    let text = render::text::render(
        &explain::compose::compose(explanation, &Say::new(style, Timestamp::UNIX_EPOCH)),
        style,
    );
    assert!(text.ends_with('\n'));
    assert!(style.verbose || text.len() <= SCREEN_LIMIT, "{} bytes", text.len());
    for line in text.lines() {
        // an address wider than the screen has its own line, because it is never broken
        let is_alone = line.contains('/') && !line.trim().contains(' ');
        assert!(is_alone || display::width(line) <= style.width, "{line:?} is wider than {}", style.width);
        assert!(line.chars().all(display::is_plain), "{line:?}");
    }
}

fn document(explanation: &Explanation, given: usize) {
    let text = json::write(explanation).expect("an explanation is JSON");
    assert!(text.len() <= SCREEN_LIMIT + given * GROWTH, "{} bytes of {given}", text.len());
    assert!(text.chars().all(|c| c == '\n' || display::is_plain(c)), "{text:?}");
    let back: serde_json::Value = serde_json::from_str(&text).expect("it reads back");
    assert_eq!(back["schema"], explain::SCHEMA);
}

/// Reads any bytes as a log: as the check does, and as `explain` does.
pub fn read_log(bytes: &[u8]) {
    read_as_run(bytes);
    explained(bytes);
}

/// Reads the log that any bytes spell.
pub fn read_tree(bytes: &[u8]) {
    read_log(spell::log(bytes).to_string().as_bytes());
}

/// Reads any bytes as a log of a backup run.
pub fn read_as_run(bytes: &[u8]) {
    let Ok(Some(run)) = xo::wire::run(bytes) else { return };
    texts_are_bounded(&run);
    let stopped = run.status == RunStatus::Interrupted;
    for vm in &run.vms {
        let parts = vm.snapshot.iter().chain(vm.cleanings.iter().map(|cleaning| &cleaning.phase));
        parts.chain([&vm.whole]).for_each(|phase| phase_is_sound(phase, stopped));
        for moved in &vm.transfers {
            let parts = moved.transfer.iter().chain(moved.health_check.as_deref()).chain([&moved.export]);
            parts.for_each(|phase| phase_is_sound(phase, stopped));
        }
    }
}

fn phase_is_sound(phase: &Phase, stopped: bool) {
    assert!(!(stopped && phase.status == RunStatus::Pending), "nothing goes on after the server stopped");
    assert!(phase.duration().is_none_or(|time| !time.is_negative()), "{phase:?}");
    error_is_bounded(phase.error.as_deref());
}

fn texts_are_bounded(run: &Run) {
    error_is_bounded(run.error.as_deref());
    for unopened in &run.unopened {
        error_is_bounded(unopened.error.as_ref());
    }
    let remarks = run.vms.iter().filter_map(|vm| vm.remarks.as_ref());
    let of_vms = remarks.flat_map(|one| [&one.warnings, &one.retried_because]);
    for texts in std::iter::once(&run.warnings).chain(of_vms) {
        assert!(texts.len() <= TEXTS_LIMIT);
        assert!(texts.iter().all(|text| text.len() <= TEXT_LIMIT));
    }
}

fn error_is_bounded(error: Option<&LogError>) {
    let Some(error) = error else { return };
    assert!(error.message.len() <= TEXT_LIMIT);
    assert!(error.code.as_ref().is_none_or(|code| code.len() <= TEXT_LIMIT));
}
