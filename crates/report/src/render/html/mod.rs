//! HTML: one self-contained file that works without scripts, in light and dark mode, on paper and on a phone.
//!
//! Templates escape whatever they are given; what is marked safe in them was made by another template. Names from the
//! server are in `<bdi>`, so that the effect of a right-to-left mark ends with its name. Nothing is loaded: the
//! content security policy allows only this file's own style, by its hash, and embedded pictures.

mod chart;

use askama::Template;

use crate::blocks::{
    Block, Branch, Chart, Document, FindingGroup, Look, Picture, Rows, Section, SpaceBar, SpaceKind,
    SpacePart, Table, TallyPart, Text,
};
use crate::render::Style;
use crate::words::{Lang, Words, key};
use xo_health_core::display;

/// The style of every page.
const STYLE: &str = include_str!("../../../templates/style.css");

/// The hash of the style, for the content security policy; a test compares them.
const STYLE_HASH: &str = "sha256-jDDg8XkUWM/kw69ujTgUch6sQA2N7UL6lwl5IUmu4to=";

/// The most columns of a name.
const NAME: usize = 500;

/// How many rows of a list are shown before the rest is folded.
const FOLD: usize = 20;

/// The most rows of a list: 10,000 VMs stay below 5 MB. For more, there are CSV and JSON.
const MOST: usize = 400;

/// What a person who forwards a report puts above it.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// A title.
    pub title: Option<String>,
    /// A paragraph.
    pub note: Option<String>,
    /// A logo as a `data:` address.
    pub logo: Option<String>,
}

/// A page, and the folded parts below it.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'a> {
    /// The report.
    pub document: &'a Document,
    /// The folded parts: a title, and sections shown when it is unfolded.
    pub folded: &'a [(Text, Document)],
    /// What is above the report.
    pub cover: &'a Cover,
}

/// Writes a page.
///
/// # Errors
///
/// A template fails, which none of ours does.
pub fn render(pages: &Pages<'_>, style: &Style) -> Result<String, askama::Error> {
    let words = Words::of(style.lang);
    let mut sections: Vec<Part> = Vec::new();
    for section in &pages.document.sections {
        sections.push(part(section, sections.len(), words)?);
    }
    for (title, document) in pages.folded {
        let mut blocks = Vec::new();
        for section in &document.sections {
            if !section.heading.title.is_empty() {
                blocks.push(format!("<h3>{}</h3>", title_of(section)?));
            }
            if !section.heading.rest.is_empty() {
                blocks.push(format!("<p>{}</p>", rest_of(section)?));
            }
            // the page has one answer, at the top
            let inner =
                section.blocks.iter().filter(|block| !matches!(block, Block::Answer(_) | Block::Tally(_)));
            blocks.extend(written(inner, section, words)?);
        }
        let id = format!("s{}", sections.len());
        sections.push(Part {
            id,
            title: text(title).render()?,
            rest: String::new(),
            blocks,
            is_folded: true,
        });
    }
    let page = Page {
        lang: match style.lang {
            Lang::En => "en",
            Lang::Ja => "ja",
        },
        title: pages.cover.title.clone().unwrap_or_else(|| words.phrase("html-title")),
        has_answer: pages
            .document
            .sections
            .iter()
            .any(|section| section.blocks.iter().any(|block| matches!(block, Block::Answer(_)))),
        note: pages.cover.note.as_deref(),
        logo: pages.cover.logo.as_deref(),
        style: STYLE,
        style_hash: STYLE_HASH,
        skip: words.phrase("html-skip"),
        version: env!("CARGO_PKG_VERSION"),
        sections,
        closing: text(&pages.document.closing.short).render()?,
    };
    page.render()
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    lang: &'static str,
    title: String,
    has_answer: bool,
    note: Option<&'a str>,
    logo: Option<&'a str>,
    style: &'static str,
    style_hash: &'static str,
    skip: String,
    version: &'static str,
    sections: Vec<Part>,
    closing: String,
}

/// A section as HTML.
struct Part {
    id: String,
    title: String,
    rest: String,
    blocks: Vec<String>,
    is_folded: bool,
}

fn part(section: &Section, at: usize, words: &'static Words) -> Result<Part, askama::Error> {
    let is_titled = !section.heading.title.is_empty();
    Ok(Part {
        id: if is_titled { format!("s{at}") } else { String::new() },
        title: title_of(section)?,
        rest: rest_of(section)?,
        blocks: written(section.blocks.iter(), section, words)?,
        is_folded: false,
    })
}

fn written<'b>(
    blocks: impl Iterator<Item = &'b Block>,
    section: &Section,
    words: &'static Words,
) -> Result<Vec<String>, askama::Error> {
    let caption = section.heading.title.plain();
    blocks.map(|block| BlockPage::new(block, words, &caption).render()).collect()
}

