//! Composes an explanation: the runs given, the meaning and remedy of each error and code, what is unknown, and what
//! an inventory shows now.

mod common;
mod now;
mod runs;
mod text;

use std::sync::OnceLock;

use crate::explanation::{CodeView, ErrorView, Explanation};
use common::{SHOWN, label, names};
use text::{addressed, cut, readable};
use xo_health_report::blocks::{Block, Document, Note, Pair, Pairs, Paragraph, Rows, Section, Text};
use xo_health_report::say::Say;
use xo_health_report::words::{Lang, Words};

/// The columns of an error's own text, and of a detail.
const VALUE_COLUMNS: u16 = 300;

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("words/en.ftl"),
        Lang::Ja => include_str!("words/ja.ftl"),
    }
}

/// Returns the words of reports together with those of explanations.
fn words(lang: Lang) -> &'static Words {
    static EN: OnceLock<Words> = OnceLock::new();
    static JA: OnceLock<Words> = OnceLock::new();
    let words = match lang {
        Lang::En => &EN,
        Lang::Ja => &JA,
    };
    words.get_or_init(|| Words::with(lang, source(lang)))
}

/// Composes the explanation.
pub fn compose(explanation: &Explanation, say: &Say<'_>) -> Document {
    let say = &Say { words: words(say.words.lang()), ..*say };
    let mut document = Document::default();
    document.push(runs::compose(explanation, say));
    explanation.codes.iter().for_each(|code| document.push(finding_code(code, say)));
    explanation.errors.iter().for_each(|error| document.push(one_error(error, say)));
    document.push(unknown(explanation, say));
    document.push(nothing(explanation, say));
    if let Some(now) = &explanation.now {
        document.push(now::compose(now, say));
    }
    document
}

/// Says that nothing explainable was found, if so.
fn nothing(explanation: &Explanation, say: &Say<'_>) -> Section {
    let found =
        !explanation.errors.is_empty() || !explanation.codes.is_empty() || !explanation.unknown.is_empty();
    if found {
        return Section::default();
    }
    let id = match explanation.runs.is_empty() {
        true => "explain-nothing",
        false if explanation.is_quiet() => "explain-nothing-wrong",
        false => "explain-nothing-told",
    };
    Section::of([Paragraph::plain(0, say.words.phrase(id))])
}

fn one_error(view: &ErrorView, say: &Say<'_>) -> Section {
    let words = say.words;
    let mut section = headed(view.code.as_deref().unwrap_or(view.id), &view.title);
    let mut pairs = Vec::new();
    let mut add = |label: &str, text: Text| pairs.push(Pair::new(self::label(label, say), text));
    let hit = hit(view, say);
    if !hit.is_empty() {
        add("explain-hit", hit);
    }
    if view.only_warned && !view.texts.is_empty() && (view.whole_run || !view.vms.is_empty()) {
        add("explain-warned", words.phrase("explain-warned-only").into());
    }
    for text in &view.texts {
        add("explain-said", addressed(&cut(&readable(text), VALUE_COLUMNS)));
    }
    let about = details(view, say);
    if !about.is_empty() {
        add("explain-about", about);
    }
    add("explain-means", addressed(&view.meaning));
    add("explain-cause", addressed(&view.cause));
    pairs.push(steps("explain-do", &view.remedy, say));
    let mut add = |label: &str, text: Text| pairs.push(Pair::new(self::label(label, say), text));
    add("explain-actor", view.actor.as_str().into());
    add("explain-temporary", view.temporary_words.as_str().into());
    if let Some(note) = &view.note {
        add("explain-note", addressed(note));
    }
    if !view.findings.is_empty() {
        add("explain-findings", words.commas(view.findings.iter().map(|code| Text::from(code.to_string()))));
    }
    section.blocks.push(Block::Pairs(Pairs { level: 1, pairs }));
    section
}

