//! The closing table of a run of several forms: what became of each.

use unicode_width::UnicodeWidthStr;

use nianbao::finding::{Tally, visible};

/// What became of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormState {
    /// Checked, no error.
    Sound,
    /// Its report is written.
    Built,
    /// Its report is written as a draft.
    Draft,
    /// Its form is written, whole.
    Imported,
    /// Its form is written, with gaps.
    Gappy,
    /// It has errors; nothing is written.
    Faulty,
    /// It could not be read, or its report not written.
    Troubled,
    /// The program stopped at it.
    Crashed,
}

impl FormState {
    /// Whether the form could be read and looked into.
    pub fn was_read(self) -> bool {
        !matches!(self, Self::Troubled | Self::Crashed)
    }

    /// The word for people.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Sound => "没有错误",
            Self::Built => "已生成",
            Self::Draft => "草稿",
            Self::Imported => "已导入",
            Self::Gappy => "有缺漏",
            Self::Faulty => "有错误",
            Self::Troubled => "没有处理",
            Self::Crashed => "程序出错",
        }
    }
}

/// A form's line.
#[derive(Clone, Debug)]
pub(super) struct FormRow {
    /// The form as it was given.
    pub form: String,
    /// Its findings.
    pub tally: Tally,
    /// What became of it.
    pub state: FormState,
}

impl FormRow {
    /// Whether there is nothing to say of the form.
    fn is_quiet(&self) -> bool {
        self.tally == Tally::default() && matches!(self.state, FormState::Sound | FormState::Built)
    }
}

/// From so many forms on, those without a fault are only counted.
const MANY: usize = 100;
/// Columns that a number or a word takes.
const WIDTH: usize = 10;

/// The table, with a line below it that sums it up.
pub(super) fn table(rows: &[FormRow]) -> String {
    let folded = if rows.len() > MANY {
        rows.iter().filter(|row| row.is_quiet()).count()
    } else {
        0
    };
    let shown: Vec<&FormRow> = rows
        .iter()
        .filter(|row| folded == 0 || !row.is_quiet())
        .collect();
    let names = shown.iter().map(|row| visible(&row.form).width());
    let width = names.max().unwrap_or(0).max("填报表".width());
    let mut text = line(
        "填报表",
        width,
        ["错误", "警告", "提示", "已豁免"].map(str::to_owned),
        "结果",
    );
    let mut sum = Tally::default();
    for row in rows {
        sum.add(row.tally);
    }
    for row in &shown {
        text += &line(
            &visible(&row.form),
            width,
            cells(row.tally),
            row.state.chinese(),
        );
    }
    if folded > 0 {
        text += &format!("（另有 {folded} 份没有任何问题，没有列出）\n");
    }
    text + &line("合计", width, cells(sum), &format!("{} 份", rows.len()))
}

fn cells(tally: Tally) -> [String; 4] {
    [tally.errors, tally.warnings, tally.hints, tally.waived].map(|count| count.to_string())
}

fn line(name: &str, width: usize, numbers: [String; 4], word: &str) -> String {
    let numbers: String = numbers.iter().map(|number| right(number)).collect();
    let gap = " ".repeat(width.saturating_sub(name.width()));
    format!("{name}{gap}{numbers}  {word}\n")
}

fn right(text: &str) -> String {
    " ".repeat((WIDTH - 2).saturating_sub(text.width())) + text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(form: &str, errors: usize, state: FormState) -> FormRow {
        FormRow {
            form: form.into(),
            tally: Tally {
                errors,
                ..Tally::default()
            },
            state,
        }
    }

    fn check(rows: &[FormRow], expected: &str) {
        assert_eq!(table(rows), expected);
    }

    #[test]
    fn columns_are_straight() {
        check(
            &[
                row("甲.yaml", 0, FormState::Built),
                row("b.xlsx", 12, FormState::Faulty),
            ],
            "填报表     错误    警告    提示  已豁免  结果
甲.yaml       0       0       0       0  已生成
b.xlsx       12       0       0       0  有错误
合计         12       0       0       0  2 份
",
        );
    }

    #[test]
    fn of_many_only_those_with_faults_are_listed() {
        let mut rows = vec![row("a", 0, FormState::Sound); MANY];
        rows.push(row("坏", 1, FormState::Faulty));
        let text = table(&rows);
        assert_eq!(text.lines().count(), 4);
        assert!(text.contains("另有 100 份没有任何问题") && text.contains("101 份"));
    }
}
