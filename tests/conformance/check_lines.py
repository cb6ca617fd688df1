#!/usr/bin/env python3
"""Compare lines: check_lines.py OURS.pdf FILE.docx WORK (needs LibreOffice, lxml, PyMuPDF; works in the folder WORK).

The DOCX as LibreOffice prints it, by way of a flat ODT in which it puts no space of its own beside digits and letters: at least SHARE of
our lines of running text must be whole lines there too, and the pages must be as many. LibreOffice chooses lines one by one, we for
a paragraph as a whole. Exit 1 if fewer are equal.
"""
import os
import subprocess
import sys

import pymupdf
from lxml import etree

import readers

SHARE = 0.50
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    ours, docx, work = sys.argv[1:]
    os.makedirs(work, exist_ok=True)
    stem = os.path.join(work, os.path.splitext(os.path.basename(docx))[0])
    convert("fodt", docx, work)
    document = etree.parse(stem + ".fodt")
    for properties in document.iter(STYLE + "paragraph-properties"):
        properties.set(STYLE + "text-autospace", "none")
    document.write(stem + ".fodt", xml_declaration=True, encoding="UTF-8")
    convert("pdf", stem + ".fodt", work)
    here, there = lines(ours), lines(stem + ".pdf")
    known = [text for _, text in there]
    same = sum(text in known for _, text in here)
    share = same / len(here)
    pages = len(pymupdf.open(ours)), len(pymupdf.open(stem + ".pdf"))
    bad = share < SHARE or pages[0] != pages[1]
    print(f"{len(here)} lines of running text, {share:.0%} of them the same in LibreOffice, {pages[0]} and {pages[1]} pages")
    sys.exit(1 if bad else 0)


def convert(kind, file, work):
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{os.path.abspath(work)}/profile", "--convert-to", kind, "--outdir", work, file],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def lines(pdf):
    """The lines of running text with their pages, squeezed: what stands on one baseline of the body's size, more than a few characters."""
    found = []
    for page, sheet in enumerate(pymupdf.open(pdf)):
        rows = {}
        for block in sheet.get_text("dict")["blocks"]:
            for span in (span for line in block.get("lines", []) for span in line["spans"]):
                if span["size"] > 15 and span["text"].strip():
                    rows.setdefault(round(span["origin"][1] / 4), []).append((span["origin"][0], span["text"]))
        for _, spans in sorted(rows.items()):
            squeezed = readers.squeeze("".join(text for _, text in sorted(spans)))
            if len(squeezed) > 18:
                found.append((page, squeezed))
    return found


main()
