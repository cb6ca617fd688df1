//! What codes mean, in words: the type, and the texts of those codes that no
//! rule gives but reading, binding and rendering do.

use super::Code;

/// What a code means.
#[derive(Debug)]
pub struct Explanation {
    /// One line of English, for lists; no full stop.
    pub summary: &'static str,
    /// What is checked, for clerks.
    pub what: &'static str,
    /// Why, with the source: which notice, which article.
    pub why: &'static str,
    /// An example that gives the finding.
    pub wrong: &'static str,
    /// The same put right.
    pub right: &'static str,
}

/// The explanation of a code of the families F and O, of `unknown-placeholder`, `broken-figure` and
/// `last-year`.
pub fn of_reading_and_output(code: Code) -> Option<&'static Explanation> {
    Some(match code {
        Code::Unreadable => &UNREADABLE,
        Code::UnknownKey => &UNKNOWN_KEY,
        Code::DuplicateKey => &DUPLICATE_KEY,
        Code::BadCharacter => &BAD_CHARACTER,
        Code::NotACount => &NOT_A_COUNT,
        Code::Blank => &BLANK,
        Code::UnknownRow => &UNKNOWN_ROW,
        Code::MissingRow => &MISSING_ROW,
        Code::WrongFormat => &WRONG_FORMAT,
        Code::AlteredLabel => &ALTERED_LABEL,
        Code::StaleFormula => &STALE_FORMULA,
        Code::HiddenCells => &HIDDEN_CELLS,
        Code::Lookalike => &LOOKALIKE,
        Code::Pasted => &PASTED,
        Code::Attached => &ATTACHED,
        Code::Contact => &CONTACT,
        Code::OpenElsewhere => &OPEN_ELSEWHERE,
        Code::NotRead => &NOT_READ,
        Code::Guessed => &GUESSED,
        Code::LeftOut => &LEFT_OUT,
        Code::LastYear => &LAST_YEAR,
        Code::UnknownPlaceholder => &UNKNOWN_PLACEHOLDER,
        Code::MissingGlyph => &MISSING_GLYPH,
        Code::SubstitutedFont => &SUBSTITUTED_FONT,
        Code::BrokenFigure => &BROKEN_FIGURE,
        Code::TightCell => &TIGHT_CELL,
        Code::StaleOutput => &STALE_OUTPUT,
        Code::NoFont => &NO_FONT,
        Code::BagFile => &BAG_FILE,
        _ => return None,
    })
}

const BAG_FILE: Explanation = Explanation {
    summary: "a file of an archive's bag is changed, missing or too many",
    what: "核对归档包时，每个文件的 SHA-256 和 SM3 都要与清单一致；清单之间也要一致。不一致的、\
           缺少的、多出来的文件逐个列出；清单自己被改了，说的是清单。",
    why: "归档包（BagIt，RFC 8493）靠清单证明内容没有变过。签章放在“签章”文件夹里，不算多出来的。",
    wrong: "封装以后用 Word 打开包里的 DOCX，又保存了一次",
    right: "要改就改填报表，重新归档：nianbao archive 填报表 -o 新文件夹 --replaces 旧归档包",
};

const UNREADABLE: Explanation = Explanation {
    summary: "no text, no YAML, no workbook, too large, or a value of the wrong shape; also a \
              broken template",
    what: "文件不是填报表、读不懂、太大，或某一项的写法不是应有的样子；模板写坏了也是这个代码。",
    why: "读不进来的内容不会被检查，也不会印出来，所以一处也不放过。",
    wrong: "年度: [2023]",
    right: "年度: 2023",
};

const UNKNOWN_KEY: Explanation = Explanation {
    summary: "a key that the form does not have, or more numbers than a row has columns; a warning \
              for a sheet that is not used",
    what: "填报表里没有的名称，或一行里多出来的数。",
    why: "名称写错一个字，它下面的内容就会丢；程序指出来，不猜。",
    wrong: "总体情况况: |",
    right: "总体情况: |",
};

const DUPLICATE_KEY: Explanation = Explanation {
    summary: "a key, row or column given twice; the first stands",
    what: "同一个名称、同一行或同一列出现了两次；以第一次为准。",
    why: "两处的数可能不同，只能留一处。",
    wrong: "行政许可: 12\n行政许可: 21",
    right: "行政许可: 21",
};

