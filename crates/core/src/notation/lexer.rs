//! The lexer: words, braces, colons and arrows, each with its place.

use super::NotationError;

/// A token of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `:` before a chain
    Colon,
    /// `>`
    Arrow,
    /// Anything else, without its quotation marks.
    Word(String),
    /// The end of the text.
    End,
}

/// Where a token starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    line: u32,
    column: u32,
}

impl Place {
    /// Builds an error about the token here.
    pub(super) fn error(self, message: impl Into<String>) -> NotationError {
        NotationError { line: self.line, column: self.column, message: message.into() }
    }
}

/// Splits a text into tokens; the last one is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Place)>, NotationError> {
    let mut reader = Reader { rest: text.chars().peekable(), place: Place { line: 1, column: 1 } };
    let mut tokens = Vec::new();
    loop {
        reader.skip_blank();
        let place = reader.place;
        let token = reader.token()?;
        let end = token == Token::End;
        tokens.push((token, place));
        if end {
            return Ok(tokens);
        }
    }
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    place: Place,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let char = self.rest.next()?;
        if char == '\n' {
            self.place = Place { line: self.place.line.saturating_add(1), column: 1 };
        } else {
            self.place.column = self.place.column.saturating_add(1);
        }
        Some(char)
    }

    fn skip_blank(&mut self) {
        while let Some(&char) = self.rest.peek() {
            if char == '#' {
                while self.rest.peek().is_some_and(|&char| char != '\n') {
                    self.next();
                }
            } else if char.is_whitespace() {
                self.next();
            } else {
                return;
            }
        }
    }

    fn token(&mut self) -> Result<Token, NotationError> {
        let mark = match self.rest.peek() {
            None => return Ok(Token::End),
            Some('{') => Token::Open,
            Some('}') => Token::Close,
            Some('>') => Token::Arrow,
            Some(_) => return self.word(),
        };
        self.next();
        Ok(mark)
    }

    /// Reads a word; a colon belongs to it unless a blank follows, since instants contain colons.
    fn word(&mut self) -> Result<Token, NotationError> {
        let mut word = String::new();
        while let Some(&char) = self.rest.peek() {
            match char {
                '{' | '}' | '>' | '#' => break,
                char if char.is_whitespace() => break,
                ':' if self.colon_ends_word() => {
                    if word.is_empty() {
                        self.next();
                        return Ok(Token::Colon);
                    }
                    break;
                }
                '"' => self.quoted(&mut word)?,
                char => {
                    word.push(char);
                    self.next();
                }
            }
        }
        Ok(Token::Word(word))
    }

    fn colon_ends_word(&self) -> bool {
        self.rest.clone().nth(1).is_none_or(char::is_whitespace)
    }

    fn quoted(&mut self, word: &mut String) -> Result<(), NotationError> {
        let start = self.place;
        self.next();
        loop {
            match self.next() {
                Some('"') => return Ok(()),
                Some(char) => word.push(char),
                None => return Err(start.error("this quotation mark is never closed")),
            }
        }
    }
}
