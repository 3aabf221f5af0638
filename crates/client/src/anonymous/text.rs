//! Masks messages of errors word by word: publicly known words stay, so that a known error is still recognised; all
//! else becomes a pseudonym. Pure; linear in the length of a text.

use super::Mask;

/// Returns whether a character separates words. A separator itself reveals nothing, and stays.
fn separates(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "()[]{}<>,;\"'`=|!?“”‘’…#&*^~$%+".contains(c)
}

/// Most digits of a number that may be a time, a size or the number of an error.
const DIGITS: usize = 20;

impl Mask {
    /// Returns a message in which everything that is not publicly known is replaced.
    pub(super) fn message(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let start = rest.find(|c| !separates(c)).unwrap_or(rest.len());
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = rest.find(separates).unwrap_or(rest.len());
            out.push_str(&self.chunk(&rest[..end]));
            rest = &rest[end..];
        }
        out
    }

    /// Replaces what is between two separators, but not the marks that end a sentence.
    fn chunk(&self, chunk: &str) -> String {
        let inner = chunk.trim_matches(['.', ':', '-']);
        let Some(at) = chunk.find(inner).filter(|_| !inner.is_empty()) else { return chunk.to_owned() };
        let (before, after) = (&chunk[..at], &chunk[at + inner.len()..]);
        format!("{before}{}{after}", self.piece(inner))
    }

    fn piece(&self, piece: &str) -> String {
        if self.is_public(piece) {
            return piece.to_owned();
        }
        if is_reference(piece) {
            return self.id(piece);
        }
        if let Some((scheme, _)) = piece.split_once("://") {
            let scheme = if self.is_public(scheme) { scheme } else { "x" };
            return format!("{scheme}://{}", self.pseudonym("place", piece));
        }
        if piece.starts_with('/') {
            return self.path(piece);
        }
        if let Some((host, port)) = piece.rsplit_once(':')
            && !port.is_empty()
            && port.bytes().all(|byte| byte.is_ascii_digit())
        {
            return format!("{}:{port}", self.piece(host));
        }
        if let Some((name, id)) = piece.split_once(':')
            && self.is_public(name)
        {
            return format!("{name}:{}", self.piece(id));
        }
        // a name with dashes or dots is one name, unless all its parts are known
        let is_known = |part: &str| part.is_empty() || self.is_public(part);
        match piece.split(['-', '.', ':', '/', '\\', '_', '@']).all(is_known) && !looks_like_an_address(piece)
        {
            true => piece.to_owned(),
            false => self.pseudonym("x", piece),
        }
    }

    /// Replaces each part of a path that is not publicly known; parts that two paths share stay shared.
    pub(super) fn path(&self, path: &str) -> String {
        let part = |part: &str| match self.is_public(part) || part.is_empty() || matches!(part, "." | "..") {
            true => part.to_owned(),
            false if is_reference(part) => self.id(part),
            false => self.pseudonym("dir", part),
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// Returns whether a word is publicly known: in the vocabulary, a number, an instant, the code of a storage error.
    pub(super) fn is_public(&self, word: &str) -> bool {
        let is_number = word.len() <= DIGITS && word.bytes().all(|byte| byte.is_ascii_digit());
        let of_storage = word.strip_prefix("SR_BACKEND_FAILURE_").is_some_and(|number| {
            (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        is_number && !word.is_empty() || of_storage || is_instant(word) || self.knows(word)
    }
}

/// Returns whether a text is an instant as XO and XAPI write it: `20260814T06:00:00Z`, `2026-08-14T06:00:00.000Z`.
pub(super) fn is_instant(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    let Some(time) = rest.strip_prefix('T') else { return false };
    let is_day = matches!(text.len() - rest.len(), 8 | 10);
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | '+' | '-');
    is_day && (4..=16).contains(&time.len()) && time.chars().all(is_time)
}

/// Returns whether a text is the id of an object: a UUID, or a reference of XAPI.
pub(super) fn is_reference(text: &str) -> bool {
    let id = text.strip_prefix("OpaqueRef:").unwrap_or(text);
    id.len() == 36
        && id.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Returns whether a text of numbers and separators looks like an IP or MAC address.
fn looks_like_an_address(text: &str) -> bool {
    let is_ip =
        text.matches('.').count() == 3 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_ip || text.matches(':').count() >= 2 || text.contains('@')
}
