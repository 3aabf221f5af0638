//! The server on its port. In: a state and options. Out: a running server that can be changed and stopped.

mod connections;
mod control;
mod http;
mod misbehave;
mod socket;
mod timed;
mod tls;
mod wire;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use thiserror::Error;
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

pub(crate) use http::accepts_gzip;
pub(crate) use socket::Out;
pub use tls::{Certificate, Tls, TlsError};

use crate::fault::Fault;
use crate::server::{Caches, Server};
use crate::state::{BadObject, State};

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How long `sr.getAllUnhealthyVdiChainsLength` goes on giving the same answer. XO: 60 s (observed).
    pub chain_cache: Duration,
    /// How long backup logs are answered as they were read last. XO: 10 s (observed).
    pub log_cache: Duration,
    /// TLS with a certificate made for this server; plain HTTP without.
    pub tls: Option<Tls>,
    /// What goes wrong on purpose, besides the state's own faults.
    pub faults: Vec<Fault>,
}

impl Default for ServeOptions {
    /// A free port of the loopback interface, XO's own caches.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            chain_cache: Duration::from_secs(60),
            log_cache: Duration::from_secs(10),
            tls: None,
            faults: Vec::new(),
        }
    }
}

/// Why the server cannot start.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The port cannot be had.
    #[error("cannot listen on {address}: {source}; is the port taken?")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// No threads to serve with.
    #[error("cannot start the mock server: {0}")]
    Start(std::io::Error),
    /// No certificate to serve with.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    certificate: Option<Certificate>,
    server: Arc<Server>,
    /// The server has threads of its own: rendering hundreds of megabytes must not hold up its clients' tests, and
    /// stopping must end every connection at once, those that are never answered too.
    runtime: Option<Runtime>,
}

/// Starts a server; it answers when this returns.
///
/// # Errors
/// When the address cannot be listened on.
pub fn serve(state: State, options: ServeOptions) -> Result<Running, ServeError> {
    let listen_error = |source| ServeError::Listen { address: options.listen, source };
    let listener = TcpListener::bind(options.listen).map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    listener.set_nonblocking(true).map_err(listen_error)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("mock-xo")
        .enable_all()
        .build()
        .map_err(ServeError::Start)?;
    let server =
        Arc::new(Server::new(state, Caches { chains: options.chain_cache, logs: options.log_cache }));
    let (acceptor, certificate) = match options.tls.map(tls::make).transpose()? {
        Some((config, certificate)) => (Some(TlsAcceptor::from(config)), Some(certificate)),
        None => (None, None),
    };
    {
        let _entered = runtime.enter();
        let faults = std::mem::take(&mut server.state_mut().faults);
        faults.into_iter().chain(options.faults).for_each(|fault| timed::install(&server, fault));
        let listener = tokio::net::TcpListener::from_std(listener).map_err(listen_error)?;
        runtime.spawn(connections::accept(listener, acceptor, Arc::clone(&server)));
        runtime.spawn(clean(Arc::clone(&server)));
    }
    Ok(Running { address, certificate, server, runtime: Some(runtime) })
}

/// Cleans the logs at the start and then every so often, as XO does (observed).
async fn clean(server: Arc<Server>) {
    const EVERY: Duration = Duration::from_secs(6 * 3600);
    loop {
        server.change(State::clean_logs);
        tokio::time::sleep(EVERY).await;
    }
}

impl Running {
    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://<address>`, or `https://<address>` over TLS.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// What a client may trust; nothing without TLS.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// Makes something go wrong from now on.
    pub fn fault(&self, fault: Fault) {
        let Some(runtime) = &self.runtime else { return };
        let _entered = runtime.enter();
        timed::install(&self.server, fault);
    }

    /// Ends all faults; what they have brought about stays.
    pub fn clear_faults(&self) {
        self.server.faults().clear();
    }

    /// Restarts: ends all connections, and answers nothing for this long.
    pub fn restart(&self, time: Duration) {
        self.server.restart(time);
    }

    /// How many failed calls XO keeps in its persistent log.
    #[must_use]
    pub fn kept_failures(&self) -> usize {
        self.server.state().api_log.len()
    }

    /// Every call so far: JSON-RPC methods by name, HTTP requests as `GET /path` (without the query, which may hold a
    /// one-time password).
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        self.server.calls()
    }

    /// Adds or replaces objects; signed-in sessions get an `all` notification of type `enter`.
    ///
    /// # Errors
    /// When an object lacks `id` or `type`; those before it are in.
    pub fn enter(&self, objects: Vec<Value>) -> Result<(), BadObject> {
        self.server.enter(objects)
    }

    /// Removes objects; signed-in sessions get an `all` notification of type `exit`.
    pub fn exit(&self, ids: &[&str]) {
        self.server.exit(ids);
    }

    /// Lets the objects of a pool held back (see [`State::hold_pool`]) enter.
    pub fn release_pool(&self, pool: &str) {
        self.server.release_pool(pool);
    }

    /// Makes a pool unreachable: its objects exit, `server.getAll` says `connecting` (with `error`, if one is given).
    pub fn disconnect_pool(&self, pool: &str, error: Option<Value>) {
        self.server.disconnect_pool(pool, error);
    }

    /// Changes what has no notifications: jobs, schedules, logs, remotes, users, the clock.
    pub fn change(&self, change: impl FnOnce(&mut State)) {
        self.server.change(change);
    }

    /// Ends all connections and frees the port.
    pub async fn stop(mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        let (stopped, wait) = tokio::sync::oneshot::channel();
        // One runtime must not block on another.
        std::thread::spawn(move || {
            runtime.shutdown_timeout(Duration::from_secs(5));
            // Nobody waits any more when the caller gave up: nothing to do then.
            let _ = stopped.send(());
        });
        // An error only means that the thread is gone: it has stopped.
        let _ = wait.await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
