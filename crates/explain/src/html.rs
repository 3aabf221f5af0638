//! Turns the HTML of a report mail into lines of the markdown part's shape: `# `, `## `, `### ` for headings, `- ` for
//! items.
//!
//! No HTML parser: the mails of a single program are known, and only the tags have to go. Linear in the length.

/// Returns whether a text is an HTML page, or a piece of one as a mail program copies it.
pub(super) fn is_html(text: &str) -> bool {
    const STARTS: [&str; 11] =
        ["<!doctype html", "<html", "<body", "<h1", "<h2", "<h3", "<ul", "<table", "<div", "<p>", "<li"];
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    STARTS.iter().any(|tag| start.starts_with(tag))
}

/// Returns the visible text, one line per block.
pub(super) fn to_lines(html: &str) -> String {
    let mut out = Lines::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            // conditional comments hold copies for a particular mail program
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let name: String =
            tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').take(12).collect();
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "style" | "script" | "title") {
            rest = after_closing(rest, &name);
            continue;
        }
        out.tag(&name);
    }
    if !rest.starts_with('<') {
        out.text(rest);
    }
    out.finish()
}

fn after_closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let tag = &rest[from + at + 2..];
        if tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return tag.find('>').map_or("", |end| &tag[end + 1..]);
        }
        from += at + 2;
    }
    ""
}

#[derive(Default)]
struct Lines {
    done: String,
    line: String,
    prefix: &'static str,
}

impl Lines {
    fn tag(&mut self, name: &str) {
        let prefix = match name {
            "h1" => "# ",
            "h2" => "## ",
            "h3" => "### ",
            "li" => "- ",
            "br" | "div" | "p" | "tr" | "ul" | "ol" | "table" | "hr" | "/h1" | "/h2" | "/h3" | "/li"
            | "/div" | "/p" | "/ul" | "/tr" => "",
            _ => return,
        };
        self.next();
        self.prefix = prefix;
        if name == "hr" {
            self.done.push_str("---\n");
        }
    }

    fn text(&mut self, raw: &str) {
        let mut rest = raw;
        while let Some(at) = rest.find('&') {
            self.line.push_str(&rest[..at]);
            rest = &rest[at..];
            let (c, length) = entity(rest).unwrap_or(('&', 1));
            self.line.push(c);
            rest = &rest[length..];
        }
        self.line.push_str(rest);
    }

    fn next(&mut self) {
        let line = std::mem::take(&mut self.line);
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_some() {
            self.done.push_str(self.prefix);
            for (at, word) in words.enumerate() {
                if at > 0 {
                    self.done.push(' ');
                }
                self.done.push_str(word);
            }
            self.done.push('\n');
            self.prefix = "";
        }
    }

    fn finish(mut self) -> String {
        self.next();
        self.done
    }
}

/// Reads an entity; returns the character and the number of bytes read.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_a_reader_sees() {
        let cases = [
            ("<h1>Global status : <b>failure</b> &#x1F6A8;</h1>", "# Global status : failure 🚨\n"),
            (
                "<ul><li><span style=\"a>b\">Error</span>: a &lt;b&gt;\n  c</li><li>x</li></ul>",
                "- b\">Error: a <b> c\n- x\n",
            ),
            ("<style>li { x }</style><!--[if mso]><p>copy</p><![endif]--><P>seen</P>", "seen\n"),
            ("a & b &amp;amp; &bogus; &#1114112; &#39;", "a & b &amp; &bogus; &#1114112; '\n"),
            ("open <h2", "open\n"),
            ("<script>", ""),
            ("<h3>\n 名前 \n</h3>text", "### 名前\ntext\n"),
        ];
        for (html, lines) in cases {
            assert_eq!(to_lines(html), lines, "{html}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(html in any::<String>(), tags in "(<|>|</|&|#|;|!--|style|é|li){0,50}") {
            to_lines(&html);
            to_lines(&tags);
        }
    }
}
