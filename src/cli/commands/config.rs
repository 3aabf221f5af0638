//! `xo-health config`: shows, checks and creates the configuration file.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::FromArgMatches;
use jiff::tz::TimeZone;

use crate::cli::args::{Args, ConfigCommand, Server};
use crate::cli::config::file::Texts;
use crate::cli::config::layers::{FILE_VARIABLE, Known};
use crate::cli::config::origins::{Arguments, Effective, Origin, Shown, effective};
use crate::cli::config::{ConfigError, Loaded, asked_file, current, new_file, places};
use crate::cli::failure::TokenCommandError;
use crate::cli::{
    Failure, asked, command, exit, help, messages, output, outputs, server, servers, signing, usage,
};
use xo_health_client::{Error, Fingerprint};
use xo_health_core::display;
use xo_health_report::words::Lang;

/// What `init` writes.
const STARTER: &str = include_str!("../config/starter.toml");

/// Most columns of a line before its origin.
const WIDEST: usize = 60;

/// Runs a subcommand; the configuration is already read and valid.
pub(in crate::cli) fn run(command: &ConfigCommand, asked: Option<PathBuf>) -> Result<u8, Failure> {
    let printed = match command {
        ConfigCommand::Show(show) if show.origin => match origins(current(), &show.given, output::lang()) {
            Ok(printed) => printed,
            Err(Wrong::Failure(failure)) => return Err(failure),
            Err(Wrong::Usage(error)) => {
                usage::print(&error, output::lang());
                return Ok(exit::USAGE);
            }
        },
        ConfigCommand::Show(_) => listing(current()),
        ConfigCommand::Check => {
            usable(current())?;
            checked(current())
        }
        ConfigCommand::Init => init(asked)?,
    };
    output::print(&printed).map_err(Failure::Output)?;
    Ok(0)
}

fn init(asked: Option<PathBuf>) -> Result<String, Failure> {
    let path = asked_file(asked.map(Into::into)).or_else(|| places().into_iter().next());
    let path = path.filter(|path| path.is_absolute() || path.parent().is_some());
    let path = path.ok_or(ConfigError::NoFolder)?;
    new_file(&path, STARTER)?;
    Ok(format!("{}\n", messages::config_written(&path.display().to_string())))
}

/// Checks what the file names, as far as possible without a server: addresses, fingerprints, programs, files to write.
fn usable(loaded: &Loaded) -> Result<(), Failure> {
    let configuration = &loaded.merged.configuration;
    if let Some(name) = &configuration.server {
        servers::find(&configuration.servers, &name.0, false)?;
    }
    for (name, table) in &configuration.servers {
        let named = servers::named(name, table, false);
        server::address(&named)?;
        let pin = table.pin_sha256.as_ref().map(|pin| Fingerprint::parse(&pin.0));
        pin.transpose().map_err(Error::from)?;
        if matches!(&table.token_command, Some(Texts::List(words)) if words.is_empty()) {
            return Err(TokenCommandError::Empty { key: format!("servers.{name}.token_command") }.into());
        }
    }
    let files = match &configuration.outputs {
        None => Vec::new(),
        Some(Texts::One(file)) => vec![OsString::from(file)],
        Some(Texts::List(files)) => files.iter().map(OsString::from).collect(),
    };
    outputs::check_names(&files).map_err(Failure::from)
}

fn checked(loaded: &Loaded) -> String {
    let line = match &loaded.path {
        Some(path) => messages::config_right(&path.display().to_string()),
        None => {
            let places: Vec<_> = places().iter().map(|path| path.display().to_string()).collect();
            messages::config_none(&places.join(", "))
        }
    };
    format!("{line}\n")
}

/// Lists what the file and the environment set, as TOML.
fn listing(loaded: &Loaded) -> String {
    let known = loaded.merged.list().into_iter();
    let line = |known: Known| line(&known.key, &known.value.map_or(Shown::Hidden, Shown::Toml)) + "\n";
    known.map(line).collect()
}

