#!/usr/bin/env python3
"""Makes the twenty documents and their forms beside itself. Same bytes in every run; PDFs only with --pdf."""

import sys
from pathlib import Path

from maker import pages, reports_html
from maker.form import form

HERE = Path(__file__).resolve().parent

NAMES = ["yunze-jiaoyuju", "qingya-xian", "liuwan-zhen", "lanjiang-weijianju", "danfeng-shi", "shita-jiedao", "yunze-yiyuan"]


def write(name, data):
    path = HERE / name
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def side_files(number, name, report):
    """The form, and the cells that no reader can tell."""
    write(f"{number:02}-{name}.yaml", form(report).encode())
    if report.gaps:
        write(f"{number:02}-{name}.gaps", "".join(f"{path}\n" for path in report.gaps).encode())


def main():
    for number, (make, page, name) in enumerate(zip(reports_html.ALL, pages.PAGES, NAMES), 1):
        report = make()
        side_files(number, name, report)
        extension = "mhtml" if number == 6 else "html"
        write(f"{number:02}-{name}.{extension}", page(report).encode(pages.ENCODINGS.get(number, "utf-8")))


if __name__ == "__main__":
    sys.exit(main())
