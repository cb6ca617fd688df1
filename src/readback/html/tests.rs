//! Pages as they are read.

mod bounds;

use super::*;
use crate::readback::content::{ContentBlock, Grid};

fn said(readout: &Readout) -> String {
    let strays = readout
        .strays
        .iter()
        .map(|s| format!("<{} {}>", s.what, s.text));
    let blocks = readout.blocks.iter().map(shown);
    blocks.chain(strays).collect::<Vec<_>>().join(" | ")
}

fn shown(block: &ContentBlock) -> String {
    match block {
        ContentBlock::Line(line) => {
            format!(
                "{}{}",
                "#".repeat(line.level.unwrap_or(0).into()),
                line.text
            )
        }
        ContentBlock::Figure(figure) => format!("[{}]", figure.alt.as_deref().unwrap_or_default()),
        ContentBlock::Table(grid) => rows(grid),
    }
}

/// A table's cells by rows: `甲 乙/丙→2 丁↓2`.
fn rows(grid: &Grid) -> String {
    let mut out = grid.name.clone();
    let mut row = None;
    for cell in &grid.cells {
        out.push_str(if row == Some(cell.row) { "," } else { "/" });
        row = Some(cell.row);
        out.push_str(&cell.text);
        if cell.width > 1 {
            out.push_str(&format!("→{}", cell.width));
        }
        if cell.height > 1 {
            out.push_str(&format!("↓{}", cell.height));
        }
    }
    out
}

fn check(html: &str, expected: &str) {
    assert!(
        html.starts_with(|c| c != '<') || is_html(html.as_bytes()),
        "{html}"
    );
    let shown = match read(html.as_bytes()) {
        Err(complaint) => complaint.message.into_owned(),
        Ok(readout) => said(&readout),
    };
    assert_eq!(shown, expected, "{html}");
}

#[test]
fn paragraphs_and_headings() {
    check(
        "<h1>标题</h1><p>甲<b>乙</b><o:p></o:p><p>丙<br>丁<br/><br>戊<div>己</div>庚",
        "#标题 | 甲乙 | 丙\n丁 | 戊 | 己 | 庚",
    );
    check(
        "<center>甲</center><ul><li>乙<li>丙</ul><unknown>丁<st1:chsdate>戊</st1:chsdate>",
        "甲 | 乙 | 丙 | 丁戊",
    );
    check(
        "<p>&nbsp;　　甲\n  乙<sup>2</sup><p>&nbsp;<p><span>\n</span>",
        "甲乙²",
    );
    check("<h2>一、<p>甲</p></h2>乙", "##一、 | ##甲 | 乙");
    check(
        "<dl><dt>索引号：<dd>1<dt>主题<dd><p>乙<p>丙</dl>",
        "索引号：1 | 主题：乙 | 丙",
    );
    check("<pre>　　甲\n\t乙    丙\n\n丁</pre>", "甲 | \t乙\t丙 | 丁");
    check("<p>甲<span style='mso-tab-count:1'>   </span>乙", "甲\t乙");
    check("<p>a<p>b</p></p></div>c</span>", "a | b | c");
    check(
        "<div>甲<span style='display:block'>乙</span><p style='display:inline'>丙</p>丁",
        "甲 | 乙 | 丙丁",
    );
    check("<p style='white-space: pre-wrap'>甲\n乙", "甲 | 乙");
}

#[test]
fn what_is_left_out() {
    check(
        "<head><title>t</title><style>p{}</style></head><p>甲<script>1<2</script><noscript>2\
        </noscript><!--3--><template><p>4</template><textarea>5</textarea><select>\
        <option>6</select><button>7</button><input value=8><iframe>9</iframe><svg><text>10</text>\
        </svg>",
        "甲",
    );
    check(
        "<nav>1</nav><header>2</header><article><header>甲</header>乙<footer>丙</footer></article>\
        <footer>3</footer><aside>4</aside><div role=navigation>5</div>",
        "甲 | 乙 | 丙",
    );
    check(
        "<p>甲<span style='DISPLAY : none'>1</span><span hidden>2</span><b style='mso-hide:all'>3\
        </b><span style='visibility:hidden'>4<i style='visibility:visible'>乙</i></span>\
        <span style='font-size:0px'>5<span style='font-size: 12pt'>丙</span></span>",
        "甲丙",
    );
    check(
        "<!--[if gte mso 9]><xml><w:View>x</w:View></xml><![endif]--><p><![if !supportLists]>一、\
        <![endif]>甲<?xml:namespace prefix = o /><o:p>&nbsp;</o:p>",
        "一、甲",
    );
    check(
        "<p>甲<s>1</s><span style='text-decoration: line-through'>2 3</span>乙<del>4</del>",
        "甲乙 | <划掉的文字 12 3> | <划掉的文字 4>",
    );
    check(
        "<ul><li><a href=1>首页</a><li><a href=2>新闻</a><li><a href=3>公开</a><li><a href=4>服务\
        </a><li><a href=5>互动</a></ul><p>甲<a href=6>附件</a>",
        "甲附件",
    );
    check(
        "<table><tr><td><a href=1>首页</a><td><a href=2>新闻</a><td><a href=3>公开</a><td>\
        <a href=4>服务</a><td><a href=5>互动</a></table>甲",
        "甲",
    );
    // A link that nobody closed is one link.
    check(
        "<a href=x><p>甲<p>乙<p>丙<p>丁<p>戊",
        "甲 | 乙 | 丙 | 丁 | 戊",
    );
    check(
        "<p><img alt=图><p>甲<img alt=乙><a href=1><img alt=丙></a>",
        "[图] | 甲",
    );
    check("<html><script>load()</script>", &NO_TEXT.message);
    check("<frameset><frame src=a></frameset>", &NO_TEXT.message);
}

