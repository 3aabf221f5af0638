//! A position among the tokens, and readers from there: words, sizes, ages, settings.

use super::TextError;
use super::lexer::{Place, Token, tokens};

pub(super) struct Cursor {
    tokens: Vec<(Token, Place)>,
    position: usize,
}

/// `key=value`, or only a flag.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) key: String,
    value: Option<String>,
    place: Place,
}

impl Cursor {
    pub(super) fn new(text: &str) -> Result<Self, TextError> {
        Ok(Self { tokens: tokens(text)?, position: 0 })
    }

    fn current(&self) -> (&Token, Place) {
        // The last token is always the end, and is never passed.
        let (token, place) = &self.tokens[self.position.min(self.tokens.len() - 1)];
        (token, *place)
    }

    pub(super) fn place(&self) -> Place {
        self.current().1
    }

    pub(super) fn is_at(&self, token: &Token) -> bool {
        self.current().0 == token
    }

    pub(super) fn peek_word(&self) -> Option<&str> {
        match self.current().0 {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn take(&mut self, token: &Token) -> bool {
        let is_it = self.is_at(token);
        self.position += usize::from(is_it);
        is_it
    }

    pub(super) fn take_word(&mut self, wanted: &str) -> bool {
        let is_it = self.peek_word() == Some(wanted);
        self.position += usize::from(is_it);
        is_it
    }

    /// Takes one of these words, if it is here.
    pub(super) fn take_one_of(&mut self, wanted: &[&'static str]) -> Option<&'static str> {
        let word = self.peek_word()?;
        let found = wanted.iter().find(|wanted| **wanted == word).copied()?;
        self.position += 1;
        Some(found)
    }

    pub(super) fn word(&mut self, what: &str) -> Result<String, TextError> {
        let Some(word) = self.peek_word().map(str::to_owned) else { return Err(self.surprise(what)) };
        self.position += 1;
        Ok(word)
    }

    /// Takes names with commas between them.
    pub(super) fn names(&mut self, what: &str) -> Result<Vec<String>, TextError> {
        Ok(self.word(what)?.split(',').map(str::to_owned).collect())
    }

    /// Takes a size, if one is here.
    pub(super) fn size(&mut self) -> Option<i64> {
        let size = size_of(self.peek_word()?)?;
        self.position += 1;
        Some(size)
    }

    pub(super) fn needed_size(&mut self, what: &str) -> Result<i64, TextError> {
        self.size().ok_or_else(|| self.surprise(&format!("{what}, such as `40GiB`")))
    }

    /// Takes the next setting: `key=value` with one of these keys, or one of these flags.
    pub(super) fn setting(&mut self, keys: &[&str]) -> Option<Setting> {
        let place = self.place();
        let word = self.peek_word()?;
        let (key, value) = match word.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => (word.to_owned(), None),
        };
        if !keys.contains(&key.as_str()) {
            return None;
        }
        self.position += 1;
        Some(Setting { key, value, place })
    }

    /// Returns the error that something else was found.
    pub(super) fn surprise(&self, wanted: &str) -> TextError {
        let (token, place) = self.current();
        let met = match token {
            Token::Word(word) => format!("`{word}`"),
            Token::Open => "`{`".to_owned(),
            Token::Close => "`}`".to_owned(),
            Token::Colon => "`:`".to_owned(),
            Token::Arrow => "`>`".to_owned(),
            Token::End => "the end".to_owned(),
        };
        place.error(format!("expected {wanted}, met {met}"))
    }
}

impl Setting {
    fn error(&self, message: &str) -> TextError {
        self.place.error(format!("`{}` {message}", self.key))
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    pub(super) fn text(&self) -> Result<&str, TextError> {
        self.value.as_deref().ok_or_else(|| self.error("needs a value"))
    }

    pub(super) fn names(&self) -> Result<Vec<&str>, TextError> {
        Ok(self.text()?.split(',').collect())
    }

    pub(super) fn number(&self) -> Result<i64, TextError> {
        self.text()?.parse().map_err(|_| self.error("needs a number"))
    }

    /// Returns whether the setting is not `false`.
    pub(super) fn is_on(&self) -> bool {
        self.value.as_deref() != Some("false")
    }

    /// Returns an age such as `40d`, `3h`, `10m`, `90s`, in seconds.
    pub(super) fn age(&self) -> Result<i64, TextError> {
        age_of(self.text()?).ok_or_else(|| self.error("needs an age such as `40d`, `3h`, `10m` or `90s`"))
    }
}

/// Parses `40GiB`, `8MiB`, `0B`.
fn size_of(text: &str) -> Option<i64> {
    let split = text.find(|char: char| !char.is_ascii_digit())?;
    let number: i64 = text[..split].parse().ok()?;
    let unit = match &text[split..] {
        "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        "TiB" => 1_i64 << 40,
        _ => return None,
    };
    number.checked_mul(unit)
}

fn age_of(text: &str) -> Option<i64> {
    let split = text.find(|char: char| !char.is_ascii_digit())?;
    let number: i64 = text[..split].parse().ok()?;
    let unit = match &text[split..] {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    // A hundred years are enough, and times must stay valid.
    number.checked_mul(unit).filter(|seconds| *seconds < 3_155_760_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_ages() {
        for (text, expected) in
            [("40GiB", Some(40 << 30)), ("0B", Some(0)), ("3", None), ("GiB", None), ("9999999999TiB", None)]
        {
            assert_eq!(size_of(text), expected, "{text}");
        }
        for (text, expected) in
            [("2d", Some(172_800)), ("90s", Some(90)), ("x", None), ("5", None), ("9999999d", None)]
        {
            assert_eq!(age_of(text), expected, "{text}");
        }
    }
}
