//! The page of all errors, in Markdown: `docs/errors.md` in English, `docs/errors.ja.md` in Japanese.

use super::catalogue::{Entry, MatchRule, Place, TABLES};
use super::details::Details;
use super::texts::Texts;

/// Writes the page.
pub fn page(texts: &Texts) -> String {
    let mut page = format!(
        "<!-- {} -->\n\n# {}\n\n{}\n",
        texts.phrase("page-generated"),
        texts.phrase("page-title"),
        texts.phrase("page-intro"),
    );
    for (heading, entries) in TABLES {
        page.push_str(&format!("\n# {}\n", texts.phrase(heading)));
        for entry in *entries {
            page.push_str(&section(texts, entry));
        }
    }
    page
}

fn section(texts: &Texts, entry: &Entry) -> String {
    let none = Details::default();
    let stop = texts.phrase("full-stop");
    let mut out =
        format!("\n## {}\n\n**{}{stop}** {}\n\n", entry.id, texts.title(entry), texts.meaning(entry, &none));
    let mut item = |key: &str, text: String| out.push_str(&format!("- {}: {text}\n", texts.phrase(key)));
    item("page-shown", shown(entry));
    item("page-cause", texts.cause(entry, &none));
    item("page-actor", texts.actor(entry.acts_first));
    item("page-temporary", texts.temporary(entry.temporary));
    if !entry.findings.is_empty() {
        let codes: Vec<_> = entry.findings.iter().map(|code| format!("`{code}`")).collect();
        item("page-findings", codes.join(", "));
    }
    item("page-sources", entry.sources.join("; "));
    out.push('\n');
    for (step, number) in texts.remedy(entry, &none).iter().zip(1..) {
        out.push_str(&format!("{number}. {step}\n"));
    }
    if let Some(note) = texts.note(entry, &none) {
        out.push_str(&format!("\n{}: {note}\n", texts.phrase("page-note")));
    }
    out
}

/// Lists how an error looks in logs and messages.
fn shown(entry: &Entry) -> String {
    let ways = entry.how.iter().map(|how| match how {
        MatchRule::Sr(number, name) => format!("`SR_BACKEND_FAILURE_{number}` {name}"),
        MatchRule::SrWith(number, pieces) => {
            format!("`SR_BACKEND_FAILURE_{number}` … `{}`", pieces.join(" … "))
        }
        MatchRule::SrOther => "`SR_BACKEND_FAILURE_…`".to_owned(),
        MatchRule::Code(code) => format!("`{code}`"),
        MatchRule::CodeWith(code, pieces) => format!("`{code}` … `{}`", pieces.join(" … ")),
        MatchRule::CodeAt(code, Place::Itself) => format!("`{code} 127.0.0.1`"),
        MatchRule::CodeAt(code, Place::Private) => format!("`{code} 192.168.…`"),
        MatchRule::CodePrefix(prefix) => format!("`{prefix}…`"),
        MatchRule::Text(pieces)
        | MatchRule::Last(pieces)
        | MatchRule::PoolText(pieces)
        | MatchRule::Around(pieces)
        | MatchRule::Step(pieces) => format!("`{}`", pieces.join("…")),
        MatchRule::Status(word) => format!("`{word}`"),
    });
    ways.collect::<Vec<_>>().join(", ")
}
