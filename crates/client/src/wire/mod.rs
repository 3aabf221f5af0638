//! XO's own shapes, read tolerantly and converted into the [`model`](xo_health_core::model).
//!
//! In: one JSON value at a time, as the server wrote it. Out: model values. Every field may be absent, of another type
//! or absurd: then it counts as unknown. Only a value that is not an object, or has no id, is dropped, and counted.

mod jobs;
pub(crate) mod kept;
mod lenient;
mod list;
mod logs;
mod objects;
mod repositories;
mod servers;

pub use jobs::{JobsOf, jobs, schedules};
pub use list::List;
pub use logs::{GarbledLog, run};
pub(crate) use objects::{GC_TASK, NO_BACKUP};
pub use objects::{GatheredObjects, needed_types};
pub use repositories::{repositories, repository_spaces};
pub use servers::{servers, xo_chains};
