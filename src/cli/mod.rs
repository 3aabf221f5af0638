//! The command line: arguments in, text and exit status out.
//!
//! Only this module reads the clock, writes to the terminal and knows exit statuses. Other modules compose what it
//! prints.

mod args;
mod choices;
mod commands;
mod config;
mod earlier;
mod failure;
mod help;
mod ignores;
mod memory;
mod messages;
mod output;
mod outputs;
mod panic;
mod progress;
mod server;
mod servers;
mod signed_in;
mod signing;
mod usage;
mod values;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches};
use jiff::Timestamp;

use args::{Args, Command};
use failure::Failure;
use xo_health_report::words::Lang;

/// Exit statuses besides those of a report.
mod exit {
    /// The check could not be completed.
    pub(super) const NO_CHECK: u8 = 3;
    /// Ended by SIGINT, as shells report it.
    pub(super) const INTERRUPTED: u8 = 130;
    /// Ended by SIGTERM.
    pub(super) const TERMINATED: u8 = 143;
    /// Ended by SIGHUP.
    pub(super) const HUNG_UP: u8 = 129;
    /// Ended by SIGQUIT.
    pub(super) const QUIT: u8 = 131;
    /// Nothing in the input was recognised.
    pub(super) const NOT_KNOWN: u8 = 1;
    /// Only a part of the input was recognised.
    pub(super) const PARTLY_KNOWN: u8 = 2;
    /// Wrong usage (`EX_USAGE` of sysexits.h).
    pub(super) const USAGE: u8 = 64;
}

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the definition of the arguments, for man pages and completions.
pub fn command() -> clap::Command {
    args::pages::arranged(Args::command())
}

/// Returns the JSON Schema of a configuration file, for editors.
pub fn configuration_schema() -> schemars::Schema {
    config::text::schema()
}

/// Parses a text as a configuration, and lists its mistakes; for the fuzzer.
#[allow(dead_code, reason = "the fuzz targets are a workspace of their own")]
pub fn configuration_problems(text: &str) -> Vec<String> {
    config::problems(text)
}

/// Runs the program and returns its exit status.
pub fn main() -> ExitCode {
    let file = asked(std::env::args_os(), "--config");
    let loaded = config::load(config::asked_file(file));
    let lang = asked_language(std::env::args_os());
    let lang = lang.or_else(|| configured_language(&loaded)).unwrap_or_else(language);
    output::set_lang(lang);
    output::set_plugin(asks_for_plugin(std::env::args_os()));
    let mut command = command();
    if let Ok(loaded) = &loaded {
        command = loaded.merged.as_defaults(command);
    }
    command = help::localized(command, lang);
    let parsed = command.try_get_matches_from_mut(std::env::args_os());
    let mut args = match parsed.and_then(|matches| parsed_args(&matches, &command)) {
        Ok(args) => args,
        Err(error) => {
            usage::print(&error, lang);
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            let status = match asked {
                true => 0,
                false if output::is_plugin() => {
                    // monitoring shows only the first line of standard output
                    output::plugin_fails(error.to_string().lines().next().unwrap_or_default());
                    exit::NO_CHECK
                }
                false => exit::USAGE,
            };
            return ExitCode::from(status);
        }
    };
    keep_no_core();
    output::set_color(args.color);
    panic::listen();
    watch::start(args.command.limits());
    match configured(loaded, &mut args.command).and_then(|()| run(args, lang)) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            let words = messages::failure(&failure, lang);
            output::error(&words);
            if output::is_plugin() {
                output::plugin_fails(&words);
                return ExitCode::from(exit::NO_CHECK);
            }
            ExitCode::from(failure.exit_status())
        }
    }
}

/// Parses the arguments. A format given as an argument goes to standard output; files that only the configuration names
/// are then not written.
fn parsed_args(matches: &clap::ArgMatches, program: &clap::Command) -> Result<Args, clap::Error> {
    let mut args = Args::from_arg_matches(matches)?;
    if let Some(("history", matches)) = matches.subcommand() {
        args::History::checked(matches, program)?;
    }
    if let (Command::Check(check), Some((_, matches))) = (&mut args.command, matches.subcommand()) {
        let is_asked = |id| matches.value_source(id) == Some(ValueSource::CommandLine);
        if is_asked("format") && !is_asked("output") {
            check.reporting.output.clear();
        }
    }
    Ok(args)
}

