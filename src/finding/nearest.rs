//! The name that somebody probably meant.

/// The name nearest to a typed one, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = typed.chars().count();
    if length > 40 {
        return None;
    }
    let names: Vec<&str> = names.into_iter().collect();
    let near = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(typed, name), name))
        .filter(|(distance, name)| {
            *distance <= 1 + length.max(name.chars().count()) / 4 && *distance < length
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| *name);
    near.or_else(|| containing(typed, &names))
}

/// The longest name that stands in a typed one, or the only one in which it stands: 本年新收 means 新收.
fn containing<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
    let long = |name: &str| name.chars().count() >= 2;
    let inside = names
        .iter()
        .filter(|name| long(name) && typed.contains(**name));
    let mut around = names
        .iter()
        .filter(|name| long(typed) && name.contains(typed));
    let longest = inside.max_by_key(|name| name.chars().count());
    longest
        .or_else(|| around.next().filter(|_| around.next().is_none()))
        .copied()
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
