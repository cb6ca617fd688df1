#!/usr/bin/env python3
"""Makes the workbooks in this folder from samples/002-shenpiju-2021.xlsx.

Each is the same form as somebody else's program would save it, or as a clerk
would arrange it; the tests read all of them. Needs openpyxl, LibreOffice
with Writer and Calc (soffice), and the program as built by cargo build. Run from this folder: ./make.py
"""
import pathlib
import shutil
import subprocess
import tempfile

import openpyxl
from openpyxl.utils import range_boundaries

HERE = pathlib.Path(__file__).parent
FILLED = HERE.parent.parent / "samples" / "002-shenpiju-2021.xlsx"
TABLES = ["二、主动公开", "三、申请", "四、复议诉讼"]


def saved_by_openpyxl():
    """No cached values: openpyxl computes nothing."""
    openpyxl.load_workbook(FILLED).save(HERE / "openpyxl.xlsx")


def saved_by_libreoffice():
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "form.xlsx"
        shutil.copy(FILLED, source)
        for kind in ("xlsx:Calc MS Excel 2007 XML", "ods", "xls"):
            out = pathlib.Path(folder) / "out"
            subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", out, source], check=True, capture_output=True)
            suffix = kind.split(":")[0]
            shutil.copy(out / f"form.{suffix}", HERE / f"libreoffice.{suffix}")


def pasted():
    """All three tables in one sheet below each other, shifted, with rows between,
    without merged cells and formulas; the values of 基本信息 beside their labels above."""
    source = openpyxl.load_workbook(FILLED)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    row = 2
    for label in ("机关", "年度"):
        for cells in source["基本信息"].iter_rows():
            if cells[0].value == label:
                sheet.cell(row, 3, label)
                sheet.cell(row, 4, cells[1].value)
                row += 1
    row += 2
    for name in TABLES:
        table = source[name]
        for number, cells in enumerate(table.iter_rows()):
            for cell in cells:
                value = cell.value
                if cell.data_type == "f":
                    value = None
                if value is not None:
                    sheet.cell(row, cell.column + 2, value)
            row += 1
            if name == "三、申请" and number in (7, 15):
                sheet.cell(row, 3, "以下由依申请公开科填写")
                row += 1
        row += 3
    notes = source["文字内容"]
    texts = book.create_sheet("文字内容")
    for cells in notes.iter_rows():
        for cell in cells[:2]:
            texts.cell(cell.row, cell.column, cell.value)
    book.save(HERE / "pasted.xlsx")


def word():
    """The tables of the finished DOCX as they come into a spreadsheet: columns of all
    tables on one grid, spans everywhere, text above and below."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        root = HERE.parent.parent
        subprocess.run([root / "target/debug/nianbao", "build", FILLED, "--to", "docx", "--name", "report", "-o", folder], check=True, capture_output=True)
        for arguments in (["--convert-to", "html", "report.docx"], ["--infilter=HTML (StarCalc)", "--convert-to", "xlsx", "report.html"]):
            subprocess.run(["soffice", "--headless", *arguments], check=True, capture_output=True, cwd=folder)
        book = openpyxl.load_workbook(folder / "report.xlsx")
    sheet = book.create_sheet("封面")
    for row, pair in enumerate([("机关", "张家港市行政审批局"), ("年度", 2021)], 1):
        sheet.cell(row, 1, pair[0])
        sheet.cell(row, 2, pair[1])
    texts = book.create_sheet("文字内容")
    for cells in openpyxl.load_workbook(FILLED)["文字内容"].iter_rows():
        for cell in cells[:2]:
            texts.cell(cell.row, cell.column, cell.value)
    book.save(HERE / "word.xlsx")


def typed():
    """Labels as people type them, one old wording, one column heading gone."""
    book = openpyxl.load_workbook(FILLED)
    sheet = book["三、申请"]
    changes = {"1.属于国家秘密": "1、属于 国家秘密", "（一）予以公开": "(一)予以公开", "（七）总计": "（七）合计",
               "8.属于行政查询事项": "8.属于行政查寻事项", "科研机构": None}
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value in changes:
                cell.value = changes[cell.value]
    sheet = book["二、主动公开"]
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value == "现行有效件数":
                cell.value = "先行有效件数"
    book.save(HERE / "typed.xlsx")


def odd():
    """Every kind of value that is no plain number, hidden parts, an extra sheet."""
    book = openpyxl.load_workbook(FILLED)
    sheet = book["三、申请"]
    rows = {cells[i].value: cells[0].row for cells in sheet.iter_rows() for i in range(3) if cells[i].value}
    first = next(c.column for cells in sheet.iter_rows() for c in cells if c.value == "自然人")

    def put(label, column, value, number_format=None):
        cell = sheet.cell(rows[label], first + column, value)
        if number_format:
            cell.number_format = number_format
        return cell

    put("1.属于国家秘密", 0, "12 ")
    put("1.属于国家秘密", 1, "１２")
    put("1.属于国家秘密", 2, "1,234")
    put("1.属于国家秘密", 3, "12件")
    put("1.属于国家秘密", 4, "０")
    put("1.属于国家秘密", 5, "12")
    put("2.其他法律行政法规禁止公开", 0, "—")
    put("2.其他法律行政法规禁止公开", 1, "/")
    put("2.其他法律行政法规禁止公开", 2, "无")
    put("2.其他法律行政法规禁止公开", 3, None)
    put("3.危及“三安全一稳定”", 0, "#N/A").data_type = "e"
    put("3.危及“三安全一稳定”", 1, True)
    put("3.危及“三安全一稳定”", 2, 12, "yyyy-mm-dd")
    put("3.危及“三安全一稳定”", 3, "=1/0")
    put("3.危及“三安全一稳定”", 4, "=VLOOKUP(1,A1:B2,2)")
    put("3.危及“三安全一稳定”", 5, 1.5)
    put("4.保护第三方合法权益", 0, "=1+1")
    put("4.保护第三方合法权益", 1, "=备忘!B2")
    put("4.保护第三方合法权益", 2, -1)
    put("4.保护第三方合法权益", 3, "22（其中修订16件）")
    put("4.保护第三方合法权益", 4, "1 2 3")
    circle = put("4.保护第三方合法权益", 5, None)
    circle.value = f"={circle.coordinate}+1"
    row = rows["5.属于三类内部事务信息"]
    sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=first + 1)
    sheet.row_dimensions[rows["6.属于四类过程性信息"]].hidden = True
    memo = book.create_sheet("备忘")
    memo["A2"], memo["B2"] = "科室合计", 3
    book["四、复议诉讼"].sheet_state = "hidden"
    book.save(HERE / "odd.xlsx")


def locked():
    """Encrypted with a password to open; needs msoffcrypto-tool."""
    from msoffcrypto.format.ooxml import OOXMLFile

    with open(FILLED, "rb") as source, open(HERE / "locked.xlsx", "wb") as out:
        OOXMLFile(source).encrypt("nianbao", out)


if __name__ == "__main__":
    saved_by_openpyxl()
    saved_by_libreoffice()
    pasted()
    word()
    typed()
    odd()
    locked()
