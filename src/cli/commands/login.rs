//! `xo-health login` and `logout`: signing in once. Nothing is created in XO.

use std::io::{self, IsTerminal, Read, Write};

use crate::cli::args::{Login, Logout};
use crate::cli::failure::Failure;
use crate::cli::signed_in::{self, SignedIn, SignedInError};
use crate::cli::{messages, output};
use xo_health_client::credentials::{Machine, token_of};
use xo_health_client::trust::TlsProblem;
use xo_health_client::{
    Address, CallLog, Credentials, Destination, Error, Fingerprint, Proxy, Session, Timeouts, Trust, User,
};

/// Most bytes of standard input that are read: a token has 43.
const MOST: u64 = 64 << 10;

/// Takes a token, checks it, and keeps it; returns 0.
pub(in crate::cli) fn login(args: &Login) -> Result<u8, Failure> {
    let address = Address::parse(&args.address).map_err(Error::from)?;
    let pin = args.pin_sha256.as_deref().map(Fingerprint::parse).transpose().map_err(Error::from)?;
    let proxy = Proxy::find(args.proxy.as_deref(), &address, &Machine).map_err(Error::from)?;
    if !address.is_encrypted() && !address.is_loopback() {
        output::warning(&messages::not_encrypted(&address.origin()));
    }
    let token = token(&address)?;
    let timeouts = Timeouts { connect: args.connect_timeout, ..Timeouts::default() };
    let mut to = Destination {
        proxy,
        timeouts,
        trust: pin.map_or(Trust::System, Trust::Pin),
        ..Destination::new(address.clone(), token.clone())
    };
    let (user, version, pin) = match open(&to) {
        Err(Failure::Xo(Error::Tls { server, reason, fingerprint: Some(shown) })) if pin.is_none() => {
            confirm_certificate(args.yes, &server, &reason, shown)?;
            to.trust = Trust::Pin(shown);
            let (user, version) = open(&to)?;
            (user, version, Some(shown))
        }
        opened => opened.map(|(user, version)| (user, version, pin))?,
    };
    let Credentials::Token(token) = token else { return Ok(0) };
    let path = signed_in::keep(SignedIn { address: address.clone(), token, pin })?;
    let permission = if user.is_admin() { "admin" } else { "none" };
    output::say(&messages::signed_in(&address.origin(), version.as_deref(), permission, &path));
    Ok(0)
}

/// Forgets a server; returns 0.
pub(in crate::cli) fn logout(args: &Logout) -> Result<u8, Failure> {
    let address = args.address.as_deref().map(Address::parse).transpose().map_err(Error::from)?;
    let server = signed_in::forget(address.as_ref())?;
    output::say(&messages::signed_out(&server));
    Ok(0)
}

/// Asks for the token on the terminal, which does not echo it, or reads it from standard input.
fn token(address: &Address) -> Result<Credentials, Failure> {
    let text = match io::stdin().is_terminal() {
        true => {
            output::say(&messages::where_tokens_are(&address.origin()));
            rpassword::prompt_password(messages::token_prompt())
        }
        false => {
            let mut text = String::new();
            io::stdin().lock().take(MOST).read_to_string(&mut text).map(|_| text)
        }
    };
    let text = zeroize::Zeroizing::new(text.map_err(SignedInError::Prompt)?);
    Ok(token_of(&text, messages::standard_input()).map_err(Error::from)?.credentials)
}

/// Signs in, and reads nothing else but the version.
fn open(to: &Destination) -> Result<(User, Option<String>), Failure> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Start)?;
    let log = CallLog::new();
    let opened = runtime.block_on(Session::open(to, &log));
    let opened = opened.map(|session| (session.user().clone(), session.version().map(str::to_owned)));
    runtime.shutdown_background();
    Ok(opened?)
}

/// Asks whether a certificate is the right one.
fn confirm_certificate(
    yes: bool,
    server: &str,
    reason: &TlsProblem,
    shown: Fingerprint,
) -> Result<(), Failure> {
    let fingerprint = as_openssl(shown);
    let show = || output::say(&messages::certificate(server, reason, &fingerprint));
    if yes {
        show();
        return Ok(());
    }
    let refused = || SignedInError::NotAgreed {
        server: server.to_owned(),
        reason: reason.clone(),
        fingerprint: fingerprint.clone(),
    };
    if !io::stdin().is_terminal() {
        return Err(refused().into());
    }
    show();
    let mut err = io::stderr().lock();
    let asked = write!(err, "{} ", messages::agree_prompt()).and_then(|()| err.flush());
    asked.map_err(SignedInError::Prompt)?;
    drop(err);
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(SignedInError::Prompt)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "はい" => Ok(()),
        _ => Err(refused().into()),
    }
}

/// Writes a fingerprint as `openssl` does, to be compared by eye.
fn as_openssl(fingerprint: Fingerprint) -> String {
    let hex = fingerprint.hex().to_uppercase();
    let pairs: Vec<&str> =
        hex.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok()).collect();
    pairs.join(":")
}
