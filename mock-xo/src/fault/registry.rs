//! The active faults. In: faults, and what is about to happen. Out: those that strike now; only this module counts
//! them.

use super::{Fault, FaultKind};

/// What is about to happen.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target<'a> {
    /// A request to become a WebSocket.
    Upgrade,
    /// A call of this JSON-RPC method.
    Call(&'a str),
    /// An HTTP request for this path.
    Http(&'a str),
}

impl Target<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Upgrade => "/api/",
            Self::Call(name) | Self::Http(name) => name,
        }
    }
}

/// All active faults.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Lists them in their notation.
    pub(crate) fn list(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// Returns the faults that strike there now, and counts each.
    pub(crate) fn take(&mut self, target: Target<'_>) -> Vec<FaultKind> {
        let mut striking = Vec::new();
        self.0.retain_mut(|fault| {
            if !fault.kind.fits(target)
                || !fault.scope.as_deref().is_none_or(|scope| is_in(target.name(), scope))
            {
                return true;
            }
            if fault.after > 0 {
                fault.after -= 1;
                return true;
            }
            striking.push(fault.kind.clone());
            match &mut fault.times {
                None => true,
                Some(left) => {
                    *left = left.saturating_sub(1);
                    *left > 0
                }
            }
        });
        striking
    }
}

fn is_in(name: &str, scope: &str) -> bool {
    match scope.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == scope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_strike_where_and_as_often_as_configured() {
        let mut faults = Faults::default();
        for text in [
            "stall@/rest/v0/* times=2",
            "forbidden@backupNg.getLogs after=1",
            "status=503@/api/",
            "wrong-credentials",
            "pool-late=1s",
        ] {
            faults.add(text.parse().unwrap());
        }
        let cases = [
            (Target::Http("/rest/v0/srs"), "stall wrong-credentials"),
            (Target::Http("/rest/v0/ping"), "stall wrong-credentials"),
            (Target::Http("/rest/v0/srs"), "wrong-credentials"),
            (Target::Call("backupNg.getLogs"), ""),
            (Target::Call("backupNg.getLogs"), "forbidden"),
            (Target::Call("session.signIn"), "wrong-credentials"),
            (Target::Upgrade, "status=503"),
            (Target::Http("/api/token"), "wrong-credentials"),
        ];
        for (target, expected) in cases {
            let struck: Vec<String> = faults.take(target).iter().map(ToString::to_string).collect();
            assert_eq!(struck.join(" "), expected, "{target:?}");
        }
        assert_eq!(faults.list().len(), 4);
    }
}