const BAD_CHARACTER: Explanation = Explanation {
    summary: "a control or invisible character, as pasted from Word",
    what: "从 Word 或网页粘贴来的控制字符、看不见的字符和自造字。",
    why: "它们印不出来或在别的电脑上变样；PDF/A（GB/T 23286）也不允许。",
    wrong: "总体情况里夹着一个换页符",
    right: "删去它，或重新输入这几个字",
};

const NOT_A_COUNT: Explanation = Explanation {
    summary: "text, a unit, a sign, full-width digits, a date where a plain number belongs; with \
              --accept-text-numbers one warning for all that are only written unusually",
    what: "应填数的格里写了文字、单位、正负号、全角数字、千分位或日期。",
    why: "官方表格各格只填数（国办公开办函〔2021〕30号、〔2019〕60号）；带文字的格不能参加核对。",
    wrong: "行政处罚: 2笔",
    right: "行政处罚: 2",
};

const BLANK: Explanation = Explanation {
    summary: "an empty cell, or “/”, “—”, “无”; too few numbers in a row; no agency or year; with \
              --blank-as-zero one warning for all cells",
    what: "空着的格，或写着“/”“—”“无”的格；一行的数不够；没有写机关或年度。",
    why: "空白不等于 0：看报告的人分不清是没有发生还是漏填。没有发生的填 0。",
    wrong: "新收: [1, , 0, 0, 0, 0]",
    right: "新收: [1, 0, 0, 0, 0, 0]",
};

const UNKNOWN_ROW: Explanation = Explanation {
    summary: "a row that the table does not have",
    what: "表里没有的行名。",
    why: "各行由官方格式规定（国办公开办函〔2021〕30号、〔2019〕60号），不能增加或改名。",
    wrong: "国家机密: [0, 0, 0, 0, 0, 0]",
    right: "国家秘密: [0, 0, 0, 0, 0, 0]",
};

const MISSING_ROW: Explanation = Explanation {
    summary: "a row, group or table that the form leaves out",
    what: "漏掉的行、组或整张表。",
    why: "官方格式要求各项齐全，内容不能遗漏；全是 0 的行也要写。",
    wrong: "不予处理下面少了“重复申请”一行",
    right: "重复申请: [0, 0, 0, 0, 0, 0]",
};

const WRONG_FORMAT: Explanation = Explanation {
    summary: "a format that does not serve the year; a row of another format",
    what: "报告格式与年度不合，或混进了另一种格式的行。",
    why: "2021 年度起用国办公开办函〔2021〕30号的格式，2019、2020 年度用〔2019〕60号的格式。",
    wrong: "格式: 2019\n年度: 2023",
    right: "格式: 2021\n年度: 2023",
};

const ALTERED_LABEL: Explanation = Explanation {
    summary: "a label that is not exactly the official one",
    what: "行名、列名与官方的不完全一样，但认得出来。",
    why: "报告里一律印官方的名称；提示一下，免得认错。",
    wrong: "规范性文件（2021 年格式）",
    right: "行政规范性文件",
};

const STALE_FORMULA: Explanation = Explanation {
    summary: "a workbook's formula shows another value than it gives",
    what: "工作簿里的公式显示的结果与重新计算的不同。",
    why: "改了数而没有重新计算，显示的就是旧数；程序用重新计算的结果。",
    wrong: "=SUM(B3:G3) 显示 788，算出来是 789",
    right: "用 Excel 或 WPS 打开，重新计算并保存",
};

const HIDDEN_CELLS: Explanation = Explanation {
    summary: "hidden sheets, rows or columns of a workbook that were read",
    what: "读到了隐藏的工作表、行或列里的数。",
    why: "看不见的数也会印在报告里，请确认它们该在。",
    wrong: "“商业企业”一列被隐藏",
    right: "取消隐藏，核对这一列",
};