#[test]
fn tables() {
    check(
        "<table><caption>表</caption><tr><th rowspan=2>甲<th colspan=2>乙<tr><td>1<td>2<tr><td>3\
        <td>4<td>5</table>",
        "表/甲↓2,乙→2/1,2/3,4,5",
    );
    // Odd sums and spans: what is missing is blank, what is too much goes.
    check(
        "<table><tr><td colspan=9>甲<tr><td>1<td>2<tr><td>3</table>",
        "/甲→2/1,2/3",
    );
    check(
        "<table><tr><td rowspan=65534>甲<td>1<tr><td>2</table>",
        "/甲↓2,1/2",
    );
    check(
        "<table><tr><td rowspan=0>甲<td>1<tr><td>2</table>",
        "/甲↓2,1/2",
    );
    check(
        "<table><tr><td colspan=-1>甲<td colspan=0 rowspan=x>乙<tr><td>1<td>2</table>",
        "/甲,乙/1,2",
    );
    check(
        "<table><tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=2>丁<td>戊</table>",
        "/甲,乙↓2,丙/丁,戊",
    );
    check(
        "<table><tfoot><tr><td>末<td>9<tbody><tr><td>中<td>5<thead><tr><td>首<td>1</table>",
        "/首,1/中,5/末,9",
    );
    check(
        "<table><tr><td>甲<td style='display:none'>x<td>乙<tr style=display:none><td>x<td>x<tr>\
        <td>1<td>2</table>",
        "/甲,乙/1,2",
    );
    check(
        "<table><col><col style='display:none'><col><tr><td>甲<td>x<td>乙<tr><td colspan=2>1\
        <td>2</table>",
        "/甲,乙/1,2",
    );
    check(
        "<table><tr><td><p>甲</p><p>乙</p><td>&nbsp;<tr><td><div>1<br>2</div><td>　</table>",
        "/甲\n乙,/1\n2,",
    );
    check(
        "<table><tr><td><p>甲</p><p>乙</p><td>&nbsp;<tr><td><div>1<br>2</div><td>3</table>",
        "/甲\n乙,/1\n2,3",
    );
    check("<table><tr><td>甲</table>", "甲");
    check("<table>前<tr><td>甲<td>乙</tr>后</table>", "前后 | /甲,乙");
    check(
        "<tr><td>甲<td>1</tr><tr><td>乙<td>2</tr>丙",
        "丙 | /甲,1/乙,2",
    );
    check(
        "<table><tr><td>甲</b></p><td><b>乙<tr><td>丙<td>丁</table>戊",
        "/甲,乙/丙,丁 | 戊",
    );
    check(
        "<table><tr><td>甲<td><img alt=5><tr><td>乙<td>2</table>",
        "/甲,/乙,2 | <表格里的图片 5>",
    );
    check(
        "<table><tr><td>总 计<td>自&nbsp;&nbsp;&nbsp;&nbsp;然<tr><td>1<td><s>2</s>3</table>",
        "/总 计,自 然/1,3 | <划掉的文字 2>",
    );
}

