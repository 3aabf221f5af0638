//! A cursor over the tokens of a text.

use jiff::{SignedDuration, Timestamp};

use super::lexer::{Place, Token, tokens};
use super::{NOW, NotationError};
use crate::units::Bytes;

/// An option as written: `halted`, `gc=false`.
pub(super) struct Setting {
    pub(super) key: String,
    pub(super) value: Option<String>,
    pub(super) place: Place,
}

impl Setting {
    /// Returns the text after `=`.
    pub(super) fn value(&self) -> Result<&str, NotationError> {
        self.value
            .as_deref()
            .ok_or_else(|| self.place.error(format!("`{0}` needs a value: `{0}=…`", self.key)))
    }

    /// Parses the value as an instant.
    pub(super) fn when(&self) -> Result<Timestamp, NotationError> {
        let text = self.value()?;
        when(text).ok_or_else(|| {
            self.place.error(format!("`{text}` is neither an instant nor an age such as `3h`"))
        })
    }

    /// Parses the value as a number.
    pub(super) fn number(&self) -> Result<u32, NotationError> {
        let text = self.value()?;
        text.parse().map_err(|_| self.place.error(format!("`{text}` is not a number")))
    }

    /// Parses a switch that is only written where it is off.
    pub(super) fn is_off(&self) -> Result<bool, NotationError> {
        match self.value()? {
            "false" => Ok(true),
            "true" => Ok(false),
            other => Err(self.place.error(format!("`{other}` is neither `true` nor `false`"))),
        }
    }

    /// Builds the error for an option that no object has.
    pub(super) fn unknown(&self, of: &str) -> NotationError {
        self.place.error(format!("`{}` is not an option of {of}", self.key))
    }
}

/// A position before the next token of a text.
pub(super) struct Cursor {
    tokens: Vec<(Token, Place)>,
    at: usize,
}

/// Words that begin something; an option never looks like one.
const KEYWORDS: [&str; 16] = [
    "pool", "sr", "vm", "disk", "on", "free", "used", "as", "snap", "base", "leaf", "gone", "remote", "job",
    "sequence", "run",
];

impl Cursor {
    pub(super) fn new(text: &str) -> Result<Self, NotationError> {
        Ok(Self { tokens: tokens(text)?, at: 0 })
    }

    pub(super) fn peek(&self) -> &Token {
        // the last token is the end, which is never passed
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    pub(super) fn place(&self) -> Place {
        let last = self.tokens.len() - 1;
        self.tokens[self.at.min(last)].1
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.peek().clone();
        if token != Token::End {
            self.at += 1;
        }
        token
    }

    /// Consumes this token if it is next.
    pub(super) fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == token && *token != Token::End;
        self.at += usize::from(found);
        found
    }

    /// Consumes this word if it is next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Word(next) if next == word);
        self.at += usize::from(found);
        found
    }

    /// Reads a required word.
    pub(super) fn word(&mut self, what: &str) -> Result<String, NotationError> {
        let place = self.place();
        match self.next() {
            Token::Word(word) => Ok(word),
            other => Err(place.error(format!("{what} is missing before {}", show(&other)))),
        }
    }

    /// Reads a required opening brace.
    pub(super) fn open(&mut self) -> Result<(), NotationError> {
        if self.take(&Token::Open) { Ok(()) } else { Err(self.surprise("`{`")) }
    }

    /// Builds an error about the next token.
    pub(super) fn surprise(&self, wanted: &str) -> NotationError {
        self.place().error(format!("{} found where {wanted} is expected", show(self.peek())))
    }

    /// Reads the next token as an option, if it is one.
    pub(super) fn setting(&mut self) -> Option<Setting> {
        let Token::Word(word) = self.peek() else { return None };
        if KEYWORDS.contains(&word.as_str()) {
            return None;
        }
        let (key, value) = match word.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => (word.clone(), None),
        };
        let place = self.place();
        self.at += 1;
        Some(Setting { key, value, place })
    }

    /// Reads the next token as an option, if it is one of these.
    pub(super) fn setting_of(&mut self, keys: &[&str]) -> Option<Setting> {
        let Token::Word(word) = self.peek() else { return None };
        let key = word.split_once('=').map_or(word.as_str(), |(key, _)| key);
        keys.contains(&key).then(|| self.setting()).flatten()
    }

    /// Reads required names, separated by commas.
    pub(super) fn names(&mut self, what: &str) -> Result<Vec<String>, NotationError> {
        let names = self.word(what)?;
        Ok(names.split(',').map(str::to_owned).collect())
    }

    /// Reads the next token as a size, if it is one.
    pub(super) fn size(&mut self) -> Option<Bytes> {
        let Token::Word(word) = self.peek() else { return None };
        let size = size(word)?;
        self.at += 1;
        Some(size)
    }

    /// Reads a required size.
    pub(super) fn needed_size(&mut self) -> Result<Bytes, NotationError> {
        self.size().ok_or_else(|| self.surprise("a size such as `40GiB`"))
    }
}

fn show(token: &Token) -> String {
    match token {
        Token::Open => "`{`".to_owned(),
        Token::Close => "`}`".to_owned(),
        Token::Colon => "`:`".to_owned(),
        Token::Arrow => "`>`".to_owned(),
        Token::Word(word) => format!("`{word}`"),
        Token::End => "the end".to_owned(),
    }
}

fn size(word: &str) -> Option<Bytes> {
    let unit = word.find(|char: char| !char.is_ascii_digit())?;
    let (number, unit) = word.split_at(unit);
    let shift = match unit {
        "B" => 0,
        "KiB" => 10,
        "MiB" => 20,
        "GiB" => 30,
        "TiB" => 40,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(1 << shift).map(Bytes)
}

fn when(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 24 * 3600,
        _ => return None,
    };
    NOW.checked_sub(SignedDuration::from_secs(number.checked_mul(seconds)?)).ok()
}
