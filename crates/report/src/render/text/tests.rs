//! Blocks on screens: looks, names, widths.

use proptest::prelude::*;

use super::*;
use crate::blocks::{Column, Pair, Queued, Rows, Table, TableRow, TimelineEntry};

fn document(name: &str) -> Document {
    let name = || Text::name(name, 24).in_look(Look::Strong);
    let row = |what: &str| TableRow {
        cells: vec![name(), "12".into(), Text::look(Look::Critical, what)],
        below: vec![Paragraph::labelled(
            0,
            Text::look(Look::Accent, "do: "),
            Text::from("delete ").and(name()),
        )],
    };
    let queued = |place| Queued {
        place,
        kind: "inner".into(),
        name: name(),
        amount: "2.0 GiB".into(),
        verdict: "fits".into(),
    };
    let number = Column { is_number: true, least: 4, ..Column::default() };
    let table = Table {
        columns: vec![Column::default(), number, Column::default()],
        rows: Rows {
            items: vec![row("fails"), row("is skipped unless its chain merges before the run starts")],
            shown: 1,
            more: "and 1 more".into(),
        },
    };
    let mut section = Section::titled(Text::look(Look::Warning, "warning  ").and(name()).and("  ext (file)"));
    section.blocks = vec![
        Block::Table(table),
        Block::List(List { ordered: false, level: 1, items: vec![name(), "x".into()] }),
        Block::Notes(Rows::all(vec![Note { text: name(), details: vec![("why:".into(), name())] }])),
        Block::Pairs(Pairs {
            level: 1,
            pairs: vec![Pair::new("hits:", name()), Pair::of_steps("do:", vec!["look".into(), name()])],
        }),
        Block::Queue(Rows { items: vec![queued(1), queued(2)], shown: 1, more: "and 1 more".into() }),
        Block::Timeline(Rows::all(vec![
            TimelineEntry {
                at: "11-27 19:34".into(),
                what: "good".into(),
                figures: vec!["2 min".into()],
                ..TimelineEntry::default()
            },
            TimelineEntry {
                what: "failed".into(),
                rest: name(),
                below: vec![Paragraph::plain(0, name())],
                ..TimelineEntry::default()
            },
        ])),
    ];
    let mut document = Document::default();
    document.push(section);
    document.push(Section::default());
    document.push(Section::of([Paragraph::plain(0, Text::from("a ").and(name()).and(" b"))]));
    document
}

#[test]
fn everything_and_the_first_of_it() {
    insta::assert_snapshot!("brief", render(&document("web"), &Style::default()));
    insta::assert_snapshot!(
        "everything",
        render(
            &document("販売管理データベース・本番環境"),
            &Style { verbose: true, width: 50, ..Style::default() }
        )
    );
}

/// An address is there to be copied: it is never broken, and the words around it keep their order.
#[test]
fn addresses_stay_whole() {
    let address = format!("https://example.org/{}", "a".repeat(60));
    let text = Text::from("see ").and(Text::look(Look::Address, &*address)).and(" first");
    let pairs = Pairs { level: 1, pairs: vec![Pair::new("note:", text)] };
    let document = Document { sections: vec![Section::of([Block::Pairs(pairs)])], ..Document::default() };
    let expected = format!("  note: see\n{address}\n        first\n");
    assert_eq!(render(&document, &Style::default()), expected);
    let short = Text::from("see ").and(Text::look(Look::Address, "/var/log"));
    let document =
        Document { sections: vec![Section::of([Paragraph::plain(0, short)])], ..Document::default() };
    assert_eq!(render(&document, &Style::default()), "see /var/log\n");
}

/// A look may begin and end inside a line, and continues on the next one.
#[test]
fn looks_survive_wrapping() {
    let strong = Text::strong("two three");
    let text = Text::from("one ").and(strong).and(" four");
    let document =
        Document { sections: vec![Section::of([Paragraph::plain(0, text)])], ..Document::default() };
    let style = Style { color: true, width: 24, ..Style::default() };
    assert_eq!(render(&document, &style), "one \u{1b}[1mtwo three\u{1b}[0m four\n");
    let long = Text::from("a word and ").and(Text::strong("another one that is long")).and(" end");
    let document =
        Document { sections: vec![Section::of([Paragraph::plain(0, long)])], ..Document::default() };
    assert_eq!(
        render(&document, &style),
        "a word and \u{1b}[1manother one\u{1b}[0m\n\u{1b}[1mthat is long\u{1b}[0m end\n"
    );
}

/// The words around a name stay whole as long as the name can be shortened.
#[test]
fn names_give_way_first() {
    let text = Text::from("critical  ").and(Text::name("n".repeat(90), u16::MAX)).and("  nfs (file)");
    let document = Document { sections: vec![Section::titled(text)], ..Document::default() };
    let screen = render(&document, &Style::default());
    assert!(
        screen.contains("n…n")
            && screen.ends_with("n  nfs (file)\n")
            && display::width(screen.trim_end()) == 80,
        "{screen}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_line_exceeds_the_width(name in any::<String>(), width in 24_usize..100, ascii: bool, verbose: bool) {
        let style = Style { width, ascii, verbose, ..Style::default() };
        let screen = render(&document(&name), &style);
        for line in screen.lines() {
            prop_assert!(display::width(line) <= width, "{:?}", line);
            prop_assert!(line.chars().all(display::is_plain), "{:?}", line);
            prop_assert_eq!(line.trim_end(), line);
        }
        let coloured = render(&document(&name), &Style { color: true, ..style });
        prop_assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), screen);
    }
}
