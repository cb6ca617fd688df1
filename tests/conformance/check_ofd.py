#!/usr/bin/env python3
"""Validate OFD packages: check_ofd.py [--archive PROGRAM] FILE.ofd… (needs lxml and fontTools).

- The parts against the schemas of GB/T 33190-2016 in xsd/ofd, where DocType OFD-A (GB/T 42133-2022) is accepted beside OFD.
- The zip: OFD.xml first, one date, ASCII names, no data descriptors, no zip64, nothing encrypted.
- The package: every location leads to an entry (from the folder of the file that says it, in resources from BaseLoc there), every
  entry is reached; ids unique and at most MaxUnitID, every reference to one that is there.
- Fonts: embedded TrueType with the tables that readers want, names as FontName says, a glyph for every character set in them.
- Texts: as many distances as there are gaps, in plain decimals; no blanks at the ends; characters beyond U+FFFF alone (readers
  that count UTF-16 would take two steps for one); turned by CTM, not stretched; everything inside its Boundary. Paths too.
- With DocType OFD-A, what the archive profile forbids. --archive asks ofd-archive of ofd/ (ofdrw) as well.

Prints a line per error; exit 1 on any.
"""
import io
import math
import posixpath
import re
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

from fontTools.ttLib import TTFont
from lxml import etree

XSD = Path(__file__).resolve().parent / "xsd" / "ofd"
OFD = "http://www.ofdspec.org/2016"
NS = {"o": OFD}
ROOM = 0.05  # mm by which a glyph or a path may lie outside its Boundary: what rounding does
TABLES = "OS/2 cmap glyf head hhea hmtx loca maxp name post".split()
NUMBER = r"-?\d+(?:\.\d+)?"
# What an element's text, or its attribute, leads to: the schema of an OFD part, or None for any other file.
ELEMENTS = {"DocRoot": "Document.xsd", "PublicRes": "Res.xsd", "DocumentRes": "Res.xsd", "PageRes": "Res.xsd",
            "Attachments": "Attachments.xsd", "Annotations": "Annotations.xsd", "CustomTags": "CustomTags.xsd",
            "Extensions": "Extensions.xsd", "Signatures": "Signatures.xsd", "FontFile": None, "MediaFile": None, "FileLoc": None,
            "SchemaLoc": None, "Cover": None, "ExtendData": None}
ATTRIBUTES = {("Page", "BaseLoc"): "Page.xsd", ("TemplatePage", "BaseLoc"): "Page.xsd", ("ColorSpace", "Profile"): None,
              ("Version", "BaseLoc"): "Version.xsd", ("Signature", "BaseLoc"): "Signature.xsd"}
# Attributes that name an id, and the elements that it may be of.
REFERENCES = {"Font": ("Font",), "ResourceID": ("MultiMedia", "CompositeGraphicUnit"), "ImageMask": ("MultiMedia",),
              "Substitution": ("MultiMedia",), "DrawParam": ("DrawParam",), "Relative": ("DrawParam",), "TemplateID": ("TemplatePage",),
              "PageID": ("Page",), "ColorSpace": ("ColorSpace",)}
DECIMALS = ("Boundary", "CTM", "Size", "X", "Y", "DeltaX", "DeltaY", "LineWidth", "HScale", "DashPattern", "DashOffset", "MiterLimit")
FORBIDDEN = ("Permissions", "VPreferences", "Extensions", "Signatures")
MEDIA = {"PNG": b"\x89PNG", "JPEG": b"\xff\xd8\xff", "JPG": b"\xff\xd8\xff", "BMP": b"BM", "TIFF": (b"II*\0", b"MM\0*")}


def main():
    files, archive = sys.argv[1:], None
    if files[:1] == ["--archive"]:
        archive, files = files[1], files[2:]
    bad = 0
    for path in files:
        for error in Package(path).errors + asked(archive, path):
            print(f"{path}: {error}")
            bad += 1
    print(f"{len(files)} files, {bad} errors")
    sys.exit(1 if bad or not files else 0)


