//! Terminal output.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::ColorChoice;
use jiff::Timestamp;
use serde::Serialize;

use super::args::{Printing, Reporting};
use super::choices::{Color, StdoutFormat};
use super::{Failure, messages, watch};
use xo_health_report::blocks::Document;
use xo_health_report::render::{self, Style};
use xo_health_report::say::Say;
use xo_health_report::words::{Lang, Words};
use xo_health_report::{formats, json};

/// Width of a report that does not go to a terminal.
const PIPE_WIDTH: usize = 80;

/// Assumed height of the screen for a report that does not go to a terminal: the smallest usual one.
const PIPE_HEIGHT: usize = 24;

/// Lines wider than this are hard to read.
const WIDEST: usize = 120;

/// Sets colour for both streams; `auto` follows the terminal and `NO_COLOR`.
pub(super) fn set_color(color: Color) {
    match color {
        Color::Auto => {}
        Color::Always => ColorChoice::Always.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
}

/// The language of every text.
static LANG: OnceLock<Lang> = OnceLock::new();

/// Sets the language, once.
pub(super) fn set_lang(lang: Lang) {
    LANG.get_or_init(|| lang);
}

/// Returns the language.
pub(super) fn lang() -> Lang {
    LANG.get().copied().unwrap_or_default()
}

/// Whether monitoring reads standard output as that of a plugin.
static PLUGIN: AtomicBool = AtomicBool::new(false);

/// Sets whether this run is a plugin of monitoring.
pub(super) fn set_plugin(plugin: bool) {
    PLUGIN.store(plugin, Ordering::Relaxed);
}

/// Returns whether this run is a plugin of monitoring.
pub(super) fn is_plugin() -> bool {
    PLUGIN.load(Ordering::Relaxed)
}

/// Prints UNKNOWN and the reason, as plugins do.
pub(super) fn plugin_fails(why: &str) {
    let why = why.trim_start_matches("error: ").replace(['|', '\n'], " ");
    // a closed stream has no reader
    let _ = print(&format!("XO-HEALTH {} - {why}\n", formats::nagios_status(super::exit::NO_CHECK)));
}

/// Returns whether standard output takes colour.
fn has_color() -> bool {
    !matches!(anstream::AutoStream::choice(&io::stdout()), ColorChoice::Never)
}

/// Returns the width of the terminal in columns; 80 in a pipe.
fn width() -> usize {
    if !io::stdout().is_terminal() {
        return PIPE_WIDTH;
    }
    let columns = terminal_size::terminal_size().map_or(PIPE_WIDTH, |(width, _)| usize::from(width.0));
    columns.clamp(40, WIDEST)
}

/// Returns the lines of the terminal; 24 in a pipe.
fn height() -> usize {
    let size = if io::stdout().is_terminal() { terminal_size::terminal_size() } else { None };
    size.map_or(PIPE_HEIGHT, |(_, height)| usize::from(height.0))
}

/// Writes to standard output; a reader that closes it early is not an error.
pub(super) fn print(text: &str) -> io::Result<()> {
    watch::is_printing();
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Prints a view: as the document from `document`, or as the blocks from `compose`.
pub(super) fn report<T: Serialize>(
    document: impl FnOnce(&'static Words) -> T,
    printing: &Printing,
    lang: Lang,
    now: Timestamp,
    compose: impl FnOnce(&Say<'_>) -> Document,
) -> Result<(), Failure> {
    let printed = match printing.format {
        StdoutFormat::Json => written(&document(Words::of(lang)))?,
        StdoutFormat::Text => {
            let style = style(printing, lang);
            render::text::render(&compose(&Say::new(&style, now)), &style)
        }
    };
    print(&printed).map_err(Failure::Output)
}

/// Returns the style of a report: that of this terminal, unless the user sets another.
pub(super) fn reporting(args: &Reporting, lang: Lang) -> Style {
    Style {
        color: has_color(),
        width: args.width.map_or_else(width, usize::from),
        ascii: args.ascii,
        height: height(),
        verbose: args.all,
        zone: zone(args),
        lang,
    }
}

/// Returns the zone of a report: that of the system, unless the user sets another.
pub(super) fn zone(args: &Reporting) -> jiff::tz::TimeZone {
    args.timezone.clone().unwrap_or_else(jiff::tz::TimeZone::system)
}

/// Returns the style of what is printed beside reports.
pub(super) fn plain(lang: Lang) -> Style {
    Style {
        color: has_color(),
        width: width(),
        ascii: false,
        height: height(),
        verbose: true,
        zone: jiff::tz::TimeZone::UTC,
        lang,
    }
}

fn written(document: &impl Serialize) -> Result<String, Failure> {
    json::write(document).map_err(|error| Failure::Output(error.into()))
}

/// Prints to standard error why the program fails.
pub(super) fn error(text: &str) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    say(&format!("{red}{}{red:#}: {text}", messages::error_label()));
}

/// Prints a warning to standard error.
pub(super) fn warning(text: &str) {
    let yellow = anstyle::AnsiColor::Yellow.on_default().bold();
    say(&format!("{yellow}{}{yellow:#}: {text}", messages::warning_label()));
}

/// Prints a line to standard error, which may be closed.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Returns the style of reports on this terminal.
fn style(printing: &Printing, lang: Lang) -> Style {
    Style {
        color: has_color(),
        width: width(),
        ascii: false,
        height: height(),
        verbose: printing.all,
        zone: printing.timezone.clone().unwrap_or_else(jiff::tz::TimeZone::system),
        lang,
    }
}
