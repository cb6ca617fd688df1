//! Edits of bytes and of text, whatever they are part of.

use std::ops::Range;

use crate::random::Random;
use crate::words::{CHARACTERS, FIELDS, NUMBERS};

/// The most bytes that repeating makes: somewhat more than a form may have.
pub const MAX: usize = (1 << 20) + 4_096;

/// Some bytes with a few edits; `lists` are the words that are put in.
pub fn edited(data: Vec<u8>, lists: &[&[&str]], random: &mut Random) -> Vec<u8> {
    let text = std::str::from_utf8(&data).is_ok() && !random.one_in(12);
    // Mostly a few edits, now and then many.
    let most = 1 << (1 + random.below(4));
    let edits = 1 + random.below(most);
    let mut editor = Editor {
        data,
        lists,
        random,
        text,
    };
    for _ in 0..edits {
        editor.edit();
    }
    editor.data.truncate(MAX);
    editor.data
}

/// A piece of data that is being edited.
struct Editor<'a> {
    data: Vec<u8>,
    lists: &'a [&'a [&'a str]],
    random: &'a mut Random,
    /// Whether it is text, whose characters stay whole.
    text: bool,
}

impl Editor<'_> {
    fn edit(&mut self) {
        match self.random.below(18) {
            0 if !self.text => self.flip(),
            0 | 1 => self.delete(),
            2 => self.copy(),
            3 if !self.text => self.field(),
            3 => self.overwrite(),
            4 => self.repeat(),
            5 => self.displace(),
            6 => self.cut(),
            7 | 8 => self.number(),
            9 | 10 => self.character(),
            11 | 12 => self.line(),
            _ => self.word(),
        }
    }

    /// A place between two bytes, in text between two characters.
    fn spot(&mut self) -> usize {
        let at = self.random.below(self.data.len() + 1);
        self.whole(at)
    }

    /// The place itself, or the start of the character that it would part.
    fn whole(&self, at: usize) -> usize {
        let inside = |at: usize| self.data.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        let mut at = at.min(self.data.len());
        while self.text && at > 0 && inside(at) {
            at -= 1;
        }
        at
    }

    fn stretch(&mut self) -> Range<usize> {
        let start = self.spot();
        let length = self.random.length(self.data.len() - start);
        start..self.whole(start + length).max(start)
    }

    fn insert(&mut self, at: usize, new: &[u8]) {
        self.replace(at..at, new);
    }

    fn replace(&mut self, stretch: Range<usize>, new: &[u8]) {
        let tail = self.data.split_off(stretch.end);
        self.data.truncate(stretch.start);
        self.data.extend_from_slice(new);
        self.data.extend_from_slice(&tail);
    }

    fn flip(&mut self) {
        let at = self.random.below(self.data.len());
        let bit = 1_u8 << self.random.below(8);
        if let Some(byte) = self.data.get_mut(at) {
            *byte ^= bit;
        }
    }

    /// A number of one, two or four bytes, either end first, over what stands there.
    fn field(&mut self) {
        let at = self.spot();
        let number = *self.random.pick(FIELDS);
        let width = 1 << self.random.below(3);
        let bytes = if self.random.one_in(2) {
            number.to_be_bytes()[4 - width..].to_vec()
        } else {
            number.to_le_bytes()[..width].to_vec()
        };
        let end = (at + width).min(self.data.len());
        self.replace(at..end, &bytes);
    }

    fn delete(&mut self) {
        let stretch = self.stretch();
        self.replace(stretch, &[]);
    }

    fn copy(&mut self) {
        let stretch = self.stretch();
        let piece = self.data[stretch].to_vec();
        let at = self.spot();
        self.insert(at, &piece);
    }

    fn overwrite(&mut self) {
        let stretch = self.stretch();
        let piece = self.data[stretch].to_vec();
        let over = self.stretch();
        self.replace(over, &piece);
    }

    fn repeat(&mut self) {
        let stretch = self.stretch();
        let piece = self.data[stretch.clone()].to_vec();
        let room = MAX.saturating_sub(self.data.len()) / piece.len().max(1);
        let times = self.random.length(room.min(4_096));
        self.insert(stretch.end, &piece.repeat(times));
    }

    /// A stretch taken from its place and put elsewhere.
    fn displace(&mut self) {
        let stretch = self.stretch();
        let piece = self.data[stretch.clone()].to_vec();
        self.replace(stretch, &[]);
        let at = self.spot();
        self.insert(at, &piece);
    }

    /// What is cut off has little left to be read, so that it is done seldom.
    fn cut(&mut self) {
        if self.random.one_in(4) {
            let at = self.spot();
            self.data.truncate(at);
        }
    }

    /// Another number in place of the next one.
    fn number(&mut self) {
        let from = self.spot();
        let Some(start) = self.data[from..].iter().position(u8::is_ascii_digit) else {
            return self.word();
        };
        let start = from + start;
        let digits = self.data[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let new = match self.random.below(6) {
            0 => self.random.below(100_000).to_string(),
            1 => "9".repeat(1 + self.random.length(3_000)),
            _ => (*self.random.pick(NUMBERS)).to_owned(),
        };
        self.replace(start..start + digits, new.as_bytes());
    }

    fn character(&mut self) {
        let at = self.spot();
        let character = *self.random.pick(CHARACTERS);
        self.insert(at, character.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// A line left out, said twice, or set in or out.
    fn line(&mut self) {
        let line = self.some_line();
        match self.random.below(4) {
            0 => self.replace(line, &[]),
            1 => {
                let said = self.data[line].to_vec();
                let at = self.some_line().start;
                self.insert(at, &said);
            }
            2 => self.insert(line.start, b"  "),
            _ => {
                let blanks = self.data[line.clone()]
                    .iter()
                    .take_while(|byte| **byte == b' ')
                    .count();
                self.replace(line.start..line.start + blanks.min(2), &[]);
            }
        }
    }

    /// A line with its end.
    fn some_line(&mut self) -> Range<usize> {
        let at = self.spot();
        let ends = |byte: &u8| *byte == b'\n';
        let start = self.data[..at]
            .iter()
            .rposition(ends)
            .map_or(0, |end| end + 1);
        let end = self.data[at..]
            .iter()
            .position(ends)
            .map_or(self.data.len(), |end| at + end + 1);
        start..end
    }

    fn word(&mut self) {
        let list = *self.random.pick(self.lists);
        let word = *self.random.pick(list);
        let place = if self.random.one_in(4) {
            self.stretch()
        } else {
            let at = self.spot();
            at..at
        };
        self.replace(place, word.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{PROSE, YAML};

    #[test]
    fn text_mostly_stays_text() {
        let mut random = Random::new(5);
        let seed = "机关: 张家港市\n年度: 2023\n总体情况: |\n  收到申请 5 件。\n"
            .as_bytes()
            .to_vec();
        let whole = (0..1_000)
            .filter(|_| {
                std::str::from_utf8(&edited(seed.clone(), &[YAML, PROSE], &mut random)).is_ok()
            })
            .count();
        assert!(whole > 800, "{whole}");
    }

    #[test]
    fn nothing_grows_without_bound() {
        let mut random = Random::new(6);
        let mut data = vec![b'a'; 1_000];
        for _ in 0..200 {
            data = edited(data, &[YAML], &mut random);
            assert!(data.len() <= MAX);
        }
    }
}