const LOOKALIKE: Explanation = Explanation {
    summary: "radicals and compatibility ideographs that only look like the right characters; read \
              as those, one warning a form",
    what: "从 PDF 复制来的文字里，部首（如 U+2F08“⼈”）和兼容字只是样子像普通的字；\
           程序按普通的字读取和印出，一份表提示一次。",
    why: "用这样的字写的词，搜索和比对都找不到，换一种字体可能印不出来（《信息技术 \
          通用多八位编码字符集》GB/T 13000）。",
    wrong: "公开⼈事信息（⼈ 是部首 U+2F08）",
    right: "公开人事信息",
};

const PASTED: Explanation = Explanation {
    summary: "signs that programs leave in pasted text: invisible characters, special blanks, wide \
              letters, bullets, half-width brackets around item numbers, Markdown; read as they \
              are meant, one warning a kind",
    what: "从 Word、网页或 PDF 粘贴来的文字里，看不见的字符、特殊空格、全角字母数字、拆开的字母、\
           项目符号、序号外的半角括号、Markdown 标记，程序按本来的意思读取和印出，一种提示一次。",
    why: "它们看不出来，却会被印出来，或让搜索和比对找不到（《党政机关公文格式》GB/T 9704—2012）。\
          数字格里的仍要改正。",
    wrong: "•  ２０２３年(一)主动公开",
    right: "2023年（一）主动公开",
};

const ATTACHED: Explanation = Explanation {
    summary: "a file that the form names for what stands in it cannot be read; a warning for what \
              was left out of it",
    what: "“总体情况: {文件: 总体情况.docx}”“台账: 台账.csv”这样写的文件找不到、读不懂，\
           或不在填报表所在的文件夹里；Word 文件里的表格、图片、自动编号没有读进来的，只提示。",
    why: "文件里的文字和数要印在报告里、算进表里；少了它，报告就不完整。",
    wrong: "总体情况: {文件: D:\\文稿\\总体情况.doc}",
    right: "总体情况: {文件: 总体情况.docx}（放在填报表旁边）",
};

const CONTACT: Explanation = Explanation {
    summary: "a postcode or telephone number that can be none, as where a cell lost its first 0",
    what: "邮编不是六位数字，或电话像是丢了区号开头的 0。",
    why: "联系方式印在报告里（国办公开办函〔2021〕30号）；Excel 会把 021560 存成 21560。",
    wrong: "邮编 21560，电话 51258916369",
    right: "邮编 021560，电话 0512-58916369（格式设成“文本”再填）",
};

const OPEN_ELSEWHERE: Explanation = Explanation {
    summary: "a workbook that Excel, WPS or LibreOffice has open: what was last saved is read",
    what: "填报表在 Excel、WPS 或 LibreOffice 里打开着，旁边有它的临时文件（如 ~$填报表.xlsx）。",
    why: "读到的是上次保存的内容，屏幕上改了还没有保存的，不会被检查，也不会印出来。",
    wrong: "在 Excel 里改了数，没有保存就检查",
    right: "保存并关闭，再检查一次；程序上次没有正常退出的，删去那个临时文件",
};

const NOT_READ: Explanation = Explanation {
    summary: "numbers of a published report that cannot be told apart: fewer cells than columns, \
              labels out of order, one cell for several rows; they are left blank",
    what: "导入的报告里有几个数，分不清是哪一行、哪一列的，空着没有读。",
    why: "放错一格比空着更难发现；程序不猜，空着的格检查时会再提出来。",
    wrong: "2.重复申请　1　1（这一行应有 7 个数）",
    right: "对照原文，在填报表里把这一行填上",
};

const GUESSED: Explanation = Explanation {
    summary: "something that was read from a published report by a guess: agency or year by other \
              words than the title, a date without a name, a number written unusually, paragraphs \
              that a page parted",
    what: "导入报告时靠推断得来的内容，如标题里没有写的机关和年度、没有名称的日期、1,234 \
           这类写法的数。",
    why: "推断可能有错，核对一下就放心。",
    wrong: "页面上只有“2024-01-26”，没有写是什么日期",
    right: "核对填报表里的成文日期",
};

const LEFT_OUT: Explanation = Explanation {
    summary: "what stands on the page of a published report and belongs to no part of it: \
              navigation, buttons, pictures",
    what: "报告的页面上不属于报告的内容，如导航、“打印 关闭”、图片，没有导入。",
    why: "填报表只装报告本身；列出来是为了看看有没有漏掉正文。",
    wrong: "扫一扫在手机打开当前页",
    right: "不用管；属于报告的，粘贴到相应的文字里",
};

