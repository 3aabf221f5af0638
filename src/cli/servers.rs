//! The choice among the servers of the configuration. Pure.

use std::collections::BTreeMap;

use super::args;
use super::config::file::{Configuration, Server};
use super::config::text::nearest;

/// A server of the configuration.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Its name.
    pub(super) name: String,
    /// Its table in the file.
    pub(super) table: Server,
    /// An argument names the server, not only the file: its own credentials then precede those of the environment.
    pub(super) by_argument: bool,
}

/// Which servers to read.
#[derive(Clone, Debug, Default)]
pub(super) enum Choice {
    /// None of the configuration: an address is given, or found elsewhere.
    #[default]
    Other,
    /// These; at least one.
    Named(Vec<Named>),
    /// One of these, but nothing selects it.
    Unclear(Vec<String>),
}

/// Why no server can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotChosen {
    /// The file has no such server.
    #[error("the configuration has no server `{name}`{}", hint(nearest.as_deref(), known))]
    Unknown {
        /// What was asked for.
        name: String,
        /// The nearest name.
        nearest: Option<String>,
        /// All names.
        known: Vec<String>,
    },
    /// The file has no servers.
    #[error("the configuration names no servers: add `[servers.NAME]` with a `url`, or give `--url`")]
    NoServers,
    /// The file has several, and nothing selects one.
    #[error("the configuration has several servers ({}): choose one with `--server NAME`", known.join(", "))]
    Unclear {
        /// All names.
        known: Vec<String>,
    },
    /// Several are named for a command that reads one.
    #[error("only `check` and `forecast` read several servers: name one with `--server`")]
    OnlyOne,
    /// One token for several servers.
    #[error(
        "`--token-file` gives one token to several servers; name a `token_file` for each in the configuration"
    )]
    TokenFile,
    /// A server without an address.
    #[error("`servers.{name}` has no `url`")]
    NoUrl {
        /// Its name.
        name: String,
    },
}

fn hint(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None if known.is_empty() => ": it names none".to_owned(),
        None => format!("; it has: {}", known.join(", ")),
    }
}

/// Chooses the servers that arguments name, else (if the environment has no address: `has_address`) the one that the
/// configuration names, or its only one.
///
/// # Errors
///
/// A name is not in the configuration.
pub(super) fn choose(
    args: &args::Server,
    configuration: &Configuration,
    has_address: bool,
) -> Result<Choice, NotChosen> {
    let servers = &configuration.servers;
    if args.url.is_some() || args.demo {
        return Ok(Choice::Other);
    }
    if args.all_servers {
        let all: Vec<Named> = servers.iter().map(|(name, table)| named(name, table, true)).collect();
        return if all.is_empty() { Err(NotChosen::NoServers) } else { several(args, all) };
    }
    if !args.server.is_empty() {
        let mut chosen: Vec<Named> = Vec::new();
        for name in &args.server {
            let found = find(servers, name, true)?;
            if !chosen.iter().any(|other| other.name == found.name) {
                chosen.push(found);
            }
        }
        return several(args, chosen);
    }
    if has_address {
        return Ok(Choice::Other);
    }
    if let Some(name) = &configuration.server {
        return find(servers, &name.0, false).map(|found| Choice::Named(vec![found]));
    }
    let mut all = servers.iter();
    Ok(match (all.next(), all.next()) {
        (None, _) => Choice::Other,
        (Some((name, table)), None) => Choice::Named(vec![named(name, table, false)]),
        _ => Choice::Unclear(servers.keys().cloned().collect()),
    })
}

fn several(args: &args::Server, servers: Vec<Named>) -> Result<Choice, NotChosen> {
    match servers.len() > 1 && args.token_file.is_some() {
        true => Err(NotChosen::TokenFile),
        false => Ok(Choice::Named(servers)),
    }
}

