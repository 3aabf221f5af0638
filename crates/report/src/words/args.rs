//! Variables of a text: what comes from the server passes through Fluent untouched.
//!
//! A name or a text enters the sentence as a mark that nobody can type, and returns to its place afterwards: it stays a
//! separate piece, raw, for the renderer to clean, cut or escape.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
use serde::Serialize;

use crate::blocks::{Span, Text};
use xo_health_core::units::Bytes;

/// The first mark: a private character in a plane that no font fills. Our own words never contain one.
const FIRST: u32 = 0xF_0000;

/// The last mark.
const LAST: u32 = 0xF_FFFD;

/// The value of a variable.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// A number or one of our own words, by which variants are chosen.
    Value(FluentValue<'a>),
    /// A text that keeps its looks and names.
    Text(Text),
}

impl Arg<'_> {
    /// Makes a variable from a raw name from the server; a terminal shows this many columns of it.
    pub fn name(name: &str, columns: u16) -> Self {
        Self::Text(Text::name(name, columns))
    }

    /// Makes a variable from the word by which documents know a value, and by which variants are chosen.
    pub fn key(value: impl Serialize) -> Self {
        key(&value).into()
    }

    /// Makes a variable with the value `yes` or `no`.
    pub fn flag(flag: bool) -> Self {
        if flag { "yes" } else { "no" }.into()
    }
}

/// Returns the word by which documents know a value: its name, or the `code` of one with parameters; empty if there is
/// none.
pub fn key(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(serde_json::Value::Object(fields)) => {
            fields.get("code").and_then(|code| code.as_str()).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

macro_rules! values {
    ($($from:ty),*) => {$(
        impl From<$from> for Arg<'_> {
            fn from(value: $from) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

values!(u8, u16, u32, u64, usize, i32, i64);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(word: &'a str) -> Self {
        Self::Value(word.into())
    }
}

impl From<String> for Arg<'_> {
    fn from(word: String) -> Self {
        Self::Value(word.into())
    }
}

impl From<Bytes> for Arg<'_> {
    fn from(bytes: Bytes) -> Self {
        Self::Value(bytes.to_string().into())
    }
}

impl From<Text> for Arg<'_> {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Span> for Arg<'_> {
    fn from(span: Span) -> Self {
        Self::Text(span.into())
    }
}

/// Replaces texts by marks.
pub(super) fn hide<'a, K: Into<Cow<'a, str>>>(
    variables: impl IntoIterator<Item = (K, Arg<'a>)>,
) -> (FluentArgs<'a>, Vec<Text>) {
    let mut args = FluentArgs::new();
    let mut parts = Vec::new();
    for (name, arg) in variables {
        match arg {
            Arg::Value(value) => args.set(name, value),
            Arg::Text(text) => {
                args.set(name, mark(parts.len()).map_or_else(String::new, String::from));
                parts.push(text);
            }
        }
    }
    (args, parts)
}

fn mark(at: usize) -> Option<char> {
    let code = u32::try_from(at).ok()?.checked_add(FIRST)?;
    char::from_u32(code).filter(|_| code <= LAST)
}

/// Puts the texts back in place of their marks.
pub(super) fn show(filled: &str, parts: &[Text]) -> Text {
    let mut text = Text::default();
    let mut from = 0;
    let marks = filled.char_indices().filter(|(_, c)| (FIRST..=LAST).contains(&u32::from(*c)));
    for (at, mark) in marks {
        text.push(&filled[from..at]);
        let part = usize::try_from(u32::from(mark) - FIRST).ok().and_then(|part| parts.get(part));
        text.append(part.cloned().unwrap_or_default());
        from = at + mark.len_utf8();
    }
    text.push(&filled[from..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::Look;

    #[test]
    fn names_stay_raw_pieces_of_their_own() {
        let (args, parts) = hide([
            ("n", 3.into()),
            ("name", Arg::name("\u{1b}[2J", 20)),
            ("what", Text::look(Look::Strong, "x").into()),
        ]);
        let word = |id: &str| match args.get(id) {
            Some(FluentValue::String(word)) => word.to_string(),
            _ => String::new(),
        };
        let shown = show(&format!("a {}, {} b", word("name"), word("what")), &parts);
        assert_eq!(shown.spans().len(), 5);
        assert_eq!(shown.spans()[1].name, Some(20));
        assert_eq!(shown.spans()[1].text, "\u{1b}[2J");
        assert_eq!(shown.spans()[3].look, Look::Strong);
        assert_eq!(shown.plain(), "a ?[2J, x b");
    }

    #[test]
    fn a_mark_without_a_text_is_nothing() {
        assert_eq!(show("a\u{F0005}b", &[]).plain(), "ab");
    }
}
