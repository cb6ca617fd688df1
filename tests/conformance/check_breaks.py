#!/usr/bin/env python3
"""Compare page breaks: check_breaks.py OURS.pdf OFFICE.pdf, the second the DOCX as an office program prints it.

The line that begins a page in one file must be, in the other, the last line of the page before or among the first two of
the same page; a row of a table is a line. Page numbers, draft marks, and head rows and group labels repeated after a page
break do not count. Prints a line per page with the difference in lines both ways; exit 1 if any is more than one line, or
if the texts are too different to tell.
"""
import re
import sys
from difflib import SequenceMatcher

import readers


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    ours, office = lines(sys.argv[1]), lines(sys.argv[2])
    there, back, shared = paired(ours, office)
    bad = shared < 0.9
    print(f"{'differs' if bad else 'same'} text: {shared:.1%}")
    for page in range(1, max(ours[-1][0], office[-1][0]) + 1):
        shifts = difference(page, ours, office, there), difference(page, office, ours, back)
        over = max(map(abs, shifts)) > 1
        print(f"{'differs' if over else 'same'} page {page}: ours begins {shifts[0]:+d} lines after the office program's, which begins {shifts[1]:+d} after ours")
        if over:
            for file, its in zip(sys.argv[1:], (ours, office)):
                print(f"   {next((text for number, text in its if number == page), 'no such page')[:30]} in {file}")
        bad |= over
    print(f"{len(ours)} lines and rows, page breaks {'differ' if bad else 'within one line'}")
    sys.exit(1 if bad else 0)


def lines(path):
    """The report as (page, text) for each line and each row of a table."""
    found, first, before = [], None, None
    for page, items in enumerate(readers.pdf_pages(path), 1):
        for item in filter(None, items):
            if isinstance(item, str):
                found.append((page, item))
                before = None
                continue
            part = item.parts[0]
            if before is None:
                first = fresh = part
            else:
                fresh = readers.without_repeats(part, first, before)
            found += [(page, text) for text in rows(fresh)]
            before = part
    return found


def rows(cells):
    """The text of each row, from its last label on: labels before that belong to groups, which a page break may split."""
    edges = readers.clusters([c.y0 for c in cells] + [c.y1 for c in cells])
    for top, bottom in zip(edges, edges[1:]):
        row = [c.text for c in cells if abs(c.y0 - top) < 4 and abs(c.y1 - bottom) < 4]
        labels = [i for i, text in enumerate(row) if re.search("[一-鿿]", text)]
        text = "│".join(row[labels[-1] if labels else 0:])
        if text:
            yield text


def pieces(document):
    """What is compared, with the number of its line: characters, since lines may break anywhere, but rows as a whole."""
    return [(piece, n) for n, (_, text) in enumerate(document) for piece in ([text] if "│" in text else text)]


def paired(ours, office):
    """For each line of one file the line of the other that has its beginning, and back; the share of the text in both."""
    a, b = pieces(ours), pieces(office)
    blocks = SequenceMatcher(None, [p for p, _ in a], [p for p, _ in b], False).get_matching_blocks()
    there, back = {}, {}
    for i, j, size in reversed(blocks):
        for k in reversed(range(size)):
            there[a[i + k][1]], back[b[j + k][1]] = b[j + k][1], a[i + k][1]
    return there, back, 2 * sum(size for _, _, size in blocks) / (len(a) + len(b))


def difference(page, here, other, pair):
    """By how many lines the line that begins a page comes after the beginning of that page in the other file."""
    start, begins = (next((n for n, (p, _) in enumerate(d) if p >= page), len(d)) for d in (here, other))
    return next((pair[n] for n in range(start, len(here)) if n in pair), len(other)) - begins


main()
