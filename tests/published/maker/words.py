"""The DOCX files 08–13, and the one that 18 is printed from. The XML is written here, part by part."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from . import grid
from .pages import SECTIONS

NAMES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
         'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
         'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
         'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
         'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
         'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
         'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable=""')
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PAGE = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1800" w:right="1500" w:bottom="1600" w:left="1500" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
CHANGE = 'w:id="{}" w:author="办公室" w:date="2023-01-12T09:00:00Z"'

STYLES = f"""{HEAD}<w:styles {NAMES}>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="24"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:aliases w:val="标题 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:aliases w:val="标题 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:aliases w:val="标题"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/></w:style>
</w:styles>"""

NUMBERING = f"""{HEAD}<w:numbering {NAMES}>
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="2"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def packed(body, styles=False):
    """The package; the same bytes in every run."""
    parts = {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        + ('<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
           '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>' if styles else "") + "</Types>",
        "_rels/.rels": HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{HEAD}<w:document {NAMES}><w:body>{body}{PAGE}</w:body></w:document>",
    }
    if styles:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        parts["word/_rels/document.xml.rels"] = (
            HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}styles" Target="styles.xml"/><Relationship Id="rId2" Type="{kind}numbering" Target="numbering.xml"/></Relationships>')
        parts["word/styles.xml"] = STYLES
        parts["word/numbering.xml"] = NUMBERING
    return zipped(parts)


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, text.encode())
    return out.getvalue()


def run(text, look=""):
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


BODY = '<w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
BLACK = '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/>'
TITLE = '<w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/>'


def paragraph(text, look=BODY, form='<w:ind w:firstLineChars="200" w:firstLine="640"/>'):
    return f"<w:p><w:pPr>{form}</w:pPr>{run(text, look)}</w:p>"


def centred(text, look=TITLE):
    return paragraph(text, look, '<w:jc w:val="center"/>')


def right(text):
    return paragraph(text, BODY, '<w:jc w:val="right"/>')


def section(text):
    return paragraph(text, BLACK)


def inner(text):
    """A cell's paragraph in small type."""
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run(text, SMALL) if text else ""}</w:p>'


SMALL = '<w:sz w:val="18"/>'
BORDERS = "<w:tblBorders>" + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")) + "</w:tblBorders>"


