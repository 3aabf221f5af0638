//! The output lines: the one place where text meets the width and the colours.

use anstyle::AnsiColor;

use crate::blocks::{Look, Rows, Text};
use crate::history::spark;
use crate::render::Style;
use crate::words::Words;
use xo_health_core::display;

/// The least columns of a screen: fewer hold no sentence.
const MIN_WIDTH: usize = 24;

/// How many lines a paragraph may take unless everything is wanted.
const MAX_LINES: usize = 8;

/// The columns that a name keeps, however long the rest of its line is.
const MIN_NAME: usize = 16;

/// A piece of a line: cleaned, in one look.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    look: Look,
    text: String,
    is_name: bool,
}

/// The lines written so far. None of them is wider than the screen or contains anything that was not cleaned.
pub(super) struct Lines<'a> {
    style: &'a Style,
    words: &'a Words,
    out: String,
}

impl<'a> Lines<'a> {
    /// Starts without any lines.
    pub(super) fn new(style: &'a Style, words: &'a Words) -> Self {
        Self { style, words, out: String::new() }
    }

    /// Returns the number of lines.
    pub(super) fn count(&self) -> usize {
        self.out.lines().count()
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Returns the words for what the renderer itself says.
    pub(super) fn words(&self) -> &'a Words {
        self.words
    }

    /// Returns whether nothing is folded.
    pub(super) fn everything(&self) -> bool {
        self.style.verbose
    }

    /// Returns whether lines are drawn with ASCII only.
    pub(super) fn ascii(&self) -> bool {
        self.style.ascii
    }

    /// Returns the columns of the screen.
    pub(super) fn width(&self) -> usize {
        self.style.width.max(MIN_WIDTH)
    }

