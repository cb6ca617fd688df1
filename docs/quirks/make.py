#!/usr/bin/env python3
"""Draws the quirks of src/export/docx/quirks.rs: make.py [PROGRAM [ID…]]; wants LibreOffice, poppler-utils, Pillow.

Each picture has a piece of a page as LibreOffice prints our DOCX on the left, and on the right the same with what is done about the
quirk taken out again: by a change of the file's XML, so that no other program need be built.
"""
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/nianbao").resolve()
FONTS = ROOT / "tests/conformance/fonts.conf"
PUBLISHED, CLEAN = "003-zhangjiagang-2023", "003-corrected-2023"
RESOLUTION = 110


def narrow_box(text):
    return re.sub(r"width:([\d.]+)pt", lambda found: f"width:{float(found[1]) / 1.75:g}pt", text)


def later_box(text):
    return re.sub(r"margin-left:([\d.]+)pt", lambda found: f"margin-left:{float(found[1]) + 14 * 0.30:g}pt", text)


def drawing_box(text):
    """The same box as DrawingML has it."""
    if "<w:pict>" not in text:
        return text
    place = re.search(r"margin-left:([\d.]+)pt;margin-top:([\d.]+)pt;width:([\d.]+)pt;height:([\d.]+)pt", text)
    left, top, width, height = (round(float(value) * 12700) for value in place.groups())
    inner = re.search(r"<w:txbxContent>.*</w:txbxContent>", text, re.S)[0]
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    box = (
        '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="{shape}">'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/><wp:docPr id="901" name="PageNumber"/>'
        f'<a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr>'
        f'<wps:txbx>{inner}</wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return re.sub(r"<w:pict>.*</w:pict>", lambda _: box, text, flags=re.S)


def wide_characters(text):
    return text.replace('<w:spacing w:val="-7"/>', '<w:spacing w:val="-5"/>')


def full_rows(text):
    """Rows as high as they would be without room for their rules."""
    return re.sub(r"<w:tbl>.*?</w:tbl>", full_rows_of, text, flags=re.S)


def full_rows_of(found):
    table = found[0]
    padding = re.search(r'<w:tblCellMar><w:top w:w="(\d+)"', table)
    if not padding:
        return table
    pitch = int(re.search(r'<w:spacing w:line="(\d+)"', table)[1])
    kept = pitch / 280 + 0.03
    table = table.replace(f'w:line="{pitch}"', f'w:line="{round(280 * kept)}"')
    both = f'w:w="{padding[1]}" w:type="dxa"/><w:bottom w:w="{padding[1]}"'
    more = round(44 * kept)
    return table.replace(both, f'w:w="{more}" w:type="dxa"/><w:bottom w:w="{more}"')


@dataclass
class Quirk:
    """How a quirk is shown."""

    id: str
    sample: str
    options: list
    part: str  # which part of the package is changed
    undo: Callable
    page: int
    piece: tuple  # left, top, right, bottom, in parts of the page


LANDSCAPE = ["--landscape", "申请"]
# Where a landscape page has its number.
NUMBER = (0, 0.72, 0.2, 0.9)
QUIRKS = [
    Quirk("cut-box", PUBLISHED, LANDSCAPE, r"word/footer\d\.xml", narrow_box, 5, NUMBER),
    Quirk("inset-line", PUBLISHED, LANDSCAPE, r"word/footer\d\.xml", later_box, 5, NUMBER),
    Quirk("vml-box", PUBLISHED, LANDSCAPE, r"word/footer\d\.xml", drawing_box, 5, NUMBER),
    Quirk("lost-mark", PUBLISHED, [], r"word/styles\.xml", wide_characters, 6, (0.08, 0.26, 0.92, 0.44)),
    Quirk("ruled-rows", PUBLISHED, [], r"word/document\.xml", full_rows, 6, (0, 0, 1, 0.5)),
]


def build(quirk, folder):
    form = ROOT / f"samples/{quirk.sample}.yaml"
    command = [PROGRAM, "build", "--draft", "--to", "docx", "--name", "made", "-o", folder, *quirk.options, form]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return next(folder.glob("made*.docx"))


def undo(quirk, source, target):
    changed = False
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if re.fullmatch(quirk.part, entry.filename):
                other = quirk.undo(content.decode()).encode()
                changed |= other != content
                content = other
            new.writestr(entry, content)
    assert changed, f"{quirk.id}: nothing was taken out"


def draw(file, page):
    """A page of a DOCX as LibreOffice prints it."""
    folder = file.parent
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf", "--outdir", folder, file]
    environment = {"FONTCONFIG_FILE": str(FONTS), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT, check=True, timeout=300)
    target = folder / f"{file.stem}-page"
    numbers = ["-r", str(RESOLUTION), "-f", str(page), "-l", str(page), "-singlefile", "-gray", "-png"]
    subprocess.run(["pdftoppm", *numbers, file.with_suffix(".pdf"), target], check=True)
    return Image.open(target.with_suffix(".png")).convert("L")


def piece(quirk, page):
    """The box of a page that shows the quirk."""
    width, height = page.size
    left, top, right, bottom = quirk.piece
    return int(left * width), int(top * height), int(right * width), int(bottom * height)


def show(quirk):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = build(quirk, folder)
        other = folder / "without.docx"
        undo(quirk, made, other)
        now, then = draw(made, quirk.page), draw(other, quirk.page)
    box = piece(quirk, now)
    now, then = now.crop(box), then.crop(box)
    gap = 12
    side = now.width <= 500
    size = (now.width * 2 + gap, now.height) if side else (now.width, now.height * 2 + gap)
    both = Image.new("L", size, 160)
    both.paste(now, (0, 0))
    both.paste(then, (now.width + gap, 0) if side else (0, now.height + gap))
    ImageDraw.Draw(both).rectangle((0, 0, size[0] - 1, size[1] - 1), outline=160)
    both.quantize(16).save(ROOT / f"docs/quirks/{quirk.id}.png", optimize=True)


for quirk in QUIRKS:
    if not sys.argv[2:] or quirk.id in sys.argv[2:]:
        show(quirk)
        print(quirk.id)
