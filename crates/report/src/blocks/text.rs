//! Texts of blocks: pieces with their looks, names raw among them.

use std::fmt;

use xo_health_core::display;
use xo_health_core::findings::Severity;

/// What a piece of text is, as far as its look goes. The text says it too: a look only repeats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// Nothing special.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// All is well.
    Good,
    /// Will hurt unless something changes.
    Warning,
    /// Fails, or nothing can be said.
    Critical,
    /// Leads to what to do, or to what is worth knowing.
    Accent,
    /// Beside the point.
    Muted,
    /// To be typed.
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
    /// The characters; raw where it is a name.
    pub text: String,
    /// What it is.
    pub look: Look,
    /// Comes from the server: columns that it may take within a line of a terminal; none for words of ours.
    pub name: Option<u16>,
}

/// A text: pieces that follow each other on one line, or in one paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Span>);

impl Text {
    /// Words of ours in a look.
    pub fn look(look: Look, text: impl Into<String>) -> Self {
        Self(vec![Span { text: text.into(), look, name: None }])
    }

    /// Words of ours that the eye should find first.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::look(Look::Strong, text)
    }

    /// A name from the server, raw, with the columns that it may take.
    pub fn name(name: impl Into<String>, columns: u16) -> Self {
        Self(vec![Span { text: name.into(), look: Look::Plain, name: Some(columns) }])
    }

    /// Returns the pieces.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Returns whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }

    /// Adds words of ours.
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

    /// Returns it with another text after it.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.append(other.into());
        self
    }

    /// Returns it in a look, where it has none of its own.
    #[must_use]
    pub fn in_look(mut self, look: Look) -> Self {
        for span in &mut self.0 {
            if span.look == Look::Plain {
                span.look = look;
            }
        }
        self
    }

    /// Joins texts.
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

    /// Writes it as a sentence of plain text, with names cleaned and cut: what documents hold.
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
