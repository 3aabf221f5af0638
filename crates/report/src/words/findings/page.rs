//! The documentation page of all findings.

use xo_health_core::findings::Code;

use crate::words::Words;

/// Writes the page of all findings, in Markdown: `docs/findings.md` in English, `docs/findings.ja.md` in Japanese.
pub fn page(texts: &Words) -> String {
    let mut page = format!(
        "<!-- {} -->\n\n# {}\n\n{}\n\n| {} | {} | {} |\n| --- | --- | --- |\n",
        texts.phrase("page-generated"),
        texts.phrase("page-title"),
        texts.phrase("page-intro"),
        texts.phrase("page-code"),
        texts.phrase("page-what"),
        texts.phrase("page-actor"),
    );
    for &code in Code::ALL {
        let row = [format!("[{code}](#{})", anchor(code)), texts.title(code), texts.actor(code.acts_first())];
        page.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    for &code in Code::ALL {
        page.push_str(&section(texts, code));
    }
    page
}

fn section(texts: &Words, code: Code) -> String {
    let steps: Vec<String> =
        texts.remedy(code).iter().zip(1..).map(|(step, number)| format!("{number}. {step}\n")).collect();
    format!(
        "\n## {code}\n\n**{}{}** {}\n\n{}: {}{}\n\n{}\n\n{}",
        texts.title(code),
        texts.phrase("full-stop"),
        texts.meaning(code),
        texts.phrase("page-actor"),
        texts.actor(code.acts_first()),
        texts.phrase("full-stop"),
        texts.phrase("page-remedy"),
        steps.concat(),
    )
}

/// Returns the anchor that Markdown gives to a code's heading.
fn anchor(code: Code) -> String {
    code.to_string().to_lowercase().replace(' ', "-")
}
