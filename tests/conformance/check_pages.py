#!/usr/bin/env python3
"""Compare pages with pictures of them: check_pages.py [--renew] FILE.pdf…

The pages of STEM/FILE.pdf are drawn at 60 dpi and compared with pages/STEM-1.png, STEM-2.png … beside this script, which
hold four greys. A pixel differs by as much as it lies outside its reference's grey; the mean with its neighbours (weights
1 2 1 across and down) must nowhere be more than LIMIT. Other smoothing or gamma makes up to 15; another digit in a table
22 or more, a line moved by a pixel 60, letters moved by a quarter of a pixel up to 32. As many pages as references.
Prints a line per file and per differing page; exit 1 on any difference. A differing page is drawn beside the PDF as
STEM-PAGE-differs.png: as found, as expected, the difference. --renew writes the references; look at the pages first.
"""
import re
import struct
import subprocess
import sys
import zlib
from operator import add
from pathlib import Path

PAGES = Path(__file__).resolve().parent / "pages"
DPI = 60
LIMIT = 18
FIRST = (0, 48, 144, 250)  # the darkest value of each of the four greys
SHOWN = (0, 96, 212, 255)  # how a reference shows them
TINT = 24  # the least difference between white and a light grey: a shaded area that lost its shade, or came by one
GREY = bytes(sum(value >= first for first in FIRST[1:]) for value in range(256))


def main():
    renew, files = sys.argv[1:2] == ["--renew"], sys.argv[1:]
    files = [Path(f).resolve() for f in files[renew:]]
    if not files:
        sys.exit(__doc__)
    bad = 0
    for pdf in files:
        bad += write_references(pdf) if renew else compare(pdf)
    sys.exit(1 if bad else 0)


def references(stem):
    """The references of a report by page number."""
    found = ((re.fullmatch(re.escape(stem) + r"-(\d+)\.png", p.name), p) for p in PAGES.glob("*.png"))
    return {int(m[1]): p for m, p in found if m}


def write_references(pdf):
    stem, sizes = pdf.parent.name, []
    PAGES.mkdir(exist_ok=True)
    for old in references(stem).values():
        old.unlink()
    for page, (width, height, pixels) in enumerate(drawn(pdf), 1):
        path = PAGES / f"{stem}-{page}.png"
        path.write_bytes(png(width, height, 2, packed(width, height, pixels)))
        sizes.append(path.stat().st_size)
    print(f"written {stem}: {len(sizes)} pages, {sum(sizes)} bytes, {max(sizes)} the largest")
    return 0


def compare(pdf):
    stem, errors, pages = pdf.parent.name, [], 0
    for old in pdf.parent.glob("*-differs.png"):
        old.unlink()
    expected = references(stem)
    for pages, (width, height, pixels) in enumerate(drawn(pdf), 1):
        if pages not in expected:
            errors.append(f"page {pages}: no reference")
            continue
        wide, high, rows = read_png(expected[pages])
        if (wide, high) != (width, height):
            errors.append(f"page {pages}: {width} × {height} pixels, not {wide} × {high}")
        elif rows != packed(width, height, pixels):
            greys = [unpacked(row)[:width] for row in rows]
            found = [pixels[y * width:(y + 1) * width] for y in range(height)]
            differs = differences(greys, found)
            over = [y for y, row in enumerate(differs) if max(row) > LIMIT]
            if over:
                picture = pdf.parent / f"{stem}-{pages}-differs.png"
                shown = bytes(SHOWN) + bytes(252)
                picture.write_bytes(png(3 * width, height, 8, [
                    f + g.translate(shown) + bytes(max(0, 255 - 4 * d) for d in row)
                    for f, g, row in zip(found, greys, differs)]))
                count = sum(d > LIMIT for row in differs for d in row)
                errors.append(f"page {pages}: {count} pixels differ, from {over[0] * 25.4 / DPI:.0f} to "
                              f"{over[-1] * 25.4 / DPI:.0f} mm from the top, by {max(map(max, differs))} at most: {picture.name}")
    if expected and max(expected) != pages:
        errors.append(f"{pages} pages, not {max(expected)}")
    print(f"{'differs' if errors else 'same'} {stem}: {pages} pages")
    for e in errors:
        print(f"   {e}")
    return bool(errors)


def drawn(pdf):
    """For each page (width, height, one byte per pixel)."""
    pgm, at = subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), pdf], check=True, stdout=subprocess.PIPE).stdout, 0
    while at < len(pgm):
        head = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s").match(pgm, at)
        width, height = int(head[1]), int(head[2])
        yield width, height, pgm[head.end():head.end() + width * height]
        at = head.end() + width * height


def outside(grey, value):
    """How far a value lies outside the greys that a reference's grey stands for: below 0 when darker."""
    last = [*(first - 1 for first in FIRST[1:]), 255][grey]
    away = min(0, value - FIRST[grey]) + max(0, value - last)
    if {grey, GREY[value]} == {2, 3}:
        away = max(abs(away), TINT) * (1 if away > 0 else -1)
    return away


def differences(greys, found):
    """For each pixel how far the page lies outside the reference there, smoothed with its neighbours."""
    away = [[outside(grey, value) for value in range(256)] for grey in range(4)]
    blank = [0] * len(greys[0])
    across = []
    for grey, value in zip(greys, found):
        row = blank if grey == value.translate(GREY) else [away[g][v] for g, v in zip(grey, value)]
        across.append(row if row is blank else smooth([0, *row], row, [*row[1:], 0]))
    near = zip([blank, *across], across, [*across[1:], blank])
    return [blank if all(row is blank for row in rows) else [abs(d) >> 4 for d in smooth(*rows)] for rows in near]


def smooth(before, here, after):
    return list(map(add, map(add, before, after), map(add, here, here)))


def packed(width, height, pixels):
    """Each row as its greys, four in a byte."""
    rows = []
    for y in range(height):
        row = pixels[y * width:(y + 1) * width].translate(GREY) + b"\3" * (-width % 4)
        rows.append(bytes(a << 6 | b << 4 | c << 2 | d for a, b, c, d in zip(row[::4], row[1::4], row[2::4], row[3::4])))
    return rows


def unpacked(row):
    return bytes(byte >> shift & 3 for byte in row for shift in (6, 4, 2, 0))


def png(width, height, depth, rows):
    """A PNG of rows: of greys (depth 2) by a palette, or of bytes (depth 8)."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    palette = chunk(b"PLTE", bytes(v for v in SHOWN for _ in "rgb")) if depth == 2 else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 3 if depth == 2 else 0, 0, 0, 0))
            + palette + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9 if depth == 2 else 1)) + chunk(b"IEND", b""))


def read_png(path):
    """(width, height, rows of greys) of a PNG that --renew wrote."""
    data, at, body = path.read_bytes(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height, *form = struct.unpack(">IIBBBBB", data[at + 8:at + 8 + size])
        elif kind == b"IDAT":
            body += data[at + 8:at + 8 + size]
        at += size + 12
    body, step = zlib.decompress(body), -(-width // 4) + 1
    if form != [2, 3, 0, 0, 0] or any(body[::step]):
        sys.exit(f"{path} was not written by --renew")
    return width, height, [body[y * step + 1:(y + 1) * step] for y in range(height)]


main()
