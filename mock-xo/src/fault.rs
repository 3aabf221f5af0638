//! Faults: what goes wrong on purpose, where, how often. Small values, written in one line.
//!
//! In: `KIND[=VALUE][@SCOPE] [times=N] [after=N]`. Out: a [`Fault`]. It does not know how a fault is carried out.
//!
//! The scope is a JSON-RPC method (`xo.getAllObjects`, `backupNg.*`) or, if it starts with a slash, the path of a
//! request (`/rest/v0/srs`, `/rest/*`; `/api/` is the WebSocket's upgrade). `*` at the end matches anything.

mod kind;
mod registry;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

pub use kind::{FaultKind, Noise};
pub(crate) use registry::{Faults, Target};

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Where; by default everywhere it fits.
    pub scope: Option<String>,
    /// How often; by default always.
    pub times: Option<u32>,
    /// How many calls succeed before.
    pub after: u32,
}

/// Why a text is not a fault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("cannot read the fault `{text}`: {why}; write KIND[=VALUE][@SCOPE] [times=N] [after=N]")]
pub struct BadFault {
    text: String,
    why: String,
}

impl Fault {
    /// Returns a fault that always happens, everywhere it fits.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, scope: None, times: None, after: 0 }
    }

    /// Restricts the fault to one method or path; `*` at the end matches anything.
    #[must_use]
    pub fn at(mut self, scope: &str) -> Self {
        self.scope = Some(scope.to_owned());
        self
    }

    /// Limits the fault to this many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Lets this many calls succeed first.
    #[must_use]
    pub fn after(mut self, after: u32) -> Self {
        self.after = after;
        self
    }
}

impl FromStr for Fault {
    type Err = BadFault;

    fn from_str(text: &str) -> Result<Self, BadFault> {
        let bad = |why: String| BadFault { text: text.to_owned(), why };
        let mut words = text.split_whitespace();
        let first = words.next().ok_or_else(|| bad("there is nothing".to_owned()))?;
        let (kind, scope) = match first.split_once('@') {
            Some((kind, scope)) if !scope.is_empty() => (kind, Some(scope.to_owned())),
            Some(_) => return Err(bad("there is no scope after `@`".to_owned())),
            None => (first, None),
        };
        let mut fault = Self { kind: kind.parse().map_err(bad)?, scope, times: None, after: 0 };
        for word in words {
            let number = |text: &str| text.parse().map_err(|_| bad(format!("`{text}` is not a number")));
            match word.split_once('=') {
                Some(("times", count)) => fault.times = Some(number(count)?),
                Some(("after", count)) => fault.after = number(count)?,
                _ => return Err(bad(format!("`{word}` is neither `times=N` nor `after=N`"))),
            }
        }
        Ok(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if let Some(scope) = &self.scope {
            write!(f, "@{scope}")?;
        }
        if let Some(times) = self.times {
            write!(f, " times={times}")?;
        }
        if self.after > 0 {
            write!(f, " after={}", self.after)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notation_reads_what_it_writes() {
        for text in [
            "stall",
            "stall@xo.getAllObjects",
            "delay=1500ms@/rest/v0/* times=2",
            "drop=1000@xo.getAllObjects times=1 after=2",
            "redirect=https://example.org/@/rest/v0/srs",
        ] {
            let fault: Fault = text.parse().unwrap();
            let again: Fault = fault.to_string().parse().unwrap();
            assert_eq!(fault, again, "{text}");
        }
        let fault: Fault = "drop=10@xo.getAllObjects times=1 after=2".parse().unwrap();
        assert_eq!(fault, Fault::new(FaultKind::Drop(10)).at("xo.getAllObjects").times(1).after(2));
    }

    #[test]
    fn errors_are_reported() {
        for (text, expected) in [
            ("", "there is nothing"),
            ("explode", "`explode`"),
            ("delay", "`delay` needs"),
            ("delay=soon", "`soon`"),
            ("stall@", "no scope"),
            ("stall sometimes", "`sometimes`"),
            ("stall times=x", "`x` is not a number"),
            ("status=99", "`99`"),
            ("huge=99999999999999999", "`99999999999999999`"),
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