def asked(program, path):
    """What ofd-archive says."""
    if not program:
        return []
    said = subprocess.run([program, path], stdout=subprocess.PIPE, text=True, timeout=120)
    faults = [line for line in said.stdout.splitlines()[:-1] if not line.startswith("note: ")]
    return [f"ofdrw: {line.removeprefix(f'{path}: ')}" for line in faults or (["fails"] if said.returncode else [])]


SCHEMAS = {}


def schema(name):
    if name not in SCHEMAS:
        text = (XSD / name).read_text(encoding="utf-8")
        if name == "OFD.xsd":
            text = re.sub(r'(name="DocType"[^>]*?)fixed="OFD"', r"\1", text)
            text = re.sub(r'(<xs:enumeration value="OFD)("\s*/>)', r"\1\2\1-A\2", text)
        SCHEMAS[name] = etree.XMLSchema(etree.parse(io.BytesIO(text.encode()), base_url=str(XSD / name)))
    return SCHEMAS[name]


def local(element):
    return etree.QName(element).localname


def numbers(text):
    return [float(v) for v in re.findall(r"[-+.\deE]+", text or "")]


class Package:
    def __init__(self, path):
        self.errors, self.parts, self.reached, self.by = [], {}, set(), {}
        self.zip_form(Path(path).read_bytes())
        with zipfile.ZipFile(path) as z:
            self.entries = {name: z.read(name) for name in z.namelist()}
        self.follow("OFD.xml", "OFD.xsd", "the package")
        for name in self.entries.keys() - self.reached:
            self.error(name, "nothing leads to this entry")
        if "OFD.xml" not in self.parts:
            return
        self.profile = self.parts["OFD.xml"].get("DocType") == "OFD-A"
        self.identifiers()
        self.plain_numbers()
        self.fonts = {}
        self.embedded_fonts()
        for name, root in self.parts.items():
            for text in root.iterfind(".//o:TextObject", NS):
                self.text(f"{name}: TextObject {text.get('ID')}", text)
            for path in root.iterfind(".//o:PathObject", NS):
                self.path(f"{name}: PathObject {path.get('ID')}", path)
        for font in self.fonts.values():
            font.judge(self)
        names = [font.name for font in self.fonts.values()] + [font.file for font in self.fonts.values()]
        for name, count in Counter(names).items():
            if count > 1:
                self.error(name, f"is the name or the file of {count} fonts")
        self.media()
        if self.profile:
            self.archive()

    def error(self, place, what):
        self.errors.append(f"{place}: {what}")

    # The package

    def zip_form(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            entries = z.infolist()
        if not entries or entries[0].filename != "OFD.xml":
            self.error("zip", "OFD.xml is not the first entry")
        if len({e.date_time for e in entries}) > 1:
            self.error("zip", "dates differ")
        if b"PK\6\6" in data[-200:] or b"PK\6\7" in data[-200:]:
            self.error("zip", "zip64")
        for name, count in Counter(e.filename for e in entries).items():
            if count > 1:
                self.error(name, f"there are {count} entries of that name")
        for e in entries:
            flags, _, _, _, _, _, _, name_size, extra_size = struct.unpack("<HHHHIIIHH", data[e.header_offset + 6:e.header_offset + 30])
            at = e.header_offset + 30 + name_size
            extra = {struct.unpack("<H", x[i:i + 2])[0] for x in (e.extra, data[at:at + extra_size]) for i in extra_fields(x)}
            if not e.filename.isascii():
                self.error(e.filename, "the name is not ASCII")
            if (flags | e.flag_bits) & 8:
                self.error(e.filename, "has a data descriptor")
            if (flags | e.flag_bits) & 1:
                self.error(e.filename, "is encrypted")
            if 1 in extra:
                self.error(e.filename, "zip64")
            if e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                self.error(e.filename, f"compression {e.compress_type}")

    def follow(self, name, part, place):
        """Marks an entry as reached; an OFD part is judged by its schema and what it leads to followed."""
        if name not in self.entries:
            return self.error(place, f"{name} is not in the package")
        if name in self.reached:
            return
        self.reached.add(name)
        if not part:
            return
        try:
            root = self.parts[name] = etree.fromstring(self.entries[name])
        except etree.XMLSyntaxError as e:
            return self.error(name, e)
        if not schema(part).validate(root):
            for e in list(schema(part).error_log)[:5]:
                self.error(name, f"line {e.line}: " + e.message.replace(f"{{{OFD}}}", "")[:200])
        base = posixpath.dirname(name)
        if part == "Res.xsd":
            base = posixpath.join(base, root.get("BaseLoc", ""))
        for e in root.iter("{*}*"):
            if e is root:
                continue
            leads = [(e.text, ELEMENTS[local(e)])] if local(e) in ELEMENTS and not len(e) else []
            leads += [(e.get(a), kind) for (tag, a), kind in ATTRIBUTES.items() if tag == local(e) and e.get(a) is not None]
            for loc, kind in leads:
                if part == "Annotations.xsd":
                    kind = "Annotation.xsd"
                if loc != (loc or "").strip() or not loc:
                    self.error(name, f"{local(e)} {loc!r} is no location")
                    continue
                to = posixpath.normpath(posixpath.join("/", base, loc)).lstrip("/")
                self.by.setdefault(local(e), set()).add(to)
                self.follow(to, kind, f"{name}: {local(e)} {loc}")

    def identifiers(self):
        kinds, top = {}, 0
        for name, root in self.parts.items():
            top = max([top, *(int(v.text) for v in root.iterfind(".//o:MaxUnitID", NS))])
            if local(root) in ("OFD", "Attachments", "Signatures", "Signature"):
                continue
            for e in root.xpath("//*[@ID]"):
                if e.get("ID") in kinds:
                    self.error(name, f"{local(e)} has the ID {e.get('ID')}, as a {kinds[e.get('ID')]}")
                kinds[e.get("ID")] = local(e)
        highest = max((int(v) for v in kinds if v.isdigit()), default=0)
        if highest > top:
            self.error("Document.xml", f"MaxUnitID {top} < {highest}")
        for name, root in self.parts.items():
            for e in root.iter("{*}*"):
                for attribute, wanted in REFERENCES.items():
                    value = e.get(attribute)
                    if value is not None and kinds.get(value) not in wanted:
                        self.error(name, f"{local(e)} {attribute} {value} is {kinds.get(value, 'nothing')}")

    def plain_numbers(self):
        """Decimals without exponent or plus; boxes that are not empty (ofd-core rejects the whole page of one that is)."""
        for name, root in self.parts.items():
            for e in root.iter("{*}*"):
                for attribute in DECIMALS:
                    value = e.get(attribute)
                    if value is not None and not re.fullmatch(rf"{NUMBER}(?: {NUMBER})*", value):
                        self.error(name, f"{local(e)} {e.get('ID', '')} {attribute} {value[:60]!r} are not plain decimals")
                box = e.text if local(e).endswith("Box") else e.get("Boundary")
                if box is not None and (len(numbers(box)) != 4 or min(numbers(box)[2:]) <= 0):
                    self.error(name, f"{local(e)} {e.get('ID', '')} has the box {box!r}")

    # Fonts

    def embedded_fonts(self):
        for name, root in self.parts.items():
            base = posixpath.join("/", posixpath.dirname(name), root.get("BaseLoc", ""))
            for e in root.iterfind(".//o:Font", NS):
                loc = e.findtext("o:FontFile", None, NS)
                file = loc and posixpath.normpath(posixpath.join(base, loc)).lstrip("/")
                if not file:
                    self.error(name, f"font {e.get('FontName')} is not embedded")
                elif file in self.entries:
                    self.fonts[e.get("ID")] = Font(file, self.entries[file], e.get("FontName"), e.get("FamilyName"))

    # Objects

    def text(self, place, e):
        codes = e.findall("o:TextCode", NS)
        font = self.fonts.get(e.get("Font"))
        ctm = numbers(e.get("CTM")) or [1, 0, 0, 1, 0, 0]
        if e.get("Size") is None or not codes:
            return self.error(place, "has no Size or no TextCode")
        if e.find("o:CGTransform", NS) is not None:
            self.error(place, "has a CGTransform")
        if len(ctm) != 6 or max(abs(ctm[0] - ctm[3]), abs(ctm[1] + ctm[2]), abs(ctm[0] ** 2 + ctm[1] ** 2 - 1)) > 0.001:
            return self.error(place, f"CTM {e.get('CTM')} is no rotation")
        size, inside = float(e.get("Size")), Box()
        for code in codes:
            text = code.text or ""
            if text != text.strip() or not text:
                self.error(place, f"blanks at an end of {text!r}")
            if any(ord(c) > 0xffff for c in text) and (len(text) > 1 or len(codes) > 1):
                self.error(place, f"a character beyond U+FFFF is not alone in {text!r}")
            steps = [numbers(code.get(a)) for a in ("DeltaX", "DeltaY")]
            for attribute, found in zip(("DeltaX", "DeltaY"), steps):
                if code.get(attribute, "?") == "" or len(found) != len(text) - 1 and (found or attribute == "DeltaX"):
                    self.error(place, f"{len(found)} values in {attribute} for {len(text)} characters: {text!r}")
            if code.get("X") is None or code.get("Y") is None:
                self.error(place, "has a TextCode without X or Y")
                continue
            if not font or not font.font:
                continue
            font.characters |= set(text)
            x, y = float(code.get("X")), float(code.get("Y"))
            dx, dy = (found + [0] * len(text) for found in steps)
            for n, c in enumerate(text):
                left, bottom, right, top = font.box(c, size, float(e.get("HScale", 1)))
                for px in (x + left, x + right):
                    for py in (y - top, y - bottom):
                        inside.add(ctm[0] * px + ctm[2] * py + ctm[4], ctm[1] * px + ctm[3] * py + ctm[5])
                x, y = x + dx[n], y + dy[n]
        self.enclosed(place, e, inside, "".join(code.text or "" for code in codes)[:20])

    def path(self, place, e):
        data = e.findtext("o:AbbreviatedData", "", NS)
        ctm = numbers(e.get("CTM")) or [1, 0, 0, 1, 0, 0]
        try:
            points = list(path_points(data))
        except (ValueError, IndexError, TypeError):
            return self.error(place, f"the path cannot be read: {data[:60]!r}")
        half = 0
        if e.get("Stroke") != "false":
            half = float(e.get("LineWidth", 0.353)) / 2 * math.sqrt(abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]))
        inside = Box()
        for x, y in points:
            px, py = ctm[0] * x + ctm[2] * y + ctm[4], ctm[1] * x + ctm[3] * y + ctm[5]
            inside.add(px - half, py - half)
            inside.add(px + half, py + half)
        self.enclosed(place, e, inside, data[:40])

    def enclosed(self, place, e, box, what):
        boundary = numbers(e.get("Boundary"))
        if len(boundary) != 4 or box.left > box.right:
            return
        _, _, width, height = boundary
        out = {"left": -box.left, "above": -box.top, "right": box.right - width, "below": box.bottom - height}
        out = {side: by for side, by in out.items() if by > ROOM}
        if out:
            told = ", ".join(f"{by:.3f} mm {side}" for side, by in out.items())
            self.error(place, f"{what!r} is outside its Boundary {e.get('Boundary')}: {told}")

    def media(self):
        for name, root in self.parts.items():
            base = posixpath.join("/", posixpath.dirname(name), root.get("BaseLoc", ""))
            for e in root.iterfind(".//o:MultiMedia", NS):
                file = posixpath.normpath(posixpath.join(base, e.findtext("o:MediaFile", "", NS))).lstrip("/")
                form = e.get("Format", "").upper()
                if e.get("Type") == "Image" and form in MEDIA and not self.entries.get(file, b"").startswith(MEDIA[form]):
                    self.error(name, f"{file} is no {form}")

    # The archive profile

    def archive(self):
        bodies = self.parts["OFD.xml"].findall("o:DocBody", NS)
        if len(bodies) != 1:
            self.error("OFD.xml", f"{len(bodies)} DocBody")
        for name in ("OFDEntries.xml", "Encryptions.xml"):
            if any(posixpath.basename(n) == name for n in self.entries):
                self.error(name, "is not for archives")
        public, document = self.by.get("PublicRes", set()), self.by.get("DocumentRes", set())
        for name, root in self.parts.items():
            for e in root.iter("{*}*"):
                tag = local(e)
                if tag in FORBIDDEN:
                    self.error(name, f"{tag} is not for archives")
                if tag == "Action":
                    for kind in e:
                        if local(kind) not in ("Goto", "Region"):
                            self.error(name, f"the action {local(kind)} is not for archives")
                if tag == "Attachment" and (e.get("Format") or "").upper() not in ("XML", "TXT"):
                    self.error(name, f"attachment {e.get('Name')} has the format {e.get('Format')}, not xml or txt")
                if tag in ("Font", "ColorSpace") and name not in public:
                    self.error(name, f"{tag} {e.get('ID')} is not under PublicRes")
                if tag in ("MultiMedia", "CompositeGraphicUnit", "DrawParam") and name not in document:
                    self.error(name, f"{tag} {e.get('ID')} is not under DocumentRes")
                if tag == "MultiMedia" and e.get("Type") != "Image":
                    self.error(name, f"{e.get('Type')} is not for archives")
        for name in self.by.get("MediaFile", ()):
            if self.entries.get(name, b"").startswith(b"GIF8"):
                self.error(name, "is a GIF")


