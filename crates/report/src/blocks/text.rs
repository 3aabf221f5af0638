//! The texts in blocks: pieces with their looks, including raw names.

use std::fmt;

use xo_health_core::display;
use xo_health_core::findings::Severity;

/// What a piece of text is, as far as it affects the look. The text says it too: the look only repeats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// Nothing special.
    #[default]
    Plain,
    /// The first thing the eye should find.
    Strong,
    /// All is well.
    Good,
    /// Will cause harm unless something changes.
    Warning,
    /// Fails, or cannot be judged.
    Critical,
    /// Points to what to do, or to what is worth knowing.
    Accent,
    /// Beside the point.
    Muted,
    /// Meant to be typed.
    Command,
    /// An address or a path, there to be copied: no renderer breaks or cuts it.
    Address,
}

impl From<Severity> for Look {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self::Critical,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Accent,
        }
    }
}

/// A piece of a text in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The characters; raw if it is a name.
    pub text: String,
    /// Its look.
    pub look: Look,
    /// The terminal columns it may take within a line if it comes from the server; none for our own words.
    pub name: Option<u16>,
}

/// A text: pieces that follow each other on one line, or in one paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Span>);

impl Text {
    /// Makes a text from our own words in a look.
    pub fn look(look: Look, text: impl Into<String>) -> Self {
        Self(vec![Span { text: text.into(), look, name: None }])
    }

    /// Makes a text from our own words that the eye should find first.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::look(Look::Strong, text)
    }

    /// Makes a text from a raw name from the server, with the columns it may take.
    pub fn name(name: impl Into<String>, columns: u16) -> Self {
        Self(vec![Span { text: name.into(), look: Look::Plain, name: Some(columns) }])
    }

    /// Returns the pieces.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Returns whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }

    /// Adds our own words.
    pub fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.name.is_none() && last.look == Look::Plain => last.text.push_str(text),
            _ => self.0.push(Span { text: text.to_owned(), look: Look::Plain, name: None }),
        }
    }

    /// Adds another text.
    pub fn append(&mut self, other: Self) {
        for span in other.0 {
            if span.name.is_none() && span.look == Look::Plain {
                self.push(&span.text);
            } else {
                self.0.push(span);
            }
        }
    }

    /// Returns the text followed by another.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.append(other.into());
        self
    }

    /// Returns the text with this look on every piece that has none.
    #[must_use]
    pub fn in_look(mut self, look: Look) -> Self {
        for span in &mut self.0 {
            if span.look == Look::Plain {
                span.look = look;
            }
        }
        self
    }

    /// Joins texts with a separator.
    pub fn join(texts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut joined = Self::default();
        for (at, text) in texts.into_iter().enumerate() {
            if at > 0 {
                joined.push(between);
            }
            joined.append(text);
        }
        joined
    }

    /// Returns it as plain text for documents, with names cleaned and cut.
    pub fn plain(&self) -> String {
        let piece = |span: &Span| match span.name {
            Some(columns) => display::fit_name(&span.text, columns.into(), display::ELLIPSIS),
            None => span.text.clone(),
        };
        self.0.iter().map(piece).collect()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut own = Self::default();
        own.push(text);
        own
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<Span> for Text {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl FromIterator<Span> for Text {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut text = Self::default();
        spans.into_iter().for_each(|span| text.append(span.into()));
        text
    }
}
