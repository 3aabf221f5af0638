//! The page of all errors, in Markdown: `docs/errors.md` in English, `docs/errors.ja.md` in Japanese.

use super::catalogue::How;
use super::texts::Texts;
use super::{Entry, all};

/// Writes the page.
pub fn page(texts: &Texts) -> String {
    let mut page = format!(
        "<!-- {} -->\n\n# {}\n\n{}\n",
        texts.phrase("page-generated"),
        texts.phrase("page-title"),
        texts.phrase("page-intro"),
    );
    for entry in all() {
        match entry.id {
            "invalid-argument" => page.push_str(&format!("\n# {}\n", texts.phrase("page-numbered"))),
            "other-operation" => page.push_str(&format!("\n# {}\n", texts.phrase("page-xapi"))),
            "unhealthy-vdi-chain" => page.push_str(&format!("\n# {}\n", texts.phrase("page-orchestra"))),
            _ => {}
        }
        page.push_str(&section(texts, entry));
    }
    page
}

fn section(texts: &Texts, entry: &Entry) -> String {
    let stop = texts.phrase("full-stop");
    let mut out =
        format!("\n## {}\n\n**{}{stop}** {}\n\n", entry.id, texts.title(entry), texts.meaning(entry));
    let mut item = |key: &str, text: String| out.push_str(&format!("- {}: {text}\n", texts.phrase(key)));
    item("page-shown", shown(entry));
    item("page-cause", texts.cause(entry));
    item("page-actor", texts.actor(entry.acts_first));
    item("page-temporary", texts.temporary(entry.temporary));
    if !entry.findings.is_empty() {
        let codes: Vec<_> = entry.findings.iter().map(|code| format!("`{code}`")).collect();
        item("page-findings", codes.join(", "));
    }
    item("page-sources", entry.sources.join("; "));
    out.push('\n');
    for (step, number) in texts.remedy(entry).iter().zip(1..) {
        out.push_str(&format!("{number}. {step}\n"));
    }
    if let Some(note) = texts.note(entry) {
        out.push_str(&format!("\n{}: {note}\n", texts.phrase("page-note")));
    }
    out
}

/// Lists how an error looks.
fn shown(entry: &Entry) -> String {
    let ways = entry.how.iter().map(|how| match how {
        How::Sr(number, name) => format!("`SR_BACKEND_FAILURE_{number}` {name}"),
        How::SrWith(number, pieces) => format!("`SR_BACKEND_FAILURE_{number}` … `{}`", pieces.join(" … ")),
        How::SrOther => "`SR_BACKEND_FAILURE_…`".to_owned(),
        How::Code(code) => format!("`{code}`"),
        How::CodePrefix(prefix) => format!("`{prefix}…`"),
        How::Text(pieces) | How::Around(pieces) => format!("`{}`", pieces.join("…")),
        How::Status(word) => format!("`{word}`"),
    });
    ways.collect::<Vec<_>>().join(", ")
}
