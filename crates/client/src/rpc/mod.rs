//! JSON-RPC over one WebSocket: jsonrpsee tracks ids and pending calls, our transport keeps it alive.
//!
//! [`Rpc::send`] is the only place from which a JSON-RPC request leaves this program.

mod changes;
mod dial;
mod parking;
mod payload;
mod tolerance;
mod transport;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jsonrpsee::core::client::async_client::{Client, ClientBuilder, PingConfig, RpcService};
use jsonrpsee::core::client::{ClientT, Error as ClientError, MiddlewareBatchResponse};
use jsonrpsee::core::client::{MiddlewareMethodResponse, MiddlewareNotifResponse};
use jsonrpsee::core::middleware::{Batch, Notification, Request, RpcServiceBuilder, RpcServiceT};
use jsonrpsee::core::params::ObjectParams;
use jsonrpsee::types::Id;
use serde_json::{Map, Value};
use zeroize::Zeroize;

pub use changes::{Changes, Entered};
pub use payload::{EachError, Payload};
pub(super) use transport::without_query;

use super::allow::Method;
use super::calls::CallLog;
use super::destination::Destination;
use super::error::{Error, clean};
use super::limits::Limit;
use super::secrets::Secrets;
use super::timeouts::Timeouts;
use super::trust::Tls;
use parking::Parking;
use transport::SocketLost;

/// How often a ping is sent: below the 60 s after which reverse proxies cut silent connections.
const PING: Duration = Duration::from_secs(20);

/// A connection for JSON-RPC, signed in or not.
pub struct Rpc {
    client: Client<Expecting<RpcService>>,
    parking: Arc<Parking>,
    server: String,
    timeouts: Timeouts,
    log: CallLog,
}

impl std::fmt::Debug for Rpc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rpc").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Rpc {
    /// Connects, without signing in.
    ///
    /// # Errors
    /// XO is unreachable, not trusted, not an XO, or silent for longer than the limit for connecting.
    pub async fn connect(to: &Destination, tls: &Tls, log: &CallLog) -> Result<Self, Error> {
        let (address, timeouts) = (&to.address, to.timeouts);
        let parking = Arc::new(Parking::new(Secrets::of(&to.credentials)));
        let (sender, receiver) = transport::connect(to, tls, &parking, log).await?;
        let expecting = parking.clone();
        // This replaces jsonrpsee's default logger, which prints the parameters of a sign-in.
        let middleware = RpcServiceBuilder::new()
            .layer_fn(move |service| Expecting { service, parking: expecting.clone() });
        let forever = timeouts.run.max(Duration::from_secs(1)) * 2;
        let client = ClientBuilder::new()
            // Both limits are ours: jsonrpsee's cannot distinguish a slow transfer from silence.
            .request_timeout(forever)
            .enable_ws_ping(PingConfig::new().ping_interval(PING).inactive_limit(forever))
            .set_rpc_middleware(middleware)
            .build_with_tokio(sender, receiver);
        Ok(Self { client, parking, server: address.origin(), timeouts, log: log.clone() })
    }

    /// Calls a method: the only gate for JSON-RPC. `params` are named, as XO needs them.
    ///
    /// # Errors
    /// The call was refused by XO or silent for longer than `timeouts.request`, or the connection was lost.
    pub async fn send(&self, method: Method, params: Map<String, Value>) -> Result<Payload, Error> {
        let mut call = self.log.start(shown(method, &params));
        let mut named = ObjectParams::new();
        for (name, mut value) in params {
            let inserted = named.insert(&name, &value);
            if let Value::String(text) = &mut value {
                // our copy; copies in libraries go with the process, which leaves no core dump
                text.zeroize();
            }
            inserted.map_err(|error| self.unexpected(method, &error.to_string()))?;
        }
        let request = self.client.request::<u64, _>(method.name(), named);
        let result = match self.while_receiving(method, request).await {
            Ok(Ok(id)) => self
                .parking
                .take(id)
                .map(Payload::new)
                .ok_or_else(|| self.unexpected(method, "the result is missing")),
            Ok(Err(error)) => Err(self.interpret(method, error)),
            Err(error) => Err(error),
        };
        call.bytes = result.as_ref().map_or(0, |payload| payload.as_bytes().len() as u64);
        call.end(result)
    }

    /// Returns what XO reported as changed since the sign-in.
    pub fn changes(&self) -> Changes {
        self.parking.changes()
    }

    /// Waits for an answer while it arrives: silence ends the wait, a slow transfer of a large one does not.
    async fn while_receiving<T>(&self, method: Method, request: impl Future<Output = T>) -> Result<T, Error> {
        tokio::pin!(request);
        let mut received = self.parking.received();
        let strays = self.parking.strays();
        loop {
            if let Ok(done) = tokio::time::timeout(self.timeouts.request, &mut request).await {
                return Ok(done);
            }
            // it arrived just as the limit ran out and waits for its turn: a large one takes time to read
            if self.parking.has_answer() {
                return Ok(request.await);
            }
            let now = self.parking.received();
            if !self.parking.is_receiving() || now == received {
                return Err(Error::RequestTimeout {
                    server: self.server.clone(),
                    what: format!("`{method}`"),
                    after: self.timeouts.request,
                    strays: self.parking.strays() - strays,
                });
            }
            received = now;
        }
    }

    fn interpret(&self, method: Method, error: ClientError) -> Error {
        let server = self.server.clone();
        match error {
            ClientError::Call(refusal) => Error::Refused {
                server,
                method: method.name(),
                code: refusal.code(),
                message: clean(refusal.message()),
            },
            ClientError::RestartNeeded(cause) => match &*cause {
                ClientError::Transport(cause) => self.lost(method, cause.downcast_ref()),
                _ => self.lost(method, None),
            },
            ClientError::Transport(cause) => self.lost(method, cause.downcast_ref()),
            ClientError::RequestTimeout => Error::RequestTimeout {
                server,
                what: format!("`{method}`"),
                after: self.client.request_timeout(),
                strays: 0,
            },
            other => self.unexpected(method, &other.to_string()),
        }
    }

    fn lost(&self, method: Method, cause: Option<&SocketLost>) -> Error {
        let server = self.server.clone();
        match cause {
            Some(SocketLost::TooLarge) => {
                Error::TooLarge { server, what: format!("`{method}`"), limit: Limit::Message }
            }
            Some(SocketLost::Broken(reason)) => self.closed(method, Some(reason.clone())),
            Some(SocketLost::Closed(reason)) => self.closed(method, reason.clone()),
            None => self.closed(method, None),
        }
    }

    fn closed(&self, method: Method, reason: Option<String>) -> Error {
        Error::Closed { server: self.server.clone(), during: format!("`{method}`"), reason }
    }

    fn unexpected(&self, method: Method, detail: &str) -> Error {
        Error::Unexpected { server: self.server.clone(), what: format!("`{method}`"), detail: clean(detail) }
    }
}