class Font:
    """An embedded font and the characters that are set in it."""

    def __init__(self, file, data, name, family):
        self.file, self.name, self.family, self.characters, self.font, self.why = file, name, family, set(), None, data[:4]
        if data[:4] not in (b"\0\1\0\0", b"true"):
            return
        try:
            self.font = TTFont(io.BytesIO(data), checkChecksums=2, lazy=False)
            self.cmap, self.glyf, self.units = self.font.getBestCmap() or {}, self.font["glyf"], self.font["head"].unitsPerEm
            self.line = self.font["hhea"].ascent, self.font["hhea"].descent
            for table in self.font.keys():
                self.font[table]
        except Exception as e:
            self.font, self.why = None, e

    def box(self, character, size, across):
        """What a character covers: its ink, and at least the line from ascent to descent; in mm, y upwards."""
        glyph = self.glyf[self.cmap[ord(character)]] if ord(character) in self.cmap else None
        left, bottom, right, top = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) if glyph and glyph.numberOfContours else (0, 0, 0, 0)
        ascent, descent = self.line
        scale = size / self.units
        return left * scale * across, min(bottom, descent) * scale, right * scale * across, max(top, ascent) * scale

    def judge(self, package):
        place, f = f"{self.file} ({self.name})", self.font
        if not f:
            return package.error(place, f"is not a TrueType file: {self.why}")
        for table in TABLES:
            if table not in f:
                return package.error(place, f"has no table {table}")
        for table in ("CFF ", "CFF2"):
            if table in f:
                package.error(place, f"has a table {table}")
        if not re.fullmatch(r"[!-*,-~]+", self.name or "") or self.family != self.name:
            package.error(place, f"FontName {self.name!r}, FamilyName {self.family!r}: not one plain ASCII name")
        for i in (1, 4, 6):
            found = {str(n) for n in f["name"].names if n.nameID == i}
            if found != {self.name}:
                package.error(place, f"name {i} is {sorted(found)}")
        subtables = {(t.platformID, t.platEncID): t.cmap for t in f["cmap"].tables}
        if (3, 1) not in subtables:
            package.error(place, "has no cmap for Windows")
        if 0x20 not in self.cmap:
            package.error(place, "has no space")
        try:
            for glyph in f.getGlyphOrder():
                self.glyf[glyph].getCoordinates(self.glyf)
        except Exception as e:
            package.error(place, f"glyph {glyph}: {e}")
        missing = [c for c in sorted(self.characters) if ord(c) not in subtables.get((3, 1) if ord(c) < 0x10000 else (3, 10), {})]
        empty = [c for c in sorted(self.characters) if c not in missing and not c.isspace() and not self.glyf[self.cmap[ord(c)]].numberOfContours]
        for what, those in (("no glyph", missing), ("an empty glyph", empty)):
            if those:
                package.error(place, f"{what} for {''.join(those)[:40]!r}")
        if not self.characters:
            package.error(place, "no text is set in it")


