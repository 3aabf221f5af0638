//! Renderers: pure functions from blocks to text, one file a form.
//!
//! In: a [`Document`](crate::blocks::Document), the words of a language for what the form itself says ("do:", "and 5 more"),
//! a [`Style`]. Out: a text that is written as it is. A renderer computes nothing: a number that two forms show comes from
//! one field of a view. Adding a form is one file here and one line in the table of formats.

pub mod html;
pub mod markdown;
pub mod text;

use jiff::tz::TimeZone;

use crate::words::Lang;

/// How a report looks on a terminal or in a pipe.
#[derive(Clone, Debug)]
pub struct Style {
    /// Write colours, as ANSI escape sequences.
    pub color: bool,
    /// Columns of the screen; fewer than 24 count as 24.
    pub width: usize,
    /// Lines of the screen: a report that is longer says at its end what its beginning said.
    pub height: usize,
    /// Draw with ASCII only. Names keep their characters.
    pub ascii: bool,
    /// Show what is folded otherwise.
    pub verbose: bool,
    /// The zone in which instants are written.
    pub zone: TimeZone,
    /// The language.
    pub lang: Lang,
}

impl Default for Style {
    /// Plain English text of 80 columns in UTC.
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
