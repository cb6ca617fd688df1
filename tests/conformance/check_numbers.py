#!/usr/bin/env python3
"""Find each table number of a form again in its finished reports: check_numbers.py FORM.yaml FILE.docx|pdf|txt… (needs PyYAML).

Each cell of the tables of sections two, three and four must stand in its row and under its column head, labels and their
order as in the official form, blanks blank. Prints a line per file and one per wrong cell; exit 1 on any difference.
"""
import re
import sys

import form
import readers

TABLES = {"二": "第二十条", "三": "申请人情况", "四": "行政复议"}


def main():
    data = form.load(sys.argv[1])
    expected = dict(zip(TABLES, form.expected(data)))
    bad = 0
    for path in sys.argv[2:]:
        try:
            found = dict(read_tables(path))
            errors = [f"表{s} {e}" for s, cells in expected.items() for e in differences(cells, found.get(s, []))]
        except Exception as e:  # a file that cannot be read is a difference like any other
            errors = [f"cannot be read: {e!r}"]
        counts = ", ".join(f"{s} {len(cells)}" for s, cells in expected.items())
        print(f"{'differs' if errors else 'same'} {path}: cells {counts}")
        for e in errors[:10]:
            print(f"   {e}")
        if len(errors) > 10:
            print(f"   … {len(errors)} in all")
        bad += bool(errors)
    sys.exit(1 if bad or len(sys.argv) < 3 else 0)


def read_tables(path):
    """The tables of a finished report as (section, cells with their labels)."""
    read = {"docx": readers.read_docx, "pdf": readers.read_pdf, "txt": readers.read_txt}[path.rsplit(".", 1)[-1]]
    for table in read(path):
        if isinstance(table, readers.Table):
            texts = [c.text for c in table.parts[0]]
            section = next((s for s, mark in TABLES.items() if any(t.startswith(mark) for t in texts)), None)
            if section:
                yield section, disclosure(table) if section == "二" else crossed(table, "自然人" if section == "三" else "结果维持")


def disclosure(table):
    """Section two: blocks of an item, a row of column heads, and rows of a label with its numbers."""
    item, heads, found = "", [], []
    for part in table.parts:
        for row in rows(part):
            if len(row) == 1:
                item = row[0].text
            elif row[0].text == "信息内容":
                heads = row[1:]
            else:
                for cell in row[1:]:
                    head = [h.text for h in heads if h.x0 < cell.x < h.x1]
                    found.append(((item, row[0].text, *head), cell.text))
    return found


def rows(cells):
    groups = []
    for cell in cells:
        if groups and groups[-1][0].y0 < cell.y < groups[-1][0].y1:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def crossed(table, first_column):
    """Sections three and four: a number's labels are the cells to its left, then those above it, from the outermost inwards."""
    found = []
    for part in table.parts:
        corner = next((c for c in part if c.text == first_column), None)
        if corner is None:
            raise ValueError(f"a page of the table lacks the head row with {first_column}")
        bottom = corner.y1
        heads = [c for c in part if c.y < bottom and c.x > corner.x0]
        labels = [c for c in part if c.y > bottom and c.x < corner.x0]
        for cell in part:
            if cell.y > bottom and cell.x > corner.x0:
                left = [c.text for c in sorted(labels, key=lambda c: c.x0) if c.y0 < cell.y < c.y1]
                above = [c.text for c in sorted(heads, key=lambda c: c.y0) if c.x0 < cell.x < c.x1]
                found.append(((*(t.removesuffix("（续）") for t in left), *above), cell.text))
    return found


def differences(expected, found):
    if [labels for labels, _ in expected] != [labels for labels, _ in found]:
        wanted, got = {labels for labels, _ in expected}, {labels for labels, _ in found}
        yield from (f"no cell {' / '.join(labels)}" for labels, _ in expected if labels not in got)
        yield from (f"unknown cell {' / '.join(labels)}: {text}" for labels, text in found if labels not in wanted)
        if wanted == got:
            yield "cells out of order, or twice"
        return
    for (labels, accepted), (_, text) in zip(expected, found):
        if accepted is not None and plain(text) not in map(plain, accepted):
            yield f"{' / '.join(labels)}: {text!r} for {' or '.join(map(repr, sorted(accepted)))}"


def plain(text):
    """A signed number may be printed with its plus and with the minus of print."""
    return re.sub(r"^[+＋](?=\d)", "", re.sub(r"^[−－](?=\d)", "-", readers.squeeze(text)))


main()