/// Returns a title without its final colon: on a page it is alone on its line.
fn title_of(section: &Section) -> Result<String, askama::Error> {
    let title = text(&section.heading.title).render()?;
    Ok(["：", ":", "：</span>", ":</span>"].iter().fold(title, |title, mark| {
        let end = if mark.ends_with('>') { "</span>" } else { "" };
        title.strip_suffix(mark).map(|rest| rest.to_owned() + end).unwrap_or(title)
    }))
}

/// Returns what follows a title, without the leading colon.
fn rest_of(section: &Section) -> Result<String, askama::Error> {
    let rest = text(&section.heading.rest).render()?;
    Ok(rest.trim_start_matches([':', '：', ' ']).to_owned())
}

#[derive(Template)]
#[template(path = "block.html")]
struct BlockPage<'a> {
    block: &'a Block,
    words: &'static Words,
    caption: &'a str,
    do_label: String,
    data_label: String,
}

/// Rows of one list: first those visible at once, then those that are folded.
struct RowsPart<'a, T> {
    items: &'a [T],
    summary: Option<String>,
}

/// A part of a bar, in thousandths.
struct Bar {
    class: &'static str,
    x: u64,
    width: u64,
}

impl<'a> BlockPage<'a> {
    fn new(block: &'a Block, words: &'static Words, caption: &'a str) -> Self {
        Self {
            block,
            words,
            caption,
            do_label: words.phrase("label-do"),
            data_label: words.phrase("chart-data"),
        }
    }

    fn text(&self, of: &Text) -> TextPage {
        text(of)
    }

    fn nested<'b>(&'b self, block: &'b Block) -> BlockPage<'b> {
        BlockPage::new(block, self.words, self.caption)
    }

    fn picture(&self, chart: &Chart) -> String {
        let label = chart.caption.plain();
        match &chart.picture {
            Picture::Room { size, need, points } => chart::room(*size, *need, points, &label),
            Picture::Runs { days, lanes } => chart::runs(days, lanes, &label),
        }
    }

    fn legend(&self, chart: &Chart) -> Result<String, askama::Error> {
        let keys: &[(&'static str, &str)] = match &chart.picture {
            Picture::Room { .. } => &[("run", "chart-free"), ("band", "chart-band"), ("zone", "chart-need")],
            Picture::Runs { .. } => {
                &[("run", "chart-run"), ("run-at-risk", "chart-at-risk"), ("run-fails", "chart-fails")]
            }
        };
        Legend { keys: keys.iter().map(|(class, id)| (*class, self.words.phrase(id))).collect() }.render()
    }

    fn table(&self, table: &Table) -> Result<String, askama::Error> {
        BlockPage::new(&Block::Table(table.clone()), self.words, self.caption).render()
    }

    fn look(&self, text: &Text) -> &'static str {
        text.spans().first().map_or("plain", |span| match span.look {
            Look::Critical => "critical",
            Look::Warning => "warning",
            Look::Good => "good",
            _ => "plain",
        })
    }

