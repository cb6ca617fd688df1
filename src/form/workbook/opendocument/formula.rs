//! Formulas of OpenDocument, `of:=SUM([.B5:.B9])`, as Excel writes them.

/// Writes a formula as Excel does, `SUM(B5:B9)`; what is not understood stays as it is.
pub(super) fn rewrite_formula(text: &str) -> String {
    let body = text.split_once('=').map_or(text, |(_, body)| body);
    let mut written = String::new();
    let mut rest = body;
    while let Some(at) = rest.find(['[', '"']) {
        written.push_str(&rest[..at]);
        let inner = &rest[at + 1..];
        let is_text = rest[at..].starts_with('"');
        let Some(end) = end_of(inner, if is_text { '"' } else { ']' }) else {
            written.push_str(&rest[at..]);
            return written;
        };
        if is_text {
            written.push_str(&rest[at..at + end + 2]);
        } else {
            written.push_str(&rewrite_reference(&inner[..end]));
        }
        rest = &inner[end + 1..];
    }
    written + rest
}

/// Where a piece ends that may hold names in single quotes.
fn end_of(text: &str, close: char) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '\'' if close == ']' => quoted = !quoted,
            c if c == close && !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// Writes `.B5:.B9`, `$'Sheet 1'.B5` as `B5:B9`, `'Sheet 1'!B5`.
fn rewrite_reference(text: &str) -> String {
    let quoted = text.rfind("'.").map(|at| at + 1);
    let Some(at) = quoted.or_else(|| text.find('.')) else {
        return text.to_owned();
    };
    let (sheet, cells) = text.split_at(at);
    let cells = cells.replace(":.", ":");
    let cells = cells.trim_start_matches('.');
    match sheet.trim_start_matches('$') {
        "" => cells.to_owned(),
        sheet => format!("{sheet}!{cells}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(rewrite_formula(text), expected, "{text}");
    }

    #[test]
    fn references_lose_their_brackets() {
        check("of:=SUM([.B5:.B9])", "SUM(B5:B9)");
        check("of:=[.$B$5]+[$Sheet1.A1]", "$B$5+Sheet1!A1");
        check("of:=[$'三、申请'.F12]*2", "'三、申请'!F12*2");
        check("of:=IF([.A1]=\"a[b\";1;0)", "IF(A1=\"a[b\";1;0)");
        check("of:=\"甲\"\"乙\"&[.A1]", "\"甲\"\"乙\"&A1");
        check("of:=[.A1", "[.A1");
        check("msoxl:=A1", "A1");
        check("of:=[#REF!]", "#REF!");
        check("", "");
    }
}