class Box:
    def __init__(self):
        self.left, self.top, self.right, self.bottom = math.inf, math.inf, -math.inf, -math.inf

    def add(self, x, y):
        self.left, self.top, self.right, self.bottom = min(self.left, x), min(self.top, y), max(self.right, x), max(self.bottom, y)


def extra_fields(data):
    """Where the extra fields of a zip's entry begin."""
    at = 0
    while at + 4 <= len(data):
        yield at
        at += 4 + struct.unpack("<H", data[at + 2:at + 4])[0]


def path_points(data):
    """The points of a path, of curves sixteen each."""
    words, at, here, start = data.split(), 0, None, None
    counts = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
    while at < len(words):
        operator = words[at]
        count = counts.get(operator)
        if count is None or not all(re.fullmatch(NUMBER, w) for w in words[at + 1:at + 1 + count]):
            raise ValueError(operator)
        v = [float(w) for w in words[at + 1:at + 1 + count]]
        if len(v) < count or here is None and operator not in "SM":
            raise ValueError(operator)
        at += 1 + count
        if operator in "SML":
            yield v[0], v[1]
            start = start if operator == "L" else (v[0], v[1])
        elif operator in "QB":
            yield from curve([here, *zip(v[::2], v[1::2])])
        elif operator == "A":
            yield from arc(here, *v)
        here = start if operator == "C" else tuple(v[-2:])


