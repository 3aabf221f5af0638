//! A signed-in connection to one XO, through which the rest of the program makes its calls.

use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::allow::{Collection, Document, Method};
use super::calls::CallLog;
use super::credentials::Credentials;
use super::destination::Destination;
use super::error::{Error, INVALID_CREDENTIALS, INVALID_PARAMETERS, MASKED, SignedBy, clean};
use super::rest::{OnLine, Query, Rest};
use super::rpc::{Changes, EachError, Payload, Rpc};
use super::trust::Tls;
use crate::step::ConnectionStep;

/// The user who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// XO's id of the user.
    pub id: String,
    /// `admin` or `none` in practice; empty if XO does not say.
    pub permission: String,
}

impl User {
    /// Returns whether the user may call everything.
    pub fn is_admin(&self) -> bool {
        self.permission == "admin"
    }
}

/// The way that lines arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As an HTTP stream.
    Http,
    /// In one WebSocket message: XO does not stream this call, or its stream was not available.
    WebSocket,
}

/// How a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streamed {
    /// Lines passed on.
    pub lines: u64,
    /// The way they arrived.
    pub way: Way,
}

/// A connection to one XO with a user signed in. Dropping it closes the connection.
#[derive(Debug)]
pub struct Session {
    rpc: Rpc,
    rest: Rest,
    server: String,
    user: User,
    version: Option<String>,
    log: CallLog,
}

impl Session {
    /// Connects, signs in and asks for the version. Each call is recorded in `log`.
    ///
    /// # Errors
    /// Everything that can prevent a connection from being used; see [`Error`].
    pub async fn open(to: &Destination, log: &CallLog) -> Result<Self, Error> {
        let tls = Tls::new(&to.trust)?;
        let rest = Rest::new(to, &tls, log)?;
        let rpc = Rpc::connect(to, &tls, log).await?;
        let server = to.address.origin();
        let user = sign_in(&rpc, &to.credentials, &server).await?;
        log.step(|| ConnectionStep::SignedIn { permission: user.permission.to_string() });
        let version = match rpc.send(Method::GetServerVersion, Map::new()).await {
            Ok(payload) => payload.parse().ok().map(|text: String| clean(&text)),
            // The version is optional; the connection is not.
            Err(Error::Refused { .. } | Error::RequestTimeout { .. }) => None,
            Err(error) => return Err(error),
        };
        log.step(|| ConnectionStep::Version { version: version.clone() });
        Ok(Self { rpc, rest, server, user, version, log: log.clone() })
    }

    /// Returns the user who is signed in.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// Returns the version of xo-server, if it reports one.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Returns the origin of the server, for people.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Returns the objects that appeared, changed or went since the sign-in: meanwhile, what is read may not fit
    /// together.
    pub fn changes(&self) -> Changes {
        self.rpc.changes()
    }

    /// Calls a method and keeps its result as it arrived. For a user who is not an administrator, methods that need one
    /// are not called: XO keeps each refused call, at the cost of its oldest backup logs (facts/xo-observed.md,
    /// "Refused calls are kept").
    ///
    /// # Errors
    /// The call was refused or silent, or the connection was lost.
    pub async fn call_raw(&self, method: Method, params: Map<String, Value>) -> Result<Payload, Error> {
        if method.needs_admin() && !self.user.is_admin() {
            return Err(Error::AdminOnly { method: method.name() });
        }
        self.rpc.send(method, params).await
    }

