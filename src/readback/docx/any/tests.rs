//! Documents of other programs, as XML.

mod packages;
mod tables;

use std::io::{Cursor, Write};

use super::*;
use crate::readback::content::{ContentBlock, GridCell};

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const STYLES: &str = "<w:styles>\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:pPr><w:numPr>\
        <w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"1\"/></w:pPr>\
        </w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"t1\"><w:name w:val=\"toc 1\"/></w:style>\
    </w:styles>";
const LISTS: &str = "<w:numbering><w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"japaneseCounting\"/><w:lvlText \
        w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"japaneseCounting\"/><w:lvlText \
        w:val=\"（%2）\"/></w:lvl>\
    </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

fn document(body: &str) -> Vec<u8> {
    let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
    let notes = "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>注</w:t></w:r></w:p>\
        </w:footnote></w:footnotes>";
    zip(&[
        ("word/document.xml", xml.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", LISTS.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ])
}

/// What is read of a document.
fn show(bytes: &[u8]) -> String {
    match read(bytes) {
        Err(complaint) => complaint.message.into_owned(),
        Ok(readout) => {
            let mut shown: Vec<String> = readout.blocks.iter().map(show_block).collect();
            for stray in &readout.strays {
                shown.push(format!("<{} {}>", stray.what, stray.text));
            }
            shown.join(" | ")
        }
    }
}

fn check(body: &str, expected: &str) {
    assert_eq!(show(&document(body)), expected, "{body}");
}

fn show_block(block: &ContentBlock) -> String {
    match block {
        ContentBlock::Line(line) => match line.level {
            Some(level) => format!("{level}# {}", line.text),
            None => line.text.clone(),
        },
        ContentBlock::Figure(figure) => format!("[{} {:?}]", figure.caption.text, figure.alt),
        ContentBlock::Table(grid) => {
            let cells: Vec<String> = grid.cells.iter().map(show_cell).collect();
            format!("{{{}}}", cells.join(" "))
        }
    }
}

fn show_cell(cell: &GridCell) -> String {
    let place = format!("{}@{},{}", cell.text, cell.row, cell.column);
    match (cell.height, cell.width) {
        (1, 1) => place,
        (height, width) => format!("{place}+{height},{width}"),
    }
}

/// A paragraph of properties and text.
fn p(looks: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{looks}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(looks: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{looks}</w:tcPr>{}</w:tc>", p("", text))
}

fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

/// The property of a paragraph that names its style.
fn style(id: &str) -> String {
    format!("<w:pStyle w:val=\"{id}\"/>")
}

/// A paragraph of one run.
fn run(inner: &str) -> String {
    format!("<w:p><w:r>{inner}</w:r></w:p>")
}

#[test]
fn headings_and_their_numbers() {
    let list = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    check(
        &[
            p(&style("a3"), "年度报告"),
            p(&(style("1") + list), "总体情况"),
            p(&style("2"), "主动公开"),
            p(&style("2"), "依申请公开"),
            p(&(style("1") + list), "问题"),
            p(&style("2"), "不足"),
            p(
                &(style("2") + "<w:numPr><w:numId w:val=\"0\"/></w:numPr>"),
                "无号",
            ),
            p("<w:outlineLvl w:val=\"0\"/>", "六、其他"),
            p(&(style("1") + "<w:outlineLvl w:val=\"9\"/>"), "正文"),
        ]
        .concat(),
        "1# 年度报告 | 2# 一、总体情况 | 3# （一）主动公开 | 3# （二）依申请公开 | 2# 二、问题 | \
        3# （一）不足 | 3# 无号 | 2# 六、其他 | 正文",
    );
    let number = format!("<w:tc><w:p><w:pPr>{list}</w:pPr></w:p></w:tc>");
    check(
        &table(&[row(&[number, cell("", "甲")])]),
        "{一、@0,0 甲@0,1}",
    );
}

#[test]
fn text_of_runs() {
    check(
        &run("<w:t xml:space=\"preserve\"> 甲 </w:t><w:tab/><w:t> 乙\n丙 </w:t>"),
        "甲 \t乙 丙",
    );
    check(
        &run("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type=\"page\"/><w:t>丙</w:t>"),
        "甲\n乙 | 丙",
    );
    check(
        &run("<w:t><![CDATA[<甲>]]>&#x4E00;</w:t><w:noBreakHyphen/><w:softHyphen/>"),
        "<甲>一-",
    );
    check(
        &run("<w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:t>是</w:t>"),
        "☑是",
    );
    check(
        &run("<w16se:symEx w16se:font=\"Segoe\" w16se:char=\"1F600\"/>"),
        "😀",
    );
    check(
        &run("<w:sym w:font=\"Webdings\" w:char=\"F0FE\"/><w:t>是</w:t>"),
        "是 | <特殊符号 >",
    );
    check(
        &run(
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r>\
            <w:t>拼</w:t></w:r></w:rubyBase></w:ruby>",
        ),
        "拼",
    );
    check(
        &run("<w:t>甲</w:t><w:footnoteReference w:id=\"2\"/>"),
        "甲 | <脚注或尾注 注>",
    );
    check(
        &run("<w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr><w:t>甲</w:t>"),
        "<看不见的文字 甲>",
    );
    check(
        &run(
            "<w:rPr><w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"0070C0\"/></w:rPr>\
            <w:t>甲</w:t>",
        ),
        "甲",
    );
    check(
        &run("<w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>\u{F0FE}n 甲\u{F001}</w:t>"),
        "☑■ 甲 | <特殊符号 >",
    );
    check(
        "<w:p><m:oMath><m:r><m:t>5%</m:t></m:r></m:oMath></w:p>",
        "5%",
    );
    check(
        "<w:p><w:smartTag><w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:smartTag></w:p>",
        "甲",
    );
}

/// A step of a field: it begins, goes on to its result, or ends.
fn step(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

/// What a field is told to do.
fn told(text: &str) -> String {
    format!("<w:r><w:instrText>{text}</w:instrText></w:r>")
}

fn text(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn field(what: &str, result: &str) -> String {
    let [begin, separate, end] = ["begin", "separate", "end"].map(step);
    [&begin, &told(what), &separate, result, &end].concat()
}

#[test]
fn fields() {
    let [begin, separate, end] = ["begin", "separate", "end"].map(step);
    check(
        &format!(
            "<w:p>{}{}</w:p>",
            field("HYPERLINK \"x\"", &text("甲")),
            text("乙")
        ),
        "甲乙",
    );
    let nested = [
        &begin,
        &told("IF "),
        &field("PAGE", &text("藏")),
        &separate,
        &text("1"),
        &end,
    ];
    check(
        &format!("<w:p>{}</w:p>", nested.map(String::as_str).concat()),
        "1",
    );
    check(
        &format!("<w:p>{begin}{}{end}</w:p>", told("eq \\o\\ac(○,3)")),
        "③",
    );
    // A field that never ends takes its paragraph with it.
    check(
        &format!("<w:p>{begin}{}</w:p>{}", text("甲"), p("", "乙")),
        "乙",
    );
    let contents = format!(
        "<w:p>{begin}{}{separate}{}</w:p><w:p>{}</w:p><w:p>{end}</w:p>",
        told("TOC \\o"),
        text("一、总体\t1"),
        text("二、主动\t2")
    );
    check(&format!("{contents}{}", p("", "正文")), "正文");
    check(
        &format!(
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/>\
            </w:docPartObj></w:sdtPr><w:sdtContent>{}{contents}{}</w:sdtContent></w:sdt>{}",
            p("", "目录"),
            p("", "误入"),
            p("", "正文")
        ),
        "误入 | 正文",
    );
    // One that has lost its end takes no more than itself.
    let open = format!(
        "<w:p>{begin}{}{separate}{}</w:p>",
        told("TOC"),
        text("一、总体\t1")
    );
    let heading = p("<w:pStyle w:val=\"1\"/>", "一、总体");
    check(
        &format!("{open}{heading}{}", p("", "文")),
        "2# 一、总体 | 文",
    );
    check(
        &format!(
            "{}{}",
            p("<w:pStyle w:val=\"t1\"/>", "一、总体 1"),
            p("", "文")
        ),
        "文",
    );
    check(
        &format!(
            "<w:p><w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple></w:p>",
            text("3")
        ),
        "3",
    );
}

fn control(looks: &str, inner: &str) -> String {
    format!(
        "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr>{looks}</w:sdtPr>\
         <w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )
}

#[test]
fn content_controls() {
    check(
        &control("<w:showingPlcHdr/>", &p("", "单击此处输入文字。")),
        "",
    );
    check(&control("", &p("", "甲")), "甲");
    let rows = control("", &row(&[control("", &cell("", "甲")), cell("", "乙")]));
    check(&table(&[rows]), "{甲@0,0 乙@0,1}");
}

#[test]
fn tracked_changes() {
    let mark = "<w:rPr><w:del/></w:rPr>";
    check(
        &format!("{}{}", p(mark, "前"), p("<w:pStyle w:val=\"1\"/>", "后")),
        "2# 前后 | <没有接受的修订 >",
    );
    check(
        "<w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:moveTo><w:r>\
        <w:t>新</w:t></w:r></w:moveTo></w:p>",
        "新 | <没有接受的修订 >",
    );
    let taken = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", cell("", "旧"));
    let two = [row(&[cell("", "甲"), cell("", "1")]), taken];
    check(&table(&two), "{甲@0,0 1@0,1} | <没有接受的修订 >");
    check(&table(&two[1..]), "<没有接受的修订 >");
    let hidden = format!(
        "<w:tr><w:trPr><w:hidden/></w:trPr>{}</w:tr>",
        cell("", "藏")
    );
    check(
        &table(&[two[0].clone(), hidden]),
        "{甲@0,0 1@0,1} | <隐藏的行 藏>",
    );
}

#[test]
fn boxes_and_pictures() {
    let inner = format!(
        "{}{}",
        p("", "框里"),
        table(&[row(&[cell("", "甲"), cell("", "1")])])
    );
    let text_box = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">\
        <w:drawing><wp:docPr descr=\"x\"/><wps:txbx><w:txbxContent>{inner}</w:txbxContent>\
        </wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}\
        </w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r>\
        <w:t>后</w:t></w:r></w:p>"
    );
    check(&text_box, "前后 | 框里 | {甲@0,0 1@0,1}");
    check(
        &format!(
            "<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict>\
            </w:r><w:r><w:t>后</w:t></w:r></w:p>",
            p("", "框")
        ),
        "框 | 后",
    );
    check(
        "<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>甲</w:t></mc:Fallback>\
        </mc:AlternateContent></w:r></w:p>",
        "甲",
    );
    let picture = "<w:p><w:r><w:drawing><wp:docPr descr=\"厅\"/><pic:pic/></w:drawing></w:r></w:p>";
    check(
        &format!("{picture}<w:p/>{}", p("", "图1　大厅")),
        "[图1　大厅 Some(\"厅\")]",
    );
    check(&format!("{picture}{}", p("", "文")), "[ Some(\"厅\")] | 文");
    let in_cell = format!("<w:tc>{picture}</w:tc>");
    check(
        &table(&[row(&[in_cell, cell("", "1")])]),
        "{@0,0 1@0,1} | <表格里的图片 >",
    );
}
