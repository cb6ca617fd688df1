//! The name that somebody probably meant.

/// Characters of the longest name that is looked for.
const LONGEST: usize = 40;

/// The name nearest to a typed one, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.chars().count() > LONGEST {
        return None;
    }
    let names: Vec<&str> = names.into_iter().collect();
    find_similar(typed, &names).or_else(|| find_containing(typed, &names))
}

/// The first of the names that fewest slips lie between, if they are few for its length.
fn find_similar<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
    let length = typed.chars().count();
    let mut fewest = usize::MAX;
    let mut similar = None;
    for name in names {
        let slips = strsim::damerau_levenshtein(typed, name);
        let allowed = 1 + length.max(name.chars().count()) / 4;
        if slips <= allowed && slips < length && slips < fewest {
            fewest = slips;
            similar = Some(*name);
        }
    }
    similar
}

/// The longest name that stands in a typed one, or the only one in which it stands: 本年新收 means
/// 新收.
fn find_containing<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
    let inside = names
        .iter()
        .filter(|name| has_letters(name) && typed.contains(**name));
    let longest = inside.max_by_key(|name| name.chars().count());
    if longest.is_some() || !has_letters(typed) {
        return longest.copied();
    }
    let mut around = names.iter().filter(|name| name.contains(typed));
    let only = around.next().filter(|_| around.next().is_none());
    only.copied()
}

/// Whether a name is long enough not to stand in another by chance.
fn has_letters(name: &str) -> bool {
    name.chars().count() >= 2
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_suggested() {
        assert_eq!(
            nearest("总体情况况", ["总体情况", "引言"]),
            Some("总体情况")
        );
        assert_eq!(
            nearest("国家机密", ["国家秘密", "重复申请"]),
            Some("国家秘密")
        );
        assert_eq!(nearest("甲", ["引言", "年度"]), None);
        assert_eq!(nearest("本年新收", ["上年结转", "新收"]), Some("新收"));
        assert_eq!(nearest("处罚", ["行政许可", "行政处罚"]), Some("行政处罚"));
        assert_eq!(nearest("行政", ["行政许可", "行政处罚"]), None);
    }
}
