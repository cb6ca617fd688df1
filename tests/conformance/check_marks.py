#!/usr/bin/env python3
"""Recompute what a report's files say of their own origin: check_marks.py FILE… (one report's DOCX, PDF, TXT, HTML).

All but the text must name the same form; each one's digest must be that of its content: for a DOCX of its parts in their order but the one
with the custom properties (name, LF, length, LF, content), else of the file with noughts for the digest. The text holds no marks; the others
have its digest. Exit 1 on any difference.
"""
import hashlib
import re
import subprocess
import sys
import zipfile

from lxml import etree

FORM, TEXT, CONTENT = (name + rb"-sha256:([0-9a-f]{64})" for name in (b"form", b"text", b"content"))
CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


def marks(path):
    """What the file says: the digests of form, text and itself, and the one that its content has."""
    if path.endswith(".docx"):
        sum = hashlib.sha256()
        with zipfile.ZipFile(path) as z:
            for name in z.namelist():
                if name != "docProps/custom.xml":
                    content = z.read(name)
                    sum.update(f"{name}\n{len(content)}\n".encode() + content)
            properties = {p.get("name"): "".join(p.itertext()) for p in etree.fromstring(z.read("docProps/custom.xml")).iter(CUSTOM)}
        said = " ".join(properties.values()).encode()
        return re.search(FORM, said)[1], re.search(TEXT, said)[1], re.search(CONTENT, said)[1], sum.hexdigest().encode()
    data = open(path, "rb").read()
    forms, texts, contents = (set(re.findall(mark, data)) for mark in (FORM, TEXT, CONTENT))
    assert len(forms) == len(texts) == len(contents) == 1, f"{len(forms)}, {len(texts)} and {len(contents)} marks"
    if path.endswith(".pdf"):
        shown = subprocess.run(["pdfinfo", "-meta", path], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        assert re.search(CONTENT, shown)[1] in contents, "pdfinfo shows another mark"
    return *forms, *texts, *contents, hashlib.sha256(re.sub(CONTENT, b"content-sha256:" + b"0" * 64, data)).hexdigest().encode()


def main():
    forms, texts, bad = set(), set(), 0
    for path in sys.argv[1:]:
        try:
            if path.endswith(".txt"):
                data = open(path, "rb").read()
                assert not re.search(CONTENT, data), "a mark in the text"
                texts.add(hashlib.sha256(data).hexdigest().encode())
                continue
            form, text, said, own = marks(path)
            forms.add(form)
            texts.add(text)
            wrong = "" if said == own else "its content has another digest"
        except Exception as e:  # a file without marks is a difference like any other
            wrong = repr(e)
        bad += bool(wrong)
        if wrong:
            print(f"{path}: {wrong}")
    print(f"{len(sys.argv) - 1} files, {len(forms)} form, {len(texts)} text")
    sys.exit(1 if bad or len(forms) != 1 or len(texts) != 1 else 0)


main()
