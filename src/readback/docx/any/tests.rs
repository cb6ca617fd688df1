//! Documents of other programs, as XML.

use std::io::{Cursor, Write};

use super::*;
use crate::readback::content::ContentBlock;

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const STYLES: &str = "<w:styles>\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"t1\"><w:name w:val=\"toc 1\"/></w:style>\
    </w:styles>";
const LISTS: &str = "<w:numbering><w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"japaneseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"japaneseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

fn document(body: &str) -> Vec<u8> {
    let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
    let notes = "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>";
    zip(&[
        ("word/document.xml", xml.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", LISTS.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ])
}

fn told(bytes: &[u8]) -> String {
    match read(bytes) {
        Err(complaint) => complaint.message.into_owned(),
        Ok(readout) => {
            let strays = readout
                .strays
                .iter()
                .map(|s| format!("<{} {}>", s.what, s.text));
            let blocks = readout.blocks.iter().map(shown);
            blocks.chain(strays).collect::<Vec<_>>().join(" | ")
        }
    }
}

fn check(body: &str, expected: &str) {
    assert_eq!(told(&document(body)), expected, "{body}");
}

fn shown(block: &ContentBlock) -> String {
    match block {
        ContentBlock::Line(line) => {
            let level = line
                .level
                .map_or(String::new(), |level| format!("{level}# "));
            level + &line.text
        }
        ContentBlock::Figure(figure) => format!("[{} {:?}]", figure.caption.text, figure.alt),
        ContentBlock::Table(grid) => {
            let cells = grid.cells.iter().map(|c| {
                let size = if (c.height, c.width) == (1, 1) {
                    String::new()
                } else {
                    format!("+{},{}", c.height, c.width)
                };
                format!("{}@{},{}{size}", c.text, c.row, c.column)
            });
            format!("{{{}}}", cells.collect::<Vec<_>>().join(" "))
        }
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

#[test]
fn headings_and_their_numbers() {
    let style = |id: &str| format!("<w:pStyle w:val=\"{id}\"/>");
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
        "1# 年度报告 | 2# 一、总体情况 | 3# （一）主动公开 | 3# （二）依申请公开 | 2# 二、问题 | 3# （一）不足 | 3# 无号 | 2# 六、其他 | 正文",
    );
    let number = format!("<w:tc><w:p><w:pPr>{list}</w:pPr></w:p></w:tc>");
    check(
        &table(&[row(&[number, cell("", "甲")])]),
        "{一、@0,0 甲@0,1}",
    );
}

#[test]
fn text_of_runs() {
    let run = |inner: &str| format!("<w:p><w:r>{inner}</w:r></w:p>");
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
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby>",
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
            "<w:rPr><w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"0070C0\"/></w:rPr><w:t>甲</w:t>",
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

#[test]
fn fields() {
    let at = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let (begin, separate, end) = (at("begin"), at("separate"), at("end"));
    let told = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let field = |what: &str, shown: &str| {
        [&begin, &told(what), &separate, shown, &end]
            .map(String::from)
            .concat()
    };
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
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}{contents}{}</w:sdtContent></w:sdt>{}",
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

#[test]
fn content_controls() {
    let control = |looks: &str, inner: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr>{looks}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        )
    };
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
        "<w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>",
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
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:docPr descr=\"x\"/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"
    );
    check(&text_box, "前后 | 框里 | {甲@0,0 1@0,1}");
    check(
        &format!(
            "<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r><w:r><w:t>后</w:t></w:r></w:p>",
            p("", "框")
        ),
        "框 | 后",
    );
    check(
        "<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>甲</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
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

#[test]
fn tables_with_spans() {
    let first = row(&[cell("<w:gridSpan w:val=\"2\"/>", "角"), cell("", "件数")]);
    let second = row(&[
        cell("<w:vMerge w:val=\"restart\"/>", "组"),
        cell("", "甲"),
        cell("", "1"),
    ]);
    let third = row(&[cell("<w:vMerge/>", "藏"), cell("", "乙"), cell("", "2")]);
    check(
        &table(&[first, second, third]),
        "{角@0,0+1,2 件数@0,2 组@1,0+2,1 甲@1,1 1@1,2 乙@2,1 2@2,2} | <看不见的文字 藏>",
    );
    let old = row(&[
        cell("<w:hMerge w:val=\"restart\"/>", "头"),
        cell("<w:hMerge/>", ""),
    ]);
    check(
        &table(&[old, row(&[cell("", "甲"), cell("", "1")])]),
        "{头@0,0+1,2 甲@1,0 1@1,1}",
    );
    let shifted = format!(
        "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}</w:tr>",
        cell("", "1")
    );
    check(
        &table(&[row(&[cell("", "甲"), cell("", "乙")]), shifted]),
        "{甲@0,0 乙@0,1 @1,0 1@1,1}",
    );
    let wide =
        |width: u32, text: &str| cell(&format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"), text);
    let rows = [
        row(&[wide(9000, "头")]),
        row(&[wide(3000, "甲"), wide(6010, "乙")]),
        row(&[wide(3010, "丙"), wide(2990, "1"), wide(3000, "2")]),
    ];
    check(
        &table(&rows),
        "{头@0,0+1,3 甲@1,0 乙@1,1+1,2 丙@2,0 1@2,1 2@2,2}",
    );
    let grid = [3000, 20, 3000]
        .map(|width| format!("<w:gridCol w:w=\"{width}\"/>"))
        .concat();
    let two = "<w:gridSpan w:val=\"2\"/>";
    let hair = [
        row(&[cell("", "甲"), cell(two, "乙")]),
        row(&[cell(two, "丙"), cell("", "丁")]),
    ];
    check(
        &format!(
            "<w:tbl><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>",
            hair.concat()
        ),
        "{甲@0,0 乙@0,1 丙@1,0 丁@1,1}",
    );
    let ragged = [
        row(&[cell("", "甲"), cell("", "乙")]),
        row(&[cell("", "丙")]),
    ];
    check(&table(&ragged), "{甲@0,0 乙@0,1 丙@1,0 @1,1}");
    check(
        &format!("{}{}", table(&ragged[1..]), table(&ragged[..1])),
        "丙 | {甲@0,0 乙@0,1}",
    );
    let two = format!("<w:tc>{}{}</w:tc>", p("", "甲"), p("", "乙"));
    check(&table(&[row(&[two, cell("", "1")])]), "{甲\n乙@0,0 1@0,1}");
}

#[test]
fn tables_that_lay_out_a_page() {
    let data = table(&[row(&[cell("", "甲"), cell("", "1")])]);
    let holder = format!("<w:tc>{}{data}<w:p/></w:tc>", p("", "二、主动公开"));
    check(
        &table(&[row(std::slice::from_ref(&holder))]),
        "二、主动公开 | {甲@0,0 1@0,1}",
    );
    let prose = "本机关认真贯彻落实条例，主动公开各类政府信息，依法办理申请。";
    let text = format!("<w:tc>{}{}</w:tc>", p("", prose), p("", prose));
    let rows = [
        row(&[
            cell("", "单位"),
            cell("", "某局"),
            cell("", "年度"),
            cell("", "2023"),
        ]),
        row(&[cell("", "一"), text]),
        row(&[cell("", "乙"), cell("", "1"), cell("", "2"), cell("", "3")]),
    ];
    check(
        &table(&rows),
        &format!(
            "{{单位@0,0 某局@0,1 年度@0,2 2023@0,3}} | 一 | {prose} | {prose} | {{乙@0,0 1@0,1 2@0,2 3@0,3}}"
        ),
    );
    let crowded = row(&[holder, cell("", "乙"), cell("", "丙"), cell("", "丁")]);
    check(
        &table(&[crowded]),
        "{二、主动公开\n甲\t1@0,0 乙@0,1 丙@0,2 丁@0,3}",
    );
}

#[test]
fn packages_of_all_kinds() {
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let xml = format!(
        "<x:document xmlns:x=\"{W}\"><x:body><x:p><x:r><x:t>甲</x:t></x:r></x:p></x:body></x:document>"
    );
    let root = |target: &str| {
        format!(
            "<Relationships><Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"{target}\"/></Relationships>"
        )
    };
    let other = zip(&[
        ("_rels/.rels", root("/Word/document2.xml").as_bytes()),
        ("word\\document2.xml", xml.as_bytes()),
    ]);
    assert_eq!(told(&other), "甲");
    assert!(is_docx(&other));
    let kinds = "<Types><Override PartName=\"/x/main.xml\" ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";
    assert_eq!(
        told(&zip(&[
            ("[Content_Types].xml", kinds.as_bytes()),
            ("x/main.xml", xml.as_bytes())
        ])),
        "甲"
    );
    let wide: Vec<u8> = format!("\u{FEFF}{xml}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(told(&zip(&[("word/document.xml", &wide)])), "甲");
    let flat = format!(
        "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"p\"><pkg:part pkg:name=\"/_rels/.rels\"><pkg:xmlData>{}</pkg:xmlData></pkg:part><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part></pkg:package>",
        root("word/document.xml")
    );
    assert_eq!(told(flat.as_bytes()), "甲");
    let book = zip(&[
        ("_rels/.rels", root("xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", b"<workbook/>"),
    ]);
    assert!(!is_docx(&book));
    assert_eq!(told(b"PK\x03\x04"), BROKEN.message);
    let properties = "<cp:coreProperties><dc:title>年报</dc:title></cp:coreProperties>";
    let told = read(&zip(&[
        ("word/document.xml", xml.as_bytes()),
        ("docProps/core.xml", properties.as_bytes()),
    ]));
    assert_eq!(told.unwrap().facts[0].value, "年报");
}

#[test]
fn what_asks_for_too_much_is_refused() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(100_000);
    check(&deep, "文件的内容太多，不像一份报告");
    check(
        &"<w:smartTag>".repeat(100_000),
        "文件的内容太多，不像一份报告",
    );
    check(
        &table(&vec![row(&[cell("", "1")]); 100_000]),
        "文件的内容太多，不像一份报告",
    );
    check(
        &"<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".repeat(1_000),
        "文件的内容太多，不像一份报告",
    );
}

fn is_docx(bytes: &[u8]) -> bool {
    super::super::ZippedParts::open(bytes)
        .is_ok_and(|mut package| super::super::is_docx(&mut package))
}
