//! Earlier states of servers: kept in SQLite or PostgreSQL, and returned as [`Memory`](xo_health_core::memory::Memory).
//!
//! In: what is kept of an analysis ([`Kept`]). Out: what earlier readings of the same server show. A server is known by
//! the ids of its pools, whatever its address; a [`Store`] holds many. A reading is one transaction: stored whole or
//! not at all. Knows no words of a language, no arguments and no clock.
//!
//! | module | what it contains |
//! | --- | --- |
//! | `location` | which database: a file, or the address of a PostgreSQL server |
//! | `connect` | opening it, its tables, and the errors of one that cannot be used |
//! | `kept` | what is kept of an analysis |
//! | `rows` | many rows at once, in the dialect that both databases share |
//! | `add` | a reading: SRs, images as spans, merges |
//! | `runs`, `verdicts` | the rest of a reading: runs with their VMs, jobs and schedules; findings and forecasts |
//! | `recall` | what earlier readings show |
//! | `past` | how forecasts turned out, and what a history shows of a period |
//! | `read_runs` | the runs of a period, and those that XO no longer has |
//! | `portable` | a history as one file |
//! | `reports` | the latest reports, for comparison |
//! | `upkeep` | counts, thinning by age |

mod add;
mod between;
mod connect;
mod error;
mod kept;
mod location;
mod past;
mod portable;
mod read_runs;
mod recall;
mod reports;
mod rows;
mod runs;
mod upkeep;
mod verdicts;

pub use add::Added;
pub use connect::Store;
pub use error::{HistoryError, Shown};
pub use kept::Kept;
pub use location::Location;
pub use past::Known;
pub use portable::Imported;
pub use reports::LARGEST_REPORT;
pub use upkeep::{Pruned, Stats};

#[cfg(test)]
mod tests;
