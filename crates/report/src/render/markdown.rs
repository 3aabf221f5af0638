//! Markdown for tickets and chats (GitHub's dialect): blocks become headings, lists, tables and fences.
//!
//! Everything from the server is escaped, so that a name is never a link, a heading, a mention or HTML.

use std::fmt::Write as _;

use crate::blocks::{
    AnswerBlock, Block, Branch, Document, FindingGroup, Forest, List, Look, Note, Pair, Paragraph, Queued,
    Rows, Section, SpaceBar, StepBlock, Table, TableRow, Text, TimelineEntry,
};
use crate::render::Style;
use crate::words::Words;
use xo_health_core::display;

/// How many cells name a row in the text below the table.
const NAMED: usize = 3;

/// The least columns that a name may take: there is no terminal that it has to fit.
const NAME: usize = 80;

/// Writes a document, with a final newline.
pub fn render(document: &Document, style: &Style) -> String {
    let mut page = Page { out: String::new(), style, words: Words::of(style.lang) };
    for section in &document.sections {
        page.section(section);
    }
    page.paragraph(&line(&document.closing.short));
    let mut out = page.out.trim_end().to_owned();
    out.push('\n');
    out
}

struct Page<'a> {
    out: String,
    style: &'a Style,
    words: &'static Words,
}

impl Page<'_> {
    fn section(&mut self, section: &Section) {
        let heading = &section.heading;
        if !heading.title.is_empty() {
            self.paragraph(&format!("## {}", line(&heading.title)));
        }
        if !heading.rest.is_empty() {
            self.paragraph(&line(&heading.rest));
        }
        section.blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Answer(AnswerBlock { lead, rest }) => {
                self.paragraph(&format!("# {}{}", line(lead), line(rest)));
            }
            Block::Paragraph(Paragraph { label, text, .. }) => {
                self.paragraph(&line(&label.clone().and(text.clone())));
            }
            Block::List(list) => self.list(list),
            Block::Items(items) => self.items(items),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => {
                self.paragraph(&line(&chart.caption));
                self.table(&chart.data);
            }
            Block::Tally(_) => {}
            Block::SpaceBar(bar) => self.space(bar),
            Block::Findings(groups) => groups.iter().for_each(|group| self.findings(group)),
            Block::Forest(forest) => self.forest(forest),
            Block::Pairs(pairs) => self.pairs(&pairs.pairs),
            Block::Queue(queue) => self.queue(queue),
            Block::Timeline(moments) => self.timeline(moments),
            Block::Notes(notes) => {
                notes.shown(self.style.verbose).iter().for_each(|note| self.note(note));
                self.more(notes);
            }
            Block::Steps(steps) => self.steps(steps),
        }
    }

    fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.out.push_str(text.trim());
            self.out.push_str("\n\n");
        }
    }

    fn entry(&mut self, level: usize, mark: &str, text: &str) {
        let _ = writeln!(self.out, "{}{mark} {}", "  ".repeat(level), text.trim());
    }

    fn end(&mut self) {
        self.out.push('\n');
    }

    fn more<T>(&mut self, rows: &Rows<T>) {
        if !rows.more.is_empty() && !self.style.verbose {
            let more = self.words.say("all-shows", [("more", rows.more.clone().into())]);
            self.paragraph(&format!("_{}_", line(&more)));
        }
    }

    fn list(&mut self, list: &List) {
        for (item, n) in list.items.iter().zip(1_usize..) {
            let mark = if list.ordered { format!("{n}.") } else { "-".to_owned() };
            self.entry(0, &mark, &line(item));
        }
        self.end();
    }

    fn items(&mut self, items: &Rows<Text>) {
        for item in items.shown(self.style.verbose) {
            self.entry(0, "-", &line(item));
        }
        self.end();
        self.more(items);
    }

    fn table(&mut self, table: &Table) {
        let heads: Vec<String> = table.columns.iter().map(|column| line(&column.head)).collect();
        let rules = table.columns.iter().map(|column| if column.is_number { "---:" } else { "---" });
        self.row(&heads);
        self.row(&rules.map(str::to_owned).collect::<Vec<_>>());
        let rows = table.rows.shown(self.style.verbose);
        for row in rows {
            self.row(&row.cells.iter().map(line).collect::<Vec<_>>());
        }
        self.end();
        rows.iter().for_each(|row| self.below(row));
        self.more(&table.rows);
    }

    /// Writes the details of a row below the table, under the row's first words.
    fn below(&mut self, row: &TableRow) {
        if row.below.is_empty() {
            return;
        }
        let cells = row.cells.iter().map(line).take(NAMED).collect::<Vec<_>>().join(" ");
        self.paragraph(&format!("_{}_", cells.trim()));
        row.below.iter().for_each(|block| self.block(block));
    }

    fn row(&mut self, cells: &[String]) {
        let _ = writeln!(
            self.out,
            "| {} |",
            cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join(" | ")
        );
    }

    fn space(&mut self, bar: &SpaceBar) {
        if !bar.caption.is_empty() {
            self.paragraph(&line(&bar.caption));
            return;
        }
        for part in &bar.parts {
            let text = [&part.label, &part.amount, &part.verdict].map(line);
            self.entry(0, "-", &text.iter().map(|text| text.trim()).collect::<Vec<_>>().join(" "));
        }
        self.end();
    }

    fn findings(&mut self, group: &FindingGroup) {
        let severity = self.words.severity(group.severity);
        self.paragraph(&format!("**{severity} {}: {}**", escape(&group.code), line(&group.title)));
        for case in group.cases.shown(self.style.verbose) {
            self.entry(0, "-", &line(case));
        }
        self.end();
        self.more(&group.cases);
        let label = self.words.phrase("label-do");
        for step in &group.steps {
            self.paragraph(&format!("_{label}_ {}", line(step)));
        }
    }

    fn steps(&mut self, steps: &Rows<StepBlock>) {
        for step in steps.shown(self.style.verbose) {
            self.entry(0, &format!("{}.", step.number), &line(&step.text));
            for (label, text) in &step.details {
                self.entry(2, "-", &format!("{} {}", line(label), line(text)));
            }
        }
        self.end();
        self.more(steps);
    }

    fn pairs(&mut self, pairs: &[Pair]) {
        for pair in pairs {
            self.entry(0, "-", &format!("{} {}", line(&pair.label), line(&pair.value)));
            for (step, n) in pair.steps.iter().zip(1_usize..) {
                self.entry(1, &format!("{n}."), &line(step));
            }
        }
        self.end();
    }

    fn queue(&mut self, queue: &Rows<Queued>) {
        for item in queue.shown(self.style.verbose) {
            let parts = [&item.kind, &item.name, &item.amount, &item.verdict].map(line);
            let parts: Vec<&str> =
                parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
            self.entry(0, &format!("{}.", item.place), &parts.join("; "));
        }
        self.end();
        self.more(queue);
    }

    fn timeline(&mut self, moments: &Rows<TimelineEntry>) {
        for moment in moments.shown(self.style.verbose) {
            let parts = [&moment.at, &moment.what].into_iter().chain(&moment.figures).chain([&moment.rest]);
            let parts: Vec<String> = parts.map(line).filter(|part| !part.trim().is_empty()).collect();
            let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
            self.entry(0, "-", &parts.join("; "));
            if !moment.below.is_empty() {
                self.end();
                moment.below.iter().for_each(|block| self.block(block));
            }
        }
        self.end();
        self.more(moments);
    }

    fn note(&mut self, note: &Note) {
        self.entry(0, "-", &line(&note.text));
        for (label, text) in &note.details {
            self.entry(1, "-", &format!("{} {}", line(label), line(text)));
        }
        self.end();
    }

    fn forest(&mut self, forest: &Forest) {
        self.paragraph(&format!("**{}**", line(&forest.title)));
        for tree in forest.trees.shown(self.style.verbose) {
            self.paragraph(&line(&tree.head));
            self.out.push_str("```text\n");
            for branch in &tree.branches {
                let drawn = branch_line(branch);
                // only a line of backticks can end a fence
                self.out.push_str(drawn.trim_end());
                self.out.push('\n');
            }
            self.out.push_str("```\n\n");
        }
        self.more(&forest.trees);
    }
}

