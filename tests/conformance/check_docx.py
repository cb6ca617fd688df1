#!/usr/bin/env python3
"""Validate DOCX parts against the ECMA-376 transitional schemas in xsd/: check_docx.py FILE.docx… (needs lxml).

Judged are the WordprocessingML parts, the relationships and the content types. Exit 1 on any error.
"""
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree

XSD = Path(__file__).resolve().parent / "xsd"
WML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EXTENSIONS = ("http://schemas.microsoft.com/office/word/", "http://schemas.openxmlformats.org/markup-compatibility/")


def schema(name):
    return etree.XMLSchema(etree.parse(str(XSD / name)))


def strip_extensions(root):
    """Word's later namespaces are not in the schema: drop their attributes and elements."""
    for e in list(root.iter()):
        if not isinstance(e.tag, str):
            continue
        for k in list(e.attrib):
            if (etree.QName(k).namespace or "").startswith(EXTENSIONS):
                del e.attrib[k]
        if (etree.QName(e).namespace or "").startswith(EXTENSIONS) and e.getparent() is not None:
            e.getparent().remove(e)


def main():
    wml, rels, types = schema("wml.xsd"), schema("opc-xsd/opc-relationships.xsd"), schema("opc-xsd/opc-contentTypes.xsd")
    total = 0
    for path in sys.argv[1:]:
        judged = set()
        with zipfile.ZipFile(path) as z:
            for name in z.namelist():
                if not name.endswith((".xml", ".rels")):
                    continue
                root = etree.fromstring(z.read(name))
                if name.endswith(".rels"):
                    s = rels
                elif name == "[Content_Types].xml":
                    s = types
                elif etree.QName(root).namespace == WML:
                    strip_extensions(root)
                    s = wml
                else:
                    continue
                judged.add(name)
                if not s.validate(root):
                    c = Counter(re.sub(r"\{http[^}]*\}", "", e.message) for e in s.error_log)
                    total += sum(c.values())
                    for m, n in c.most_common(5):
                        print(f"{path} {name}: {n} × {m[:200]}")
        missing = {"[Content_Types].xml", "_rels/.rels", "word/document.xml"} - judged
        total += len(missing)
        for name in sorted(missing):
            print(f"{path}: no {name}")
    print(f"{len(sys.argv) - 1} files, {total} schema errors")
    sys.exit(1 if total or len(sys.argv) < 2 else 0)


main()
