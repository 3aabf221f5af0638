//! The page that is being written: the one place where text meets the width and the colours.

use anstyle::AnsiColor;

use super::Style;
use crate::words::Bundle;
use xo_health_core::display;
use xo_health_core::findings::Severity;

/// Fewer columns than this hold no sentence.
const MIN_WIDTH: usize = 24;

/// Lines a single block may take unless everything is wanted.
const MAX_LINES: usize = 8;

/// Is a piece of a line, in one look.
#[derive(Clone, Debug)]
pub struct Span {
    look: anstyle::Style,
    text: String,
}

/// Returns text without style.
pub fn plain(text: impl Into<String>) -> Span {
    styled(anstyle::Style::new(), text)
}

/// Returns bold text.
pub fn bold(text: impl Into<String>) -> Span {
    styled(anstyle::Style::new().bold(), text)
}

/// Returns text in cyan.
pub fn cyan(text: impl Into<String>) -> Span {
    styled(AnsiColor::Cyan.on_default(), text)
}

/// Takes the colour of a severity; the text has to name it.
pub fn by_severity(severity: Severity, text: impl Into<String>) -> Span {
    match severity {
        Severity::Critical => styled(AnsiColor::Red.on_default().bold(), text),
        Severity::Warning => styled(AnsiColor::Yellow.on_default().bold(), text),
        Severity::Info => cyan(text),
    }
}

fn styled(look: anstyle::Style, text: impl Into<String>) -> Span {
    Span { look, text: text.into() }
}

/// Collects lines. No line leaves it wider than the screen or with anything in it that was not cleaned.
pub struct Page<'a> {
    style: &'a Style,
    own: &'a Bundle,
    out: String,
}

impl<'a> Page<'a> {
    /// Starts an empty page.
    pub fn new(style: &'a Style, own: &'a Bundle) -> Self {
        Self { style, own, out: String::new() }
    }

    /// Gives what the renderer itself says, in the style's language.
    pub fn own(&self) -> &'a Bundle {
        self.own
    }

    /// Returns the whole page.
    pub fn finish(self) -> String {
        self.out
    }

    /// Returns the style of the page.
    pub fn style(&self) -> &'a Style {
        self.style
    }

    /// Gives the columns of the screen.
    pub fn width(&self) -> usize {
        self.style.width.max(MIN_WIDTH)
    }

    /// Gives what stands for text left out.
    pub fn ellipsis(&self) -> &'static str {
        if self.style.ascii { "..." } else { display::ELLIPSIS }
    }

    /// Shortens a name.
    pub fn fit(&self, text: &str, columns: usize) -> String {
        display::fit_with(text, columns, self.ellipsis())
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Writes one line; what exceeds the screen is cut.
    pub fn line(&mut self, spans: &[Span]) {
        let mut left = self.width();
        let mut fitted: Vec<(anstyle::Style, String)> = Vec::with_capacity(spans.len());
        for span in spans {
            let text = self.fit(&span.text, left);
            left = left.saturating_sub(display::width(&text));
            fitted.push((span.look, text));
        }
        // what was cut may leave blanks behind
        while let Some((_, text)) = fitted.last_mut() {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                break;
            }
            fitted.pop();
        }
        for (look, text) in fitted {
            self.push(look, &text);
        }
        self.out.push('\n');
    }

    /// Writes a paragraph that hangs beside its label, wrapped to the screen.
    pub fn block(&mut self, indent: usize, label: Span, text: &str) {
        let hang = indent + display::width(&label.text);
        let room = self.width().saturating_sub(hang);
        let mut lines = display::wrap(text, room, 0);
        if lines.len() > MAX_LINES && !self.style.verbose {
            let rest = lines.split_off(MAX_LINES - 1).join(" ");
            lines.push(self.fit(&rest, room));
        }
        for (at, line) in lines.into_iter().enumerate() {
            if at == 0 {
                self.line(&[plain(" ".repeat(indent)), label.clone(), plain(line)]);
            } else {
                self.line(&[plain(" ".repeat(hang)), plain(line)]);
            }
        }
    }

    /// Writes a paragraph from the left edge that begins with a word in another look.
    pub fn opening(&mut self, first: Span, rest: &str) {
        let text = format!("{}{rest}", first.text);
        for line in display::wrap(&text, self.width(), 2) {
            match line.strip_prefix(&first.text) {
                Some(rest) => self.line(&[first.clone(), plain(rest)]),
                None => self.line(&[plain(line)]),
            }
        }
    }

    /// Writes a line that must not be cut: an address or a path that is wider than the screen is of no use in parts.
    pub fn uncut(&mut self, text: &str) {
        self.out.push_str(&display::clean(text));
        self.out.push('\n');
    }

    fn push(&mut self, look: anstyle::Style, text: &str) {
        if self.style.color && !look.is_plain() && !text.trim().is_empty() {
            self.out.push_str(&format!("{look}{text}{look:#}"));
        } else {
            self.out.push_str(text);
        }
    }
}