fn branch_line(branch: &Branch) -> String {
    match branch {
        Branch::Fold { level, text } => format!("{}... {text}", "  ".repeat(*level as usize)),
        Branch::Node(node) => {
            let fields = [&node.kind, &node.name, &node.size, &node.depth, &node.age, &node.note];
            let fields: Vec<String> =
                fields.iter().map(|field| field.plain()).filter(|field| !field.is_empty()).collect();
            format!("{}- {}", "  ".repeat(node.level as usize), fields.join("  "))
        }
    }
}

/// Writes a text as one line. Our own words put names and commands between backticks, where nothing is markup.
fn line(text: &Text) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for span in text.spans() {
        let words = match span.name {
            Some(columns) => display::fit_name(&span.text, NAME.max(columns.into()), display::ELLIPSIS),
            None => span.text.replace('\n', " "),
        };
        if span.name.is_some() && in_code {
            out.push_str(&words.replace('`', "'"));
            continue;
        }
        if span.name.is_some() {
            out.push_str(&escape(&words));
            continue;
        }
        let is_bold = !in_code && matches!(span.look, Look::Strong | Look::Critical);
        let is_bold = is_bold && !words.contains('`') && !words.trim().is_empty() && words.trim() == words;
        if is_bold {
            let _ = write!(out, "**{}**", escape(&words));
            continue;
        }
        for (at, piece) in words.split('`').enumerate() {
            if at > 0 {
                out.push('`');
                in_code = !in_code;
            }
            out.push_str(&if in_code { piece.to_owned() } else { escape(piece) });
        }
    }
    if in_code {
        out.push('`');
    }
    out
}

/// Escapes what Markdown or a chat would interpret.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        match c {
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!' => out.extend(['\\', c]),
            // a mention would notify people
            '@' => out.push_str("&#64;"),
            // an address would become a link
            ':' => out.push_str(if words[at..].starts_with("://") { "&#58;" } else { ":" }),
            '.' => out.push_str(if words[..at].ends_with("www") { "&#46;" } else { "." }),
            '`' => out.push_str("\\`"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_the_server_is_markup() {
        let name = "# <script>[x](http://a) www.b **b** | @all `c` &lt; \u{1b}[2J\n- d";
        let shown = line(&Text::name(name, 200));
        assert_eq!(
            shown,
            "\\# \\<script\\>\\[x\\](http&#58;//a) www&#46;b \\*\\*b\\*\\* \\| &#64;all \\`c\\` \\&lt; ?\\[2J - d"
        );
        // between backticks, only a backtick is markup
        let quoted = Text::from("VM `").and(Text::name(name, 200)).and("` is *full*");
        assert_eq!(
            line(&quoted),
            "VM `# <script>[x](http://a) www.b **b** | @all 'c' &lt; ?[2J - d` is \\*full\\*"
        );
    }

    #[test]
    fn a_command_keeps_its_characters() {
        assert_eq!(line(&Text::look(Look::Command, "`xe vdi-list uuid=*`")), "`xe vdi-list uuid=*`");
        assert_eq!(line(&Text::from("an `open one")), "an `open one`");
    }
}
