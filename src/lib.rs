//! The program xo-health: arguments, clock, terminal, exit statuses.
//!
//! Its knowledge is in the crates under `crates/`; `ARCHITECTURE.md` is the map. They can be used without the program:
//! read, analyse, ask, render.
//!
//! ```
//! use std::sync::Arc;
//!
//! use xo_health::policy::Policy;
//! use xo_health_client::{Answers, capture};
//! use xo_health_core::analysis::{Analysis, Settings};
//! use xo_health_core::findings::Severity;
//! use xo_health_core::outlook::Outlook;
//! use xo_health_report::render::{self, Style};
//! use xo_health_report::say::Say;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut answers = Answers::default();
//! capture::replay("tests/fixtures/captures/near-30-chain.json.gz".as_ref(), &mut answers)?;
//!
//! let analysis = Analysis::of(Arc::new(answers.finish()), &Settings::default());
//! let worst = analysis.findings().iter().map(|finding| finding.severity).max();
//! assert_eq!(worst, Some(Severity::Critical));
//!
//! let outlook = Outlook::of(&analysis);
//! let exit = Policy::default().exit(&analysis, &outlook);
//! let report = xo_health_report::check(&analysis, outlook, exit);
//! let style = Style { width: 100, ..Style::default() };
//! let document = xo_health_report::check::compose(&report, &Say::new(&style, report.observed_at));
//! assert!(render::text::render(&document, &style).contains("XOH-101 chain-depth"));
//! # Ok(())
//! # }
//! ```

pub mod cli;
pub mod policy;
