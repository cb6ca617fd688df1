"""The PDFs 18 (LibreOffice) and 19 (reportlab). Neither tool is needed but to make them anew."""

import io
import subprocess
import tempfile
from pathlib import Path

from . import grid
from .pages import SECTIONS
from .words import doc18


def pdf18(report):
    """A Word file as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "report.docx")
        source.write_bytes(doc18(report))
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, source],
                       check=True, capture_output=True, timeout=300)
        return source.with_suffix(".pdf").read_bytes()


def pdf19(report):
    """reportlab with a font that is not embedded, ruled tables over pages, running heads and page numbers."""
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

    rl_config.invariant = 1
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    body = ParagraphStyle("body", fontSize=13, leading=22, firstLineIndent=26, **font)
    head = ParagraphStyle("head", fontSize=15, leading=26, spaceBefore=6, **font)
    title = ParagraphStyle("title", fontSize=20, leading=30, alignment=1, spaceAfter=12, **font)
    right = ParagraphStyle("right", fontSize=13, leading=22, alignment=2, **font)
    small = ParagraphStyle("small", fontSize=9, leading=11, alignment=1, **font)

    def furniture(canvas, document):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(70, 800, report.agency)
        canvas.drawRightString(525, 800, f"{report.year}年政府信息公开工作年度报告")
        canvas.line(70, 795, 525, 795)
        canvas.drawCentredString(297, 40, f"第 {document.page} 页")

    def ruled(rows, repeat=0):
        """Rulings are drawn around each cell, so that a cell over many rows may cross a page."""
        places = grid.placed(rows)
        width = max(c + cell.cols for _, c, cell in places)
        cells, style = [[""] * width for _ in rows], [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
        for r, c, cell in places:
            cells[r][c] = Paragraph(cell.text, small)
            last = (c + cell.cols - 1, r + cell.rows - 1)
            style.append(("BOX", (c, r), last, 0.5, "black"))
            if cell.cols > 1:
                style.append(("SPAN", (c, r), (last[0], r if cell.rows > 3 else last[1])))
        return Table(cells, colWidths=[455 / width] * width, style=style, repeatRows=repeat)

    tables = {1: ruled(grid.disclosure(report)), 2: ruled(grid.requests(report), 3), 3: ruled(grid.review(report))}
    flow = [Paragraph(report.full_title, title)] + [Paragraph(text, body) for text in report.lead]
    for place, (name, text) in enumerate(zip(SECTIONS, [report.one, None, None, None, report.five, report.six])):
        flow.append(Paragraph(name, head))
        flow += [tables[place]] if place in tables else [Paragraph(line, body) for line in text]
    flow += [Spacer(1, 24), Paragraph(report.agency, right), Paragraph(report.long_date(), right)]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, title=report.full_title)
    document.addPageTemplates(PageTemplate(frames=Frame(64, 60, 467, 725), onPage=furniture))
    document.build(flow)
    return out.getvalue()