    fn tag(&self, ordered: &bool) -> &'static str {
        if *ordered { "ol" } else { "ul" }
    }

    fn is_number(&self, table: &Table, column: &usize) -> bool {
        table.columns.get(*column).is_some_and(|column| column.is_number)
    }

    fn parts<'r, T>(&self, rows: &'r Rows<T>) -> Vec<RowsPart<'r, T>> {
        let items = &rows.items[..rows.items.len().min(MOST)];
        let shown = rows.shown.min(FOLD).min(items.len());
        let (first, rest) = items.split_at(shown);
        let mut parts = vec![RowsPart { items: first, summary: None }];
        let hidden = rows.items.len() - shown;
        if hidden > 0 {
            let n = ("n", hidden.into());
            let id = if rows.items.len() > MOST { "html-more-cut" } else { "and-more" };
            let left = ("left", (rows.items.len() - items.len()).into());
            parts.push(RowsPart { items: rest, summary: Some(self.words.say(id, [n, left]).plain()) });
        }
        parts
    }

    fn has_labels(&self, bar: &SpaceBar) -> bool {
        bar.parts.iter().any(|part| !part.label.is_empty())
    }

    fn share_class(&self, share: &TallyPart) -> &'static str {
        match share.look {
            Look::Critical => "run-fails",
            Look::Warning => "run-at-risk",
            Look::Good => "well",
            _ => "untold",
        }
    }

    fn tally(&self, shares: &[TallyPart]) -> Vec<Bar> {
        let all: u64 = shares.iter().map(|share| u64::from(share.count)).sum();
        let mut before = 0;
        let mut bars = Vec::new();
        for share in shares {
            let x = before * 1000 / all.max(1);
            before += u64::from(share.count);
            // no share is too small to be visible
            let width = (before * 1000 / all.max(1) - x).max(4);
            bars.push(Bar { class: self.share_class(share), x: x.min(996), width });
        }
        bars
    }

    fn tally_label(&self, shares: &[TallyPart]) -> String {
        shares.iter().map(|share| share.text.plain()).collect::<Vec<_>>().join(", ")
    }

    fn space_class(&self, part: &SpacePart) -> &'static str {
        match part.kind {
            SpaceKind::Used => "used",
            SpaceKind::NextRound => "next",
            SpaceKind::Merge => "merge",
            SpaceKind::Free => "free",
        }
    }

    fn space(&self, bar: &SpaceBar) -> Vec<Bar> {
        let mut x = 0;
        let mut bars = Vec::new();
        for part in bar.parts.iter().filter(|part| part.kind != SpaceKind::Free) {
            let share = u128::from(part.bytes.0) * 1000 / u128::from(bar.size.0.max(1));
            let width = u64::try_from(share).unwrap_or(1000).min(1000 - x);
            // a part larger than nothing is visible
            let width = if part.bytes.0 > 0 { width.max(2).min(1000 - x) } else { 0 };
            bars.push(Bar { class: self.space_class(part), x, width });
            x += width;
        }
        bars
    }

    fn space_label(&self, bar: &SpaceBar) -> String {
        if !bar.caption.is_empty() {
            return bar.caption.plain();
        }
        let part = |part: &SpacePart| format!("{} {}", part.label.plain().trim(), part.amount.plain().trim());
        bar.parts.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    fn severity(&self, group: &FindingGroup) -> String {
        self.words.severity(group.severity)
    }

    fn severity_class(&self, group: &FindingGroup) -> String {
        format!("is-{}", key(&group.severity))
    }
}

#[derive(Template)]
#[template(path = "legend.html")]
struct Legend {
    keys: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "text.html")]
struct TextPage {
    pieces: Vec<Piece>,
}

/// A piece of a text in one look.
struct Piece {
    text: String,
    class: &'static str,
    is_name: bool,
    opens: bool,
    closes: bool,
}

/// Converts a text: what is between backticks is code.
fn text(of: &Text) -> TextPage {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut in_code = false;
    for span in of.spans() {
        if span.name.is_some() {
            let name = display::fit_name(&span.text, NAME, display::ELLIPSIS);
            pieces.push(Piece {
                text: name,
                class: class(span.look),
                is_name: true,
                opens: false,
                closes: false,
            });
            continue;
        }
        for (at, words) in span.text.split('`').enumerate() {
            let mut piece = Piece {
                text: display::clean(words).into_owned(),
                class: class(span.look),
                is_name: false,
                opens: false,
                closes: false,
            };
            if at > 0 {
                let turn = Piece {
                    text: String::new(),
                    class: "",
                    is_name: false,
                    opens: !in_code,
                    closes: in_code,
                };
                pieces.push(turn);
                in_code = !in_code;
            }
            if in_code {
                piece.class = "";
            }
            pieces.push(piece);
        }
    }
    if in_code {
        pieces.push(Piece { text: String::new(), class: "", is_name: false, opens: false, closes: true });
    }
    pieces.retain(|piece| !piece.text.is_empty() || piece.opens || piece.closes);
    TextPage { pieces }
}

const fn class(look: Look) -> &'static str {
    match look {
        Look::Plain | Look::Address => "",
        Look::Strong => "strong",
        Look::Good => "good",
        Look::Warning => "warning",
        Look::Critical => "critical",
        Look::Accent => "accent",
        Look::Muted => "muted",
        Look::Command => "command",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The policy allows the style by its hash: `sha256-` and the digest in base64.
    #[test]
    fn the_hash_is_that_of_the_style() {
        use base64::Engine;
        use sha2::Digest;
        let digest = sha2::Sha256::digest(STYLE.as_bytes());
        let hash = format!("sha256-{}", base64::prelude::BASE64_STANDARD.encode(digest));
        assert_eq!(STYLE_HASH, hash, "put this into STYLE_HASH: {hash}");
    }

    #[test]
    fn what_stands_between_backticks_is_code_and_names_are_isolated() {
        let text = Text::from("VM `").and(Text::name("<b>\u{202e}&", 40)).and("` is full");
        let shown = super::text(&text).render().unwrap();
        assert_eq!(shown, "VM <code><bdi>&#60;b&#62;&#38;</bdi></code> is full");
    }
}
