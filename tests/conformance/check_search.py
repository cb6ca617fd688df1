#!/usr/bin/env python3
"""Search a PDF for the form's numbers as its readers do: check_search.py FORM.yaml FILE.pdf (needs PyYAML, PyMuPDF).

Every number of the form's narrative must stand, with the characters beside it and no blank between, in the text that poppler and MuPDF
read, line ends removed; what stands on one line MuPDF's search must find. Exit 1 if any is missing.
"""
import re
import subprocess
import sys

import pymupdf
import yaml

NARRATIVE = ("引言", "总体情况", "问题与改进", "其他事项")
HAN = r"\u4e00-\u9fff"
NOT_TEXT = re.compile(r"^\f?(— ?\d+ ?—|草稿|草|稿)$", re.M)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as form:
        phrases = set(numbers(yaml.safe_load(form)))
    document = pymupdf.open(sys.argv[2])
    poppler = subprocess.run(["pdftotext", sys.argv[2], "-"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
    mupdf = "\n".join(page.get_text() for page in document)
    bad = [f"{name} does not read “{phrase}”" for name, text in (("poppler", poppler), ("MuPDF", mupdf)) for phrase in missing(phrases, text)]
    lines = set(mupdf.splitlines())
    whole = [phrase for phrase in phrases if any(phrase in line for line in lines)]
    bad += [f"MuPDF's search does not find “{phrase}”" for phrase in whole if not any(page.search_for(phrase) for page in document)]
    for line in bad:
        print(line)
    print(f"{len(phrases)} numbers with their neighbours, {len(whole)} of them on one line, all found: {'no' if bad else 'yes'}")
    sys.exit(1 if bad or not phrases else 0)


def numbers(form):
    """Each number of the narrative with three characters on either side; what a placeholder or bold type cuts is left out."""
    for key in NARRATIVE:
        for line in re.split(r"\n|\{\{.*?\}\}", form.get(key) or ""):
            line = re.sub(rf"(?<=[{HAN}]) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) +(?=[{HAN}])", "", line.replace("**", "").strip())
            for number in re.finditer(r"\d[\d.,]*%?", line):
                yield line[max(number.start() - 3, 0):number.end() + 3].strip()


def missing(phrases, text):
    """Those that do not stand in the text; a page's end may part one."""
    joined = re.sub(r"[\r\n\f]", "", NOT_TEXT.sub("", text))
    return [phrase for phrase in phrases if phrase not in joined]


main()