/// Returns the server with a name.
///
/// # Errors
///
/// The configuration has no such server.
pub(super) fn find(
    servers: &BTreeMap<String, Server>,
    name: &str,
    by_argument: bool,
) -> Result<Named, NotChosen> {
    servers.get(name).map(|table| named(name, table, by_argument)).ok_or_else(|| NotChosen::Unknown {
        name: name.to_owned(),
        nearest: nearest(name, servers.keys().map(String::as_str)).map(str::to_owned),
        known: servers.keys().cloned().collect(),
    })
}

/// Makes the choice of one server.
pub(super) fn named(name: &str, table: &Server, by_argument: bool) -> Named {
    Named { name: name.to_owned(), table: table.clone(), by_argument }
}

impl Choice {
    /// Returns the one server of the configuration that was chosen; `None` if another server is read.
    ///
    /// # Errors
    ///
    /// Several were chosen, or it is unclear which.
    pub(super) fn one(&self) -> Result<Option<&Named>, NotChosen> {
        match self {
            Self::Other => Ok(None),
            Self::Named(servers) => match &servers[..] {
                [one] => Ok(Some(one)),
                _ => Err(NotChosen::OnlyOne),
            },
            Self::Unclear(known) => Err(NotChosen::Unclear { known: known.clone() }),
        }
    }
}

impl Choice {
    /// Lists the servers if there are several.
    pub(super) fn several(&self) -> Option<&[Named]> {
        match self {
            Self::Named(servers) if servers.len() > 1 => Some(servers),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::{Args, Command};
    use crate::cli::config::layers::merge;
    use crate::cli::config::text::parse;

    const TWO: &str = "[servers.main]\nurl = \"a\"\n[servers.other]\nurl = \"b\"\n";

    fn chosen(args: &[&str], file: &str, has_address: bool) -> String {
        let args = [&["xo-health", "check"], args].concat();
        let Command::Check(check) = Args::try_parse_from(args).unwrap().command else { panic!() };
        let values = parse(file, "c").unwrap().values;
        let configuration = merge(Some(values), std::iter::empty()).unwrap().configuration;
        match choose(&check.source.server, &configuration, has_address) {
            Ok(Choice::Other) => "other".to_owned(),
            Ok(Choice::Named(all)) => all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(" "),
            Ok(Choice::Unclear(_)) => "unclear".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn which_server_is_read() {
        let named = format!("server = \"other\"\n{TWO}");
        let one = "[servers.main]\nurl = \"a\"";
        let cases: [(&[&str], &str, bool, &str); 13] = [
            (
                &["--all-servers", "--token-file", "f"],
                TWO,
                true,
                "`--token-file` gives one token to several servers; name a `token_file` for each in the configuration",
            ),
            (&[], "", false, "other"),
            (&[], one, false, "main"),
            (&[], one, true, "other"),
            (&[], TWO, false, "unclear"),
            (&[], &named, false, "other"),
            (&["--url", "x"], &named, false, "other"),
            (&["--server", "main"], &named, true, "main"),
            (&["--server", "other", "--server", "main", "--server", "other"], TWO, false, "other main"),
            (&["--all-servers"], TWO, true, "main other"),
            (
                &["--all-servers"],
                "",
                false,
                "the configuration names no servers: add `[servers.NAME]` with a `url`, or give `--url`",
            ),
            (
                &["--server", "mian"],
                TWO,
                false,
                "the configuration has no server `mian`; did you mean `main`?",
            ),
            (&["--server", "x"], TWO, false, "the configuration has no server `x`; it has: main, other"),
        ];
        for (args, file, has_address, expected) in cases {
            assert_eq!(chosen(args, file, has_address), expected, "{args:?} {file}");
        }
        for args in [
            ["--server", "a", "--url", "b"].as_slice(),
            &["--all-servers", "--demo"],
            &["--server", "a", "--from", "f"],
        ] {
            let args = [&["xo-health", "check"], args].concat();
            assert!(Args::try_parse_from(args).is_err());
        }
    }
}
