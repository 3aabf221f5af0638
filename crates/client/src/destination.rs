//! One XO and how to get there: everything that opening a [`Session`](super::Session) takes.

use super::address::Address;
use super::credentials::Credentials;
use super::pace::Pace;
use super::proxy::Proxy;
use super::timeouts::Timeouts;
use super::trust::Trust;

/// Where to go, by which way, as whom, and how long it may take.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The XO.
    pub address: Address,
    /// The proxy on the way there, for both protocols; none goes straight.
    pub proxy: Option<Proxy>,
    /// How its certificate is judged.
    pub trust: Trust,
    /// What signs in.
    pub credentials: Credentials,
    /// How long it may take.
    pub timeouts: Timeouts,
    /// How fast its answers are read.
    pub pace: Pace,
}

impl Destination {
    /// Returns a direct connection to an XO that trusts the system's authorities and has the default timeouts.
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
