//! The server on its port. In: a state and options. Out: a running server, which can be changed and stopped.

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
    /// How long `sr.getAllUnhealthyVdiChainsLength` repeats the same answer. XO: 60 s (observed).
    pub chain_cache: Duration,
    /// How long backup logs are answered as they were last read. XO: 10 s (observed).
    pub log_cache: Duration,
    /// TLS with a certificate made for this server; `None` for plain HTTP.
    pub tls: Option<Tls>,
    /// What goes wrong on purpose, besides the state's own faults.
    pub faults: Vec<Fault>,
}

impl Default for ServeOptions {
    /// Returns options for a free port of the loopback interface, with XO's own caches.
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
    /// The port is not available.
    #[error("cannot listen on {address}: {source}; is the port taken?")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system reports.
        source: std::io::Error,
    },
    /// There are no threads to serve with.
    #[error("cannot start the mock server: {0}")]
    Start(std::io::Error),
    /// There is no certificate to serve with.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    certificate: Option<Certificate>,
    server: Arc<Server>,
    /// The server has its own threads: rendering hundreds of megabytes must not delay its clients' tests, and
    /// stopping must end every connection at once, including those that are never answered.
    runtime: Option<Runtime>,
}

/// Starts a server, which answers as soon as this returns.
///
/// # Errors
/// The address cannot be listened on.
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

/// Cleans the logs at the start and then at intervals, as XO does (observed).
async fn clean(server: Arc<Server>) {
    const EVERY: Duration = Duration::from_secs(6 * 3600);
    loop {
        server.change(State::clean_logs);
        tokio::time::sleep(EVERY).await;
    }
}

impl Running {
    /// Returns the address on which it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns `http://<address>`, or `https://<address>` over TLS.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Returns what a client may trust; `None` without TLS.
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

    /// Ends all faults; their effects stay.
    pub fn clear_faults(&self) {
        self.server.faults().clear();
    }

    /// Restarts: ends all connections, and answers nothing for this long.
    pub fn restart(&self, time: Duration) {
        self.server.restart(time);
    }

    /// Returns how many failed calls XO keeps in its persistent log.
    #[must_use]
    pub fn kept_failures(&self) -> usize {
        self.server.state().api_log.len()
    }

    /// Returns every call so far: JSON-RPC methods by name, HTTP requests as `GET /path` (without the query, which may
    /// hold a one-time password).
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        self.server.calls()
    }

    /// Adds or replaces objects; signed-in sessions get an `all` notification of type `enter`.
    ///
    /// # Errors
    /// An object lacks `id` or `type`; those before it were added.
    pub fn enter(&self, objects: Vec<Value>) -> Result<(), BadObject> {
        self.server.enter(objects)
    }

    /// Removes objects; signed-in sessions get an `all` notification of type `exit`.
    pub fn exit(&self, ids: &[&str]) {
        self.server.exit(ids);
    }

    /// Lets the objects of a held pool (see [`State::hold_pool`]) enter.
    pub fn release_pool(&self, pool: &str) {
        self.server.release_pool(pool);
    }

    /// Makes a pool unreachable: its objects exit, `server.getAll` answers `connecting` (with `error`, if given).
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
            // If the caller gave up, nobody waits.
            let _ = stopped.send(());
        });
        // An error only means that the thread is gone, so it has stopped.
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