/// Says what an error hit: the whole run, or VMs.
fn hit(view: &ErrorView, say: &Say<'_>) -> Text {
    let whole = view.whole_run.then(|| Text::from(say.words.phrase("explain-whole-run")));
    let vms = (!view.vms.is_empty()).then(|| names(&view.vms, say));
    say.words.commas(whole.into_iter().chain(vms))
}

/// Lists the objects an error names, unless its message or the VM's name already shows them.
fn details(view: &ErrorView, say: &Say<'_>) -> Text {
    let is_new = |key: &str, value: &str| {
        key != "path" && key != "vm" && !view.texts.iter().any(|text| text.contains(value))
    };
    let known = view.details.known().filter(|(key, value)| is_new(key, value));
    let known = known.map(|(key, value)| {
        let value = addressed(&cut(value, VALUE_COLUMNS));
        say.words.say("explain-detail", [("key", key.into()), ("value", value.into())])
    });
    say.words.commas(known)
}

fn finding_code(view: &CodeView, say: &Say<'_>) -> Section {
    let mut section = headed(&view.code.to_string(), &view.title);
    let pairs = vec![
        Pair::new(label("explain-means", say), addressed(&view.meaning)),
        steps("explain-do", &view.remedy, say),
        Pair::new(label("explain-actor", say), view.actor.as_str()),
    ];
    section.blocks.push(Block::Pairs(Pairs { level: 1, pairs }));
    section
}

fn headed(code: &str, title: &str) -> Section {
    let mut section = Section::titled(Text::strong(code));
    section.heading.rest = format!(": {title}").into();
    section
}

fn steps(id: &str, steps: &[String], say: &Say<'_>) -> Pair {
    Pair::of_steps(label(id, say), steps.iter().map(|step| addressed(step)).collect())
}

fn unknown(explanation: &Explanation, say: &Say<'_>) -> Section {
    let all = &explanation.unknown;
    if all.is_empty() {
        return Section::default();
    }
    let words = say.words;
    let mut section = Section::titled(Text::strong(words.phrase("explain-unknown")));
    let notes: Rows<Note> = say.rows(all, SHOWN, |view| {
        let mut details = Vec::new();
        if !view.vms.is_empty() {
            details.push((label("explain-hit", say), names(&view.vms, say)));
        }
        for near in &view.nearest {
            let name = near.code.as_deref().unwrap_or(near.id);
            details.push((label("explain-near", say), format!("{name}: {}", near.title).into()));
        }
        Note { text: Text::from("- ").and(addressed(&cut(&readable(&view.text), VALUE_COLUMNS))), details }
    });
    section.blocks.push(Block::Notes(notes));
    section.blocks.push(Paragraph::plain(1, words.say("explain-unknown-why", [("n", all.len().into())])));
    let pairs = vec![steps("explain-collect", &explanation.collect, say)];
    section.blocks.push(Block::Pairs(Pairs { level: 1, pairs }));
    section
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_report::words::{style, testing};

    #[test]
    fn the_languages_say_the_same() {
        testing::same(&Lang::ALL.iter().map(|lang| (*lang, source(*lang))).collect::<Vec<_>>());
        testing::hides_no_report(source);
        style::is_plain_english(source(Lang::En));
        style::is_agreed_japanese(source(Lang::Ja));
    }

    /// A missing text would show its id on screen: every id that the code uses has one.
    #[test]
    fn no_text_is_missing() {
        let code =
            [include_str!("compose.rs"), include_str!("compose/now.rs"), include_str!("compose/runs.rs")]
                .concat();
        let known = testing::entries(source(Lang::En));
        let mut asked = 0;
        for (at, _) in code.match_indices("\"explain-") {
            let id = code[at + 1..].split('"').next().unwrap();
            // the search string above is not an id
            if id != "explain-" {
                assert!(known.contains_key(id), "{id}");
                asked += 1;
            }
        }
        assert!(asked > 20, "{asked}");
    }
}
