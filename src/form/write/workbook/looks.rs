//! The looks of a workbook form: faces, fills, borders, the page.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, FormatUnderline, ProtectionOptions, Worksheet,
};

/// The height of a line of text, points.
pub const LINE: f64 = 16.0;
/// Tab colours: what to fill first, tables, texts, what only explains.
pub const BLUE: Color = Color::RGB(0x002F_5F9E);
pub const GREEN: Color = Color::RGB(0x004F_8F4F);
pub const AMBER: Color = Color::RGB(0x00C6_8A1E);
pub const GREY: Color = Color::RGB(0x0080_8080);
pub const RED: Color = Color::RGB(0x00C0_3A2B);

/// The formats of cells.
pub struct Looks {
    pub title: Format,
    pub remark: Format,
    pub remark_bold: Format,
    /// Labels of columns and corners.
    pub head: Format,
    /// Labels of rows.
    pub stub: Format,
    /// The title of a block of rows.
    pub band: Format,
    /// A number to be filled.
    pub number: Format,
    /// A total that the workbook computes.
    pub total: Format,
    /// A total that the form states, which may be changed.
    pub stated: Format,
    /// A check of an equality.
    pub check: Format,
    /// A check while nothing is filled.
    pub idle: Format,
    /// What must be filled and is not.
    pub needed: Format,
    /// A short value to be filled.
    pub value: Format,
    /// A text to be filled.
    pub text: Format,
    /// A label to be filled.
    pub label: Format,
    /// A value that stays.
    pub fixed: Format,
    /// An explanation beside a value.
    pub help: Format,
    /// A link to another cell.
    pub link: Format,
    /// What a check found to be wrong.
    pub faulty: Format,
    /// What is wrong.
    pub wrong: Format,
    /// What is not a number.
    pub doubtful: Format,
}

impl Looks {
    pub fn new() -> Self {
        let base = Format::new()
            .set_font_name("宋体")
            .set_font_size(10.5)
            .set_align(FormatAlign::VerticalCenter);
        let boxed = base.clone().set_border(FormatBorder::Thin).set_text_wrap();
        let grey = boxed.clone().set_background_color(Color::RGB(0x00EF_EFEF));
        let number = boxed.clone().set_align(FormatAlign::Center);
        let value = boxed.clone().set_align(FormatAlign::Left);
        let text = boxed.clone().set_align(FormatAlign::Top);
        let plain = base.clone().set_text_wrap();
        let value_link = value
            .clone()
            .set_font_color(Color::RGB(0x0005_63C1))
            .set_underline(FormatUnderline::Single);
        Self {
            title: base.clone().set_font_name("黑体").set_font_size(14),
            remark: plain.clone().set_font_color(Color::RGB(0x0050_5050)),
            remark_bold: plain.set_bold(),
            head: grey.clone().set_align(FormatAlign::Center),
            stub: grey.clone().set_align(FormatAlign::Left).set_indent(1),
            band: grey.clone().set_align(FormatAlign::Center).set_bold(),
            number: number.clone().set_unlocked(),
            total: number.clone().set_background_color(Color::RGB(0x00E2_E6EC)),
            stated: number
                .clone()
                .set_background_color(Color::RGB(0x00E2_E6EC))
                .set_unlocked(),
            check: number.set_font_color(Color::RGB(0x002E_7D32)),
            value: value.clone().set_num_format("@").set_unlocked(),
            text: text.clone().set_num_format("@").set_unlocked(),
            label: value
                .clone()
                .set_indent(1)
                .set_num_format("@")
                .set_unlocked(),
            fixed: value.set_background_color(Color::RGB(0x00E2_E6EC)),
            help: boxed
                .set_font_color(Color::RGB(0x0070_7070))
                .set_font_size(9),
            idle: Format::new()
                .set_background_color(Color::RGB(0x00EF_EFEF))
                .set_font_color(Color::RGB(0x009E_9E9E)),
            needed: Format::new().set_background_color(Color::RGB(0x00FF_F3C4)),
            link: value_link,
            faulty: Format::new().set_background_color(Color::RGB(0x00FF_C7CE)),
            wrong: Format::new()
                .set_background_color(Color::RGB(0x00D3_2F2F))
                .set_font_color(Color::White)
                .set_bold(),
            doubtful: Format::new().set_background_color(Color::RGB(0x00FF_E08A)),
        }
    }
}

/// What may be done in a sheet of a list beside filling it.
pub fn protection() -> ProtectionOptions {
    ProtectionOptions {
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    }
}

/// A4, one page wide, with narrow margins.
pub fn page(sheet: &mut Worksheet, landscape: bool) {
    sheet
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true);
    sheet
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C第 &P 页，共 &N 页");
    if landscape {
        sheet.set_landscape();
    }
}

/// How many lines a text of so many characters takes in a column of so many character widths.
pub fn lines(characters: usize, width: f64) -> f64 {
    // A Chinese character is two widths wide; the cell's edges take one and a half.
    (characters as f64 * 2.0 / (width - 1.5)).ceil().max(1.0)
}
