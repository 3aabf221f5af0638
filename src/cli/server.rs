//! From arguments to answers: finds the server and the credentials, connects and reads.

use std::path::Path;

use jiff::Timestamp;

use super::args::{Server, Source};
use super::output;
use super::progress::Spinner;
use super::{Failure, now, said};
use xo_health_client::capture;
use xo_health_client::credentials::{Machine, find_address, find_credentials};
use xo_health_client::{
    Address, Answers, CallLog, Collect, Credentials, Destination, Error, Fingerprint, Proxy, Retries,
    Timeouts, Trust, read_with_retries,
};
use xo_health_core::model::Observation;

/// The server of the demo.
#[cfg(feature = "demo")]
type Demo = mock_xo::Running;

/// There is none in a program that was built without the demo.
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
        let timeouts =
            Timeouts { connect: args.connect_timeout, request: args.request_timeout, run: args.run_timeout };
        if args.demo {
            return Self::demo(args, timeouts, now);
        }
        let (address, _) = find_address(args.url.as_deref(), &Machine).map_err(Error::from)?;
        let found = find_credentials(args.token_file.as_deref(), &address, &Machine).map_err(Error::from)?;
        found.warnings.iter().for_each(|warning| output::warning(warning));
        if !address.is_encrypted() && !address.is_loopback() {
            output::warning(&said::not_encrypted(&address.origin()));
        }
        if args.insecure {
            output::warning(&said::not_checked(&address.origin()));
        }
        let trust = trust(args)?;
        let proxy = Proxy::find(args.proxy.as_deref(), &address, &Machine).map_err(Error::from)?;
        let credentials = found.credentials;
        let pace = args.pace.into();
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
        // an administrator may read everything: the demo shows what it looks like otherwise
        state.faults.push(Fault::new(FaultKind::Forbidden).at("remote.getAllInfo"));
        let token = secrecy::SecretString::from(state.admin_token().to_owned());
        let running = mock_xo::serve(state, mock_xo::ServeOptions::default())?;
        let address = Address::parse(&running.url()).map_err(Error::from)?;
        let to = Destination { timeouts, ..Destination::new(address, Credentials::Token(token)) };
        Ok(Self::new(args, to, Some(running)))
    }

    /// Reads the server into a collector; `begin` makes a new one for each attempt, with its time of observation.
    ///
    /// Errors: those of connecting and reading, and the collector's own.
    pub(super) fn read<C: Collect + Send>(
        &self,
        begin: impl FnMut() -> Result<(C, Timestamp), Failure>,
    ) -> Result<C, Failure> {
        // XO sends an inventory in hundreds of thousands of chunks: each would wake another thread
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Start)?;
        let spinner = Spinner::start(&self.to.address.origin());
        let log = match self.verbose {
            0 => CallLog::new(),
            verbose => CallLog::heard_by(spinner.listener(verbose)),
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

/// Reads the capture or the server that the arguments name, as of the time that they name.
///
/// Errors: the file cannot be read, or the server cannot.
pub(super) fn observe(source: &Source) -> Result<Observation, Failure> {
    let mut observation = match &source.from {
        Some(path) => replayed(path)?,
        None => {
            let instant = || source.at.unwrap_or_else(now);
            let target = Target::find(&source.server, instant())?;
            target.read(|| Ok((Answers::default(), instant())))?.finish()
        }
    };
    if let Some(at) = source.at {
        observation.reading.observed_at = at;
    }
    Ok(observation)
}

/// Reads a capture.
///
/// Errors: the file cannot be read, or is not a capture.
pub(super) fn replayed(path: &Path) -> Result<Observation, Failure> {
    let mut answers = Answers::default();
    capture::replay(path, &mut answers)?;
    Ok(answers.finish())
}

fn trust(args: &Server) -> Result<Trust, Failure> {
    if args.insecure {
        return Ok(Trust::Insecure);
    }
    if let Some(path) = &args.ca_file {
        return Ok(Trust::CaFile(path.clone()));
    }
    match &args.pin_sha256 {
        Some(text) => Ok(Trust::Pin(Fingerprint::parse(text).map_err(Error::from)?)),
        None => Ok(Trust::System),
    }
}
