//! The kinds of fault, and their notation.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::Target;

/// What goes wrong; the notation is in parentheses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Credentials are refused: XO error 3, HTTP 401 (`wrong-credentials`).
    WrongCredentials,
    /// All tokens end now: this socket is closed without an answer, HTTP answers 401 (`expire`).
    Expire,
    /// The user lacks the right: XO error 2, HTTP 403 (`forbidden`).
    Forbidden,
    /// There is no such method: error -32601, HTTP 404 (`unknown`).
    Unknown,
    /// The answer is delayed by this time (`delay=2s`).
    Delay(Duration),
    /// The answer never comes (`stall`).
    Stall,
    /// The connection breaks after this many bytes of the answer (`drop=1000`).
    Drop(usize),
    /// The answer ends after this many bytes as if it were whole: a shorter frame, a shorter body (`truncate=1000`).
    Truncate(usize),
    /// Noise (`garbage`, `garbage=frame`, `garbage=line`).
    Garbage(Noise),
    /// The answer has an id that no request has (`wrong-id`).
    WrongId,
    /// The answer's id is null (`null-id`).
    NullId,
    /// The answer has neither result nor error (`no-result`).
    NoResult,
    /// The answer is an error whose code is not an integer (`bad-code`).
    BadCode,
    /// The answer grows by this many bytes (`huge=100000000`).
    Huge(usize),
    /// HTTP answers this status, from 400 (`status=503`).
    Status(u16),
    /// HTTP redirects (`redirect=https://example.org/`).
    Redirect(String),
    /// The server restarts: all connections end, and nothing is answered for this long (`restart=5s`).
    Restart(Duration),
    /// No object is there yet (`empty`).
    Empty,
    /// A pool (the scope: id or name; without a scope all pools) loads this long after the start (`pool-late=5s`).
    PoolLate(Duration),
    /// A pool vanishes after this long (`pool-vanish=5s`).
    PoolVanish(Duration),
    /// A pool that is away returns after this long (`pool-return=10s`).
    PoolReturn(Duration),
}

/// The kinds of noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// In place of the answer: a frame or a body that is not JSON.
    Answer,
    /// On the WebSocket: bytes that are not a frame.
    Frame,
    /// In a body of lines: a line that is not JSON, after the first.
    Line,
}

/// More than any client should bear: a typing mistake must not exhaust the memory.
const MOST_BYTES: usize = 1 << 32;

/// Returns whether this path lists XAPI objects: a one-time address, or one of these collections.
fn is_inventory(path: &str) -> bool {
    const COLLECTIONS: [&str; 15] = [
        "alarms",
        "hosts",
        "messages",
        "networks",
        "pbds",
        "pools",
        "sms",
        "srs",
        "vbds",
        "vdi-snapshots",
        "vdis",
        "vm-controllers",
        "vm-snapshots",
        "vm-templates",
        "vms",
    ];
    let collection = path.strip_prefix("/rest/v0/");
    path.starts_with("/api/")
        || collection.is_some_and(|name| COLLECTIONS.contains(&name.trim_end_matches('/')))
}

impl FaultKind {
    /// Returns whether the fault can happen there.
    pub(super) fn fits(&self, target: Target<'_>) -> bool {
        let is_upgrade = matches!(target, Target::Upgrade);
        let is_call = matches!(target, Target::Call(_));
        match self {
            Self::WrongCredentials => match target {
                Target::Call(method) => method.starts_with("session.signIn"),
                Target::Http(_) => true,
                Target::Upgrade => false,
            },
            Self::Delay(_) | Self::Stall | Self::Restart(_) => true,
            Self::Expire
            | Self::Forbidden
            | Self::Unknown
            | Self::Drop(_)
            | Self::Truncate(_)
            | Self::Garbage(Noise::Answer)
            | Self::Huge(_) => !is_upgrade,
            Self::Garbage(Noise::Frame) | Self::WrongId | Self::NullId | Self::NoResult | Self::BadCode => {
                is_call
            }
            Self::Garbage(Noise::Line) => matches!(target, Target::Http(_)),
            Self::Status(_) | Self::Redirect(_) => !is_call,
            Self::Empty => match target {
                Target::Call(method) => method == "xo.getAllObjects",
                Target::Http(path) => is_inventory(path),
                Target::Upgrade => false,
            },
            Self::PoolLate(_) | Self::PoolVanish(_) | Self::PoolReturn(_) => false,
        }
    }

