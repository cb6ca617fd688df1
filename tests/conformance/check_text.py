#!/usr/bin/env python3
"""Compare the text of a report's files: check_text.py FORM.yaml FILE.docx FILE.pdf FILE.txt [FROM_DOCX.pdf] (needs PyYAML).

Running text must be the same, in the same order, in all files; tables must hold the same characters. White space, page
numbers, draft marks and what is repeated after a page break (head rows, group labels) do not count. Each paragraph of the
form's narrative must stand verbatim in each file. FROM_DOCX.pdf is the DOCX as an office program prints it: it must also
have as many pages as FILE.pdf. Prints a line per comparison; exit 1 on any difference.
"""
import re
import subprocess
import sys
from collections import Counter
from os.path import commonprefix

import form
import readers

NARRATIVE = ("引言", "总体情况", "问题与改进", "其他事项")


def main():
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    docx, pdf, txt, *printed = sys.argv[2:]
    data, documents, bad = form.load(sys.argv[1]), {}, 0
    for path in (docx, pdf, txt, *printed):
        read = {"docx": readers.read_docx, "pdf": readers.read_pdf, "txt": readers.read_txt}[path.rsplit(".", 1)[-1]]
        try:
            documents[path] = read(path)
            errors = list(missing_paragraphs(data, documents[path])) + list(differences(documents.get(docx, []), documents[path]))
        except Exception as e:  # a file that cannot be read is a difference like any other
            errors = [f"cannot be read: {e!r}"]
        if path in printed and pages(path) != pages(pdf):
            errors.append(f"{pages(path)} pages, but {pages(pdf)} in {pdf}")
        characters = sum(len(i if isinstance(i, str) else i.text()) for i in documents.get(path, []))
        print(f"{'differs' if errors else 'same'} {path}: {characters} characters" + (f", {pages(path)} pages" if path.endswith("pdf") else ""))
        for e in errors[:10]:
            print(f"   {e}")
        bad += bool(errors)
    sys.exit(1 if bad else 0)


def pages(pdf):
    info = subprocess.run(["pdfinfo", pdf], check=True, stdout=subprocess.PIPE).stdout.decode()
    return int(re.search(r"^Pages:\s+(\d+)", info, re.M)[1])


def missing_paragraphs(data, document):
    """Paragraphs of the form's narrative that do not stand in the document; a placeholder may have become anything short."""
    notes = data.get("说明") or {}
    texts = [data.get(key) for key in NARRATIVE] + (list(notes.values()) if isinstance(notes, dict) else [])
    running = "\n".join(item for item in document if isinstance(item, str))
    for text in texts:
        for line in (text or "").split("\n"):
            parts = re.split(r"\{\{.*?\}\}", line.replace("**", ""))
            if not re.search(".{0,80}?".join(re.escape(readers.squeeze(p)) for p in parts), running):
                yield f"the form's paragraph is not there: {line.strip()[:60]}"


def differences(expected, found):
    """Where two documents part: their order of running text and tables, a running text, a table's characters."""
    kinds = ["".join("字" if isinstance(i, str) else "表" for i in document) for document in (expected, found)]
    if kinds[0] != kinds[1]:
        yield f"running text and tables come as {kinds[1]}, in the DOCX as {kinds[0]}"
    for want, got in zip(expected, found):
        if isinstance(want, str) and isinstance(got, str):
            if want != got:
                at = len(commonprefix([want, got]))
                yield f"“{got[max(at - 10, 0):at + 20]}” for “{want[max(at - 10, 0):at + 20]}” in the DOCX"
        elif not isinstance(want, str) and not isinstance(got, str):
            wanted, has = Counter(want.text()), Counter(got.text())
            if wanted != has:
                yield f"table “{want.text()[:12]}…”: lacks {dict(wanted - has)}, has besides {dict(has - wanted)}"
        else:
            return


main()
