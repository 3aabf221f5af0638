//! How to sign in to a server: as the arguments say, else the configuration, the environment, or xo-cli.

use std::path::Path;
use std::process::{Command, Stdio};

use secrecy::ExposeSecret;

use super::args::Server;
use super::config::current;
use super::config::file::Texts;
use super::failure::{Failure, TokenCommandError};
use super::servers::Named;
use super::{messages, signed_in};
use xo_health_client::credentials::{
    CredentialsError, Found, Machine, Surroundings, find_credentials, find_registered,
    find_service_credential, token_of,
};
use xo_health_client::{Address, Credentials, Error};

/// Returns where the credentials for a server come from; no program runs, and nothing is read from standard input.
///
/// Errors: those of [`find`].
pub(super) fn place(args: &Server, named: Option<&Named>, address: &Address) -> Result<String, Failure> {
    if args.token_file.as_deref() == Some(Path::new("-")) {
        return Ok(messages::standard_input_of_token());
    }
    Ok(search(args, named, address, Run::No)?.place)
}

/// Finds the credentials for a server.
///
/// Errors: there are none, or they do not hold a token.
pub(super) fn find(args: &Server, named: Option<&Named>, address: &Address) -> Result<Found, Failure> {
    search(args, named, address, Run::Yes)
}

/// Whether programs that print tokens run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Yes,
    No,
}

/// Looks for the credentials for a server.
///
/// A server that an argument names signs in as the configuration says, and never with a token of the environment, which
/// is for another server. A server that only the file names first tries the environment, whose values precede the
/// file's everywhere.
fn search(args: &Server, named: Option<&Named>, address: &Address, run: Run) -> Result<Found, Failure> {
    let Some(named) = named.filter(|_| args.token_file.is_none()) else {
        if args.token_file.is_none()
            && !has_credentials()
            && let Some(found) = by_login(address)?
        {
            return Ok(found);
        }
        let found = find_credentials(args.token_file.as_deref(), address, &Machine);
        return Ok(found.map_err(Error::from)?);
    };
    if !named.by_argument && has_credentials() {
        return Ok(find_credentials(None, address, &Machine).map_err(Error::from)?);
    }
    if let Some(found) = own(named, run)? {
        return Ok(found);
    }
    let service_credential = format!("xo-token-{}", named.name);
    if let Some(found) = find_service_credential(&service_credential, &Machine).map_err(Error::from)? {
        return Ok(found);
    }
    if let Some(found) = by_login(address)? {
        return Ok(found);
    }
    let looked_at = vec![
        format!("`servers.{}`", named.name),
        format!("`$CREDENTIALS_DIRECTORY/{service_credential}`"),
        "`xo-health login`".to_owned(),
    ];
    Ok(find_registered(address, &Machine, looked_at).map_err(Error::from)?)
}

/// Returns the token that `login` keeps for this address.
fn by_login(address: &Address) -> Result<Option<Found>, Failure> {
    let Some(signed_in) = signed_in::find(address)? else { return Ok(None) };
    let token = signed_in.token.expose_secret();
    Ok(Some(token_of(token, "`xo-health login`".to_owned()).map_err(Error::from)?))
}

fn has_credentials() -> bool {
    let names = ["XO_TOKEN", "XOA_TOKEN", "XO_USERNAME", "XOA_USER"];
    names.iter().any(|name| Machine.var(name).is_some_and(|value| !value.trim().is_empty()))
}

/// Returns the credentials that the configuration has for the server itself.
fn own(named: &Named, run: Run) -> Result<Option<Found>, Failure> {
    let table = &named.table;
    let key = |key: &str| format!("servers.{}.{key}", named.name);
    if let Some(path) = &table.token_file {
        let path = current().beside(&path.0);
        // the error needs no address, because the file is named
        let read = |source| CredentialsError::TokenFile { place: path.display().to_string(), source };
        let text = Machine.read_file(&path).map_err(read).map_err(Error::from)?;
        let mut found = token_of(&text, path.display().to_string()).map_err(Error::from)?;
        if Machine.is_open_to_others(&path) {
            found.open = Some(path.display().to_string());
        }
        return Ok(Some(found));
    }
    if let Some(command) = &table.token_command {
        let place = format!("`{}`", key("token_command"));
        if run == Run::No {
            let credentials = Credentials::Token(String::new().into());
            return Ok(Some(Found { credentials, place, open: None }));
        }
        let text = printed(command, &key("token_command"))?;
        return Ok(Some(token_of(&text, place).map_err(Error::from)?));
    }
    let Some(token) = &table.token else { return Ok(None) };
    Ok(Some(token_of(token.0.expose_secret(), format!("`{}`", key("token"))).map_err(Error::from)?))
}

/// Runs a program, and returns what it prints. Its prompts and complaints go to the terminal.
fn printed(command: &Texts, key: &str) -> Result<String, TokenCommandError> {
    let line = match command {
        Texts::One(line) => vec!["sh".to_owned(), "-c".to_owned(), line.clone()],
        Texts::List(words) => words.clone(),
    };
    let key = key.to_owned();
    let Some((program, arguments)) = line.split_first() else { return Err(TokenCommandError::Empty { key }) };
    let shown = match command {
        Texts::One(line) => line.split_whitespace().next().unwrap_or_default().to_owned(),
        Texts::List(_) => program.clone(),
    };
    let ran = Command::new(program).args(arguments).stdin(Stdio::inherit()).stderr(Stdio::inherit()).output();
    let ran =
        ran.map_err(|source| TokenCommandError::Start { key: key.clone(), program: shown.clone(), source })?;
    if !ran.status.success() {
        return Err(TokenCommandError::Fails { key, program: shown, status: ran.status });
    }
    Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
}