    /// Returns the sign for omitted text.
    pub(super) fn ellipsis(&self) -> &'static str {
        if self.style.ascii { "..." } else { display::ELLIPSIS }
    }

    /// Adds an empty line.
    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Writes one line; names in it are shortened first, and what still exceeds the screen is cut.
    pub(super) fn line(&mut self, indent: usize, text: &Text) {
        let room = self.width().saturating_sub(indent);
        let pieces = self.fitted(text, room);
        self.write(indent, pieces);
    }

    /// Writes a paragraph beside its label, wrapped to the screen. An address that is too long for its place gets a
    /// line of its own, further left, and is never broken: it is there to be copied.
    pub(super) fn paragraph(&mut self, indent: usize, label: &Text, text: &Text) {
        // on a narrow screen, a long label gives way to its text
        let label = self.fitted(label, self.width().saturating_sub(indent) * 2 / 3);
        let hang = indent + width_of(&label);
        let room = self.width().saturating_sub(hang);
        let (mut before, mut at) = (Text::default(), indent);
        let mut label = label;
        for span in text.spans() {
            let address = display::clean(&span.text);
            if span.look != Look::Address || display::width(&address) <= room {
                before.append(span.clone().into());
                continue;
            }
            if at == indent || !before.is_empty() {
                self.beside(at, hang, &label, &std::mem::take(&mut before));
            }
            (label, at) = (Vec::new(), hang);
            let left = self.width().saturating_sub(display::width(&address)).min(hang);
            self.write(left, vec![plain(address)]);
        }
        if at == indent || !before.is_empty() {
            self.beside(at, hang, &label, &before);
        }
    }

    /// Writes a paragraph whose lines begin at `hang`, with a label before the first one at `indent`.
    fn beside(&mut self, indent: usize, hang: usize, label: &[Piece], text: &Text) {
        let room = self.width().saturating_sub(hang);
        let mut lines = self.wrap(text, room, 0);
        if lines.len() > MAX_LINES && !self.style.verbose {
            let rest: Vec<Piece> = lines.split_off(MAX_LINES - 1).into_iter().flatten().collect();
            let rest: Vec<String> = rest.into_iter().map(|piece| piece.text).collect();
            lines.push(vec![plain(display::fit_with(&rest.join(" "), room, self.ellipsis()))]);
        }
        for (at, line) in lines.into_iter().enumerate() {
            if at == 0 {
                self.write(indent, label.iter().cloned().chain(line).collect());
            } else {
                self.write(hang, line);
            }
        }
    }

    /// Writes a paragraph with a hanging indent: all lines but the first begin further right.
    pub(super) fn wrapped(&mut self, indent: usize, hang: usize, text: &Text) {
        let room = self.width().saturating_sub(indent);
        for line in self.wrap(text, room, hang) {
            self.write(indent, line);
        }
    }

    /// Writes the summary of what a list leaves out, if anything.
    pub(super) fn more<T>(&mut self, indent: usize, rows: &Rows<T>) {
        if rows.more.is_empty() || self.everything() {
            return;
        }
        let more = self.words.say("all-shows", [("more", rows.more.clone().into())]);
        let more = Text::from(format!("{} ", self.ellipsis())).and(more);
        self.paragraph(indent, &Text::default(), &more);
    }

    /// Returns the columns of a text on one line, with names at their full length.
    pub(super) fn columns(&self, text: &Text) -> usize {
        width_of(&self.pieces(text))
    }

    /// Cleans a text and cuts its names to the columns they may take.
    pub(super) fn pieces(&self, text: &Text) -> Vec<Piece> {
        let piece = |span: &crate::blocks::Span| Piece {
            look: span.look,
            text: match span.name {
                Some(columns) => display::fit_name(&span.text, columns.into(), self.ellipsis()),
                None if self.style.ascii => spark::plain(&display::clean(&span.text).replace('›', ">")),
                None => display::clean(&span.text).into_owned(),
            },
            is_name: span.name.is_some(),
        };
        text.spans().iter().map(piece).collect()
    }

    /// Fits a text into this many columns: the longest names are shortened first.
    pub(super) fn fitted(&self, text: &Text, room: usize) -> Vec<Piece> {
        let mut pieces = self.pieces(text);
        let mut excess = width_of(&pieces).saturating_sub(room);
        while excess > 0 {
            let names = pieces.iter_mut().filter(|piece| piece.is_name);
            let longest = names.max_by_key(|piece| display::width(&piece.text));
            let Some(name) = longest.filter(|name| display::width(&name.text) > MIN_NAME) else { break };
            let before = display::width(&name.text);
            let columns = before.saturating_sub(excess).max(MIN_NAME);
            name.text = display::fit_name(&name.text, columns, self.ellipsis());
            excess = excess.saturating_sub(before - display::width(&name.text));
        }
        let mut left = room;
        for piece in &mut pieces {
            if display::width(&piece.text) > left {
                piece.text = match piece.is_name {
                    true => display::fit_name(&piece.text, left, self.ellipsis()),
                    false => display::fit_with(&piece.text, left, self.ellipsis()),
                };
            }
            left = left.saturating_sub(display::width(&piece.text));
        }
        pieces
    }

    /// Breaks a text into lines; all but the first begin with `hang` spaces.
    fn wrap(&self, text: &Text, columns: usize, hang: usize) -> Vec<Vec<Piece>> {
        let pieces = self.pieces(text);
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        let mut looks =
            pieces.iter().flat_map(|piece| piece.text.chars().map(|c| (c, piece.look))).peekable();
        let mut look_of = |c: char| {
            // wrapping drops spaces and nothing else
            while looks.next_if(|(next, _)| *next != c && *next == ' ').is_some() {}
            looks.next_if(|(next, _)| *next == c).map_or(Look::Plain, |(_, look)| look)
        };
        let mut lines = Vec::new();
        for (at, line) in display::wrap(&whole, columns, hang).into_iter().enumerate() {
            let content = line.trim_start_matches(' ');
            let mut spans = vec![plain(if at == 0 { "" } else { &line[..line.len() - content.len()] })];
            for c in content.chars() {
                let look = look_of(c);
                match spans.last_mut() {
                    Some(last) if last.look == look => last.text.push(c),
                    _ => spans.push(Piece { look, text: c.to_string(), is_name: false }),
                }
            }
            lines.push(spans);
        }
        lines
    }

    /// Writes pieces that already fit.
    pub(super) fn write(&mut self, indent: usize, mut pieces: Vec<Piece>) {
        // neither a cut nor an empty cell leaves spaces at the end
        while let Some(last) = pieces.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            pieces.pop();
        }
        if !pieces.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', indent));
        }
        for Piece { look, text, .. } in pieces {
            let style = style_of(look);
            if self.style.color && !style.is_plain() && !text.trim().is_empty() {
                self.out.push_str(&format!("{style}{text}{style:#}"));
            } else {
                self.out.push_str(&text);
            }
        }
        self.out.push('\n');
    }
}

/// Returns the total width of pieces.
pub(super) fn width_of(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| display::width(&piece.text)).sum()
}

/// Makes a piece without a look.
pub(super) fn plain(text: impl Into<String>) -> Piece {
    Piece { look: Look::Plain, text: text.into(), is_name: false }
}

const fn style_of(look: Look) -> anstyle::Style {
    match look {
        Look::Plain => anstyle::Style::new(),
        Look::Strong => anstyle::Style::new().bold(),
        Look::Good => AnsiColor::Green.on_default().bold(),
        Look::Warning => AnsiColor::Yellow.on_default().bold(),
        Look::Critical => AnsiColor::Red.on_default().bold(),
        Look::Accent => AnsiColor::Cyan.on_default(),
        Look::Muted => anstyle::Style::new().dimmed(),
        Look::Command => AnsiColor::Cyan.on_default().bold(),
        Look::Address => anstyle::Style::new(),
    }
}
