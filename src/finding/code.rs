//! The stable codes of all findings, in their families.

use std::collections::BTreeMap;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The report must not go out like this.
    Error,
    /// Somebody should look.
    Warning,
    /// Good advice, and often no fault: shown apart, counted apart, and not told by `build`.
    Hint,
}

/// How grave codes are, where that is not as usual.
pub type Severities = BTreeMap<Code, Severity>;

impl Severity {
    /// The name of a severity as data give it: `error`, `warning`, `hint`, or 错误, 警告, 提示.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "error" | "错误" => Some(Self::Error),
            "warning" | "警告" => Some(Self::Warning),
            "hint" | "提示" => Some(Self::Hint),
            _ => None,
        }
    }

    /// The name for people.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "警告",
            Self::Hint => "提示",
        }
    }

    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $id:literal $name:literal $severity:ident;)*) => {
        /// A kind of fault. Number and name never change once published.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// All codes, in the order of their numbers.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The number, such as `T103`.
            pub fn id(self) -> &'static str { match self { $(Self::$variant => $id),* } }

            /// The name, such as `balance`.
            pub fn name(self) -> &'static str { match self { $(Self::$variant => $name),* } }

            /// The usual severity.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    /// A file that is no form or template, or a value of the wrong shape or length.
    Unreadable = "F101" "unreadable" Error;
    /// A key that the form does not have.
    UnknownKey = "F102" "unknown-key" Error;
    /// A key given twice.
    DuplicateKey = "F103" "duplicate-key" Error;
    /// A control or invisible character.
    BadCharacter = "F104" "bad-character" Error;
    /// A cell that holds no number of the kind it needs.
    NotACount = "F105" "not-a-count" Error;
    /// A cell left blank.
    Blank = "F106" "blank" Error;
    /// A row that the table does not have.
    UnknownRow = "F107" "unknown-row" Error;
    /// A row that the form leaves out.
    MissingRow = "F108" "missing-row" Error;
    /// A format that does not serve the year, or rows of the other format.
    WrongFormat = "F109" "wrong-format" Error;
    /// A label that is not exactly the official one.
    AlteredLabel = "F110" "altered-label" Warning;
    /// A formula of a workbook shows another value than it gives.
    StaleFormula = "F111" "stale-formula" Warning;
    /// Cells of a workbook that were read but are not shown.
    HiddenCells = "F112" "hidden-cells" Warning;
    /// Characters that only look like the right ones.
    Lookalike = "F113" "lookalike" Warning;
    /// Signs that programs leave in pasted text, read as they are meant.
    Pasted = "F114" "pasted" Warning;
    /// A file that the form names for what stands in it.
    Attached = "F115" "attached" Error;
    /// A postcode or telephone number that can be none, as where a cell lost its first nought.
    Contact = "F116" "contact" Warning;
    /// A workbook that is open elsewhere, read as it was last saved.
    OpenElsewhere = "F117" "open-elsewhere" Warning;
    /// Something of a published report that could not be read into the form.
    NotRead = "F118" "not-read" Warning;
    /// Something that was read from a published report by a guess.
    Guessed = "F119" "guessed" Hint;
    /// Something of a published report that no form has.
    LeftOut = "F120" "left-out" Hint;
    /// A row's stated total is not the sum of its columns.
    RowTotal = "T101" "row-total" Error;
    /// （七）总计 is not the sum of the outcome rows.
    OutcomeTotal = "T102" "outcome-total" Error;
    /// 一 + 二 is not 三（七）+ 四.
    Balance = "T103" "balance" Error;
    /// A total of section four is not the sum of its parts.
    ReviewTotal = "T104" "review-total" Error;
    /// A number of table three is not what the ledger of requests gives.
    Ledger = "T105" "ledger" Error;
    /// Fewer documents in force than were issued in the year and not repealed.
    InForce = "T106" "in-force" Warning;
    /// An amount that looks like yuan where 万元 is asked for.
    AmountUnit = "T107" "amount-unit" Warning;
    /// 上年结转 is not last year's 结转下年度.
    CarryOver = "Y101" "carry-over" Error;
    /// 现行有效 does not follow from last year's, 制发 and 废止.
    Stock = "Y102" "stock" Warning;
    /// 上一年项目数量 does not follow from last year's report.
    Items = "Y103" "items" Warning;
    /// A row that is the same as last year's throughout.
    LeftOver = "Y104" "left-over" Warning;
    /// Free text that stood in last year's report.
    RepeatedText = "Y105" "repeated-text" Warning;
    /// Last year's form cannot be read, or is not last year's.
    LastYear = "Y106" "last-year" Error;
    /// A placeholder that names no value.
    UnknownPlaceholder = "N101" "unknown-placeholder" Error;
    /// A number in the text that is not its cell's.
    NarrativeNumber = "N102" "narrative-number" Warning;
    /// A list in the text whose parts do not make its whole.
    NarrativeParts = "N103" "narrative-parts" Warning;
    /// A percentage that does not follow from its numbers.
    NarrativePercent = "N104" "narrative-percent" Warning;
    /// Another year, period or agency left in the text.
    NarrativeYear = "N105" "narrative-year" Warning;
    /// An outcome that the text names in another group than the table.
    NarrativeGroup = "N106" "narrative-group" Warning;
    /// A “none” or “all” in the text that the table denies.
    NarrativeAll = "N107" "narrative-all" Warning;
    /// A figure that cannot be drawn: no such chart or picture.
    BrokenFigure = "N108" "broken-figure" Error;
    /// A new form that nobody filled.
    Untouched = "S101" "untouched" Error;
    /// A section without text, or with next to none.
    EmptySection = "S102" "empty-section" Warning;
    /// No word on the fee for information (信息处理费).
    FeeStatement = "S103" "fee-statement" Warning;
    /// Numbered headings out of sequence.
    HeadingOrder = "S104" "heading-order" Warning;
    /// One thing counted in two measures.
    MixedUnit = "S105" "mixed-unit" Warning;
    /// Two documents of one number.
    DocumentNumber = "S106" "document-number" Warning;
    /// A bracket or quotation mark without its other half.
    Unbalanced = "S107" "unbalanced" Warning;
    /// A waiver that silences nothing.
    UnusedWaiver = "S108" "unused-waiver" Warning;
    /// Text in a script that the pages cannot set.
    UnshapedScript = "S109" "unshaped-script" Error;
    /// A heading as long as a paragraph.
    LongHeading = "S110" "long-heading" Warning;
    /// A title of another year or agency, or of something else than a yearly report.
    Title = "S111" "title" Error;
    /// A day that lies before the report year's end, or after the day on which reports are due.
    IssueDate = "S112" "issue-date" Error;
    /// A period that is not the report year.
    Period = "S113" "period" Warning;
    /// A basis that is no longer in force.
    OutdatedBasis = "S114" "outdated-basis" Warning;
    /// Marks of a text that is not finished.
    Unfinished = "S115" "unfinished" Warning;
    /// Regulations of an agency that cannot make any.
    Rulemaking = "S116" "rulemaking" Warning;
    /// Parts that the first text names or counts otherwise than the report has them.
    NamedParts = "S117" "named-parts" Warning;
    /// The headings of the first section against the agency's settings.
    LocalHeadings = "S118" "local-headings" Warning;
    /// The length of a section against the agency's settings.
    LocalLength = "S119" "local-length" Warning;
    /// A number that the agency's settings ask for is not told.
    LocalNumbers = "S120" "local-numbers" Warning;
    /// The title that 引言 names is not the report's.
    LeadTitle = "S121" "lead-title" Warning;
    /// The time of publication against year and day.
    PublishTime = "S122" "publish-time" Warning;
    /// The year in 索引号.
    IndexYear = "S123" "index-year" Warning;
    /// Personal data in what is printed.
    PersonalData = "S124" "personal-data" Warning;
    /// A punctuation mark twice.
    DoubledMark = "S125" "doubled-mark" Warning;
    /// The aspects that the first section speaks of.
    FiveAspects = "H101" "five-aspects" Hint;
    /// Problems and improvements in section five.
    TwoSides = "H102" "two-sides" Hint;
    /// Text about other bodies than the one that reports.
    AboutOthers = "H103" "about-others" Hint;
    /// Last year's 工作要点 as a basis.
    OldPoints = "H104" "old-points" Hint;
    /// The text of another form of the same run.
    TextsAlike = "H105" "texts-alike" Hint;
    /// A character that no font has.
    MissingGlyph = "O101" "missing-glyph" Error;
    /// A font file that the style names is not there, and another face stands in.
    SubstitutedFont = "O102" "substituted-font" Warning;
    /// A cell's text that does not fit at the smallest size.
    TightCell = "O103" "tight-cell" Warning;
    /// A finished file says otherwise than its form, or than another finished file.
    StaleOutput = "O104" "stale-output" Error;
    /// No font at all, so that nothing can be set on pages.
    NoFont = "O105" "no-font" Error;
    /// A file of an archive's bag is not as it was put in.
    BagFile = "O106" "bag-file" Error;
}

impl Code {
    /// The code of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.name() == name)
    }

    /// The code that somebody typed: its name or its number, in any case.
    pub fn find(typed: &str) -> Option<Self> {
        let typed = typed.trim().to_ascii_lowercase();
        Self::ALL
            .iter()
            .copied()
            .find(|c| c.name() == typed || c.id().eq_ignore_ascii_case(&typed))
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn numbers_and_names_are_unique_and_kept() {
        let list: Vec<String> = Code::ALL
            .iter()
            .map(|c| format!("{} {} {}", c.id(), c.name(), c.severity().name()))
            .collect();
        let mut unique: Vec<_> = Code::ALL.iter().flat_map(|c| [c.id(), c.name()]).collect();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), 2 * Code::ALL.len());
        insta::assert_snapshot!(list.join("\n"));
    }
}