    /// Calls a method and parses its result into a type.
    #[cfg(test)]
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        params: Map<String, Value>,
    ) -> Result<T, Error> {
        let payload = self.call_raw(method, params).await?;
        payload.parse().map_err(|error| self.unexpected(method, &error.to_string()))
    }

    /// Calls a method and passes on its result value by value, one JSON text per line: as an HTTP stream if XO
    /// can ([`Method::streams`]), else from one WebSocket message.
    ///
    /// # Errors
    /// Those of [`Self::call_raw`]; or the stream was refused or broke off, or `on_line` stopped it.
    pub async fn stream(
        &self,
        method: Method,
        params: Map<String, Value>,
        on_line: &mut OnLine<'_>,
    ) -> Result<Streamed, Error> {
        if method.streams()
            && let Some(streamed) = self.try_stream(method, &params, on_line).await?
        {
            return Ok(streamed);
        }
        let payload = self.call_raw(method, params).await?;
        self.hand_out(method, &payload, on_line)
    }

    /// Lists a REST collection, object by object.
    ///
    /// # Errors
    /// The answer was refused, silent, broken off, or stopped by `on_line`.
    pub async fn rest_stream(
        &self,
        collection: Collection,
        query: &Query,
        on_line: &mut OnLine<'_>,
    ) -> Result<u64, Error> {
        self.rest.collection(collection, query, on_line).await
    }

    /// Reads a REST document.
    ///
    /// # Errors
    /// The answer was refused, silent, broken off, or of another shape.
    pub async fn rest_json<T: DeserializeOwned>(&self, document: Document) -> Result<T, Error> {
        self.rest.get_json(document).await
    }

    /// Reads the privileges (RBAC) of the user who is signed in, including roles of groups, as XO lists them.
    ///
    /// # Errors
    /// Those of [`Self::rest_json`].
    pub async fn privileges(&self) -> Result<Value, Error> {
        match self.rest_json(Document::OwnPrivileges).await {
            // XO answers `me` with a redirect to the user (observed for `/users/me`)
            Err(Error::Redirected { .. }) => self.rest.own_privileges(&self.user.id).await,
            read => read,
        }
    }

    /// Asks for a stream and follows it; `None` if it is not available and nothing was passed on yet.
    async fn try_stream(
        &self,
        method: Method,
        params: &Map<String, Value>,
        on_line: &mut OnLine<'_>,
    ) -> Result<Option<Streamed>, Error> {
        let mut asking = params.clone();
        asking.insert("ndjson".to_owned(), Value::Bool(true));
        let payload = match self.call_raw(method, asking).await {
            Ok(payload) => payload,
            // An XO that does not know the parameter refuses the call.
            Err(Error::Refused { code: INVALID_PARAMETERS, .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(path) = one_time_path(&payload) else {
            // It was answered as a whole.
            return self.hand_out(method, &payload, on_line).map(Some);
        };
        match self.rest.get_from(method.name(), &path, on_line).await {
            Ok(lines) => {
                self.log.step(|| ConnectionStep::Streamed { method: method.to_string(), lines });
                Ok(Some(Streamed { lines, way: Way::Http }))
            }
            // Something in front of XO does not pass these addresses on; the WebSocket still works.
            Err(error @ (Error::Http { .. } | Error::Redirected { .. })) => {
                self.log
                    .step(|| ConnectionStep::Again { method: method.to_string(), error: error.to_string() });
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn hand_out(
        &self,
        method: Method,
        payload: &Payload,
        on_line: &mut OnLine<'_>,
    ) -> Result<Streamed, Error> {
        match payload.each(on_line) {
            Ok(lines) => Ok(Streamed { lines, way: Way::WebSocket }),
            Err(EachError::Line(number, source)) => Err(Error::line(format!("`{method}`"), number, source)),
            Err(EachError::Shape(error)) => Err(self.unexpected(method, &error.to_string())),
        }
    }

    fn unexpected(&self, method: Method, detail: &str) -> Error {
        Error::Unexpected { server: self.server.clone(), what: format!("`{method}`"), detail: clean(detail) }
    }
}

/// Longest answer that can be `{"$getFrom": …}`, in bytes; XO's has 60.
const LONGEST_GET_FROM: usize = 4096;

fn one_time_path(payload: &Payload) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct GetFrom {
        #[serde(rename = "$getFrom")]
        path: String,
    }
    // A whole answer may have hundreds of megabytes, and is not worth parsing.
    if payload.as_bytes().len() > LONGEST_GET_FROM {
        return None;
    }
    payload.parse::<GetFrom>().ok().map(|from| from.path)
}

async fn sign_in(rpc: &Rpc, credentials: &Credentials, server: &str) -> Result<User, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        id: Option<String>,
        #[serde(default)]
        permission: Option<String>,
    }
    let (params, by) = sign_in_params(credentials);
    let payload = rpc.send(Method::SignIn, params).await.map_err(|error| match error {
        Error::Refused { server, code: INVALID_CREDENTIALS, .. } => Error::InvalidCredentials { server, by },
        Error::Refused { server, code: MASKED, message, .. } => Error::SignInRefused { server, message },
        other => other,
    })?;
    // The answer may hold the seed of the one-time codes, which must not get into an error.
    let answer: Answer = payload.parse().map_err(|_| Error::Unexpected {
        server: server.to_owned(),
        what: format!("`{}`", Method::SignIn),
        detail: "the answer is not a user".to_owned(),
    })?;
    Ok(User {
        id: clean(&answer.id.unwrap_or_default()),
        permission: clean(&answer.permission.unwrap_or_default()),
    })
}

fn sign_in_params(credentials: &Credentials) -> (Map<String, Value>, SignedBy) {
    let mut params = Map::new();
    let mut put = |name: &str, value: &str| params.insert(name.to_owned(), Value::from(value));
    let by = match credentials {
        Credentials::Token(token) => {
            put("token", token.expose_secret());
            SignedBy::Token
        }
        Credentials::Password { user, password, otp } => {
            put("email", user);
            put("password", password.expose_secret());
            if let Some(otp) = otp {
                put("otp", otp.expose_secret());
            }
            SignedBy::Password
        }
    };
    (params, by)
}
