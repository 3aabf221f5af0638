//! The server on its port. In: a state and options. Out: a running server that can be changed and stopped.

mod http;
mod socket;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use serde_json::Value;
use thiserror::Error;
use tokio::runtime::Runtime;

pub(crate) use http::accepts_gzip;

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
}

impl Default for ServeOptions {
    /// A free port of the loopback interface, XO's own caches.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            chain_cache: Duration::from_secs(60),
            log_cache: Duration::from_secs(10),
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
}

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
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
    let app = Router::new().fallback(http::handle).with_state(Arc::clone(&server));
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(listen_error)?
    };
    // Small answers must not wait for one another.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    runtime.spawn(async move { axum::serve(listener, app).await });
    Ok(Running { address, server, runtime: Some(runtime) })
}

impl Running {
    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://<address>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
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

    /// Takes objects away; signed-in sessions get an `all` notification of type `exit`.
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

    /// Ends all connections and gives the port back.
    pub async fn stop(mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        let (stopped, wait) = tokio::sync::oneshot::channel();
        // A runtime may not be waited for inside another one.
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
