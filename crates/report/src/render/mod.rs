//! Renderers: pure functions from blocks to text, one file per form.
//!
//! In: a [`Document`](crate::blocks::Document), the words of a language for what the form itself says ("do:", "and 5
//! more"), a [`Style`]. Out: a text, written as it is. A renderer computes nothing: a number that two forms show comes
//! from the same field of a view. Adding a form takes one file here and one line in the table of formats.

pub mod html;
pub mod markdown;
pub mod text;

use jiff::tz::TimeZone;

use crate::words::Lang;

/// How a report looks on a terminal or in a pipe.
#[derive(Clone, Debug)]
pub struct Style {
    /// Whether to write colours, as ANSI escape sequences.
    pub color: bool,
    /// The columns of the screen; fewer than 24 count as 24.
    pub width: usize,
    /// The lines of the screen: a report longer than that repeats its answer at the end.
    pub height: usize,
    /// Whether to draw with ASCII only. Names keep their characters.
    pub ascii: bool,
    /// Whether to show what is folded otherwise.
    pub verbose: bool,
    /// The time zone of the instants.
    pub zone: TimeZone,
    /// The language.
    pub lang: Lang,
}

impl Default for Style {
    /// Returns plain English text of 80 columns in UTC.
    fn default() -> Self {
        Self {
            color: false,
            width: 80,
            height: 24,
            ascii: false,
            verbose: false,
            zone: TimeZone::UTC,
            lang: Lang::En,
        }
    }
}