/// Keeps the configuration, which must be valid for the commands that read it.
fn configured(
    loaded: Result<config::Loaded, config::ConfigError>,
    command: &mut Command,
) -> Result<(), Failure> {
    match loaded {
        Ok(loaded) => {
            if let Some(server) = command.server_mut() {
                server.chosen = servers::choose(server, &loaded.merged.configuration, server::has_address())?;
            }
            config::set(loaded);
        }
        Err(_) if command.needs_no_configuration() => {}
        Err(error) if error.is_absent() && command.begins_configuration() => {
            return configured(config::without_file(), command);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn run(args: Args, lang: Lang) -> Result<u8, Failure> {
    match args.command {
        Command::Check(check) => commands::check(&check, lang),
        Command::Backtest(backtest) => commands::backtest(&backtest, lang),
        Command::Forecast(forecast) => commands::forecast(&forecast, lang),
        Command::Capture(capture) => commands::capture(&capture, lang),
        Command::Diff(diff) => commands::diff(&diff, lang),
        Command::Explain(explain) => commands::explain(&explain, lang),
        Command::Jobs(jobs) => commands::jobs(&jobs, lang),
        Command::Sr(sr) => commands::sr(&sr, lang),
        Command::Login(login) => commands::login(&login),
        Command::Logout(logout) => commands::logout(&logout),
        Command::Whoami(whoami) => commands::whoami(&whoami, lang),
        Command::History(history) => commands::history(&history, lang),
        Command::Schema(schema) => commands::schema(schema.document),
        Command::Ignore(ignore) => commands::ignore(&ignore, args.config),
        Command::Config(config) => commands::config(&config.command, args.config),
    }
}

/// Keeps this process's memory, which holds a token, out of core dumps and away from debuggers of the same user.
fn keep_no_core() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // if the system refuses, nothing changes
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Returns whether plugin output is asked for: every failure is then UNKNOWN, even wrong usage.
fn asks_for_plugin(args: impl Iterator<Item = OsString>) -> bool {
    let args: Vec<String> = args.skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    let of_two = args.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "nagios");
    of_two || args.iter().any(|arg| arg == "--format=nagios")
}

/// Finds `--lang` among the arguments before they are parsed: mistakes in them are reported in that language.
fn asked_language(args: impl Iterator<Item = OsString>) -> Option<Lang> {
    let asked = asked(args, "--lang")?;
    Lang::ALL.iter().copied().find(|lang| *lang.tag() == *asked)
}

/// Returns the last value of an argument, before the arguments are parsed.
fn asked(args: impl Iterator<Item = OsString>, name: &str) -> Option<OsString> {
    let mut args = args.skip(1);
    let mut asked = None;
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        let value = match text.strip_prefix(name) {
            // what follows is text, not options
            None if text == "--" => break,
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('=').map(OsString::from),
            None => None,
        };
        asked = value.or(asked);
    }
    asked
}

/// Returns the language that the configuration sets.
fn configured_language(loaded: &Result<config::Loaded, config::ConfigError>) -> Option<Lang> {
    let language = loaded.as_ref().ok()?.merged.configuration.lang.as_ref()?;
    Some(language.0.into())
}

/// Reads the language from the environment.
fn language() -> Lang {
    let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
    Lang::from_locales(locales.iter().map(String::as_str))
}

/// Reads the clock; nothing else may.
#[expect(
    clippy::disallowed_methods,
    reason = "the edge of the program: everything else takes the instant as a value"
)]
fn now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_the_arguments_are() {
        let cases: [(&[&str], Option<Lang>); 8] = [
            (&["--lang", "ja", "chek"], Some(Lang::Ja)),
            (&["check", "--lang=ja", "--bad"], Some(Lang::Ja)),
            (&["check", "--lang=en"], Some(Lang::En)),
            (&["--lang"], None),
            (&["--lang", "xx"], None),
            (&["--language", "ja"], None),
            (&["explain", "--", "--lang", "ja"], None),
            (&[], None),
        ];
        for (args, lang) in cases {
            let args = ["xo-health"].iter().chain(args).map(OsString::from);
            assert_eq!(asked_language(args), lang);
        }
    }
}
