//! The definition of the arguments with its help in the language of the user.
//!
//! English help is next to each argument in `args`; `words/ja.ftl` replaces it with Japanese. Japanese has no spaces at
//! which clap could break lines, so the lines are broken here.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use super::args::pages;
use super::messages::japanese;
use xo_health_core::display;
use xo_health_report::words::{Bundle, Lang};

/// Columns before a help text below its argument: clap's own.
const INDENT: usize = 10;

/// Lines of help wider than this are hard to read; the limit for English is the same.
const WIDEST: usize = 100;

/// Fewer columns than this cannot hold a sentence.
const NARROWEST: usize = 40;

/// Returns the definition of the arguments in a language.
#[cfg(test)]
pub(super) fn command(lang: Lang) -> Command {
    localized(super::command(), lang)
}

/// Puts the definition of the arguments into a language; it must not change afterwards.
pub(super) fn localized(mut command: Command, lang: Lang) -> Command {
    if lang == Lang::En {
        return command;
    }
    // build first, so that what clap adds by itself is translated too
    command.build();
    let columns = terminal_size::terminal_size().map_or(WIDEST, |(width, _)| usize::from(width.0));
    translated("", command, &Help { words: japanese(), columns: columns.clamp(NARROWEST, WIDEST) })
}

/// The words of help, and the columns that they may fill.
struct Help {
    words: &'static Bundle,
    columns: usize,
}

impl Help {
    fn phrase(&self, id: &str) -> Option<String> {
        self.words.fill(id, [])
    }

    /// Breaks a text into lines, and keeps its paragraphs.
    fn wrapped(&self, text: &str, indent: usize) -> String {
        let columns = self.columns.saturating_sub(indent);
        let lines = text.lines().flat_map(|line| display::wrap(line, columns, 0));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn argument(&self, command: &str, arg: Arg) -> Arg {
        let own = arg.get_help_heading().map(|heading| heading.to_lowercase().replace(' ', "-"));
        let heading = match own {
            Some(heading) => format!("help-heading-{heading}"),
            None if arg.is_positional() => "help-arguments".to_owned(),
            None => "help-options".to_owned(),
        };
        let heading = self.phrase(&heading).unwrap_or_default();
        let arg = arg.help_heading(heading).next_line_help(true);
        let Some(help) = self.of_argument(command, arg.get_id().as_str()) else { return arg };
        let help = self.wrapped(&format!("{help}{}", self.notes(&arg)), INDENT);
        arg.help(help.clone()).long_help(help).hide_default_value(true).hide_possible_values(true)
    }

    fn of_argument(&self, command: &str, id: &str) -> Option<String> {
        let id = id.replace('_', "-");
        self.phrase(&format!("arg-{command}-{id}")).or_else(|| self.phrase(&format!("arg-{id}")))
    }

    /// Returns the values that an argument takes, and its default.
    fn notes(&self, arg: &Arg) -> String {
        let takes_values = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
        let note = |id, name, values: Vec<String>| {
            let note = self.words.fill(id, [(name, values.join("、"))]).unwrap_or_default();
            if values.is_empty() { String::new() } else { format!(" {note}") }
        };
        let values = arg.get_possible_values();
        let values = values.iter().filter(|_| takes_values).map(|value| value.get_name().to_owned());
        let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
        let defaults = defaults.filter(|_| takes_values);
        note("help-values", "values", values.collect()) + &note("help-default", "value", defaults.collect())
    }
}

/// Translates a command and its subcommands; `path` names its parents.
fn translated(path: &str, command: Command, help: &Help) -> Command {
    let name = match (path, command.get_name()) {
        // `help` has the same words in every command
        ("", name) | (_, name @ "help") => name.to_owned(),
        (path, name) => format!("{path}-{name}"),
    };
    let inner =
        if path.is_empty() && command.get_name() == "xo-health" { String::new() } else { name.clone() };
    let about = help.phrase(&format!("about-{name}")).map(|about| help.wrapped(&about, 0));
    let page = if inner.is_empty() { pages::of("") } else { pages::of(&name) };
    let words = |id: &str, own: &str| help.phrase(id).unwrap_or_else(|| own.to_owned());
    let after = page.map(|page| page.below(&words, &|text| help.wrapped(text, 0)));
    let usage = help.phrase("help-usage").unwrap_or_default();
    let template = format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}");
    let mut command = command
        .mut_args(|arg| help.argument(&name, arg))
        .mut_subcommands(|sub| translated(&inner, sub, help))
        .help_template(template)
        .next_line_help(true);
    if let Some(heading) = help.phrase("help-commands") {
        command = command.subcommand_help_heading(heading);
    }
    if let Some(about) = about {
        command = command.about(StyledStr::from(about.clone())).long_about(StyledStr::from(about));
    }
    match after {
        Some(after) => command.after_help(after.clone()).after_long_help(after),
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(command: &Command) -> Vec<&Command> {
        let subs = command.get_subcommands().filter(|sub| sub.get_name() != "help");
        std::iter::once(command).chain(subs.flat_map(all)).collect()
    }

    /// Returns whether a text has Japanese characters: kana or ideographs.
    fn is_japanese(text: &str) -> bool {
        text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
    }

    #[test]
    fn every_command_and_argument_has_japanese_words() {
        let (english, command) = (crate::cli::command(), command(Lang::Ja));
        let mut seen = 0;
        for (own, command) in all(&english).into_iter().zip(all(&command)) {
            assert_eq!(own.get_name(), command.get_name());
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(is_japanese(&about), "{}: {about}", command.get_name());
            assert!(own.get_after_help().is_some(), "{}", own.get_name());
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            // a command line has no Japanese words; its explanation and everything else has
            for prose in after
                .split("\n\n")
                .flat_map(|part| part.split("\n      ").skip(usize::from(part.contains("\n      "))))
            {
                assert!(is_japanese(prose), "{}: {prose}", command.get_name());
            }
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(is_japanese(&help), "{} {}: {help}", command.get_name(), arg.get_id());
                let heading = arg.get_help_heading().unwrap_or_default();
                assert!(is_japanese(heading), "{} {}: {heading}", command.get_name(), arg.get_id());
                seen += 1;
            }
        }
        assert!(seen > 60, "{seen}");
    }

