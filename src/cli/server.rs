//! Reads a server or a capture: finds the address and the credentials, connects and reads.

use std::path::Path;

use jiff::Timestamp;

use super::args::{Server, Source};
use super::config::current;
use super::output;
use super::progress::Spinner;
use super::servers::{Named, NotChosen};
use super::signed_in;
use super::signing;
use super::{Failure, messages, now};
use xo_health_client::capture;
use xo_health_client::credentials::{CredentialsError, Machine, Surroundings, find_address};
use xo_health_client::{
    Address, Answers, CallLog, Collect, Credentials, Destination, Error, Fingerprint, Proxy, Retries,
    Timeouts, Trust, read_with_retries,
};
use xo_health_core::analysis::Analysis;
use xo_health_core::model::{Observation, Question};
use xo_health_core::scope::ScopeRequest;

/// The server of the demo.
#[cfg(feature = "demo")]
type Demo = mock_xo::Running;

/// A type without values, in a program built without the demo.
#[cfg(not(feature = "demo"))]
type Demo = std::convert::Infallible;

/// A server and the credentials for it.
pub(super) struct Target {
    to: Destination,
    retries: Retries,
    verbose: u8,
    show_calls: bool,
    /// Keeps the demo's server running.
    _demo: Option<Demo>,
}

impl Target {
    /// Finds the server that the arguments name.
    ///
    /// Errors: the address or the credentials are missing or malformed.
    pub(super) fn find(args: &Server, now: Timestamp) -> Result<Self, Failure> {
        if args.demo {
            return Self::demo(args, timeouts(args), now);
        }
        Self::named(args, args.chosen.one()?)
    }

    /// Finds a server of the configuration, or the one that arguments and environment name.
    ///
    /// Errors: the address or the credentials are missing or malformed.
    pub(super) fn named(args: &Server, named: Option<&Named>) -> Result<Self, Failure> {
        let (address, _) = find_server(args, named)?;
        let found = signing::find(args, named, &address)?;
        found.open.iter().for_each(|path| output::warning(&messages::open_token(path)));
        if !address.is_encrypted() && !address.is_loopback() {
            output::warning(&messages::not_encrypted(&address.origin()));
        }
        let mut trust = trust(args, named)?;
        if matches!(trust, Trust::System)
            && let Some(pin) = signed_in::find(&address)?.and_then(|one| one.pin)
        {
            trust = Trust::Pin(pin);
        }
        if matches!(trust, Trust::Insecure) {
            output::warning(&messages::not_checked(&address.origin()));
        }
        let own = named.and_then(|named| named.table.proxy.as_ref());
        let proxy = own.map(|proxy| proxy.0.as_str()).or(args.proxy.as_deref());
        let proxy = Proxy::find(proxy, &address, &Machine).map_err(Error::from)?;
        let credentials = found.credentials;
        let (pace, timeouts) = (args.pace.into(), timeouts(args));
        Ok(Self::new(args, Destination { address, proxy, trust, credentials, timeouts, pace }, None))
    }

    fn new(args: &Server, to: Destination, demo: Option<Demo>) -> Self {
        let retries = Retries { count: args.retries, ..Retries::default() };
        Self { to, retries, verbose: args.verbose, show_calls: args.show_calls, _demo: demo }
    }

    #[cfg(not(feature = "demo"))]
    fn demo(_: &Server, _: Timeouts, _: Timestamp) -> Result<Self, Failure> {
        Err(Failure::NoDemo)
    }

    #[cfg(feature = "demo")]
    fn demo(args: &Server, timeouts: Timeouts, now: Timestamp) -> Result<Self, Failure> {
        use mock_xo::{Fault, FaultKind};

        let mut state = mock_xo::scenario::demo(now);
        // an administrator may read everything; the demo shows what a missing right looks like
        state.faults.push(Fault::new(FaultKind::Forbidden).at("remote.getAllInfo"));
        let token = secrecy::SecretString::from(state.admin_token().to_owned());
        let running = mock_xo::serve(state, mock_xo::ServeOptions::default())?;
        let address = Address::parse(&running.url()).map_err(Error::from)?;
        let to = Destination { timeouts, ..Destination::new(address, Credentials::Token(token)) };
        Ok(Self::new(args, to, Some(running)))
    }

