//! The title: broken by sense into a trapezium or a diamond (GB/T 9704-2012, 7.3.1).
//!
//! Each way to part a title has a cost: for places that part what belongs
//! together, for lines that make another shape, for every further line. The
//! cheapest way is taken, the same in all outputs.

use super::Style;

/// The width of a Latin letter or digit in a title's face, of a Chinese character's.
const LATIN: f32 = 0.6;
/// What a line more costs.
const LINE: f32 = 3.0;
/// A place behind one of the style's words, behind a bracket or before a year.
const SENSE: f32 = 1.0;
/// A place behind a year, or before a bracket.
const LOOSE: f32 = 2.5;
/// Any other place.
const ANYWHERE: f32 = 14.0;
/// A place inside brackets, and one there behind a mark of enumeration.
const BRACKETED: f32 = 30.0;
const ENUMERATED: f32 = 8.0;
/// A line that widens again under one that has narrowed: an hourglass.
const SHAPE: f32 = 12.0;
/// A second line that is shorter than the first: a trapezium on its head.
const INVERTED: f32 = 5.0;
/// A line as long as the one above: neither trapezium nor diamond.
const RECTANGLE: f32 = 5.0;
/// A line with the end of the agency's name and more.
const MIXED: f32 = 8.0;
/// A line of one or two characters.
const SHORT: f32 = 6.0;
/// Lines that differ by no more than this look even.
const EVEN: f32 = 0.6;

/// A longer title is parted where its lines are full.
const LONGEST: usize = 300;

/// Whether lines make a trapezium or a diamond, or are only few and even.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineShape {
    Shaped,
    Even,
}

/// Breaks a title into lines of at most `room` characters.
pub(super) fn lines(
    style: &Style,
    title: &str,
    agency: &str,
    room: f32,
    shape: LineShape,
) -> Vec<String> {
    let text: Vec<char> = title.chars().collect();
    let agency = if title.starts_with(agency) {
        agency.chars().count()
    } else {
        0
    };
    let mut ends = vec![0.0];
    for c in &text {
        ends.push(ends[ends.len() - 1] + if c.is_ascii() { LATIN } else { 1.0 });
    }
    if ends[text.len()] <= room {
        return vec![title.to_owned()];
    }
    if text.len() > LONGEST {
        return full_lines(&text, &ends, room);
    }
    let places = (0..=text.len())
        .map(|at| place(style, &text, at, agency))
        .collect();
    let known = vec![None; (text.len() + 1) * (text.len() + 1) * 2];
    let mut parting = Parting {
        ends,
        places,
        agency,
        room,
        shape,
        known,
    };
    let mut lines = Vec::new();
    let mut line = TitleLine::default();
    while line.start < text.len() {
        line.end = parting.best(line.start, line.before, line.falling).end;
        lines.push(text[line.start..line.end].iter().collect());
        line = TitleLine {
            start: line.end,
            end: line.end,
            before: Some(line.start),
            falling: line.falling || parting.falls(line),
        };
    }
    lines
}

/// Lines that each hold what they can.
fn full_lines(text: &[char], ends: &[f32], room: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let fitting = (start + 1..=text.len()).take_while(|end| ends[*end] - ends[start] <= room);
        let end = fitting.last().unwrap_or(start + 1);
        lines.push(text[start..end].iter().collect());
        start = end;
    }
    lines
}

/// What it costs to end a line in front of `text[at]`; none where it must not.
fn place(style: &Style, text: &[char], at: usize, agency: usize) -> Option<f32> {
    if at == text.len() || (at == agency && at > 0) {
        return Some(0.0);
    }
    let before = *text.get(at.checked_sub(1)?)?;
    let (above, below) = text.split_at(at);
    let words = &style.title;
    if !style.line.may_break(text, at)
        || words
            .together
            .iter()
            .any(|word| lies_inside(text, at, word))
        || words.before.iter().any(|word| ends_with(above, word))
    {
        return None;
    }
    if words.before.iter().any(|word| begins_with(below, word)) {
        return Some(SENSE);
    }
    // Between brackets, unless they hold more than a line does.
    if depth(above) > 0 {
        return Some(if before == '、' {
            ENUMERATED
        } else {
            BRACKETED
        });
    }
    let is_sense = before == '）'
        || begins_with_year(below)
        || words.behind.iter().any(|word| ends_with(above, word));
    Some(if is_sense {
        SENSE
    } else if before == '年' || text[at] == '（' {
        LOOSE
    } else {
        ANYWHERE
    })
}