#[test]
fn tables_in_tables() {
    let data = "<table><tr><td>项<td>数<tr><td>甲<td>1</table>";
    check(&format!("<table><tr><td>{data}</table>"), "/项,数/甲,1");
    let prose = format!("<p>{}<p>乙<p>丙", "字".repeat(400));
    let text = format!("{} | 乙 | 丙", "字".repeat(400));
    // What a site notes of a document stands above its text.
    check(
        &format!(
            "<table><tr><td>索引号<td>1<td>日期<td>2<tr><td>名称<td colspan=3>甲<tr><td colspan=4>\
            {prose}{data}<tr><td colspan=4>丁</table>"
        ),
        &format!("/索引号,1,日期,2/名称,甲→3 | {text} | /项,数/甲,1 | 丁"),
    );
    check(
        &format!("<table><tr><td>左<td>{prose}<td>{data}</table>"),
        &format!("左 | {text} | /项,数/甲,1"),
    );
    check(
        "<table><tr><td colspan=2><h1>题</h1><tr><td>甲<td>1<tr><td>乙<td>2</table>",
        "#题 | /甲,1/乙,2",
    );
    // A small table that fills a cell is part of the table around it.
    check(
        "<table><tr><td>头<td>数<tr><td>甲<td><table><tr><td>1<td>2</table><tr><td>乙<td><table>\
        <tr><td>3<td>4</table></table>",
        "/头,数→2/甲,1,2/乙,3,4",
    );
    check(
        "<table><tr><td>头<td colspan=2>数<tr><td>甲<td colspan=2><table><tr><td>1<td>2<tr><td>3\
        <td>4</table></table>",
        "/头,数→2/甲↓2,1,2/3,4",
    );
    check(
        "<table><tr><td>甲<td>共<table><tr><td>1<td>2</table>件<tr><td>乙<td>3</table>",
        "/甲,共\n1 2\n件/乙,3",
    );
}

#[test]
fn as_word_saves_them() {
    check(
        "<p><span style='mso-spacerun:yes'>&nbsp;&nbsp; </span>共<span lang=EN-US>12</span>件。<p>\
        <![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;&nbsp;&nbsp; \
        </span></span><![endif]>甲。",
        "共12件。 | 1. 甲。",
    );
    check(
        "<table><tr><td colspan=2>甲<td>乙<![if !supportMisalignedColumns]><td height=0></td>\
        <![endif]></tr><tr><td>1<td><o:p>&nbsp;</o:p><td>2</tr><![if !supportMisalignedColumns]>\
        <tr height=0><td width=1><td width=1><td width=1></tr><![endif]></table>",
        "/甲→2,乙/1,,2",
    );
    for html in [
        "<p>=D5=FE=B8=AE",
        "<p>&#25919;&#24220;",
        "<p>=E6=94=BF=E5=BA=9C",
    ] {
        let page = read(save(html).as_bytes()).unwrap();
        assert_eq!(said(&page), "政府", "{html}");
    }
    // A page of frames: the first that has a text.
    let frames = save("<frameset>") + "\n--b\nContent-Type: text/html\n\n<p>frame";
    let frames = frames.replacen("\n--b--", "", 1);
    assert_eq!(said(&read(frames.as_bytes()).unwrap()), "frame");
}

/// A page saved as one file.
fn save(html: &str) -> String {
    format!(
        "MIME-Version: 1.0\n\
         Content-Type: multipart/related; boundary=\"b\"\n\n\
         --b\n\
         Content-Type: text/html; charset=\"gb2312\"\n\
         Content-Transfer-Encoding: quoted-printable\n\n\
         {html}\n\
         --b--"
    )
}

#[test]
fn pages_are_told_by_content() {
    for page in [
        "<!DOCTYPE html>",
        "\u{FEFF}\n <HTML lang=zh>",
        "<?xml version='1.0'?><!-- a --><html>",
        "<!--StartFragment--><p>",
        "<table\n>",
        "Content-Type: text/html\n\n<p>",
    ] {
        assert!(is_html(page.as_bytes()), "{page}");
        let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(page.starts_with('C') || is_html(&wide), "{page}");
    }
    for other in [
        "",
        "标题",
        "<?xml version='1.0'?><a/>",
        "<package>",
        "<p",
        "From: nobody",
        "<甲>",
        "<?xml version='1.0'?><?mso-application progid='Word.Document'?><html>",
        "<!--",
        "<?",
    ] {
        assert!(!is_html(other.as_bytes()), "{other}");
    }
}

#[test]
fn what_a_page_says_of_itself() {
    let page = "<html><head><title> 甲\n乙 </title>\
        <meta name=\"PubDate\" content=\"2024-01-30\"><meta charset=utf-8>\
        <meta name=Keywords content=''><meta property='og:title' content=丙></head>\
        <body><title>x</title>丁";
    let facts = read(page.as_bytes()).unwrap().facts;
    let facts: Vec<String> = facts
        .iter()
        .map(|fact| format!("{}={}", fact.name, fact.value))
        .collect();
    assert_eq!(facts, ["title=甲乙", "PubDate=2024-01-30", "og:title=丙"]);
}
