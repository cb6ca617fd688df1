//! The name that somebody probably meant.

/// The name nearest to a typed one, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = typed.chars().count();
    if length > 40 {
        return None;
    }
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(typed, name), name))
        .filter(|(distance, name)| {
            *distance <= 1 + length.max(name.chars().count()) / 4 && *distance < length
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_suggested() {
        assert_eq!(nearest("总体情况况", ["总体情况", "引言"]), Some("总体情况"));
        assert_eq!(nearest("国家机密", ["国家秘密", "重复申请"]), Some("国家秘密"));
        assert_eq!(nearest("甲", ["引言", "年度"]), None);
    }
}
