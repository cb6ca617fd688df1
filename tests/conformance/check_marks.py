#!/usr/bin/env python3
"""Recompute what a report's files say of their own origin: check_marks.py FILE… (one report's DOCX, PDF, TXT, HTML).

All must name the same form; each one's digest must be that of its content: for a DOCX of its parts in their order but the one with the
custom properties (name, LF, length, LF, content), else of the file with noughts for the digest. Exit 1 on any difference.
"""
import hashlib
import re
import subprocess
import sys
import zipfile

from lxml import etree

FORM, CONTENT = rb"form-sha256:([0-9a-f]{64})", rb"content-sha256:([0-9a-f]{64})"
CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


def marks(path):
    """What the file says: the form's digest, its own, and the one that its content has."""
    if path.endswith(".docx"):
        sum = hashlib.sha256()
        with zipfile.ZipFile(path) as z:
            for name in z.namelist():
                if name != "docProps/custom.xml":
                    content = z.read(name)
                    sum.update(f"{name}\n{len(content)}\n".encode() + content)
            properties = {p.get("name"): "".join(p.itertext()) for p in etree.fromstring(z.read("docProps/custom.xml")).iter(CUSTOM)}
        said = " ".join(properties.values()).encode()
        return re.search(FORM, said)[1], re.search(CONTENT, said)[1], sum.hexdigest().encode()
    data = open(path, "rb").read()
    forms, contents = set(re.findall(FORM, data)), set(re.findall(CONTENT, data))
    assert len(forms) == 1 and len(contents) == 1, f"{len(forms)} and {len(contents)} marks"
    if path.endswith(".pdf"):
        shown = subprocess.run(["pdfinfo", path], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        assert re.search(CONTENT, shown)[1] in contents, "pdfinfo shows another mark"
    return *forms, *contents, hashlib.sha256(re.sub(CONTENT, b"content-sha256:" + b"0" * 64, data)).hexdigest().encode()


def main():
    forms, bad = set(), 0
    for path in sys.argv[1:]:
        try:
            form, said, own = marks(path)
            forms.add(form)
            wrong = "" if said == own else "its content has another digest"
        except Exception as e:  # a file without marks is a difference like any other
            wrong = repr(e)
        bad += bool(wrong)
        if wrong:
            print(f"{path}: {wrong}")
    print(f"{len(sys.argv) - 1} files, {len(forms)} form")
    sys.exit(1 if bad or len(forms) != 1 else 0)


main()
