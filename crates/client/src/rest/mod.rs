//! HTTP, GET only: streams of lines, collections and documents of XO's REST interface.
//!
//! `Rest::get` is the only place from which an HTTP request leaves this program. No redirect is ever
//! followed: it is an error.

mod body;
mod lines;
mod query;
mod refusal;

use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, COOKIE, HeaderValue};
use reqwest::{Client, Response, redirect};
use secrecy::ExposeSecret;
use serde::de::{DeserializeOwned, IgnoredAny};

use self::body::Body;
use self::lines::{Lines, TooLong};
pub use self::query::Query;
use self::query::own_path;
use self::refusal::{cause, describe, not_data, tls_cause, tunnel_cause};
use super::address::Address;
use super::allow::{Collection, Document, own_privileges};
use super::calls::{CallLog, Running};
use super::credentials::Credentials;
use super::destination::Destination;
use super::error::{BoxError, Error, Stage, clean};
use super::limits::{self, Limit};
use super::pace::{Pace, Pauses};
use super::proxy::Proxy;
use super::rpc::without_query;
use super::secrets::Secrets;
use super::timeouts::Timeouts;
use super::trust::{Tls, TlsProblem};

/// Most bytes of an error answer that are read.
const LARGEST_ERROR: usize = 64 << 10;

/// A receiver of lines; an error stops the stream.
pub type OnLine<'a> = dyn FnMut(&[u8]) -> Result<(), BoxError> + Send + 'a;

/// HTTP to one XO.
pub struct Rest {
    client: Client,
    address: Address,
    proxy: Option<Proxy>,
    tls: Tls,
    credentials: Credentials,
    secrets: Secrets,
    timeouts: Timeouts,
    pace: Pace,
    log: CallLog,
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rest").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Whether a request carries the credentials.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Auth {
    User,
    Nobody,
}

