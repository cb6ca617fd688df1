//! Two texts in one: the words that both have, those that went and those that came.

use super::stretches;

/// A stretch of two texts in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedWords {
    /// Which of the texts has it.
    pub tag: Tag,
    /// The characters.
    pub text: String,
}

/// Which of two texts has some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Both.
    Same,
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// Two texts in one, by words: numbers and Latin words are whole.
pub fn words(old: &str, new: &str) -> Vec<TaggedWords> {
    let (before, after) = (split(old), split(new));
    let mut found: Vec<TaggedWords> = Vec::new();
    for part in stretches(&before, &after) {
        if part.equal {
            push(&mut found, Tag::Same, &before[part.old]);
        } else {
            push(&mut found, Tag::Old, &before[part.old]);
            push(&mut found, Tag::New, &after[part.new]);
        }
    }
    join_changes(found)
}

/// Adds words, to the last ones where those are of the same text.
fn push(found: &mut Vec<TaggedWords>, tag: Tag, tokens: &[&str]) {
    let text = tokens.concat();
    match found.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.tag == tag => last.text += &text,
        _ => found.push(TaggedWords { tag, text }),
    }
}

/// Joins changes that a single character parts: 七百八 is read more easily whole.
fn join_changes(words: Vec<TaggedWords>) -> Vec<TaggedWords> {
    let mut joined: Vec<TaggedWords> = Vec::new();
    let mut rest = words.into_iter().peekable();
    while let Some(word) = rest.next() {
        let is_island = word.tag == Tag::Same
            && word.text.chars().count() == 1
            && !joined.is_empty()
            && rest.peek().is_some();
        if is_island {
            add_to_change(&mut joined, Tag::Old, &word.text);
            add_to_change(&mut joined, Tag::New, &word.text);
        } else if word.tag == Tag::Same {
            joined.push(word);
        } else {
            add_to_change(&mut joined, word.tag, &word.text);
        }
    }
    joined
}

/// Adds what went or came to the change at the end; what went stands before what came.
fn add_to_change(words: &mut Vec<TaggedWords>, tag: Tag, text: &str) {
    let last_same = words.iter().rposition(|word| word.tag == Tag::Same);
    let start = last_same.map_or(0, |at| at + 1);
    if let Some(same) = words[start..].iter_mut().find(|word| word.tag == tag) {
        same.text += text;
        return;
    }
    let at = if tag == Tag::Old { start } else { words.len() };
    let text = text.to_owned();
    words.insert(at, TaggedWords { tag, text });
}

/// A text in words: runs of digits with their points, runs of Latin letters, single characters.
fn split(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut last = Letter::Other;
    for (at, c) in text.char_indices() {
        let this = Letter::of(c);
        if at > start && (this == Letter::Other || this != last) {
            found.push(&text[start..at]);
            start = at;
        }
        last = this;
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

/// What a word is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Digit,
    Latin,
    Other,
}

impl Letter {
    fn of(c: char) -> Self {
        if c.is_ascii_digit() || c == '.' || c == '%' {
            Self::Digit
        } else if c.is_ascii_alphabetic() {
            Self::Latin
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &str) {
        let shown = words(old, new).into_iter().map(|w| match w.tag {
            Tag::Same => w.text,
            Tag::Old => format!("[-{}-]", w.text),
            Tag::New => format!("[+{}+]", w.text),
        });
        assert_eq!(shown.collect::<String>(), expected);
    }

    #[test]
    fn changed_words() {
        check(
            "收到申请774件。",
            "收到申请793件。",
            "收到申请[-774-][+793+]件。",
        );
        check("办结率95%", "办结率95.7%", "办结率[-95%-][+95.7%+]");
        check("甲乙丙", "丁乙戊", "[-甲乙丙-][+丁乙戊+]");
        check("", "新句。", "[+新句。+]");
        check("无变化。", "无变化。", "无变化。");
    }
}