def curve(points):
    for n in range(17):
        t, row = n / 16, points
        while len(row) > 1:
            row = [((1 - t) * a + t * c, (1 - t) * b + t * d) for (a, b), (c, d) in zip(row, row[1:])]
        yield row[0]


def arc(here, rx, ry, angle, large, sweep, x, y):
    """As in SVG, whose way of writing an arc this is."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    dx, dy = (here[0] - x) / 2, (here[1] - y) / 2
    px, py = cos * dx + sin * dy, cos * dy - sin * dx
    if not rx or not ry or not (dx or dy):
        yield x, y
        return
    grow = math.sqrt(max(1, (px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = abs(rx) * grow, abs(ry) * grow
    under = (px * ry) ** 2 + (py * rx) ** 2
    factor = math.sqrt(max(0, (rx * ry) ** 2 / under - 1)) * (-1 if bool(large) == bool(sweep) else 1)
    cx, cy = factor * rx * py / ry, -factor * ry * px / rx
    first = math.atan2((py - cy) / ry, (px - cx) / rx)
    turn = math.atan2((-py - cy) / ry, (-px - cx) / rx) - first
    turn = turn % math.tau if sweep else -(-turn % math.tau)
    for n in range(17):
        a = first + turn * n / 16
        ex, ey = rx * math.cos(a) + cx, ry * math.sin(a) + cy
        yield cos * ex - sin * ey + (here[0] + x) / 2, sin * ex + cos * ey + (here[1] + y) / 2


if __name__ == "__main__":
    main()
