//! Records of a workbook's stream: a kind, a length, so many bytes; what does not fit goes on in
//! others.

/// What a record says, as far as forms need it (the numbers of the file format).
pub mod kind {
    /// A formula with its result.
    pub const FORMULA: u16 = 0x0006;
    /// The end of a part.
    pub const END: u16 = 0x000A;
    /// Which sheets formulas speak of.
    pub const EXTERNAL_SHEETS: u16 = 0x0017;
    /// A comment at a cell.
    pub const NOTE: u16 = 0x001C;
    /// A text that is drawn over the cells, as those of comments are.
    pub const DRAWN_TEXT: u16 = 0x01B6;
    /// From which year days are counted.
    pub const DATE_MODE: u16 = 0x0022;
    /// The stream is locked.
    pub const FILE_PASS: u16 = 0x002F;
    /// A font.
    pub const FONT: u16 = 0x0031;
    /// The bytes of the record before go on.
    pub const CONTINUE: u16 = 0x003C;
    /// Columns and their width.
    pub const COLUMNS: u16 = 0x007D;
    /// A sheet and where its part begins.
    pub const SHEET: u16 = 0x0085;
    /// Several numbers in a row.
    pub const NUMBERS: u16 = 0x00BD;
    /// The looks of a cell.
    pub const LOOKS: u16 = 0x00E0;
    /// Merged cells.
    pub const MERGED: u16 = 0x00E5;
    /// The texts of all cells.
    pub const TEXTS: u16 = 0x00FC;
    /// A cell with one of the texts.
    pub const SHARED_TEXT: u16 = 0x00FD;
    /// A workbook that formulas speak of.
    pub const BOOK: u16 = 0x01AE;
    /// A cell with a number.
    pub const NUMBER: u16 = 0x0203;
    /// A cell with a text of its own.
    pub const TEXT: u16 = 0x0204;
    /// A cell with a truth or an error.
    pub const TRUTH: u16 = 0x0205;
    /// The text that the formula before gives.
    pub const RESULT: u16 = 0x0207;
    /// A row and its height.
    pub const ROW: u16 = 0x0208;
    /// A cell with a number in few bytes.
    pub const SHORT_NUMBER: u16 = 0x027E;
    /// A number format.
    pub const FORMAT: u16 = 0x041E;
    /// The beginning of a part.
    pub const BEGIN: u16 = 0x0809;
}

/// A record with all that continues it.
pub struct BiffRecord<'b> {
    /// One of [`kind`].
    pub kind: u16,
    /// Its bytes, and those of the records that continue it.
    pub pieces: Vec<&'b [u8]>,
}

impl<'b> BiffRecord<'b> {
    /// The bytes without what continues them.
    pub fn data(&self) -> &'b [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }
}

/// The records of a stream from a place on.
pub struct BiffRecords<'b>(&'b [u8]);

impl<'b> BiffRecords<'b> {
    /// The records that begin at a place; none beyond the end.
    pub fn from(stream: &'b [u8], at: usize) -> Self {
        Self(stream.get(at..).unwrap_or_default())
    }

    fn piece(&mut self) -> Option<(u16, &'b [u8])> {
        let (kind, length) = (u16_at(self.0, 0)?, u16_at(self.0, 2)?);
        let end = 4 + usize::from(length);
        let data = self.0.get(4..end)?;
        self.0 = &self.0[end..];
        Some((kind, data))
    }
}

impl<'b> Iterator for BiffRecords<'b> {
    type Item = BiffRecord<'b>;

    fn next(&mut self) -> Option<BiffRecord<'b>> {
        let (kind, data) = self.piece()?;
        let mut pieces = vec![data];
        while u16_at(self.0, 0) == Some(kind::CONTINUE) {
            pieces.push(self.piece()?.1);
        }
        Some(BiffRecord { kind, pieces })
    }
}

/// Two bytes as a number.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Four bytes as a number.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Eight bytes as a number in plain digits.
pub fn digits_at(bytes: &[u8], at: usize) -> Option<String> {
    let number = f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?);
    number.is_finite().then(|| number.to_string())
}

/// A number in four bytes: a whole one or the upper half of a float, perhaps a hundred times too
/// great.
pub fn short_digits(packed: u32) -> Option<String> {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        // The sign goes with the shift.
        f64::from(packed.cast_signed() >> 2)
    };
    let number = if packed & 1 == 0 {
        number
    } else {
        number / 100.0
    };
    number.is_finite().then(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(packed: u32, expected: &str) {
        assert_eq!(
            short_digits(packed).as_deref(),
            Some(expected),
            "{packed:#x}"
        );
    }

    #[test]
    fn numbers_in_four_bytes() {
        check(0x3FF0_0000, "1");
        check(0x405E_DC00, "123.4375");
        check((793 << 2) | 2, "793");
        check((12_345 << 2) | 3, "123.45");
        check((-5_i32 << 2).cast_unsigned() | 2, "-5");
    }

    #[test]
    fn records_that_are_cut_off_end_the_stream() {
        let stream = [
            6, 0, 2, 0, 1, 2, 0x3C, 0, 1, 0, 3, 10, 0, 0, 0, 9, 0, 99, 0, 1,
        ];
        let records: Vec<(u16, Vec<&[u8]>)> = BiffRecords::from(&stream, 0)
            .map(|record| (record.kind, record.pieces))
            .collect();
        assert_eq!(
            records,
            [(6, vec![&[1, 2][..], &[3][..]]), (10, vec![&[][..]])]
        );
        assert!(BiffRecords::from(&stream, 99).next().is_none());
    }
}