    /// Returns whether the fault happens at a time, not at a call.
    pub(crate) fn is_timed(&self) -> bool {
        matches!(self, Self::PoolLate(_) | Self::PoolVanish(_) | Self::PoolReturn(_))
    }
}

impl FromStr for FaultKind {
    /// Why the text is not a kind of fault.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let needed =
            |example: &str| value.ok_or_else(|| format!("`{name}` needs a value: `{name}={example}`"));
        let bytes = || {
            let text = needed("1000")?;
            let bytes = text.parse().ok().filter(|bytes| *bytes <= MOST_BYTES);
            bytes.ok_or_else(|| format!("`{text}` is not a number of bytes up to {MOST_BYTES}"))
        };
        let time = || duration(needed("2s")?);
        let kind = match name {
            "wrong-credentials" => Self::WrongCredentials,
            "expire" => Self::Expire,
            "forbidden" => Self::Forbidden,
            "unknown" => Self::Unknown,
            "delay" => Self::Delay(time()?),
            "stall" => Self::Stall,
            "drop" => Self::Drop(bytes()?),
            "truncate" => Self::Truncate(bytes()?),
            "garbage" => Self::Garbage(match value {
                None | Some("answer") => Noise::Answer,
                Some("frame") => Noise::Frame,
                Some("line") => Noise::Line,
                Some(other) => return Err(format!("`{other}` is neither `frame` nor `line`")),
            }),
            "wrong-id" => Self::WrongId,
            "null-id" => Self::NullId,
            "no-result" => Self::NoResult,
            "bad-code" => Self::BadCode,
            "huge" => Self::Huge(bytes()?),
            "status" => {
                let text = needed("503")?;
                let status = text.parse().ok().filter(|status| (400..600).contains(status));
                Self::Status(status.ok_or_else(|| format!("`{text}` is not a status from 400 to 599"))?)
            }
            "redirect" => Self::Redirect(needed("https://example.org/")?.to_owned()),
            "restart" => Self::Restart(time()?),
            "empty" => Self::Empty,
            "pool-late" => Self::PoolLate(time()?),
            "pool-vanish" => Self::PoolVanish(time()?),
            "pool-return" => Self::PoolReturn(time()?),
            other => return Err(format!("there is no kind `{other}`")),
        };
        Ok(kind)
    }
}

/// Parses `500ms`, `2s` or `1m`.
fn duration(text: &str) -> Result<Duration, String> {
    let bad = || format!("`{text}` is not a duration such as `500ms`, `2s` or `1m`");
    let split = text.find(|char: char| !char.is_ascii_digit()).ok_or_else(bad)?;
    let number: u64 = text[..split].parse().map_err(|_| bad())?;
    let ms = match &text[split..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => return Err(bad()),
    };
    Ok(Duration::from_millis(number.saturating_mul(ms)))
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongCredentials => write!(f, "wrong-credentials"),
            Self::Expire => write!(f, "expire"),
            Self::Forbidden => write!(f, "forbidden"),
            Self::Unknown => write!(f, "unknown"),
            Self::Delay(time) => write!(f, "delay={}ms", time.as_millis()),
            Self::Stall => write!(f, "stall"),
            Self::Drop(bytes) => write!(f, "drop={bytes}"),
            Self::Truncate(bytes) => write!(f, "truncate={bytes}"),
            Self::Garbage(Noise::Answer) => write!(f, "garbage"),
            Self::Garbage(Noise::Frame) => write!(f, "garbage=frame"),
            Self::Garbage(Noise::Line) => write!(f, "garbage=line"),
            Self::WrongId => write!(f, "wrong-id"),
            Self::NullId => write!(f, "null-id"),
            Self::NoResult => write!(f, "no-result"),
            Self::BadCode => write!(f, "bad-code"),
            Self::Huge(bytes) => write!(f, "huge={bytes}"),
            Self::Status(status) => write!(f, "status={status}"),
            Self::Redirect(to) => write!(f, "redirect={to}"),
            Self::Restart(time) => write!(f, "restart={}ms", time.as_millis()),
            Self::Empty => write!(f, "empty"),
            Self::PoolLate(time) => write!(f, "pool-late={}ms", time.as_millis()),
            Self::PoolVanish(time) => write!(f, "pool-vanish={}ms", time.as_millis()),
            Self::PoolReturn(time) => write!(f, "pool-return={}ms", time.as_millis()),
        }
    }
}
