//! Splits text into words and signs, each with its place.

use super::TextError;

/// A place, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Place {
    pub(super) fn error(self, message: String) -> TextError {
        // the message may repeat parts of the text that move a terminal
        let message = message.chars().map(|c| if is_plain(c) { c } else { '?' }).collect();
        TextError { line: self.line, column: self.column, message }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word; with blanks if (a part of) it was quoted.
    Word(String),
    Open,
    Close,
    Colon,
    Arrow,
    End,
}

/// Returns whether a character is safe to show: not a control character, and nothing that changes the direction of
/// text.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns all tokens; the last one is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Place)>, TextError> {
    let mut lexer = Lexer { chars: text.chars().collect(), position: 0, place: Place { line: 1, column: 1 } };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blanks();
        let place = lexer.place;
        let token = lexer.token()?;
        let is_end = token == Token::End;
        tokens.push((token, place));
        if is_end {
            return Ok(tokens);
        }
    }
}

struct Lexer {
    chars: Vec<char>,
    position: usize,
    place: Place,
}

impl Lexer {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.position).copied()
    }

    fn next(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.position += 1;
        if char == '\n' {
            self.place = Place { line: self.place.line.saturating_add(1), column: 1 };
        } else {
            self.place.column = self.place.column.saturating_add(1);
        }
        Some(char)
    }

    fn skip_blanks(&mut self) {
        while let Some(char) = self.peek() {
            if char == '#' {
                while self.peek().is_some_and(|char| char != '\n') {
                    self.next();
                }
            } else if char.is_whitespace() {
                self.next();
            } else {
                return;
            }
        }
    }

    fn token(&mut self) -> Result<Token, TextError> {
        let sign = match self.peek() {
            None => return Ok(Token::End),
            Some('{') => Token::Open,
            Some('}') => Token::Close,
            Some('>') => Token::Arrow,
            Some(':') => Token::Colon,
            Some(_) => return self.word(),
        };
        self.next();
        Ok(sign)
    }

    fn word(&mut self) -> Result<Token, TextError> {
        let mut word = String::new();
        while let Some(char) = self.peek() {
            match char {
                '"' => {
                    let place = self.place;
                    self.next();
                    self.quoted(&mut word, place)?;
                }
                '{' | '}' | '>' => break,
                // A colon within a word belongs to it (`nfs://…`); one at its end is a sign.
                ':' if self.chars.get(self.position + 1).is_none_or(|next| next.is_whitespace()) => break,
                _ if char.is_whitespace() => break,
                _ => word.extend(self.next()),
            }
        }
        Ok(Token::Word(word))
    }

    fn quoted(&mut self, word: &mut String, start: Place) -> Result<(), TextError> {
        loop {
            match self.next() {
                Some('"') => return Ok(()),
                Some('\\') => match self.next() {
                    Some('n') => word.push('\n'),
                    Some('e') => word.push('\u{1b}'),
                    other => word.extend(other),
                },
                Some(char) => word.push(char),
                None => return Err(start.error("this quote has no end".to_owned())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs() {
        let text = "sr \"a b\" nfs://h:1/x on main: base > { } # comment { \ncron=\"0 2 * * *\"";
        let found: Vec<Token> = tokens(text).unwrap().into_iter().map(|(token, _)| token).collect();
        let word = |text: &str| Token::Word(text.to_owned());
        let expected = [
            word("sr"),
            word("a b"),
            word("nfs://h:1/x"),
            word("on"),
            word("main"),
            Token::Colon,
            word("base"),
            Token::Arrow,
            Token::Open,
            Token::Close,
            word("cron=0 2 * * *"),
            Token::End,
        ];
        assert_eq!(found, expected);
        let (_, place) = tokens("a\n  b").unwrap()[1].clone();
        assert_eq!(place, Place { line: 2, column: 3 });
        assert_eq!(tokens("a \"b").unwrap_err().to_string(), "line 1, column 3: this quote has no end");
    }
}