const LAST_YEAR: Explanation = Explanation {
    summary: "last year's form cannot be read, or is of another year; a warning where its agency \
              has another name",
    what: "“上年”写的文件找不到、读不懂，或不是上一年度的填报表；机关名称不同时只提示。",
    why: "与上年的核对和 {{ 上年.… }} 的数都靠它；拿错了年度，核对出来的都是错的。",
    wrong: "年度: 2023\n上年: 2021.yaml（2021 年度的表）",
    right: "年度: 2023\n上年: 2022.yaml",
};

const UNKNOWN_PLACEHOLDER: Explanation = Explanation {
    summary: "a placeholder that names no value or cannot be computed",
    what: "文字里的 {{ … }} 没有对应的数，或算不出来，或括号写成了全角。",
    why: "占位的数取自表格，名称要与表格一致；填不了就会照原样印出来。",
    wrong: "收到申请{{ 申请.新手.总计 }}件",
    right: "收到申请{{ 申请.新收.总计 }}件",
};

const MISSING_GLYPH: Explanation = Explanation {
    summary: "characters that no font has; one finding a paragraph",
    what: "所有字体里都没有的字，一段文字报一次。",
    why: "归档的 PDF 必须嵌入每一个字，缺字印出来是空框。",
    wrong: "正文里有一个生僻的异体字",
    right: "换成通行的字，或用 --fonts 指定有这个字的字体",
};

const SUBSTITUTED_FONT: Explanation = Explanation {
    summary: "a font file that the style names is not there, and another face stands in",
    what: "版式要用的字体文件不在，用了别的字体代替。",
    why: "GB/T 9704-2012 规定了各级标题和正文的字体，代替的字体看上去会不同。",
    wrong: "fonts 文件夹里少了黑体的文件",
    right: "把字体文件放回 fonts 文件夹",
};
const BROKEN_FIGURE: Explanation = Explanation {
    summary: "a figure that cannot be drawn: no such chart, no such picture, or none that can be \
              read",
    what: "文字里的插图画不出来：没有这种图表、找不到图片文件、图片读不懂，或没有题注。",
    why: "图印不出来，报告就缺了一块；没有题注，读屏软件和归档检查都过不去。",
    wrong: "![办理结果](chart:result)",
    right: "![办理结果](chart:outcomes)",
};

const TIGHT_CELL: Explanation = Explanation {
    summary: "a cell's number or note that does not fit at the smallest size of type",
    what: "表格里一格的数或说明太长，字号缩到最小仍放不下，只好折行。",
    why: "折成几行的数容易看错；GB/T 9704-2012 的版心宽度是固定的。",
    wrong: "申请表的一格填 123456789012",
    right: "nianbao build --landscape 申请 填报表.yaml（第三部分的表改排横页），\
            或把说明移到表下的文字里",
};

const NO_FONT: Explanation = Explanation {
    summary: "no font at all: no PDF and no pictures of charts; the other files are written",
    what: "找不到任何能用的字体：PDF 没有生成，DOCX 里的图表没有画出来；DOCX、TXT、HTML 照常生成。",
    why: "PDF 里的每个字都要由嵌入的字体画出来；其他格式由打开它的程序用自己的字体。",
    wrong: "只拷来了程序，没有拷 fonts 文件夹",
    right: "把 fonts 文件夹放在程序旁边，或用 --fonts 指定",
};

const STALE_OUTPUT: Explanation = Explanation {
    summary: "a finished file says otherwise than its form, or than another finished file; found \
              by `verify`",
    what: "生成好的 DOCX、PDF 或 TXT 里的数字、文字与填报表不一致，或几个文件彼此不一致。",
    why: "填报表改正以后没有重新生成，或生成以后在文件里直接改过，公布的几个版本就会对不上。",
    wrong: "填报表改成 278，PDF 里还是 277",
    right: "nianbao build 填报表.yaml（重新生成），再用 nianbao verify 填报表.yaml 核对一次",
};