    /// Help is translated whole, and its Japanese lines fit the width.
    #[test]
    fn no_line_of_help_is_too_wide() {
        let help = Help { words: japanese(), columns: 80 };
        let mut english = crate::cli::command();
        english.build();
        let mut command = translated("", english, &help).term_width(80);
        for name in ["check", "explain", "sr"] {
            let sub = command.find_subcommand_mut(name).unwrap();
            let page = sub.render_long_help().to_string();
            assert!(page.contains("使い方: xo-health"), "{page}");
            let words = ["Options:", "Arguments:", "default:", "possible values:", "Print help"];
            assert_eq!(words.iter().find(|word| page.contains(**word)), None, "{page}");
            for line in page.lines().filter(|line| !line.contains("--") && is_japanese(line)) {
                assert!(display::width(line) <= 80, "{line}");
            }
        }
    }

    /// The arguments have the same meaning in every language.
    #[test]
    fn the_arguments_are_the_same() {
        let parsed = |lang, args: &[&str]| {
            let matches = command(lang).try_get_matches_from(args);
            matches.map(|matches| matches.subcommand_name().map(str::to_owned)).map_err(|error| error.kind())
        };
        for args in [
            &["xo-health", "check", "--demo", "--retries", "2"][..],
            &["xo-health", "--lang", "ja", "sr", "nfs", "--all"],
            &["xo-health", "explain", "a", "b"],
            &["xo-health", "check", "--bad"],
            &["xo-health", "help", "check"],
            &["xo-health", "--version"],
            &["xo-health"],
        ] {
            assert_eq!(parsed(Lang::Ja, args), parsed(Lang::En, args), "{args:?}");
        }
    }
}
