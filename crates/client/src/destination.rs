//! One XO and how to reach it: everything that opening a [`Session`](super::Session) needs.

use super::address::Address;
use super::credentials::Credentials;
use super::pace::Pace;
use super::proxy::Proxy;
use super::timeouts::Timeouts;
use super::trust::Trust;

/// Where to connect, by which way, as whom, and how long it may take.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The XO.
    pub address: Address,
    /// The proxy on the way there, for both protocols; `None` connects directly.
    pub proxy: Option<Proxy>,
    /// How its certificate is checked.
    pub trust: Trust,
    /// What signs in.
    pub credentials: Credentials,
    /// How long it may take.
    pub timeouts: Timeouts,
    /// How fast its answers are read.
    pub pace: Pace,
}

impl Destination {
    /// Returns a direct way to an XO, which trusts the system's authorities and has the default timeouts.
    #[allow(dead_code, reason = "the demo, which is a feature, and tests call it")]
    pub fn new(address: Address, credentials: Credentials) -> Self {
        Self {
            address,
            proxy: None,
            trust: Trust::System,
            credentials,
            timeouts: Timeouts::default(),
            pace: Pace::default(),
        }
    }
}