/// Whether a place lies inside a word.
fn lies_inside(text: &[char], at: usize, word: &str) -> bool {
    (1..word.chars().count()).any(|part| at >= part && begins_with(&text[at - part..], word))
}

fn begins_with(text: &[char], word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(i, c)| text.get(i) == Some(&c))
}

fn ends_with(text: &[char], word: &str) -> bool {
    let length = word.chars().count();
    text.len() >= length && begins_with(&text[text.len() - length..], word)
}

fn begins_with_year(text: &[char]) -> bool {
    text.iter().take_while(|c| c.is_ascii_digit()).count() == 4 && text.get(4) == Some(&'年')
}

/// How many brackets are open at a text's end.
fn depth(text: &[char]) -> usize {
    let mut depth: usize = 0;
    for c in text {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

/// The ways to part one title.
struct Parting {
    /// Width of the title up to each place, in characters.
    ends: Vec<f32>,
    /// What it costs to end a line at each place.
    places: Vec<Option<f32>>,
    /// Where the agency's name ends; 0 where the title does not begin with it.
    agency: usize,
    room: f32,
    shape: LineShape,
    /// The best end of each line that was asked for, by its start, the start of the line before,
    /// and whether lines have begun to fall.
    known: Vec<Option<BestEnd>>,
}

/// A line of the title below another.
#[derive(Clone, Copy, Default)]
struct TitleLine {
    start: usize,
    end: usize,
    /// Where the line above starts.
    before: Option<usize>,
    /// Whether lines have begun to fall above it.
    falling: bool,
}

/// The end of a line and what the title costs from its start on.
#[derive(Clone, Copy)]
struct BestEnd {
    cost: f32,
    end: usize,
}

impl Parting {
    /// Where a line's best end is kept. The first line has none before it.
    fn key(&self, start: usize, before: Option<usize>, falling: bool) -> usize {
        (start * self.places.len() + before.unwrap_or(0)) * 2 + usize::from(falling)
    }

    fn width(&self, from: usize, to: usize) -> f32 {
        self.ends[to] - self.ends[from]
    }

    /// The width of the line above; none of the first.
    fn width_above(&self, line: TitleLine) -> Option<f32> {
        Some(self.width(line.before?, line.start))
    }

    /// Whether a line is clearly shorter than the one above it.
    fn falls(&self, line: TitleLine) -> bool {
        let own = self.width(line.start, line.end);
        self.width_above(line)
            .is_some_and(|above| above > own + EVEN)
    }

    /// Whether a line is clearly longer than the one above it.
    fn grows(&self, line: TitleLine) -> bool {
        let own = self.width(line.start, line.end);
        self.width_above(line)
            .is_some_and(|above| own > above + EVEN)
    }

    /// What a line costs itself that ends where this costs so much.
    fn cost(&self, line: TitleLine, place: f32) -> f32 {
        let own = self.width(line.start, line.end);
        let short = if own < 3.0 { SHORT } else { 0.0 };
        let uneven = match self.width_above(line) {
            Some(above) => 0.05 * (above - own).abs(),
            None => 0.0,
        };
        let mixed = if line.start < self.agency && self.agency < line.end {
            MIXED
        } else {
            0.0
        };
        place + LINE + self.cost_of_shape(line) + short + uneven + mixed
    }

    /// A trapezium widens all the way or narrows all the way; a diamond narrows once, at its end.
    fn cost_of_shape(&self, line: TitleLine) -> f32 {
        let (falls, grows) = (self.falls(line), self.grows(line));
        match line.before {
            _ if self.shape == LineShape::Even => 0.0,
            Some(_) if line.falling && grows => SHAPE,
            Some(0) if falls => INVERTED,
            Some(_) if !falls && !grows => RECTANGLE,
            _ => 0.0,
        }
    }

    fn best(&mut self, start: usize, before: Option<usize>, falling: bool) -> BestEnd {
        let last = self.places.len() - 1;
        if start == last {
            return BestEnd {
                cost: 0.0,
                end: last,
            };
        }
        let key = self.key(start, before, falling);
        if let Some(known) = self.known[key] {
            return known;
        }
        // A word longer than the room is parted where the line is full.
        let fitting = (start + 1..=last).take_while(|&end| self.width(start, end) <= self.room);
        let full = fitting.last().unwrap_or(start + 1);
        let mut best = BestEnd {
            cost: f32::INFINITY,
            end: full,
        };
        for end in start + 1..=full {
            let Some(place) = self.places[end] else {
                continue;
            };
            let line = TitleLine {
                start,
                end,
                before,
                falling,
            };
            let rest = self.best(end, Some(start), falling || self.falls(line));
            let cost = self.cost(line, place) + rest.cost;
            if cost < best.cost {
                best = BestEnd { cost, end };
            }
        }
        self.known[key] = Some(best);
        best
    }
}

#[cfg(test)]
mod tests {
    use super::super::Style;

    fn check(title: &str, agency: &str, expected: &[&str]) {
        let style = Style::load(&Style::gbt9704()).unwrap();
        assert_eq!(style.title_lines(title, agency), expected);
    }

    /// An agency's title with the usual rest.
    fn usual(agency: &str, expected: &[&str]) {
        let rest = "2023年政府信息公开工作年度报告";
        let lines: Vec<&str> = expected.iter().copied().chain([rest]).collect();
        check(&format!("{agency}{rest}"), agency, &lines);
    }

    #[test]
    fn titles_break_by_sense() {
        check(
            "2023年政府信息公开工作年度报告",
            "",
            &["2023年政府信息公开工作年度报告"],
        );
        usual("张家港市人民政府", &["张家港市人民政府"]);
        usual("沛县水利局", &["沛县水利局"]);
        usual(
            "某某市农业农村局（某某市乡村振兴局）",
            &["某某市农业农村局", "（某某市乡村振兴局）"],
        );
        check(
            "关于发布2023年度政府信息公开工作情况年度报告的公告",
            "",
            &["关于发布2023年度", "政府信息公开工作情况年度报告的公告"],
        );
        usual(
            "某某省某某市某某经济技术开发区管理委员会",
            &["某某省某某市", "某某经济技术开发区管理委员会"],
        );
        usual(
            "某某省某某市某某经济技术开发区管理委员会办公室",
            &["某某省某某市", "某某经济技术开发区管理委员会办公室"],
        );
        usual(
            "江苏省张家港保税区管理委员会（金港镇人民政府）",
            &["江苏省张家港保税区", "管理委员会（金港镇人民政府）"],
        );
        check(
            "保税区（金港镇）2020年政务公开工作情况汇报及附件说明",
            "某局",
            &["保税区（金港镇）", "2020年政务公开工作情况汇报及附件说明"],
        );
    }

    #[test]
    fn lines_make_a_trapezium_or_a_diamond() {
        usual(
            "某某省某某市某某区人民政府办公室",
            &["某某省某某市", "某某区人民政府办公室"],
        );
        usual(
            "某某自治州住房和城乡建设局（某某自治州人民防空办公室）",
            &["某某自治州住房和城乡建设局", "（某某自治州人民防空办公室）"],
        );
        usual(
            "某某市人力资源和社会保障局（某某市公务员局、某某市外国专家局）",
            &[
                "某某市人力资源和社会保障局",
                "（某某市公务员局、某某市外国专家局）",
            ],
        );
        usual(
            "某某市文化广电和旅游局（某某市文物局）",
            &["某某市文化广电和旅游局（某某市文物局）"],
        );
        check(
            "中国某某市委办公室某某市人民政府办公室关于2023年度政府信息公开工作情况的报告",
            "",
            &[
                "中国某某市委办公室",
                "某某市人民政府办公室",
                "关于2023年度政府信息公开工作情况的报告",
            ],
        );
    }

    #[test]
    fn lines_fit_whatever_the_title() {
        let style = Style::load(&Style::gbt9704()).unwrap();
        for title in [
            "长".repeat(300),
            "word".repeat(40),
            "）".repeat(50),
            "2023".repeat(30),
            "某某市某某区".repeat(33),
            "「".repeat(40),
        ] {
            let lines = style.title_lines(&title, "");
            assert_eq!(lines.concat(), title);
            assert!(lines.iter().all(|l| {
                l.chars()
                    .map(|c| if c.is_ascii() { 0.6 } else { 1.0 })
                    .sum::<f32>()
                    <= 20.2
            }));
        }
    }
}
