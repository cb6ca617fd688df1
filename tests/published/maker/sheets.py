"""The workbook 20: a whole report pasted into one sheet. The XML is written here, as Excel would save it."""

from xml.sax.saxutils import escape

from . import grid
from .pages import SECTIONS
from .words import HEAD, zipped

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def letters(column):
    return chr(65 + column)


class Sheet:
    def __init__(self):
        self.strings, self.rows, self.merges = [], [], []

    def shared(self, text):
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)

    def add(self, cells):
        """A row of {column: text}; numbers are numbers, a pair is a formula with its result."""
        number, out = len(self.rows) + 1, ""
        for column, text in sorted(cells.items()):
            place = f"{letters(column)}{number}"
            if isinstance(text, tuple):
                out += f'<c r="{place}"><f>{text[0]}</f><v>{text[1]}</v></c>'
            elif text.replace(".", "", 1).isdigit():
                out += f'<c r="{place}"><v>{text}</v></c>'
            elif text:
                out += f'<c r="{place}" t="s"><v>{self.shared(text)}</v></c>'
        self.rows.append(f'<row r="{number}">{out}</row>')
        return number

    def line(self, text, merged=True):
        number = self.add({0: text})
        if merged:
            self.merges.append(f"A{number}:O{number}")

    def table(self, rows, spread=1, totals=False):
        """Cells with their merges; `spread` columns of the sheet for each of the table, the last up to column O."""
        first, places = len(self.rows) + 1, grid.placed(rows)
        width = max(c + cell.cols for _, c, cell in places)
        for r in range(len(rows)):
            cells = {c * spread: cell.text for row, c, cell in places if row == r}
            if totals and r >= 3:  # the row's total is a formula
                cells[9] = (f"SUM(D{first + r}:I{first + r})", cells[9])
            self.add(cells)
        for r, c, cell in places:
            right = 14 if spread > 1 and c + cell.cols == width else (c + cell.cols) * spread - 1
            if right > c * spread or cell.rows > 1:
                self.merges.append(f"{letters(c * spread)}{first + r}:{letters(right)}{first + r + cell.rows - 1}")

    def xml(self):
        merges = "".join(f'<mergeCell ref="{m}"/>' for m in self.merges)
        return (f'{HEAD}<worksheet {MAIN}><cols><col min="1" max="15" width="11" customWidth="1"/></cols>'
                f'<sheetData>{"".join(self.rows)}</sheetData><mergeCells count="{len(self.merges)}">{merges}</mergeCells></worksheet>')


def book20(report):
    sheet = Sheet()
    sheet.line(report.full_title)
    sheet.add({})
    for text in report.lead:
        sheet.line("    " + text)
    texts = [report.one, None, None, None, report.five, report.six]
    tables = {1: (grid.disclosure(report), 4, False), 2: (grid.requests(report), 1, True), 3: (grid.review(report), 1, False)}
    for place, (head, text) in enumerate(zip(SECTIONS, texts)):
        sheet.line(head)
        if place in tables:
            sheet.table(*tables[place])
        for number, line in enumerate(text or []):
            sheet.line("    " + line, merged=number % 3 != 2)
    sheet.add({})
    sheet.add({11: report.agency})
    sheet.add({11: report.long_date()})
    empty = f"{HEAD}<worksheet {MAIN}><sheetData/></worksheet>"
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in sheet.strings)
    types = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{TYPE}{kind}+xml"/>' for name, kind in
                    (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("worksheets/sheet2", "worksheet"), ("styles", "styles"), ("sharedStrings", "sharedStrings")))
    relations = "".join(f'<Relationship Id="rId{i}" Type="{RELATION}{kind}" Target="{name}.xml"/>' for i, (name, kind) in
                        enumerate((("worksheets/sheet1", "worksheet"), ("worksheets/sheet2", "worksheet"), ("styles", "styles"), ("sharedStrings", "sharedStrings")), 1))
    package = "http://schemas.openxmlformats.org/package/2006/"
    return zipped({
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}relationships"><Relationship Id="rId1" Type="{RELATION}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook {MAIN}><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/><sheet name="Sheet2" sheetId="2" r:id="rId2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{package}relationships">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet.xml(),
        "xl/worksheets/sheet2.xml": empty,
        "xl/styles.xml": f'{HEAD}<styleSheet {MAIN}><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
                         '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{HEAD}<sst {MAIN}>{strings}</sst>',
    })