    /// Reads the server into a collector; `begin` makes a new one per attempt, with its time of observation.
    ///
    /// Errors: those of connecting and reading, and the collector's own.
    pub(super) fn read<C: Collect + Send>(
        &self,
        begin: impl FnMut() -> Result<(C, Timestamp), Failure>,
    ) -> Result<C, Failure> {
        // XO sends an inventory in hundreds of thousands of chunks, and each would wake another thread
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Start)?;
        let spinner = Spinner::start(&self.to.address.origin());
        let log = match self.verbose {
            0 => CallLog::new(),
            verbose => CallLog::with_listener(spinner.listener(verbose)),
        };
        let done = runtime.block_on(read_with_retries(&self.to, self.retries, &log, &spinner, begin));
        drop(spinner);
        if self.show_calls {
            for call in log.calls() {
                output::say(&format!(
                    "call: {} ({}, {} bytes, {:?})",
                    call.what, call.outcome, call.bytes, call.took
                ));
            }
        }
        // a hanging connection must not delay the exit
        runtime.shutdown_background();
        done
    }
}

/// Reads the capture or the server that the arguments name, as of the time that they give.
///
/// Errors: the file or the server cannot be read.
pub(super) fn observe(source: &Source) -> Result<Observation, Failure> {
    let observation = match &source.from {
        Some(path) => replayed(path)?,
        None => {
            let instant = || source.at.unwrap_or_else(now);
            let target = Target::find(&source.server, instant())?;
            target.read(|| Ok((Answers::default(), instant())))?.finish()
        }
    };
    Ok(as_of(observation, source))
}

/// Sets the observation to the time that the arguments give.
pub(super) fn as_of(mut observation: Observation, source: &Source) -> Observation {
    if let Some(at) = source.at {
        observation.reading.observed_at = at;
    }
    observation
}

/// Narrows an analysis to the part that is asked for.
///
/// Errors: nothing matches the scope.
pub(super) fn narrowed(analysis: Analysis, scope: &ScopeRequest) -> Result<Analysis, Failure> {
    // what was asked for may be among what was not read
    let matters = |answer| matches!(answer, Question::Objects | Question::BackupJobs);
    let is_whole = !analysis.reading().unread.iter().any(|unread| matters(unread.answer));
    analysis
        .narrowed(scope)
        .map_err(|error| if is_whole { Failure::Scope(error) } else { Failure::ScopeNotSeen(error) })
}

/// Reads a capture.
///
/// Errors: the file cannot be read, or is not a capture.
pub(super) fn replayed(path: &Path) -> Result<Observation, Failure> {
    let mut answers = Answers::default();
    capture::replay(path, &mut answers)?;
    Ok(answers.finish())
}

fn timeouts(args: &Server) -> Timeouts {
    Timeouts { connect: args.connect_timeout, request: args.request_timeout, run: args.run_timeout }
}

/// Finds the address of the server, and where it was found.
///
/// Errors: there is none, or it is malformed.
pub(super) fn find_server(args: &Server, named: Option<&Named>) -> Result<(Address, String), Failure> {
    if let Some(named) = named {
        return Ok((address(named)?, format!("`servers.{}`", named.name)));
    }
    match signed_in::only()?.filter(|_| args.url.is_none() && !has_address()) {
        Some(only) => Ok((only.address, "`xo-health login`".to_owned())),
        None => Ok(find_address(args.url.as_deref(), &Machine).map_err(Error::from)?),
    }
}

/// Returns the address of a server of the configuration.
///
/// # Errors
///
/// The server has none, or it is malformed.
pub(super) fn address(named: &Named) -> Result<Address, Failure> {
    let url = named.table.url.as_ref();
    let url = url.ok_or_else(|| NotChosen::NoUrl { name: named.name.clone() })?;
    let place = format!("`servers.{}.url`", named.name);
    let wrong = |source| CredentialsError::BadAddress { place, source };
    Ok(Address::parse(&url.0).map_err(wrong).map_err(Error::from)?)
}

/// Returns whether the environment names a server.
pub(super) fn has_address() -> bool {
    ["XO_URL", "XOA_URL"].iter().any(|name| Machine.var(name).is_some_and(|url| !url.trim().is_empty()))
}

/// Returns what to trust: as the arguments say, else as the configuration says of the server.
fn trust(args: &Server, named: Option<&Named>) -> Result<Trust, Failure> {
    let by_argument = args.insecure || args.ca_file.is_some() || args.pin_sha256.is_some();
    let table = named.map(|named| &named.table).filter(|_| !by_argument);
    let is_insecure = table.and_then(|table| table.insecure.as_ref()).is_some_and(|flag| flag.0);
    let ca_file = table.and_then(|table| table.ca_file.as_ref()).map(|path| current().beside(&path.0));
    let pin = table.and_then(|table| table.pin_sha256.as_ref()).map(|text| &text.0);
    if let Some(text) = args.pin_sha256.as_ref().or(pin) {
        return Ok(Trust::Pin(Fingerprint::parse(text).map_err(Error::from)?));
    }
    if let Some(path) = args.ca_file.clone().or(ca_file) {
        return Ok(Trust::CaFile(path));
    }
    Ok(if args.insecure || is_insecure { Trust::Insecure } else { Trust::System })
}