impl Rest {
    /// Prepares HTTP; nothing is sent yet.
    ///
    /// # Errors
    /// The HTTP library cannot be set up.
    pub fn new(to: &Destination, tls: &Tls, log: &CallLog) -> Result<Self, Error> {
        let setup =
            |error: reqwest::Error| Error::HttpSetup { server: to.address.origin(), reason: cause(&error) };
        // The proxy was chosen once for both protocols: reqwest must not choose another.
        let client = match &to.proxy {
            Some(proxy) => {
                Client::builder().proxy(reqwest::Proxy::all(proxy.url().expose_secret()).map_err(setup)?)
            }
            None => Client::builder().no_proxy(),
        };
        let client = client
            .tls_backend_preconfigured(tls.config())
            .redirect(redirect::Policy::none())
            .connect_timeout(to.timeouts.connect)
            // On a LAN, compression makes XO several times slower (facts/xo-observed.md, "Size").
            .gzip(false)
            .user_agent(concat!("xo-health/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(setup)?;
        Ok(Self {
            client,
            address: to.address.clone(),
            proxy: to.proxy.clone(),
            tls: tls.clone(),
            credentials: to.credentials.clone(),
            secrets: Secrets::of(&to.credentials),
            timeouts: to.timeouts,
            pace: to.pace,
            log: log.clone(),
        })
    }

    /// Lists a collection, object by object. Returns the number of lines.
    ///
    /// # Errors
    /// The answer was refused, silent, broken off, or stopped by `on_line`.
    pub async fn collection(
        &self,
        collection: Collection,
        query: &Query,
        on_line: &mut OnLine<'_>,
    ) -> Result<u64, Error> {
        let path = format!("{}?{}", collection.path(), query.text());
        let what = format!("GET {}", clean(&path));
        let mut call = self.log.start(what.clone());
        let streamed = self.stream(&path, Auth::User, &what, &mut call, on_line).await;
        call.end(streamed)
    }

    /// Follows the one-time address of an answer, without credentials: the address is the credential, so it is
    /// never shown. `method` names the call that was answered. Returns the number of lines.
    ///
    /// # Errors
    /// The address is not XO's own, or those of [`Self::collection`].
    pub async fn get_from(&self, method: &str, path: &str, on_line: &mut OnLine<'_>) -> Result<u64, Error> {
        let what = format!("the stream of `{method}`");
        let mut call = self.log.start(format!("GET {what}"));
        let streamed = match own_path(path) {
            Some(path) => self.stream(&path, Auth::Nobody, &what, &mut call, on_line).await,
            None => Err(Error::ForeignAddress { server: self.address.origin(), what: format!("`{method}`") }),
        };
        call.end(streamed)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// The answer was refused, silent, broken off, or of another shape.
    pub async fn get_json<T: DeserializeOwned>(&self, document: Document) -> Result<T, Error> {
        self.read_logged(&format!("{}{}", document.path(), document.query())).await
    }

    /// Reads the privileges of the user with this id, which must be the user's own. No redirect is followed: the path
    /// is built from the id.
    ///
    /// # Errors
    /// Those of [`Self::get_json`].
    pub async fn own_privileges<T: DeserializeOwned>(&self, user: &str) -> Result<T, Error> {
        let document = Document::OwnPrivileges;
        match own_privileges(user) {
            Some(path) => self.read_logged(&format!("{path}{}", document.query())).await,
            None => Err(Error::Unexpected {
                server: self.address.origin(),
                what: format!("GET {}", document.path()),
                detail: "the user has no id".to_owned(),
            }),
        }
    }

    async fn read_logged<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        let what = format!("GET {path}");
        let mut call = self.log.start(what.clone());
        let read = self.read(path, &what, &mut call).await;
        call.end(read)
    }

    async fn read<T: DeserializeOwned>(
        &self,
        path: &str,
        what: &str,
        call: &mut Running,
    ) -> Result<T, Error> {
        let mut body = Body::of(self.get(path, Auth::User, what).await?);
        let mut json = Vec::new();
        while let Some(piece) = self.piece(&mut body, what, call).await? {
            if json.len() + piece.len() > Limit::Document.size() {
                return Err(self.too_large(what, Limit::Document));
            }
            json.extend_from_slice(&piece);
        }
        if limits::within(limits::values(&json), Limit::Values).is_err() {
            return Err(self.too_large(what, Limit::Values));
        }
        serde_json::from_slice(&self.secrets.mask(&json)).map_err(|error| Error::Unexpected {
            server: self.address.origin(),
            what: what.to_owned(),
            detail: clean(&error.to_string()),
        })
    }

    async fn stream(
        &self,
        path: &str,
        who: Auth,
        what: &str,
        call: &mut Running,
        on_line: &mut OnLine<'_>,
    ) -> Result<u64, Error> {
        let mut body = Body::of(self.get(path, who, what).await?);
        let mut lines = Lines::default();
        let mut number = 0;
        let (mut pauses, mut since) = (Pauses::new(self.pace), Instant::now());
        while let Some(piece) = self.piece(&mut body, what, call).await? {
            let pushed = lines.push(&piece, |line| {
                number += 1;
                on_line(&self.secrets.mask(line)).map_err(|source| Stop::Line(number, source))
            });
            pushed.map_err(|stop| self.stopped(stop, what))?;
            if let Some(rest) = pauses.after(piece.len() as u64, since.elapsed()) {
                tokio::time::sleep(rest).await;
                since = Instant::now();
            }
        }
        let rest = &*self.secrets.mask(lines.rest());
        if rest.is_empty() {
            return Ok(number);
        }
        // A body that ends with its connection looks whole even if it broke off; half a line reveals it.
        if let Err(error) = serde_json::from_slice::<IgnoredAny>(rest) {
            if error.is_eof() {
                return Err(self.truncated(what, call, "in the middle of a line".to_owned()));
            }
            return Err(Error::Unexpected {
                server: self.address.origin(),
                what: what.to_owned(),
                detail: clean(&format!("the last line is not JSON: {error}")),
            });
        }
        number += 1;
        on_line(rest).map_err(|source| self.stopped(Stop::Line(number, source), what))?;
        Ok(number)
    }

    /// Returns the next piece of a body; silence for longer than the request timeout is an error.
    async fn piece(&self, body: &mut Body, what: &str, call: &mut Running) -> Result<Option<Vec<u8>>, Error> {
        match tokio::time::timeout(self.timeouts.request, body.piece()).await {
            Ok(Ok(piece)) => {
                call.bytes += piece.as_ref().map_or(0, |piece| piece.len() as u64);
                Ok(piece)
            }
            Ok(Err(error)) => Err(self.truncated(what, call, cause(&error))),
            Err(_) => Err(self.silent(what, self.timeouts.request)),
        }
    }

    /// Sends a request: the only gate for HTTP, which only knows GET.
    async fn get(&self, path: &str, who: Auth, what: &str) -> Result<Response, Error> {
        let url = self.address.http_url(path);
        let url = if who == Auth::User { self.with_otp(url) } else { url };
        let mut request = self.client.get(url).header(ACCEPT, "*/*");
        if who == Auth::User {
            request = self.sign(request)?;
        }
        let answered = tokio::time::timeout(self.timeouts.request, request.send()).await;
        let response = match answered {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.failed(what, &error)),
            Err(_) => return Err(self.silent(what, self.timeouts.request)),
        };
        let status = response.status();
        if status.as_u16() == 407
            && let Some(proxy) = &self.proxy
        {
            return Err(proxy.refuses(&self.address, 407));
        }
        if status.is_redirection() {
            let location = response.headers().get("location").and_then(|value| value.to_str().ok());
            let location = clean(&self.secrets.mask_text(without_query(location.unwrap_or("nowhere"))));
            return Err(Error::Redirected { server: self.address.origin(), what: what.to_owned(), location });
        }
        if status.as_u16() != 200 {
            let message = self.refusal(response).await;
            let server = self.address.origin();
            return Err(Error::Http { server, what: what.to_owned(), status: status.as_u16(), message });
        }
        match not_data(&response) {
            Some(message) => {
                let (server, message) = (self.address.origin(), message.to_owned());
                Err(Error::Http { server, what: what.to_owned(), status: 200, message })
            }
            None => Ok(response),
        }
    }

    /// Adds the one-time code of a password, which XO takes as a parameter (facts/xo-protocol.md §2.7).
    fn with_otp(&self, mut url: String) -> String {
        if let Credentials::Password { otp: Some(otp), .. } = &self.credentials {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str("otp=");
            url.extend(url::form_urlencoded::byte_serialize(otp.expose_secret().as_bytes()));
        }
        url
    }

    fn sign(&self, request: reqwest::RequestBuilder) -> Result<reqwest::RequestBuilder, Error> {
        match &self.credentials {
            Credentials::Token(token) => {
                let cookie = format!("authenticationToken={}", token.expose_secret());
                let mut cookie = HeaderValue::try_from(cookie).map_err(|_| Error::HttpSetup {
                    server: self.address.origin(),
                    reason: "the token cannot be put into a cookie".to_owned(),
                })?;
                cookie.set_sensitive(true);
                Ok(request.header(COOKIE, cookie))
            }
            Credentials::Password { user, password, .. } => {
                if user.contains(':') || password.expose_secret().contains(':') {
                    return Err(Error::PasswordWithColon);
                }
                Ok(request.basic_auth(user, Some(password.expose_secret())))
            }
        }
    }

    /// Returns the text of an error answer: XO's `{error}` (a text, or an object by parameter), else its beginning.
    async fn refusal(&self, mut response: Response) -> String {
        let mut body = Vec::new();
        let reading = async {
            while let Ok(Some(piece)) = response.chunk().await {
                body.extend_from_slice(&piece);
                if body.len() > LARGEST_ERROR {
                    break;
                }
            }
        };
        // The status matters more than the text: a stalled text is left out.
        let patience = self.timeouts.request.min(Duration::from_secs(5));
        let _ = tokio::time::timeout(patience, reading).await;
        body.truncate(LARGEST_ERROR);
        describe(&self.secrets.mask(&body))
    }

    fn failed(&self, what: &str, error: &reqwest::Error) -> Error {
        let server = self.address.origin();
        if error.is_timeout() {
            let (after, stage) = (self.timeouts.connect, Stage::Tcp);
            return Error::ConnectTimeout { server, after, stage };
        }
        if let Some(proxy) = &self.proxy
            && let Some(reason) = tunnel_cause(error)
        {
            return proxy.fails(&self.address, reason, false);
        }
        if let Some(cause) = tls_cause(error) {
            let judged = matches!(cause, rustls::Error::InvalidCertificate(_));
            let fingerprint = if judged { self.tls.last_seen() } else { None };
            return Error::Tls { server, reason: TlsProblem::of(cause), fingerprint };
        }
        Error::HttpFailed { server, what: what.to_owned(), reason: cause(error) }
    }

    fn silent(&self, what: &str, after: Duration) -> Error {
        Error::RequestTimeout { server: self.address.origin(), what: what.to_owned(), after, strays: 0 }
    }

    fn too_large(&self, what: &str, limit: Limit) -> Error {
        Error::TooLarge { server: self.address.origin(), what: what.to_owned(), limit }
    }

    fn truncated(&self, what: &str, call: &Running, reason: String) -> Error {
        Error::Truncated {
            server: self.address.origin(),
            what: what.to_owned(),
            received: call.bytes,
            reason,
        }
    }

    fn stopped(&self, stop: Stop, what: &str) -> Error {
        match stop {
            Stop::TooLong => self.too_large(what, Limit::Line),
            Stop::Line(number, source) => Error::line(what.to_owned(), number, source),
        }
    }
}

enum Stop {
    TooLong,
    Line(u64, BoxError),
}

impl From<TooLong> for Stop {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}