/// Lists every effective value, each followed by its origin.
fn origins(loaded: &Loaded, given: &[OsString], lang: Lang) -> Result<String, Wrong> {
    let usual = [OsString::from("check")];
    let given = if given.is_empty() { &usual[..] } else { given };
    let with_defaults = || help::localized(loaded.merged.as_defaults(command()), lang);
    let outer = with_defaults().try_get_matches_from(std::env::args_os())?;
    let name = OsString::from("xo-health");
    let whole = with_defaults().try_get_matches_from([&name].into_iter().chain(given))?;
    let mut args = Args::from_arg_matches(&whole)?;
    let definition = help::localized(command(), lang);
    let (name, inner) = whole.subcommand().unwrap_or(("", &whole));
    let arguments = Arguments { definition: &definition, given: &[inner, &whole, &outer], command: name };
    let file = Effective {
        key: "config".to_owned(),
        value: loaded.path.as_ref().map_or(Shown::Nothing, |path| text(&path.display().to_string())),
        origin: of_file(),
    };
    let mut all = vec![file];
    all.extend(effective(&loaded.merged, arguments).into_iter().map(of_machine));
    if let Some(server) = args.command.server_mut() {
        all.extend(server_of(server, loaded)?);
    }
    Ok(columns(&all))
}

/// Why the origins cannot be listed.
enum Wrong {
    /// The arguments of the command are wrong.
    Usage(clap::Error),
    Failure(Failure),
}

impl From<clap::Error> for Wrong {
    fn from(error: clap::Error) -> Self {
        Self::Usage(error)
    }
}

impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

fn text(text: &str) -> Shown {
    Shown::Toml(toml_edit::Value::from(text).to_string())
}

/// Returns what named the file.
fn of_file() -> Origin {
    let is_set = std::env::var_os(FILE_VARIABLE).is_some_and(|name| !name.is_empty());
    match asked(std::env::args_os(), "--config") {
        Some(_) => Origin::Argument("--config".to_owned()),
        None if is_set => Origin::Layer(format!("`{FILE_VARIABLE}`")),
        None => Origin::Default,
    }
}

/// Fills in what the machine decides, if nothing else does.
fn of_machine(one: Effective) -> Effective {
    if one.origin != Origin::Default {
        return one;
    }
    let is_set = |name: &&&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let (value, by) = match one.key.as_str() {
        "lang" => {
            (Some(text(output::lang().tag())), ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find(is_set).copied())
        }
        "timezone" => (TimeZone::system().iana_name().map(text), ["TZ"].iter().find(is_set).copied()),
        _ => return one,
    };
    let origin = by.map_or(Origin::Default, |name| Origin::Layer(format!("`{name}`")));
    Effective { key: one.key, value: value.unwrap_or(one.value), origin }
}

/// Lists which server is read, and who signs in there.
fn server_of(server: &mut Server, loaded: &Loaded) -> Result<Vec<Effective>, Failure> {
    let row = |key: &str, value, origin| Effective { key: key.to_owned(), value, origin };
    let chosen = servers::choose(server, &loaded.merged.configuration, server::has_address())?;
    // for several servers or the demo, what is set for each is listed above
    let Ok(named) = chosen.one() else { return Ok(Vec::new()) };
    if server.demo {
        return Ok(Vec::new());
    }
    let Ok((address, place)) = server::find_server(server, named) else {
        return Ok(vec![row("url", Shown::Nothing, Origin::Default)]);
    };
    let url = row("url", text(&address.origin()), Origin::Layer(place));
    let token = match signing::place(server, named, &address) {
        Ok(place) => row("token", Shown::Hidden, Origin::Layer(place)),
        Err(_) => row("token", Shown::Nothing, Origin::Default),
    };
    Ok(vec![url, token])
}

fn line(key: &str, value: &Shown) -> String {
    let line = match value {
        Shown::Toml(value) => format!("{key} = {value}"),
        Shown::Hidden => format!("{key} = {}", messages::config_hidden()),
        // not a value that a file may have
        Shown::Words(words) => format!("# {key} = {words}"),
        Shown::Nothing => format!("# {key} = {}", messages::config_unset()),
    };
    display::clean(&line).into_owned()
}

fn columns(all: &[Effective]) -> String {
    let lines: Vec<(String, &Origin)> =
        all.iter().map(|one| (line(&one.key, &one.value), &one.origin)).collect();
    // one long line must not push the others apart
    let widths = lines.iter().map(|(line, _)| display::width(line)).filter(|width| *width <= WIDEST);
    let width = widths.max().unwrap_or_default();
    let mut text = String::new();
    for (line, origin) in lines {
        let gap = " ".repeat(width.saturating_sub(display::width(&line)));
        let origin = match origin {
            Origin::Argument(argument) => messages::config_argument(argument),
            Origin::Layer(place) => display::clean(place).into_owned(),
            Origin::Default => messages::config_default(),
        };
        text.push_str(&format!("{line}{gap}  # {origin}\n"));
    }
    text
}
