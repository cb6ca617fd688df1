//! The title: broken by sense, the same in every output.

/// Breaks a title into lines of at most `room` characters; a Latin character counts half.
///
/// A title that fits stands in one line. Else it breaks behind the agency, and
/// an agency or a rest that is still too long into lines as equal as can be,
/// the shorter ones above, so that they make a trapezium.
pub fn title_lines(title: &str, agency: &str, room: f32) -> Vec<String> {
    if width(title) <= room {
        return vec![title.to_owned()];
    }
    match title.strip_prefix(agency).filter(|rest| !agency.is_empty() && !rest.is_empty()) {
        Some(rest) => [agency, rest].into_iter().flat_map(|part| even(part, room)).collect(),
        None => even(title, room),
    }
}

fn width(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// Lines of nearly equal width, none wider than the one below it by more than a character.
fn even(text: &str, room: f32) -> Vec<String> {
    let count = (width(text) / room).ceil().max(1.0);
    let share = width(text) / count;
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    let mut previous = ' ';
    for c in text.chars() {
        let wide = if c.is_ascii() { 0.5 } else { 1.0 };
        let full = used + wide > share + 0.01 && (lines.len() as f32) < count;
        // Numbers and words stay whole, and no mark begins a line.
        let joined = (c.is_ascii_alphanumeric() && previous.is_ascii_alphanumeric()) || "年，。、；：）》”".contains(c);
        if (full && !joined) || used + wide > room + 0.01 {
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(last) = lines.last_mut() {
            last.push(c);
        }
        used += wide;
        previous = c;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, agency: &str, expected: &[&str]) {
        assert_eq!(title_lines(title, agency, 20.0), expected);
    }

    #[test]
    fn titles_break_by_sense() {
        let rest = "2023年政府信息公开工作年度报告";
        check(rest, "", &[rest]);
        check(&format!("张家港市人民政府{rest}"), "张家港市人民政府", &["张家港市人民政府", rest]);
        let long = "某某省某某市某某经济技术开发区管理委员会";
        check(&format!("{long}{rest}"), long, &[long, rest]);
        let longer = "某某省某某市某某经济技术开发区管理委员会办公室";
        check(&format!("{longer}{rest}"), longer, &["某某省某某市某某经济技", "术开发区管理委员会办公室", rest]);
        check(
            "保税区（金港镇）2020年政务公开工作情况汇报及附件说明",
            "某局",
            &["保税区（金港镇）2020年政务", "公开工作情况汇报及附件说明"],
        );
    }
}
