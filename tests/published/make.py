#!/usr/bin/env python3
"""Makes the twenty documents and their forms beside itself. Same bytes in every run; PDFs only with --pdf."""

import sys
from pathlib import Path

from maker import pages, pdfs, reports_html, reports_texts, reports_words, sheets, texts, words
from maker.form import form

HERE = Path(__file__).resolve().parent


def encoded(page, encoding="utf-8"):
    """What writes a text, as what writes its bytes."""
    return lambda report: page(report).encode(encoding)


# Number: name, extension, the report, what writes the document.
DOCUMENTS = {
    1: ("yunze-jiaoyuju", "html", reports_html.r01, encoded(pages.page01)),
    2: ("qingya-xian", "html", reports_html.r02, encoded(pages.page02, "gbk")),
    3: ("liuwan-zhen", "html", reports_html.r03, encoded(pages.page03, "gb2312")),
    4: ("lanjiang-weijianju", "html", reports_html.r04, encoded(pages.page04)),
    5: ("danfeng-shi", "html", reports_html.r05, encoded(pages.page05)),
    6: ("shiluo-jiedao", "mhtml", reports_html.r06, encoded(pages.page06)),
    7: ("yunze-yiyuan", "html", reports_html.r07, encoded(pages.page07)),
    8: ("qingya-caizhengju", "docx", reports_words.r08, words.doc08),
    9: ("lanjiang-chengguanju", "docx", reports_words.r09, words.doc09),
    10: ("wutuan-xiang", "docx", reports_words.r10, words.doc10),
    11: ("chengpu-kaifaqu", "docx", reports_words.r11, words.doc11),
    12: ("yunze-shuiwuju", "docx", reports_words.r12, words.doc12),
    13: ("dongling-shijianju", "docx", reports_words.r13, words.doc13),
    14: ("canghe-ziranju", "txt", reports_texts.r14, encoded(texts.text14)),
    15: ("xishan-shi", "txt", reports_texts.r15, encoded(texts.text15)),
    16: ("bailiaodu-zhen", "txt", reports_texts.r16, encoded(texts.text16)),
    17: ("hengtang-xinfangju", "txt", reports_texts.r17, encoded(texts.text17)),
    18: ("qingya-nongyeju", "pdf", reports_words.r18, pdfs.pdf18),
    19: ("lanjiang-fagaiwei", "pdf", reports_texts.r19, pdfs.pdf19),
    20: ("canghe-minzhengju", "xlsx", reports_texts.r20, sheets.book20),
}


def write(name, data):
    path = HERE / name
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def main():
    for number, (name, extension, make, document) in DOCUMENTS.items():
        report = make()
        name = f"{number:02}-{name}"
        write(f"{name}.yaml", form(report).encode())
        if report.gaps:  # cells that no reader can tell
            write(f"{name}.gaps", "".join(f"{path}\n" for path in report.gaps).encode())
        if extension != "pdf" or "--pdf" in sys.argv[1:]:
            write(f"{name}.{extension}", document(report))


if __name__ == "__main__":
    sys.exit(main())
