//! The documentation pages that list a catalogue: findings and errors, in each language.

use xo_health_explain::errors;
use xo_health_report::words::{Lang, Words, findings};

use crate::Files;

/// The languages, with the endings of their page names.
const LANGUAGES: [(Lang, &str); 2] = [(Lang::En, ".md"), (Lang::Ja, ".ja.md")];

/// Makes `docs/findings*.md` and `docs/errors*.md`.
pub(crate) fn files() -> Files {
    let mut files = Files::new();
    for (lang, ending) in LANGUAGES {
        let findings = findings::page(Words::of(lang));
        files.insert(format!("docs/findings{ending}"), findings);
        let errors = errors::page::page(&errors::texts::Texts::new(lang));
        files.insert(format!("docs/errors{ending}"), errors);
    }
    files
}
