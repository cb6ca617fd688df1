//! Commands in hints, ready to be copied.

use std::borrow::Cow;

/// Signs that every shell takes as they are.
const PLAIN: &str = "./_-:\\+@%=,，（）—";

/// Signs that a shell reads within double quotation marks as well.
const READ_INSIDE: [char; 5] = ['"', '$', '`', '!', '\\'];

/// A path as an argument: in quotation marks where a shell would part it or read it otherwise.
pub fn argument(path: &str) -> Cow<'_, str> {
    if path.starts_with('-') {
        // It would be taken for an option.
        return Cow::Owned(argument(&format!("./{path}")).into_owned());
    }
    if !path.is_empty() && path.chars().all(is_plain) {
        Cow::Borrowed(path)
    } else if path.contains(READ_INSIDE) {
        Cow::Owned(format!("'{path}'"))
    } else {
        Cow::Owned(format!("\"{path}\""))
    }
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || PLAIN.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: &str) {
        assert_eq!(argument(path), expected);
    }

    #[test]
    fn paths() {
        check("填报/某局-2024.xlsx", "填报/某局-2024.xlsx");
        check("我的 表.xlsx", "\"我的 表.xlsx\"");
        check("a&b(1).yaml", "\"a&b(1).yaml\"");
        check("~$a b.xlsx", "'~$a b.xlsx'");
        check("", "\"\"");
        check("-a.yaml", "./-a.yaml");
    }
}