/// Reads a message like a connection that waits for the answer to call 1; returns what it passes on. For fuzzing.
#[doc(hidden)]
#[allow(dead_code, reason = "the fuzz targets and their test call it")]
pub fn read_message(bytes: &[u8]) -> Option<String> {
    let parking = Arc::new(Parking::default());
    let _expected = parking.expect(1);
    parking.sort(&tokio_tungstenite::tungstenite::Bytes::copy_from_slice(bytes))
}

/// Returns a call as the call log shows it.
fn shown(method: Method, params: &Map<String, Value>) -> String {
    if method.is_secret() || params.is_empty() {
        return method.name().to_owned();
    }
    let params = serde_json::to_string(params).unwrap_or_default();
    format!("{method} {}", clean(&params))
}

/// Announces each call to the parking before it is sent, and forgets it when the call is given up: jsonrpsee
/// chooses the ids, and only a middleware sees them.
#[derive(Clone)]
struct Expecting<S> {
    service: S,
    parking: Arc<Parking>,
}

impl<S> RpcServiceT for Expecting<S>
where
    S: RpcServiceT<
            MethodResponse = Result<MiddlewareMethodResponse, ClientError>,
            BatchResponse = Result<MiddlewareBatchResponse, ClientError>,
            NotificationResponse = Result<MiddlewareNotifResponse, ClientError>,
        >,
{
    type MethodResponse = S::MethodResponse;
    type BatchResponse = S::BatchResponse;
    type NotificationResponse = S::NotificationResponse;

    fn call<'a>(&self, request: Request<'a>) -> impl Future<Output = Self::MethodResponse> + Send + 'a {
        let expected = match &request.id {
            Id::Number(id) => Some(self.parking.expect(*id)),
            Id::Null | Id::Str(_) => None,
        };
        let answer = self.service.call(request);
        async move {
            let response = answer.await?;
            if let Some(expected) = expected
                && response.is_success()
            {
                expected.keep();
            }
            Ok(response)
        }
    }

    fn batch<'a>(&self, _: Batch<'a>) -> impl Future<Output = Self::BatchResponse> + Send + 'a {
        // XO answers a batch with one NUL byte (facts/xo-observed.md, "Connecting").
        std::future::ready(Err(ClientError::Custom("XO takes no batches".to_owned())))
    }

    fn notification<'a>(
        &self,
        _: Notification<'a>,
    ) -> impl Future<Output = Self::NotificationResponse> + Send + 'a {
        std::future::ready(Err(ClientError::Custom("XO takes no notifications".to_owned())))
    }
}
