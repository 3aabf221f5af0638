//! Text from the server made fit for a screen: cleaned, measured in columns, cut, padded, wrapped.
//!
//! In: any text, however hostile. Out: text without anything that a terminal obeys, never wider than requested. Knows
//! nothing of the field and nothing of colours. Pure.

mod clean;
mod columns;
mod lookup;
mod wrap;

pub use clean::{READ_LIMIT, clean, is_plain};
pub use columns::{ELLIPSIS, fit, fit_name, fit_names, fit_with, pad_left, pad_right, width};
pub use lookup::{listed, same, short};
pub use wrap::wrap;