def table(rows, content=lambda c: inner(c.text), before=False, columns=None):
    """Rows with gridSpan and vMerge; with `before`, what a cell covers at a row's start is left out by gridBefore."""
    places = grid.placed(rows)
    width = columns or max(c + cell.cols for _, c, cell in places)
    covering = {(r + i, c): cell for r, c, cell in places for i in range(1, cell.rows)}
    starts = {(r, c): cell for r, c, cell in places}
    out = [f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>{BORDERS}</w:tblPr><w:tblGrid>' + f'<w:gridCol w:w="{9000 // width}"/>' * width + "</w:tblGrid>"]
    for r in range(len(rows)):
        cells, c, skipped = [], 0, 0
        while c < width:
            if (r, c) in covering:
                cell = covering[r, c]
                if before and not cells:
                    skipped += cell.cols
                else:
                    cells.append(f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/><w:gridSpan w:val="{cell.cols}"/><w:vMerge/></w:tcPr><w:p/></w:tc>')
            elif (r, c) in starts:
                cell = starts[r, c]
                span = f'<w:gridSpan w:val="{cell.cols}"/>' if cell.cols > 1 else ""
                merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 and not (before and c == skipped) else ""
                cells.append(f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{span}{merge}</w:tcPr>{content(cell)}</w:tc>')
            else:
                break
            c += cell.cols
        properties = f'<w:trPr><w:gridBefore w:val="{skipped}"/></w:trPr>' if skipped else ""
        out.append(f"<w:tr>{properties}{''.join(cells)}</w:tr>")
    return "".join(out) + "</w:tbl>"


def written(report, tables, title, heads=SECTIONS, section=section, paragraph=paragraph, end=""):
    out = [title] + [paragraph(text) for text in report.lead]
    texts = [report.one, None, None, None, report.five, report.six]
    keys = {1: "主动公开", 2: "申请", 3: "复议诉讼"}
    for place, (head, text) in enumerate(zip(heads, texts)):
        if place in keys:
            out += [section(head), tables[place - 1]] + [paragraph(line) for line in report.notes.get(keys[place], [])]
        elif text is not None:
            out.append(section(head))
            out += [paragraph(line) for line in text]
    return "".join(out) + end


def three(report, **looks):
    return [table(t, **looks) for t in (grid.disclosure(report), grid.requests(report), grid.review(report))]


def signature(report, date=None):
    return right(report.agency) + right(date or report.long_date())


def doc08(report):
    """Styles 标题 1 and 标题 2, and automatic numbers 一、 （一） 1."""
    counts = {"（": 0}

    def heading(text):
        counts["（"] = 0
        return f'<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr>{run(text.partition("、")[2])}</w:p>'

    def line(text):
        if match := re.match(r"（([一二三四五])）", text):
            counts["（"] += 1
            assert "一二三四五".index(match.group(1)) + 1 == counts["（"]
            return f'<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr>{run(text[3:])}</w:p>'
        if re.match(r"\d\.", text):
            return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:ind w:firstLine="480"/></w:pPr>{run(text[2:])}</w:p>'
        return f'<w:p><w:pPr><w:ind w:firstLine="480"/></w:pPr>{run(text)}</w:p>'

    title = f'<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr>{run(report.full_title)}</w:p>'
    return packed(written(report, three(report), title, section=heading, paragraph=line), styles=True)


def doc09(report):
    """Changes not yet accepted: what is inserted stands, what is deleted does not. The title in two lines; a signature."""
    count = iter(range(1, 1000))

    def deleted(text, look):
        return f'<w:del {CHANGE.format(next(count))}><w:r><w:rPr>{look}</w:rPr><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'

    def inserted(text, look):
        return f"<w:ins {CHANGE.format(next(count))}>{run(text, look)}</w:ins>"

    def line(text):
        form = '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
        if "新收政府信息公开申请45件" in text:
            a, b = text.split("45", 1)
            return f'<w:p>{form}{run(a, BODY)}{deleted("41", BODY)}{inserted("45", BODY)}{run(b, BODY)}</w:p>'
        if text.startswith("公布执法依据"):
            a, b = text.split("露天烧烤", 1)
            gone = f'<w:p><w:pPr><w:rPr><w:del {CHANGE.format(next(count))}/></w:rPr></w:pPr>{deleted("全年公开行政处罚典型案例9起。", BODY)}</w:p>'
            return f'<w:p>{form}{run(a, BODY)}{inserted("露天烧烤", BODY)}{deleted("油烟扰民、噪声扰民", BODY)}{run(b, BODY)}</w:p>{gone}'
        return paragraph(text)

    def cell(c):
        if c.kind == "number" and c.text in ("34", "2476", "212.4"):
            old = {"34": "31", "2476": "2467", "212.4": "198.4"}[c.text]
            return f'<w:p>{deleted(old, SMALL)}{inserted(c.text, SMALL)}</w:p>'
        return inner(c.text)

    title = centred(report.agency) + centred("2022年政府信息公开工作年度报告")
    return packed(written(report, three(report, content=cell), title, paragraph=line, end="<w:p/>" + signature(report)))


def doc10(report):
    """gridBefore instead of vMerge, the table of section three in two, blanks and “/” for nothing, no sections five and six."""
    rows = grid.requests(report)
    split = next(i for i, row in enumerate(rows) if row[0].text == "（四）无法提供")
    # The row's label 三、本年度办理结果 covers only the rows of the first half.
    for row in rows[:split]:
        if row[0].text == "三、本年度办理结果":
            row[0].rows = split - rows.index(row)
    second = [list(row) for row in rows[split:]]
    second[0].insert(0, grid.Cell("", 1, len(second) - 1))
    halves = table(rows[:split], before=True) + "<w:p/>" + table(second, before=True)
    tables = [table(grid.disclosure(report)), halves, table(grid.review(report))]
    return packed(written(report, tables, centred(report.title), end="<w:p/>" + signature(report)))


def doc11(report):
    """The table of section four in a text box (twice in the file, as Word saves it); separators, full-width digits; slips in headings."""
    heads = ["一、总体情况", "二、主动公开情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
             "五、存在的主要问题和改进情况", "六、其他需要报告事项"]
    disclosure, requests, review = three(report)
    box = f"<w:txbxContent>{review}<w:p/></w:txbxContent>"
    drawing = ('<w:drawing><wp:inline><wp:extent cx="5400000" cy="1800000"/><wp:docPr id="1" name="文本框 1"/><a:graphic>'
               '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
               '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="1800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
               f'<wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>')
    fallback = f'<w:pict><v:shape style="width:425pt;height:142pt"><v:textbox>{box}</v:textbox></v:shape></w:pict>'
    boxed = f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
    return packed(written(report, [disclosure, requests, boxed], centred(report.full_title), heads, end=signature(report)))


def doc12(report):
    """Sections without numbers; section four's note in the table's last row, section five's text in a table of one cell; attachments."""
    heads = [head.partition("、")[2] for head in SECTIONS]
    rows = grid.review(report) + [[grid.Cell(report.notes["复议诉讼"][0], 15)]]
    framed = table([[grid.Cell("")]], content=lambda c: "".join(paragraph(text) for text in report.five))
    out = [centred(report.full_title)] + [paragraph(text) for text in report.lead]
    blocks = ["".join(paragraph(text) for text in report.one), table(grid.disclosure(report)), table(grid.requests(report)), table(rows),
              framed + "<w:p/>", "".join(paragraph(text) for text in report.six)]
    for head, block in zip(heads, blocks):
        out += [paragraph(head, BLACK + "<w:b/>", '<w:jc w:val="left"/>'), block]
    return packed("".join(out) + signature(report))


def doc13(report):
    """Heads run into the first paragraphs; one cell of totals for three rows; — for nothing; the date in Chinese digits."""
    rows = grid.requests(report)
    for place, row in enumerate(rows):
        if any(c.text.startswith("1.申请人无正当理由") for c in row):
            total = grid.Cell("5", 1, 3, "number")
            row[-1] = total
            rows[place + 1].pop()
            rows[place + 2].pop()
    tables = [table(grid.disclosure(report)), table(rows), table(grid.review(report))]
    out = [centred("东岭区市场监督管理局关于"), centred("2025年度政府信息公开工作情况的报告")]

    def run_in(head, text):
        return f'<w:p><w:pPr><w:ind w:firstLine="640"/></w:pPr>{run(head, BLACK)}{run(text, BODY)}</w:p>'

    out += [run_in(SECTIONS[0] + " ", report.one[0])] + [paragraph(text) for text in report.one[1:]]
    for head, block in zip(SECTIONS[1:4], tables):
        out += [section(head), block]
    out += [run_in(SECTIONS[4] + "　", report.five[0])] + [paragraph(text) for text in report.five[1:]]
    out += [run_in(SECTIONS[5] + "：", report.six[0])]
    return packed("".join(out) + "<w:p/>" + signature(report, "二〇二六年一月十三日"))


def doc18(report):
    """Plain and in one face, for LibreOffice to print to a small file."""
    body = written(report, three(report), centred(report.full_title), end="<w:p/>" + signature(report))
    body = re.sub(r"<w:rFonts [^>]*/>", "", body)
    face = "".join(f' w:{script}="Noto Sans CJK SC"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return packed(body.replace("<w:rPr>", f"<w:rPr><w:rFonts{face}/>"))


DOCUMENTS = [doc08, doc09, doc10, doc11, doc12, doc13]
