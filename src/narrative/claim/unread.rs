//! Why a number was not read as one of cells.

use std::ops::Range;

/// A number of the text that speaks of no cell, or was not understood.
#[derive(Clone, Debug)]
pub struct UnreadNumber {
    /// The index of its line in the passage.
    pub line: usize,
    /// The bytes of the number in the line.
    pub range: Range<usize>,
    /// The bytes of its clause.
    pub phrase: Range<usize>,
    /// Why.
    pub why: Unread,
}

/// Why a number was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unread {
    /// It counts something that no table has.
    OtherBusiness,
    /// It counts documents or pieces of information, by how open they are.
    Documents,
    /// It counts kinds or rows: 两类, 三项.
    Kinds,
    /// It counts what another body handles, or handed on.
    AnotherBody,
    /// It counts a fee, or those who paid one.
    Fee,
    /// Its measure is not one of the table's.
    Measure,
    /// It is a part that no cell gives, or a difference.
    Part,
    /// It is told of some of the bodies that report.
    SomeBodies,
    /// It is told of another time.
    OtherTime,
    /// Words beside it are not known.
    UnknownWords,
    /// Nothing beside it says which cell it is.
    NoSubject,
    /// The table has no such cell.
    NoCell,
}

impl Unread {
    /// Why, for people.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::OtherBusiness => "说的是别的事，三张表里没有",
            Self::Documents => "数的是文件、信息，不是申请",
            Self::Kinds => "数的是种类、项目",
            Self::AnotherBody => "说的是别的机关，或别的机关转来的",
            Self::Fee => "说的是收费",
            Self::Measure => "单位不是表中的单位",
            Self::Part => "是其中一部分，或是增减的数，表中没有这一格",
            Self::SomeBodies => "只说一部分单位",
            Self::OtherTime => "说的是别的时间",
            Self::UnknownWords => "旁边的话没有读懂",
            Self::NoSubject => "看不出说的是哪一格",
            Self::NoCell => "表中没有这一格",
        }
    }
}
